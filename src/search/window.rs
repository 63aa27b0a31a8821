//! Which of many neighbouring places of the index are hits.

/// A stretch of neighbouring places of a piece, each marked or not.
#[derive(Clone)]
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

    /// Marks the first so many places.
    pub(super) fn mark_first(&mut self, count: u32) {
        for (number, block) in (0_u32..).zip(&mut self.0) {
            let of_block = count.saturating_sub(number * u64::BITS).min(u64::BITS);
            *block |= u64::MAX.checked_shr(u64::BITS - of_block).unwrap_or(0);
        }
    }

    pub(super) fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine |= theirs;
        }
    }

    pub(super) fn take_out(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine &= !theirs;
        }
    }

    pub(super) fn holds(&self, place: u32) -> bool {
        let block = usize::try_from(place / u64::BITS).ok().and_then(|block| self.0.get(block));
        block.is_some_and(|block| block >> (place % u64::BITS) & 1 == 1)
    }

    pub(super) fn unmark(&mut self, place: u32) {
        let block = usize::try_from(place / u64::BITS).unwrap_or(usize::MAX);
        if let Some(block) = self.0.get_mut(block) {
            *block &= !(1 << (place % u64::BITS));
        }
    }

    /// Keeps the marked places of which that holds.
    pub(super) fn retain(&mut self, keep: impl Fn(u32) -> bool) {
        for (number, block) in (0_u32..).zip(&mut self.0) {
            let mut left = *block;
            while left != 0 {
                let bit = left.trailing_zeros();
                if !keep(number * u64::BITS + bit) {
                    *block &= !(1 << bit);
                }
                left &= left - 1;
            }
        }
    }

    /// How many places are marked.
    pub(super) fn count(&self) -> u32 {
        self.0.iter().map(|block| block.count_ones()).sum()
    }

    /// The window of these blocks.
    pub(super) fn of(blocks: impl Iterator<Item = u64>) -> Self {
        let mut window = Self::default();
        window.0.iter_mut().zip(blocks).for_each(|(mine, block)| *mine = block);
        window
    }

    /// Each 64 neighbouring places, as bits, lowest first.
    pub(super) fn blocks(&self) -> impl Iterator<Item = u64> {
        self.0.iter().copied()
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

    /// The marked places, in order, counted from `start`.
    pub(super) fn gather(&self, start: u32, places: &mut Vec<u32>) {
        places.clear();
        for (number, block) in (0_u32..).zip(self.0) {
            let mut left = block;
            while left != 0 {
                places.push(start + number * u64::BITS + left.trailing_zeros());
                left &= left - 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(window: &Window) -> Vec<u32> {
        let mut places = Vec::new();
        window.gather(0, &mut places);
        places
    }

    #[test]
    fn a_window_gives_back_what_was_marked_in_order() {
        let (mut window, mut other) = (Window::default(), Window::default());
        for place in [4_095, 0, 64, 63, 1_000] {
            window.mark(place);
        }
        assert_eq!(marked(&window), [0, 63, 64, 1_000, 4_095]);
        assert_eq!(window.span(), Some((0, 4_095)));
        assert!(window.holds(1_000) && !window.holds(1_001));
        other.mark(64);
        other.mark(65);
        assert_eq!(other.span(), Some((64, 65)));
        let mut without = window.clone();
        without.take_out(&other);
        assert_eq!(marked(&without), [0, 63, 1_000, 4_095]);
        without.add(&other);
        assert_eq!(marked(&without), [0, 63, 64, 65, 1_000, 4_095]);
        window.keep_only(&other);
        assert_eq!(marked(&window), [64]);
        let mut some = without.clone();
        some.retain(|place| place % 2 == 1);
        assert_eq!((marked(&some), some.count()), (vec![63, 65, 4_095], 3));
        some.unmark(65);
        some.unmark(0);
        assert_eq!(marked(&some), [63, 4_095]);
        assert_eq!(some.blocks().filter(|block| *block != 0).count(), 2);
        window.keep_only(&Window::default());
        assert_eq!(window.span(), None);
    }

    #[test]
    fn the_first_places_are_as_many_as_said() {
        for count in [0, 1, 63, 64, 65, 4_095, 4_096, 5_000] {
            let mut window = Window::default();
            window.mark_first(count);
            assert_eq!(marked(&window), (0..count.min(Window::WIDTH)).collect::<Vec<_>>(), "{count}");
        }
    }
}
