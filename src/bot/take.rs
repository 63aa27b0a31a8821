//! The one entry point for updates, however they came.
//!
//! When it returns without an error the update is done with: its effect, the mark that it was handled and the
//! messages that tell of it are durable, in one transaction. With an error nothing happened, and the same
//! update must be given again.

use super::act::{Desk, Done};
use super::courtesy::Courtesy;
use super::dialog::{self, Call, Command, Intent, Meaning};
use super::photo::Photo;
use super::wire::Update;
use super::{Bot, command, linking, locked};
use crate::app::{App, Errand, Error};
use crate::ctx::Ctx;
use crate::ledger::Timestamp;
use crate::tasks::blocking;
use crate::words::{BotTalk, Said, of};

/// After so many failures an update is taken for one that can never be handled, unless the store itself fails.
const TRIES: u32 = 5;

/// Who did something, and what came of it.
enum Attended {
    Member(Ctx, Done),
    /// Somebody this house does not know. Nothing about them is kept.
    Stranger,
    /// Somebody with a link that does not work.
    BadLink,
}

impl Bot {
    /// Handles an update, once however often it comes.
    pub async fn take(&self, update: Update) -> Result<(), Error> {
        let me = self.inner.board.status().bot;
        match dialog::read(&update, me.as_deref()) {
            Meaning::Nothing => Ok(()),
            Meaning::Moved { from, to } => {
                let app = self.app().clone();
                blocking(move || app.post().move_chat(from, to)).await
            }
            Meaning::Call(call) => self.take_call(call, update.update_id).await,
        }
    }

    async fn take_call(&self, call: Call, update: i64) -> Result<(), Error> {
        let (chat, now) = (call.place.id.to_string(), self.app().outside().now());
        let is_counted = !waited(&call, now);
        if is_counted && self.inner.chats.count(&chat, now).is_err() {
            self.ask_for_patience(&call);
            return Ok(());
        }
        if call.is_about_a_message() {
            self.inner.under_way.settled(call.place.id).await;
        }
        let photo = self.fetch_photo(call.user, call.picture.as_deref()).await;
        let (bot, asked) = (self.clone(), call.clone());
        let attended = match photo {
            Ok(photo) => blocking(move || bot.attend(&asked, update, photo)).await,
            Err(error) => Err(error),
        };
        match attended {
            Ok(attended) => {
                locked(&self.inner.failures).remove(&update);
                self.follow_up(&call, attended);
                Ok(())
            }
            Err(error) => {
                // It comes again, and is then the same one.
                if is_counted {
                    self.inner.chats.forgive(&chat, now);
                }
                self.failed(&call, update, error).await
            }
        }
    }

    /// More messages than anybody writes: they are not read, and whoever sends them is told so now and then.
    fn ask_for_patience(&self, call: &Call) {
        let (chat, now) = (call.place.id, self.app().outside().now());
        if locked(&self.inner.hurries).may_tell(chat, now) {
            let said = of(call.language).bot.too_fast.into();
            self.inner.courtesies.ask(Courtesy::Say { chat, said });
        }
    }

    fn attend(&self, call: &Call, update: i64, photo: Photo) -> Result<Attended, Error> {
        let app = self.app();
        let acting = match app.telegram_member(call.user)? {
            None => None,
            Some(ctx) => match app.act(&ctx) {
                Ok(acting) => Some((ctx, acting)),
                Err(Error::Unauthenticated) => None,
                Err(error) => return Err(error),
            },
        };
        match (acting, &call.intent) {
            (Some((ctx, acting)), _) => {
                let acting = if call.place.is_group { acting.among_company()? } else { acting };
                let desk = Desk::new(app, &self.inner.asks, acting, call, update.unsigned_abs());
                let desk = desk.reached_at(self.inner.options.public_url.as_deref()).with(photo);
                Ok(Attended::Member(ctx, desk.act()?))
            }
            (None, Intent::Command(Command::Start(Some(code)))) if !call.place.is_group => {
                let errand = linking::welcome(call, Errand::default().once(command::once(update)));
                match app.follow_link(code, &call.account(), errand) {
                    Err(Error::Gone { .. }) => Ok(Attended::BadLink),
                    Err(error) => Err(error),
                    Ok(outcome) => match app.telegram_member(call.user)? {
                        Some(ctx) => Ok(Attended::Member(ctx, outcome.into())),
                        None => Ok(Attended::Stranger),
                    },
                }
            }
            (None, _) => Ok(Attended::Stranger),
        }
    }

