//! Sums, shares, trends and comparisons as JSON shows them.

use poem_openapi::Object;

use super::asked::link;
use crate::api::scalar::Nullable;
use crate::api::summaries::{MonthlySum, OtherSums};
use crate::api::view::{MemberRef, Period, TransactionType, WalletRef};
use crate::app;
use crate::ledger::{CategorySlug, Day, MemberId, Month, Share, WalletId};

/// An amount, and where the rows behind it are.
#[derive(Debug, Object)]
pub(in crate::api) struct Figure {
    /// In the currency's minor unit, as every amount.
    pub amount: i64,
    /// Path and query of the records that it was made of; `null` where it holds what a wallet shows by the month only.
    pub rows: Nullable<String>,
}

/// Both sides of a period. Moving money between own wallets is neither income nor expense; a transfer's fee is an
/// expense.
#[derive(Debug, Object)]
pub(in crate::api) struct Flows {
    pub income: Figure,
    pub expense: Figure,
    /// Income less expense.
    pub net: Figure,
    /// How many expenses and incomes it counts; a transfer with a fee is neither.
    pub count: u64,
    /// Expense in thousandths of income; `null` without income.
    pub expense_ratio_permille: Nullable<i64>,
    /// What was kept, in thousandths of income; negative when more went out than came in.
    pub saving_ratio_permille: Nullable<i64>,
}

/// What a period came to, in the household's currency. Every list has the largest first.
#[derive(Debug, Object)]
pub(in crate::api) struct Report {
    pub period: Period,
    /// ISO 4217; the rupiah has no decimals here.
    pub currency: String,
    pub flows: Flows,
    /// The period before.
    pub before: Flows,
    pub categories: Vec<CategoryShare>,
    pub wallets: Vec<WalletShare>,
    /// By who recorded.
    pub members: Vec<MemberShare>,
    /// A record may have several tags, so that these do not add up to the whole.
    pub tags: Vec<TagShare>,
    /// The sums of every other currency that moved.
    pub others: Vec<OtherSums>,
    /// What wallets came to that are shared with the caller by the month: in the flows, and in no share.
    pub monthly: Vec<MonthlySum>,
}

