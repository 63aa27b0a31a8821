//! Whatever a family records, each report is a recount of its records, and each figure is the sum of its rows.

mod life;
mod naive;

use std::collections::BTreeMap;

use catatduit::app::{Acting, Comparison, Over, Report, Rows, Sides};
use catatduit::ledger::{CategorySlug, Day, Month, Period, Stretch, TransactionType};
use proptest::prelude::*;

use life::{Life, TODAY, specs};
use naive::Naive;

use crate::store::family::day;

/// Periods of every length, within the life and at its edges.
const PERIODS: [(&str, &str); 7] = [
    ("2026-11-22", "2026-11-22"),
    ("2026-11-16", "2026-11-22"),
    ("2026-10-01", "2026-10-31"),
    ("2026-10-25", "2026-11-24"),
    ("2026-01-01", "2026-12-31"),
    ("2025-11-13", "2026-03-02"),
    ("2024-01-01", "2024-12-31"),
];

fn period(first: &str, last: &str) -> Period {
    Period { first: day(first), last: day(last) }
}

/// The sum of all pages of the rows behind a figure, page by page.
fn sum_of_rows(me: &Acting, rows: &Rows) -> i64 {
    let (mut sum, mut after) = (0, None);
    loop {
        let page = me.figure_rows(rows, after, 7).unwrap();
        assert!(page.items.len() <= 7);
        sum += page.items.iter().map(|row| row.amount.minor()).sum::<i64>();
        after = page.next;
        if after.is_none() {
            return sum;
        }
    }
}

fn check_flows(me: &Acting, naive: &Naive, flows: &Sides, of: Period) {
    let (income, expense) =
        (naive.side(TransactionType::Income, of), naive.side(TransactionType::Expense, of));
    assert_eq!((flows.income.amount.minor(), flows.expense.amount.minor()), (income, expense), "{of:?}");
    assert_eq!(flows.net.amount.minor(), income - expense);
    for figure in [&flows.income, &flows.expense, &flows.net] {
        if let Some(rows) = &figure.rows {
            assert_eq!(sum_of_rows(me, rows), figure.amount.minor(), "{rows:?}");
        } else {
            assert_ne!(
                naive.monthly(TransactionType::Expense, of) + naive.monthly(TransactionType::Income, of),
                0
            );
        }
    }
}

fn check_report(me: &Acting, naive: &Naive, report: &Report) {
    let of = report.period;
    check_flows(me, naive, &report.flows, of);
    let mut all: Vec<(TransactionType, String, i64, &Rows)> = Vec::new();
    all.extend(
        report
            .categories
            .iter()
            .map(|own| (own.share.kind, format!("c{}", own.share.of), own.share.amount.minor(), &own.rows)),
    );
    all.extend(
        report.wallets.iter().map(|own| {
            (own.share.kind, format!("w{}", own.share.of.id), own.share.amount.minor(), &own.rows)
        }),
    );
    all.extend(
        report.members.iter().map(|own| {
            (own.share.kind, format!("m{}", own.share.of.id), own.share.amount.minor(), &own.rows)
        }),
    );
    all.extend(
        report
            .tags
            .iter()
            .map(|own| (own.share.kind, format!("t{}", own.share.of), own.share.amount.minor(), &own.rows)),
    );
    for (_, what, amount, rows) in &all {
        assert_eq!(sum_of_rows(me, rows), *amount, "{what} in {of:?}");
    }
    let told: BTreeMap<(TransactionType, String), i64> =
        all.into_iter().map(|(kind, of, amount, _)| ((kind, of), amount)).collect();
    assert_eq!(told, naive.shares(of), "{of:?}");
}

fn check_comparison(me: &Acting, naive: &Naive, comparison: &Comparison) {
    let (now, then) = (naive.categories(comparison.now), naive.categories(comparison.then));
    let told: BTreeMap<(TransactionType, CategorySlug), (i64, i64)> = comparison
        .categories
        .iter()
        .map(|own| {
            let compared = own.compared;
            assert_eq!(sum_of_rows(me, &own.now_rows), compared.now.minor());
            assert_eq!(sum_of_rows(me, &own.then_rows), compared.then.minor());
            assert_eq!(compared.difference.minor(), compared.now.minor() - compared.then.minor());
            assert_eq!(compared.is_new(), !then.contains_key(&(compared.kind, compared.category)));
            assert_eq!(compared.has_vanished(), !now.contains_key(&(compared.kind, compared.category)));
            ((compared.kind, compared.category), (compared.now.minor(), compared.then.minor()))
        })
        .collect();
    let mut expected: BTreeMap<(TransactionType, CategorySlug), (i64, i64)> = BTreeMap::new();
    for (of, amount) in now {
        expected.entry(of).or_default().0 = amount;
    }
    for (of, amount) in then {
        expected.entry(of).or_default().1 = amount;
    }
    assert_eq!(told, expected);
}

