//! Recounting balances, totals and lists from the transactions.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::{AuditReport, Rows, compare, count, each, expect, written};
use crate::ledger::{Day, Money, Transaction};
use crate::store::error::StoreError;
use crate::store::facts::places;
use crate::store::key::{self, CellKey};
use crate::store::look::Look;
use crate::store::source::Span;
use crate::store::sums::Sums;
use crate::store::tables::Table;
use crate::store::tags::{self, TagCount};
use crate::store::transactions::{Tally, tallies};

pub(super) fn recount(look: &Look<'_>, report: &mut AuditReport) -> Result<(), StoreError> {
    let mut balances: BTreeMap<[u8; 16], Money> = BTreeMap::new();
    let mut listed: BTreeMap<Table, u64> = BTreeMap::new();
    let mut counted: BTreeMap<[u8; 48], TagCount> = BTreeMap::new();
    each(look, report, Table::Transactions, &mut |report, key, transaction: Transaction| {
        report.transactions += 1;
        if key != transaction.id.to_bytes() {
            report.note(Table::Transactions, key, format!("is {}", key::shown(&transaction.id.to_bytes())));
        }
        for entry in transaction.entries()? {
            let sum = balances.entry(entry.wallet.to_bytes()).or_insert(Money::zero(entry.amount.currency()));
            *sum = sum.plus(entry.amount)?;
        }
        for tag in tags::counted(&transaction) {
            let none = || TagCount { tag: tag.clone(), count: 0 };
            let household = transaction.household.to_bytes();
            counted.entry(key::tag(household, tag)).or_insert_with(none).count += 1;
        }
        for (table, key) in places(&transaction) {
            *listed.entry(table).or_default() += expect(look, report, table, &key, &[])?;
        }
        Ok(())
    })?;
    for table in LISTS {
        count(look, table, listed.get(&table).copied().unwrap_or(0), report)?;
    }
    let mut rows = Rows::new();
    for (key, tag) in &counted {
        rows.insert(key.to_vec(), written(Table::Tags, tag)?);
    }
    compare(look, report, Table::Tags, rows)?;
    compare_balances(look, report, balances)?;
    // Days are counted by their list, where all of it is there, and nothing else is.
    if report.is_whole(Table::TransactionsByDay) {
        return recount_days(look, report);
    }
    report.note(Table::TransactionsByDay, &[], "is broken, so that no total was counted again");
    Ok(())
}

/// What transactions are listed in.
const LISTS: [Table; 8] = [
    Table::TransactionsByDay,
    Table::TransactionsByWallet,
    Table::TransactionsByTag,
    Table::Secrets,
    Table::Voided,
    Table::RefundsOf,
    Table::PartsBySize,
    Table::PartsByDay,
];

/// What a day comes to.
const OF_DAY: [Table; 2] = [Table::DayTags, Table::DayPhrases];
/// What a month comes to.
const OF_MONTH: [Table; 3] = [Table::MonthTags, Table::MonthPhrases, Table::WalletMonths];

/// Recounts what reports are read from: a day after the other, and no more than a month in memory.
fn recount_days(look: &Look<'_>, report: &mut AuditReport) -> Result<(), StoreError> {
    let mut counting = Counting::default();
    look.scan(Table::TransactionsByDay, &Span::all(), &mut |key, _| {
        let id = key.last_chunk::<16>().copied().unwrap_or_default();
        // One that lies in another place was noted there.
        let Some(transaction) = look.fetch::<Transaction>(Table::Transactions, &id)? else {
            return Ok(ControlFlow::Continue(()));
        };
        let at = (transaction.household.to_bytes(), transaction.day);
        if let Some(before) = counting.at.filter(|before| *before != at) {
            counting.end_day(look, report, before)?;
            if (before.0, before.1.month()) != (at.0, at.1.month()) {
                counting.end_month(look, report, before)?;
            }
        }
        counting.at = Some(at);
        counting.add(&transaction)?;
        Ok(ControlFlow::Continue(()))
    })?;
    if let Some(last) = counting.at {
        counting.end_day(look, report, last)?;
        counting.end_month(look, report, last)?;
    }
    for table in [Table::DayTotals, Table::MonthTotals].into_iter().chain(OF_DAY).chain(OF_MONTH) {
        count(look, table, counting.rows.get(&table).copied().unwrap_or(0), report)?;
    }
    Ok(())
}

