//! One member's act, carried out: the verb it calls, and the messages that tell of it, in one transaction.

use super::ask::{Ask, Asks, What};
use super::dialog::{Call, Command, Intent};
use super::keyboard;
use super::letter::{Letter, Place};
use super::markup;
use super::photo::Photo;
use super::press::Target;
use super::wire::Keyboard;
use crate::app::{
    About, Acting, Amendment, App, DraftFix, Errand, Error, Message, MessageRef, Once, Outcome,
};
use crate::capture::{Doubt, Kind};
use crate::ledger::Day;
use crate::say;
use crate::words::{Said, Words, of, trouble};

/// What came of an act, for the door itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Done {
    pub(super) effect: Effect,
    /// What appears over the chat for the person who pressed a button.
    pub(super) toast: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    Recorded,
    /// It waits for somebody's yes.
    Drafted,
    Other,
    /// This update was handled before.
    Repeated,
}

impl From<&Outcome> for Effect {
    fn from(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Recorded(_) => Self::Recorded,
            Outcome::Drafted(_) => Self::Drafted,
            Outcome::Repeated => Self::Repeated,
            _ => Self::Other,
        }
    }
}

impl From<Outcome> for Done {
    fn from(outcome: Outcome) -> Self {
        Self { effect: (&outcome).into(), toast: None }
    }
}

/// A member at work in a chat.
#[derive(Debug, Clone)]
pub(super) struct Desk<'a> {
    pub(super) app: &'a App,
    pub(super) asks: &'a Asks,
    pub(super) acting: Acting,
    pub(super) words: &'static Words,
    pub(super) today: Day,
    pub(super) call: &'a Call,
    /// The update's number: what makes handling it twice the same as once.
    pub(super) update: u64,
    /// Where browsers reach this box, if anywhere.
    pub(super) public_url: Option<&'a str>,
    /// A picture that came with the call.
    pub(super) photo: Photo,
}

impl<'a> Desk<'a> {
    pub(super) fn new(app: &'a App, asks: &'a Asks, acting: Acting, call: &'a Call, update: u64) -> Self {
        let words = of(acting.member().language);
        let today = acting.today();
        Self { app, asks, acting, words, today, call, update, public_url: None, photo: Photo::Nothing }
    }

    /// With the address that browsers reach this box under.
    pub(super) fn reached_at(self, public_url: Option<&'a str>) -> Self {
        Self { public_url, ..self }
    }

    /// Who reads what is answered here: in a group, all of the family do.
    pub(super) fn reader(&self) -> Result<Acting, Error> {
        let acting = self.acting.clone();
        if self.call.place.is_group { acting.in_company() } else { Ok(acting) }
    }

    pub(super) fn with(self, photo: Photo) -> Self {
        Self { photo, ..self }
    }

    /// Carries the act out. What a person did wrong is told to them; only the box's own trouble comes back.
    pub(super) fn act(&self) -> Result<Done, Error> {
        let done = match &self.call.intent {
            Intent::Say { text, reply_to } => self.hear(text, *reply_to),
            Intent::Resay { text } => self.hear_again(text),
            Intent::Command(command) => self.obey(command),
            Intent::Press(press) => self.pressed(*press),
            Intent::UnknownPress => self.quietly(self.words.bot.stale_button),
            Intent::Picture { reply_to } => self.keep_photo(*reply_to),
            Intent::NotText => self.say(self.words.bot.only_text),
        };
        match done {
            Err(trouble @ (Error::Full | Error::Unsettled { .. } | Error::Broken { .. })) => Err(trouble),
            Err(trouble) => self.tell_trouble(&trouble),
            done => done,
        }
    }

    fn hear(&self, text: &str, reply_to: Option<i64>) -> Result<Done, Error> {
        let about = match reply_to {
            Some(message) => self.acting.about(self.at(message))?,
            None => About::Nothing,
        };
        if let Some(ask) = self.asks.pending(self.call.user, self.call.place.id, self.acting.now())?
            && ask.is_about(&about)
            && let Some(done) = self.answer(&ask, text)?
        {
            return Ok(done);
        }
        let is_question = self.call.place.is_group && self.acting.preview(text)?.kind == Kind::Query;
        let acting = if is_question { self.reader()? } else { self.acting.clone() };
        let acting = acting.with(self.reply());
        let heard = match about {
            About::Nothing => acting.say(text, self.call.message.map(|message| self.at(message)))?,
            ref about => acting.say_about(text, about)?,
        };
        self.illustrate(&about, &heard.outcome)?;
        Ok(heard.outcome.into())
    }

