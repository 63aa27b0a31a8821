//! What periods came to: sums, trends, comparisons, what stands out; each figure with a link to its rows.

#![expect(
    clippy::too_many_arguments,
    reason = "each is a parameter of the address, and the library takes them one by one"
)]

mod asked;
mod entries;
mod figures;
mod worth;

use poem_openapi::OpenApi;
use poem_openapi::param::Query;

use super::Tags;
use super::caller::Caller;
use super::problem::{Choosing, Paging, Reading, Refused};
use super::reply::Shown;
use crate::app::{Acting, Rows};
use crate::ledger::{CategorySlug, Day, MemberId, Month, Period, WalletId};
use asked::{Side, Stretch, Turn, over, with};
use entries::{FrequentList, LargestList, RowPage, UnusualList};
use figures::{Comparison, Report, SpendingCalendar, Trend};
use worth::NetWorth;

#[derive(Debug)]
pub(super) struct Reports;

/// How many entries a list holds when nobody says.
const USUAL_LIST: usize = 10;
/// How many rows a page holds when nobody says.
const USUAL_PAGE: usize = 50;
/// How many periods a trend has when nobody says.
const USUAL_TREND: usize = 6;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Reports")]
impl Reports {
    /// What a period came to
    ///
    /// Sums, ratios, and what they divide by, in the household's currency. The period is the one around `day`, or
    /// the days from `from` to `to`.
    #[oai(path = "/reports/period", method = "get", operation_id = "report_period")]
    async fn period(
        &self,
        caller: Caller,
        /// How long; from payday to payday, as the household counts its months, when left out.
        period: Query<Option<Stretch>>,
        /// A day in the period; the family's today when left out.
        day: Query<Option<Day>>,
        /// The first day, together with `to`, in place of `period` and `day`.
        from: Query<Option<Day>>,
        /// The last day.
        to: Query<Option<Day>>,
    ) -> Result<Shown<Report>, Refused<Reading>> {
        let asked = over(period.0, day.0, from.0, to.0);
        Ok(Shown(caller.run(move |me| Ok(Report::from(me.report(asked?)?))).await?))
    }

    /// How income and expense went, period by period
    ///
    /// Oldest first; the last is the one around today.
    #[oai(path = "/reports/trend", method = "get", operation_id = "report_trend")]
    async fn trend(
        &self,
        caller: Caller,
        /// By calendar months, or from payday to payday; the latter when left out.
        by: Query<Option<Turn>>,
        /// How many; 6 when left out.
        #[oai(validator(minimum(value = "1"), maximum(value = "24")))]
        count: Query<Option<u16>>,
    ) -> Result<Shown<Trend>, Refused<Choosing>> {
        let count = count.0.map_or(USUAL_TREND, usize::from);
        let by = by.0.unwrap_or(Turn::Payday).into();
        Ok(Shown(caller.run(move |me| Ok(Trend::from(me.trend(by, count)?))).await?))
    }

    /// One period against another
    ///
    /// Against the one before it, when no other is named.
    #[oai(path = "/reports/comparison", method = "get", operation_id = "report_comparison")]
    async fn comparison(
        &self,
        caller: Caller,
        /// How long; from payday to payday, as the household counts its months, when left out.
        period: Query<Option<Stretch>>,
        /// A day in the period; the family's today when left out.
        day: Query<Option<Day>>,
        /// The first day, together with `to`, in place of `period` and `day`.
        from: Query<Option<Day>>,
        /// The last day.
        to: Query<Option<Day>>,
        /// A day in the other period, which is as long by its name.
        with_day: Query<Option<Day>>,
        /// The first day of the other period, together with `with_to`, in place of `with_day`.
        with_from: Query<Option<Day>>,
        /// The last day of the other period.
        with_to: Query<Option<Day>>,
    ) -> Result<Shown<Comparison>, Refused<Reading>> {
        let asked = over(period.0, day.0, from.0, to.0);
        let other = with(period.0, with_day.0, with_from.0, with_to.0);
        Ok(Shown(caller.run(move |me| Ok(Comparison::from(me.comparison(asked?, other?)?))).await?))
    }

    /// The largest entries
    ///
    /// What single records have of one category, the largest first.
    #[oai(path = "/reports/largest", method = "get", operation_id = "report_largest")]
    async fn largest(
        &self,
        caller: Caller,
        /// How long; from payday to payday, as the household counts its months, when left out.
        period: Query<Option<Stretch>>,
        /// A day in the period; the family's today when left out.
        day: Query<Option<Day>>,
        /// The first day, together with `to`, in place of `period` and `day`.
        from: Query<Option<Day>>,
        /// The last day.
        to: Query<Option<Day>>,
        /// Expenses when left out.
        kind: Query<Option<Side>>,
        /// How many at most; 10 when left out.
        #[oai(validator(minimum(value = "1"), maximum(value = "50")))]
        limit: Query<Option<u16>>,
    ) -> Result<Shown<LargestList>, Refused<Reading>> {
        let asked = over(period.0, day.0, from.0, to.0);
        let (kind, most) = (kind.0.unwrap_or(Side::Expense).into(), limit.0.map_or(USUAL_LIST, usize::from));
        Ok(Shown(caller.run(move |me| LargestList::of(&me.largest(asked?, kind, most)?)).await?))
    }

