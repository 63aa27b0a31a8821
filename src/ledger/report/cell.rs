//! One cell of the totals.

use crate::ledger::{CategorySlug, Currency, MemberId, Money, TransactionType, WalletId};

/// What transactions of one type, category, wallet and member came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    pub kind: TransactionType,
    pub category: CategorySlug,
    pub wallet: WalletId,
    /// Who recorded.
    pub member: MemberId,
    /// Positive for expense, income and transfer; signed for an adjustment.
    pub amount: Money,
    /// How many transactions have something in this cell.
    pub count: u64,
    /// How many transactions have their first line in this cell: each transaction is counted in one cell only, so
    /// that these, added up over cells, are a number of transactions.
    pub leading: u64,
}

impl Cell {
    /// Whether it is expense or income of that currency; moving and adjusting money is neither.
    pub fn counts(&self, currency: Currency) -> bool {
        matches!(self.kind, TransactionType::Expense | TransactionType::Income)
            && self.amount.currency() == currency
    }
}
