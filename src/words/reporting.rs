//! What is said about reports.

use crate::ledger::Money;

/// The words of reports beyond a summary's.
#[derive(Debug)]
pub struct Reporting {
    /// An entry, what is usual in its category, and of how many.
    pub unusual: fn(Money, Money, usize) -> String,
    /// The line under the command in Telegram's menu.
    pub command: &'static str,
    /// Over the choice of what to report.
    pub which: &'static str,
    pub week: &'static str,
    pub month: &'static str,
    pub year: &'static str,
    /// Leads to the same in the browser.
    pub details: &'static str,
    pub empty: &'static str,
    /// What stands out, over a list of it.
    pub stands_out: &'static str,
}

pub(super) const INDONESIAN: Reporting = Reporting {
    unusual: |amount, usual, seen| {
        format!("{amount}, biasanya sekitar {usual} (dari {seen} catatan terakhir)")
    },
    command: "Laporan minggu, bulan, atau tahun ini",
    which: "Laporan yang mana?",
    week: "Minggu ini",
    month: "Bulan ini",
    year: "Tahun ini",
    details: "Lihat rinci",
    empty: "Belum ada catatan.",
    stands_out: "Di luar kebiasaan:",
};

pub(super) const ENGLISH: Reporting = Reporting {
    unusual: |amount, usual, seen| format!("{amount}, usually about {usual} (of the last {seen} records)"),
    command: "This week's, month's or year's report",
    which: "Which report?",
    week: "This week",
    month: "This month",
    year: "This year",
    details: "See details",
    empty: "No records yet.",
    stands_out: "Out of the ordinary:",
};
