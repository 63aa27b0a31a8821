use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::ledger::{Change, Money, Period, TransactionType};
use crate::store::TransactionFilter;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn filled(seed: u64, today: &str) -> (Store, Filled) {
    let store = Store::in_memory().unwrap();
    let filled = fill(&store, seed, day(today)).unwrap();
    (store, filled)
}

fn journal(store: &Store) -> Vec<Change> {
    store.read(|look| look.changes_after(0, usize::MAX)).unwrap()
}

#[test]
fn the_same_seed_and_day_give_the_same_ledger() {
    let (first, second) = (filled(1, "2026-11-22"), filled(1, "2026-11-22"));
    assert_eq!(first.1, second.1);
    assert!(journal(&first.0) == journal(&second.0));
    let other = filled(2, "2026-11-22");
    assert!(journal(&first.0) != journal(&other.0));
}

#[test]
fn about_six_thousand_transactions_in_eighteen_months_whatever_the_seed_and_day() {
    for (seed, today) in [(1, "2026-11-22"), (2, "2026-03-31"), (3, "2024-02-29"), (99, "2030-08-31")] {
        let (store, filled) = filled(seed, today);
        assert!((5_700..=6_300).contains(&filled.transactions), "{seed}, {today}: {}", filled.transactions);
        let (members, wallets) = store
            .read(|look| -> Result<_, StoreError> {
                Ok((look.members(filled.household)?.len(), look.wallets(filled.household)?.len()))
            })
            .unwrap();
        assert_eq!((members, wallets), (4, 8));
        let days: BTreeSet<Day> =
            live(&store, &filled).into_iter().map(|transaction| transaction.day).collect();
        let (first, last) = (*days.first().unwrap(), *days.last().unwrap());
        assert_eq!(last, day(today));
        let span = last.number() - first.number() + 1;
        assert!((545..=550).contains(&span), "{span}");
    }
}

fn live(store: &Store, filled: &Filled) -> Vec<crate::ledger::Transaction> {
    let filter = TransactionFilter::default();
    store.read(|look| look.transactions(filled.household, &filter, None, usize::MAX)).unwrap()
}

#[test]
fn no_wallet_but_the_card_is_ever_empty_below_nothing() {
    for seed in [1, 2, 3] {
        let (store, filled) = filled(seed, "2026-11-22");
        let wallets = store.read(|look| look.wallets(filled.household)).unwrap();
        let card = wallets.iter().find(|wallet| wallet.name == "Kartu Kredit").unwrap().id;
        let mut balances = BTreeMap::new();
        for change in journal(&store) {
            for fact in change.facts {
                let Fact::Transaction { before, after } = fact else { continue };
                let undone = before.map(|before| before.entries().unwrap()).unwrap_or_default();
                for entry in &undone {
                    *balances.entry(entry.wallet).or_insert(0) -= entry.amount.minor();
                }
                for entry in after.entries().unwrap() {
                    *balances.entry(entry.wallet).or_insert(0) += entry.amount.minor();
                }
            }
            for (wallet, balance) in &balances {
                let least = if *wallet == card { -9_000_000 } else { 0 };
                assert!((least..80_000_000).contains(balance), "seed {seed}: {balance} on {}", change.at);
            }
        }
        for wallet in wallets {
            let balance = store.read(|look| look.balance(wallet.id)).unwrap();
            assert_eq!(balance, Money::idr(balances[&wallet.id]), "{}", wallet.name);
        }
    }
}

#[test]
fn every_record_keeps_the_ledgers_rules_and_the_audit_finds_nothing() {
    let (store, _) = filled(5, "2026-11-22");
    let zone = Zone::named("Asia/Jakarta").unwrap();
    let mut last = crate::ledger::Timestamp::MIN;
    for change in journal(&store) {
        assert!(last <= change.at, "{} after {last}", change.at);
        last = change.at;
        for fact in &change.facts {
            if let Fact::Transaction { after, .. } = fact {
                after.check().unwrap();
                assert_eq!(zone.day_of(after.recorded), after.day);
            }
        }
    }
    let report = store.audit().unwrap();
    assert!(report.is_sound(), "{report:?}");
}

#[test]
fn it_is_a_life() {
    let (store, filled) = filled(1, "2026-11-22");
    let all = live(&store, &filled);
    let mut kinds: BTreeMap<TransactionType, usize> = BTreeMap::new();
    let mut categories = BTreeSet::new();
    for transaction in &all {
        *kinds.entry(transaction.kind()).or_default() += 1;
        categories.insert(transaction.category());
        let has_text =
            transaction.source.text.as_ref().is_some_and(|text| text.chars().any(char::is_numeric));
        assert!(has_text || transaction.kind() == TransactionType::Adjustment);
    }
    assert!(kinds.values().all(|count| *count > 8), "{kinds:?}");
    let expected = crate::ledger::SYSTEM_CATEGORIES
        .iter()
        .filter(|category| !matches!(category.slug.as_str(), "pemasukan-lain"));
    for category in expected {
        assert!(categories.contains(&category.slug), "{}", category.slug);
    }

    // Eating in Ramadan: takjil, and no warteg at noon.
    let ramadan = Period { first: day("2026-02-21"), last: day("2026-03-18") };
    let named = |what: &str, period: Period| {
        let of = |transaction: &&crate::ledger::Transaction| {
            period.contains(transaction.day) && transaction.description() == what
        };
        all.iter().filter(of).count()
    };
    assert!(named("Takjil", ramadan) > 15);
    assert_eq!(named("Makan siang warteg", ramadan), 0);
    let holiday_pay = Period { first: day("2026-02-18"), last: day("2026-03-19") };
    assert_eq!(named("Thr dari kantor", holiday_pay), 2);

    // Every month earns about what it spends.
    for month in [day("2025-08-01"), day("2026-02-01"), day("2026-10-01")].map(Day::month) {
        let period = Period { first: month.first_day(), last: month.last_day() };
        let cells = store.read(|look| look.totals(filled.household, period)).unwrap();
        let sum =
            |kind| cells.iter().filter(|cell| cell.kind == kind).map(|cell| cell.amount.minor()).sum::<i64>();
        let (income, expense) = (sum(TransactionType::Income), sum(TransactionType::Expense));
        assert!((15_000_000..40_000_000).contains(&income), "{month}: {income}");
        assert!((11_000_000..26_000_000).contains(&expense), "{month}: {expense}");
    }
}

#[test]
fn members_can_sign_in() {
    let (store, filled) = filled(1, "2026-11-22");
    let options = app::Options { password_cost: PASSWORD_COST, ..app::Options::default() };
    let app = app::App::new(
        store,
        crate::search::Search::in_memory().unwrap(),
        crate::outside::Outside::real().unwrap(),
        options,
    );
    let guest = app::Guest::from(crate::ledger::Channel::Web);
    for name in [filled.owner.as_str(), "Ibu", "naya"] {
        let who = app.recognise(name, filled.password, &guest).unwrap();
        let app::Admitted::In(signed) = app.admit(&who, None, &guest).unwrap() else { panic!("{name}") };
        assert_eq!(signed.member.household, filled.household, "{name}");
    }
    assert!(app.recognise(&filled.owner, "kucing hitam", &guest).is_err());
}

#[test]
fn a_store_with_a_family_is_left_alone() {
    let (store, _) = filled(1, "2026-11-22");
    assert!(matches!(fill(&store, 1, day("2026-11-22")), Err(DemoError::NotEmpty)));
}