/// Declares what a period divides by.
macro_rules! shares {
    ($($(#[$doc:meta])* $name:ident, $field:ident: $view:ty, $from:ty, $convert:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Object)]
        pub(in crate::api) struct $name {
            pub $field: $view,
            pub kind: TransactionType,
            pub amount: i64,
            /// How many records have something in it.
            pub count: u64,
            /// In thousandths of everything of its kind.
            pub permille: Nullable<i64>,
            /// Path and query of the records that it was made of.
            pub rows: String,
        }

        impl From<app::Divided<$from>> for $name {
            fn from(divided: app::Divided<$from>) -> Self {
                let app::Divided { share: Share { of, kind, amount, count, permille }, rows } = divided;
                Self {
                    $field: $convert(of),
                    kind: kind.into(),
                    amount: amount.minor(),
                    count,
                    permille: permille.into(),
                    rows: link(&rows),
                }
            }
        }
    )*};
}

shares! {
    /// What one category came to, with those merged into it.
    CategoryShare, category: CategorySlug, CategorySlug, |slug| slug;
    /// What was paid from, or came into, one wallet.
    WalletShare, wallet: WalletRef, app::Named<WalletId>, wallet_ref;
    /// What one member recorded.
    MemberShare, member: MemberRef, app::Named<MemberId>, member_ref;
    /// What the records with one tag came to.
    TagShare, tag: String, String, |tag| tag;
}

pub(super) fn wallet_ref(named: app::Named<WalletId>) -> WalletRef {
    WalletRef { id: named.id, name: named.name }
}

fn member_ref(named: app::Named<MemberId>) -> MemberRef {
    MemberRef { id: named.id, name: named.name }
}

/// Periods in a row, the oldest first.
#[derive(Debug, Object)]
pub(in crate::api) struct Trend {
    pub currency: String,
    pub points: Vec<TrendPoint>,
    /// Those that moved most first.
    pub categories: Vec<CategoryTrend>,
}

/// One period of a trend.
#[derive(Debug, Object)]
pub(in crate::api) struct TrendPoint {
    pub period: Period,
    pub flows: Flows,
}

/// One category in all periods of a trend.
#[derive(Debug, Object)]
pub(in crate::api) struct CategoryTrend {
    pub category: CategorySlug,
    pub kind: TransactionType,
    /// One for each point.
    pub figures: Vec<Figure>,
}

/// One period against another.
#[derive(Debug, Object)]
pub(in crate::api) struct Comparison {
    pub now: Period,
    pub then: Period,
    pub currency: String,
    pub income: Against,
    pub expense: Against,
    pub net: Against,
    /// The greatest difference first.
    pub categories: Vec<CategoryAgainst>,
}

/// A figure of both periods.
#[derive(Debug, Object)]
pub(in crate::api) struct Against {
    pub now: Figure,
    pub then: Figure,
    /// Now less then.
    pub difference: i64,
    /// The difference in thousandths of then; `null` where then is nothing or less.
    pub permille: Nullable<i64>,
}

/// What one category came to in both periods.
#[derive(Debug, Object)]
pub(in crate::api) struct CategoryAgainst {
    pub category: CategorySlug,
    pub kind: TransactionType,
    pub now: Figure,
    pub then: Figure,
    pub difference: i64,
    pub permille: Nullable<i64>,
    /// Nothing of it was in the other period.
    pub is_new: bool,
    /// Nothing of it is in this period.
    pub has_vanished: bool,
}

/// What was spent on each day of a calendar month.
#[derive(Debug, Object)]
pub(in crate::api) struct SpendingCalendar {
    pub month: Month,
    pub currency: String,
    /// Every day of the month, those without spending too.
    pub days: Vec<CalendarDay>,
}

/// What was spent on one day.
#[derive(Debug, Object)]
pub(in crate::api) struct CalendarDay {
    pub day: Day,
    pub expense: Figure,
}

impl From<app::Figure> for Figure {
    fn from(figure: app::Figure) -> Self {
        Self { amount: figure.amount.minor(), rows: figure.rows.as_ref().map(link).into() }
    }
}

impl From<app::Sides> for Flows {
    fn from(flows: app::Sides) -> Self {
        Self {
            income: flows.income.into(),
            expense: flows.expense.into(),
            net: flows.net.into(),
            count: flows.count,
            expense_ratio_permille: flows.expense_ratio.into(),
            saving_ratio_permille: flows.saving_ratio.into(),
        }
    }
}

impl From<app::Report> for Report {
    fn from(report: app::Report) -> Self {
        Self {
            period: report.period.into(),
            currency: report.currency.to_string(),
            flows: report.flows.into(),
            before: report.before.into(),
            categories: report.categories.into_iter().map(CategoryShare::from).collect(),
            wallets: report.wallets.into_iter().map(WalletShare::from).collect(),
            members: report.members.into_iter().map(MemberShare::from).collect(),
            tags: report.tags.into_iter().map(TagShare::from).collect(),
            others: report.others.iter().map(OtherSums::from).collect(),
            monthly: report.monthly.iter().map(MonthlySum::from).collect(),
        }
    }
}

impl From<app::Trend> for Trend {
    fn from(trend: app::Trend) -> Self {
        let point = |point: app::Point| TrendPoint { period: point.period.into(), flows: point.flows.into() };
        let category = |of: app::CategoryTrend| CategoryTrend {
            category: of.category,
            kind: of.kind.into(),
            figures: of.figures.into_iter().map(Figure::from).collect(),
        };
        Self {
            currency: trend.currency.to_string(),
            points: trend.points.into_iter().map(point).collect(),
            categories: trend.categories.into_iter().map(category).collect(),
        }
    }
}

impl From<app::Comparison> for Comparison {
    fn from(comparison: app::Comparison) -> Self {
        Self {
            now: comparison.now.into(),
            then: comparison.then.into(),
            currency: comparison.currency.to_string(),
            income: comparison.income.into(),
            expense: comparison.expense.into(),
            net: comparison.net.into(),
            categories: comparison.categories.into_iter().map(CategoryAgainst::from).collect(),
        }
    }
}

impl From<app::Against> for Against {
    fn from(against: app::Against) -> Self {
        Self {
            now: against.now.into(),
            then: against.then.into(),
            difference: against.difference.minor(),
            permille: against.permille.into(),
        }
    }
}

impl From<app::CategoryAgainst> for CategoryAgainst {
    fn from(against: app::CategoryAgainst) -> Self {
        let compared = against.compared;
        Self {
            category: compared.category,
            kind: compared.kind.into(),
            now: Figure { amount: compared.now.minor(), rows: Some(link(&against.now_rows)).into() },
            then: Figure { amount: compared.then.minor(), rows: Some(link(&against.then_rows)).into() },
            difference: compared.difference.minor(),
            permille: compared.permille.into(),
            is_new: compared.is_new(),
            has_vanished: compared.has_vanished(),
        }
    }
}

impl From<app::SpendingCalendar> for SpendingCalendar {
    fn from(calendar: app::SpendingCalendar) -> Self {
        let day = |of: app::CalendarDay| CalendarDay { day: of.day, expense: of.expense.into() };
        Self {
            month: calendar.month,
            currency: calendar.currency.to_string(),
            days: calendar.days.into_iter().map(day).collect(),
        }
    }
}
