//! Reading transactions and their totals.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::error::{StoreError, Unreadable};
use super::key::{self, CellKey};
use super::look::{Look, record_of, unreadable};
use super::record::Record;
use super::source::Span;
use super::tables::Table;
pub use crate::ledger::Cell;
use crate::ledger::{
    Day, HouseholdId, Money, MoneyError, Month, Period, Sight, Timestamp, Transaction, TransactionId,
    WalletId,
};

/// Which transactions a list holds. The default holds all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TransactionFilter {
    pub days: Option<Period>,
    /// Also transfers into it.
    pub wallet: Option<WalletId>,
}

/// Where a page of a list ended: the day and id of its last transaction. What is recorded meanwhile neither
/// repeats nor hides anything on the pages that follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    pub day: Day,
    pub id: TransactionId,
}

/// What one row of the totals holds, or by how much it is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tally {
    /// In the minor unit of the currency in the row's key.
    pub(super) minor: i64,
    pub(super) count: i64,
    pub(super) leading: i64,
}

impl Record for Tally {
    type Form = (i64, i64, i64);

    fn form(&self) -> Self::Form {
        (self.minor, self.count, self.leading)
    }

    fn restore((minor, count, leading): Self::Form) -> Result<Self, Unreadable> {
        if count < 1 || leading < 0 {
            return Err(Unreadable("a total of fewer than one transaction"));
        }
        Ok(Self { minor, count, leading })
    }
}

impl Tally {
    pub(super) fn plus(self, other: Self) -> Result<Self, MoneyError> {
        let sum = |a: i64, b: i64| a.checked_add(b).ok_or(MoneyError::Overflow);
        Ok(Self {
            minor: sum(self.minor, other.minor)?,
            count: sum(self.count, other.count)?,
            leading: sum(self.leading, other.leading)?,
        })
    }

    pub(super) fn times(self, times: i64) -> Result<Self, MoneyError> {
        let product = |a: i64| a.checked_mul(times).ok_or(MoneyError::Overflow);
        Ok(Self { minor: product(self.minor)?, count: product(self.count)?, leading: product(self.leading)? })
    }
}

/// What one transaction adds to the totals of its day, cell by cell.
pub(super) fn tallies(transaction: &Transaction) -> Result<BTreeMap<CellKey, Tally>, MoneyError> {
    let mut cells: BTreeMap<CellKey, Tally> = BTreeMap::new();
    for (place, posting) in transaction.postings().into_iter().enumerate() {
        let key = CellKey {
            kind: posting.kind,
            category: posting.category,
            wallet: posting.wallet,
            member: transaction.member,
            currency: posting.amount.currency(),
        };
        let cell = cells.entry(key).or_insert(Tally { minor: 0, count: 1, leading: 0 });
        cell.minor = cell.minor.checked_add(posting.amount.minor()).ok_or(MoneyError::Overflow)?;
        if place == 0 {
            cell.leading = 1;
        }
    }
    Ok(cells)
}

