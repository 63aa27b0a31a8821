//! The household that is measured, and the box that serves it.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use catatduit::app::{App, Options};
use catatduit::appliance::Appliance;
use catatduit::bot;
use catatduit::config::{Config, Given, TelegramMode};
use catatduit::ledger::{
    Act, Channel, Day, Fact, HouseholdId, Member, MemberId, Month, Movement, Role, Transaction,
    TransactionId, Wallet, WalletId,
};
use catatduit::outside::Outside;
use catatduit::search::Search;
use catatduit::store::{Look, NewChange, Store, StoreError, StoreOptions, TransactionFilter};
use poem::http::{Method, StatusCode};
use reqwest::RequestBuilder;
use serde_json::{Value, json};

use super::common::{Size, TODAY, say};

/// The made-up family has 4 members and 8 wallets; these join them.
const MEMBERS: [&str; 2] = ["Eyang", "Bi Inah"];
const WALLETS: [&str; 4] = ["Jago", "SeaBank", "Kas Warung", "LinkAja"];
/// Of each day's records, the newcomers make and hold so many copies.
const OF_EACH_DAY: usize = 2;

/// A store of one of the sizes, copied so that it may be changed.
pub(crate) struct Household {
    /// Gone with it.
    _folder: tempfile::TempDir,
    store: Store,
    search: Search,
}

