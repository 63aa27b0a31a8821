//! What every call through the HTTP door needs beside its own words.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit, watch};
use tokio_util::sync::CancellationToken;

use super::guesses::Guesses;
use super::once::AtWork;
use super::problem::{Code, Problem};
use super::tag::State;
use super::telegram::{TelegramStatus, TryToken};
use crate::app::App;
use crate::config::{self, BaseUrl};
use crate::doctor::Doctor;
use crate::error::Why;
use crate::ledger::{Day, Language};
use crate::limit::{Limit, Seats};
use crate::outside::Outside;
use crate::tls::{self, Certificates};

/// How the box is met over HTTP. A cheap clone.
#[derive(Clone)]
pub struct Door {
    inner: Arc<Inner>,
}

/// What the appliance tells the door.
pub struct Options {
    /// Of whoever is not known yet and asks for none.
    pub language: Language,
    /// How the box is reached from outside.
    pub public_url: Option<BaseUrl>,
    /// Sites whose pages may use the API with a token of their own.
    pub allowed_origins: Vec<BaseUrl>,
    /// How often somebody may call.
    pub limits: config::Limits,
    /// When an example family may be looked at.
    pub demo: config::Demo,
    /// How the family's bot is doing.
    pub telegram: Arc<dyn Fn() -> TelegramStatus + Send + Sync>,
    /// Asks Telegram about a bot's token.
    pub try_token: Arc<TryToken>,
    /// The box's own.
    pub certificates: Certificates,
    /// Who says how the box is.
    pub doctor: Doctor,
    /// Cancelled when the box stops: streams end then.
    pub stopping: CancellationToken,
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options").field("language", &self.language).finish_non_exhaustive()
    }
}

struct Inner {
    app: App,
    options: Options,
    limits: Limits,
    addresses: Limit,
    guesses: Guesses,
    at_work: AtWork,
    /// Keeps the tags of one run of the box apart from those of another.
    run: [u8; 16],
    hashing: Semaphore,
    streams: Seats,
    exports: Seats,
    departures: watch::Sender<u64>,
}

impl fmt::Debug for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Door").field("language", &self.language()).finish_non_exhaustive()
    }
}

/// How often somebody may call.
#[derive(Debug)]
pub(super) struct Limits {
    /// Whoever does not say who they are, by their address.
    pub visitors: Limit,
    /// Whoever shows a key that opens nothing, by their address. Not the visitors' own: somebody at home may have a
    /// program whose key ended.
    pub dead_keys: Limit,
    /// Members, by the address they call from. A family behind one router shares it.
    pub addresses: Limit,
    /// Members on the pages that they are signed in on, however many those are.
    pub sessions: Limit,
    /// All programs of a member together.
    pub accounts: Limit,
    /// Each token of a member by itself.
    pub tokens: Limit,
}

/// So many members may share an address before it becomes the narrower limit.
const SHARERS: u16 = 4;

impl Limits {
    fn new(told: config::Limits) -> Self {
        let config::Limits { api_per_second: rate, api_burst: burst, .. } = told;
        let config::Limits { pages_per_second: of_pages, pages_burst, .. } = told;
        let shared = |each: u16| each.saturating_mul(SHARERS);
        Self {
            visitors: Limit::per_second(rate, burst),
            dead_keys: Limit::per_second(rate, burst),
            addresses: Limit::per_second(shared(of_pages.max(rate)), shared(pages_burst.max(burst))),
            sessions: Limit::per_second(of_pages, pages_burst),
            accounts: Limit::per_second(rate, burst),
            tokens: Limit::per_second(rate, burst),
        }
    }
}

/// Passwords checked at once: checking one is made to be slow, and two leave a small box its other work.
const HASHING: usize = 2;
/// Open streams of events: each costs little, but none may be without a bound.
const STREAMS: usize = 100;
/// A person has some devices, and some tabs on each; the oldest may be of pages that are gone.
const STREAMS_OF_ONE: usize = 20;

