//! A family's box with its bot, beside a fake Telegram.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use catatduit::app::{Acting, App, NewHousehold, OpeningWallet, Options as AppOptions, Origin, Seen};
use catatduit::bot::client::{Client, Token};
use catatduit::bot::{Bot, Limits, Options};
use catatduit::config::{self, TelegramMode};
use catatduit::ctx::Ctx;
use catatduit::ledger::{Act, Channel, Fact, HouseholdId, Language, Member, MemberId, Role, Timestamp, Zone};
use catatduit::outside::Outside;
use catatduit::search::Search;
use catatduit::store::{Chat, ChatKind, NewChange, Store, StoreError};
use catatduit::tasks::Tasks;

use crate::support::fake_telegram::{FakeTelegram, Person, Room, SARI};

/// Runs until dropped; everything but the fake can be started anew on the same store.
pub(crate) struct Home {
    pub(crate) fake: FakeTelegram,
    pub(crate) app: App,
    pub(crate) bot: Bot,
    pub(crate) owner: MemberId,
    store: Store,
    ahead_ms: Arc<AtomicI64>,
    options: Options,
    tasks: Tasks,
}

/// Quick enough for a test, and still with an order to keep.
pub(crate) const QUICK: Limits = Limits {
    per_chat: Duration::from_millis(5),
    per_group: 1000,
    group_window: Duration::from_secs(1),
    per_second: 1000,
};

pub(crate) fn options() -> Options {
    Options {
        limits: QUICK,
        poll_wait: Duration::from_secs(20),
        first_check: Duration::from_millis(80),
        check: Duration::from_millis(80),
        retry_webhook: Duration::from_millis(300),
        ..Options::new(TelegramMode::Polling, None, PATIENT)
    }
}

/// More than any story says at once.
const PATIENT: config::Limits = config::Limits {
    api_per_second: 1_000,
    api_burst: 1_000,
    pages_per_second: 1_000,
    pages_burst: 1_000,
    webhook_per_second: 1_000,
    webhook_burst: 1_000,
    chat_per_minute: 1_000,
    chat_burst: 1_000,
};

impl Home {
    /// Sari's family, linked to her Telegram account, with Rp250.000 in GoPay and some cash; polling.
    pub(crate) async fn new() -> Self {
        let home = Self::unlinked(options()).await;
        home.link(SARI).await;
        home
    }

    pub(crate) async fn unlinked(options: Options) -> Self {
        Self::beside(FakeTelegram::start().await, options, |_| ())
    }

    /// Beside a Telegram that was made to look in some way before the box starts.
    pub(crate) fn beside(fake: FakeTelegram, options: Options, prepare: impl FnOnce(&FakeTelegram)) -> Self {
        prepare(&fake);
        Self::on(Store::in_memory().unwrap(), fake, options)
    }

    /// On a store of the test's own.
    pub(crate) fn on(store: Store, fake: FakeTelegram, options: Options) -> Self {
        let ahead_ms = Arc::new(AtomicI64::new(0));
        let app = app(&store, &ahead_ms);
        let wallet = |name: &str, balance| OpeningWallet { name: name.to_owned(), balance };
        let family = NewHousehold {
            household: "Keluarga Sari".to_owned(),
            zone: Zone::named("Asia/Jakarta").unwrap(),
            owner: "Sari".to_owned(),
            password: "kopi susu gula aren".to_owned(),
            language: Language::Indonesian,
            wallets: vec![wallet("Cash", 100_000), wallet("GoPay", 250_000), wallet("BCA", 5_000_000)],
        };
        let owner = app.set_up(None, &family, &Origin::default()).unwrap().member.id;
        let (bot, tasks) = start(&app, &fake, &options);
        Self { fake, app, bot, owner, store, ahead_ms, options, tasks }
    }

    /// Follows a deep link, as a member does from the web app.
    pub(crate) async fn link(&self, person: Person) {
        let code = self.owner().link_code().unwrap().code;
        self.fake.say(Room::Private(person), person, &format!("/start {code}"));
        self.fake.until_shown(Room::Private(person), "tersambung").await;
        // The member's other accounts are told as well.
        self.until_waiting(0).await;
    }

