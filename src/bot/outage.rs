//! Telling the owners that the box was away though nobody had asked it to be.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::Bot;
use super::act;
use super::letter::Place;
use super::wire::Keyboard;
use crate::app::{About, Error, Message, OutageNews};
use crate::ledger::{Language, Timestamp};
use crate::tasks::blocking;
use crate::words::{self, Said, Words};

const LOOK_AGAIN: Duration = Duration::from_secs(5);

impl Bot {
    /// Tells until it is told to stop.
    pub(super) async fn tell_outages(&self, stop: CancellationToken) -> Result<(), Error> {
        loop {
            let app = self.app().clone();
            blocking(move || -> Result<(), Error> {
                let Some(news) = app.outage_news()? else { return Ok(()) };
                let now = app.outside().now();
                let letters =
                    news.to.iter().flat_map(|(chat, language)| letter(&news, now, *chat, *language));
                let letters = letters.collect();
                app.tell_outage(&news, letters)
            })
            .await?;
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                () = tokio::time::sleep(LOOK_AGAIN) => {}
            }
        }
    }
}

fn letter(news: &OutageNews, now: Timestamp, chat: i64, language: Language) -> Vec<Message> {
    let place = Place { id: chat, is_group: false };
    let words = words::of(language);
    let length = words::time_span(words, news.outage.length());
    let (from, until) =
        (moment(words, news, news.outage.from, now), moment(words, news, news.outage.until, now));
    let said = (words.the_box.was_away)(&length, &from, &until);
    act::write(place, &Said::from(said.as_str()), Keyboard::default(), None, None, About::Nothing)
}

/// `kemarin 22.05`
fn moment(words: &Words, news: &OutageNews, at: Timestamp, now: Timestamp) -> String {
    let day = words::day(words, news.zone.day_of(at), news.zone.day_of(now));
    let time = news.zone.local(at).time();
    let point = if words.language == Language::Indonesian { '.' } else { ':' };
    format!("{day} {:02}{point}{:02}", time.hour(), time.minute())
}
