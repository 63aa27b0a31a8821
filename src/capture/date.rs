//! Days: `tadi`, `kemarin lusa`, `3 hari lalu`, `senin kemarin`, `tgl 5`, `1 november`, `10/11`.

use std::ops::Range;

use super::Setting;
use super::number::{Form, number_at};
use super::span::When;
use super::units::UNITS;
use super::words::{Token, Words};
use crate::ledger::{Day, Month};

/// A day named in the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) tokens: Range<usize>,
    pub(super) day: Day,
    pub(super) when: When,
}

const YESTERDAY: &[&str] = &[
    "kemarin",
    "kemaren",
    "kmrn",
    "kmren",
    "kmarin",
    "kemrin",
    "kemari",
    "kmr",
    "kamari",
    "kamarin",
    "wingi",
    "yesterday",
    "kemarn",
    "kemaring",
    "kemarin2",
    "kmaren",
    "kapatang",
    "kapatangnyo",
    "samalam",
    "kalamareng",
    "kemsrin",
    "kmarn",
    "semalam",
    "semalem",
    "smalam",
    "smlm",
    "semlm",
    "peuting",
];
const AGO: &[&str] = &[
    "lalu",
    "lalau",
    "ll",
    "ago",
    "kemarin",
    "kemaren",
    "kmrn",
    "kepungkur",
    "kapengker",
    "silam",
    "katukang",
];
const NOW: &[&str] = &["tadi", "td", "td", "tadii", "barusan", "brusan", "barusn", "baruan", "bieu"];
const PARTS: &[&str] = &[
    "pagi",
    "pgi",
    "siang",
    "sore",
    "sre",
    "malam",
    "malem",
    "mlm",
    "malm",
    "subuh",
    "dini",
    "esuk",
    "isuk",
    "awan",
    "bengi",
    "beurang",
    "peuting",
    "morning",
    "night",
    "afternoon",
    "evening",
    "shubuh",
    "maghrib",
    "magrib",
];
const MEALS: &[&str] = &[
    "makan", "mkn", "sarapan", "maem", "mam", "makn", "mangan", "dahar", "lunch", "jajan", "menu", "shift",
    "tidur",
];

const FEASTS: &[&str] = &[
    "sumbangan",
    "iuran",
    "lomba",
    "acara",
    "panitia",
    "dana",
    "patungan",
    "uang",
    "perayaan",
    "bendera",
    "hadiah",
    "donasi",
];
const LODGINGS: &[&str] = &[
    "hotel",
    "nginep",
    "menginap",
    "nginap",
    "penginapan",
    "villa",
    "vila",
    "homestay",
    "losmen",
    "kamar",
    "guesthouse",
];

/// The day that starts at a token, if one does.
pub(super) fn day_at(words: &Words, at: usize, setting: &Setting) -> Option<Found> {
    let today = setting.today;
    let look = Look { words, today, hour: setting.hour };
    let found = |length: usize, day: Day, when: When| Found { tokens: at..at + length, day, when };
    if let Some((length, days, when)) = look.relative(at) {
        return Some(found(length, today.plus_days(days), when));
    }
    if let Some((length, day)) = look.ago(at) {
        return Some(found(length, day, When::Past));
    }
    if let Some((length, day, when)) = look.weekday(at) {
        return Some(found(length, day, when));
    }
    let (length, day) = look.calendar(at)?;
    let length = length + usize::from(look.is(at + length, AGO));
    Some(found(length, day, if day > today { When::Future } else { When::Past }))
}

struct Look<'a> {
    words: &'a Words,
    today: Day,
    hour: i8,
}

