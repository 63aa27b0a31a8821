//! Which backups are kept, and which have had their time.

use std::collections::BTreeSet;

use super::name::Entry;
use crate::ledger::Zone;

/// How many days, weeks and months back the last backup of each is kept. Those without a backup do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keep {
    pub daily: usize,
    pub weekly: usize,
    pub monthly: usize,
}

/// Those to be cleared away. The newest is kept whatever its day, and so is `proven`: the newest of which it is known
/// that it can be put back.
///
/// What is newest goes by numbers and not by the clock: one that was wrong for a while made backups of odd days, which
/// are days like others here.
pub(super) fn to_clear(entries: &[Entry], keep: Keep, zone: &Zone, proven: Option<u64>) -> Vec<Entry> {
    let mut newest_first = entries.to_vec();
    newest_first.sort_by_key(|entry| std::cmp::Reverse(entry.number));
    let (mut days, mut weeks, mut months) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut cleared = Vec::new();
    for (at, entry) in newest_first.into_iter().enumerate() {
        let date = zone.day_of(entry.made).date();
        let week = date.iso_week_date();
        // Each has to be asked: one backup can be the last of its day, week and month at once.
        let kept = [
            counts(&mut days, (date.year(), date.month(), date.day()), keep.daily),
            counts(&mut weeks, (week.year(), week.week()), keep.weekly),
            counts(&mut months, (date.year(), date.month()), keep.monthly),
        ];
        if at > 0 && !kept.contains(&true) && proven != Some(entry.number) {
            cleared.push(entry);
        }
    }
    cleared
}

/// Whether this is the first of its period, and the period one of the last `most`.
fn counts<T: Ord>(seen: &mut BTreeSet<T>, period: T, most: usize) -> bool {
    seen.len() < most && seen.insert(period)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::ledger::Timestamp;
    use crate::outside::later;

    const KEEP: Keep = Keep { daily: 7, weekly: 4, monthly: 12 };

    fn jakarta() -> Zone {
        Zone::named("Asia/Jakarta").unwrap()
    }

    fn kept(entries: &[Entry], proven: Option<u64>) -> Vec<u64> {
        let cleared = to_clear(entries, KEEP, &jakarta(), proven);
        let left = entries.iter().filter(|entry| !cleared.contains(entry));
        left.map(|entry| entry.number).collect()
    }

    /// One each night, at 19:00 UTC, which is two at night in Jakarta.
    fn nights(many: u64) -> Vec<Entry> {
        let first: Timestamp = "2026-01-01T19:00:00Z".parse().unwrap();
        let night = |number| {
            let made = later(first, Duration::from_hours(24 * (number - 1)));
            Entry { number, made, bytes: 1 }
        };
        (1..=many).map(night).collect()
    }

    #[test]
    fn after_two_years_of_nights_the_days_weeks_and_months_are_left() {
        let mut there: Vec<Entry> = Vec::new();
        for night in nights(730) {
            there.push(night);
            let cleared = to_clear(&there, KEEP, &jakarta(), None);
            there.retain(|entry| !cleared.contains(entry));
        }
        // The last seven, the last of three earlier weeks, and of eleven earlier months; some coincide.
        let numbers: Vec<u64> = there.iter().map(|entry| entry.number).collect();
        assert_eq!(&numbers[numbers.len() - 7..], [724, 725, 726, 727, 728, 729, 730]);
        assert!((18..=22).contains(&numbers.len()), "{numbers:?}");
        let months: BTreeSet<_> = there.iter().map(|entry| jakarta().day_of(entry.made).month()).collect();
        assert_eq!(months.len(), 12);
        assert_eq!(kept(&there, None), numbers, "clearing twice is clearing once");
    }

    #[test]
    fn of_several_in_a_day_the_last_is_kept() {
        let mut entries = nights(2);
        let extra = Entry { number: 3, made: later(entries[1].made, Duration::from_mins(5)), bytes: 1 };
        entries.push(extra);
        assert_eq!(kept(&entries, None), [1, 3]);
        assert_eq!(kept(&entries, Some(2)), [1, 2, 3], "the last that proved good stays");
    }

    #[test]
    fn a_clock_that_was_wrong_costs_nobody_the_newest() {
        let mut entries = nights(30);
        // The clock jumped to 1970, then to 2099, and back.
        for (number, made) in [(31, "1970-01-01T00:00:09Z"), (32, "2099-01-01T00:00:00Z")] {
            entries.push(Entry { number, made: made.parse().unwrap(), bytes: 1 });
            assert!(kept(&entries, None).contains(&number));
        }
        let made = later(entries[29].made, Duration::from_hours(24));
        entries.push(Entry { number: 33, made, bytes: 1 });
        let left = kept(&entries, None);
        assert!([33, 30, 29, 28].iter().all(|number| left.contains(number)), "{left:?}");
    }
}
