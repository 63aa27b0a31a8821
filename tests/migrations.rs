//! A store of every schema that was ever released opens and holds what it held.
//!
//! `tests/stores/schema-<n>.redb` is a store as the first catatduit of that schema wrote it. Such a file is never
//! written again. For a new schema, the first run of this test writes the file and fails; look at it and commit it.

use std::fs;
use std::path::{Path, PathBuf};

use catatduit::ledger::{
    Act, CategorySlug, Fact, Lesson, LessonId, LessonSource, LessonState, Money, Movement, Period, Reach,
    Teaching, Transaction, TransactionType,
};
use catatduit::store::{Outgoing, Session, Store, StoreError, StoreOptions, TransactionFilter};

use crate::store::beside;
use crate::store::family::{Family, append, day, line, moment, new, taken_back};
use crate::store::queue;

/// The schema that the code writes.
const NEWEST: u64 = 5;

#[test]
fn a_store_of_every_schema_opens_and_holds_what_it_held() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stores");
    let newest = folder.join(format!("schema-{NEWEST}.redb"));
    if !newest.exists() {
        write(&newest);
        panic!("{} was missing and is now written: commit it", newest.display());
    }
    for schema in 1..=NEWEST {
        let there = tempfile::tempdir().unwrap();
        let path = there.path().join("store");
        fs::copy(folder.join(format!("schema-{schema}.redb")), &path).unwrap();
        let store = Store::open(&path, StoreOptions::default()).unwrap();
        assert_eq!(Store::schema(), NEWEST);
        check(&store, schema);
        drop(store);
        let copies: Vec<PathBuf> =
            fs::read_dir(there.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        let copy = there.path().join(format!("store.schema-{schema}"));
        assert_eq!(
            copies.contains(&copy),
            schema < NEWEST,
            "a copy is kept of an older store, and only of one"
        );
        check(&Store::open_checked(&path, StoreOptions::default()).unwrap(), schema);
    }
}

fn family() -> Family {
    Family::of(1)
}

/// One of each thing a store can hold.
fn transactions() -> Vec<Transaction> {
    let family = family();
    let shopping = Movement::Expense {
        wallet: family.wallet(0),
        lines: vec![line(28_000, CategorySlug::MAKANAN), line(5_000, CategorySlug::BELANJA)],
    };
    let wages =
        Movement::Income { wallet: family.wallet(1), lines: vec![line(9_500_000, CategorySlug::GAJI)] };
    let transfer = Movement::Transfer {
        from: family.wallet(1),
        to: family.wallet(2),
        amount: Money::idr(250_000),
        received: None,
        fee: Some(Money::idr(2_500)),
        description: "Isi saldo".to_owned(),
    };
    let adjustment = Movement::Adjustment {
        wallet: family.wallet(2),
        difference: Money::idr(-1_500),
        description: "Setel saldo".to_owned(),
    };
    let mut transactions: Vec<Transaction> = (1..)
        .zip([shopping, wages, transfer, adjustment])
        .map(|(id, movement)| family.transaction(id, day("2026-11-22"), movement))
        .collect();
    transactions[0].person = Some("Budi".to_owned());
    transactions[0].note = Some("Untuk arisan".to_owned());
    transactions
}

/// One of each kind; none in a store of the first schema.
fn lessons() -> Vec<Lesson> {
    let family = family();
    let (kind, category) = (TransactionType::Expense, CategorySlug::MAKANAN);
    let draft = LessonSource::Draft(beside::draft(family, 1, 30).id);
    let record = LessonSource::Transaction(transactions()[0].id);
    let rows = [
        (Teaching::Category { kind, category }, Reach::Within, record, LessonState::Active),
        (Teaching::Type { kind, category }, Reach::Alone, draft, LessonState::Undone),
        (Teaching::Wallet(family.wallet(1)), Reach::Within, record, LessonState::Forbidden),
    ];
    let lesson = |(order, (teaches, reach, source, state))| Lesson {
        id: LessonId::compose(i64::try_from(order).unwrap(), [7; 10]),
        household: family.household,
        order,
        phrase: "warung zulvano".to_owned(),
        teaches,
        reach,
        source,
        member: family.member(1),
        at: moment(12),
        state,
    };
    (1..).zip(rows).map(lesson).collect()
}

