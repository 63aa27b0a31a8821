//! `catatduit member`: who can sign in, and a new password for whoever cannot. For the person at the box, who needs no
//! password for it: they could read its files as well.

use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::line::{By, carried_out, refused};
use super::{Failure, House, tell};
use crate::config::Config;
use crate::ledger::Role;
use crate::ops::control::{MemberLine, Reply, Request};
use crate::words::{self, Words};

#[derive(Debug, Args)]
pub(super) struct Asked {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Clone, Subcommand)]
enum What {
    /// List who can sign in
    List,
    /// Make a link with which somebody chooses a new password; their sessions and second factor end when they do
    Reset {
        /// The name they sign in with
        name: String,
    },
}

pub(super) fn run(house: &House, asked: &Asked) -> Result<ExitCode, Failure> {
    let config = house.load(&[])?.config;
    let language = config.language;
    let done = match &asked.what {
        What::List => list(&config),
        What::Reset { name } => reset(&config, name),
    };
    done.map_err(|error| Failure::new(language, error))?;
    Ok(ExitCode::SUCCESS)
}

fn list(config: &Config) -> anyhow::Result<()> {
    let words = words::of(config.language);
    match carried_out(config, Request::Members)? {
        (Reply::Members { members }, _) => members.iter().try_for_each(|member| tell(&line(words, member))),
        (reply, _) => refused(reply),
    }
}

/// One a line, with tabs between, so that programs can read it as well.
fn line(words: &Words, member: &MemberLine) -> String {
    let MemberLine { household, name, role, has_password, has_second_factor } = member;
    let role = Role::of_code(role).map_or(role.as_str(), words.people.role);
    let console = words.console;
    let sign_in = match (has_password, has_second_factor) {
        (false, _) => console.no_password,
        (true, false) => console.password,
        (true, true) => console.second_factor,
    };
    [household.as_str(), name, role, sign_in].join("\t")
}

fn reset(config: &Config, name: &str) -> anyhow::Result<()> {
    let console = words::of(config.language).console;
    match carried_out(config, Request::ResetMember { name: name.to_owned() })? {
        (Reply::ResetMember { link }, by) => {
            tell(&(console.reset_link)(name, &link))?;
            match by {
                By::RunningBox => Ok(()),
                By::ThisCommand => tell(console.start_first),
            }
        }
        (reply, _) => refused(reply),
    }
}
