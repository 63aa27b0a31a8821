//! Telling those who look after the box of its own state.

use super::letter::Place;
use super::{Bot, act, keyboard};
use crate::app::{About, Error};
use crate::ledger::Language;
use crate::tasks::blocking;
use crate::words::{self, Said};

impl Bot {
    /// Tells owners, and all other adults where they are to hear of it as well, each in their language. What cannot be
    /// delivered now waits in the queue. Under a trouble, by its place among the rules, is a button to say that they
    /// look after it.
    pub async fn tell_keepers(
        &self,
        adults_too: bool,
        trouble: Option<u8>,
        said: impl Fn(Language) -> String + Send + 'static,
    ) -> Result<(), Error> {
        let app = self.app().clone();
        blocking(move || {
            let letters = app.keepers(adults_too)?.into_iter().flat_map(|(id, language)| {
                let said = Said::from(said(language).as_str());
                let place = Place { id, is_group: false };
                let keyboard = trouble.map(|trouble| keyboard::seen(words::of(language), trouble));
                act::write(place, &said, keyboard.unwrap_or_default(), None, None, About::Nothing)
            });
            app.tell_keepers(letters.collect())
        })
        .await
    }
}
