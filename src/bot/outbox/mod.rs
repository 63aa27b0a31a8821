//! Takes messages from the durable queue to their chats: in order within a chat, within Telegram's limits,
//! again after trouble, and set aside when they can never arrive.
//!
//! A message leaves the queue only after Telegram took it. A crash in between sends it a second time: twice
//! is a nuisance, never is a lost answer.

mod pace;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

pub use pace::Limits;
use pace::Pace;

use super::client::{CallError, Client, EditMessage, ReplyTo, SendMessage};
use super::letter::Letter;
use crate::app::{App, Due, Error};
use crate::outside::later;
use crate::tasks::blocking;

/// How many chats are looked at in one round.
const ROUND: usize = 64;
/// The first pause after a failure; it doubles with every further one.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_mins(10);
/// How long a reply waits for the note of what it is about.
const SETTLING: Duration = Duration::from_secs(2);
/// A look at the queue without being called: a safety net, not the way messages are noticed.
const IDLE_LOOK: Duration = Duration::from_secs(30);

/// The worker that empties the queue.
#[derive(Debug, Clone)]
pub(super) struct Outbox {
    app: App,
    client: Client,
    limits: Limits,
    under_way: UnderWay,
}

/// The chats a message is on its way to: told to Telegram perhaps, and not yet noted as sent.
#[derive(Debug, Clone, Default)]
pub(super) struct UnderWay(Arc<watch::Sender<BTreeSet<i64>>>);

impl UnderWay {
    /// Waits until what is known of a chat's messages is complete. Whoever replies to a message at once may
    /// be quicker than the note of what it was about.
    pub(super) async fn settled(&self, chat: i64) {
        let mut chats = self.0.subscribe();
        let settled = chats.wait_for(|chats| !chats.contains(&chat));
        let _ = tokio::time::timeout(SETTLING, settled).await;
    }

    fn has(&self, chat: i64) -> bool {
        self.0.borrow().contains(&chat)
    }

    fn begin(&self, chat: i64) {
        self.0.send_modify(|chats| _ = chats.insert(chat));
    }

    fn end(&self, chat: i64) {
        self.0.send_modify(|chats| _ = chats.remove(&chat));
    }
}

/// What became of one try.
enum Fate {
    Arrived { message: Option<i64> },
    Later { after: Duration },
    Never { why: String },
    Moved { to: i64 },
}

impl Outbox {
    pub(super) const fn new(app: App, client: Client, limits: Limits, under_way: UnderWay) -> Self {
        Self { app, client, limits, under_way }
    }

    /// Runs until asked to stop; what is under way then is finished first.
    pub(super) async fn run(&self, stop: CancellationToken) -> Result<(), Error> {
        let bell = self.app.post().bell();
        let mut pace = Pace::new(self.limits);
        let mut deliveries = FuturesUnordered::new();
        // A worker before this one may have ended in the middle of something.
        self.under_way.0.send_replace(BTreeSet::new());
        // Chats whose limit, not whose message, says when they are next.
        let mut resting: BTreeMap<i64, Instant> = BTreeMap::new();
        while !stop.is_cancelled() {
            let rung = bell.notified();
            let now = Instant::now();
            resting.retain(|_, until| *until > now);
            for due in self.due().await? {
                if self.under_way.has(due.chat) {
                    continue;
                }
                let ready = pace.ready_at(due.chat, due.is_group, now);
                if ready > now {
                    resting.insert(due.chat, ready);
                    continue;
                }
                pace.sent(due.chat, now);
                self.under_way.begin(due.chat);
                deliveries.push(self.deliver(due));
            }
            let wait = self.next_look(&resting, !deliveries.is_empty()).await?;
            tokio::select! {
                Some(done) = deliveries.next() => done?,
                () = rung => {}
                () = tokio::time::sleep(wait) => {}
                () = stop.cancelled() => {}
            }
        }
        while let Some(done) = deliveries.next().await {
            done?;
        }
        Ok(())
    }

    async fn due(&self) -> Result<Vec<Due>, Error> {
        let app = self.app.clone();
        blocking(move || app.post().due(app.outside().now(), ROUND)).await
    }

