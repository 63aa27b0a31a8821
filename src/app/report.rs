//! What a period came to, and against others: everything from totals that the store keeps.

mod entries;
mod figures;
mod rows;
mod view;
mod worth;

pub use figures::{
    Against, CalendarDay, CategoryAgainst, CategoryTrend, Comparison, Counts, Divided, Figure, Frequent,
    Large, Named, NetWorth, Over, Point, Report, Rows, Sides, SpendingCalendar, Trend, Unusual, WalletWorth,
    WorthPoint,
};
pub use rows::Row;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::summary::Figures;
use super::{Acting, Error, Why};
use crate::ledger::{
    CategorySlug, Cell, Month, Period, Share, Stretch, Sums, TransactionType, compare, permille, shares,
};
use crate::store::{Gathered, Look, WordCell};
use view::View;

impl Acting {
    /// The longest period that may be asked for, in days: about ten years.
    pub const LONGEST_REPORT: u32 = 3_660;
    /// As many periods as a trend shows at most.
    pub const LONGEST_TREND: usize = 24;

    /// A period's sums, and what they divide by.
    pub fn report(&self, over: Over) -> Result<Report, Error> {
        let (period, previous) = self.periods(over)?;
        self.viewed(|view, look| {
            let (counted, before) = (view.counted(period)?, view.counted(previous)?);
            let currency = self.household.currency;
            let mut others = Sums::each(&counted.cells)?;
            others.remove(&currency);
            let wallets =
                look.wallets(self.household.id)?.into_iter().map(|own| (own.id, own.name)).collect();
            let members =
                look.members(self.household.id)?.into_iter().map(|own| (own.id, own.name)).collect();
            let by_wallet = divided(
                view,
                &counted,
                period,
                |cell| cell.wallet,
                |id, rows| Rows { wallet: Some(*id), ..rows },
            )?;
            let by_member = divided(
                view,
                &counted,
                period,
                |cell| cell.member,
                |id, rows| Rows { member: Some(*id), ..rows },
            )?;
            Ok(Report {
                period,
                currency,
                flows: view.flows(&counted, period)?,
                before: view.flows(&before, previous)?,
                categories: by_category(view, &counted, period)?,
                known: view.known(),
                wallets: by_wallet.into_iter().map(|share| share.named(&wallets)).collect(),
                members: by_member.into_iter().map(|share| share.named(&members)).collect(),
                tags: by_tag(view, &counted, period)?,
                others: others.into_values().collect(),
                monthly: counted.monthly,
            })
        })
    }

    /// So many periods in a row, the last of them around today: sums, and every category that moved in them.
    pub fn trend(&self, by: Stretch, count: usize) -> Result<Trend, Error> {
        let periods = by.row(self.today(), self.household.cycle, count.clamp(1, Self::LONGEST_TREND));
        let currency = self.household.currency;
        self.viewed(|view, _| {
            let mut points = Vec::with_capacity(periods.len());
            let mut categories: BTreeMap<(TransactionType, CategorySlug), Vec<Figure>> = BTreeMap::new();
            for (place, period) in periods.iter().copied().enumerate() {
                let counted = view.counted(period)?;
                points.push(Point { period, flows: view.flows(&counted, period)? });
                for Divided { share, rows } in by_category(view, &counted, period)? {
                    let nothing = |period: &Period| Figure::nothing(currency, *period, share.kind, share.of);
                    let row = categories.entry((share.kind, share.of));
                    let row = row.or_insert_with(|| periods.iter().map(nothing).collect());
                    if let Some(figure) = row.get_mut(place) {
                        *figure = Figure { amount: share.amount, rows: Some(rows) };
                    }
                }
            }
            let row = |((kind, category), figures)| CategoryTrend { category, kind, figures };
            let mut categories: Vec<CategoryTrend> = categories.into_iter().map(row).collect();
            categories.sort_by_key(|trend| {
                let amounts = trend.figures.iter().map(|figure| i128::from(figure.amount.minor()));
                Reverse(amounts.sum::<i128>())
            });
            Ok(Trend { currency, points, categories })
        })
    }

