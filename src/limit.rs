//! How often somebody may do something: a few times at once, then one more after every while.
//!
//! The generic cell rate algorithm, with the clock as an argument and a bound to what is remembered. Kept in memory:
//! a restart forgives.

mod lockout;
mod seats;

pub use lockout::Lockout;
pub use seats::{Seat, Seats};

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::ledger::Timestamp;

/// A limit that each of many is held to by themselves.
#[derive(Debug)]
pub struct Limit {
    /// How many in a row.
    burst: u32,
    /// After how long one more is granted, in microseconds.
    every_us: i64,
    /// Until when what somebody did counts, in microseconds since 1970: each time adds `every_us`.
    owed_until: Mutex<BTreeMap<String, i64>>,
}

/// More are never remembered: whoever has waited out everything is forgotten first.
const MOST_KNOWN: usize = 10_000;

/// Too often; another try is granted after so many seconds, 1 at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    pub seconds: u32,
}

/// Where somebody stands who was not too often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How many are granted in a row …
    pub burst: u32,
    /// … to somebody who waited for so many seconds, 1 at least.
    pub window_s: u32,
    /// How many more are granted now.
    pub left: u32,
    /// When the whole burst is granted again, in seconds.
    pub whole_in_s: u32,
}

impl Limit {
    /// `burst` at once, then one more after `every`.
    pub fn new(burst: u32, every: Duration) -> Self {
        let every_us = microseconds(every);
        Self { burst: burst.max(1), every_us, owed_until: Mutex::default() }
    }

    /// `burst` at once, then so many a second.
    pub fn per_second(rate: u16, burst: u16) -> Self {
        Self::new(u32::from(burst), Duration::from_secs(1) / u32::from(rate.max(1)))
    }

    /// `burst` at once, then so many a minute.
    pub fn per_minute(rate: u16, burst: u16) -> Self {
        Self::new(u32::from(burst), Duration::from_mins(1) / u32::from(rate.max(1)))
    }

    /// Counts one, unless there were too many.
    pub fn count(&self, who: &str, now: Timestamp) -> Result<Standing, Wait> {
        let now = now.as_microsecond();
        let mut known = self.known();
        if known.len() >= MOST_KNOWN && !known.contains_key(who) {
            known.retain(|_, until| *until > now);
            if known.len() >= MOST_KNOWN {
                // So many at once: everybody new waits until one of them is forgotten.
                return Err(Wait { seconds: seconds(self.every_us).max(1) });
            }
        }
        let whole = self.every_us * i64::from(self.burst);
        // Nobody owes more than a whole burst: a clock that went back is nobody's doing, and forgiven.
        let owed = known.get(who).copied().filter(|until| *until <= now + whole);
        let owed_until = owed.unwrap_or(now).max(now) + self.every_us;
        let over = owed_until - now - whole;
        if over > 0 {
            return Err(Wait { seconds: seconds(over).max(1) });
        }
        known.insert(who.to_owned(), owed_until);
        Ok(Standing {
            burst: self.burst,
            window_s: seconds(whole).max(1),
            left: u32::try_from(-over / self.every_us).unwrap_or(0),
            whole_in_s: seconds(owed_until - now),
        })
    }

    /// Where somebody stands who is refused.
    pub fn used_up(&self) -> Standing {
        let window_s = seconds(self.every_us * i64::from(self.burst)).max(1);
        Standing { burst: self.burst, window_s, left: 0, whole_in_s: window_s }
    }

