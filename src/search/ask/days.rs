//! Days as people name them in a search: `bulan lalu`, `1 nov`, `2026-10`, `sejak kemarin`, `7 hari terakhir`.

use crate::ledger::{Cycle, Day, Month, Period};

/// A stretch that begins with these words, and how many of them name it: a period, from or up to one, or from one to
/// another.
pub(super) fn stretch_at(words: &[&str], today: Day, cycle: Cycle) -> Option<(usize, Period)> {
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let words: Vec<&str> = lower.iter().map(String::as_str).collect();
    let first = words.first()?;
    let after = |skip: usize| period_at(words.get(skip..)?, today, cycle);
    if matches!(*first, "sejak" | "mulai" | "since" | "from" | "dari") {
        let (length, from) = after(1)?;
        let end = up_to(&words, 1 + length, today, cycle);
        let (more, last) = end.unwrap_or((0, Day::LAST));
        return Some((1 + length + more, Period { first: from.first, last }));
    }
    if is_until(first) {
        let (length, to) = after(1)?;
        return Some((1 + length, Period { first: Day::FIRST, last: to.last }));
    }
    let (length, period) = after(0)?;
    let (more, last) = up_to(&words, length, today, cycle).unwrap_or((0, period.last));
    Some((length + more, Period { first: period.first, last }))
}

/// `… sampai 5 nov`.
fn up_to(words: &[&str], at: usize, today: Day, cycle: Cycle) -> Option<(usize, Day)> {
    let is_to = words.get(at).is_some_and(|word| is_until(word) || matches!(*word, "-" | "–" | "to"));
    let (length, period) = period_at(words.get(at + 1..).filter(|_| is_to)?, today, cycle)?;
    Some((1 + length, period.last))
}

fn is_until(word: &str) -> bool {
    matches!(word, "sampai" | "sampe" | "hingga" | "until" | "sd" | "s/d" | "s.d.")
}

/// The period that these words begin with, and how many name it.
pub(super) fn period_at(words: &[&str], today: Day, cycle: Cycle) -> Option<(usize, Period)> {
    let lower: Vec<String> = words.iter().take(4).map(|word| word.to_lowercase()).collect();
    let word = |at: usize| lower.get(at).map_or("", String::as_str);
    let look = Look { today, cycle };
    let one = look.written(word(0)).map(|period| (1, period));
    one.or_else(|| look.relative(word(0), word(1)))
        .or_else(|| look.counted(word(0), word(1), word(2)))
        .or_else(|| look.calendar(word(0), word(1), word(2)))
        .or_else(|| {
            let said = matches!(word(0), "tgl" | "tanggal" | "bulan" | "bln" | "month" | "tahun" | "year");
            let (length, period) =
                if said { period_at(words.get(1..)?, today, cycle)? } else { return None };
            Some((1 + length, period))
        })
}

struct Look {
    today: Day,
    cycle: Cycle,
}

impl Look {
    /// One word of figures: `2026`, `2026-10`, `2026-10-05`, `5/11`, `5/11/2026`, `2026-10-01..2026-10-05`.
    fn written(&self, word: &str) -> Option<Period> {
        if let Some((from, to)) = word.split_once("..") {
            return Some(Period { first: self.written(from)?.first, last: self.written(to)?.last });
        }
        if let Ok(day) = word.parse::<Day>() {
            return Some(Period::day(day));
        }
        if let Some((day, rest)) = word.split_once('/') {
            let (month, year) =
                rest.split_once('/').map_or((rest, None), |(month, year)| (month, Some(year)));
            let (day, month) = (day.parse().ok()?, month.parse().ok()?);
            return match year {
                Some(year) => Day::new(year_of(year)?, month, day).ok().map(Period::day),
                None => self.day_of(day, month),
            };
        }
        if let Some((year, month)) = word.split_once('-') {
            let month = month.parse().ok().filter(|_| month.len() == 2)?;
            return Month::new(whole_year(year)?, month).ok().map(whole_month);
        }
        whole_year(word).and_then(year)
    }

