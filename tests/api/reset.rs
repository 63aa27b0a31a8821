//! A new password by a link: made by an owner or on the box, followed once.

use std::time::Duration;

use catatduit::app::{Errand, Error, TelegramAccount};
use catatduit::ledger::Role;
use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;
use crate::support::client::Client;
use crate::support::device::Device;
use crate::support::totp::TotpApp;

const NEW: &str = "payung biru basah";

async fn id_of(client: &Client, name: &str) -> String {
    let members = client.get("/api/v1/members").await.is(200);
    let member = members["items"].as_array().unwrap().iter().find(|member| member["name"] == name);
    member.unwrap()["id"].as_str().unwrap().to_owned()
}

async fn made(owner: &Client, name: &str) -> Value {
    let path = format!("/api/v1/members/{}/reset", id_of(owner, name).await);
    owner.act(&path).await.is(201)["code"].clone()
}

fn choose(code: &Value, password: &str) -> Value {
    json!({"code": code, "password": password})
}

async fn can_sign_in(client: &Client, name: &str, password: &str) -> bool {
    client.post("/api/v1/session", &json!({"name": name, "password": password})).await.status == 200
}

#[tokio::test]
async fn a_link_gives_a_new_password_once_and_ends_every_session() {
    let (the_box, ayah) = TestAppliance::family().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    let code = made(&ayah, "Ibu").await;
    ibu.get("/api/v1/session").await.is(200);
    let mut client = the_box.client();
    let offer = client.get(&format!("/api/v1/reset?code={}", code.as_str().unwrap())).await.is(200);
    assert_eq!((&offer["name"], &offer["household"]), (&json!("Ibu"), &json!("Keluarga Uji")));
    assert_eq!(offer["expires"], "2026-11-22T04:00:00Z");
    client.post("/api/v1/reset", &choose(&code, "bismillah1")).await.is_problem(422, "invalid");
    let answer = client.post("/api/v1/reset", &choose(&code, NEW)).await;
    assert_eq!(answer.is(201)["member"]["name"], "Ibu");
    client.take_cookie(&answer);
    client.get("/api/v1/wallets").await.is(200);
    ibu.get("/api/v1/session").await.is_problem(401, "unauthenticated");
    client.post("/api/v1/reset", &choose(&code, NEW)).await.is_problem(410, "gone");
    client.get(&format!("/api/v1/reset?code={}", code.as_str().unwrap())).await.is_problem(410, "gone");
    assert!(can_sign_in(&client, "Ibu", NEW).await);

    let page = ayah.get("/api/v1/audit?kind=make_reset&kind=use_reset").await.is(200);
    let told =
        |item: &Value| [&item["kind"], &item["member"]["name"], &item["whom"]["name"]].map(Value::clone);
    let told: Vec<_> = page["items"].as_array().unwrap().iter().map(told).collect();
    let expected =
        [[json!("use_reset"), json!("Ibu"), Value::Null], [json!("make_reset"), json!("Ayah"), json!("Ibu")]];
    assert_eq!(told, expected);
    // She hears of it, too.
    assert_eq!(
        client.get("/api/v1/audit?kind=make_reset").await.is(200)["items"][0]["member"]["name"],
        "Ayah"
    );
}

#[tokio::test]
async fn a_link_is_worth_nothing_after_an_hour_or_another_change() {
    let (the_box, ayah) = TestAppliance::family().await;
    the_box.member("Ibu", Role::Adult);
    let client = the_box.client();
    let old = made(&ayah, "Ibu").await;
    the_box.clock.advance(Duration::from_hours(1));
    client.post("/api/v1/reset", &choose(&old, NEW)).await.is_problem(410, "gone");
    let (one, other) = (made(&ayah, "Ibu").await, made(&ayah, "Ibu").await);
    the_box.clock.advance(Duration::from_secs(1));
    client.post("/api/v1/reset", &choose(&one, NEW)).await.is(201);
    // Two links for one forgotten password: the second would undo what was chosen.
    client.post("/api/v1/reset", &choose(&other, "kucing hitam malam")).await.is_problem(410, "gone");
    assert!(can_sign_in(&client, "Ibu", NEW).await);
}

#[tokio::test]
async fn only_an_owner_makes_one_and_for_others_of_this_household_alone() {
    let (the_box, ayah) = TestAppliance::family().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    let of = |id: &str| format!("/api/v1/members/{id}/reset");
    let (father, mother) = (id_of(&ayah, "Ayah").await, id_of(&ayah, "Ibu").await);
    ibu.act(&of(&father)).await.is_problem(403, "forbidden");
    ibu.act(&of(&mother)).await.is_problem(403, "forbidden");
    // For oneself there is the old password.
    ayah.act(&of(&father)).await.is_problem(403, "forbidden");
    let neighbour = the_box.neighbour();
    neighbour.act(&of(&mother)).await.is_problem(404, "missing");

    // Who belongs to another household as well would be signed in there, too.
    let code = made(&ayah, "Ibu").await;
    the_box.client().post("/api/v1/reset", &choose(&code, NEW)).await.is(201);
    let place = json!({"role": "viewer", "wallets": []});
    let code = neighbour.post("/api/v1/invitations", &place).await.is(201)["code"].clone();
    let who = json!({"code": code, "name": "Ibu", "password": NEW, "language": "id"});
    the_box.client().post("/api/v1/join", &who).await.is(201);
    ayah.act(&of(&mother)).await.is_problem(403, "forbidden");
    // The box itself may.
    the_box.clock.advance(Duration::from_secs(1));
    let link = the_box.app().make_reset("ibu").unwrap();
    the_box.client().post("/api/v1/reset", &choose(&json!(link.code), "kucing hitam malam")).await.is(201);
}

