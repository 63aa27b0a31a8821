//! How long somebody who guesses has to wait: not at all for the first few tries, then twice as long after each.
//!
//! Each of many is held to it by themselves, so that whoever guesses somebody's password from elsewhere does not keep
//! them out. Kept in memory: a restart forgives.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{Wait, microseconds, seconds};
use crate::ledger::Timestamp;

/// Waits that grow with every wrong try.
#[derive(Debug)]
pub struct Lockout {
    /// How many wrong tries cost nothing.
    free: u32,
    /// The wait after the last of them, in microseconds …
    first_us: i64,
    /// … which doubles with each further one up to this.
    longest_us: i64,
    /// Whoever tried nothing for so long begins anew.
    memory_us: i64,
    known: Mutex<BTreeMap<String, Guesser>>,
}

/// What is remembered of one.
#[derive(Debug, Clone, Copy)]
struct Guesser {
    tries: u32,
    /// In microseconds since 1970, as `last`.
    waits_until: i64,
    last: i64,
}

/// More are never remembered: who tried longest ago is forgotten first.
const MOST_KNOWN: usize = 10_000;

impl Lockout {
    /// `free` tries, then a wait of `first` that doubles up to `longest`; forgotten after `memory` without a try.
    pub fn new(free: u32, first: Duration, longest: Duration, memory: Duration) -> Self {
        Self {
            free: free.max(1),
            first_us: microseconds(first),
            longest_us: microseconds(longest),
            memory_us: microseconds(memory.max(longest)),
            known: Mutex::default(),
        }
    }

    /// Counts a try as wrong before it is made, so that many at once are not more than one after the other. One that
    /// turns out well is taken back, or all are forgiven. Gives the wait that follows if it does not, if there is one.
    pub fn try_once(&self, who: &str, now: Timestamp) -> Result<Option<Wait>, Wait> {
        let now = now.as_microsecond();
        let mut known = self.known();
        let before = known.get(who).filter(|before| now < before.last + self.memory_us).copied();
        let tries = match before {
            Some(before) if now < before.waits_until => {
                return Err(Wait { seconds: seconds(before.waits_until - now).max(1) });
            }
            Some(before) => before.tries.saturating_add(1),
            None => 1,
        };
        if known.len() >= MOST_KNOWN && !known.contains_key(who) {
            self.make_room(&mut known, now);
        }
        let wait_us = self.wait_us(tries);
        known.insert(who.to_owned(), Guesser { tries, waits_until: now + wait_us, last: now });
        Ok((wait_us > 0).then(|| Wait { seconds: seconds(wait_us) }))
    }

    /// The try was neither right nor wrong.
    pub fn take_back(&self, who: &str) {
        let mut known = self.known();
        let Some(guesser) = known.get_mut(who) else { return };
        guesser.tries = guesser.tries.saturating_sub(1);
        // It was let in, so no wait was left from the tries before it.
        guesser.waits_until = guesser.last;
        if guesser.tries == 0 {
            known.remove(who);
        }
    }

    /// They proved who they are.
    pub fn forgive(&self, who: &str) {
        self.known().remove(who);
    }

    /// How long to wait after so many wrong tries.
    fn wait_us(&self, tries: u32) -> i64 {
        let Some(beyond) = tries.checked_sub(self.free) else { return 0 };
        let doubled = 1_i64.checked_shl(beyond.min(40)).and_then(|times| self.first_us.checked_mul(times));
        doubled.unwrap_or(self.longest_us).min(self.longest_us)
    }

