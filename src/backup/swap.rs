//! Putting files into the data folder in place of those that are there, so that a power cut in the middle leaves
//! something to finish, never something half done; and so that it can be taken back.
//!
//! What is to come lies ready in one folder, what was there before goes into another. The box finishes an unfinished
//! exchange before it opens its store.

use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;

use super::sync_folder;

/// In the data folder: what is to be put in place, whole.
pub(super) const COMING: &str = "restore.pending";

/// In the data folder: what was there before the last exchange.
pub(super) const BEFORE: &str = "before-restore";

/// While the one before that is removed.
pub(super) const OLDER: &str = "before-restore.old";

/// Puts what lies in `ready`, a folder on the same disk, in place. What it replaces can be taken back with
/// [`back`]; what was there before an earlier exchange no longer can.
pub(super) fn exchange(data_dir: &Path, ready: &Path) -> io::Result<()> {
    finish(data_dir)?;
    let (before, older) = (data_dir.join(BEFORE), data_dir.join(OLDER));
    remove(&older)?;
    if before.exists() {
        std::fs::rename(&before, &older)?;
    }
    sync_folder(ready)?;
    // From here on it is finished, by whoever opens the data folder next if not by this.
    std::fs::rename(ready, data_dir.join(COMING))?;
    sync_folder(data_dir)?;
    finish(data_dir).map(drop)
}

/// Takes the last exchange back; `false` when there is none. Doing it twice is doing nothing.
pub(super) fn back(data_dir: &Path) -> io::Result<bool> {
    finish(data_dir)?;
    let before = data_dir.join(BEFORE);
    // A folder that was empty before is nothing to go back to.
    if !before.join(super::STORE).exists() {
        return Ok(false);
    }
    std::fs::rename(&before, data_dir.join(COMING))?;
    sync_folder(data_dir)?;
    finish(data_dir)?;
    Ok(true)
}

/// Finishes what was begun; `false` when nothing was. May be cut off anywhere and called again.
pub(super) fn finish(data_dir: &Path) -> io::Result<bool> {
    let (coming, before) = (data_dir.join(COMING), data_dir.join(BEFORE));
    if !coming.exists() {
        remove(&data_dir.join(OLDER))?;
        return Ok(false);
    }
    if !before.exists() {
        DirBuilder::new().mode(0o700).create(&before)?;
    }
    for entry in std::fs::read_dir(&coming)? {
        let name = entry?.file_name();
        let (place, kept) = (data_dir.join(&name), before.join(&name));
        // What comes in is still here, so what stands in its place is what was there before.
        if place.symlink_metadata().is_ok() {
            std::fs::rename(&place, &kept)?;
            sync_folder(&before)?;
        }
        std::fs::rename(coming.join(&name), &place)?;
        sync_folder(data_dir)?;
    }
    std::fs::remove_dir(&coming)?;
    // It follows a journal that is another one now, and is built again.
    remove(&data_dir.join(super::SEARCH))?;
    remove(&data_dir.join(OLDER))?;
    sync_folder(data_dir)?;
    Ok(true)
}

fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(folder: &Path, name: &str, text: &str) {
        std::fs::create_dir_all(folder.join(name).parent().unwrap()).unwrap();
        std::fs::write(folder.join(name), text).unwrap();
    }

    fn read(folder: &Path, name: &str) -> Option<String> {
        std::fs::read_to_string(folder.join(name)).ok()
    }

    /// A data folder with a store, a key and an index; and another store and key that lie ready.
    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "catatduit.redb", "now");
        write(folder.path(), "secret.key", "key of now");
        write(folder.path(), "tls/account.json", "account");
        write(folder.path(), "search/index", "of now");
        write(folder.path(), "ready/catatduit.redb", "then");
        write(folder.path(), "ready/secret.key", "key of then");
        folder
    }

    fn exchanged(folder: &Path) {
        assert_eq!(read(folder, "catatduit.redb").unwrap(), "then");
        assert_eq!(read(folder, "secret.key").unwrap(), "key of then");
        assert_eq!(read(folder, "tls/account.json").unwrap(), "account", "what is in no backup stays");
        assert_eq!(read(folder, "search/index"), None, "the index is built again");
        assert_eq!(read(folder, "before-restore/catatduit.redb").unwrap(), "now");
        assert_eq!(read(folder, "before-restore/secret.key").unwrap(), "key of now");
        assert!(!folder.join(COMING).exists());
    }

    #[test]
    fn an_exchange_can_be_taken_back_and_the_taking_back_too() {
        let folder = folder();
        let path = folder.path();
        exchange(path, &path.join("ready")).unwrap();
        exchanged(path);
        assert!(back(path).unwrap());
        assert_eq!(read(path, "catatduit.redb").unwrap(), "now");
        assert_eq!(read(path, "secret.key").unwrap(), "key of now");
        assert!(back(path).unwrap());
        exchanged(path);
    }

    #[test]
    fn an_empty_folder_takes_it_as_well() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!back(folder.path()).unwrap());
        write(folder.path(), "ready/catatduit.redb", "then");
        exchange(folder.path(), &folder.path().join("ready")).unwrap();
        assert_eq!(read(folder.path(), "catatduit.redb").unwrap(), "then");
    }

    /// Every step of the exchange is a rename: the folder is laid as it is after each, and opened again.
    #[test]
    fn a_power_cut_after_any_step_leaves_something_that_is_finished() {
        for steps in 0..=4 {
            let folder = folder();
            let path = folder.path();
            std::fs::rename(path.join("ready"), path.join(COMING)).unwrap();
            if steps > 0 {
                std::fs::create_dir(path.join(BEFORE)).unwrap();
            }
            let names = ["catatduit.redb", "secret.key"];
            for (at, name) in names.iter().enumerate() {
                if steps > 2 * at {
                    std::fs::rename(path.join(name), path.join(BEFORE).join(name)).unwrap();
                }
                if steps > 2 * at + 1 {
                    std::fs::rename(path.join(COMING).join(name), path.join(name)).unwrap();
                }
            }
            assert!(finish(path).unwrap(), "after {steps} steps");
            exchanged(path);
            assert!(!finish(path).unwrap());
        }
    }
}
