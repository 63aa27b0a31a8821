//! Backups as commands hear of them on the private line.

use serde::{Deserialize, Serialize};

use crate::app::{self, App, BackupProgress, BackupState, BackupTroubleKind, Error};

/// How it stands with the backups.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq)]
pub struct Backups {
    /// One is asked for or being made.
    pub busy: bool,
    pub progress: Option<BackupProgress>,
    /// The last that was made.
    pub last: Option<Named>,
    /// The number of the last that proved good.
    pub proven: Option<u64>,
    pub trouble: Option<BackupTroubleKind>,
    pub place: String,
}

/// One backup.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
pub struct Named {
    pub number: u64,
    pub name: String,
    pub bytes: u64,
}

/// How somebody opens a backup when the box is gone.
#[derive(Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum BackupKey {
    Passphrase,
    /// With keys whose public halves are in the settings, or with this.
    Recipients(String),
    /// With this alone.
    Own(String),
}

impl std::fmt::Debug for BackupKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BackupKey")
    }
}

impl BackupKey {
    pub(super) fn shown_by(app: &App) -> Result<Self, Error> {
        Ok(match app.backup_state()?.key {
            None | Some(app::BackupKey::Passphrase) => Self::Passphrase,
            Some(app::BackupKey::Recipients) => Self::Recipients(app.show_backup_key()?.to_string()),
            Some(app::BackupKey::Own) => Self::Own(app.show_backup_key()?.to_string()),
        })
    }
}

impl From<BackupState> for Backups {
    fn from(state: BackupState) -> Self {
        let BackupState { last, proof, trouble, busy, progress, place, .. } = state;
        Self {
            busy,
            progress,
            last: last.map(|it| Named { number: it.number, name: it.name, bytes: it.bytes }),
            proven: proof.map(|proof| proof.number),
            trouble: trouble.map(|trouble| trouble.kind),
            place: place.unwrap_or_default(),
        }
    }
}
