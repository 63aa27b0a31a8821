//! Forgets what has expired: sessions, links, drafts that nobody answered.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::tasks::blocking;

/// What has expired works no more whether it is forgotten or not, so there is no hurry.
const EVERY: Duration = Duration::from_mins(15);

/// Sweeps now and then until it is told to stop.
pub async fn sweep(app: App, stop: CancellationToken) -> anyhow::Result<()> {
    loop {
        let app = app.clone();
        let swept = blocking(move || app.sweep()).await?;
        if swept > 0 {
            tracing::info!(swept, "forgot what had expired");
        }
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}
