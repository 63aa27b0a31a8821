//! A call to an address of the owner's choice, as long as the box can do its work: whoever waits for it there notices when
//! it does not come.

use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio_util::sync::CancellationToken;

use crate::config::Secret;
use crate::outside::Outside;

/// How often it calls.
pub const EVERY: Duration = Duration::from_mins(1);
/// After failures it waits longer each time, up to this: few who watch wait less than half an hour.
const MOST: Duration = Duration::from_mins(10);
/// A server has so long to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Whether the box can do its work.
pub type Ready = Box<dyn Fn() -> BoxFuture<'static, bool> + Send + Sync>;

/// Calls until it is told to stop. The address is a secret of the owner's, and in no log.
pub async fn call(
    address: &Secret,
    outside: &Outside,
    ready: &Ready,
    every: Duration,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let mut failures = 0_u32;
    loop {
        if ready().await {
            match call_once(address, outside).await {
                Ok(()) if failures > 0 => {
                    tracing::info!(failures, "the heartbeat arrives again");
                    failures = 0;
                }
                Ok(()) => {}
                Err(why) => {
                    if failures == 0 {
                        tracing::warn!(why, "the heartbeat does not arrive");
                    }
                    failures = failures.saturating_add(1);
                }
            }
        }
        let wait = every.saturating_mul(2_u32.saturating_pow(failures.min(8))).min(MOST.max(every));
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            () = tokio::time::sleep(wait) => {}
        }
    }
}

async fn call_once(address: &Secret, outside: &Outside) -> Result<(), String> {
    let call = outside.http().get(address.reveal()).timeout(PATIENCE).send();
    let answer = call.await.map_err(|error| error.without_url().to_string())?;
    let status = answer.status();
    if status.is_success() { Ok(()) } else { Err(format!("it answered {status}")) }
}
