//! How updates come in: by webhook where that is shown to work, by polling otherwise, changing over by itself.
//!
//! Updates that nobody took stay with Telegram, so changing over loses none; those that were taken are known
//! by their number, so it repeats none.

use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::client::CallError;
use super::outbox::pause;
use super::polling::{End, sleep};
use super::webhook::PATH;
use super::wire::WebhookInfo;
use super::{Bot, Inlet, command};
use crate::app::Error;
use crate::config::TelegramMode;

/// A webhook that keeps failing is tried again at least this often.
const LONGEST_PAUSE: Duration = Duration::from_hours(6);

/// Why deliveries ended.
enum Deliveries {
    Stopped,
    Failing(String),
}

impl Bot {
    /// Takes updates in until asked to stop.
    pub(super) async fn run_inlet(&self, stop: CancellationToken) -> Result<(), Error> {
        if self.inner.options.mode == TelegramMode::Off {
            self.inner.board.change(|status| status.inlet = Inlet::Off);
            stop.cancelled().await;
            return Ok(());
        }
        if self.introduce(&stop).await == End::Stopped {
            return Ok(());
        }
        let url = self.inner.options.public_url.as_ref().map(|base| format!("{base}{PATH}"));
        match (self.inner.options.mode, url) {
            (TelegramMode::Webhook | TelegramMode::Auto, Some(url)) => self.change_over(&url, &stop).await,
            (mode, _) => {
                if mode == TelegramMode::Webhook {
                    tracing::warn!("telegram.mode is webhook but public_url is not set: polling instead");
                }
                if self.leave_webhook(&stop).await != End::Stopped {
                    self.poll(&stop, None).await;
                }
            }
        }
        Ok(())
    }

    /// Learns the bot's own name, which its links are made of, and puts up the menu.
    async fn introduce(&self, stop: &CancellationToken) -> End {
        let name =
            self.insist(stop, "asking Telegram for the bot's name", || self.inner.client.get_me()).await;
        let Some(me) = name else { return End::Stopped };
        self.inner.board.change(|status| status.bot = me.username);
        // Without its menu the bot works as well; it is put up again at the next start.
        if let Err(error) = command::register(&self.inner.client).await {
            tracing::warn!(%error, "the menu of commands could not be put up");
        }
        End::TimeUp
    }

    /// By webhook as long as that works, by polling in between.
    async fn change_over(&self, url: &str, stop: &CancellationToken) {
        let first_pause = self.inner.options.retry_webhook;
        let mut rest = first_pause;
        loop {
            let began = Instant::now();
            match self.by_webhook(url, stop).await {
                Deliveries::Stopped => return,
                Deliveries::Failing(why) => {
                    tracing::warn!(reason = %why, "the webhook does not work: polling instead");
                    self.inner.board.change(|status| status.trouble = Some(why));
                }
            }
            // One that worked for long deserves a quick second chance.
            rest = if began.elapsed() > rest { first_pause } else { rest };
            if self.leave_webhook(stop).await == End::Stopped
                || self.poll(stop, Some(Instant::now() + rest)).await == End::Stopped
            {
                return;
            }
            rest = (rest * 2).min(LONGEST_PAUSE);
        }
    }

    /// Lets Telegram deliver, and looks now and then whether it can.
    async fn by_webhook(&self, url: &str, stop: &CancellationToken) -> Deliveries {
        let client = &self.inner.client;
        if let Err(error) = client.set_webhook(url, &self.inner.secret).await {
            return Deliveries::Failing(error.to_string());
        }
        self.inner.board.change(|status| status.inlet = Inlet::TryingWebhook);
        // An error from before our time says nothing about now; what counts is one that is new.
        let mut before = client.get_webhook_info().await.unwrap_or_default();
        let mut rest = self.inner.options.first_check;
        loop {
            if sleep(rest, stop).await == End::Stopped {
                return Deliveries::Stopped;
            }
            rest = self.inner.options.check;
            match client.get_webhook_info().await {
                Ok(info) => {
                    self.note_contact().await;
                    if let Some(why) = failing(&before, &info, url) {
                        return Deliveries::Failing(why);
                    }
                    if info.pending_update_count == 0 {
                        self.inner.board.change(|status| status.inlet = Inlet::Webhook);
                        self.note_caught_up().await;
                    }
                    before = info;
                }
                Err(CallError::Unauthorized) => {
                    return Deliveries::Failing(CallError::Unauthorized.to_string());
                }
                // Not our way in but our way out is closed; that is no reason to change.
                Err(error) => self.inner.board.change(|status| status.trouble = Some(error.to_string())),
            }
        }
    }

    async fn leave_webhook(&self, stop: &CancellationToken) -> End {
        let left = self.insist(stop, "leaving the webhook", || self.inner.client.delete_webhook()).await;
        if left.is_some() { End::TimeUp } else { End::Stopped }
    }

    /// Makes a call until it works; none when asked to stop before.
    async fn insist<T, W>(&self, stop: &CancellationToken, doing: &str, call: impl Fn() -> W) -> Option<T>
    where
        W: Future<Output = Result<T, CallError>>,
    {
        let mut failures = 0;
        loop {
            let error = match call().await {
                Ok(answer) => return Some(answer),
                Err(error) => error,
            };
            if failures == 0 {
                tracing::warn!(%error, doing, "Telegram does not answer as it should");
            }
            let rest = match error {
                CallError::Retry { after } => after,
                _ => pause(failures, self.app().outside().chance()),
            };
            self.inner.board.change(|status| status.trouble = Some(error.to_string()));
            failures += 1;
            if sleep(rest, stop).await == End::Stopped {
                return None;
            }
        }
    }
}

/// What speaks against the webhook, from two looks at it.
fn failing(before: &WebhookInfo, now: &WebhookInfo, url: &str) -> Option<String> {
    if now.url != url {
        return Some("the webhook was changed by somebody else".to_owned());
    }
    // A failure while nothing waits any more was overcome.
    let failed_again = now.last_error_date.is_some() && now.last_error_date != before.last_error_date;
    if failed_again && now.pending_update_count > 0 {
        return Some(now.last_error_message.clone().unwrap_or_else(|| "deliveries fail".to_owned()));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn info(pending: u64, last_error: Option<i64>) -> WebhookInfo {
        WebhookInfo {
            url: "https://duit.example.org/telegram/webhook".to_owned(),
            pending_update_count: pending,
            last_error_date: last_error,
            last_error_message: last_error.map(|_| "Connection timed out".to_owned()),
        }
    }

    #[test]
    fn only_a_new_failure_with_updates_waiting_speaks_against_it() {
        let url = "https://duit.example.org/telegram/webhook";
        let rows = [
            (info(0, None), info(0, None), None),
            (info(3, None), info(3, None), None),
            (info(0, Some(100)), info(2, Some(100)), None),
            (info(0, None), info(0, Some(100)), None),
            (info(0, None), info(2, Some(100)), Some("Connection timed out")),
            (info(2, Some(100)), info(2, Some(160)), Some("Connection timed out")),
        ];
        for (before, now, expected) in rows {
            assert_eq!(failing(&before, &now, url).as_deref(), expected);
        }
        assert!(failing(&info(0, None), &WebhookInfo::default(), url).is_some());
    }
}
