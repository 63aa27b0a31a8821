//! Questions asked after a button, whose answer is the person's next message. Kept in the store, so that a
//! restart between question and answer changes nothing.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::press::Target;
use crate::app::{About, App, Error};
use crate::ledger::Timestamp;
use crate::outside::later;

/// After this the next message is about something else.
const PATIENCE: Duration = Duration::from_mins(10);
const NAME: &str = "telegram-asks";
/// More open questions than a family can have; bounds what is kept.
const MOST: usize = 64;

/// What was asked of whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ask {
    pub(super) user: i64,
    pub(super) chat: i64,
    pub(super) target: Target,
    pub(super) what: What,
    pub(super) until: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum What {
    Amount,
    Day,
}

/// The form in which it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    user: i64,
    chat: i64,
    target: String,
    what: What,
    until_ms: i64,
}

impl Ask {
    /// Whether a reply to something may be the answer: only a reply to something else may not.
    pub(super) fn is_about(&self, about: &About) -> bool {
        *about == About::Nothing || *about == self.target.about()
    }

    fn keep(&self) -> Kept {
        let Self { user, chat, target, what, until } = *self;
        Kept { user, chat, target: target.to_string(), what, until_ms: until.as_millisecond() }
    }

    fn recall(kept: &Kept) -> Option<Self> {
        Some(Self {
            user: kept.user,
            chat: kept.chat,
            target: kept.target.parse().ok()?,
            what: kept.what,
            until: Timestamp::from_millisecond(kept.until_ms).ok()?,
        })
    }
}

/// All open questions. A cheap clone.
#[derive(Debug, Clone)]
pub(super) struct Asks {
    app: App,
    /// One change of the list at a time.
    turn: Arc<Mutex<()>>,
}

impl Asks {
    pub(super) fn new(app: App) -> Self {
        Self { app, turn: Arc::default() }
    }

    /// What this person was asked in this chat, if they may still answer.
    pub(super) fn pending(&self, user: i64, chat: i64, now: Timestamp) -> Result<Option<Ask>, Error> {
        Ok(self.open(now)?.into_iter().find(|ask| (ask.user, ask.chat) == (user, chat)))
    }

    /// Remembers a question, in place of an earlier one to the same person.
    pub(super) fn put(
        &self,
        user: i64,
        chat: i64,
        target: Target,
        what: What,
        now: Timestamp,
    ) -> Result<(), Error> {
        let ask = Ask { user, chat, target, what, until: later(now, PATIENCE) };
        self.change(now, |asks| {
            asks.retain(|open| (open.user, open.chat) != (user, chat));
            asks.push(ask);
        })
    }

    pub(super) fn settled(&self, ask: &Ask) -> Result<(), Error> {
        self.change(Timestamp::MIN, |asks| asks.retain(|open| open != ask))
    }

    fn change(&self, now: Timestamp, change: impl FnOnce(&mut Vec<Ask>)) -> Result<(), Error> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let mut asks = self.open(now)?;
        change(&mut asks);
        let from = asks.len().saturating_sub(MOST);
        let kept: Vec<Kept> = asks.iter().skip(from).map(Ask::keep).collect();
        let bytes = serde_json::to_vec(&kept).map_err(|error| Error::broken("keeping a question", error))?;
        self.app.memory().keep(NAME, bytes)
    }

    fn open(&self, now: Timestamp) -> Result<Vec<Ask>, Error> {
        let Some(bytes) = self.app.memory().recall(NAME)? else { return Ok(Vec::new()) };
        // What a later version wrote is of no use here, and losing a question costs one tap.
        let kept: Vec<Kept> = serde_json::from_slice(&bytes).unwrap_or_default();
        Ok(kept.iter().filter_map(Ask::recall).filter(|ask| now < ask.until).collect())
    }
}
