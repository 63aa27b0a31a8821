//! What the numbers of a hit must be.

use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

use super::SearchError;

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

impl Test {
    pub(super) fn keep(&self, places: &mut Vec<DocId>) {
        let mut all = vec![true; places.len()];
        for numbers in &self.all {
            numbers.among(places, &mut all);
        }
        let mut all = all.into_iter();
        places.retain(|_| all.next().is_some_and(|all| all != self.negated));
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

    /// Unsets those whose number lies elsewhere.
    fn among(&self, places: &[DocId], all: &mut [bool]) {
        let mut numbers = vec![0; places.len()];
        self.column.values.get_vals(places, &mut numbers);
        for (one, number) in all.iter_mut().zip(numbers) {
            *one &= (self.least..=self.most).contains(&number);
        }
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
