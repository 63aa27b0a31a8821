//! Transactions as a table for spreadsheets: one row a line, so that each row has one category.

use std::io::Write;

use super::names::CategoryNames;
use super::{picture, plain, unwritten};
use crate::app::{Error, Export, Seen};
use crate::ledger::{CategorySlug, Line, Money, Movement, Tag, TransactionType};
use crate::words::Words;

pub(super) fn write(export: &Export<'_>, words: &Words, out: impl Write) -> Result<(), Error> {
    let names = CategoryNames::of(export)?;
    let mut sheet = csv::Writer::from_writer(out);
    sheet.write_record(words.export.columns).map_err(unwritten)?;
    export.each_transaction(|seen| {
        rows(seen, words, &names).into_iter().try_for_each(|row| sheet.write_record(row).map_err(unwritten))
    })?;
    sheet.flush().map_err(unwritten)
}

fn rows(seen: &Seen, words: &Words, names: &CategoryNames) -> Vec<Vec<String>> {
    let transaction = &seen.transaction;
    let kind = match transaction.kind() {
        TransactionType::Expense => words.talk.expense,
        TransactionType::Income => words.talk.income,
        TransactionType::Transfer => words.talk.transfer,
        TransactionType::Adjustment => words.talk.adjustment,
    };
    let row = |amount: Money,
               category: CategorySlug,
               description: &str,
               received: Option<Money>,
               fee: Option<Money>| {
        let tags: Vec<&str> = transaction.particulars.tags.iter().map(Tag::as_str).collect();
        let pictures: Vec<String> =
            transaction.particulars.attachments.iter().map(|id| picture(*id)).collect();
        let money = |money: Option<Money>| money.map(plain).unwrap_or_default();
        vec![
            transaction.id.to_string(),
            transaction.day.to_string(),
            kind.to_owned(),
            plain(amount),
            amount.currency().to_string(),
            inert(&names.name(category)),
            inert(&seen.wallet.wallet.name),
            inert(seen.to_wallet.as_ref().map_or("", |wallet| wallet.wallet.name.as_str())),
            money(received),
            money(fee),
            inert(description),
            inert(transaction.person.as_deref().unwrap_or("")),
            inert(transaction.note.as_deref().unwrap_or("")),
            inert(&tags.join(" ")),
            inert(&seen.member),
            pictures.join(" "),
        ]
    };
    match &transaction.movement {
        Movement::Expense { lines, .. } | Movement::Income { lines, .. } => lines
            .iter()
            .map(|Line { amount, category, description }| row(*amount, *category, description, None, None))
            .collect(),
        Movement::Transfer { amount, received, fee, description, .. } => {
            vec![row(*amount, CategorySlug::TRANSFER, description, *received, *fee)]
        }
        Movement::Adjustment { difference, description, .. } => {
            vec![row(*difference, CategorySlug::PENYESUAIAN, description, None, None)]
        }
    }
}

/// Text that no spreadsheet takes for a formula: what would begin one gets an apostrophe in front.
fn inert(text: &str) -> String {
    let begins = text
        .trim_start_matches([' ', '\u{A0}', '"', '\''])
        .starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if begins || text.starts_with(['\t', '\r', '\n']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_a_family_wrote_becomes_a_formula() {
        for text in ["=1+1", "+62812", "-5", "@SUM(A1)", "\t=1", "  =1", "\"=1", "＝1", "\r=cmd"] {
            assert!(inert(text).starts_with('\''), "{text:?}");
        }
        for text in ["Bakso", "", "a=b", "teh - manis", "Rp15.000", "'biasa'"] {
            assert_eq!(inert(text), text);
        }
    }
}
