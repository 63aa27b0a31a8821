//! Asking Telegram for updates, again and again.

use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::client::CallError;
use super::outbox::pause;
use super::wire::Update;
use super::{Bot, Inlet};

/// After the token was refused: only its owner can help.
const HOPELESS: Duration = Duration::from_mins(5);

/// Why polling ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Stopped,
    /// The time it was given is over.
    TimeUp,
}

impl Bot {
    /// Polls until asked to stop, or until that moment.
    pub(super) async fn poll(&self, stop: &CancellationToken, until: Option<Instant>) -> End {
        self.inner.board.change(|status| status.inlet = Inlet::Polling);
        // What was handled is confirmed by the next poll and by that one only: numbers may start anew after a
        // quiet week, and an old high mark would then hide everything.
        let mut confirm = None;
        let mut failures = 0;
        loop {
            let left = until.map(|until| until.saturating_duration_since(Instant::now()));
            if left.is_some_and(|left| left.is_zero()) {
                return End::TimeUp;
            }
            let wait =
                left.map_or(self.inner.options.poll_wait, |left| left.min(self.inner.options.poll_wait));
            let polled = tokio::select! {
                polled = self.inner.client.get_updates(confirm, wait) => polled,
                () = stop.cancelled() => return End::Stopped,
            };
            match polled {
                Ok(updates) => {
                    failures = 0;
                    self.inner.board.change(|status| status.trouble = None);
                    confirm = updates.iter().map(|update| update.update_id + 1).max();
                    if self.take_all(updates, stop).await == End::Stopped {
                        return End::Stopped;
                    }
                }
                Err(error) => {
                    let rest = self.poll_failed(error, failures).await;
                    failures += 1;
                    if sleep(rest, stop).await == End::Stopped {
                        return End::Stopped;
                    }
                }
            }
        }
    }

    /// Takes updates one after the other, each until it is done with.
    async fn take_all(&self, updates: Vec<Update>, stop: &CancellationToken) -> End {
        let is_caught_up = updates.len() < 100;
        self.note_contact().await;
        for update in updates {
            let mut failures = 0;
            while self.take(update.clone()).await.is_err() {
                let rest = pause(failures, self.app().outside().chance());
                failures += 1;
                if sleep(rest, stop).await == End::Stopped {
                    return End::Stopped;
                }
            }
        }
        if is_caught_up {
            self.note_caught_up().await;
        }
        End::TimeUp
    }

    /// What to do about a failed poll; gives how long to rest.
    async fn poll_failed(&self, error: CallError, failures: u32) -> Duration {
        let rest = pause(failures, self.app().outside().chance());
        if failures == 0 {
            tracing::warn!(%error, "no updates can be fetched from Telegram");
        }
        let trouble = error.to_string();
        self.inner.board.change(|status| status.trouble = Some(trouble));
        match error {
            CallError::Retry { after } => after,
            CallError::Unauthorized => HOPELESS,
            // Somebody set a webhook meanwhile, or another box has the same token: only the first can be undone.
            CallError::Conflict(_) => {
                let has_webhook =
                    self.inner.client.get_webhook_info().await.is_ok_and(|info| !info.url.is_empty());
                if has_webhook && self.inner.client.delete_webhook().await.is_ok() {
                    return Duration::ZERO;
                }
                rest
            }
            _ => rest,
        }
    }

    pub(super) async fn note_contact(&self) {
        if let Err(error) = self.contact().await {
            tracing::warn!(%error, "the contact with Telegram could not be noted");
        }
    }

    pub(super) async fn note_caught_up(&self) {
        if let Err(error) = self.back_again().await {
            tracing::warn!(%error, "the end of an absence could not be told");
        }
    }
}

pub(super) async fn sleep(rest: Duration, stop: &CancellationToken) -> End {
    tokio::select! {
        () = tokio::time::sleep(rest) => End::TimeUp,
        () = stop.cancelled() => End::Stopped,
    }
}
