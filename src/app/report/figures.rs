//! The shapes of reports: figures, each with the rows behind it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::outcome::{MonthlySum, Seen};
use crate::error::Error;
use crate::ledger::{
    Categories, CategorySlug, Compared, Currency, Day, MemberId, Money, Month, Period, Share, Stretch, Sums,
    TransactionType, Usual, WalletId, permille,
};

/// The days that a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// The one around a day: today when none is named.
    Stretch(Stretch, Option<Day>),
    Days(Period),
}

/// Which records a figure was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    pub days: Period,
    pub counts: Counts,
    /// Also what was merged into it.
    pub category: Option<CategorySlug>,
    pub wallet: Option<WalletId>,
    /// Who recorded.
    pub member: Option<MemberId>,
    pub tag: Option<String>,
    /// A description without its case, marks and figures.
    pub phrase: Option<String>,
}

/// The side of records that a figure counts. A transfer's fee is an expense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    Expense,
    Income,
    Both,
}

impl From<TransactionType> for Counts {
    fn from(kind: TransactionType) -> Self {
        match kind {
            TransactionType::Income => Self::Income,
            _ => Self::Expense,
        }
    }
}

impl Rows {
    /// Both sides of a period.
    pub const fn of(days: Period) -> Self {
        Self {
            days,
            counts: Counts::Both,
            category: None,
            wallet: None,
            member: None,
            tag: None,
            phrase: None,
        }
    }
}

/// An amount, and where its rows are: none where it holds what a wallet shows as a monthly sum only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    pub amount: Money,
    pub rows: Option<Rows>,
}

impl Figure {
    /// A category's nothing in a period.
    pub(super) fn nothing(
        currency: Currency,
        period: Period,
        kind: TransactionType,
        slug: CategorySlug,
    ) -> Self {
        let rows = Rows { counts: kind.into(), category: Some(slug), ..Rows::of(period) };
        Self { amount: Money::zero(currency), rows: Some(rows) }
    }
}

/// Both sides of a period, and their difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sides {
    pub income: Figure,
    pub expense: Figure,
    /// Income less expense.
    pub net: Figure,
    /// How many expenses and incomes; a transfer with a fee is neither.
    pub count: u64,
    /// Expense in thousandths of income; none without income.
    pub expense_ratio: Option<i64>,
    /// What was kept in thousandths of income; negative when more went out than came in.
    pub saving_ratio: Option<i64>,
}

/// One of the shares that a period divides by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Divided<K> {
    pub share: Share<K>,
    pub rows: Rows,
}

/// A wallet or a member with the name a person knows it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named<Id> {
    pub id: Id,
    pub name: String,
}

impl<Id: Ord + Copy> Divided<Id> {
    pub(super) fn named(self, names: &BTreeMap<Id, String>) -> Divided<Named<Id>> {
        let Share { of: id, kind, amount, count, permille } = self.share;
        let of = Named { id, name: names.get(&id).cloned().unwrap_or_default() };
        Divided { share: Share { of, kind, amount, count, permille }, rows: self.rows }
    }
}

/// What a period came to, in the household's currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub period: Period,
    pub currency: Currency,
    pub flows: Sides,
    /// The period before.
    pub before: Sides,
    /// Largest first, as all shares.
    pub categories: Vec<Divided<CategorySlug>>,
    /// The household's, for their names.
    pub known: Arc<Categories>,
    pub wallets: Vec<Divided<Named<WalletId>>>,
    pub members: Vec<Divided<Named<MemberId>>>,
    pub tags: Vec<Divided<String>>,
    /// The sums of every other currency that moved.
    pub others: Vec<Sums>,
    /// What wallets came to that are shared by the month: in the flows, and in no share.
    pub monthly: Vec<MonthlySum>,
}

/// Periods in a row, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trend {
    pub currency: Currency,
    pub points: Vec<Point>,
    /// Those that moved most first.
    pub categories: Vec<CategoryTrend>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    pub period: Period,
    pub flows: Sides,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryTrend {
    pub category: CategorySlug,
    pub kind: TransactionType,
    /// One for each point.
    pub figures: Vec<Figure>,
}

/// One period against another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    pub now: Period,
    pub then: Period,
    pub currency: Currency,
    pub income: Against,
    pub expense: Against,
    pub net: Against,
    /// The greatest difference first.
    pub categories: Vec<CategoryAgainst>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Against {
    pub now: Figure,
    pub then: Figure,
    /// Now less then.
    pub difference: Money,
    /// The difference in thousandths of then; none where then is nothing or less.
    pub permille: Option<i64>,
}

impl Against {
    pub(super) fn of(now: Figure, then: Figure) -> Result<Self, Error> {
        let difference = now.amount.minus(then.amount)?;
        Ok(Self { permille: permille(difference, then.amount), difference, now, then })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryAgainst {
    pub compared: Compared,
    pub now_rows: Rows,
    pub then_rows: Rows,
}

/// What was spent on each day of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpendingCalendar {
    pub month: Month,
    pub currency: Currency,
    pub days: Vec<CalendarDay>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarDay {
    pub day: Day,
    pub expense: Figure,
}

/// One of the largest entries: what a record has of a category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Large {
    pub seen: Seen,
    pub category: CategorySlug,
    pub amount: Money,
}

/// What is written down most often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frequent {
    /// The description without its case, marks and figures.
    pub phrase: String,
    pub count: u64,
    pub amount: Money,
    pub rows: Rows,
}

/// An entry far above what is usual in its category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unusual {
    pub large: Large,
    /// Of the category's entries before the period.
    pub usual: Usual,
}

/// What the wallets held at the end of each month, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetWorth {
    pub currency: Currency,
    pub points: Vec<WorthPoint>,
    pub wallets: Vec<WalletWorth>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorthPoint {
    pub month: Month,
    /// What was held of each currency.
    pub held: Vec<Money>,
    /// All of it that had a rate, in the household's currency.
    pub home: Money,
    /// Currencies that had none, and are not in it.
    pub unrated: Vec<Currency>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalletWorth {
    pub wallet: Named<WalletId>,
    pub currency: Currency,
    /// One for each point.
    pub held: Vec<Money>,
}
