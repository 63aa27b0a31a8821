//! Reading the journal.

use super::error::StoreError;
use super::error::Unreadable;
use super::key;
use super::look::{Look, unreadable};
use super::source::Span;
use super::tables::Table;
use crate::ledger::{Change, HouseholdId, Timestamp, TransactionId};

impl Look<'_> {
    /// The seq of the newest change; 0 when there is none.
    pub fn head(&self) -> Result<u64, StoreError> {
        let newest = self.gather(Table::Changes, &Span::all().backwards(), 1, |key, _| seq_of(key))?;
        Ok(newest.first().copied().unwrap_or(0))
    }

    pub fn change(&self, seq: u64) -> Result<Option<Change>, StoreError> {
        self.fetch(Table::Changes, &seq.to_be_bytes())
    }

    /// The changes of the whole box that follow `seq`, oldest first: how a reader that was away catches up.
    pub fn changes_after(&self, seq: u64, limit: usize) -> Result<Vec<Change>, StoreError> {
        self.records(Table::Changes, &Span::all().after(&seq.to_be_bytes()), limit)
    }

    /// The newest changes of a household before `before` (all, when `None`), newest first.
    pub fn newest_changes(
        &self,
        household: HouseholdId,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Change>, StoreError> {
        let mut span = Span::of(&household.to_bytes()).backwards();
        if let Some(seq) = before {
            span = span.before(&key::pointing(household.to_bytes(), seq));
        }
        self.pointed_changes(Table::ChangesOfHousehold, &span, limit)
    }

    /// The first seq from that moment on, by the clock as it stood; one beyond the newest when there is none.
    pub fn seq_at(&self, at: Timestamp) -> Result<u64, StoreError> {
        let (mut low, mut high) = (1, self.head()? + 1);
        while low < high {
            let middle = low + (high - low) / 2;
            let change: Change = self.fetch_indexed(Table::Changes, &middle.to_be_bytes())?;
            if change.at < at {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }

    /// Everything that ever happened to a transaction, oldest first.
    pub fn changes_of_transaction(&self, id: TransactionId) -> Result<Vec<Change>, StoreError> {
        self.pointed_changes(Table::ChangesOfTransaction, &Span::of(&id.to_bytes()), usize::MAX)
    }

    /// The change that took the change `seq` back, if one did.
    pub fn undo_of(&self, seq: u64) -> Result<Option<u64>, StoreError> {
        let key = seq.to_be_bytes();
        let undo = self.bytes(Table::Undone, &key)?;
        undo.map(|value| seq_of(&value).map_err(|why| unreadable(Table::Undone, &key, why))).transpose()
    }

    fn pointed_changes(&self, table: Table, span: &Span, limit: usize) -> Result<Vec<Change>, StoreError> {
        let seqs = self.gather(table, span, limit, |key, _| key::pointed(key))?;
        seqs.into_iter().map(|seq| self.fetch_indexed(Table::Changes, &seq.to_be_bytes())).collect()
    }
}

pub(super) fn seq_of(bytes: &[u8]) -> Result<u64, Unreadable> {
    bytes.try_into().map(u64::from_be_bytes).map_err(|_| Unreadable("not a seq of 8 bytes"))
}