impl Look<'_> {
    /// Voided ones too.
    pub fn transaction(&self, id: TransactionId) -> Result<Option<Transaction>, StoreError> {
        self.fetch(Table::Transactions, &id.to_bytes())
    }

    /// A page of the household's transactions that count (voided ones do not), newest day first and within a day the
    /// last recorded first: those that follow `after`, or the first ones.
    pub fn transactions(
        &self,
        household: HouseholdId,
        filter: &TransactionFilter,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Vec<Transaction>, StoreError> {
        let (table, owner) = match filter.wallet {
            None => (Table::TransactionsByDay, household.to_bytes()),
            Some(id) => match self.wallet(id)? {
                Some(wallet) if wallet.household == household => (Table::TransactionsByWallet, id.to_bytes()),
                _ => return Ok(Vec::new()),
            },
        };
        let ids = self.listed_ids(table, &listing(owner, filter.days, after), limit)?;
        ids.iter().map(|id| self.fetch_indexed(Table::Transactions, id)).collect()
    }

    /// The same page as one member sees it: of the wallets they see in full, without somebody else's secrets. For a
    /// member who does not see all of them, the lists of those they see are merged.
    pub fn transactions_seen(
        &self,
        household: HouseholdId,
        filter: &TransactionFilter,
        sight: &Sight,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Vec<Transaction>, StoreError> {
        let of_wallet = |id: WalletId| (Table::TransactionsByWallet, id.to_bytes());
        let lists = match filter.wallet {
            Some(id) if sight.sees(id) => vec![of_wallet(id)],
            Some(_) => Vec::new(),
            None if sight.sees_all() => vec![(Table::TransactionsByDay, household.to_bytes())],
            None => sight.seen().map(of_wallet).collect(),
        };
        // Each list may begin with all the secrets.
        let reach = limit.saturating_add(sight.kept().len());
        let mut found = Vec::new();
        for (table, owner) in lists {
            let span = listing(owner, filter.days, after);
            found.extend(self.gather(table, &span, reach, |key, _| {
                key.last_chunk::<20>().copied().ok_or(Unreadable("the key is too short for a day and an id"))
            })?);
        }
        found.sort_unstable_by_key(|place| Reverse(*place));
        // A transfer stands in the lists of both its wallets.
        found.dedup();
        let ids = found.iter().filter_map(|place| place.last_chunk::<16>());
        let ids = ids.filter(|id| !sight.keeps(TransactionId::from_bytes(**id))).take(limit);
        ids.map(|id| self.fetch_indexed(Table::Transactions, id)).collect()
    }

    /// What was taken back, the latest first; at most so many that were taken back before `before`.
    pub fn voided(
        &self,
        household: HouseholdId,
        before: Option<(Timestamp, TransactionId)>,
        limit: usize,
    ) -> Result<Vec<Transaction>, StoreError> {
        let mut span = Span::of(&household.to_bytes()).backwards();
        if let Some((at, id)) = before {
            span = span.before(&key::voided(household.to_bytes(), at, id));
        }
        let ids = self.listed_ids(Table::Voided, &span, limit)?;
        ids.iter().map(|id| self.fetch_indexed(Table::Transactions, id)).collect()
    }

    /// The refunds of a purchase that count, oldest first.
    pub fn refunds_of(&self, purchase: TransactionId) -> Result<Vec<Transaction>, StoreError> {
        let ids = self.listed_ids(Table::RefundsOf, &Span::of(&purchase.to_bytes()), usize::MAX)?;
        ids.iter().map(|id| self.fetch_indexed(Table::Transactions, id)).collect()
    }

    /// What was taken back before that moment and still lies in the bin, the longest first; at most so many.
    pub fn voided_before(
        &self,
        household: HouseholdId,
        before: Timestamp,
        limit: usize,
    ) -> Result<Vec<TransactionId>, StoreError> {
        let span = Span::of(&household.to_bytes())
            .before(&[&household.to_bytes()[..], &key::moment(before)].concat());
        let ids = self.listed_ids(Table::Voided, &span, limit)?;
        Ok(ids.into_iter().map(TransactionId::from_bytes).collect())
    }

    /// The records of the household that are still secret on that day: those whose own day of telling is later.
    pub fn secrets(&self, household: HouseholdId, on: Day) -> Result<Vec<Transaction>, StoreError> {
        let span = Span::between(&household.to_bytes(), &key::day(on.plus_days(1)), &key::day(Day::LAST));
        let ids = self.listed_ids(Table::Secrets, &span, usize::MAX)?;
        ids.iter().map(|id| self.fetch_indexed(Table::Transactions, id)).collect()
    }

    /// The totals of a period, cell by cell: whole months from the months' totals, the days at its edges from the
    /// days'. Cells of nothing are left out. What was recorded under a category that is merged into another counts as
    /// that one; a transaction with lines of both is then counted once for each.
    pub fn totals(&self, household: HouseholdId, period: Period) -> Result<Vec<Cell>, StoreError> {
        self.totals_without(household, period, &[])
    }

    /// The same as if the records in `left_out`, all of which count, had never been made.
    pub fn totals_without(
        &self,
        household: HouseholdId,
        period: Period,
        left_out: &[Transaction],
    ) -> Result<Vec<Cell>, StoreError> {
        let mut cells = BTreeMap::new();
        for part in parts(period) {
            match part {
                Part::Days(first, last) => {
                    self.add_totals(Table::DayTotals, household, first.number(), last.number(), &mut cells)?;
                }
                Part::Months(first, last) => {
                    self.add_totals(Table::MonthTotals, household, first, last, &mut cells)?;
                }
            }
        }
        for transaction in left_out.iter().filter(|transaction| period.contains(transaction.day)) {
            for (key, tally) in tallies(transaction)? {
                let cell = cells.entry(key).or_default();
                *cell = cell.plus(tally.times(-1)?)?;
            }
        }
        cells.retain(|_, tally| *tally != Tally::default());
        Ok(self
            .resolved(household, cells)?
            .into_iter()
            .map(|(key, tally): (CellKey, Tally)| Cell {
                kind: key.kind,
                category: key.category,
                wallet: key.wallet,
                member: key.member,
                amount: Money::new(tally.minor, key.currency),
                count: tally.count.unsigned_abs(),
                leading: tally.leading.unsigned_abs(),
            })
            .collect())
    }

    /// The same cells by the categories they count as.
    fn resolved(
        &self,
        household: HouseholdId,
        cells: BTreeMap<CellKey, Tally>,
    ) -> Result<BTreeMap<CellKey, Tally>, StoreError> {
        let categories = self.known_categories(household)?;
        if !categories.merges_any() {
            return Ok(cells);
        }
        let mut resolved: BTreeMap<CellKey, Tally> = BTreeMap::new();
        for (key, tally) in cells {
            let key = CellKey { category: categories.resolve(key.category), ..key };
            let sum = resolved.entry(key).or_default();
            *sum = sum.plus(tally)?;
        }
        Ok(resolved)
    }

    /// How many transactions that count a month's days have.
    pub fn recorded_in(&self, household: HouseholdId, month: Month) -> Result<u64, StoreError> {
        let mut cells = BTreeMap::new();
        let number = month.number();
        self.add_totals(Table::MonthTotals, household, number, number, &mut cells)?;
        Ok(cells.values().map(|tally| u64::try_from(tally.leading).unwrap_or(0)).sum())
    }

    fn add_totals(
        &self,
        table: Table,
        household: HouseholdId,
        first: u32,
        last: u32,
        cells: &mut BTreeMap<CellKey, Tally>,
    ) -> Result<(), StoreError> {
        let span = Span::between(&household.to_bytes(), &first.to_be_bytes(), &last.to_be_bytes());
        self.scan(table, &span, &mut |key, value| {
            let (_, cell) = key::total_parts(key).map_err(|why| unreadable(table, key, why))?;
            let tally: Tally = record_of(table, key, value)?;
            let sum = cells.entry(cell).or_default();
            *sum = sum.plus(tally)?;
            Ok(ControlFlow::Continue(()))
        })
    }
}

/// The part of a list, newest first, that lies in a period and follows a place.
fn listing(owner: [u8; 16], days: Option<Period>, after: Option<Cursor>) -> Span {
    let mut span = match days {
        None => Span::of(&owner),
        Some(days) => Span::between(&owner, &key::day(days.first), &key::day(days.last)),
    };
    if let Some(cursor) = after
        && days.is_none_or(|days| cursor.day <= days.last)
    {
        span = span.before(&key::listed(owner, cursor.day, cursor.id));
    }
    span.backwards()
}

/// A stretch of a period that one table of totals answers; both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Days(Day, Day),
    /// Numbers of months.
    Months(u32, u32),
}

