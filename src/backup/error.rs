//! What keeps a backup from being made, opened or put back.

use std::io;
use std::path::PathBuf;

use crate::outside::NoClient;
use crate::store::{OpenError, StoreError};

/// Why it did not come to what was asked. What was there before is there still.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("there is no folder {}; it is not made here, because a disk that is missing would be", path.display())]
    NoFolder { path: PathBuf },
    #[error("the disk of {} is not there: backups went to one at {}", path.display(), mount.display())]
    NotMounted { path: PathBuf, mount: PathBuf },
    #[error("there is no room")]
    Full,
    /// The disk or the network.
    #[error("the place of the backups cannot be used")]
    Unreachable(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("it does not open with the passphrase or keys at hand")]
    Locked,
    #[error("it is damaged: {why}")]
    Damaged { why: String },
    #[error("it was made by a newer catatduit (form {found}, this one knows up to {known})")]
    Newer { found: u64, known: u64 },
    #[error("there is no backup {name}")]
    Missing { name: String },
    #[error("there is no backup")]
    None,
    #[error("the key that backups are encrypted with cannot be used: {why}")]
    BadKey { why: String },
    #[error("a box has the records open")]
    InUse,
    #[error("there is nothing to go back to")]
    NothingBefore,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("cannot prepare the network client")]
    Client(#[from] NoClient),
    #[error("while {doing}")]
    Io { doing: &'static str, source: io::Error },
}

impl BackupError {
    pub(super) fn damaged(why: impl Into<String>) -> Self {
        Self::Damaged { why: why.into() }
    }

    /// For what happens on the box's own disk.
    pub(super) fn here(doing: &'static str) -> impl Fn(io::Error) -> Self {
        move |source| if is_full(&source) { Self::Full } else { Self::Io { doing, source } }
    }

    /// For what happens where the backups are.
    pub(super) fn there(source: io::Error) -> Self {
        if is_full(&source) { Self::Full } else { Self::Unreachable(source.into()) }
    }

    /// Whether it is the backup's own fault, so that another one may do.
    pub fn is_of_the_backup(&self) -> bool {
        matches!(self, Self::Locked | Self::Damaged { .. } | Self::Newer { .. } | Self::Missing { .. })
    }
}

impl From<OpenError> for BackupError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Full => Self::Full,
            OpenError::InUse => Self::InUse,
            OpenError::Newer { found, known } => Self::Newer { found, known },
            OpenError::Io { source, .. } => Self::Io { doing: "opening the copy", source },
            other => Self::Damaged { why: other.to_string() },
        }
    }
}

fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
    )
}
