//! What a report is asked about, and the links by which rows are asked for.

use poem_openapi::Enum;

use crate::api::cursor;
use crate::api::problem::{Code, FieldWhy, Problem};
use crate::app::{Counts, Error, FoundPlace, Over, Place, Rows, Sort, Why};
use crate::ledger::{self, Day, Period, Tag, TransactionType};

/// How long a period is: `week` from Monday to Sunday, `month` and `year` of the calendar, `payday` from payday to
/// payday, as the household counts its months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename = "ReportPeriod", rename_all = "snake_case")]
pub(in crate::api) enum Stretch {
    Day,
    Week,
    Month,
    Payday,
    Year,
}

impl From<Stretch> for ledger::Stretch {
    fn from(stretch: Stretch) -> Self {
        match stretch {
            Stretch::Day => Self::Day,
            Stretch::Week => Self::Week,
            Stretch::Month => Self::Month,
            Stretch::Payday => Self::Payday,
            Stretch::Year => Self::Year,
        }
    }
}

/// What a trend counts by: months of the calendar, or from payday to payday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename = "TrendStep", rename_all = "snake_case")]
pub(in crate::api) enum Turn {
    Month,
    Payday,
}

impl From<Turn> for ledger::Stretch {
    fn from(turn: Turn) -> Self {
        match turn {
            Turn::Month => Self::Month,
            Turn::Payday => Self::Payday,
        }
    }
}

/// What went out, or what came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename = "ReportSide", rename_all = "snake_case")]
pub(in crate::api) enum Side {
    Expense,
    Income,
}

impl From<Side> for TransactionType {
    fn from(side: Side) -> Self {
        match side {
            Side::Expense => Self::Expense,
            Side::Income => Self::Income,
        }
    }
}

pub(super) fn counts(side: Option<Side>) -> Counts {
    match side {
        Some(Side::Expense) => Counts::Expense,
        Some(Side::Income) => Counts::Income,
        None => Counts::Both,
    }
}

/// A tag as people write it, as the ledger does.
pub(super) fn tag(text: &str) -> Result<String, Problem> {
    let tag = text.parse::<Tag>().map_err(|_| Problem::parameter("tag", FieldWhy::Shape))?;
    Ok(tag.as_str().to_owned())
}

/// Where a page of rows ended.
pub(super) fn place(text: &str) -> Result<Place, Problem> {
    let found = cursor::read(text, Sort::Day, false)?;
    let (day, id) = found.day().ok_or(Problem::new(Code::BadCursor))?;
    Ok(Place { day, id })
}

pub(super) fn cursor(place: Place) -> String {
    cursor::write(FoundPlace::of_day(place.day, place.id), Sort::Day, false)
}

/// The days that are asked about.
pub(super) fn over(
    period: Option<Stretch>,
    day: Option<Day>,
    from: Option<Day>,
    to: Option<Day>,
) -> Result<Over, Error> {
    match (from, to) {
        (None, None) => Ok(Over::Stretch(period.unwrap_or(Stretch::Payday).into(), day)),
        (Some(first), Some(last)) => Ok(Over::Days(Period { first, last })),
        (None, Some(_)) => Err(Error::invalid("from", Why::Missing)),
        (Some(_), None) => Err(Error::invalid("to", Why::Missing)),
    }
}

/// The other days of a comparison, if any are named.
pub(super) fn with(
    period: Option<Stretch>,
    day: Option<Day>,
    from: Option<Day>,
    to: Option<Day>,
) -> Result<Option<Over>, Error> {
    if day.is_none() && from.is_none() && to.is_none() {
        return Ok(None);
    }
    over(period, day, from, to).map(Some)
}

/// Where the rows of a figure are.
pub(super) fn link(rows: &Rows) -> String {
    let Rows { days, counts, category, wallet, member, tag, phrase } = rows;
    let side = match counts {
        Counts::Expense => Some("expense"),
        Counts::Income => Some("income"),
        Counts::Both => None,
    };
    let narrowed = [
        ("counts", side.map(str::to_owned)),
        ("category", category.map(|category| category.to_string())),
        ("wallet", wallet.map(|wallet| wallet.to_string())),
        ("member", member.map(|member| member.to_string())),
        ("tag", tag.clone()),
        ("phrase", phrase.clone()),
    ];
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("from", &days.first.to_string()).append_pair("to", &days.last.to_string());
    for (name, value) in narrowed {
        query.extend_pairs(value.map(|value| (name, value)));
    }
    format!("/api/v1/reports/rows?{}", query.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_holds_any_words() {
        let days = Period { first: "2026-11-01".parse().unwrap(), last: "2026-11-30".parse().unwrap() };
        assert_eq!(link(&Rows::of(days)), "/api/v1/reports/rows?from=2026-11-01&to=2026-11-30");
        let rows = Rows {
            counts: Counts::Expense,
            tag: Some("naïf".to_owned()),
            phrase: Some("kopi & susu".to_owned()),
            ..Rows::of(days)
        };
        assert_eq!(
            link(&rows),
            "/api/v1/reports/rows?from=2026-11-01&to=2026-11-30&counts=expense&tag=na%C3%AFf&phrase=kopi+%26+susu"
        );
    }

    #[test]
    fn days_are_named_by_both_ends_or_by_neither() {
        let day: Day = "2026-11-22".parse().unwrap();
        let usual = over(None, None, None, None);
        assert!(matches!(usual, Ok(Over::Stretch(ledger::Stretch::Payday, None))), "{usual:?}");
        assert!(over(None, None, Some(day), None).is_err() && over(None, None, None, Some(day)).is_err());
        assert!(matches!(with(Some(Stretch::Week), None, None, None), Ok(None)));
    }
}