    /// What is polite, and not worth keeping.
    fn follow_up(&self, call: &Call, attended: Attended) {
        let words = of(call.language);
        match attended {
            Attended::Member(ctx, done) => {
                if let Some(written) = call.written {
                    locked(&self.inner.away).caught(written, call.place, ctx, done.effect);
                }
                self.answer_button(call, done.toast);
            }
            Attended::Stranger if call.callback.is_some() => {
                self.answer_button(call, Some(words.bot.stranger_button.to_owned()));
            }
            // Of a group only its members of the family are of interest.
            Attended::Stranger | Attended::BadLink if call.place.is_group => {}
            Attended::Stranger => self.refuse(call, words.bot.stranger),
            Attended::BadLink => self.refuse(call, words.bot.link_invalid),
        }
    }

    fn answer_button(&self, call: &Call, text: Option<String>) {
        if let Some(callback) = call.callback.clone() {
            self.inner.courtesies.ask(Courtesy::Answer { callback, text });
        }
    }

    fn refuse(&self, call: &Call, why: &str) {
        let (chat, now) = (call.place.id, self.app().outside().now());
        if locked(&self.inner.refusals).may_tell(chat, now) {
            self.inner.courtesies.ask(Courtesy::Say { chat, said: why.into() });
        }
    }

    /// The box's own trouble. The update stays with Telegram, which gives it again; the person is told now and
    /// then. One that fails again and again while the store works is set aside, with a word to the person.
    async fn failed(&self, call: &Call, update: i64, error: Error) -> Result<(), Error> {
        let tries = {
            let mut failures = locked(&self.inner.failures);
            let tries = failures.entry(update).or_insert(0);
            *tries = tries.saturating_add(1);
            *tries
        };
        tracing::error!(update.id = update, tries, error = %chain(&error), "an update could not be handled");
        if tries >= TRIES && !matches!(error, Error::Full) {
            let (bot, lost) = (self.clone(), call.clone());
            if blocking(move || bot.set_aside(&lost, update)).await.is_ok() {
                locked(&self.inner.failures).remove(&update);
                return Ok(());
            }
        }
        self.tell_of_trouble(call, &error).await;
        Err(error)
    }

    fn set_aside(&self, call: &Call, update: i64) -> Result<(), Error> {
        let Some(ctx) = self.app().telegram_member(call.user)? else { return Ok(()) };
        let acting = self.app().act(&ctx)?;
        let lost = of(acting.member().language).bot.lost;
        Desk::new(self.app(), &self.inner.asks, acting, call, update.unsigned_abs()).say(lost).map(|_| ())
    }

    async fn tell_of_trouble(&self, call: &Call, error: &Error) {
        let (chat, now) = (call.place.id, self.app().outside().now());
        if !locked(&self.inner.notices).may_tell(chat, now) {
            return;
        }
        let sentence = match error {
            Error::Full => |bot: &BotTalk| bot.full,
            Error::Unsettled { .. } => |bot: &BotTalk| bot.unsettled,
            _ => |bot: &BotTalk| bot.broken,
        };
        let (app, user) = (self.app().clone(), call.user);
        // Reading still works when the disk is full; when it does not, there is nobody to name.
        let said = blocking(move || trouble_of(&app, user, sentence)).await;
        if let Ok(Some(said)) = said {
            self.inner.courtesies.ask(Courtesy::Say { chat, said });
        }
    }
}

/// The sentence that one has for a trouble, for the owner of this name.
type Sentence = fn(&BotTalk) -> fn(Option<&str>) -> String;

fn trouble_of(app: &App, user: i64, sentence: Sentence) -> Result<Option<Said>, Error> {
    let Some(ctx) = app.telegram_member(user)? else { return Ok(None) };
    let acting = app.act(&ctx)?;
    let bot = &of(acting.member().language).bot;
    let owner = acting.owner_name()?;
    Ok(Some(sentence(bot)(owner.as_deref()).into()))
}

/// Whether a message waited for the box, which was off or away: what comes late comes all at once, and nobody wrote
/// too fast.
fn waited(call: &Call, now: Timestamp) -> bool {
    call.written.is_some_and(|second| second < now.as_second() - LATE_S)
}

/// Telegram brings a message to a box that listens within a second or two.
const LATE_S: i64 = 60;

/// An error with its causes, in one line.
fn chain(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        text.push_str(": ");
        text.push_str(&next.to_string());
        cause = next.source();
    }
    text
}
