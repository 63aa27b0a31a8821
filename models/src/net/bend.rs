//! The bend between two products: gelu, as candle defines it by the hyperbolic tangent.
//!
//! candle asks the system's mathematics for each number alone. Serving bends as many at once as the processor can;
//! learning needs a bend that can be learnt through and keeps candle's.

use candle_core::{CpuStorage, CustomOp1, Layout, Result, Shape, Tensor};
use pulp::{Arch, Simd, WithSimd};

use super::product::contiguous;

/// gelu of each number of a contiguous tensor; less than a millionth from candle's.
pub(super) fn gelu(input: &Tensor) -> Result<Tensor> {
    if input.track_op() { input.gelu() } else { input.apply_op1_no_bwd(&Bend) }
}

struct Bend;

impl CustomOp1 for Bend {
    fn name(&self) -> &'static str {
        "bend"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let mut numbers = contiguous(storage, layout)?.to_vec();
        Arch::new().dispatch(Every(&mut numbers));
        Ok((CpuStorage::F32(numbers), layout.shape().clone()))
    }
}

struct Every<'a>(&'a mut [f32]);

impl WithSimd for Every<'_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "only what is part of it is compiled for the processor at hand")]
    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for number in self.0 {
            *number = bent(*number);
        }
    }
}

/// `x / 2 * (1 + tanh u)` is `x / (1 + e^-2u)`.
#[inline(always)]
fn bent(x: f32) -> f32 {
    const TWICE_ROOT: f32 = 2.0 * 0.797_884_6;
    x / (1.0 + exponential(-TWICE_ROOT * x * (1.0 + 0.044_715 * x * x)))
}

/// e to the `x`, within the powers that a number of 32 bits can hold: two to a whole power, times a short series for
/// what is left. Nothing in it branches or calls, so that many numbers go through it together.
#[inline(always)]
fn exponential(x: f32) -> f32 {
    // Added to a small number, it leaves the nearest whole one in the lowest bits.
    const WHOLE: f32 = 12_582_912.0;
    // The logarithm of two in two parts, the first exact in few bits.
    const LN_2: [f32; 2] = [0.693_359_4, -2.121_944_4e-4];
    const SERIES: [f32; 7] = [1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0];
    let x = x.clamp(-87.0, 87.0);
    let whole = x * std::f32::consts::LOG2_E + WHOLE;
    let power = whole - WHOLE;
    let left = x - power * LN_2[0] - power * LN_2[1];
    let series = SERIES.into_iter().fold(0.0, |sum, next| sum * left + next);
    let two_to_it = whole.to_bits().wrapping_sub(WHOLE.to_bits()).wrapping_add(127) << 23;
    series * f32::from_bits(two_to_it)
}

#[cfg(test)]
mod tests {
    use candle_core::Device;

    use super::*;

    #[test]
    fn bends_as_candle_does() {
        let small = (-8_000_i16..=8_000).map(|nth| f32::from(nth) / 1_000.0);
        let numbers: Vec<f32> = small.chain([-1e30, -500.0, -87.3, 0.0, 44.0, 1e4, 3e30]).collect();
        let input = Tensor::new(numbers, &Device::Cpu).expect("numbers");
        let (ours, theirs) = (gelu(&input).expect("ours"), input.gelu().expect("theirs"));
        let (ours, theirs) = (ours.to_vec1::<f32>().expect("a row"), theirs.to_vec1::<f32>().expect("a row"));
        for (ours, theirs) in ours.iter().zip(&theirs) {
            assert!((ours - theirs).abs() <= 1e-6_f32.max(theirs.abs() * 1e-6), "{ours} {theirs}");
        }
        assert!(bent(f32::NAN).is_nan());
    }

    #[test]
    fn the_exponential_is_right_to_a_millionth() {
        for nth in -8_700_i16..=8_700 {
            let x = f32::from(nth) / 100.0;
            let (ours, exact) = (f64::from(exponential(x)), f64::from(x).exp());
            assert!((ours / exact - 1.0).abs() < 1e-6, "{x}: {ours} {exact}");
        }
    }
}
