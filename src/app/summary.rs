//! A day's or a period's money, from the totals the store keeps.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::outcome::{CategoryTotal, MonthlySum, OtherSums, Summary, Sums};
use super::{Acting, Error};
use crate::ledger::{
    Categories, CategorySlug, Cell, Currency, Day, MoneyError, Month, Period, Rates, Share, Visibility,
    permille, shares,
};
use crate::store::Look;

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
            let known = Arc::new(look.known_categories(self.household.id)?);
            let mut summary = summarise(self.household.currency, known, period, figures, before.as_ref())?;
            let rates = Rates::of(look.rates(self.household.id)?);
            let until = period.last.min(self.today());
            for other in &mut summary.others {
                other.worth = worth(&rates, other.sums, self.household.currency, until)?;
            }
            Ok(summary)
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
                let sums = Sums::each(&own)?.remove(&wallet.currency);
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

impl Figures {
    /// Income and expense of every currency that moved.
    pub(super) fn sums(&self) -> Result<BTreeMap<Currency, Sums>, MoneyError> {
        let mut sums = Sums::each(&self.cells)?;
        for MonthlySum { wallet, sums: month } in &self.monthly {
            let so_far = sums.entry(wallet.currency).or_insert(Sums::zero(wallet.currency));
            *so_far = Sums::new(so_far.income.plus(month.income)?, so_far.expense.plus(month.expense)?)?;
        }
        Ok(sums)
    }
}

fn summarise(
    currency: Currency,
    known: Arc<Categories>,
    period: Period,
    figures: Figures,
    previous: Option<&Figures>,
) -> Result<Summary, Error> {
    let mut all = figures.sums()?;
    let own = all.remove(&currency).unwrap_or(Sums::zero(currency));
    let others = all.into_values().map(|sums| OtherSums { sums, worth: None }).collect();
    let Figures { cells, monthly } = figures;
    let previous =
        previous.map(|before| Ok::<_, MoneyError>(before.sums()?.remove(&currency))).transpose()?;
    let previous = previous.map(|sums| sums.unwrap_or(Sums::zero(currency)));
    let categories = by_category(currency, &cells)?;
    Ok(Summary {
        period,
        currency,
        income: own.income,
        expense: own.expense,
        net: own.net,
        count: cells.iter().filter(|cell| cell.counts(currency)).map(|cell| cell.leading).sum(),
        categories,
        known,
        expense_ratio: permille(own.expense, own.income),
        saving_ratio: permille(own.net, own.income),
        previous,
        others,
        monthly,
    })
}

/// What sums of another currency come to by the rate that holds on a day. The difference is that of the two sides as
/// they are shown.
fn worth(rates: &Rates, sums: Sums, home: Currency, day: Day) -> Result<Option<(Sums, Day)>, MoneyError> {
    let Some(rate) = rates.on(sums.net.currency(), day) else { return Ok(None) };
    let sums = Sums::new(rate.worth(sums.income, home)?, rate.worth(sums.expense, home)?)?;
    Ok(Some((sums, rate.day)))
}

/// Expense and income by category, largest first.
fn by_category(currency: Currency, cells: &[Cell]) -> Result<Vec<CategoryTotal>, MoneyError> {
    let total = |share: Share<CategorySlug>| {
        let Share { of: slug, kind, amount, count, .. } = share;
        CategoryTotal { slug, kind, amount, count }
    };
    Ok(shares(currency, cells, |cell| cell.category)?.into_iter().map(total).collect())
}
