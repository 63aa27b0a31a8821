//! What stands beside the weights: how they were made, and what they are worth.

use serde::{Deserialize, Serialize};

use super::labels::{CLASSES, VERDICTS};
use super::net::Shape;
use crate::message::Flow;

static TEXT: &str = include_str!("../../weights/manifest.json");

/// Describes one set of weights.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The hash of the corpus they were trained on, in hexadecimal.
    pub corpus: String,
    pub seed: u64,
    /// The corpus hash of the weights that learning went on from; none when it began by chance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// How many messages were trained on.
    pub messages: usize,
    pub shape: Shape,
    /// Another net that learnt from the same messages: what both say counts, and where they part, neither is sure.
    pub second: Second,
    /// What a message may be, in the order of the net's answers.
    pub verdicts: Vec<String>,
    /// What an item may be, in the order of the net's answers: `-makanan`, `+gaji`, `>transfer`.
    pub classes: Vec<String>,
    /// How scores become a probability of being right.
    pub calibration: Calibration,
    /// Shares of 1 on messages that were not trained on.
    pub figures: std::collections::BTreeMap<String, f32>,
}

/// How the second net was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Second {
    pub seed: u64,
    pub shape: Shape,
}

/// A logistic regression from what is known about a reading to how probable it is that the whole record is right.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    pub bias: f32,
    /// By the name of the sign.
    pub weights: std::collections::BTreeMap<String, f32>,
}

impl Calibration {
    /// The probability of being right, in thousandths; signs without a weight say nothing.
    pub fn permille(&self, signs: &[(&str, f32)]) -> u16 {
        let weighed =
            |(name, value): &(&str, f32)| self.weights.get(*name).map_or(0.0, |weight| weight * value);
        let sum = self.bias + signs.iter().map(weighed).sum::<f32>();
        permille(1.0 / (1.0 + (-sum).exp()))
    }
}

/// A probability in thousandths.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a probability times a thousand, clamped"
)]
pub(crate) fn permille(probability: f32) -> u16 {
    (probability.clamp(0.0, 1.0) * 1000.0).round() as u16
}

impl Manifest {
    /// The one beside the shipped weights; `None` when it is of another net than this code.
    pub fn shipped() -> Option<Self> {
        let manifest: Self = serde_json::from_str(TEXT).ok()?;
        let fits = manifest.verdicts == Self::verdict_names() && manifest.classes == Self::class_names();
        fits.then_some(manifest)
    }

    /// The names of what this code's net chooses among for a message.
    pub fn verdict_names() -> Vec<String> {
        VERDICTS.iter().map(|(name, _, _)| (*name).to_owned()).collect()
    }

    /// The names of what this code's net chooses among for an item.
    pub fn class_names() -> Vec<String> {
        let written = |(flow, slug): &(Flow, &str)| match flow {
            Flow::Expense => format!("-{slug}"),
            Flow::Income => format!("+{slug}"),
            Flow::Transfer => format!(">{slug}"),
        };
        CLASSES.iter().map(written).collect()
    }
}
