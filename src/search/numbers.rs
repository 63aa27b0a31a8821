//! What the numbers of a hit are, and must be.

use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

use super::SearchError;
use super::window::Window;

/// What the numbers of a hit must, or must not, all be.
pub(super) struct Test {
    pub(super) all: Vec<Numbers>,
    pub(super) negated: bool,
}

/// A column, and between what its number lies.
pub(super) struct Numbers {
    column: Column,
    least: u64,
    most: u64,
}

/// The numbers of one column at the marked places of a window.
#[derive(Default)]
pub(super) struct Read {
    /// One for each place of the window; where nothing is marked, any.
    values: Vec<u64>,
    places: Vec<DocId>,
    few: Vec<u64>,
}

/// Where at least one in so many places is marked, all between the first and the last are read: one after the other
/// they come several times as fast as one here and one there.
const DENSE: u32 = 8;

impl Read {
    /// Reads a column where the window, which begins at `start`, is marked.
    pub(super) fn read(&mut self, column: &Column, start: DocId, window: &Window) -> &[u64] {
        self.values.resize(Window::WIDTH as usize, 0);
        let Some((first, last)) = window.span() else { return &self.values };
        let place = |place: u32| usize::try_from(place).unwrap_or(0);
        if window.count() >= (last - first) / DENSE {
            let stretch = &mut self.values[place(first)..=place(last)];
            column.values.get_range(u64::from(start + first), stretch);
        } else {
            window.gather(start, &mut self.places);
            self.few.resize(self.places.len(), 0);
            column.values.get_vals(&self.places, &mut self.few);
            for (at, value) in self.places.iter().zip(&self.few) {
                self.values[place(at - start)] = *value;
            }
        }
        &self.values
    }
}

impl Test {
    /// Keeps the marked places that pass.
    pub(super) fn keep(&self, read: &mut Read, start: DocId, window: &mut Window) {
        let mut passed = window.clone();
        for numbers in &self.all {
            let values = read.read(&numbers.column, start, &passed);
            let held = numbers.among(values);
            passed.keep_only(&held);
        }
        if self.negated { window.take_out(&passed) } else { window.keep_only(&passed) }
    }
}

impl Numbers {
    pub(super) fn new(
        segment: &SegmentReader,
        column: &str,
        least: u64,
        most: u64,
    ) -> Result<Self, SearchError> {
        Ok(Self { column: segment.fast_fields().u64(column)?, least, most })
    }

    pub(super) fn hold(&self, place: DocId) -> bool {
        (self.least..=self.most).contains(&self.column.values.get_val(place))
    }

    /// Marks the values that lie between.
    fn among(&self, values: &[u64]) -> Window {
        Window::of(values.chunks(64).map(|chunk| {
            let bits = chunk.iter().enumerate();
            bits.fold(0, |bits, (bit, value)| {
                bits | u64::from((self.least..=self.most).contains(value)) << bit
            })
        }))
    }
}

/// The first place from which on something holds of the orders, which fall from place to place.
pub(super) fn first_place(orders: &Column, count: DocId, holds: impl Fn(u64) -> bool) -> DocId {
    let (mut from, mut to) = (0, count);
    while from < to {
        let middle = from + (to - from) / 2;
        if holds(orders.values.get_val(middle)) {
            to = middle;
        } else {
            from = middle + 1;
        }
    }
    from
}
