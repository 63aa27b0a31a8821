//! The bot's token, given in the app: taken up, replaced and taken away while the box runs.

use catatduit::ledger::Role;
use serde_json::{Value, json};

use crate::support::appliance::{Clock, Setting, TestAppliance};
use crate::support::client::Client;
use crate::support::fake_telegram::{FakeTelegram, Room, SARI};

const TOKEN: &str = "/api/v1/telegram/token";
const HOME: Room = Room::Private(SARI);

fn setting(fake: &FakeTelegram) -> Setting {
    Setting::default().told("TELEGRAM_API_BASE", &fake.base)
}

async fn give(who: &Client, token: &str) -> crate::support::client::Answer {
    who.put(TOKEN, &json!({ "token": token })).await
}

/// Waits until the bot is as it should be.
async fn until(who: &Client, fits: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..500 {
        let status = who.get("/api/v1/telegram").await.is(200);
        if fits(&status) {
            return status;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the bot never came to be so");
}

async fn link(who: &Client, fake: &FakeTelegram) {
    let link = who.act("/api/v1/telegram/link").await.is(201);
    fake.say(HOME, SARI, &format!("/start {}", link["code"].as_str().unwrap()));
    fake.until_shown(HOME, "tersambung").await;
}

#[tokio::test]
async fn a_token_is_taken_up_at_once_and_taken_away_again() {
    let fake = FakeTelegram::start().await;
    let the_box = setting(&fake).start(&Clock::new()).await;
    let ayah = the_box.set_up().await;
    let before = ayah.get("/api/v1/telegram").await.is(200);
    assert_eq!((&before["token"], &before["mode"]), (&json!("none"), &json!("off")));

    let taken = give(&ayah, FakeTelegram::TOKEN).await.is(200);
    assert_eq!(taken, json!({"bot": FakeTelegram::USERNAME}));
    let status = until(&ayah, |status| status["reachable"] == true && status["bot"].is_string()).await;
    assert_eq!((&status["token"], &status["mode"]), (&json!("given"), &json!("polling")));
    link(&ayah, &fake).await;
    fake.say(HOME, SARI, "bakso 15rb pake gopay");
    fake.until_shown(HOME, "Bakso").await;

    // It is in no answer, and not in the store as it is.
    let secret = FakeTelegram::TOKEN.split_once(':').unwrap().1;
    for path in ["/api/v1/telegram", "/api/v1/session", "/api/v1/audit"] {
        assert!(!ayah.get(path).await.text.contains(secret), "{path}");
    }
    let kept = the_box.store.read(|look| look.setting("telegram-token")).unwrap().unwrap();
    assert!(!kept.windows(secret.len()).any(|part| part == secret.as_bytes()));
    let audit = ayah.get("/api/v1/audit?kind=set_bot_token").await.is(200);
    assert_eq!(audit["items"].as_array().unwrap().len(), 1);

    ayah.delete(TOKEN).await.is(204);
    until(&ayah, |status| status["mode"] == "off" && status["token"] == "none").await;
    ayah.delete(TOKEN).await.is_problem(404, "missing");
    fake.say(HOME, SARI, "kopi 22rb pake gopay");
    // It waits at Telegram until there is a bot again.
    give(&ayah, FakeTelegram::TOKEN).await.is(200);
    fake.until_shown(HOME, "Kopi").await;
}

#[tokio::test]
async fn a_token_that_was_given_is_there_after_a_restart() {
    let fake = FakeTelegram::start().await;
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::new();
    let the_box = setting(&fake).in_folder(folder.path()).start(&clock).await;
    let ayah = the_box.set_up().await;
    give(&ayah, FakeTelegram::TOKEN).await.is(200);
    link(&ayah, &fake).await;
    the_box.stop().await;
    let the_box = setting(&fake).in_folder(folder.path()).start(&clock).await;
    fake.say(HOME, SARI, "bakso 15rb pake gopay");
    fake.until_shown(HOME, "Bakso").await;
    the_box.stop().await;
}

#[tokio::test]
async fn another_bot_numbers_its_updates_by_itself() {
    const OTHER: &str = "654321:another-token_for-tests";
    let fake = FakeTelegram::start().await;
    fake.is_also(OTHER);
    let the_box = setting(&fake).start(&Clock::new()).await;
    let ayah = the_box.set_up().await;
    give(&ayah, FakeTelegram::TOKEN).await.is(200);
    link(&ayah, &fake).await;
    let number = fake.next_update();
    fake.say(HOME, SARI, "bakso 15rb pake gopay");
    fake.until_shown(HOME, "Bakso").await;
    fake.until_drained().await;

    give(&ayah, OTHER).await.is(200);
    until(&ayah, |status| status["reachable"] == true).await;
    let kopi = json!({"message_id": 900, "date": 1, "text": "kopi 22rb pake gopay",
        "from": {"id": SARI.id, "is_bot": false, "first_name": "Sari"}, "chat": {"id": SARI.id, "type": "private"}});
    fake.push(&json!({"update_id": number, "message": kopi}));
    fake.until_shown(HOME, "Kopi").await;
}

#[tokio::test]
async fn a_token_that_telegram_does_not_know_changes_nothing() {
    let fake = FakeTelegram::start().await;
    let the_box = setting(&fake).start(&Clock::new()).await;
    let ayah = the_box.set_up().await;
    for wrong in ["123456:another", "halo", "123456:a b"] {
        let problem = give(&ayah, wrong).await.is_problem(422, "invalid");
        assert_eq!(
            (&problem["errors"][0]["field"], &problem["errors"][0]["code"]),
            (&json!("token"), &json!("no_bot"))
        );
    }
    assert_eq!(ayah.get("/api/v1/telegram").await.is(200)["token"], "none");

    // Nobody listens there.
    let nowhere =
        Setting::default().told("TELEGRAM_API_BASE", "http://127.0.0.1:1").start(&Clock::new()).await;
    let ayah = nowhere.set_up().await;
    let problem = give(&ayah, FakeTelegram::TOKEN).await.is_problem(422, "invalid");
    assert_eq!(problem["errors"][0]["code"], "unchecked");
}

#[tokio::test]
async fn the_settings_go_before_what_an_owner_gives() {
    let fake = FakeTelegram::start().await;
    let the_box = Setting::default().telegram(&fake).start(&Clock::new()).await;
    let ayah = the_box.set_up().await;
    assert_eq!(ayah.get("/api/v1/telegram").await.is(200)["token"], "settings");
    let problem = give(&ayah, FakeTelegram::TOKEN).await.is_problem(422, "invalid");
    assert_eq!(problem["errors"][0]["code"], "settled");
    ayah.delete(TOKEN).await.is_problem(404, "missing");

    let off = Setting::default().telegram(&fake).told("TELEGRAM_MODE", "off").start(&Clock::new()).await;
    let ayah = off.set_up().await;
    assert_eq!(ayah.get("/api/v1/telegram").await.is(200)["token"], "off");
    give(&ayah, FakeTelegram::TOKEN).await.is_problem(422, "invalid");
}

#[tokio::test]
async fn the_bot_is_for_an_owner_of_the_family_that_the_box_was_set_up_with() {
    let (the_box, _) = TestAppliance::family().await;
    let adult = the_box.member("Ibu", Role::Adult);
    // A household that came later.
    the_box.clock.advance(std::time::Duration::from_secs(1));
    let neighbour = the_box.neighbour();
    for who in [adult, neighbour] {
        give(&who, FakeTelegram::TOKEN).await.is_problem(403, "forbidden");
        who.delete(TOKEN).await.is_problem(403, "forbidden");
    }
}

#[tokio::test]
async fn a_box_whose_family_is_gone_keeps_no_token() {
    let fake = FakeTelegram::start().await;
    let the_box = setting(&fake).start(&Clock::new()).await;
    let ayah = the_box.set_up().await;
    give(&ayah, FakeTelegram::TOKEN).await.is(200);
    let kept = || the_box.store.read(|look| look.setting("telegram-token")).unwrap();
    assert!(kept().is_some());
    ayah.post("/api/v1/deletion/household", &json!({"name": "Keluarga Uji"})).await.is(201);
    the_box.clock.advance(std::time::Duration::from_hours(7 * 24));
    // The box's own job may be at it already.
    the_box.app().carry_out_farewells().unwrap();
    assert_eq!(kept(), None);
}
