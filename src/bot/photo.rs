//! Pictures people send: fetched before anything is done about them, and kept with the record they belong to.

use std::sync::Arc;

use super::Bot;
use super::act::{Desk, Done, about, write};
use super::wire::{Keyboard, Message};
use crate::app::{About, Errand, Error, MOST_PICTURE_BYTES, Outcome};
use crate::ledger::TransactionId;
use crate::say;
use crate::tasks::blocking;
use crate::words::{Said, Words, trouble};

/// What came with a call.
#[derive(Clone)]
pub(super) enum Photo {
    Nothing,
    /// A file that was fetched.
    Here(Arc<Vec<u8>>),
    /// It could not be fetched, or is too large to be.
    Lost,
}

/// What a family photographed is not for logs.
impl std::fmt::Debug for Photo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Nothing => "Nothing",
            Self::Here(_) => "Here",
            Self::Lost => "Lost",
        })
    }
}

/// The name by which Telegram gives out the largest form of a message's picture, or a picture sent as a file.
pub(super) fn file_of(message: &Message) -> Option<String> {
    let largest = message.photo.iter().flatten().rev().find_map(|size| size.file_id.clone());
    let is_picture = |kind: &str| kind.starts_with("image/");
    let file = message.document.as_ref().filter(|file| file.mime_type.as_deref().is_some_and(is_picture));
    largest.or_else(|| file.and_then(|file| file.file_id.clone()))
}

impl Bot {
    /// Fetches the picture of a call, if the family's own sends it. When Telegram does not give it out, the words of
    /// the message matter more: they are taken without it.
    pub(super) async fn fetch_photo(&self, user: i64, file: Option<&str>) -> Result<Photo, Error> {
        let Some(file) = file else { return Ok(Photo::Nothing) };
        let app = self.app().clone();
        if blocking(move || app.telegram_member(user)).await?.is_none() {
            return Ok(Photo::Nothing);
        }
        let client = &self.inner.client;
        let fetched = match client.get_file(file).await {
            Ok(file) => client.download(&file, MOST_PICTURE_BYTES).await,
            Err(error) => Err(error),
        };
        Ok(fetched.map_or_else(
            |error| {
                tracing::warn!(%error, "a picture could not be fetched");
                Photo::Lost
            },
            |bytes| Photo::Here(Arc::new(bytes)),
        ))
    }
}

impl Desk<'_> {
    /// A picture without words: kept with the record whose message it replies to.
    pub(super) fn keep_photo(&self, reply_to: Option<i64>) -> Result<Done, Error> {
        let about = match reply_to {
            Some(message) => self.acting.about(self.at(message))?,
            None => About::Nothing,
        };
        let entry = self.words.entry;
        let bytes = match &self.photo {
            Photo::Here(bytes) => bytes,
            Photo::Lost => return self.say(entry.picture_lost),
            Photo::Nothing => return self.say(self.words.bot.only_text),
        };
        match about {
            About::Transactions(ids) if !ids.is_empty() => {
                let errand = self.told_of_photo(self.once());
                Ok(self.acting.clone().with(errand).attach(ids[0], bytes)?.into())
            }
            About::Draft(_) => self.say(entry.picture_later),
            About::Transactions(_) | About::Nothing => self.say(entry.picture_how),
        }
    }

    /// A picture with words: kept with what the words became, or else with what they were a reply to. The update is
    /// done with by then, so that what is said here is said beside it.
    pub(super) fn illustrate(&self, replied: &About, outcome: &Outcome) -> Result<(), Error> {
        let bytes = match &self.photo {
            Photo::Nothing => return Ok(()),
            Photo::Lost => return self.add(self.words.entry.picture_lost),
            Photo::Here(bytes) => bytes,
        };
        let target = match (outcome, about(outcome)) {
            (Outcome::Repeated, _) => self.left_bare()?,
            (_, About::Transactions(ids)) => ids.first().copied(),
            (_, About::Draft(_)) => return self.add(self.words.entry.picture_later),
            (_, About::Nothing) => first_of(replied),
        };
        let Some(id) = target else { return Ok(()) };
        let errand = self.told_of_photo(Errand::default());
        match self.acting.clone().with(errand).attach(id, bytes) {
            Ok(_) => Ok(()),
            Err(trouble @ (Error::Full | Error::Unsettled { .. } | Error::Broken { .. })) => Err(trouble),
            Err(error) => self.add(trouble(self.words, &error)),
        }
    }

    /// What a message became whose picture was not yet kept when the box was cut off.
    fn left_bare(&self) -> Result<Option<TransactionId>, Error> {
        let Some(message) = self.call.message else { return Ok(None) };
        let Some(id) = first_of(&self.acting.about(self.at(message))?) else { return Ok(None) };
        let found = self.acting.transaction(id)?.transaction;
        Ok((found.is_live() && found.particulars.attachments.is_empty()).then_some(id))
    }

    /// Says something beside what the update itself came to.
    fn add(&self, said: impl Into<Said>) -> Result<(), Error> {
        let messages = write(self.call.place, &said.into(), Keyboard::default(), None, None, About::Nothing);
        self.acting.tell(messages).map(drop)
    }

    fn told_of_photo(&self, errand: Errand) -> Errand {
        let (words, place) = (self.words, self.call.place);
        errand.tell(move |outcome| {
            write(place, &kept(words, outcome), Keyboard::default(), None, None, about(outcome))
        })
    }
}

/// `Fotonya disimpan: Rp15.000 Bakso.`
fn kept(words: &Words, outcome: &Outcome) -> Said {
    let Outcome::Amended { transactions, .. } = outcome else { return Said::nothing() };
    let Some(seen) = transactions.first() else { return Said::nothing() };
    Said::plain(format!("{} ", words.entry.picture_kept))
        .strong(&say::amount(&seen.transaction))
        .then(format!(" {}.", say::name(words, &seen.transaction)))
}

fn first_of(about: &About) -> Option<TransactionId> {
    match about {
        About::Transactions(ids) => ids.first().copied(),
        About::Draft(_) | About::Nothing => None,
    }
}
