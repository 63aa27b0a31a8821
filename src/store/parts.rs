//! What transactions have of each category, by size and by day: for reports on single entries.

use std::ops::ControlFlow;

use super::error::{StoreError, Unreadable};
use super::key::{self, Parts};
use super::look::{Look, unreadable};
use super::source::Span;
use super::tables::Table;
use super::transactions::tallies;
use crate::ledger::{
    CategorySlug, Currency, Day, HouseholdId, Money, Month, Transaction, TransactionId, TransactionType,
    WalletId,
};

/// What parts of transactions have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// Expense or income; transfer for the fees of those, which are no entries that anybody made.
    pub kind: TransactionType,
    pub category: CategorySlug,
    pub currency: Currency,
}

/// All that one transaction has of one group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    pub transaction: TransactionId,
    pub wallet: WalletId,
    pub day: Day,
    pub amount: Money,
}

/// The rows that a live transaction has among the parts of its categories.
pub(super) fn part_places(transaction: &Transaction) -> Vec<(Table, Vec<u8>)> {
    // What overflows was refused before it came here.
    let cells = tallies(transaction).unwrap_or_default();
    let spent = cells
        .into_iter()
        .filter(|(cell, _)| matches!(cell.kind, TransactionType::Expense | TransactionType::Income));
    spent
        .flat_map(|(cell, tally)| {
            let is_fee = transaction.kind() == TransactionType::Transfer;
            let kind = if is_fee { TransactionType::Transfer } else { cell.kind };
            let group = Group { kind, category: cell.category, currency: cell.currency };
            let (id, wallet) = (transaction.id.to_bytes(), cell.wallet.to_bytes());
            let (day, minor) = (key::day(transaction.day), tally.minor.unsigned_abs());
            let prefix = group_prefix(group);
            let household = transaction.household.to_bytes();
            let month = transaction.day.month().number().to_be_bytes();
            let by_size: [u8; BY_SIZE] =
                key::join(&[&household, &month, &prefix, &(!minor).to_be_bytes(), &day, &id, &wallet]);
            let by_day: [u8; BY_DAY] =
                key::join(&[&household, &prefix, &day, &id, &wallet, &minor.to_be_bytes()]);
            [(Table::PartsBySize, by_size.to_vec()), (Table::PartsByDay, by_day.to_vec())]
        })
        .collect()
}

/// Household (16), month (4), the group (20), all bits of the amount flipped (8), day (4), transaction (16),
/// wallet (16): the largest first.
const BY_SIZE: usize = 84;
/// Household (16), the group (20), day (4), transaction (16), wallet (16), amount (8).
const BY_DAY: usize = 80;

/// Kind (1), category (16), currency (3).
fn group_prefix(group: Group) -> [u8; 20] {
    key::join(&[&[key::kind(group.kind)], &group.category.to_bytes(), &group.currency.to_bytes()])
}

fn day_of(bytes: [u8; 4]) -> Result<Day, Unreadable> {
    Day::from_number(u32::from_be_bytes(bytes)).map_err(|_| Unreadable("not a day"))
}

fn amount_of(minor: u64, currency: Currency) -> Result<Money, Unreadable> {
    i64::try_from(minor).map(|minor| Money::new(minor, currency)).map_err(|_| Unreadable("not an amount"))
}

impl Look<'_> {
    /// Calls `visit` with the parts of a group in a month, the largest first, until it says stop.
    pub fn parts_by_size(
        &self,
        household: HouseholdId,
        group: Group,
        month: Month,
        visit: &mut dyn FnMut(Part) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let prefix =
            [&household.to_bytes()[..], &month.number().to_be_bytes(), &group_prefix(group)].concat();
        self.scan(Table::PartsBySize, &Span::of(&prefix), &mut |key, _| {
            let part = |key| -> Result<Part, Unreadable> {
                let mut parts = Parts::of(key, BY_SIZE)?;
                parts.take::<40>()?;
                let amount = amount_of(!parts.number()?, group.currency)?;
                let day = day_of(parts.take()?)?;
                let transaction = TransactionId::from_bytes(parts.take()?);
                Ok(Part { transaction, wallet: WalletId::from_bytes(parts.take()?), day, amount })
            };
            Ok(visit(part(key).map_err(|why| unreadable(Table::PartsBySize, key, why))?))
        })
    }

    /// Calls `visit` with the parts of a group before a day, the latest first, until it says stop.
    pub fn parts_before(
        &self,
        household: HouseholdId,
        group: Group,
        before: Day,
        visit: &mut dyn FnMut(Part) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let prefix = [&household.to_bytes()[..], &group_prefix(group)].concat();
        let end = [&prefix[..], &key::day(before)].concat();
        let span = Span::of(&prefix).before(&end).backwards();
        self.scan(Table::PartsByDay, &span, &mut |key, _| {
            let part = |key| -> Result<Part, Unreadable> {
                let mut parts = Parts::of(key, BY_DAY)?;
                parts.take::<36>()?;
                let day = day_of(parts.take()?)?;
                let transaction = TransactionId::from_bytes(parts.take()?);
                let wallet = WalletId::from_bytes(parts.take()?);
                Ok(Part { transaction, wallet, day, amount: amount_of(parts.number()?, group.currency)? })
            };
            Ok(visit(part(key).map_err(|why| unreadable(Table::PartsByDay, key, why))?))
        })
    }
}
