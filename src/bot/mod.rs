//! The Telegram door: updates come in by long polling or by webhook, one entry point takes them, and what the
//! box says goes out through a durable queue.

mod act;
mod ask;
mod away;
mod backup;
pub mod client;
mod command;
mod copies;
mod courtesy;
mod dialog;
mod family;
mod farewell;
mod keeper;
mod keyboard;
mod letter;
mod linking;
mod markup;
mod mode;
mod outage;
mod outbox;
mod photo;
mod polling;
mod press;
mod pressed;
mod status;
mod take;
mod tell;
mod webhook;
pub mod wire;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use zeroize::Zeroizing;

pub use copies::Copies;
pub use keeper::{Keeper, Settled, Untaken};
pub use outbox::Limits;
pub use status::{Asked, Inlet, Status, ask};
pub use webhook::{PATH as WEBHOOK_PATH, endpoint};

use crate::app::{App, Error};
use crate::config::{self, TelegramMode};
use crate::limit::Limit;
use crate::tasks::Tasks;
use ask::Asks;
use away::Away;
use client::Client;
use courtesy::{Courtesies, Recently};
use outbox::UnderWay;
use status::Board;

/// The family's bot. A cheap clone.
#[derive(Clone)]
pub struct Bot {
    inner: Arc<Inner>,
}

struct Inner {
    app: App,
    client: Client,
    options: Options,
    asks: Asks,
    board: Board,
    courtesies: Courtesies,
    under_way: UnderWay,
    refusals: Mutex<Recently>,
    notices: Mutex<Recently>,
    hurries: Mutex<Recently>,
    /// Messages, by their chat.
    chats: Limit,
    /// Deliveries, by the address they come from.
    deliveries: Limit,
    /// How often an update could not be handled so far.
    failures: Mutex<BTreeMap<i64, u32>>,
    away: Mutex<Away>,
    /// What a delivery must carry; made once, kept in the store.
    secret: Zeroizing<String>,
}

impl fmt::Debug for Bot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bot").field("status", &self.status()).finish_non_exhaustive()
    }
}

/// How the bot works: the owner's choices, and its tempo.
#[derive(Debug, Clone)]
pub struct Options {
    pub mode: TelegramMode,
    /// Where Telegram can reach this box, without a path and a slash at the end.
    pub public_url: Option<String>,
    pub limits: Limits,
    /// How often it may be spoken to.
    pub takes: config::Limits,
    /// How long one poll waits for something to happen.
    pub poll_wait: Duration,
    /// After a webhook was set, it is looked at so soon …
    pub first_check: Duration,
    /// … and then so often.
    pub check: Duration,
    /// After a webhook failed it is tried again so much later; twice as long each time it fails again.
    pub retry_webhook: Duration,
    /// A silence of so long is an absence worth telling of.
    pub absence: Duration,
    /// The box looks at itself so often, and tells its owners what is wrong.
    pub watch: Duration,
    /// How backups are copied into chats.
    pub copies: Copies,
}

impl Options {
    pub const fn new(mode: TelegramMode, public_url: Option<String>, takes: config::Limits) -> Self {
        Self {
            mode,
            public_url,
            limits: Limits::TELEGRAM,
            takes,
            poll_wait: Duration::from_secs(50),
            first_check: Duration::from_secs(10),
            check: Duration::from_mins(1),
            retry_webhook: Duration::from_mins(15),
            absence: Duration::from_mins(5),
            watch: Duration::from_mins(1),
            copies: Copies::USUAL,
        }
    }
}

impl Bot {
    /// Prepares the bot; nothing is sent before [`Bot::start`]. Reads and writes the store.
    pub fn new(app: App, client: Client, options: Options) -> Result<Self, Error> {
        let secret = app.bot_secret()?;
        let inner = Inner {
            asks: Asks::new(app.clone()),
            board: Board::default(),
            courtesies: Courtesies::default(),
            under_way: UnderWay::default(),
            refusals: Mutex::new(Recently::new(Duration::from_hours(1))),
            notices: Mutex::new(Recently::new(Duration::from_mins(10))),
            hurries: Mutex::new(Recently::new(Duration::from_mins(1))),
            chats: Limit::per_minute(options.takes.chat_per_minute, options.takes.chat_burst),
            deliveries: Limit::per_second(options.takes.webhook_per_second, options.takes.webhook_burst),
            failures: Mutex::default(),
            away: Mutex::new(Away::new(options.absence)),
            app,
            client,
            options,
            secret,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Starts what the bot does by itself: taking updates in, sending messages out.
    pub fn start(&self, tasks: &Tasks) {
        Keeper::from(self.clone()).start(tasks);
    }

    /// How the bot is doing.
    pub fn status(&self) -> Status {
        self.inner.board.status()
    }

    /// Whether the other is none, or speaks for another account at Telegram.
    fn is_another(&self, other: Option<&Self>) -> bool {
        let number = |bot: &Self| bot.inner.client.token().number().to_owned();
        other.map(number) != Some(number(self))
    }

    /// Telegram shall deliver nothing more for it. What does not reach Telegram is refused here, and ends there.
    async fn leave(&self) {
        if let Err(error) = self.inner.client.delete_webhook().await {
            tracing::warn!(%error, "the bot that was left may still have its webhook");
        }
    }

    /// By which it calls Telegram.
    pub fn client(&self) -> &Client {
        &self.inner.client
    }

    fn app(&self) -> &App {
        &self.inner.app
    }
}

/// Each of these locks guards a value that is changed in one step, so a panic leaves nothing half done.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
