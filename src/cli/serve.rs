//! `catatduit serve`: the box.

use std::io;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use tokio::signal::unix::{SignalKind, signal};

use super::{Failure, House, given, tell};
use crate::appliance::Appliance;
use crate::config::{Config, Loaded};
use crate::ops::control::Line;
use crate::ops::logging;
use crate::outside::Outside;
use crate::tasks::Policy;
use crate::words;

#[derive(Debug, Args)]
pub(super) struct Asked {
    /// Address and port of the web app and the API
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<String>,
}

pub(super) fn run(house: &House, asked: &Asked) -> Result<ExitCode, Failure> {
    let flags: Vec<_> = asked.listen.iter().map(|address| given("listen", address, "--listen")).collect();
    let loaded = house.load(&flags)?;
    let language = loaded.config.language;
    serve(loaded).map_err(|error| Failure::new(language, error))?;
    Ok(ExitCode::SUCCESS)
}

fn serve(loaded: Loaded) -> anyhow::Result<()> {
    logging::start(&loaded.config.log)?;
    for warning in &loaded.settings.warnings {
        tracing::warn!("{warning}");
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.context("starting the threads")?.block_on(serve_until_told_to_stop(loaded.config))
}

async fn serve_until_told_to_stop(config: Config) -> anyhow::Result<()> {
    let console = words::of(config.language).console;
    let (data_dir, language) = (config.data_dir.clone(), config.language);
    let stop = told_to_stop()?;
    let appliance = Appliance::bind(config, Outside::real()?).await?;
    let (app, url) = (appliance.app().clone(), appliance.url());
    match Line::open(&data_dir) {
        Ok(line) => appliance.tasks().spawn("control", Policy::Restart, move |stop| {
            line.clone().serve(app.clone(), url.clone(), language, stop)
        }),
        // The box is whole without it; only these commands have to wait until it is stopped.
        Err(error) => tracing::warn!(%error, "setup and setup-link cannot reach this box while it runs"),
    }
    tell(&(console.serving)(&appliance.url()))?;
    if let Some(link) = appliance.invitation().await? {
        tell(&(console.setup_link)(&link))?;
    }
    appliance.run(stop).await?;
    tell(console.stopped)
}

/// Comes when a person presses Ctrl-C or the service manager ends the box.
fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