    fn hear_again(&self, text: &str) -> Result<Done, Error> {
        let Some(message) = self.call.message else { return self.say(Said::nothing()) };
        let heard = self.acting.clone().with(self.reply()).resay(text, self.at(message))?;
        Ok(heard.outcome.into())
    }

    /// Takes the text as the answer to what was asked after a button; none when it is something else.
    fn answer(&self, ask: &Ask, text: &str) -> Result<Option<Done>, Error> {
        let fix = self.acting.preview_fix(text)?;
        let reading = self.acting.preview(text)?;
        let is_a_record = reading.kind == Kind::Transaction
            && reading.items.iter().any(|item| item.amount.is_some() && !item.description.is_empty());
        if is_a_record {
            // The person moved on to the next thing.
            return Ok(None);
        }
        let (amount, day) = fix.map_or((None, None), |fix| (fix.amount, fix.day));
        let target = ask.target;
        let done = match (ask.what, amount, day) {
            (What::Amount, Some(amount), _) => {
                let other = reading.doubts.iter().find_map(|doubt| match doubt {
                    Doubt::Magnitude { other, .. } => Some(*other),
                    _ => None,
                });
                if let Some(other) = other {
                    let keyboard = keyboard::which_amount(self.words, target, amount, other);
                    self.say_with(&(self.words.ask.is_it)(amount), keyboard, target.about())?
                } else {
                    self.correct(
                        target,
                        &Correction { amount: Some(amount.minor()), ..Correction::default() },
                    )?
                }
            }
            (What::Day, _, Some(day)) => {
                self.correct(target, &Correction { day: Some(day), ..Correction::default() })?
            }
            (What::Amount, ..) => return self.say(self.words.ask.not_an_amount).map(Some),
            (What::Day, ..) => return self.say(self.words.ask.not_a_day).map(Some),
        };
        self.asks.settled(ask)?;
        Ok(Some(done))
    }

    /// Corrects a record or a draft's item and tells of it.
    pub(super) fn correct(&self, target: Target, correction: &Correction) -> Result<Done, Error> {
        let acting = self.acting.clone().with(self.reply());
        let outcome = match target {
            Target::Transaction(id) => acting.amend(id, correction.of_record())?,
            Target::Item(draft, item) => {
                // An amount answers the question; after any other correction the draft is shown again.
                acting.fix_draft(draft, vec![correction.of_item(item)], correction.amount.is_some())?
            }
        };
        Ok(outcome.into())
    }

    fn tell_trouble(&self, error: &Error) -> Result<Done, Error> {
        if self.call.callback.is_none() {
            return self.say(trouble(self.words, error));
        }
        match error {
            Error::Gone { .. } | Error::Missing { .. } | Error::Stale { .. } => {
                self.quietly(self.words.bot.stale_button)
            }
            error => self.quietly(&trouble(self.words, error)),
        }
    }

    pub(super) const fn at(&self, message: i64) -> MessageRef {
        MessageRef { chat: self.call.place.id, message }
    }

    /// An errand that marks the update as handled, and tells nothing.
    pub(super) fn once(&self) -> Errand {
        Errand::default().once(Once::Update(self.update))
    }

    /// An errand that tells of the outcome: in place of the message whose button was pressed, else as a new
    /// message.
    pub(super) fn reply(&self) -> Errand {
        let (words, today, place) = (self.words, self.today, self.call.place);
        let edit = self.call.callback.as_ref().and(self.call.message);
        let answers = self.answers();
        self.once().tell(move |outcome| {
            if place.is_group && matches!(outcome, Outcome::Ignored) {
                // People of a group talk to each other.
                return Vec::new();
            }
            let said = match outcome {
                // In its own place the record itself shows what changed.
                Outcome::Amended { transactions, learned, .. } if edit.is_some() => {
                    say::records(words, transactions, today).line(say::learned(words, learned))
                }
                outcome => say::outcome(words, outcome, today),
            };
            let keyboard = keyboard::under(words, outcome);
            write(place, &said, keyboard, edit, answers, about(outcome))
        })
    }

