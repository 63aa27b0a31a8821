//! What an acknowledged write is worth when the disk below fails, fills up or loses power.

use std::collections::BTreeMap;

use catatduit::ledger::{Act, Money, Transaction, TransactionId};
use catatduit::store::{Cursor, Store, StoreError, StoreOptions, TransactionFilter};

use super::disk::{Fault, FaultyDisk};
use super::family::{Family, append, day, new};

const FAMILY: u8 = 1;

/// The bytes of a cleanly closed store with one family and one expense in it.
fn a_store() -> Vec<u8> {
    let family = Family::of(FAMILY);
    let disk = FaultyDisk::new();
    let store = open(&disk);
    append(&store, family.set_up()).unwrap();
    spend(&store, 0).unwrap();
    drop(store);
    disk.bytes()
}

fn open(disk: &FaultyDisk) -> Store {
    Store::on(disk.arc(), StoreOptions::default()).unwrap()
}

/// Records the expense of this number, of as many rupiah plus one.
fn spend(store: &Store, number: u64) -> Result<TransactionId, StoreError> {
    let family = Family::of(FAMILY);
    let expense = family.expense(number, day("2026-11-22"), 0, i64::try_from(number).unwrap() + 1);
    let id = expense.id;
    append(store, family.change(Act::Record, vec![new(expense)])).map(|_| id)
}

/// What came of each attempt to record.
#[derive(Debug, Default)]
struct Told {
    outcomes: BTreeMap<u64, Result<TransactionId, StoreError>>,
}

impl Told {
    fn spend(&mut self, store: &Store, number: u64) {
        self.outcomes.insert(number, spend(store, number));
    }

    fn acknowledged(&self) -> usize {
        self.outcomes.values().filter(|outcome| outcome.is_ok()).count()
    }

    /// The store holds all that was acknowledged and nothing that was refused, each once, and every sum is right.
    /// What nobody could know, or what was cut off before it was answered, may be there or not.
    fn holds(&self, store: &Store, cut_off: bool, context: &str) {
        let held = held(store);
        let has = |number: u64| held.iter().filter(|transaction| amount(transaction) == number + 1).count();
        for (number, outcome) in &self.outcomes {
            match outcome {
                Ok(_) => assert_eq!(has(*number), 1, "{context}: {number} was acknowledged"),
                Err(StoreError::Unsettled(_)) => {
                    assert!(has(*number) <= 1, "{context}: {number} is there twice");
                }
                Err(_) if cut_off => assert!(has(*number) <= 1, "{context}: {number} is there twice"),
                Err(error) => assert_eq!(has(*number), 0, "{context}: {number} was refused: {error}"),
            }
        }
        let sum: u64 = held.iter().map(amount).sum();
        let balance = store.read(|look| look.balance(Family::of(FAMILY).wallet(0))).unwrap();
        assert_eq!(balance, Money::idr(-i64::try_from(sum).unwrap()), "{context}");
        let report = store.audit().unwrap();
        assert!(report.is_sound(), "{context}: {report:?}");
    }
}

fn amount(transaction: &Transaction) -> u64 {
    transaction.amount().unwrap().minor().unsigned_abs()
}

fn held(store: &Store) -> Vec<Transaction> {
    let filter = TransactionFilter::default();
    store
        .read(|look| look.transactions(Family::of(FAMILY).household, &filter, None::<Cursor>, usize::MAX))
        .unwrap()
}

/// Chance that can be repeated: a small xorshift generator.
struct Chance(u64);

impl Chance {
    fn flip(&mut self) -> bool {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.is_multiple_of(2)
    }
}

/// How many calls that change the disk it takes to open `bytes`, record 6 times, and close.
fn calls_of_a_run(bytes: &[u8]) -> u64 {
    let disk = FaultyDisk::holding(bytes.to_vec());
    let store = open(&disk);
    for number in 1..=6 {
        spend(&store, number).unwrap();
    }
    drop(store);
    disk.calls()
}

