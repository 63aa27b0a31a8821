//! Forgets what households do not want to keep any longer, and makes sure that the files forget it too.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::app::{App, Error};
use crate::tasks::blocking;

/// Months and days are kept to the hour; nobody waits for it.
const EVERY: Duration = Duration::from_hours(1);

/// Looks now and then until it is told to stop.
pub async fn keep_retention(app: App, stop: CancellationToken) -> anyhow::Result<()> {
    loop {
        let of = app.clone();
        let looked_at = blocking(move || of.enforce_retention()).await?;
        if looked_at > 0 {
            tracing::info!(looked_at, "went through what is not to be kept any longer");
            if stop.is_cancelled() {
                return Ok(());
            }
            continue;
        }
        let of = app.clone();
        match blocking(move || of.clear_files()).await {
            Ok(false) => {}
            Ok(true) => tracing::info!("wrote the files anew, without what was erased"),
            // It needs as much room again. That must not end the box.
            Err(error @ Error::Full) => tracing::warn!(%error, "writing the files anew waits for room"),
            Err(error) => return Err(error.into()),
        }
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}
