//! Backups as the house keeps them: which is due, what became of the last, and who is told when one is no good.

mod copying;
mod desk;
mod due;
mod news;
mod tend;

pub use copying::BackupCopy;
pub use news::BackupNews;
pub use tend::Tended;

pub(super) use desk::Desk;

use std::sync::Arc;

use tokio::sync::Notify;

use super::keepers::household_of_box;
use super::{App, Error, Keeper};
use crate::backup::{BackupError, Entry, Kept, KeyKind, Listed, Made, Place, Progress, TroubleKind};
use crate::ledger::{Timestamp, Zone};
use crate::store::{Look, StoreError};
use due::due;

/// How it stands with the backups: for pages, commands, alarms and checks alike.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of its own, to people and to checks")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupState {
    /// Where they go: a folder, or the address of a bucket. None: this box makes none, because it is in memory only.
    pub place: Option<String>,
    /// They lie beside the records, so that a broken disk takes both.
    pub on_same_disk: bool,
    /// Whether one is made every night.
    pub nightly: bool,
    /// How somebody opens one when this box is gone.
    pub key: Option<KeyKind>,
    /// For a key of the box's own: whether anybody was ever shown it.
    pub key_shown: bool,
    /// The last that was made.
    pub last: Option<BackupSeen>,
    /// The last that was put back into an empty folder and found good.
    pub proof: Option<ProvenBackup>,
    /// When the next is due; in the past while it is being made or waits for its turn.
    pub next: Option<Timestamp>,
    /// What is wrong now.
    pub trouble: Option<BackupTrouble>,
    /// One is asked for or being made.
    pub busy: bool,
    /// How far that has come.
    pub progress: Option<Progress>,
}

/// One backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupSeen {
    pub number: u64,
    /// The file's name.
    pub name: String,
    pub made: Timestamp,
    pub bytes: u64,
    /// It is the last that proved good.
    pub is_proven: bool,
}

/// One that was put back and compared with what had been backed up, balances and all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvenBackup {
    pub number: u64,
    pub name: String,
    pub made: Timestamp,
    /// When it was tried.
    pub at: Timestamp,
    pub took_ms: u64,
    pub changes: u64,
    pub transactions: u64,
}

/// What is wrong with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupTrouble {
    pub kind: TroubleKind,
    pub since: Timestamp,
    /// The backup it is about, if it is about one.
    pub name: Option<String>,
    /// For whoever looks deeper; holds nothing of the family's.
    pub detail: String,
}

impl App {
    /// How it stands with the backups. Reads what is remembered of them, and not the place where they are.
    pub fn backup_state(&self) -> Result<BackupState, Error> {
        let (kept, zone, is_set_up) = self.kept_backups()?;
        let Some(backups) = &self.inner.backups.backups else { return Ok(BackupState::none()) };
        let (plan, now) = (backups.plan(), self.outside().now());
        let proven = kept.proof.as_ref().map(|proof| proof.number);
        let desk = self.inner.backups.now();
        Ok(BackupState {
            place: Some(plan.place.shown()),
            on_same_disk: matches!(&plan.place, Place::Folder(folder) if folder.is_own()),
            nightly: plan.nightly,
            key: Some(plan.key.kind()),
            key_shown: kept.key_shown_ms.is_some(),
            last: kept.last.as_ref().map(|made| seen(&Entry::from(&listed(made)), proven)),
            proof: kept.proof.as_ref().map(|proof| ProvenBackup {
                number: proof.number,
                name: entry_of(proof.number, proof.made_ms).name(),
                made: moment(proof.made_ms),
                at: moment(proof.at_ms),
                took_ms: proof.took_ms,
                changes: proof.changes,
                transactions: proof.transactions,
            }),
            next: (plan.nightly && is_set_up).then(|| due(&kept, plan.hour, &zone, now)),
            trouble: kept.trouble.as_ref().map(|trouble| BackupTrouble {
                kind: trouble.kind,
                since: moment(trouble.since_ms),
                name: trouble.number.and_then(|number| {
                    let there = kept.there.iter().find(|listed| listed.number == number);
                    there.map(|listed| Entry::from(listed).name())
                }),
                detail: trouble.detail.clone(),
            }),
            busy: desk.asked || desk.works,
            progress: desk.progress,
        })
    }

