//! Labelled messages as the grammar hears them: what `catatduit model view` writes, one JSON object a line.

use std::ops::Range;
use std::path::Path;

use serde::Deserialize;

use crate::judge::Judge;
use crate::message::{Message, Word};
use crate::net::{Features, class_written, verdict_written};

/// One message in numbers with what it is.
#[derive(Debug)]
pub struct Example {
    pub(crate) features: Features,
    pub(crate) verdict: usize,
    /// For each item its class; `None` for a stretch with an amount that is no record of its own.
    pub(crate) classes: Vec<Option<usize>>,
}

/// Why labelled messages cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{file}:{line}: {why}")]
pub struct ReadError {
    pub file: String,
    pub line: usize,
    pub why: String,
}

#[derive(Deserialize)]
struct Row {
    words: Vec<Heard>,
    items: Vec<Range<usize>>,
    verdict: String,
    classes: Vec<Option<String>>,
}

/// [`Word`], owned.
#[derive(Deserialize)]
enum Heard {
    Plain(String),
    Amount { minor: i64, bare: bool },
    Quantity,
    Date,
    Wallet { ordinal: usize },
    Punctuation(char),
    Break,
}

impl Heard {
    fn word(&self) -> Word<'_> {
        match self {
            Self::Plain(text) => Word::Plain(text),
            Self::Amount { minor, bare } => Word::Amount { minor: *minor, bare: *bare },
            Self::Quantity => Word::Quantity,
            Self::Date => Word::Date,
            Self::Wallet { ordinal } => Word::Wallet { ordinal: *ordinal },
            Self::Punctuation(mark) => Word::Punctuation(*mark),
            Self::Break => Word::Break,
        }
    }
}

/// Reads one file; messages without any word are left out. Works on all processors.
pub fn read(path: &Path, buckets: u32) -> Result<Vec<Example>, ReadError> {
    let failed = |line: usize, why: String| ReadError { file: path.display().to_string(), line, why };
    let text = std::fs::read_to_string(path).map_err(|error| failed(0, error.to_string()))?;
    let lines: Vec<&str> = text.lines().collect();
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let share = lines.len().div_ceil(workers).max(1);
    let read: Vec<Result<Vec<Example>, ReadError>> = std::thread::scope(|scope| {
        let parts: Vec<_> = lines
            .chunks(share)
            .enumerate()
            .map(|(part, lines)| {
                scope.spawn(move || {
                    lines
                        .iter()
                        .enumerate()
                        .filter_map(|(at, line)| {
                            example(line, buckets)
                                .map_err(|why| failed(part * share + at + 1, why))
                                .transpose()
                        })
                        .collect()
                })
            })
            .collect();
        parts
            .into_iter()
            .map(|part| part.join().unwrap_or_else(|_| Err(failed(0, "a worker stopped".to_owned()))))
            .collect()
    });
    let mut examples = Vec::with_capacity(lines.len());
    for part in read {
        examples.extend(part?);
    }
    Ok(examples)
}

fn example(line: &str, buckets: u32) -> Result<Option<Example>, String> {
    let row: Row = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let verdict = verdict_written(&row.verdict).ok_or_else(|| format!("no verdict {}", row.verdict))?;
    let classes = row
        .classes
        .iter()
        .map(|class| {
            let Some(class) = class else { return Ok(None) };
            class_written(class).map(Some).ok_or_else(|| format!("no class {class}"))
        })
        .collect::<Result<Vec<_>, _>>()?;
    if classes.len() != row.items.len() {
        return Err("as many classes as items are needed".to_owned());
    }
    let words: Vec<Word<'_>> = row.words.iter().map(Heard::word).collect();
    let message = Message { words: &words, items: &row.items };
    let (pieces, rules) = Judge::shipped().rules(&message);
    let features = Features::of(&message, &pieces, &rules, buckets);
    Ok(features.map(|features| {
        let seen = features.items.len();
        Example { features, verdict, classes: classes.into_iter().take(seen).collect() }
    }))
}
