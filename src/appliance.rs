//! The whole box: what it owns, how it starts, and how it stops.

mod reach;
mod told;
mod trial;
mod watch;
mod work;

use std::fs::DirBuilder;
use std::future::Future;
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use poem::EndpointExt as _;

pub use reach::CannotListen;
pub use watch::premises_of;

use crate::api::{self, Door, Health};
use crate::app::{self, App};
use crate::backup::{self, Backups};
use crate::bot::client::Token;
use crate::bot::{self, Keeper};
use crate::config::{Config, Demo, LogTo, TelegramMode, TlsMode};
use crate::demo;
use crate::doctor::Doctor;
use crate::hooks::Hooks;
use crate::ledger::Zone;
use crate::logs::{self, Logs};
use crate::outside::Outside;
use crate::push::Push;
use crate::seal::KeyPlace;
use crate::search::Search;
use crate::serve::{self, Facing, Listening, Places};
use crate::store::{Store, StoreOptions};
use crate::tasks::{Policy, Tasks, blocking};
use crate::tls::{self, Announcement, Certificates};
use reach::{Doorway, name_of, reachable, url};
use told::{backup_plan, bot_options, options, seen_by_the_api, why_untaken};
use trial::Trial;
use watch::watch_over;

/// A box with its store open and its address taken; nobody is answered before [`Appliance::start`].
#[derive(Debug)]
pub struct Appliance {
    config: Config,
    app: App,
    bot: Keeper,
    hooks: Hooks,
    push: Push,
    tasks: Tasks,
    certificates: Certificates,
    doorway: Doorway,
    listening: Option<Listening>,
    /// Addresses without TLS that lead to the one with it.
    leading: Vec<Listening>,
    settings_file: Option<PathBuf>,
    since: Instant,
    /// How often the box looks at itself.
    every: Duration,
    doctor: OnceLock<Doctor>,
}

/// In the data folder: everything the family recorded.
pub const STORE_FILE: &str = backup::STORE;

/// In the data folder: what makes it findable; may be deleted while the box is off.
pub const SEARCH_FOLDER: &str = "search";

/// In the data folder, unless the settings name another file: what opens the store's sealed secrets.
pub const KEY_FILE: &str = "secret.key";

/// What is not done by then when the box stops is left: the store keeps all that was acknowledged.
const STOP_WITHIN: Duration = Duration::from_secs(10);

/// The same family whoever looks.
const DEMO_SEED: u64 = 2026;

impl Appliance {
    /// Opens the family's store in the data folder, making both if there are none.
    pub async fn bind(config: Config, outside: Outside) -> anyhow::Result<Self> {
        let of = config.clone();
        let app = blocking(move || open(&of, outside)).await?;
        let tempo = bot_options(&config);
        Self::on(app, config, tempo).await
    }

    /// A made-up family in memory only, for a look around. It has no bot: nothing leaves it.
    pub async fn demo(mut config: Config, outside: Outside) -> anyhow::Result<(Self, demo::Filled)> {
        config.telegram.mode = TelegramMode::Off;
        config.demo = Demo::Never;
        // Keys and certificates would lie in the data folder.
        config.tls.mode = TlsMode::Off;
        let now = outside.now();
        let (store, filled) = blocking(move || -> anyhow::Result<_> {
            let store = Store::in_memory().context("making room in memory")?;
            let today = Zone::named("Asia/Jakarta")?.day_of(now);
            let filled = demo::fill(&store, DEMO_SEED, today).context("making up a family")?;
            Ok((store, filled))
        })
        .await?;
        let search = Search::in_memory().context("making room in memory")?;
        let app = App::new(store, search, outside, options(&config));
        let tempo = bot_options(&config);
        Ok((Self::on(app, config, tempo).await?, filled))
    }

    /// A box around a family's memory that is open already, whose bot works as `tempo` says.
    pub async fn on(app: App, config: Config, tempo: bot::Options) -> anyhow::Result<Self> {
        let every = tempo.watch;
        let (token, tempo) = match (&config.telegram.bot_token, config.telegram.mode) {
            (_, TelegramMode::Off) => (None, bot::Options { mode: TelegramMode::Off, ..tempo }),
            (Some(token), _) => {
                (Some(Token::new(token.reveal()).context("reading telegram.bot_token")?), tempo)
            }
            (None, _) => (None, tempo),
        };
        let (of, base) = (app.clone(), config.telegram.api_base.as_str().to_owned());
        let bot =
            blocking(move || Keeper::new(of, &base, token, tempo)).await.context("preparing the bot")?;
        let timeout = Duration::from_secs(u64::from(config.webhooks.timeout_seconds));
        let hooks = Hooks::new(app.clone(), timeout).context("preparing calls to programs")?;
        let push = Push::new(app.clone(), told::contact(&config)).context("preparing notices to devices")?;
        let (of, outside) = (config.clone(), app.outside().clone());
        let certificates =
            blocking(move || Certificates::open(&of, outside).map_err(anyhow::Error::from)).await;
        let certificates = certificates.context("taking up the box's certificates")?;
        let (doorway, listening, leading) = reach::listen(&config).await?;
        let (tasks, listening) = (Tasks::default(), Some(listening));
        let (settings_file, since) = (None, Instant::now());
        Ok(Self {
            config,
            app,
            bot,
            hooks,
            push,
            tasks,
            certificates,
            doorway,
            listening,
            leading,
            settings_file,
            since,
            every,
            doctor: OnceLock::new(),
        })
    }

