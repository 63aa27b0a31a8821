//! The bin: what was taken back can be had again for a while, and is then erased for good.

use std::time::Duration;

use super::outcome::{Outcome, Page, Seen};
use super::transaction::{fact, these};
use super::{Acting, Error, Noun};
use crate::ledger::{Act, HouseholdId, Timestamp, Transaction, TransactionId};
use crate::outside::later;
use crate::store::Look;

/// How long what was taken back can be had again in that household.
pub(super) fn kept(look: &Look<'_>, household: HouseholdId) -> Result<Duration, Error> {
    let days = look.retention(household)?.bin_days;
    Ok(Duration::from_hours(24 * u64::from(days)))
}

/// A record in the bin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binned {
    pub seen: Seen,
    pub voided: Timestamp,
    /// When it is erased for good.
    pub erased_from: Timestamp,
}

/// A place in the bin: after this record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BinPlace {
    pub voided: Timestamp,
    pub id: TransactionId,
}

impl Acting {
    /// What lies in the bin and this member sees, the latest first.
    pub fn bin(&self, after: Option<BinPlace>, most: usize) -> Result<Page<Binned, BinPlace>, Error> {
        self.app.store().read(|look| {
            let kept = kept(look, self.household.id)?;
            let mut found: Vec<(Timestamp, Transaction)> = Vec::new();
            let mut place = after.map(|place| (place.voided, place.id));
            // One more than asked tells whether there is a next page.
            while found.len() <= most {
                let some = look.voided(self.household.id, place, most + 1)?;
                let Some(last) = some.last() else { break };
                place = last.voided.map(|at| (at, last.id));
                for binned in some {
                    let Some(at) = binned.voided else { continue };
                    if self.shows(&binned) && self.ctx.now < later(at, kept) {
                        found.push((at, binned));
                    }
                }
            }
            let more = found.len() > most;
            found.truncate(most);
            let next = found.last().filter(|_| more).map(|(at, last)| BinPlace { voided: *at, id: last.id });
            let (times, transactions): (Vec<_>, Vec<_>) = found.into_iter().unzip();
            let items = self.see(look, transactions)?.into_iter().zip(times);
            let items = items
                .map(|(seen, voided)| Binned { seen, voided, erased_from: later(voided, kept) })
                .collect();
            Ok(Page { items, next })
        })
    }

    /// Takes records out of the bin, as one act. One that is not in it stays as it is.
    pub fn restore(&self, ids: Vec<TransactionId>) -> Result<Outcome, Error> {
        self.must_record()?;
        let ids = these(ids)?;
        let this = self.clone();
        self.write(move |pen| {
            let mut facts = Vec::new();
            for id in &ids {
                let before = this.own(pen, *id)?;
                this.must_change(&before)?;
                if before.erased.is_some() {
                    return Err(Error::Gone { noun: Noun::Transaction });
                }
                if before.is_live() {
                    continue;
                }
                let after = Transaction { voided: None, version: before.version + 1, ..before.clone() };
                facts.push(fact(Some(before), after));
            }
            let (change, transactions) = this.append_and_see(pen, Act::Restore, facts, &ids)?;
            Ok(Outcome::Restored { change, transactions })
        })
    }
}
