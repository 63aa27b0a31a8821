//! Whether the box can do its work now: what `/readyz` says.

use std::path::Path;

use super::machine::Room;
use super::{Doctor, machine};
use crate::app::{Error, StoreState};
use crate::tasks::{Phase, blocking};

/// What was looked at, in few milliseconds and without writing.
#[derive(Debug, Clone)]
pub struct Readiness {
    /// What keeps the box from its work, or will soon.
    pub troubles: Vec<Trouble>,
    /// Each task, and whether it is `running`, `waiting` to be tried again, or `ended`.
    pub tasks: Vec<(&'static str, &'static str)>,
    pub is_stopping: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The store cannot be read.
    Unreadable,
    /// The last write failed, or the disk takes none.
    Unwritable,
    /// Less than 64 MiB are free.
    DiskFull,
    /// The search is more than 5,000 changes behind: searches may miss something.
    SearchBehind,
    /// The clock shows a time before the newest record, or before this program was made.
    ClockWrong,
    /// Telegram does not answer. The browser works as before.
    TelegramAway,
    /// A task is over.
    TaskEnded,
}

/// In bytes. The store needs room to write anything.
pub(super) const LEAST_FREE: u64 = 64 * 1024 * 1024;
/// The search follows within two seconds; a first run takes longer.
pub(super) const MOST_BEHIND: u64 = 5_000;
/// Clocks that the network sets differ by no more, in milliseconds.
pub(super) const CLOCK_SLACK_MS: i64 = 5 * 60 * 1_000;
/// No box was ever started before: 1 January 2026, in milliseconds.
pub(super) const FIRST_DAY_MS: i64 = 1_767_225_600_000;

impl Trouble {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "store_unreadable",
            Self::Unwritable => "store_unwritable",
            Self::DiskFull => "disk_full",
            Self::SearchBehind => "search_behind",
            Self::ClockWrong => "clock_wrong",
            Self::TelegramAway => "telegram_away",
            Self::TaskEnded => "task_ended",
        }
    }

    /// Whether somebody who asks the box now would not be served. The others are told, and the box serves on: a
    /// supervisor that restarted it would help nobody.
    pub const fn is_in_the_way(self) -> bool {
        matches!(
            self,
            Self::Unreadable | Self::Unwritable | Self::DiskFull | Self::ClockWrong | Self::TaskEnded
        )
    }
}

impl Readiness {
    pub fn is_ready(&self) -> bool {
        !self.is_stopping && !self.troubles.iter().any(|trouble| trouble.is_in_the_way())
    }
}

impl Doctor {
    pub async fn readiness(&self) -> Readiness {
        let mut troubles = Vec::new();
        match self.premises.app.clone() {
            Err(_) => troubles.push(Trouble::Unreadable),
            Ok(app) => {
                let now = app.outside().now();
                let looked: Result<_, Error> =
                    blocking(move || Ok((app.store_state(), app.house_state()?))).await;
                match looked {
                    Err(error) => {
                        tracing::warn!(%error, "the store cannot be read");
                        troubles.push(Trouble::Unreadable);
                    }
                    Ok((store, house)) => {
                        let newest = house.newest.map(crate::ledger::Timestamp::as_millisecond);
                        troubles.extend((!store.is_writable).then_some(Trouble::Unwritable));
                        troubles.extend(is_full(&store).then_some(Trouble::DiskFull));
                        let behind = house.head.saturating_sub(house.found_up_to) > MOST_BEHIND;
                        troubles.extend(behind.then_some(Trouble::SearchBehind));
                        let wrong = !is_sane(now.as_millisecond(), newest);
                        troubles.extend(wrong.then_some(Trouble::ClockWrong));
                    }
                }
            }
        }
        if self.bot().is_some_and(|bot| bot.trouble.is_some()) {
            troubles.push(Trouble::TelegramAway);
        }
        let running = self.premises.running.as_ref();
        let tasks: Vec<_> = running.map(|running| running.tasks.status()).unwrap_or_default();
        let tasks: Vec<_> = tasks
            .into_iter()
            .map(|task| {
                let phase = match task.phase {
                    Phase::Running(_) => "running",
                    Phase::Waiting => "waiting",
                    Phase::Ended => "ended",
                };
                (task.name, phase)
            })
            .collect();
        if tasks.iter().any(|(_, phase)| *phase == "ended") {
            troubles.push(Trouble::TaskEnded);
        }
        let is_stopping = running.is_some_and(|running| running.tasks.stopping().is_cancelled());
        Readiness { troubles, tasks, is_stopping }
    }
}

fn is_full(store: &StoreState) -> bool {
    let room = store.path.as_deref().and_then(Path::parent).and_then(machine::room_at);
    room.is_some_and(|Room { free, .. }| free < LEAST_FREE)
}

/// Whether a clock can be right, in milliseconds. `newest` is when the newest change was made.
pub(super) fn is_sane(now_ms: i64, newest_ms: Option<i64>) -> bool {
    now_ms >= FIRST_DAY_MS && newest_ms.is_none_or(|newest_ms| newest_ms <= now_ms + CLOCK_SLACK_MS)
}

/// Copies of the store from before its layout changed.
pub(super) fn older_stores(folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let is_copy = |name: &str| name.starts_with("catatduit.redb.schema-") && !name.contains(".new");
    entries.filter_map(Result::ok).filter(|entry| entry.file_name().to_str().is_some_and(is_copy)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_before_the_newest_record_is_wrong() {
        let day = 86_400_000;
        assert!(is_sane(FIRST_DAY_MS + day, None));
        assert!(is_sane(FIRST_DAY_MS + day, Some(FIRST_DAY_MS + day + 60_000)));
        assert!(!is_sane(FIRST_DAY_MS + day, Some(FIRST_DAY_MS + 2 * day)));
        assert!(!is_sane(0, None), "a Raspberry Pi without its clock starts in 1970");
    }
}
