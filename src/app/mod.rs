//! The verbs both doors call. Synchronous: a door hops to a blocking thread once and calls one of these.
//!
//! [`App::act`] gives a handle to what a member may touch; the verbs are its methods, one file a noun. A verb
//! that changes something does so in one write transaction together with its [`Errand`].

mod access;
mod access_token;
mod account;
mod alarms;
mod amend;
mod answer;
mod attachment;
mod audit;
mod backup;
mod bin;
mod bot_token;
mod capture;
mod category;
mod correct;
mod draft;
mod edit;
mod empty;
mod enter;
mod entrance;
mod errand;
mod export;
mod factor;
mod family;
mod farewell;
mod fault;
mod feedback;
mod find;
mod follow;
mod habits;
mod history;
mod house;
mod household;
mod ids;
mod invitation;
mod keepers;
mod kept;
mod lesson;
mod link;
mod logs;
mod member;
mod memory;
mod notify;
mod outage;
mod outcome;
mod passkey;
mod password;
mod person;
mod post;
mod rate;
mod refund;
mod repeat;
mod report;
mod reset;
mod retention;
mod sealing;
mod security;
mod seen;
mod session;
mod setup;
mod sharing;
mod signing;
mod summary;
mod tag;
mod teach;
mod text;
mod token;
mod transaction;
mod undo;
mod wallet;
mod webhook;

pub use crate::backup::{
    BackupError, KeyKind as BackupKey, Progress as BackupProgress, Step as BackupStep,
    TroubleKind as BackupTroubleKind,
};
pub use crate::error::{Error, Noun, Why};
pub use crate::logs::{
    Asked as LogAsked, Level as LogLevel, Line as LogLine, Page as LogPage, Place as LogPlace,
};
pub use crate::picture::MOST_BYTES as MOST_PICTURE_BYTES;
pub use access::{Acting, Adult, Keeper, Owner};
pub use access_token::{ACCESS_TOKEN_LIFE, AccessToken, Granted};
pub use amend::{Amendment, NewLine, Put};
pub use audit::{AuditEntry, AuditFilter, AuditPlace, Event};
pub use backup::{BackupCopy, BackupNews, BackupSeen, BackupState, BackupTrouble, ProvenBackup, Tended};
pub use bin::{BinPlace, Binned};
pub use capture::MessageRef;
pub use category::{CategoryChange, NewCategory};
pub use draft::DraftFix;
pub use entrance::{Admitted, Guest, Recognised, SignedIn};
pub use errand::{About, Errand, Message, Once};
pub use export::{Export, Whose};
pub use factor::{AccountSeen, FactorOffer, RecoveryCodes};
pub use farewell::{AskedFor, Deleted, FarewellNews, GRACE, Going, Goings, NewsKind, Receipt};
pub use fault::{BrowserError, Caught, Fault, FaultId, MetIn, Mishap};
pub use feedback::{Feedback, FeedbackChange, Mood, NewFeedback};
pub use find::{
    Filter, Finding, Flows, FoundPlace, Hit, Listed, Marks, Means, Paging, Part, Sort, Suggested, Suggestion,
    Totals,
};
pub use history::{Difference, PartSeen, Past};
pub use house::{Count, HouseState, MOST_COUNTED, StoreMeasured, StoreState};
pub use household::{HouseholdChange, Membership};
pub use invitation::{Invited, NewInvitation, Newcomer, Offer};
pub use link::{Link, LinkCode, TelegramAccount};
pub use member::MemberChange;
pub use memory::Memory;
pub use notify::{
    Came, NewSubscription, NoticeDue, NoticeWishes, PushKey, PushOptions, SubscriptionSeen, Tidings,
    WishesChange,
};
pub use outage::{Outage, OutageNews};
pub use outcome::{
    Answer, CategorySeen, CategoryTotal, DraftSeen, DraftWallets, Followed, Happened, Heard, LessonSeen,
    LinkNews, MonthlySum, OtherSums, Outcome, Page, Place, Recorded, Seen, Summary, Sums, TagSeen,
    WalletSeen,
};
pub use passkey::{PASSKEY_PATIENCE, PasskeyOffer, PasskeyQuestion, PasskeySeen};
pub use password::hash as hash_password;
pub use post::{DeadLetter, Due, Post};
pub use refund::{Links, Refunded};
pub use repeat::{Call, Earlier};
pub use report::{
    Against, CalendarDay, CategoryAgainst, CategoryTrend, Comparison, Counts, Divided, Figure, Frequent,
    Large, Named, NetWorth, Over, Point, Report, Row, Rows, Sides, SpendingCalendar, Trend, Unusual,
    WalletWorth, WorthPoint,
};
pub use reset::{MemberListed, ResetLink, ResetOffer};
pub use retention::Retention;
pub use sealing::{NoSeal, seal_of};
pub use security::{Origin, SecurityEvent, SecurityKind, SecurityOutcome};
pub use session::{Session, SessionSeen};
pub use setup::{NewHousehold, OpeningWallet, SetupCode};
pub use signing::SigningKeySeen;
pub use token::{MadeToken, NewToken, TOKEN_PREFIX, TokenSeen};
pub use wallet::{NewWallet, Statement, Statements, WalletChange};
pub use webhook::{
    Attempt, Called, Delivery, DeliveryState, HOOK_BROKEN, HookCall, HookEvent, MadeWebhook, Pause, Reach,
    WebhookChange, WebhookSeen,
};

