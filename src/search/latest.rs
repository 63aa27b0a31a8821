//! What the index has not come to yet: the journal's last changes, looked through one by one.
//!
//! So a record can be found the moment it is made, and nobody waits for the index to be written.

use std::collections::BTreeMap;

use super::catalogue::{self, Current, Fields};
use super::find::{self, Hit, Nearness, Ranked};
use super::{Order, SearchError, follow, words};
use crate::ledger::{Fact, HouseholdId, Transaction, TransactionId, WalletId};
use crate::store::{Look, Store, StoreError};

/// Further behind than so many changes, after a first start or a lost index, a search answers from what is indexed so
/// far rather than keep a person waiting.
const MOST: usize = 1_000;

/// What happened to transactions since the index was written.
struct Latest {
    /// As the index has them, and as they are; `None` where they do not count.
    states: BTreeMap<TransactionId, (Option<Transaction>, Option<Transaction>)>,
    names: BTreeMap<WalletId, String>,
}

/// The same as [`find::find`] on an index that had come up to the newest change.
pub(super) fn find(
    current: &Current,
    fields: Fields,
    store: &Store,
    household: HouseholdId,
    asked: &[String],
    order: Order,
    limit: usize,
) -> Result<Ranked, SearchError> {
    let latest = store.read(|look| Latest::read(look, current.seq, household))?;
    let Some(latest) = latest.filter(|latest| !latest.states.is_empty()) else {
        return find::find(&current.searcher, fields, household, asked, order, limit);
    };
    // Each of the changed ones may stand among the first hits and fall out.
    let room = limit + latest.states.len();
    let mut ranked = find::find(&current.searcher, fields, household, asked, order, room)?;
    ranked.hits.retain(|(_, hit)| !latest.states.contains_key(&hit.id));
    for (indexed, now) in latest.states.values() {
        if indexed.as_ref().and_then(|transaction| latest.nearness(transaction, asked)).is_some() {
            ranked.total.number = ranked.total.number.saturating_sub(1);
        }
        if let Some(transaction) = now
            && let Some(nearness) = latest.nearness(transaction, asked)
        {
            let hit = Hit { day: u64::from(transaction.day.number()), id: transaction.id };
            ranked.hits.push((nearness, hit));
            ranked.total.number += 1;
        }
    }
    ranked.put_in_order(order);
    ranked.hits.truncate(limit);
    Ok(ranked)
}

impl Latest {
    /// `None` when it is too much, or a wallet got another name: then every transaction of it reads otherwise.
    fn read(look: &Look<'_>, seq: u64, household: HouseholdId) -> Result<Option<Self>, StoreError> {
        let changes = look.changes_after(seq, MOST + 1)?;
        if changes.len() > MOST {
            return Ok(None);
        }
        let mut states = BTreeMap::new();
        let facts = changes.into_iter().filter(|change| change.household == household);
        for fact in facts.flat_map(|change| change.facts) {
            match fact {
                Fact::Transaction { before, after } => {
                    let entry = states.entry(after.id);
                    let (_, now) = entry.or_insert_with(|| (before.and_then(|before| live(*before)), None));
                    *now = live(*after);
                }
                Fact::Wallet { before: Some(before), after } if before.name != after.name => return Ok(None),
                Fact::Wallet { .. }
                | Fact::Household { .. }
                | Fact::Member { .. }
                | Fact::Lesson { .. }
                | Fact::Category { .. }
                | Fact::Rate { .. } => {}
            }
        }
        let counting = states.values().flat_map(|(indexed, now)| indexed.iter().chain(now));
        let names = follow::names_of(look, counting)?;
        Ok(Some(Self { states, names }))
    }

    /// How near the words of a transaction are to all the asked ones: as near as the farthest.
    fn nearness(&self, transaction: &Transaction, asked: &[String]) -> Option<Nearness> {
        let names: Vec<&str> =
            transaction.wallets().filter_map(|id| self.names.get(&id)).map(String::as_str).collect();
        let words = words::of(&catalogue::text_of(transaction, &names));
        let nearest = |asked: &String| words.iter().filter_map(|word| Nearness::of(word, asked)).min();
        asked.iter().map(nearest).try_fold(Nearness::Same, |farthest, nearest| Some(farthest.max(nearest?)))
    }
}

fn live(transaction: Transaction) -> Option<Transaction> {
    transaction.is_live().then_some(transaction)
}
