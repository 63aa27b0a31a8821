//! One message with its record, in the form of the holdout's JSON lines.

use serde::{Deserialize, Serialize};

use crate::message::{Cue, Flow, Kind};

/// A message and what must be understood of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Labelled {
    /// As typed; a line break is a line break.
    pub text: String,
    pub phenomenon: String,
    pub kind: Kind,
    /// Why it is no record; of [`Kind::Other`] alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<Cue>,
    /// Its amount is a bare small number: it must never be saved without asking.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asked: bool,
    pub transactions: Vec<Item>,
}

/// One movement of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    #[serde(rename = "type")]
    pub flow: Flow,
    /// Whole rupiah; `None` when the message has none.
    pub amount: Option<i64>,
    /// A system category's slug.
    pub category: String,
    /// `None` when the message names none; of a transfer, where the money leaves.
    pub wallet: Option<String>,
    pub to_wallet: Option<String>,
    /// `YYYY-MM-DD`.
    pub date: String,
}
