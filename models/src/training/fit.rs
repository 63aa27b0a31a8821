//! Learning: examples in random order, with some of what is known hidden, so that the net leans on no single source.

use std::collections::HashMap;
use std::path::Path;

use candle_core::{DType, Device, Result, Tensor};
use candle_nn::loss::cross_entropy;
use candle_nn::{AdamW, Optimizer as _, ParamsAdamW, VarBuilder, VarMap};
use fastrand::Rng;

use super::example::Example;
use super::score::Score;
use crate::net::{Features, Shape, TrainingBatch, TrainingNet};

/// How to learn.
#[derive(Debug, Clone, Copy)]
pub struct Course {
    pub epochs: usize,
    /// Messages in one step.
    pub batch: usize,
    /// The highest learning rate; it falls along a cosine to a fiftieth.
    pub rate: f64,
    /// How often a word's entry in the lexicon is hidden.
    pub hide_lexicon: f32,
    /// How often a word's letters are hidden.
    pub hide_letters: f32,
    /// How often the rules' opinion on a message is hidden.
    pub hide_rules: f32,
}

/// How far learning has come.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    pub epoch: usize,
    /// Mean loss of the epoch.
    pub loss: f32,
}

/// A net that learns.
pub struct Trainee {
    variables: VarMap,
    net: TrainingNet,
    rng: Rng,
}

impl std::fmt::Debug for Trainee {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Trainee").field("net", &self.net).finish_non_exhaustive()
    }
}

impl Trainee {
    /// A net of random weights.
    pub fn new(shape: &Shape, seed: u64) -> Result<Self> {
        let variables = VarMap::new();
        let vb = VarBuilder::from_varmap(&variables, DType::F32, &Device::Cpu);
        let net = TrainingNet::load(&vb, shape, DType::F32)?;
        let mut trainee = Self { variables, net, rng: Rng::with_seed(seed) };
        trainee.scatter()?;
        Ok(trainee)
    }

    /// Takes the weights of another net of the same shape, to learn on from there.
    pub fn take_up(&mut self, path: &Path) -> Result<()> {
        let learnt = candle_core::safetensors::load(path, &Device::Cpu)?;
        let Ok(variables) = self.variables.data().lock() else { return Ok(()) };
        for (name, variable) in variables.iter() {
            let Some(tensor) = learnt.get(name) else {
                candle_core::bail!("{}: no weights for {name}", path.display());
            };
            variable.set(&tensor.to_dtype(DType::F32)?)?;
        }
        Ok(())
    }

    /// Draws the first weights from our own generator: candle's cannot be seeded on a CPU.
    fn scatter(&mut self) -> Result<()> {
        let Ok(variables) = self.variables.data().lock() else { return Ok(()) };
        // In the order of their names, so that equal seeds give equal nets.
        let mut named: Vec<_> = variables.iter().collect();
        named.sort_by_key(|(name, _)| *name);
        for (name, variable) in named {
            let dims = variable.dims();
            if name.contains("norm") || name.ends_with("bias") || name.ends_with("far") {
                if name.ends_with("bias") && !name.contains("norm") {
                    variable.set(&variable.zeros_like()?)?;
                }
                continue;
            }
            let inputs = dims.last().copied().unwrap_or(1);
            #[expect(clippy::cast_precision_loss, reason = "widths are small")]
            let spread = if name == "grams" { 0.1 } else { (1.0 / inputs as f32).sqrt() };
            let rng = &mut self.rng;
            let values: Vec<f32> =
                (0..variable.elem_count()).map(|_| (rng.f32() * 2.0 - 1.0) * spread * 1.7).collect();
            variable.set(&Tensor::from_vec(values, dims, &Device::Cpu)?)?;
        }
        Ok(())
    }

    /// Learns from `examples`; each is seen once an epoch for every time it is listed.
    pub fn learn(
        &mut self,
        examples: &[&Example],
        course: &Course,
        mut told: impl FnMut(&Self, Progress),
    ) -> Result<()> {
        // The order of the variables is the order of the optimiser's sums; a map's is another each run.
        let mut named: Vec<_> = match self.variables.data().lock() {
            Ok(variables) => {
                variables.iter().map(|(name, variable)| (name.clone(), variable.clone())).collect()
            }
            Err(_) => Vec::new(),
        };
        named.sort_by(|a, b| a.0.cmp(&b.0));
        let variables = named.into_iter().map(|(_, variable)| variable).collect();
        let mut optimiser =
            AdamW::new(variables, ParamsAdamW { lr: course.rate, weight_decay: 0.01, ..Default::default() })?;
        let steps = examples.len().div_ceil(course.batch) * course.epochs;
        let mut step = 0;
        for epoch in 1..=course.epochs {
            let mut sum = 0.0;
            let batches = self.batches(examples, course.batch);
            let count = batches.len();
            for batch in batches {
                optimiser.set_learning_rate(rate(course.rate, step, steps));
                let loss = self.loss(&batch, course)?;
                optimiser.backward_step(&loss)?;
                sum += loss.to_scalar::<f32>()?;
                step += 1;
            }
            #[expect(clippy::cast_precision_loss, reason = "a mean for people to read")]
            let loss = sum / count.max(1) as f32;
            told(self, Progress { epoch, loss });
        }
        Ok(())
    }

