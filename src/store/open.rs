//! Opening a store: made if there is none, brought up to date if it is older, refused if it is newer or damaged.

use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;

use super::Store;
use super::disk::{Disk, FileDisk, MemoryDisk, Opened, beside, sync_directory_of};
use super::engine::Engine;
use super::error::{OpenError, StoreError, is_full};
use super::migrate::{STEPS, Step, migrate, schema_of};

/// How a store is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoreOptions {
    /// The memory for what was read before, in bytes.
    pub cache_bytes: usize,
}

impl Default for StoreOptions {
    /// Small enough for a box with 512 MB of memory.
    fn default() -> Self {
        Self { cache_bytes: 16 * 1024 * 1024 }
    }
}

/// What every file of the engine begins with; the engine itself reports anything else as an I/O error.
const MAGIC: &[u8; 9] = b"redb\x1A\x0A\xA9\x0D\x0A";

impl Store {
    /// Opens the store at `path`, made anew only if there is no file. An older one is copied to
    /// `<path>.schema-<number>` and migrated.
    pub fn open(path: &Path, options: StoreOptions) -> Result<Self, OpenError> {
        open_file(path, options, STEPS, false)
    }

    /// The same, after every page of the file was held against its checksum. It reads the whole file, so it is for
    /// when there is a doubt: a store that was stopped or cut off is sound without it.
    pub fn open_checked(path: &Path, options: StoreOptions) -> Result<Self, OpenError> {
        open_file(path, options, STEPS, true)
    }

    /// The schema that this catatduit writes.
    pub fn schema() -> u64 {
        newest(STEPS)
    }

    /// A store that is gone with its last clone.
    pub fn in_memory() -> Result<Self, OpenError> {
        Self::on(Arc::new(MemoryDisk::default()), StoreOptions::default())
    }

    /// Opens the store on a disk, made anew only if the disk is empty. An older one is migrated without a copy:
    /// that is the business of whoever has the disk.
    pub fn on(disk: Arc<dyn Disk>, options: StoreOptions) -> Result<Self, OpenError> {
        let path = Path::new("(a disk)");
        let fresh = disk.size().map_err(|source| unreachable_at(path, source))? == 0;
        let engine = open_engine(path, disk, options, fresh, false)?;
        bring_up_to_date(path, &engine, STEPS, fresh, |_| Ok(()))?;
        Self::start(engine).map_err(|error| not_opened(path, error))
    }
}

pub(super) fn open_file(
    path: &Path,
    options: StoreOptions,
    steps: &[Step],
    check: bool,
) -> Result<Store, OpenError> {
    let reach = |source| unreachable_at(path, source);
    let (disk, fresh) = match FileDisk::open(path).map_err(reach)? {
        Opened::Existing(disk) => (disk, false),
        Opened::Fresh(disk) => (disk, true),
        Opened::InUse => return Err(OpenError::InUse),
    };
    super::copy::clear_up(path);
    let engine = open_engine(path, Arc::new(disk), options, fresh, check)?.in_file(path);
    bring_up_to_date(path, &engine, steps, fresh, |schema| {
        engine.close().map_err(|fault| not_opened(path, fault.into()))?;
        copy_beside(path, engine.disk().as_ref(), schema).map_err(reach)?;
        engine.reopen();
        Ok(())
    })?;
    if fresh {
        FileDisk::establish(path).map_err(reach)?;
    }
    Store::start(engine).map_err(|error| not_opened(path, error))
}

pub(super) fn open_engine(
    path: &Path,
    disk: Arc<dyn Disk>,
    options: StoreOptions,
    fresh: bool,
    check: bool,
) -> Result<Engine, OpenError> {
    if !fresh {
        let size = disk.size().map_err(|source| unreachable_at(path, source))?;
        if size == 0 {
            return Err(OpenError::Corrupt { why: "it is empty".to_owned() });
        }
        let mut begins = [0; MAGIC.len()];
        let read = disk.read(0, &mut begins);
        match read {
            Ok(()) if begins == *MAGIC => {}
            Err(source) if source.kind() != io::ErrorKind::UnexpectedEof => {
                return Err(unreachable_at(path, source));
            }
            Ok(()) | Err(_) => return Err(OpenError::NotAStore),
        }
    }
    Engine::open(disk, options, check).map_err(|why| why.at(path))
}

/// The schema that the last of the steps leads to.
fn newest(steps: &[Step]) -> u64 {
    u64::try_from(steps.len()).unwrap_or(u64::MAX)
}

/// Checks the schema and takes the steps that are missing, after `copy` has kept the store as it was.
fn bring_up_to_date(
    path: &Path,
    engine: &Engine,
    steps: &[Step],
    fresh: bool,
    copy: impl FnOnce(u64) -> Result<(), OpenError>,
) -> Result<(), OpenError> {
    let failed = |error| not_opened(path, error);
    let known = newest(steps);
    let found = match schema_of(engine).map_err(failed)? {
        None if fresh => 0,
        // The engine can read it, and yet it is none of ours.
        Some(0) | None => return Err(OpenError::NotAStore),
        Some(found) => found,
    };
    if found > known {
        return Err(OpenError::Newer { found, known });
    }
    if found < known {
        if !fresh {
            copy(found)?;
        }
        migrate(engine, steps, found).map_err(|(step, error)| match not_opened(path, error) {
            OpenError::Corrupt { why } => OpenError::NotMigrated { step, why },
            other => other,
        })?;
    }
    Ok(())
}

/// Puts a copy of the closed store beside it, whole or not at all.
fn copy_beside(path: &Path, disk: &dyn Disk, schema: u64) -> io::Result<()> {
    let copy = beside(path, &format!("schema-{schema}"));
    let unfinished = beside(&copy, "new");
    let copied = copy_to(&unfinished, disk).and_then(|()| std::fs::rename(&unfinished, &copy));
    if copied.is_err() {
        // The room it took is what is missing, most likely.
        let _ = std::fs::remove_file(&unfinished);
    }
    copied?;
    sync_directory_of(&copy)
}

fn copy_to(path: &Path, disk: &dyn Disk) -> io::Result<()> {
    use std::io::Write as _;
    let mut file =
        std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    let mut left = disk.size()?;
    let mut at = 0;
    let mut bytes = vec![0; 1024 * 1024];
    while left > 0 {
        let part = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len());
        disk.read(at, &mut bytes[..part])?;
        file.write_all(&bytes[..part])?;
        let part = u64::try_from(part).map_err(io::Error::other)?;
        at += part;
        left -= part;
    }
    file.sync_all()
}

pub(super) fn unreachable_at(path: &Path, source: io::Error) -> OpenError {
    if is_full(&source) { OpenError::Full } else { OpenError::Io { path: path.to_owned(), source } }
}

pub(super) fn not_opened(path: &Path, error: StoreError) -> OpenError {
    match error {
        StoreError::Full => OpenError::Full,
        StoreError::Io(source) | StoreError::Unsettled(source) => {
            OpenError::Io { path: path.to_owned(), source: io::Error::new(source.kind(), source) }
        }
        other => OpenError::Corrupt { why: other.to_string() },
    }
}
