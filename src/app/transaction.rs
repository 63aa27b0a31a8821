//! Transactions: list them, look at one, say it was different, take it back.

use super::outcome::{Outcome, Page, Place, Seen};
use super::{Acting, Amendment, Error, Noun, Why};
use crate::error::must_be_as_seen;
use crate::ledger::{
    Act, Categories, CategorySlug, Fact, Period, Transaction, TransactionId, TransactionType, WalletId,
};
use crate::store::{Cursor, Look, Pen, TransactionFilter};

impl Acting {
    /// Live transactions, newest day first.
    pub fn transactions(
        &self,
        days: Option<Period>,
        wallet: Option<WalletId>,
        after: Option<Place>,
        most: usize,
    ) -> Result<Page<Seen>, Error> {
        self.app.store().read(|look| {
            let filter = TransactionFilter { days, wallet };
            let after = after.map(|place| Cursor { day: place.day, id: place.id });
            // One more than asked tells whether there is a next page.
            let household = self.household.id;
            let mut found = look.transactions_seen(household, &filter, &self.sight, after, most + 1)?;
            let more = found.len() > most;
            found.truncate(most);
            let next =
                if more { found.last().map(|last| Place { day: last.day, id: last.id }) } else { None };
            Ok(Page { items: self.see(look, found)?, next })
        })
    }

    /// One transaction, voided ones too.
    pub fn transaction(&self, id: TransactionId) -> Result<Seen, Error> {
        self.app.store().read(|look| {
            let transaction = self.own(look, id)?;
            self.see(look, vec![transaction])?.pop().ok_or_else(|| Error::missing(Noun::Transaction, &id))
        })
    }

    /// The same for somebody who looks into it: that they did is noted when another recorded it.
    pub fn open(&self, id: TransactionId) -> Result<Seen, Error> {
        let seen = self.transaction(id)?;
        self.has_opened(&seen.transaction);
        Ok(seen)
    }

    /// Records a later word about a transaction.
    pub fn amend(&self, id: TransactionId, amendment: Amendment) -> Result<Outcome, Error> {
        self.amend_all(vec![id], amendment)
    }

    /// How many records one act may be about.
    pub const MAX_AT_ONCE: usize = 500;

    /// The same later word about several, as one act.
    pub fn amend_all(&self, ids: Vec<TransactionId>, amendment: Amendment) -> Result<Outcome, Error> {
        self.must_record()?;
        let ids = these(ids)?;
        let this = self.clone();
        self.write(move |pen| {
            let mut facts = Vec::new();
            let mut lessons = this.pupil(pen)?;
            for id in &ids {
                let before = this.own(pen, *id)?;
                this.must_change(&before)?;
                must_be_as_seen(Noun::Transaction, before.version, amendment.version)?;
                if !before.is_live() || before.erased.is_some() {
                    return Err(Error::Gone { noun: Noun::Transaction });
                }
                let mut after = this.amended(pen, &before, &amendment)?;
                if after == before {
                    continue;
                }
                after.version += 1;
                after.check()?;
                lessons.hear(pen, &before, &after)?;
                facts.push(fact(Some(before), after));
            }
            facts.extend(lessons.facts());
            let (change, transactions) = this.append_and_see(pen, Act::Amend, facts, &ids)?;
            Ok(Outcome::Amended { change, transactions, learned: lessons.seen(pen)? })
        })
    }

    /// Takes transactions back, as one act. They stay in the journal and can be restored.
    pub fn void(&self, ids: Vec<TransactionId>) -> Result<Outcome, Error> {
        self.void_seen(ids, None)
    }

    /// Like [`Acting::void`]; with `seen`, only if they are still at that version.
    pub fn void_seen(&self, ids: Vec<TransactionId>, seen: Option<u32>) -> Result<Outcome, Error> {
        self.must_record()?;
        let ids = these(ids)?;
        let this = self.clone();
        self.write(move |pen| {
            let mut facts = Vec::new();
            for id in &ids {
                let before = this.own(pen, *id)?;
                this.must_change(&before)?;
                must_be_as_seen(Noun::Transaction, before.version, seen)?;
                if !before.is_live() {
                    return Err(Error::Gone { noun: Noun::Transaction });
                }
                let after =
                    Transaction { voided: Some(this.ctx.now), version: before.version + 1, ..before.clone() };
                facts.push(fact(Some(before), after));
            }
            this.append_and_see(pen, Act::Void, facts, &ids)
                .map(|(change, transactions)| Outcome::Voided { change, transactions })
        })
    }

    /// A transaction that this member is shown; any other looks the same as none.
    pub(super) fn own(&self, look: &Look<'_>, id: TransactionId) -> Result<Transaction, Error> {
        look.transaction(id)?
            .filter(|found| found.household == self.household.id && self.sight.shows(found))
            .ok_or_else(|| Error::missing(Noun::Transaction, &id))
    }

    /// Whether this member sees a record.
    pub(super) fn shows(&self, transaction: &Transaction) -> bool {
        transaction.household == self.household.id && self.sight.shows(transaction)
    }

    /// Appends the facts, if any, and gives the change's position and the transactions as they are now. An act
    /// that changes nothing points at the newest change that made them what they are.
    pub(super) fn append_and_see(
        &self,
        pen: &mut Pen<'_>,
        act: Act,
        facts: Vec<Fact>,
        ids: &[TransactionId],
    ) -> Result<(u64, Vec<Seen>), Error> {
        let change = if facts.is_empty() {
            let history = ids.first().map(|id| pen.changes_of_transaction(*id)).transpose()?;
            history.and_then(|changes| changes.last().map(|change| change.seq)).unwrap_or(0)
        } else {
            self.append(pen, act, facts)?.seq
        };
        let mut transactions = Vec::new();
        for id in ids {
            let found = pen.transaction(*id)?;
            transactions.push(found.ok_or_else(|| Error::missing(Noun::Transaction, id))?);
        }
        Ok((change, self.see(pen, transactions)?))
    }
}

/// What one act is about: each once, and no more than an act may be about.
pub(super) fn these(mut ids: Vec<TransactionId>) -> Result<Vec<TransactionId>, Error> {
    let mut once = std::collections::BTreeSet::new();
    ids.retain(|id| once.insert(*id));
    if ids.len() > Acting::MAX_AT_ONCE {
        return Err(Error::invalid("ids", Why::TooMany { most: Acting::MAX_AT_ONCE }));
    }
    Ok(ids)
}

pub(super) fn fact(before: Option<Transaction>, after: Transaction) -> Fact {
    Fact::Transaction { before: before.map(Box::new), after: Box::new(after) }
}

/// The category to record money of that type under, when a person names that one.
pub(super) fn fitting(
    categories: &Categories,
    kind: TransactionType,
    named: CategorySlug,
) -> Result<CategorySlug, Error> {
    categories.fit(kind, named).ok_or(Error::invalid("category", Why::Misfit))
}
