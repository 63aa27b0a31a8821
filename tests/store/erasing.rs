//! What was erased is nowhere in the store, and everything else is as it was.

use catatduit::ledger::{
    Act, Attachment, AttachmentId, CategorySlug, Channel, Draft, DraftDoubt, DraftId, Fact, Movement,
    OutgoingId, Permille, PictureSize, Transaction, TransactionId,
};
use catatduit::store::{Look, Outgoing, Store, StoreError, StoreOptions, TransactionFilter};

use super::family::{Family, amended, append, day, line, moment, record, store_with};

/// The only one here.
fn family() -> Family {
    Family::of(1)
}

const SECRET: &str = "zulvanorahasia";

fn secretive(id: u64) -> Transaction {
    let mut told = line(15_000, CategorySlug::MAKANAN);
    told.description = format!("Bakso {SECRET}");
    let movement = Movement::Expense { wallet: family().wallet(0), lines: vec![told] };
    let mut transaction = family().transaction(id, day("2026-11-22"), movement);
    transaction.person = Some(format!("Pak {SECRET}"));
    transaction.note = Some(format!("catatan {SECRET}"));
    transaction.source.text = Some(format!("bakso {SECRET} 15rb"));
    transaction.particulars.tags = vec![SECRET.parse().unwrap()];
    transaction
}

fn picture() -> AttachmentId {
    AttachmentId::from_bytes([5; 16])
}

/// A store in which this transaction was recorded from a draft, told of, amended, illustrated and taken back.
fn fill(store: &Store, id: u64) -> TransactionId {
    let transaction = secretive(id);
    let id = transaction.id;
    let seq = record(store, family(), transaction.clone()).seq;
    let draft = Draft {
        id: DraftId::from_bytes([6; 16]),
        household: family().household,
        member: family().member(0),
        channel: Channel::Web,
        text: format!("bakso {SECRET}"),
        items: Vec::new(),
        doubts: vec![DraftDoubt::Unsure],
        confidence: Permille::new(700),
        created: moment(1),
        expires: moment(900_000),
        settled: Some(seq),
    };
    let message = move |number: u8, dead| Outgoing {
        id: OutgoingId::from_bytes([number; 16]),
        chat: 7,
        is_group: false,
        order: 0,
        payload: format!("Rp15.000 Bakso {SECRET}").into_bytes(),
        attempts: 0,
        not_before: moment(1),
        dead,
        created: moment(1),
        links: vec![id],
        draft: None,
    };
    let attachment = Attachment {
        id: picture(),
        household: family().household,
        member: family().member(0),
        transaction: id,
        added: moment(3),
        width: 8,
        height: 8,
    };
    store
        .write(move |pen| {
            pen.put_draft(&draft)?;
            pen.put_outgoing(&message(1, None))?;
            pen.put_outgoing(&message(2, Some((moment(2), "blocked".to_owned()))))?;
            pen.put_attachment(&attachment, SECRET.as_bytes(), SECRET.as_bytes())?;
            let shown = amended(pen, id, |after| after.particulars.attachments.push(picture()))?;
            pen.append(family().change(Act::Amend, vec![shown]))?;
            let said = amended(pen, id, |after| after.note = Some(format!("lagi {SECRET}")))?;
            pen.append(family().change(Act::Amend, vec![said]))?;
            let gone = amended(pen, id, |after| after.voided = Some(moment(4)))?;
            pen.append(family().change(Act::Void, vec![gone]))?;
            Ok::<_, StoreError>(())
        })
        .unwrap();
    id
}

fn erase(store: &Store, ids: &[TransactionId]) -> usize {
    let ids = ids.to_vec();
    store.write(move |pen| pen.erase_transactions(&ids, moment(50))).unwrap()
}

#[track_caller]
fn sound(store: &Store) {
    let report = store.audit().unwrap();
    assert!(report.is_sound(), "{report:?}");
}

