//! The trained net: what decides kind, type and category, with the rules' opinion among what it looks at.

mod features;
mod labels;
mod manifest;
#[expect(
    clippy::module_inception,
    reason = "the folder is the trained net with all it needs, the file its definition"
)]
mod net;

use std::sync::OnceLock;

use candle_core::{D, DType, Device};
use candle_nn::VarBuilder;
use candle_nn::ops::softmax;

pub(crate) use features::Features;
pub(crate) use labels::{CLASSES, VERDICTS, class_of};
#[cfg(feature = "train")]
pub(crate) use labels::{class_written, verdict_written};
pub(crate) use manifest::permille;
pub use manifest::{Calibration, Manifest};
#[cfg(feature = "train")]
pub(crate) use net::{Batch as TrainingBatch, Net as TrainingNet};
use net::{Batch, Net, Scores};
pub use net::{Encoder, Shape};

static WEIGHTS: &[u8] = include_bytes!("../../weights/net.safetensors");

/// A net with its weights.
#[derive(Debug)]
pub(crate) struct Trained {
    net: Net,
    pub(crate) manifest: Manifest,
}

/// How probable each reading of a message is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Thought {
    /// In the order of [`VERDICTS`]; adds up to one.
    pub(crate) verdicts: Vec<f32>,
    pub(crate) items: Vec<ItemThought>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ItemThought {
    /// In the order of [`CLASSES`]; adds up to one.
    pub(crate) classes: Vec<f32>,
    /// That it is a record of its own.
    pub(crate) counts: f32,
}

impl Trained {
    /// The weights this crate ships, or `None` when they do not fit their manifest.
    pub(crate) fn shipped() -> Option<&'static Self> {
        static SHIPPED: OnceLock<Option<Trained>> = OnceLock::new();
        SHIPPED
            .get_or_init(|| {
                // A message's matrices are small: waking other threads for them takes longer than the sums do,
                // and on a busy box many times longer.
                gemm::set_threading_threshold(usize::MAX);
                let manifest = Manifest::shipped()?;
                let vb = VarBuilder::from_slice_safetensors(WEIGHTS, DType::F32, &Device::Cpu).ok()?;
                let net = Net::load(&vb, &manifest.shape).ok()?;
                Some(Self { net, manifest })
            })
            .as_ref()
    }

    pub(crate) fn buckets(&self) -> u32 {
        self.manifest.shape.buckets
    }

    /// What it thinks of a message; `None` only when the arithmetic itself fails.
    pub(crate) fn think(&self, features: &Features) -> Option<Thought> {
        let batch = Batch::of(&[features], &Device::Cpu).ok()?;
        let scores = self.net.forward(&batch).ok()?;
        thoughts(&scores, features.items.len()).ok()?.pop()
    }

    /// What it thinks of a message, and what it would think without the rules' opinion.
    pub(crate) fn think_twice(&self, features: &Features) -> Option<(Thought, Thought)> {
        let batch = Batch::of(&[features], &Device::Cpu).ok()?;
        let scores = self.net.forward_twice(&batch).ok()?;
        let mut thoughts = thoughts(&scores, features.items.len()).ok()?;
        let alone = thoughts.pop()?;
        Some((thoughts.pop()?, alone))
    }
}

/// Scores as probabilities, one thought for each verdict; all have as many items.
fn thoughts(scores: &Scores, items: usize) -> candle_core::Result<Vec<Thought>> {
    let verdicts = softmax(&scores.verdicts, D::Minus1)?.to_vec2::<f32>()?;
    let mut every = match &scores.items {
        None => Vec::new(),
        Some(items) => {
            let classes = softmax(&items.classes, D::Minus1)?.to_vec2::<f32>()?;
            let counts = candle_nn::ops::sigmoid(&items.counts)?.to_vec1::<f32>()?;
            let thought = |(classes, counts)| ItemThought { classes, counts };
            classes.into_iter().zip(counts).map(thought).collect()
        }
    }
    .into_iter();
    let thought = |verdicts| Thought { verdicts, items: every.by_ref().take(items).collect() };
    Ok(verdicts.into_iter().map(thought).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::Judge;
    use crate::message::{Message, Word};

    /// What is looked at once for both opinions is what would be seen by looking twice.
    #[test]
    fn one_look_serves_both_opinions() {
        let amount = |minor| Word::Amount { minor, bare: false };
        let words = [
            Word::Plain("makan"),
            Word::Plain("padang"),
            amount(28_000),
            Word::Punctuation(','),
            Word::Plain("parkir"),
            amount(3_000),
        ];
        let items = [0..3, 4..6];
        for items in [&items[..], &items[..1], &[]] {
            let message = Message { words: &words, items };
            let (pieces, rules) = Judge::shipped().rules(&message);
            let net = Trained::shipped().expect("the weights fit");
            let features = Features::of(&message, &pieces, &rules, net.buckets()).expect("there are words");
            let (with, alone) = net.think_twice(&features).expect("the arithmetic holds");
            close(&with, &net.think(&features).expect("the arithmetic holds"));
            close(&alone, &net.think(&features.without_rules()).expect("the arithmetic holds"));
            assert_eq!(with.items.len(), items.len());
            assert!((with.verdicts[0] - alone.verdicts[0]).abs() > 1e-6, "the rules are heard");
        }
    }

    fn close(one: &Thought, other: &Thought) {
        let all = |thought: &Thought| -> Vec<f32> {
            let items = thought.items.iter().flat_map(|item| item.classes.iter().chain([&item.counts]));
            thought.verdicts.iter().chain(items).copied().collect()
        };
        let (one, other) = (all(one), all(other));
        assert_eq!(one.len(), other.len());
        assert!(one.iter().zip(&other).all(|(a, b)| (a - b).abs() < 1e-4), "{one:?} {other:?}");
    }
}
