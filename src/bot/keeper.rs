//! Which bot is at work: the one of the settings' token, or else the one whose token an owner gave, which may come, go
//! and be another one while the box runs.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use anyhow::Context as _;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::client::{CallError, Client, NotAToken, Token};
use super::outbox::Outbox;
use super::{Bot, Inner as Of, Options, Status};
use crate::app::{App, Error};
use crate::config::TelegramMode;
use crate::tasks::{Policy, Tasks, blocking};

/// Holds the bot that is at work, if there is one. A cheap clone.
#[derive(Clone)]
pub struct Keeper {
    inner: Arc<Inner>,
}

struct Inner {
    app: App,
    /// Where Telegram is.
    base: String,
    /// The settings' token, which goes before any that was given.
    settled: Option<Token>,
    options: Options,
    bot: watch::Sender<Option<Bot>>,
}

impl fmt::Debug for Keeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keeper").field("status", &self.status()).finish_non_exhaustive()
    }
}

/// Whether the settings leave it to an owner to say which bot there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// An owner says.
    Free,
    /// The settings name the token.
    Token,
    /// The settings want no bot.
    Off,
}

/// Why a token was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Untaken {
    #[error("Telegram does not accept the token")]
    Refused,
    #[error("Telegram was not reached")]
    Unreached,
}

impl From<NotAToken> for Untaken {
    fn from(_: NotAToken) -> Self {
        Self::Refused
    }
}

/// The one bot there will ever be.
impl From<Bot> for Keeper {
    fn from(bot: Bot) -> Self {
        let Of { app, client, options, .. } = &*bot.inner;
        let inner = Inner {
            app: app.clone(),
            base: client.base().to_owned(),
            settled: Some(client.token().clone()),
            options: options.clone(),
            bot: watch::Sender::new(Some(bot)),
        };
        Self { inner: Arc::new(inner) }
    }
}

impl Keeper {
    /// Prepares the bot whose token the settings name, or an owner gave; nothing is sent before [`Keeper::start`].
    /// `base` is Telegram's address. Reads and writes the store.
    pub fn new(app: App, base: &str, settled: Option<Token>, options: Options) -> Result<Self, Error> {
        let bot = watch::Sender::new(None);
        let inner = Inner { app, base: base.to_owned(), settled, options, bot };
        let this = Self { inner: Arc::new(inner) };
        this.take_up()?;
        Ok(this)
    }

    /// Starts what the bot does by itself, and what finds out that it shall be another one.
    pub fn start(&self, tasks: &Tasks) {
        self.each(tasks, "telegram-in", async |bot, stop| Ok(bot.run_inlet(stop).await?));
        self.each(tasks, "telegram-out", async |bot, stop| {
            let Of { app, client, options, under_way, .. } = &*bot.inner;
            let outbox = Outbox::new(app.clone(), client.clone(), options.limits, under_way.clone());
            Ok(outbox.run(stop).await?)
        });
        self.each(tasks, "telegram-farewells", async |bot, stop| Ok(bot.tell_farewells(stop).await?));
        self.each(tasks, "telegram-backups", async |bot, stop| Ok(bot.tell_backups(stop).await?));
        self.each(tasks, "telegram-copies", async |bot, stop| bot.copy_backups(stop).await);
        self.each(tasks, "telegram-outages", async |bot, stop| Ok(bot.tell_outages(stop).await?));
        self.each(tasks, "telegram-courtesies", async |bot, stop| {
            bot.inner.courtesies.run(&bot.inner.client, stop).await;
            Ok(())
        });
        let this = self.clone();
        tasks.spawn("telegram-token", Policy::Retry, move |stop| this.clone().follow(stop));
    }

    /// How the bot is doing.
    pub fn status(&self) -> Status {
        self.bot().map_or_else(Status::none, |bot| bot.status())
    }

    pub fn settled(&self) -> Settled {
        match (self.inner.options.mode, &self.inner.settled) {
            (TelegramMode::Off, _) => Settled::Off,
            (_, Some(_)) => Settled::Token,
            (_, None) => Settled::Free,
        }
    }

