//! Matrix products for serving, on the thread that asks.
//!
//! candle's own product is made for large matrices: for each it counts the machine's processors anew, which takes
//! longer than all the sums of one message. Learning needs a product that can be learnt through and keeps candle's.

use candle_core::{CpuStorage, CustomOp2, Layout, Result, Shape, Tensor, bail};
use pulp::{Arch, Simd, WithSimd};

/// `a` times `b`: `[.., rows, inner]` and `[.., inner, columns]` give `[.., rows, columns]`; both contiguous, the
/// leading dimensions the same, or none for `b`.
pub(super) fn product(a: &Tensor, b: &Tensor) -> Result<Tensor> {
    if a.track_op() || b.track_op() { a.matmul(b) } else { a.apply_op2_no_bwd(b, &Product { start: &[] }) }
}

/// The same with `start`, one number for each column, added to every row; never learnt through.
pub(super) fn product_from(start: &[f32], a: &Tensor, b: &Tensor) -> Result<Tensor> {
    a.apply_op2_no_bwd(b, &Product { start })
}

/// Sums begin with these numbers, one for each column, or with nothing where there are none.
struct Product<'a> {
    start: &'a [f32],
}

impl CustomOp2 for Product<'_> {
    fn name(&self) -> &'static str {
        "product"
    }

    fn cpu_fwd(
        &self,
        a: &CpuStorage,
        a_layout: &Layout,
        b: &CpuStorage,
        b_layout: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        let ([lead @ .., rows, inner], [b_lead @ .., b_inner, columns]) = (a_layout.dims(), b_layout.dims())
        else {
            bail!("a product of what is no matrix")
        };
        if inner != b_inner || !(b_lead.is_empty() || lead == b_lead) {
            bail!("a product of {:?} and {:?}", a_layout.dims(), b_layout.dims())
        }
        let (a, b) = (contiguous(a, a_layout)?, contiguous(b, b_layout)?);
        let shape: Vec<usize> = [lead, &[*rows, *columns]].concat();
        let all = shape.iter().product();
        let mut out = match self.start {
            [] => vec![0.0_f32; all],
            start if start.len() == *columns => start.repeat(all / columns),
            start => bail!("{} numbers to start {columns} columns with", start.len()),
        };
        let size = Size { inner: *inner, columns: *columns };
        let arch = Arch::new();
        if b_lead.is_empty() {
            arch.dispatch(Multiply { a, b, out: &mut out, size });
        } else {
            let each = a.chunks_exact((rows * inner).max(1)).zip(b.chunks_exact((inner * columns).max(1)));
            for ((a, b), out) in each.zip(out.chunks_exact_mut((rows * columns).max(1))) {
                arch.dispatch(Multiply { a, b, out, size });
            }
        }
        Ok((CpuStorage::F32(out), Shape::from(shape)))
    }
}

/// The numbers of a tensor that lies in one piece.
pub(super) fn contiguous<'a>(storage: &'a CpuStorage, layout: &Layout) -> Result<&'a [f32]> {
    match layout.contiguous_offsets() {
        Some((from, to)) => Ok(&storage.as_slice::<f32>()?[from..to]),
        None => bail!("numbers in pieces"),
    }
}

#[derive(Clone, Copy)]
struct Size {
    inner: usize,
    columns: usize,
}

/// Rows whose sums are kept in the processor's registers at once, and of each so many stretches of lanes.
const ROWS: usize = 4;
const STRETCHES: usize = 2;

/// One matrix times another, added to what stands in `out`.
struct Multiply<'a> {
    a: &'a [f32],
    b: &'a [f32],
    out: &'a mut [f32],
    size: Size,
}

impl WithSimd for Multiply<'_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "only what is part of it is compiled for the processor at hand")]
    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { a, b, out, size } = self;
        if size.inner == 0 || size.columns == 0 {
            return;
        }
        // All rows meet a few columns before the next ones: those stay in the processor's nearest cache.
        for from in (0..size.columns).step_by(STRETCHES * S::F32_LANES) {
            for (a, out) in a.chunks(ROWS * size.inner).zip(out.chunks_mut(ROWS * size.columns)) {
                match a.len() / size.inner {
                    1 => stripe::<S, 1>(simd, a, b, out, size, from),
                    2 => stripe::<S, 2>(simd, a, b, out, size, from),
                    3 => stripe::<S, 3>(simd, a, b, out, size, from),
                    _ => stripe::<S, ROWS>(simd, a, b, out, size, from),
                }
            }
        }
    }
}

