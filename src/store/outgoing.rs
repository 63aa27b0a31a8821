//! The outgoing queue: messages that must reach a chat, in order, however long the way there is closed.

use super::error::{StoreError, Unreadable};
use super::key;
use super::look::Look;
use super::pen::Pen;
use super::source::Span;
use super::tables::Table;
use crate::ledger::{DraftId, OutgoingId, Timestamp, TransactionId};

/// A message waiting to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    pub id: OutgoingId,
    pub chat: i64,
    pub is_group: bool,
    /// Position in the queue; messages of a chat are sent in this order. The pen gives it when the message is
    /// first put; 0 until then.
    pub order: u64,
    /// What to send, in the sender's own bytes; the store does not look inside.
    pub payload: Vec<u8>,
    /// How often sending has failed.
    pub attempts: u32,
    /// Not to be sent, nor anything behind it in the chat, before this moment.
    pub not_before: Timestamp,
    /// When it was given up and why. A dead message stays to be seen, and holds up nothing.
    pub dead: Option<(Timestamp, String)>,
    pub created: Timestamp,
    /// What the message will be about, once it is sent and has an id.
    pub links: Vec<TransactionId>,
    pub draft: Option<DraftId>,
}

impl Look<'_> {
    pub fn outgoing(&self, id: OutgoingId) -> Result<Option<Outgoing>, StoreError> {
        self.fetch(Table::Outgoing, &id.to_bytes())
    }

    /// The first message of each chat whose first message may be sent at `now`: at most `limit`, the longest due
    /// first. What waits behind a message that is not yet due is not due either.
    pub fn outgoing_due(&self, now: Timestamp, limit: usize) -> Result<Vec<Outgoing>, StoreError> {
        let chats = self.due_keys(Table::OutgoingDue, now, limit)?;
        let mut due = Vec::with_capacity(chats.len());
        for chat in chats {
            due.extend(self.outgoing_of_chat(key::chat_of(chat), 1)?);
        }
        Ok(due)
    }

    /// When the next message is due: how long a sender may sleep. `None` when nothing waits.
    pub fn outgoing_next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        self.next_due(Table::OutgoingDue)
    }

    /// The first messages waiting for a chat, in order. Not the dead.
    pub fn outgoing_of_chat(&self, chat: i64, limit: usize) -> Result<Vec<Outgoing>, StoreError> {
        let span = Span::of(&key::chat(chat));
        let ids = self.gather(Table::OutgoingOfChat, &span, limit, |_, value| {
            <[u8; 16]>::try_from(value).map_err(|_| Unreadable("not an id"))
        })?;
        ids.iter().map(|id| self.fetch_indexed(Table::Outgoing, id)).collect()
    }

    /// How many messages wait, in all chats; counts no further than `most`.
    pub fn outgoing_count(&self, most: usize) -> Result<usize, StoreError> {
        Ok(self.gather(Table::OutgoingOfChat, &Span::all(), most, |_, _| Ok(()))?.len())
    }

    /// Messages that were given up, newest first.
    pub fn dead_letters(&self, limit: usize) -> Result<Vec<Outgoing>, StoreError> {
        let ids = self.listed_ids(Table::OutgoingDead, &Span::all().backwards(), limit)?;
        ids.iter().map(|id| self.fetch_indexed(Table::Outgoing, id)).collect()
    }

    fn head_due(&self, chat: i64) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.outgoing_of_chat(chat, 1)?.first().map(|first| first.not_before))
    }
}

impl Pen<'_> {
    /// Puts a message at the end of its chat's queue, or replaces the one of the same id where it stands; a dead one
    /// leaves the queue. Gives it as it was stored, with its place.
    pub fn put_outgoing(&mut self, message: &Outgoing) -> Result<Outgoing, StoreError> {
        let held = self.outgoing(message.id)?;
        let order = match held.as_ref().map_or(message.order, |held| held.order) {
            0 => self.next_place()?,
            order => order,
        };
        if let Some(held) = held {
            self.take_from_queue(&held)?;
        }
        let message = Outgoing { order, ..message.clone() };
        self.put(Table::Outgoing, &message.id.to_bytes(), &message)?;
        if message.dead.is_some() {
            self.list(Table::OutgoingDead, &message.id.to_bytes())?;
        } else {
            self.put_bytes(Table::OutgoingOfChat, &in_chat(&message), &message.id.to_bytes())?;
        }
        self.note_head(message.chat)?;
        Ok(message)
    }

    /// Whether there was one: a message is deleted by whoever has sent it.
    pub fn delete_outgoing(&mut self, id: OutgoingId) -> Result<bool, StoreError> {
        let Some(held) = self.outgoing(id)? else { return Ok(false) };
        self.take_from_queue(&held)?;
        self.note_head(held.chat)?;
        self.delete(Table::Outgoing, &id.to_bytes())
    }

    fn take_from_queue(&mut self, held: &Outgoing) -> Result<(), StoreError> {
        if held.dead.is_some() {
            self.delete(Table::OutgoingDead, &held.id.to_bytes())?;
        } else {
            self.delete(Table::OutgoingOfChat, &in_chat(held))?;
            self.forget_head(held.chat)?;
        }
        Ok(())
    }

    fn forget_head(&mut self, chat: i64) -> Result<(), StoreError> {
        let chat_key = key::chat(chat);
        if let Some(due) = self.bytes(Table::OutgoingHeads, &chat_key)? {
            self.delete(Table::OutgoingDue, &key::join::<16>(&[&due, &chat_key]))?;
            self.delete(Table::OutgoingHeads, &chat_key)?;
        }
        Ok(())
    }

    /// Makes the chat's place in the order of due times that of its first message.
    fn note_head(&mut self, chat: i64) -> Result<(), StoreError> {
        self.forget_head(chat)?;
        if let Some(due) = self.head_due(chat)? {
            let (chat, due) = (key::chat(chat), key::moment(due));
            self.put_bytes(Table::OutgoingHeads, &chat, &due)?;
            self.list(Table::OutgoingDue, &key::join::<16>(&[&due, &chat]))?;
        }
        Ok(())
    }

    fn next_place(&mut self) -> Result<u64, StoreError> {
        let place = self.meta(super::meta::PLACE)? + 1;
        self.put_meta(super::meta::PLACE, place)?;
        Ok(place)
    }
}

pub(super) fn in_chat(message: &Outgoing) -> [u8; 16] {
    key::join(&[&key::chat(message.chat), &message.order.to_be_bytes()])
}
