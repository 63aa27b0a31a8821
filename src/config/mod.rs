//! The settings of the box: one [`Config`], from defaults < file < environment < command line, each value knowing
//! where it came from. Nothing else in the house reads the environment or a settings file.

mod calls;
mod keys;
mod network;
mod secret;
mod settings;
mod values;

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

pub use calls::Dsn;
pub use keys::{KEYS, Key, Shape, example_file};
pub use network::{Acme, Directory, HOME_ENDINGS, Lan, Network, Tls, TlsMode};
pub use secret::Secret;
pub use settings::{File, Given, Setting, Settings, Source, Trouble};
pub use values::BaseUrl;

use crate::ledger::{Language, Permille};
use values::Reader;

/// What the box was told, with every value checked. `config.example.toml` says what each means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub data_dir: PathBuf,
    pub listen: SocketAddr,
    /// None: the box keeps its key in `data_dir`.
    pub secret_key_file: Option<PathBuf>,
    /// None: the box does not know how it is reached from outside.
    pub public_url: Option<BaseUrl>,
    pub tls: Tls,
    pub language: Language,
    pub demo: Demo,
    pub acme: Acme,
    pub lan: Lan,
    pub log: Log,
    pub telegram: Telegram,
    pub session: Session,
    pub capture: Capture,
    pub api: Api,
    pub limits: Limits,
    pub webhooks: Webhooks,
    pub push: Push,
    pub backup: Backup,
    pub errors: Errors,
    pub health: Health,
    pub store: Store,
}

/// When whoever reaches the box may look at an example family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demo {
    BeforeSetup,
    Always,
    Never,
}

impl Demo {
    pub const fn is_offered(self, is_set_up: bool) -> bool {
        match self {
            Self::BeforeSetup => !is_set_up,
            Self::Always => true,
            Self::Never => false,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// A level, or levels per part of the house, as `tracing` filters write them.
    pub level: String,
    pub format: LogFormat,
    pub to: LogTo,
    /// In MiB: one file of the log …
    pub file_mb: u16,
    /// … and all of them together.
    pub keep_mb: u16,
    pub keep_days: u16,
}

/// Where the log goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogTo {
    Both,
    /// Standard error, which a service manager keeps.
    Stderr,
    /// Files in the data folder.
    Files,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// Text on a terminal, JSON otherwise.
    Auto,
    Text,
    Json,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telegram {
    /// None: no bot.
    pub bot_token: Option<Secret>,
    pub api_base: BaseUrl,
    pub mode: TelegramMode,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TelegramMode {
    /// Webhook where it is shown to work, polling otherwise.
    Auto,
    Webhook,
    Polling,
    Off,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    pub idle_days: u16,
    pub absolute_days: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capture {
    /// Of a household that is set up now; each household keeps its own from then on.
    pub threshold: Permille,
    pub draft_expiry_hours: u16,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Api {
    /// Sites whose pages may use the API from a browser.
    pub allowed_origins: Vec<BaseUrl>,
}

/// How often somebody may come: so many at once, then so many in a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub api_per_second: u16,
    pub api_burst: u16,
    pub pages_per_second: u16,
    pub pages_burst: u16,
    pub webhook_per_second: u16,
    pub webhook_burst: u16,
    pub chat_per_minute: u16,
    pub chat_burst: u16,
}

/// Programs of the family's that are called when something happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Webhooks {
    /// Whether they may be in the home's own network.
    pub home_network: bool,
    /// Whether they may be on this machine.
    pub this_machine: bool,
    pub timeout_seconds: u16,
}

/// Notices to members' devices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Push {
    /// How push services may reach the box's keeper, if that was said.
    pub contact: Option<String>,
    /// Whether push services may be at home, and without TLS.
    pub private_services: bool,
}

/// Copies of everything, away from where it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    pub nightly: bool,
    /// Of the household's day.
    pub hour: u16,
    pub to: BackupTo,
    pub keep_daily: u16,
    pub keep_weekly: u16,
    pub keep_monthly: u16,
    pub passphrase: Option<Secret>,
    /// Public keys of age, which may open the backups too.
    pub recipients: Vec<String>,
    /// Each also goes to the owners' chats with the bot.
    pub telegram_copy: bool,
    pub s3: S3,
}

/// What goes wrong, told elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Errors {
    pub sentry: Option<Dsn>,
}

