//! A day's and a month's figures in words.

use super::category;
use crate::app::Summary;
use crate::ledger::{Day, Money, TransactionType};
use crate::words::{Said, Words, period};

/// How many categories a summary names.
const TOP: usize = 5;

/// Income, expense, what is left, how many records, the five largest categories.
pub fn day_report(words: &Words, report: &Summary, today: Day) -> Said {
    let head = head(words, report, today);
    if report.count == 0 {
        return head.line(words.report.empty_day.into());
    }
    head.line(figures(words, report)).paragraph(biggest(words, report))
}

/// A day's report and the ratios, against the run of days before.
pub fn month_report(words: &Words, report: &Summary, today: Day) -> Said {
    let head = head(words, report, today);
    if report.count == 0 && report.monthly.is_empty() {
        return head.line(words.report.empty_month.into());
    }
    head.line(figures(words, report))
        .line(ratios(words, report))
        .paragraph(by_month(words, report))
        .paragraph(biggest(words, report))
        .paragraph(comparison(words, report))
}

fn head(words: &Words, report: &Summary, today: Day) -> Said {
    Said::nothing().strong(&capital(&period(words, report.period, today)))
}

fn figures(words: &Words, report: &Summary) -> Said {
    let said = &words.report;
    Said::plain(format!("{} ", said.income))
        .strong(&report.income)
        .line(Said::plain(format!("{} ", said.expense)).strong(&report.expense))
        .line(Said::plain(format!("{} ", said.net)).strong(&report.net))
        .line((said.count)(report.count).into())
}

fn ratios(words: &Words, report: &Summary) -> Said {
    let said = &words.report;
    let expense = report.expense_ratio.map(|ratio| (said.expense_ratio)(&percent(words, ratio)));
    let saving = report.saving_ratio.map(|ratio| (said.saving_ratio)(&percent(words, ratio)));
    expense.into_iter().chain(saving).fold(Said::nothing(), |all, ratio| all.line(ratio.into()))
}

/// The wallets of which only a month's sums are shared.
fn by_month(words: &Words, report: &Summary) -> Said {
    report.monthly.iter().fold(Said::nothing(), |all, month| {
        let told = (words.report.by_month)(&month.wallet.name, month.sums.income, month.sums.expense);
        all.line(told.into())
    })
}

fn biggest(words: &Words, report: &Summary) -> Said {
    let spending = report.categories.iter().filter(|total| total.kind == TransactionType::Expense);
    let mut shares = spending.take(TOP).peekable();
    if shares.peek().is_none() {
        return Said::nothing();
    }
    shares.fold(Said::plain(words.report.biggest), |all, share| {
        let icon = report.known.icon(share.slug).unwrap_or("•");
        let part = permille(share.amount, report.expense)
            .map_or_else(String::new, |part| format!(" ({})", percent(words, part)));
        all.line(
            format!("{icon} {} {}{part}", category(words, &report.known, share.slug), share.amount).into(),
        )
    })
}

fn comparison(words: &Words, report: &Summary) -> Said {
    let Some(before) = report.previous else { return Said::nothing() };
    let said = &words.report;
    let rows = [(said.expense, report.expense, before.expense), (said.income, report.income, before.income)];
    rows.into_iter().fold(Said::plain(said.against), |all, (name, now, then)| {
        let Ok(difference) = now.minus(then) else { return all };
        let part = permille(difference, then).map_or_else(String::new, |part| {
            let part = part.checked_abs().unwrap_or(i64::MAX);
            format!(" ({})", percent(words, part))
        });
        all.line(
            match difference.minor() {
                0 => (said.same)(name),
                1.. => (said.more)(name, difference, &part),
                _ => (said.less)(name, difference.negated().unwrap_or(difference), &part),
            }
            .into(),
        )
    })
}

/// So many thousandths of the whole; `None` when the whole is nothing.
fn permille(part: Money, whole: Money) -> Option<i64> {
    let scaled = i128::from(part.minor()).checked_mul(1000)?.checked_div(i128::from(whole.minor()))?;
    i64::try_from(scaled).ok()
}

