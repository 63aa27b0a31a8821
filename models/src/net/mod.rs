//! The trained net: what decides kind, type and category, with the rules' opinion among what it looks at.

mod bend;
mod features;
mod labels;
mod linear;
mod manifest;
#[expect(
    clippy::module_inception,
    reason = "the folder is the trained net with all it needs, the file its definition"
)]
mod net;
mod product;

use std::sync::OnceLock;

use candle_core::{D, DType, Device};
use candle_nn::VarBuilder;
use candle_nn::ops::softmax;

use crate::judge::Piece;
use crate::message::{Judgement, Message};

pub(crate) use features::Features;
pub(crate) use labels::{CLASSES, VERDICTS, class_of};
#[cfg(feature = "train")]
pub(crate) use labels::{class_written, verdict_written};
pub(crate) use manifest::permille;
pub use manifest::{Calibration, Manifest, Second};
#[cfg(feature = "train")]
pub(crate) use net::{Batch as TrainingBatch, Net as TrainingNet};
use net::{Batch, Net, Scores};
pub use net::{Encoder, Shape};

static WEIGHTS: &[u8] = include_bytes!("../../weights/net.safetensors");
static SECOND: &[u8] = include_bytes!("../../weights/second.safetensors");

/// Two nets with their weights. They learnt from the same messages, began by another chance and tell differently many
/// n-grams apart: together they are right more often than either, and what one of them doubts is doubtful.
#[derive(Debug)]
pub(crate) struct Trained {
    nets: [Net; 2],
    pub(crate) manifest: Manifest,
}

/// What a message and its pieces are to each of the two nets: they tell differently many n-grams apart.
#[derive(Debug)]
pub(crate) struct Views([Features; 2]);

impl Views {
    /// `None` when there is nothing to look at.
    pub(crate) fn of(
        net: &Trained,
        message: &Message<'_>,
        pieces: &[Piece],
        rules: &Judgement,
    ) -> Option<Self> {
        let view = |shape: &Shape| Features::of(message, pieces, rules, shape.buckets);
        Some(Self([view(&net.manifest.shape)?, view(&net.manifest.second.shape)?]))
    }

    /// The message without what the rules think of it.
    pub(crate) fn without_rules(&self) -> Self {
        Self(self.0.each_ref().map(Features::without_rules))
    }

    /// The message with one word gone blank.
    pub(crate) fn without_word(&self, at: usize) -> Self {
        Self(self.0.each_ref().map(|features| features.without_word(at)))
    }

    /// The places of words that have letters.
    pub(crate) fn written(&self) -> Vec<usize> {
        let words = self.0[0].words.iter().enumerate();
        words.filter(|(_, word)| !word.grams.is_empty()).map(|(at, _)| at).collect()
    }
}

/// What the nets make of a message.
#[derive(Debug)]
pub(crate) struct Thoughts {
    /// Both together, with the rules' opinion before them.
    pub(crate) heard: Thought,
    /// Both together, when nobody tells them the rules' opinion.
    pub(crate) alone: Thought,
    /// Each of them, alone.
    pub(crate) each: [Thought; 2],
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
                let manifest = Manifest::shipped()?;
                let load = |weights, shape: &Shape| {
                    let vb = VarBuilder::from_slice_safetensors(weights, DType::F32, &Device::Cpu).ok()?;
                    Net::load(&vb, shape, DType::F16).ok()
                };
                let nets = [load(WEIGHTS, &manifest.shape)?, load(SECOND, &manifest.second.shape)?];
                Some(Self { nets, manifest })
            })
            .as_ref()
    }

    /// What they think of a message together; `None` only when the arithmetic itself fails.
    pub(crate) fn think(&self, views: &Views) -> Option<Thought> {
        let think = |net: &Net, features: &Features| {
            let batch = Batch::of(&[features], &Device::Cpu).ok()?;
            thoughts(&net.forward(&batch).ok()?, features.items.len()).ok()?.pop()
        };
        let ([first, second], [one, two]) = (&self.nets, &views.0);
        Some(mean(&think(first, one)?, &think(second, two)?))
    }

    /// What they think of a message, and what they would think without the rules' opinion.
    pub(crate) fn think_twice(&self, views: &Views) -> Option<Thoughts> {
        let think = |net: &Net, features: &Features| {
            let batch = Batch::of(&[features], &Device::Cpu).ok()?;
            let mut thoughts = thoughts(&net.forward_twice(&batch).ok()?, features.items.len()).ok()?;
            let alone = thoughts.pop()?;
            Some((thoughts.pop()?, alone))
        };
        let ([first, second], [one, two]) = (&self.nets, &views.0);
        let (first, second) = (think(first, one)?, think(second, two)?);
        Some(Thoughts {
            heard: mean(&first.0, &second.0),
            alone: mean(&first.1, &second.1),
            each: [first.1, second.1],
        })
    }
}

/// Both opinions count alike.
fn mean(one: &Thought, two: &Thought) -> Thought {
    let halves =
        |one: &[f32], two: &[f32]| one.iter().zip(two).map(|(one, two)| f32::midpoint(*one, *two)).collect();
    let item = |(one, two): (&ItemThought, &ItemThought)| ItemThought {
        classes: halves(&one.classes, &two.classes),
        counts: f32::midpoint(one.counts, two.counts),
    };
    Thought {
        verdicts: halves(&one.verdicts, &two.verdicts),
        items: one.items.iter().zip(&two.items).map(item).collect(),
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
        let (mut by_rules, mut by_net) = (0.0_f32, 0.0_f32);
        for items in [&items[..], &items[..1], &[]] {
            let message = Message { words: &words, items };
            let (pieces, rules) = Judge::shipped().rules(&message);
            let net = Trained::shipped().expect("the weights fit");
            let views = Views::of(net, &message, &pieces, &rules).expect("there are words");
            let Thoughts { heard, alone, each } = net.think_twice(&views).expect("the arithmetic holds");
            close(&heard, &net.think(&views).expect("the arithmetic holds"));
            close(&alone, &net.think(&views.without_rules()).expect("the arithmetic holds"));
            assert_eq!(heard.items.len(), items.len());
            by_rules = by_rules.max(apart(&heard, &alone));
            by_net = by_net.max(apart(&each[0], &each[1]));
        }
        assert!(by_rules > 1e-6, "the rules are heard");
        assert!(by_net > 1e-6, "they are two");
    }

    fn close(one: &Thought, other: &Thought) {
        assert!(apart(one, other) < 1e-4, "{one:?} {other:?}");
    }

    /// The widest difference between their probabilities.
    fn apart(one: &Thought, other: &Thought) -> f32 {
        let all = |thought: &Thought| -> Vec<f32> {
            let items = thought.items.iter().flat_map(|item| item.classes.iter().chain([&item.counts]));
            thought.verdicts.iter().chain(items).copied().collect()
        };
        let (one, other) = (all(one), all(other));
        assert_eq!(one.len(), other.len());
        one.iter().zip(&other).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
    }
}
