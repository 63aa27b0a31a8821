//! Reading tables, whether of a snapshot or of a write in progress.

use std::cell::{OnceCell, RefCell};
use std::ops::{Bound, ControlFlow};

use redb::{ReadOnlyTable, ReadTransaction, ReadableTable, ReadableTableMetadata as _, WriteTransaction};

use super::error::{Fault, StoreError};
use super::tables::Table;

type Bytes = &'static [u8];

/// The tables of a snapshot or of a write in progress. Each is opened when it is first needed.
pub(super) enum Source<'t> {
    Snapshot {
        transaction: ReadTransaction,
        tables: Vec<OnceCell<ReadOnlyTable<Bytes, Bytes>>>,
    },
    Writing {
        transaction: &'t WriteTransaction,
        tables: Vec<OnceCell<RefCell<redb::Table<'t, Bytes, Bytes>>>>,
    },
}

/// Where a scan goes on.
pub(super) type Visit<'v> = &'v mut dyn FnMut(&[u8], &[u8]) -> Result<ControlFlow<()>, StoreError>;

/// Which keys a scan covers, and from which end.
#[derive(Debug, Clone)]
pub(super) struct Span {
    pub(super) from: Bound<Vec<u8>>,
    pub(super) to: Bound<Vec<u8>>,
    pub(super) backwards: bool,
}

impl Span {
    pub(super) const fn all() -> Self {
        Self { from: Bound::Unbounded, to: Bound::Unbounded, backwards: false }
    }

    /// The keys that begin with `prefix`.
    pub(super) fn of(prefix: &[u8]) -> Self {
        Self { from: Bound::Included(prefix.to_vec()), to: after(prefix), backwards: false }
    }

    /// The keys that begin with `prefix` and then lie between two continuations, both included; what follows a
    /// continuation does not matter.
    pub(super) fn between(prefix: &[u8], first: &[u8], last: &[u8]) -> Self {
        let from = [prefix, first].concat();
        let last = [prefix, last].concat();
        Self { from: Bound::Included(from), to: after(&last), backwards: false }
    }

    #[must_use]
    pub(super) fn backwards(mut self) -> Self {
        self.backwards = true;
        self
    }

    /// Only what lies before `key`, itself left out.
    #[must_use]
    pub(super) fn before(mut self, key: &[u8]) -> Self {
        self.to = Bound::Excluded(key.to_vec());
        self
    }

    /// Only what lies after `key`, itself left out.
    #[must_use]
    pub(super) fn after(mut self, key: &[u8]) -> Self {
        self.from = Bound::Excluded(key.to_vec());
        self
    }

    /// Whether no key can lie in it: redb takes such a range for a mistake of its caller.
    fn is_empty(&self) -> bool {
        match (&self.from, &self.to) {
            (Bound::Included(from), Bound::Included(to)) => from > to,
            (Bound::Included(from) | Bound::Excluded(from), Bound::Excluded(to) | Bound::Included(to)) => {
                from >= to
            }
            _ => false,
        }
    }
}

/// The end of all keys that begin with `prefix`.
fn after(prefix: &[u8]) -> Bound<Vec<u8>> {
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if let Some(next) = last.checked_add(1) {
            end.push(next);
            return Bound::Excluded(end);
        }
    }
    Bound::Unbounded
}

impl<'t> Source<'t> {
    pub(super) fn snapshot(transaction: ReadTransaction) -> Self {
        Self::Snapshot { transaction, tables: closed() }
    }

    pub(super) fn writing(transaction: &'t WriteTransaction) -> Self {
        Self::Writing { transaction, tables: closed() }
    }

    pub(super) fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, Fault> {
        match self {
            Self::Snapshot { transaction, tables } => {
                let table = opened(tables, table, || open_read(transaction, table))?;
                let value = ReadableTable::get(table, key).map_err(fault)?;
                Ok(value.map(|value| value.value().to_vec()))
            }
            Self::Writing { transaction, tables } => {
                let table = opened(tables, table, || open_write(transaction, table))?.borrow();
                let value = table.get(key).map_err(fault)?;
                Ok(value.map(|value| value.value().to_vec()))
            }
        }
    }

    /// The bytes that a table takes up in a snapshot, its tree and what lies idle in its pages included. Reads all of it.
    pub(super) fn room(&self, table: Table) -> Result<u64, Fault> {
        let Self::Snapshot { transaction, tables } = self else { return Ok(0) };
        let stats = opened(tables, table, || open_read(transaction, table))?.stats().map_err(fault)?;
        Ok(stats.stored_bytes() + stats.metadata_bytes() + stats.fragmented_bytes())
    }

