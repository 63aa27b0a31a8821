//! Writes from many sides at once: grouped into few commits, each alone in its failure.

use std::io;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

use catatduit::ledger::{Act, Money};
use catatduit::store::{Disk, Look, Store, StoreError, StoreOptions};

use super::disk::FaultyDisk;
use super::family::{Family, append, day, new, record, store_with};

/// A disk whose syncs wait while it is held, so that a test decides what gathers behind a commit.
#[derive(Debug, Clone)]
struct HeldDisk {
    below: FaultyDisk,
    gate: Arc<(Mutex<Gate>, Condvar)>,
}

#[derive(Debug, Default)]
struct Gate {
    held: bool,
    waiting: bool,
}

impl HeldDisk {
    fn new() -> Self {
        Self { below: FaultyDisk::new(), gate: Arc::default() }
    }

    fn hold(&self) {
        self.gate.0.lock().unwrap().held = true;
    }

    fn until_a_sync_waits(&self) {
        let gate = self.gate.0.lock().unwrap();
        drop(self.gate.1.wait_while(gate, |gate| !gate.waiting).unwrap());
    }

    fn release(&self) {
        self.gate.0.lock().unwrap().held = false;
        self.gate.1.notify_all();
    }
}

impl Disk for HeldDisk {
    fn size(&self) -> io::Result<u64> {
        self.below.size()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.below.read(offset, out)
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.below.write(offset, data)
    }

    fn resize(&self, size: u64) -> io::Result<()> {
        self.below.resize(size)
    }

    fn sync(&self) -> io::Result<()> {
        let mut gate = self.gate.0.lock().unwrap();
        gate.waiting = true;
        self.gate.1.notify_all();
        let mut gate = self.gate.1.wait_while(gate, |gate| gate.held).unwrap();
        gate.waiting = false;
        drop(gate);
        self.below.sync()
    }
}

#[test]
fn writes_that_wait_share_one_commit_and_a_failing_one_harms_no_other() {
    let family = Family::of(1);
    let disk = HeldDisk::new();
    let store = Store::on(Arc::new(disk.clone()), StoreOptions::default()).unwrap();
    append(&store, family.set_up()).unwrap();

    let before = disk.below.syncs();
    append(&store, family.change(Act::Record, vec![new(family.expense(500, day("2026-11-22"), 0, 1))]))
        .unwrap();
    let syncs_of_one = disk.below.syncs() - before;

    disk.hold();
    thread::scope(|scope| {
        let first = scope.spawn(|| record(&store, family, family.expense(501, day("2026-11-22"), 0, 1)));
        disk.until_a_sync_waits();
        // Nothing of these can start before the commit above is through.
        let waiting: Vec<_> = (0..60_u64)
            .map(|id| {
                let store = &store;
                scope.spawn(move || {
                    let change =
                        family.change(Act::Record, vec![new(family.expense(id, day("2026-11-22"), 0, 100))]);
                    store.write(move |pen| {
                        let change = pen.append(change.clone())?;
                        match id {
                            20 => Err(StoreError::TooLong { what: "this" }),
                            40 => panic!("in the middle of a write"),
                            _ => Ok(change.seq),
                        }
                    })
                })
            })
            .collect();
        while store.writes_handed_in() < 63 {
            thread::yield_now();
        }
        let before = disk.below.syncs();
        disk.release();
        first.join().unwrap();
        let outcomes: Vec<_> = waiting.into_iter().map(|writer| writer.join().unwrap()).collect();
        for (id, outcome) in outcomes.iter().enumerate() {
            match id {
                20 => assert!(matches!(outcome, Err(StoreError::TooLong { .. })), "{outcome:?}"),
                40 => assert!(matches!(outcome, Err(StoreError::Panicked(_))), "{outcome:?}"),
                _ => assert!(outcome.is_ok(), "{id}: {outcome:?}"),
            }
        }
        let syncs = disk.below.syncs() - before;
        // Its own, and one group before each of the two that failed and one after.
        assert!(syncs <= 4 * syncs_of_one, "{syncs} syncs for 61 writes, {syncs_of_one} for one");
    });

    assert_eq!(store.read(|look| look.balance(family.wallet(0))).unwrap(), Money::idr(-5_802));
    let seqs: Vec<u64> =
        store.read(|look| look.changes_after(0, 100)).unwrap().iter().map(|change| change.seq).collect();
    assert_eq!(seqs, (1..=61).collect::<Vec<u64>>());
    assert_eq!(*store.head().borrow(), 61);
    assert!(store.audit().unwrap().is_sound());
}

#[test]
fn a_write_that_changed_nothing_costs_no_commit() {
    let disk = FaultyDisk::new();
    let store = Store::on(disk.arc(), StoreOptions::default()).unwrap();
    append(&store, Family::of(1).set_up()).unwrap();
    let before = disk.syncs();
    let refused: Result<(), StoreError> = store.write(|pen| {
        pen.household(Family::of(1).household)?;
        Err(StoreError::TooLong { what: "this" })
    });
    assert!(matches!(refused, Err(StoreError::TooLong { .. })));
    assert_eq!(store.write(|pen| pen.head()).unwrap(), 1);
    assert_eq!(disk.syncs(), before);
}

#[test]
fn a_write_inside_a_write_is_refused_instead_of_waiting_for_itself() {
    let store = store_with(Family::of(1));
    let inner = store.clone();
    let outcome: Result<(), StoreError> = store.write(move |_| inner.write(|_| Ok(())));
    assert!(matches!(outcome, Err(StoreError::Nested)), "{outcome:?}");
}

#[test]
fn a_snapshot_does_not_see_what_is_written_meanwhile() {
    let family = Family::of(1);
    let store = store_with(family);
    store
        .read(|look| {
            assert_eq!(look.head()?, 1);
            record(&store, family, family.expense(1, day("2026-11-22"), 0, 1));
            assert_eq!(look.head()?, 1);
            assert_eq!(look.balance(family.wallet(0))?, Money::idr(0));
            Ok::<_, StoreError>(())
        })
        .unwrap();
    assert_eq!(store.read(Look::head).unwrap(), 2);
}

#[test]
fn the_last_clone_may_be_dropped_by_the_writer_itself() {
    let store = store_with(Family::of(1));
    let mut last = Some(store.clone());
    let (reply, answer) = std::sync::mpsc::channel();
    let writing = thread::scope(|scope| {
        scope
            .spawn(move || {
                let outcome: Result<(), StoreError> = store.write(move |_| {
                    last.take();
                    reply.send(()).unwrap();
                    Ok(())
                });
                outcome
            })
            .join()
            .unwrap()
    });
    answer.recv().unwrap();
    writing.unwrap();
}
