//! The outgoing messages of a door that must wait for others: what is due, what became of it.

use std::sync::Arc;

use tokio::sync::Notify;

use super::{About, App, Error, Keeper, Message};
use crate::ledger::{Channel, OutgoingId, Timestamp};
use crate::store::Linked;
use crate::store::{Outgoing, Pen};

/// The durable queue of messages to chats. In order within a chat; one chat's trouble is its own.
#[derive(Debug, Clone)]
pub struct Post {
    app: App,
}

/// A message that was given up, for the owner to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    pub id: OutgoingId,
    pub chat: i64,
    pub at: Timestamp,
    pub reason: String,
    pub attempts: u32,
}

/// A message whose turn it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub id: OutgoingId,
    pub chat: i64,
    pub is_group: bool,
    pub payload: Vec<u8>,
    /// How often it was tried before.
    pub attempts: u32,
}

impl App {
    pub fn post(&self) -> Post {
        Post { app: self.clone() }
    }
}

impl Keeper {
    /// The queue, to look into.
    pub fn post(&self) -> Post {
        self.app.post()
    }
}

impl Post {
    /// Rings whenever something was queued; wait on it between looks.
    pub fn bell(&self) -> Arc<Notify> {
        Arc::clone(&self.app.inner.bell)
    }

    /// The first message of each chat whose time has come, at most so many, the longest due first.
    pub fn due(&self, now: Timestamp, most: usize) -> Result<Vec<Due>, Error> {
        self.app.store().read(|look| {
            let due = look.outgoing_due(now, most)?;
            Ok(due.into_iter().map(Due::from).collect())
        })
    }

    /// When the next message may be tried, if any waits.
    pub fn next_due(&self) -> Result<Option<Timestamp>, Error> {
        self.app.store().read(|look| Ok(look.outgoing_next_due()?))
    }

    /// It arrived. A reply to, or a press on, that message in the chat is about what it told of.
    pub fn sent(&self, id: OutgoingId, message: Option<i64>) -> Result<(), Error> {
        self.app.store().write(move |pen| {
            let Some(outgoing) = pen.outgoing(id)? else { return Ok(()) };
            if let (Some(message), Some(linked)) = (message, linked(&outgoing)) {
                pen.put_linked(Channel::Telegram, outgoing.chat, message, &linked)?;
            }
            pen.delete_outgoing(id)?;
            Ok(())
        })
    }

    /// It did not arrive; it keeps its place in its chat and is tried again from then on.
    pub fn retry(&self, id: OutgoingId, not_before: Timestamp) -> Result<(), Error> {
        self.change(id, move |outgoing| {
            outgoing.attempts = outgoing.attempts.saturating_add(1);
            outgoing.not_before = not_before;
        })
    }

    /// It cannot arrive: kept for the owner to see, out of the way of what comes after.
    pub fn bury(&self, id: OutgoingId, reason: &str) -> Result<(), Error> {
        let (now, reason) = (self.app.outside().now(), reason.to_owned());
        self.change(id, move |outgoing| {
            outgoing.attempts = outgoing.attempts.saturating_add(1);
            outgoing.dead = Some((now, reason.clone()));
        })
    }

    /// The chat got another number (a group became a supergroup): what waits for the old one goes to the new.
    pub fn move_chat(&self, from: i64, to: i64) -> Result<(), Error> {
        self.app.store().write(move |pen| {
            for waiting in pen.outgoing_of_chat(from, usize::MAX)? {
                pen.delete_outgoing(waiting.id)?;
                pen.put_outgoing(&Outgoing { chat: to, ..waiting })?;
            }
            Ok(())
        })
    }

    pub fn dead(&self, most: usize) -> Result<Vec<DeadLetter>, Error> {
        self.app.store().read(|look| {
            let dead = look.dead_letters(most)?;
            Ok(dead.into_iter().filter_map(dead_letter).collect())
        })
    }

    /// How many messages wait, dead ones not counted; counts no further than `most`.
    pub fn waiting(&self, most: usize) -> Result<usize, Error> {
        self.app.store().read(|look| Ok(look.outgoing_count(most)?))
    }

    fn change(&self, id: OutgoingId, change: impl Fn(&mut Outgoing) + Send + 'static) -> Result<(), Error> {
        self.app.store().write(move |pen| {
            if let Some(mut outgoing) = pen.outgoing(id)? {
                change(&mut outgoing);
                pen.put_outgoing(&outgoing)?;
            }
            Ok(())
        })
    }
}

/// Queues a message in the transaction at hand.
pub(super) fn queue(app: &App, pen: &mut Pen<'_>, now: Timestamp, message: &Message) -> Result<(), Error> {
    let (links, draft) = match &message.about {
        About::Nothing => (Vec::new(), None),
        About::Transactions(ids) => (ids.clone(), None),
        About::Draft(id) => (Vec::new(), Some(*id)),
    };
    pen.put_outgoing(&Outgoing {
        id: app.new_outgoing_id(now),
        chat: message.chat,
        is_group: message.is_group,
        order: 0,
        payload: message.payload.clone(),
        attempts: 0,
        not_before: now,
        dead: None,
        created: now,
        links,
        draft,
    })?;
    Ok(())
}

/// What the message will be about once it has a place in its chat.
fn linked(outgoing: &Outgoing) -> Option<Linked> {
    match outgoing.draft {
        Some(id) => Some(Linked::Draft(id)),
        None if outgoing.links.is_empty() => None,
        None => Some(Linked::Transactions(outgoing.links.clone())),
    }
}

impl From<Outgoing> for Due {
    fn from(outgoing: Outgoing) -> Self {
        let Outgoing { id, chat, is_group, payload, attempts, .. } = outgoing;
        Self { id, chat, is_group, payload, attempts }
    }
}

fn dead_letter(outgoing: Outgoing) -> Option<DeadLetter> {
    let Outgoing { id, chat, attempts, dead, .. } = outgoing;
    dead.map(|(at, reason)| DeadLetter { id, chat, at, reason, attempts })
}