impl Look<'_> {
    fn token(&self, at: usize) -> Option<&Token> {
        self.words.tokens.get(at)
    }

    fn text(&self, at: usize) -> &str {
        self.token(at).map_or("", |token| token.text.as_str())
    }

    fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |at| self.text(at))
    }

    fn is(&self, at: usize, any: &[&str]) -> bool {
        any.contains(&self.text(at))
    }

    /// How many tokens name a part of the day.
    fn part(&self, at: usize) -> usize {
        usize::from(self.is(at, PARTS))
    }

    /// "Tadi malam" is yesterday's evening, until the evening comes again; so is "tadi siang" after midnight.
    fn earlier(&self, part: usize) -> i32 {
        let night = self.is(part, &["malam", "malem", "mlm", "malm", "bengi", "peuting"]) && self.hour < 21;
        let after_midnight = self.part(part) == 1 && self.hour < 4 && !self.is(part, &["dini", "subuh"]);
        if night || after_midnight { -1 } else { 0 }
    }

    /// `hari ini`, `tadi malam`, `kemarin lusa`, `besok`.
    fn relative(&self, at: usize) -> Option<(usize, i32, When)> {
        let text = self.text(at);
        // In "makan siang tadi" the noon belongs to the meal.
        if self.is(at, PARTS) && !MEALS.contains(&self.before(at)) {
            if self.is(at + 1, &["ini", "iki"]) {
                return Some((2, 0, When::Now));
            }
            if self.is(at + 1, NOW) {
                return Some((2, self.earlier(at), When::Now));
            }
            if self.is(at + 1, YESTERDAY) {
                return Some((2, -1, When::Past));
            }
        }
        if NOW.contains(&text) || (text == "mau" && self.is(at + 1, &["esuk", "bengi", "awan", "isuk"])) {
            if self.is(at + 1, YESTERDAY) {
                return Some((2 + self.part(at + 2), -1, When::Past));
            }
            // "Tadi sore kemaren" was yesterday.
            if self.part(at + 1) == 1 && self.is(at + 2, YESTERDAY) {
                return Some((3, -1, When::Past));
            }
            return Some((1 + self.part(at + 1), self.earlier(at + 1), When::Now));
        }
        if YESTERDAY.contains(&text) {
            if text == "kemarin" && self.before(at) == "dari" && self.is(at + 1, &["dulu"]) {
                return None;
            }
            if self.is(at + 1, &["lusa", "lusanya", "dulu", "dulunya"]) {
                return Some((2 + self.part(at + 2), -2, When::Past));
            }
            // A night in a hotel is no day.
            let lodged = at.saturating_sub(4)..at;
            if self.is(at, &["semalam", "semalem"]) && lodged.into_iter().any(|at| self.is(at, LODGINGS)) {
                return None;
            }
            if self.is_of_a_thing(at) {
                return None;
            }
            return Some((1 + self.part(at + 1), -1, When::Past));
        }
        let next = self.text(at + 1);
        Some(match (text, next) {
            ("hari" | "hr" | "ari", "ini" | "ni")
            | ("dinten", "niki")
            | ("dina" | "dino", "iki")
            | ("poe", "ieu")
            | ("baru", "saja" | "aja" | "tadi")
            | ("just", "now")
            | ("this", "morning" | "afternoon" | "evening") => (2, 0, When::Now),
            ("saiki" | "ayeuna" | "today" | "hariini" | "tonight", _) => (1, 0, When::Now),
            ("last", "night" | "nite") => (2, -1, When::Past),
            ("lusa", "kemarin" | "kemaren") => (2, -2, When::Past),
            ("wingenane" | "mangkukna", _) => (1, -2, When::Past),
            ("last", "week") => (2, -7, When::Past),
            ("besok" | "bsk" | "besuk" | "besoknya" | "tomorrow" | "sesuk" | "isukan" | "enjing", "lusa") => {
                (2, 2, When::Future)
            }
            ("besok" | "bsk" | "besuk" | "tomorrow" | "sesuk" | "isukan" | "esok", _) => {
                (1 + self.part(at + 1), 1, When::Future)
            }
            ("lusa", _) => (1, 2, When::Future),
            ("minggu" | "mggu" | "pekan", "depan" | "dpn") | ("next", "week") => (2, 7, When::Future),
            ("bulan" | "bln", "depan" | "dpn") | ("next", "month") => (2, 30, When::Future),
            ("tahun" | "thn", "depan" | "dpn") | ("next", "year") => (2, 365, When::Future),
            _ => return None,
        })
    }

    /// "Ganti uang Yogi yg kemarin nalangin": the day of what is spoken of, not of the record.
    fn is_of_a_thing(&self, at: usize) -> bool {
        const RELATIVE: &[&str] = &["yang", "yg"];
        const DONE: &[&str] = &["tadi", "sekarang", "skrg", "barusan"];
        let verb = self.token(at + 1).is_some_and(|next| {
            next.is_word() && !self.is(at + 1, PARTS) && number_at(self.words, at + 1).is_none()
        });
        let close = RELATIVE.contains(&self.before(at)) && verb;
        let further = (at.saturating_sub(3)..at).any(|at| self.is(at, RELATIVE))
            && (at + 1..at + 9).any(|at| self.is(at, DONE));
        close || further
    }

    /// `3 hari lalu`, `seminggu yang lalu`, `bulan lalu`.
    fn ago(&self, at: usize) -> Option<(usize, Day)> {
        let (count, unit_at) = match self.text(at) {
            "sehari" => (1, None),
            "seminggu" | "sminggu" | "sepekan" => (7, None),
            "sebulan" => (30, None),
            "setahun" => (365, None),
            "minggu" | "mggu" | "mgg" | "pekan" if !self.is(at + 1, YESTERDAY) => (1, Some(at)),
            "bulan" | "bln" | "tahun" | "thn" => (1, Some(at)),
            _ => {
                let number = number_at(self.words, at).filter(|number| number.form == Form::Plain)?;
                (
                    i32::try_from(number.milli / 1_000).ok().filter(|count| *count <= 400)?,
                    Some(number.tokens.end),
                )
            }
        };
        let plain = unit_at == Some(at);
        let end = unit_at.map_or(at + 1, |at| at + 1);
        let yang = usize::from(self.is(end, &["yang", "yg"]));
        let ago = end + yang;
        // "bulan kemarin" is last month; "hari kemarin" only with a count.
        if !self.is(ago, AGO) || (self.is(ago, YESTERDAY) && !plain && unit_at.is_none()) {
            return None;
        }
        let unit = unit_at.map_or("hari", |at| self.text(at));
        let day = match unit {
            "hari" | "hr" | "ari" | "dino" | "dinten" | "poe" | "days" | "day" => {
                self.today.plus_days(-count)
            }
            "minggu" | "mggu" | "mgg" | "pekan" | "weeks" | "week" => self.today.plus_days(-7 * count),
            "bulan" | "bln" | "months" | "month" => self.months_back(count),
            "tahun" | "thn" => self.months_back(12 * count),
            "jam" | "menit" => self.today,
            _ => return None,
        };
        Some((ago + 1 - at, day))
    }

    fn months_back(&self, count: i32) -> Day {
        let month = (0..count).fold(self.today.month(), |month, _| month.previous());
        let day = self.today.date().day().min(month.last_day().date().day());
        Day::new(month.year(), month.month(), day).unwrap_or(self.today)
    }

    /// `senin kemarin`, `hari jumat`, `sabtu ini`, `rabu depan`.
    fn weekday(&self, at: usize) -> Option<(usize, Day, When)> {
        let said = self.is(at, &["hari", "hr", "ari", "malam", "malem"]);
        let name_at = at + usize::from(said);
        let wanted: i32 = match self.text(name_at) {
            "senin" | "senen" | "snin" | "monday" => 1,
            "selasa" | "slasa" | "tuesday" => 2,
            "rabu" | "rebo" | "wednesday" => 3,
            "kamis" | "kmis" | "kemis" | "thursday" => 4,
            "jumat" | "jum'at" | "jumaat" | "jmt" | "jemuah" | "friday" => 5,
            "sabtu" | "setu" | "saptu" | "saturday" => 6,
            "minggu" | "ahad" | "mnggu" | "sunday" => 7,
            _ => return None,
        };
        // "Malam minggu" is Saturday's evening.
        let eve = self.is(at, &["malam", "malem"]) && wanted == 7;
        let wanted = if eve { 6 } else { wanted };
        let mut end = name_at + 1;
        let back = i32::from(self.today.date().weekday().to_monday_one_offset()) - wanted;
        let latest = if back < 0 { back + 7 } else { back };
        let habit = [
            "tiap", "setiap", "tiap2", "puasa", "pasar", "sedekah", "infak", "infaq", "sholat", "solat",
            "salat", "every", "jumat",
        ];
        if habit.contains(&self.before(at)) && !self.is(end, AGO)
            || self.is(end, &["berkah", "agung", "legi", "pon", "wage", "kliwon", "pahing"])
        {
            return None;
        }
        let part = self.part(end);
        let yang = usize::from(self.is(end + part, &["yang", "yg"]));
        let after = end + part + yang;
        if self.is(after, &["depan", "dpn", "besok", "nanti", "next"]) {
            return Some((after + 1 - at, self.today.plus_days(7 - latest), When::Future));
        }
        if self.is(after, AGO) {
            let days = if latest == 0 { 7 } else { latest };
            return Some((after + 1 - at, self.today.plus_days(-days), When::Past));
        }
        let week_word = matches!(self.text(name_at), "minggu" | "mnggu");
        end += part;
        if week_word && !said && part == 0 {
            // "minggu" alone is a week; "minggu ini" is about now.
            return self.is(end, &["ini"]).then(|| (end + 1 - at, self.today, When::Now));
        }
        end += usize::from(self.is(end, &["ini", "tadi"]));
        Some((end - at, self.today.plus_days(-latest), When::Past))
    }

    /// `tgl 5`, `5 nov 2026`, `10/11`, `2026-11-10`.
    fn calendar(&self, at: usize) -> Option<(usize, Day)> {
        let mut start = at;
        let said = self.is(start, &["tgl", "tanggal", "tggl", "tgal", "tg", "per"]) && {
            start += 1;
            start += usize::from(self.is(start, &["."]) || self.is(start, &["-"]));
            true
        };
        if self.token(start).is_some_and(Token::is_word) {
            return self.month_first(start, at);
        }
        let first = self.small(start, 9999)?;
        let glued_after = |at: usize| self.token(at).is_some_and(|token| token.glued);
        if self.is(start + 1, &["/", "-", "."]) && glued_after(start + 1) && glued_after(start + 2) {
            return self.numeric(start, at, said);
        }
        if let Some(month) = month_named(self.text(start + 1)).filter(|_| first <= 31) {
            // Independence Day is what is collected for, not when.
            if (first, month) == (17, 8) && FEASTS.contains(&self.before(at)) {
                return None;
            }
            let (length, year) = self.year(start + 2);
            return Some((start + 2 + length - at, self.resolve(year, month, first)?));
        }
        if said && first <= 31 && self.token(start)?.text.len() <= 2 {
            return Some((start + 1 - at, self.day_of_month(first)?));
        }
        None
    }

    fn small(&self, at: usize, most: i64) -> Option<i64> {
        let token = self.token(at).filter(|token| token.is_number() && token.text.len() <= 4)?;
        token.text.parse().ok().filter(|value| (1..=most).contains(value))
    }

    /// `nov 5`, `november 5 2026`.
    fn month_first(&self, start: usize, at: usize) -> Option<(usize, Day)> {
        let month = month_named(self.text(start))?;
        let day = self.small(start + 1, 31)?;
        let free = !self.token(start + 2).is_some_and(|next| next.glued && next.is_word());
        let english = matches!(self.text(start + 2), "th" | "st" | "nd" | "rd");
        let shop = month == 3
            && matches!(self.before(at), "family" | "k" | "lotte" | "indo" | "alfa" | "trans" | "hyper");
        if shop || UNITS.contains(&self.text(start + 2)) {
            return None;
        }
        if !(free || english) || self.is(start + 2, &["rb", "ribu", "jt", "juta", "k", "x", "@"]) {
            return None;
        }
        let (length, year) = self.year(start + 2);
        Some((start + 2 + length - at, self.resolve(year, month, day)?))
    }

    fn numeric(&self, start: usize, at: usize, said: bool) -> Option<(usize, Day)> {
        let first = self.small(start, 9999)?;
        let second = self.small(start + 2, 31)?;
        let separator = self.text(start + 1).to_owned();
        let third_glued = self.is(start + 3, &[separator.as_str()])
            && self.token(start + 3).is_some_and(|token| token.glued)
            && self.token(start + 4).is_some_and(|token| token.glued && token.is_number());
        if third_glued {
            let third = self.small(start + 4, 9999)?;
            let (year, month, day) = if first > 31 { (first, second, third) } else { (third, second, first) };
            let year = if year < 100 { 2000 + year } else { year };
            return Some((start + 5 - at, self.resolve(Some(year), month, day)?));
        }
        let instalment =
            (at.saturating_sub(4)..at).any(|at| self.is(at, &["cicilan", "angsuran", "cicil", "nyicil"]));
        let counted =
            ["cicilan", "angsuran", "ke", "termin", "cicil", "no", "blok", "rt", "nomor", "jam", "x", "@"];
        let after = self.token(start + 3);
        let followed = after.is_some_and(|token| {
            token.glued && (token.is_word() || token.is_number())
                || [
                    "kg", "rb", "ribu", "jt", "juta", "ons", "liter", "orang", "kilo", "gr", "hari", "bulan",
                    "jam", "porsi",
                ]
                .contains(&token.text.as_str())
        });
        if !said && matches!(separator.as_str(), "." | "-")
            || instalment
            || !said && matches!((first, second, separator.as_str()), (1 | 3, 4, "/") | (1, 2 | 3, "/"))
            || counted.contains(&self.before(start))
            || followed
        {
            return None;
        }
        if first > 31 || second > 12 {
            return None;
        }
        Some((start + 3 - at, self.resolve(None, second, first)?))
    }

    fn year(&self, at: usize) -> (usize, Option<i64>) {
        let comma = usize::from(
            self.is(at, &["th", "st", "nd", "rd", ","]) && self.small(at + 1, 2100).is_some_and(|y| y > 1990),
        );
        match self.small(at + comma, 2100).filter(|year| *year > 1990) {
            Some(year) => (1 + comma, Some(year)),
            None => (usize::from(self.is(at, &["th", "st", "nd", "rd"])), None),
        }
    }

    /// Without a year, the nearest such day that has been; a recording looks back.
    fn resolve(&self, year: Option<i64>, month: i64, day: i64) -> Option<Day> {
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        if let Some(year) = year {
            return Day::new(i16::try_from(year).ok()?, month, day).ok();
        }
        let this = self.today.date().year();
        let ahead = Day::new(this, month, day).ok();
        let before = Day::new(this - 1, month, day).ok();
        match ahead {
            Some(day) if day <= self.today => Some(day),
            // A day in the next few weeks is more likely a slip or a plan than last year's: it is asked.
            Some(day) if day <= self.today.plus_days(45) => Some(day),
            _ => before.or(ahead),
        }
    }

    /// `tgl 25`: this month's, or last month's when that one is still to come.
    fn day_of_month(&self, day: i64) -> Option<Day> {
        let day = i8::try_from(day).ok()?;
        let of = |month: Month| Day::new(month.year(), month.month(), day).ok();
        let month = self.today.month();
        of(month)
            .filter(|day| *day <= self.today)
            .or_else(|| of(month.previous()))
            .or_else(|| of(month.previous().previous()))
    }
}

pub(super) fn month_named(word: &str) -> Option<i64> {
    Some(match word {
        "januari" | "jan" | "january" | "januwari" => 1,
        "februari" | "feb" | "pebruari" | "february" | "peb" => 2,
        "maret" | "mar" | "mart" | "march" | "mrt" => 3,
        "april" | "apr" => 4,
        "mei" | "may" => 5,
        "juni" | "jun" | "june" => 6,
        "juli" | "jul" | "july" => 7,
        "agustus" | "agu" | "ags" | "agst" | "agt" | "aug" | "august" | "agus" => 8,
        "september" | "sep" | "sept" => 9,
        "oktober" | "okt" | "oct" | "october" => 10,
        "november" | "nov" | "nopember" | "nop" => 11,
        "desember" | "des" | "dec" | "december" => 12,
        _ => return None,
    })
}