    /// In a group it must be seen whom an answer is for.
    fn answers(&self) -> Option<i64> {
        self.call.message.filter(|_| self.call.place.is_group && self.call.callback.is_none())
    }

    /// Says something and changes nothing.
    pub(super) fn say(&self, said: impl Into<Said>) -> Result<Done, Error> {
        self.say_with(&said.into(), Keyboard::default(), About::Nothing)
    }

    pub(super) fn say_with(&self, said: &Said, keyboard: Keyboard, about: About) -> Result<Done, Error> {
        let messages = write(self.call.place, said, keyboard, None, self.answers(), about);
        self.queue(messages)
    }

    pub(super) fn queue(&self, messages: Vec<Message>) -> Result<Done, Error> {
        Ok(self.acting.clone().with(self.once()).tell(messages)?.into())
    }

    /// Other buttons under the message whose button was pressed.
    pub(super) fn show_buttons(&self, keyboard: Keyboard) -> Result<Done, Error> {
        let Some(message) = self.call.message else { return self.quietly(self.words.bot.stale_button) };
        let about = self.acting.about(self.at(message))?;
        self.queue(vec![Letter::Buttons { message, keyboard }.to(self.call.place, about)])
    }

    /// Only a word over the chat.
    pub(super) fn quietly(&self, toast: &str) -> Result<Done, Error> {
        let done = self.queue(Vec::new())?;
        Ok(Done { toast: Some(toast.to_owned()), ..done })
    }

    fn obey(&self, command: &Command) -> Result<Done, Error> {
        super::command::obey(self, command)
    }
}

/// What a person says should be different, whether it is recorded already or not.
#[derive(Debug, Clone, Default)]
pub(super) struct Correction {
    pub(super) amount: Option<i64>,
    pub(super) category: Option<crate::ledger::CategorySlug>,
    pub(super) wallet: Option<crate::ledger::WalletId>,
    pub(super) to_wallet: Option<crate::ledger::WalletId>,
    pub(super) day: Option<Day>,
}

impl Correction {
    fn of_record(&self) -> Amendment {
        let Self { amount, category, wallet, to_wallet, day } = *self;
        Amendment { amount, category, wallet, to_wallet, day, ..Amendment::default() }
    }

    fn of_item(&self, item: usize) -> DraftFix {
        let Self { amount, category, wallet, to_wallet, day } = *self;
        DraftFix { item, amount, category, wallet, to_wallet, day, ..DraftFix::default() }
    }
}

impl Target {
    /// What a message about it is about.
    pub(super) fn about(self) -> About {
        match self {
            Self::Transaction(id) => About::Transactions(vec![id]),
            Self::Item(id, _) => About::Draft(id),
        }
    }
}

/// What the message that tells of an outcome is about.
pub(super) fn about(outcome: &Outcome) -> About {
    match outcome {
        Outcome::Recorded(recorded) => ids(&recorded.transactions),
        Outcome::Amended { transactions, .. }
        | Outcome::Voided { transactions, .. }
        | Outcome::Restored { transactions, .. }
        | Outcome::Undone { transactions, .. } => ids(transactions),
        Outcome::Drafted(seen) => About::Draft(seen.draft.id),
        _ => About::Nothing,
    }
}

fn ids(transactions: &[crate::app::Seen]) -> About {
    if transactions.is_empty() {
        return About::Nothing;
    }
    About::Transactions(transactions.iter().map(|seen| seen.transaction.id).collect())
}

/// A sentence as letters: one that replaces the message `edit`, or as many new ones as it takes, with the
/// buttons under the last.
pub(super) fn write(
    place: Place,
    said: &Said,
    keyboard: Keyboard,
    edit: Option<i64>,
    reply_to: Option<i64>,
    about: About,
) -> Vec<Message> {
    if said.is_empty() {
        return Vec::new();
    }
    if let Some(message) = edit {
        return vec![Letter::Edit { message, html: markup::page(said), keyboard }.to(place, about)];
    }
    let pages = markup::pages(said);
    let last = pages.len().saturating_sub(1);
    let letter = |(index, html)| {
        let (keyboard, about) = if index == last {
            (keyboard.clone(), about.clone())
        } else {
            (Keyboard::default(), About::Nothing)
        };
        Letter::Send { html, keyboard, reply_to, quiet: false }.to(place, about)
    };
    pages.into_iter().enumerate().map(letter).collect()
}