#[test]
fn a_power_cut_at_any_moment_loses_nothing_acknowledged() {
    let bytes = a_store();
    let calls = calls_of_a_run(&bytes);
    assert!(calls > 30, "{calls} calls are too few to cut between");
    let mut acknowledged = 0;
    for cut in 0..calls {
        let disk = FaultyDisk::holding(bytes.clone());
        disk.set(Fault::PowerCut(cut));
        let mut told = Told::default();
        // The cut may come while it is opened, too.
        if let Ok(store) = Store::on(disk.arc(), StoreOptions::default()) {
            for number in 1..=6 {
                told.spend(&store, number);
            }
        }
        acknowledged += told.acknowledged();
        for seed in 1..=4 {
            let mut chance = Chance(0x9E37_79B9_7F4A_7C15 ^ (seed * 1_000 + cut));
            let left = disk.after_power_cut(|| match seed {
                1 => false,
                2 => true,
                _ => chance.flip(),
            });
            let after = FaultyDisk::holding(left);
            let store = open(&after);
            told.holds(&store, true, &format!("cut at {cut}, seed {seed}"));
            spend(&store, 100).unwrap();
        }
    }
    assert!(acknowledged > 50, "only {acknowledged} were acknowledged before a cut: nothing was shown");
}

#[test]
fn a_disk_that_fails_once_costs_at_most_the_write_it_failed_under() {
    let bytes = a_store();
    let calls = calls_of_a_run(&bytes);
    for at in 0..calls {
        let disk = FaultyDisk::holding(bytes.clone());
        let store = open(&disk);
        disk.set(Fault::Once(at));
        let mut told = Told::default();
        let context = format!("failed once at {at}");
        for number in 1..=6 {
            told.spend(&store, number);
            // A failed sync has forgotten what it was to keep. Nothing acknowledged may rest on that.
            let left = FaultyDisk::holding(disk.after_power_cut(|| false));
            told.holds(&open(&left), false, &format!("{context}, lost power after {number}"));
        }
        assert!(told.acknowledged() >= 5, "{context}: {told:?}");
        told.holds(&store, false, &context);
    }
}

#[test]
fn while_a_disk_refuses_all_writes_everything_can_be_read_and_afterwards_written_again() {
    let bytes = a_store();
    let calls = calls_of_a_run(&bytes);
    for at in 0..calls {
        let disk = FaultyDisk::holding(bytes.clone());
        let store = open(&disk);
        disk.set(Fault::From(at));
        let mut told = Told::default();
        for number in 1..=6 {
            told.spend(&store, number);
            let context = format!("fails from {at}, after {number}");
            let held = held(&store).len();
            assert!(held > told.acknowledged(), "{context}: {held} of {told:?}");
        }
        disk.set(Fault::None);
        told.spend(&store, 7);
        assert!(told.outcomes[&7].is_ok(), "works again after failing from {at}: {told:?}");
        told.holds(&store, false, &format!("failed from {at}"));
        drop(store);
        told.holds(&open(&disk), false, &format!("failed from {at}, opened again"));
    }
}

#[test]
fn a_full_disk_is_said_clearly_everything_stays_readable_and_room_is_enough_to_go_on() {
    let disk = FaultyDisk::holding(a_store());
    let store = open(&disk);
    disk.leave_room_for(Some(0));
    let mut told = Told::default();
    let mut number = 1;
    // What is inside the file already may still take a few.
    while told.outcomes.values().all(Result::is_ok) {
        assert!(number < 20_000, "the disk never filled up");
        told.spend(&store, number);
        number += 1;
    }
    let full = told.outcomes.values().next_back().unwrap();
    assert!(matches!(full, Err(StoreError::Full)), "{full:?}");
    assert_eq!(full.as_ref().unwrap_err().to_string(), "the disk is full; nothing of this write was kept");
    for again in 0..3 {
        told.holds(&store, false, "full");
        told.spend(&store, 50_000 + again);
    }
    disk.leave_room_for(None);
    told.spend(&store, 60_000);
    assert!(told.outcomes[&60_000].is_ok(), "{:?}", told.outcomes[&60_000]);
    told.holds(&store, false, "room again");
    drop(store);
    told.holds(&open(&disk), false, "room again, opened again");
}

#[test]
fn a_read_that_meets_a_failure_is_done_again_on_the_opened_store() {
    let disk = FaultyDisk::holding(a_store());
    let store = open(&disk);
    disk.set(Fault::Once(2));
    let mut runs = 0;
    let read: Result<usize, StoreError> = store.read(|look| {
        runs += 1;
        // While it looks, a write fails and the store is opened again.
        if runs == 1 {
            assert!(spend(&store, 1).is_err());
        }
        let filter = TransactionFilter::default();
        Ok(look.transactions(Family::of(FAMILY).household, &filter, None, 10)?.len())
    });
    assert_eq!(read.unwrap(), 1);
    assert_eq!(runs, 2);
}