use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::backup::{Backups, Plan};
use crate::ledger::Permille;
use crate::logs::Logs;
use crate::metrics::Metrics;
use crate::outside::Outside;
use crate::seal::Seal;
use crate::search::Search;
use crate::store::Store;

/// The family's box without its doors. A cheap clone.
#[derive(Debug, Clone)]
pub struct App {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    store: Store,
    search: Search,
    outside: Outside,
    options: Options,
    seal: Seal,
    habits: habits::Cache,
    /// What was asked of passkeys, and not answered yet.
    questions: passkey::Questions,
    /// Held while a picture is unpacked.
    studio: Mutex<()>,
    /// Rung when a message to a chat was queued.
    bell: Arc<tokio::sync::Notify>,
    backups: backup::Desk,
    faults: fault::Nets,
    pulse: outage::Pulse,
    /// Moves when the bot was given a token, or lost it.
    bot_token: tokio::sync::watch::Sender<u64>,
    metrics: Metrics,
    acknowledged: alarms::Acknowledged,
}

/// What the owner may set.
#[derive(Debug, Clone)]
pub struct Options {
    /// For a new household: a capture at or above it is recorded without asking.
    pub threshold: Permille,
    /// How long a draft waits for its yes.
    pub draft_life: Duration,
    /// How long a link to a Telegram account, or to the set-up page, works.
    pub link_life: Duration,
    /// A session ends after so long without use …
    pub session_idle: Duration,
    /// … and after so long whatever its use.
    pub session_absolute: Duration,
    /// How costly a password is to guess: bcrypt's cost, 4 to 31.
    pub password_cost: u32,
    /// How far calls to the family's programs may reach.
    pub reach: Reach,
    /// How notices to members' devices may be sent.
    pub push: PushOptions,
    /// How backups are made; none: not at all, as for a box in memory.
    pub backup: Option<Plan>,
    /// Whether each backup also goes into the keepers' chats.
    pub telegram_copy: bool,
    /// The owners are told of an absence when the box has been up for so long: by then its clock has been set.
    pub outage_patience: Duration,
    /// Where the box's log lies; none: it is in no files.
    pub logs: Option<Logs>,
}

impl Default for Options {
    fn default() -> Self {
        const DAY: Duration = Duration::from_hours(24);
        Self {
            threshold: Permille::new(850),
            draft_life: 2 * DAY,
            link_life: Duration::from_mins(30),
            session_idle: 30 * DAY,
            session_absolute: 180 * DAY,
            password_cost: 12,
            reach: Reach::default(),
            push: PushOptions::default(),
            backup: None,
            telegram_copy: false,
            outage_patience: Duration::from_mins(3),
            logs: None,
        }
    }
}

impl App {
    /// A box whose sealed secrets can be read as long as this process lives: for one in memory.
    pub fn new(store: Store, search: Search, outside: Outside, options: Options) -> Self {
        let seal = Seal::passing(&outside);
        Self::sealed_by(seal, store, search, outside, options)
    }

    /// A box whose secrets are sealed with this key.
    pub fn sealed_by(
        seal: Seal,
        store: Store,
        search: Search,
        outside: Outside,
        mut options: Options,
    ) -> Self {
        let backups = options.backup.take().map(|plan| Backups::new(plan, outside.clone()));
        Self {
            inner: Arc::new(Inner {
                store,
                search,
                outside,
                options,
                seal,
                habits: habits::Cache::default(),
                questions: passkey::Questions::default(),
                studio: Mutex::default(),
                bell: Arc::default(),
                backups: backup::Desk::new(backups),
                faults: fault::Nets::default(),
                pulse: outage::Pulse::default(),
                bot_token: tokio::sync::watch::Sender::new(0),
                metrics: Metrics::default(),
                acknowledged: alarms::Acknowledged::default(),
            }),
        }
    }

    /// The newest durable change's position, to wait on.
    pub fn head(&self) -> tokio::sync::watch::Receiver<u64> {
        self.inner.store.head()
    }

    /// A number that is another one after every write to the store, while the box runs.
    pub fn moved(&self) -> u64 {
        self.inner.store.moved()
    }

    pub fn outside(&self) -> &Outside {
        &self.inner.outside
    }

    /// What is counted and timed.
    pub fn metrics(&self) -> &Metrics {
        &self.inner.metrics
    }

    pub fn options(&self) -> &Options {
        &self.inner.options
    }

    fn store(&self) -> &Store {
        &self.inner.store
    }
}
