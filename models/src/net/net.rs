//! The net itself: one definition, filled by training or from the weights that are shipped.
//!
//! Words become vectors from their letters' n-grams and from what the lexicon and the grammar know of them; an
//! encoder lets each word see its neighbours; two heads read the result: one says what the whole message is, the
//! other what each item is. Both heads also see what the rules made of it, and may overrule them.

use candle_core::{D, DType, Device, Result, Tensor};
use candle_nn::VarBuilder;
use candle_nn::ops::softmax;
use serde::{Deserialize, Serialize};

use super::bend::gelu;
use super::features::{FACTS, Features, GRAMS, ITEM_RULES, VERDICT_RULES};
use super::labels::{CLASSES, VERDICTS};
use super::linear::Linear;
use super::product::product;

/// How large the net is; part of the manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// How many n-grams are told apart.
    pub buckets: u32,
    /// Numbers for each n-gram.
    pub gram_width: usize,
    /// Numbers for each word inside the encoder.
    pub width: usize,
    /// Layers of the encoder.
    pub layers: usize,
    pub encoder: Encoder,
}

/// How words see their neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoder {
    /// Not at all: a bag of words.
    Bag,
    /// Gated convolutions over two words to either side.
    Convolution,
    /// Self-attention in four heads, with places.
    Attention,
}

/// Many messages in numbers, padded to one length.
#[derive(Debug)]
pub(crate) struct Batch {
    /// `[grams]`: the n-grams of all words of all messages.
    grams: Tensor,
    /// `[grams]`: the word each belongs to, counted through all messages and their padding.
    gram_words: Tensor,
    /// `[messages * words, 1]`: one over the number of n-grams.
    gram_share: Tensor,
    /// `[messages, words, FACTS]`
    facts: Tensor,
    /// `[messages, words]`: 1 for a word, 0 for padding.
    mask: Tensor,
    /// `[messages, VERDICT_RULES]`
    verdict_rules: Tensor,
    items: Option<ItemBatch>,
}

#[derive(Debug)]
struct ItemBatch {
    /// `[items]`: the message each belongs to.
    message: Tensor,
    /// `[items, words]`: 1 for its own words.
    mask: Tensor,
    /// `[items, ITEM_RULES]`
    rules: Tensor,
}

impl Batch {
    pub(crate) fn of(messages: &[&Features], device: &Device) -> Result<Self> {
        let longest = messages.iter().map(|message| message.words.len()).max().unwrap_or(0);
        let rows = messages.len() * longest;
        let mut grams = Vec::with_capacity(rows * GRAMS / 2);
        let mut gram_words = Vec::with_capacity(rows * GRAMS / 2);
        let mut gram_share = vec![0.0_f32; rows];
        let mut facts = vec![0.0_f32; rows * FACTS];
        let mut mask = vec![0.0_f32; rows];
        let mut owners = Vec::new();
        let mut item_mask = Vec::new();
        let mut item_rules = Vec::new();
        for (at, message) in messages.iter().enumerate() {
            for (word_at, word) in message.words.iter().enumerate() {
                let row = at * longest + word_at;
                mask[row] = 1.0;
                let count = word.grams.len().min(GRAMS);
                grams.extend_from_slice(&word.grams[..count]);
                gram_words.extend(std::iter::repeat_n(u32::try_from(row).unwrap_or(0), count));
                gram_share[row] = u8::try_from(count).map_or(0.0, |count| 1.0 / f32::from(count.max(1)));
                for (fact, value) in &word.facts {
                    facts[row * FACTS + fact] = *value;
                }
            }
            for (item, rules) in message.items.iter().zip(&message.item_rules) {
                owners.push(u32::try_from(at).unwrap_or(0));
                item_mask.extend((0..longest).map(|word| f32::from(u8::from(item.contains(&word)))));
                item_rules.extend_from_slice(rules);
            }
        }
        let verdict_rules: Vec<f32> =
            messages.iter().flat_map(|message| message.verdict_rules.iter().copied()).collect();
        let count = messages.len();
        let items = owners.len();
        // A message of signs alone has no n-gram; the bucket that nothing falls into stands for none.
        if grams.is_empty() {
            grams.push(0);
            gram_words.push(0);
        }
        let gram_count = grams.len();
        Ok(Self {
            grams: Tensor::from_vec(grams, gram_count, device)?,
            gram_words: Tensor::from_vec(gram_words, gram_count, device)?,
            gram_share: Tensor::from_vec(gram_share, (rows, 1), device)?,
            facts: Tensor::from_vec(facts, (count, longest, FACTS), device)?,
            mask: Tensor::from_vec(mask, (count, longest), device)?,
            verdict_rules: Tensor::from_vec(verdict_rules, (count, VERDICT_RULES), device)?,
            items: (items > 0)
                .then(|| {
                    Ok::<_, candle_core::Error>(ItemBatch {
                        message: Tensor::from_vec(owners, items, device)?,
                        mask: Tensor::from_vec(item_mask, (items, longest), device)?,
                        rules: Tensor::from_vec(item_rules, (items, ITEM_RULES), device)?,
                    })
                })
                .transpose()?,
        })
    }
}

