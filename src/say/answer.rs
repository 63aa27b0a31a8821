//! Answers to questions, lists of wallets, and what is said after an absence.

use std::time::Duration;

use super::{category, month_report};
use crate::app::{Answer, WalletSeen};
use crate::ledger::{Converted, Day, Total, TransactionType};
use crate::words::{Said, Words, day, period, time_span};

pub fn answer(words: &Words, answer: &Answer, today: Day) -> Said {
    let report = &words.report;
    match answer {
        Answer::Balances { wallets: all, total } => wallets(words, all, total, today),
        Answer::Summary(summary) => month_report(words, summary, today),
        Answer::Total { kind, period: when, category: slug, categories, wallet, amount, .. } => {
            let mut whose = period(words, *when, today);
            if let Some(slug) = slug {
                whose = format!("{whose} {} {}", report.for_category, category(words, categories, *slug));
            }
            if let Some(wallet) = wallet {
                whose = format!("{whose} {} {wallet}", report.by_wallet);
            }
            match kind {
                TransactionType::Income => (report.earned)(&whose, *amount),
                TransactionType::Expense => (report.spent)(&whose, *amount),
                TransactionType::Transfer | TransactionType::Adjustment => (report.moved)(&whose, *amount),
            }
        }
        Answer::Unknown => words.talk.cannot_answer.into(),
    }
}

/// What each wallet holds, and all of them together; when a card is to be paid, and by which rates other currencies
/// were counted.
pub fn wallets(words: &Words, wallets: &[WalletSeen], total: &Total, today: Day) -> Said {
    if wallets.is_empty() {
        return words.talk.no_wallets.into();
    }
    let list = wallets.iter().fold(Said::nothing(), |said, seen| {
        let line = Said::plain(format!("{} ", seen.wallet.name)).strong(&seen.balance);
        said.line(match seen.wallet.card {
            Some(cycle) => {
                let due = (words.resources.due)(&day(words, cycle.next_due(today), today));
                line.then(format!(" · {due}"))
            }
            None => line,
        })
    });
    if wallets.len() < 2 {
        return list;
    }
    let apart: Vec<String> = total.apart.iter().map(ToString::to_string).collect();
    let together = Said::plain(format!("{} ", words.talk.total)).strong(&total.amount);
    let mut said = list.paragraph(together);
    for Converted { from, to, day: on } in &total.converted {
        said = said.line((words.resources.converted)(*from, *to, &day(words, *on, today)).into());
    }
    if apart.is_empty() { said } else { said.line((words.resources.apart)(&apart.join(", ")).into()) }
}

/// "Tadi aku mati 3 j 12 m. 4 pesan sudah kucatat, 1 perlu dicek."
pub fn away(words: &Words, was_off: bool, length: Duration, recorded: usize, waiting: usize) -> Said {
    let talk = &words.talk;
    let length = time_span(words, length);
    let absence = if was_off { (talk.away_off)(&length) } else { (talk.away_offline)(&length) };
    let caught_up = (talk.caught_up)(recorded, waiting);
    if caught_up.is_empty() { absence.into() } else { format!("{absence} {caught_up}").into() }
}