    /// The same box, whose settings were read from that file.
    #[must_use]
    pub fn told_by(self, settings_file: Option<PathBuf>) -> Self {
        Self { settings_file, ..self }
    }

    pub fn app(&self) -> &App {
        &self.app
    }

    pub fn tasks(&self) -> &Tasks {
        &self.tasks
    }

    /// Where it is met: with TLS, if the box speaks it.
    pub fn address(&self) -> SocketAddr {
        self.doorway.met
    }

    /// The address without TLS; under TLS it only leads to the other.
    pub fn plain_address(&self) -> SocketAddr {
        self.doorway.plain
    }

    /// How the box is met, and for how long its certificate holds.
    pub fn certificates(&self) -> &Certificates {
        &self.certificates
    }

    /// How a browser in the house reaches it: `public_url`, or else its name or this machine's own address.
    pub fn url(&self) -> String {
        url(&self.config, self.doorway.met)
    }

    /// Where devices find what they need to trust the box, and the fingerprint to compare; none where others vouch for it.
    pub fn trust(&self) -> Option<(String, String)> {
        let root = self.certificates.root()?;
        Some((format!("http://{}/ca", reachable(self.doorway.plain)), root.facts.fingerprint))
    }

    /// Whether somebody on the internet could read along.
    pub fn is_open_to_the_internet(&self) -> bool {
        let own = self.app.outside().addresses();
        self.config.tls.mode == TlsMode::Off && reach::is_open(self.doorway.plain.ip(), &own)
    }

    /// The link that makes one person the owner, until somebody followed it. The one before stops working.
    pub async fn invitation(&self) -> anyhow::Result<Option<String>> {
        let app = self.app.clone();
        let code =
            blocking(move || if app.is_set_up()? { Ok(None) } else { app.setup_code().map(Some) }).await;
        let code = code.map_err(|error: app::Error| error).context("making the set-up link")?;
        Ok(code.map(|code| format!("{}/setup?code={}", self.url(), code.code)))
    }

    /// Starts every task. Answers from then on.
    pub fn start(&mut self) {
        let Some(listening) = self.listening.take() else { return };
        let doctor = self.doctor();
        let (seen, asked) = (self.bot.clone(), self.bot.clone());
        let door = Door::new(
            self.app.clone(),
            api::Options {
                language: self.config.language,
                public_url: self.config.public_url.clone(),
                allowed_origins: self.config.api.allowed_origins.clone(),
                limits: self.config.limits,
                demo: self.config.demo,
                telegram: Arc::new(move || seen_by_the_api(seen.status(), seen.settled())),
                try_token: Arc::new(move |token| {
                    let asked = asked.clone();
                    Box::pin(async move { asked.name_of(&token).await.map_err(why_untaken) })
                }),
                certificates: self.certificates.clone(),
                doctor: doctor.clone(),
                stopping: self.tasks.stopping().clone(),
            },
        );
        let health = Health::new(doctor.clone(), door.clone());
        let webhook = (bot::WEBHOOK_PATH, bot::endpoint(self.bot.clone()).boxed());
        let facing = self.facing();
        let places = Places::new(&self.config.tls.trusted_proxies);
        for (leading, name) in self.leading.drain(..).zip(["to https", "to https, too"]) {
            let (called, port) = (name_of(&self.config, self.doorway.met), self.doorway.met.port());
            let way = serve::way_to_tls(&health, called, port, facing.clone());
            let mut serving = Some((leading, way, places.clone()));
            self.tasks.spawn(name, Policy::OneTry, move |stop| {
                let serving = serving.take();
                async move {
                    let (leading, way, places) = serving.context("the address was given up")?;
                    leading.serve(way, places, None, stop).await.context("leading to https")
                }
            });
        }
        let trial = Trial::new(self.app.clone(), door.clone(), self.config.clone());
        let api = trial.beside(api::endpoint(door));
        let endpoint = serve::endpoint(api, (trial::PATH, trial.way_in()), &health, webhook, facing);
        self.tasks.spawn("demo", Policy::Retry, move |stop| trial.clone().tend(stop));
        let mut serving = Some((listening, endpoint, places, self.certificates.server()));
        self.tasks.spawn("http", Policy::OneTry, move |stop| {
            let serving = serving.take();
            async move {
                let (listening, endpoint, places, tls) = serving.context("the address was given up")?;
                listening.serve(endpoint, places, tls, stop).await.context("answering requests")
            }
        });
        self.start_certificates();
        self.bot.start(&self.tasks);
        let (app, bot, every) = (self.app.clone(), self.bot.clone(), self.every);
        let watch = move |stop| watch_over(app.clone(), doctor.clone(), bot.clone(), every, stop);
        self.tasks.spawn("watch", Policy::Retry, watch);
        let hooks = self.hooks.clone();
        self.tasks.spawn("webhooks", Policy::Retry, move |stop| hooks.clone().run(stop));
        let push = self.push.clone();
        self.tasks.spawn("notices", Policy::Retry, move |stop| push.clone().run(stop));
        self.start_jobs();
        self.start_calls(&health);
    }