#[tokio::test]
async fn a_lost_second_factor_ends_with_a_reset() {
    let (the_box, ayah) = TestAppliance::family().await;
    let password = json!({"password": TestAppliance::PASSWORD});
    let offer = ayah.post("/api/v1/account/totp", &password).await.is(201);
    let code = TotpApp(offer["secret"].as_str().unwrap().to_owned()).code(&the_box);
    ayah.post("/api/v1/account/totp/confirm", &json!({"code": code})).await.is(200);
    let client = the_box.client();
    assert!(!can_sign_in(&client, "Ayah", TestAppliance::PASSWORD).await);
    the_box.clock.advance(Duration::from_secs(1));
    let link = the_box.app().make_reset(" AYAH ").unwrap();
    let answer = client.post("/api/v1/reset", &choose(&json!(link.code), NEW)).await;
    answer.is(201);
    assert!(can_sign_in(&client, "Ayah", NEW).await);
    let mut ayah = the_box.client();
    ayah.take_cookie(&answer);
    assert_eq!(ayah.get("/api/v1/account").await.is(200)["totp_since"], Value::Null);
}

#[tokio::test]
async fn a_link_ends_all_by_which_somebody_else_may_be_in() {
    let (the_box, ayah) = TestAppliance::family().await;
    let (mut own, _) = Device::of(&ayah, 1).await;
    the_box.clock.advance(Duration::from_hours(31 * 24));
    let mut browser = ayah.anonymous();
    let entered = own.enter(&ayah).await;
    entered.is(200);
    browser.take_cookie(&entered);
    // A minute at an unlocked browser.
    let (mut theirs, _) = Device::of(&browser, 2).await;
    let key = browser.post("/api/v1/tokens", &json!({"name": "skrip", "scope": "account"})).await.is(201);
    let program =
        ayah.anonymous().with("authorization", &format!("Bearer {}", key["secret"].as_str().unwrap()));
    let short = program.post("/api/v1/access-tokens", &json!({"scope": "read"})).await.is(201);
    let brief = ayah
        .anonymous()
        .with("authorization", &format!("Bearer {}", short["access_token"].as_str().unwrap()));
    the_box.link_telegram(&browser, 42).await;
    let linking = browser.act("/api/v1/telegram/link").await.is(201)["code"].clone();
    program.get("/api/v1/wallets").await.is(200);
    brief.get("/api/v1/wallets").await.is(200);

    the_box.clock.advance(Duration::from_secs(1));
    let link = the_box.app().make_reset("ayah").unwrap();
    let answer = the_box.client().post("/api/v1/reset", &choose(&json!(link.code), NEW)).await;
    answer.is(201);
    for client in [&browser, &program, &brief] {
        client.get("/api/v1/wallets").await.is_problem(401, "unauthenticated");
    }
    assert!(the_box.app().telegram_member(42).unwrap().is_none());
    let (account, errand) = (TelegramAccount { user: 43, name: None }, Errand::default());
    let linked = the_box.app().follow_link(linking.as_str().unwrap(), &account, errand);
    assert!(matches!(linked, Err(Error::Gone { .. })), "{linked:?}");
    theirs.enter(&ayah).await.is_problem(401, "wrong_passkey");
    // What only his own finger opens stays his.
    own.enter(&ayah).await.is(200);
    let mut ayah = the_box.client();
    ayah.take_cookie(&answer);
    let noted = ayah.get("/api/v1/audit?kind=unlink_chat").await.is(200);
    assert_eq!(noted["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_code_for_one_thing_is_none_for_another() {
    let (the_box, ayah) = TestAppliance::family().await;
    the_box.member("Ibu", Role::Adult);
    let reset = made(&ayah, "Ibu").await;
    let place = json!({"role": "viewer", "wallets": []});
    let invitation = ayah.post("/api/v1/invitations", &place).await.is(201)["code"].clone();
    let client = the_box.client();
    client.post("/api/v1/reset", &choose(&invitation, NEW)).await.is_problem(410, "gone");
    let who = json!({"code": reset, "name": "Bunda", "password": NEW, "language": "id"});
    client.post("/api/v1/join", &who).await.is_problem(410, "gone");
    let errand = Errand::default();
    let account = TelegramAccount { user: 42, name: None };
    let linked = the_box.app().follow_link(reset.as_str().unwrap(), &account, errand);
    assert!(matches!(linked, Err(Error::Gone { .. })));
}
