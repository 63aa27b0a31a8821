//! How the store itself is doing: for those who watch over the box.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use super::Store;
use super::error::StoreError;
use super::tables::Table;
use crate::metrics::{Latency, LatencySeen};

/// What the writer notes of its commits.
#[derive(Debug, Default)]
pub(super) struct Work {
    commits: Latency,
    failures: AtomicU64,
    last_failed: AtomicBool,
}

impl Work {
    pub(super) fn kept(&self, took: Duration) {
        self.commits.note(took);
        self.last_failed.store(false, Ordering::Relaxed);
    }

    pub(super) fn failed(&self) {
        self.failures.fetch_add(1, Ordering::Relaxed);
        self.last_failed.store(true, Ordering::Relaxed);
    }
}

/// What is known of the store without reading it.
#[derive(Debug, Clone)]
pub struct State {
    /// None: it is in no file.
    pub path: Option<PathBuf>,
    /// The size of its file in bytes.
    pub bytes: u64,
    /// The engine takes writes, and the last one did not fail.
    pub is_writable: bool,
    /// How long groups of writes took from being taken up to being durable, since it was opened.
    pub commits: LatencySeen,
    /// Groups that failed since it was opened.
    pub failures: u64,
}

/// What the file is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    pub bytes: u64,
    /// Of which tables take up so many; the rest is free for what comes.
    pub used: u64,
}

/// What a trial of writing is kept under.
const TRIAL: &str = "write-trial";

impl Store {
    pub fn state(&self) -> State {
        let work = &self.inner.work;
        State {
            path: self.inner.engine.path().map(ToOwned::to_owned),
            bytes: self.inner.engine.disk().size().unwrap_or(0),
            is_writable: self.inner.engine.is_writable() && !work.last_failed.load(Ordering::Relaxed),
            commits: work.commits.seen(),
            failures: work.failures.load(Ordering::Relaxed),
        }
    }

    /// Writes a few bytes as every write is made, durably, and takes them back: whether the family could record
    /// something now. Gives how long the first of it took.
    pub fn try_writing(&self) -> Result<Duration, StoreError> {
        let began = std::time::Instant::now();
        self.write(|pen| pen.put_setting(TRIAL, b"1"))?;
        let took = began.elapsed();
        self.write(|pen| pen.delete_setting(TRIAL).map(|_| ()))?;
        Ok(took)
    }

    /// Reads the whole file to say what it is used for. Writes go on meanwhile; a large store takes its time.
    pub fn measure(&self) -> Result<Measured, StoreError> {
        self.read(|look| {
            let mut used = 0;
            for table in Table::ALL {
                used += look.source.room(*table).map_err(|fault| look.heed(fault))?;
            }
            Ok(Measured { bytes: self.inner.engine.disk().size().unwrap_or(0), used })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_says_how_it_is_doing() {
        let store = Store::in_memory().unwrap();
        store.try_writing().unwrap();
        let state = store.state();
        assert!(state.is_writable && state.path.is_none());
        assert_eq!((state.commits.count, state.failures), (2, 0));
        let left = store.read(|look| look.setting(TRIAL)).unwrap();
        assert_eq!(left, None, "the trial leaves nothing");
    }

    #[test]
    fn what_is_used_grows_with_what_is_kept_and_is_no_more_than_there_is() {
        let store = Store::in_memory().unwrap();
        let before = store.measure().unwrap();
        let long = vec![7; 100_000];
        store.write(move |pen| pen.put_setting("long", &long)).unwrap();
        let after = store.measure().unwrap();
        assert!(after.used >= before.used + 100_000, "{before:?} {after:?}");
        assert!(after.used <= after.bytes, "{after:?}");
    }
}
