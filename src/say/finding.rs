//! What a search came to, in words.

use super::record::{amount, name};
use crate::app::Finding;
use crate::ledger::{Day, Money};
use crate::words::{Said, Words, day};

/// How many there are, what they come to, and the first of them.
pub fn finding(words: &Words, text: &str, finding: &Finding, today: Day) -> Said {
    let said = words.finding;
    let partial = if finding.is_complete { Said::nothing() } else { said.partial.into() };
    if finding.totals.count == 0 {
        let meant = finding.did_you_mean.as_deref().map(said.did_you_mean).unwrap_or_default();
        return Said::plain((said.nothing)(text)).line(Said::plain(meant)).line(partial);
    }
    let shown = &finding.hits.items;
    let list = shown.iter().fold(head(words, text, finding), |list, hit| {
        let transaction = &hit.seen.transaction;
        let line = Said::plain(format!("{} · ", day(words, transaction.day, today)))
            .strong(&amount(transaction))
            .then(format!(" · {} · {}", name(words, transaction), hit.seen.wallet.wallet.name));
        list.line(line)
    });
    let more = if finding.hits.next.is_some() { (said.newest)(shown.len()) } else { String::new() };
    list.line(Said::plain(more)).line(partial)
}

/// One line of sums for each currency that moved.
fn head(words: &Words, text: &str, finding: &Finding) -> Said {
    let said = words.finding;
    let count = Said::plain((said.found)(text, finding.totals.count));
    finding.totals.sums.iter().fold(count, |head, (currency, flows)| {
        let sum = |sums: Said, label: &str, minor: i64| {
            if minor == 0 {
                return sums;
            }
            let space = if sums == Said::nothing() { "" } else { " · " };
            sums.then(format!("{space}{label} ")).strong(&Money::new(minor, *currency))
        };
        let sums = sum(Said::nothing(), said.expense, flows.expense);
        head.line(sum(sums, said.income, flows.income))
    })
}
