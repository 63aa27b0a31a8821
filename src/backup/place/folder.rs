//! A folder for backups. One that the settings name is never made here: where a disk is missing, its mount point is an
//! empty folder of the machine's own disk, which must not be filled in its stead.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use super::super::error::BackupError;
use super::super::name::Entry;
use super::super::{Progress, Step, Watch, make_folder, sync_folder};

/// A folder and whose it is.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
    /// In the data folder, made when it is needed.
    is_own: bool,
}

/// What a backup is called while it is written: never taken for one.
const UNFINISHED: &str = ".part";

impl Folder {
    /// A folder that somebody else made.
    pub const fn given(path: PathBuf) -> Self {
        Self { path, is_own: false }
    }

    /// A folder in the data folder.
    pub const fn own(path: PathBuf) -> Self {
        Self { path, is_own: true }
    }

    /// Whether it lies in the data folder.
    pub const fn is_own(&self) -> bool {
        self.is_own
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn check(&self, known: Option<&Path>) -> Result<String, BackupError> {
        if self.is_own {
            make_folder(&self.path).map_err(BackupError::there)?;
        }
        let mount = match mount_of(&self.path) {
            Ok(mount) => mount,
            Err(error) if is_missing(&error) => {
                // A disk that is gone takes its folders along.
                return Err(match known.filter(|known| *known != Path::new("/")) {
                    Some(known) => self.not_mounted(known),
                    None => BackupError::NoFolder { path: self.path.clone() },
                });
            }
            Err(error) => return Err(BackupError::there(error)),
        };
        match known {
            Some(known) if known.starts_with(&mount) && known != mount => Err(self.not_mounted(known)),
            _ => Ok(mount.display().to_string()),
        }
    }

    fn not_mounted(&self, mount: &Path) -> BackupError {
        BackupError::NotMounted { path: self.path.clone(), mount: mount.to_owned() }
    }

    pub(super) fn list(&self) -> Result<Vec<Entry>, BackupError> {
        let folder = match std::fs::read_dir(&self.path) {
            Ok(folder) => folder,
            Err(error) if is_missing(&error) && self.is_own => return Ok(Vec::new()),
            Err(error) if is_missing(&error) => {
                return Err(BackupError::NoFolder { path: self.path.clone() });
            }
            Err(error) => return Err(BackupError::there(error)),
        };
        let mut entries = Vec::new();
        for file in folder {
            let file = file.map_err(BackupError::there)?;
            let bytes = match file.metadata() {
                Ok(about) if about.is_file() => about.len(),
                _ => continue,
            };
            entries.extend(file.file_name().to_str().and_then(|name| Entry::of(name, bytes)));
        }
        Ok(entries)
    }

    pub(super) fn put(&self, name: &str, from: &Path, watch: Watch<'_>) -> Result<(), BackupError> {
        self.clear_up().map_err(BackupError::there)?;
        let unfinished = self.path.join(format!(".{name}{UNFINISHED}"));
        let place = self.path.join(name);
        if place.exists() {
            return Err(BackupError::there(io::ErrorKind::AlreadyExists.into()));
        }
        let from = File::open(from).map_err(BackupError::here("reading a backup"))?;
        let written = copy(from, &unfinished, Step::Storing, watch)
            .and_then(|()| std::fs::rename(&unfinished, &place))
            .and_then(|()| sync_folder(&self.path));
        if written.is_err() {
            // The room it took is what is missing, most likely.
            let _ = std::fs::remove_file(&unfinished);
        }
        written.map_err(BackupError::there)
    }

    pub(super) fn get(&self, name: &str, to: &Path, watch: Watch<'_>) -> Result<(), BackupError> {
        let from = match File::open(self.path.join(name)) {
            Ok(from) => from,
            Err(error) if is_missing(&error) => return Err(BackupError::Missing { name: name.to_owned() }),
            Err(error) => return Err(BackupError::there(error)),
        };
        copy(from, to, Step::Fetching, watch).map_err(BackupError::there)
    }

    pub(super) fn delete(&self, name: &str) -> Result<(), BackupError> {
        match std::fs::remove_file(self.path.join(name)) {
            Err(error) if !is_missing(&error) => Err(BackupError::there(error)),
            _ => sync_folder(&self.path).map_err(BackupError::there),
        }
    }

    /// Removes what a power cut left behind.
    fn clear_up(&self) -> io::Result<()> {
        for file in std::fs::read_dir(&self.path)? {
            let file = file?;
            let name = file.file_name();
            let inner = name.to_str().and_then(|name| name.strip_prefix('.')?.strip_suffix(UNFINISHED));
            if inner.is_some_and(|name| Entry::of(name, 0).is_some()) {
                std::fs::remove_file(file.path())?;
            }
        }
        Ok(())
    }
}

/// Copies into a new file, and returns when it survives a power cut.
fn copy(mut from: File, to: &Path, step: Step, watch: Watch<'_>) -> io::Result<()> {
    let of = Some(from.metadata()?.len());
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
    let (mut bytes, mut done) = (vec![0; 1024 * 1024], 0);
    loop {
        let many = from.read(&mut bytes)?;
        if many == 0 {
            return file.sync_all();
        }
        file.write_all(&bytes[..many])?;
        done += many as u64;
        watch(Progress { step, done, of });
    }
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// The uppermost folder of the disk that a folder lies on: `/mnt/usb`, or `/`.
fn mount_of(folder: &Path) -> io::Result<PathBuf> {
    let folder = folder.canonicalize()?;
    let device = folder.metadata()?.dev();
    let on_it =
        folder.ancestors().take_while(|above| above.metadata().is_ok_and(|about| about.dev() == device));
    Ok(on_it.last().unwrap_or(&folder).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quiet(_: Progress) {}

    #[test]
    fn a_folder_that_is_not_there_is_not_made() {
        let above = tempfile::tempdir().unwrap();
        let path = above.path().join("usb/catatduit");
        let folder = Folder::given(path.clone());
        assert!(matches!(folder.check(None), Err(BackupError::NoFolder { .. })));
        assert!(matches!(folder.list(), Err(BackupError::NoFolder { .. })));
        assert!(!path.exists());
        let own = Folder::own(path.clone());
        assert_eq!(own.list().unwrap(), []);
        own.check(None).unwrap();
        assert!(path.exists());
    }

    #[test]
    fn a_disk_that_is_gone_is_noticed_where_its_mount_point_is_left() {
        let above = tempfile::tempdir().unwrap();
        let path = above.path().to_owned();
        let folder = Folder::given(path.clone());
        let mount = folder.check(None).unwrap();
        assert_eq!(folder.check(Some(Path::new(&mount))).unwrap(), mount);
        // The backup before went to a disk that was mounted at this very folder.
        let canonical = path.canonicalize().unwrap();
        assert!(matches!(folder.check(Some(&canonical)), Err(BackupError::NotMounted { .. })));
        let gone = Folder::given(path.join("below"));
        assert!(matches!(gone.check(Some(&canonical)), Err(BackupError::NotMounted { .. })));
    }

    #[test]
    fn what_was_not_finished_is_no_backup_and_is_cleared_up() {
        let above = tempfile::tempdir().unwrap();
        let folder = Folder::given(above.path().to_owned());
        let name = "catatduit-000001-20261128T190005Z.tar.zst.age";
        let left = above.path().join(format!(".{name}.part"));
        std::fs::write(&left, "half").unwrap();
        assert_eq!(folder.list().unwrap(), []);
        let from = above.path().join("from");
        std::fs::write(&from, "whole").unwrap();
        let next = "catatduit-000002-20261128T190005Z.tar.zst.age";
        folder.put(next, &from, &quiet).unwrap();
        assert!(!left.exists());
        assert_eq!(folder.list().unwrap().len(), 1);
        assert!(folder.put(next, &from, &quiet).is_err(), "one that is there is not replaced");
        let to = above.path().join("to");
        folder.get(next, &to, &quiet).unwrap();
        assert_eq!(std::fs::read(&to).unwrap(), b"whole");
        folder.delete(next).unwrap();
        folder.delete(next).unwrap();
        assert_eq!(folder.list().unwrap(), []);
    }
}
