//! Where backups are made: one at a time, and everybody may look on.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::backup::{BackupError, Backups, Progress, Watch};

/// Where backups are made: one at a time.
#[derive(Debug)]
pub(in crate::app) struct Desk {
    pub(super) backups: Option<Backups>,
    at_work: Mutex<()>,
    now: Mutex<Now>,
    pub(super) bell: Arc<Notify>,
    /// Rung when something is remembered that the owners may have to hear of.
    pub(super) news: Arc<Notify>,
}

#[derive(Debug, Default)]
pub(super) struct Now {
    pub(super) asked: bool,
    pub(super) works: bool,
    pub(super) progress: Option<Progress>,
}

impl Desk {
    pub(in crate::app) fn new(backups: Option<Backups>) -> Self {
        Self {
            backups,
            at_work: Mutex::default(),
            now: Mutex::default(),
            bell: Arc::default(),
            news: Arc::default(),
        }
    }

    /// What lies beside the store from before goes, because it holds what was erased.
    pub(in crate::app) fn forget_before(&self) -> Result<(), BackupError> {
        self.backups.as_ref().map_or(Ok(()), Backups::forget_before)
    }

    pub(super) fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does some work, one after the other, whose progress can be seen meanwhile.
    pub(super) fn work<T>(&self, watch: Watch<'_>, work: impl FnOnce(Watch<'_>) -> T) -> T {
        /// However the work ends.
        struct Ends<'d>(&'d Desk);
        impl Drop for Ends<'_> {
            fn drop(&mut self) {
                let mut now = self.0.now();
                (now.works, now.progress) = (false, None);
            }
        }
        let _turn = self.at_work.lock().unwrap_or_else(PoisonError::into_inner);
        self.now().works = true;
        let _ends = Ends(self);
        work(&|progress| {
            self.now().progress = Some(progress);
            watch(progress);
        })
    }
}
