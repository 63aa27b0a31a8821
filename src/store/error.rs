//! What goes wrong with a store: when it is opened, and while it is used.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use crate::ledger::MoneyError;

/// Why a store could not be opened. The file is as it was; each message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("the store is in use by another catatduit; stop that one first")]
    InUse,
    #[error(
        "the store was written by a newer catatduit (schema {found}, this one knows up to {known}); \
         start the newer version, or put back a backup made by this one"
    )]
    Newer { found: u64, known: u64 },
    #[error(
        "the store is damaged ({why}); it was left untouched: keep a copy of it, then put back the \
         newest backup in its place"
    )]
    Corrupt { why: String },
    #[error(
        "the file is not a catatduit store, or its beginning was overwritten; it was left untouched: check \
         the path, and if a store should be there, put back the newest backup"
    )]
    NotAStore,
    #[error(
        "the store could not be brought up to date (step \"{step}\": {why}); nothing of that step was kept, and the \
         store as it was lies beside it: start the version that made it, and report this"
    )]
    NotMigrated { step: &'static str, why: String },
    #[error("cannot reach the store at {}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error("there is no room on the disk to open the store; free some space and start again")]
    Full,
}

/// Why a read or write of an open store failed. A write that failed left nothing behind.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    #[error("the disk is full; nothing of this write was kept")]
    Full,
    /// The disk refused. Reads go on from what is on it, and every later write tries it again.
    #[error("the disk failed; nothing of this write was kept")]
    Io(#[source] Arc<io::Error>),
    /// The commit was written, and then the disk failed before it could say whether it holds it: the only
    /// failure after which the write may still turn out to be there.
    #[error("the disk failed while it finished a write; whether it was kept shows when it answers again")]
    Unsettled(#[source] Arc<io::Error>),
    #[error("the store is damaged: {0}")]
    Damaged(String),
    #[error("{table} holds something unreadable under {key}: {why}")]
    Unreadable { table: &'static str, key: String, why: &'static str },
    #[error("there is no {noun} {id}")]
    Missing { noun: &'static str, id: String },
    /// A fact does not start from what the store holds.
    #[error("the {noun} {id} is no longer what the change starts from")]
    Conflict { noun: &'static str, id: String },
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error("{what} is too long to be stored")]
    TooLong { what: &'static str },
    #[error("the write stopped in the middle: {0}; nothing of it was kept")]
    Panicked(String),
    #[error("a write cannot be started inside another one")]
    Nested,
    #[error("the store is closed")]
    Closed,
}

/// Bytes in a value or a key that are not what their table holds; names neither, the caller does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unreadable(pub(super) &'static str);

/// What the engine below said, before it is known whether opening it again helps.
#[derive(Debug, Clone)]
pub(super) enum Fault {
    /// The disk, for the first time.
    Disk(Arc<io::Error>),
    /// An earlier failure of the disk, or a close: the engine must be opened again to go on.
    Stopped,
    Damaged(String),
}

impl From<redb::Error> for Fault {
    fn from(error: redb::Error) -> Self {
        match error {
            redb::Error::Io(source) => Self::Disk(Arc::new(source)),
            redb::Error::PreviousIo | redb::Error::DatabaseClosed | redb::Error::LockPoisoned(_) => {
                Self::Stopped
            }
            other => Self::Damaged(other.to_string()),
        }
    }
}

impl From<Fault> for StoreError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Disk(source) if is_full(&source) => Self::Full,
            Fault::Disk(source) => Self::Io(source),
            Fault::Stopped => Self::Io(Arc::new(io::Error::other("an earlier failure of the disk"))),
            Fault::Damaged(why) => Self::Damaged(why),
        }
    }
}

/// Whether there is no room left, by any of the ways a system says so.
pub(super) fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
    )
}

/// Turns any of redb's errors into ours.
pub(super) fn engine<E: Into<redb::Error>>(error: E) -> StoreError {
    StoreError::from(Fault::from(error.into()))
}
