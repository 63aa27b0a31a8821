//! Right answers counted, by figure and by phenomenon.

use std::collections::BTreeMap;

use serde::Serialize;

use super::labelled::{Gold, Kind, Labelled};
use crate::capture::Reading;

/// The confidence from which a record is saved without asking.
const THRESHOLD: u16 = 850;

/// Right of all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(super) struct Share {
    pub(super) right: u32,
    pub(super) of: u32,
}

impl Share {
    pub(super) fn add(&mut self, right: bool) {
        self.right += u32::from(right);
        self.of += 1;
    }

    /// In per cent.
    pub(super) fn percent(self) -> f64 {
        100.0 * f64::from(self.right) / f64::from(self.of.max(1))
    }

    /// The 95% Wilson interval, in per cent.
    pub(super) fn interval(self) -> (f64, f64) {
        let (z, n) = (1.96, f64::from(self.of.max(1)));
        let p = f64::from(self.right) / n;
        let middle = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
        let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt() / (1.0 + z * z / n);
        (100.0 * (middle - half).max(0.0), 100.0 * (middle + half).min(1.0))
    }
}

/// What is counted, in the order it is shown.
pub(super) const FIGURES: [&str; 13] = [
    "exact record",
    "exact transaction",
    "kind",
    "type",
    "amount",
    "category",
    "wallet",
    "date",
    "several all right",
    "saved unasked",
    "wrong among saved",
    "asked as it must",
    "amount off unasked",
];

/// The figures of some messages.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Tally(BTreeMap<&'static str, Share>);

impl Tally {
    pub(super) fn get(&self, figure: &str) -> Share {
        self.0.get(figure).copied().unwrap_or_default()
    }

    fn add(&mut self, figure: &'static str, right: bool) {
        self.0.entry(figure).or_default().add(right);
    }

    /// Counts one message; says whether its record is exact.
    pub(super) fn count(&mut self, row: &Labelled, reading: &Reading) -> bool {
        let kind = Kind::from(reading.kind);
        let read: Vec<Gold> = match kind {
            Kind::Transaction => reading.items.iter().map(Gold::of).collect(),
            Kind::Query | Kind::Other => Vec::new(),
        };
        let exact = is_exact(row, kind, &read);
        let saved = is_saved(reading);
        self.add("exact record", exact);
        self.add("kind", kind == row.kind);
        if row.kind == Kind::Transaction {
            for (gold, read) in pairs(&row.transactions, &read) {
                let same = |test: fn(&Gold, &Gold) -> bool| read.is_some_and(|read| test(gold, read));
                self.add("type", same(|a, b| a.kind == b.kind));
                self.add("amount", same(|a, b| a.amount == b.amount));
                self.add("category", same(|a, b| a.category == b.category));
                self.add("wallet", same(|a, b| a.wallet == b.wallet && a.to_wallet == b.to_wallet));
                if gold.date.is_some() {
                    self.add("date", same(|a, b| a.date == b.date));
                }
            }
            self.add("exact transaction", exact);
            self.add("saved unasked", saved);
            if row.transactions.len() > 1 {
                self.add("several all right", exact);
            }
        }
        if row.asked {
            self.add("asked as it must", !saved);
        }
        if saved {
            // Assuming what had to be asked is wrong even when the guess was good.
            self.add("wrong among saved", !exact || row.asked);
            let amounts = |items: &[Gold]| {
                let mut amounts: Vec<_> = items.iter().map(|item| item.amount).collect();
                amounts.sort_unstable();
                amounts
            };
            self.add("amount off unasked", amounts(&row.transactions) != amounts(&read));
        }
        exact
    }
}

/// Whether what would be recorded is right in everything that counts.
pub(super) fn exact_transaction(row: &Labelled, reading: &Reading) -> bool {
    let read: Vec<Gold> = reading.items.iter().map(Gold::of).collect();
    is_exact(row, Kind::from(reading.kind), &read) && !row.asked
}

/// Whether a reading is recorded without a question.
pub(super) fn is_saved(reading: &Reading) -> bool {
    reading.kind == crate::capture::Kind::Transaction
        && reading.confidence.get() >= THRESHOLD
        && reading.doubts.is_empty()
}

/// Every item's type, amount, category and wallets right, in any order, and none too many; the day is counted apart.
fn is_exact(row: &Labelled, kind: Kind, read: &[Gold]) -> bool {
    let records = |items: &[Gold]| {
        let mut records: Vec<Gold> = items.iter().map(|item| Gold { date: None, ..item.clone() }).collect();
        records.sort();
        records
    };
    kind == row.kind && records(&row.transactions) == records(read)
}

/// Gold items with the item read for each: the likest first, so that one missing item does not shift the rest.
fn pairs<'a>(gold: &'a [Gold], read: &'a [Gold]) -> Vec<(&'a Gold, Option<&'a Gold>)> {
    let mut likeness: Vec<(u8, usize, usize)> = Vec::new();
    for (i, a) in gold.iter().enumerate() {
        for (j, b) in read.iter().enumerate() {
            let like = 2 * u8::from(a.amount == b.amount)
                + u8::from(a.kind == b.kind)
                + u8::from(a.category == b.category)
                + u8::from((&a.wallet, &a.to_wallet) == (&b.wallet, &b.to_wallet));
            likeness.push((5 - like, i, j));
        }
    }
    likeness.sort_unstable();
    let mut chosen: Vec<Option<usize>> = vec![None; gold.len()];
    let mut taken = vec![false; read.len()];
    for (_, i, j) in likeness {
        if chosen[i].is_none() && !taken[j] {
            chosen[i] = Some(j);
            taken[j] = true;
        }
    }
    gold.iter().zip(chosen).map(|(gold, at)| (gold, at.and_then(|at| read.get(at)))).collect()
}