/// What the net says, before any softmax.
#[derive(Debug)]
pub(crate) struct Scores {
    /// `[messages, VERDICTS]`
    pub(crate) verdicts: Tensor,
    pub(crate) items: Option<ItemScores>,
}

#[derive(Debug)]
pub(crate) struct ItemScores {
    /// `[items, CLASSES]`
    pub(crate) classes: Tensor,
    /// `[items]`: whether the item is a record of its own at all.
    pub(crate) counts: Tensor,
}

/// The whole net.
#[derive(Debug)]
pub(crate) struct Net {
    /// `[buckets, gram_width]`, as wide as whoever loaded it keeps it: of the whole table a message needs some rows.
    grams: Tensor,
    letters: Linear,
    facts: Linear,
    layers: Vec<Layer>,
    verdict_pool: Pool,
    verdict: Head,
    item_pool: Pool,
    item: Head,
}

impl Net {
    /// `kept` is how wide the numbers of the n-grams stay; all others become what `vb` says.
    pub(crate) fn load(vb: &VarBuilder<'_>, shape: &Shape, kept: DType) -> Result<Self> {
        let width = shape.width;
        let buckets = usize::try_from(shape.buckets).unwrap_or(usize::MAX);
        let small = candle_nn::Init::Randn { mean: 0.0, stdev: 0.1 };
        Ok(Self {
            grams: vb.get_with_hints_dtype((buckets, shape.gram_width), "grams", small, kept)?,
            letters: Linear::without_bias(shape.gram_width, width, &vb.pp("letters"))?,
            facts: Linear::load(FACTS, width, &vb.pp("facts"))?,
            layers: (0..shape.layers)
                .map(|layer| Layer::load(&vb.pp(format!("layer{layer}")), width, shape.encoder))
                .collect::<Result<_>>()?,
            verdict_pool: Pool::load(&vb.pp("verdict_pool"), width)?,
            verdict: Head::load(&vb.pp("verdict"), 3 * width + VERDICT_RULES, width, VERDICTS.len())?,
            item_pool: Pool::load(&vb.pp("item_pool"), width)?,
            item: Head::load(&vb.pp("item"), 6 * width + ITEM_RULES, 2 * width, CLASSES.len() + 1)?,
        })
    }

    /// What it says of messages with the rules' opinion that came with them.
    pub(crate) fn forward(&self, batch: &Batch) -> Result<Scores> {
        self.say(batch, Head::forward)
    }

    /// What it says of messages with the rules' opinion (the first half of each tensor), and without it (the second).
    /// The words are looked at once: only the heads hear the rules.
    pub(crate) fn forward_twice(&self, batch: &Batch) -> Result<Scores> {
        self.say(batch, Head::forward_twice)
    }

    fn say(&self, batch: &Batch, hear: impl Fn(&Head, &Tensor, &Tensor) -> Result<Tensor>) -> Result<Scores> {
        let seen = self.look(batch)?;
        let verdicts = hear(&self.verdict, &seen.whole, &batch.verdict_rules)?;
        let items = match (&seen.items, &batch.items) {
            (Some(seen), Some(items)) => {
                let scores = hear(&self.item, seen, &items.rules)?;
                let classes = scores.narrow(1, 0, CLASSES.len())?.contiguous()?;
                let counts = scores.narrow(1, CLASSES.len(), 1)?.squeeze(1)?;
                Some(ItemScores { classes, counts })
            }
            _ => None,
        };
        Ok(Scores { verdicts, items })
    }

