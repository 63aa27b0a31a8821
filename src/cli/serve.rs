//! `catatduit serve`: the box.

use std::io;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use tokio::signal::unix::{SignalKind, signal};

use super::{Failure, House, given, tell};
use crate::app::Caught;
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
    /// Show an example family, in memory only: nothing is read from the data folder or written to it
    #[arg(long)]
    demo: bool,
}

pub(super) fn run(house: &House, asked: &Asked) -> Result<ExitCode, Failure> {
    let flags: Vec<_> = asked.listen.iter().map(|address| given("listen", address, "--listen")).collect();
    let loaded = house.load(&flags)?;
    let language = loaded.config.language;
    serve(loaded, asked.demo).map_err(|error| Failure::new(language, error))?;
    Ok(ExitCode::SUCCESS)
}

/// Verbs run on these. More would do the same work, and each keeps memory of its own; what finds none free waits.
const THREADS_FOR_VERBS: usize = 64;

fn serve(loaded: Loaded, demo: bool) -> anyhow::Result<()> {
    let outside = Outside::real()?;
    let data_dir = Some(loaded.config.data_dir.as_path()).filter(|_| !demo);
    let caught = logging::start(&loaded.config.log, data_dir, &outside)?;
    for warning in &loaded.settings.warnings {
        tracing::warn!("{warning}");
    }
    let mut threads = tokio::runtime::Builder::new_multi_thread();
    let runtime = threads.enable_all().max_blocking_threads(THREADS_FOR_VERBS).build();
    let runtime = runtime.context("starting the threads")?;
    let end = runtime.block_on(async {
        let stop = told_to_stop()?;
        if demo {
            show_example(loaded.config, outside, stop).await
        } else {
            keep_family(loaded, outside, caught, stop).await
        }
    });
    runtime.shutdown_timeout(LEFT_UNDONE);
    end
}

/// A backup that is being made takes minutes, and is made again: it does not hold up a stop.
const LEFT_UNDONE: Duration = Duration::from_secs(2);

async fn keep_family(
    loaded: Loaded,
    outside: Outside,
    caught: Caught,
    stop: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    let Loaded { config, file, .. } = loaded;
    let console = words::of(config.language).console;
    let (data_dir, language) = (config.data_dir.clone(), config.language);
    let appliance = Appliance::bind(config, outside).await?.told_by(file);
    let (app, url) = (appliance.app().clone(), appliance.url());
    app.catch_from(caught);
    match Line::open(&data_dir) {
        Ok(line) => {
            let doctor = appliance.doctor();
            appliance.tasks().spawn("control", Policy::Retry, move |stop| {
                line.clone().serve(app.clone(), url.clone(), language, doctor.clone(), stop)
            });
        }
        // The box is whole without it; only these commands have to wait until it is stopped.
        Err(error) => tracing::warn!(%error, "setup and setup-link cannot reach this box while it runs"),
    }
    tell(&(console.serving)(&appliance.url()))?;
    if let Some((page, print)) = appliance.trust() {
        tell(&(console.trust)(&page, &print))?;
    }
    if appliance.is_open_to_the_internet() {
        tracing::warn!("anybody on the internet can reach this box, and what is sent is not encrypted");
        tell(console.open)?;
    }
    if let Some(link) = appliance.invitation().await? {
        tell(&(console.setup_link)(&link))?;
    }
    appliance.run(stop).await?;
    tell(console.stopped)
}

async fn show_example(
    config: Config,
    outside: Outside,
    stop: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    let console = words::of(config.language).console;
    let (appliance, family) = Appliance::demo(config, outside).await?;
    tell(&(console.serving)(&appliance.url()))?;
    tell(&(console.example)(&family.owner, family.password))?;
    appliance.run(stop).await
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
