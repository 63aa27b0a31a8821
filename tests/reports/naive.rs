//! Reports as somebody counts them who reads every record again, without any rule of the house.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use catatduit::ledger::{
    CategorySlug, Currency, Day, MemberId, Money, Movement, Period, Transaction, TransactionId,
    TransactionType, WalletId,
};

use super::life::{DOLLARS, Life, MONTHLY, TODAY, is_seen, own_category};
use crate::store::family::day;

/// One line of a record that counts.
#[derive(Debug, Clone)]
struct Entry {
    transaction: TransactionId,
    kind: TransactionType,
    category: CategorySlug,
    wallet: WalletId,
    member: MemberId,
    day: Day,
    minor: i64,
    phrase: &'static str,
    is_fee: bool,
    tags: Vec<String>,
}

pub(super) struct Naive<'l> {
    life: &'l Life,
    /// In the household's currency, of wallets that are seen in full.
    seen: Vec<Entry>,
    /// Of the wallet that shows months.
    of_months: Vec<Entry>,
}

impl<'l> Naive<'l> {
    pub(super) fn of(life: &'l Life) -> Self {
        let (mut seen, mut of_months) = (Vec::new(), Vec::new());
        for transaction in known(life) {
            for (entry, currency) in entries(transaction) {
                if currency == Currency::IDR && is_seen(life.family, entry.wallet) {
                    seen.push(entry);
                } else if entry.wallet == life.family.wallet(MONTHLY) {
                    of_months.push(entry);
                }
            }
        }
        Self { life, seen, of_months }
    }

    fn within(&self, of: Period) -> impl Iterator<Item = &Entry> {
        self.seen.iter().filter(move |entry| of.first <= entry.day && entry.day <= of.last)
    }

    /// What a side came to, with what is shared by the month.
    pub(super) fn side(&self, kind: TransactionType, of: Period) -> i64 {
        let own: i64 = self.within(of).filter(|entry| entry.kind == kind).map(|entry| entry.minor).sum();
        own + self.monthly(kind, of)
    }

    pub(super) fn monthly(&self, kind: TransactionType, of: Period) -> i64 {
        let is_first = of.first.date().day() == 1;
        let is_last = of.last.plus_days(1).date().day() == 1;
        if !is_first || !is_last || of.last >= day(TODAY) {
            return 0;
        }
        let own = self.of_months.iter().filter(|entry| of.contains(entry.day) && entry.kind == kind);
        own.map(|entry| entry.minor).sum()
    }

    /// Every share of every sort.
    pub(super) fn shares(&self, of: Period) -> BTreeMap<(TransactionType, String), i64> {
        let mut shares = BTreeMap::new();
        for entry in self.within(of) {
            let names = [
                format!("c{}", counts_as(entry.category)),
                format!("w{}", entry.wallet),
                format!("m{}", entry.member),
            ];
            for name in names.into_iter().chain(entry.tags.iter().map(|tag| format!("t{tag}"))) {
                *shares.entry((entry.kind, name)).or_default() += entry.minor;
            }
        }
        shares
    }

    pub(super) fn categories(&self, of: Period) -> BTreeMap<(TransactionType, CategorySlug), i64> {
        let mut sums = BTreeMap::new();
        for entry in self.within(of) {
            *sums.entry((entry.kind, counts_as(entry.category))).or_default() += entry.minor;
        }
        sums
    }

