//! Sums of what comes in, weighed: learnt through with candle's product, and served with our own.

use candle_core::{D, Result, Tensor};
use candle_nn::VarBuilder;

use super::product::product;

/// What every part of the net is made of: sums of what comes in, weighed, and a number of their own.
#[derive(Debug)]
pub(super) struct Linear {
    weight: Weight,
    /// `[outputs]`
    bias: Option<Tensor>,
}

#[derive(Debug)]
enum Weight {
    /// `[outputs, inputs]`, as it is learnt and kept.
    Learning(Tensor),
    /// `[inputs, outputs]`: turned once rather than for each message.
    Settled(Tensor),
}

impl Linear {
    pub(super) fn load(inputs: usize, outputs: usize, vb: &VarBuilder<'_>) -> Result<Self> {
        let bias = vb.get_with_hints(outputs, "bias", candle_nn::Init::Const(0.0))?;
        Ok(Self { bias: Some(bias), ..Self::without_bias(inputs, outputs, vb)? })
    }

    pub(super) fn without_bias(inputs: usize, outputs: usize, vb: &VarBuilder<'_>) -> Result<Self> {
        let weight =
            vb.get_with_hints((outputs, inputs), "weight", candle_nn::init::DEFAULT_KAIMING_NORMAL)?;
        let weight = if weight.track_op() {
            Weight::Learning(weight)
        } else {
            Weight::Settled(weight.t()?.contiguous()?)
        };
        Ok(Self { weight, bias: None })
    }

    /// `[.., inputs]` becomes `[.., outputs]`.
    pub(super) fn forward(&self, input: &Tensor) -> Result<Tensor> {
        let inputs = input.dim(D::Minus1)?;
        let rows = input.reshape(((), inputs))?;
        let sums = match &self.weight {
            Weight::Learning(weight) => rows.matmul(&weight.t()?)?,
            Weight::Settled(weight) => product(&rows, weight)?,
        };
        let mut shape = input.dims().to_vec();
        if let Some(last) = shape.last_mut() {
            *last = sums.dim(1)?;
        }
        let sums = sums.reshape(shape)?;
        match &self.bias {
            Some(bias) => sums.broadcast_add(bias),
            None => Ok(sums),
        }
    }
}
