//! What the owners are told of backups, wherever they do not look by themselves.

use std::sync::Arc;

use tokio::sync::Notify;

use super::read_kept;
use crate::app::keepers::keepers;
use crate::app::{App, Error, Message, notify, post};
use crate::backup::{Kept, TroubleKind};
use crate::ledger::Language;
use crate::store::NoticeAbout;

/// Something the owners are to be told.
#[derive(Debug, Clone)]
pub struct BackupNews {
    /// None: what they were told of is over.
    pub trouble: Option<TroubleKind>,
    /// The place of the backups.
    pub place: String,
    /// The owners' private chats.
    pub to: Vec<(i64, Language)>,
}

impl App {
    /// Rings when there may be news of them.
    pub fn backup_news_bell(&self) -> Arc<Notify> {
        Arc::clone(&self.inner.backups.news)
    }

    /// What the owners are to be told, if they think something else than is so.
    pub fn backup_news(&self) -> Result<Option<BackupNews>, Error> {
        let Some(backups) = &self.inner.backups.backups else { return Ok(None) };
        let place = backups.plan().place.shown();
        self.store().read(|look| {
            let kept = read_kept(look)?;
            let trouble = kept.trouble.map(|trouble| trouble.kind);
            if trouble == kept.told {
                return Ok(None);
            }
            Ok(Some(BackupNews { trouble, place: place.clone(), to: keepers(look, false)? }))
        })
    }

    /// Queues what tells of it, and remembers that it was told.
    pub fn tell_backup_news(&self, news: &BackupNews, messages: Vec<Message>) -> Result<(), Error> {
        let (app, trouble) = (self.clone(), news.trouble);
        self.store().write(move |pen| -> Result<(), Error> {
            let mut kept = read_kept(pen)?;
            if kept.trouble.as_ref().map(|trouble| trouble.kind) != trouble {
                return Ok(());
            }
            let now = app.outside().now();
            for message in &messages {
                post::queue(&app, pen, now, message)?;
            }
            let is_wrong = trouble.is_some();
            let about = NoticeAbout::Alarm { rule: notify::BACKUPS, is_wrong, is_urgent: false };
            notify::notify_keepers(pen, about, false, now)?;
            kept.told = trouble;
            Ok(pen.put_setting(Kept::SETTING, &kept.write())?)
        })?;
        self.post().bell().notify_waiters();
        Ok(())
    }
}
