//! Sums of what comes in, weighed: learnt through with candle's product, and served with our own.

use candle_core::{D, Result, Tensor};
use candle_nn::VarBuilder;

use super::product::{product, product_from};

/// What every part of the net is made of: sums of what comes in, weighed, and a number of their own.
#[derive(Debug)]
pub(super) enum Linear {
    /// `[outputs, inputs]`, as it is learnt and kept, and `[outputs]`.
    Learning { weight: Tensor, bias: Option<Tensor> },
    /// `[inputs, outputs]`: turned once rather than for each message. No number of their own, or one for each output.
    Settled { weight: Tensor, bias: Vec<f32> },
}

impl Linear {
    pub(super) fn load(inputs: usize, outputs: usize, vb: &VarBuilder<'_>) -> Result<Self> {
        let bias = vb.get_with_hints(outputs, "bias", candle_nn::Init::Const(0.0))?;
        Self::of(Self::weight(inputs, outputs, vb)?, Some(bias))
    }

    pub(super) fn without_bias(inputs: usize, outputs: usize, vb: &VarBuilder<'_>) -> Result<Self> {
        Self::of(Self::weight(inputs, outputs, vb)?, None)
    }

    fn weight(inputs: usize, outputs: usize, vb: &VarBuilder<'_>) -> Result<Tensor> {
        vb.get_with_hints((outputs, inputs), "weight", candle_nn::init::DEFAULT_KAIMING_NORMAL)
    }

    fn of(weight: Tensor, bias: Option<Tensor>) -> Result<Self> {
        if weight.track_op() {
            return Ok(Self::Learning { weight, bias });
        }
        let bias = bias.map_or_else(|| Ok(Vec::new()), |bias| bias.to_vec1())?;
        Ok(Self::Settled { weight: weight.t()?.contiguous()?, bias })
    }

    /// `[.., inputs]` becomes `[.., outputs]`.
    pub(super) fn forward(&self, input: &Tensor) -> Result<Tensor> {
        let inputs = input.dim(D::Minus1)?;
        let rows = input.reshape(((), inputs))?;
        let sums = match self {
            Self::Learning { weight, bias: None } => rows.matmul(&weight.t()?)?,
            Self::Learning { weight, bias: Some(bias) } => rows.matmul(&weight.t()?)?.broadcast_add(bias)?,
            Self::Settled { weight, bias } => product_from(bias, &rows, weight)?,
        };
        let mut shape = input.dims().to_vec();
        if let Some(last) = shape.last_mut() {
            *last = sums.dim(1)?;
        }
        sums.reshape(shape)
    }

    /// What the last inputs alone add to the outputs: `[rows, some]` becomes `[rows, outputs]`.
    pub(super) fn of_last(&self, input: &Tensor) -> Result<Tensor> {
        let some = input.dim(1)?;
        match self {
            Self::Learning { weight, .. } => {
                let from = weight.dim(1)? - some;
                input.matmul(&weight.narrow(1, from, some)?.t()?)
            }
            Self::Settled { weight, .. } => {
                let from = weight.dim(0)? - some;
                product(input, &weight.narrow(0, from, some)?)
            }
        }
    }
}
