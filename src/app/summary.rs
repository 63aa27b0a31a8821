//! A day's or a period's money, from the totals the store keeps.

use std::collections::BTreeMap;

use super::outcome::{CategoryTotal, MonthlySum, Summary, Sums};
use super::{Acting, Error};
use crate::ledger::{
    CategorySlug, Currency, Day, Money, MoneyError, Month, Period, TransactionType, Visibility,
};
use crate::store::{Cell, Look};

impl Acting {
    /// One day; today when none is given.
    pub fn day_summary(&self, day: Option<Day>) -> Result<Summary, Error> {
        let day = day.unwrap_or_else(|| self.today());
        self.summary(Period::day(day), Some(Period::day(day.plus_days(-1))))
    }

    /// The household's period named by that month, or the one today lies in.
    pub fn month_summary(&self, month: Option<Month>) -> Result<Summary, Error> {
        let cycle = self.household.cycle;
        let period = month.map_or_else(|| cycle.period_of(self.today()), |month| cycle.period(month));
        let previous = cycle.period_of(period.first.plus_days(-1));
        self.summary(period, Some(previous))
    }

    pub fn summary(&self, period: Period, previous: Option<Period>) -> Result<Summary, Error> {
        self.app.store().read(|look| {
            let figures = self.figures(look, period)?;
            let mut before = previous.map(|previous| self.figures(look, previous)).transpose()?;
            if let Some(before) = &mut before
                && !self.counts_months(period)
            {
                // Only like is compared with like.
                before.monthly.clear();
            }
            summarise(self.household.currency, period, figures, before.as_ref())
        })
    }

    /// What this member may count of a period.
    ///
    /// Single cells are those of the wallets they see in full. A wallet that is shared with them by the month counts
    /// as one sum, and only in a period of whole months that are over. Somebody else's secrets are in neither.
    pub(super) fn figures(&self, look: &Look<'_>, period: Period) -> Result<Figures, Error> {
        let all = look.totals_without(self.household.id, period, self.sight.kept())?;
        let mut monthly = Vec::new();
        if self.counts_months(period) {
            let wallets = look.wallets(self.household.id)?.into_iter();
            for wallet in wallets.filter(|wallet| self.sight.wallet(wallet.id) == Visibility::MonthlySum) {
                let own: Vec<Cell> = all.iter().filter(|cell| cell.wallet == wallet.id).copied().collect();
                let sums = sums(&own, &[])?.remove(wallet.currency.code());
                monthly.extend(sums.map(|sums| MonthlySum { wallet, sums }));
            }
        }
        let cells = all.into_iter().filter(|cell| self.sight.sees(cell.wallet)).collect();
        Ok(Figures { cells, monthly })
    }

    fn counts_months(&self, period: Period) -> bool {
        self.sight.counts_months(period, self.household.cycle)
    }
}

/// What a member may count of a period.
#[derive(Debug, Clone)]
pub(super) struct Figures {
    pub(super) cells: Vec<Cell>,
    pub(super) monthly: Vec<MonthlySum>,
}

fn summarise(
    currency: Currency,
    period: Period,
    figures: Figures,
    previous: Option<&Figures>,
) -> Result<Summary, Error> {
    let Figures { cells, monthly } = figures;
    let all = sums(&cells, &monthly)?;
    let own = all.get(currency.code()).copied();
    let own = own.map_or_else(|| Sums::zero(currency), Ok)?;
    let others = all.into_values().filter(|sums| sums.income.currency() != currency).collect();
    let previous = match previous {
        Some(Figures { cells, monthly }) => {
            let sums = sums(cells, monthly)?.get(currency.code()).copied();
            Some(sums.map_or_else(|| Sums::zero(currency), Ok)?)
        }
        None => None,
    };
    let categories = by_category(currency, &cells)?;
    Ok(Summary {
        period,
        currency,
        income: own.income,
        expense: own.expense,
        net: own.net,
        count: cells.iter().filter(|cell| counts(cell, currency)).map(|cell| cell.leading).sum(),
        categories,
        expense_ratio: permille(own.expense, own.income),
        saving_ratio: permille(own.net, own.income),
        previous,
        others,
        monthly,
    })
}

impl Sums {
    fn zero(currency: Currency) -> Result<Self, MoneyError> {
        Self::of(Money::zero(currency), Money::zero(currency))
    }

    fn of(income: Money, expense: Money) -> Result<Self, MoneyError> {
        Ok(Self { income, expense, net: income.minus(expense)? })
    }
}

/// Income and expense of every currency that moved, by its code.
fn sums(cells: &[Cell], monthly: &[MonthlySum]) -> Result<BTreeMap<String, Sums>, MoneyError> {
    let mut sums: BTreeMap<String, Sums> = BTreeMap::new();
    for MonthlySum { wallet, sums: month } in monthly {
        let currency = wallet.currency;
        let so_far = sums.get(currency.code()).copied().map_or_else(|| Sums::zero(currency), Ok)?;
        let grown = Sums::of(so_far.income.plus(month.income)?, so_far.expense.plus(month.expense)?)?;
        sums.insert(currency.code().to_owned(), grown);
    }
    for cell in cells {
        let currency = cell.amount.currency();
        let so_far = sums.get(currency.code()).copied().map_or_else(|| Sums::zero(currency), Ok)?;
        let grown = match cell.kind {
            TransactionType::Income => Sums::of(so_far.income.plus(cell.amount)?, so_far.expense)?,
            TransactionType::Expense => Sums::of(so_far.income, so_far.expense.plus(cell.amount)?)?,
            TransactionType::Transfer | TransactionType::Adjustment => continue,
        };
        sums.insert(currency.code().to_owned(), grown);
    }
    Ok(sums)
}

/// Whether a cell is expense or income in that currency.
fn counts(cell: &Cell, currency: Currency) -> bool {
    matches!(cell.kind, TransactionType::Expense | TransactionType::Income)
        && cell.amount.currency() == currency
}

/// Expense and income by category, largest first.
fn by_category(currency: Currency, cells: &[Cell]) -> Result<Vec<CategoryTotal>, MoneyError> {
    let mut totals: BTreeMap<(TransactionType, CategorySlug), CategoryTotal> = BTreeMap::new();
    for cell in cells {
        if !counts(cell, currency) {
            continue;
        }
        let total = totals.entry((cell.kind, cell.category)).or_insert(CategoryTotal {
            slug: cell.category,
            kind: cell.kind,
            amount: Money::zero(currency),
            count: 0,
        });
        total.amount = total.amount.plus(cell.amount)?;
        total.count += cell.count;
    }
    let mut totals: Vec<CategoryTotal> = totals.into_values().filter(|total| total.count > 0).collect();
    totals.sort_by_key(|total| (std::cmp::Reverse(total.amount.minor()), total.slug));
    Ok(totals)
}

/// How many thousandths of `whole` `part` is, rounded to the nearest; none of nothing.
fn permille(part: Money, whole: Money) -> Option<i64> {
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
}
