//! `catatduit setup` and `catatduit setup-link`: the first hour of a box, from its own command line. A running box
//! has its store locked, so it is asked; otherwise the store is opened here.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;

use super::line::{By, carried_out, refused};
use super::{Failure, House, tell};
use crate::config::Config;
use crate::ops::control::{Family, Reply, Request};
use crate::words;

#[derive(Debug, Args)]
pub(super) struct Asked {
    /// What the family is called
    #[arg(long, value_name = "NAME")]
    household: String,
    /// Who owns the box: the name to sign in with
    #[arg(long, value_name = "NAME")]
    owner: String,
    /// A file with the owner's password; - reads standard input
    #[arg(long, value_name = "FILE")]
    password_file: PathBuf,
    /// The time zone that the family's days are counted in
    #[arg(long, value_name = "ZONE", default_value = "Asia/Jakarta")]
    zone: String,
    /// A wallet and what is in it now, as in --wallet BCA=5000000; may be repeated
    #[arg(long = "wallet", value_name = "NAME=BALANCE", value_parser = wallet)]
    wallets: Vec<(String, i64)>,
}

pub(super) fn run(house: &House, asked: &Asked) -> Result<ExitCode, Failure> {
    let config = house.load(&[])?.config;
    let language = config.language;
    set_up(&config, asked).map_err(|error| Failure::new(language, error))?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn run_link(house: &House) -> Result<ExitCode, Failure> {
    let config = house.load(&[])?.config;
    let language = config.language;
    link(&config).map_err(|error| Failure::new(language, error))?;
    Ok(ExitCode::SUCCESS)
}

fn set_up(config: &Config, asked: &Asked) -> anyhow::Result<()> {
    let family = Family {
        household: asked.household.clone(),
        zone: asked.zone.clone(),
        owner: asked.owner.clone(),
        password: password_in(&asked.password_file)?,
        language: config.language.code().to_owned(),
        wallets: asked.wallets.clone(),
    };
    let console = words::of(config.language).console;
    match carried_out(config, Request::SetUp(family))? {
        (Reply::SetUp { address }, _) => tell(&(console.set_up)(&asked.owner, &address)),
        (reply, _) => refused(reply),
    }
}

fn link(config: &Config) -> anyhow::Result<()> {
    let console = words::of(config.language).console;
    match carried_out(config, Request::SetupLink)? {
        (Reply::SetupLink { link }, By::RunningBox) => tell(&(console.setup_link)(&link)),
        (Reply::SetupLink { link }, By::ThisCommand) => {
            tell(&(console.setup_link)(&link))?;
            tell(console.start_first)
        }
        (reply, _) => refused(reply),
    }
}

/// Without the line's end that an editor or `echo` puts there.
fn password_in(file: &Path) -> anyhow::Result<String> {
    let mut password = String::new();
    if file == Path::new("-") {
        std::io::stdin().read_to_string(&mut password).context("reading the password")?;
    } else {
        let read = std::fs::read_to_string(file);
        password = read.with_context(|| format!("reading the password in {}", file.display()))?;
    }
    Ok(password.trim_end_matches(['\n', '\r']).to_owned())
}

/// `BCA=5000000`, or with points between the thousands.
fn wallet(text: &str) -> Result<(String, i64), String> {
    let (name, balance) = text.rsplit_once('=').ok_or("it is written NAME=BALANCE")?;
    let plain = balance.trim().replace('.', "");
    let balance = plain.parse().map_err(|_| format!("`{balance}` is not an amount in whole rupiah"))?;
    Ok((name.trim().to_owned(), balance))
}
