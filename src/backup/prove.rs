//! Trying a backup out: put back into an empty folder, opened as a box would open it, counted again from the facts, and
//! compared with what the store held when the backup was made.

use std::path::Path;

use super::archive::{self, Manifest};
use super::error::BackupError;
use super::key::Key;
use super::{Progress, STORE, Step, Watch};
use crate::store::{Store, StoreOptions};

/// Lays the files of a backup into a folder, which must be empty, and proves them.
pub(super) fn prove(
    archive: &Path,
    key: &Key,
    into: &Path,
    watch: Watch<'_>,
) -> Result<Manifest, BackupError> {
    let manifest = archive::unpack(archive, key, into, watch)?;
    let check = |done| watch(Progress { step: Step::Checking, done, of: Some(3) });
    let path = into.join(STORE);
    if !path.exists() {
        return Err(BackupError::damaged("there is no store in it"));
    }
    check(0);
    manifest.compare(&Store::tally_of(&path)?).map_err(BackupError::damaged)?;
    check(1);
    // As a box opens it: brought up to date, if it is of an older version.
    let store = Store::open(&path, StoreOptions::default())?;
    let report = store.audit()?;
    if !report.is_sound() {
        let many = report.differences.len() as u64 + report.unlisted;
        return Err(BackupError::damaged(format!("{many} figures do not follow from the records")));
    }
    check(2);
    manifest.compare_balances(&store.tally()?).map_err(BackupError::damaged)?;
    check(3);
    Ok(manifest)
}
