//! Facts, and everything that follows from them.

use catatduit::ledger::{Act, CategorySlug, Money, Movement, Period, TransactionType};
use catatduit::store::{Cursor, StoreError, TransactionFilter};

use super::family::{Family, amended, append, day, line, moment, new, record, store_with, taken_back};

#[test]
fn an_expense_moves_balance_totals_lists_and_journal() {
    let family = Family::of(1);
    let store = store_with(family);
    let change = record(&store, family, family.expense(1, day("2026-11-22"), 0, 15_000));
    assert_eq!(change.seq, 2);
    assert_eq!(*store.head().borrow(), 2);
    store
        .read(|look| {
            assert_eq!(look.balance(family.wallet(0))?, Money::idr(-15_000));
            assert_eq!(look.balance(family.wallet(1))?, Money::idr(0));
            let cells = look.totals(family.household, Period::day(day("2026-11-22")))?;
            assert_eq!(cells.len(), 1);
            assert_eq!((cells[0].kind, cells[0].category), (TransactionType::Expense, CategorySlug::MAKANAN));
            assert_eq!((cells[0].amount, cells[0].count, cells[0].leading), (Money::idr(15_000), 1, 1));
            let list = look.transactions(family.household, &TransactionFilter::default(), None, 10)?;
            assert_eq!(list, vec![family.expense(1, day("2026-11-22"), 0, 15_000)]);
            assert_eq!(look.changes_of_transaction(list[0].id)?, vec![change.clone()]);
            assert_eq!(look.newest_changes(family.household, None, 1)?, vec![change.clone()]);
            assert_eq!(look.changes_after(1, 10)?, vec![change.clone()]);
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

#[test]
fn a_voided_transaction_counts_nowhere_and_its_undo_brings_it_back() {
    let family = Family::of(1);
    let store = store_with(family);
    let expense = family.expense(1, day("2026-11-22"), 0, 15_000);
    record(&store, family, expense.clone());
    let id = expense.id;
    let voided = store
        .write(move |pen| {
            let fact = amended(pen, id, |transaction| transaction.voided = Some(moment(5)))?;
            pen.append(family.change(Act::Void, vec![fact]))
        })
        .map_err(|error: StoreError| error)
        .unwrap();
    let everything = TransactionFilter::default();
    store
        .read(|look| {
            assert_eq!(look.balance(family.wallet(0))?, Money::idr(0));
            assert!(look.totals(family.household, Period::day(expense.day))?.is_empty());
            assert!(look.transactions(family.household, &everything, None, 10)?.is_empty());
            assert!(look.transaction(id)?.unwrap().voided.is_some());
            Ok::<_, StoreError>(())
        })
        .unwrap();
    let undo = Act::Undo { seq: voided.seq };
    let undone = append(&store, family.change(undo, taken_back(&voided))).unwrap();
    store
        .read(|look| {
            assert_eq!(look.balance(family.wallet(0))?, Money::idr(-15_000));
            assert_eq!(look.transactions(family.household, &everything, None, 10)?.len(), 1);
            assert_eq!(look.undo_of(voided.seq)?, Some(undone.seq));
            assert_eq!(look.undo_of(undone.seq)?, None);
            Ok::<_, StoreError>(())
        })
        .unwrap();
    let again = append(&store, family.change(undo, taken_back(&undone)));
    assert!(matches!(again, Err(StoreError::Conflict { noun: "change", .. })), "{again:?}");
}

#[test]
fn lists_are_newest_first_and_pages_neither_repeat_nor_skip_while_others_record() {
    let family = Family::of(1);
    let store = store_with(family);
    for id in 1..=10_u8 {
        let on = day("2026-11-10").plus_days(i32::from(id / 3));
        record(&store, family, family.expense(u64::from(id), on, 0, 1_000 + i64::from(id)));
    }
    let page = |after| {
        store
            .read(|look| look.transactions(family.household, &TransactionFilter::default(), after, 4))
            .unwrap()
    };
    let first: Vec<_> = page(None);
    // Recorded between two pages: on a day of the first page, and on one still to come.
    record(&store, family, family.expense(98, day("2026-11-13"), 0, 98));
    record(&store, family, family.expense(99, day("2026-11-10"), 0, 99));
    let mut seen = first;
    loop {
        let last: &catatduit::ledger::Transaction = seen.last().unwrap();
        let next = page(Some(Cursor { day: last.day, id: last.id }));
        if next.is_empty() {
            break;
        }
        seen.extend(next);
    }
    let amounts: Vec<i64> = seen.iter().map(|transaction| transaction.amount().unwrap().minor()).collect();
    assert_eq!(amounts, [1010, 1009, 1008, 1007, 1006, 1005, 1004, 1003, 99, 1002, 1001]);
}

#[test]
fn a_list_of_one_wallet_holds_transfers_into_it_and_nothing_of_another_family() {
    let (family, others) = (Family::of(1), Family::of(2));
    let store = store_with(family);
    append(&store, others.set_up()).unwrap();
    let transfer = Movement::Transfer {
        from: family.wallet(0),
        to: family.wallet(1),
        amount: Money::idr(100_000),
        received: None,
        fee: Some(Money::idr(2_500)),
        description: String::new(),
    };
    record(&store, family, family.transaction(1, day("2026-11-20"), transfer));
    record(&store, family, family.expense(2, day("2026-11-21"), 1, 5_000));
    record(&store, others, others.expense(3, day("2026-11-21"), 1, 7_000));
    store
        .read(|look| {
            assert_eq!(look.balance(family.wallet(0))?, Money::idr(-102_500));
            assert_eq!(look.balance(family.wallet(1))?, Money::idr(95_000));
            let of = |wallet, days| TransactionFilter { days, wallet: Some(wallet) };
            let count =
                |filter| look.transactions(family.household, &filter, None, 10).map(|list| list.len());
            assert_eq!(count(of(family.wallet(1), None))?, 2);
            assert_eq!(count(of(family.wallet(0), None))?, 1);
            assert_eq!(count(of(family.wallet(1), Some(Period::day(day("2026-11-21")))))?, 1);
            assert_eq!(count(of(family.wallet(2), None))?, 0);
            assert_eq!(count(of(others.wallet(1), None))?, 0);
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

#[test]
fn totals_count_each_transaction_once_however_many_lines_it_has() {
    let family = Family::of(1);
    let store = store_with(family);
    let lines = vec![
        line(1_000, CategorySlug::MAKANAN),
        line(2_000, CategorySlug::MAKANAN),
        line(3_000, CategorySlug::BELANJA),
    ];
    let shopping = Movement::Expense { wallet: family.wallet(0), lines };
    record(&store, family, family.transaction(1, day("2026-11-20"), shopping));
    let cells = store.read(|look| look.totals(family.household, Period::day(day("2026-11-20")))).unwrap();
    let of = |category| cells.iter().find(|cell| cell.category == category).unwrap();
    let food = of(CategorySlug::MAKANAN);
    assert_eq!((food.amount, food.count, food.leading), (Money::idr(3_000), 1, 1));
    let shopping = of(CategorySlug::BELANJA);
    assert_eq!((shopping.amount, shopping.count, shopping.leading), (Money::idr(3_000), 1, 0));
}

#[test]
fn a_fact_that_starts_from_something_else_keeps_nothing_of_its_write() {
    let family = Family::of(1);
    let store = store_with(family);
    let expense = family.expense(1, day("2026-11-22"), 0, 15_000);
    record(&store, family, expense.clone());
    let refused = append(
        &store,
        family.change(Act::Record, vec![new(family.expense(2, day("2026-11-22"), 0, 1)), new(expense)]),
    );
    assert!(matches!(refused, Err(StoreError::Conflict { noun: "transaction", .. })), "{refused:?}");
    store
        .read(|look| {
            assert_eq!(look.head()?, 2);
            assert_eq!(look.balance(family.wallet(0))?, Money::idr(-15_000));
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

#[test]
fn a_refused_change_is_lost_even_if_its_write_goes_on_as_if_it_were_not() {
    let family = Family::of(1);
    let store = store_with(family);
    let expense = family.expense(1, day("2026-11-22"), 0, 15_000);
    // The same twice: the second fact starts from nothing, and the first is already written.
    let twice = family.change(Act::Record, vec![new(expense.clone()), new(expense)]);
    let refused: Result<(), StoreError> = store.write(move |pen| {
        assert!(pen.append(twice.clone()).is_err());
        pen.put_setting("went-on", b"yes")
    });
    assert!(matches!(refused, Err(StoreError::Conflict { noun: "transaction", .. })), "{refused:?}");
    assert_eq!(store.read(|look| look.setting("went-on")).unwrap(), None);
    assert!(store.audit().unwrap().is_sound());
}

#[test]
fn money_of_another_currency_or_another_family_never_enters_a_wallet() {
    let (family, others) = (Family::of(1), Family::of(2));
    let store = store_with(family);
    append(&store, others.set_up()).unwrap();
    let mut dollars = line(100, CategorySlug::MAKANAN);
    dollars.amount = Money::new(100, "USD".parse().unwrap());
    let mixed = Movement::Expense { wallet: family.wallet(0), lines: vec![dollars] };
    let mixed = family.transaction(1, day("2026-11-20"), mixed);
    let refused = append(&store, family.change(Act::Record, vec![new(mixed)]));
    assert!(matches!(refused, Err(StoreError::Money(_))), "{refused:?}");
    let stolen = Movement::Expense { wallet: others.wallet(0), lines: vec![line(5, CategorySlug::MAKANAN)] };
    let stolen = family.transaction(1, day("2026-11-20"), stolen);
    let refused = append(&store, family.change(Act::Record, vec![new(stolen)]));
    assert!(matches!(refused, Err(StoreError::Conflict { noun: "wallet", .. })), "{refused:?}");
}
