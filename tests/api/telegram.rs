//! Linking a Telegram account, and how the bot is doing.

use std::time::Duration;

use catatduit::ledger::Role;
use serde_json::{Value, json};

use crate::support::appliance::{Clock, Setting, TestAppliance};
use crate::support::client::Client;
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
        tokio::time::sleep(Duration::from_millis(20)).await;
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

async fn linked(client: &Client) -> Vec<Value> {
    client.get("/api/v1/telegram/links").await.is(200)["items"].as_array().unwrap().clone()
}

async fn id_of(client: &Client, name: &str) -> String {
    let members = client.get("/api/v1/members").await.is(200);
    let member = members["items"].as_array().unwrap().iter().find(|member| member["name"] == name).cloned();
    member.unwrap()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn linked_accounts_are_listed_and_one_is_ended() {
    let (the_box, ayah) = TestAppliance::family().await;
    assert_eq!(linked(&ayah).await, Vec::<Value>::new());
    the_box.link_telegram(&ayah, 4_242_424_242).await;
    the_box.clock.advance(Duration::from_hours(1));
    let newer = the_box.link_telegram(&ayah, 1_717_171_717).await;
    let all = linked(&ayah).await;
    let names: Vec<_> = all.iter().map(|link| (&link["name"], &link["linked"])).collect();
    let expected = [
        (&json!("@akun1717171717"), &json!("2026-11-22T04:00:00Z")),
        (&json!("@akun4242424242"), &json!("2026-11-22T03:00:00Z")),
    ];
    assert_eq!(names, expected);
    assert_eq!(all[0]["household_name"], "Keluarga Uji");
    ayah.delete(&format!("/api/v1/telegram/links/{newer}")).await.is(204);
    assert!(the_box.app().telegram_member(1_717_171_717).unwrap().is_none());
    assert!(the_box.app().telegram_member(4_242_424_242).unwrap().is_some());
    ayah.delete(&format!("/api/v1/telegram/links/{newer}")).await.is_problem(404, "missing");
    assert_eq!(ayah.get("/api/v1/session").await.is(200)["telegram"]["linked"], true);
    let told = ayah.get("/api/v1/audit?kind=unlink_chat").await.is(200);
    assert_eq!(
        (&told["items"][0]["outcome"], &told["items"][0]["member"]["name"]),
        (&json!("done"), &json!("Ayah"))
    );
    assert!(the_box.store.audit().unwrap().is_sound());
}

#[tokio::test]
async fn an_account_that_is_linked_anew_keeps_its_id() {
    let (the_box, ayah) = TestAppliance::family().await;
    let first = the_box.link_telegram(&ayah, 42).await;
    ayah.delete(&format!("/api/v1/telegram/links/{first}")).await.is(204);
    assert_eq!(the_box.link_telegram(&ayah, 42).await, first);
    assert_ne!(the_box.link_telegram(&ayah, 43).await, first);
}

#[tokio::test]
async fn an_owner_ends_the_links_of_those_in_their_care_alone() {
    let (the_box, ayah) = TestAppliance::family().await;
    let (ibu, rani) = (the_box.member("Ibu", Role::Adult), the_box.member("Rani", Role::Child));
    let of = |id: &str| format!("/api/v1/telegram/links?member={id}");
    let end = |id: &str| format!("/api/v1/telegram/links/{id}");
    let (father, mother, child) =
        (id_of(&ayah, "Ayah").await, id_of(&ayah, "Ibu").await, id_of(&ayah, "Rani").await);
    let of_ibu = the_box.link_telegram(&ibu, 43).await;
    let of_rani = the_box.link_telegram(&rani, 44).await;
    let of_ayah = the_box.link_telegram(&ayah, 45).await;
    // Adults see and end their own.
    ibu.get(&of(&child)).await.is_problem(403, "forbidden");
    for id in [&of_rani, &of_ayah] {
        ibu.delete(&end(id)).await.is_problem(404, "missing");
    }
    ayah.get(&of(&father)).await.is_problem(403, "forbidden");
    let neighbour = the_box.neighbour();
    neighbour.get(&of(&mother)).await.is_problem(404, "missing");
    neighbour.delete(&end(&of_ibu)).await.is_problem(404, "missing");
    assert_eq!(ayah.get(&of(&child)).await.is(200)["items"][0]["id"], of_rani);
    ayah.delete(&end(&of_rani)).await.is(204);
    assert!(the_box.app().telegram_member(44).unwrap().is_none());
    let told = rani.get("/api/v1/audit?kind=unlink_chat").await.is(200);
    assert_eq!(told["items"][0]["whom"]["name"], "Rani");

    // Who belongs to another household as well is in nobody's care.
    let place = json!({"role": "viewer", "wallets": []});
    let code = neighbour.post("/api/v1/invitations", &place).await.is(201)["code"].clone();
    let reset = ayah.act(&format!("/api/v1/members/{mother}/reset")).await.is(201)["code"].clone();
    let new = json!({"code": reset, "password": "payung biru basah"});
    the_box.client().post("/api/v1/reset", &new).await.is(201);
    let who = json!({"code": code, "name": "Ibu", "password": "payung biru basah", "language": "id"});
    let mut both = the_box.client();
    let joined = both.post("/api/v1/join", &who).await;
    joined.is(201);
    both.take_cookie(&joined);
    let there = the_box.link_telegram(&both, 46).await;
    ayah.get(&of(&mother)).await.is_problem(403, "forbidden");
    ayah.delete(&end(&there)).await.is_problem(404, "missing");
    neighbour.delete(&end(&there)).await.is_problem(403, "forbidden");
    assert_eq!(linked(&both).await[0]["household_name"], "Tetangga");
}

#[tokio::test]
async fn who_leaves_is_linked_no_more() {
    let (the_box, ayah) = TestAppliance::family().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    the_box.link_telegram(&ibu, 43).await;
    let code = ibu.act("/api/v1/telegram/link").await.is(201)["code"].clone();
    ayah.delete(&format!("/api/v1/members/{}", id_of(&ayah, "Ibu").await)).await.is(204);
    assert!(the_box.app().telegram_member(43).unwrap().is_none());
    let account = catatduit::app::TelegramAccount { user: 44, name: None };
    let errand = catatduit::app::Errand::default();
    assert!(the_box.app().follow_link(code.as_str().unwrap(), &account, errand).is_err());
}

#[tokio::test]
async fn a_changed_password_leaves_telegram_as_it_is() {
    let (the_box, ayah) = TestAppliance::family().await;
    the_box.link_telegram(&ayah, 42).await;
    let change = json!({"old": TestAppliance::PASSWORD, "new": "payung biru basah"});
    ayah.put("/api/v1/account/password", &change).await.is(204);
    assert_eq!(linked(&ayah).await.len(), 1);
}
