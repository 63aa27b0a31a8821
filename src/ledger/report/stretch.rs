//! The stretches of time that people ask about.

use crate::ledger::{Cycle, Day, Period};

/// How long a report looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stretch {
    Day,
    /// From Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// From payday to payday, as the household counts; a calendar month where it counts in those.
    Payday,
    /// A calendar year.
    Year,
}

impl Stretch {
    /// The one that the day lies in.
    pub fn around(self, day: Day, cycle: Cycle) -> Period {
        match self {
            Self::Day => Period::day(day),
            Self::Week => {
                let first = day.plus_days(-i32::from(day.date().weekday().to_monday_zero_offset()));
                Period { first, last: first.plus_days(6) }
            }
            Self::Month => Cycle::Calendar.period_of(day),
            Self::Payday => cycle.period_of(day),
            Self::Year => {
                let edge = |month, number| Day::new(day.date().year(), month, number).unwrap_or(day);
                Period { first: edge(1, 1), last: edge(12, 31) }
            }
        }
    }

    /// The one before a period of this length; the period itself where the calendar begins.
    pub fn before(self, period: Period, cycle: Cycle) -> Period {
        self.around(period.first.plus_days(-1), cycle)
    }

    /// So many in a row, the oldest first and the last around the day; fewer where the calendar begins.
    pub fn row(self, day: Day, cycle: Cycle, count: usize) -> Vec<Period> {
        let mut row = vec![self.around(day, cycle)];
        while let Some(oldest) = row.last().copied().filter(|_| row.len() < count) {
            let before = self.before(oldest, cycle);
            if before == oldest {
                break;
            }
            row.push(before);
        }
        row.reverse();
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_lies_in_one_of_each() {
        let payday = Cycle::payday(25).unwrap();
        let rows = [
            (Stretch::Day, "2026-11-22", "2026-11-22", "2026-11-22"),
            (Stretch::Week, "2026-11-22", "2026-11-16", "2026-11-22"),
            (Stretch::Week, "2026-11-23", "2026-11-23", "2026-11-29"),
            (Stretch::Month, "2026-02-28", "2026-02-01", "2026-02-28"),
            (Stretch::Payday, "2026-11-22", "2026-10-25", "2026-11-24"),
            (Stretch::Year, "2026-11-22", "2026-01-01", "2026-12-31"),
        ];
        for (stretch, on, first, last) in rows {
            let period = stretch.around(day(on), payday);
            assert_eq!((period.first, period.last), (day(first), day(last)), "{stretch:?} {on}");
            assert_eq!(stretch.before(period, payday).last, day(first).plus_days(-1), "{stretch:?} {on}");
        }
    }

    #[test]
    fn a_row_is_without_gaps_and_ends_where_the_calendar_begins() {
        let row = Stretch::Month.row(day("2026-02-10"), Cycle::Calendar, 3);
        let firsts: Vec<String> = row.iter().map(|period| period.first.to_string()).collect();
        assert_eq!(firsts, ["2025-12-01", "2026-01-01", "2026-02-01"]);
        assert_eq!(Stretch::Month.row(day("1970-03-01"), Cycle::Calendar, 24).len(), 3);
    }
}
