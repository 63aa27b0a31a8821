//! Recounting balances, totals and lists from the transactions.

use std::collections::BTreeMap;

use super::{AuditReport, Rows, compare, count, each, written};
use crate::ledger::{Money, Transaction};
use crate::store::error::StoreError;
use crate::store::facts::places;
use crate::store::key::{self, CellKey};
use crate::store::look::Look;
use crate::store::sums::Sums;
use crate::store::tables::Table;
use crate::store::tags::{self, TagCount};
use crate::store::transactions::{Tally, tallies};

pub(super) fn recount(look: &Look<'_>, report: &mut AuditReport) -> Result<(), StoreError> {
    let mut balances: BTreeMap<[u8; 16], Money> = BTreeMap::new();
    let mut totals: BTreeMap<(Table, [u8; 16], u32, CellKey), Tally> = BTreeMap::new();
    let mut listed: BTreeMap<Table, u64> = BTreeMap::new();
    let mut counted: BTreeMap<[u8; 48], TagCount> = BTreeMap::new();
    let mut sums = Sums::default();
    each(look, report, Table::Transactions, &mut |report, _, transaction: Transaction| {
        report.transactions += 1;
        sums.shift(&transaction, 1)?;
        for entry in transaction.entries()? {
            let sum = balances.entry(entry.wallet.to_bytes()).or_insert(Money::zero(entry.amount.currency()));
            *sum = sum.plus(entry.amount)?;
        }
        let household = transaction.household.to_bytes();
        for (cell, tally) in tallies(&transaction)? {
            for (table, number) in [
                (Table::DayTotals, transaction.day.number()),
                (Table::MonthTotals, transaction.day.month().number()),
            ] {
                let sum = totals.entry((table, household, number, cell)).or_default();
                *sum = sum.plus(tally)?;
            }
        }
        for tag in tags::counted(&transaction) {
            let none = || TagCount { tag: tag.clone(), count: 0 };
            counted.entry(key::tag(household, tag)).or_insert_with(none).count += 1;
        }
        for (table, key) in places(&transaction) {
            *listed.entry(table).or_default() += 1;
            if look.bytes(table, &key)?.is_none() {
                report.note(table, &key, "is missing");
            }
        }
        Ok(())
    })?;
    for table in LISTS {
        // Every row that must be there was found above, so an equal number means that there is no other.
        let (rows, right) = (count(look, table)?, listed.get(&table).copied().unwrap_or(0));
        if rows != right {
            report.note(table, &[], format!("has {rows} rows, not {right}"));
        }
    }
    for table in [Table::DayTotals, Table::MonthTotals] {
        let mut rows = Rows::new();
        for ((_, household, number, cell), tally) in totals.iter().filter(|((of, ..), _)| *of == table) {
            rows.insert(key::total(*household, *number, *cell).to_vec(), written(table, tally)?);
        }
        compare(look, report, table, rows)?;
    }
    let mut rows = Rows::new();
    for (key, tag) in &counted {
        rows.insert(key.to_vec(), written(Table::Tags, tag)?);
    }
    compare(look, report, Table::Tags, rows)?;
    for table in SUMS {
        compare(look, report, table, sums.rows(table)?)?;
    }
    compare_balances(look, report, balances)
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

/// What reports are read from.
const SUMS: [Table; 5] =
    [Table::DayTags, Table::MonthTags, Table::DayPhrases, Table::MonthPhrases, Table::WalletMonths];

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
