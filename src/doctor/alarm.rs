//! What the owner is told of without asking: rules over what the box knows of itself, when each has held for long enough,
//! and who hears of it. Pure but for [`Doctor::signs`], so that a night of troubles can be played in a test.

use std::collections::BTreeMap;

use super::Doctor;
use super::finding::{Both, both};
use super::machine::{Machine, Room};
use super::ready::{Readiness, Trouble};
use crate::app::Error;
use crate::ledger::Timestamp;
use crate::tasks::blocking;

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alarm {
    Disk,
    Writing,
    Clock,
    Memory,
    Warmth,
    Wear,
    Queue,
    Silence,
    Errors,
    Search,
}

/// What rules are held against, looked at once a minute.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signs {
    pub disk: Option<Room>,
    pub memory: Option<Room>,
    /// In thousandths of a degree Celsius.
    pub warmth: Option<i64>,
    pub wear: Option<u8>,
    pub troubles: Vec<Trouble>,
    /// How long the first message to a chat is overdue, in milliseconds.
    pub late_ms: i64,
    /// How long Telegram has been silent, in milliseconds; none where there is no bot.
    pub silence_ms: Option<i64>,
    /// Requests so far, and those that could not be answered.
    pub requests: u64,
    pub failed: u64,
}

impl Alarm {
    pub const ALL: [Self; 10] = [
        Self::Disk,
        Self::Writing,
        Self::Clock,
        Self::Memory,
        Self::Warmth,
        Self::Wear,
        Self::Queue,
        Self::Silence,
        Self::Errors,
        Self::Search,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Disk => "disk",
            Self::Writing => "writing",
            Self::Clock => "clock",
            Self::Memory => "memory",
            Self::Warmth => "warmth",
            Self::Wear => "wear",
            Self::Queue => "queue",
            Self::Silence => "silence",
            Self::Errors => "errors",
            Self::Search => "search",
        }
    }

    /// What it is about, in Indonesian and English.
    const fn name(self) -> (&'static str, &'static str) {
        match self {
            Self::Disk => ("ruang penyimpanan", "the room on the disk"),
            Self::Writing => ("penulisan catatan", "writing records"),
            Self::Clock => ("jam kotak", "the box's clock"),
            Self::Memory => ("memori kotak", "the box's memory"),
            Self::Warmth => ("suhu kotak", "the box's temperature"),
            Self::Wear => ("umur penyimpanan", "the storage's wear"),
            Self::Queue => ("pesan yang tertahan", "messages that were held up"),
            Self::Silence => ("hubungan dengan Telegram", "the line to Telegram"),
            Self::Errors => ("permintaan yang gagal", "requests that failed"),
            Self::Search => ("pencarian", "the search"),
        }
    }

    /// Whether it cannot wait for the morning: records may be lost, or be of the wrong day.
    pub const fn is_urgent(self) -> bool {
        matches!(self, Self::Disk | Self::Writing | Self::Clock)
    }

    /// How long it has to hold before anybody is told, in milliseconds.
    const fn lasts_ms(self) -> i64 {
        const MINUTE: i64 = 60_000;
        match self {
            Self::Writing | Self::Clock => MINUTE,
            Self::Disk | Self::Wear | Self::Queue | Self::Silence => 5 * MINUTE,
            Self::Memory | Self::Warmth | Self::Errors | Self::Search => 15 * MINUTE,
        }
    }

    /// What is wrong, if it is; `before` is the look before this one.
    fn holds(self, before: &Signs, now: &Signs) -> Option<Both> {
        const MEBIBYTE: u64 = 1024 * 1024;
        let has = |trouble| now.troubles.contains(&trouble);
        match self {
            Self::Disk => {
                let room = now.disk.filter(|room| room.free < 256 * MEBIBYTE || room.free_permille() < 50)?;
                let free = room.free / MEBIBYTE;
                Some(both!(
                    "Ruang penyimpanan hampir habis: tinggal {free} MiB. Kosongkan sedikit.",
                    "The disk is nearly full: {free} MiB are left. Make some room."
                ))
            }
            Self::Writing => (has(Trouble::Unwritable) || has(Trouble::Unreadable)).then(|| {
                both!(
                    "Catatan tidak bisa ditulis. Periksa penyimpanan kotaknya.",
                    "Records cannot be written. Look at the box's disk."
                )
            }),
            Self::Clock => has(Trouble::ClockWrong).then(|| {
                both!(
                    "Jam kotak salah, jadi tanggal catatan baru bisa salah. Periksa jamnya.",
                    "The box's clock is wrong, so new records may get the wrong day. Look at its clock."
                )
            }),
            Self::Memory => {
                let room = now.memory.filter(|room| room.free_permille() < 50)?;
                let free = room.free / MEBIBYTE;
                Some(both!(
                    "Memori kotak hampir habis: tinggal {free} MiB.",
                    "The box is short of memory: {free} MiB are left."
                ))
            }
            Self::Warmth => {
                let degrees = now.warmth.filter(|warmth| *warmth > 80_000)? / 1_000;
                Some(both!(
                    "Kotaknya panas: {degrees} °C. Beri udara.",
                    "The box is hot: {degrees} °C. Give it some air."
                ))
            }
            Self::Wear => {
                let used = u32::from(now.wear.filter(|wear| *wear >= 9)?) * 10;
                Some(both!(
                    "Penyimpanan kotak sudah terpakai sekitar {used}% umurnya. Siapkan penggantinya.",
                    "The box's storage has used up about {used}% of its life. Get another one ready."
                ))
            }
            Self::Queue => {
                let minutes = (now.late_ms > 15 * 60_000).then_some(now.late_ms / 60_000)?;
                Some(both!(
                    "Pesan bot tertahan sejak {minutes} menit.",
                    "The bot's messages have been held up for {minutes} min."
                ))
            }
            Self::Silence => {
                let minutes = now.silence_ms.filter(|silence| *silence > 15 * 60_000)? / 60_000;
                Some(both!(
                    "Telegram tidak menjawab sejak {minutes} menit.",
                    "Telegram has not answered for {minutes} min."
                ))
            }
            Self::Errors => {
                let all = now.requests.saturating_sub(before.requests);
                let failed = now.failed.saturating_sub(before.failed);
                (failed >= 3 && failed * 50 > all).then(|| {
                    both!(
                        "{failed} dari {all} permintaan gagal barusan.",
                        "{failed} of {all} requests have just failed."
                    )
                })
            }
            Self::Search => has(Trouble::SearchBehind).then(|| {
                both!(
                    "Pencarian tertinggal jauh; hasilnya bisa belum lengkap.",
                    "The search is far behind; it may miss something."
                )
            }),
        }
    }
}

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

