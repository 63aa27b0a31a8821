//! `catatduit search rebuild`: the search index made anew from what the family recorded. A running box does it in the
//! background; otherwise it is done here.

use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};

use super::{Failure, House, tell};
use crate::appliance::{STORE_FILE, open_family};
use crate::config::Config;
use crate::ops::control::{Reply, Request, ask};
use crate::outside::Outside;
use crate::words;

#[derive(Debug, Args)]
pub(super) struct Asked {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Clone, Copy, Subcommand)]
enum What {
    /// Build the search index again
    Rebuild,
}

pub(super) fn run(house: &House, asked: &Asked) -> Result<ExitCode, Failure> {
    let config = house.load(&[])?.config;
    let language = config.language;
    match asked.what {
        What::Rebuild => rebuild(&config).map_err(|error| Failure::new(language, error))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn rebuild(config: &Config) -> anyhow::Result<()> {
    let (folder, console) = (&config.data_dir, words::of(config.language).console);
    match ask(folder, &Request::RenewSearch).context("asking the running box")? {
        Some(Reply::SearchRenewed) => return tell(console.search_renewing),
        Some(Reply::Failed { sentence }) => bail!(sentence),
        Some(_) => bail!("the box answered another question"),
        None => {}
    }
    if !folder.join(STORE_FILE).exists() {
        bail!((console.no_store)(&folder.display().to_string()));
    }
    let (app, _) = open_family(config, Outside::real()?)?;
    tell(&(console.search_renewed)(app.rebuild_search()?))
}
