//! What came of a call, in a person's words: both doors say the same sentences, each in its own markup.

mod answer;
mod draft;
mod finding;
mod lesson;
mod past;
mod record;
mod report;
mod reporting;

pub use answer::{answer, away, wallets};
pub use draft::{draft, item_name};
pub use finding::finding;
pub use lesson::{learned, lesson_changed};
pub use past::part;
pub use record::{amount, category, name, record, records};
pub use report::{day_report, month_report};
pub use reporting::{period_report, unusual};

use crate::app::{Outcome, Recorded, Seen};
use crate::ledger::{Act, Day, Language};
use crate::words::{Said, Words};

/// The sentence for what a verb did, and what the box learnt from it. `today` is the family's day; "hari ini" depends on it. Empty when there
/// is nothing to say, as for a call that was handled before.
pub fn outcome(words: &Words, outcome: &Outcome, today: Day) -> Said {
    done(words, outcome, today).line(learned(words, outcome.learned()))
}

fn done(words: &Words, outcome: &Outcome, today: Day) -> Said {
    let talk = &words.talk;
    match outcome {
        Outcome::Recorded(recorded) => newly_recorded(words, recorded, today),
        Outcome::Drafted(seen) => draft(words, seen, today),
        Outcome::Amended { transactions, .. } => {
            Said::plain(talk.amended).line(records(words, transactions, today))
        }
        Outcome::Voided { transactions, .. } => {
            Said::plain(format!("{} ", talk.voided)).and(short(words, transactions))
        }
        Outcome::Restored { transactions, .. } => {
            Said::plain(format!("{} ", talk.restored)).and(short(words, transactions))
        }
        Outcome::Undone { act, transactions, .. } => undone(words, *act, transactions, today),
        Outcome::Dropped { .. } => talk.not_recorded.into(),
        Outcome::WalletAdded { wallet, .. } | Outcome::BalanceSet { wallet, .. } if !wallet.is_told => {
            (words.resources.wallet_changed)(&wallet.wallet.name).into()
        }
        Outcome::WalletAdded { wallet, .. } => (talk.wallet_added)(&wallet.wallet.name, wallet.balance),
        Outcome::BalanceSet { change: None, wallet, .. } => {
            (talk.balance_same)(&wallet.wallet.name, wallet.balance)
        }
        Outcome::BalanceSet { wallet, difference, .. } => {
            (talk.balance_set)(&wallet.wallet.name, wallet.balance, *difference)
        }
        Outcome::LessonChanged { lesson, .. } => lesson_changed(words, lesson),
        Outcome::WalletChanged { wallet, .. } => (words.resources.wallet_changed)(&wallet.wallet.name).into(),
        Outcome::CategoryChanged { category, .. } => {
            let english = words.language == Language::English;
            let name = if english { &category.name_en } else { &category.name_id };
            (words.resources.category_changed)(name).into()
        }
        Outcome::Ordered { .. } => words.resources.ordered.into(),
        Outcome::TagRenamed { renamed, .. } => (words.resources.tag_renamed)(*renamed).into(),
        Outcome::RateSet { rate, .. } => {
            let said = words.resources;
            let told = if rate.is_live() { said.rate_set } else { said.rate_dropped };
            told(rate.currency.code()).into()
        }
        Outcome::Answered(found) => answer(words, found, today),
        Outcome::Ignored => talk.chat.into(),
        Outcome::LanguageSet => words.bot.language_set.into(),
        Outcome::Linked { member, .. } => (words.bot.linked)(&member.name).into(),
        Outcome::LinkAsked { member, household } => {
            (words.linking.may_it_move)(&member.name, household).into()
        }
        Outcome::Unlinked => words.linking.left.into(),
        Outcome::Told | Outcome::Repeated => Said::nothing(),
    }
}

fn newly_recorded(words: &Words, recorded: &Recorded, today: Day) -> Said {
    let said = records(words, &recorded.transactions, today);
    if recorded.new_wallets.is_empty() {
        return said;
    }
    let names: Vec<&str> = recorded.new_wallets.iter().map(|wallet| wallet.name.as_str()).collect();
    said.line((words.talk.wallet_born)(&names.join(", ")).into())
}

/// "Sudah dibatalkan: Rp15.000 Bakso." or, when an act that took something away was taken back, "restored".
fn undone(words: &Words, act: Act, transactions: &[Seen], today: Day) -> Said {
    let talk = &words.talk;
    if transactions.is_empty() {
        return talk.undone_act.into();
    }
    if matches!(act, Act::Amend) {
        return Said::plain(talk.undone_act).line(records(words, transactions, today));
    }
    let live = transactions.iter().any(|seen| seen.transaction.is_live());
    let head = if live { talk.restored } else { talk.undone };
    Said::plain(format!("{head} ")).and(short(words, transactions))
}

/// `Rp15.000 Bakso, Rp5.000 Es teh.`
fn short(words: &Words, transactions: &[Seen]) -> Said {
    let mut said = Said::nothing();
    for (index, seen) in transactions.iter().enumerate() {
        if index > 0 {
            said = said.then(", ");
        }
        said = said.strong(&amount(&seen.transaction)).then(format!(" {}", name(words, &seen.transaction)));
    }
    said.then(".")
}

#[cfg(test)]
mod tests;
