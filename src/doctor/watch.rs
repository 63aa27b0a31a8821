//! When a rule has held for long enough, and who hears of it. Pure but for [`Doctor::signs`], so that a night of troubles
//! can be played in a test.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{MutexGuard, PoisonError};

use super::Doctor;
use super::alarm::{Alarm, Signs};
use super::finding::Both;
use super::machine::Machine;
use super::ready::Readiness;
use crate::app::{App, Error};
use crate::ledger::Timestamp;
use crate::tasks::blocking;
use crate::tls::Status;

/// Who is to hear of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    Owners,
    /// It went on though the owners were told: every adult hears of it.
    Adults,
}

/// Something to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    pub alarm: Alarm,
    /// Whether it is wrong; otherwise it is over.
    pub is_wrong: bool,
    pub to: To,
    pub said: Both,
}

/// A trouble that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lasting {
    pub alarm: Alarm,
    pub since: Timestamp,
    /// When owners were told; none: it has not held for long enough, or waits for the morning.
    pub told: Option<Timestamp>,
    /// Whether somebody who looks after the box has seen it.
    pub is_acknowledged: bool,
    pub said: Both,
}

#[derive(Debug, Clone)]
struct Held {
    since_ms: i64,
    told_ms: Option<i64>,
    told_all: bool,
    said: Both,
}

/// Keeps what holds, and for how long. A restart forgets it: what still holds is told again.
#[derive(Debug, Default)]
pub struct Watch {
    held: BTreeMap<Alarm, Held>,
    before: Option<Signs>,
}

/// What owners were told of and nobody has seen after so long is told to their deputies, in milliseconds: all adults.
const fn escalates_ms(alarm: Alarm) -> i64 {
    const MINUTE: i64 = 60_000;
    if alarm.is_urgent() { 30 * MINUTE } else { 6 * 60 * MINUTE }
}

impl Watch {
    /// What is to be told after this look. `is_night`: only what is urgent is told, the rest in the morning. What
    /// somebody has seen, by the places of the rules, is told to nobody else.
    pub fn look(&mut self, signs: &Signs, now: Timestamp, is_night: bool, seen: &BTreeSet<u8>) -> Vec<News> {
        let now_ms = now.as_millisecond();
        let before = self.before.replace(signs.clone()).unwrap_or_else(|| signs.clone());
        let mut news = Vec::new();
        for alarm in Alarm::ALL {
            let Some(wrong) = alarm.holds(&before, signs) else {
                if self.held.remove(&alarm).is_some_and(|held| held.told_ms.is_some()) {
                    let (id, en) = alarm.name();
                    let said = Both { id: format!("Sudah beres: {id}."), en: format!("It is over: {en}.") };
                    news.push(News { alarm, is_wrong: false, to: To::Owners, said });
                }
                continue;
            };
            let fresh = Held { since_ms: now_ms, told_ms: None, told_all: false, said: wrong.clone() };
            let held = self.held.entry(alarm).or_insert(fresh);
            // A clock that went back must not make it last for ever.
            held.since_ms = held.since_ms.min(now_ms);
            held.said = wrong.clone();
            if is_night && !alarm.is_urgent() {
                continue;
            }
            match held.told_ms {
                None if now_ms - held.since_ms >= alarm.lasts_ms() => {
                    held.told_ms = Some(now_ms);
                    news.push(News { alarm, is_wrong: true, to: To::Owners, said: wrong });
                }
                Some(told_ms)
                    if !held.told_all
                        && !seen.contains(&alarm.place())
                        && now_ms - told_ms >= escalates_ms(alarm) =>
                {
                    held.told_all = true;
                    news.push(News { alarm, is_wrong: true, to: To::Adults, said: wrong });
                }
                _ => {}
            }
        }
        news
    }

    /// Whether the rule of that place holds, whether anybody was told or not.
    fn holds(&self, place: u8) -> bool {
        self.held.keys().any(|alarm| alarm.place() == place)
    }

