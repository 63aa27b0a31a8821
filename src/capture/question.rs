//! What a question asks for: which figure, over which days, for which category or wallet.

use super::Setting;
use super::reading::{Question, Topic};
use super::span::{Sense, Span};
use super::words::Words;
use crate::ledger::{CategorySlug, Cycle, Day, Month, Period};

const BALANCE: &[&str] = &["saldo", "sisa", "balance", "tersisa", "tinggal", "isi", "left"];
const INCOME: &[&str] = &[
    "pemasukan",
    "pendapatan",
    "penghasilan",
    "income",
    "gaji",
    "gajian",
    "masuk",
    "earn",
    "earned",
    "earnings",
    "omzet",
    "omset",
    "pendapatanku",
    "received",
    "diterima",
];
const SPENDING: &[&str] = &[
    "pengeluaran",
    "keluar",
    "habis",
    "abis",
    "belanja",
    "jajan",
    "spent",
    "spend",
    "spending",
    "expense",
    "expenses",
    "biaya",
    "bayar",
    "beli",
    "dikeluarkan",
    "ngabisin",
    "boros",
    "menghabiskan",
    "keluaran",
    "kepake",
    "terpakai",
    "makan",
];
const SUMMARY: &[&str] = &[
    "ringkasan",
    "rekap",
    "laporan",
    "summary",
    "report",
    "rangkuman",
    "rekapan",
    "catatan",
    "keuangan",
    "cashflow",
    "arus",
    "recap",
    "statistik",
];

/// The question in a message that the judge took for one; `category` is the judge's, when it saw one.
pub(super) fn question(
    words: &Words,
    spans: &[Span],
    setting: &Setting,
    category: Option<CategorySlug>,
) -> Question {
    let has = |words: &[&str]| spans.iter().any(|span| span.is_word(words));
    let wallet = spans
        .iter()
        .filter_map(Span::mention)
        .find(|mention| !mention.taken)
        .and_then(|mention| setting.wallets.get(mention.known?))
        .map(|wallet| wallet.name.clone());
    let topic = if has(SUMMARY) && !has(&["pengeluaran", "pemasukan"]) {
        Topic::Summary
    } else if has(BALANCE) {
        Topic::Balance
    } else if has(INCOME) && has(&["pengeluaran", "keluar"]) {
        Topic::Summary
    } else if has(INCOME) {
        Topic::Income
    } else if has(SPENDING) || category.is_some() {
        Topic::Spending
    } else if has(&["uang", "duit"]) || wallet.is_some() {
        Topic::Balance
    } else {
        Topic::Unknown
    };
    let category = category.filter(|_| matches!(topic, Topic::Spending | Topic::Income));
    Question { topic, period: period(words, spans, setting.today, setting.cycle), category, wallet }
}

/// The days a question is about.
fn period(words: &Words, spans: &[Span], today: Day, cycle: Cycle) -> Option<Period> {
    let weekday = i32::from(today.date().weekday().to_monday_zero_offset());
    let monday = today.plus_days(-weekday);
    for (at, span) in spans.iter().enumerate() {
        let next = |words: &[&str]| spans.get(at + 1).is_some_and(|next| next.is_word(words));
        let this = next(&["ini", "iki", "skrg", "sekarang"]);
        if let Sense::Day { day, .. } = span.sense {
            // "minggu lalu" and "bulan lalu" are days to a record and stretches to a question.
            let first = words.tokens.get(span.tokens.start).map_or("", |token| token.text.as_str());
            let week = |start: Day| Period { first: start, last: start.plus_days(6) };
            let last_week = day == today.plus_days(-7);
            return Some(match first {
                "minggu" | "mggu" | "mgg" | "pekan" | "seminggu" | "last" if last_week => {
                    week(monday.plus_days(-7))
                }
                "minggu" | "mggu" | "pekan" if day == today => week(monday),
                "bulan" | "bln" | "sebulan" => cycle.period_of(day),
                "tahun" | "thn" | "setahun" => year(day),
                _ => Period::day(day),
            });
        }
        if span.is_word(&["bulan", "bln", "sebulan"]) && (this || span.is_word(&["sebulan"])) {
            return Some(cycle.period_of(today));
        }
        if span.is_word(&["minggu", "mggu", "pekan", "seminggu"]) && (this || span.is_word(&["seminggu"])) {
            return Some(Period { first: monday, last: monday.plus_days(6) });
        }
        if span.is_word(&["tahun", "thn", "setahun"]) && (this || span.is_word(&["setahun"])) {
            return Some(year(today));
        }
        if span.is_word(&["this"]) && next(&["month"]) {
            return Some(cycle.period_of(today));
        }
        if span.is_word(&["this"]) && next(&["week"]) {
            return Some(Period { first: monday, last: monday.plus_days(6) });
        }
        if span.is_word(&["last"]) && next(&["month"]) {
            return Some(cycle.period_of(cycle.period_of(today).first.plus_days(-1)));
        }
        if let Some(number) =
            span.word().and_then(super::date::month_named).filter(|_| !span.is_word(&["may", "mar", "des"]))
        {
            let month = i8::try_from(number).ok()?;
            let year = today.date().year();
            let this_year = Month::new(year, month).ok()?;
            let month = if this_year > today.month() { Month::new(year - 1, month).ok()? } else { this_year };
            return Some(cycle.period(month));
        }
    }
    None
}

fn year(day: Day) -> Period {
    let year = day.date().year();
    let first = Day::new(year, 1, 1).unwrap_or(day);
    Period { first, last: Day::new(year, 12, 31).unwrap_or(day) }
}
