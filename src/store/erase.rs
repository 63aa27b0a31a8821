//! Erasing for good what people wrote about transactions, in every form in which the store keeps it.
//!
//! That a transaction existed, what it did to balances and totals, when and by whom it was changed, stays, so that every
//! sum and the whole journal remain what they were. The words go: from the record, from every fact of the journal, from
//! pictures, from drafts it came of and from messages about it that wait or were given up. What a page of the file held
//! before stays readable on the disk until the page is used again or the file is written anew.

use std::collections::{BTreeMap, BTreeSet};

use super::error::StoreError;
use super::facts::NewChange;
use super::key;
use super::outgoing::Outgoing;
use super::pen::Pen;
use super::source::Span;
use super::tables::Table;
use crate::ledger::{
    Act, AttachmentId, Change, Channel, DraftId, Fact, HouseholdId, Timestamp, Transaction, TransactionId,
};

/// What is taken out of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strip {
    /// Everything that people wrote, and the pictures. Nothing can be changed of it afterwards.
    Words,
    /// The message that it was understood from.
    Message,
    Pictures,
}

impl Strip {
    fn of(self, record: &Transaction) -> Transaction {
        let mut bare = record.clone();
        match self {
            Self::Words => bare = record.without_words(),
            Self::Message => bare.source.text = None,
            Self::Pictures => bare.particulars.attachments.clear(),
        }
        bare
    }

    fn is_due(self, record: &Transaction) -> bool {
        record.erased.is_none()
            && match self {
                Self::Words => true,
                Self::Message => record.source.text.is_some(),
                Self::Pictures => !record.particulars.attachments.is_empty(),
            }
    }
}

impl Pen<'_> {
    /// Erases what people wrote about these transactions, live ones too, and notes in the journal that the box did so.
    /// Gives how many there were to erase: one that is erased already, or that never was, is none.
    pub fn erase_transactions(&mut self, ids: &[TransactionId], at: Timestamp) -> Result<usize, StoreError> {
        self.strip_transactions(ids, Strip::Words, at)
    }

    /// Takes out a part of these transactions, out of their history too, and notes in the journal that the box did so.
    /// Gives how many had it.
    pub fn strip_transactions(
        &mut self,
        ids: &[TransactionId],
        strip: Strip,
        at: Timestamp,
    ) -> Result<usize, StoreError> {
        self.whole(|pen| pen.strip_each(ids, strip, at))
    }

    fn strip_each(
        &mut self,
        ids: &[TransactionId],
        strip: Strip,
        at: Timestamp,
    ) -> Result<usize, StoreError> {
        let mut doomed = BTreeMap::new();
        for id in ids {
            if let Some(found) = self.transaction(*id)?.filter(|found| strip.is_due(found)) {
                doomed.insert(*id, found);
            }
        }
        let mut seqs = BTreeSet::new();
        for id in doomed.keys() {
            seqs.extend(self.seqs_of_transaction(*id)?);
        }
        let mut pictures = BTreeSet::new();
        for seq in &seqs {
            let change = self.fetch_indexed::<Change>(Table::Changes, &seq.to_be_bytes())?;
            let (change, shown) = stripped(change, &doomed, strip);
            pictures.extend(shown);
            self.put(Table::Changes, &seq.to_be_bytes(), &change)?;
        }
        for id in pictures {
            self.delete_attachment(id)?;
        }
        if strip == Strip::Words {
            self.erase_beside(&doomed, &seqs)?;
        }
        let mut facts: BTreeMap<HouseholdId, Vec<Fact>> = BTreeMap::new();
        for found in doomed.values() {
            let bare = strip.of(found);
            self.replace_transaction(found, &bare)?;
            let erased = (strip == Strip::Words).then_some(at);
            let after = Transaction { erased, version: bare.version + 1, ..bare.clone() };
            facts
                .entry(found.household)
                .or_default()
                .push(Fact::Transaction { before: Some(Box::new(bare)), after: Box::new(after) });
        }
        for (household, facts) in facts {
            let (member, channel, act) = (None, Channel::Box, Act::Erase);
            self.append(NewChange { household, at, member, channel, act, facts })?;
        }
        Ok(doomed.len())
    }

    fn seqs_of_transaction(&self, id: TransactionId) -> Result<Vec<u64>, StoreError> {
        let span = Span::of(&id.to_bytes());
        self.gather(Table::ChangesOfTransaction, &span, usize::MAX, |key, _| key::pointed(key))
    }

    /// Drafts that became these transactions, and messages about them or about those drafts.
    fn erase_beside(
        &mut self,
        doomed: &BTreeMap<TransactionId, Transaction>,
        seqs: &BTreeSet<u64>,
    ) -> Result<(), StoreError> {
        let households: BTreeSet<HouseholdId> = doomed.values().map(|found| found.household).collect();
        let mut drafts: BTreeSet<DraftId> = BTreeSet::new();
        for household in households {
            for member in self.members(household)? {
                let settled = self.drafts(member.id)?.into_iter();
                let settled = settled.filter(|draft| draft.settled.is_some_and(|seq| seqs.contains(&seq)));
                drafts.extend(settled.map(|draft| draft.id));
            }
        }
        let messages: Vec<Outgoing> = self.records(Table::Outgoing, &Span::all(), usize::MAX)?;
        for message in messages {
            let about = message.links.iter().any(|id| doomed.contains_key(id))
                || message.draft.is_some_and(|id| drafts.contains(&id));
            if about {
                self.delete_outgoing(message.id)?;
            }
        }
        for id in drafts {
            self.delete_draft(id)?;
        }
        Ok(())
    }
}

/// A change without that part of these transactions, and the pictures that its facts showed of them and no more do.
fn stripped(
    mut change: Change,
    doomed: &BTreeMap<TransactionId, Transaction>,
    strip: Strip,
) -> (Change, Vec<AttachmentId>) {
    let mut pictures = Vec::new();
    for fact in &mut change.facts {
        if let Fact::Transaction { before, after } = fact
            && doomed.contains_key(&after.id)
        {
            for side in before.iter_mut().chain(std::iter::once(after)) {
                if strip != Strip::Message {
                    pictures.extend(side.particulars.attachments.iter().copied());
                }
                **side = strip.of(side);
            }
        }
    }
    (change, pictures)
}
