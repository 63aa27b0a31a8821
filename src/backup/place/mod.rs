//! Where backups are: a folder, perhaps on a disk of its own, or a bucket of an S3-compatible store.

mod bucket;
mod folder;

pub use bucket::Bucket;
pub use folder::Folder;

use std::path::Path;

use super::Watch;
use super::error::BackupError;
use super::name::Entry;

/// One place.
#[derive(Debug, Clone)]
pub enum Place {
    Folder(Folder),
    Bucket(Bucket),
}

impl Place {
    /// Whether backups can go there now; for a folder, on which disk it lies. `known` is the disk of the backup before.
    pub(super) fn check(&self, known: Option<&Path>) -> Result<Option<String>, BackupError> {
        match self {
            Self::Folder(folder) => folder.check(known).map(Some),
            Self::Bucket(_) => Ok(None),
        }
    }

    /// Every whole backup, newest first.
    pub(super) fn list(&self) -> Result<Vec<Entry>, BackupError> {
        let mut entries = match self {
            Self::Folder(folder) => folder.list()?,
            Self::Bucket(bucket) => bucket.list()?,
        };
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.number));
        Ok(entries)
    }

    /// Puts a file there under this name, whole or not at all.
    pub(super) fn put(&self, entry: &Entry, from: &Path, watch: Watch<'_>) -> Result<(), BackupError> {
        match self {
            Self::Folder(folder) => folder.put(&entry.name(), from, watch),
            Self::Bucket(bucket) => bucket.put(&entry.name(), from, watch),
        }
    }

    /// Fetches one into a new file.
    pub(super) fn get(&self, entry: &Entry, to: &Path, watch: Watch<'_>) -> Result<(), BackupError> {
        match self {
            Self::Folder(folder) => folder.get(&entry.name(), to, watch),
            Self::Bucket(bucket) => bucket.get(entry, to, watch),
        }
    }

    pub(super) fn delete(&self, entry: &Entry) -> Result<(), BackupError> {
        match self {
            Self::Folder(folder) => folder.delete(&entry.name()),
            Self::Bucket(bucket) => bucket.delete(&entry.name()),
        }
    }

    /// For people: the folder, or the bucket's address.
    pub fn shown(&self) -> String {
        match self {
            Self::Folder(folder) => folder.path().display().to_string(),
            Self::Bucket(bucket) => bucket.shown(),
        }
    }
}
