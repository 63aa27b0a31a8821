//! Absences: the box was off, or cut off from Telegram, and says so to whoever wrote meanwhile.

use std::collections::BTreeMap;
use std::time::Duration;

use super::act::Effect;
use super::letter::Place;
use super::wire::Keyboard;
use super::{Bot, act, locked};
use crate::app::{About, Error};
use crate::ctx::Ctx;
use crate::ledger::Timestamp;
use crate::outside::later;
use crate::say;
use crate::tasks::blocking;
use crate::words::of;

/// Under which name the last contact with Telegram is kept, in milliseconds since 1970.
const NAME: &str = "telegram-contact";
/// It is written at most this often: an SD card wears by writing.
const WRITE_EVERY: Duration = Duration::from_mins(1);

/// What is known of contact with Telegram.
#[derive(Debug)]
pub(super) struct Away {
    /// From how long on a silence is an absence.
    least: Duration,
    last: Option<Timestamp>,
    written: Option<Timestamp>,
    absence: Option<Absence>,
}

/// A silence that is over, while messages of its time are still being caught up on.
#[derive(Debug)]
struct Absence {
    length: Duration,
    /// When contact came back, in seconds since 1970: what was written before was written into the silence.
    until: i64,
    /// The box was off; otherwise only the way to Telegram was closed.
    was_off: bool,
    chats: BTreeMap<i64, Caught>,
}

/// What was caught up on in one chat.
#[derive(Debug, Clone, Copy)]
struct Caught {
    place: Place,
    /// Whoever wrote there last: the absence is told in their language.
    ctx: Ctx,
    recorded: usize,
    waiting: usize,
}

impl Away {
    pub(super) const fn new(least: Duration) -> Self {
        Self { least, last: None, written: None, absence: None }
    }

    /// Telegram is in touch. `kept` is the last contact of the process before this one, given once.
    fn contact(&mut self, now: Timestamp, kept: Option<Timestamp>) {
        let was_off = self.last.is_none();
        if let Some(last) = self.last.or(kept)
            && now >= later(last, self.least)
            && self.absence.is_none()
        {
            let length = Duration::try_from(now.duration_since(last)).unwrap_or_default();
            let chats = BTreeMap::new();
            self.absence = Some(Absence { length, until: now.as_second(), was_off, chats });
        }
        self.last = Some(now);
    }

    fn must_write(&mut self, now: Timestamp) -> bool {
        let due = self.written.is_none_or(|written| now >= later(written, WRITE_EVERY));
        if due {
            self.written = Some(now);
        }
        due
    }

    /// Counts a message that was written into the silence. Gives whether it was.
    pub(super) fn caught(&mut self, written: i64, place: Place, ctx: Ctx, effect: Effect) -> bool {
        let Some(absence) = self.absence.as_mut().filter(|absence| written < absence.until) else {
            return false;
        };
        let caught = absence.chats.entry(place.id).or_insert(Caught { place, ctx, recorded: 0, waiting: 0 });
        caught.ctx = ctx;
        match effect {
            Effect::Recorded => caught.recorded += 1,
            Effect::Drafted => caught.waiting += 1,
            Effect::Other | Effect::Repeated => {}
        }
        true
    }
}

impl Bot {
    /// Notes that Telegram is in touch now.
    pub(super) async fn contact(&self) -> Result<(), Error> {
        let now = self.app().outside().now();
        self.inner.board.change(|status| status.last_contact = Some(now));
        let (is_first, must_write) = {
            let mut away = locked(&self.inner.away);
            (away.last.is_none(), away.must_write(now))
        };
        let app = self.app().clone();
        let kept = blocking(move || -> Result<_, Error> {
            let kept = if is_first { app.memory().recall(NAME)? } else { None };
            if must_write {
                app.memory().keep(NAME, now.as_millisecond().to_be_bytes().to_vec())?;
            }
            Ok(kept)
        })
        .await?;
        let kept = kept.and_then(|bytes| bytes.try_into().ok()).map(i64::from_be_bytes);
        let kept = kept.and_then(|millisecond| Timestamp::from_millisecond(millisecond).ok());
        locked(&self.inner.away).contact(now, kept);
        Ok(())
    }

    /// All messages of the silence are taken in: tells each chat that wrote meanwhile.
    pub(super) async fn back_again(&self) -> Result<(), Error> {
        let Some(absence) = locked(&self.inner.away).absence.take() else { return Ok(()) };
        let app = self.app().clone();
        blocking(move || {
            for caught in absence.chats.values().filter(|caught| caught.recorded + caught.waiting > 0) {
                let acting = app.act(&caught.ctx)?;
                let words = of(acting.member().language);
                let said = say::away(words, absence.was_off, absence.length, caught.recorded, caught.waiting);
                acting.tell(act::write(
                    caught.place,
                    &said,
                    Keyboard::default(),
                    None,
                    None,
                    About::Nothing,
                ))?;
            }
            Ok(())
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Channel, MemberId};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn away() -> Away {
        Away::new(Duration::from_mins(5))
    }

    #[test]
    fn a_start_after_a_long_silence_is_an_absence() {
        let mut away = away();
        away.contact(at("2026-11-22T11:12:00Z"), Some(at("2026-11-22T08:00:00Z")));
        let absence = away.absence.as_ref().unwrap();
        assert_eq!((absence.length, absence.was_off), (Duration::from_mins(192), true));
    }

    #[test]
    fn a_restart_or_the_first_start_is_none() {
        let mut again = away();
        again.contact(at("2026-11-22T08:00:20Z"), Some(at("2026-11-22T08:00:00Z")));
        assert!(again.absence.is_none());
        let mut first = away();
        first.contact(at("2026-11-22T08:00:20Z"), None);
        assert!(first.absence.is_none());
    }

    #[test]
    fn a_closed_way_is_an_absence_of_another_kind() {
        let mut away = away();
        away.contact(at("2026-11-22T08:00:00Z"), None);
        away.contact(at("2026-11-22T08:00:50Z"), None);
        assert!(away.absence.is_none());
        away.contact(at("2026-11-22T09:00:50Z"), None);
        let absence = away.absence.as_ref().unwrap();
        assert_eq!((absence.length, absence.was_off), (Duration::from_hours(1), false));
    }

    #[test]
    fn counts_what_was_written_into_the_silence_by_chat() {
        let mut away = away();
        away.contact(at("2026-11-22T08:00:00Z"), None);
        away.contact(at("2026-11-22T09:00:00Z"), None);
        let ctx = Ctx {
            member: MemberId::from_bytes([1; 16]),
            now: at("2026-11-22T09:00:00Z"),
            channel: Channel::Telegram,
        };
        let home = Place { id: 7, is_group: false };
        let before = at("2026-11-22T08:30:00Z").as_second();
        for effect in [Effect::Recorded, Effect::Recorded, Effect::Drafted, Effect::Other] {
            assert!(away.caught(before, home, ctx, effect));
        }
        assert!(!away.caught(at("2026-11-22T09:00:01Z").as_second(), home, ctx, Effect::Recorded));
        let caught = away.absence.as_ref().unwrap().chats[&7];
        assert_eq!((caught.recorded, caught.waiting), (2, 1));
    }
}