/// So many rows of the product, from a column on and a few stretches wide.
#[expect(clippy::inline_always, reason = "only what is part of it is compiled for the processor at hand")]
#[inline(always)]
fn stripe<S: Simd, const R: usize>(simd: S, a: &[f32], b: &[f32], out: &mut [f32], size: Size, from: usize) {
    let Size { inner, columns } = size;
    let mut rows: [&[f32]; R] = [&[]; R];
    for (row, a) in rows.iter_mut().zip(a.chunks_exact(inner)) {
        *row = a;
    }
    let wide = STRETCHES * S::F32_LANES;
    if from + wide <= columns {
        let mut sums = [[simd.splat_f32s(0.0); STRETCHES]; R];
        for (sums, out) in sums.iter_mut().zip(out.chunks_exact(columns)) {
            sums.copy_from_slice(S::as_simd_f32s(&out[from..from + wide]).0);
        }
        for (nth, values) in b.chunks_exact(columns).enumerate() {
            let (&[one, two], _) = S::as_simd_f32s(&values[from..from + wide]) else { break };
            for (sums, row) in sums.iter_mut().zip(&rows) {
                let factor = simd.splat_f32s(row[nth]);
                sums[0] = simd.mul_add_e_f32s(factor, one, sums[0]);
                sums[1] = simd.mul_add_e_f32s(factor, two, sums[1]);
            }
        }
        for (sums, out) in sums.iter().zip(out.chunks_exact_mut(columns)) {
            S::as_mut_simd_f32s(&mut out[from..from + wide]).0.copy_from_slice(sums);
        }
        return;
    }
    // What is left is narrower.
    for from in (from..columns).step_by(S::F32_LANES) {
        let end = columns.min(from + S::F32_LANES);
        let mut sums = [simd.splat_f32s(0.0); R];
        for (sum, out) in sums.iter_mut().zip(out.chunks_exact(columns)) {
            *sum = simd.partial_load_f32s(&out[from..end]);
        }
        for (nth, values) in b.chunks_exact(columns).enumerate() {
            let values = simd.partial_load_f32s(&values[from..end]);
            for (sum, row) in sums.iter_mut().zip(&rows) {
                *sum = simd.mul_add_e_f32s(simd.splat_f32s(row[nth]), values, *sum);
            }
        }
        for (sum, out) in sums.iter().zip(out.chunks_exact_mut(columns)) {
            simd.partial_store_f32s(&mut out[from..end], *sum);
        }
    }
}

#[cfg(test)]
mod tests {
    use candle_core::Device;

    use super::*;

    /// Whatever the sizes, it is candle's own product.
    #[test]
    fn multiplies_as_candle_does() {
        for (rows, inner, columns) in
            [(1, 1, 1), (3, 5, 2), (4, 96, 288), (9, 64, 96), (10, 7, 33), (8, 16, 16)]
        {
            let random = |dims: &[usize]| Tensor::randn(0.0_f32, 1.0, dims, &Device::Cpu).expect("numbers");
            for lead in [vec![], vec![2, 4]] {
                let a = random(&[&lead[..], &[rows, inner]].concat());
                let b = random(&[&lead[..], &[inner, columns]].concat());
                let (ours, theirs) = (product(&a, &b).expect("ours"), a.matmul(&b).expect("theirs"));
                assert_eq!(ours.dims(), theirs.dims());
                let off = (ours - theirs).expect("alike").abs().expect("sizes").max_all().expect("some");
                assert!(off.to_scalar::<f32>().expect("one") < 1e-4, "{rows} {inner} {columns} {off}");
                let start: Vec<f32> = (1_u16..).map(|nth| f32::from(nth) / 256.0).take(columns).collect();
                let from = product_from(&start, &a, &b).expect("ours");
                let start = Tensor::new(start, &Device::Cpu).expect("numbers");
                let off = (from - a.matmul(&b).and_then(|sums| sums.broadcast_add(&start)).expect("theirs"))
                    .and_then(|off| off.abs()?.max_all())
                    .expect("alike");
                assert!(off.to_scalar::<f32>().expect("one") < 1e-4, "{rows} {inner} {columns} {off}");
            }
        }
        let turned = Tensor::ones((3, 2), candle_core::DType::F32, &Device::Cpu).expect("ones");
        assert!(product(&turned, &turned).is_err(), "sizes that do not fit");
        let fits = Tensor::ones((2, 2), candle_core::DType::F32, &Device::Cpu).expect("ones");
        assert!(product_from(&[1.0], &turned, &fits).is_err(), "a start that does not fit");
    }
}
