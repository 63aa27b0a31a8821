//! Following the journal: what changed since the last time is taken into the index.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use tantivy::IndexWriter;
use tokio_util::sync::CancellationToken;

use super::catalogue::{self, Catalogue, Mark};
use super::{Search, SearchError, locked};
use crate::ledger::{Change, Fact, HouseholdId, Transaction, TransactionId, WalletId};
use crate::store::{Cursor, Look, Store, StoreError, TransactionFilter};
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

    /// Keeps the index about two seconds behind the journal, until told to stop.
    pub async fn follow(self, store: Store, stop: CancellationToken) -> anyhow::Result<()> {
        let mut head = store.head();
        loop {
            head.mark_unchanged();
            let (search, from, told) = (self.clone(), store.clone(), stop.clone());
            tasks::blocking(move || search.catch_up_while(&from, &|| !told.is_cancelled())).await?;
            tokio::select! {
                changed = head.changed() => changed?,
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
        let mut at = At {
            store,
            writer: catalogue.writer()?,
            catalogue,
            mark,
            committed: 0,
            renamed: BTreeSet::new(),
        };
        at.committed = at.mark.seq;
        while go_on() {
            let changes = changes_after(store, at.mark.seq, READ_AT_ONCE)?;
            if changes.is_empty() {
                at.take_in_renamed()?;
                break;
            }
            at.take_in(&changes)?;
            if at.mark.seq - at.committed >= COMMIT_EVERY && at.renamed.is_empty() {
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
struct At<'s> {
    store: &'s Store,
    catalogue: Arc<Catalogue>,
    writer: IndexWriter,
    mark: Mark,
    /// The position of the last commit.
    committed: u64,
    /// Wallets whose transactions still have the old name.
    renamed: BTreeSet<(HouseholdId, WalletId)>,
}

impl At<'_> {
    fn take_in(&mut self, changes: &[Change]) -> Result<(), SearchError> {
        // Of a transaction that changed more than once only the last state counts.
        let mut latest: BTreeMap<TransactionId, (bool, &Transaction)> = BTreeMap::new();
        for fact in changes.iter().flat_map(|change| &change.facts) {
            match fact {
                Fact::Transaction { before, after } => {
                    let was_there =
                        latest.get(&after.id).map_or(before.is_some(), |(was_there, _)| *was_there);
                    latest.insert(after.id, (was_there, after));
                }
                Fact::Wallet { before: Some(before), after } if before.name != after.name => {
                    self.renamed.insert((after.household, after.id));
                }
                Fact::Wallet { .. }
                | Fact::Household { .. }
                | Fact::Member { .. }
                | Fact::Lesson { .. }
                | Fact::Category { .. }
                | Fact::Rate { .. } => {}
            }
        }
        let names =
            self.store.read(|look| names_of(look, latest.values().map(|(_, transaction)| *transaction)))?;
        for (was_there, transaction) in latest.into_values() {
            if was_there {
                self.writer.delete_term(self.catalogue.fields.of_id(transaction.id));
            }
            self.add(transaction, &names)?;
        }
        if let Some(last) = changes.last() {
            self.mark = Mark::at(last);
        }
        Ok(())
    }

    fn add(&self, transaction: &Transaction, names: &BTreeMap<WalletId, String>) -> Result<(), SearchError> {
        if transaction.is_live() {
            let wallets: Vec<&str> =
                transaction.wallets().filter_map(|id| names.get(&id)).map(String::as_str).collect();
            self.writer.add_document(self.catalogue.fields.document(transaction, &wallets))?;
        }
        Ok(())
    }

    /// Indexes the transactions of renamed wallets again, page by page.
    fn take_in_renamed(&mut self) -> Result<(), SearchError> {
        for (household, wallet) in std::mem::take(&mut self.renamed) {
            let filter = TransactionFilter { wallet: Some(wallet), ..TransactionFilter::default() };
            let mut after = None;
            loop {
                let seq = self.mark.seq;
                let (page, next, names) = self.store.read(|look| -> Result<_, StoreError> {
                    let mut page = look.transactions(household, &filter, after, READ_AT_ONCE)?;
                    let last = page.last();
                    let next = last.map(|last| Cursor { day: last.day, id: last.id });
                    // What the index has not come to yet would otherwise be in it twice.
                    let mut known = Vec::with_capacity(page.len());
                    for transaction in &page {
                        let history = look.changes_of_transaction(transaction.id)?;
                        known.push(history.first().is_some_and(|first| first.seq <= seq));
                    }
                    let mut known = known.into_iter();
                    page.retain(|_| known.next().unwrap_or(false));
                    let names = names_of(look, page.iter())?;
                    Ok((page, next, names))
                })?;
                for transaction in &page {
                    self.writer.delete_term(self.catalogue.fields.of_id(transaction.id));
                    self.add(transaction, &names)?;
                }
                if next.is_none() {
                    break;
                }
                after = next;
            }
        }
        Ok(())
    }

    fn commit(&mut self) -> Result<(), SearchError> {
        catalogue::commit(&mut self.writer, &self.mark)?;
        self.committed = self.mark.seq;
        self.catalogue.refresh()?;
        Ok(())
    }

    /// What a renaming left undone stays undone in the index's mark too: it is only moved when all is taken in.
    fn finish(mut self) -> Result<u64, SearchError> {
        if self.renamed.is_empty() {
            self.commit()?;
        }
        // The writer lives only for one catching-up: between two of them nothing of it is in memory.
        self.writer.wait_merging_threads()?;
        self.catalogue.refresh()?;
        Ok(self.committed)
    }
}

/// What the wallets of these transactions are called now.
pub(super) fn names_of<'t>(
    look: &Look<'_>,
    transactions: impl Iterator<Item = &'t Transaction>,
) -> Result<BTreeMap<WalletId, String>, StoreError> {
    let ids: BTreeSet<WalletId> = transactions.flat_map(Transaction::wallets).collect();
    let mut names = BTreeMap::new();
    for id in ids {
        names.extend(look.wallet(id)?.map(|wallet| (id, wallet.name)));
    }
    Ok(names)
}