    /// Whether the table exists; in a write it does from the moment it is asked for.
    pub(super) fn has(&self, table: Table) -> Result<bool, Fault> {
        match self {
            Self::Snapshot { transaction, .. } => match transaction.open_table(table.definition()) {
                Ok(_) => Ok(true),
                Err(redb::TableError::TableDoesNotExist(_)) => Ok(false),
                Err(error) => Err(fault(error)),
            },
            Self::Writing { .. } => Ok(true),
        }
    }

    /// Calls `visit` with each key and value of the span until it says stop.
    pub(super) fn scan(&self, table: Table, span: &Span, visit: Visit<'_>) -> Result<(), Scan> {
        match self {
            Self::Snapshot { transaction, tables } => {
                let table = opened(tables, table, || open_read(transaction, table)).map_err(Scan::Fault)?;
                scan(table, span, visit)
            }
            Self::Writing { transaction, tables } => {
                let table = opened(tables, table, || open_write(transaction, table)).map_err(Scan::Fault)?;
                scan(&*table.borrow(), span, visit)
            }
        }
    }

    /// Only in a write; a snapshot refuses.
    pub(super) fn put(&self, table: Table, key: &[u8], value: &[u8]) -> Result<(), Fault> {
        let Self::Writing { transaction, tables } = self else { return Err(not_writing()) };
        let mut table = opened(tables, table, || open_write(transaction, table))?.borrow_mut();
        table.insert(key, value).map_err(fault)?;
        Ok(())
    }

    /// Whether there was one. Only in a write; a snapshot refuses.
    pub(super) fn delete(&self, table: Table, key: &[u8]) -> Result<bool, Fault> {
        let Self::Writing { transaction, tables } = self else { return Err(not_writing()) };
        let mut table = opened(tables, table, || open_write(transaction, table))?.borrow_mut();
        let was_there = table.remove(key).map_err(fault)?.is_some();
        Ok(was_there)
    }
}

/// Why a scan ended early.
#[derive(Debug)]
pub(super) enum Scan {
    Fault(Fault),
    /// What the visitor said.
    Visitor(StoreError),
}

fn scan<T: ReadableTable<Bytes, Bytes>>(table: &T, span: &Span, visit: Visit<'_>) -> Result<(), Scan> {
    if span.is_empty() {
        return Ok(());
    }
    let bounds = (span.from.as_ref().map(Vec::as_slice), span.to.as_ref().map(Vec::as_slice));
    let mut range = table.range::<&[u8]>(bounds).map_err(|error| Scan::Fault(fault(error)))?;
    while let Some(entry) = if span.backwards { range.next_back() } else { range.next() } {
        let (key, value) = entry.map_err(|error| Scan::Fault(fault(error)))?;
        match visit(key.value(), value.value()).map_err(Scan::Visitor)? {
            ControlFlow::Continue(()) => {}
            ControlFlow::Break(()) => break,
        }
    }
    Ok(())
}

fn closed<T>() -> Vec<OnceCell<T>> {
    Table::ALL.iter().map(|_| OnceCell::new()).collect()
}

/// The table's cell, filled by `open` the first time.
fn opened<T>(
    cells: &[OnceCell<T>],
    table: Table,
    open: impl FnOnce() -> Result<T, Fault>,
) -> Result<&T, Fault> {
    let missing = || Fault::Damaged(format!("there is no table {}", table.name()));
    let cell = cells.get(table.place()).ok_or_else(missing)?;
    if cell.get().is_none() {
        // Nothing else can have filled it in between: a source is used by one thread.
        let _ = cell.set(open()?);
    }
    cell.get().ok_or_else(missing)
}

fn open_read(transaction: &ReadTransaction, table: Table) -> Result<ReadOnlyTable<Bytes, Bytes>, Fault> {
    transaction.open_table(table.definition()).map_err(fault)
}

fn open_write(
    transaction: &WriteTransaction,
    table: Table,
) -> Result<RefCell<redb::Table<'_, Bytes, Bytes>>, Fault> {
    transaction.open_table(table.definition()).map(RefCell::new).map_err(fault)
}

fn fault<E: Into<redb::Error>>(error: E) -> Fault {
    Fault::from(error.into())
}

fn not_writing() -> Fault {
    Fault::Damaged("a snapshot was written to".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_ends_where_the_next_one_begins() {
        assert_eq!(after(&[1, 2]), Bound::Excluded(vec![1, 3]));
        assert_eq!(after(&[1, 255]), Bound::Excluded(vec![2]));
        assert_eq!(after(&[255, 255]), Bound::Unbounded);
        assert_eq!(after(&[]), Bound::Unbounded);
    }

    #[test]
    fn a_span_without_room_is_empty() {
        assert!(Span::of(&[5]).before(&[5]).is_empty());
        assert!(Span::between(&[1], &[9], &[2]).is_empty());
        assert!(!Span::between(&[1], &[2], &[2]).is_empty());
        assert!(!Span::all().is_empty());
    }
}
