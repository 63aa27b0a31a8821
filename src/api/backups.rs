//! The box's backups: how it stands with them, and making one now.

use poem_openapi::{Enum, Object, OpenApi};

use super::Tags;
use super::caller::Caller;
use super::problem::{Code, Owning, Refusals, Refused, refusals};
use super::reply::Shown;
use super::scalar::{Instant, Nullable};
use crate::app;

#[derive(Debug)]
pub(super) struct Backups;

refusals! {
    /// An act of an owner without a body.
    OwnersAct: Unauthenticated Forbidden CrossSite;
}

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Backups")]
impl Backups {
    /// Look at the backups
    ///
    /// Where they go, the last one, the last that was tried out by putting it back, when the next is due, what is wrong
    /// if anything is, and those there are, newest first. They hold everything on the box. Only for owners of the
    /// household that it was set up with.
    #[oai(path = "/backups", method = "get", operation_id = "look_at_backups")]
    async fn look(&self, caller: Caller) -> Result<Shown<BackupsView>, Refused<Owning>> {
        let found = caller.run(|me| me.as_keeper()?.backups()).await?;
        Ok(Shown(BackupsView::of(found.0, found.1)))
    }

    /// Make a backup now
    ///
    /// It is made, tried out and told of in the background: `busy` until then. Where the box makes no backups, nothing
    /// happens. Only for owners of the household that the box was set up with.
    #[oai(path = "/backups", method = "post", operation_id = "make_backup")]
    async fn make(&self, caller: Caller) -> Result<Shown<BackupsView>, Refused<OwnersAct>> {
        let found = caller.run(|me| me.as_keeper()?.ask_for_backup()).await?;
        Ok(Shown(BackupsView::of(found.0, found.1)))
    }
}

/// How it stands with the backups.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of its own, to programs")]
#[derive(Debug, Object)]
pub(super) struct BackupsView {
    /// A folder, or the address of a bucket; `null`: this box makes none.
    place: Nullable<String>,
    /// They lie beside the records, so that a broken disk takes both.
    on_same_disk: bool,
    /// Whether one is made every night.
    nightly: bool,
    /// What opens one when the box is gone.
    opens_with: Nullable<BackupOpensWith>,
    /// For the box's own key: whether anybody was ever shown it.
    key_shown: bool,
    /// The last that was made.
    last: Nullable<Backup>,
    /// The last that was tried out and found good.
    proof: Nullable<BackupProof>,
    /// When the next is due.
    next: Nullable<Instant>,
    /// What is wrong now.
    trouble: Nullable<BackupTrouble>,
    /// One is asked for or being made.
    busy: bool,
    /// Those there were when the box last looked, newest first.
    items: Vec<Backup>,
}

/// What opens a backup: a passphrase, the keys that the settings name, or the box's own key.
#[derive(Debug, Clone, Copy, Enum)]
#[oai(rename_all = "snake_case")]
enum BackupOpensWith {
    Passphrase,
    Recipients,
    OwnKey,
}

/// One backup.
#[derive(Debug, Object)]
struct Backup {
    /// Grows with each.
    number: u64,
    name: String,
    made: Instant,
    bytes: u64,
    /// It is the last that was tried out and found good.
    proven: bool,
}

/// A backup that was put back and compared with what had been backed up, balances and all.
#[derive(Debug, Object)]
struct BackupProof {
    number: u64,
    name: String,
    made: Instant,
    /// When it was tried.
    at: Instant,
    took_ms: u64,
    changes: u64,
    transactions: u64,
}

/// What is wrong with the backups.
#[derive(Debug, Object)]
struct BackupTrouble {
    kind: BackupTroubleKind,
    since: Instant,
    /// The backup it is about, if it is about one.
    name: Nullable<String>,
    /// For the owner's eyes, as it was met; not in any language in particular.
    detail: String,
}

/// `away`: the folder or disk is not there. `full`: there is no room. `unreachable`: the place cannot be used. `damaged`:
/// the newest is no good. `failed`: anything else.
#[derive(Debug, Clone, Copy, Enum)]
#[oai(rename_all = "snake_case")]
enum BackupTroubleKind {
    Away,
    Full,
    Unreachable,
    Damaged,
    Failed,
}

impl BackupsView {
    fn of(state: app::BackupState, seen: Vec<app::BackupSeen>) -> Self {
        let opens_with = state.key.map(|key| match key {
            app::BackupKey::Passphrase => BackupOpensWith::Passphrase,
            app::BackupKey::Recipients => BackupOpensWith::Recipients,
            app::BackupKey::Own => BackupOpensWith::OwnKey,
        });
        Self {
            place: state.place.into(),
            on_same_disk: state.on_same_disk,
            nightly: state.nightly,
            opens_with: opens_with.into(),
            key_shown: state.key_shown,
            last: state.last.map(Backup::from).into(),
            proof: state.proof.map(BackupProof::from).into(),
            next: state.next.map(Instant).into(),
            trouble: state.trouble.map(BackupTrouble::from).into(),
            busy: state.busy,
            items: seen.into_iter().map(Backup::from).collect(),
        }
    }
}

impl From<app::BackupSeen> for Backup {
    fn from(seen: app::BackupSeen) -> Self {
        let app::BackupSeen { number, name, made, bytes, is_proven } = seen;
        Self { number, name, made: made.into(), bytes, proven: is_proven }
    }
}

impl From<app::ProvenBackup> for BackupProof {
    fn from(proven: app::ProvenBackup) -> Self {
        let app::ProvenBackup { number, name, made, at, took_ms, changes, transactions } = proven;
        Self { number, name, made: made.into(), at: at.into(), took_ms, changes, transactions }
    }
}

impl From<app::BackupTrouble> for BackupTrouble {
    fn from(trouble: app::BackupTrouble) -> Self {
        let app::BackupTrouble { kind, since, name, detail } = trouble;
        let kind = match kind {
            app::BackupTroubleKind::Away => BackupTroubleKind::Away,
            app::BackupTroubleKind::Full => BackupTroubleKind::Full,
            app::BackupTroubleKind::Unreachable => BackupTroubleKind::Unreachable,
            app::BackupTroubleKind::Damaged => BackupTroubleKind::Damaged,
            app::BackupTroubleKind::Failed => BackupTroubleKind::Failed,
        };
        Self { kind, since: since.into(), name: name.into(), detail }
    }
}
