//! A week's, a month's and a year's report in words.

use super::report::{capital, percent};
use super::{category, name};
use crate::app::{Report, Unusual};
use crate::ledger::{Day, Money, TransactionType};
use crate::words::{Said, Words, period};

/// How many categories and unusual entries are named.
const TOP: usize = 5;

/// Why an entry is unusual: `Rp450.000, biasanya sekitar Rp30.000 (dari 100 catatan terakhir)`.
pub fn unusual(words: &Words, unusual: &Unusual) -> String {
    let usual = Money::new(unusual.usual.middle, unusual.large.amount.currency());
    (words.reporting.unusual)(unusual.large.amount, usual, unusual.usual.seen)
}

/// Income, expense and what is left, each against the period before; the largest categories; what stands out.
pub fn period_report(words: &Words, report: &Report, standing_out: &[Unusual], today: Day) -> Said {
    let head = Said::nothing().strong(&capital(&period(words, report.period, today)));
    if report.flows.count == 0 {
        return head.line(words.reporting.empty.into());
    }
    let (now, before) = (&report.flows, &report.before);
    let rows = [
        (words.report.income, now.income.amount, before.income.amount),
        (words.report.expense, now.expense.amount, before.expense.amount),
        (words.report.net, now.net.amount, before.net.amount),
    ];
    let sums = rows.into_iter().fold(head, |all, (name, now, before)| {
        all.line(Said::plain(format!("{name} ")).strong(&now).then(against(words, now, before)))
    });
    let sums = sums.line((words.report.count)(now.count).into());
    sums.paragraph(biggest(words, report)).paragraph(out_of_the_ordinary(words, standing_out))
}

/// ` (▲ 12,5%)`: by how much it is more or less than before; nothing where there was nothing before.
fn against(words: &Words, now: Money, before: Money) -> String {
    let difference = now.minus(before).ok();
    let Some(part) = difference.and_then(|difference| crate::ledger::permille(difference, before)) else {
        return String::new();
    };
    let mark = match part {
        0 => return String::new(),
        1.. => '▲',
        _ => '▼',
    };
    format!(" ({mark} {})", percent(words, part.saturating_abs()))
}

fn biggest(words: &Words, report: &Report) -> Said {
    let spending = report.categories.iter().filter(|own| own.share.kind == TransactionType::Expense);
    let mut shares = spending.take(TOP).peekable();
    if shares.peek().is_none() {
        return Said::nothing();
    }
    shares.fold(Said::plain(words.report.biggest), |all, own| {
        let icon = report.known.icon(own.share.of).unwrap_or("•");
        let part = own.share.permille.map_or_else(String::new, |part| format!(" ({})", percent(words, part)));
        all.line(
            format!("{icon} {} {}{part}", category(words, &report.known, own.share.of), own.share.amount)
                .into(),
        )
    })
}

fn out_of_the_ordinary(words: &Words, standing_out: &[Unusual]) -> Said {
    if standing_out.is_empty() {
        return Said::nothing();
    }
    standing_out.iter().take(TOP).fold(Said::plain(words.reporting.stands_out), |all, own| {
        all.line(format!("• {} {}", name(words, &own.large.seen.transaction), unusual(words, own)).into())
    })
}
