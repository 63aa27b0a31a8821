//! A box's first weeks told in one go, on an empty folder: a certificate from an authority that checks everything, a
//! bot, a family that writes thousands of messages, a plug that is pulled meanwhile, a certificate renewed, nights of
//! backups in a folder and in a bucket, one of them damaged, a store that is lost, and everything back.
//!
//! A debug build hears a tenth of the messages: `cargo test --release --test catatduit story::` hears all.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::{Duration, Instant};

use catatduit::backup::{BackupError, Backups, Folder, Plan};
use catatduit::outside::Outside;
use catatduit::store::{OpenError, Store, StoreOptions};
use serde_json::Value;

use crate::backups::bucket::{away, place};
use crate::backups::{plan, quiet};
use crate::support::appliance::{Setting, TestAppliance};
use crate::support::client::Client;
use crate::support::fake_bucket::FakeBucket;
use crate::support::fake_telegram::{FakeTelegram, Room, SARI};
use crate::tls::public::{Ground, NAME, real_time, status};
use crate::tls::{device, until};

const MESSAGES: i64 = if cfg!(debug_assertions) { 1_000 } else { 10_000 };
/// What the three wallets held to begin with is a record each.
const OPENINGS: u64 = 3;
const ROOM: Room = Room::Private(SARI);

/// The message of this number, and what it takes from which wallet.
fn message(number: i64) -> (String, &'static str, i64) {
    let thousands = 10 + number % 40;
    let (what, how, wallet) = match number % 4 {
        0 => ("beli bakso", "pake gopay", "GoPay"),
        1 => ("isi bensin", "pake bca", "BCA"),
        2 => ("kopi susu", "gopay", "GoPay"),
        _ => ("bayar parkir", "tunai", "Cash"),
    };
    (format!("{what} {thousands}rb {how}"), wallet, thousands * 1_000)
}

/// What the first `count` messages take from a wallet.
fn spent(wallet: &str, count: i64) -> i64 {
    (0..count).map(message).filter(|(_, of, _)| *of == wallet).map(|(_, _, amount)| amount).sum()
}

/// On the data folder, with the bot, and with no limit that a patient family would not meet.
fn setting(data: &Path, fake: &FakeTelegram, setting: Setting) -> Setting {
    let setting = setting.in_folder(data).telegram(fake).told("DATA_DIR", data.to_str().unwrap());
    setting.told("LIMITS_CHAT_PER_MINUTE", "60000")
}

