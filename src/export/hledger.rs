//! The ledger as a plain-text journal that `hledger` (and its relatives) read: every entry balanced, and each wallet's
//! balance asserted at the end, so that `hledger check` proves the export.

use std::collections::BTreeSet;
use std::io::Write;

use super::names::CategoryNames;
use super::{plain, unwritten};
use crate::app::{Error, Export, Seen};
use crate::ledger::{CategorySlug, Currency, Day, Line, Money, Movement, Tag, TransactionType};
use crate::words::Words;

pub(super) fn write(export: &Export<'_>, words: &Words, mut out: impl Write) -> Result<(), Error> {
    let accounts = Accounts { words, names: CategoryNames::of(export)? };
    let wallets = export.wallets()?;
    let mut last = export.today;
    let mut currencies: BTreeSet<Currency> = wallets.iter().map(|wallet| wallet.balance.currency()).collect();
    export.each_transaction(|seen| {
        last = last.max(seen.transaction.day);
        currencies.insert(seen.transaction.currency());
        Ok(())
    })?;
    for currency in currencies {
        let point = if currency.decimals() == 0 { "1000." } else { "1000.00" };
        writeln!(out, "commodity {point} {currency}").map_err(unwritten)?;
    }
    export.each_transaction(|seen| out.write_all(accounts.entry(seen).as_bytes()).map_err(unwritten))?;
    // An export of one member's records has no whole wallets, so there is nothing to assert.
    if export.whose == crate::app::Whose::Household && !wallets.is_empty() {
        writeln!(out, "\n{last} * {}", words.export.balances).map_err(unwritten)?;
        for seen in &wallets {
            let (account, balance) = (accounts.wallet(&seen.wallet.name), seen.balance);
            let nothing = plain(Money::zero(balance.currency()));
            let line = format!("    {account}  {nothing} {0} = {1} {0}", balance.currency(), plain(balance));
            writeln!(out, "{line}").map_err(unwritten)?;
        }
    }
    out.flush().map_err(unwritten)
}

struct Accounts<'w> {
    words: &'w Words,
    names: CategoryNames,
}

impl Accounts<'_> {
    fn wallet(&self, name: &str) -> String {
        format!("{}:{}", self.words.export.assets, segment(name))
    }

    fn category(&self, kind: TransactionType, slug: CategorySlug) -> String {
        let root = match kind {
            TransactionType::Expense => self.words.export.expenses,
            _ => self.words.export.revenues,
        };
        format!("{root}:{}", segment(&self.names.name(slug)))
    }

    /// One entry with its postings.
    fn entry(&self, seen: &Seen) -> String {
        let transaction = &seen.transaction;
        let wallet = self.wallet(&seen.wallet.wallet.name);
        let mut entry = self.head(transaction.day, seen);
        let mut post = |account: &str, amount: &str| {
            entry.push_str("    ");
            entry.push_str(account);
            entry.push_str("  ");
            entry.push_str(amount);
            entry.push('\n');
        };
        match &transaction.movement {
            Movement::Expense { lines, .. } => {
                for Line { amount, category, .. } in lines {
                    post(&self.category(TransactionType::Expense, *category), &shown(*amount));
                    post(&wallet, &minus(*amount));
                }
            }
            Movement::Income { lines, .. } => {
                for Line { amount, category, .. } in lines {
                    post(&wallet, &shown(*amount));
                    post(&self.category(TransactionType::Income, *category), &minus(*amount));
                }
            }
            Movement::Transfer { amount, received, fee, .. } => {
                let to = seen.to_wallet.as_ref().map_or("", |to| to.wallet.name.as_str());
                match received {
                    Some(received) => {
                        post(&self.wallet(to), &format!("{} @@ {}", shown(*received), shown(*amount)));
                    }
                    None => post(&self.wallet(to), &shown(*amount)),
                }
                post(&wallet, &minus(*amount));
                if let Some(fee) = fee {
                    post(&self.category(TransactionType::Expense, CategorySlug::TAGIHAN), &shown(*fee));
                    post(&wallet, &minus(*fee));
                }
            }
            Movement::Adjustment { difference, .. } => {
                post(&wallet, &shown(*difference));
                post(self.words.export.equity, &minus(*difference));
            }
        }
        entry
    }

    /// `2026-11-22 Bakso  ; id:…, oleh:Ayah, lebaran:`
    fn head(&self, day: Day, seen: &Seen) -> String {
        let transaction = &seen.transaction;
        let mut tags = vec![
            format!("id:{}", transaction.id),
            format!("{}:{}", self.words.export.by, value(&seen.member)),
        ];
        tags.extend(
            transaction.person.iter().map(|person| format!("{}:{}", self.words.export.person, value(person))),
        );
        tags.extend(transaction.particulars.tags.iter().map(|tag: &Tag| format!("{tag}:")));
        format!("\n{day} {}  ; {}\n", text(&transaction.description()), tags.join(", "))
    }
}

fn shown(money: Money) -> String {
    format!("{} {}", plain(money), money.currency())
}

/// The same amount the other way; the smallest number there is cannot be turned, and is in no record.
fn minus(money: Money) -> String {
    shown(money.negated().unwrap_or(money))
}

/// A part of an account's name: no colon, which would begin another part, and no two spaces, which would end it.
fn segment(name: &str) -> String {
    let name: String =
        name.chars().map(|letter| if letter == ':' || letter == ';' { ' ' } else { letter }).collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    // A leading mark would make the posting virtual, or be taken for a status.
    let name = name.trim_start_matches(['(', '[', '*', '!', '=', '~']).trim();
    if name.is_empty() { "-".to_owned() } else { name.to_owned() }
}

/// A description: one line, without what begins a comment, a code or a status.
fn text(description: &str) -> String {
    let line: String = description
        .chars()
        .map(|letter| if matches!(letter, ';' | '\n' | '\r' | '|') { ' ' } else { letter })
        .collect();
    line.trim_start_matches(['*', '!', '(', ' ', '=']).trim().to_owned()
}

/// The value of a tag: a comma would end it.
fn value(name: &str) -> String {
    name.chars().map(|letter| if matches!(letter, ',' | '\n' | '\r' | ':') { ' ' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_breaks_the_form() {
        for (name, kept) in
            [("GoPay", "GoPay"), ("a:b  c", "a b c"), ("(x)", "x)"), (" ; ", "-"), ("* bintang", "bintang")]
        {
            assert_eq!(segment(name), kept, "{name}");
        }
        assert_eq!(text("! (12) kopi; teh\nsusu"), "12) kopi  teh susu");
        assert_eq!(value("Ayah, Ibu: dan\nNenek"), "Ayah  Ibu  dan Nenek");
    }
}
