//! Telling the owners when the box's backups are no good, and when they are again.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::Bot;
use super::act;
use super::letter::Place;
use super::wire::Keyboard;
use crate::app::{About, BackupNews, Error, Message};
use crate::ledger::Language;
use crate::tasks::blocking;
use crate::words::{self, Said};

const LOOK_AGAIN: Duration = Duration::from_mins(1);

impl Bot {
    /// Tells until it is told to stop.
    pub(super) async fn tell_backups(&self, stop: CancellationToken) -> Result<(), Error> {
        loop {
            let app = self.app().clone();
            blocking(move || -> Result<(), Error> {
                let Some(news) = app.backup_news()? else { return Ok(()) };
                let messages = news.to.iter().flat_map(|(chat, language)| letter(&news, *chat, *language));
                app.tell_backup_news(&news, messages.collect())
            })
            .await?;
            let moved = self.app().backup_news_bell();
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                () = moved.notified() => {}
                () = tokio::time::sleep(LOOK_AGAIN) => {}
            }
        }
    }
}

fn letter(news: &BackupNews, chat: i64, language: Language) -> Vec<Message> {
    let place = Place { id: chat, is_group: false };
    let said = words::of(language).backup.news(news.trouble, &news.place);
    act::write(place, &Said::from(said.as_str()), Keyboard::default(), None, None, About::Nothing)
}
