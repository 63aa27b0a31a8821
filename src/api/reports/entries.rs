//! Single entries, and the rows behind a figure, as JSON shows them.

use poem_openapi::Object;

use super::asked::{self, link};
use crate::api::scalar::Nullable;
use crate::api::transactions::Transaction;
use crate::app::{self, Acting, Error, Page};
use crate::ledger::CategorySlug;
use crate::{say, words};

/// The largest entries, the largest first.
#[derive(Debug, Object)]
pub(in crate::api) struct LargestList {
    pub items: Vec<LargeEntry>,
}

/// What a record has of one category.
#[derive(Debug, Object)]
pub(in crate::api) struct LargeEntry {
    pub category: CategorySlug,
    /// Of the record, only this is of the category.
    pub amount: i64,
    pub transaction: Transaction,
}

/// What was written down most often, the most frequent first.
#[derive(Debug, Object)]
pub(in crate::api) struct FrequentList {
    pub items: Vec<FrequentEntry>,
}

/// A description, without its case, marks and figures.
#[derive(Debug, Object)]
pub(in crate::api) struct FrequentEntry {
    pub phrase: String,
    /// In how many records it stands.
    pub count: u64,
    /// What they came to together.
    pub amount: i64,
    /// Path and query of the records.
    pub rows: String,
}

/// Expenses far above what is usual, the most unusual first.
#[derive(Debug, Object)]
pub(in crate::api) struct UnusualList {
    pub items: Vec<UnusualEntry>,
}

/// An expense far above what is usual in its category.
#[derive(Debug, Object)]
pub(in crate::api) struct UnusualEntry {
    pub category: CategorySlug,
    /// Of the record, only this is of the category.
    pub amount: i64,
    /// The median of the category's latest entries before the period.
    pub usual: i64,
    /// The median of their distances from it.
    pub spread: i64,
    /// What is above this is unusual.
    pub limit: i64,
    /// How many entries were looked at.
    pub seen: u64,
    /// The same in the caller's language.
    pub why: String,
    pub transaction: Transaction,
}

/// A page of the rows behind a figure, newest first.
#[derive(Debug, Object)]
pub(in crate::api) struct RowPage {
    pub items: Vec<FigureRow>,
    /// Leads to the next page; `null` on the last one.
    pub next_cursor: Nullable<String>,
}

/// A record, and what it has in the figure.
#[derive(Debug, Object)]
pub(in crate::api) struct FigureRow {
    /// Negative for what was spent, where both sides count.
    pub amount: i64,
    pub transaction: Transaction,
}

impl LargestList {
    pub(super) fn of(largest: &[app::Large]) -> Result<Self, Error> {
        let entry = |large: &app::Large| {
            let transaction = Transaction::of(&large.seen)?;
            Ok(LargeEntry { category: large.category, amount: large.amount.minor(), transaction })
        };
        Ok(Self { items: largest.iter().map(entry).collect::<Result<_, Error>>()? })
    }
}

impl From<Vec<app::Frequent>> for FrequentList {
    fn from(frequent: Vec<app::Frequent>) -> Self {
        let entry = |of: app::Frequent| FrequentEntry {
            phrase: of.phrase,
            count: of.count,
            amount: of.amount.minor(),
            rows: link(&of.rows),
        };
        Self { items: frequent.into_iter().map(entry).collect() }
    }
}

impl UnusualList {
    pub(super) fn of(me: &Acting, unusual: &[app::Unusual]) -> Result<Self, Error> {
        let words = words::of(me.member().language);
        let entry = |of: &app::Unusual| {
            Ok(UnusualEntry {
                category: of.large.category,
                amount: of.large.amount.minor(),
                usual: of.usual.middle,
                spread: of.usual.spread,
                limit: of.usual.limit(),
                seen: u64::try_from(of.usual.seen).unwrap_or(u64::MAX),
                why: say::unusual(words, of),
                transaction: Transaction::of(&of.large.seen)?,
            })
        };
        Ok(Self { items: unusual.iter().map(entry).collect::<Result<_, Error>>()? })
    }
}

impl RowPage {
    pub(super) fn of(page: &Page<app::Row>) -> Result<Self, Error> {
        let row = |row: &app::Row| {
            Ok(FigureRow { amount: row.amount.minor(), transaction: Transaction::of(&row.seen)? })
        };
        let items = page.items.iter().map(row).collect::<Result<_, Error>>()?;
        Ok(Self { items, next_cursor: page.next.map(asked::cursor).into() })
    }
}
