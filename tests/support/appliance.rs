//! A real box on this machine: a real listener on a free port, a store in memory, and a clock that tests move.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use catatduit::app::{App, Call, Errand, Guest, Once, Options, PushOptions, Reach, TelegramAccount};
use catatduit::appliance::{Appliance, STORE_FILE};
use catatduit::backup::Plan;
use catatduit::bot;
use catatduit::config::{Config, Given, TelegramMode};
use catatduit::ledger::{
    Act, Channel, Currency, Cycle, Fact, Household, HouseholdId, Language, Member, MemberId, Permille, Role,
    Sharing, Timestamp, Wallet, WalletId, WalletKind, Zone,
};
use catatduit::logs::Logs;
use catatduit::outside::Outside;
use catatduit::seal::Seal;
use catatduit::search::Search;
use catatduit::store::{Disk, Look, NewChange, OpenError, Session, Store, StoreError, StoreOptions};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::client::Client;
use super::fake_telegram::FakeTelegram;

pub(crate) struct TestAppliance {
    appliance: Appliance,
    pub(crate) store: Store,
    pub(crate) clock: Clock,
}

/// Quick enough for a test, and still with an order to keep.
const QUICK: bot::Limits = bot::Limits {
    per_chat: Duration::from_millis(5),
    per_group: 1000,
    group_window: Duration::from_secs(1),
    per_second: 1000,
};

/// Parts that a family's first backup is cut into several of.
const SMALL: bot::Copies = bot::Copies { every: Duration::from_millis(50), part_bytes: 2_000 };

/// Sunday, 22 November 2026, ten in the morning in Jakarta.
const BEGINNING: &str = "2026-11-22T03:00:00Z";

/// The clock of one box.
#[derive(Debug, Clone)]
pub(crate) struct Clock(Arc<AtomicI64>);

impl Clock {
    pub(crate) fn new() -> Self {
        Self::at(BEGINNING.parse().unwrap())
    }

    pub(crate) fn at(beginning: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(beginning.as_millisecond())))
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap()
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.0.fetch_add(i64::try_from(by.as_millis()).unwrap(), Ordering::SeqCst);
    }

    pub(crate) fn set_back(&self, by: Duration) {
        self.0.fetch_sub(i64::try_from(by.as_millis()).unwrap(), Ordering::SeqCst);
    }

    pub(crate) fn outside(&self) -> Outside {
        let clock = self.clone();
        Outside::real().unwrap().with_clock(move || clock.now())
    }
}

/// Where a box keeps what it knows, and what it was told.
#[derive(Default)]
pub(crate) struct Setting {
    folder: Option<PathBuf>,
    disk: Option<Arc<dyn Disk>>,
    told: BTreeMap<String, String>,
    draft_life: Option<Duration>,
    backup: Option<Plan>,
    logs: Option<PathBuf>,
    impatient: bool,
    outside: Option<Outside>,
    watch: Option<Duration>,
}

impl Setting {
    /// On a file in this folder, so that the box can be started again.
    pub(crate) fn in_folder(mut self, folder: &Path) -> Self {
        self.folder = Some(folder.to_owned());
        self
    }

    /// On a disk that may misbehave.
    pub(crate) fn on_disk(mut self, disk: Arc<dyn Disk>) -> Self {
        self.disk = Some(disk);
        self
    }

    /// One of the settings, by the name of its environment variable without what all begin with: `PUBLIC_URL`.
    pub(crate) fn told(mut self, key: &str, value: &str) -> Self {
        self.told.insert(format!("CATATDUIT_{key}"), value.to_owned());
        self
    }

    /// With a bot at this Telegram.
    pub(crate) fn telegram(self, fake: &FakeTelegram) -> Self {
        let mode = self.told("TELEGRAM_MODE", "polling").told("TELEGRAM_API_BASE", &fake.base);
        mode.told("TELEGRAM_BOT_TOKEN", FakeTelegram::TOKEN)
    }

    /// It looks at itself many times a second.
    pub(crate) fn watchful(mut self) -> Self {
        self.watch = Some(Duration::from_millis(20));
        self
    }

    /// A draft that nobody settles is forgotten after so long.
    pub(crate) fn draft_life(mut self, life: Duration) -> Self {
        self.draft_life = Some(life);
        self
    }

    /// With backups; a box in memory has none otherwise.
    pub(crate) fn keeping_backups(mut self, plan: Plan) -> Self {
        self.backup = Some(plan);
        self
    }

    /// With its log in this folder; a box in memory has none otherwise.
    pub(crate) fn logging_into(mut self, folder: &Path) -> Self {
        self.logs = Some(folder.to_owned());
        self
    }

    /// Believes its clock at once.
    pub(crate) fn impatient(mut self) -> Self {
        self.impatient = true;
        self
    }

