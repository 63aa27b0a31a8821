//! A box that is killed while a family writes: what it acknowledged is there, once, with all that belongs to it.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use catatduit::ledger::{Act, Money, OutgoingId, TransactionId};
use catatduit::store::{Outgoing, Store, StoreError, StoreOptions, TransactionFilter};

use crate::store::family::{Family, append, day, moment, new};

/// Set for the process that writes, to the store it writes to and the number its records begin at.
const LOADER: &str = "CATATDUIT_TEST_LOADER";
const KILLS: u64 = 220;
/// More than one process can record before it is killed.
const NUMBERS: u64 = 1_000_000;
const WRITERS: u64 = 4;

#[test]
fn killed_at_any_moment_it_keeps_what_it_acknowledged() {
    #[expect(clippy::disallowed_methods, reason = "tells the process that writes from the one that kills it")]
    if let Ok(task) = std::env::var(LOADER) {
        let (first, path) = task.split_once(' ').unwrap();
        load(Path::new(path), first.parse().unwrap());
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    append(&open(&path), family().set_up()).unwrap();
    let mut chance = 0x2545_F491_4F6C_DD1D_u64;
    let mut acknowledged = BTreeSet::new();
    let mut interrupted = 0;
    for kill in 0..KILLS {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        let told = killed_after(&path, kill * NUMBERS, chance);
        let store = open(&path);
        interrupted += check(&store, &told, kill * NUMBERS);
        acknowledged.extend(told);
        if kill % 40 == 39 {
            check_all(&store, &acknowledged);
        }
    }
    let store = open(&path);
    check_all(&store, &acknowledged);
    assert!(acknowledged.len() > 2_000, "only {} were acknowledged in all", acknowledged.len());
    assert!(
        interrupted > 0,
        "no kill came between a commit and its acknowledgement: they came at no hard moment"
    );
}

fn family() -> Family {
    Family::of(1)
}

fn open(path: &Path) -> Store {
    Store::open(path, StoreOptions::default()).unwrap()
}

/// Starts a process that writes, kills it when it has acknowledged a random number of records (or, one time in eight,
/// a random moment after its start), and gives all that it acknowledged.
fn killed_after(path: &Path, first: u64, chance: u64) -> Vec<u64> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::killed_at_any_moment_it_keeps_what_it_acknowledged", "--nocapture"])
        .env(LOADER, format!("{first} {}", path.display()))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = lines_of(&mut child);
    let mut told = Vec::new();
    if chance.is_multiple_of(8) {
        let moment = Duration::from_micros(chance / 8 % 60_000);
        told.extend(numbers(&lines, moment));
    } else {
        let wanted = usize::try_from(chance % 41).unwrap();
        while told.len() < wanted {
            let number = lines.recv_timeout(Duration::from_secs(20)).expect("it acknowledges something");
            told.extend(number);
        }
        // Somewhere into what it does next.
        told.extend(numbers(&lines, Duration::from_micros(chance / 64 % 1_500)));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    // What it had said before it died is still in the pipe.
    told.extend(lines.iter().flatten());
    told
}

/// The lines that a process writes; those that are no acknowledgement as `None`.
fn lines_of(child: &mut Child) -> Receiver<Option<u64>> {
    let (send, lines) = channel();
    let output = BufReader::new(child.stdout.take().unwrap());
    thread::Builder::new()
        .name("acknowledged".to_owned())
        .spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                let number = line.strip_prefix("kept ").and_then(|line| line.strip_suffix('.'));
                if send.send(number.map(|number| number.parse().unwrap())).is_err() {
                    return;
                }
            }
        })
        .unwrap();
    lines
}

/// What is acknowledged within this time.
fn numbers(lines: &Receiver<Option<u64>>, within: Duration) -> Vec<u64> {
    let mut told = Vec::new();
    let mut left = within;
    loop {
        let step = left.min(Duration::from_micros(200));
        match lines.recv_timeout(step) {
            Ok(number) => told.extend(number),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return told,
        }
        left = left.saturating_sub(step);
        if left.is_zero() {
            return told;
        }
    }
}

/// Records one thing after the other from several sides, and says each number once it is durable, until it is killed.
fn load(path: &Path, first: u64) -> ! {
    let store = open(path);
    let next = AtomicU64::new(first);
    thread::scope(|scope| {
        for _ in 0..WRITERS {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    write(&store, number).unwrap();
                    // One call, so that lines of two threads never mix.
                    let mut line = std::io::stdout().lock();
                    line.write_all(format!("kept {number}.\n").as_bytes()).unwrap();
                    line.flush().unwrap();
                }
            });
        }
    });
    unreachable!("it writes until it is killed")
}

/// One message: the update that brought it, the record, the answer to send.
fn write(store: &Store, number: u64) -> Result<(), StoreError> {
    store.write(move |pen| {
        if !pen.mark_update(1, number, moment(1_000_000))? {
            return Ok(());
        }
        pen.put_outgoing(&answer(number))?;
        let expense = family().expense(number, day("2026-11-22"), 0, 1);
        pen.append(family().change(Act::Record, vec![new(expense)])).map(|_| ())
    })
}

fn answer(number: u64) -> Outgoing {
    let mut id = [7; 16];
    id[..8].copy_from_slice(&number.to_be_bytes());
    Outgoing {
        id: OutgoingId::from_bytes(id),
        chat: 5,
        is_group: false,
        order: 0,
        payload: b"Tercatat".to_vec(),
        attempts: 0,
        not_before: moment(0),
        dead: None,
        created: moment(0),
        links: vec![transaction_id(number)],
        draft: None,
    }
}

fn transaction_id(number: u64) -> TransactionId {
    family().expense(number, day("2026-11-22"), 0, 1).id
}

/// Everything that the killed process acknowledged is there, and every message is there whole or not at all. Gives how
/// many are there that it did not come to acknowledge.
fn check(store: &Store, told: &[u64], first: u64) -> usize {
    let told: BTreeSet<u64> = told.iter().copied().collect();
    // Each writer may have been cut off in the middle of one more.
    let last = told.last().map_or(first, |last| last + 1) + WRITERS;
    let mut untold = 0;
    store
        .read(|look| {
            for number in first..=last {
                let changes = look.changes_of_transaction(transaction_id(number))?;
                let queued = look.outgoing(answer(number).id)?.is_some();
                let seen = look.update_seen(1, number)?;
                let whole = changes.len() == 1 && queued && seen;
                let nothing = changes.is_empty() && !queued && !seen;
                assert!(whole || nothing, "{number} is there in part: {} {queued} {seen}", changes.len());
                assert!(whole || !told.contains(&number), "{number} was acknowledged and is gone");
                untold += usize::from(whole && !told.contains(&number));
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
    untold
}

/// All acknowledged so far are there, nothing twice, every sum right.
fn check_all(store: &Store, acknowledged: &BTreeSet<u64>) {
    let filter = TransactionFilter::default();
    let held = store.read(|look| look.transactions(family().household, &filter, None, usize::MAX)).unwrap();
    let ids: BTreeSet<TransactionId> = held.iter().map(|transaction| transaction.id).collect();
    assert_eq!(ids.len(), held.len(), "something is there twice");
    for number in acknowledged {
        assert!(ids.contains(&transaction_id(*number)), "{number} was acknowledged and is gone");
    }
    let balance = store.read(|look| look.balance(family().wallet(0))).unwrap();
    assert_eq!(balance, Money::idr(-i64::try_from(held.len()).unwrap()));
    let report = store.audit().unwrap();
    assert!(report.is_sound(), "{report:?}");
}
