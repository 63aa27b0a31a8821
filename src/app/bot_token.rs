//! The token of the family's bot, as an owner gave it: sealed in the store, taken up by the bot while it runs, and never
//! shown again.

use data_encoding::HEXLOWER;
use tokio::sync::watch;
use zeroize::Zeroizing;

use super::errand::TELEGRAM;
use super::keepers::keeps_box;
use super::{Acting, App, Error, Keeper, Noun, SecurityKind};
use crate::seal::{Purpose, Sealed};
use crate::store::{Look, Pen};

/// Under which name the sealed token is kept …
const TOKEN: &str = "telegram-token";
/// … and the number of the bot that was at work last.
const NUMBER: &str = "telegram-bot";
/// What deliveries must carry is the bot's own: another one's must not pass for them.
const SECRET: &str = "telegram-secret";

impl App {
    /// The token that an owner gave; none where nobody did.
    pub fn bot_token(&self) -> Result<Option<Zeroizing<String>>, Error> {
        let Some(kept) = self.store().read(|look| look.setting(TOKEN))? else { return Ok(None) };
        let opened = self.unsealed(Purpose::BotToken, &[], &Sealed::from_bytes(kept))?;
        let text =
            std::str::from_utf8(&opened).map_err(|error| Error::broken("reading the bot's token", error))?;
        Ok(Some(Zeroizing::new(text.to_owned())))
    }

    /// What Telegram must show with each delivery: made at the first start, and the same until the bot is another one or
    /// what is kept was not sealed with this box's key.
    pub fn bot_secret(&self) -> Result<Zeroizing<String>, Error> {
        let kept = self.store().read(|look| look.setting(SECRET))?.map(Sealed::from_bytes);
        let opened = kept.and_then(|kept| self.unsealed(Purpose::BotSecret, &[], &kept).ok());
        if let Some(secret) = opened.and_then(|opened| String::from_utf8(opened.to_vec()).ok()) {
            return Ok(Zeroizing::new(secret));
        }
        let secret = Zeroizing::new(HEXLOWER.encode(&self.outside().chance::<32>()));
        let sealed = self.sealed(Purpose::BotSecret, &[], secret.as_bytes());
        self.store().write(move |pen| pen.put_setting(SECRET, sealed.as_bytes()))?;
        Ok(secret)
    }

    /// Moves whenever a token was given or taken away.
    pub fn bot_token_turns(&self) -> watch::Receiver<u64> {
        self.inner.bot_token.subscribe()
    }

    /// From now on the bot of that number is at work. Another one than before counts its updates anew, and what was
    /// delivered for the one before is not delivered for this one.
    pub fn meet_bot(&self, number: &str) -> Result<(), Error> {
        let number = number.as_bytes().to_vec();
        let known = self.store().read(|look| look.setting(NUMBER))?;
        if known.as_ref() == Some(&number) {
            return Ok(());
        }
        let is_another = known.is_some();
        self.store().write(move |pen| -> Result<(), Error> {
            if is_another {
                pen.forget_updates(TELEGRAM)?;
                pen.delete_setting(SECRET)?;
            }
            Ok(pen.put_setting(NUMBER, &number)?)
        })
    }

    /// A box without a family keeps no bot.
    pub(super) fn forget_bot_of_nobody(&self) -> Result<(), Error> {
        let forget = |pen: &mut Pen<'_>| -> Result<bool, Error> {
            Ok(pen.households()?.is_empty() && pen.delete_setting(TOKEN)?)
        };
        if self.store().write(forget)? {
            self.turn_bot_token();
        }
        Ok(())
    }

    fn turn_bot_token(&self) {
        self.inner.bot_token.send_modify(|turn| *turn = turn.wrapping_add(1));
    }
}

impl Acting {
    /// Whether an owner gave the bot a token.
    pub fn has_bot_token(&self) -> Result<bool, Error> {
        self.app.store().read(|look| Ok(look.setting(TOKEN)?.is_some()))
    }
}

/// The bot is the whole box's.
impl Keeper {
    /// Gives the bot a token that Telegram accepts, in place of the one it had.
    pub fn set_bot_token(&self, token: &str) -> Result<(), Error> {
        let sealed = self.app.sealed(Purpose::BotToken, &[], token.trim().as_bytes());
        let this = self.clone();
        self.change(move |pen| {
            this.must_still_keep(pen)?;
            pen.put_setting(TOKEN, sealed.as_bytes())?;
            this.note(pen, SecurityKind::SetBotToken, None)
        })?;
        self.app.turn_bot_token();
        Ok(())
    }

    /// Takes the token that an owner gave away again.
    pub fn remove_bot_token(&self) -> Result<(), Error> {
        let this = self.clone();
        self.change(move |pen| {
            this.must_still_keep(pen)?;
            if !pen.delete_setting(TOKEN)? {
                return Err(Error::missing(Noun::Token, &"bot"));
            }
            this.note(pen, SecurityKind::RemoveBotToken, None)
        })?;
        self.app.turn_bot_token();
        Ok(())
    }

    /// It may have changed since the handle was given.
    fn must_still_keep(&self, look: &Look<'_>) -> Result<(), Error> {
        self.must_still_own(look)?;
        if keeps_box(look, self.household.id)? { Ok(()) } else { Err(Error::Forbidden) }
    }
}
