//! Which of many neighbouring places of the index are hits.

/// A stretch of neighbouring places of a piece, each marked or not.
pub(super) struct Window([u64; Window::BLOCKS]);

impl Default for Window {
    fn default() -> Self {
        Self([0; Self::BLOCKS])
    }
}

impl Window {
    const BLOCKS: usize = 64;
    pub(super) const WIDTH: u32 = 64 * u64::BITS;

    pub(super) fn mark(&mut self, place: u32) {
        let block = usize::try_from(place / u64::BITS).unwrap_or(usize::MAX);
        if let Some(block) = self.0.get_mut(block) {
            *block |= 1 << (place % u64::BITS);
        }
    }

    pub(super) fn keep_only(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine &= theirs;
        }
    }

    /// The first and the last marked place.
    pub(super) fn span(&self) -> Option<(u32, u32)> {
        let block = |(number, block): (u32, &u64)| (*block != 0).then_some((number * u64::BITS, *block));
        let (first, low) = (0_u32..).zip(&self.0).find_map(block)?;
        let (last, high) = (0_u32..).zip(&self.0).filter_map(block).last()?;
        Some((first + low.trailing_zeros(), last + u64::BITS - 1 - high.leading_zeros()))
    }

    /// The marked places, in order.
    pub(super) fn marked(&self) -> impl Iterator<Item = u32> {
        (0_u32..).zip(self.0).filter(|(_, block)| *block != 0).flat_map(|(number, block)| {
            (0..u64::BITS).filter(move |bit| block >> bit & 1 == 1).map(move |bit| number * u64::BITS + bit)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_gives_back_what_was_marked_in_order() {
        let (mut window, mut other) = (Window::default(), Window::default());
        for place in [4_095, 0, 64, 63, 1_000] {
            window.mark(place);
        }
        assert_eq!(window.marked().collect::<Vec<_>>(), [0, 63, 64, 1_000, 4_095]);
        assert_eq!(window.span(), Some((0, 4_095)));
        other.mark(64);
        other.mark(65);
        assert_eq!(other.span(), Some((64, 65)));
        window.keep_only(&other);
        assert_eq!(window.marked().collect::<Vec<_>>(), [64]);
        window.keep_only(&Window::default());
        assert_eq!(window.span(), None);
    }
}
