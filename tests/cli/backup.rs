//! `catatduit backup`, beside a running box and without one.

use std::path::PathBuf;
use std::process::Command;

use catatduit::store::{Store, StoreOptions};

use super::serve::{Running, SETUP, desk};
use super::{Desk, Ran};

/// A box that was set up, and keeps no backups but those a test makes.
fn set_up() -> Desk {
    let desk = desk().variable("CATATDUIT_BACKUP_NIGHTLY", "no").file("other", "kucing lain di pagar\n");
    desk.run(&SETUP).good();
    desk
}

fn backups_in(desk: &Desk) -> Vec<PathBuf> {
    let folder = desk.path().join("catatduit-data/backups");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

/// What the wallets hold together.
fn held(desk: &Desk) -> i64 {
    let store =
        Store::open(&desk.path().join("catatduit-data/catatduit.redb"), StoreOptions::default()).unwrap();
    store.tally().unwrap().balances.values().map(|balance| balance.minor()).sum()
}

#[test]
fn a_backup_is_made_listed_tried_out_put_back_and_taken_back() {
    let desk = set_up();
    assert!(desk.run(&["backup", "list"]).good().contains("Belum ada cadangan"));
    assert!(desk.run(&["backup", "restore"]).bad(1).contains("belum ada cadangan di sana"));
    assert!(desk.run(&["backup", "revert"]).bad(1).contains("tidak ada keadaan sebelumnya"));
    let made = desk.run(&["backup", "create"]).good();
    assert!(made.starts_with("Cadangan catatduit-000001-"), "{made}");
    assert!(desk.run(&["backup", "list"]).good().starts_with("catatduit-000001-"));
    assert!(desk.run(&["backup", "verify"]).good().contains("utuh dan cocok"));
    assert!(desk.run(&["backup", "verify", "7"]).bad(1).contains("tidak ada cadangan 7"));
    let restored = desk.run(&["backup", "restore", "1"]).good();
    assert!(restored.contains("sudah dikembalikan: 1 catatan"), "{restored}");
    assert_eq!(held(&desk), 5_000_000);
    assert!(desk.run(&["backup", "revert"]).good().contains("dipakai lagi"));
    assert_eq!(held(&desk), 5_000_000);
    assert!(desk.run(&["backup", "prune"]).good().starts_with("0 cadangan lama dihapus, 1 disimpan"));
    assert!(
        desk.run(&["backup", "create", "--from", "/nowhere"]).bad(1).contains("folder /nowhere tidak ada")
    );
}

#[test]
fn a_running_box_makes_it_and_is_not_replaced_under_its_feet() {
    let desk = set_up();
    let running = Running::start(&desk);
    let made = desk.run(&["backup", "create"]).good();
    assert!(made.starts_with("Cadangan catatduit-000001-"), "{made}");
    assert!(desk.run(&["backup", "list"]).good().contains("sudah dicoba"));
    assert!(desk.run(&["backup", "restore"]).bad(1).contains("sedang jalan"));
    let key = desk.run(&["backup", "key"]).good();
    assert!(key.contains("AGE-SECRET-KEY-1"), "{key}");
    running.stop();
    assert_eq!(key, desk.run(&["backup", "key"]).good(), "it is the same ever after");
}

#[test]
fn another_box_opens_it_with_the_passphrase_and_with_no_other() {
    let phrase = |desk: Desk| desk.variable("CATATDUIT_BACKUP_PASSPHRASE_FILE", "password");
    let desk = phrase(set_up());
    desk.run(&["backup", "create"]).good();
    assert!(desk.run(&["backup", "key"]).good().contains("backup.passphrase"));
    let wrong = desk.run(&["backup", "verify", "--passphrase-file", "other"]).bad(1);
    assert!(wrong.contains("tidak terbuka dengan kata kunci"), "{wrong}");

    let fresh = self::desk().variable("CATATDUIT_LANGUAGE", "en");
    let from = desk.path().join("catatduit-data/backups");
    let from = from.to_str().unwrap();
    let restore =
        |more: &[&str]| -> Ran { fresh.run(&[&["backup", "restore", "--from", from], more].concat()) };
    assert!(restore(&[]).bad(1).contains("does not open"));
    let restored = restore(&["--passphrase-file", "password"]).good();
    assert!(restored.contains("was put back: 1 records"), "{restored}");
    assert_eq!(held(&fresh), 5_000_000);
    let key = |desk: &Desk| std::fs::read(desk.path().join("catatduit-data/secret.key")).unwrap();
    assert_eq!(key(&fresh), key(&desk), "the sealed secrets open there");
    Running::start(&fresh.variable("CATATDUIT_LANGUAGE", "id")).stop();
}

#[test]
fn what_was_never_finished_is_no_backup() {
    let desk = set_up();
    desk.run(&["backup", "create"]).good();
    let whole = backups_in(&desk).remove(0);
    let name = whole.file_name().unwrap().to_str().unwrap().replace("000001", "000002");
    let unfinished = whole.with_file_name(format!(".{name}.part"));
    std::fs::write(&unfinished, "half of it").unwrap();
    let scratch = desk.path().join("catatduit-data/backup-scratch/0123");
    std::fs::create_dir_all(&scratch).unwrap();
    std::fs::write(scratch.join("catatduit.redb"), "half of it").unwrap();
    assert_eq!(desk.run(&["backup", "list"]).good().lines().count(), 1);
    desk.run(&["backup", "create"]).good();
    assert!(!unfinished.exists() && !scratch.exists(), "it is cleared up");
    assert_eq!(desk.run(&["backup", "list"]).good().lines().count(), 2);
}

#[test]
fn an_upgrade_keeps_what_was_before_it_and_can_be_rolled_back() {
    let desk = set_up();
    assert!(desk.run(&["rollback"]).bad(1).contains("tidak ada keadaan sebelumnya"));
    let data = desk.path().join("catatduit-data");
    assert!(!data.join("before-upgrade").exists(), "it was no upgrade");
    // As if an older version had opened it last.
    std::fs::write(data.join("versions/current"), "0.0.9").unwrap();
    std::fs::create_dir(data.join("versions/0.0.9")).unwrap();
    std::fs::write(data.join("versions/0.0.9/catatduit"), "the old program").unwrap();
    let before = std::fs::read(data.join("catatduit.redb")).unwrap();
    desk.run(&["keys", "rotate"]).good();
    assert_eq!(std::fs::read(data.join("before-upgrade/catatduit.redb")).unwrap(), before);
    assert!(data.join("versions").join(env!("CARGO_PKG_VERSION")).join("catatduit").exists());
    assert!(desk.run(&["keys", "list"]).good().contains("menandatangani"));

    let running = Running::start(&desk);
    assert!(desk.run(&["rollback"]).bad(1).contains("sedang jalan"));
    running.stop();
    let said = desk.run(&["rollback"]).good();
    assert!(said.contains("versi 0.0.9") && said.contains("versions/0.0.9/catatduit"), "{said}");
    assert_eq!(std::fs::read(data.join("catatduit.redb")).unwrap(), before);
    assert_eq!(std::fs::read_to_string(data.join("versions/current")).unwrap(), "0.0.9");
    desk.run(&["backup", "revert"]).good();
    assert!(desk.run(&["keys", "list"]).good().contains("menandatangani"));
}

#[test]
fn a_full_disk_leaves_nothing_behind() {
    let desk = set_up();
    desk.run(&["backup", "create"]).good();
    // No file may become longer than 32 kB, and the signal that tells of it is ignored.
    let cramped = |what: &str| {
        let program = env!("CARGO_BIN_EXE_catatduit");
        let line = format!("trap '' XFSZ; ulimit -f 64; exec {program} backup {what}");
        let mut command = Command::new("sh");
        command.args(["-c", &line]).current_dir(desk.path()).env_clear();
        let ran = command.output().unwrap();
        assert_eq!(ran.status.code(), Some(1), "{what}");
        String::from_utf8(ran.stderr).unwrap()
    };
    for what in ["restore", "verify"] {
        let complained = cramped(what);
        assert!(complained.contains("ruangnya habis"), "{what}: {complained}");
    }
    // The store itself may be what finds no room first.
    cramped("create");
    let data = desk.path().join("catatduit-data");
    assert!(!data.join("backup-scratch").exists() && !data.join("before-restore").exists());
    assert_eq!(desk.run(&["backup", "list"]).good().lines().count(), 1);
    assert_eq!(backups_in(&desk).len(), 1);
    assert_eq!(held(&desk), 5_000_000);
}