/// What questions are filled in from.
pub(crate) struct Known(BTreeMap<&'static str, Vec<String>>);

/// A box that answers.
pub(crate) struct Serving {
    pub(crate) known: Known,
    appliance: Appliance,
    outside: Outside,
    cookie: String,
}

impl Household {
    pub(crate) fn of(size: Size) -> Self {
        let (folder, file) = size.copy();
        let options = StoreOptions { cache_bytes: 512 * 1024 * 1024 };
        let store = Store::open(&file, options).expect("the store");
        let recorded = grow(&store);
        drop(store);
        say(format_args!("{}: {recorded} records of newcomers", size.name));
        // As the box opens it.
        let store = Store::open(&file, StoreOptions::default()).expect("the store");
        let index = folder.path().join(catatduit::appliance::SEARCH_FOLDER);
        let search = Search::open(index).expect("the index");
        search.catch_up(&store).expect("an index that caught up");
        Self { _folder: folder, store, search }
    }

    /// The box, with its owner signed in.
    pub(crate) async fn serve(&self) -> Serving {
        let noon = format!("{TODAY}T05:00:00Z").parse().expect("a moment");
        let outside = Outside::real().expect("a network client").with_clock(move || noon);
        let app = App::new(self.store.clone(), self.search.clone(), outside.clone(), Options::default());
        let given =
            |key: &str, value: &str| Given { key: key.into(), value: value.into(), flag: "bench".into() };
        // The clock stands still here, so a limit that was reached would never be lifted.
        let told = [given("listen", "127.0.0.1:0"), given("limits.pages_burst", "60000")];
        let config = Config::load(None, &BTreeMap::new(), &told).expect("the settings").config;
        let tempo = bot::Options::new(TelegramMode::Off, None, config.limits);
        let mut appliance = Appliance::on(app, config, tempo).await.expect("a box");
        appliance.start();
        let body = json!({ "name": "Ayah", "password": "kucing oranye" });
        let url = format!("http://{}/api/v1/session", appliance.address());
        let answer = outside.http().post(url).json(&body).send().await.expect("an answer");
        assert!(answer.status().is_success(), "signing in: {}", answer.status());
        let cookie = answer.headers().get("set-cookie").and_then(|cookie| cookie.to_str().ok());
        let cookie = cookie.and_then(|text| text.split(';').next()).expect("a cookie").to_owned();
        let known = Known::of(&self.store);
        let mut serving = Serving { known, appliance, outside, cookie };
        serving.furnish().await;
        serving
    }
}

impl Serving {
    /// What no family of the demo has: a picture, a card with its days, rates, tags, a key, a place that is offered.
    async fn furnish(&mut self) {
        let newest = self.known.0["{transaction}"].clone();
        let mut picture = std::io::Cursor::new(Vec::new());
        let drawn = image::RgbImage::from_fn(1_200, 1_600, |x, y| image::Rgb([x, y, x ^ y].map(low_byte)));
        drawn.write_to(&mut picture, image::ImageFormat::Jpeg).expect("a picture");
        let path = format!("/api/v1/transactions/{}/attachments", newest[0]);
        let request = self.request(Method::POST, &path).header("content-type", "image/jpeg");
        let added = answer(request.body(picture.into_inner())).await;
        for id in newest.iter().take(100) {
            let path = format!("/api/v1/transactions/{id}");
            answer(self.request(Method::PATCH, &path).json(&json!({ "tags": ["mudik"] }))).await;
        }
        // A page of the trash is as full in a small family as in a large one.
        for id in newest.iter().skip(100).take(60) {
            answer(self.request(Method::DELETE, &format!("/api/v1/transactions/{id}"))).await;
        }
        self.known.0.insert("{transaction}", newest[..100].to_vec());
        let card = json!({ "name": "Visa", "kind": "card" });
        let card = answer(self.request(Method::POST, "/api/v1/wallets").json(&card)).await;
        let card = text(&card["wallet"]["id"]);
        let days = json!({ "statement_day": 20, "due_day": 5 });
        answer(self.request(Method::PUT, &format!("/api/v1/wallets/{card}/card")).json(&days)).await;
        for month in self.known.0["{first}"].clone() {
            let worth = json!({ "micros": 16_250_500_000_u64 });
            answer(self.request(Method::PUT, &format!("/api/v1/rates/USD/{month}")).json(&worth)).await;
        }
        let key = json!({ "name": "skrip", "scope": "read" });
        answer(self.request(Method::POST, "/api/v1/tokens").json(&key)).await;
        let place = json!({ "role": "adult", "wallets": [] });
        let invited = answer(self.request(Method::POST, "/api/v1/invitations").json(&place)).await;
        // Nobody listens there, and nothing happens that it would be told of.
        let hook = json!({ "url": "http://localhost:9/kabar", "acts": ["void"] });
        let hook = answer(self.request(Method::POST, "/api/v1/webhooks").json(&hook)).await;
        let me = answer(self.request(Method::GET, "/api/v1/session")).await;
        let name = json!({ "name": me["household"]["name"] });
        let asked = answer(self.request(Method::POST, "/api/v1/deletion/household").json(&name)).await;
        let members = answer(self.request(Method::GET, "/api/v1/members")).await;
        let members = members["items"].as_array().expect("members");
        let other = members.iter().find(|member| member["role"] != "owner").expect("a member");
        let path = format!("/api/v1/members/{}/reset", text(&other["id"]));
        let reset = answer(self.request(Method::POST, &path)).await;
        let members = members.iter().map(|member| text(&member["id"]));
        self.known.0.extend([
            ("{picture}", vec![text(&added["transaction"]["attachments"][0])]),
            ("{card}", vec![card]),
            ("{reset}", vec![text(&reset["code"])]),
            ("{webhook}", vec![text(&hook["webhook"]["id"])]),
            ("{receipt}", vec![text(&asked["receipt"])]),
            ("{member}", members.collect()),
            ("{code}", vec![text(&invited["code"])]),
            ("{slug}", vec!["makanan".to_owned(), "belanja".to_owned()]),
        ]);
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("http://{}{path}", self.appliance.address());
        self.outside.http().request(method, url).header("cookie", &self.cookie)
    }

    /// Asks, and gives how long the whole answer took: of events and archives, its beginning.
    pub(crate) async fn ask(&self, address: &str) -> (StatusCode, Duration) {
        let request = self.request(Method::GET, address);
        let began = Instant::now();
        let mut answer = request.send().await.expect("an answer");
        let head_took = began.elapsed();
        let is = |kind: &str| answer.headers().get("content-type").is_some_and(|own| own == kind);
        let (is_stream, is_archive) = (is("text/event-stream"), is("application/zip"));
        // The next archive is made when this one is sent.
        while !is_stream && answer.chunk().await.expect("the rest of it").is_some() {}
        (answer.status(), if is_stream || is_archive { head_took } else { began.elapsed() })
    }

    pub(crate) async fn stop(self) {
        self.appliance.tasks().shutdown(Duration::from_secs(10)).await;
    }
}

impl Known {
    fn of(store: &Store) -> Self {
        let read = |look: &Look<'_>| -> Result<_, StoreError> {
            let household = look.households()?.remove(0).id;
            let newest = look.transactions(household, &TransactionFilter::default(), None, 200)?;
            let wallets = look.wallets(household)?;
            Ok((newest, wallets))
        };
        let (newest, wallets) = store.read(read).expect("a read");
        let last = TODAY.parse::<Day>().expect("a day").month();
        let months: Vec<Month> =
            std::iter::successors(Some(last), |month| Some(month.previous())).take(24).collect();
        Self(BTreeMap::from([
            ("{transaction}", newest.iter().map(|transaction| transaction.id.to_string()).collect()),
            ("{wallet}", wallets.iter().map(|wallet| wallet.id.to_string()).collect()),
            ("{month}", months.iter().map(Month::to_string).collect()),
            ("{first}", months.iter().map(|month| month.first_day().to_string()).collect()),
            ("{last}", months.iter().map(|month| month.last_day().to_string()).collect()),
        ]))
    }

    /// The address with what stands in braces filled in, another at every turn.
    pub(crate) fn fill(&self, address: &str, turn: usize) -> String {
        self.0.iter().fold(address.to_owned(), |filled, (name, values)| {
            filled.replace(name, values.get(turn % values.len().max(1)).map_or("", String::as_str))
        })
    }
}

