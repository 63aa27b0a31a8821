//! Following the journal: what changed since the last time is taken into the index.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tantivy::IndexWriter;
use tokio_util::sync::CancellationToken;

use super::card::Card;
use super::catalogue::{self, Catalogue};
use super::mark::Mark;
use super::{Search, SearchError, locked};
use crate::ledger::{Change, Fact, Transaction, TransactionId};
use crate::store::{Store, StoreError};
use crate::tasks;

/// How many changes are read at once; a thousand are a few megabytes.
const READ_AT_ONCE: usize = 1_000;

/// After so many changes what was indexed is made to stay, so that a long first run need not start over.
const COMMIT_EVERY: u64 = 50_000;

/// How long changes are gathered before they are indexed: each commit writes several files, and an SD card
/// wears by writing.
const GATHER: Duration = Duration::from_secs(2);

impl Search {
    /// Takes everything up to the newest durable change into the index, from nothing if need be, and gives that
    /// change's position. An index that turns out to be damaged, or to tell of another journal, is built again.
    pub fn catch_up(&self, store: &Store) -> Result<u64, SearchError> {
        self.catch_up_while(store, &|| true)
    }

    /// Has the index built again from the journal, at the next catching-up. Until that begins, searches are answered
    /// from the old one.
    pub fn build_again(&self) {
        self.inner.damaged.store(true, Ordering::Relaxed);
        self.inner.asked_for.notify_one();
    }

    /// The position of the newest change that the index holds; 0 for none.
    pub fn reached(&self) -> Result<u64, SearchError> {
        Ok(self.catalogue().mark()?.map_or(0, |mark| mark.seq))
    }

    /// Keeps the index about two seconds behind the journal, until told to stop.
    pub async fn follow(self, store: Store, stop: CancellationToken) -> anyhow::Result<()> {
        let mut head = store.head();
        loop {
            head.mark_unchanged();
            let (search, from, told) = (self.clone(), store.clone(), stop.clone());
            tasks::blocking(move || search.catch_up_while(&from, &|| !told.is_cancelled())).await?;
            tokio::select! {
                changed = head.changed() => changed?,
                () = self.inner.asked_for.notified() => {}
                () = stop.cancelled() => return Ok(()),
            }
            tokio::select! {
                () = tokio::time::sleep(GATHER) => {}
                () = stop.cancelled() => return Ok(()),
            }
        }
    }

    fn catch_up_while(&self, store: &Store, go_on: &dyn Fn() -> bool) -> Result<u64, SearchError> {
        let _only_one = locked(&self.inner.following);
        if self.is_damaged() {
            self.start_over()?;
        }
        match self.try_to_catch_up(store, go_on) {
            Err(error @ SearchError::Damaged(_)) => {
                tracing::warn!(%error, "the search index is built again");
                self.start_over()?;
                self.try_to_catch_up(store, go_on)
            }
            end => end,
        }
    }

    /// The engine panics over some kinds of damage; here that is damage like any other.
    fn try_to_catch_up(&self, store: &Store, go_on: &dyn Fn() -> bool) -> Result<u64, SearchError> {
        let end = std::panic::catch_unwind(AssertUnwindSafe(|| self.bring_up(store, go_on)));
        end.unwrap_or_else(|_| Err(SearchError::Damaged("the engine panicked".to_owned())))
    }

    fn bring_up(&self, store: &Store, go_on: &dyn Fn() -> bool) -> Result<u64, SearchError> {
        let mut catalogue = self.catalogue();
        let mut mark = catalogue.mark()?.unwrap_or(Mark::START);
        if !is_of_this_journal(store, &mark)? {
            tracing::warn!(seq = mark.seq, "the search index tells of another journal and is built again");
            self.start_over()?;
            (catalogue, mark) = (self.catalogue(), Mark::START);
        }
        if changes_after(store, mark.seq, 1)?.is_empty() {
            return Ok(mark.seq);
        }
        let committed = mark.seq;
        let mut at = At { writer: catalogue.writer()?, catalogue, mark, committed };
        while go_on() {
            let changes = changes_after(store, at.mark.seq, READ_AT_ONCE)?;
            if changes.is_empty() {
                break;
            }
            at.take_in(&changes)?;
            if at.mark.seq - at.committed >= COMMIT_EVERY {
                at.commit()?;
            }
        }
        at.finish()
    }
}

/// Whether the store's journal holds the change that the index followed last.
fn is_of_this_journal(store: &Store, mark: &Mark) -> Result<bool, StoreError> {
    if *mark == Mark::START {
        return Ok(true);
    }
    store.read(|look| -> Result<_, StoreError> {
        Ok(look.change(mark.seq)?.is_some_and(|change| Mark::at(&change) == *mark))
    })
}

fn changes_after(store: &Store, seq: u64, limit: usize) -> Result<Vec<Change>, StoreError> {
    store.read(|look| look.changes_after(seq, limit))
}

/// A catching-up under way.
struct At {
    catalogue: Arc<Catalogue>,
    writer: IndexWriter,
    mark: Mark,
    /// The position of the last commit.
    committed: u64,
}

impl At {
    fn take_in(&mut self, changes: &[Change]) -> Result<(), SearchError> {
        // Of a transaction that changed more than once only the last state counts.
        let mut latest: BTreeMap<TransactionId, (bool, &Transaction)> = BTreeMap::new();
        for fact in changes.iter().flat_map(|change| &change.facts) {
            if let Fact::Transaction { before, after } = fact {
                let was_there = latest.get(&after.id).map_or(before.is_some(), |(was_there, _)| *was_there);
                latest.insert(after.id, (was_there, after));
            }
        }
        for (was_there, transaction) in latest.into_values() {
            if was_there {
                self.writer.delete_term(self.catalogue.fields.of_id(transaction.id));
            }
            if transaction.is_live() {
                self.writer.add_document(self.catalogue.fields.document(&Card::of(transaction)))?;
            }
        }
        if let Some(last) = changes.last() {
            self.mark = Mark::at(last);
        }
        Ok(())
    }

    fn commit(&mut self) -> Result<(), SearchError> {
        catalogue::commit(&mut self.writer, &self.mark)?;
        self.committed = self.mark.seq;
        self.catalogue.refresh()?;
        Ok(())
    }

    fn finish(mut self) -> Result<u64, SearchError> {
        self.commit()?;
        // The writer lives only for one catching-up: between two of them nothing of it is in memory.
        self.writer.wait_merging_threads()?;
        self.catalogue.refresh()?;
        Ok(self.committed)
    }
}
