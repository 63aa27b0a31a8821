//! Reading the log back, the newest line first.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};

use serde_json::{Map, Value};

use super::{Logs, Name, names_in};
use crate::ledger::Timestamp;

/// How much a line matters. The greater matters more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Trace,
    Debug,
    Info,
    Warn,
    Error,
}

impl Level {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Trace => "trace",
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }

    pub fn of_code(code: &str) -> Option<Self> {
        let all = [Self::Trace, Self::Debug, Self::Info, Self::Warn, Self::Error];
        all.into_iter().find(|level| level.code().eq_ignore_ascii_case(code))
    }
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// As the clock was then; lines stand in the order in which they were written.
    pub at: Option<Timestamp>,
    pub level: Level,
    /// The part of the house that wrote it: `catatduit::bot`.
    pub part: String,
    pub message: String,
    /// What it says beside the message, of the line and of what was going on.
    pub fields: Vec<(String, String)>,
}

/// Which lines are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// No line that matters less.
    pub least: Level,
    /// Only those that stand before this place; the newest otherwise.
    pub before: Option<Place>,
    pub most: usize,
}

/// A place between two lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// `2026-11-28`.
    day: String,
    number: u32,
    /// In the file, in bytes.
    offset: u64,
}

/// Some lines, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    pub lines: Vec<Line>,
    /// Where those before them end; none: there are no more.
    pub next: Option<Place>,
}

impl Place {
    /// The day's ten letters, then number and offset, big-endian.
    pub fn to_bytes(&self) -> Vec<u8> {
        [self.day.as_bytes(), &self.number.to_be_bytes(), &self.offset.to_be_bytes()].concat()
    }

    pub fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let (day, rest) = bytes.split_at_checked(10)?;
        let (number, offset) = rest.split_first_chunk::<4>()?;
        Some(Self {
            day: String::from_utf8(day.to_vec()).ok()?,
            number: u32::from_be_bytes(*number),
            offset: u64::from_be_bytes(offset.try_into().ok()?),
        })
    }
}

/// One page looks through no more of the log than this, in bytes: whoever asks for what is rare gets a page with little
/// on it, and the place to go on from.
const MOST_READ: u64 = 4 * 1024 * 1024;

/// So much is read at a time, in bytes.
const CHUNK: u64 = 64 * 1024;

/// No line of ours is longer, in bytes; one that is was torn or is none.
const LONGEST: usize = 256 * 1024;

impl Logs {
    /// Lines of the log, newest first.
    pub fn read(&self, asked: &Asked) -> io::Result<Page> {
        let mut page = Page::default();
        let mut left = MOST_READ;
        for name in names_in(&self.folder)?.into_iter().rev() {
            let end = match &asked.before {
                Some(place) if name.is_after(place) => continue,
                Some(place) if name.is_of(place) => Some(place.offset),
                _ => None,
            };
            let file = match File::open(name.path_in(&self.folder)) {
                Ok(file) => file,
                // It was cleared away meanwhile.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error),
            };
            let mut lines = Backwards::of(file, end)?;
            while let Some((offset, line)) = lines.line()? {
                left = left.saturating_sub(u64::try_from(line.len()).unwrap_or(u64::MAX).saturating_add(1));
                page.lines.extend(read_line(&line).filter(|line| line.level >= asked.least));
                if page.lines.len() >= asked.most || left == 0 {
                    page.next = Some(Place { day: name.day.clone(), number: name.number, offset });
                    return Ok(page);
                }
            }
        }
        Ok(page)
    }
}

impl Name {
    fn is_of(&self, place: &Place) -> bool {
        (self.day.as_str(), self.number) == (place.day.as_str(), place.number)
    }

    fn is_after(&self, place: &Place) -> bool {
        (self.day.as_str(), self.number) > (place.day.as_str(), place.number)
    }
}

/// The lines of a file from an end of one to the beginning.
struct Backwards {
    file: File,
    /// What lies before it was not read yet.
    from: u64,
    /// What was read and not given yet, from there on.
    held: Vec<u8>,
}

impl Backwards {
    /// From that offset, or from the end.
    fn of(file: File, end: Option<u64>) -> io::Result<Self> {
        let length = file.metadata()?.len();
        Ok(Self { file, from: end.unwrap_or(length).min(length), held: Vec::new() })
    }

    /// The next line and where it begins, without its line feed.
    fn line(&mut self) -> io::Result<Option<(u64, Vec<u8>)>> {
        loop {
            if self.held.last() == Some(&b'\n') {
                self.held.pop();
            }
            let feed = self.held.iter().rposition(|byte| *byte == b'\n');
            if let Some(feed) = feed {
                let line = self.held.split_off(feed + 1);
                let offset = self.from + u64::try_from(self.held.len()).unwrap_or_default();
                return Ok(Some((offset, line)));
            }
            if self.from == 0 {
                let line = std::mem::take(&mut self.held);
                return Ok((!line.is_empty()).then_some((0, line)));
            }
            if self.held.len() > LONGEST {
                self.held.clear();
            }
            self.read_more()?;
        }
    }

    fn read_more(&mut self) -> io::Result<()> {
        let size = CHUNK.min(self.from);
        self.from -= size;
        self.file.seek(SeekFrom::Start(self.from))?;
        let mut chunk = vec![0; usize::try_from(size).unwrap_or_default()];
        self.file.read_exact(&mut chunk)?;
        chunk.append(&mut self.held);
        self.held = chunk;
        Ok(())
    }
}

/// A torn line is none.
fn read_line(bytes: &[u8]) -> Option<Line> {
    let Ok(Value::Object(mut said)) = serde_json::from_slice(bytes) else { return None };
    let mut taken = |key: &str| match said.shift_remove(key) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    };
    let at = taken("timestamp").and_then(|text| text.parse().ok());
    let level = taken("level").and_then(|text| Level::of_code(&text))?;
    let (part, message) = (taken("target").unwrap_or_default(), taken("message").unwrap_or_default());
    let spans = said.shift_remove("spans");
    // The innermost of `spans`, once more.
    said.shift_remove("span");
    let mut fields = Vec::new();
    take_fields(&said, &mut fields);
    for span in spans.as_ref().and_then(Value::as_array).into_iter().flatten() {
        if let Value::Object(span) = span {
            take_fields(span, &mut fields);
        }
    }
    Some(Line { at, level, part, message, fields })
}

fn take_fields(said: &Map<String, Value>, fields: &mut Vec<(String, String)>) {
    for (name, value) in said.iter().filter(|(name, _)| *name != "name") {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        if !fields.iter().any(|(known, _)| known == name) {
            fields.push((name.clone(), text));
        }
    }
}
