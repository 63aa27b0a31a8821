//! What travels with a call into its write transaction: "handle this once" and "tell them afterwards".
//!
//! A door must not answer for something that is not durable, nor lose an answer to something that is. So the
//! mark that an update was handled, the effect, and the messages about it are one transaction.

use std::fmt;
use std::sync::Arc;

use super::repeat::Call;
use super::{Acting, Error, Outcome, post};
use crate::ledger::{DraftId, TransactionId};
use crate::outside::later;
use crate::store::{Look, Pen};

/// Goes along with one call.
#[derive(Clone, Default)]
pub struct Errand {
    once: Option<Once>,
    tell: Option<Arc<Tell>>,
}

type Tell = dyn Fn(&Outcome) -> Vec<Message> + Send + Sync;

impl fmt::Debug for Errand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Errand").field("once", &self.once).finish_non_exhaustive()
    }
}

/// What makes two calls the same call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Once {
    /// A Telegram update, by its number.
    Update(u64),
    /// A call to which its caller gave a key.
    Call(Call),
}

/// A message to a chat, to be queued with the effect it tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub chat: i64,
    pub is_group: bool,
    /// The door's own bytes; nobody else reads them.
    pub payload: Vec<u8>,
    /// What a reply to this message will be about.
    pub about: About,
}

/// What a message in a chat stands for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum About {
    #[default]
    Nothing,
    Transactions(Vec<TransactionId>),
    Draft(DraftId),
}

impl Errand {
    #[must_use]
    pub fn once(mut self, once: Once) -> Self {
        self.once = Some(once);
        self
    }

    /// The messages to queue, made from the outcome inside the transaction. May be called more than once.
    #[must_use]
    pub fn tell(mut self, tell: impl Fn(&Outcome) -> Vec<Message> + Send + Sync + 'static) -> Self {
        self.tell = Some(Arc::new(tell));
        self
    }
}

/// The sender of updates that number theirs by themselves.
pub(super) const TELEGRAM: u8 = 1;

/// How long a handled update is remembered: far beyond any retry.
const REMEMBERED: std::time::Duration = std::time::Duration::from_hours(30 * 24);

impl Errand {
    /// What the same update came to when it was handled before: it was answered then and is only known as a
    /// repetition. A call with a key that was done before is [`Error::Repeated`].
    pub(super) fn earlier(&self, look: &Look<'_>, acting: &Acting) -> Result<Option<Outcome>, Error> {
        self.must_be_new(look, acting)?;
        match &self.once {
            Some(Once::Update(id)) => Ok(look.update_seen(TELEGRAM, *id)?.then_some(Outcome::Repeated)),
            Some(Once::Call(_)) | None => Ok(None),
        }
    }

    /// Refuses a call with a key that was done before.
    pub(super) fn must_be_new(&self, look: &Look<'_>, acting: &Acting) -> Result<(), Error> {
        match &self.once {
            Some(Once::Call(call)) => acting.must_be_new(look, call),
            Some(Once::Update(_)) | None => Ok(()),
        }
    }

    /// Marks the call as handled.
    pub(super) fn mark(&self, pen: &mut Pen<'_>, acting: &Acting) -> Result<(), Error> {
        match &self.once {
            None => Ok(()),
            Some(Once::Update(id)) => {
                pen.mark_update(TELEGRAM, *id, later(acting.now(), REMEMBERED))?;
                Ok(())
            }
            Some(Once::Call(call)) => acting.mark(pen, call),
        }
    }

    /// Marks the call as handled and queues its messages.
    pub(super) fn finish(&self, pen: &mut Pen<'_>, acting: &Acting, outcome: &Outcome) -> Result<(), Error> {
        self.mark(pen, acting)?;
        if let Some(tell) = &self.tell {
            for message in tell(outcome) {
                post::queue(&acting.app, pen, acting.now(), &message)?;
            }
        }
        Ok(())
    }
}
