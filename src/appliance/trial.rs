//! The example family that somebody looks at before they have one of their own.
//!
//! It is a second household, made up in memory when it is asked for, and met at the same address by the one browser
//! that carries its cookie. A call with that cookie reaches nothing but it: the cookie of a real session is taken off
//! first, and once the example is over the call is answered as a stranger's. It has no bot, no webhooks that call, no
//! file on the disk; when it ends, all of it goes with its memory.

mod doors;

use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use poem::endpoint::BoxEndpoint;
use poem::http::HeaderName;
use poem::{Endpoint, EndpointExt as _, Response};
use tokio_util::sync::CancellationToken;

use super::told::options;
use crate::api::{self, Door};
use crate::app::{Admitted, App, Guest};
use crate::config::{Config, Demo, TlsMode};
use crate::demo;
use crate::doctor::{Doctor, Premises};
use crate::jobs;
use crate::ledger::{Channel, Timestamp, Zone};
use crate::limit::Limit;
use crate::outside::{Outside, later};
use crate::search::Search;
use crate::store::Store;
use crate::tasks::{Policy, Tasks, blocking};
use crate::tls::Certificates;
use doors::{Beside, WayIn};

/// Where a browser asks for the example, and gives it back.
pub(super) const PATH: &str = "/demo";

/// Lets a browser in to the example.
const COOKIE: &str = "catatduit_demo";

/// Until when the example lasts, on each of its answers.
const UNTIL: HeaderName = HeaderName::from_static("demo-until");

/// So long an example lasts at most, used or not.
const LASTS: Duration = Duration::from_hours(1);
/// One that nobody looked at for so long makes room for somebody else.
const IDLE: Duration = Duration::from_mins(10);
/// So many are made in a row, then one more after each while: making one is work.
const IN_A_ROW: u32 = 5;
const ONE_MORE_AFTER: Duration = Duration::from_mins(2);
/// An example that is over is looked for so often.
const LOOK_EVERY: Duration = Duration::from_secs(20);
/// Its tasks get so long to end.
const STOP_WITHIN: Duration = Duration::from_secs(2);

/// Enough for every report to show something, and quick to make up.
const MONTHS: u32 = 3;
/// The same family whoever looks.
const SEED: u64 = 2026;

/// Making an example, and the one that there is. A cheap clone.
#[derive(Clone)]
pub(super) struct Trial {
    inner: Arc<Inner>,
}

struct Inner {
    /// The family's own: asked whether there is one.
    app: App,
    /// The way to it.
    door: Door,
    config: Config,
    made: Limit,
    /// Held while one is made, so that there are never two.
    making: tokio::sync::Mutex<()>,
    live: Mutex<Option<Arc<Live>>>,
}

/// An example that somebody looks at.
struct Live {
    api: BoxEndpoint<'static, Response>,
    /// Of its visitor's session; another one after they changed their password.
    secret: Mutex<String>,
    until: Timestamp,
    used: AtomicI64,
    tasks: Tasks,
}

impl fmt::Debug for Trial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Trial").field("is_live", &locked(&self.inner.live).is_some()).finish_non_exhaustive()
    }
}

impl Trial {
    pub(super) fn new(app: App, door: Door, config: Config) -> Self {
        let made = Limit::new(IN_A_ROW, ONE_MORE_AFTER);
        let inner =
            Inner { app, door, config, made, making: tokio::sync::Mutex::default(), live: Mutex::default() };
        Self { inner: Arc::new(inner) }
    }

    /// The API: the example's for whoever carries its cookie, the family's for everybody else.
    pub(super) fn beside(
        &self,
        real: impl Endpoint<Output = Response> + 'static,
    ) -> BoxEndpoint<'static, Response> {
        Beside { real, trial: self.clone() }.boxed()
    }

    /// What answers at [`PATH`].
    pub(super) fn way_in(&self) -> BoxEndpoint<'static, Response> {
        WayIn(self.clone()).boxed()
    }

    /// Ends the example when its time is over, and with the box.
    pub(super) async fn tend(self, stop: CancellationToken) -> anyhow::Result<()> {
        loop {
            tokio::select! {
                () = stop.cancelled() => {
                    self.end().await;
                    return Ok(());
                }
                () = tokio::time::sleep(LOOK_EVERY) => {
                    self.live().await;
                }
            }
        }
    }

    fn now(&self) -> Timestamp {
        self.inner.app.outside().now()
    }

    /// The one that there is. One whose time is over ends here.
    async fn live(&self) -> Option<Arc<Live>> {
        let live = locked(&self.inner.live).clone()?;
        if self.now() < live.until {
            return Some(live);
        }
        self.end().await;
        None
    }

    /// Ends the one that there is: its streams and tasks, then its memory.
    async fn end(&self) {
        let Some(live) = locked(&self.inner.live).take() else { return };
        live.tasks.shutdown(STOP_WITHIN).await;
        tracing::info!("the example family is gone");
    }

    /// Makes an example for whoever asks, and gives the secret of its visitor.
    async fn begin(&self, shown: Option<&str>) -> Result<String, NotNow> {
        let _turn = self.inner.making.lock().await;
        let now = self.now();
        if let Some(live) = self.live().await {
            let secret = locked(&live.secret).clone();
            if shown == Some(&secret) {
                return Ok(secret);
            }
            if !live.is_idle(now) {
                return Err(NotNow::Taken);
            }
            self.end().await;
        }
        self.inner.made.count("", now).map_err(|wait| NotNow::TooOften(wait.seconds))?;
        let live = self.make(now).await.map_err(NotNow::Broken)?;
        let secret = locked(&live.secret).clone();
        *locked(&self.inner.live) = Some(Arc::new(live));
        tracing::info!("an example family was made up in memory");
        Ok(secret)
    }

    async fn make(&self, now: Timestamp) -> anyhow::Result<Live> {
        let (config, outside) = (self.inner.config.clone(), self.inner.app.outside().clone());
        let (app, secret) = blocking(move || family(&config, outside, now)).await?;
        self.live_around(app, secret, now)
    }

    fn live_around(&self, app: App, secret: String, now: Timestamp) -> anyhow::Result<Live> {
        let tasks = Tasks::default();
        let door = self.door(&app, &tasks)?;
        let findable = app.clone();
        tasks.spawn("search", Policy::Retry, move |stop| findable.clone().keep_findable(stop));
        tasks.spawn("sweep", Policy::Retry, move |stop| jobs::sweep(app.clone(), stop));
        Ok(Live {
            api: api::endpoint(door).boxed(),
            secret: Mutex::new(secret),
            until: later(now, LASTS),
            used: AtomicI64::new(now.as_millisecond()),
            tasks,
        })
    }

    /// The way to the example, which knows nothing of the box that it is in.
    fn door(&self, app: &App, tasks: &Tasks) -> anyhow::Result<Door> {
        door_in_memory(app, &self.inner.config, Demo::Never, tasks.stopping().clone())
    }
}

