//! FINDING: transactions by words, fields and ranges. The only folder that names tantivy.
//!
//! A text becomes a [`Query`] by [`parse`]; every search is made within a [`Sight`], so that it neither shows nor counts
//! what the asking member may not see.
//!
//! Disposable: the index follows the journal, knows how far it came, and whatever happens to it is answered by
//! building it again from the store. Nothing here is the truth of anything.

mod amount;
mod ask;
mod asked;
mod card;
mod catalogue;
mod counted;
mod find;
mod follow;
mod highlight;
mod latest;
mod list;
mod mark;
mod message;
mod nearness;
mod numbers;
mod piece;
mod pieces;
mod purge;
mod query;
mod root;
mod slang;
mod suggest;
mod window;
mod words;

pub use ask::{Known, Means, Named, Part, Read, Vocabulary, begins_so, parse};
pub use highlight::Highlighter;
pub use nearness::Nearness;
pub use purge::Purge;
pub use query::{
    Ask, AskedWord, Clause, Flows, Found, Label, Place, Query, Sort, Totals, Wanted, person_labels,
};

use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use crate::ledger::Sight;
use crate::store::{Store, StoreError};
use crate::tasks::Panicked;
use catalogue::{Catalogue, Home};
use counted::Counted;

/// The index of all transactions that count. A cheap clone.
#[derive(Debug, Clone)]
pub struct Search {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    home: Home,
    catalogue: RwLock<Arc<Catalogue>>,
    counted: Counted,
    /// Held while the index is changed.
    following: Mutex<()>,
    /// Set by a search that stumbled, or on request: the next catching-up builds the index again.
    damaged: AtomicBool,
    /// Rung when the index is to be built again.
    asked_for: tokio::sync::Notify,
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
        Self::at(Home::Folder(folder.into()))
    }

    /// An index that is gone with its last holder.
    pub fn in_memory() -> Result<Self, SearchError> {
        Self::at(Home::Memory)
    }

    fn at(home: Home) -> Result<Self, SearchError> {
        let catalogue = RwLock::new(Arc::new(Catalogue::open(&home)?));
        let inner = Inner {
            home,
            catalogue,
            counted: Counted::default(),
            following: Mutex::default(),
            damaged: AtomicBool::default(),
            asked_for: tokio::sync::Notify::new(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// What all clauses of the query hold of, among what that sight shows: nothing else is found, nor counted.
    ///
    /// What the index has not come to yet is read from the store, so that a record is found as soon as it is made;
    /// only when very much is missing is the answer that of the index so far, and says so.
    pub fn find(
        &self,
        store: &Store,
        sight: &Sight,
        query: &Query,
        wanted: Wanted,
    ) -> Result<Found, SearchError> {
        let counted = &self.inner.counted;
        self.look(|catalogue| {
            find::find(&catalogue.current(), catalogue.fields, counted, store, sight, query, wanted)
        })
    }

    /// Looks into the index. The engine panics over some kinds of damage; here that is damage like any other.
    fn look<T>(&self, looking: impl FnOnce(&Catalogue) -> Result<T, SearchError>) -> Result<T, SearchError> {
        let catalogue = self.catalogue();
        let found = std::panic::catch_unwind(AssertUnwindSafe(|| looking(&catalogue)));
        let found = found.unwrap_or_else(|_| Err(SearchError::Damaged("the engine panicked".to_owned())));
        if matches!(found, Err(SearchError::Damaged(_))) {
            self.inner.damaged.store(true, Ordering::Relaxed);
        }
        found
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
        let fresh = Arc::new(Catalogue::create(&self.inner.home)?);
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
