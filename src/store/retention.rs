//! How long a household keeps what may be forgotten, and how far forgetting has come.

use std::ops::ControlFlow;

use super::error::StoreError;
use super::look::{Look, record_of};
use super::pen::Pen;
use super::source::Span;
use super::tables::Table;
use crate::ledger::{HouseholdId, Transaction, TransactionId};

/// How long a household keeps what may be forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retention {
    pub household: HouseholdId,
    /// The messages that records were understood from, in months; none: as long as the records.
    pub messages_months: Option<u16>,
    /// Pictures, in months; none: as long as their records.
    pub pictures_months: Option<u16>,
    /// Questions that nobody answered, in hours; none: as the box's settings say.
    pub draft_hours: Option<u16>,
    /// What was taken back, in days.
    pub bin_days: u16,
    /// The log of the doors, in days.
    pub log_days: u16,
    /// Records up to this one have no messages any more.
    pub messages_reached: TransactionId,
    /// Records up to this one have no pictures any more.
    pub pictures_reached: TransactionId,
}

impl Retention {
    /// What holds until somebody says otherwise: nothing is forgotten that people would look for.
    pub const fn usual(household: HouseholdId) -> Self {
        Self {
            household,
            messages_months: None,
            pictures_months: None,
            draft_hours: None,
            bin_days: 30,
            log_days: 180,
            messages_reached: TransactionId::from_bytes([0; 16]),
            pictures_reached: TransactionId::from_bytes([0; 16]),
        }
    }
}

impl Look<'_> {
    pub fn retention(&self, household: HouseholdId) -> Result<Retention, StoreError> {
        let kept = self.fetch(Table::Retention, &household.to_bytes())?;
        Ok(kept.unwrap_or_else(|| Retention::usual(household)))
    }

    /// Looks at no more than `limit` of the box's records, in the order in which they were made, after `after` and before
    /// `before`: those of the household, and the last that was looked at.
    pub fn records_between(
        &self,
        household: HouseholdId,
        after: TransactionId,
        before: TransactionId,
        limit: usize,
    ) -> Result<(Vec<Transaction>, Option<TransactionId>), StoreError> {
        let span = Span::all().after(&after.to_bytes()).before(&before.to_bytes());
        let (mut found, mut looked_at, mut last) = (Vec::new(), 0, None);
        self.scan(Table::Transactions, &span, &mut |key, value| {
            let record: Transaction = record_of(Table::Transactions, key, value)?;
            last = Some(record.id);
            looked_at += 1;
            if record.household == household {
                found.push(record);
            }
            Ok(if looked_at < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?;
        Ok((found, last))
    }
}

impl Pen<'_> {
    pub fn put_retention(&mut self, retention: &Retention) -> Result<(), StoreError> {
        self.put(Table::Retention, &retention.household.to_bytes(), retention)
    }
}
