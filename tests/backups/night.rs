//! What happens every night, and when something is wrong.

use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use catatduit::app::{BackupTroubleKind as Kind, Tended};
use catatduit::backup::{BackupError, Folder};

use super::{RECORDS, TheBox, quiet, spoil};

const DONE: Tended = Tended { made: true, proven: true, cleared: 0 };
const YEARS: i64 = 5 * 365 * 24;
const NOTHING: Tended = Tended { made: false, proven: false, cleared: 0 };

#[test]
fn every_night_one_is_made_and_tried_out_and_by_day_none() {
    let the_box = TheBox::new();
    assert_eq!(the_box.app.tend_backups().unwrap(), NOTHING, "there is nothing to back up yet");
    assert_eq!(the_box.app.backup_state().unwrap().next, None);
    let sari = the_box.set_up();
    assert_eq!(the_box.app.tend_backups().unwrap(), DONE, "the first at once");
    the_box.record(sari, "kopi susu 22rb");
    the_box.pass_hours(15);
    assert_eq!(the_box.app.tend_backups().unwrap(), NOTHING, "one in the morning");
    the_box.pass_hours(1);
    assert_eq!(the_box.app.tend_backups().unwrap(), DONE, "two in the morning");
    assert_eq!(the_box.app.tend_backups().unwrap(), NOTHING);

    let state = the_box.app.backup_state().unwrap();
    let (last, proof) = (state.last.unwrap(), state.proof.unwrap());
    assert_eq!((last.number, proof.number, last.is_proven), (2, 2, true));
    assert_eq!((proof.transactions, proof.name), (RECORDS, last.name));
    assert_eq!(state.next.unwrap().to_string(), "2026-11-23T19:00:00Z");
    assert!(state.trouble.is_none() && !state.busy && state.on_same_disk && !state.key_shown);
    assert_eq!(the_box.app.backups().unwrap().len(), 2);
    assert!(!the_box.data_dir().join("backup-scratch").exists(), "nothing is left lying about");

    the_box.app.ask_for_backup();
    assert!(the_box.app.backup_state().unwrap().busy);
    assert_eq!(
        the_box.app.tend_backups().unwrap(),
        Tended { cleared: 1, ..DONE },
        "of this day the last is kept"
    );
    assert!(!the_box.app.backup_state().unwrap().busy);
}

#[test]
fn two_who_look_after_them_at_once_make_one() {
    let the_box = TheBox::new();
    the_box.set_up();
    let tend = || the_box.app.tend_backups().unwrap();
    let (one, two) = std::thread::scope(|scope| {
        let (one, two) = (scope.spawn(tend), scope.spawn(tend));
        (one.join().unwrap(), two.join().unwrap())
    });
    assert!([(DONE, NOTHING), (NOTHING, DONE)].contains(&(one, two)), "{one:?} {two:?}");
    assert_eq!(the_box.there().len(), 1);
}

#[test]
fn a_damaged_newest_one_is_told_and_the_one_before_is_known_to_be_good() {
    let the_box = TheBox::new();
    let sari = the_box.set_up();
    the_box.app.tend_backups().unwrap();
    the_box.record(sari, "kopi susu 22rb");
    the_box.pass_hours(16);
    the_box.app.make_backup(&quiet).unwrap();
    let entries = the_box.there();
    spoil(&the_box.file_of(&entries[0]));
    assert!(matches!(the_box.app.prove_backups(&quiet), Err(BackupError::Damaged { .. })));

    let state = the_box.app.backup_state().unwrap();
    let trouble = state.trouble.unwrap();
    assert_eq!((trouble.kind, trouble.name), (Kind::Damaged, Some(entries[0].name())));
    assert_eq!(state.proof.unwrap().number, 1);
    let news = the_box.app.backup_news().unwrap().expect("the owners are told");
    assert_eq!(news.trouble, Some(Kind::Damaged));
    the_box.app.tell_backup_news(&news, Vec::new()).unwrap();
    assert!(the_box.app.backup_news().unwrap().is_none(), "and told once");

    assert_eq!(the_box.app.tend_backups().unwrap(), NOTHING, "not at once");
    the_box.pass_hours(1);
    assert!(the_box.app.tend_backups().unwrap().proven, "another is made within the hour");
    let state = the_box.app.backup_state().unwrap();
    assert_eq!((state.proof.unwrap().number, state.trouble), (3, None));
    let news = the_box.app.backup_news().unwrap().expect("that it is over is told as well");
    assert_eq!(news.trouble, None);
}

