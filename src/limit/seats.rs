//! How many things of one kind may be under way at once: in all, and for one person, so that nobody takes everybody's.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::ledger::MemberId;

/// Seats that people take and leave. A cheap clone.
#[derive(Debug, Clone)]
pub struct Seats {
    all: usize,
    of_one: usize,
    taken: Arc<Mutex<BTreeMap<MemberId, usize>>>,
}

/// Kept for as long as the thing goes on.
#[derive(Debug)]
pub struct Seat {
    seats: Seats,
    whose: MemberId,
}

impl Seats {
    pub fn new(all: usize, of_one: usize) -> Self {
        Self { all, of_one, taken: Arc::default() }
    }

    /// A seat for a person's account; none if all are taken, or all that one person may have.
    pub fn take(&self, whose: MemberId) -> Option<Seat> {
        let mut taken = self.taken();
        let own = taken.get(&whose).copied().unwrap_or(0);
        if own >= self.of_one || taken.values().sum::<usize>() >= self.all {
            return None;
        }
        taken.insert(whose, own + 1);
        Some(Seat { seats: self.clone(), whose })
    }

    fn taken(&self) -> MutexGuard<'_, BTreeMap<MemberId, usize>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.taken();
        if let Some(own) = taken.get_mut(&self.whose) {
            *own -= 1;
            if *own == 0 {
                taken.remove(&self.whose);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_does_not_take_the_seats_of_all_and_a_seat_that_is_left_is_free() {
        let seats = Seats::new(3, 2);
        let [one, two, three] = [1, 2, 3].map(|nth| MemberId::from_bytes([nth; 16]));
        let (first, second) = (seats.take(one), seats.take(one));
        assert!(first.is_some() && second.is_some());
        assert!(seats.take(one).is_none(), "others come first");
        let third = seats.take(two);
        assert!(third.is_some() && seats.take(three).is_none(), "all are taken");
        drop(first);
        assert!(seats.take(three).is_some());
        drop((second, third));
        assert!(seats.taken().is_empty(), "nothing is remembered of whoever has none");
    }
}