    /// Random batches of messages of like length, so that little is padding.
    fn batches<'a>(&mut self, examples: &[&'a Example], size: usize) -> Vec<Vec<&'a Example>> {
        let mut order: Vec<&Example> = examples.to_vec();
        self.rng.shuffle(&mut order);
        let mut batches = Vec::new();
        for pool in order.chunks_mut(size * 32) {
            pool.sort_by_key(|example| example.features.words.len());
            batches.extend(pool.chunks(size).map(<[_]>::to_vec));
        }
        self.rng.shuffle(&mut batches);
        batches
    }

    fn loss(&mut self, batch: &[&Example], course: &Course) -> Result<Tensor> {
        let shown: Vec<Features> =
            batch.iter().map(|example| hidden(&example.features, course, &mut self.rng)).collect();
        let shown: Vec<&Features> = shown.iter().collect();
        let device = Device::Cpu;
        let scores = self.net.forward(&TrainingBatch::of(&shown, &device)?)?;
        let verdicts: Vec<u32> = batch.iter().map(|example| small(example.verdict)).collect();
        let verdicts = Tensor::from_vec(verdicts, batch.len(), &device)?;
        let mut loss = cross_entropy(&scores.verdicts, &verdicts)?;
        let Some(items) = scores.items else { return Ok(loss) };
        let classes: Vec<Option<usize>> =
            batch.iter().flat_map(|example| example.classes.iter().copied()).collect();
        let counts: Vec<f32> = classes.iter().map(|class| f32::from(u8::from(class.is_some()))).collect();
        let counts = Tensor::from_vec(counts, classes.len(), &device)?;
        loss = (loss + (two_way(&items.counts, &counts)? * 0.5)?)?;
        let known: Vec<(u32, u32)> = classes
            .iter()
            .enumerate()
            .filter_map(|(at, class)| Some((small(at), small((*class)?))))
            .collect();
        if !known.is_empty() {
            let at: Vec<u32> = known.iter().map(|(at, _)| *at).collect();
            let class: Vec<u32> = known.iter().map(|(_, class)| *class).collect();
            let rows = items.classes.index_select(&Tensor::from_vec(at, known.len(), &device)?, 0)?;
            let right = Tensor::from_vec(class, known.len(), &device)?;
            loss = (loss + cross_entropy(&rows, &right)?)?;
        }
        Ok(loss)
    }

    /// How well it does on examples, none of their features hidden.
    pub fn score(&self, examples: &[Example]) -> Result<Score> {
        let mut score = Score::default();
        for batch in examples.chunks(64) {
            let features: Vec<&Features> = batch.iter().map(|example| &example.features).collect();
            let scores = self.net.forward(&TrainingBatch::of(&features, &Device::Cpu)?)?;
            let verdicts = scores.verdicts.to_vec2::<f32>()?;
            let (classes, counts) = match scores.items {
                None => (Vec::new(), Vec::new()),
                Some(items) => (items.classes.to_vec2::<f32>()?, items.counts.to_vec1::<f32>()?),
            };
            score.add(batch, &verdicts, &classes, &counts);
        }
        Ok(score)
    }

    /// Writes the weights, half as wide as they were learnt: nothing measurable is lost.
    pub fn save(&self, path: &Path) -> Result<()> {
        let Ok(variables) = self.variables.data().lock() else { return Ok(()) };
        let tensors: HashMap<String, Tensor> = variables
            .iter()
            .map(|(name, variable)| Ok((name.clone(), variable.to_dtype(DType::F16)?)))
            .collect::<Result<_>>()?;
        candle_core::safetensors::save(&tensors, path)
    }
}

/// Cross entropy of yes and no, from scores; candle's own takes the logarithm of a rounded zero.
fn two_way(scores: &Tensor, right: &Tensor) -> Result<Tensor> {
    let rest = (scores.abs()?.neg()?.exp()? + 1.0)?.log()?;
    ((scores.relu()? - (scores * right)?)? + rest)?.mean_all()
}

#[expect(clippy::cast_precision_loss, reason = "a share of the way, far from a float's precision")]
fn rate(highest: f64, step: usize, steps: usize) -> f64 {
    let warm = (steps / 20).max(1);
    if step < warm {
        return highest * (step + 1) as f64 / warm as f64;
    }
    let way = (step - warm) as f64 / (steps - warm).max(1) as f64;
    highest * (0.02 + 0.98 * 0.5 * (1.0 + (std::f64::consts::PI * way).cos()))
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The features with some of them hidden at random.
fn hidden(features: &Features, course: &Course, rng: &mut Rng) -> Features {
    let mut shown = features.clone();
    for word in &mut shown.words {
        if word.grams.is_empty() {
            continue;
        }
        if rng.f32() < course.hide_lexicon {
            word.hide_lexicon();
        } else if rng.f32() < course.hide_letters {
            word.grams.clear();
        }
    }
    if rng.f32() < course.hide_rules {
        shown.verdict_rules.fill(0.0);
        for rules in &mut shown.item_rules {
            rules.fill(0.0);
        }
    }
    shown
}
