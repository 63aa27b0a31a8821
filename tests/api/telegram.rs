//! Linking a Telegram account, and how the bot is doing.

use catatduit::ledger::Role;
use serde_json::{Value, json};

use crate::support::appliance::{Clock, Setting, TestAppliance};
use crate::support::fake_telegram::{FakeTelegram, Room, SARI};

#[tokio::test]
async fn without_a_bot_there_is_a_code_and_no_link() {
    let (_box, ayah) = TestAppliance::family().await;
    let link = ayah.act("/api/v1/telegram/link").await.is(201);
    assert_eq!(link["url"], Value::Null);
    assert!(link["code"].as_str().unwrap().len() >= 16);
    assert_eq!(link["expires"], "2026-11-22T03:30:00Z");
    let status = ayah.get("/api/v1/telegram").await.is(200);
    assert_eq!((&status["mode"], &status["reachable"]), (&json!("off"), &json!(false)));
}

#[tokio::test]
async fn a_link_lets_a_telegram_account_speak_for_its_member() {
    let fake = FakeTelegram::start().await;
    let the_box = Setting::default().telegram(&fake).start(&Clock::new()).await;
    let ayah = the_box.set_up().await;
    let home = Room::Private(SARI);
    let mut follower = ayah.follow(None).await;
    follower.next().await;

    // The bot's name is known once Telegram told it.
    let link = loop {
        let link = ayah.act("/api/v1/telegram/link").await.is(201);
        if link["url"].is_string() {
            break link;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    let start = format!("https://t.me/{}?start={}", FakeTelegram::USERNAME, link["code"].as_str().unwrap());
    assert_eq!(link["url"], start);
    fake.say(home, SARI, &format!("/start {}", link["code"].as_str().unwrap()));
    fake.until_shown(home, "tersambung").await;
    let me = ayah.get("/api/v1/session").await.is(200);
    assert_eq!(me["telegram"], json!({"bot": FakeTelegram::USERNAME, "linked": true}));

    fake.say(home, SARI, "bakso 15rb pake gopay");
    let change = loop {
        let change = follower.change().await;
        if change["act"] == "record" {
            break change;
        }
    };
    let id = change["transactions"][0].as_str().unwrap();
    let bakso = ayah.get(&format!("/api/v1/transactions/{id}")).await.is(200);
    assert_eq!((&bakso["amount"], &bakso["channel"]), (&json!(15_000), &json!("telegram")));
    let status = ayah.get("/api/v1/telegram").await.is(200);
    assert_eq!((&status["mode"], &status["reachable"]), (&json!("polling"), &json!(true)));
    assert_eq!((&status["bot"], &status["dead_letters"]), (&json!(FakeTelegram::USERNAME), &json!([])));
}

#[tokio::test]
async fn how_the_bot_is_doing_is_the_owners_to_see() {
    let (the_box, _) = TestAppliance::family().await;
    the_box.member("Ibu", Role::Adult).get("/api/v1/telegram").await.is_problem(403, "forbidden");
}
