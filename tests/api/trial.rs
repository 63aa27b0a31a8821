//! The example family beside a real one: who is let in, what they reach, and what is left of it.

use std::fs;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::appliance::{Clock, Setting, TestAppliance};
use crate::support::client::{Answer, Client};

/// A word that nobody else writes.
const SECRET: &str = "zulvaquanti";

#[tokio::test(flavor = "multi_thread")]
async fn it_reaches_nothing_real_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_str().unwrap().to_owned();
    let setting = Setting::default().in_folder(folder.path()).told("DATA_DIR", &place).told("DEMO", "always");
    let the_box = setting.start(&Clock::new()).await;
    let ayah = the_box.set_up().await;
    let real = ayah.record("beli martabak kenyataan 22rb").await["id"].as_str().unwrap().to_owned();
    let head = *the_box.app().head().borrow();

    let mut guest = the_box.client();
    let answer = guest.act("/demo").await;
    answer.is(204);
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("catatduit_demo="), "{cookie}");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    guest.take_cookie(&answer);
    let secret = secret_of(&answer);

    // It is a family of its own, and each answer says until when.
    let me = guest.get("/api/v1/session").await;
    assert_eq!(me.header("demo-until"), "2026-11-22T04:00:00Z");
    let (me, own) = (me.is(200), ayah.get("/api/v1/session").await);
    assert!(own.headers.get("demo-until").is_none(), "a real family lasts");
    assert_ne!(me["household"]["id"], own.is(200)["household"]["id"]);
    let wallet = guest.wallet("Cash").await["id"].clone();
    let form = json!({"type": "expense", "amount": 15_000, "wallet": wallet, "description": SECRET});
    let made_up = guest.post("/api/v1/transactions", &form).await.is(201)["transaction"]["id"].clone();
    let made_up = made_up.as_str().unwrap();
    assert_eq!(guest.get("/api/v1/backups").await.is(200)["place"], Value::Null);
    assert_eq!(guest.get("/api/v1/telegram").await.is(200)["mode"], "off");

    // Neither reaches the other, whatever is shown.
    let at = |id: &str| format!("/api/v1/transactions/{id}");
    ayah.get(&at(&real)).await.is(200);
    guest.get(&at(made_up)).await.is(200);
    ayah.get(&at(made_up)).await.is_problem(404, "missing");
    guest.get(&at(&real)).await.is_problem(404, "missing");
    let mut swapped = the_box.client();
    swapped.hold(&secret);
    swapped.get("/api/v1/session").await.is_problem(401, "unauthenticated");
    let swapped = with_cookies(&the_box, &format!("catatduit_demo={}", ayah.secret()));
    let refused = swapped.get("/api/v1/session").await;
    refused.is_problem(401, "unauthenticated");
    assert!(refused.header("set-cookie").starts_with("catatduit_demo=;"));
    // Who has both is in the example until they leave it: what they try out is never written down for real.
    let both =
        with_cookies(&the_box, &format!("catatduit_session={}; catatduit_demo={secret}", ayah.secret()));
    assert_eq!(both.get("/api/v1/session").await.is(200), me);
    // Signing in there changes nothing about the real session.
    let signed =
        both.post("/api/v1/session", &json!({"name": "Ayah", "password": TestAppliance::PASSWORD})).await;
    signed.is_problem(401, "wrong_password");

    // It is one person's.
    assert_eq!(the_box.client().act("/demo").await.status, 409);
    guest.act("/demo").await.is(204);

    let left = guest.delete("/demo").await;
    left.is(204);
    assert!(left.header("set-cookie").contains("Max-Age=0"));
    guest.get("/api/v1/session").await.is_problem(401, "unauthenticated");
    // Not even by the real session beside it, which the page might still send.
    both.get("/api/v1/session").await.is_problem(401, "unauthenticated");

    assert_eq!(*the_box.app().head().borrow(), head, "nothing was written into the journal");
    let found = ayah.get(&format!("/api/v1/search?q={SECRET}")).await.is(200);
    assert_eq!(found["items"].as_array().map(Vec::len), Some(0), "{found:#}");
    assert!(is_in(folder.path(), "kenyataan"), "what was recorded is on the disk");
    assert!(!is_in(folder.path(), SECRET), "what was tried out is not");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_for_those_who_have_no_family_yet_and_ends_by_itself() {
    let the_box = TestAppliance::new().await;
    let stranger = the_box.client();
    assert_eq!(stranger.get("/api/v1/setup").await.is(200)["demo"], true);
    let elsewhere = stranger.with("origin", "https://evil.example");
    assert_eq!(elsewhere.act("/demo").await.status, 403);
    assert_eq!(elsewhere.delete("/demo").await.status, 403);

    let mut guest = the_box.client();
    let answer = guest.act("/demo").await;
    answer.is(204);
    guest.take_cookie(&answer);
    guest.get("/api/v1/transactions").await.is(200);
    the_box.clock.advance(Duration::from_mins(59));
    guest.get("/api/v1/transactions").await.is(200);
    the_box.clock.advance(Duration::from_mins(1));
    let over = guest.get("/api/v1/transactions").await;
    over.is_problem(401, "unauthenticated");
    assert!(over.header("set-cookie").starts_with("catatduit_demo=;"));

    // Whoever was in it makes a family of their own by the same link as anybody, and is in that then.
    let made = guest.post("/api/v1/setup", &the_box.set_up_form()).await;
    made.is(201);
    let mut owner = the_box.client();
    owner.take_cookie(&made);
    assert_eq!(owner.get("/api/v1/session").await.is(200)["household"]["name"], "Keluarga Uji");

    assert_eq!(stranger.get("/api/v1/setup").await.is(200)["demo"], false);
    assert_eq!(stranger.act("/demo").await.status, 404);
}

#[tokio::test]
async fn a_box_that_shows_none_shows_none() {
    let the_box = Setting::default().told("DEMO", "never").start(&Clock::new()).await;
    let stranger = the_box.client();
    assert_eq!(stranger.get("/api/v1/setup").await.is(200)["demo"], false);
    assert_eq!(stranger.act("/demo").await.status, 404);
}

fn with_cookies(the_box: &TestAppliance, cookies: &str) -> Client {
    the_box.client().with("cookie", cookies)
}

fn secret_of(answer: &Answer) -> String {
    let cookie = answer.header("set-cookie").split(';').next().unwrap();
    cookie.strip_prefix("catatduit_demo=").unwrap().to_owned()
}

/// Whether a text stands in any file of a folder.
fn is_in(folder: &Path, text: &str) -> bool {
    fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return is_in(&path, text);
        }
        fs::read(&path).unwrap().windows(text.len()).any(|bytes| bytes == text.as_bytes())
    })
}
