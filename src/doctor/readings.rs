//! How the box was over the last day, for charts. In memory only: an SD card wears by writing.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use super::Doctor;
use super::alarm::Signs;
use crate::ledger::Timestamp;

/// How the box was at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub at: Timestamp,
    /// What the program holds, and what is left on the machine, in bytes.
    pub own_memory: Option<u64>,
    pub memory_free: Option<u64>,
    pub disk_free: Option<u64>,
    /// Of the warmest part, in thousandths of a degree Celsius.
    pub warmth: Option<i64>,
    /// Messages to chats that waited.
    pub waiting: u64,
    /// Requests since the reading before, and those that could not be answered.
    pub requests: u64,
    pub failed: u64,
}

/// The readings of a day. The oldest make room.
#[derive(Debug, Default)]
pub(super) struct Readings(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    readings: VecDeque<Reading>,
    /// All requests and failures when the newest was taken.
    counted: (u64, u64),
}

impl Readings {
    pub(super) const EVERY_S: u32 = 5 * 60;
    const MOST: usize = 24 * 60 * 60 / Self::EVERY_S as usize;

    /// Keeps what was seen, if it is time for another reading.
    pub(super) fn note(&self, signs: &Signs, now: Timestamp) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Looks come a little early or late; a clock that went back begins anew.
        let is_time = kept.readings.back().is_none_or(|last| {
            let passed = now.as_second() - last.at.as_second();
            passed < 0 || passed + 10 >= i64::from(Self::EVERY_S)
        });
        if !is_time {
            return;
        }
        kept.readings.retain(|reading| reading.at < now);
        if kept.readings.len() == Self::MOST {
            kept.readings.pop_front();
        }
        let (requests, failed) = kept.counted;
        kept.readings.push_back(Reading {
            at: now,
            own_memory: signs.own_memory,
            memory_free: signs.memory.map(|room| room.free),
            disk_free: signs.disk.map(|room| room.free),
            warmth: signs.warmth,
            waiting: signs.waiting,
            requests: signs.requests.saturating_sub(requests),
            failed: signs.failed.saturating_sub(failed),
        });
        kept.counted = (signs.requests, signs.failed);
    }

    fn all(&self) -> Vec<Reading> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).readings.iter().cloned().collect()
    }
}

impl Doctor {
    /// Seconds between readings.
    pub const READ_EVERY_S: u32 = Readings::EVERY_S;

    /// Since the box was started, of at most a day, the oldest first.
    pub fn readings(&self) -> Vec<Reading> {
        self.readings.all()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    fn seen(requests: u64) -> Signs {
        Signs { requests, failed: requests / 10, ..Signs::default() }
    }

    #[test]
    fn one_is_kept_every_five_minutes_for_a_day_and_counts_what_came_between() {
        let readings = Readings::default();
        for minute in 0..=(25 * 60) {
            readings.note(&seen(u64::try_from(minute).unwrap() * 10), at(minute * 60));
        }
        let all = readings.all();
        assert_eq!(all.len(), 288);
        assert_eq!(all.last().unwrap().at, at(25 * 3_600));
        assert!(all.windows(2).all(|pair| pair[1].at.as_second() - pair[0].at.as_second() == 300));
        assert!(all.iter().all(|reading| (reading.requests, reading.failed) == (50, 5)));
    }

    #[test]
    fn a_clock_that_goes_back_leaves_nothing_of_the_future() {
        let readings = Readings::default();
        readings.note(&seen(1), at(0));
        readings.note(&seen(2), at(1_000_000));
        readings.note(&seen(3), at(400));
        let moments: Vec<_> = readings.all().iter().map(|reading| reading.at).collect();
        assert_eq!(moments, [at(0), at(400)]);
    }
}