/// That the box is well, told elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// An address to call while it is.
    pub heartbeat_url: Option<Secret>,
}

/// Where backups go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BackupTo {
    /// `backups` in the data folder.
    Beside,
    Folder(PathBuf),
    /// The prefix has no slash at either end.
    Bucket {
        bucket: String,
        prefix: String,
    },
}

/// An S3-compatible store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct S3 {
    pub endpoint: Option<BaseUrl>,
    pub region: String,
    pub access_key: Option<String>,
    pub secret_key: Option<Secret>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Store {
    /// In MiB.
    pub cache_mb: u16,
}

/// The settings, and how they came about.
#[derive(Debug)]
pub struct Loaded {
    pub config: Config,
    pub settings: Settings,
    /// The file that was read, if there was one.
    pub file: Option<PathBuf>,
}

/// The settings cannot be used. Lists everything that is wrong, not only the first.
#[derive(Debug, thiserror::Error)]
pub struct ConfigError {
    pub troubles: Vec<Trouble>,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the settings cannot be used")?;
        for trouble in &self.troubles {
            write!(f, "\n  {trouble}")?;
        }
        Ok(())
    }
}

impl Config {
    /// Finds and reads the settings file, then the files with secrets. `asked` is the file that the command line
    /// names.
    pub fn load(
        asked: Option<&Path>,
        environment: &BTreeMap<String, String>,
        given: &[Given],
    ) -> Result<Loaded, ConfigError> {
        let file = find_file(asked, environment)?;
        let mut settings = Settings::merge(file.as_ref(), environment, given);
        let read = |path: &Path| std::fs::read_to_string(path);
        let config = Self::of(&mut settings, &read)?;
        Ok(Loaded { config, settings, file: file.map(|file| file.path) })
    }

