//! Tags: how often each is used, when last, and on what.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::error::{StoreError, Unreadable};
use super::key;
use super::look::{Look, unreadable};
use super::pen::Pen;
use super::record::Record;
use super::source::Span;
use super::tables::Table;
use crate::ledger::{Day, HouseholdId, Tag, Transaction};

/// How a household uses a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagUse {
    pub tag: Tag,
    /// How many transactions that count carry it, at least one.
    pub count: u64,
    /// The newest day of them.
    pub last: Day,
}

/// A row of the table of tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TagCount {
    pub(super) tag: Tag,
    pub(super) count: u64,
}

impl Record for TagCount {
    type Form = (String, u64);

    fn form(&self) -> Self::Form {
        (self.tag.as_str().to_owned(), self.count)
    }

    fn restore((tag, count): Self::Form) -> Result<Self, Unreadable> {
        let tag = tag.parse().map_err(|_| Unreadable("not a tag"))?;
        if count == 0 { Err(Unreadable("a tag of no transaction")) } else { Ok(Self { tag, count }) }
    }
}

/// The tags under which a transaction is counted.
pub(super) fn counted(transaction: &Transaction) -> &[Tag] {
    if transaction.is_live() { &transaction.particulars.tags } else { &[] }
}

impl Look<'_> {
    /// Every tag in use, by its letters.
    pub fn tags(&self, household: HouseholdId) -> Result<Vec<TagUse>, StoreError> {
        let counts: Vec<TagCount> =
            self.records(Table::Tags, &Span::of(&household.to_bytes()), usize::MAX)?;
        let mut tags = Vec::with_capacity(counts.len());
        for TagCount { tag, count } in counts {
            let newest = self.tagged(household, &tag, 1)?;
            let last = newest.first().map(|transaction| transaction.day);
            let key = key::tag(household.to_bytes(), &tag);
            let last = last.ok_or_else(|| {
                unreadable(Table::Tags, &key, Unreadable("counts transactions that are in no list"))
            })?;
            tags.push(TagUse { tag, count, last });
        }
        tags.sort_by(|a, b| a.tag.cmp(&b.tag));
        Ok(tags)
    }

    /// The newest transactions that count and carry that tag, newest day first.
    pub fn tagged(
        &self,
        household: HouseholdId,
        tag: &Tag,
        limit: usize,
    ) -> Result<Vec<Transaction>, StoreError> {
        let span = Span::of(&key::tag(household.to_bytes(), tag)).backwards();
        let ids = self.listed_ids(Table::TransactionsByTag, &span, limit)?;
        ids.iter().map(|id| self.fetch_indexed(Table::Transactions, id)).collect()
    }

    /// The newest transactions that count, carry that tag and are to be kept; the newest day first.
    pub fn tagged_that(
        &self,
        household: HouseholdId,
        tag: &Tag,
        limit: usize,
        keep: &dyn Fn(&Transaction) -> bool,
    ) -> Result<Vec<Transaction>, StoreError> {
        let table = Table::TransactionsByTag;
        let mut found = Vec::new();
        let span = Span::of(&key::tag(household.to_bytes(), tag)).backwards();
        self.scan(table, &span, &mut |key, _| {
            let short = Unreadable("the key is too short for an id");
            let id: &[u8; 16] = key.last_chunk().ok_or_else(|| unreadable(table, key, short))?;
            let transaction = self.fetch_indexed(Table::Transactions, id)?;
            if keep(&transaction) {
                found.push(transaction);
            }
            Ok(if found.len() < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?;
        Ok(found)
    }

    /// How many transactions that count carry that tag.
    pub fn tag_count(&self, household: HouseholdId, tag: &Tag) -> Result<u64, StoreError> {
        let held: Option<TagCount> = self.fetch(Table::Tags, &key::tag(household.to_bytes(), tag))?;
        Ok(held.map_or(0, |held| held.count))
    }
}

impl Pen<'_> {
    /// Counts so many more, or fewer, transactions for each tag.
    pub(super) fn count_tags(
        &mut self,
        household: HouseholdId,
        moved: BTreeMap<Tag, i64>,
    ) -> Result<(), StoreError> {
        for (tag, by) in moved.into_iter().filter(|(_, by)| *by != 0) {
            let key = key::tag(household.to_bytes(), &tag);
            let count = self.tag_count(household, &tag)?.saturating_add_signed(by);
            if count == 0 {
                self.delete(Table::Tags, &key)?;
            } else {
                self.put(Table::Tags, &key, &TagCount { tag, count })?;
            }
        }
        Ok(())
    }
}
