//! FINDING: transactions by words. The only folder that names tantivy.
//!
//! Disposable: the index follows the journal, knows how far it came, and whatever happens to it is answered by
//! building it again from the store. Nothing here is the truth of anything.

mod catalogue;
mod find;
mod follow;
mod latest;
mod window;
mod words;

pub use find::COUNTED;

use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use crate::ledger::{HouseholdId, TransactionId};
use crate::store::{Store, StoreError};
use crate::tasks::Panicked;
use catalogue::{Catalogue, Place};

/// The index of all transactions that count. A cheap clone.
#[derive(Debug, Clone)]
pub struct Search {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    place: Place,
    catalogue: RwLock<Arc<Catalogue>>,
    /// Held while the index is changed.
    following: Mutex<()>,
    /// Set by a search that stumbled; the next catching-up builds the index again.
    damaged: AtomicBool,
}

/// What a search gives first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// The latest day first, and of a day what was recorded last.
    #[default]
    Newest,
    /// What has the words as they were typed, then what has words that begin so, then what has them with a letter
    /// wrong; each newest first.
    Best,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// At most as many as were asked for.
    pub ids: Vec<TransactionId>,
    pub total: Total,
}

/// How many transactions have all the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    pub number: usize,
    /// False when counting stopped at [`COUNTED`]: there are more.
    pub is_all: bool,
}

impl Default for Total {
    fn default() -> Self {
        Self { number: 0, is_all: true }
    }
}

/// Why nothing could be found, or the index not be brought up to date. The family's records are not concerned.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    #[error("cannot make the folder of the search index, {}", path.display())]
    Folder { path: PathBuf, source: std::io::Error },
    #[error("there is no room on the disk for the search index")]
    Full,
    /// The index is built again at the next catching-up.
    #[error("the search index is damaged: {0}")]
    Damaged(String),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Panicked(#[from] Panicked),
}

impl Search {
    /// The index in that folder, which holds nothing else; an empty one when there is none or it cannot be read.
    /// [`Search::catch_up`] fills it.
    pub fn open(folder: impl Into<PathBuf>) -> Result<Self, SearchError> {
        Self::at(Place::Folder(folder.into()))
    }

    /// An index that is gone with its last holder.
    pub fn in_memory() -> Result<Self, SearchError> {
        Self::at(Place::Memory)
    }

    fn at(place: Place) -> Result<Self, SearchError> {
        let catalogue = RwLock::new(Arc::new(Catalogue::open(&place)?));
        let inner = Inner { place, catalogue, following: Mutex::default(), damaged: AtomicBool::default() };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The household's transactions that have all words of the text: in what they were for, their category,
    /// wallet, person, note, amount or message. A word also stands for longer ones and, from four letters on, for
    /// those with one letter wrong. A text without words finds nothing.
    ///
    /// What the index has not come to yet is read from the store, so that a record is found as soon as it is made;
    /// only when very much is missing is the answer that of the index so far.
    pub fn find(
        &self,
        store: &Store,
        household: HouseholdId,
        text: &str,
        order: Order,
        limit: usize,
    ) -> Result<Found, SearchError> {
        let asked = words::asked(text);
        if asked.is_empty() {
            return Ok(Found::default());
        }
        let catalogue = self.catalogue();
        let looking =
            || latest::find(&catalogue.current(), catalogue.fields, store, household, &asked, order, limit);
        let ranked = std::panic::catch_unwind(AssertUnwindSafe(looking));
        let ranked = ranked.unwrap_or_else(|_| Err(SearchError::Damaged("the engine panicked".to_owned())));
        if matches!(ranked, Err(SearchError::Damaged(_))) {
            self.inner.damaged.store(true, Ordering::Relaxed);
        }
        Ok(ranked?.found(limit))
    }

    /// The position of the newest change in the index.
    pub fn seq(&self) -> u64 {
        self.catalogue().current().seq
    }

    fn catalogue(&self) -> Arc<Catalogue> {
        Arc::clone(&self.inner.catalogue.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn is_damaged(&self) -> bool {
        self.inner.damaged.load(Ordering::Relaxed)
    }

    /// An empty index instead of this one. Searches under way end on the old one.
    fn start_over(&self) -> Result<(), SearchError> {
        let fresh = Arc::new(Catalogue::create(&self.inner.place)?);
        *self.inner.catalogue.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        self.inner.damaged.store(false, Ordering::Relaxed);
        Ok(())
    }
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        match &error {
            tantivy::TantivyError::IoError(source) if is_full(source) => Self::Full,
            other => Self::Damaged(other.to_string()),
        }
    }
}

impl From<std::io::Error> for SearchError {
    fn from(error: std::io::Error) -> Self {
        if is_full(&error) { Self::Full } else { Self::Damaged(error.to_string()) }
    }
}

fn is_full(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded)
}

/// A panic while holding the lock leaves nothing of ours half done: the index has its own commits.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
