//! Where the bytes go: a file of this box, or memory. A disk may fail at any call; the store copes.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{File, OpenOptions, Permissions, TryLockError};
use std::io;
use std::os::unix::fs::{FileExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// Bytes that stay. All positions and sizes are in bytes.
///
/// The store keeps one of these for as long as it is open, so a lock held by it guards the store.
pub trait Disk: fmt::Debug + Send + Sync + 'static {
    fn size(&self) -> io::Result<u64>;

    /// Fills `out` from `offset`, or fails.
    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()>;

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()>;

    /// Cuts off, or adds zeros.
    fn resize(&self, size: u64) -> io::Result<()>;

    /// Returns when everything written before has reached what survives a power cut.
    fn sync(&self) -> io::Result<()>;
}

/// A file that only its owner may read, locked against other processes for as long as it is open.
#[derive(Debug)]
pub(super) struct FileDisk {
    file: File,
}

/// How a file answered to being opened.
#[derive(Debug)]
pub(super) enum Opened {
    /// There was one.
    Existing(FileDisk),
    /// There was none: this one is empty and still called [`new_path`]; [`FileDisk::establish`] gives it its name.
    Fresh(FileDisk),
    /// Another process has it.
    InUse,
}

impl FileDisk {
    /// Opens the file at `path` if there is one, or an empty file beside it that may become it.
    pub(super) fn open(path: &Path) -> io::Result<Opened> {
        match OpenOptions::new().read(true).write(true).open(path) {
            Ok(file) => Ok(if Self::lock(&file)? {
                keep_private(&file);
                Opened::Existing(Self { file })
            } else {
                Opened::InUse
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::begin(path),
            Err(error) => Err(error),
        }
    }

    /// A file is made under another name and gets its own when it is whole, so that a store that was cut off
    /// while it was made is never taken for one that lost its data.
    fn begin(path: &Path) -> io::Result<Opened> {
        let new = new_path(path);
        let file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(&new)?;
        if !Self::lock(&file)? {
            return Ok(Opened::InUse);
        }
        // Another process may have finished its own between the look and the lock: then this file already is
        // the store, or is no longer at its name, and must not be emptied.
        let ours = file.metadata()?;
        let still_there = std::fs::metadata(&new).is_ok_and(|there| there.ino() == ours.ino());
        if !still_there || path.exists() {
            return Ok(Opened::InUse);
        }
        file.set_len(0)?;
        Ok(Opened::Fresh(Self { file }))
    }

    /// Gives a fresh file its name, and makes the name survive a power cut.
    pub(super) fn establish(path: &Path) -> io::Result<()> {
        std::fs::rename(new_path(path), path)?;
        sync_directory_of(path)
    }

    fn lock(file: &File) -> io::Result<bool> {
        match file.try_lock() {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

/// Closing alone would not do: a child process that was just started holds every open file for a moment, and with it
/// the lock.
impl Drop for FileDisk {
    fn drop(&mut self) {
        let _ = self.file.unlock();
    }
}

/// A store that was put back by hand may be open to others. A file system without owners cannot close it, which is
/// no reason to refuse the family its money.
fn keep_private(file: &File) {
    let others = file.metadata().is_ok_and(|about| about.mode() & 0o077 != 0);
    if others && file.set_permissions(Permissions::from_mode(0o600)).is_err() {
        tracing::warn!("the store's file can be read by others on this box, and cannot be closed to them");
    }
}

/// What a store is called while it is being made.
pub(super) fn new_path(path: &Path) -> PathBuf {
    beside(path, "new")
}

/// The path with one more ending: `catatduit.redb` and `new` are `catatduit.redb.new`.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

/// A file's name is kept by its directory: it survives a power cut only once the directory was written.
pub(super) fn sync_directory_of(path: &Path) -> io::Result<()> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    File::open(directory.unwrap_or(Path::new(".")))?.sync_all()
}

impl Disk for FileDisk {
    fn size(&self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.file.read_exact_at(out, offset)
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.file.write_all_at(data, offset)
    }

    fn resize(&self, size: u64) -> io::Result<()> {
        self.file.set_len(size)
    }

    fn sync(&self) -> io::Result<()> {
        self.file.sync_data()
    }
}

/// Bytes in memory, gone with the last holder: for tests and the demonstration.
#[derive(Debug, Default)]
pub(super) struct MemoryDisk {
    bytes: RwLock<Bytes>,
}

#[derive(Default)]
struct Bytes(Vec<u8>);

/// A dump of a whole store would drown any message it is part of.
impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

fn place(number: u64) -> io::Result<usize> {
    usize::try_from(number).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))
}

impl Disk for MemoryDisk {
    fn size(&self) -> io::Result<u64> {
        let bytes = self.bytes.read().unwrap_or_else(PoisonError::into_inner);
        u64::try_from(bytes.0.len()).map_err(io::Error::other)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let bytes = self.bytes.read().unwrap_or_else(PoisonError::into_inner);
        let from = place(offset)?;
        let held = bytes.0.get(from..from + out.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        out.copy_from_slice(held);
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut bytes = self.bytes.write().unwrap_or_else(PoisonError::into_inner);
        let from = place(offset)?;
        let held = bytes.0.get_mut(from..from + data.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        held.copy_from_slice(data);
        Ok(())
    }

    fn resize(&self, size: u64) -> io::Result<()> {
        let mut bytes = self.bytes.write().unwrap_or_else(PoisonError::into_inner);
        bytes.0.resize(place(size)?, 0);
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        Ok(())
    }
}

/// A disk that is only read, with what is written kept in memory above it.
///
/// The engine must write a little to open a file that was not closed cleanly. On a disk that refuses writes, this
/// lets it open all the same, so that the family can still see its money.
#[derive(Debug)]
pub(super) struct ReadOnlyDisk {
    below: Arc<dyn Disk>,
    above: Mutex<Above>,
}

#[derive(Debug)]
struct Above {
    size: u64,
    /// By offset over [`Above::BLOCK`].
    blocks: BTreeMap<u64, Vec<u8>>,
}

impl Above {
    const BLOCK: u64 = 4096;
}

impl ReadOnlyDisk {
    pub(super) fn over(below: Arc<dyn Disk>) -> io::Result<Self> {
        let size = below.size()?;
        Ok(Self { below, above: Mutex::new(Above { size, blocks: BTreeMap::new() }) })
    }

    /// The block as the disk below has it, zeros beyond its end.
    fn below(&self, block: u64) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; place(Above::BLOCK)?];
        let from = block * Above::BLOCK;
        let held = self.below.size()?.saturating_sub(from).min(Above::BLOCK);
        if held > 0 {
            self.below.read(from, &mut bytes[..place(held)?])?;
        }
        Ok(bytes)
    }
}

/// The parts of `length` bytes from `offset` that lie in one block each: block, place in it, length.
fn blocks(offset: u64, length: usize) -> io::Result<Vec<(u64, usize, usize)>> {
    let mut parts = Vec::new();
    let mut at = offset;
    let end = offset + u64::try_from(length).map_err(io::Error::other)?;
    while at < end {
        let within = at % Above::BLOCK;
        let part = (Above::BLOCK - within).min(end - at);
        parts.push((at / Above::BLOCK, place(within)?, place(part)?));
        at += part;
    }
    Ok(parts)
}

impl Disk for ReadOnlyDisk {
    fn size(&self) -> io::Result<u64> {
        Ok(self.above.lock().unwrap_or_else(PoisonError::into_inner).size)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let above = self.above.lock().unwrap_or_else(PoisonError::into_inner);
        let mut rest = out;
        for (block, within, length) in blocks(offset, rest.len())? {
            let (part, behind) = rest.split_at_mut(length);
            match above.blocks.get(&block) {
                Some(bytes) => part.copy_from_slice(&bytes[within..within + length]),
                None => part.copy_from_slice(&self.below(block)?[within..within + length]),
            }
            rest = behind;
        }
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut above = self.above.lock().unwrap_or_else(PoisonError::into_inner);
        let mut rest = data;
        for (block, within, length) in blocks(offset, data.len())? {
            let (part, behind) = rest.split_at(length);
            let mut bytes = match above.blocks.remove(&block) {
                Some(bytes) => bytes,
                None => self.below(block)?,
            };
            bytes[within..within + length].copy_from_slice(part);
            above.blocks.insert(block, bytes);
            rest = behind;
        }
        Ok(())
    }

    fn resize(&self, size: u64) -> io::Result<()> {
        self.above.lock().unwrap_or_else(PoisonError::into_inner).size = size;
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        Ok(())
    }
}

/// A disk as redb sees it. The lock is the disk's own business, so redb's are left unsupported.
#[derive(Debug)]
pub(super) struct Backend(pub(super) Arc<dyn Disk>);

impl redb::StorageBackend for Backend {
    fn len(&self) -> io::Result<u64> {
        self.0.size()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.0.read(offset, out)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.0.resize(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.0.sync()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.0.write(offset, data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory(bytes: &[u8]) -> Arc<MemoryDisk> {
        Arc::new(MemoryDisk { bytes: RwLock::new(Bytes(bytes.to_vec())) })
    }

    #[test]
    fn writes_above_a_read_only_disk_are_read_back_and_never_reach_it() {
        let below = memory(&[7; 10_000]);
        let disk = ReadOnlyDisk::over(below.clone()).unwrap();
        disk.write(4_000, &[9; 300]).unwrap();
        disk.resize(20_000).unwrap();
        disk.write(19_990, &[1; 10]).unwrap();
        let mut read = vec![0; 20_000];
        disk.read(0, &mut read).unwrap();
        let mut expected = vec![7; 10_000];
        expected[4_000..4_300].fill(9);
        expected.resize(19_990, 0);
        expected.resize(20_000, 1);
        assert_eq!(read, expected);
        assert_eq!(disk.size().unwrap(), 20_000);
        assert_eq!(below.bytes.read().unwrap().0, vec![7; 10_000]);
    }

    #[test]
    fn memory_refuses_what_lies_beyond_its_end() {
        let disk = memory(&[0; 10]);
        assert!(disk.write(8, &[1; 3]).is_err());
        assert!(disk.read(8, &mut [0; 3]).is_err());
        assert!(disk.write(7, &[1; 3]).is_ok());
    }

    #[test]
    fn a_file_is_opened_once_and_gets_its_name_when_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store");
        let Opened::Fresh(disk) = FileDisk::open(&path).unwrap() else { panic!("there was none") };
        assert!(!path.exists());
        assert!(matches!(FileDisk::open(&path).unwrap(), Opened::InUse));
        disk.resize(3).unwrap();
        FileDisk::establish(&path).unwrap();
        assert!(matches!(FileDisk::open(&path).unwrap(), Opened::InUse));
        drop(disk);
        let Opened::Existing(disk) = FileDisk::open(&path).unwrap() else { panic!("there was one") };
        assert_eq!(disk.size().unwrap(), 3);
        let mode = std::fs::metadata(&path).unwrap().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
