//! Writing: everything reading offers, and changing it.

use std::fmt;
use std::ops::Deref;

use super::error::StoreError;
use super::look::{Look, unreadable};
use super::record::{self, Record};
use super::source::Source;
use super::tables::Table;

/// A write in progress. It sees its own changes; nobody else does until it is durable.
pub struct Pen<'t> {
    look: Look<'t>,
    /// Whether the job that holds it has changed anything.
    dirty: bool,
    /// Why something it was asked to do was left half done, if it was: then nothing of the job may be kept.
    torn: Option<StoreError>,
    /// The newest seq of the journal, once it is known.
    pub(super) newest: Option<u64>,
}

impl fmt::Debug for Pen<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pen").field("dirty", &self.dirty).finish_non_exhaustive()
    }
}

impl<'t> Deref for Pen<'t> {
    type Target = Look<'t>;

    fn deref(&self) -> &Look<'t> {
        &self.look
    }
}

impl<'t> Pen<'t> {
    pub(super) fn on(source: Source<'t>) -> Self {
        Self { look: Look::at(source), dirty: false, torn: None, newest: None }
    }

    /// Starts a job: what it does from here on is its own.
    pub(super) fn take_up(&mut self) {
        self.dirty = false;
        self.torn = None;
    }

    pub(super) fn is_dirty(&self) -> bool {
        self.dirty
    }

    pub(super) fn torn(&self) -> Option<StoreError> {
        self.torn.clone()
    }

    /// Does what takes several steps. If one fails, the job's write is lost, even if the job goes on as if it were
    /// not: half a change must never be kept.
    pub(super) fn whole<T>(
        &mut self,
        steps: impl FnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let done = steps(self);
        if let Err(error) = &done {
            self.torn.get_or_insert_with(|| error.clone());
        }
        done
    }

    pub(super) fn put_bytes(&mut self, table: Table, key: &[u8], value: &[u8]) -> Result<(), StoreError> {
        self.dirty = true;
        self.look.source.put(table, key, value).map_err(|fault| self.look.heed(fault))
    }

    pub(super) fn put<R: Record>(&mut self, table: Table, key: &[u8], record: &R) -> Result<(), StoreError> {
        let bytes = record::write(record).map_err(|why| unreadable(table, key, why))?;
        self.put_bytes(table, key, &bytes)
    }

    /// Makes a table if there is none.
    pub(super) fn create(&mut self, table: Table) -> Result<(), StoreError> {
        self.dirty = true;
        self.bytes(table, &[]).map(|_| ())
    }

    /// Puts a key into an index.
    pub(super) fn list(&mut self, table: Table, key: &[u8]) -> Result<(), StoreError> {
        self.put_bytes(table, key, &[])
    }

    /// Whether there was one.
    pub(super) fn delete(&mut self, table: Table, key: &[u8]) -> Result<bool, StoreError> {
        self.dirty = true;
        self.look.source.delete(table, key).map_err(|fault| self.look.heed(fault))
    }
}
