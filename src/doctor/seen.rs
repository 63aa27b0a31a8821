//! Everything that checks are made from, looked at once.

use std::fs;
use std::net::IpAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;

use super::calls::{self, Calls};
use super::machine::{self, Machine, Open};
use super::{Premises, ready};
use crate::app::{
    App, BackupState, Error, HouseState, MemberListed, Outage, SigningKeySeen, StoreMeasured, StoreState,
};
use crate::config::Config;
use crate::ledger::{Timestamp, Zone};
use crate::metrics::Metrics;
use crate::tasks::{Status, blocking};
use crate::tls;

/// How the bot is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BotSeen {
    /// `starting`, `polling`, `trying_webhook`, `webhook` or `off`.
    pub inlet: &'static str,
    pub last_contact: Option<Timestamp>,
    pub trouble: Option<String>,
    pub refused_deliveries: u64,
}

/// What Telegram says of the bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TelegramAsked {
    pub name: Result<Option<String>, String>,
    /// Where it delivers to, empty for nowhere, and how much waits there.
    pub webhook: Result<(String, u64), String>,
    /// How many menus are put up, of how many.
    pub menus: Result<(usize, usize), String>,
}

/// Asks Telegram now; changes nothing there.
pub type AskTelegram = Arc<dyn Fn() -> BoxFuture<'static, Option<TelegramAsked>> + Send + Sync>;

/// A box, as it was when it was looked at.
pub(super) struct Seen {
    pub(super) config: Config,
    pub(super) now: Timestamp,
    /// Since when it runs; none: it does not.
    pub(super) certificates: Option<tls::Status>,
    pub(super) running_for: Option<Duration>,
    pub(super) tasks: Vec<Status>,
    pub(super) bot: Option<BotSeen>,
    pub(super) telegram: Option<TelegramAsked>,
    pub(super) machine: Machine,
    /// None: it is in memory.
    pub(super) folder: Option<PathBuf>,
    /// How many files were looked at, and which others can read.
    pub(super) files: Option<Result<(usize, Vec<Open>), String>>,
    /// The settings file and how it is set.
    pub(super) settings: Option<(PathBuf, u32)>,
    pub(super) older_stores: usize,
    pub(super) store: Result<StoreSeen, String>,
    pub(super) calls: Calls,
    pub(super) metrics: Option<Metrics>,
    /// Where the name of `public_url` leads to.
    pub(super) resolved: Option<Result<Vec<IpAddr>, String>>,
    pub(super) cookie: String,
}

/// What the memory says.
pub(super) struct StoreSeen {
    pub(super) state: StoreState,
    pub(super) trial: Result<Duration, String>,
    /// None where the file is too large to be read only for this.
    pub(super) measured: Option<StoreMeasured>,
    pub(super) house: Result<HouseState, String>,
    pub(super) keys: Result<Vec<SigningKeySeen>, String>,
    pub(super) members: Vec<MemberListed>,
    /// How many private chats of owners, and of owners and adults, can be told of troubles.
    pub(super) keepers: (usize, usize),
    pub(super) backups: Result<BackupState, String>,
    /// Groups of errors that nobody called solved.
    pub(super) open_faults: usize,
    /// Newest first.
    pub(super) outages: Vec<Outage>,
    pub(super) zone: Zone,
}

impl StoreSeen {
    /// Day and time where the family lives.
    pub(super) fn when(&self, at: Timestamp) -> String {
        self.zone.local(at).strftime("%Y-%m-%d %H:%M").to_string()
    }
}

/// A larger store is not read through for its free room.
const MOST_MEASURED: u64 = 256 * 1024 * 1024;
/// How long Telegram and the name's server have to answer.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) async fn look(premises: &Premises) -> Seen {
    let Premises { config, outside, folder, running, .. } = premises;
    let asked = async {
        match running {
            Some(running) => calls::ask(running, config.limits.api_burst).await,
            None => Calls::default(),
        }
    };
    let telegram = async {
        let late = || "no answer within 5 s".to_owned();
        let nothing = TelegramAsked { name: Err(late()), webhook: Err(late()), menus: Err(late()) };
        tokio::time::timeout(PATIENCE, (premises.telegram)()).await.unwrap_or(Some(nothing))
    };
    let (calls, telegram, resolved, store) =
        tokio::join!(asked, telegram, resolve(config), look_at_store(premises.app.clone()));
    let files =
        folder.as_ref().map(|folder| machine::open_to_others(folder).map_err(|error| error.to_string()));
    let settings = premises.settings_file.clone().and_then(|path| {
        let mode = fs::metadata(&path).ok()?.permissions().mode() & 0o777;
        Some((path, mode))
    });
    Seen {
        config: config.clone(),
        now: outside.now(),
        certificates: running.as_ref().map(|running| running.certificates.status()),
        running_for: running.as_ref().map(|running| running.since.elapsed()),
        tasks: running.as_ref().map(|running| running.tasks.status()).unwrap_or_default(),
        bot: running.as_ref().and_then(|running| (running.bot)()),
        telegram,
        machine: Machine::look(folder.as_deref()),
        folder: folder.clone(),
        files,
        settings,
        older_stores: folder.as_deref().map_or(0, ready::older_stores),
        store,
        calls,
        metrics: premises.app.as_ref().ok().map(|app| app.metrics().clone()),
        resolved,
        cookie: premises.cookie.clone(),
    }
}

async fn look_at_store(app: Result<App, String>) -> Result<StoreSeen, String> {
    let app = app?;
    let looked: Result<StoreSeen, Error> = blocking(move || {
        let trial = app.try_writing().map_err(|error| told(&error));
        let state = app.store_state();
        let measured = if state.bytes <= MOST_MEASURED { app.measure_store().ok() } else { None };
        Ok(StoreSeen {
            trial,
            measured,
            house: app.house_state().map_err(|error| told(&error)),
            keys: app.signing_keys().map_err(|error| told(&error)),
            members: app.everybody()?,
            backups: app.backup_state().map_err(|error| told(&error)),
            open_faults: app.open_faults()?,
            outages: app.outages()?,
            keepers: (app.keepers(false)?.len(), app.keepers(true)?.len()),
            zone: app.zone_of_box()?,
            state,
        })
    })
    .await;
    looked.map_err(|error| told(&error))
}

/// With its causes, which name nothing of a family's.
fn told(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}

async fn resolve(config: &Config) -> Option<Result<Vec<IpAddr>, String>> {
    let url = config.public_url.as_ref()?.as_str();
    let host = url.split_once("://").map_or(url, |(_, host)| host);
    let named = if host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok()) {
        host.to_owned()
    } else {
        format!("{host}:443")
    };
    let found = tokio::time::timeout(PATIENCE, tokio::net::lookup_host(named)).await;
    Some(match found {
        Err(_) => Err("no answer within 5 s".to_owned()),
        Ok(Err(error)) => Err(error.to_string()),
        Ok(Ok(found)) => {
            let mut addresses: Vec<IpAddr> = found.map(|address| address.ip()).collect();
            addresses.sort();
            addresses.dedup();
            Ok(addresses)
        }
    })
}
