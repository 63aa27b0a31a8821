//! Calling programs of the family's when something happened: signed as Standard Webhooks says, again and again until it
//! arrived or there is no hope.
//!
//! What is queued, what a call tells and when it is tried again is the verbs' business; here it is written down as
//! JSON, signed and sent. An address is looked at when it is called, and no redirection is followed.

mod letter;
mod sender;

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use tokio_util::sync::CancellationToken;

use crate::app::{App, Error};
use crate::outside::NoClient;
use crate::tasks::blocking;
use sender::Sender;

/// How many calls are made at once: a slow program must not hold up the others for long.
const AT_ONCE: usize = 8;

/// What falls due is looked for so often, if nothing rings.
const LOOK_AGAIN: Duration = Duration::from_secs(30);

/// Whoever makes the calls.
#[derive(Debug, Clone)]
pub struct Hooks {
    app: App,
    sender: Arc<Sender>,
}

impl Hooks {
    /// A program has so long to answer.
    pub fn new(app: App, timeout: Duration) -> Result<Self, NoClient> {
        let sender = Sender::new(app.outside().clone(), app.options().reach, timeout)?;
        Ok(Self { app, sender: Arc::new(sender) })
    }

    /// Makes calls until it is told to stop.
    pub async fn run(self, stop: CancellationToken) -> anyhow::Result<()> {
        let mut head = self.app.head();
        let bell = self.app.post().bell();
        loop {
            head.mark_unchanged();
            let rung = bell.notified();
            tokio::pin!(rung);
            // From here on a ring is heard, also while calls are being made.
            rung.as_mut().enable();
            let made = tokio::select! {
                made = self.make_calls() => made?,
                () = stop.cancelled() => return Ok(()),
            };
            if made > 0 {
                continue;
            }
            let wait = self.wait().await?;
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                moved = head.changed() => moved?,
                () = rung => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    /// Makes the calls that are due, some at once, and says how many they were. One that is cut off by the box's end is
    /// made again: its program knows it by its id.
    async fn make_calls(&self) -> Result<usize, Error> {
        let app = self.app.clone();
        let calls = blocking(move || app.hook_calls(AT_ONCE)).await?;
        let made = calls.len();
        let each = calls.into_iter().map(|call| async move {
            let called = self.sender.send(&call, self.app.outside().now()).await;
            if let Some(why) = called.why {
                tracing::debug!(webhook = %call.webhook, delivery = %call.id, why, "a call did not arrive");
            }
            let app = self.app.clone();
            blocking(move || app.hook_called(call.webhook, call.id, &called)).await
        });
        join_all(each).await.into_iter().collect::<Result<Vec<()>, Error>>()?;
        Ok(made)
    }

    /// How long until the next call is due.
    async fn wait(&self) -> Result<Duration, Error> {
        let app = self.app.clone();
        let due = blocking(move || app.next_hook_call()).await?;
        let until = due.map(|due| Duration::try_from(due.duration_since(self.app.outside().now())));
        Ok(until.map_or(LOOK_AGAIN, |until| until.unwrap_or_default().min(LOOK_AGAIN)))
    }
}
