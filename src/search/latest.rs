//! What the index has not come to yet: the journal's last changes, looked through one by one.
//!
//! So a record can be found the moment it is made, and nobody waits for the index to be written.

use std::collections::BTreeMap;

use super::SearchError;
use super::card::Card;
use crate::ledger::{Fact, TransactionId};
use crate::store::{Store, StoreError};

/// Further behind than so many changes, after a first start or a lost index, a search answers from what is indexed so
/// far rather than keep a person waiting.
const MOST: usize = 1_000;

/// What became of transactions since the index was written.
#[derive(Debug, Default)]
pub(super) struct Latest {
    /// As they are; `None` for one that does not count.
    states: BTreeMap<TransactionId, Option<Card>>,
    /// More happened than is looked through, and nothing of it is in here.
    pub(super) is_too_much: bool,
}

impl Latest {
    /// Everything that happened after that change.
    pub(super) fn read(store: &Store, seq: u64) -> Result<Self, SearchError> {
        let changes = store.read(|look| -> Result<_, StoreError> { look.changes_after(seq, MOST + 1) })?;
        if changes.len() > MOST {
            return Ok(Self { is_too_much: true, ..Self::default() });
        }
        let mut states = BTreeMap::new();
        for fact in changes.into_iter().flat_map(|change| change.facts) {
            if let Fact::Transaction { after, .. } = fact {
                states.insert(after.id, after.is_live().then(|| Card::of(&after)));
            }
        }
        Ok(Self { states, is_too_much: false })
    }

    pub(super) fn cards(&self) -> impl Iterator<Item = &Card> {
        self.states.values().flatten()
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = TransactionId> {
        self.states.keys().copied()
    }
}
