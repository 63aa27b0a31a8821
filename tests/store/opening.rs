//! Opening a store: made once, never made again over what was there.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;

use catatduit::store::{Look, OpenError, Store, StoreOptions};
use tempfile::TempDir;

use super::family::{Family, append, day, record};

fn open(path: &Path) -> Result<Store, OpenError> {
    Store::open(path, StoreOptions::default())
}

/// A folder with a cleanly closed store of one family in it.
fn folder_with_a_store() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("store")).unwrap();
    let family = Family::of(1);
    append(&store, family.set_up()).unwrap();
    record(&store, family, family.expense(1, day("2026-11-22"), 0, 15_000));
    folder
}

#[test]
fn a_store_is_made_for_its_owner_alone_and_found_again() {
    let folder = folder_with_a_store();
    let path = folder.path().join("store");
    assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let store = open(&path).unwrap();
    assert_eq!(
        fs::metadata(&path).unwrap().mode() & 0o777,
        0o600,
        "one put back by hand is closed to others"
    );
    assert_eq!(store.read(Look::head).unwrap(), 2);
    assert_eq!(*store.head().borrow(), 2);
    assert!(store.audit().unwrap().is_sound());
    let names: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["store"], "nothing is left lying around");
}

#[test]
fn a_second_one_is_told_that_the_store_is_in_use() {
    let folder = folder_with_a_store();
    let path = folder.path().join("store");
    let store = open(&path).unwrap();
    assert!(matches!(open(&path), Err(OpenError::InUse)));
    let clone = store.clone();
    drop(store);
    assert!(matches!(open(&path), Err(OpenError::InUse)), "a clone still has it");
    drop(clone);
    open(&path).unwrap();
}

#[test]
fn a_store_that_was_cut_off_while_it_was_made_is_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    fs::write(folder.path().join("store.new"), b"redb and then the power went").unwrap();
    let store = open(&path).unwrap();
    append(&store, Family::of(1).set_up()).unwrap();
    drop(store);
    assert!(!folder.path().join("store.new").exists());
    assert_eq!(open(&path).unwrap().read(Look::head).unwrap(), 1);
}

/// Does harm to a store's file, and gives what opening it says. The file must be left exactly as it was.
fn after(harm: impl FnOnce(&mut Vec<u8>)) -> OpenError {
    let folder = folder_with_a_store();
    let path = folder.path().join("store");
    let mut bytes = fs::read(&path).unwrap();
    harm(&mut bytes);
    fs::write(&path, &bytes).unwrap();
    let error = open(&path).expect_err("a damaged store must not open");
    assert!(fs::read(&path).unwrap() == bytes, "the damaged file was changed ({error})");
    error
}

fn says_what_to_do(error: &OpenError) -> bool {
    let text = error.to_string();
    text.contains("left untouched") && text.contains("backup")
}

#[test]
fn a_damaged_store_is_reported_with_what_to_do_and_never_made_anew() {
    let empty = after(Vec::clear);
    assert!(matches!(empty, OpenError::Corrupt { .. }) && says_what_to_do(&empty), "{empty}");
    let short = after(|bytes| bytes.truncate(bytes.len() / 2));
    assert!(matches!(short, OpenError::Corrupt { .. }) && says_what_to_do(&short), "{short}");
    let stub = after(|bytes| bytes.truncate(5));
    assert!(matches!(stub, OpenError::NotAStore) && says_what_to_do(&stub), "{stub}");
    let zeroed = after(|bytes| bytes[..4096].fill(0));
    assert!(matches!(zeroed, OpenError::NotAStore) && says_what_to_do(&zeroed), "{zeroed}");
    let garbage = after(|bytes| {
        let mut byte = 7_u8;
        for place in bytes {
            byte = byte.wrapping_mul(31).wrapping_add(11);
            *place = byte;
        }
    });
    assert!(matches!(garbage, OpenError::NotAStore) && says_what_to_do(&garbage), "{garbage}");
    let rotten = after(|bytes| bytes[9..4096].fill(0xA5));
    assert!(matches!(rotten, OpenError::Corrupt { .. }) && says_what_to_do(&rotten), "{rotten}");
    let hollow = after(|bytes| bytes[4096..].fill(0));
    assert!(matches!(hollow, OpenError::Corrupt { .. }) && says_what_to_do(&hollow), "{hollow}");
}

#[test]
fn a_check_finds_a_single_rotten_byte() {
    let folder = folder_with_a_store();
    let path = folder.path().join("store");
    let open_checked = || Store::open_checked(&path, StoreOptions::default());
    drop(open_checked().unwrap());
    let mut bytes = fs::read(&path).unwrap();
    // The description of the one transaction, where it is kept and in the journal.
    let places: Vec<usize> =
        (0..bytes.len() - 5).filter(|place| &bytes[*place..place + 5] == b"Bakso").collect();
    assert!(places.len() >= 2);
    for place in places {
        bytes[place] = b'L';
    }
    fs::write(&path, &bytes).unwrap();
    let error = open_checked().expect_err("a rotten byte must be found");
    assert!(matches!(error, OpenError::Corrupt { .. }) && says_what_to_do(&error), "{error}");
}

#[test]
fn another_programs_file_is_not_a_store() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    fs::write(&path, "SQLite format 3\0 and more").unwrap();
    assert!(matches!(open(&path), Err(OpenError::NotAStore)));
}

#[test]
fn a_folder_that_is_not_there_or_closed_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nowhere").join("store");
    let error = open(&path).expect_err("there is no such folder");
    assert!(matches!(error, OpenError::Io { .. }), "{error}");
    assert!(error.to_string().contains("nowhere"), "{error}");
    let closed = folder.path().join("closed");
    fs::create_dir(&closed).unwrap();
    fs::write(closed.join("store"), b"").unwrap();
    fs::set_permissions(closed.join("store"), fs::Permissions::from_mode(0o000)).unwrap();
    // Whoever may read everything finds an empty file instead of a closed one; both are refused.
    assert!(open(&closed.join("store")).is_err());
}