    /// The settings' meaning. `read` gets the files that hold secrets.
    pub fn of(
        settings: &mut Settings,
        read: &dyn Fn(&Path) -> io::Result<String>,
    ) -> Result<Self, ConfigError> {
        let mut take = Reader::new(settings);
        let config = Self {
            data_dir: take.value("data_dir", values::path),
            listen: take.value("listen", values::address),
            secret_key_file: take.maybe("secret_key_file", values::path),
            public_url: take.maybe("public_url", BaseUrl::read),
            tls: Tls {
                mode: take.value("tls", values::choice(network::MODES)),
                listen: take.value("tls_listen", values::address),
                redirect: take.value("redirect_listen", network::address_or_off),
                trusted_proxies: take.value("trusted_proxies", Network::list),
            },
            language: take.value("language", values::language),
            demo: take.value("demo", values::choice(DEMOS)),
            acme: Acme {
                names: take.maybe("acme.names", network::names).unwrap_or_default(),
                contact: take.maybe("acme.contact", network::mail),
                directory: take.value("acme.directory", Directory::read),
                root_file: take.maybe("acme.root_file", values::path),
            },
            lan: Lan {
                name: take.value("lan.name", network::home_name),
                announce: take.value("lan.announce", values::choice(YES_OR_NO)),
            },
            log: Log {
                level: take.value("log.level", values::log_level),
                format: take.value("log.format", values::choice(LOG_FORMATS)),
                to: take.value("log.to", values::choice(LOG_PLACES)),
                file_mb: take.value("log.file_mb", values::number(1..=1000)),
                keep_mb: take.value("log.keep_mb", values::number(1..=10_000)),
                keep_days: take.value("log.keep_days", values::number(1..=3650)),
            },
            telegram: Telegram {
                bot_token: take.secret("telegram.bot_token", "telegram.bot_token_file", read),
                api_base: take.value("telegram.api_base", BaseUrl::read),
                mode: take.value("telegram.mode", values::choice(TELEGRAM_MODES)),
            },
            session: Session {
                idle_days: take.value("session.idle_days", values::number(1..=3650)),
                absolute_days: take.value("session.absolute_days", values::number(1..=3650)),
            },
            capture: Capture {
                threshold: take.value("capture.threshold_permille", |text| {
                    values::number(0..=1000)(text).map(Permille::new)
                }),
                draft_expiry_hours: take.value("capture.draft_expiry_hours", values::number(1..=8760)),
            },
            api: Api {
                allowed_origins: take.maybe("api.allowed_origins", BaseUrl::list).unwrap_or_default(),
            },
            limits: Limits {
                api_per_second: take.value("limits.api_per_second", values::number(1..=60_000)),
                api_burst: take.value("limits.api_burst", values::number(1..=60_000)),
                pages_per_second: take.value("limits.pages_per_second", values::number(1..=60_000)),
                pages_burst: take.value("limits.pages_burst", values::number(1..=60_000)),
                webhook_per_second: take.value("limits.webhook_per_second", values::number(1..=60_000)),
                webhook_burst: take.value("limits.webhook_burst", values::number(1..=60_000)),
                chat_per_minute: take.value("limits.chat_per_minute", values::number(1..=60_000)),
                chat_burst: take.value("limits.chat_burst", values::number(1..=60_000)),
            },
            webhooks: Webhooks {
                home_network: take.value("webhooks.home_network", values::choice(YES_OR_NO)),
                this_machine: take.value("webhooks.this_machine", values::choice(YES_OR_NO)),
                timeout_seconds: take.value("webhooks.timeout_seconds", values::number(1..=60)),
            },
            push: Push {
                contact: take.maybe("push.contact", values::contact),
                private_services: take.value("push.private_services", values::choice(YES_OR_NO)),
            },
            backup: Backup {
                nightly: take.value("backup.nightly", values::choice(YES_OR_NO)),
                hour: take.value("backup.hour", values::number(0..=23)),
                to: take.maybe("backup.to", values::backup_to).unwrap_or(BackupTo::Beside),
                keep_daily: take.value("backup.keep_daily", values::number(1..=1000)),
                keep_weekly: take.value("backup.keep_weekly", values::number(0..=1000)),
                keep_monthly: take.value("backup.keep_monthly", values::number(0..=1000)),
                passphrase: take.phrase("backup.passphrase", "backup.passphrase_file", read),
                recipients: take.maybe("backup.recipient", values::recipients).unwrap_or_default(),
                telegram_copy: take.value("backup.telegram_copy", values::choice(YES_OR_NO)),
                s3: S3 {
                    endpoint: take.maybe("backup.s3_endpoint", BaseUrl::read),
                    region: take.value("backup.s3_region", |text| Ok(text.to_owned())),
                    access_key: take.maybe("backup.s3_access_key", |text| Ok(text.to_owned())),
                    secret_key: take.secret("backup.s3_secret_key", "backup.s3_secret_key_file", read),
                },
            },
            errors: Errors {
                sentry: take
                    .secret("errors.sentry_dsn", "errors.sentry_dsn_file", read)
                    .and_then(|dsn| take.fit("errors.sentry_dsn", Dsn::read(dsn.reveal()), DSN)),
            },
            health: Health {
                heartbeat_url: take
                    .secret("health.heartbeat_url", "health.heartbeat_url_file", read)
                    .and_then(|url| {
                        let is_address = calls::is_address(url.reveal());
                        take.fit("health.heartbeat_url", is_address.then_some(url), ADDRESS)
                    }),
            },
            store: Store { cache_mb: take.value("store.cache_mb", values::number(1..=4096)) },
        };
        config.cross_check(&mut take);
        let troubles = take.troubles;
        settings.troubles.extend(troubles);
        if settings.troubles.is_empty() {
            Ok(config)
        } else {
            Err(ConfigError { troubles: std::mem::take(&mut settings.troubles) })
        }
    }

