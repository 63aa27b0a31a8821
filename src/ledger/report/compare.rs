//! One period against another.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Cell, permille, shares};
use crate::ledger::{CategorySlug, Currency, Money, MoneyError, TransactionType};

/// What one category came to in two periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compared {
    pub category: CategorySlug,
    pub kind: TransactionType,
    pub now: Money,
    pub then: Money,
    /// Now less then.
    pub difference: Money,
    /// The difference in thousandths of then; none where there was nothing then: it is new.
    pub permille: Option<i64>,
}

impl Compared {
    pub fn is_new(&self) -> bool {
        self.then.is_zero() && !self.now.is_zero()
    }

    pub fn has_vanished(&self) -> bool {
        self.now.is_zero() && !self.then.is_zero()
    }
}

/// Every category that moved in either period, the greatest difference first.
pub fn compare(currency: Currency, now: &[Cell], then: &[Cell]) -> Result<Vec<Compared>, MoneyError> {
    let nothing = Money::zero(currency);
    let mut pairs: BTreeMap<(TransactionType, CategorySlug), (Money, Money)> = BTreeMap::new();
    for share in shares(currency, now, |cell| cell.category)? {
        pairs.entry((share.kind, share.of)).or_insert((nothing, nothing)).0 = share.amount;
    }
    for share in shares(currency, then, |cell| cell.category)? {
        pairs.entry((share.kind, share.of)).or_insert((nothing, nothing)).1 = share.amount;
    }
    let mut all = Vec::with_capacity(pairs.len());
    for ((kind, category), (now, then)) in pairs {
        let difference = now.minus(then)?;
        all.push(Compared { category, kind, now, then, difference, permille: permille(difference, then) });
    }
    all.sort_by_key(|compared| Reverse(compared.difference.minor().unsigned_abs()));
    Ok(all)
}