    /// One period against another: the one before it, when none is named.
    pub fn comparison(&self, over: Over, with: Option<Over>) -> Result<Comparison, Error> {
        let (now, before) = self.periods(over)?;
        let then = match with {
            Some(with) => self.periods(with)?.0,
            None => before,
        };
        let currency = self.household.currency;
        self.viewed(|view, _| {
            let (mut new, mut old) = (view.counted(now)?, view.counted(then)?);
            if new.monthly.is_empty() != old.monthly.is_empty() {
                // Only like is compared with like.
                new.monthly.clear();
                old.monthly.clear();
            }
            let (flows, earlier) = (view.flows(&new, now)?, view.flows(&old, then)?);
            let rows_of = |period, kind: TransactionType, category| Rows {
                counts: kind.into(),
                category: Some(category),
                ..Rows::of(period)
            };
            let categories = compare(currency, &new.cells, &old.cells)?
                .into_iter()
                .map(|compared| CategoryAgainst {
                    now_rows: rows_of(now, compared.kind, compared.category),
                    then_rows: rows_of(then, compared.kind, compared.category),
                    compared,
                })
                .collect();
            Ok(Comparison {
                now,
                then,
                currency,
                income: Against::of(flows.income, earlier.income)?,
                expense: Against::of(flows.expense, earlier.expense)?,
                net: Against::of(flows.net, earlier.net)?,
                categories,
            })
        })
    }

    /// What was spent on each day of a calendar month; this one when none is named.
    pub fn spending_calendar(&self, month: Option<Month>) -> Result<SpendingCalendar, Error> {
        let month = month.unwrap_or_else(|| self.today().month());
        self.viewed(|view, _| {
            let days = (month.first_day().number()..=month.last_day().number())
                .filter_map(|number| crate::ledger::Day::from_number(number).ok())
                .map(|day| {
                    let period = Period::day(day);
                    Ok(CalendarDay { day, expense: view.flows(&view.counted(period)?, period)?.expense })
                });
            let days = days.collect::<Result<_, Error>>()?;
            Ok(SpendingCalendar { month, currency: self.household.currency, days })
        })
    }

    /// The period that is meant, and the one before it.
    fn periods(&self, over: Over) -> Result<(Period, Period), Error> {
        let cycle = self.household.cycle;
        match over {
            Over::Stretch(stretch, day) => {
                let period = stretch.around(day.unwrap_or_else(|| self.today()), cycle);
                Ok((period, stretch.before(period, cycle)))
            }
            Over::Days(period) => {
                let days = period.last.number().checked_sub(period.first.number()).map(|days| days + 1);
                let days = days.filter(|days| *days <= Self::LONGEST_REPORT);
                let days = days.and_then(|days| i32::try_from(days).ok());
                let days = days.ok_or(Error::invalid("to", Why::Misfit))?;
                let last = period.first.plus_days(-1);
                Ok((period, Period { first: last.plus_days(1 - days), last }))
            }
        }
    }

    /// Reads a report on one snapshot.
    fn viewed<T>(&self, read: impl Fn(&View<'_>, &Look<'static>) -> Result<T, Error>) -> Result<T, Error> {
        self.app.store().read(|look| read(&View::of(self, look)?, look))
    }
}

/// What the household's currency divides by, with the rows of each share.
fn divided<K: Ord + Clone>(
    view: &View<'_>,
    counted: &Figures,
    period: Period,
    key: impl Fn(&Cell) -> K,
    narrowed: impl Fn(&K, Rows) -> Rows,
) -> Result<Vec<Divided<K>>, Error> {
    let shares = shares(view.currency(), &counted.cells, key)?;
    let with_rows = |share: Share<K>| {
        let rows = narrowed(&share.of, Rows { counts: share.kind.into(), ..Rows::of(period) });
        Divided { share, rows }
    };
    Ok(shares.into_iter().map(with_rows).collect())
}

fn by_category(
    view: &View<'_>,
    counted: &Figures,
    period: Period,
) -> Result<Vec<Divided<CategorySlug>>, Error> {
    divided(view, counted, period, |cell| cell.category, |slug, rows| Rows { category: Some(*slug), ..rows })
}

/// What each tag came to. A record may have several, so that these do not add up to the whole.
fn by_tag(view: &View<'_>, counted: &Figures, period: Period) -> Result<Vec<Divided<String>>, Error> {
    let all = Sums::of(view.currency(), &counted.cells)?;
    let words = view.words(Gathered::Tags, period)?;
    let tag = |WordCell { word, kind, amount, count, .. }| {
        let whole = if kind == TransactionType::Income { all.income } else { all.expense };
        let rows = Rows { counts: kind.into(), tag: Some(word.clone()), ..Rows::of(period) };
        Divided { share: Share { of: word, kind, amount, count, permille: permille(amount, whole) }, rows }
    };
    Ok(words.into_iter().map(tag).collect())
}
