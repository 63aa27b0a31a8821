//! Deletes who asked to be deleted, when their days to think it over have passed.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::tasks::blocking;

/// Days to think it over are kept to a few minutes.
const EVERY: Duration = Duration::from_mins(5);

/// Looks now and then until it is told to stop.
pub async fn carry_out_farewells(app: App, stop: CancellationToken) -> anyhow::Result<()> {
    loop {
        let app = app.clone();
        let done = blocking(move || app.carry_out_farewells()).await?;
        if done > 0 {
            tracing::info!(done, "carried out deletions whose day had come");
        }
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}
