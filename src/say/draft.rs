//! Drafts: what was understood, and the one question that matters most.

use super::record::{category, kind};
use crate::app::{DraftSeen, DraftWallets};
use crate::ledger::{Categories, Day, DraftDoubt, DraftItem, TransactionType};
use crate::words::{Said, Words, day};

/// The question first, then what would be recorded.
pub fn draft(words: &Words, seen: &DraftSeen, today: Day) -> Said {
    let items = &seen.draft.items;
    let question = question(words, seen, today);
    // A single thing without a price is all in the question already.
    if let ([item], Some(DraftDoubt::NoAmount { .. })) = (items.as_slice(), seen.draft.doubts.first())
        && item.kind == TransactionType::Expense
    {
        return question;
    }
    let nowhere = DraftWallets::default();
    items.iter().enumerate().fold(question, |said, (index, item)| {
        let wallets = seen.wallets.get(index).unwrap_or(&nowhere);
        said.line(line(words, &seen.categories, item, wallets, today))
    })
}

/// What an item is called in a question: its description, or its category.
pub fn item_name(words: &Words, categories: &Categories, item: &DraftItem) -> String {
    if item.description.is_empty() {
        category(words, categories, item.category).to_owned()
    } else {
        lower(&item.description)
    }
}

fn question(words: &Words, seen: &DraftSeen, today: Day) -> Said {
    let ask = &words.ask;
    let item_at = |index: usize| seen.draft.items.get(index);
    match seen.draft.doubts.first() {
        Some(DraftDoubt::NoAmount { item }) => match item_at(*item) {
            Some(item) if item.kind == TransactionType::Transfer => ask.no_amount_transfer.into(),
            Some(item) if item.kind == TransactionType::Income => {
                (ask.no_amount_income)(&item_name(words, &seen.categories, item))
            }
            Some(item) => (ask.no_amount)(&item_name(words, &seen.categories, item)),
            None => ask.right.into(),
        },
        Some(DraftDoubt::Magnitude { item }) => match item_at(*item).and_then(|item| item.amount) {
            Some(amount) => (ask.is_it)(amount),
            None => ask.right.into(),
        },
        Some(DraftDoubt::OneWallet { item }) => {
            let from_is_known = item_at(*item).is_some_and(|item| item.wallet.is_some());
            if from_is_known { ask.which_to.into() } else { ask.which_from.into() }
        }
        Some(DraftDoubt::OddDay { item }) => match item_at(*item) {
            Some(item) => (ask.odd_day)(&day(words, item.day, today)).into(),
            None => ask.right.into(),
        },
        Some(DraftDoubt::MaybeNotMoney) => ask.maybe_not_money.into(),
        Some(DraftDoubt::TotalDiffers { total }) => (ask.total_differs)(*total),
        Some(DraftDoubt::Unsure) | None => ask.right.into(),
    }
}

/// `Rp15.000 · Bakso · Makanan · GoPay`, then type and day.
fn line(
    words: &Words,
    categories: &Categories,
    item: &DraftItem,
    wallets: &DraftWallets,
    today: Day,
) -> Said {
    let amount = item.amount.map_or_else(|| words.ask.no_amount_yet.to_owned(), |amount| amount.to_string());
    let mut parts = Vec::new();
    if !item.description.is_empty() {
        parts.push(item.description.clone());
    }
    if let Some(person) = item.person.as_ref().filter(|person| !item.description.contains(person.as_str())) {
        parts.push(person.clone());
    }
    if item.kind != TransactionType::Transfer {
        parts.push(category(words, categories, item.category).to_owned());
    }
    if let Some(fee) = item.fee {
        parts.push(format!("{} {fee}", words.talk.fee));
    }
    let or_none = |name: &Option<String>| name.clone().unwrap_or_else(|| "…".to_owned());
    if item.kind == TransactionType::Transfer {
        parts.push(format!("{} → {}", or_none(&wallets.wallet), or_none(&wallets.to_wallet)));
    } else {
        parts.push(wallets.wallet.clone().unwrap_or_else(|| words.ask.no_wallet.to_owned()));
    }
    parts.push(kind(words, item.kind).to_owned());
    parts.push(day(words, item.day, today));
    Said::nothing().strong(&amount).then(format!(" · {}", parts.join(" · ")))
}

/// With a small first letter, as inside a sentence; `BPJS` and `GoPay` keep theirs.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return String::new() };
    let rest = letters.as_str();
    let first_word_is_plain =
        rest.chars().take_while(|letter| letter.is_alphanumeric()).all(char::is_lowercase);
    if first_word_is_plain { first.to_lowercase().chain(rest.chars()).collect() } else { text.to_owned() }
}