    /// In another world than the clock's: with other addresses, or with the real time.
    pub(crate) fn outside(mut self, outside: Outside) -> Self {
        self.outside = Some(outside);
        self
    }

    pub(crate) async fn start(mut self, clock: &Clock) -> TestAppliance {
        // The clock stands still here, so nobody would ever be let in again.
        for key in ["LIMITS_API_BURST", "LIMITS_PAGES_BURST", "LIMITS_WEBHOOK_BURST", "LIMITS_CHAT_BURST"] {
            self.told.entry(format!("CATATDUIT_{key}")).or_insert_with(|| "60000".to_owned());
        }
        let local = Given { key: "listen".into(), value: "127.0.0.1:0".into(), flag: "test".into() };
        let config = Config::load(None, &self.told, &[local]).unwrap().config;
        let store = match (self.folder, self.disk) {
            (Some(folder), _) => open_when_free(&folder.join(STORE_FILE)).await,
            (None, Some(disk)) => Store::on(disk, StoreOptions::default()).unwrap(),
            (None, None) => Store::in_memory().unwrap(),
        };
        // Hashing a password takes its time by design; here nobody guesses.
        let reach = Reach { home: config.webhooks.home_network, own: config.webhooks.this_machine };
        let push = PushOptions { private: config.push.private_services };
        let logs = self.logs.map(Logs::in_folder);
        let usual =
            Options { password_cost: 4, reach, push, backup: self.backup, logs, ..Options::default() };
        let outage_patience = if self.impatient { Duration::ZERO } else { usual.outage_patience };
        let telegram_copy = config.backup.telegram_copy;
        let usual = Options { outage_patience, telegram_copy, ..usual };
        let options = Options { draft_life: self.draft_life.unwrap_or(usual.draft_life), ..usual };
        // The same key after a restart, as a real box has.
        let (seal, search) = (Seal::new(&[7; 32]), Search::in_memory().unwrap());
        let outside = self.outside.unwrap_or_else(|| clock.outside());
        let app = App::sealed_by(seal, store.clone(), search, outside, options);
        let usual = bot::Options::new(TelegramMode::Polling, None, config.limits);
        let watch = self.watch.unwrap_or(usual.watch);
        let tempo = bot::Options { limits: QUICK, copies: SMALL, watch, ..usual };
        let mut appliance = Appliance::on(app, config, tempo).await.unwrap();
        appliance.start();
        TestAppliance { appliance, store, clock: clock.clone() }
    }
}

/// A box that was just stopped in this very process may have a last reader on another thread.
async fn open_when_free(path: &Path) -> Store {
    for _ in 0..500 {
        match Store::open(path, StoreOptions::default()) {
            Err(OpenError::InUse) => tokio::time::sleep(Duration::from_millis(10)).await,
            opened => return opened.unwrap(),
        }
    }
    panic!("the box before never let go of its store");
}

impl TestAppliance {
    /// A box that nobody has set up.
    pub(crate) async fn new() -> Self {
        Setting::default().start(&Clock::new()).await
    }

    /// A box with a family, set up through its front door, and its owner: Ayah, with Rp500.000 in cash, Rp250.000
    /// in GoPay and Rp5.000.000 at BCA.
    pub(crate) async fn family() -> (Self, Client) {
        let this = Self::new().await;
        let owner = this.set_up().await;
        (this, owner)
    }

    pub(crate) const PASSWORD: &'static str = "kucing makan ikan";

    /// Sets the box up as [`TestAppliance::family`] says.
    pub(crate) async fn set_up(&self) -> Client {
        let mut client = self.client();
        let answer = client.post("/api/v1/setup", &self.set_up_form()).await;
        answer.is(201);
        client.take_cookie(&answer);
        client
    }

    /// A form that sets the box up, with a fresh code.
    pub(crate) fn set_up_form(&self) -> Value {
        json!({
            "code": self.app().setup_code().unwrap().code,
            "household": "Keluarga Uji",
            "zone": "Asia/Jakarta",
            "owner": "Ayah",
            "password": Self::PASSWORD,
            "language": "id",
            "wallets": [
                {"template": "Cash", "balance": 500_000},
                {"template": "GoPay", "balance": 250_000},
                {"template": "BCA", "balance": 5_000_000},
            ],
        })
    }

    /// Leaves the mark of a call that was done, as a power cut before its answer was kept does.
    pub(crate) fn mark(&self, client: &Client, call: Call) {
        let session = self.app().session(client.secret(), &Guest::from(Channel::Api)).unwrap();
        let acting = self.app().act(&session.ctx).unwrap();
        acting.with(Errand::default().once(Once::Call(call))).tell(Vec::new()).unwrap();
    }

    pub(crate) fn app(&self) -> &App {
        self.appliance.app()
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.appliance.address()
    }