    /// Those that were there when the place was last looked into, newest first.
    pub fn backups(&self) -> Result<Vec<BackupSeen>, Error> {
        let (kept, ..) = self.kept_backups()?;
        let proven = kept.proof.as_ref().map(|proof| proof.number);
        Ok(kept.there.iter().map(|listed| seen(&Entry::from(listed), proven)).collect())
    }

    /// Has one made as soon as the job that looks after them gets to it.
    pub fn ask_for_backup(&self) {
        self.inner.backups.now().asked = true;
        self.inner.backups.bell.notify_one();
    }

    /// Rings when one is asked for.
    pub fn backup_bell(&self) -> Arc<Notify> {
        Arc::clone(&self.inner.backups.bell)
    }

    /// The box's own key to its backups, to be written down; remembers that somebody saw it.
    pub fn show_backup_key(&self) -> Result<zeroize::Zeroizing<String>, BackupError> {
        let key = self.to_use()?.plan().key.own_text()?;
        let now = self.outside().now().as_millisecond();
        self.keep_of_backups(move |kept| kept.key_shown_ms = Some(now))?;
        Ok(key)
    }

    /// The zone of the family that the box was set up with.
    pub fn zone_of_box(&self) -> Result<Zone, Error> {
        Ok(self.kept_backups()?.1)
    }

    /// What is remembered, the zone whose nights count, and whether there is anything to back up.
    fn kept_backups(&self) -> Result<(Kept, Zone, bool), Error> {
        self.store().read(|look| {
            let first = household_of_box(look)?;
            let is_set_up = first.is_some();
            let zone = match first {
                Some(household) => household.zone,
                None => {
                    Zone::named("Asia/Jakarta").map_err(|error| Error::broken("finding a zone", error))?
                }
            };
            Ok((read_kept(look)?, zone, is_set_up))
        })
    }
}

impl Keeper {
    /// How it stands with the box's backups, and those there are. They hold every household of the box.
    pub fn backups(&self) -> Result<(BackupState, Vec<BackupSeen>), Error> {
        Ok((self.app.backup_state()?, self.app.backups()?))
    }

    /// Has one made soon, where any are made; gives how it stands.
    pub fn ask_for_backup(&self) -> Result<(BackupState, Vec<BackupSeen>), Error> {
        self.change(|_| Ok(()))?;
        if self.app.inner.backups.backups.is_some() {
            self.app.ask_for_backup();
        }
        self.backups()
    }
}

impl BackupState {
    const fn none() -> Self {
        Self {
            place: None,
            on_same_disk: false,
            nightly: false,
            key: None,
            key_shown: false,
            last: None,
            proof: None,
            next: None,
            trouble: None,
            busy: false,
            progress: None,
        }
    }
}

fn read_kept(look: &Look<'_>) -> Result<Kept, StoreError> {
    Ok(Kept::read(look.setting(Kept::SETTING)?.as_deref()))
}

fn own(error: Error) -> BackupError {
    BackupError::Io { doing: "reading what is remembered of backups", source: std::io::Error::other(error) }
}

fn seen(entry: &Entry, proven: Option<u64>) -> BackupSeen {
    BackupSeen {
        number: entry.number,
        name: entry.name(),
        made: entry.made,
        bytes: entry.bytes,
        is_proven: proven == Some(entry.number),
    }
}

const fn listed(made: &Made) -> Listed {
    Listed { number: made.number, made_ms: made.made_ms, bytes: made.bytes }
}

fn entry_of(number: u64, made_ms: i64) -> Entry {
    Entry { number, made: moment(made_ms), bytes: 0 }
}

fn moment(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or_default()
}

impl From<BackupError> for Error {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::Full => Self::Full,
            BackupError::Store(error) => error.into(),
            other => Self::broken("looking after backups", other),
        }
    }
}