/// Waits as long as ten thousand messages may take.
async fn patiently(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_mins(15), "never: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A browser that trusts the authority.
async fn browser(ground: &Ground, the_box: &TestAppliance) -> Client {
    let (root, at) = (ground.root().await, the_box.address());
    Client::new(device(&root, &real_time(), NAME, at), format!("https://{NAME}:{}", at.port()))
}

async fn balances(client: &Client) -> Vec<(String, i64)> {
    let answer = client.get("/api/v1/wallets").await;
    let shown: Value = serde_json::from_str(&answer.text).unwrap();
    let wallets = shown["items"].as_array().unwrap_or_else(|| panic!("{shown}"));
    let of =
        |wallet: &Value| (wallet["name"].as_str().unwrap().to_owned(), wallet["balance"].as_i64().unwrap());
    wallets.iter().map(of).collect()
}

/// What the wallets hold once so many messages were recorded, and no more.
fn expected(count: i64) -> Vec<(String, i64)> {
    let left = |name: &str, opening: i64| (name.to_owned(), opening - spent(name, count));
    vec![left("Cash", 500_000), left("GoPay", 250_000), left("BCA", 5_000_000)]
}

fn recorded(store: &Store) -> u64 {
    store.tally().unwrap().transactions - OPENINGS
}

#[tokio::test(flavor = "multi_thread")]
async fn from_an_empty_folder_through_loss_and_back() {
    let Some(ground) = Ground::new() else { return };
    let (fake, bucket) = (FakeTelegram::start().await, FakeBucket::start().await);
    let data = tempfile::tempdir().unwrap();
    let key = data.path().join("secret.key");
    std::fs::write(&key, "the key of the box\n").unwrap();
    // As the box makes them itself.
    for (path, mode) in [(data.path(), 0o700), (key.as_path(), 0o600)] {
        std::fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }
    first_evening(&ground, &fake, data.path()).await;
    nights(&fake, &bucket, data.path()).await;
    loss_and_return(&fake, &bucket, data.path()).await;
}

/// A certificate, the family, its bot, all messages with the plug pulled among them, and the certificate renewed.
async fn first_evening(ground: &Ground, fake: &FakeTelegram, data: &Path) {
    let _authority = ground.start(30);
    let clock = real_time();
    let start = || setting(data, fake, ground.setting("root.pem")).start(&clock);
    let the_box = start().await;
    until("a certificate", || !status(&the_box).is_stand_in).await;
    let first = status(&the_box).certificate;
    let mut ibu = browser(ground, &the_box).await;
    let answer = ibu.post("/api/v1/setup", &the_box.set_up_form()).await;
    answer.is(201);
    ibu.take_cookie(&answer);
    let link: Value = serde_json::from_str(&ibu.act("/api/v1/telegram/link").await.text).unwrap();
    fake.say(ROOM, SARI, &format!("/start {}", link["code"].as_str().unwrap()));
    fake.until_shown(ROOM, "tersambung").await;

    for number in 0..MESSAGES {
        fake.say(ROOM, SARI, &message(number).0);
    }
    let count = u64::try_from(MESSAGES).unwrap();
    patiently("half of the messages", || recorded(&the_box.store) >= count / 2).await;
    // The box is gone in the middle of it; what it had not confirmed is still at Telegram.
    drop(the_box);
    let the_box = start().await;
    patiently("all messages", || fake.pending() == 0 && recorded(&the_box.store) >= count).await;
    assert_eq!(recorded(&the_box.store), count, "none is there twice");
    until("another certificate", || {
        let now = status(&the_box);
        !now.is_stand_in && now.certificate != first
    })
    .await;
    let mut again = browser(ground, &the_box).await;
    again.hold(ibu.secret());
    assert_eq!(balances(&again).await, expected(MESSAGES));
    assert!(the_box.store.audit().unwrap().is_sound());
    the_box.stop().await;
}

/// Nights under a fast clock: backups in a folder until the family has a bucket.
async fn nights(fake: &FakeTelegram, bucket: &FakeBucket, data: &Path) {
    let clock = real_time();
    let in_folder = plan(data, Folder::own(data.join("backups")));
    let the_box = setting(data, fake, Setting::default()).keeping_backups(in_folder).start(&clock).await;
    let transactions = u64::try_from(MESSAGES).unwrap() + OPENINGS;
    for _ in 0..10 {
        clock.advance(Duration::from_hours(24));
        tend(&the_box).await;
    }
    let state = the_box.app().backup_state().unwrap();
    assert_eq!(state.proof.unwrap().transactions, transactions);
    let kept = the_box.app().backups().unwrap().len();
    assert!((7..10).contains(&kept), "a week of them, and what stands for the weeks before: {kept}");
    the_box.stop().await;

    let the_box = setting(data, fake, Setting::default()).keeping_backups(in_bucket(data, bucket));
    let the_box = the_box.start(&clock).await;
    for _ in 0..2 {
        clock.advance(Duration::from_hours(24));
        tend(&the_box).await;
    }
    let keys = bucket.keys();
    assert_eq!(keys.len(), 2, "{keys:?}");
    bucket.spoil(keys.last().unwrap());
    let app = the_box.app().clone();
    let refused = away(move || app.prove_backups(&quiet)).await;
    assert!(matches!(refused, Err(BackupError::Damaged { .. })), "{refused:?}");
    assert!(the_box.app().backup_news().unwrap().is_some(), "the owners are told");
    the_box.stop().await;
}

/// What the box does by itself when it is time; it may have done so already.
async fn tend(the_box: &TestAppliance) {
    let app = the_box.app().clone();
    let tended = away(move || app.tend_backups()).await;
    tended.unwrap();
}

fn in_bucket(data: &Path, bucket: &FakeBucket) -> Plan {
    Plan { place: place(bucket, FakeBucket::ACCESS_KEY), ..plan(data, Folder::own(data.join("backups"))) }
}

/// The store's file is ruined: that is noticed, the newest good backup is put back, and the family goes on.
async fn loss_and_return(fake: &FakeTelegram, bucket: &FakeBucket, data: &Path) {
    let file = data.join("catatduit.redb");
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[..4_096].fill(0);
    std::fs::write(&file, bytes).unwrap();
    let opened = Store::open(&file, StoreOptions::default());
    assert!(matches!(opened, Err(OpenError::Corrupt { .. } | OpenError::NotAStore)), "{opened:?}");

    let backups = Backups::new(in_bucket(data, bucket), Outside::real().unwrap());
    let restored = away(move || backups.restore(None, &quiet)).await.unwrap();
    assert_eq!(restored.passed_over.len(), 1, "the damaged one is passed over");
    assert_eq!(restored.transactions, u64::try_from(MESSAGES).unwrap() + OPENINGS);

    let the_box = setting(data, fake, Setting::default()).start(&real_time()).await;
    assert!(the_box.store.audit().unwrap().is_sound());
    let mut ayah = the_box.client();
    let name = serde_json::json!({"name": "Ayah", "password": TestAppliance::PASSWORD});
    let answer = ayah.post("/api/v1/session", &name).await;
    ayah.take_cookie(&answer);
    assert_eq!(balances(&ayah).await, expected(MESSAGES));
    fake.say(ROOM, SARI, &message(MESSAGES).0);
    patiently("one more message", || recorded(&the_box.store) > u64::try_from(MESSAGES).unwrap()).await;
    assert_eq!(balances(&ayah).await, expected(MESSAGES + 1));
    looked_after(&ayah).await;
    the_box.stop().await;
}

/// The box looks at itself: what can be measured is, and nothing of it fails.
async fn looked_after(owner: &Client) {
    let checkup = owner.get("/api/v1/doctor").await.is(200);
    let items = checkup["items"].as_array().unwrap();
    assert_eq!(items.len(), 89);
    let failed: Vec<&Value> = items.iter().filter(|item| item["verdict"] == "fail").collect();
    assert!(failed.is_empty(), "{failed:#?}");
    // What names a document or a test as its proof is not measured on a box; of the rest, this home lacks little: what
    // it has nobody vouches for, because nothing of it crosses a network.
    let measured = items.iter().filter(|item| item["proof"].is_null()).count();
    let unseen = items.iter().filter(|item| item["proof"].is_null() && item["verdict"] == "n/a");
    let unseen: Vec<&str> = unseen.map(|item| item["id"].as_str().unwrap()).collect();
    assert!(unseen.len() * 5 < measured, "of {measured} there were not looked at: {unseen:?}");
}
