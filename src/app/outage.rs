//! When the box was away, how long, and whether it had said goodbye.
//!
//! While it runs it leaves a beat in the store now and then, and a last one when it is asked to stop. The next start
//! compares. Clocks cannot be believed at once: many small machines have none that goes on without power, and are told
//! the time minutes after the start. So the start is reckoned back from the clock as it is by then, by how long the box has
//! been up, until the clock has had its time to settle; and while it is behind the last beat, nothing is known.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::keepers::{household_of_box, keepers};
use super::{App, Error, Keeper, Message, kept, post};
use crate::ledger::{Language, Timestamp, Zone};
use crate::outside::{earlier, later};
use crate::store::{Look, Pen, StoreError};

/// A time in which the box did not run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outage {
    /// When it was last known to run; after an unclean end it went on for a few minutes at most.
    pub from: Timestamp,
    pub until: Timestamp,
    /// It was asked to stop, and ended what it had begun.
    pub is_clean: bool,
}

impl Outage {
    pub fn length(&self) -> Duration {
        Duration::try_from(self.until.duration_since(self.from)).unwrap_or_default()
    }
}

/// The owners are to be told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutageNews {
    pub outage: Outage,
    /// In which its moments are told.
    pub zone: Zone,
    /// The owners' private chats.
    pub to: Vec<(i64, Language)>,
}

/// What the box knows of its own running.
#[derive(Debug, Default)]
pub(super) struct Pulse(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    /// The last beat of the run before this one, once it was looked for.
    found: Option<Found>,
    /// When this run left its last beat.
    written: Option<Timestamp>,
    /// For how long it has been up, by a clock that nobody sets.
    awake: Duration,
    /// The outage that ended with this run, as it is noted.
    noted: Option<Outage>,
}

