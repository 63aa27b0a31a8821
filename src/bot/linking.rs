//! Which account the bot listens to: a link is followed, an account leaves.

use data_encoding::HEXLOWER;

use super::act::{Desk, Done, write};
use super::dialog::Call;
use super::keyboard;
use super::letter::Place;
use super::wire::Keyboard;
use crate::app::{About, Errand, Error, Message, Outcome, TelegramAccount};
use crate::say;
use crate::words::of;

impl Call {
    /// The account that it comes from.
    pub(super) fn account(&self) -> TelegramAccount {
        TelegramAccount { user: self.user, name: self.name.clone() }
    }
}

impl Desk<'_> {
    /// Follows another link: this account may come to speak for somebody else, if its member says yes to that.
    pub(super) fn follow(&self, code: &str) -> Result<Done, Error> {
        if self.call.place.is_group {
            return self.say(self.words.linking.in_private);
        }
        let (words, today, place) = (self.words, self.today, self.call.place);
        let question = keyboard::move_account(words, code);
        let errand = self.once().tell(move |outcome| match outcome {
            Outcome::LinkAsked { .. } => {
                let said = say::outcome(words, outcome, today);
                write(place, &said, question.clone().unwrap_or_default(), None, None, About::Nothing)
            }
            outcome => greet(place, None, outcome),
        });
        match self.app.follow_link(code, &self.call.account(), errand) {
            Err(Error::Gone { .. }) => self.say(self.words.bot.link_invalid),
            outcome => Ok(outcome?.into()),
        }
    }

    /// The yes to that.
    pub(super) fn move_account(&self, code: [u8; 16]) -> Result<Done, Error> {
        let (place, edit) = (self.call.place, self.call.message);
        let errand = self.once().tell(move |outcome| greet(place, edit, outcome));
        Ok(self.app.move_link(&HEXLOWER.encode(&code), &self.call.account(), errand)?.into())
    }

    /// Asks whether this account is to be listened to no longer.
    pub(super) fn ask_to_leave(&self) -> Result<Done, Error> {
        let words = self.words.linking;
        if self.call.place.is_group {
            return self.say(words.in_private);
        }
        self.say_with(&words.may_it_end.into(), keyboard::leave(self.words), About::Nothing)
    }

    /// The yes to that.
    pub(super) fn leave(&self) -> Result<Done, Error> {
        Ok(self.acting.clone().with(self.reply()).leave_telegram(self.call.user)?.into())
    }

    /// The no to either.
    pub(super) fn stay(&self) -> Result<Done, Error> {
        let said = self.words.linking.stayed.into();
        let keyboard = Keyboard::default();
        self.queue(write(self.call.place, &said, keyboard, self.call.message, None, About::Nothing))
    }
}

/// An errand for whoever follows their first link.
pub(super) fn welcome(call: &Call, errand: Errand) -> Errand {
    let place = call.place;
    errand.tell(move |outcome| greet(place, None, outcome))
}

/// Greets a member who has just followed a link, in their own language, and tells the other accounts of it.
fn greet(place: Place, edit: Option<i64>, outcome: &Outcome) -> Vec<Message> {
    let Outcome::Linked { member, account, news } = outcome else { return Vec::new() };
    let greeting = (of(member.language).bot.linked)(&member.name).into();
    let mut letters = write(place, &greeting, Keyboard::default(), edit, None, About::Nothing);
    for told in news {
        let words = of(told.language).linking;
        let sentence = if told.is_parted { words.one_less } else { words.one_more };
        let place = Place { id: told.chat, is_group: false };
        let said = sentence(account.as_deref()).into();
        letters.extend(write(place, &said, Keyboard::default(), None, None, About::Nothing));
    }
    letters
}
