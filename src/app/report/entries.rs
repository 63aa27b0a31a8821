//! Single entries that stand out: the largest, the most frequent, the unusual.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

use super::super::{Acting, Error, Noun};
use super::figures::{Frequent, Large, Over, Rows, Unusual};
use super::view::View;
use crate::ledger::{CategorySlug, Day, Money, Month, Period, TransactionType, Usual};
use crate::store::{Gathered, Group, Look, Part};

impl Acting {
    /// As many unusual entries as are told at most.
    pub const MOST_UNUSUAL: usize = 20;

    /// The largest entries of a period, of one type and the household's currency; at most so many.
    pub fn largest(&self, over: Over, kind: TransactionType, most: usize) -> Result<Vec<Large>, Error> {
        let (period, _) = self.periods(over)?;
        self.viewed(|view, look| {
            let mut found: Vec<(CategorySlug, Part)> = Vec::new();
            for group in groups(view, kind) {
                for month in months(period) {
                    let mut left = most;
                    look.parts_by_size(self.household.id, group, month, &mut |part| {
                        if period.contains(part.day) && view.shows(&part) {
                            found.push((group.category, part));
                            left -= 1;
                        }
                        if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                    })?;
                }
            }
            sort(&mut found);
            found.truncate(most);
            let large = |(slug, part)| self.large(look, view.counts_as(slug), part);
            found.into_iter().map(large).collect()
        })
    }

    /// What was written down most often in a period, of one type and the household's currency; at most so many.
    pub fn frequent(&self, over: Over, kind: TransactionType, most: usize) -> Result<Vec<Frequent>, Error> {
        let (period, _) = self.periods(over)?;
        self.viewed(|view, _| {
            let mut words = view.words(Gathered::Phrases, period)?;
            words.retain(|cell| cell.kind == kind);
            // Equally frequent ones stay with the larger sum first.
            words.sort_by_key(|cell| Reverse(cell.count));
            words.truncate(most);
            let frequent = words.into_iter().map(|cell| Frequent {
                rows: Rows { counts: kind.into(), phrase: Some(cell.word.clone()), ..Rows::of(period) },
                phrase: cell.word,
                count: cell.count,
                amount: cell.amount,
            });
            Ok(frequent.collect())
        })
    }

    /// Expenses of a period far above what was usual in their category before it, the most unusual first.
    pub fn unusual(&self, over: Over) -> Result<Vec<Unusual>, Error> {
        let (period, _) = self.periods(over)?;
        self.viewed(|view, look| {
            let mut found: Vec<(CategorySlug, Part, Usual)> = Vec::new();
            let all = groups(view, TransactionType::Expense);
            let categories: BTreeSet<CategorySlug> =
                all.iter().map(|group| view.counts_as(group.category)).collect();
            for category in categories {
                let own: Vec<Group> =
                    all.iter().copied().filter(|group| view.counts_as(group.category) == category).collect();
                let Some(usual) = self.usual(view, look, &own, period.first)? else { continue };
                let limit = usual.limit();
                for (group, month) in
                    own.iter().flat_map(|group| months(period).map(move |month| (group, month)))
                {
                    let mut left = Self::MOST_UNUSUAL;
                    look.parts_by_size(self.household.id, *group, month, &mut |part| {
                        if part.amount.minor() <= limit || left == 0 {
                            return ControlFlow::Break(());
                        }
                        if period.contains(part.day) && view.shows(&part) {
                            found.push((category, part, usual));
                            left -= 1;
                        }
                        ControlFlow::Continue(())
                    })?;
                }
            }
            found.sort_by_key(|(_, part, usual)| {
                let times = i128::from(part.amount.minor()) * 1_000 / i128::from(usual.middle.max(1));
                (Reverse(times), part.transaction)
            });
            found.truncate(Self::MOST_UNUSUAL);
            let unusual = |(category, part, usual)| -> Result<Unusual, Error> {
                Ok(Unusual { large: self.large(look, category, part)?, usual })
            };
            found.into_iter().map(unusual).collect()
        })
    }

    /// What was usual in a category, by its latest entries before a day that this member sees.
    fn usual(
        &self,
        view: &View<'_>,
        look: &Look<'_>,
        groups: &[Group],
        before: Day,
    ) -> Result<Option<Usual>, Error> {
        let mut latest: Vec<Part> = Vec::new();
        for group in groups {
            let mut left = Usual::MOST;
            look.parts_before(self.household.id, *group, before, &mut |part| {
                if view.shows(&part) {
                    latest.push(part);
                    left -= 1;
                }
                if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })?;
        }
        latest.sort_by_key(|part| Reverse((part.day, part.transaction)));
        latest.truncate(Usual::MOST);
        Ok(Usual::of(latest.iter().map(|part| part.amount.minor()).collect()))
    }

    fn large(&self, look: &Look<'_>, category: CategorySlug, part: Part) -> Result<Large, Error> {
        let seen = self.see(look, vec![self.own(look, part.transaction)?])?.pop();
        let seen = seen.ok_or_else(|| Error::missing(Noun::Transaction, &part.transaction))?;
        Ok(Large { seen, category, amount: part.amount })
    }
}

/// Every category that money of this type may stand under.
fn groups(view: &View<'_>, kind: TransactionType) -> Vec<Group> {
    let currency = view.currency();
    view.slugs().into_iter().map(|category| Group { kind, category, currency }).collect()
}

/// The calendar months that a period touches.
fn months(period: Period) -> impl Iterator<Item = Month> {
    let last = period.last.month().number();
    (period.first.month().number()..=last).filter_map(|number| Month::from_number(number).ok())
}

/// The largest first; of equal ones the latest.
fn sort(found: &mut [(CategorySlug, Part)]) {
    let minor = |amount: Money| amount.minor();
    found.sort_by_key(|(_, part)| Reverse((minor(part.amount), part.day, part.transaction)));
}
