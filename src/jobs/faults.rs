//! Keeps what went wrong, a minute's worth at a time.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::tasks::blocking;

/// An error that comes over and over is counted in memory meanwhile: a memory card wears by writing.
const EVERY: Duration = Duration::from_mins(1);

/// Keeps them until it is told to stop, and what is there by then.
pub async fn keep_faults(app: App, stop: CancellationToken) -> anyhow::Result<()> {
    loop {
        let of = app.clone();
        // What cannot be kept stays where it is until it can; to log it would be one more.
        let _ = blocking(move || of.keep_faults()).await;
        if stop.is_cancelled() {
            return Ok(());
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}