/// What was found where a run leaves its last beat.
#[derive(Debug, Clone, Copy)]
struct Found(Option<Beat>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Beat {
    at: Timestamp,
    is_last: bool,
}

/// Milliseconds since 1970, and whether it was the last one before a stop.
type BeatForm = (i64, bool);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct OutageForm {
    from_ms: i64,
    until_ms: i64,
    is_clean: bool,
    was_told: bool,
}

const VERSION: u8 = 1;
const BEAT: &str = "box-beat";
const OUTAGES: &str = "box-outages";

/// A beat is left so often: a memory card wears by writing.
const EVERY: Duration = Duration::from_mins(5);
/// The first one waits so long, so that a box that fails over and over wears nothing.
const FIRST: Duration = Duration::from_mins(1);
/// By then a clock that is to be set has been.
const SETTLES: Duration = Duration::from_mins(30);
/// Clocks drift; what differs by less is the same.
const DRIFT: Duration = Duration::from_mins(1);
/// A restart that somebody asked for and that took no longer is none.
const RESTART: Duration = Duration::from_mins(2);
/// The owners are told of an absence that was at least so long.
const WORTH_TELLING: Duration = Duration::from_mins(5);

/// So many are kept, for so long.
const MOST: usize = 200;
const KEPT_FOR: Duration = Duration::from_hours(24 * 730);

impl App {
    /// The box is up, and has been for so long by a clock that nobody sets. Leaves a beat when it is time for one, and
    /// notes how long the box had been away when that is known, or known better.
    pub fn beat(&self, awake: Duration) -> Result<(), Error> {
        let now = self.outside().now();
        let found = self.last_beat()?;
        let noted = {
            let mut pulse = self.inner.pulse.locked();
            pulse.awake = awake;
            pulse.noted
        };
        let outage = found.and_then(|beat| away(beat, now, awake));
        if let Some(outage) = outage.filter(|outage| differs(noted.as_ref(), outage)) {
            self.store().write(move |pen| note(pen, noted.as_ref(), &outage, now))?;
            self.inner.pulse.locked().noted = Some(outage);
        }
        let written = self.inner.pulse.locked().written;
        if must_beat(found, written, now, awake) {
            self.leave_beat(Beat { at: now, is_last: false })?;
        }
        Ok(())
    }

    /// The box was asked to stop, and is about to.
    pub fn rest(&self) -> Result<(), Error> {
        let found = self.last_beat()?;
        // A clock that was behind all the time knows less than the run before.
        let at = found.map_or(self.outside().now(), |beat| beat.at.max(self.outside().now()));
        self.leave_beat(Beat { at, is_last: true })
    }

    /// What the owners are to be told and were not; nothing before the clock could be set.
    pub fn outage_news(&self) -> Result<Option<OutageNews>, Error> {
        let (awake, noted) = {
            let pulse = self.inner.pulse.locked();
            (pulse.awake, pulse.noted)
        };
        let patient = awake >= self.options().outage_patience;
        let is_worth = |outage: &Outage| !outage.is_clean && outage.length() >= WORTH_TELLING;
        let Some(outage) = noted.filter(|outage| patient && is_worth(outage)) else { return Ok(None) };
        self.store().read(|look| {
            let told = read(look)?.iter().any(|form| form.is(&outage) && form.was_told);
            let Some(first) = household_of_box(look)?.filter(|_| !told) else {
                return Ok(None);
            };
            Ok(Some(OutageNews { outage, zone: first.zone, to: keepers(look, false)? }))
        })
    }

    /// Queues what tells of it, and remembers that it was told.
    pub fn tell_outage(&self, news: &OutageNews, messages: Vec<Message>) -> Result<(), Error> {
        let (app, outage) = (self.clone(), news.outage);
        self.store().write(move |pen| -> Result<(), Error> {
            let mut all = read(pen)?;
            let Some(form) = all.iter_mut().find(|form| form.is(&outage) && !form.was_told) else {
                return Ok(());
            };
            form.was_told = true;
            let now = app.outside().now();
            for message in &messages {
                post::queue(&app, pen, now, message)?;
            }
            Ok(pen.put_setting(OUTAGES, &kept::write(VERSION, &all))?)
        })?;
        self.post().bell().notify_waiters();
        Ok(())
    }

    /// When the box was away, newest first.
    pub fn outages(&self) -> Result<Vec<Outage>, Error> {
        let all = self.store().read(read)?;
        Ok(all.iter().rev().map(Outage::from).collect())
    }

    /// Since when this run has been up, as the clock is now.
    pub fn up_since(&self) -> Timestamp {
        let awake = self.inner.pulse.locked().awake;
        earlier(self.outside().now(), awake)
    }

    /// The last beat of the run before this one.
    fn last_beat(&self) -> Result<Option<Beat>, Error> {
        if let Some(Found(found)) = self.inner.pulse.locked().found {
            return Ok(found);
        }
        let bytes = self.store().read(|look| look.setting(BEAT))?;
        let found =
            kept::read::<BeatForm>(VERSION, bytes).map(|(at, is_last)| Beat { at: moment(at), is_last });
        self.inner.pulse.locked().found = Some(Found(found));
        Ok(found)
    }

    fn leave_beat(&self, beat: Beat) -> Result<(), Error> {
        let form: BeatForm = (beat.at.as_millisecond(), beat.is_last);
        self.store().write(move |pen| pen.put_setting(BEAT, &kept::write(VERSION, &form)))?;
        self.inner.pulse.locked().written = Some(beat.at);
        Ok(())
    }
}

impl Keeper {
    /// Since when the box is up, and when it was away, newest first.
    pub fn outages(&self) -> Result<(Timestamp, Vec<Outage>), Error> {
        Ok((self.app.up_since(), self.app.outages()?))
    }
}

impl Pulse {
    fn locked(&self) -> MutexGuard<'_, Inner> {
        // Each change is one assignment.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How long the box was away before this run; none while the clock may still be set, and is behind, or when it only was
/// started again.
fn away(last: Beat, now: Timestamp, awake: Duration) -> Option<Outage> {
    // As it is kept, so that it is known again.
    let began = moment(earlier(now, awake).as_millisecond());
    if awake > SETTLES || began < last.at {
        return None;
    }
    let outage = Outage { from: last.at, until: began, is_clean: last.is_last };
    (!outage.is_clean || outage.length() > RESTART).then_some(outage)
}

fn differs(noted: Option<&Outage>, outage: &Outage) -> bool {
    noted.is_none_or(|noted| noted.until.duration_since(outage.until).unsigned_abs() > DRIFT)
}

fn must_beat(found: Option<Beat>, written: Option<Timestamp>, now: Timestamp, awake: Duration) -> bool {
    let is_behind = found.is_some_and(|beat| earlier(now, awake) < beat.at);
    if awake < FIRST || (is_behind && awake <= SETTLES) {
        return false;
    }
    // A clock that was put back does not stop the beat.
    written.is_none_or(|written| now < written || now >= later(written, EVERY))
}

/// Puts an outage among those that are kept, in place of what was noted of it before.
fn note(
    pen: &mut Pen<'_>,
    before: Option<&Outage>,
    outage: &Outage,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut all = read(pen)?;
    let was_told = all.iter().any(|form| before.is_some_and(|before| form.is(before)) && form.was_told);
    all.retain(|form| !before.is_some_and(|before| form.is(before)));
    all.push(OutageForm { was_told, ..OutageForm::from(outage) });
    let oldest = earlier(now, KEPT_FOR).as_millisecond();
    all.retain(|form| form.until_ms >= oldest);
    let over = all.len().saturating_sub(MOST);
    all.drain(..over);
    pen.put_setting(OUTAGES, &kept::write(VERSION, &all))
}

fn read(look: &Look<'_>) -> Result<Vec<OutageForm>, StoreError> {
    Ok(kept::read(VERSION, look.setting(OUTAGES)?).unwrap_or_default())
}

impl OutageForm {
    fn is(&self, outage: &Outage) -> bool {
        Outage::from(self) == *outage
    }
}

impl From<&Outage> for OutageForm {
    fn from(outage: &Outage) -> Self {
        let Outage { from, until, is_clean } = *outage;
        Self { from_ms: from.as_millisecond(), until_ms: until.as_millisecond(), is_clean, was_told: false }
    }
}

impl From<&OutageForm> for Outage {
    fn from(form: &OutageForm) -> Self {
        Self { from: moment(form.from_ms), until: moment(form.until_ms), is_clean: form.is_clean }
    }
}

fn moment(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        format!("2026-11-22T{text}Z").parse().unwrap()
    }

    fn beat(text: &str, is_last: bool) -> Beat {
        Beat { at: at(text), is_last }
    }

    const MINUTE: Duration = Duration::from_mins(1);

    #[test]
    fn an_absence_is_from_the_last_beat_to_the_start() {
        let outage = away(beat("08:00:00", false), at("11:13:00"), MINUTE).unwrap();
        assert_eq!((outage.until, outage.is_clean), (at("11:12:00"), false));
        assert_eq!(outage.length(), Duration::from_mins(192));
        assert!(away(beat("08:00:00", false), at("08:00:20"), Duration::ZERO).is_some(), "it fell over");
        assert!(away(beat("08:00:00", true), at("08:01:00"), MINUTE).is_none(), "somebody restarted it");
        assert!(away(beat("08:00:00", true), at("09:01:00"), MINUTE).unwrap().is_clean);
    }

    #[test]
    fn a_clock_that_is_behind_knows_nothing_and_one_that_is_set_knows_better() {
        let last = beat("08:00:00", false);
        assert_eq!(away(last, at("07:00:00"), Duration::ZERO), None);
        // It went on from a clock that had stood still, and was set after two minutes.
        let guessed = away(last, at("08:02:00"), MINUTE).unwrap();
        let known = away(last, at("11:14:00"), 2 * MINUTE).unwrap();
        assert_eq!((guessed.length(), known.length()), (MINUTE, Duration::from_mins(192)));
        assert!(differs(Some(&guessed), &known));
        assert!(!differs(Some(&known), &away(last, at("11:15:10"), 3 * MINUTE).unwrap()), "a clock's drift");
        assert_eq!(away(last, at("23:00:00"), Duration::from_hours(1)), None, "somebody changed the time");
    }

    #[test]
    fn beats_are_seldom_and_never_put_the_last_one_back() {
        let must = |found, written, now, awake| must_beat(found, written, at(now), awake);
        assert!(!must(None, None, "08:00:00", Duration::ZERO), "it may fall over at once");
        assert!(must(None, None, "08:01:00", MINUTE));
        assert!(!must(None, Some(at("08:01:00")), "08:05:00", 5 * MINUTE));
        assert!(must(None, Some(at("08:01:00")), "08:06:00", 6 * MINUTE));
        assert!(must(None, Some(at("08:01:00")), "07:00:00", 7 * MINUTE), "the clock was put back");
        let ahead = Some(beat("12:00:00", false));
        assert!(!must(ahead, None, "08:01:00", MINUTE), "it may be set yet");
        assert!(must(ahead, None, "08:31:00", 31 * MINUTE), "it was not");
    }
}
