//! The command line: one file a subcommand. The only part that names clap, and the only one that reads the
//! environment, once, to hand it on as a map.

mod backup;
mod config;
mod doctor;
mod failure;
mod keys;
mod line;
mod logs;
mod member;
mod model;
mod openapi;
mod parse;
mod progress;
mod search;
mod serve;
mod setup;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand};

pub use failure::Failure;

use crate::config::{Config, Given, Loaded};
use crate::ledger::Language;

/// A family's money, recorded by chatting with a box of their own.
#[derive(Debug, Parser)]
#[command(name = "catatduit", version, arg_required_else_help = true, disable_help_subcommand = true)]
struct Line {
    #[command(flatten)]
    choices: Choices,
    #[command(subcommand)]
    command: Command,
}

/// What the command line says about the settings; every subcommand takes these.
#[derive(Debug, Args)]
struct Choices {
    /// Read the settings from this file
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The folder that holds everything the family recorded
    #[arg(long, global = true, value_name = "FOLDER")]
    data_dir: Option<String>,
    /// Set any key, as in --set telegram.mode=off; may be repeated
    #[arg(long, global = true, value_name = "KEY=VALUE", value_parser = key_and_value)]
    set: Vec<(String, String)>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the box
    Serve(serve::Asked),
    /// Make a link that sets the box up in a browser; the one before it stops working
    SetupLink,
    /// Set the box up without a browser
    Setup(setup::Asked),
    /// List who can sign in, or give somebody a new password
    Member(member::Asked),
    /// Copies of everything: make, list, try out and put back
    Backup(backup::Asked),
    /// Print the newest lines of the box's log, whether it runs or not
    Logs(logs::Asked),
    /// Print each setting and where it came from
    Config(config::Asked),
    /// Say what messages mean: one a line in, one JSON object a line out
    Parse(parse::Parse),
    /// Look at the model: how well it understands labelled messages
    Model(model::Asked),
    /// Say whether the box is as it should be; exits with 3 when something is worth a look and 4 when something is wrong
    Doctor(doctor::Asked),
    /// Look after the keys that the box signs access tokens with
    Keys(keys::Asked),
    /// Go back to the records as they were before the last upgrade; no box may be running on them
    Rollback,
    /// Look after the search index
    Search(search::Asked),
    /// Print the API's contract, as OpenAPI 3 in JSON
    Openapi,
}

/// Runs one command. `words` is the command line with the program's name first.
pub fn run(
    words: impl IntoIterator<Item = OsString>,
    environment: BTreeMap<String, String>,
) -> Result<ExitCode, Failure> {
    let line = match Line::try_parse_from(words) {
        Ok(line) => line,
        Err(error) => return Ok(refuse(&error)),
    };
    let house = House { choices: line.choices, environment };
    match line.command {
        Command::Serve(asked) => serve::run(&house, &asked),
        Command::SetupLink => setup::run_link(&house),
        Command::Setup(asked) => setup::run(&house, &asked),
        Command::Member(asked) => member::run(&house, &asked),
        Command::Backup(asked) => backup::run(&house, &asked),
        Command::Logs(asked) => logs::run(&house, &asked),
        Command::Config(asked) => config::run(&house, &asked),
        Command::Parse(parse) => parse::run(&house, &parse),
        Command::Model(asked) => model::run(&house, &asked),
        Command::Doctor(asked) => doctor::run(&house, &asked),
        Command::Keys(asked) => keys::run(&house, &asked),
        Command::Rollback => backup::roll_back(&house),
        Command::Search(asked) => search::run(&house, &asked),
        Command::Openapi => openapi::run(&house),
    }
}

/// The process's environment, without what is no text: no setting of ours can be in it.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
pub fn environment() -> BTreeMap<String, String> {
    let texts =
        |(name, value): (OsString, OsString)| Some((name.into_string().ok()?, value.into_string().ok()?));
    std::env::vars_os().filter_map(texts).collect()
}

/// Where a command is run: what it was told about the settings.
#[derive(Debug)]
struct House {
    choices: Choices,
    environment: BTreeMap<String, String>,
}

impl House {
    /// The settings, with more that a subcommand's own flags say.
    fn load(&self, more: &[Given]) -> Result<Loaded, Failure> {
        let choices = &self.choices;
        let mut all: Vec<_> =
            choices.set.iter().map(|(key, value)| given(key, value, &format!("--set {key}"))).collect();
        all.extend(choices.data_dir.iter().map(|folder| given("data_dir", folder, "--data-dir")));
        all.extend_from_slice(more);
        Config::load(choices.config.as_deref(), &self.environment, &all)
            .map_err(|error| Failure::new(self.language(), error))
    }

    /// The language to complain in when the settings cannot be read.
    fn language(&self) -> Language {
        let asked = self.environment.get("CATATDUIT_LANGUAGE").and_then(|code| Language::of_code(code));
        asked.unwrap_or_default()
    }
}

/// Says a sentence on standard output.
fn tell(sentence: &str) -> anyhow::Result<()> {
    Ok(write_out(&format!("{sentence}\n"))?)
}

/// Writes what was asked for on standard output.
fn write_out(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

fn given(key: &str, value: &str, flag: &str) -> Given {
    Given { key: key.to_owned(), value: value.to_owned(), flag: flag.to_owned() }
}

fn key_and_value(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("it is written KEY=VALUE")?;
    Ok((key.trim().to_owned(), value.trim().to_owned()))
}

/// Help and version are answers; anything else clap has to say is a refusal.
fn refuse(error: &clap::Error) -> ExitCode {
    // Nobody is left to tell when standard output is closed.
    let _ = error.print();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => ExitCode::SUCCESS,
        _ => ExitCode::from(2),
    }
}
