//! Words about wallets, categories, currencies and cards.

use crate::ledger::Money;

#[derive(Debug)]
pub struct Resources {
    pub wallet_changed: fn(&str) -> String,
    pub category_changed: fn(&str) -> String,
    pub ordered: &'static str,
    pub rate_set: fn(&str) -> String,
    pub rate_dropped: fn(&str) -> String,
    pub tag_renamed: fn(usize) -> String,
    /// Behind a card's balance: the day it is to be paid.
    pub due: fn(&str) -> String,
    /// What an amount came to, by the rate of a day.
    pub converted: fn(Money, Money, &str) -> String,
    /// Amounts that no rate is known for.
    pub apart: fn(&str) -> String,
}

pub(super) static ID: Resources = Resources {
    wallet_changed: |name| format!("Dompet {name} sudah diubah."),
    category_changed: |name| format!("Kategori {name} sudah diubah."),
    ordered: "Urutannya sudah disimpan.",
    rate_set: |currency| format!("Kurs {currency} sudah disimpan."),
    rate_dropped: |currency| format!("Kurs {currency} sudah dihapus."),
    tag_renamed: |count| format!("Tag diganti di {count} catatan."),
    due: |day| format!("jatuh tempo {day}"),
    converted: |from, to, day| format!("{from} = {to}, kurs {day}"),
    apart: |amounts| format!("Belum ada kursnya: {amounts}"),
};

pub(super) static EN: Resources = Resources {
    wallet_changed: |name| format!("The wallet {name} is changed."),
    category_changed: |name| format!("The category {name} is changed."),
    ordered: "The order is saved.",
    rate_set: |currency| format!("The rate of {currency} is saved."),
    rate_dropped: |currency| format!("The rate of {currency} is removed."),
    tag_renamed: |count| format!("The tag is changed on {count} records."),
    due: |day| format!("due {day}"),
    converted: |from, to, day| format!("{from} = {to}, rate of {day}"),
    apart: |amounts| format!("No rate known: {amounts}"),
};