    /// What holds now, in the order of the rules.
    pub fn lasting(&self, seen: &BTreeSet<u8>) -> Vec<Lasting> {
        let moment = |ms: i64| Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH);
        let lasting = self.held.iter().map(|(alarm, held)| Lasting {
            alarm: *alarm,
            since: moment(held.since_ms),
            told: held.told_ms.map(moment),
            is_acknowledged: seen.contains(&alarm.place()),
            said: held.said.clone(),
        });
        lasting.collect()
    }
}

impl Doctor {
    /// Looks once more, and gives what is to be told.
    pub async fn watch(&self) -> Result<Vec<News>, Error> {
        let Ok(app) = self.premises.app.clone() else { return Ok(Vec::new()) };
        let now = app.outside().now();
        let (night, seen) = (app.clone(), app.acknowledged_alarms());
        let is_night = blocking(move || night.is_night()).await.unwrap_or(false);
        let signs = self.signs().await;
        self.readings.note(&signs, now);
        let mut watch = self.watched();
        let news = watch.look(&signs, now, is_night, &seen);
        app.keep_acknowledged(|alarm| watch.holds(alarm));
        Ok(news)
    }

    /// The troubles that hold, as of the last look.
    pub fn alarms(&self) -> Vec<Lasting> {
        let seen = self.premises.app.as_ref().map(App::acknowledged_alarms).unwrap_or_default();
        self.watched().lasting(&seen)
    }

    /// What a panic left behind is whole enough: the next look goes over all of it.
    fn watched(&self) -> MutexGuard<'_, Watch> {
        self.watch.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What alarms are held against, now.
    pub async fn signs(&self) -> Signs {
        let Readiness { troubles, .. } = self.readiness().await;
        let machine = Machine::look(self.premises.folder.as_deref());
        let mut signs = Signs {
            disk: machine.disk,
            memory: machine.memory,
            warmth: machine.warmth,
            wear: machine.wear,
            own_memory: machine.own_memory,
            certificate_left_ms: self.overdue_certificate(),
            troubles,
            ..Signs::default()
        };
        let Ok(app) = self.premises.app.clone() else { return signs };
        let now_ms = app.outside().now().as_millisecond();
        let silent = |at: Timestamp| now_ms - at.as_millisecond();
        signs.silence_ms = self.bot().and_then(|bot| bot.last_contact).map(silent);
        for route in app.metrics().routes() {
            signs.requests += route.latency.count;
            signs.failed += route.by_class[4];
        }
        let looked: Result<_, Error> = blocking(move || app.house_state()).await;
        if let Ok(house) = looked
            && house.waiting > 0
        {
            signs.waiting = house.waiting;
            signs.late_ms = house.next_due.map_or(0, silent).max(0);
        }
        signs
    }

    /// How long the certificate still holds, in milliseconds, where half of the time for its renewal has passed.
    fn overdue_certificate(&self) -> Option<i64> {
        let running = self.premises.running.as_ref()?;
        let Status { certificate, is_stand_in, trouble, .. } = running.certificates.status();
        let facts = certificate?;
        if is_stand_in {
            // Nobody vouches for it, and asking for a real one failed.
            return trouble.map(|_| 0);
        }
        let (due, ends) = (facts.due().as_millisecond(), facts.not_after.as_millisecond());
        let left = ends - self.premises.outside.now().as_millisecond();
        (left < (ends - due) / 2).then_some(left)
    }
}

#[cfg(test)]
mod tests {
    use super::super::machine::Room;
    use super::*;

