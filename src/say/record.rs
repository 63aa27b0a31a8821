//! Records: `Rp15.000 · Bakso · Makanan · GoPay — sisa Rp235.000`.

use std::collections::BTreeMap;

use crate::app::{Seen, WalletSeen};
use crate::ledger::{Categories, CategorySlug, Day, Money, Transaction, TransactionType};
use crate::words::{Said, Words, day};

/// One record, with everything a person may want to correct.
pub fn record(words: &Words, seen: &Seen, today: Day) -> Said {
    let transaction = &seen.transaction;
    let mut parts = parts(words, seen);
    parts.push(place(seen));
    let mut said = Said::nothing().strong(&amount(transaction)).then(format!(" · {}", parts.join(" · ")));
    if let Some(left) = left(words, seen).filter(|_| transaction.is_live()) {
        said = said.then(format!(" — {left}"));
    }
    said.line(kind_and_day(words, transaction, today).into())
}

/// Several records: how many and together how much, then one line each; balances once, at the end.
pub fn records(words: &Words, all: &[Seen], today: Day) -> Said {
    if let [one] = all {
        return record(words, one, today);
    }
    let head = (words.talk.several)(all.len(), &total(all));
    let lines = all.iter().fold(head, |said, seen| {
        let mut parts = parts(words, seen);
        parts.push(place(seen));
        if seen.transaction.day != today {
            parts.push(day(words, seen.transaction.day, today));
        }
        said.line(
            Said::nothing().strong(&amount(&seen.transaction)).then(format!(" · {}", parts.join(" · "))),
        )
    });
    let mut balances: BTreeMap<String, Money> = BTreeMap::new();
    for seen in all.iter().filter(|seen| seen.transaction.is_live()) {
        for wallet in seen.wallets().filter(|wallet| wallet.is_told) {
            balances.insert(wallet.wallet.name.clone(), wallet.balance);
        }
    }
    let balances: Vec<String> =
        balances.into_iter().map(|(name, balance)| format!("{name} {balance}")).collect();
    if balances.is_empty() {
        return lines;
    }
    lines.line(format!("{} {}", words.talk.left, balances.join(", ")).into())
}

/// What a household calls a category, in the reader's language.
pub fn category<'a>(words: &'a Words, categories: &'a Categories, slug: CategorySlug) -> &'a str {
    categories.name(slug, words.language).unwrap_or(words.talk.adjustment)
}

/// `Rp15.000`; with a sign where the way is not clear from the type alone.
pub fn amount(transaction: &Transaction) -> String {
    let Ok(amount) = transaction.amount() else { return String::new() };
    let plus = match transaction.kind() {
        TransactionType::Income => true,
        TransactionType::Adjustment => amount.minor() > 0,
        TransactionType::Expense | TransactionType::Transfer => false,
    };
    format!("{}{amount}", if plus { "+" } else { "" })
}

/// What it is called; its type when the message gave it no name.
pub fn name(words: &Words, transaction: &Transaction) -> String {
    let name = transaction.description();
    if name.is_empty() { kind(words, transaction.kind()).to_owned() } else { name }
}

pub(super) const fn kind(words: &Words, kind: TransactionType) -> &'static str {
    match kind {
        TransactionType::Expense => words.talk.expense,
        TransactionType::Income => words.talk.income,
        TransactionType::Transfer => words.talk.transfer,
        TransactionType::Adjustment => words.talk.adjustment,
    }
}

/// Its name, person and category.
fn parts(words: &Words, seen: &Seen) -> Vec<String> {
    let transaction = &seen.transaction;
    let mut parts = vec![name(words, transaction)];
    if let Some(person) = transaction.person.as_ref().filter(|person| !parts[0].contains(person.as_str())) {
        parts.push(person.clone());
    }
    if matches!(transaction.kind(), TransactionType::Expense | TransactionType::Income) {
        parts.push(category(words, &seen.categories, transaction.category()).to_owned());
    }
    if let crate::ledger::Movement::Transfer { fee: Some(fee), .. } = &transaction.movement {
        parts.push(format!("{} {fee}", words.talk.fee));
    }
    parts
}

/// `GoPay`, or `BCA → GoPay`.
fn place(seen: &Seen) -> String {
    seen.to_wallet.as_ref().map_or_else(
        || seen.wallet.wallet.name.clone(),
        |to| format!("{} → {}", seen.wallet.wallet.name, to.wallet.name),
    )
}

/// `sisa Rp235.000`, or both wallets of a transfer; none where nobody may know.
fn left(words: &Words, seen: &Seen) -> Option<String> {
    let left = words.talk.left;
    let told: Vec<&WalletSeen> = seen.wallets().filter(|wallet| wallet.is_told).collect();
    match (told.as_slice(), &seen.to_wallet) {
        ([], _) => None,
        ([only], None) => Some(format!("{left} {}", only.balance)),
        (told, _) => {
            let named = told.iter().map(|wallet| format!("{} {}", wallet.wallet.name, wallet.balance));
            Some(format!("{left} {}", named.collect::<Vec<_>>().join(", ")))
        }
    }
}

fn kind_and_day(words: &Words, transaction: &Transaction, today: Day) -> String {
    format!("{} · {}", kind(words, transaction.kind()), day(words, transaction.day, today))
}

/// What all of them come to, one figure for each currency; a transfer counts as its amount.
fn total(all: &[Seen]) -> String {
    let mut sums: BTreeMap<String, Money> = BTreeMap::new();
    for amount in all.iter().filter_map(|seen| seen.transaction.amount().ok()) {
        let code = amount.currency().code().to_owned();
        let sum = sums.get(&code).copied().unwrap_or_else(|| Money::zero(amount.currency()));
        sums.insert(code, sum.plus(amount).unwrap_or(sum));
    }
    let sums: Vec<String> = sums.values().map(ToString::to_string).collect();
    sums.join(" + ")
}
