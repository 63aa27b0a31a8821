//! Chats that belong to the family, what their messages are about, and which updates were handled.

use super::accounts::{LinkCode, LinkPurpose};
use super::error::{StoreError, Unreadable};
use super::expiry::Expiring;
use super::key;
use super::look::Look;
use super::pen::Pen;
use super::record::Record;
use super::source::Span;
use super::tables::Table;
use crate::ledger::{Channel, DraftId, HouseholdId, Member, MemberId, Timestamp, TransactionId};

/// A chat that was linked to the household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chat {
    /// The chat's id on its channel; negative for groups.
    pub chat: i64,
    pub household: HouseholdId,
    /// Whose private chat it is; for a group, who linked it.
    pub member: MemberId,
    pub kind: ChatKind,
    pub linked: Timestamp,
    /// What Telegram called the account when it was linked; at most [`Chat::MAX_NAME`] characters.
    pub name: Option<String>,
}

impl Chat {
    pub const MAX_NAME: usize = 40;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChatKind {
    Private,
    Group,
}

/// What a message in a chat is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Linked {
    Transactions(Vec<TransactionId>),
    Draft(DraftId),
}

/// An update whose effect is in the store, until it may be forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) until: Timestamp,
}

impl Record for Seen {
    type Form = i128;

    fn form(&self) -> i128 {
        super::record::moment_form(self.until)
    }

    fn restore(form: i128) -> Result<Self, Unreadable> {
        Ok(Self { until: super::record::moment(form)? })
    }
}

impl Look<'_> {
    pub fn chat(&self, chat: i64) -> Result<Option<Chat>, StoreError> {
        self.fetch(Table::Chats, &key::chat(chat))
    }

    /// The chats of a household, groups first.
    pub fn chats(&self, household: HouseholdId) -> Result<Vec<Chat>, StoreError> {
        let span = Span::of(&household.to_bytes());
        let chats = self.gather(Table::ChatsOfHousehold, &span, usize::MAX, |key, _| {
            let mut parts = key::Parts::of(key, 24)?;
            parts.take::<16>()?;
            parts.take::<8>()
        })?;
        chats.iter().map(|chat| self.fetch_indexed(Table::Chats, chat)).collect()
    }

    /// What a message is about; `None` for a message the box knows nothing of.
    pub fn linked(&self, channel: Channel, chat: i64, message: i64) -> Result<Option<Linked>, StoreError> {
        self.fetch(Table::Linked, &message_key(channel, chat, message))
    }

    /// Whether the effect of this update is already in the store. `source` tells apart senders that number their
    /// updates by themselves.
    pub fn update_seen(&self, source: u8, update: u64) -> Result<bool, StoreError> {
        Ok(self.bytes(Table::SeenUpdates, &update_key(source, update))?.is_some())
    }
}

impl Pen<'_> {
    /// Links a chat, in place of whatever it was linked to.
    pub fn put_chat(&mut self, chat: &Chat) -> Result<(), StoreError> {
        self.delete_chat(chat.chat)?;
        self.put(Table::Chats, &key::chat(chat.chat), chat)?;
        self.list(Table::ChatsOfHousehold, &of_household(chat))
    }

    /// Ends every account that speaks for a member, and the codes by which another one would. Gives how many accounts
    /// there were.
    pub fn unlink(&mut self, member: &Member) -> Result<usize, StoreError> {
        for code in self.records::<LinkCode>(Table::LinkCodes, &Span::all(), usize::MAX)? {
            if code.member == member.id && code.purpose == LinkPurpose::Chat {
                self.delete_link_code(&code.code_hash)?;
            }
        }
        let mut ended = 0;
        for chat in self.chats(member.household)? {
            if chat.member == member.id && chat.kind == ChatKind::Private {
                self.forget_chat(chat.chat)?;
                ended += 1;
            }
        }
        Ok(ended)
    }

    /// Whether there was one.
    pub fn delete_chat(&mut self, chat: i64) -> Result<bool, StoreError> {
        let Some(held) = self.chat(chat)? else { return Ok(false) };
        self.delete(Table::ChatsOfHousehold, &of_household(&held))?;
        self.delete(Table::Chats, &key::chat(chat))
    }

    /// Notes what a message is about, in place of what was noted.
    pub fn put_linked(
        &mut self,
        channel: Channel,
        chat: i64,
        message: i64,
        linked: &Linked,
    ) -> Result<(), StoreError> {
        self.put(Table::Linked, &message_key(channel, chat, message), linked)
    }

    /// Whether there was one.
    pub fn delete_linked(&mut self, channel: Channel, chat: i64, message: i64) -> Result<bool, StoreError> {
        self.delete(Table::Linked, &message_key(channel, chat, message))
    }

    /// Notes that an update is handled by this very write; `false` when it already was, and nothing must be done.
    /// It may be forgotten after `until`.
    pub fn mark_update(&mut self, source: u8, update: u64, until: Timestamp) -> Result<bool, StoreError> {
        if self.update_seen(source, update)? {
            return Ok(false);
        }
        let key = update_key(source, update);
        self.put(Table::SeenUpdates, &key, &Seen { until })?;
        self.forget_after(until, Expiring::Update, &key)?;
        Ok(true)
    }
}

impl Pen<'_> {
    /// Forgets which updates of a sender were handled: from now on another one numbers them.
    pub fn forget_updates(&mut self, source: u8) -> Result<(), StoreError> {
        let seen = self.gather(Table::SeenUpdates, &Span::of(&[source]), usize::MAX, |key, _| {
            <[u8; 9]>::try_from(key).map_err(|_| Unreadable("the key has another width"))
        })?;
        for key in seen {
            if let Some(Seen { until }) = self.fetch(Table::SeenUpdates, &key)? {
                self.keep_no_longer(until, Expiring::Update, &key)?;
            }
            self.delete(Table::SeenUpdates, &key)?;
        }
        Ok(())
    }
}

pub(super) fn of_household(chat: &Chat) -> [u8; 24] {
    key::join(&[&chat.household.to_bytes(), &key::chat(chat.chat)])
}

fn message_key(channel: Channel, chat: i64, message: i64) -> [u8; 17] {
    key::join(&[&[key::channel(channel)], &key::chat(chat), &key::chat(message)])
}

fn update_key(source: u8, update: u64) -> [u8; 9] {
    key::join(&[&[source], &update.to_be_bytes()])
}