/// `56,6%`: thousandths with the language's decimal mark, without an idle zero.
pub(super) fn percent(words: &Words, permille: i64) -> String {
    let sign = if permille < 0 { "-" } else { "" };
    let (whole, rest) = (permille.unsigned_abs() / 10, permille.unsigned_abs() % 10);
    if rest == 0 {
        format!("{sign}{whole}%")
    } else {
        format!("{sign}{whole}{}{rest}%", words.report.decimal_mark)
    }
}

/// The text with its first letter in upper case.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::app::{CategoryTotal, Sums};
    use crate::ledger::{CategorySlug, Currency, Language, Period};
    use crate::words::of;

    fn on(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn spent(slug: CategorySlug, amount: i64) -> CategoryTotal {
        CategoryTotal { slug, kind: TransactionType::Expense, amount: Money::idr(amount), count: 1 }
    }

    fn sums(income: i64, expense: i64) -> Sums {
        let net = Money::idr(income - expense);
        Sums { income: Money::idr(income), expense: Money::idr(expense), net }
    }

    fn november() -> Summary {
        Summary {
            period: Period { first: on("2026-11-01"), last: on("2026-11-30") },
            income: Money::idr(8_500_000),
            expense: Money::idr(4_812_000),
            net: Money::idr(3_688_000),
            count: 42,
            currency: Currency::IDR,
            categories: vec![
                spent(CategorySlug::MAKANAN, 1_203_000),
                CategoryTotal { kind: TransactionType::Income, ..spent(CategorySlug::GAJI, 8_500_000) },
                spent(CategorySlug::TAGIHAN, 481_200),
            ],
            known: Arc::default(),
            expense_ratio: Some(566),
            saving_ratio: Some(434),
            previous: Some(sums(8_500_000, 5_012_000)),
            others: vec![],
            monthly: vec![],
        }
    }

    #[test]
    fn a_month_is_told_with_ratios_and_against_the_one_before() {
        let said = month_report(of(Language::Indonesian), &november(), on("2026-11-22")).to_string();
        assert_eq!(
            said,
            "November 2026\nMasuk Rp8.500.000\nKeluar Rp4.812.000\nSisa Rp3.688.000\n42 catatan\n\
             Rasio pengeluaran 56,6% dari pemasukan\nRasio tabungan 43,4% dari pemasukan\n\n\
             Terbesar:\n🍜 Makanan & Minuman Rp1.203.000 (25%)\n🧾 Tagihan & Utilitas Rp481.200 (10%)\n\n\
             Dibanding sebelumnya:\nKeluar turun Rp200.000 (3,9%)\nMasuk sama"
        );
    }

    #[test]
    fn the_same_month_in_english() {
        let said = month_report(of(Language::English), &november(), on("2026-11-22")).to_string();
        for part in
            ["In Rp8.500.000", "Net Rp3.688.000", "Saving ratio 43.4% of income", "Out down Rp200.000 (3.9%)"]
        {
            assert!(said.contains(part), "{part} in {said}");
        }
    }

    #[test]
    fn a_day_without_records_says_so() {
        let report = Summary {
            period: Period::day(on("2026-11-22")),
            income: Money::idr(0),
            expense: Money::idr(0),
            net: Money::idr(0),
            count: 0,
            currency: Currency::IDR,
            categories: vec![],
            known: Arc::default(),
            others: vec![],
            monthly: vec![],
            expense_ratio: None,
            saving_ratio: None,
            previous: None,
        };
        let said = day_report(of(Language::Indonesian), &report, on("2026-11-22")).to_string();
        assert_eq!(said, "Hari ini\nBelum ada catatan.");
    }

    #[test]
    fn only_the_five_largest_are_named_and_nothing_is_divided_by_nothing() {
        let mut report = november();
        report.categories = [CategorySlug::MAKANAN; 7].map(|slug| spent(slug, 1)).to_vec();
        report.expense = Money::idr(0);
        report.previous = Some(sums(0, 0));
        let said = month_report(of(Language::Indonesian), &report, on("2026-11-22")).to_string();
        assert_eq!(said.matches("Makanan").count(), 5);
        assert!(said.ends_with("Keluar sama\nMasuk naik Rp8.500.000"), "{said}");
    }
}