    /// The encoder and what is pooled from it.
    fn look(&self, batch: &Batch) -> Result<Seen> {
        let (messages, words) = batch.mask.dims2()?;
        let (_, gram_width) = self.grams.dims2()?;
        let looked = self.grams.index_select(&batch.grams, 0)?.to_dtype(DType::F32)?;
        let none = Tensor::zeros((messages * words, gram_width), DType::F32, looked.device())?;
        let letters = none
            .index_add(&batch.gram_words, &looked, 0)?
            .broadcast_mul(&batch.gram_share)?
            .reshape((messages, words, gram_width))?;
        let mask = batch.mask.unsqueeze(2)?;
        let mut hidden = (self.letters.forward(&letters)? + self.facts.forward(&batch.facts)?)?;
        hidden = gelu(&hidden)?.broadcast_mul(&mask)?;
        for layer in &self.layers {
            hidden = layer.forward(&hidden, &batch.mask)?.broadcast_mul(&mask)?;
        }
        let whole = self.verdict_pool.forward(&hidden, &batch.mask)?;
        let own = |items: &ItemBatch| {
            let own = self.item_pool.forward(&hidden.index_select(&items.message, 0)?, &items.mask)?;
            Tensor::cat(&[&own, &whole.index_select(&items.message, 0)?], 1)
        };
        let items = batch.items.as_ref().map(own).transpose()?;
        Ok(Seen { whole, items })
    }
}

/// What the encoder made of messages, before anybody's opinion.
#[derive(Debug)]
struct Seen {
    /// `[messages, 3 * width]`
    whole: Tensor,
    /// `[items, 6 * width]`: the item and its message.
    items: Option<Tensor>,
}

/// A stretch of words as three vectors: two that it learns to look for, and the mean.
#[derive(Debug)]
struct Pool {
    asks: Linear,
}

impl Pool {
    fn load(vb: &VarBuilder<'_>, width: usize) -> Result<Self> {
        Ok(Self { asks: Linear::load(width, 2, &vb.pp("asks"))? })
    }

    /// `hidden` is `[rows, words, width]`, `mask` `[rows, words]`; gives `[rows, 3 * width]`.
    fn forward(&self, hidden: &Tensor, mask: &Tensor) -> Result<Tensor> {
        let (rows, _, width) = hidden.dims3()?;
        let closed = ((mask - 1.0)? * 1e4)?.unsqueeze(2)?;
        let looks = softmax(&self.asks.forward(hidden)?.broadcast_add(&closed)?, 1)?;
        let count = mask.sum_keepdim(1)?.maximum(1.0)?;
        let even = mask.broadcast_div(&count)?.unsqueeze(2)?;
        let looks = Tensor::cat(&[&looks, &even], 2)?.transpose(1, 2)?.contiguous()?;
        product(&looks, &hidden.contiguous()?)?.reshape((rows, 3 * width))
    }
}

#[derive(Debug)]
struct Head {
    first: Linear,
    last: Linear,
}

impl Head {
    fn load(vb: &VarBuilder<'_>, input: usize, hidden: usize, output: usize) -> Result<Self> {
        Ok(Self {
            first: Linear::load(input, hidden, &vb.pp("first"))?,
            last: Linear::load(hidden, output, &vb.pp("last"))?,
        })
    }

    /// What it makes of what was seen and of the rules' opinion.
    fn forward(&self, seen: &Tensor, rules: &Tensor) -> Result<Tensor> {
        self.last.forward(&gelu(&self.first.forward(&Tensor::cat(&[seen, rules], 1)?)?)?)
    }

    /// With the rules' opinion, and below it without: most of the sums are the same.
    fn forward_twice(&self, seen: &Tensor, rules: &Tensor) -> Result<Tensor> {
        let without = self.first.forward(&Tensor::cat(&[seen, &rules.zeros_like()?], 1)?)?;
        let heard = (&without + self.first.of_last(rules)?)?;
        self.last.forward(&gelu(&Tensor::cat(&[heard, without], 0)?)?)
    }
}

/// One layer of an encoder, with its own normalisation and residual path.
#[derive(Debug)]
struct Layer {
    norm: Norm,
    mix: Mix,
}

#[derive(Debug)]
enum Mix {
    Bag { first: Linear, last: Linear },
    Convolution { window: Linear, last: Linear },
    Attention { asks: Linear, last: Linear, far: Tensor, norm: Norm, up: Linear, down: Linear },
}

/// Words to either side that a convolution sees.
const REACH: usize = 2;
const HEADS: usize = 4;
/// Distances that attention tells apart, to either side.
const FAR: usize = 8;

