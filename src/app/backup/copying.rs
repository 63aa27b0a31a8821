//! Copies of the backups in the chats of the box's keepers, where the settings want them.

use super::{entry_of, read_kept};
use crate::app::keepers::keepers;
use crate::app::{App, kept};
use crate::backup::{BackupError, Parts};
use crate::store::{Look, StoreError};

/// A backup on its way into the keepers' chats.
#[derive(Debug)]
pub struct BackupCopy {
    number: u64,
    pub parts: Parts,
    pub to: Vec<i64>,
    /// Of the parts for all of them, chat after chat, so many are sent.
    pub sent: u64,
}

impl BackupCopy {
    /// The chat and the part that are next; none: all are sent.
    pub fn next(&self) -> Option<(i64, u64)> {
        let count = self.parts.count();
        let chat = usize::try_from(self.sent / count).ok().and_then(|place| self.to.get(place))?;
        Some((*chat, self.sent % count))
    }

    /// One more is sent.
    pub const fn goes_on(&mut self) {
        self.sent += 1;
    }

    /// Nothing more goes into the chat that is next.
    pub fn passes_over(&mut self) {
        let count = self.parts.count();
        self.sent = (self.sent / count + 1) * count;
    }
}

const VERSION: u8 = 1;
const NAME: &str = "backup-copy";

/// The number of the backup, the chats, and how many parts are sent.
type Form = (u64, Vec<i64>, u64);

/// In the place of how many are sent.
const ALL: u64 = u64::MAX;

impl App {
    /// The newest backup, if it proved good and is not in the keepers' chats yet, in parts of at most so many bytes.
    pub fn backup_to_copy(&self, most: u64) -> Result<Option<BackupCopy>, BackupError> {
        let Some(backups) = self.inner.backups.backups.as_ref().filter(|_| self.options().telegram_copy)
        else {
            return Ok(None);
        };
        let (kept, to, before) = self
            .store()
            .read(|look| -> Result<_, StoreError> {
                let before: Option<Form> = kept::read(VERSION, look.setting(NAME)?);
                Ok((read_kept(look)?, chats_of_keepers(look)?, before))
            })
            .map_err(BackupError::Store)?;
        let proven = kept.proof.as_ref().map(|proof| proof.number);
        let Some(last) = kept.last.filter(|last| proven == Some(last.number) && !to.is_empty()) else {
            return Ok(None);
        };
        let sent = match before {
            Some((number, chats, sent)) if number == last.number && chats == to => sent,
            _ => 0,
        };
        if sent == ALL {
            return Ok(None);
        }
        let parts = backups.parts(&entry_of(last.number, last.made_ms), most)?;
        let copy = BackupCopy { number: last.number, parts, to, sent };
        Ok(copy.next().is_some().then_some(copy))
    }

    /// Remembers how far it is.
    pub fn backup_copy_went_on(&self, copy: &BackupCopy) -> Result<(), StoreError> {
        let sent = if copy.next().is_none() { ALL } else { copy.sent };
        let form: Form = (copy.number, copy.to.clone(), sent);
        self.store().write(move |pen| pen.put_setting(NAME, &kept::write(VERSION, &form)))
    }
}

/// Backups hold every household: nobody else may have one.
fn chats_of_keepers(look: &Look<'_>) -> Result<Vec<i64>, StoreError> {
    Ok(keepers(look, false)?.into_iter().map(|(chat, _)| chat).collect())
}
