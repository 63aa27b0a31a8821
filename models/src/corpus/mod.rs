//! The corpus a model learns from: messages with the record a careful family member would make of each.
//!
//! `models/corpus/README.md` says where it comes from and how its files are written. In reading order: [`Labelled`]
//! is one message with its record, `gold` reads the hand-written rows, `template`, `lists`, `things` and `money` read
//! and fill slots, `draw` fills one frame, `generator` picks frames, `noise` makes the result look typed.

mod draw;
mod generator;
mod gold;
mod hash;
mod labelled;
mod lists;
mod money;
mod noise;
mod template;
mod things;

use std::fmt;
use std::path::{Path, PathBuf};

pub use generator::Generator;
pub use gold::{WALLETS, read_folder};
pub use hash::hash;
pub use labelled::{Item, Labelled};

/// The corpus of this checkout.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// What is wrong with a corpus file, and where: `frames/income.txt:12`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    at: String,
    why: String,
}

impl Error {
    fn new(at: impl Into<String>, why: impl Into<String>) -> Self {
        Self { at: at.into(), why: why.into() }
    }

    fn line(file: &str, index: usize, why: impl fmt::Display) -> Self {
        Self::new(format!("{file}:{}", index + 1), why.to_string())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.why)
    }
}

impl std::error::Error for Error {}

/// Every `.txt` file of a folder by name, with its text. An empty or missing folder is an error: a corpus without it
/// would be another corpus.
fn texts(folder: &Path) -> Result<Vec<(String, String)>, Error> {
    let shown = folder.display().to_string();
    let wrong = |error: std::io::Error| Error::new(&shown, error.to_string());
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        if path.extension().is_some_and(|end| end == "txt") {
            paths.push(path);
        }
    }
    paths.sort();
    if paths.is_empty() {
        return Err(Error::new(shown, "has no .txt file"));
    }
    paths
        .into_iter()
        .map(|path| {
            let name = path.display().to_string();
            let text =
                std::fs::read_to_string(&path).map_err(|error| Error::new(&name, error.to_string()))?;
            Ok((name, text))
        })
        .collect()
}

#[cfg(test)]
mod tests;
