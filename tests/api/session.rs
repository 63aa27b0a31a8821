//! Signing in and out.

use std::time::Duration;

use serde_json::json;

use crate::support::appliance::{Clock, Setting, TestAppliance};

#[tokio::test]
async fn signing_in_gives_a_session_and_signing_out_ends_it() {
    let (the_box, _) = TestAppliance::family().await;
    let mut client = the_box.client();
    client.get("/api/v1/session").await.is_problem(401, "unauthenticated");
    assert_eq!(client.get("/api/v1/session/holder").await.is(200), json!({"me": null}));
    let who = json!({"name": " ayah ", "password": TestAppliance::PASSWORD});
    let answer = client.post("/api/v1/session", &who).await;
    assert_eq!(answer.is(200)["member"]["name"], "Ayah");
    client.take_cookie(&answer);
    client.get("/api/v1/wallets").await.is(200);
    let me = client.get("/api/v1/session").await.is(200);
    assert_eq!(client.get("/api/v1/session/holder").await.is(200), json!({ "me": me }));

    let left = client.delete("/api/v1/session").await;
    // What the browser kept of the family's pictures goes, too.
    assert_eq!(left.header("clear-site-data"), "\"cache\"");
    assert_eq!(left.status, 204);
    assert!(left.header("set-cookie").starts_with("catatduit_session=; Path=/; Max-Age=0;"));
    client.get("/api/v1/wallets").await.is_problem(401, "unauthenticated");
    assert_eq!(client.get("/api/v1/session/holder").await.is(200), json!({"me": null}));
    client.delete("/api/v1/session").await.is_problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_read_the_same() {
    let (the_box, _) = TestAppliance::family().await;
    let client = the_box.client();
    let mut said = Vec::new();
    for name in ["Ayah", "Siapa"] {
        let who = json!({"name": name, "password": "bukan yang benar"});
        let answer = client.post("/api/v1/session", &who).await;
        let mut problem = answer.is_problem(401, "wrong_password");
        assert!(!answer.headers.contains_key("set-cookie"));
        problem["request_id"].take();
        said.push(problem);
    }
    assert_eq!(said[0], said[1]);
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used() {
    const DAY: Duration = Duration::from_hours(24);
    let (the_box, client) = TestAppliance::family().await;
    for _ in 0..5 {
        the_box.clock.advance(DAY * 20);
        client.get("/api/v1/session").await.is(200);
    }
    the_box.clock.advance(DAY * 31);
    client.get("/api/v1/session").await.is_problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_session_ends_at_last_however_much_it_is_used() {
    const DAY: Duration = Duration::from_hours(24);
    let (the_box, client) = TestAppliance::family().await;
    for _ in 0..8 {
        the_box.clock.advance(DAY * 20);
        client.get("/api/v1/session").await.is(200);
    }
    the_box.clock.advance(DAY * 21);
    client.get("/api/v1/session").await.is_problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_member_is_answered_in_their_own_language() {
    let (_box, client) = TestAppliance::family().await;
    let missing = "/api/v1/transactions/01M2XM0A4E8S6W3Q1Z9X7C5V2B";
    let english_browser = client.with("accept-language", "en-GB,en;q=0.8");
    let answer = english_browser.get(missing).await;
    assert_eq!(answer.is_problem(404, "missing")["title"], "Yang kamu cari tidak ada.");
    assert_eq!(answer.header("content-language"), "id");

    let me = client.patch("/api/v1/session", &json!({"language": "en"})).await.is(200);
    assert_eq!(me["member"]["language"], "en");
    let answer = client.get(missing).await;
    assert_eq!(answer.is_problem(404, "missing")["title"], "What you look for is not there.");
    client.patch("/api/v1/session", &json!({"language": "fr"})).await.is_problem(400, "malformed");

    // Nobody knows yet who a visitor is: what their browser asks for holds.
    let visitor = client.anonymous();
    let answer = visitor.with("accept-language", "en").get("/api/v1/session").await;
    assert_eq!(answer.is_problem(401, "unauthenticated")["title"], "You are not signed in.");
    let answer = visitor.with("accept-language", "fr").get("/api/v1/session").await;
    assert_eq!(answer.is_problem(401, "unauthenticated")["title"], "Kamu belum masuk.");
}

#[tokio::test]
async fn the_cookie_is_kept_to_tls_where_the_box_is_met_over_tls() {
    let the_box =
        Setting::default().told("PUBLIC_URL", "https://duit.example.org").start(&Clock::new()).await;
    let form = the_box.set_up_form();
    let through_the_proxy = the_box.client().with("host", "duit.example.org");
    let answer = through_the_proxy.post("/api/v1/setup", &form).await;
    answer.is(201);
    assert!(answer.header("set-cookie").ends_with("; Secure"));
    let who = json!({"name": "Ayah", "password": TestAppliance::PASSWORD});
    let at_home = the_box.client().post("/api/v1/session", &who).await;
    assert!(!at_home.header("set-cookie").contains("Secure"));
}
