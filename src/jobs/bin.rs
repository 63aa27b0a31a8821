//! Erases for good what lay in the bin long enough.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::tasks::blocking;

/// Thirty days are kept to the hour; nobody waits for it.
const EVERY: Duration = Duration::from_hours(1);

/// Empties now and then until it is told to stop.
pub async fn empty_bins(app: App, stop: CancellationToken) -> anyhow::Result<()> {
    loop {
        let app = app.clone();
        let erased = blocking(move || app.empty_bins()).await?;
        if erased > 0 {
            tracing::info!(erased, "erased for good what lay in the bin long enough");
            continue;
        }
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}