#[test]
fn only_the_words_go_and_the_journal_stays_whole() {
    let store = store_with(family());
    let id = fill(&store, 1);
    let other = family().expense(2, day("2026-11-22"), 0, 9_000);
    record(&store, family(), other.clone());
    sound(&store);
    let before = store.read(|look| look.changes_of_transaction(id)).unwrap();

    assert_eq!(erase(&store, &[id, TransactionId::from_bytes([9; 16])]), 1);
    sound(&store);
    let after = store.read(|look| look.changes_of_transaction(id)).unwrap();
    assert_eq!(after.len(), before.len() + 1);
    for (was, is) in before.iter().zip(&after) {
        assert_eq!((was.seq, was.at, was.member, was.act), (is.seq, is.at, is.member, is.act));
        let expected: Vec<Fact> = was
            .facts
            .iter()
            .map(|fact| match fact {
                Fact::Transaction { before, after } => Fact::Transaction {
                    before: before.as_ref().map(|before| Box::new(before.without_words())),
                    after: Box::new(after.without_words()),
                },
                other => other.clone(),
            })
            .collect();
        assert_eq!(is.facts, expected);
    }
    let last = after.last().unwrap();
    assert_eq!((last.act, last.member, last.channel), (Act::Erase, None, Channel::Box));
    let found = store.read(|look| look.transaction(id)).unwrap().unwrap();
    assert_eq!(
        (found.day, found.voided, found.erased),
        (day("2026-11-22"), Some(moment(4)), Some(moment(50)))
    );
    assert_eq!(found.description(), "");
    assert_eq!(found.amount().unwrap().minor(), 15_000);
    store
        .read(|look| {
            assert!(look.voided(family().household, None, 9)?.is_empty());
            assert_eq!(look.attachment(picture())?, None);
            assert_eq!(look.picture(picture(), PictureSize::Full)?, None);
            assert!(look.drafts(family().member(0))?.is_empty());
            assert!(look.dead_letters(9)?.is_empty());
            assert!(look.outgoing_of_chat(7, 9)?.is_empty());
            assert_eq!(look.transaction(other.id)?, Some(other.clone()));
            Ok::<_, StoreError>(())
        })
        .unwrap();
    // Twice is once.
    assert_eq!(erase(&store, &[id]), 0);
    assert_eq!(store.read(|look| look.changes_of_transaction(id)).unwrap(), after);
}

#[test]
fn what_still_counts_counts_on_without_its_words() {
    let store = store_with(family());
    let live = record(&store, family(), secretive(3)).facts.remove(0);
    let Fact::Transaction { after: live, .. } = live else { unreachable!("a record is a transaction") };
    let balance = store.read(|look| look.balance(family().wallet(0))).unwrap();
    assert_eq!(erase(&store, &[live.id]), 1);
    sound(&store);
    assert_eq!(store.read(|look| look.balance(family().wallet(0))).unwrap(), balance);
    let found = store
        .read(|look| look.transactions(family().household, &TransactionFilter::default(), None, 9))
        .unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].description(), "");
}

/// Each form in which the store may hold the words, found by looking at every byte of the file.
#[test]
fn a_file_written_anew_holds_none_of_the_words() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.redb");
    let store = Store::open(&path, StoreOptions::default()).unwrap();
    append(&store, family().set_up()).unwrap();
    let id = fill(&store, 1);
    let holds = |store: &Store| {
        let copy = folder.path().join("copy.redb");
        store.copy_to(&copy).unwrap();
        let bytes = std::fs::read(&copy).unwrap();
        std::fs::remove_file(&copy).unwrap();
        bytes.windows(SECRET.len()).filter(|part| *part == SECRET.as_bytes()).count()
    };
    assert!(holds(&store) > 10);
    assert_eq!(erase(&store, &[id]), 1);
    assert_eq!(holds(&store), 0);
}

#[test]
fn a_store_that_is_written_anew_goes_on_in_a_file_without_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.redb");
    let older = folder.path().join("store.redb.schema-1");
    std::fs::write(&older, SECRET).unwrap();
    let store = Store::open(&path, StoreOptions::default()).unwrap();
    append(&store, family().set_up()).unwrap();
    let id = fill(&store, 1);
    assert_eq!(erase(&store, &[id]), 1);
    let holds = || {
        let bytes = std::fs::read(&path).unwrap();
        bytes.windows(SECRET.len()).any(|part| part == SECRET.as_bytes())
    };
    assert!(holds(), "freed pages still hold what was erased");
    // A reader that is under way begins again, in the new file.
    let mut tries = 0;
    let before = store
        .read(|look| {
            tries += 1;
            let before = look.head()?;
            if tries == 1 {
                assert!(store.renew()?);
            }
            assert_eq!(look.head()?, before);
            Ok::<_, StoreError>(before)
        })
        .unwrap();
    assert_eq!(tries, 2);
    assert!(!holds());
    assert!(!older.exists(), "copies from before its layout changed hold it as well");
    let names: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["store.redb"]);

    record(&store, family(), family().expense(2, day("2026-11-22"), 0, 9_000));
    sound(&store);
    assert_eq!(store.read(Look::head).unwrap(), before + 1);
    drop(store);
    let again = Store::open_checked(&path, StoreOptions::default()).unwrap();
    assert_eq!(again.read(Look::head).unwrap(), before + 1);
    sound(&again);
}

#[test]
fn an_unfinished_new_file_is_cleared_up_and_a_store_in_memory_has_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.redb");
    drop(Store::open(&path, StoreOptions::default()).unwrap());
    let left = folder.path().join("store.redb.renewed.new");
    std::fs::write(&left, SECRET).unwrap();
    let store = Store::open(&path, StoreOptions::default()).unwrap();
    assert!(!left.exists());
    assert!(store.renew().unwrap());
    assert!(!Store::in_memory().unwrap().renew().unwrap());
}
