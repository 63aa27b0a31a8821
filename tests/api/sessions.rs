//! The browsers that a person is signed in with: listed, told apart, and ended.

use std::time::Duration;

use catatduit::ledger::Role;
use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;
use crate::support::client::Client;

const PHONE: &str = "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) \
                     Chrome/130.0.0.0 Mobile Safari/537.36";

/// Another browser of Ayah's.
async fn signed_in(the_box: &TestAppliance, agent: &str) -> Client {
    let mut client = the_box.client().with("user-agent", agent);
    let who = json!({"name": "Ayah", "password": TestAppliance::PASSWORD});
    let answer = client.post("/api/v1/session", &who).await;
    answer.is(200);
    client.take_cookie(&answer);
    client
}

async fn listed(client: &Client) -> Vec<Value> {
    client.get("/api/v1/sessions").await.is(200)["items"].as_array().unwrap().clone()
}

fn devices(sessions: &[Value]) -> Vec<(&str, bool)> {
    sessions
        .iter()
        .map(|session| (session["device"].as_str().unwrap_or("-"), session["current"].as_bool().unwrap()))
        .collect()
}

#[tokio::test]
async fn sessions_are_listed_with_device_and_last_use() {
    let (the_box, ayah) = TestAppliance::family().await;
    the_box.clock.advance(Duration::from_hours(1));
    let phone = signed_in(&the_box, PHONE).await;
    let all = listed(&phone).await;
    let [own, first] = &all[..] else { panic!("{all:#?}") };
    assert_eq!((&own["device"], &own["current"]), (&json!("Chrome · Android"), &json!(true)));
    assert_eq!(
        (&own["created"], &own["last_used"]),
        (&json!("2026-11-22T04:00:00Z"), &json!("2026-11-22T04:00:00Z"))
    );
    assert_eq!(own["address"], "127.0.0.1");
    assert_eq!(first["current"], false);
    let text = phone.get("/api/v1/sessions").await.text;
    assert!(!text.contains("Mozilla") && !text.contains("SM-A155F"), "no more than its name: {text}");
    assert!(!text.contains(phone.secret()), "an id is no secret");
    // The same seen from the other side.
    assert_eq!(devices(&listed(&ayah).await), [("catatduit", true), ("Chrome · Android", false)]);
}

#[tokio::test]
async fn the_last_use_is_written_now_and_then_only() {
    let (the_box, _) = TestAppliance::family().await;
    let phone = signed_in(&the_box, PHONE).await;
    let moved = the_box.app().moved();
    the_box.clock.advance(Duration::from_mins(4));
    phone.get("/api/v1/wallets").await.is(200);
    assert_eq!(the_box.app().moved(), moved, "a memory card wears by writing");
    assert_eq!(listed(&phone).await[0]["last_used"], "2026-11-22T03:00:00Z");
    the_box.clock.advance(Duration::from_mins(1));
    let agent = "Mozilla/5.0 (iPad; CPU OS 17_6 like Mac OS X) Safari/604.1";
    let mut tablet = the_box.client().with("user-agent", agent);
    tablet.hold(phone.secret());
    let own = listed(&tablet).await.remove(0);
    assert_eq!(
        (&own["last_used"], &own["device"]),
        (&json!("2026-11-22T03:05:00Z"), &json!("Safari · iPad"))
    );
    assert!(the_box.app().moved() > moved);
}

