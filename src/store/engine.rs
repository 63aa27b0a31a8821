//! The engine below, opened on a disk, and opened again when the disk has failed under it.
//!
//! After a failed read or write redb refuses everything until it is opened anew. That is done here, under the
//! feet of readers: they take a lock only for the moment in which their snapshot begins.

use std::any::Any;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use redb::{Database, Durability, ReadTransaction, ReadableDatabase as _, WriteTransaction};

use super::disk::{Backend, Disk, ReadOnlyDisk};
use super::error::{Fault, OpenError, is_full};
use super::open::StoreOptions;

/// A redb database that can be opened again.
#[derive(Debug)]
pub(super) struct Engine {
    options: StoreOptions,
    /// The file it is in; none on a disk of somebody else's.
    path: Option<PathBuf>,
    state: RwLock<State>,
}

#[derive(Debug)]
struct State {
    /// How often it was opened: tells two readers that found the same failure from two failures.
    epoch: u64,
    disk: Arc<dyn Disk>,
    open: Open,
}

#[derive(Debug)]
enum Open {
    ReadWrite(Database),
    /// The disk took not even the few bytes that opening writes, so this one writes them to memory.
    ReadOnly(Database),
    Shut,
}

impl Engine {
    /// With `check`, every page is held against its checksum first.
    pub(super) fn open(disk: Arc<dyn Disk>, options: StoreOptions, check: bool) -> Result<Self, NotOpen> {
        let database = open_on(disk.clone(), options, check)?;
        let state = RwLock::new(State { epoch: 0, disk, open: Open::ReadWrite(database) });
        Ok(Self { options, path: None, state })
    }

    /// The same, of which it is known that its disk is this file.
    pub(super) fn in_file(self, path: &Path) -> Self {
        Self { path: Some(path.to_owned()), ..self }
    }

    pub(super) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    pub(super) fn options(&self) -> StoreOptions {
        self.options
    }

    pub(super) fn disk(&self) -> Arc<dyn Disk> {
        self.state.read().unwrap_or_else(PoisonError::into_inner).disk.clone()
    }

    /// A snapshot, and the epoch it belongs to.
    pub(super) fn begin_read(&self) -> (u64, Result<ReadTransaction, Fault>) {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let begun = match &state.open {
            Open::ReadWrite(database) | Open::ReadOnly(database) => database.begin_read().map_err(fault),
            Open::Shut => Err(Fault::Stopped),
        };
        (state.epoch, begun)
    }

    /// A write that is durable once its commit returns.
    ///
    /// With quick repair each commit also saves which pages are free and is written in two phases: opening after a
    /// power cut then takes no longer than after a clean stop, instead of a walk through the whole file, and a
    /// sync that failed can never leave a newest state of which a part was lost.
    pub(super) fn begin_write(&self) -> Result<WriteTransaction, Fault> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let Open::ReadWrite(database) = &state.open else { return Err(Fault::Stopped) };
        let mut transaction = database.begin_write().map_err(fault)?;
        transaction
            .set_durability(Durability::Immediate)
            .map_err(|error| Fault::Damaged(error.to_string()))?;
        transaction.set_quick_repair(true);
        Ok(transaction)
    }

    /// Whether it takes writes, as far as is known.
    pub(super) fn is_writable(&self) -> bool {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        matches!(state.open, Open::ReadWrite(_))
    }

    pub(super) fn epoch(&self) -> u64 {
        self.state.read().unwrap_or_else(PoisonError::into_inner).epoch
    }

    /// Closes and opens again, for writing if the disk lets it, else for reading what is on it.
    pub(super) fn reopen(&self) {
        self.open_again(None);
    }

    /// Goes on on another disk, which holds the same. Whoever reads from the one before has to begin again.
    pub(super) fn move_to(&self, disk: Arc<dyn Disk>) {
        self.open_again(Some(disk));
    }

    fn open_again(&self, elsewhere: Option<Arc<dyn Disk>>) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.epoch += 1;
        let closed = std::mem::replace(&mut state.open, Open::Shut);
        // An engine that panicked may do so again while it closes; the file is then simply not closed cleanly.
        let _ = catch_unwind(AssertUnwindSafe(move || drop(closed)));
        if let Some(disk) = elsewhere {
            state.disk = disk;
        }
        state.open = match open_on(state.disk.clone(), self.options, false) {
            Ok(database) => Open::ReadWrite(database),
            Err(_) => ReadOnlyDisk::over(state.disk.clone())
                .ok()
                .and_then(|disk| open_on(Arc::new(disk), self.options, false).ok())
                .map_or(Open::Shut, Open::ReadOnly),
        };
    }

    /// Closes cleanly; nothing works until it is opened again.
    pub(super) fn close(&self) -> Result<(), Fault> {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        match std::mem::replace(&mut state.open, Open::Shut) {
            Open::ReadWrite(database) => database.close().map_err(fault),
            Open::ReadOnly(_) | Open::Shut => Ok(()),
        }
    }
}

/// Why the engine would not open.
#[derive(Debug)]
pub(super) enum NotOpen {
    Disk(io::Error),
    Damaged(String),
}

impl NotOpen {
    pub(super) fn at(self, path: &Path) -> OpenError {
        match self {
            Self::Disk(source) if is_full(&source) => OpenError::Full,
            Self::Disk(source) => OpenError::Io { path: path.to_owned(), source },
            Self::Damaged(why) => OpenError::Corrupt { why },
        }
    }
}

fn open_on(disk: Arc<dyn Disk>, options: StoreOptions, check: bool) -> Result<Database, NotOpen> {
    // A file that was damaged by someone else can make the engine panic; to the family that is one more way of
    // being damaged, and no reason to stop without a word.
    let opened = catch_unwind(AssertUnwindSafe(|| {
        Database::builder()
            .set_cache_size(options.cache_bytes)
            .set_check_integrity_on_open(check)
            .create_with_backend(Backend(disk))
    }));
    match opened {
        Ok(Ok(database)) => Ok(database),
        Ok(Err(redb::DatabaseError::Storage(redb::StorageError::Io(source)))) => match source.kind() {
            io::ErrorKind::UnexpectedEof => Err(NotOpen::Damaged("it is shorter than it says".to_owned())),
            io::ErrorKind::InvalidData => Err(NotOpen::Damaged(source.to_string())),
            _ => Err(NotOpen::Disk(source)),
        },
        Ok(Err(error)) => Err(NotOpen::Damaged(error.to_string())),
        Err(panic) => Err(NotOpen::Damaged(said(panic.as_ref()))),
    }
}

/// What a panic said.
pub(super) fn said(panic: &(dyn Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without words".to_owned())
}

fn fault<E: Into<redb::Error>>(error: E) -> Fault {
    Fault::from(error.into())
}
