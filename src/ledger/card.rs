//! A credit card's months: when one closes, and when it is to be paid.

use super::{Day, Month, Period};

/// When a credit card's month closes and when it is to be paid; days of the month, 1 to 31, the last day of a shorter
/// one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardCycle {
    pub statement_day: u8,
    pub due_day: u8,
}

impl CardCycle {
    /// Whether both are days that some month has.
    pub fn is_sound(self) -> bool {
        (1..=31).contains(&self.statement_day) && (1..=31).contains(&self.due_day)
    }

    /// The statement that a day falls on: from the day after one closing to the next closing.
    pub fn statement_of(self, day: Day) -> Period {
        let closes = |month| day_in(month, self.statement_day);
        let month = day.month();
        if day <= closes(month) {
            Period { first: closes(month.previous()).plus_days(1), last: closes(month) }
        } else {
            Period { first: closes(month).plus_days(1), last: closes(month.next()) }
        }
    }

    /// The next day, today included, on which something is to be paid: the statement that closed last, or else the
    /// current one.
    pub fn next_due(self, today: Day) -> Day {
        let current = self.statement_of(today);
        let closed = self.statement_of(current.first.plus_days(-1));
        let due = self.due(closed);
        if due >= today { due } else { self.due(current) }
    }

    /// When a statement is to be paid: on the first due day after it closed.
    pub fn due(self, statement: Period) -> Day {
        let month = statement.last.month();
        let due = day_in(month, self.due_day);
        if due > statement.last { due } else { day_in(month.next(), self.due_day) }
    }
}

/// That day of a month, or its last one when it is shorter.
fn day_in(month: Month, day: u8) -> Day {
    month.first_day().plus_days(i32::from(day) - 1).min(month.last_day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_closes_and_is_due_also_in_short_months() {
        // Statement day, due day, a day; the statement it falls on, and when that is due.
        let rows = [
            (20, 5, "2026-11-19", "2026-10-21", "2026-11-20", "2026-12-05"),
            (20, 5, "2026-11-20", "2026-10-21", "2026-11-20", "2026-12-05"),
            (20, 5, "2026-11-21", "2026-11-21", "2026-12-20", "2027-01-05"),
            (5, 20, "2026-11-04", "2026-10-06", "2026-11-05", "2026-11-20"),
            (31, 15, "2026-02-10", "2026-02-01", "2026-02-28", "2026-03-15"),
            (31, 15, "2026-03-01", "2026-03-01", "2026-03-31", "2026-04-15"),
            (31, 15, "2028-02-29", "2028-02-01", "2028-02-29", "2028-03-15"),
            (30, 31, "2026-02-28", "2026-01-31", "2026-02-28", "2026-03-31"),
            (28, 30, "2026-02-10", "2026-01-29", "2026-02-28", "2026-03-30"),
            (29, 29, "2027-02-28", "2027-01-30", "2027-02-28", "2027-03-29"),
            (31, 1, "2026-12-31", "2026-12-01", "2026-12-31", "2027-01-01"),
            (1, 31, "2026-01-02", "2026-01-02", "2026-02-01", "2026-02-28"),
        ];
        for (statement_day, due_day, day, first, last, due) in rows {
            let cycle = CardCycle { statement_day, due_day };
            let statement = cycle.statement_of(day.parse().unwrap());
            let told =
                (statement.first.to_string(), statement.last.to_string(), cycle.due(statement).to_string());
            assert_eq!(told, (first.into(), last.into(), due.into()), "{statement_day}/{due_day} on {day}");
        }
    }

    #[test]
    fn statements_follow_each_other_without_a_gap() {
        for statement_day in 1..=31 {
            let cycle = CardCycle { statement_day, due_day: 15 };
            let mut statement = cycle.statement_of("2027-01-01".parse().unwrap());
            for _ in 0..40 {
                let next = cycle.statement_of(statement.last.plus_days(1));
                assert_eq!(next.first, statement.last.plus_days(1), "{statement_day}");
                assert!(next.last > next.first && cycle.due(next) > next.last, "{statement_day}");
                statement = next;
            }
        }
    }

    #[test]
    fn the_next_due_day_is_of_what_closed_last_until_it_is_past() {
        let cycle = CardCycle { statement_day: 20, due_day: 5 };
        for (today, due) in [
            ("2026-11-21", "2026-12-05"),
            ("2026-12-05", "2026-12-05"),
            ("2026-12-06", "2027-01-05"),
            ("2026-12-20", "2027-01-05"),
        ] {
            assert_eq!(cycle.next_due(today.parse().unwrap()).to_string(), due, "{today}");
        }
    }

    #[test]
    fn only_days_of_a_month_make_a_cycle() {
        for (statement_day, due_day, sound) in [(1, 31, true), (0, 5, false), (5, 32, false)] {
            assert_eq!(CardCycle { statement_day, due_day }.is_sound(), sound);
        }
    }
}
