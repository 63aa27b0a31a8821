//! How often somebody may try: a few times at once, then one more after every while.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::ledger::Timestamp;

/// Tries by whoever makes them. Kept in memory: a restart forgives.
#[derive(Debug)]
pub(super) struct Tries {
    /// How many in a row.
    most: u32,
    /// After how long one more is granted, in milliseconds.
    every_ms: i64,
    /// Until when what somebody tried counts, in milliseconds since 1970: each try adds `every_ms`.
    owed_until: Mutex<BTreeMap<String, i64>>,
}

/// More are never remembered: whoever has waited out everything is forgotten first.
const MOST_KNOWN: usize = 10_000;

/// Too many tries; another is granted after so many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    pub seconds: u32,
}

impl Tries {
    pub(super) fn new(most: u32, every: Duration) -> Self {
        let every_ms = i64::try_from(every.as_millis()).unwrap_or(i64::MAX / 1_000_000).max(1);
        Self { most, every_ms, owed_until: Mutex::default() }
    }

    /// Counts one try, unless there were too many.
    pub(super) fn count(&self, who: &str, now: Timestamp) -> Result<(), Wait> {
        let now = now.as_millisecond();
        let mut known = self.owed_until.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_KNOWN && !known.contains_key(who) {
            known.retain(|_, until| *until > now);
            if known.len() >= MOST_KNOWN {
                // So many guessers at once: everybody new waits until one of them is forgotten.
                return Err(self.wait(self.every_ms));
            }
        }
        let owed_until = known.get(who).copied().unwrap_or(now).max(now);
        let over = owed_until + self.every_ms - now - self.every_ms * i64::from(self.most);
        if over > 0 {
            return Err(self.wait(over));
        }
        known.insert(who.to_owned(), owed_until + self.every_ms);
        Ok(())
    }

    /// Takes one counted try back: it was not a wrong one.
    pub(super) fn forgive(&self, who: &str, now: Timestamp) {
        let now = now.as_millisecond();
        let mut known = self.owed_until.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(until) = known.get_mut(who) {
            *until -= self.every_ms;
            if *until <= now {
                known.remove(who);
            }
        }
    }

    #[expect(clippy::unused_self, reason = "reads as a question to it")]
    fn wait(&self, over_ms: i64) -> Wait {
        let seconds = over_ms.saturating_add(999) / 1000;
        Wait { seconds: u32::try_from(seconds).unwrap_or(u32::MAX).max(1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    #[test]
    fn grants_a_few_at_once_and_then_one_at_a_time() {
        let tries = Tries::new(3, Duration::from_mins(1));
        for _ in 0..3 {
            assert_eq!(tries.count("ayah", at(0)), Ok(()));
        }
        assert_eq!(tries.count("ayah", at(0)), Err(Wait { seconds: 60 }));
        assert_eq!(tries.count("ayah", at(45)), Err(Wait { seconds: 15 }));
        assert_eq!(tries.count("ayah", at(60)), Ok(()));
        assert_eq!(tries.count("ayah", at(60)), Err(Wait { seconds: 60 }));
        assert_eq!(tries.count("ibu", at(60)), Ok(()), "another one is not held up");
    }

    #[test]
    fn a_right_one_is_not_counted() {
        let tries = Tries::new(1, Duration::from_mins(1));
        for _ in 0..10 {
            assert_eq!(tries.count("ayah", at(0)), Ok(()));
            tries.forgive("ayah", at(0));
        }
        assert!(tries.owed_until.lock().unwrap().is_empty());
    }

    #[test]
    fn does_not_remember_without_bound() {
        let tries = Tries::new(1, Duration::from_mins(1));
        for guesser in 0..MOST_KNOWN {
            assert_eq!(tries.count(&guesser.to_string(), at(0)), Ok(()));
        }
        assert!(tries.count("late", at(0)).is_err());
        assert_eq!(tries.count("late", at(61)), Ok(()));
        assert_eq!(tries.owed_until.lock().unwrap().len(), 1);
    }
}