fn check_entries(me: &Acting, naive: &Naive, of: Period) {
    for kind in [TransactionType::Expense, TransactionType::Income] {
        let largest = me.largest(Over::Days(of), kind, 5).unwrap();
        let told: Vec<i64> = largest.iter().map(|large| large.amount.minor()).collect();
        assert_eq!(told, naive.largest(kind, of, 5), "{of:?}");

        let frequent = me.frequent(Over::Days(of), kind, 50).unwrap();
        assert!(frequent.windows(2).all(|pair| pair[0].count >= pair[1].count));
        for own in &frequent {
            assert_eq!(sum_of_rows(me, &own.rows), own.amount.minor(), "{}", own.phrase);
        }
        let told: BTreeMap<String, (u64, i64)> =
            frequent.into_iter().map(|own| (own.phrase, (own.count, own.amount.minor()))).collect();
        assert_eq!(told, naive.frequent(kind, of), "{of:?}");
    }
    let unusual = me.unusual(Over::Days(of)).unwrap();
    let mut told: Vec<i64> = unusual.iter().map(|own| own.large.amount.minor()).collect();
    told.sort_unstable();
    let mut expected = naive.unusual(of);
    expected.sort_unstable();
    if expected.len() <= Acting::MOST_UNUSUAL {
        assert_eq!(told, expected, "{of:?}");
    } else {
        assert_eq!(told.len(), Acting::MOST_UNUSUAL);
    }
}

fn check_worth(me: &Acting, naive: &Naive) {
    let worth = me.net_worth(14).unwrap();
    let months: Vec<Month> = worth.points.iter().map(|point| point.month).collect();
    assert_eq!(months.last(), Some(&day(TODAY).month()));
    for wallet in &worth.wallets {
        let told: Vec<i64> = wallet.held.iter().map(|held| held.minor()).collect();
        let expected: Vec<i64> =
            months.iter().map(|month| naive.held(wallet.wallet.id, month.last_day())).collect();
        assert_eq!(told, expected, "{}", wallet.wallet.name);
    }
    for point in &worth.points {
        assert_eq!(point.home.minor(), naive.home(point.month.last_day()), "{}", point.month);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_report_is_a_recount_and_each_figure_the_sum_of_its_rows(specs in specs()) {
        let life = Life::of(&specs);
        let me = life.acting();
        let naive = Naive::of(&life);
        for (first, last) in PERIODS {
            let of = period(first, last);
            check_report(&me, &naive, &me.report(Over::Days(of)).unwrap());
            check_entries(&me, &naive, of);
        }
        for stretch in [Stretch::Day, Stretch::Week, Stretch::Month, Stretch::Payday, Stretch::Year] {
            let report = me.report(Over::Stretch(stretch, None)).unwrap();
            prop_assert!(report.period.contains(day(TODAY)));
            check_report(&me, &naive, &report);
        }
        let of_year = Over::Stretch(Stretch::Year, None);
        check_comparison(&me, &naive, &me.comparison(of_year, None).unwrap());
        let other = Over::Days(period("2025-12-03", "2026-02-14"));
        check_comparison(&me, &naive, &me.comparison(Over::Stretch(Stretch::Month, None), Some(other)).unwrap());
        let trend = me.trend(Stretch::Month, 12).unwrap();
        prop_assert_eq!(trend.points.len(), 12);
        for (place, point) in trend.points.iter().enumerate() {
            check_flows(&me, &naive, &point.flows, point.period);
            let told: BTreeMap<(TransactionType, CategorySlug), i64> = trend
                .categories
                .iter()
                .map(|own| ((own.kind, own.category), own.figures[place].amount.minor()))
                .filter(|(_, amount)| *amount != 0)
                .collect();
            prop_assert_eq!(told, naive.categories(point.period));
        }
        let calendar = me.spending_calendar(Some(Month::new(2026, 10).unwrap())).unwrap();
        prop_assert_eq!(calendar.days.len(), 31);
        for of in &calendar.days {
            let expected = naive.side(TransactionType::Expense, Period::day(of.day));
            prop_assert_eq!(of.expense.amount.minor(), expected, "{}", of.day);
            prop_assert_eq!(sum_of_rows(&me, of.expense.rows.as_ref().unwrap()), expected);
        }
        check_worth(&me, &naive);
        let audit = life.store.audit().unwrap();
        prop_assert!(audit.is_sound(), "{:?}", audit);
    }
}

#[test]
fn a_period_that_ends_before_it_begins_or_never_is_refused() {
    let life = Life::of(&[]);
    let me = life.acting();
    for (first, last) in [("2026-11-22", "2026-11-21"), ("2010-01-01", "2026-11-22")] {
        assert!(me.report(Over::Days(period(first, last))).is_err(), "{first} to {last}");
    }
    assert!(me.report(Over::Stretch(Stretch::Year, Some(Day::FIRST))).is_ok());
}
