//! Notices to members' own devices by Web Push (RFC 8030): encrypted for the device alone (RFC 8291), signed with the
//! box's key (RFC 8292), tried again until they arrived or are worth nothing any more.
//!
//! What is queued, who may be told what and when it is tried again is the verbs' business; here it is put into words,
//! encrypted and sent. An address is looked at when it is called, and no redirection is followed.

mod letter;
mod sender;
mod vapid;

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use tokio_util::sync::CancellationToken;

use crate::app::{App, Error};
use crate::outside::NoClient;
use crate::tasks::blocking;
use sender::Sender;

/// How many are sent at once.
const AT_ONCE: usize = 8;

/// The store is asked at most so often whether something was queued: what is noted at the doors rings no bell.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

/// Whoever sends notices.
#[derive(Debug, Clone)]
pub struct Push {
    app: App,
    sender: Arc<Sender>,
}

impl Push {
    /// `contact` is how push services may reach the box's keeper: an address that begins with https: or mailto:.
    pub fn new(app: App, contact: String) -> Result<Self, NoClient> {
        let sender = Sender::new(app.outside().clone(), app.options().push, contact)?;
        Ok(Self { app, sender: Arc::new(sender) })
    }

    /// Sends notices until it is told to stop.
    pub async fn run(self, stop: CancellationToken) -> anyhow::Result<()> {
        let bell = self.app.post().bell();
        let mut seen = None;
        let mut due = None;
        loop {
            let rung = bell.notified();
            tokio::pin!(rung);
            // From here on a ring is heard, also while notices are being sent.
            rung.as_mut().enable();
            let moved = self.app.moved();
            let now = self.app.outside().now();
            if seen != Some(moved) || due.is_some_and(|due| due <= now) {
                let sent = tokio::select! {
                    sent = self.send() => sent?,
                    () = stop.cancelled() => return Ok(()),
                };
                if sent > 0 {
                    continue;
                }
                seen = Some(moved);
                let app = self.app.clone();
                due = blocking(move || app.next_notice()).await?;
            }
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                () = rung => {}
                () = tokio::time::sleep(LOOK_AGAIN) => {}
            }
        }
    }

    /// Sends the notices that are due, some at once, and says how many they were. One that is cut off by the box's end is
    /// sent again: it takes its own place on the device.
    async fn send(&self) -> Result<usize, Error> {
        let app = self.app.clone();
        let due = blocking(move || {
            let due = app.notices_due(AT_ONCE)?;
            let key = if due.is_empty() { None } else { Some(app.push_key()?) };
            Ok::<_, Error>(key.map(|key| (due, key)))
        });
        let Some((due, key)) = due.await? else { return Ok(0) };
        let count = due.len();
        let key = &key;
        let each = due.into_iter().map(|one| async move {
            let came = self.sender.send(&one, key, self.app.outside().now()).await;
            tracing::debug!(subscription = %one.subscription, ?came, "a notice was sent");
            let app = self.app.clone();
            blocking(move || app.notice_came(&one.notice, came)).await
        });
        join_all(each).await.into_iter().collect::<Result<Vec<()>, Error>>()?;
        Ok(count)
    }
}