/// The way to a family in memory, that has neither a bot nor certificates.
fn door_in_memory(
    app: &App,
    config: &Config,
    demo: Demo,
    stopping: CancellationToken,
) -> anyhow::Result<Door> {
    let mut config = Config { demo, ..config.clone() };
    // Without TLS there is neither a key nor a certificate, and nothing to read from the data folder.
    config.tls.mode = TlsMode::Off;
    let certificates = Certificates::open(&config, app.outside().clone())?;
    let doctor = Doctor::new(Premises {
        config: config.clone(),
        settings_file: None,
        outside: app.outside().clone(),
        app: Ok(app.clone()),
        folder: None,
        running: None,
        telegram: Arc::new(|| Box::pin(async { None })),
        cookie: api::cookie_shape(false),
    });
    let options = api::Options {
        language: config.language,
        public_url: config.public_url,
        allowed_origins: vec![],
        limits: config.limits,
        demo,
        telegram: Arc::new(|| api::TelegramStatus {
            bot: None,
            inlet: api::Inlet::Off,
            last_contact: None,
            trouble: None,
            refused_deliveries: 0,
            token: api::BotToken::Off,
        }),
        try_token: Arc::new(|_| Box::pin(async { Err(crate::app::Why::Unchecked) })),
        certificates,
        doctor,
        stopping,
    };
    Ok(Door::new(app.clone(), options))
}

impl Live {
    fn is_idle(&self, now: Timestamp) -> bool {
        let used = Timestamp::from_millisecond(self.used.load(Ordering::Relaxed)).unwrap_or(now);
        now >= later(used, IDLE)
    }
}

/// A family in memory, and the session of its owner, whom a visitor plays.
fn family(config: &Config, outside: Outside, now: Timestamp) -> anyhow::Result<(App, String)> {
    let store = Store::in_memory().context("making room in memory")?;
    let last = Zone::named("Asia/Jakarta")?.day_of(now);
    let first = (0..MONTHS).fold(last.month(), |month, _| month.previous()).first_day();
    let filled = demo::fill_as(&store, demo::Plan { seed: SEED, first, last, pace: 1 });
    let filled = filled.context("making up a family")?;
    let search = Search::in_memory().context("making room in memory")?;
    let app = App::new(store, search, outside, options(config));
    let guest = Guest::from(Channel::Web);
    let owner = app.recognise(&filled.owner, filled.password, &guest)?;
    match app.admit(&owner, None, &guest)? {
        Admitted::In(signed) => Ok((app, signed.secret)),
        Admitted::CodeNeeded | Admitted::WrongCode => anyhow::bail!("the example's owner was not let in"),
    }
}

/// Why there is no example for whoever asked.
enum NotNow {
    /// Somebody else looks at it.
    Taken,
    TooOften(u32),
    Broken(anyhow::Error),
}

/// What another thread panicked over is whole: each change is one assignment.
fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn its_memory_goes_when_it_ends() {
        let outside = Outside::real().unwrap();
        let own = App::new(
            Store::in_memory().unwrap(),
            Search::in_memory().unwrap(),
            outside.clone(),
            crate::app::Options::default(),
        );
        let config = Config::default();
        let door = door_in_memory(&own, &config, config.demo, CancellationToken::new()).unwrap();
        let trial = Trial::new(own.clone(), door, config.clone());
        let now = outside.now();
        let (app, secret) = family(&config, outside.clone(), now).unwrap();
        // It hears of the store's end.
        let mut head = app.head();
        let live = trial.live_around(app, secret, now).unwrap();
        *locked(&trial.inner.live) = Some(Arc::new(live));
        let ended = tokio::time::timeout(Duration::from_millis(200), head.changed()).await;
        assert!(ended.is_err() || ended.unwrap().is_ok(), "it is there");

        trial.end().await;
        while head.changed().await.is_ok() {}
        assert!(trial.live().await.is_none());
    }
}