impl Layer {
    fn load(vb: &VarBuilder<'_>, width: usize, encoder: Encoder) -> Result<Self> {
        let mix = match encoder {
            Encoder::Bag => Mix::Bag {
                first: Linear::load(width, 2 * width, &vb.pp("first"))?,
                last: Linear::load(2 * width, width, &vb.pp("last"))?,
            },
            Encoder::Convolution => Mix::Convolution {
                window: Linear::load((2 * REACH + 1) * width, 2 * width, &vb.pp("window"))?,
                last: Linear::load(width, width, &vb.pp("last"))?,
            },
            Encoder::Attention => Mix::Attention {
                asks: Linear::load(width, 3 * width, &vb.pp("asks"))?,
                last: Linear::load(width, width, &vb.pp("last"))?,
                far: vb.get_with_hints((2 * FAR + 1, HEADS), "far", candle_nn::Init::Const(0.0))?,
                norm: Norm::load(&vb.pp("norm2"), width)?,
                up: Linear::load(width, 2 * width, &vb.pp("up"))?,
                down: Linear::load(2 * width, width, &vb.pp("down"))?,
            },
        };
        Ok(Self { norm: Norm::load(&vb.pp("norm"), width)?, mix })
    }

    fn forward(&self, hidden: &Tensor, mask: &Tensor) -> Result<Tensor> {
        let input = self.norm.forward(hidden)?;
        match &self.mix {
            Mix::Bag { first, last } => hidden + last.forward(&gelu(&first.forward(&input)?)?)?,
            Mix::Convolution { window, last } => {
                let (_, words, width) = input.dims3()?;
                let wide = input.broadcast_mul(&mask.unsqueeze(2)?)?.pad_with_zeros(1, REACH, REACH)?;
                let shifted: Vec<Tensor> =
                    (0..=2 * REACH).map(|by| wide.narrow(1, by, words)).collect::<Result<_>>()?;
                let seen = window.forward(&Tensor::cat(&shifted, D::Minus1)?)?;
                let gate = candle_nn::ops::sigmoid(&seen.narrow(2, 0, width)?.contiguous()?)?;
                let value = seen.narrow(2, width, width)?.contiguous()?;
                hidden + last.forward(&(gate * value)?)?
            }
            Mix::Attention { asks, last, far, norm, up, down } => {
                let hidden = (hidden + last.forward(&attend(asks, far, &input, mask)?)?)?;
                let input = norm.forward(&hidden)?;
                &hidden + down.forward(&gelu(&up.forward(&input)?)?)?
            }
        }
    }
}

fn attend(asks: &Linear, far: &Tensor, input: &Tensor, mask: &Tensor) -> Result<Tensor> {
    let (rows, words, width) = input.dims3()?;
    let size = width / HEADS;
    let all = asks.forward(input)?.reshape((rows, words, 3, HEADS, size))?;
    let part = |nth: usize| all.narrow(2, nth, 1)?.squeeze(2)?.transpose(1, 2)?.contiguous();
    let (query, key, value) = (part(0)?, part(1)?, part(2)?);
    let scale = f64::from(u16::try_from(size).unwrap_or(1)).sqrt();
    let likeness = (product(&query, &key.transpose(2, 3)?.contiguous()?)? / scale)?;
    let distance = Tensor::from_vec(distances(words), words * words, input.device())?;
    let far = far.index_select(&distance, 0)?.reshape((words, words, HEADS))?.permute((2, 0, 1))?;
    let closed = ((mask - 1.0)? * 1e4)?.reshape((rows, 1, 1, words))?;
    let looks = softmax(&likeness.broadcast_add(&far.unsqueeze(0)?)?.broadcast_add(&closed)?, D::Minus1)?;
    product(&looks, &value)?.transpose(1, 2)?.contiguous()?.reshape((rows, words, width))
}

/// For each pair of words how far apart they are, as a row of the table of distances.
fn distances(words: usize) -> Vec<u32> {
    let pairs = (0..words).flat_map(|one| (0..words).map(move |two| (one, two)));
    pairs.map(|(one, two)| u32::try_from((two + FAR).saturating_sub(one).min(2 * FAR)).unwrap_or(0)).collect()
}

/// Layer normalisation, from operations that can be learnt through.
#[derive(Debug)]
struct Norm {
    weight: Tensor,
    bias: Tensor,
}

impl Norm {
    fn load(vb: &VarBuilder<'_>, width: usize) -> Result<Self> {
        Ok(Self {
            weight: vb.get_with_hints(width, "weight", candle_nn::Init::Const(1.0))?,
            bias: vb.get_with_hints(width, "bias", candle_nn::Init::Const(0.0))?,
        })
    }

    fn forward(&self, input: &Tensor) -> Result<Tensor> {
        candle_nn::ops::layer_norm_slow(input, &self.weight, &self.bias, 1e-5)
    }
}