/// How many archives are written at once: each reads everything there is.
const EXPORTS: usize = 2;
const EXPORTS_OF_ONE: usize = 1;

impl Door {
    pub fn new(app: App, options: Options) -> Self {
        let inner = Inner {
            limits: Limits::new(options.limits),
            at_work: AtWork::default(),
            run: app.outside().chance(),
            app,
            options,
            // A family behind one router shares an address.
            addresses: Limit::new(20, Duration::from_secs(30)),
            guesses: Guesses::default(),
            hashing: Semaphore::new(HASHING),
            streams: Seats::new(STREAMS, STREAMS_OF_ONE),
            exports: Seats::new(EXPORTS, EXPORTS_OF_ONE),
            departures: watch::Sender::new(0),
        };
        Self { inner: Arc::new(inner) }
    }

    pub(super) fn app(&self) -> &App {
        &self.inner.app
    }

    pub(super) fn outside(&self) -> &Outside {
        self.inner.app.outside()
    }

    pub(super) fn language(&self) -> Language {
        self.inner.options.language
    }

    pub(super) fn demo(&self) -> config::Demo {
        self.inner.options.demo
    }

    pub(super) fn public_url(&self) -> Option<&BaseUrl> {
        self.inner.options.public_url.as_ref()
    }

    /// Whether the owner named that site.
    pub(super) fn allows(&self, origin: &str) -> bool {
        self.inner.options.allowed_origins.iter().any(|named| named.as_str() == origin)
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.inner.limits
    }

    pub(super) fn at_work(&self) -> &AtWork {
        &self.inner.at_work
    }

    /// All that an answer can follow from which follows from the store: what it held, who asked, in which language,
    /// on which of the family's days.
    pub(super) fn state(&self, moved: u64, who: &str, language: Language, today: Day) -> State {
        let (moved, today) = (moved.to_be_bytes(), today.number().to_be_bytes());
        State::of(&[&self.inner.run, &moved, who.as_bytes(), language.code().as_bytes(), &today])
    }

    pub(super) fn doctor(&self) -> &Doctor {
        &self.inner.options.doctor
    }

    pub(super) fn telegram(&self) -> TelegramStatus {
        (self.inner.options.telegram)()
    }

    /// The name, without `@`, of the bot that has this token.
    pub(super) async fn name_of_bot(&self, token: &str) -> Result<Option<String>, Why> {
        (self.inner.options.try_token)(token.to_owned()).await
    }

    pub(super) fn certificate(&self) -> tls::Status {
        self.inner.options.certificates.status()
    }

    /// The name of the family's bot, without `@`, as soon as it is known.
    pub(super) fn bot_name(&self) -> Option<String> {
        self.telegram().bot
    }

    pub(super) fn stopping(&self) -> &CancellationToken {
        &self.inner.options.stopping
    }

    /// What costs the box much, by the caller's address.
    pub(super) fn addresses(&self) -> &Limit {
        &self.inner.addresses
    }

    /// Wrong passwords and codes.
    pub(super) fn guesses(&self) -> &Guesses {
        &self.inner.guesses
    }

    /// Waits until a password may be hashed; the turn lasts as long as what is given.
    pub(super) async fn turn_to_hash(&self) -> Result<SemaphorePermit<'_>, Problem> {
        self.inner.hashing.acquire().await.map_err(|_| Problem::new(Code::Unavailable))
    }

    pub(super) fn streams(&self) -> &Seats {
        &self.inner.streams
    }

    pub(super) fn exports(&self) -> &Seats {
        &self.inner.exports
    }

    /// Moves whenever somebody signed out, so that their open streams look again.
    pub(super) fn departures(&self) -> watch::Receiver<u64> {
        self.inner.departures.subscribe()
    }

    pub(super) fn departed(&self) {
        self.inner.departures.send_modify(|count| *count = count.wrapping_add(1));
    }
}
