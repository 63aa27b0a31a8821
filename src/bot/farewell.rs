//! Telling of deletions to come, and of those that were called off.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::Bot;
use super::act;
use super::letter::Place;
use super::wire::Keyboard;
use crate::app::{About, Error, FarewellNews, Message, NewsKind};
use crate::ledger::Language;
use crate::tasks::blocking;
use crate::words::{self, Said};

/// What nobody rang for is looked for so often: that a day is near.
const LOOK_AGAIN: Duration = Duration::from_mins(1);

impl Bot {
    /// Tells until it is told to stop.
    pub(super) async fn tell_farewells(&self, stop: CancellationToken) -> Result<(), Error> {
        let bell = self.app().post().bell();
        loop {
            let rung = bell.notified();
            tokio::pin!(rung);
            rung.as_mut().enable();
            let app = self.app().clone();
            blocking(move || -> Result<(), Error> {
                for news in app.farewell_news()? {
                    let messages =
                        news.to.iter().flat_map(|(chat, language)| letters(&news, *chat, *language));
                    app.tell_farewell(&news, messages.collect())?;
                }
                Ok(())
            })
            .await?;
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                () = rung => {}
                () = tokio::time::sleep(LOOK_AGAIN) => {}
            }
        }
    }
}

fn letters(news: &FarewellNews, chat: i64, language: Language) -> Vec<Message> {
    let place = Place { id: chat, is_group: false };
    let said = Said::from(told(news, language).as_str());
    act::write(place, &said, Keyboard::default(), None, None, About::Nothing)
}

fn told(news: &FarewellNews, language: Language) -> String {
    let words = words::of(language);
    let said = words.lasting;
    let (day, time) = &news.due;
    let until = format!("{} {time}", words::day(words, *day, news.today));
    match (&news.household, news.kind) {
        (None, NewsKind::Asked) => (said.account_asked)(&until),
        (None, NewsKind::Near) => (said.account_near)(&until),
        (None, NewsKind::CalledOff) => said.account_called_off.to_owned(),
        (Some(household), NewsKind::Asked) => (said.household_asked)(&news.by, household, &until),
        (Some(household), NewsKind::Near) => (said.household_near)(household, &until),
        (Some(household), NewsKind::CalledOff) => (said.household_called_off)(household),
    }
}
