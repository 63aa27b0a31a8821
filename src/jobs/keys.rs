//! Changes what access tokens are signed with before anybody could want to.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::tasks::blocking;

/// A key signs for months; nobody waits for the next one.
const EVERY: Duration = Duration::from_hours(1);

/// Makes the box's first key, and from then on looks now and then whether it is time for another, until it is told to
/// stop.
pub async fn tend_keys(app: App, stop: CancellationToken) -> anyhow::Result<()> {
    loop {
        let app = app.clone();
        if blocking(move || app.tend_keys()).await? {
            tracing::info!("the keys of access tokens were looked after");
        }
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}
