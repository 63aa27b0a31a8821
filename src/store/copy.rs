//! Writing a store anew: what it holds now, and nothing of what its file held before.

use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};

use super::Store;
use super::disk::{Disk as _, FileDisk, Opened, beside, new_path, sync_directory_of};
use super::engine::{Engine, NotOpen};
use super::error::StoreError;
use super::look::Look;
use super::open::StoreOptions;
use super::pen::Pen;
use super::source::{Source, Span};
use super::tables::Table;
use super::tally::{Counting, Tally};
use super::writer::Message;

impl Store {
    /// Writes what the store holds at this moment into a new file at `path`, which only its owner may read. Of what was
    /// deleted or replaced before, not a byte gets there. Writes go on meanwhile.
    pub fn copy_to(&self, path: &Path) -> Result<(), StoreError> {
        self.snapshot_to(path, &mut |_| {}).map(drop)
    }

    /// The same, and what the copy must come to when it is counted: the figures are those of the snapshot, not of what
    /// was written. `copied` hears now and then how many rows there are so far.
    pub fn snapshot_to(&self, path: &Path, copied: &mut dyn FnMut(u64)) -> Result<Tally, StoreError> {
        let disk = match FileDisk::open(path).map_err(broken)? {
            Opened::Fresh(disk) => disk,
            Opened::Existing(_) | Opened::InUse => return Err(broken(io::ErrorKind::AlreadyExists.into())),
        };
        let engine = begin(Arc::new(disk), StoreOptions::default())?;
        let tally = self.read(|look| fill(&engine, look, copied))?;
        engine.close()?;
        FileDisk::establish(path).map_err(broken)?;
        Ok(tally)
    }

    /// Writes the store's file anew, so that nothing of what was deleted or replaced before is left in it, and deletes
    /// the copies beside it from before its layout changed. Writes wait meanwhile, and reads that are under way at its
    /// end begin again. It takes as much room again for as long as it lasts. `false` when the store is in no file.
    pub fn renew(&self) -> Result<bool, StoreError> {
        let (done, renewed) = mpsc::sync_channel(1);
        let sent = self.inner.messages.as_ref().is_some_and(|to| to.send(Message::Renew { done }).is_ok());
        if !sent {
            return Err(StoreError::Closed);
        }
        renewed.recv().unwrap_or(Err(StoreError::Closed))
    }
}

/// To be called by whoever writes, and between two writes.
pub(super) fn renew(engine: &Engine) -> Result<bool, StoreError> {
    let Some(path) = engine.path() else { return Ok(false) };
    let unfinished = new_path(&renewed(path));
    let disk = write_anew(engine, path).inspect_err(|_| {
        // The room it took is what is missing, most likely.
        let _ = std::fs::remove_file(&unfinished);
    })?;
    // From here on the new file is the store, whether the power lasts or not.
    std::fs::rename(&unfinished, path).map_err(broken)?;
    engine.move_to(disk);
    sync_directory_of(path).map_err(broken)?;
    forget_older_copies(path).map_err(broken)?;
    Ok(true)
}

fn write_anew(engine: &Engine, path: &Path) -> Result<Arc<FileDisk>, StoreError> {
    let disk = match FileDisk::open(&renewed(path)).map_err(broken)? {
        Opened::Fresh(disk) => Arc::new(disk),
        Opened::Existing(_) | Opened::InUse => return Err(broken(io::ErrorKind::AlreadyExists.into())),
    };
    let copy = begin(disk.clone(), engine.options())?;
    let (_, begun) = engine.begin_read();
    fill(&copy, &Look::at(Source::snapshot(begun?)), &mut |_| {})?;
    copy.close()?;
    disk.sync().map_err(broken)?;
    Ok(disk)
}

/// What the file is called while it is written anew.
fn renewed(path: &Path) -> PathBuf {
    beside(path, "renewed")
}

/// Removes what a writing anew that was cut off left behind.
pub(super) fn clear_up(path: &Path) {
    let unfinished = new_path(&renewed(path));
    match std::fs::remove_file(&unfinished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            tracing::warn!(%error, "an unfinished copy of the store cannot be removed");
        }
        _ => {}
    }
}

/// What was put beside it before its layout changed holds what was deleted since.
fn forget_older_copies(path: &Path) -> io::Result<()> {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return Ok(()) };
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let is_copy = entry.file_name().to_str().is_some_and(|other| {
            other.strip_prefix(name).is_some_and(|ending| ending.starts_with(".schema-"))
        });
        if is_copy {
            std::fs::remove_file(entry.path())?;
        }
    }
    sync_directory_of(path)
}

fn begin(disk: Arc<FileDisk>, options: StoreOptions) -> Result<Engine, StoreError> {
    Engine::open(disk, options, false).map_err(|why| match why {
        NotOpen::Disk(error) => broken(error),
        NotOpen::Damaged(why) => StoreError::Damaged(why),
    })
}

/// `copied` is called once for so many rows.
const TOLD_EVERY: u64 = 4096;

fn fill(engine: &Engine, look: &Look<'_>, copied: &mut dyn FnMut(u64)) -> Result<Tally, StoreError> {
    let mut counting = Counting::default();
    let transaction = engine.begin_write()?;
    let mut pen = Pen::on(Source::writing(&transaction));
    for table in Table::ALL {
        pen.create(*table)?;
        look.scan(*table, &Span::all(), &mut |key, value| {
            pen.put_bytes(*table, key, value)?;
            counting.row(*table, key, value);
            if counting.rows.is_multiple_of(TOLD_EVERY) {
                copied(counting.rows);
            }
            Ok(ControlFlow::Continue(()))
        })?;
    }
    drop(pen);
    transaction.commit().map_err(super::error::engine)?;
    counting.end(look)
}

fn broken(error: io::Error) -> StoreError {
    if super::error::is_full(&error) { StoreError::Full } else { StoreError::Io(Arc::new(error)) }
}