    /// How long nothing can become possible.
    async fn next_look(&self, resting: &BTreeMap<i64, Instant>, is_busy: bool) -> Result<Duration, Error> {
        let rest = resting.values().min().map(|until| until.saturating_duration_since(Instant::now()));
        if let Some(rest) = rest {
            return Ok(rest.min(IDLE_LOOK));
        }
        if is_busy {
            // The end of a delivery wakes us.
            return Ok(IDLE_LOOK);
        }
        let app = self.app.clone();
        let next = blocking(move || app.post().next_due()).await?;
        let now = self.app.outside().now();
        let wait = next.map(|next| Duration::try_from(next.duration_since(now)).unwrap_or(Duration::ZERO));
        // Never a busy loop, however the clock jumps.
        Ok(wait.unwrap_or(IDLE_LOOK).clamp(Duration::from_millis(20), IDLE_LOOK))
    }

    /// One try of one message, and what follows from it in the queue.
    async fn deliver(&self, due: Due) -> Result<(), Error> {
        let fate = match Letter::from_bytes(&due.payload) {
            Ok(letter) => self.try_once(&due, &letter).await,
            Err(unreadable) => Fate::Never { why: unreadable.to_string() },
        };
        let (app, chat) = (self.app.clone(), due.chat);
        let done = blocking(move || {
            let post = app.post();
            match fate {
                Fate::Arrived { message } => post.sent(due.id, message),
                Fate::Later { after } => post.retry(due.id, later(app.outside().now(), after)),
                Fate::Never { why } => {
                    tracing::warn!(outgoing.id = %due.id, reason = %why, "a message to a chat was given up");
                    post.bury(due.id, &why)
                }
                Fate::Moved { to } => post.move_chat(due.chat, to),
            }
        })
        .await;
        self.under_way.end(chat);
        done
    }

    async fn try_once(&self, due: &Due, letter: &Letter) -> Fate {
        let end = match letter {
            Letter::Send { html, keyboard, reply_to, quiet } => {
                let message = SendMessage {
                    chat_id: due.chat,
                    text: html,
                    parse_mode: "HTML",
                    reply_markup: (!keyboard.inline_keyboard.is_empty()).then_some(keyboard),
                    reply_parameters: reply_to
                        .map(|message_id| ReplyTo { message_id, allow_sending_without_reply: true }),
                    disable_notification: *quiet,
                };
                self.client.send_message(&message).await.map(|sent| Some(sent.message_id))
            }
            Letter::Edit { message, html, keyboard } => {
                let edit = EditMessage {
                    chat_id: due.chat,
                    message_id: *message,
                    text: html,
                    parse_mode: "HTML",
                    reply_markup: Some(keyboard),
                };
                self.client.edit_message(&edit).await.map(|()| Some(*message))
            }
            Letter::Buttons { message, keyboard } => {
                self.client.edit_keyboard(due.chat, *message, keyboard).await.map(|()| Some(*message))
            }
        };
        match end {
            Ok(message) => Fate::Arrived { message },
            Err(CallError::Retry { after }) => Fate::Later { after },
            Err(CallError::Migrated { to }) => Fate::Moved { to },
            // A message that is gone needs no other text.
            Err(CallError::Rejected(why)) if !matches!(letter, Letter::Send { .. }) && is_gone(&why) => {
                Fate::Arrived { message: None }
            }
            Err(CallError::Rejected(why) | CallError::Blocked(why)) => Fate::Never { why },
            Err(trouble) => {
                let after = pause(due.attempts, self.app.outside().chance());
                tracing::debug!(outgoing.id = %due.id, error = %trouble, "a message to a chat waits for another try");
                Fate::Later { after }
            }
        }
    }
}

fn is_gone(why: &str) -> bool {
    let why = why.to_ascii_lowercase();
    why.contains("message to edit not found") || why.contains("message can't be edited")
}

/// Twice as long after each failure, up to the longest, and up to a quarter longer by chance: many messages
/// that failed together shall not come back together.
pub(super) fn pause(attempts: u32, chance: [u8; 1]) -> Duration {
    let doubled = FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(attempts.min(16)));
    let pause = doubled.min(LONGEST_PAUSE);
    pause + pause * u32::from(chance[0]) / 1024
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest_with_a_little_chance() {
        assert_eq!(pause(0, [0]), Duration::from_secs(1));
        assert_eq!(pause(3, [0]), Duration::from_secs(8));
        assert_eq!(pause(40, [0]), LONGEST_PAUSE);
        let most = pause(3, [255]);
        assert!(most > Duration::from_secs(9) && most < Duration::from_secs(10), "{most:?}");
    }
}
