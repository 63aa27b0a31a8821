//! A backup in parts, for what takes no large files.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::PathBuf;

use super::error::BackupError;
use super::name::Entry;
use super::scratch::Scratch;
use super::{Backups, UNPACKED};

/// A backup as it lies in its place, encrypted, cut into parts of the same length but for the last.
#[derive(Debug)]
pub struct Parts {
    /// Gone with this.
    _scratch: Scratch,
    path: PathBuf,
    name: String,
    bytes: u64,
    most: u64,
}

impl Backups {
    /// Fetches one and cuts it into parts of at most so many bytes.
    pub fn parts(&self, entry: &Entry, most: u64) -> Result<Parts, BackupError> {
        let scratch = self.scratch()?;
        let path = scratch.path().join(UNPACKED);
        self.plan.place.get(entry, &path, &|_| {})?;
        let bytes = std::fs::metadata(&path).map_err(BackupError::here("looking at a backup"))?.len();
        Ok(Parts { _scratch: scratch, path, name: entry.name(), bytes, most: most.max(1) })
    }
}

impl Parts {
    /// How many there are, at least one.
    pub fn count(&self) -> u64 {
        self.bytes.div_ceil(self.most).max(1)
    }

    /// `catatduit-000042-20261128T190000Z.tar.zst.age.2-of-3`: sorted by name they are in their order. One that is whole has
    /// the backup's own name. `place` is from 0.
    pub fn name(&self, place: u64) -> String {
        let count = self.count();
        if count == 1 {
            return self.name.clone();
        }
        let width = count.to_string().len();
        format!("{}.{:0width$}-of-{count}", self.name, place + 1)
    }

    /// The part at that place, from 0; empty beyond the last.
    pub fn read(&self, place: u64) -> io::Result<Vec<u8>> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(place.saturating_mul(self.most)))?;
        let mut part = Vec::new();
        file.take(self.most).read_to_end(&mut part)?;
        Ok(part)
    }
}
