//! How many things of one kind may be under way at once: in all, and for one person, so that nobody takes everybody's.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio_util::sync::CancellationToken;

use crate::ledger::MemberId;

/// Seats that people take and leave. A cheap clone.
#[derive(Debug, Clone)]
pub struct Seats {
    all: usize,
    of_one: usize,
    taken: Arc<Mutex<Taken>>,
}

#[derive(Debug, Default)]
struct Taken {
    /// How many were ever taken.
    count: u64,
    /// Of each account those it has, the oldest first.
    own: BTreeMap<MemberId, VecDeque<(u64, CancellationToken)>>,
}

/// Kept for as long as the thing goes on.
#[derive(Debug)]
pub struct Seat {
    seats: Seats,
    whose: MemberId,
    number: u64,
    wanted: CancellationToken,
}

impl Seats {
    pub fn new(all: usize, of_one: usize) -> Self {
        Self { all, of_one, taken: Arc::default() }
    }

    /// A seat for a person's account; none if all are taken, or all that one person may have.
    pub fn take(&self, whose: MemberId) -> Option<Seat> {
        self.seat(&mut self.taken(), whose)
    }

    /// The same, but whoever has all that one person may have gives up their oldest.
    pub fn take_newest(&self, whose: MemberId) -> Option<Seat> {
        let mut taken = self.taken();
        if let Some(own) = taken.own.get_mut(&whose).filter(|own| own.len() >= self.of_one)
            && let Some((_, wanted)) = own.pop_front()
        {
            wanted.cancel();
        }
        self.seat(&mut taken, whose)
    }

    fn seat(&self, taken: &mut Taken, whose: MemberId) -> Option<Seat> {
        let all: usize = taken.own.values().map(VecDeque::len).sum();
        let own = taken.own.get(&whose).map_or(0, VecDeque::len);
        if own >= self.of_one || all >= self.all {
            return None;
        }
        taken.count += 1;
        let (number, wanted) = (taken.count, CancellationToken::new());
        taken.own.entry(whose).or_default().push_back((number, wanted.clone()));
        Some(Seat { seats: self.clone(), whose, number, wanted })
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seat {
    /// Waits until its owner wants it for something newer.
    pub async fn is_wanted(&self) {
        self.wanted.cancelled().await;
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.taken();
        if let Some(own) = taken.own.get_mut(&self.whose) {
            own.retain(|(number, _)| *number != self.number);
            if own.is_empty() {
                taken.own.remove(&self.whose);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people() -> [MemberId; 3] {
        [1, 2, 3].map(|nth| MemberId::from_bytes([nth; 16]))
    }

    #[test]
    fn one_person_does_not_take_the_seats_of_all_and_a_seat_that_is_left_is_free() {
        let seats = Seats::new(3, 2);
        let [one, two, three] = people();
        let (first, second) = (seats.take(one), seats.take(one));
        assert!(first.is_some() && second.is_some());
        assert!(seats.take(one).is_none(), "others come first");
        let third = seats.take(two);
        assert!(third.is_some() && seats.take(three).is_none(), "all are taken");
        drop(first);
        assert!(seats.take(three).is_some());
        drop((second, third));
        assert!(seats.taken().own.is_empty(), "nothing is remembered of whoever has none");
    }

    #[test]
    fn the_newest_takes_the_place_of_its_owner_s_oldest() {
        let seats = Seats::new(3, 2);
        let [one, two, three] = people();
        let (first, second) = (seats.take_newest(one).unwrap(), seats.take_newest(one).unwrap());
        let newest = seats.take_newest(one).unwrap();
        assert!(first.wanted.is_cancelled() && !second.wanted.is_cancelled());
        let other = seats.take_newest(two).unwrap();
        assert!(seats.take_newest(three).is_none(), "another's is not given up");
        drop((first, second, newest, other));
        assert!(seats.taken().own.is_empty());
    }
}
