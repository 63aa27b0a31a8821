//! Makes the night's backup, tries it out, and clears old ones away.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::tasks::blocking;

/// Nights are kept to the minute.
const EVERY: Duration = Duration::from_mins(1);

/// Looks now and then, and when somebody asks, until it is told to stop.
pub async fn tend_backups(app: App, stop: CancellationToken) -> anyhow::Result<()> {
    let bell = app.backup_bell();
    loop {
        let of = app.clone();
        let tending = blocking(move || of.tend_backups().map_err(anyhow::Error::from));
        let outcome = tokio::select! {
            outcome = tending => outcome,
            // What is being made when the box stops was never there, and is made again.
            () = stop.cancelled() => return Ok(()),
        };
        match outcome {
            Ok(tended) if tended.made || tended.proven => {
                let (proven, cleared) = (tended.proven, tended.cleared);
                tracing::info!(proven, cleared, "a backup was made, and tried out");
            }
            Ok(_) => {}
            // It is remembered and told; the next hour may be better.
            Err(error) => tracing::error!(error = format!("{error:#}"), "the backup did not come about"),
        }
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            () = bell.notified() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}
