//! What a member sees of a period's totals.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::summary::Figures;
use super::super::{Acting, Error};
use super::figures::{Counts, Figure, Rows, Sides};
use crate::ledger::{
    Categories, CategorySlug, Currency, Money, Period, Sums, Transaction, TransactionType, WalletId, permille,
};
use crate::store::{Gathered, Look, Part, WordCell, words_of};

/// One snapshot, through one member's eyes.
pub(super) struct View<'a> {
    acting: &'a Acting,
    look: &'a Look<'static>,
    categories: Arc<Categories>,
}

impl<'a> View<'a> {
    pub(super) fn of(acting: &'a Acting, look: &'a Look<'static>) -> Result<Self, Error> {
        Ok(Self { acting, look, categories: Arc::new(look.known_categories(acting.household.id)?) })
    }

    pub(super) fn currency(&self) -> Currency {
        self.acting.household.currency
    }

    /// The category that this one counts as.
    pub(super) fn counts_as(&self, slug: CategorySlug) -> CategorySlug {
        self.categories.resolve(slug)
    }

    /// The household's categories, for their names.
    pub(super) fn known(&self) -> Arc<Categories> {
        self.categories.clone()
    }

    /// Every category there is.
    pub(super) fn slugs(&self) -> Vec<CategorySlug> {
        self.categories.all(self.acting.household.id).into_iter().map(|category| category.slug).collect()
    }

    /// Every category that counts as that one, itself first.
    pub(super) fn counting_as(&self, slug: CategorySlug) -> Vec<CategorySlug> {
        self.categories.counting_as(slug)
    }

    /// What this member may count of a period, under the categories that it counts as now.
    pub(super) fn counted(&self, period: Period) -> Result<Figures, Error> {
        let mut figures = self.acting.figures(self.look, period)?;
        for cell in &mut figures.cells {
            cell.category = self.counts_as(cell.category);
        }
        Ok(figures)
    }

    /// What words came to in wallets that this member sees in full, in the household's currency, the largest first.
    pub(super) fn words(&self, gathered: Gathered, period: Period) -> Result<Vec<WordCell>, Error> {
        let sight = &self.acting.sight;
        let counts = |cell: &WordCell| sight.sees(cell.wallet) && cell.amount.currency() == self.currency();
        let mut sums: BTreeMap<(TransactionType, String), WordCell> = BTreeMap::new();
        for cell in self.look.words(gathered, self.acting.household.id, period)?.into_iter().filter(&counts) {
            match sums.get_mut(&(cell.kind, cell.word.clone())) {
                Some(sum) => {
                    sum.amount = sum.amount.plus(cell.amount)?;
                    sum.count += cell.count;
                }
                None => drop(sums.insert((cell.kind, cell.word.clone()), cell)),
            }
        }
        for secret in sight.kept().iter().filter(|secret| period.contains(secret.day)) {
            for cell in words_of(secret, gathered)?.into_iter().filter(&counts) {
                if let Some(sum) = sums.get_mut(&(cell.kind, cell.word)) {
                    sum.amount = sum.amount.minus(cell.amount)?;
                    sum.count = sum.count.saturating_sub(cell.count);
                }
            }
        }
        let mut cells: Vec<WordCell> = sums.into_values().filter(|cell| cell.count > 0).collect();
        cells.sort_by_key(|cell| std::cmp::Reverse(cell.amount.minor()));
        Ok(cells)
    }

    /// Whether a part of a record is seen.
    pub(super) fn shows(&self, part: &Part) -> bool {
        self.sees(part.wallet) && !self.acting.sight.keeps(part.transaction)
    }

    /// Whether a record is seen at all.
    pub(super) fn shows_record(&self, transaction: &Transaction) -> bool {
        self.acting.sight.shows(transaction)
    }

    pub(super) fn sees(&self, wallet: WalletId) -> bool {
        self.acting.sight.sees(wallet)
    }

    pub(super) fn flows(&self, counted: &Figures, period: Period) -> Result<Sides, Error> {
        let currency = self.currency();
        let sums = counted.sums()?.remove(&currency).unwrap_or(Sums::zero(currency));
        let has_rows = counted.monthly.iter().all(|sum| sum.wallet.currency != currency);
        let figure = |amount: Money, counts: Counts| Figure {
            amount,
            rows: has_rows.then(|| Rows { counts, ..Rows::of(period) }),
        };
        let counting = counted.cells.iter().filter(|cell| cell.counts(currency));
        Ok(Sides {
            income: figure(sums.income, Counts::Income),
            expense: figure(sums.expense, Counts::Expense),
            net: figure(sums.net, Counts::Both),
            count: counting.map(|cell| cell.leading).sum(),
            expense_ratio: permille(sums.expense, sums.income),
            saving_ratio: permille(sums.net, sums.income),
        })
    }
}