/// What the day at hand and its month come to so far.
#[derive(Default)]
struct Counting {
    at: Option<([u8; 16], Day)>,
    of_day: BTreeMap<CellKey, Tally>,
    of_month: BTreeMap<CellKey, Tally>,
    sums: Sums,
    /// How many rows of each table there must be.
    rows: BTreeMap<Table, u64>,
}

impl Counting {
    fn add(&mut self, transaction: &Transaction) -> Result<(), StoreError> {
        self.sums.shift(transaction, 1)?;
        for (cell, tally) in tallies(transaction)? {
            for totals in [&mut self.of_day, &mut self.of_month] {
                let sum = totals.entry(cell).or_default();
                *sum = sum.plus(tally)?;
            }
        }
        Ok(())
    }

    fn end_day(
        &mut self,
        look: &Look<'_>,
        report: &mut AuditReport,
        (household, day): ([u8; 16], Day),
    ) -> Result<(), StoreError> {
        let cells = std::mem::take(&mut self.of_day);
        let key = |cell| key::total(household, day.number(), cell);
        self.end(look, report, (Table::DayTotals, cells), key, &OF_DAY)
    }

    fn end_month(
        &mut self,
        look: &Look<'_>,
        report: &mut AuditReport,
        (household, day): ([u8; 16], Day),
    ) -> Result<(), StoreError> {
        let cells = std::mem::take(&mut self.of_month);
        let key = |cell| key::total(household, day.month().number(), cell);
        self.end(look, report, (Table::MonthTotals, cells), key, &OF_MONTH)
    }

    fn end<const WIDTH: usize>(
        &mut self,
        look: &Look<'_>,
        report: &mut AuditReport,
        (totals, cells): (Table, BTreeMap<CellKey, Tally>),
        key: impl Fn(CellKey) -> [u8; WIDTH],
        sums: &[Table],
    ) -> Result<(), StoreError> {
        for (cell, tally) in cells {
            self.expect(look, report, totals, &key(cell), &written(totals, &tally)?)?;
        }
        for table in sums {
            for (key, row) in self.sums.take(*table)? {
                self.expect(look, report, *table, &key, &row)?;
            }
        }
        Ok(())
    }

    fn expect(
        &mut self,
        look: &Look<'_>,
        report: &mut AuditReport,
        table: Table,
        key: &[u8],
        right: &[u8],
    ) -> Result<(), StoreError> {
        *self.rows.entry(table).or_default() += expect(look, report, table, key, right)?;
        Ok(())
    }
}

/// A wallet whose entries were all taken back has a balance of nothing, one without entries may have none.
fn compare_balances(
    look: &Look<'_>,
    report: &mut AuditReport,
    mut right: BTreeMap<[u8; 16], Money>,
) -> Result<(), StoreError> {
    each(look, report, Table::Balances, &mut |report, key, balance: Money| {
        let id = <[u8; 16]>::try_from(key).ok();
        let sum = id.and_then(|id| right.remove(&id)).unwrap_or(Money::zero(balance.currency()));
        if balance != sum {
            report.note(Table::Balances, key, format!("is {balance:?}, its entries sum to {sum:?}"));
        }
        Ok(())
    })?;
    for (wallet, _) in right.iter().filter(|(_, sum)| !sum.is_zero()) {
        report.note(Table::Balances, wallet, "is missing");
    }
    Ok(())
}
