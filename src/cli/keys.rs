//! `catatduit keys`: what the box signs access tokens with.

use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::line::{carried_out, refused};
use super::{Failure, House, tell};
use crate::config::Config;
use crate::ops::control::{Key, Reply, Request};
use crate::words::{self, Console};

#[derive(Debug, Args)]
pub(super) struct Asked {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Clone, Copy, Subcommand)]
enum What {
    /// Say which keys there are, and which one signs
    List,
    /// Make another key; tokens that the one before signed work until they end
    Rotate,
}

pub(super) fn run(house: &House, asked: &Asked) -> Result<ExitCode, Failure> {
    let config = house.load(&[])?.config;
    let language = config.language;
    let done = match asked.what {
        What::List => list(&config),
        What::Rotate => rotate(&config),
    };
    done.map_err(|error| Failure::new(language, error))?;
    Ok(ExitCode::SUCCESS)
}

fn list(config: &Config) -> anyhow::Result<()> {
    let console = words::of(config.language).console;
    match carried_out(config, Request::Keys)?.0 {
        Reply::Keys { keys } if keys.is_empty() => tell(console.signing.none),
        Reply::Keys { keys } => keys.iter().try_for_each(|key| tell(&line(console, key))),
        reply => refused(reply),
    }
}

fn rotate(config: &Config) -> anyhow::Result<()> {
    let console = words::of(config.language).console;
    match carried_out(config, Request::RotateKeys)?.0 {
        Reply::KeysRotated { id } => tell(&(console.signing.rotated)(&id)),
        reply => refused(reply),
    }
}

fn line(console: &Console, key: &Key) -> String {
    match &key.expires {
        None => (console.signing.signs)(&key.id, &key.created),
        Some(expires) => (console.signing.verifies)(&key.id, &key.created, expires),
    }
}