    /// Asks Telegram whose token that is: the bot's name without the at sign.
    pub async fn name_of(&self, token: &str) -> Result<Option<String>, Untaken> {
        let client =
            Client::new(self.inner.app.outside().http().clone(), &self.inner.base, Token::new(token)?);
        match client.get_me().await {
            Ok(me) => Ok(me.username),
            // An address with a token in it that no bot has ever had is none of Telegram's.
            Err(CallError::Unauthorized | CallError::Rejected(_)) => Err(Untaken::Refused),
            Err(error) => {
                tracing::warn!(%error, "a bot's token could not be checked");
                Err(Untaken::Unreached)
            }
        }
    }

    /// The bot that is at work now.
    pub fn bot(&self) -> Option<Bot> {
        self.inner.bot.borrow().clone()
    }

    /// Takes up each token that is given, and lets go of each that is taken away.
    async fn follow(self, stop: CancellationToken) -> anyhow::Result<()> {
        let mut turns = self.inner.app.bot_token_turns();
        loop {
            turns.borrow_and_update();
            let before = self.bot();
            let this = self.clone();
            blocking(move || this.take_up()).await.context("taking up the bot's token")?;
            if let Some(before) = before.filter(|before| before.is_another(self.bot().as_ref())) {
                before.leave().await;
            }
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                // The sender lives as long as the app.
                turned = turns.changed() => turned.context("waiting for a token")?,
            }
        }
    }

    /// Makes the bot at work the one whose token holds now.
    fn take_up(&self) -> Result<(), Error> {
        let Inner { app, base, settled, options, bot } = &*self.inner;
        let token = match (settled, options.mode) {
            (Some(token), _) => Some(token.clone()),
            (None, TelegramMode::Off) => None,
            (None, _) => self.given(),
        };
        let held = self.bot();
        if held.as_ref().map(|held| held.inner.client.token()) == token.as_ref() {
            return Ok(());
        }
        let made = token.map(|token| {
            app.meet_bot(token.number())?;
            Bot::new(app.clone(), Client::new(app.outside().http().clone(), base, token), options.clone())
        });
        bot.send_replace(made.transpose()?);
        Ok(())
    }

    /// The token that an owner gave. One that cannot be opened any more leaves the box without a bot, not the family
    /// without their box.
    fn given(&self) -> Option<Token> {
        let given = self.inner.app.bot_token();
        let given = given.inspect_err(|error| tracing::error!(%error, "the bot's token cannot be used"));
        Token::new(&given.ok()??).ok()
    }

    /// Starts a task that does its work for each bot that comes to be at work, as long as that one is.
    fn each<W>(
        &self,
        tasks: &Tasks,
        name: &'static str,
        work: impl Fn(Bot, CancellationToken) -> W + Clone + Send + Sync + 'static,
    ) where
        W: Future<Output = anyhow::Result<()>> + Send + 'static,
    {
        let this = self.clone();
        tasks.spawn(name, Policy::Retry, move |stop| this.clone().for_each(stop, work.clone()));
    }

    async fn for_each<W>(
        self,
        stop: CancellationToken,
        work: impl Fn(Bot, CancellationToken) -> W,
    ) -> anyhow::Result<()>
    where
        W: Future<Output = anyhow::Result<()>>,
    {
        let mut bots = self.inner.bot.subscribe();
        loop {
            let bot = bots.borrow_and_update().clone();
            let Some(bot) = bot else {
                tokio::select! {
                    () = stop.cancelled() => return Ok(()),
                    turned = bots.changed() => turned.context("waiting for a bot")?,
                }
                continue;
            };
            let over = stop.child_token();
            let work = work(bot, over.clone());
            tokio::pin!(work);
            let turned = tokio::select! {
                end = &mut work => return end,
                turned = bots.changed() => turned,
            };
            turned.context("waiting for another bot")?;
            over.cancel();
            work.await?;
        }
    }
}
