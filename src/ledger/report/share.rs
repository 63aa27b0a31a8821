//! What was spent and earned, and by what it divides.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Cell;
use crate::ledger::{Currency, Money, MoneyError, TransactionType};

/// Both sides of one currency, and their difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sums {
    pub income: Money,
    pub expense: Money,
    /// Income less expense.
    pub net: Money,
}

impl Sums {
    pub const fn zero(currency: Currency) -> Self {
        Self { income: Money::zero(currency), expense: Money::zero(currency), net: Money::zero(currency) }
    }

    pub fn new(income: Money, expense: Money) -> Result<Self, MoneyError> {
        Ok(Self { income, expense, net: income.minus(expense)? })
    }

    /// Of one currency.
    pub fn of(currency: Currency, cells: &[Cell]) -> Result<Self, MoneyError> {
        Ok(Self::each(cells)?.remove(&currency).unwrap_or(Self::zero(currency)))
    }

    /// Of every currency that moved.
    pub fn each(cells: &[Cell]) -> Result<BTreeMap<Currency, Self>, MoneyError> {
        let mut sums: BTreeMap<Currency, Self> = BTreeMap::new();
        for cell in cells {
            let currency = cell.amount.currency();
            if !cell.counts(currency) {
                continue;
            }
            let so_far = sums.entry(currency).or_insert(Self::zero(currency));
            *so_far = if cell.kind == TransactionType::Income {
                Self::new(so_far.income.plus(cell.amount)?, so_far.expense)?
            } else {
                Self::new(so_far.income, so_far.expense.plus(cell.amount)?)?
            };
        }
        Ok(sums)
    }
}

/// What came in, or went out, under one category, wallet or member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share<K> {
    pub of: K,
    pub kind: TransactionType,
    pub amount: Money,
    /// How many records have something in it.
    pub count: u64,
    /// In thousandths of everything of its type; none of nothing.
    pub permille: Option<i64>,
}

/// Expense and income of one currency by what `key` says of each cell, the largest first.
pub fn shares<K: Ord + Clone>(
    currency: Currency,
    cells: &[Cell],
    key: impl Fn(&Cell) -> K,
) -> Result<Vec<Share<K>>, MoneyError> {
    let mut sums: BTreeMap<(TransactionType, K), (Money, u64)> = BTreeMap::new();
    for cell in cells.iter().filter(|cell| cell.counts(currency)) {
        let sum = sums.entry((cell.kind, key(cell))).or_insert((Money::zero(currency), 0));
        *sum = (sum.0.plus(cell.amount)?, sum.1 + cell.count);
    }
    let all = Sums::of(currency, cells)?;
    let mut shares: Vec<Share<K>> = sums
        .into_iter()
        .filter(|(_, (_, count))| *count > 0)
        .map(|((kind, of), (amount, count))| {
            let whole = if kind == TransactionType::Income { all.income } else { all.expense };
            Share { of, kind, amount, count, permille: permille(amount, whole) }
        })
        .collect();
    // Equal ones stay in the order of what they are of.
    shares.sort_by_key(|share| Reverse(share.amount.minor()));
    Ok(shares)
}

/// How many thousandths of `whole` `part` is, rounded to the nearest; none of nothing.
pub fn permille(part: Money, whole: Money) -> Option<i64> {
    let (part, whole) = (i128::from(part.minor()), i128::from(whole.minor()));
    if whole <= 0 {
        return None;
    }
    let rounding = if part < 0 { -whole / 2 } else { whole / 2 };
    i64::try_from((part * 1_000 + rounding) / whole).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{CategorySlug, MemberId, WalletId};

    fn cell(kind: TransactionType, category: CategorySlug, rupiah: i64) -> Cell {
        Cell {
            kind,
            category,
            wallet: WalletId::from_bytes([1; 16]),
            member: MemberId::from_bytes([2; 16]),
            amount: Money::idr(rupiah),
            count: 1,
            leading: 1,
        }
    }

    #[test]
    fn ratios_round_to_the_nearest_thousandth() {
        let rows = [
            (500, 1_000, Some(500)),
            (1, 3, Some(333)),
            (2, 3, Some(667)),
            (-1, 3, Some(-333)),
            (3_000, 1_000, Some(3_000)),
            (5, 0, None),
        ];
        for (part, whole, expected) in rows {
            assert_eq!(permille(Money::idr(part), Money::idr(whole)), expected, "{part}/{whole}");
        }
    }

    #[test]
    fn moved_and_adjusted_money_is_neither_spent_nor_earned() {
        use TransactionType::{Adjustment, Expense, Income, Transfer};
        let cells = [
            cell(Expense, CategorySlug::MAKANAN, 30),
            cell(Expense, CategorySlug::BELANJA, 70),
            cell(Income, CategorySlug::GAJI, 500),
            cell(Transfer, CategorySlug::TRANSFER, 900),
            cell(Adjustment, CategorySlug::PENYESUAIAN, -40),
        ];
        let sums = Sums::of(Currency::IDR, &cells).unwrap();
        assert_eq!(
            (sums.income, sums.expense, sums.net),
            (Money::idr(500), Money::idr(100), Money::idr(400))
        );
        let shares = shares(Currency::IDR, &cells, |cell| cell.category).unwrap();
        let said: Vec<_> =
            shares.iter().map(|share| (share.of.as_str(), share.amount.minor(), share.permille)).collect();
        assert_eq!(
            said,
            [("gaji", 500, Some(1_000)), ("belanja", 70, Some(700)), ("makanan", 30, Some(300))]
        );
    }
}
