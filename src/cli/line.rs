//! Asking for what needs the store: a running box has it locked, so it is asked; otherwise the store is opened here.

use anyhow::{Context as _, bail};

use crate::appliance::{STORE_FILE, open_family};
use crate::config::Config;
use crate::ops::control::{Reply, Request, ask, carry_out};
use crate::outside::Outside;
use crate::words;

/// Who did it.
pub(super) enum By {
    RunningBox,
    ThisCommand,
}

pub(super) fn carried_out(config: &Config, request: Request) -> anyhow::Result<(Reply, By)> {
    let folder = &config.data_dir;
    if let Some(reply) = ask(folder, &request).context("asking the running box")? {
        return Ok((reply, By::RunningBox));
    }
    // Anything but a set-up, in a box that was never started, would be in a folder spelt wrong.
    if !matches!(request, Request::SetUp(_)) && !folder.join(STORE_FILE).exists() {
        bail!((words::of(config.language).console.no_store)(&folder.display().to_string()));
    }
    let (app, address) = open_family(config, Outside::real()?)?;
    Ok((carry_out(&app, &address, request)?, By::ThisCommand))
}

/// For an answer that is not to the question.
pub(super) fn refused(reply: Reply) -> anyhow::Result<()> {
    match reply {
        Reply::Failed { sentence } => bail!(sentence),
        _ => bail!("the box answered another question"),
    }
}