    /// The names that a public certificate is for.
    pub fn certified_names(&self) -> Vec<String> {
        if !self.acme.names.is_empty() {
            return self.acme.names.clone();
        }
        let host = self.public_url.as_ref().filter(|url| url.is_https()).map(BaseUrl::host);
        host.and_then(|host| network::names(host).ok()).unwrap_or_default()
    }

    /// What no value can be judged by alone.
    fn cross_check(&self, take: &mut Reader<'_>) {
        if self.log.file_mb > self.log.keep_mb {
            take.trouble("log.file_mb", "must not be more than log.keep_mb");
        }
        if self.session.idle_days > self.session.absolute_days {
            take.trouble("session.idle_days", "must not be more than session.absolute_days");
        }
        let backup = &self.backup;
        if backup.passphrase.is_some() && !backup.recipients.is_empty() {
            take.trouble("backup.recipient", "and a passphrase are both set; keep one");
        }
        let long_enough = |phrase: &Secret| phrase.reveal().chars().count() >= SHORTEST_PASSPHRASE;
        if !backup.passphrase.as_ref().is_none_or(long_enough) {
            take.trouble("backup.passphrase", "is shorter than 12 characters");
        }
        let in_bucket = matches!(backup.to, BackupTo::Bucket { .. });
        if in_bucket && (backup.s3.access_key.is_none() || backup.s3.secret_key.is_none()) {
            take.trouble("backup.to", "needs backup.s3_access_key and backup.s3_secret_key");
        }
        let reachable = self.public_url.as_ref().is_some_and(BaseUrl::is_https);
        if self.telegram.mode == TelegramMode::Webhook && !reachable {
            take.trouble("telegram.mode", "webhook needs a public_url that begins with https://");
        }
        if self.tls.mode == TlsMode::Acme && self.certified_names().is_empty() {
            take.trouble(
                "tls",
                "acme needs acme.names, or a public_url that begins with https:// and a name",
            );
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        let mut settings = Settings::merge(None, &BTreeMap::new(), &[]);
        #[expect(clippy::expect_used, reason = "the defaults are constants, read by a test")]
        Self::of(&mut settings, &|_| Ok(String::new())).expect("the defaults can be read")
    }
}

const LOG_FORMATS: &[(&str, LogFormat)] =
    &[("auto", LogFormat::Auto), ("text", LogFormat::Text), ("json", LogFormat::Json)];

const LOG_PLACES: &[(&str, LogTo)] =
    &[("both", LogTo::Both), ("stderr", LogTo::Stderr), ("files", LogTo::Files)];

const TELEGRAM_MODES: &[(&str, TelegramMode)] = &[
    ("auto", TelegramMode::Auto),
    ("webhook", TelegramMode::Webhook),
    ("polling", TelegramMode::Polling),
    ("off", TelegramMode::Off),
];

/// Whoever has a backup may try as often as they like.
const SHORTEST_PASSPHRASE: usize = 12;

/// What secrets must look like; what was written is not repeated.
const DSN: &str = "is not an address such as https://key@sentry.example/7";
const ADDRESS: &str = "is not an address such as https://example.org/ping";

const DEMOS: &[(&str, Demo)] =
    &[("before_setup", Demo::BeforeSetup), ("always", Demo::Always), ("never", Demo::Never)];

const YES_OR_NO: &[(&str, bool)] = &[("yes", true), ("no", false)];

fn find_file(
    asked: Option<&Path>,
    environment: &BTreeMap<String, String>,
) -> Result<Option<File>, ConfigError> {
    let (places, must_exist) = settings::file_places(asked, environment);
    for path in places {
        match std::fs::read_to_string(&path) {
            Ok(text) => return Ok(Some(File { path, text })),
            Err(error) if error.kind() == io::ErrorKind::NotFound && !must_exist => {}
            Err(error) => {
                let source = Source::File { path, line: 1 };
                return Err(ConfigError { troubles: vec![Trouble { source, what: error.to_string() }] });
            }
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests;
