//! The family's days, months and periods. Instants come from outside; nothing here asks what time it is.

use std::fmt;
use std::str::FromStr;

pub use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan as _};

/// A calendar day of the family, between the years 1970 and 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

/// A text is not a day or month, or a day lies outside what the ledger holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a day between the years 1970 and 9999")]
pub struct NotADay;

impl Day {
    pub const FIRST: Self = Self(jiff::civil::date(1970, 1, 1));
    pub const LAST: Self = Self(jiff::civil::date(9999, 12, 31));

    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, NotADay> {
        Self::from_date(Date::new(year, month, day).map_err(|_| NotADay)?)
    }

    pub fn from_date(date: Date) -> Result<Self, NotADay> {
        if (1970..=9999).contains(&date.year()) { Ok(Self(date)) } else { Err(NotADay) }
    }

    pub const fn date(self) -> Date {
        self.0
    }

    /// Days since 1 January 1970: what storage keys use, so that order is time's order.
    pub fn number(self) -> u32 {
        let epoch = jiff::civil::date(1970, 1, 1);
        let days = (self.0 - epoch).get_days();
        u32::try_from(days).unwrap_or(0)
    }

    pub fn from_number(number: u32) -> Result<Self, NotADay> {
        let days = i32::try_from(number).map_err(|_| NotADay)?;
        let span = Span::new().try_days(days).map_err(|_| NotADay)?;
        Self::from_date(jiff::civil::date(1970, 1, 1).checked_add(span).map_err(|_| NotADay)?)
    }

    /// The day so many days later (negative: earlier); stays at the edge of the calendar.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        self.0.checked_add(days.days()).ok().and_then(|date| Self::from_date(date).ok()).unwrap_or(self)
    }

    pub fn month(self) -> Month {
        Month { year: self.0.year(), month: self.0.month() }
    }
}

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        // Strict ISO form: the parser underneath would take whole timestamps too.
        if text.len() != 10 {
            return Err(NotADay);
        }
        Self::from_date(text.parse().map_err(|_| NotADay)?)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A calendar month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i16,
    month: i8,
}

impl Month {
    pub fn new(year: i16, month: i8) -> Result<Self, NotADay> {
        Ok(Day::new(year, month, 1)?.month())
    }

    pub const fn year(self) -> i16 {
        self.year
    }

    /// 1 for January to 12 for December.
    pub const fn month(self) -> i8 {
        self.month
    }

    /// Months since January 1970: what storage keys use.
    pub fn number(self) -> u32 {
        let months = (i32::from(self.year) - 1970) * 12 + i32::from(self.month) - 1;
        u32::try_from(months).unwrap_or(0)
    }

    pub fn from_number(number: u32) -> Result<Self, NotADay> {
        let year = i16::try_from(1970 + number / 12).map_err(|_| NotADay)?;
        let month = i8::try_from(number % 12 + 1).map_err(|_| NotADay)?;
        Self::new(year, month)
    }

    pub fn first_day(self) -> Day {
        Day(jiff::civil::date(self.year, self.month, 1))
    }

    pub fn last_day(self) -> Day {
        Day(self.first_day().0.last_of_month())
    }

    #[must_use]
    pub fn previous(self) -> Self {
        self.first_day().plus_days(-1).month()
    }

    #[must_use]
    pub fn next(self) -> Self {
        self.last_day().plus_days(1).month()
    }
}

impl FromStr for Month {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        if text.len() != 7 {
            return Err(NotADay);
        }
        Ok(format!("{text}-01").parse::<Day>()?.month())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// How the family cuts time into months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cycle {
    /// From the first to the last day of a calendar month.
    Calendar,
    /// From payday to the day before the next one ("siklus gajian"). The day is 1 to 31; in a shorter month
    /// payday is that month's last day.
    Payday(u8),
}

impl Cycle {
    pub fn payday(day: u8) -> Result<Self, NotADay> {
        if (1..=31).contains(&day) { Ok(Self::Payday(day)) } else { Err(NotADay) }
    }