#[derive(Debug, Clone, Copy)]
struct Held {
    since_ms: i64,
    told_ms: Option<i64>,
    told_all: bool,
}

/// Keeps what holds, and for how long. A restart forgets it: what still holds is told again.
#[derive(Debug, Default)]
pub struct Watch {
    held: BTreeMap<Alarm, Held>,
    before: Option<Signs>,
}

/// What owners were told of and what went on for so long is told to every adult, in milliseconds.
const ESCALATES_MS: i64 = 6 * 3_600_000;

impl Watch {
    /// What is to be told after this look. `is_night`: only what is urgent is told, the rest in the morning.
    pub fn look(&mut self, signs: &Signs, now: Timestamp, is_night: bool) -> Vec<News> {
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
            let fresh = Held { since_ms: now_ms, told_ms: None, told_all: false };
            let held = self.held.entry(alarm).or_insert(fresh);
            // A clock that went back must not make it last for ever.
            held.since_ms = held.since_ms.min(now_ms);
            if is_night && !alarm.is_urgent() {
                continue;
            }
            match held.told_ms {
                None if now_ms - held.since_ms >= alarm.lasts_ms() => {
                    held.told_ms = Some(now_ms);
                    news.push(News { alarm, is_wrong: true, to: To::Owners, said: wrong });
                }
                Some(told_ms) if !held.told_all && now_ms - told_ms >= ESCALATES_MS => {
                    held.told_all = true;
                    news.push(News { alarm, is_wrong: true, to: To::Adults, said: wrong });
                }
                _ => {}
            }
        }
        news
    }
}

