//! Pressed buttons. Who pressed is who acts: the buttons of a group are there for everybody in it.

use super::act::{Correction, Desk, Done, write};
use super::ask::What;
use super::keyboard;
use super::press::{Press, Side, Target};
use super::wire::Keyboard;
use crate::app::{About, Acting, Error, Noun, Outcome, Over, Seen};
use crate::ledger::{Stretch, TransactionId, TransactionType};
use crate::say;
use crate::words::{Said, of};

impl Desk<'_> {
    pub(super) fn pressed(&self, press: Press) -> Result<Done, Error> {
        let acting = || self.acting.clone().with(self.reply());
        match press {
            Press::Save(id) => Ok(acting().confirm_draft(id)?.into()),
            Press::Drop(id) => Ok(acting().drop_draft(id)?.into()),
            Press::Delete(id) => Ok(acting().void(vec![id])?.into()),
            Press::Undo(seq) => Ok(acting().undo(seq)?.into()),
            Press::Open(target) => self.open(target),
            Press::Back => self.show_buttons(self.own_buttons()?),
            Press::Categories(target, page) => {
                let kind = self.look_at(target)?.kind;
                let all = self.acting.offered_categories()?;
                self.show_buttons(keyboard::categories(self.words, target, kind, &all, page))
            }
            Press::Wallets(target, side, page) => {
                self.look_at(target)?;
                let all = self.acting.wallets()?;
                self.show_buttons(keyboard::wallets(self.words, target, side, &all, page))
            }
            Press::Days(target) => {
                self.look_at(target)?;
                self.show_buttons(keyboard::days(self.words, target, self.today))
            }
            Press::Category(target, slug) => {
                self.correct(target, &Correction { category: Some(slug), ..Correction::default() })
            }
            Press::Wallet(target, Side::From, id) => {
                self.correct(target, &Correction { wallet: Some(id), ..Correction::default() })
            }
            Press::Wallet(target, Side::To, id) => {
                self.correct(target, &Correction { to_wallet: Some(id), ..Correction::default() })
            }
            Press::Day(target, day) => {
                self.correct(target, &Correction { day: Some(day), ..Correction::default() })
            }
            Press::Amount(target, minor) => {
                self.correct(target, &Correction { amount: Some(minor), ..Correction::default() })
            }
            Press::AskAmount(target) => self.ask(target, What::Amount, self.words.ask.new_amount),
            Press::AskDay(target) => self.ask(target, What::Day, self.words.ask.new_day),
            Press::Speak(language) => self.speak(language),
            Press::Unlearn(id) => Ok(self.about_lesson()?.undo_lesson(id)?.into()),
            Press::Forbid(id) => Ok(self.about_lesson()?.forbid_lesson(id)?.into()),
            Press::Report(stretch) => self.report(stretch),
            Press::Seen(alarm) => {
                self.acting.acknowledge_alarm(alarm)?;
                let done = self.show_buttons(Keyboard::default())?;
                Ok(Done { toast: Some(self.words.the_box.alarm_seen.to_owned()), ..done })
            }
            Press::Leave => self.leave(),
            Press::Move(code) => self.move_account(code),
            Press::Stay => self.stay(),
        }
    }

    /// A report in the place of the message whose button was pressed, which keeps its buttons.
    fn report(&self, stretch: Stretch) -> Result<Done, Error> {
        let over = Over::Stretch(stretch, None);
        let reader = self.reader()?;
        let (report, unusual) = (reader.report(over)?, reader.unusual(over)?);
        let mut keyboard = keyboard::reports(self.words);
        let details = keyboard::details(self.words, self.public_url, report.period);
        keyboard.inline_keyboard.extend(details.inline_keyboard);
        let said = say::period_report(self.words, &report, &unusual, self.today);
        self.queue(write(self.call.place, &said, keyboard, self.call.message, None, About::Nothing))
    }

    /// Asks for something that is written, not picked. The next message of whoever pressed is the answer.
    fn ask(&self, target: Target, what: What, question: fn(&str) -> String) -> Result<Done, Error> {
        let name = self.look_at(target)?.name;
        self.asks.put(self.call.user, self.call.place.id, target, what, self.acting.now())?;
        self.say_with(&question(&name).into(), Keyboard::default(), target.about())
    }

    /// One of several records gets a message of its own; one of a draft's items shows its buttons.
    fn open(&self, target: Target) -> Result<Done, Error> {
        match target {
            Target::Transaction(id) => {
                let seen = self.acting.transaction(id)?;
                let keyboard = keyboard::record(self.words, &seen);
                self.say_with(&say::record(self.words, &seen, self.today), keyboard, target.about())
            }
            Target::Item(id, index) => {
                let seen = self.acting.draft(id)?;
                self.show_buttons(keyboard::item(self.words, &seen, index))
            }
        }
    }

    /// The buttons that belong under the message whose button was pressed.
    fn own_buttons(&self) -> Result<Keyboard, Error> {
        let about = match self.call.message {
            Some(message) => self.acting.about(self.at(message))?,
            None => About::Nothing,
        };
        match about {
            About::Nothing => Ok(Keyboard::default()),
            About::Draft(id) => Ok(keyboard::draft(self.words, &self.waiting(id)?)),
            About::Transactions(ids) => Ok(keyboard::records(self.words, &self.records(&ids)?, None)),
        }
    }

    /// For what is done with a lesson: the message that told of it keeps its record or draft, as it is now, and says
    /// what became of the lesson.
    fn about_lesson(&self) -> Result<Acting, Error> {
        let Some(message) = self.call.message else { return Err(Error::Gone { noun: Noun::Lesson }) };
        let about = self.acting.about(self.at(message))?;
        let said = match &about {
            About::Nothing => Said::nothing(),
            About::Draft(id) => say::draft(self.words, &self.waiting(*id)?, self.today),
            About::Transactions(ids) => say::records(self.words, &self.records(ids)?, self.today),
        };
        let keyboard = self.own_buttons()?;
        let (words, place) = (self.words, self.call.place);
        let errand = self.once().tell(move |outcome| {
            let Outcome::LessonChanged { change, lesson } = outcome else { return Vec::new() };
            let mut keyboard = keyboard.clone();
            keyboard.inline_keyboard.push(keyboard::restore(words, *change));
            let said = said.clone().line(say::lesson_changed(words, lesson));
            write(place, &said, keyboard, Some(message), None, about.clone())
        });
        Ok(self.acting.clone().with(errand))
    }

    fn records(&self, ids: &[TransactionId]) -> Result<Vec<Seen>, Error> {
        ids.iter().map(|id| self.acting.transaction(*id)).collect()
    }

    fn look_at(&self, target: Target) -> Result<Subject, Error> {
        match target {
            Target::Transaction(id) => {
                let seen = self.acting.transaction(id)?;
                if !seen.transaction.is_live() {
                    return Err(Error::Gone { noun: Noun::Transaction });
                }
                let name = say::name(self.words, &seen.transaction);
                Ok(Subject { kind: seen.transaction.kind(), name })
            }
            Target::Item(id, index) => {
                let seen = self.waiting(id)?;
                let item = seen.draft.items.get(index).ok_or(Error::Gone { noun: Noun::Draft })?;
                Ok(Subject { kind: item.kind, name: say::item_name(self.words, &seen.categories, item) })
            }
        }
    }

    fn waiting(&self, id: crate::ledger::DraftId) -> Result<crate::app::DraftSeen, Error> {
        let seen = self.acting.draft(id)?;
        if seen.draft.settled.is_some() || self.acting.now() >= seen.draft.expires {
            return Err(Error::Gone { noun: Noun::Draft });
        }
        Ok(seen)
    }

    pub(super) fn speak(&self, language: crate::ledger::Language) -> Result<Done, Error> {
        // From this answer on in the language that was chosen.
        let there = Self { words: of(language), ..self.clone() };
        let acting: Acting = self.acting.clone().with(there.reply());
        let outcome: Outcome = acting.set_language(language)?;
        Ok(outcome.into())
    }

    /// Lines of text without a verb behind them.
    pub(super) fn lines(&self, lines: impl IntoIterator<Item = Said>) -> Result<Done, Error> {
        self.say(lines.into_iter().fold(Said::nothing(), Said::paragraph))
    }
}

/// What a button's target is, for the question about it.
struct Subject {
    kind: TransactionType,
    name: String,
}