    pub(crate) fn appliance(&self) -> &Appliance {
        &self.appliance
    }

    /// Somebody without a session.
    pub(crate) fn client(&self) -> Client {
        Client::new(self.app().outside().http().clone(), format!("http://{}", self.address()))
    }

    /// Another member of the only household, signed in; a child with a wallet of their own.
    pub(crate) fn member(&self, name: &str, role: Role) -> Client {
        let household = self.store.read(Look::households).unwrap().remove(0);
        self.join(&household, name, role)
    }

    /// The owner of another household on the same box, with one wallet, signed in.
    pub(crate) fn neighbour(&self) -> Client {
        let now = self.clock.now();
        let household = Household {
            // They came after the family.
            id: HouseholdId::compose(now.as_millisecond() + 1, chance()),
            name: "Tetangga".to_owned(),
            zone: Zone::named("Asia/Jayapura").unwrap(),
            currency: Currency::IDR,
            cycle: Cycle::Calendar,
            threshold: Permille::new(850),
            created: now,
            version: 1,
        };
        let wallet = self.wallet(household.id, "Cash", None);
        self.append(
            household.id,
            Act::SetUp,
            vec![
                Fact::Household { before: None, after: household.clone() },
                Fact::Wallet { before: None, after: wallet },
            ],
        );
        self.join(&household, "Tetangga", Role::Owner)
    }

    /// Links a Telegram account to whom this client is; gives the link's id.
    pub(crate) async fn link_telegram(&self, client: &Client, user: i64) -> String {
        let made = client.act("/api/v1/telegram/link").await.is(201);
        let account = TelegramAccount { user, name: Some(format!("@akun{user}")) };
        self.app().follow_link(made["code"].as_str().unwrap(), &account, Errand::default()).unwrap();
        let links = client.get("/api/v1/telegram/links").await.is(200);
        let mut items = links["items"].as_array().unwrap().iter();
        items.find(|link| link["name"] == format!("@akun{user}")).unwrap()["id"].as_str().unwrap().to_owned()
    }

    fn wallet(&self, household: HouseholdId, name: &str, holder: Option<MemberId>) -> Wallet {
        Wallet {
            id: WalletId::compose(self.clock.now().as_millisecond(), chance()),
            household,
            name: name.to_owned(),
            kind: WalletKind::Cash,
            currency: Currency::IDR,
            colour: "#2E7D32".to_owned(),
            aliases: Vec::new(),
            order: 0,
            archived: false,
            removed: false,
            sharing: Sharing { holder, ..Sharing::default() },
            card: None,
            version: 1,
        }
    }

    fn join(&self, household: &Household, name: &str, role: Role) -> Client {
        let now = self.clock.now();
        let id = MemberId::compose(now.as_millisecond(), chance());
        let member = Member {
            id,
            account: id,
            household: household.id,
            name: name.to_owned(),
            role,
            language: Language::Indonesian,
            default_wallet: None,
            created: now,
            removed: None,
            version: 1,
        };
        let own = (role == Role::Child).then(|| self.wallet(household.id, "Dompet Anak", Some(id)));
        let own = own.map(|after| Fact::Wallet { before: None, after });
        let facts = std::iter::once(Fact::Member { before: None, after: member }).chain(own).collect();
        self.append(household.id, Act::Join, facts);
        let secret = format!("secret-of-{id}");
        let session = Session {
            token_hash: Sha256::digest(secret.as_bytes()).into(),
            member: id,
            created: now,
            last_used: now,
            expires: now + jiff::SignedDuration::from_hours(24 * 30),
            address: None,
            device: None,
        };
        self.store
            .write(move |pen| {
                pen.put_session(&session)?;
                Ok::<_, StoreError>(())
            })
            .unwrap();
        let mut client = self.client();
        client.hold(&secret);
        client
    }

    fn append(&self, household: HouseholdId, act: Act, facts: Vec<Fact>) {
        let at = self.clock.now();
        self.store
            .write(move |pen| {
                let channel = Channel::Box;
                pen.append(NewChange { household, at, member: None, channel, act, facts: facts.clone() })?;
                Ok::<_, StoreError>(())
            })
            .unwrap();
    }

    /// Stops the box as its owner would, and waits for that.
    pub(crate) async fn stop(self) {
        self.appliance.tasks().shutdown(Duration::from_secs(10)).await;
    }
}

impl Drop for TestAppliance {
    fn drop(&mut self) {
        self.appliance.tasks().stopping().cancel();
    }
}

/// Ten bytes that no other call gives.
fn chance() -> [u8; 10] {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    let mut bytes = [0; 10];
    bytes[2..].copy_from_slice(&COUNT.fetch_add(1, Ordering::SeqCst).to_be_bytes());
    bytes
}
