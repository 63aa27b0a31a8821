//! Deleting for good: a whole household; what one member wrote in it is taken out by [`super::former`].
//!
//! Both are done a few rows at a time, so that nobody waits long for the pen, and begin again where they were cut off:
//! what is deleted already is not found any more. That something is to be deleted is a [`Farewell`], which stays until
//! all is done; what it came to is a [`Receipt`], which names nobody.

use std::ops::{AddAssign, ControlFlow};

use super::accounts::LinkCode;
use super::error::StoreError;
use super::facts::{in_household, of_account, places};
use super::key;
use super::lessons;
use super::look::Look;
use super::outgoing::Outgoing;
use super::pen::Pen;
use super::settings::Reply;
use super::source::Span;
use super::tables::Table;
use crate::ledger::{
    Act, Change, Channel, Fact, HouseholdId, Lesson, Member, MemberId, Timestamp, Transaction, TransactionId,
    WalletId,
};

/// Who is to be deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// With everything in it.
    Household(HouseholdId),
    /// A person, in every household that they are in: by the member that their sign-in is kept under.
    Account(MemberId),
}

/// Somebody, or a whole household, that is to be deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Farewell {
    pub leaving: Leaving,
    /// Where it was asked for, and by whom.
    pub household: HouseholdId,
    pub by: MemberId,
    pub asked: Timestamp,
    /// From then on it is done; until then it can be called off.
    pub due: Timestamp,
    /// Most of the SHA-256 of the code that opens the receipt.
    pub receipt: [u8; 16],
    /// When it was begun: then there is no way back.
    pub begun: Option<Timestamp>,
    /// When it was called off: it stays for a while, so that those who were told of it can be told so.
    pub called_off: Option<Timestamp>,
    /// What those whom it concerns were told last.
    pub told: Told,
    /// What was deleted so far.
    pub deleted: Deleted,
}

/// What those were told whom a deletion concerns. Ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Told {
    Nothing,
    /// That it was asked for.
    Asked,
    /// That it is near.
    Near,
}

/// How much was deleted, of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Deleted {
    pub members: u64,
    pub wallets: u64,
    /// Transactions; of a member, those whose words were erased.
    pub records: u64,
    pub pictures: u64,
    pub lessons: u64,
    pub drafts: u64,
    /// Messages that waited to be sent.
    pub messages: u64,
    /// Sessions, keys for programs, links and linked chats.
    pub keys: u64,
}

/// What a deletion came to. It names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Most of the SHA-256 of its code.
    pub id: [u8; 16],
    /// Of a whole household, or of one person.
    pub is_of_household: bool,
    pub asked: Timestamp,
    pub finished: Timestamp,
    pub deleted: Deleted,
}

impl AddAssign for Deleted {
    fn add_assign(&mut self, more: Self) {
        self.members += more.members;
        self.wallets += more.wallets;
        self.records += more.records;
        self.pictures += more.pictures;
        self.lessons += more.lessons;
        self.drafts += more.drafts;
        self.messages += more.messages;
        self.keys += more.keys;
    }
}

impl Leaving {
    pub(super) const fn key(self) -> [u8; 16] {
        match self {
            Self::Household(id) => id.to_bytes(),
            Self::Account(id) => id.to_bytes(),
        }
    }
}

/// Tables whose keys begin with a household, and which say nothing that is not said elsewhere.
const OF_HOUSEHOLD: &[Table] = &[
    Table::WalletsOfHousehold,
    Table::TransactionsByDay,
    Table::Secrets,
    Table::Voided,
    Table::Tags,
    Table::TransactionsByTag,
    Table::Categories,
    Table::Rates,
    Table::LessonsOfHousehold,
    Table::LessonsOfPhrase,
    Table::DayTotals,
    Table::MonthTotals,
    Table::DayTags,
    Table::MonthTags,
    Table::DayPhrases,
    Table::MonthPhrases,
    Table::PartsBySize,
    Table::PartsByDay,
    Table::Security,
    Table::Retention,
];