    fn make_room(&self, known: &mut BTreeMap<String, Guesser>, now: i64) {
        known.retain(|_, guesser| now < guesser.last + self.memory_us);
        if known.len() < MOST_KNOWN {
            return;
        }
        let oldest = known.iter().min_by_key(|(_, guesser)| guesser.last).map(|(who, _)| who.clone());
        if let Some(oldest) = oldest {
            known.remove(&oldest);
        }
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<String, Guesser>> {
        // A panic while holding it leaves nothing half done: each change is one assignment.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MINUTE: Duration = Duration::from_mins(1);

    fn lockout() -> Lockout {
        Lockout::new(3, MINUTE, MINUTE * 10, MINUTE * 60)
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    /// What a row of the table does.
    enum Do {
        Wrong,
        Right,
        Neither,
    }

    #[test]
    fn waits_grow_and_are_forgiven() {
        use Do::{Neither, Right, Wrong};
        // When, what comes of the try that is let in, and the seconds to wait where it is not.
        let rows = [
            (0, Wrong, 0),
            (0, Wrong, 0),
            (0, Wrong, 0),
            (0, Wrong, 60),
            (59, Wrong, 1),
            (60, Wrong, 0),
            (60, Right, 120),
            (180, Neither, 0),
            (180, Wrong, 0),
            (180, Wrong, 240),
            (420, Wrong, 0),
            (420, Wrong, 480),
            (900, Wrong, 0),
            // It would be sixteen minutes by now.
            (900, Wrong, 600),
            (1_500, Right, 0),
            (1_500, Wrong, 0),
            (1_500, Wrong, 0),
            (1_500, Neither, 0),
            (1_500, Wrong, 0),
            (1_500, Wrong, 60),
            // Nothing for an hour is nothing ever.
            (5_100, Wrong, 0),
            (5_100, Wrong, 0),
            (5_100, Wrong, 0),
            (5_100, Wrong, 60),
        ];
        let lockout = lockout();
        for (row, (second, outcome, wait)) in rows.into_iter().enumerate() {
            let tried = lockout.try_once("ayah", at(second));
            assert_eq!(tried.err(), (wait > 0).then_some(Wait { seconds: wait }), "row {row}");
            match (tried, outcome) {
                (Ok(_), Right) => lockout.forgive("ayah"),
                (Ok(_), Neither) => lockout.take_back("ayah"),
                _ => {}
            }
        }
    }

    #[test]
    fn one_does_not_hold_up_another() {
        let lockout = lockout();
        while lockout.try_once("ayah from afar", at(0)).is_ok() {}
        assert_eq!(lockout.try_once("ayah at home", at(0)), Ok(None));
    }

    #[test]
    fn does_not_remember_without_bound() {
        let lockout = lockout();
        for guesser in 0..MOST_KNOWN + 5 {
            let second = i64::try_from(guesser / 1_000).unwrap();
            assert_eq!(lockout.try_once(&guesser.to_string(), at(second)), Ok(None));
        }
        assert_eq!(lockout.known().len(), MOST_KNOWN);
        assert!(lockout.known().contains_key(&(MOST_KNOWN + 4).to_string()));
        assert!(!lockout.known().contains_key("0"), "who tried longest ago is forgotten first");
    }

    proptest! {
        /// However the tries are spread, a guesser has no more of them than one who comes back the very moment that
        /// each wait ends.
        #[test]
        fn nobody_gets_more_tries_than_the_patient(pauses in proptest::collection::vec(0_i64..400, 1..200)) {
            let (lockout, mut now, mut granted) = (lockout(), 0, 0_u32);
            let mut pauses = pauses.into_iter();
            while now < 3_600 {
                if lockout.try_once("ayah", at(now)).is_ok() {
                    granted += 1;
                }
                now += pauses.next().unwrap_or(1);
            }
            // Three free ones, then after 1, 2, 4, 8 and from there every 10 minutes: 15 + 10 n ≤ 60.
            prop_assert!(granted <= 3 + 4 + 4, "{granted}");
        }

        #[test]
        fn a_wait_that_is_told_is_the_whole_wait(tries in 1_u32..40) {
            let (lockout, mut now) = (lockout(), 0);
            for _ in 0..tries {
                if let Some(wait) = lockout.try_once("ayah", at(now)).unwrap() {
                    prop_assert_eq!(lockout.try_once("ayah", at(now)), Err(wait));
                    now += i64::from(wait.seconds);
                    prop_assert_eq!(lockout.try_once("ayah", at(now - 1)), Err(Wait { seconds: 1 }));
                }
            }
        }
    }
}