    /// Adds a member to the family and links their account.
    pub(crate) fn join(&self, person: Person, role: Role, language: Language) -> MemberId {
        let mut seed = [7; 16];
        seed[..8].copy_from_slice(&person.id.to_be_bytes());
        let id = MemberId::from_bytes(seed);
        let (at, household) = (self.now(), self.household());
        let member = Member {
            id,
            account: id,
            household,
            name: person.name.to_owned(),
            role,
            language,
            default_wallet: None,
            created: at,
            removed: None,
            version: 1,
        };
        let act = move |pen: &mut catatduit::store::Pen<'_>| -> Result<(), StoreError> {
            let facts = vec![Fact::Member { before: None, after: member.clone() }];
            pen.append(NewChange {
                household,
                at,
                member: None,
                channel: Channel::Box,
                act: Act::Join,
                facts,
            })?;
            pen.put_chat(&Chat {
                chat: person.id,
                kind: ChatKind::Private,
                household,
                member: id,
                linked: at,
                name: None,
            })
        };
        self.store.write(act).unwrap();
        id
    }

    pub(crate) fn owner(&self) -> Acting {
        self.acting(self.owner)
    }

    pub(crate) fn acting(&self, member: MemberId) -> Acting {
        self.app.act(&Ctx { member, now: self.now(), channel: Channel::Telegram }).unwrap()
    }

    fn household(&self) -> HouseholdId {
        self.owner().household().id
    }

    fn now(&self) -> Timestamp {
        self.app.outside().now()
    }

    /// The box's clock jumps ahead.
    pub(crate) fn pass(&self, time: Duration) {
        self.ahead_ms.fetch_add(i64::try_from(time.as_millis()).unwrap(), Ordering::SeqCst);
    }

    /// Live records that somebody chatted, newest first: without the wallets' opening balances.
    pub(crate) fn records(&self) -> Vec<Seen> {
        let all = self.owner().transactions(None, None, None, 1000).unwrap().items;
        all.into_iter().filter(|seen| seen.transaction.source.text.is_some()).collect()
    }

    /// The live records as `amount description wallet`, oldest first.
    pub(crate) fn ledger(&self) -> Vec<String> {
        let line = |seen: &Seen| {
            let transaction = &seen.transaction;
            let amount = transaction.amount().unwrap().minor();
            format!("{amount} {} {}", transaction.description(), seen.wallet.wallet.name)
        };
        let mut lines: Vec<String> = self.records().iter().map(line).collect();
        lines.reverse();
        lines
    }

    pub(crate) fn balance(&self, wallet: &str) -> i64 {
        let wallets = self.owner().wallets().unwrap();
        wallets.iter().find(|seen| seen.wallet.name == wallet).unwrap().balance.minor()
    }

    /// Everything about people and messages that the store holds, for comparing.
    pub(crate) fn dump(&self) -> String {
        let dead = self.app.post().dead(100).unwrap();
        let waiting = self.app.post().waiting(100).unwrap();
        let journal = *self.app.head().borrow();
        let known = [SARI.id, 6666].map(|id| self.app.telegram_member(id).unwrap().map(|ctx| ctx.member));
        let household = self.household();
        let chats = self.store.read(|look| look.chats(household)).unwrap();
        format!("{dead:?} {waiting} {journal} {known:?} {chats:?}")
    }

    /// Waits until only so many messages wait in the outgoing queue.
    pub(crate) async fn until_waiting(&self, count: usize) {
        let only = |_: &FakeTelegram| (self.app.post().waiting(100).unwrap() == count).then_some(());
        self.fake.until(&format!("{count} waiting messages"), only).await;
    }

    /// Whether the store knows of an update of Telegram, which is its source number 1.
    pub(crate) fn has_seen(&self, update: i64) -> bool {
        let update = u64::try_from(update).unwrap();
        self.store.read(|look| look.update_seen(1, update)).unwrap()
    }

    /// The box stops, gracefully or not, and starts again on what it kept.
    pub(crate) async fn restart(&mut self) {
        self.stop().await;
        self.start_again();
    }

    pub(crate) async fn stop(&self) {
        self.tasks.shutdown(Duration::from_secs(5)).await;
    }

    pub(crate) fn start_again(&mut self) {
        self.app = app(&self.store, &self.ahead_ms);
        (self.bot, self.tasks) = start(&self.app, &self.fake, &self.options);
    }
}

fn app(store: &Store, ahead_ms: &Arc<AtomicI64>) -> App {
    let real = Outside::real().unwrap();
    let (clock, ahead) = (real.clone(), Arc::clone(ahead_ms));
    let outside = real.with_clock(move || {
        let now = clock.now().as_millisecond() + ahead.load(Ordering::SeqCst);
        Timestamp::from_millisecond(now).unwrap()
    });
    App::new(
        store.clone(),
        Search::in_memory().unwrap(),
        outside,
        AppOptions { password_cost: 4, ..AppOptions::default() },
    )
}

fn start(app: &App, fake: &FakeTelegram, options: &Options) -> (Bot, Tasks) {
    let token = Token::new(FakeTelegram::TOKEN).unwrap();
    let client = Client::new(app.outside().http().clone(), &fake.base, token);
    let bot = Bot::new(app.clone(), client, options.clone()).unwrap();
    let tasks = Tasks::default();
    bot.start(&tasks);
    (bot, tasks)
}
