//! Leaves a sign of life now and then, by which the next start knows how long the box was away.

use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::tasks::blocking;

/// A clock that is set after the start is noticed so soon.
const EVERY: Duration = Duration::from_secs(20);

/// Looks at the clock now and then; says goodbye when it is told to stop.
pub async fn keep_beating(app: App, since: Instant, stop: CancellationToken) -> anyhow::Result<()> {
    let mut failed = false;
    loop {
        let of = app.clone();
        let beat = blocking(move || of.beat(since.elapsed())).await;
        // A disk that is full now may have room later, and that must not end the box. Once said is enough.
        if let (Err(error), false) = (&beat, failed) {
            tracing::warn!(%error, "the box could not leave a sign of life");
        }
        failed = beat.is_err();
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
    Ok(blocking(move || app.rest()).await?)
}