fn outgoing() -> Outgoing {
    queue::message(1, -1_001_234_567_890, moment(5))
}

fn write(path: &Path) {
    let store = Store::open(path, StoreOptions::default()).unwrap();
    let family = family();
    append(&store, family.set_up()).unwrap();
    let mut recorded = Vec::new();
    for transaction in transactions() {
        recorded.push(append(&store, family.change(Act::Record, vec![new(transaction)])).unwrap());
    }
    // The transfer is taken back, and the taking back as well.
    let undone = family.change(Act::Undo { seq: recorded[2].seq }, taken_back(&recorded[2]));
    let undone = append(&store, undone).unwrap();
    append(&store, family.change(Act::Undo { seq: undone.seq }, taken_back(&undone))).unwrap();
    for lesson in lessons() {
        let fact = Fact::Lesson { before: None, after: Box::new(lesson) };
        append(&store, family.change(Act::Teach, vec![fact])).unwrap();
    }
    store
        .write(move |pen| {
            pen.put_draft(&beside::draft(family, 1, 30))?;
            pen.put_outgoing(&outgoing())?;
            pen.put_credential(&beside::credential(family))?;
            pen.put_session(&beside::session(family, 1, 10))?;
            pen.put_link_code(&beside::link_code(family))?;
            pen.put_reply(&beside::reply(family))?;
            pen.put_chat(&beside::group(family))?;
            pen.put_setting("offset", b"77")?;
            pen.mark_update(1, 77, moment(11)).map(|_| ())
        })
        .map_err(|error: StoreError| error)
        .unwrap();
}

fn check(store: &Store, schema: u64) {
    let family = family();
    store
        .read(|look| {
            let mut held = look.transactions(family.household, &TransactionFilter::default(), None, 10)?;
            held.sort_by_key(|transaction| transaction.id);
            let mut expected = transactions();
            // Twice taken back, so as it was but for its version.
            expected[2].version = 3;
            assert_eq!(held, expected);
            let balances = [0, 1, 2].map(|place| look.balance(family.wallet(place)).unwrap().minor());
            assert_eq!(balances, [-33_000, 9_500_000 - 252_500, 250_000 - 1_500]);
            let cells = look.totals(family.household, Period::day(day("2026-11-22")))?;
            assert_eq!(cells.iter().map(|cell| cell.leading).sum::<u64>(), 4);
            let change = look.change(1)?.unwrap();
            assert_eq!(change.facts, family.set_up().facts);
            let wallets: Vec<Fact> = look
                .wallets(family.household)?
                .into_iter()
                .map(|after| Fact::Wallet { before: None, after })
                .collect();
            assert!(change.facts.ends_with(&wallets));
            assert_eq!(look.undo_of(4)?, Some(6));
            let taught = if schema > 1 { lessons() } else { Vec::new() };
            assert_eq!(look.lessons(family.household)?, taught);
            assert_eq!(look.lessons_of_phrase(family.household, "warungzulvano")?, taught);
            assert_eq!(look.draft(beside::draft(family, 1, 30).id)?, Some(beside::draft(family, 1, 30)));
            assert_eq!(look.outgoing(outgoing().id)?, Some(Outgoing { order: 1, ..outgoing() }));
            assert_eq!(look.credential(family.member(0))?, Some(beside::credential(family)));
            let session = match schema {
                // It was not known yet where a session came from.
                ..4 => Session { address: None, device: None, ..beside::session(family, 1, 10) },
                _ => beside::session(family, 1, 10),
            };
            assert_eq!(look.sessions(family.member(0))?, [session]);
            let code = beside::link_code(family);
            assert_eq!(look.link_code(&code.code_hash)?, Some(code));
            let reply = beside::reply(family);
            assert_eq!(look.reply(reply.member, &reply.key_hash)?, Some(reply));
            assert_eq!(look.chats(family.household)?, [beside::group(family)]);
            assert_eq!(look.setting("offset")?, Some(b"77".to_vec()));
            assert!(look.update_seen(1, 77)?);
            Ok::<_, StoreError>(())
        })
        .unwrap();
    let report = store.audit().unwrap();
    assert!(report.is_sound(), "{report:?}");
}
