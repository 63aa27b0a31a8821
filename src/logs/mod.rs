//! The box's own log on its disk: one JSON object a line, in files that are turned over by day and by size and cleared
//! away by age and by what they take up together. Reads them back too, newest first.
//!
//! Nothing here is flushed to the disk by force: a memory card wears by writing, and a line lost in a power cut is only a
//! line.

mod read;
#[cfg(test)]
mod tests;

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use read::{Asked, Level, Line, Page, Place};

use crate::ledger::Timestamp;
use crate::outside::{Outside, earlier};

/// In the data folder.
pub const FOLDER: &str = "logs";

/// How much is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// A file is not written any longer than this, in bytes.
    pub file_bytes: u64,
    /// All files together take up no more than about this, in bytes.
    pub keep_bytes: u64,
    pub keep_days: u16,
}

/// Where the log lies; for reading.
#[derive(Debug, Clone)]
pub struct Logs {
    folder: PathBuf,
}

impl Logs {
    pub const fn in_folder(folder: PathBuf) -> Self {
        Self { folder }
    }
}

/// The pen of the log. Clones write into the same file, a line at a time.
#[derive(Debug, Clone)]
pub struct Writer {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug)]
struct Inner {
    folder: PathBuf,
    bounds: Bounds,
    outside: Outside,
    /// None: the last line could not be written, and the next one tries to open a file again.
    open: Option<Open>,
    /// Lines that found no room since the last one that did.
    lost: u64,
}

#[derive(Debug)]
struct Open {
    name: Name,
    file: File,
    bytes: u64,
}

/// `catatduit-2026-11-28.003.log`: in the order of their names, files are in the order of their time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    /// `2026-11-28`, in UTC: a log knows no household.
    day: String,
    /// From 1.
    number: u32,
}

impl Writer {
    /// Makes the folder, for its owner only, and goes on with the newest file of the day.
    pub fn open(folder: PathBuf, bounds: Bounds, outside: Outside) -> io::Result<Self> {
        DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
        let mut inner = Inner { folder, bounds, outside, open: None, lost: 0 };
        inner.take_up(&inner.today(), 0)?;
        Ok(Self { inner: Arc::new(Mutex::new(inner)) })
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        // What a panic left half written is a torn line, which reading passes over.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for Writer {
    /// Takes a whole line. A disk that is full or failing loses lines and holds nobody up; how many, the next line that
    /// finds room says.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.inner().add(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Inner {
    fn today(&self) -> String {
        day_of(self.outside.now())
    }

    fn add(&mut self, line: &[u8]) {
        if self.try_add(line).is_err() {
            self.open = None;
            self.lost = self.lost.saturating_add(1);
        }
    }

    fn try_add(&mut self, line: &[u8]) -> io::Result<()> {
        let today = self.today();
        let length = u64::try_from(line.len()).unwrap_or(u64::MAX);
        let is_over = |open: &Open| {
            open.name.day != today
                || (open.bytes > 0 && open.bytes.saturating_add(length) > self.bounds.file_bytes)
        };
        if self.open.as_ref().is_none_or(is_over) {
            self.take_up(&today, length)?;
        }
        let lost = std::mem::take(&mut self.lost);
        let Some(open) = &mut self.open else { return Ok(()) };
        if lost > 0 {
            let at = self.outside.now();
            let said = format!(
                "{{\"timestamp\":\"{at}\",\"level\":\"WARN\",\"message\":\"lines of the log found no room\",\"lost\":{lost}}}\n"
            );
            open.write(said.as_bytes()).inspect_err(|_| self.lost = lost)?;
        }
        open.write(line)
    }

    /// Goes on with the newest file of the day that has room for so many bytes, or begins the next; then clears away what
    /// is over.
    fn take_up(&mut self, today: &str, length: u64) -> io::Result<()> {
        self.open = None;
        let has_room = |name: &Name| {
            let held = length_of(&name.path_in(&self.folder));
            held == 0 || held.saturating_add(length) <= self.bounds.file_bytes
        };
        let newest = names_in(&self.folder)?.into_iter().filter(|name| name.day == today).max();
        let name = match newest {
            Some(name) if has_room(&name) => name,
            Some(name) => Name { number: name.number.saturating_add(1), ..name },
            None => Name { day: today.to_owned(), number: 1 },
        };
        self.open = Some(Open::at(&self.folder, name.clone())?);
        self.clear_away(&name)
    }

    fn clear_away(&self, current: &Name) -> io::Result<()> {
        let names = names_in(&self.folder)?;
        let age = Duration::from_hours(24) * u32::from(self.bounds.keep_days);
        let first_kept = day_of(earlier(self.outside.now(), age));
        // A clock that stood still while the box was off is behind: then nothing is known to be old.
        let knows_the_day = names.iter().all(|name| name.day <= current.day);
        let mut room = self.bounds.keep_bytes;
        for name in names.iter().rev() {
            let path = name.path_in(&self.folder);
            room = room.saturating_sub(length_of(&path));
            let is_over = (knows_the_day && name.day < first_kept) || room == 0;
            if is_over && name != current {
                fs::remove_file(&path)?;
            }
        }
        Ok(())
    }
}

impl Open {
    fn at(folder: &Path, name: Name) -> io::Result<Self> {
        let path = name.path_in(folder);
        let file = OpenOptions::new().create(true).append(true).read(true).mode(0o600).open(&path)?;
        let bytes = file.metadata()?.len();
        let mut this = Self { name, file, bytes };
        // A power cut may have torn the last line.
        if bytes > 0 && this.last_byte()? != b'\n' {
            this.write(b"\n")?;
        }
        Ok(this)
    }

    fn last_byte(&mut self) -> io::Result<u8> {
        let mut byte = [0];
        self.file.seek(SeekFrom::End(-1))?;
        self.file.read_exact(&mut byte)?;
        Ok(byte[0])
    }

    /// All of it, or none.
    fn write(&mut self, line: &[u8]) -> io::Result<()> {
        if let Err(error) = self.file.write_all(line) {
            // Without room nothing can be written, and cutting off still works.
            let _ = self.file.set_len(self.bytes);
            return Err(error);
        }
        self.bytes = self.bytes.saturating_add(u64::try_from(line.len()).unwrap_or(u64::MAX));
        Ok(())
    }
}

impl Name {
    fn path_in(&self, folder: &Path) -> PathBuf {
        folder.join(format!("catatduit-{}.{:03}.log", self.day, self.number))
    }

    fn read(file: &str) -> Option<Self> {
        let (day, number) = file.strip_prefix("catatduit-")?.strip_suffix(".log")?.split_once('.')?;
        let is_day = day.len() == 10 && day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        Some(Self { day: day.to_owned(), number: number.parse().ok()? }).filter(|_| is_day)
    }
}

/// The log's files, the oldest first. A folder that is not there has none.
fn names_in(folder: &Path) -> io::Result<Vec<Name>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut names = Vec::new();
    for entry in entries {
        names.extend(entry?.file_name().to_str().and_then(Name::read));
    }
    names.sort_unstable();
    Ok(names)
}

/// One that went meanwhile takes up nothing.
fn length_of(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |metadata| metadata.len())
}

fn day_of(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d").to_string()
}
