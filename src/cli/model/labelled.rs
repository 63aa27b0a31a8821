//! Labelled messages: the capture contract's form with what is right in it.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::Deserialize;

use crate::capture::{self, Setting};
use crate::ledger::{CategorySlug, Day, TransactionType};

/// The family's Sunday that labels are decided for; files may be scored on any day.
pub(super) const NOW: &str = "2026-11-22";

/// One message with its gold record.
#[derive(Debug, Deserialize)]
pub(super) struct Labelled {
    pub(super) text: String,
    #[serde(default)]
    pub(super) phenomenon: String,
    pub(super) kind: Kind,
    /// Why it is no transaction, where the label says so.
    #[serde(default)]
    pub(super) cue: Option<String>,
    /// It must never be saved without asking.
    #[serde(default)]
    pub(super) asked: bool,
    #[serde(default)]
    pub(super) transactions: Vec<Gold>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    Transaction,
    Query,
    Other,
}

impl From<capture::Kind> for Kind {
    fn from(kind: capture::Kind) -> Self {
        match kind {
            capture::Kind::Transaction => Self::Transaction,
            capture::Kind::Query => Self::Query,
            capture::Kind::Other => Self::Other,
        }
    }
}

/// One transaction that a message should become.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub(super) struct Gold {
    #[serde(rename = "type")]
    pub(super) kind: String,
    /// Minor units; `None` when the message names no amount.
    pub(super) amount: Option<i64>,
    pub(super) category: String,
    #[serde(default)]
    pub(super) wallet: Option<String>,
    #[serde(default)]
    pub(super) to_wallet: Option<String>,
    #[serde(default)]
    pub(super) date: Option<String>,
}

impl Gold {
    /// What was read, in the form of a label.
    pub(super) fn of(item: &capture::Item) -> Self {
        Self {
            kind: type_name(item.kind).to_owned(),
            amount: item.amount.map(crate::ledger::Money::minor),
            category: item.category.to_string(),
            wallet: item.wallet.clone(),
            to_wallet: item.to_wallet.clone(),
            date: Some(item.day.to_string()),
        }
    }
}

fn type_name(kind: TransactionType) -> &'static str {
    match kind {
        TransactionType::Expense => "expense",
        TransactionType::Income => "income",
        TransactionType::Transfer => "transfer",
        TransactionType::Adjustment => "adjustment",
    }
}

/// Every labelled message of a file, each checked for its form; a message without a phenomenon has its file's name.
pub(super) fn read(path: &Path) -> anyhow::Result<Vec<Labelled>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or("messages");
    let mut rows = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let place = || format!("{}:{}", path.display(), at + 1);
        let mut row: Labelled = serde_json::from_str(line).with_context(place)?;
        anyhow::ensure!(
            (row.kind == Kind::Transaction) != row.transactions.is_empty(),
            "{}: a transaction has items, and nothing else has",
            place()
        );
        for gold in &row.transactions {
            gold.category.parse::<CategorySlug>().map_err(|error| anyhow::anyhow!("{}: {error}", place()))?;
        }
        if row.phenomenon.is_empty() {
            name.clone_into(&mut row.phenomenon);
        }
        rows.push(row);
    }
    Ok(rows)
}

/// What the labels were decided for.
pub(super) fn setting() -> anyhow::Result<Setting> {
    let day: Day = NOW.parse().map_err(|error| anyhow::anyhow!("{NOW}: {error}"))?;
    Ok(Setting { hour: 10, ..Setting::templates(day) })
}

/// Paths with the files of a folder in place of the folder.
pub(super) fn files(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut within: Vec<PathBuf> = std::fs::read_dir(path)
                .with_context(|| path.display().to_string())?
                .map(|entry| entry.map(|entry| entry.path()))
                .collect::<Result<_, _>>()?;
            // What may be looked at says nothing about what was never seen.
            within.retain(|file| {
                file.extension().is_some_and(|extension| extension == "jsonl")
                    && file.file_stem().is_none_or(|stem| stem != "development")
            });
            within.sort();
            files.extend(within);
        } else {
            files.push(path.clone());
        }
    }
    anyhow::ensure!(!files.is_empty(), "no labelled messages");
    Ok(files)
}