    /// Takes one that was counted back.
    pub fn forgive(&self, who: &str, now: Timestamp) {
        let now = now.as_microsecond();
        let mut known = self.known();
        if let Some(until) = known.get_mut(who) {
            *until -= self.every_us;
            if *until <= now {
                known.remove(who);
            }
        }
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<String, i64>> {
        // A panic while holding it leaves nothing half done: each change is one assignment.
        self.owed_until.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The part of an IPv6 address that names a network.
const NETWORK: u128 = 0xffff_ffff_ffff_ffff_0000_0000_0000_0000;

/// Who is behind an address: with IPv6 one caller has a whole network of them.
pub fn network_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(inner) => match inner.to_ipv4_mapped() {
            Some(inner) => IpAddr::V4(inner),
            None => IpAddr::V6(Ipv6Addr::from_bits(inner.to_bits() & NETWORK)),
        },
    }
}

/// At least one.
fn microseconds(span: Duration) -> i64 {
    i64::try_from(span.as_micros()).unwrap_or(i64::MAX / 1_000_000).max(1)
}

/// Rounded up.
fn seconds(microseconds: i64) -> u32 {
    u32::try_from(microseconds.saturating_add(999_999) / 1_000_000).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    #[test]
    fn an_ipv6_network_is_one_caller() {
        let of = |text: &str| network_of(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::5"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::5"), of("2001:db8:1:3::5"));
        assert_eq!(of("::ffff:10.0.0.7"), of("10.0.0.7"));
        assert_ne!(of("10.0.0.7"), of("10.0.0.8"));
    }

    fn is_granted(limit: &Limit, who: &str, now: Timestamp) -> bool {
        limit.count(who, now).is_ok()
    }

    #[test]
    fn grants_a_few_at_once_and_then_one_at_a_time() {
        let limit = Limit::new(3, Duration::from_mins(1));
        for _ in 0..3 {
            assert!(is_granted(&limit, "ayah", at(0)));
        }
        assert_eq!(limit.count("ayah", at(0)), Err(Wait { seconds: 60 }));
        assert_eq!(limit.count("ayah", at(45)), Err(Wait { seconds: 15 }));
        assert!(is_granted(&limit, "ayah", at(60)));
        assert_eq!(limit.count("ayah", at(60)), Err(Wait { seconds: 60 }));
        assert!(is_granted(&limit, "ibu", at(60)), "another one is not held up");
    }

    #[test]
    fn a_clock_that_goes_back_holds_nobody_up() {
        let limit = Limit::new(3, Duration::from_mins(1));
        for _ in 0..3 {
            assert!(is_granted(&limit, "ayah", at(0)));
        }
        assert!(!is_granted(&limit, "ayah", at(0)));
        assert!(is_granted(&limit, "ayah", at(-3_600)), "an hour back");
        assert!(is_granted(&limit, "ayah", at(0)), "and on again");
    }

    #[test]
    fn says_where_one_stands() {
        let limit = Limit::per_second(10, 20);
        let standing = |left, whole_in_s| Standing { burst: 20, window_s: 2, left, whole_in_s };
        assert_eq!(limit.count("ayah", at(0)), Ok(standing(19, 1)));
        for _ in 0..18 {
            assert!(is_granted(&limit, "ayah", at(0)));
        }
        assert_eq!(limit.count("ayah", at(0)), Ok(standing(0, 2)));
        assert_eq!(limit.count("ayah", at(0)), Err(Wait { seconds: 1 }));
        assert_eq!(limit.count("ayah", at(1)), Ok(standing(9, 2)), "ten were granted anew in a second");
    }

    #[test]
    fn one_that_is_taken_back_does_not_count() {
        let limit = Limit::new(1, Duration::from_mins(1));
        for _ in 0..10 {
            assert!(is_granted(&limit, "ayah", at(0)));
            limit.forgive("ayah", at(0));
        }
        assert!(limit.known().is_empty());
    }

    #[test]
    fn does_not_remember_without_bound() {
        let limit = Limit::new(1, Duration::from_mins(1));
        for guesser in 0..MOST_KNOWN {
            assert!(is_granted(&limit, &guesser.to_string(), at(0)));
        }
        assert!(!is_granted(&limit, "late", at(0)));
        assert!(is_granted(&limit, "late", at(61)));
        assert_eq!(limit.known().len(), 1);
    }
}
