//! Reading: what both a snapshot and a write in progress offer.

use std::cell::RefCell;
use std::fmt;
use std::ops::ControlFlow;

use super::error::{Fault, StoreError, Unreadable};
use super::key;
use super::record::{self, Record};
use super::source::{Scan, Source, Span, Visit};
use super::tables::Table;
use crate::ledger::Timestamp;

/// The store as it was at one moment (a snapshot), or as a write in progress has made it so far.
///
/// Reads by identity give `None` for what was never there. Lists have a limit, because nothing may load a whole
/// family history by accident. What is read is read in full: nothing in it changes afterwards.
pub struct Look<'t> {
    pub(super) source: Source<'t>,
    /// What stopped the engine under it, if something did: then nothing it says from there on counts.
    stopped: RefCell<Option<StoreError>>,
}

impl fmt::Debug for Look<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Look").finish_non_exhaustive()
    }
}

impl<'t> Look<'t> {
    pub(super) fn at(source: Source<'t>) -> Self {
        Self { source, stopped: RefCell::new(None) }
    }

    /// What stopped the engine under this look, if something did.
    pub(super) fn stopped(&self) -> Option<StoreError> {
        self.stopped.borrow().clone()
    }

    /// Notes whether the engine has stopped, and says it in the store's words.
    pub(super) fn heed(&self, fault: Fault) -> StoreError {
        let stops = matches!(fault, Fault::Disk(_) | Fault::Stopped);
        let error = StoreError::from(fault);
        if stops {
            self.stopped.borrow_mut().get_or_insert_with(|| error.clone());
        }
        error
    }

    pub(super) fn bytes(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.source.get(table, key).map_err(|fault| self.heed(fault))
    }

    pub(super) fn fetch<R: Record>(&self, table: Table, key: &[u8]) -> Result<Option<R>, StoreError> {
        self.bytes(table, key)?.map(|bytes| record_of(table, key, &bytes)).transpose()
    }

    /// What an index says must be there.
    pub(super) fn fetch_indexed<R: Record>(&self, table: Table, key: &[u8]) -> Result<R, StoreError> {
        self.fetch(table, key)?
            .ok_or_else(|| unreadable(table, key, Unreadable("an index points here, to nothing")))
    }

    pub(super) fn scan(&self, table: Table, span: &Span, visit: Visit<'_>) -> Result<(), StoreError> {
        self.source.scan(table, span, visit).map_err(|ended| match ended {
            Scan::Fault(fault) => self.heed(fault),
            Scan::Visitor(error) => error,
        })
    }

    /// At most `limit` things of a span, each made from its key and value.
    pub(super) fn gather<T>(
        &self,
        table: Table,
        span: &Span,
        limit: usize,
        make: impl Fn(&[u8], &[u8]) -> Result<T, Unreadable>,
    ) -> Result<Vec<T>, StoreError> {
        let mut found = Vec::new();
        if limit == 0 {
            return Ok(found);
        }
        self.scan(table, span, &mut |key, value| {
            found.push(make(key, value).map_err(|why| unreadable(table, key, why))?);
            Ok(if found.len() < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?;
        Ok(found)
    }

    /// At most `limit` records of a span.
    pub(super) fn records<R: Record>(
        &self,
        table: Table,
        span: &Span,
        limit: usize,
    ) -> Result<Vec<R>, StoreError> {
        self.gather(table, span, limit, |_, value| record::read(value))
    }

    /// The first keys that an index by moment lists up to that one: it has the moment (8 bytes) before each.
    pub(super) fn due_keys<const KEY: usize>(
        &self,
        table: Table,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<[u8; KEY]>, StoreError> {
        let span = Span::between(&[], &key::moment(Timestamp::UNIX_EPOCH), &key::moment(now));
        self.gather(table, &span, limit, |key, _| {
            let mut parts = key::Parts::of(key, 8 + KEY)?;
            parts.take::<8>()?;
            parts.take::<KEY>()
        })
    }

    /// The first moment of such an index.
    pub(super) fn next_due(&self, table: Table) -> Result<Option<Timestamp>, StoreError> {
        let first = self.gather(table, &Span::all(), 1, |key, _| {
            let due = i64::try_from(key::Parts::of(key, key.len())?.number()?);
            let due = due.ok().and_then(|due| Timestamp::from_millisecond(due).ok());
            due.ok_or(Unreadable("not a moment"))
        })?;
        Ok(first.first().copied())
    }

    /// The last 16 bytes of each key of a span: the ids that an index lists.
    pub(super) fn listed_ids(
        &self,
        table: Table,
        span: &Span,
        limit: usize,
    ) -> Result<Vec<[u8; 16]>, StoreError> {
        self.gather(table, span, limit, |key, _| {
            key.last_chunk().copied().ok_or(Unreadable("the key is too short for an id"))
        })
    }
}

pub(super) fn record_of<R: Record>(table: Table, key: &[u8], bytes: &[u8]) -> Result<R, StoreError> {
    record::read(bytes).map_err(|why| unreadable(table, key, why))
}

pub(super) fn unreadable(table: Table, key: &[u8], why: Unreadable) -> StoreError {
    StoreError::Unreadable { table: table.name(), key: key::shown(key), why: why.0 }
}
