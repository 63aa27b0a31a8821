//! When the next backup is due.

use std::time::Duration;

use super::moment;
use crate::backup::Kept;
use crate::ledger::{Timestamp, Zone};
use crate::outside::later;

/// What failed is tried again after so long.
const TRY_AGAIN: Duration = Duration::from_hours(1);

/// A backup of a moment that far ahead was made by a clock that was wrong.
const AHEAD: Duration = Duration::from_mins(10);

/// When the next is due. A clock that jumped ahead and back again must not keep the family waiting for years.
pub(super) fn due(kept: &Kept, hour: u8, zone: &Zone, now: Timestamp) -> Timestamp {
    let sooner = |ms: i64| Some(moment(ms)).filter(|at| *at <= later(now, AHEAD));
    if kept.trouble.is_some() {
        return kept.tried_ms.and_then(sooner).map_or(now, |tried| later(tried, TRY_AGAIN));
    }
    let Some(last) = kept.last.as_ref().and_then(|made| sooner(made.made_ms)) else { return now };
    let hours = Duration::from_hours(u64::from(hour));
    let of_the_day = |day| later(zone.start_of(day), hours);
    let day = zone.day_of(last);
    if of_the_day(day) > last { of_the_day(day) } else { of_the_day(day.plus_days(1)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backup::{Made, Trouble, TroubleKind};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn made(text: &str) -> Kept {
        let last = Made { number: 1, made_ms: at(text).as_millisecond(), bytes: 1, took_ms: 1 };
        Kept { last: Some(last), ..Kept::default() }
    }

    fn next(kept: &Kept, now: &str) -> Timestamp {
        due(kept, 2, &Zone::named("Asia/Jakarta").unwrap(), at(now))
    }

    #[test]
    fn the_next_is_due_at_the_next_such_hour_of_the_household_s_day() {
        // Two in the morning in Jakarta is seven in the evening before in Greenwich.
        let kept = made("2026-11-22T19:00:05Z");
        assert_eq!(next(&kept, "2026-11-23T03:00:00Z"), at("2026-11-23T19:00:00Z"));
        let by_day = made("2026-11-23T03:00:00Z");
        assert_eq!(next(&by_day, "2026-11-23T03:00:01Z"), at("2026-11-23T19:00:00Z"));
        assert_eq!(next(&Kept::default(), "2026-11-23T03:00:00Z"), at("2026-11-23T03:00:00Z"));
    }

    #[test]
    fn a_clock_that_was_ahead_for_a_while_holds_nothing_up() {
        let kept = made("2031-01-01T00:00:00Z");
        assert_eq!(next(&kept, "2026-11-23T03:00:00Z"), at("2026-11-23T03:00:00Z"));
        let trouble = Trouble { kind: TroubleKind::Away, since_ms: 0, number: None, detail: String::new() };
        let tried_ms = Some(at("2031-01-01T00:00:00Z").as_millisecond());
        let kept = Kept { trouble: Some(trouble), tried_ms, ..kept };
        assert_eq!(next(&kept, "2026-11-23T03:00:00Z"), at("2026-11-23T03:00:00Z"));
        let tried_ms = Some(at("2026-11-23T02:30:00Z").as_millisecond());
        let kept = Kept { tried_ms, ..kept };
        assert_eq!(next(&kept, "2026-11-23T03:00:00Z"), at("2026-11-23T03:30:00Z"));
    }
}
