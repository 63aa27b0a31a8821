//! What travels with a call into its write transaction: "handle this once" and "tell them afterwards".
//!
//! A door must not answer for something that is not durable, nor lose an answer to something that is. So the
//! mark that an update was handled, the effect, and the messages about it are one transaction.

use std::fmt;
use std::sync::Arc;

use super::outcome::Recorded;
use super::password::fingerprint;
use super::seen::see_draft;
use super::{Acting, Error, Outcome, post};
use crate::ledger::{DraftId, TransactionId};
use crate::outside::later;
use crate::store::{Look, Pen, Reply};

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
    /// A key the caller chose, with which a repeated call is recognised.
    Key(String),
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
const TELEGRAM: u8 = 1;

/// How long a handled update or key is remembered: far beyond any retry.
const REMEMBERED: std::time::Duration = std::time::Duration::from_hours(30 * 24);

impl Errand {
    /// What the same call came to when it was handled before. A key gives its first outcome again; an update
    /// was answered then and is only known as a repetition.
    pub(super) fn earlier(&self, look: &Look<'_>, acting: &Acting) -> Result<Option<Outcome>, Error> {
        match &self.once {
            None => Ok(None),
            Some(Once::Update(id)) => Ok(look.update_seen(TELEGRAM, *id)?.then_some(Outcome::Repeated)),
            Some(Once::Key(key)) => {
                let reply = look.reply(acting.member().id, &fingerprint(key))?;
                reply.map(|reply| Kept::decode(&reply.outcome).outcome(look, acting)).transpose()
            }
        }
    }

    /// Marks the call as handled and queues its messages.
    pub(super) fn finish(&self, pen: &mut Pen<'_>, acting: &Acting, outcome: &Outcome) -> Result<(), Error> {
        let now = acting.now();
        let expires = later(now, REMEMBERED);
        match &self.once {
            None => {}
            Some(Once::Update(id)) => {
                pen.mark_update(TELEGRAM, *id, expires)?;
            }
            Some(Once::Key(key)) => {
                pen.put_reply(&Reply {
                    member: acting.member().id,
                    key_hash: fingerprint(key),
                    outcome: Kept::of(outcome).encode(),
                    expires,
                })?;
            }
        }
        if let Some(tell) = &self.tell {
            for message in tell(outcome) {
                post::queue(&acting.app, pen, now, &message)?;
            }
        }
        Ok(())
    }
}

/// What is remembered of a call with a key: enough to find its outcome again, none of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    Recorded(u64),
    Drafted(DraftId),
    Other,
}

impl Kept {
    fn of(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Recorded(recorded) => Self::Recorded(recorded.change),
            Outcome::Drafted(seen) => Self::Drafted(seen.draft.id),
            _ => Self::Other,
        }
    }

    fn encode(self) -> Vec<u8> {
        match self {
            Self::Recorded(seq) => [&[1_u8][..], &seq.to_be_bytes()].concat(),
            Self::Drafted(id) => [&[2_u8][..], &id.to_bytes()].concat(),
            Self::Other => vec![0],
        }
    }

    fn decode(bytes: &[u8]) -> Self {
        match bytes.split_first() {
            Some((1, seq)) => {
                seq.try_into().map_or(Self::Other, |seq| Self::Recorded(u64::from_be_bytes(seq)))
            }
            Some((2, id)) => id.try_into().map_or(Self::Other, |id| Self::Drafted(DraftId::from_bytes(id))),
            _ => Self::Other,
        }
    }

    fn outcome(self, look: &Look<'_>, acting: &Acting) -> Result<Outcome, Error> {
        match self {
            Self::Recorded(seq) => {
                let ids = look.change(seq)?.map(|change| change.transactions()).unwrap_or_default();
                let mut transactions = Vec::new();
                for id in ids {
                    // What was hidden from them since is left out.
                    transactions.extend(look.transaction(id)?.filter(|found| acting.sight.shows(found)));
                }
                let transactions = acting.see(look, transactions)?;
                Ok(Outcome::Recorded(Recorded {
                    change: seq,
                    transactions,
                    new_wallets: Vec::new(),
                    draft: None,
                    learned: Vec::new(),
                }))
            }
            Self::Drafted(id) => match look.draft(id)? {
                Some(draft) => Ok(Outcome::Drafted(see_draft(look, draft)?)),
                None => Ok(Outcome::Repeated),
            },
            Self::Other => Ok(Outcome::Repeated),
        }
    }
}
