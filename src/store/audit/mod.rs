//! Counting everything again: what the store keeps beside the facts must equal what the facts say.

mod beside;
mod journal;
mod sums;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use super::Store;
use super::error::{StoreError, Unreadable};
use super::key;
use super::look::{Look, unreadable};
use super::record::{self, Record};
use super::source::Span;
use super::tables::Table;

/// What an audit counted, and everything that is not as it should be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditReport {
    pub changes: u64,
    /// Voided ones too.
    pub transactions: u64,
    /// Empty in a sound store. At most [`AuditReport::MOST`] of them.
    pub differences: Vec<Difference>,
    /// How many more differences there are.
    pub unlisted: u64,
    /// The tables that they are in, listed or not.
    broken: BTreeSet<&'static str>,
}

/// One thing that is not as the facts say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub table: &'static str,
    /// In hexadecimal.
    pub key: String,
    pub what: String,
}

impl AuditReport {
    pub const MOST: usize = 100;

    pub fn is_sound(&self) -> bool {
        self.differences.is_empty()
    }

    /// Whether a table is as it should be, as far as it was looked at.
    fn is_whole(&self, table: Table) -> bool {
        !self.broken.contains(table.name())
    }

    fn note(&mut self, table: Table, key: &[u8], what: impl Into<String>) {
        self.broken.insert(table.name());
        if self.differences.len() < Self::MOST {
            self.differences.push(Difference {
                table: table.name(),
                key: key::shown(key),
                what: what.into(),
            });
        } else {
            self.unlisted += 1;
        }
    }
}

impl Store {
    /// Replays the journal and compares it with every record, recounts balances and totals from the transactions,
    /// and checks every index, all on one snapshot.
    ///
    /// It reads the whole store several times over, and takes about as much memory for many transactions as for few;
    /// a picture takes some dozen bytes.
    pub fn audit(&self) -> Result<AuditReport, StoreError> {
        self.read(|look| {
            let mut report = AuditReport::default();
            journal::replay(look, &mut report)?;
            sums::recount(look, &mut report)?;
            beside::check(look, &mut report)?;
            Ok(report)
        })
    }
}

/// Rows as they should be.
type Rows = BTreeMap<Vec<u8>, Vec<u8>>;

/// Notes every row of a table that is missing, different or too much.
fn compare(
    look: &Look<'_>,
    report: &mut AuditReport,
    table: Table,
    mut expected: Rows,
) -> Result<(), StoreError> {
    look.scan(table, &Span::all(), &mut |key, value| {
        match expected.remove(key) {
            Some(right) if right == value => {}
            Some(right) => {
                report.note(table, key, format!("holds {}, not {}", key::shown(value), key::shown(&right)));
            }
            None => report.note(table, key, "is here for no reason"),
        }
        Ok(ControlFlow::Continue(()))
    })?;
    for key in expected.keys() {
        report.note(table, key, "is missing");
    }
    Ok(())
}

/// What is done with a record and its key.
type Visit<'v, R> = &'v mut dyn FnMut(&mut AuditReport, &[u8], R) -> Result<(), StoreError>;

/// Calls `visit` with each record of a table; one that cannot be read is noted and left out.
fn each<R: Record>(
    look: &Look<'_>,
    report: &mut AuditReport,
    table: Table,
    visit: Visit<'_, R>,
) -> Result<(), StoreError> {
    look.scan(table, &Span::all(), &mut |key, value| {
        match record::read(value) {
            Ok(record) => visit(report, key, record)?,
            Err(Unreadable(why)) => report.note(table, key, why),
        }
        Ok(ControlFlow::Continue(()))
    })
}

/// Notes a row that is missing or different, and gives how many rows that was: one.
fn expect(
    look: &Look<'_>,
    report: &mut AuditReport,
    table: Table,
    key: &[u8],
    right: &[u8],
) -> Result<u64, StoreError> {
    match look.bytes(table, key)? {
        Some(value) if value == right => {}
        Some(value) => {
            report.note(table, key, format!("holds {}, not {}", key::shown(&value), key::shown(right)));
        }
        None => report.note(table, key, "is missing"),
    }
    Ok(1)
}

/// Notes a table that has more or fewer rows than were [expected](expect): where all of those are there, and their
/// number is right, there is no other.
fn count(look: &Look<'_>, table: Table, right: u64, report: &mut AuditReport) -> Result<(), StoreError> {
    let rows = count_of(look, table)?;
    if rows != right {
        report.note(table, &[], format!("has {rows} rows, not {right}"));
    }
    Ok(())
}

/// How many rows a table has.
fn count_of(look: &Look<'_>, table: Table) -> Result<u64, StoreError> {
    let mut rows = 0;
    look.scan(table, &Span::all(), &mut |_, _| {
        rows += 1;
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(rows)
}

fn written<R: Record>(table: Table, record: &R) -> Result<Vec<u8>, StoreError> {
    record::write(record).map_err(|why: Unreadable| unreadable(table, &[], why))
}