    fn relative(&self, one: &str, two: &str) -> Option<(usize, Period)> {
        let days = |length, ago: i32| Some((length, Period::day(self.today.plus_days(-ago))));
        match (one, two) {
            ("hari" | "hr", "ini") => return days(2, 0),
            ("today" | "hariini", _) => return days(1, 0),
            ("kemarin" | "kemaren" | "kmrn" | "kemarin2" | "yesterday", _) => return days(1, 1),
            _ => {}
        }
        let (unit, back) = match (one, two) {
            (unit, "ini" | "sekarang") | ("this", unit) => (unit, 0),
            (unit, "lalu" | "kemarin" | "kemaren" | "kmrn" | "ll") | ("last", unit) => (unit, 1),
            _ => return None,
        };
        let period = match unit {
            "minggu" | "mgg" | "pekan" | "week" => {
                let since_monday = i32::from(self.today.date().weekday().to_monday_one_offset()) - 1;
                let monday = self.today.plus_days(-since_monday - 7 * back);
                Period { first: monday, last: monday.plus_days(6) }
            }
            "bulan" | "bln" | "month" => {
                let this = self.cycle.period_of(self.today);
                if back == 0 { this } else { self.cycle.period_of(this.first.plus_days(-1)) }
            }
            "tahun" | "thn" | "year" => year(self.today.date().year() - i16::from(back == 1))?,
            _ => return None,
        };
        Some((2, period))
    }

    /// `7 hari terakhir`, `3 hari lalu`, `last 2 months`.
    fn counted(&self, one: &str, two: &str, three: &str) -> Option<(usize, Period)> {
        let is_last = |word: &str| matches!(word, "terakhir" | "belakangan" | "terakhr");
        let (count, unit) = match (one, three) {
            ("last" | "past", _) => (two, three),
            (_, word) if is_last(word) => (one, two),
            (_, "lalu" | "ago") if matches!(two, "hari" | "hr" | "day" | "days") => {
                let ago = one.parse::<i32>().ok().filter(|ago| (0..=3_660).contains(ago))?;
                return Some((3, Period::day(self.today.plus_days(-ago))));
            }
            _ => return None,
        };
        let count = count.parse::<i32>().ok().filter(|count| (1..=1_000).contains(count))?;
        let first = match unit {
            "hari" | "hr" | "day" | "days" => self.today.plus_days(1 - count),
            "minggu" | "mgg" | "pekan" | "week" | "weeks" => self.today.plus_days(1 - 7 * count),
            "bulan" | "bln" | "month" | "months" => self.months_back(count)?.plus_days(1),
            "tahun" | "thn" | "year" | "years" => self.months_back(count.checked_mul(12)?)?.plus_days(1),
            _ => return None,
        };
        Some((3, Period { first, last: self.today }))
    }

    fn months_back(&self, count: i32) -> Option<Day> {
        let month = (0..count).fold(self.today.month(), |month, _| month.previous());
        let day = self.today.date().day().min(month.last_day().date().day());
        Day::new(month.year(), month.month(), day).ok()
    }

    /// `1 nov`, `1 november 2026`, `november`, `nov 2026`, `november 5`.
    fn calendar(&self, one: &str, two: &str, three: &str) -> Option<(usize, Period)> {
        let day = |word: &str| word.parse::<i8>().ok().filter(|day| (1..=31).contains(day));
        if let (Some(day), Some(month)) = (day(one), month_named(two, false)) {
            if let Some(year) = whole_year(three) {
                return Some((3, Period::day(Day::new(year, month, day).ok()?)));
            }
            return Some((2, self.day_of(day, month)?));
        }
        if let (Some(month), Some(year)) = (month_named(one, false), whole_year(two)) {
            return Some((2, self.cycle.period(Month::new(year, month).ok()?)));
        }
        if let (Some(month), Some(day)) = (month_named(one, false), day(two)) {
            return Some((2, self.day_of(day, month)?));
        }
        // Short names are too often something else: `mar`, `sep`, `des`.
        let month = month_named(one, true)?;
        let year = self.today.date().year();
        let this_year = Month::new(year, month).ok()?;
        let latest =
            if this_year > self.today.month() { Month::new(year - 1, month).ok()? } else { this_year };
        Some((1, self.cycle.period(latest)))
    }

    /// The latest such day that is not to come.
    fn day_of(&self, day: i8, month: i8) -> Option<Period> {
        let year = self.today.date().year();
        let this_year = Day::new(year, month, day).ok().filter(|day| *day <= self.today);
        // Leap days may be further back.
        let earlier = || (1..=8).find_map(|ago| Day::new(year - ago, month, day).ok());
        this_year.or_else(earlier).map(Period::day)
    }
}

fn whole_month(month: Month) -> Period {
    Period { first: month.first_day(), last: month.last_day() }
}

fn year(year: i16) -> Option<Period> {
    Some(Period { first: Day::new(year, 1, 1).ok()?, last: Day::new(year, 12, 31).ok()? })
}

/// Four figures of this century: any other number is more likely an amount.
fn whole_year(word: &str) -> Option<i16> {
    word.parse().ok().filter(|year| word.len() == 4 && (2_000..2_100).contains(year))
}

