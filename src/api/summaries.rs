//! What a day or month came to.

use poem_openapi::param::Query;
use poem_openapi::{Object, OpenApi};

use super::Tags;
use super::caller::Caller;
use super::problem::{Choosing, Refused};
use super::reply::Shown;
use super::scalar::Nullable;
use super::view::{Period, TransactionType, WalletRef};
use crate::app;
use crate::ledger::{CategorySlug, Day, Month};

#[derive(Debug)]
pub(super) struct Summaries;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Summaries")]
impl Summaries {
    /// A day's summary
    #[oai(path = "/summaries/day", method = "get", operation_id = "summarise_day")]
    async fn day(
        &self,
        caller: Caller,
        /// The family's today when left out.
        day: Query<Option<Day>>,
    ) -> Result<Shown<Summary>, Refused<Choosing>> {
        Ok(Shown(caller.read(move |me| Ok(Summary::from(&me.day_summary(day.0)?))).await?))
    }

    /// A month's summary
    ///
    /// For a family that counts from payday to payday, the period that starts in that month.
    #[oai(path = "/summaries/month", method = "get", operation_id = "summarise_month")]
    async fn month(
        &self,
        caller: Caller,
        /// The one that the family's today lies in when left out.
        month: Query<Option<Month>>,
    ) -> Result<Shown<Summary>, Refused<Choosing>> {
        Ok(Shown(caller.read(move |me| Ok(Summary::from(&me.month_summary(month.0)?))).await?))
    }
}

/// What a period came to, in the household's currency. Moving money between own wallets is neither income nor
/// expense; a transfer's fee is an expense.
#[derive(Debug, Object)]
pub(super) struct Summary {
    pub period: Period,
    /// ISO 4217; the rupiah has no decimals here.
    pub currency: String,
    /// In the currency's minor unit, as every amount below.
    pub income: i64,
    pub expense: i64,
    /// Income less expense.
    pub net: i64,
    /// How many expenses and incomes it counts; a transfer with a fee is neither.
    pub count: u64,
    /// Largest first.
    pub categories: Vec<CategoryTotal>,
    /// Expense in thousandths of income; `null` without income.
    pub expense_ratio_permille: Nullable<i64>,
    /// What was kept, in thousandths of income; negative when more went out than came in.
    pub saving_ratio_permille: Nullable<i64>,
    /// The period before, for comparing.
    pub previous: Nullable<Sums>,
    /// The same sums in every other currency that moved.
    pub others: Vec<ForeignSums>,
    /// The wallets that are shared with the caller by the month: what each came to, in months that are over. They are
    /// in the sums above, and in no category. Empty for any other period.
    pub monthly: Vec<MonthlySum>,
}

/// What a wallet came to of which the caller sees a month's sums only.
#[derive(Debug, Object)]
pub(super) struct MonthlySum {
    pub wallet: WalletRef,
    pub currency: String,
    pub income: i64,
    pub expense: i64,
    pub net: i64,
}

/// What one category came to.
#[derive(Debug, Object)]
pub(super) struct CategoryTotal {
    pub slug: CategorySlug,
    pub kind: TransactionType,
    pub amount: i64,
    pub count: u64,
}

/// Both sides and their difference.
#[derive(Debug, Object)]
pub(super) struct Sums {
    pub income: i64,
    pub expense: i64,
    pub net: i64,
}

/// Both sides and their difference, in another currency.
#[derive(Debug, Object)]
pub(super) struct OtherSums {
    pub currency: String,
    pub income: i64,
    pub expense: i64,
    pub net: i64,
}

/// Both sides and their difference, in another currency, and what they come to.
#[derive(Debug, Object)]
pub(super) struct ForeignSums {
    pub currency: String,
    pub income: i64,
    pub expense: i64,
    pub net: i64,
    /// What they come to in the household's currency; `null` where no rate is known.
    pub worth: Nullable<Worth>,
}

/// Sums of another currency, as they count in the household's.
#[derive(Debug, Object)]
#[oai(rename = "SumsWorth")]
pub(super) struct Worth {
    pub income: i64,
    pub expense: i64,
    pub net: i64,
    /// The day of the rate: the one that held when the period ended, or holds now.
    pub rate_day: Day,
}

impl From<&app::Summary> for Summary {
    fn from(summary: &app::Summary) -> Self {
        Self {
            period: summary.period.into(),
            currency: summary.currency.to_string(),
            income: summary.income.minor(),
            expense: summary.expense.minor(),
            net: summary.net.minor(),
            count: summary.count,
            categories: summary.categories.iter().map(CategoryTotal::from).collect(),
            expense_ratio_permille: summary.expense_ratio.into(),
            saving_ratio_permille: summary.saving_ratio.into(),
            previous: summary.previous.as_ref().map(Sums::from).into(),
            others: summary.others.iter().map(ForeignSums::from).collect(),
            monthly: summary.monthly.iter().map(MonthlySum::from).collect(),
        }
    }
}

impl From<&app::CategoryTotal> for CategoryTotal {
    fn from(total: &app::CategoryTotal) -> Self {
        Self { slug: total.slug, kind: total.kind.into(), amount: total.amount.minor(), count: total.count }
    }
}

impl From<&app::Sums> for Sums {
    fn from(sums: &app::Sums) -> Self {
        Self { income: sums.income.minor(), expense: sums.expense.minor(), net: sums.net.minor() }
    }
}

impl From<&app::MonthlySum> for MonthlySum {
    fn from(sum: &app::MonthlySum) -> Self {
        let OtherSums { currency, income, expense, net } = OtherSums::from(&sum.sums);
        Self { wallet: WalletRef::from(&sum.wallet), currency, income, expense, net }
    }
}

impl From<&app::Sums> for OtherSums {
    fn from(sums: &app::Sums) -> Self {
        let Sums { income, expense, net } = sums.into();
        Self { currency: sums.net.currency().to_string(), income, expense, net }
    }
}

impl From<&app::OtherSums> for ForeignSums {
    fn from(other: &app::OtherSums) -> Self {
        let OtherSums { currency, income, expense, net } = (&other.sums).into();
        let worth = other.worth.as_ref().map(|(sums, rate_day)| {
            let Sums { income, expense, net } = sums.into();
            Worth { income, expense, net, rate_day: *rate_day }
        });
        Self { currency, income, expense, net, worth: worth.into() }
    }
}