/// Cuts a period into whole months and the days around them.
pub(super) fn parts(period: Period) -> Vec<Part> {
    let Period { first, last } = period;
    if first > last {
        return Vec::new();
    }
    let whole_first = if first == first.month().first_day() { first.month() } else { first.month().next() };
    let whole_last = if last == last.month().last_day() { last.month() } else { last.month().previous() };
    if whole_first > whole_last {
        return vec![Part::Days(first, last)];
    }
    let mut parts = vec![Part::Months(whole_first.number(), whole_last.number())];
    if first < whole_first.first_day() {
        parts.push(Part::Days(first, whole_first.first_day().plus_days(-1)));
    }
    if last > whole_last.last_day() {
        parts.push(Part::Days(whole_last.last_day().plus_days(1), last));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn the_parts_of_a_period_are_its_days_each_once() {
        let rows = [
            ("2026-11-01", "2026-11-30", 0),
            ("2026-10-25", "2026-11-24", 31),
            ("2026-10-25", "2026-12-24", 31),
            ("2026-11-22", "2026-11-22", 1),
            ("2026-01-01", "2026-12-30", 30),
            ("2026-02-01", "2026-02-27", 27),
            ("2026-11-22", "2026-11-21", 0),
        ];
        for (first, last, edge_days) in rows {
            let period = Period { first: day(first), last: day(last) };
            let mut days = Vec::new();
            let mut at_edges = 0;
            for part in parts(period) {
                let (from, to) = match part {
                    Part::Days(from, to) => {
                        at_edges += to.number() - from.number() + 1;
                        (from, to)
                    }
                    Part::Months(from, to) => (
                        Month::from_number(from).unwrap().first_day(),
                        Month::from_number(to).unwrap().last_day(),
                    ),
                };
                days.extend(from.number()..=to.number());
            }
            days.sort_unstable();
            let expected: Vec<u32> = (period.first.number()..=period.last.number()).collect();
            assert_eq!(days, expected, "{first} to {last}");
            assert_eq!(at_edges, edge_days, "{first} to {last}");
        }
    }
}