impl Look<'_> {
    pub fn farewell(&self, leaving: Leaving) -> Result<Option<Farewell>, StoreError> {
        self.fetch(Table::Farewells, &leaving.key())
    }

    /// All that are to come.
    pub fn farewells(&self) -> Result<Vec<Farewell>, StoreError> {
        self.records(Table::Farewells, &Span::all(), usize::MAX)
    }

    pub fn receipt(&self, id: &[u8; 16]) -> Result<Option<Receipt>, StoreError> {
        self.fetch(Table::Receipts, id)
    }

    /// The transactions that a member recorded in a household, in the bin too, and whose words were not erased yet.
    pub fn recorded_by(
        &self,
        household: HouseholdId,
        member: MemberId,
    ) -> Result<Vec<TransactionId>, StoreError> {
        let mut found = Vec::new();
        for table in [Table::TransactionsByDay, Table::Voided] {
            let span = Span::of(&household.to_bytes());
            self.scan(table, &span, &mut |key, _| {
                let id = key.last_chunk::<16>().copied().unwrap_or_default();
                let record: Transaction = self.fetch_indexed(Table::Transactions, &id)?;
                if record.member == member && record.erased.is_none() {
                    found.push(record.id);
                }
                Ok(ControlFlow::Continue(()))
            })?;
        }
        Ok(found)
    }
}