    fn facing(&self) -> Facing {
        let proxies = &self.config.tls.trusted_proxies;
        let is_behind_one = self.config.tls.mode == TlsMode::Proxy;
        Facing {
            outside: self.app.outside().clone(),
            public_url: self.config.public_url.clone(),
            trusted: if is_behind_one { proxies.as_slice().into() } else { Arc::default() },
            root: self.certificates.root().map(Arc::new),
            language: self.config.language,
            metrics: self.app.metrics().clone(),
        }
    }

    fn start_certificates(&self) {
        let mode = self.config.tls.mode;
        if mode.is_ours() {
            let certificates = self.certificates.clone();
            self.tasks.spawn("certificates", Policy::Retry, move |stop| certificates.clone().keep(stop));
        }
        let lan = &self.config.lan;
        let is_in_a_home = lan.announce && matches!(mode, TlsMode::Lan | TlsMode::Off);
        let what = Announcement::of(&lan.name, self.doorway.met, mode.is_ours()).filter(|_| is_in_a_home);
        if let Some(what) = what {
            let certificates = self.certificates.clone();
            let answer = move |stop| tls::announce(certificates.clone(), what.clone(), stop);
            self.tasks.spawn("announcement", Policy::Retry, answer);
        }
    }

    /// Runs until `stop` comes, or a task ends by itself: that is an error, after the rest has stopped.
    pub async fn run(mut self, stop: impl Future<Output = ()>) -> anyhow::Result<()> {
        self.start();
        let end = tokio::select! {
            () = stop => Ok(()),
            fallen = self.tasks.fallen() => Err(fallen.into()),
        };
        self.shutdown().await;
        end
    }

    /// Ends what was begun, and stops.
    pub async fn shutdown(self) {
        let late = self.tasks.shutdown(STOP_WITHIN).await;
        if !late.is_empty() {
            tracing::warn!(tasks = ?late, "these did not stop in time");
        }
    }
}

/// The family's memory without the box around it, for a command beside no running box; and how browsers will reach
/// the box once it runs.
pub fn open_family(config: &Config, outside: Outside) -> anyhow::Result<(App, String)> {
    let met = if config.tls.mode.is_ours() { config.tls.listen } else { config.listen };
    Ok((open(config, outside)?, url(config, met)))
}

/// The backups of the box in this data folder, whether it runs or was ever started.
pub fn backups_of(config: &Config, outside: Outside) -> anyhow::Result<Backups> {
    Ok(Backups::new(backup_plan(config)?, outside))
}

fn open(config: &Config, outside: Outside) -> anyhow::Result<App> {
    backup::finish_restore(&config.data_dir).context("finishing what putting back a backup began")?;
    backup::note_version(&config.data_dir, std::env::current_exe().ok().as_deref());
    let (store, search) = open_store(&config.data_dir, usize::from(config.store.cache_mb))?;
    let place = match &config.secret_key_file {
        Some(file) => KeyPlace::Given(file.clone()),
        None => KeyPlace::Own(config.data_dir.join(KEY_FILE)),
    };
    let seal = app::seal_of(&store, &place, &outside).context("taking up the key of the box")?;
    let logs = (config.log.to != LogTo::Stderr).then(|| Logs::in_folder(config.data_dir.join(logs::FOLDER)));
    let options = app::Options { backup: Some(backup_plan(config)?), logs, ..options(config) };
    Ok(App::sealed_by(seal, store, search, outside, options))
}

fn open_store(folder: &Path, cache_mb: usize) -> anyhow::Result<(Store, Search)> {
    let told = |path: PathBuf| format!("opening the store in {}", path.display());
    // Nobody else on the machine has any business in it.
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.with_context(|| format!("making the data folder {}", folder.display()))?;
    let options = StoreOptions { cache_bytes: cache_mb * 1024 * 1024 };
    let store = Store::open(&folder.join(STORE_FILE), options).with_context(|| told(folder.to_owned()))?;
    // Only a help that is built again from the store whenever it is missing.
    let search = Search::open(folder.join(SEARCH_FOLDER)).context("opening the search index")?;
    Ok((store, search))
}

#[cfg(test)]
mod tests;
