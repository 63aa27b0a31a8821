//! What kind of day it is for the family: work, school, fasting, Lebaran.

use jiff::civil::Weekday;

use crate::ledger::Day;

/// How the family lives on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind {
    pub(super) season: Season,
    pub(super) weekday: Weekday,
    pub(super) is_school: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Season {
    Ordinary,
    /// Ramadan: nobody eats before sunset.
    Fasting,
    /// The last ten days of it: new clothes, biscuits, the way home.
    RunUp,
    /// The first week after it.
    Lebaran,
}

impl Kind {
    pub(super) fn of(day: Day) -> Self {
        let (month, day_of_month) = islamic(day);
        let season = match (month, day_of_month) {
            (9, 20..) => Season::RunUp,
            (9, _) => Season::Fasting,
            (10, ..=7) => Season::Lebaran,
            _ => Season::Ordinary,
        };
        let date = day.date();
        let weekday = date.weekday();
        let is_holiday = season == Season::Lebaran
            || matches!((date.month(), date.day()), (6 | 12, 20..) | (7, ..=12) | (1, ..=2));
        Self { season, weekday, is_school: !is_weekend(weekday) && !is_holiday }
    }

    pub(super) fn is_weekend(self) -> bool {
        is_weekend(self.weekday)
    }

    pub(super) fn is_fasting(self) -> bool {
        matches!(self.season, Season::Fasting | Season::RunUp)
    }
}

fn is_weekend(weekday: Weekday) -> bool {
    matches!(weekday, Weekday::Saturday | Weekday::Sunday)
}

/// Month and day of the tabular Islamic calendar: within a day of what is announced.
fn islamic(day: Day) -> (i64, i64) {
    // Days since the calendar's first one, 19 July 622.
    let since = i64::from(day.number()) + 492_148;
    let year = (30 * since + 10_646).div_euclid(10_631);
    let first = |year: i64, month: i64| {
        354 * (year - 1) + (3 + 11 * year).div_euclid(30) + 29 * (month - 1) + month / 2
    };
    let month = (1..=12).rev().find(|month| first(year, *month) <= since).unwrap_or(1);
    (month, since - first(year, month) + 1)
}

/// The day a payment meant for `day` reaches the account: the Friday before when that is a weekend.
pub(super) fn bank_day(day: Day) -> Day {
    match day.date().weekday() {
        Weekday::Saturday => day.plus_days(-1),
        Weekday::Sunday => day.plus_days(-2),
        _ => day,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lebaran_falls_within_a_day_of_the_announced_one() {
        for text in ["2023-04-22", "2024-04-10", "2025-03-31", "2026-03-20", "2027-03-10", "2028-02-27"] {
            let announced: Day = text.parse().unwrap();
            let first = (-1..=1).map(|days| announced.plus_days(days)).find(|day| islamic(*day) == (10, 1));
            assert!(first.is_some(), "{text}: {:?}", islamic(announced));
            assert_eq!(Kind::of(announced.plus_days(2)).season, Season::Lebaran);
            assert_eq!(Kind::of(announced.plus_days(-5)).season, Season::RunUp);
            assert_eq!(Kind::of(announced.plus_days(-20)).season, Season::Fasting);
            assert_eq!(Kind::of(announced.plus_days(40)).season, Season::Ordinary);
        }
    }

    #[test]
    fn school_is_out_on_weekends_and_in_the_holidays() {
        let is_school = |text: &str| Kind::of(text.parse().unwrap()).is_school;
        assert!(is_school("2026-11-20"));
        for text in ["2026-11-21", "2026-11-22", "2026-06-25", "2026-12-23", "2026-03-20"] {
            assert!(!is_school(text), "{text}");
        }
        assert_eq!(bank_day("2026-10-25".parse().unwrap()), "2026-10-23".parse().unwrap());
    }
}
