//! Days, months and lengths of time as the family says them.

use std::time::Duration;

use super::Words;
use crate::ledger::{Day, Month, Period};

/// `hari ini`, `kemarin`, `Min, 22 Nov`; with the year when it is another one.
pub fn day(words: &Words, day: Day, today: Day) -> String {
    let dates = &words.dates;
    if day == today {
        return dates.today.to_owned();
    }
    if day == today.plus_days(-1) {
        return dates.yesterday.to_owned();
    }
    if day == today.plus_days(1) {
        return dates.tomorrow.to_owned();
    }
    let weekday = usize::try_from(day.date().weekday().to_monday_zero_offset()).unwrap_or(0);
    let weekday = dates.weekdays.get(weekday).copied().unwrap_or("");
    let short = short(words, day);
    if day.date().year() == today.date().year() {
        format!("{weekday}, {short}")
    } else {
        format!("{weekday}, {short} {}", day.date().year())
    }
}

/// `November 2026`.
pub fn month(words: &Words, month: Month) -> String {
    let name = usize::try_from(month.month() - 1).ok().and_then(|index| words.dates.months.get(index));
    format!("{} {}", name.copied().unwrap_or(""), month.year())
}

/// `hari ini`, `November 2026`, or `25 Okt – 24 Nov`.
pub fn period(words: &Words, period: Period, today: Day) -> String {
    if period.first == period.last {
        return day(words, period.first, today);
    }
    let whole = period.first.month();
    if period.first == whole.first_day() && period.last == whole.last_day() {
        return month(words, whole);
    }
    let years_matter =
        period.first.date().year() != today.date().year() || period.last.date().year() != today.date().year();
    if years_matter {
        let (first, last) = (period.first.date().year(), period.last.date().year());
        format!("{} {first} – {} {last}", short(words, period.first), short(words, period.last))
    } else {
        format!("{} – {}", short(words, period.first), short(words, period.last))
    }
}

/// `2 hr 3 j`, `3 j 12 m`, `5 m`: the two largest units, never less than a minute.
pub fn time_span(words: &Words, length: Duration) -> String {
    let minutes = (length.as_secs() / 60).max(1);
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let dates = &words.dates;
    let parts = [(days, dates.day_unit), (hours, dates.hour_unit), (minutes, dates.minute_unit)];
    let first = parts.iter().position(|(count, _)| *count > 0).unwrap_or(2);
    let said: Vec<String> = parts
        .iter()
        .skip(first)
        .take(2)
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| format!("{count} {unit}"))
        .collect();
    said.join(" ")
}

fn short(words: &Words, day: Day) -> String {
    let month =
        usize::try_from(day.date().month() - 1).ok().and_then(|index| words.dates.months_short.get(index));
    format!("{} {}", day.date().day(), month.copied().unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Language;
    use crate::words::of;

    fn on(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn says_days_as_people_do() {
        let today = on("2026-11-22");
        let rows = [
            ("2026-11-22", "hari ini", "today"),
            ("2026-11-21", "kemarin", "yesterday"),
            ("2026-11-23", "besok", "tomorrow"),
            ("2026-11-15", "Min, 15 Nov", "Sun, 15 Nov"),
            ("2026-08-17", "Sen, 17 Agu", "Mon, 17 Aug"),
            ("2025-12-31", "Rab, 31 Des 2025", "Wed, 31 Dec 2025"),
        ];
        for (text, indonesian, english) in rows {
            assert_eq!(day(of(Language::Indonesian), on(text), today), indonesian);
            assert_eq!(day(of(Language::English), on(text), today), english);
        }
    }

    #[test]
    fn says_periods_as_people_do() {
        let words = of(Language::Indonesian);
        let today = on("2026-11-22");
        let rows = [
            ("2026-11-01", "2026-11-30", "November 2026"),
            ("2026-10-25", "2026-11-24", "25 Okt – 24 Nov"),
            ("2025-12-25", "2026-01-24", "25 Des 2025 – 24 Jan 2026"),
            ("2026-11-21", "2026-11-21", "kemarin"),
        ];
        for (first, last, text) in rows {
            assert_eq!(period(words, Period { first: on(first), last: on(last) }, today), text);
        }
    }

    #[test]
    fn says_how_long_in_two_units() {
        let words = of(Language::Indonesian);
        let rows = [
            (0, "1 m"),
            (59, "1 m"),
            (300, "5 m"),
            (3 * 3600 + 12 * 60, "3 j 12 m"),
            (2 * 3600, "2 j"),
            (26 * 3600, "1 hr 2 j"),
            (24 * 3600 + 120, "1 hr"),
        ];
        for (seconds, text) in rows {
            assert_eq!(time_span(words, Duration::from_secs(seconds)), text);
        }
    }
}