    /// Nobody has seen anything.
    const NOBODY: BTreeSet<u8> = BTreeSet::new();

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + minute * 60).unwrap()
    }

    fn full() -> Signs {
        let disk = Some(Room { total: 30_000 << 20, free: 100 << 20 });
        Signs { disk, ..Signs::default() }
    }

    fn warm() -> Signs {
        Signs { warmth: Some(85_000), ..Signs::default() }
    }

    fn told(news: &[News]) -> Vec<(Alarm, bool, To)> {
        news.iter().map(|news| (news.alarm, news.is_wrong, news.to)).collect()
    }

    #[test]
    fn what_lasts_is_told_once_then_to_all_and_its_end_is_told() {
        let mut watch = Watch::default();
        assert!(told(&watch.look(&full(), at(0), false, &NOBODY)).is_empty());
        assert!(told(&watch.look(&full(), at(4), false, &NOBODY)).is_empty());
        assert_eq!(told(&watch.look(&full(), at(5), false, &NOBODY)), [(Alarm::Disk, true, To::Owners)]);
        assert!(told(&watch.look(&full(), at(34), false, &NOBODY)).is_empty());
        assert_eq!(told(&watch.look(&full(), at(35), false, &NOBODY)), [(Alarm::Disk, true, To::Adults)]);
        assert!(told(&watch.look(&full(), at(900), false, &NOBODY)).is_empty());
        assert_eq!(
            told(&watch.look(&Signs::default(), at(901), false, &NOBODY)),
            [(Alarm::Disk, false, To::Owners)]
        );
        assert!(told(&watch.look(&Signs::default(), at(902), false, &NOBODY)).is_empty());
    }

    #[test]
    fn what_passes_quickly_is_not_told() {
        let mut watch = Watch::default();
        watch.look(&full(), at(0), false, &NOBODY);
        watch.look(&Signs::default(), at(1), false, &NOBODY);
        assert!(told(&watch.look(&full(), at(6), false, &NOBODY)).is_empty());
    }

    #[test]
    fn nobody_is_woken_for_what_can_wait() {
        let mut watch = Watch::default();
        watch.look(&warm(), at(0), true, &NOBODY);
        assert!(told(&watch.look(&warm(), at(20), true, &NOBODY)).is_empty());
        assert_eq!(told(&watch.look(&warm(), at(400), false, &NOBODY)), [(Alarm::Warmth, true, To::Owners)]);
        let mut urgent = Watch::default();
        urgent.look(&full(), at(0), true, &NOBODY);
        assert_eq!(told(&urgent.look(&full(), at(5), true, &NOBODY)), [(Alarm::Disk, true, To::Owners)]);
    }

    #[test]
    fn errors_are_those_since_the_last_look() {
        let mut watch = Watch::default();
        let so_far = |requests, failed| Signs { requests, failed, ..Signs::default() };
        watch.look(&so_far(1_000, 500), at(0), false, &NOBODY);
        assert!(told(&watch.look(&so_far(1_100, 500), at(1), false, &NOBODY)).is_empty());
        for minute in 2..18 {
            let grown = u64::try_from(minute).unwrap() * 100;
            let news = watch.look(&so_far(1_000 + grown, 500 + grown / 10), at(minute), false, &NOBODY);
            let expected: &[(Alarm, bool, To)] =
                if minute == 17 { &[(Alarm::Errors, true, To::Owners)] } else { &[] };
            assert_eq!(told(&news), expected, "{minute}");
        }
    }

    #[test]
    fn what_somebody_has_seen_is_told_to_nobody_else() {
        let seen = BTreeSet::from([Alarm::Disk.place()]);
        let mut watch = Watch::default();
        watch.look(&full(), at(0), false, &NOBODY);
        assert_eq!(told(&watch.look(&full(), at(5), false, &NOBODY)), [(Alarm::Disk, true, To::Owners)]);
        assert!(told(&watch.look(&full(), at(900), false, &seen)).is_empty());
        let lasting = watch.lasting(&seen);
        assert_eq!((lasting.len(), lasting[0].alarm, lasting[0].since), (1, Alarm::Disk, at(0)));
        assert_eq!((lasting[0].told, lasting[0].is_acknowledged), (Some(at(5)), true));
        // Another trouble, of which nobody knows yet.
        let hot = Signs { warmth: Some(85_000), ..full() };
        watch.look(&hot, at(901), false, &seen);
        assert_eq!(told(&watch.look(&hot, at(916), false, &seen)), [(Alarm::Warmth, true, To::Owners)]);
        assert_eq!(told(&watch.look(&hot, at(1_276), false, &seen)), [(Alarm::Warmth, true, To::Adults)]);
        assert_eq!(watch.look(&Signs::default(), at(1_277), false, &seen).len(), 2);
        assert!(watch.lasting(&seen).is_empty());
    }
}