impl Doctor {
    /// Looks once more, and gives what is to be told.
    pub async fn watch(&self, watch: &mut Watch) -> Result<Vec<News>, Error> {
        let Ok(app) = self.premises.app.clone() else { return Ok(Vec::new()) };
        let now = app.outside().now();
        let is_night = blocking(move || app.is_night()).await.unwrap_or(false);
        Ok(watch.look(&self.signs().await, now, is_night))
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
            signs.late_ms = house.next_due.map_or(0, silent).max(0);
        }
        signs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert!(told(&watch.look(&full(), at(0), false)).is_empty());
        assert!(told(&watch.look(&full(), at(4), false)).is_empty());
        assert_eq!(told(&watch.look(&full(), at(5), false)), [(Alarm::Disk, true, To::Owners)]);
        assert!(told(&watch.look(&full(), at(6), false)).is_empty());
        assert_eq!(told(&watch.look(&full(), at(366), false)), [(Alarm::Disk, true, To::Adults)]);
        assert!(told(&watch.look(&full(), at(900), false)).is_empty());
        assert_eq!(told(&watch.look(&Signs::default(), at(901), false)), [(Alarm::Disk, false, To::Owners)]);
        assert!(told(&watch.look(&Signs::default(), at(902), false)).is_empty());
    }

    #[test]
    fn what_passes_quickly_is_not_told() {
        let mut watch = Watch::default();
        watch.look(&full(), at(0), false);
        watch.look(&Signs::default(), at(1), false);
        assert!(told(&watch.look(&full(), at(6), false)).is_empty());
    }

    #[test]
    fn nobody_is_woken_for_what_can_wait() {
        let mut watch = Watch::default();
        watch.look(&warm(), at(0), true);
        assert!(told(&watch.look(&warm(), at(20), true)).is_empty());
        assert_eq!(told(&watch.look(&warm(), at(400), false)), [(Alarm::Warmth, true, To::Owners)]);
        let mut urgent = Watch::default();
        urgent.look(&full(), at(0), true);
        assert_eq!(told(&urgent.look(&full(), at(5), true)), [(Alarm::Disk, true, To::Owners)]);
    }

    #[test]
    fn errors_are_those_since_the_last_look() {
        let mut watch = Watch::default();
        let so_far = |requests, failed| Signs { requests, failed, ..Signs::default() };
        watch.look(&so_far(1_000, 500), at(0), false);
        assert!(told(&watch.look(&so_far(1_100, 500), at(1), false)).is_empty());
        for minute in 2..18 {
            let grown = u64::try_from(minute).unwrap() * 100;
            let news = watch.look(&so_far(1_000 + grown, 500 + grown / 10), at(minute), false);
            let expected: &[(Alarm, bool, To)] =
                if minute == 17 { &[(Alarm::Errors, true, To::Owners)] } else { &[] };
            assert_eq!(told(&news), expected, "{minute}");
        }
    }

    #[test]
    fn every_rule_can_hold_and_none_does_in_a_box_that_is_well() {
        let bad = Signs {
            disk: Some(Room { total: 1 << 30, free: 1 << 20 }),
            memory: Some(Room { total: 1 << 30, free: 1 << 20 }),
            warmth: Some(90_000),
            wear: Some(11),
            troubles: vec![Trouble::Unwritable, Trouble::ClockWrong, Trouble::SearchBehind],
            late_ms: 3_600_000,
            silence_ms: Some(3_600_000),
            requests: 10,
            failed: 10,
        };
        for alarm in Alarm::ALL {
            assert!(alarm.holds(&Signs::default(), &bad).is_some(), "{alarm:?}");
            assert!(alarm.holds(&Signs::default(), &Signs::default()).is_none(), "{alarm:?}");
        }
    }
}
