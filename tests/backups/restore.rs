//! Putting one back: what comes back is what was backed up, whatever the family did before and after.

use catatduit::backup::{BackupError, Backups, Folder, Key};
use catatduit::ledger::{CategorySlug, Money, Movement};
use catatduit::outside::Outside;
use catatduit::store::{Store, StoreOptions};
use proptest::prelude::*;

use super::{RECORDS, TheBox, plan, quiet, spoil};
use crate::store::family::{Family, append, day, line, new};

#[test]
fn an_empty_folder_gets_everything_back_and_it_can_be_taken_back() {
    let the_box = TheBox::new();
    let sari = the_box.set_up();
    the_box.record(sari, "kopi susu 22rb");
    std::fs::create_dir(the_box.data_dir().join("tls")).unwrap();
    std::fs::write(the_box.data_dir().join("tls/account.json"), "{}").unwrap();
    the_box.app.tend_backups().unwrap();
    let key = the_box.app.show_backup_key().unwrap();
    the_box.record(sari, "roti 12rb");
    let now = the_box.store.tally().unwrap();

    // A new box, with nothing but the backups and the key that was written down.
    let fresh = tempfile::tempdir().unwrap();
    let mut elsewhere = plan(fresh.path(), Folder::given(the_box.data_dir().join("backups")));
    let outside = Outside::real().unwrap();
    let without = Backups::new(elsewhere.clone(), outside.clone());
    assert!(matches!(without.restore(None, &quiet), Err(BackupError::Locked)), "without the key");
    assert!(!fresh.path().join("catatduit.redb").exists());
    elsewhere.key = elsewhere.key.with_keys(&key).unwrap();
    let restored = Backups::new(elsewhere.clone(), outside.clone()).restore(None, &quiet).unwrap();
    assert_eq!((restored.transactions, restored.passed_over.len()), (RECORDS, 0));

    let read = |name: &str| std::fs::read_to_string(fresh.path().join(name)).unwrap();
    assert_eq!(read("secret.key"), "the key of the box\n");
    assert_eq!(read("tls/account.json"), "{}");
    assert!(read("backup.key").contains(key.as_str()), "and it opens its own backups");
    let store = Store::open(&fresh.path().join("catatduit.redb"), StoreOptions::default()).unwrap();
    assert!(store.audit().unwrap().is_sound());
    let then = store.tally().unwrap();
    assert_eq!(then.transactions + 1, now.transactions);
    drop(store);

    let here = Backups::new(elsewhere, outside);
    assert!(matches!(here.revert(), Err(BackupError::NothingBefore)), "there was nothing before");
    // Once more over what is there now: then there is something to go back to.
    here.restore(Some("1"), &quiet).unwrap();
    here.revert().unwrap();
    let store = Store::open(&fresh.path().join("catatduit.redb"), StoreOptions::default()).unwrap();
    assert_eq!(store.tally().unwrap().balances, then.balances);
}

#[test]
fn a_folder_with_a_running_box_is_refused() {
    let the_box = TheBox::new();
    the_box.set_up();
    the_box.app.tend_backups().unwrap();
    assert!(matches!(the_box.backups().restore(None, &quiet), Err(BackupError::InUse)));
    assert!(matches!(the_box.backups().revert(), Err(BackupError::InUse)));
}

#[test]
fn the_newest_that_proves_good_is_put_back() {
    let the_box = TheBox::new();
    let sari = the_box.set_up();
    the_box.record(sari, "kopi susu 22rb");
    the_box.app.make_backup(&quiet).unwrap();
    the_box.record(sari, "roti 12rb");
    the_box.app.make_backup(&quiet).unwrap();
    let newest = the_box.there().remove(0);
    spoil(&the_box.file_of(&newest));
    let fresh = tempfile::tempdir().unwrap();
    let mut elsewhere = plan(fresh.path(), Folder::given(the_box.data_dir().join("backups")));
    elsewhere.key = Key::new(None, &[], the_box.data_dir().join("backup.key")).unwrap();
    let backups = Backups::new(elsewhere, Outside::real().unwrap());
    assert!(
        matches!(backups.restore(Some("2"), &quiet), Err(BackupError::Damaged { .. })),
        "asked for by name"
    );
    assert!(matches!(backups.restore(Some("3"), &quiet), Err(BackupError::Missing { .. })));
    let restored = backups.restore(None, &quiet).unwrap();
    assert_eq!((restored.entry.number, restored.transactions), (1, RECORDS));
    assert_eq!(restored.passed_over[0].0, newest);
}

#[test]
fn every_cut_and_every_changed_byte_is_noticed() {
    let the_box = TheBox::new();
    the_box.set_up();
    the_box.app.make_backup(&quiet).unwrap();
    let (backups, entry) = (the_box.backups(), the_box.there().remove(0));
    let path = the_box.file_of(&entry);
    let whole = std::fs::read(&path).unwrap();
    backups.prove(&entry, &quiet).unwrap();
    for part in 0..8 {
        let at = whole.len() * part / 8;
        std::fs::write(&path, &whole[..at]).unwrap();
        assert!(backups.prove(&entry, &quiet).is_err(), "cut to {at}");
        let mut changed = whole.clone();
        changed[at] ^= 1;
        std::fs::write(&path, changed).unwrap();
        assert!(backups.prove(&entry, &quiet).is_err(), "byte {at}");
    }
    std::fs::write(&path, &whole[..whole.len() - 1]).unwrap();
    assert!(backups.prove(&entry, &quiet).is_err(), "the last byte");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn what_is_put_back_has_the_balances_that_were_backed_up(
        deeds in prop::collection::vec((0..3_u8, -2_000_000..2_000_000_i64, 1..28_u8), 0..40),
        after in prop::collection::vec((0..3_u8, 1..2_000_000_i64), 0..5),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("catatduit.redb");
        let store = Store::open(&path, StoreOptions::default()).unwrap();
        let family = Family::of(1);
        append(&store, family.set_up()).unwrap();
        for (id, (wallet, rupiah, on)) in (1_u64..).zip(deeds) {
            let (wallet, on) = (family.wallet(wallet), day(&format!("2026-11-{on:02}")));
            let movement = match rupiah {
                0 => continue,
                spent if spent < 0 => Movement::Expense {
                    wallet,
                    lines: vec![line(-spent, CategorySlug::MAKANAN)],
                },
                earned => Movement::Adjustment {
                    wallet,
                    difference: Money::idr(earned),
                    description: "Setel saldo".to_owned(),
                },
            };
            let transaction = family.transaction(id, on, movement);
            append(&store, family.change(catatduit::ledger::Act::Record, vec![new(transaction)])).unwrap();
        }
        let backups = Backups::new(
            plan(folder.path(), Folder::own(folder.path().join("backups"))),
            Outside::real().unwrap(),
        );
        let before = store.tally().unwrap();
        backups.make(&store, 0, None, &quiet).unwrap();
        for (id, (wallet, rupiah)) in (1_000_u64..).zip(after) {
            let transaction = family.expense(id, day("2026-11-28"), wallet, rupiah);
            append(&store, family.change(catatduit::ledger::Act::Record, vec![new(transaction)])).unwrap();
        }
        let last = store.tally().unwrap();
        drop(store);
        backups.restore(None, &quiet).unwrap();
        let store = Store::open(&path, StoreOptions::default()).unwrap();
        prop_assert_eq!(store.tally().unwrap(), before);
        prop_assert!(store.audit().unwrap().is_sound());
        drop(store);
        backups.revert().unwrap();
        let store = Store::open(&path, StoreOptions::default()).unwrap();
        prop_assert_eq!(store.tally().unwrap(), last);
    }
}