#[test]
fn what_is_proven_is_never_cleared_away_for_what_is_not() {
    let the_box = TheBox::new();
    the_box.set_up();
    the_box.app.tend_backups().unwrap();
    // Another of the same day, of which nobody knows that it is no good.
    the_box.app.make_backup(&quiet).unwrap();
    spoil(&the_box.file_of(&the_box.there()[0]));
    assert_eq!(the_box.app.prune_backups().unwrap(), 0);
    assert_eq!(the_box.there().len(), 2);
    the_box.app.make_backup(&quiet).unwrap();
    the_box.app.prove_backups(&quiet).unwrap();
    assert_eq!(the_box.app.prune_backups().unwrap(), 2, "now there is a better one");
}

#[test]
fn a_power_cut_between_making_and_trying_is_made_up_for() {
    let the_box = TheBox::new();
    the_box.set_up();
    the_box.app.make_backup(&quiet).unwrap();
    assert!(the_box.app.backup_state().unwrap().proof.is_none());
    assert_eq!(the_box.app.tend_backups().unwrap(), Tended { made: false, ..DONE });
    assert_eq!(the_box.app.backup_state().unwrap().proof.unwrap().number, 1);
}

#[test]
fn a_clock_that_jumps_neither_stops_the_nights_nor_clears_the_newest() {
    let the_box = TheBox::new();
    the_box.set_up();
    the_box.app.tend_backups().unwrap();
    the_box.pass_hours(YEARS);
    assert!(the_box.app.tend_backups().unwrap().made);
    the_box.pass_hours(-YEARS);
    assert!(the_box.app.tend_backups().unwrap().made, "one of the future keeps nobody waiting");
    assert_eq!(the_box.app.tend_backups().unwrap(), NOTHING);
    the_box.pass_hours(-24 * 365);
    assert!(the_box.app.tend_backups().unwrap().made);
    the_box.pass_hours(24 * 365);
    assert!(the_box.app.tend_backups().unwrap().made);
    let entries = the_box.there();
    assert_eq!(entries[0].number, 5, "order goes by numbers");
    assert_eq!(the_box.app.backup_state().unwrap().proof.unwrap().number, 5);
}

#[test]
fn a_folder_that_is_not_there_is_told_and_not_made() {
    let elsewhere = tempfile::tempdir().unwrap();
    let to = elsewhere.path().join("usb");
    let path = to.clone();
    let the_box = TheBox::with(|_| Folder::given(path));
    the_box.set_up();
    assert!(matches!(the_box.app.tend_backups(), Err(BackupError::NoFolder { .. })));
    assert!(!to.exists());
    let trouble = the_box.app.backup_state().unwrap().trouble.unwrap();
    assert_eq!(trouble.kind, Kind::Away);
    std::fs::create_dir(&to).unwrap();
    assert_eq!(the_box.app.tend_backups().unwrap(), NOTHING, "it is tried again in an hour");
    the_box.pass_hours(1);
    assert_eq!(the_box.app.tend_backups().unwrap(), DONE);
    assert!(the_box.app.backup_state().unwrap().trouble.is_none());
    assert!(the_box.app.backup_news().unwrap().is_none(), "nobody was told, so nothing is over");
}

/// A link stands for the mount point: what it leads to is on a disk of its own, then on the machine's.
#[test]
fn a_disk_that_is_gone_is_not_mistaken_for_its_mount_point() {
    let (Ok(disk), elsewhere) = (tempfile::tempdir_in("/dev/shm"), tempfile::tempdir().unwrap()) else {
        return;
    };
    let device = |path: &Path| path.metadata().unwrap().dev();
    // Only a machine that has another disk at hand, and its temporary folder on its own, can play this.
    if device(disk.path()) == device(elsewhere.path()) || device(elsewhere.path()) != device(Path::new("/")) {
        return;
    }
    let to = elsewhere.path().join("usb");
    std::os::unix::fs::symlink(disk.path(), &to).unwrap();
    let path = to.clone();
    let the_box = TheBox::with(|_| Folder::given(path));
    the_box.set_up();
    assert_eq!(the_box.app.tend_backups().unwrap(), DONE);
    std::fs::remove_file(&to).unwrap();
    std::fs::create_dir(&to).unwrap();
    the_box.app.ask_for_backup();
    let refused = the_box.app.tend_backups();
    assert!(matches!(&refused, Err(BackupError::NotMounted { .. })), "{refused:?}");
    assert_eq!(std::fs::read_dir(&to).unwrap().count(), 0, "nothing is written into the mount point");
}