    /// What records have of each category, with the category it counts as.
    fn parts<'e>(entries: impl Iterator<Item = &'e Entry>) -> Vec<(i64, Day, TransactionId, CategorySlug)> {
        let mut parts: BTreeMap<(TransactionId, CategorySlug), (i64, Day)> = BTreeMap::new();
        for entry in entries {
            let part = parts.entry((entry.transaction, entry.category)).or_insert((0, entry.day));
            part.0 += entry.minor;
        }
        parts.into_iter().map(|((id, slug), (minor, on))| (minor, on, id, counts_as(slug))).collect()
    }

    pub(super) fn largest(&self, kind: TransactionType, of: Period, most: usize) -> Vec<i64> {
        let made = |entry: &&Entry| entry.kind == kind && !entry.is_fee;
        let mut parts = Self::parts(self.within(of).filter(made));
        parts.sort_by_key(|part| Reverse(part.0));
        parts.into_iter().take(most).map(|part| part.0).collect()
    }

    pub(super) fn frequent(&self, kind: TransactionType, of: Period) -> BTreeMap<String, (u64, i64)> {
        let mut said: BTreeMap<&str, BTreeMap<TransactionId, i64>> = BTreeMap::new();
        for entry in self.within(of).filter(|entry| entry.kind == kind && !entry.phrase.is_empty()) {
            *said.entry(entry.phrase).or_default().entry(entry.transaction).or_default() += entry.minor;
        }
        let sum = |of: BTreeMap<TransactionId, i64>| (u64::try_from(of.len()).unwrap(), of.values().sum());
        said.into_iter().map(|(phrase, of)| (phrase.to_owned(), sum(of))).collect()
    }

    /// The amounts that are unusual in a period.
    pub(super) fn unusual(&self, of: Period) -> Vec<i64> {
        let spent =
            || self.seen.iter().filter(|entry| entry.kind == TransactionType::Expense && !entry.is_fee);
        let mut earlier = Self::parts(spent().filter(|entry| entry.day < of.first));
        earlier.sort_by_key(|(_, on, id, _)| Reverse((*on, *id)));
        let parts = Self::parts(spent().filter(|entry| of.contains(entry.day)));
        let is_unusual = |part: &(i64, Day, TransactionId, CategorySlug)| {
            let same = earlier.iter().filter(|other| other.3 == part.3);
            let amounts: Vec<i64> = same.take(100).map(|other| other.0).collect();
            if amounts.len() < 8 {
                return false;
            }
            let middle = median(amounts.clone());
            let spread = median(amounts.iter().map(|amount| (amount - middle).abs()).collect());
            let mut sorted = amounts;
            sorted.sort_unstable();
            let second = sorted[sorted.len() - 2];
            part.0 > middle * 2 && part.0 > middle + spread * 26 / 5 && part.0 > second * 4 / 3
        };
        parts.into_iter().filter(is_unusual).map(|part| part.0).collect()
    }

    /// What a wallet held at the end of a day.
    pub(super) fn held(&self, wallet: WalletId, on: Day) -> i64 {
        let moved = known(self.life).filter(|transaction| transaction.day <= on);
        moved.map(|transaction| moved_by(transaction, wallet)).sum()
    }

    /// What all wallets that are seen held, with the dollars at their rate.
    pub(super) fn home(&self, on: Day) -> i64 {
        let of = |place| self.held(self.life.family.wallet(place), on);
        let rate = if on >= day("2026-07-15") {
            16_500
        } else if on >= day("2026-03-01") {
            16_000
        } else {
            0
        };
        of(0) + of(1) + of(2) + of(DOLLARS) * rate / 100
    }
}

/// The records that count and are no secret of somebody else.
fn known(life: &Life) -> impl Iterator<Item = &Transaction> {
    life.transactions.iter().filter(|transaction| {
        let is_secret = transaction.particulars.secret_until.is_some() && transaction.member != life.me();
        transaction.voided.is_none() && !is_secret
    })
}

fn counts_as(slug: CategorySlug) -> CategorySlug {
    if slug == own_category() { CategorySlug::MAKANAN } else { slug }
}

fn entries(transaction: &Transaction) -> Vec<(Entry, Currency)> {
    let entry = |kind, category, wallet, amount: Money, phrase| {
        let entry = Entry {
            transaction: transaction.id,
            kind,
            category,
            wallet,
            member: transaction.member,
            day: transaction.day,
            minor: amount.minor(),
            phrase,
            is_fee: transaction.kind() == TransactionType::Transfer,
            tags: transaction.particulars.tags.iter().map(ToString::to_string).collect(),
        };
        (entry, amount.currency())
    };
    let phrase = |description: &str| match description {
        "Bakso" | "BAKSO 2x" => "bakso",
        "Kopi susu" => "kopi susu",
        _ => "",
    };
    match &transaction.movement {
        Movement::Expense { wallet, lines } => lines
            .iter()
            .map(|line| {
                entry(
                    TransactionType::Expense,
                    line.category,
                    *wallet,
                    line.amount,
                    phrase(&line.description),
                )
            })
            .collect(),
        Movement::Income { wallet, lines } => lines
            .iter()
            .map(|line| {
                entry(TransactionType::Income, line.category, *wallet, line.amount, phrase(&line.description))
            })
            .collect(),
        Movement::Transfer { from, fee: Some(fee), .. } => {
            vec![entry(TransactionType::Expense, CategorySlug::TAGIHAN, *from, *fee, "")]
        }
        Movement::Transfer { .. } | Movement::Adjustment { .. } => Vec::new(),
    }
}

fn moved_by(transaction: &Transaction, own: WalletId) -> i64 {
    let of = |wallet: WalletId, minor: i64| if wallet == own { minor } else { 0 };
    match &transaction.movement {
        Movement::Expense { wallet, lines } => {
            -of(*wallet, lines.iter().map(|line| line.amount.minor()).sum())
        }
        Movement::Income { wallet, lines } => of(*wallet, lines.iter().map(|line| line.amount.minor()).sum()),
        Movement::Transfer { from, to, amount, received, fee, .. } => {
            let left = amount.minor() + fee.map_or(0, Money::minor);
            of(*to, received.unwrap_or(*amount).minor()) - of(*from, left)
        }
        Movement::Adjustment { wallet, difference, .. } => of(*wallet, difference.minor()),
    }
}

fn median(mut amounts: Vec<i64>) -> i64 {
    amounts.sort_unstable();
    let half = amounts.len() / 2;
    if amounts.len() % 2 == 1 { amounts[half] } else { (amounts[half - 1] + amounts[half]).div_euclid(2) }
}
