//! `Idempotency-Key`: what was done is not done again, whatever it was.

use catatduit::ledger::Role;
use reqwest::Method;
use serde_json::json;

use crate::support::appliance::{Setting, TestAppliance};

#[tokio::test]
async fn a_call_with_a_key_is_done_once_and_answered_the_same() {
    let (_box, ayah) = TestAppliance::family().await;
    let rows = [
        (Method::POST, "/api/v1/wallets", json!({"name": "Celengan", "balance": 5_000}), 201),
        (Method::POST, "/api/v1/captures", json!({"text": "bakso 15rb pake gopay"}), 200),
        (Method::POST, "/api/v1/readings", json!({"text": "bakso 15rb pake gopay"}), 200),
        (Method::POST, "/api/v1/undo", json!(null), 200),
    ];
    for (number, (method, path, body, status)) in rows.into_iter().enumerate() {
        let once = ayah.with("idempotency-key", &format!("kunci-{number}"));
        let send = || {
            let request = once.request(method.clone(), path);
            once.send(if body.is_null() { request } else { request.json(&body) })
        };
        let first = send().await;
        first.is(status);
        assert!(!first.headers.contains_key("idempotency-replayed"), "{path}");
        for _ in 0..2 {
            let again = send().await;
            again.is(status);
            assert_eq!(again.header("idempotency-replayed"), "true", "{path}");
            assert_eq!(
                (again.text.as_str(), again.header("content-type")),
                (first.text.as_str(), "application/json")
            );
        }
    }
    assert_eq!(ayah.balance("GoPay").await, 250_000, "recorded once, and undone once");
    assert_eq!(ayah.get("/api/v1/wallets").await.is(200)["items"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn a_call_that_shows_nothing_is_repeated_as_nothing() {
    let (_box, ayah) = TestAppliance::family().await;
    let draft = ayah.say("beli bakso zulvano").await["draft"]["id"].as_str().unwrap().to_owned();
    let once = ayah.with("idempotency-key", "buang");
    let path = format!("/api/v1/drafts/{draft}");
    assert_eq!(once.delete(&path).await.is(204), json!(null));
    let again = once.delete(&path).await;
    assert_eq!((again.is(204), again.header("idempotency-replayed")), (json!(null), "true"));
    ayah.delete(&path).await.is_problem(404, "missing");
}

#[tokio::test]
async fn a_key_is_for_one_request_of_one_member() {
    let (the_box, ayah) = TestAppliance::family().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    let kopi = json!({"text": "kopi 22rb pake gopay"});
    ayah.with("idempotency-key", "k1").post("/api/v1/captures", &kopi).await.is(200);
    let key = ayah.with("idempotency-key", "k1");
    key.post("/api/v1/captures", &json!({"text": "kopi 23rb pake gopay"}))
        .await
        .is_problem(422, "key_reused");
    key.post("/api/v1/readings", &kopi).await.is_problem(422, "key_reused");
    key.act("/api/v1/undo").await.is_problem(422, "key_reused");
    ibu.with("idempotency-key", "k1").post("/api/v1/captures", &kopi).await.is(200);
    assert_eq!(ayah.balance("GoPay").await, 250_000 - 2 * 22_000);
}

#[tokio::test]
async fn a_refused_call_may_be_tried_again_with_its_key() {
    let (_box, ayah) = TestAppliance::family().await;
    let once = ayah.with("idempotency-key", "dompet");
    let taken = json!({"name": "GoPay"});
    once.post("/api/v1/wallets", &taken).await.is_problem(422, "invalid");
    let problem = once.post("/api/v1/wallets", &taken).await;
    problem.is_problem(422, "invalid");
    assert!(!problem.headers.contains_key("idempotency-replayed"));
    once.post("/api/v1/wallets", &json!({"name": "Celengan"})).await.is(201);
    let nobody = once.anonymous().post("/api/v1/wallets", &json!({"name": "Celengan"})).await;
    nobody.is_problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_key_that_cannot_be_one_is_named() {
    let (_box, ayah) = TestAppliance::family().await;
    for (key, code) in [("", "empty"), (&*"k".repeat(65), "too_long"), ("k\tk", "shape"), ("kü", "shape")] {
        let once = ayah.with("idempotency-key", key);
        let problem = once.post("/api/v1/wallets", &json!({"name": "Celengan"})).await;
        let error = &problem.is_problem(400, "malformed")["errors"][0];
        assert_eq!((&error["field"], &error["code"]), (&json!("Idempotency-Key"), &json!(code)));
    }
    // Looking is safe anyhow.
    ayah.with("idempotency-key", "lihat").get("/api/v1/wallets").await.is(200);
}

#[tokio::test]
async fn a_secret_is_answered_once_and_made_once() {
    let (_box, ayah) = TestAppliance::family().await;
    let once = ayah.with("idempotency-key", "tautan");
    once.act("/api/v1/telegram/link").await.is(201);
    once.act("/api/v1/telegram/link").await.is_problem(409, "repeated");
    let once = ayah.with("idempotency-key", "skrip");
    let key = json!({"name": "skrip", "scope": "read"});
    let made = once.post("/api/v1/tokens", &key).await.is(201);
    once.post("/api/v1/tokens", &key).await.is_problem(409, "repeated");
    assert_eq!(ayah.get("/api/v1/tokens").await.is(200)["items"], json!([made["token"]]));
}

#[tokio::test]
async fn the_same_call_many_times_at_once_is_done_once() {
    let (_box, ayah) = TestAppliance::family().await;
    let once = ayah.with("idempotency-key", "dobel");
    let message = json!({"text": "bakso 15rb pake gopay"});
    let sent = (0..8).map(|_| once.post("/api/v1/captures", &message));
    let answers = futures_util::future::join_all(sent).await;
    assert_eq!(ayah.balance("GoPay").await, 235_000);
    assert!(answers.iter().any(|answer| answer.status == 200));
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        answer.is_problem(409, "under_way");
        assert_eq!(answer.header("retry-after"), "1");
    }
}

#[tokio::test]
async fn an_answer_outlives_a_restart_and_is_forgotten_after_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let clock = crate::support::appliance::Clock::new();
    let the_box = Setting::default().in_folder(folder.path()).start(&clock).await;
    let ayah = the_box.set_up().await.with("idempotency-key", "celengan");
    let body = json!({"name": "Celengan"});
    let first = ayah.post("/api/v1/wallets", &body).await.is(201);
    the_box.stop().await;
    let the_box = Setting::default().in_folder(folder.path()).start(&clock).await;
    let ayah = ayah.moved_to(the_box.address());
    let again = ayah.post("/api/v1/wallets", &body).await;
    assert_eq!((again.is(201), again.header("idempotency-replayed")), (first, "true"));
    clock.advance(std::time::Duration::from_hours(25));
    ayah.post("/api/v1/wallets", &body).await.is_problem(422, "invalid");
}