impl Pen<'_> {
    pub fn put_farewell(&mut self, farewell: &Farewell) -> Result<(), StoreError> {
        self.put(Table::Farewells, &farewell.leaving.key(), farewell)
    }

    /// Whether there was one.
    pub fn delete_farewell(&mut self, leaving: Leaving) -> Result<bool, StoreError> {
        self.delete(Table::Farewells, &leaving.key())
    }

    pub fn put_receipt(&mut self, receipt: &Receipt) -> Result<(), StoreError> {
        self.put(Table::Receipts, &receipt.id, receipt)
    }

    /// Closes a household: nobody is in it any more, and nothing reaches anybody for it. What it holds is then deleted
    /// by [`Pen::delete_some_of`]. One that is closed already stays so.
    pub fn close_household(&mut self, household: HouseholdId) -> Result<Deleted, StoreError> {
        self.whole(|pen| {
            let mut deleted = Deleted::default();
            for chat in pen.chats(household)? {
                deleted += pen.forget_chat(chat.chat)?;
            }
            for invitation in pen.invitations(household)? {
                deleted.keys += u64::from(pen.delete_invitation(invitation.id)?);
            }
            for member in pen.members(household)? {
                deleted += pen.shut_out(&member)?;
                pen.remove_member(&member)?;
                deleted.members += 1;
            }
            pen.delete(Table::Households, &household.to_bytes())?;
            Ok(deleted)
        })
    }

    /// Deletes about `limit` more rows of a closed household; `None` when nothing is left. Its changes keep their
    /// places in the journal, and say nothing any more.
    pub fn delete_some_of(
        &mut self,
        household: HouseholdId,
        limit: usize,
    ) -> Result<Option<Deleted>, StoreError> {
        self.whole(|pen| pen.delete_some(household, limit))
    }

    fn delete_some(&mut self, household: HouseholdId, limit: usize) -> Result<Option<Deleted>, StoreError> {
        let prefix = household.to_bytes();
        let seqs =
            self.gather(Table::ChangesOfHousehold, &Span::of(&prefix), limit, |key, _| key::pointed(key))?;
        if !seqs.is_empty() {
            let mut deleted = Deleted::default();
            for seq in seqs {
                deleted += self.silence(household, seq)?;
            }
            return Ok(Some(deleted));
        }
        for table in OF_HOUSEHOLD {
            if self.delete_span(*table, &prefix, limit)? > 0 {
                return Ok(Some(Deleted::default()));
            }
        }
        Ok(None)
    }

    /// Takes everything out of a change, and deletes what it was about.
    fn silence(&mut self, household: HouseholdId, seq: u64) -> Result<Deleted, StoreError> {
        let mut deleted = Deleted::default();
        let change: Change = self.fetch_indexed(Table::Changes, &seq.to_be_bytes())?;
        for fact in &change.facts {
            match fact {
                Fact::Transaction { before, after } => {
                    let sides = before.iter().chain(std::iter::once(after));
                    for id in sides.flat_map(|side| &side.particulars.attachments) {
                        deleted.pictures += u64::from(self.delete_attachment(*id)?);
                    }
                    self.delete(Table::ChangesOfTransaction, &key::pointing(after.id.to_bytes(), seq))?;
                    if let Some(held) = self.transaction(after.id)? {
                        for (table, key) in places(&held) {
                            self.delete(table, &key)?;
                        }
                        self.delete(Table::Transactions, &after.id.to_bytes())?;
                        deleted.records += 1;
                    }
                }
                Fact::Lesson { after, .. } => deleted.lessons += u64::from(self.delete_lesson(after)?),
                Fact::Wallet { after, .. } => deleted.wallets += u64::from(self.delete_wallet(after.id)?),
                Fact::Household { .. } | Fact::Member { .. } | Fact::Category { .. } | Fact::Rate { .. } => {}
            }
        }
        if let Act::Undo { seq: taken_back } = change.act {
            self.delete(Table::Undone, &taken_back.to_be_bytes())?;
        }
        let (member, channel, act) = (None, Channel::Box, Act::Erase);
        let silent = Change { seq, household, at: change.at, member, channel, act, facts: Vec::new() };
        self.put(Table::Changes, &seq.to_be_bytes(), &silent)?;
        self.delete(Table::ChangesOfHousehold, &key::pointing(household.to_bytes(), seq))?;
        Ok(deleted)
    }

    pub(super) fn delete_lesson(&mut self, lesson: &Lesson) -> Result<bool, StoreError> {
        for (table, key) in lessons::places(lesson) {
            self.delete(table, &key)?;
        }
        self.delete(Table::Lessons, &lesson.id.to_bytes())
    }

    fn delete_wallet(&mut self, id: WalletId) -> Result<bool, StoreError> {
        self.delete_span(Table::WalletMonths, &id.to_bytes(), usize::MAX)?;
        self.delete(Table::Balances, &id.to_bytes())?;
        self.delete(Table::Wallets, &id.to_bytes())
    }

    fn delete_span(&mut self, table: Table, prefix: &[u8], limit: usize) -> Result<usize, StoreError> {
        let keys = self.gather(table, &Span::of(prefix), limit, |key, _| Ok(key.to_vec()))?;
        for key in &keys {
            self.delete(table, key)?;
        }
        Ok(keys.len())
    }

    /// Everything by which a member comes in or is reached.
    pub fn shut_out(&mut self, member: &Member) -> Result<Deleted, StoreError> {
        let mut deleted = Deleted::default();
        for session in self.sessions(member.id)? {
            deleted.keys += u64::from(self.delete_session(&session.token_hash)?);
        }
        for token in self.tokens(member.id)? {
            deleted.keys += u64::from(self.delete_token(&token.hash)?);
        }
        for code in self.records::<LinkCode>(Table::LinkCodes, &Span::all(), usize::MAX)? {
            if code.member == member.id {
                deleted.keys += u64::from(self.delete_link_code(&code.code_hash)?);
            }
        }
        for chat in self.chats(member.household)? {
            if chat.member == member.id && chat.kind == super::ChatKind::Private {
                deleted += self.forget_chat(chat.chat)?;
            }
        }
        for invitation in self.invitations(member.household)?.iter().filter(|open| open.by == member.id) {
            deleted.keys += u64::from(self.delete_invitation(invitation.id)?);
        }
        self.delete_webhooks_of(member)?;
        deleted.keys += u64::try_from(self.delete_subscriptions_of(member.id)?).unwrap_or(u64::MAX);
        for draft in self.drafts(member.id)? {
            deleted.drafts += u64::from(self.delete_draft(draft.id)?);
        }
        for reply in self.records::<Reply>(Table::Replies, &Span::of(&member.id.to_bytes()), usize::MAX)? {
            self.delete_reply(member.id, &reply.key_hash)?;
        }
        let others = self.memberships(member.account)?;
        if others.iter().all(|other| other.id == member.id || other.removed.is_some()) {
            self.delete_credential(member.account)?;
            deleted.keys += u64::try_from(self.delete_passkeys(member.account)?).unwrap_or(u64::MAX);
        }
        Ok(deleted)
    }

    /// A chat, what waits for it, and what its messages were about.
    /// Ends a chat, with what waits to be sent there and what its messages are about.
    pub fn forget_chat(&mut self, chat: i64) -> Result<Deleted, StoreError> {
        let mut deleted = Deleted::default();
        for message in self.records::<Outgoing>(Table::Outgoing, &Span::all(), usize::MAX)? {
            if message.chat == chat {
                deleted.messages += u64::from(self.delete_outgoing(message.id)?);
            }
        }
        let messages = [&[key::channel(Channel::Telegram)][..], &key::chat(chat)].concat();
        self.delete_span(Table::Linked, &messages, usize::MAX)?;
        deleted.keys += u64::from(self.delete_chat(chat)?);
        Ok(deleted)
    }

    fn remove_member(&mut self, member: &Member) -> Result<(), StoreError> {
        let name = key::folded(&member.name);
        let others = self.memberships(member.account)?;
        let same = |other: &&Member| {
            other.id != member.id && other.removed.is_none() && key::folded(&other.name) == name
        };
        if member.removed.is_none() && !others.iter().any(|other| same(&other)) {
            self.delete(Table::MemberNames, &name)?;
        }
        self.delete(Table::MembersOfAccount, &of_account(member))?;
        self.delete(Table::MembersOfHousehold, &in_household(member.household, member.id.to_bytes()))?;
        self.delete(Table::Members, &member.id.to_bytes())?;
        Ok(())
    }
}
