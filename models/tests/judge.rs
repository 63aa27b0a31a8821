//! The rows of `tests/rows/*.txt`: a message, `|`, and what the rules alone must judge it to be.
//!
//! `expense makanan`, `income gaji`, `transfer transfer` for a transaction (several items are separated by `;`),
//! `query`, or `other` with its cue in lower case. A row ending in `?` must be doubted: its probability stays
//! below the threshold above which a household records without asking.

use std::fs;
use std::ops::Range;
use std::path::Path;

use catatduit_nlu::{Judge, Judgement, Kind, Message, Word};

/// A household's default threshold, in thousandths.
const THRESHOLD: u16 = 850;

const WALLETS: [&str; 9] = ["gopay", "ovo", "dana", "bca", "mandiri", "bri", "cash", "shopeepay", "jago"];

/// A far simpler grammar than the real one: enough to judge with.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    for raw in text.split_inclusive([' ', ',', '?', '!', '.', ':', '(', ')']) {
        let mark = raw.chars().next_back().filter(|last| last.is_ascii_punctuation() && raw.len() > 1);
        let mark =
            mark.or_else(|| raw.chars().next().filter(|only| raw.len() == 1 && only.is_ascii_punctuation()));
        let word = raw.trim_end_matches([' ', ',', '?', '!', '.', ':', '(', ')']);
        if !word.is_empty() {
            words.push(one(word));
        }
        words.extend(mark.map(Word::Punctuation));
    }
    words
}

fn one(word: &str) -> Word<'_> {
    if let Some(ordinal) = WALLETS.iter().position(|wallet| *wallet == word) {
        return Word::Wallet { ordinal };
    }
    let digits = word.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(word.len());
    let (number, unit) = word.split_at(digits);
    match (number.parse::<i64>(), unit) {
        (Ok(number), "rb" | "k" | "ribu") => Word::Amount { minor: number * 1_000, bare: false },
        (Ok(number), "jt" | "juta") => Word::Amount { minor: number * 1_000_000, bare: false },
        (Ok(number), "") if number >= 1_000 => Word::Amount { minor: number, bare: false },
        (Ok(_), "" | "kg" | "x" | "pcs" | "bks") => Word::Quantity,
        _ => Word::Plain(word),
    }
}

/// Each item reaches to its amount; what follows the last amount belongs to it.
fn items(words: &[Word<'_>]) -> Vec<Range<usize>> {
    let mut items = Vec::new();
    let mut from = 0;
    for (index, word) in words.iter().enumerate() {
        if matches!(word, Word::Amount { .. }) {
            items.push(from..index + 1);
            from = index + 1;
        }
    }
    if let Some(last) = items.last_mut() {
        last.end = words.len();
    }
    items
}

fn judge(text: &str) -> Judgement {
    let words = words(text);
    let items = items(&words);
    Judge::shipped().judge_by_rules(&Message { words: &words, items: &items })
}

fn shown(judgement: &Judgement) -> String {
    match judgement.kind {
        Kind::Query => "query".to_owned(),
        Kind::Other => {
            format!("other {:?}", judgement.cue).replace("Some(", "").replace(')', "").to_lowercase()
        }
        Kind::Transaction => {
            let items: Vec<String> = judgement
                .items
                .iter()
                .map(|item| format!("{:?} {}", item.flow, item.category).to_lowercase())
                .collect();
            items.join("; ")
        }
    }
}

fn least(judgement: &Judgement) -> u16 {
    let items = judgement.items.iter().map(|item| item.permille).min().unwrap_or(1000);
    judgement.kind_permille.min(items)
}

#[test]
fn rows() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rows");
    let mut failures = Vec::new();
    let mut count = 0;
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for (number, row) in (1..).zip(text.lines()) {
            let Some((message, expected)) = row.split('#').next().unwrap_or_default().rsplit_once('|') else {
                continue;
            };
            let (message, expected) = (message.trim(), expected.trim());
            let judgement = judge(message);
            let doubted = expected.ends_with('?');
            let found = shown(&judgement);
            count += 1;
            let sure = least(&judgement);
            let wrong = found != expected.trim_end_matches('?') || (doubted && sure >= THRESHOLD);
            if wrong {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                failures.push(format!(
                    "{name}:{number}: {message}\n    expected {expected}, found {found} ({sure})"
                ));
            }
        }
    }
    assert!(count > 0, "no rows found");
    assert!(failures.is_empty(), "{} of {count} rows:\n{}", failures.len(), failures.join("\n"));
}