#[tokio::test]
async fn one_session_is_ended_and_all_others() {
    let (the_box, ayah) = TestAppliance::family().await;
    let phone = signed_in(&the_box, PHONE).await;
    let office = signed_in(&the_box, "curl/8.5.0").await;
    let ibu = the_box.member("Ibu", Role::Adult);
    let all = listed(&phone).await;
    let of = |device: &str| {
        let session = all.iter().find(|session| session["device"] == device).unwrap();
        format!("/api/v1/sessions/{}", session["id"].as_str().unwrap())
    };
    // Nobody else's, and told from none by nobody.
    ibu.delete(&of("curl")).await.is_problem(404, "missing");
    phone.delete(&of("curl")).await.is(204);
    office.get("/api/v1/session").await.is_problem(401, "unauthenticated");
    phone.delete(&of("curl")).await.is_problem(404, "missing");

    phone.delete("/api/v1/sessions").await.is(204);
    ayah.get("/api/v1/session").await.is_problem(401, "unauthenticated");
    assert_eq!(devices(&listed(&phone).await), [("Chrome · Android", true)]);
    ibu.get("/api/v1/session").await.is(200);
    phone.delete(&of("Chrome · Android")).await.is(204);
    phone.get("/api/v1/session").await.is_problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_stream_ends_with_its_session() {
    let (the_box, ayah) = TestAppliance::family().await;
    let phone = signed_in(&the_box, PHONE).await;
    let mut followed = phone.follow(None).await;
    assert_eq!(followed.next().await.unwrap().name, "ready");
    ayah.delete("/api/v1/sessions").await.is(204);
    assert_eq!(followed.next().await, None);
}

#[tokio::test]
async fn a_session_that_was_ended_does_not_come_back_by_being_used() {
    let (the_box, ayah) = TestAppliance::family().await;
    let phone = signed_in(&the_box, PHONE).await;
    the_box.clock.advance(Duration::from_mins(6));
    ayah.delete("/api/v1/sessions").await.is(204);
    for _ in 0..3 {
        phone.get("/api/v1/session").await.is_problem(401, "unauthenticated");
    }
    assert_eq!(listed(&ayah).await.len(), 1);
}

#[tokio::test]
async fn nobody_collects_sessions_without_end() {
    let (the_box, ayah) = TestAppliance::family().await;
    for _ in 0..55 {
        the_box.clock.advance(Duration::from_secs(1));
        signed_in(&the_box, PHONE).await;
    }
    ayah.get("/api/v1/session").await.is_problem(401, "unauthenticated");
    let newest = signed_in(&the_box, PHONE).await;
    assert_eq!(listed(&newest).await.len(), 50);
}

#[tokio::test]
async fn a_new_password_ends_every_other_session() {
    let (the_box, ayah) = TestAppliance::family().await;
    let phone = signed_in(&the_box, PHONE).await;
    let change = |old: &str, new: &str| json!({"old": old, "new": new});
    let path = "/api/v1/account/password";
    for (old, new, field, why) in [
        ("bukan yang benar", "payung biru basah", "old", "wrong"),
        (TestAppliance::PASSWORD, "bismillah123", "new", "guessable"),
        (TestAppliance::PASSWORD, "ayah2026", "new", "guessable"),
    ] {
        let problem = phone.put(path, &change(old, new)).await.is_problem(422, "invalid");
        assert_eq!(
            (&problem["errors"][0]["field"], &problem["errors"][0]["code"]),
            (&json!(field), &json!(why))
        );
    }
    ayah.get("/api/v1/session").await.is(200);
    phone.put(path, &change(TestAppliance::PASSWORD, "payung biru basah")).await.is(204);
    phone.get("/api/v1/session").await.is(200);
    ayah.get("/api/v1/session").await.is_problem(401, "unauthenticated");
    let client = the_box.client();
    let sign_in = |password: &str| json!({"name": "Ayah", "password": password});
    let old = sign_in(TestAppliance::PASSWORD);
    client.post("/api/v1/session", &old).await.is_problem(401, "wrong_password");
    client.post("/api/v1/session", &sign_in("payung biru basah")).await.is(200);
}

#[tokio::test]
async fn all_of_a_long_password_counts() {
    let (the_box, ayah) = TestAppliance::family().await;
    // bcrypt itself reads no further than 72 bytes.
    let long = format!("{} di ujung", "payung biru basah ".repeat(10));
    let change = json!({"old": TestAppliance::PASSWORD, "new": long});
    ayah.put("/api/v1/account/password", &change).await.is(204);
    let client = the_box.client();
    let almost = json!({"name": "Ayah", "password": &long[..long.len() - 1]});
    client.post("/api/v1/session", &almost).await.is_problem(401, "wrong_password");
    client.post("/api/v1/session", &json!({"name": "Ayah", "password": long})).await.is(200);
}

#[tokio::test]
async fn comings_and_goings_are_in_the_log_of_the_doors() {
    let (the_box, ayah) = TestAppliance::family().await;
    the_box.clock.advance(Duration::from_secs(1));
    let phone = signed_in(&the_box, PHONE).await;
    for name in ["Ayah", "Siapa"] {
        let wrong = json!({"name": name, "password": "bukan yang benar"});
        the_box.client().post("/api/v1/session", &wrong).await.is_problem(401, "wrong_password");
    }
    phone.delete("/api/v1/session").await.is(204);
    let wrong = json!({"old": "bukan yang benar", "new": "payung biru basah"});
    ayah.put("/api/v1/account/password", &wrong).await.is(422);
    let right = json!({"old": TestAppliance::PASSWORD, "new": "payung biru basah"});
    ayah.put("/api/v1/account/password", &right).await.is(204);
    ayah.delete("/api/v1/sessions").await.is(204);
    let page = ayah.get("/api/v1/audit").await.is(200);
    let said = |item: &Value| {
        let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
        [&item["kind"], &item["outcome"], &item["member"]["name"], &item["device"]].map(text).join(" ")
    };
    let told: Vec<String> = page["items"].as_array().unwrap().iter().map(said).collect();
    let expected = [
        "end_sessions done Ayah catatduit",
        "change_password done Ayah catatduit",
        "change_password refused Ayah catatduit",
        "sign_out done Ayah Chrome · Android",
        "sign_in refused - catatduit",
        "sign_in refused Ayah catatduit",
        "sign_in done Ayah Chrome · Android",
        "set_up done Ayah -",
    ];
    assert_eq!(told, expected);
}
