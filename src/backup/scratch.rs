//! Room to work in: a folder of one process and one errand, gone with it.

use std::fs::{DirBuilder, File, TryLockError};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

/// A folder in the data folder, so that what lies in it can be renamed into place.
#[derive(Debug)]
pub(super) struct Scratch {
    path: PathBuf,
    /// Locked for as long as the folder is in use.
    _lock: File,
}

/// In the data folder.
pub(super) const FOLDER: &str = "backup-scratch";

const LOCK: &str = "lock";

impl Scratch {
    /// `chance` tells it from others.
    pub(super) fn new(data_dir: &Path, chance: u64) -> io::Result<Self> {
        let above = data_dir.join(FOLDER);
        DirBuilder::new().recursive(true).mode(0o700).create(&above)?;
        clear_up(&above)?;
        let path = above.join(format!("{chance:016x}"));
        DirBuilder::new().mode(0o700).create(&path)?;
        let lock = File::create_new(path.join(LOCK))?;
        lock.try_lock().map_err(|error| match error {
            TryLockError::Error(error) => error,
            TryLockError::WouldBlock => io::ErrorKind::AlreadyExists.into(),
        })?;
        Ok(Self { path, _lock: lock })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left behind is removed by the next.
        let _ = std::fs::remove_dir_all(&self.path);
        if let Some(above) = self.path.parent() {
            let _ = std::fs::remove_dir(above);
        }
    }
}

/// Removes what a power cut left behind: folders that nobody holds.
fn clear_up(above: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(above)? {
        let path = entry?.path();
        let held = File::open(path.join(LOCK)).is_ok_and(|lock| lock.try_lock().is_err());
        if !held {
            std::fs::remove_dir_all(&path)?;
        }
    }
    Ok(())
}
