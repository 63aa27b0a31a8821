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
use net::{Batch, Net};
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
        self.weigh(features).ok()
    }

    fn weigh(&self, features: &Features) -> candle_core::Result<Thought> {
        let scores = self.net.forward(&Batch::of(&[features], &Device::Cpu)?)?;
        let verdicts = softmax(&scores.verdicts, D::Minus1)?.squeeze(0)?.to_vec1::<f32>()?;
        let items = match scores.items {
            None => Vec::new(),
            Some(items) => {
                let classes = softmax(&items.classes, D::Minus1)?.to_vec2::<f32>()?;
                let counts = candle_nn::ops::sigmoid(&items.counts)?.to_vec1::<f32>()?;
                classes
                    .into_iter()
                    .zip(counts)
                    .map(|(classes, counts)| ItemThought { classes, counts })
                    .collect()
            }
        };
        Ok(Thought { verdicts, items })
    }
}