    /// The period named by `month`: for a payday cycle, the one that starts in that month.
    pub fn period(self, month: Month) -> Period {
        match self {
            Self::Calendar => Period { first: month.first_day(), last: month.last_day() },
            Self::Payday(_) => {
                Period { first: self.start_in(month), last: self.start_in(month.next()).plus_days(-1) }
            }
        }
    }

    /// The period that `day` lies in.
    pub fn period_of(self, day: Day) -> Period {
        let period = self.period(day.month());
        if day < period.first { self.period(day.month().previous()) } else { period }
    }

    fn start_in(self, month: Month) -> Day {
        match self {
            Self::Calendar => month.first_day(),
            Self::Payday(day) => {
                let last = month.last_day();
                let day = i8::try_from(day).unwrap_or(1).min(last.date().day());
                Day::new(month.year(), month.month(), day).unwrap_or(last)
            }
        }
    }
}

/// An inclusive run of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub first: Day,
    pub last: Day,
}

impl Period {
    pub fn day(day: Day) -> Self {
        Self { first: day, last: day }
    }

    pub fn contains(self, day: Day) -> bool {
        (self.first..=self.last).contains(&day)
    }
}

/// The household's time zone, by its IANA name: what makes an instant "hari ini".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a time zone such as Asia/Jakarta")]
pub struct UnknownZone;

impl Zone {
    pub fn named(name: &str) -> Result<Self, UnknownZone> {
        TimeZone::get(name).map(Self).map_err(|_| UnknownZone)
    }

    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    pub fn day_of(&self, at: Timestamp) -> Day {
        Day(self.0.to_datetime(at).date())
    }

    /// The wall clock at an instant, for showing.
    pub fn local(&self, at: Timestamp) -> jiff::civil::DateTime {
        self.0.to_datetime(at)
    }

    /// The instant at which a day starts here.
    pub fn start_of(&self, day: Day) -> Timestamp {
        self.0.to_ambiguous_timestamp(day.date().at(0, 0, 0, 0)).compatible().unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn numbers_and_days_are_one_to_one() {
        for text in ["1970-01-01", "2024-02-29", "2026-11-22", "9999-12-31"] {
            let day = day(text);
            assert_eq!(Day::from_number(day.number()), Ok(day));
            assert_eq!(Month::from_number(day.month().number()), Ok(day.month()));
            assert_eq!(day.to_string(), text);
        }
        for text in ["1969-12-31", "2026-02-30", "2026-1-1", "2026-11-22T10:00", ""] {
            assert_eq!(text.parse::<Day>(), Err(NotADay), "{text}");
        }
    }

    #[test]
    fn a_payday_period_runs_to_the_day_before_the_next() {
        let cycle = Cycle::payday(25).unwrap();
        let november = cycle.period_of(day("2026-11-25"));
        assert_eq!((november.first, november.last), (day("2026-11-25"), day("2026-12-24")));
        assert_eq!(cycle.period_of(day("2026-11-24")).first, day("2026-10-25"));
    }

    #[test]
    fn a_payday_on_the_31st_moves_to_the_last_day_of_short_months() {
        let cycle = Cycle::payday(31).unwrap();
        let february = cycle.period_of(day("2026-03-01"));
        assert_eq!((february.first, february.last), (day("2026-02-28"), day("2026-03-30")));
    }

    #[test]
    fn every_day_lies_in_exactly_one_period() {
        for payday in [1, 15, 28, 29, 30, 31] {
            let cycle = Cycle::payday(payday).unwrap();
            let mut at = day("2024-01-01");
            while at < day("2025-03-05") {
                let period = cycle.period_of(at);
                assert!(period.contains(at));
                assert_eq!(cycle.period_of(period.last.plus_days(1)).first, period.last.plus_days(1));
                at = at.plus_days(1);
            }
        }
    }

    #[test]
    fn today_is_the_familys_day() {
        let at: Timestamp = "2026-11-21T17:30:00Z".parse().unwrap();
        assert_eq!(Zone::named("Asia/Jakarta").unwrap().day_of(at), day("2026-11-22"));
        assert_eq!(Zone::named("UTC").unwrap().day_of(at), day("2026-11-21"));
        assert_eq!(Zone::named("Mars/Base"), Err(UnknownZone));
    }
}
