//! The rules over what the box knows of itself, by which those who look after it are told without asking.

use super::finding::{Both, both};
use super::machine::Room;
use super::ready::Trouble;

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
    Certificate,
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
    /// What the program holds, in bytes.
    pub own_memory: Option<u64>,
    /// Messages to chats that wait.
    pub waiting: u64,
    /// How long the certificate still holds, in milliseconds, where it should have been renewed long ago.
    pub certificate_left_ms: Option<i64>,
}

impl Alarm {
    pub const ALL: [Self; 11] = [
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
        Self::Certificate,
    ];

    /// Its place among the rules: a number that stays what it is.
    pub fn place(self) -> u8 {
        let place = Self::ALL.iter().position(|one| *one == self);
        place.and_then(|place| u8::try_from(place).ok()).unwrap_or(u8::MAX)
    }

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
            Self::Certificate => "certificate",
        }
    }

    /// What it is about, in Indonesian and English.
    pub(super) const fn name(self) -> (&'static str, &'static str) {
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
            Self::Certificate => ("sertifikat kotak", "the box's certificate"),
        }
    }

    /// Whether it cannot wait for the morning: records may be lost, or be of the wrong day.
    pub const fn is_urgent(self) -> bool {
        matches!(self, Self::Disk | Self::Writing | Self::Clock)
    }

    /// How long it has to hold before anybody is told, in milliseconds.
    pub(super) const fn lasts_ms(self) -> i64 {
        const MINUTE: i64 = 60_000;
        match self {
            Self::Writing | Self::Clock => MINUTE,
            Self::Disk | Self::Wear | Self::Queue | Self::Silence => 5 * MINUTE,
            Self::Memory | Self::Warmth | Self::Errors | Self::Search | Self::Certificate => 15 * MINUTE,
        }
    }

    /// What is wrong, if it is; `before` is the look before this one.
    pub(super) fn holds(self, before: &Signs, now: &Signs) -> Option<Both> {
        let has = |trouble| now.troubles.contains(&trouble);
        match self {
            Self::Disk => {
                let room = now.disk.filter(nearly_full)?;
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
            Self::Certificate => {
                let days = now.certificate_left_ms?.max(0) / 86_400_000;
                Some(both!(
                    "Sertifikat kotak belum bisa diperbarui; yang ada berlaku {days} hari lagi.",
                    "The box's certificate could not be renewed; the one it has holds for {days} more days."
                ))
            }
        }
    }
}

const MEBIBYTE: u64 = 1024 * 1024;

/// A card keeps a part of itself free to wear evenly, so a share counts; on a large disk a small share is
/// years of records all the same.
fn nearly_full(disk: &Room) -> bool {
    disk.free < 256 * MEBIBYTE || (disk.free_permille() < 50 && disk.free < 2048 * MEBIBYTE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_is_nearly_full_by_what_is_left_and_not_by_its_size() {
        let full = |total: u64, free: u64| {
            let disk = Room { total: total * MEBIBYTE, free: free * MEBIBYTE };
            Alarm::Disk.holds(&Signs::default(), &Signs { disk: Some(disk), ..Signs::default() }).is_some()
        };
        // A card of 2, 16 and 32 GiB, a disk of 250.
        assert_eq!([full(2_048, 300), full(2_048, 200)], [false, true]);
        assert_eq!([full(16_384, 900), full(16_384, 800)], [false, true]);
        assert_eq!([full(32_768, 1_700), full(32_768, 1_600)], [false, true]);
        assert_eq!([full(256_000, 12_000), full(256_000, 2_000)], [false, true]);
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
            certificate_left_ms: Some(0),
            ..Signs::default()
        };
        for alarm in Alarm::ALL {
            assert!(alarm.holds(&Signs::default(), &bad).is_some(), "{alarm:?}");
            assert!(alarm.holds(&Signs::default(), &Signs::default()).is_none(), "{alarm:?}");
        }
    }
}