/// What a request that must go well is answered.
async fn answer(request: RequestBuilder) -> Value {
    let response = request.send().await.expect("an answer");
    let status = response.status();
    let text = response.text().await.expect("the rest of it");
    assert!(status.is_success(), "{status}: {text}");
    serde_json::from_str(&text).expect("JSON")
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

const fn low_byte(number: u32) -> u8 {
    number.to_le_bytes()[0]
}

/// Lets two more members and four more wallets into the family's past: of every day, they copy a few records.
fn grow(store: &Store) -> usize {
    let (household, member, wallet) = store
        .read(|look| {
            let household = look.households()?.remove(0);
            let member = look.member_named("ayah")?.expect("the owner");
            let wallet = look.wallets(household.id)?.remove(0);
            Ok::<_, StoreError>((household, member, wallet))
        })
        .expect("a read");
    let members = MEMBERS.map(|name| Member {
        id: MemberId::from_bytes(id(b'm', name.len())),
        name: name.to_owned(),
        role: Role::Adult,
        ..member.clone()
    });
    let wallets = (50_u8..).zip(WALLETS).map(|(order, name)| Wallet {
        id: WalletId::from_bytes(id(b'w', usize::from(order))),
        name: name.to_owned(),
        order: order.into(),
        ..wallet.clone()
    });
    let wallets: Vec<Wallet> = wallets.collect();
    let mut facts: Vec<Fact> =
        members.iter().map(|after| Fact::Member { before: None, after: after.clone() }).collect();
    facts.extend(wallets.iter().map(|after| Fact::Wallet { before: None, after: after.clone() }));
    append(store, household.id, Act::AddWallet, facts);

    let mut recorded = 0;
    let mut day: Day = TODAY.parse().expect("a day");
    loop {
        let mut facts = Vec::new();
        // Two months' worth in one write.
        for _ in 0..60 {
            let filter = TransactionFilter { days: Some(catatduit::ledger::Period::day(day)), wallet: None };
            let of_day = store.read(|look| look.transactions(household.id, &filter, None, usize::MAX));
            let of_day = of_day.expect("a day's records");
            let share = (of_day.len() / 20).max(OF_EACH_DAY);
            for before in of_day.into_iter().take(share) {
                recorded += 1;
                let number = recorded;
                facts.extend(moved(before, &members[number % 2], &wallets[number % 4], number));
            }
            day = day.plus_days(-1);
        }
        if facts.is_empty() {
            return recorded;
        }
        append(store, household.id, Act::Record, facts);
    }
}

/// The same expense or income by another member in another wallet.
fn moved(before: Transaction, member: &Member, wallet: &Wallet, number: usize) -> Option<Fact> {
    let movement = match before.movement {
        Movement::Expense { lines, .. } => Movement::Expense { wallet: wallet.id, lines },
        Movement::Income { lines, .. } => Movement::Income { wallet: wallet.id, lines },
        Movement::Transfer { .. } | Movement::Adjustment { .. } => return None,
    };
    let after = Transaction {
        id: TransactionId::from_bytes(id(b't', number)),
        member: member.id,
        movement,
        version: 1,
        ..before
    };
    Some(Fact::Transaction { before: None, after: Box::new(after) })
}

fn id(kind: u8, number: usize) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[0] = 1;
    bytes[1] = kind;
    bytes[8..].copy_from_slice(&(number as u64).to_be_bytes());
    bytes
}

fn append(store: &Store, household: HouseholdId, act: Act, facts: Vec<Fact>) {
    let at = format!("{TODAY}T05:00:00Z").parse().expect("a moment");
    let change = NewChange { household, at, member: None, channel: Channel::Box, act, facts };
    store.write(move |pen| pen.append(change.clone()).map(drop)).expect("a write");
}