    /// What was written down most often
    ///
    /// By description, whatever its case, marks and figures, the most frequent first.
    #[oai(path = "/reports/frequent", method = "get", operation_id = "report_frequent")]
    async fn frequent(
        &self,
        caller: Caller,
        /// How long; from payday to payday, as the household counts its months, when left out.
        period: Query<Option<Stretch>>,
        /// A day in the period; the family's today when left out.
        day: Query<Option<Day>>,
        /// The first day, together with `to`, in place of `period` and `day`.
        from: Query<Option<Day>>,
        /// The last day.
        to: Query<Option<Day>>,
        /// Expenses when left out.
        kind: Query<Option<Side>>,
        /// How many at most; 10 when left out.
        #[oai(validator(minimum(value = "1"), maximum(value = "50")))]
        limit: Query<Option<u16>>,
    ) -> Result<Shown<FrequentList>, Refused<Reading>> {
        let asked = over(period.0, day.0, from.0, to.0);
        let (kind, most) = (kind.0.unwrap_or(Side::Expense).into(), limit.0.map_or(USUAL_LIST, usize::from));
        Ok(Shown(caller.run(move |me| Ok(FrequentList::from(me.frequent(asked?, kind, most)?))).await?))
    }

    /// Expenses far above what is usual
    ///
    /// Against the latest 100 entries of their category before the period: more than 5.2 spreads (the median of the
    /// distances from the median) above their median, more than twice it, and a third more than all but one of them. A
    /// category with fewer than 8 entries has nothing unusual; fees of transfers are left out.
    #[oai(path = "/reports/unusual", method = "get", operation_id = "report_unusual")]
    async fn unusual(
        &self,
        caller: Caller,
        /// How long; from payday to payday, as the household counts its months, when left out.
        period: Query<Option<Stretch>>,
        /// A day in the period; the family's today when left out.
        day: Query<Option<Day>>,
        /// The first day, together with `to`, in place of `period` and `day`.
        from: Query<Option<Day>>,
        /// The last day.
        to: Query<Option<Day>>,
    ) -> Result<Shown<UnusualList>, Refused<Reading>> {
        let asked = over(period.0, day.0, from.0, to.0);
        Ok(Shown(caller.run(move |me| UnusualList::of(&me, &me.unusual(asked?)?)).await?))
    }

    /// What the family has, month by month
    ///
    /// What the wallets held at the end of each calendar month, oldest first, with what is dated ahead in the last one.
    #[oai(path = "/reports/net-worth", method = "get", operation_id = "report_net_worth")]
    async fn net_worth(
        &self,
        caller: Caller,
        /// How many months; 12 when left out.
        #[oai(validator(minimum(value = "1"), maximum(value = "24")))]
        months: Query<Option<u16>>,
    ) -> Result<Shown<NetWorth>, Refused<Choosing>> {
        let months = months.0.map_or(12, usize::from);
        Ok(Shown(caller.run(move |me| Ok(NetWorth::from(me.net_worth(months)?))).await?))
    }

    /// What was spent on each day of a month
    #[oai(path = "/reports/calendar", method = "get", operation_id = "report_calendar")]
    async fn calendar(
        &self,
        caller: Caller,
        /// A calendar month; this one when left out.
        month: Query<Option<Month>>,
    ) -> Result<Shown<SpendingCalendar>, Refused<Choosing>> {
        let calendar = move |me: Acting| Ok(SpendingCalendar::from(me.spending_calendar(month.0)?));
        Ok(Shown(caller.run(calendar).await?))
    }

    /// The rows behind a figure
    ///
    /// Where the `rows` of every figure lead: the records that it was made of, newest day first, each with what it
    /// has in the figure. The amounts of all pages come to the figure.
    #[oai(path = "/reports/rows", method = "get", operation_id = "report_rows")]
    async fn rows(
        &self,
        caller: Caller,
        /// The first day.
        from: Query<Day>,
        /// The last day.
        to: Query<Day>,
        /// The side that counts; a transfer's fee is an expense. Both when left out, expenses as negative amounts.
        counts: Query<Option<Side>>,
        /// Only what counts as this category.
        category: Query<Option<CategorySlug>>,
        /// Only of this wallet.
        wallet: Query<Option<WalletId>>,
        /// Only what this member recorded.
        member: Query<Option<MemberId>>,
        /// Only with this tag.
        #[oai(validator(max_length = 24))]
        tag: Query<Option<String>>,
        /// Only lines with this description, whatever its case, marks and figures.
        #[oai(validator(max_length = 200))]
        phrase: Query<Option<String>>,
        /// The `next_cursor` of the page before.
        #[oai(validator(max_length = 64))]
        cursor: Query<Option<String>>,
        /// How many at most; 50 when left out.
        #[oai(validator(minimum(value = "1"), maximum(value = "200")))]
        limit: Query<Option<u16>>,
    ) -> Result<Shown<RowPage>, Refused<Paging>> {
        let rows = Rows {
            days: Period { first: from.0, last: to.0 },
            counts: asked::counts(counts.0),
            category: category.0,
            wallet: wallet.0,
            member: member.0,
            tag: tag.0.as_deref().map(asked::tag).transpose()?,
            phrase: phrase.0,
        };
        let after = cursor.0.as_deref().map(asked::place).transpose()?;
        let most = limit.0.map_or(USUAL_PAGE, usize::from);
        Ok(Shown(caller.run(move |me| RowPage::of(&me.figure_rows(&rows, after, most)?)).await?))
    }
}
