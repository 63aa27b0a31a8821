//! WATCHING: whether the box is as it should be. Every item of the checklist is one row of [`list`], with one check over
//! what was [`seen`]; `/readyz` and `/metrics` tell from the same source.
//!
//! Nothing is taken on trust: a check that did not look says so, and never passes.

mod alarm;
mod calls;
mod checks;
mod finding;
mod list;
mod machine;
mod page;
mod readings;
mod ready;
mod seen;
mod watch;

pub use alarm::{Alarm, Signs};
pub use finding::{Both, Finding, Verdict};
pub use machine::{Machine, Room};
pub use readings::Reading;
pub use ready::{Readiness, Trouble};
pub use seen::{AskTelegram, BotSeen, TelegramAsked};
pub use watch::{Lasting, News, To, Watch};

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::app::App;
use crate::config::Config;
use crate::ledger::Timestamp;
use crate::outside::Outside;
use crate::tasks::Tasks;
use crate::tls::Certificates;

/// The box, as whoever put it together knows it.
#[derive(Clone)]
pub struct Premises {
    pub config: Config,
    /// The settings file that was read, if one was.
    pub settings_file: Option<PathBuf>,
    pub outside: Outside,
    /// Why it did not open, where it did not.
    pub app: Result<App, String>,
    /// None for a box that is in memory only.
    pub folder: Option<PathBuf>,
    /// The parts that are at work; none: the box does not run.
    pub running: Option<Running>,
    /// Asks Telegram about the bot.
    pub telegram: AskTelegram,
    /// The session's cookie as it is given out by this box, without a secret in it.
    pub cookie: String,
}

/// A box at work.
#[derive(Clone)]
pub struct Running {
    pub address: SocketAddr,
    /// What its certificate calls it, where it speaks TLS itself.
    pub called: Option<String>,
    pub certificates: Certificates,
    pub tasks: Tasks,
    /// How the bot is doing; none: there is no bot.
    pub bot: Arc<dyn Fn() -> Option<BotSeen> + Send + Sync>,
    /// When it began to run.
    pub since: Instant,
}

/// Looks after one box. A cheap clone.
#[derive(Clone)]
pub struct Doctor {
    premises: Arc<Premises>,
    /// What the last look found. Held while the box is looked at: it calls itself, and many looks at once would hurry it.
    last: Arc<tokio::sync::Mutex<Option<Look>>>,
    watch: Arc<Mutex<Watch>>,
    readings: Arc<readings::Readings>,
}

/// What was found when.
struct Look {
    at: Timestamp,
    findings: Arc<[Finding]>,
}

impl fmt::Debug for Premises {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Premises").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl fmt::Debug for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Running").field("address", &self.address).finish_non_exhaustive()
    }
}

impl fmt::Debug for Doctor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Doctor").field("folder", &self.premises.folder).finish_non_exhaustive()
    }
}

impl Doctor {
    /// For how long a look suffices to whoever opens a page: opened again and again it neither wears the card nor hurries
    /// the box.
    pub const HELD: Duration = Duration::from_secs(3);

    pub fn new(premises: Premises) -> Self {
        Self {
            premises: Arc::new(premises),
            last: Arc::default(),
            watch: Arc::default(),
            readings: Arc::default(),
        }
    }

    /// Looks at everything, unless a look that is not as old as `held` found it already. Takes up to some seconds where the
    /// network does not answer; writes a few bytes to the store and takes them back, and calls the box at its own
    /// address.
    pub async fn examine(&self, held: Duration) -> Arc<[Finding]> {
        let mut last = self.last.lock().await;
        let is_recent = |look: &&Look| {
            let age = self.premises.outside.now().duration_since(look.at);
            Duration::try_from(age).is_ok_and(|age| age < held)
        };
        if let Some(look) = last.as_ref().filter(is_recent) {
            return Arc::clone(&look.findings);
        }
        let seen = seen::look(&self.premises).await;
        let findings: Arc<[Finding]> = list::ITEMS.iter().map(|item| item.find(&seen)).collect();
        // Where a look takes long, whoever waited for it has it.
        let at = self.premises.outside.now();
        *last = Some(Look { at, findings: Arc::clone(&findings) });
        findings
    }

    fn bot(&self) -> Option<BotSeen> {
        self.premises.running.as_ref().and_then(|running| (running.bot)())
    }
}

/// The worst of them.
pub fn worst(findings: &[Finding]) -> Verdict {
    findings.iter().map(|finding| finding.verdict).max().unwrap_or(Verdict::NotApplicable)
}