/// `2026`, `26`.
fn year_of(word: &str) -> Option<i16> {
    whole_year(word).or_else(|| word.parse().ok().filter(|_| word.len() == 2).map(|short: i16| 2_000 + short))
}

/// A month's number from its name; with `whole`, only from one that is written out.
fn month_named(word: &str, whole: bool) -> Option<i8> {
    const NAMES: [(&str, &[&str]); 12] = [
        ("januari january", &["jan"]),
        ("februari pebruari february", &["feb", "peb"]),
        ("maret march", &["mar", "mrt"]),
        ("april", &["apr"]),
        ("mei", &["may"]),
        ("juni june", &["jun"]),
        ("juli july", &["jul"]),
        ("agustus august", &["agu", "agt", "ags", "agst", "aug"]),
        ("september", &["sep", "sept"]),
        ("oktober october", &["okt", "oct"]),
        ("november nopember", &["nov", "nop"]),
        ("desember december", &["des", "dec"]),
    ];
    let at = NAMES.iter().position(|(full, short)| {
        full.split(' ').any(|name| name == word) || !whole && short.contains(&word)
    })?;
    i8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_days_as_people_do() {
        let today: Day = "2026-11-22".parse().unwrap();
        let rows = [
            ("hari ini", "2 2026-11-22 2026-11-22"),
            ("kemarin sore", "1 2026-11-21 2026-11-21"),
            ("minggu ini", "2 2026-11-16 2026-11-22"),
            ("last week", "2 2026-11-09 2026-11-15"),
            ("bulan ini", "2 2026-11-01 2026-11-30"),
            ("bulan lalu kopi", "2 2026-10-01 2026-10-31"),
            ("last year", "2 2025-01-01 2025-12-31"),
            ("7 hari terakhir", "3 2026-11-16 2026-11-22"),
            ("last 2 months", "3 2026-09-23 2026-11-22"),
            ("3 hari lalu", "3 2026-11-19 2026-11-19"),
            ("2026", "1 2026-01-01 2026-12-31"),
            ("2026-10", "1 2026-10-01 2026-10-31"),
            ("2026-10-05", "1 2026-10-05 2026-10-05"),
            ("2026-10-05..2026-10-07", "1 2026-10-05 2026-10-07"),
            ("5/11", "1 2026-11-05 2026-11-05"),
            ("5/12", "1 2025-12-05 2025-12-05"),
            ("29/2", "1 2024-02-29 2024-02-29"),
            ("5/11/25", "1 2025-11-05 2025-11-05"),
            ("1 nov", "2 2026-11-01 2026-11-01"),
            ("1 November 2025", "3 2025-11-01 2025-11-01"),
            ("tgl 1 nov", "3 2026-11-01 2026-11-01"),
            ("november", "1 2026-11-01 2026-11-30"),
            ("desember", "1 2025-12-01 2025-12-31"),
            ("bulan okt 2025", "3 2025-10-01 2025-10-31"),
            ("november 5", "2 2026-11-05 2026-11-05"),
            ("sejak 1 nov", "3 2026-11-01 9999-12-31"),
            ("since yesterday", "2 2026-11-21 9999-12-31"),
            ("sampai 2026-10", "2 1970-01-01 2026-10-31"),
            ("1 nov sampai 5 nov", "5 2026-11-01 2026-11-05"),
            ("dari 1 nov s/d kemarin", "5 2026-11-01 2026-11-21"),
            ("dari ibu", "-"),
            ("mar", "-"),
            ("minggu", "-"),
            ("15000", "-"),
            ("31/2/2026", "-"),
            ("0 hari lalu", "3 2026-11-22 2026-11-22"),
            ("9999999999 hari terakhir", "-"),
            ("", "-"),
        ];
        for (text, expected) in rows {
            let words: Vec<&str> = text.split_whitespace().collect();
            let found = stretch_at(&words, today, Cycle::Calendar);
            let shown = found.map(|(length, days)| format!("{length} {} {}", days.first, days.last));
            assert_eq!(shown.as_deref().unwrap_or("-"), expected, "{text}");
        }
    }

    #[test]
    fn a_month_is_the_familys_from_payday_to_payday() {
        let today: Day = "2026-11-22".parse().unwrap();
        let found = stretch_at(&["bulan", "lalu"], today, Cycle::Payday(25)).unwrap().1;
        assert_eq!(
            (found.first.to_string(), found.last.to_string()),
            ("2026-09-25".to_owned(), "2026-10-24".to_owned())
        );
    }
}
