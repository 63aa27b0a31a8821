//! Deletes who asked to be deleted, when their days to think it over have passed.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::app::{App, Error};
use crate::tasks::blocking;

/// Days to think it over are kept to a few minutes.
const EVERY: Duration = Duration::from_mins(5);

/// Looks now and then until it is told to stop.
pub async fn carry_out_farewells(app: App, stop: CancellationToken) -> anyhow::Result<()> {
    loop {
        let app = app.clone();
        match blocking(move || app.carry_out_farewells()).await {
            Ok(0) => {}
            Ok(done) => tracing::info!(done, "carried out deletions whose day had come"),
            // The files need as much room again to be written anew. That must not end the box.
            Err(error @ Error::Full) => tracing::warn!(%error, "a deletion waits for room"),
            Err(error) => return Err(error.into()),
        }
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}
