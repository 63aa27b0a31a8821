//! Passkeys: added by whoever proves who they are, taken for both factors, and worth nothing anywhere else.

use std::time::Duration;

use catatduit::ledger::Role;
use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;
use crate::support::client::Client;
use crate::support::device::{Device, at_home, bytes, text};
use crate::support::totp::TotpApp;

const CHALLENGE: &str = "/api/v1/passkeys/challenge";
const QUESTION: &str = "/api/v1/session/passkey/challenge";
const ENTER: &str = "/api/v1/session/passkey";

#[tokio::test]
async fn a_passkey_is_added_signs_in_and_is_removed() {
    let (home, ayah) = TestAppliance::family().await;
    let (mut device, added) = Device::of(&ayah, 1).await;
    assert_eq!((&added["name"], &added["last_used"]), (&json!("HP Ayah"), &Value::Null));
    assert_eq!((&added["origin"], &added["may_be_copied"]), (&json!(device.origin), &json!(false)));
    home.clock.advance(Duration::from_hours(1));
    let entered = device.enter(&ayah).await;
    assert_eq!(entered.is(200)["member"]["name"], "Ayah");
    let mut browser = ayah.anonymous();
    browser.take_cookie(&entered);
    let listed = browser.get("/api/v1/passkeys").await.is(200);
    assert_eq!(listed["items"][0]["last_used"], "2026-11-22T04:00:00Z");
    let address = format!("/api/v1/passkeys/{}", added["id"].as_str().unwrap());
    let renamed = browser.patch(&address, &json!({"name": " Ponsel  lama "})).await.is(200);
    assert_eq!(renamed["name"], "Ponsel lama");
    // Nobody else sees it, or takes it away.
    let ibu = home.member("Ibu", Role::Adult);
    assert_eq!(ibu.get("/api/v1/passkeys").await.is(200)["items"], json!([]));
    ibu.delete(&address).await.is_problem(404, "missing");
    ibu.patch(&address, &json!({"name": "x"})).await.is_problem(404, "missing");
    device.enter(&ayah).await.is(200);
    browser.delete(&address).await.is(204);
    browser.delete(&address).await.is_problem(404, "missing");
    device.enter(&ayah).await.is_problem(401, "wrong_passkey");
    let audit = ayah.get("/api/v1/audit?kind=add_passkey&kind=remove_passkey&kind=sign_in").await.is(200);
    let noted: Vec<String> = audit["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| format!("{} {}", entry["kind"].as_str().unwrap(), entry["outcome"].as_str().unwrap()))
        .collect();
    let of_passkeys: Vec<&str> = noted.iter().map(String::as_str).collect();
    assert_eq!(of_passkeys[..4], ["remove_passkey done", "sign_in done", "sign_in done", "add_passkey done"]);
}

#[tokio::test]
async fn who_adds_one_proves_who_they_are() {
    let (home, ayah) = TestAppliance::family().await;
    let (page, _) = at_home(&ayah);
    page.post(CHALLENGE, &json!({})).await.is(200);
    home.clock.advance(Duration::from_mins(10));
    let missing = page.post(CHALLENGE, &json!({})).await.is_problem(422, "invalid");
    assert_eq!(missing["errors"][0]["field"], "password");
    page.post(CHALLENGE, &json!({"password": "entahlah"})).await.is_problem(422, "invalid");
    page.post(CHALLENGE, &json!({"password": TestAppliance::PASSWORD})).await.is(200);
    // A program has no session, however new its key is.
    let made = ayah.post("/api/v1/tokens", &json!({"name": "skrip", "scope": "account"})).await.is(201);
    let key = format!("Bearer {}", made["secret"].as_str().unwrap());
    let program = page.anonymous().with("authorization", &key);
    program.post(CHALLENGE, &json!({})).await.is_problem(422, "invalid");
    for _ in 0..5 {
        page.post(CHALLENGE, &json!({"password": "entahlah"})).await;
    }
    page.post(CHALLENGE, &json!({"password": "entahlah"})).await.is_problem(429, "too_many");
}

#[tokio::test]
async fn there_are_none_where_browsers_offer_none() {
    let (_home, ayah) = TestAppliance::family().await;
    for host in ["127.0.0.1:8080", "kotak.example", "[::1]:8080", "192.168.1.7"] {
        let page = ayah.with("host", host);
        page.post(CHALLENGE, &json!({})).await.is_problem(421, "no_passkeys_here");
        page.anonymous().act(QUESTION).await.is_problem(421, "no_passkeys_here");
    }
    let (page, _) = at_home(&ayah);
    assert_eq!(page.anonymous().act(QUESTION).await.is(200)["rp_id"], "localhost");
}

/// A way to spoil a new passkey.
type Spoil = fn(&mut Device);

#[tokio::test]
async fn what_was_not_asked_for_here_is_not_added() {
    let (home, ayah) = TestAppliance::family().await;
    let (page, origin) = at_home(&ayah);
    let rows: [(&str, Spoil); 5] = [
        ("made at another site", |device| device.origin = "https://evil.example".to_owned()),
        ("made at another port", |device| device.origin = "http://localhost:1".to_owned()),
        ("made over TLS that there is not", |device| device.origin = "https://localhost".to_owned()),
        ("made for another name", |device| device.host = "evil.example".to_owned()),
        ("nobody proved who they are", |device| device.proves = false),
    ];
    for (what, spoil) in rows {
        let offer = page.post(CHALLENGE, &json!({})).await.is(200);
        let mut device = Device::new(1, &origin);
        spoil(&mut device);
        let answer = page.post("/api/v1/passkeys", &device.make(&offer)).await;
        assert_eq!(answer.status, 422, "{what}: {}", answer.text);
        // The challenge is used up by that.
        let good = Device::new(1, &origin).make(&offer);
        page.post("/api/v1/passkeys", &good).await.is_problem(410, "gone");
    }
    let fresh = || async { page.post(CHALLENGE, &json!({})).await.is(200) };
    let made = |offer: &Value| Device::new(1, &origin).make(offer);
    // An older question, another person's, one that was not asked, and one that took too long.
    let older = fresh().await;
    fresh().await;
    page.post("/api/v1/passkeys", &made(&older)).await.is_problem(410, "gone");
    let (ibu, _) = at_home(&home.member("Ibu", Role::Adult));
    let hers = ibu.post(CHALLENGE, &json!({})).await.is(200);
    page.post("/api/v1/passkeys", &made(&hers)).await.is_problem(410, "gone");
    let mut never = fresh().await;
    never["challenge"] = json!(text([7; 16]));
    page.post("/api/v1/passkeys", &made(&never)).await.is_problem(410, "gone");
    let slow = fresh().await;
    home.clock.advance(Duration::from_mins(5));
    page.post("/api/v1/passkeys", &made(&slow)).await.is_problem(410, "gone");
    // Damaged, signed as if somebody came in, and twice the same.
    let offer = fresh().await;
    let mut damaged = made(&offer);
    damaged["attestation"] = json!("oA");
    page.post("/api/v1/passkeys", &damaged).await.is_problem(422, "invalid");
    let offer = fresh().await;
    let mut another = made(&offer);
    another["client_data"] = Device::new(1, &origin).sign(&offer)["client_data"].clone();
    page.post("/api/v1/passkeys", &another).await.is_problem(422, "invalid");
    let (_, _) = Device::of(&ayah, 1).await;
    let offer = fresh().await;
    assert_eq!(offer["known"].as_array().unwrap().len(), 1);
    let taken = page.post("/api/v1/passkeys", &made(&offer)).await.is_problem(422, "invalid");
    assert_eq!(taken["errors"][0]["code"], "taken");
    for (name, status) in [("", 400), ("  ", 422), (&*"x".repeat(41), 400)] {
        let offer = fresh().await;
        let mut unnamed = made(&offer);
        unnamed["name"] = json!(name);
        page.post("/api/v1/passkeys", &unnamed).await.is(status);
    }
    assert_eq!(ayah.get("/api/v1/passkeys").await.is(200)["items"].as_array().unwrap().len(), 1);
}

/// A way to spoil what is signed, before and after.
type Twist = (fn(&mut Device), fn(&mut Value));

async fn refused(page: &Client, shown: &Value, what: &str) {
    let answer = page.post(ENTER, shown).await;
    assert_eq!(answer.status, 401, "{what}: {}", answer.text);
    assert_eq!(answer.json()["code"], "wrong_passkey", "{what}");
}

#[tokio::test]
async fn nobody_comes_in_by_anything_but_their_passkey_here_and_now() {
    let (home, ayah) = TestAppliance::family().await;
    let (mut device, _) = Device::of(&ayah, 1).await;
    for _ in 0..2 {
        device.enter(&ayah).await.is(200);
    }
    let ibu = home.member("Ibu", Role::Adult);
    let (hers, _) = Device::of(&ibu, 2).await;
    let (page, _) = at_home(&ayah.anonymous());
    let same: fn(&mut Value) = |_| {};
    let rows: [(&str, Twist); 10] = [
        ("another site", (|device| device.origin = "https://evil.example".to_owned(), same)),
        ("another port", (|device| device.origin = "http://localhost:1".to_owned(), same)),
        ("another name", (|device| device.host = "evil.example".to_owned(), same)),
        ("nobody proved who they are", (|device| device.proves = false, same)),
        ("it counted as before: a copy", (|device| device.counter -= 1, same)),
        ("it counts from the beginning again", (|device| device.counter = 0, same)),
        ("a passkey nobody has", (|device| device.id = vec![9; 24], same)),
        (
            "another key",
            (
                |device| {
                    *device = Device {
                        id: device.id.clone(),
                        handle: device.handle.clone(),
                        ..Device::new(3, &device.origin)
                    }
                },
                same,
            ),
        ),
        ("another's handle", (|device| device.handle = vec![1; 32], same)),
        (
            "a signature of something else",
            (|_| {}, |shown| shown["authenticator_data"] = json!(text([0; 37]))),
        ),
    ];
    for (what, (before, after)) in rows {
        let question = page.act(QUESTION).await.is(200);
        let mut twisted = device.clone();
        before(&mut twisted);
        let mut shown = twisted.sign(&question);
        after(&mut shown);
        refused(&page, &shown, what).await;
    }
    // Whose passkey and whose handle must be one.
    let question = page.act(QUESTION).await.is(200);
    let mut mixed = Device { handle: hers.handle.clone(), ..device.clone() };
    refused(&page, &mixed.sign(&question), "a family member's handle").await;
    // A question is answered once, in time, and only one that was asked, at the address where it was asked.
    let question = page.act(QUESTION).await.is(200);
    let mut used = device.clone();
    let shown = used.sign(&question);
    page.post(ENTER, &shown).await.is(200);
    device.counter = used.counter;
    refused(&page, &shown, "the same again").await;
    refused(&page, &device.clone().sign(&question), "an answered question").await;
    let mut never = page.act(QUESTION).await.is(200);
    never["challenge"] = json!(text([7; 16]));
    refused(&page, &device.clone().sign(&never), "a question that was not asked").await;
    let slow = page.act(QUESTION).await.is(200);
    home.clock.advance(Duration::from_mins(5));
    refused(&page, &device.clone().sign(&slow), "too late").await;
    let elsewhere = page.with("host", "localhost:1").act(QUESTION).await.is(200);
    refused(&page, &device.clone().sign(&elsewhere), "asked at another address").await;
    // A question for a new passkey is none for coming in.
    let (own, _) = at_home(&ayah);
    let offer = own.post(CHALLENGE, &json!({"password": TestAppliance::PASSWORD})).await.is(200);
    refused(&page, &device.clone().sign(&offer), "a question for a new one").await;
    let question = page.act(QUESTION).await.is(200);
    for (field, value, status) in
        [("id", json!("*"), 400), ("signature", json!(""), 400), ("user_handle", json!("AA"), 401)]
    {
        let mut shown = device.clone().sign(&question);
        shown[field] = value;
        assert_eq!(page.post(ENTER, &shown).await.status, status, "{field}");
    }
    // None of that has worn the passkey out, and its person can see that somebody tried.
    device.enter(&ayah).await.is(200);
    let audit = ayah.get("/api/v1/audit?kind=sign_in").await.is(200);
    let refused = audit["items"].as_array().unwrap().iter().filter(|entry| entry["outcome"] == "refused");
    assert!(refused.count() > 10, "{audit:#}");
}

#[tokio::test]
async fn a_passkey_goes_with_its_person() {
    let (home, ayah) = TestAppliance::family().await;
    let ibu = home.member("Ibu", Role::Adult);
    let (mut hers, _) = Device::of(&ibu, 2).await;
    assert_eq!(hers.enter(&ayah).await.is(200)["member"]["name"], "Ibu");
    let me = ibu.get("/api/v1/session").await.is(200)["member"]["id"].as_str().unwrap().to_owned();
    ayah.delete(&format!("/api/v1/members/{me}")).await.is(204);
    hers.enter(&ayah).await.is_problem(401, "wrong_passkey");
    let account = me.parse().unwrap();
    assert_eq!(home.store.read(|look| look.passkeys(account)).unwrap(), []);
}

#[tokio::test]
async fn a_person_has_one_handle_and_it_says_nothing_of_them() {
    let (_home, ayah) = TestAppliance::family().await;
    let (page, _) = at_home(&ayah);
    let offers =
        [page.post(CHALLENGE, &json!({})).await.is(200), page.post(CHALLENGE, &json!({})).await.is(200)];
    assert_eq!(offers[0]["user_id"], offers[1]["user_id"]);
    assert_ne!(offers[0]["challenge"], offers[1]["challenge"]);
    assert_eq!(bytes(&offers[0]["user_id"]).len(), 32);
    assert_eq!(bytes(&offers[0]["challenge"]).len(), 16);
    assert_eq!(offers[0]["algorithms"], json!([-8, -7, -35, -257]));
}

#[tokio::test]
async fn a_passkey_is_both_factors_and_the_password_still_needs_its_code() {
    let (home, ayah) = TestAppliance::family().await;
    let (mut device, _) = Device::of(&ayah, 1).await;
    let password = json!({"password": TestAppliance::PASSWORD});
    let offer = ayah.post("/api/v1/account/totp", &password).await.is(201);
    let app = TotpApp(offer["secret"].as_str().unwrap().to_owned());
    ayah.post("/api/v1/account/totp/confirm", &json!({"code": app.code(&home)})).await.is(200);
    home.clock.advance(Duration::from_secs(30));

    // The device proved the person: no code is asked for, and none is used up.
    let entered = device.enter(&ayah).await;
    entered.is(200);
    let mut browser = ayah.anonymous();
    browser.take_cookie(&entered);
    let account = browser.get("/api/v1/account").await.is(200);
    assert!(account["totp_since"].is_string(), "{account:#}");
    let who =
        |code: Option<String>| json!({"name": "Ayah", "password": TestAppliance::PASSWORD, "code": code});
    let visitor = home.client();
    visitor.post("/api/v1/session", &who(None)).await.is_problem(401, "code_needed");
    visitor.post("/api/v1/session", &who(Some(app.code(&home)))).await.is(200);
    // A device that does not ask who holds it is no second factor.
    device.proves = false;
    device.enter(&ayah).await.is_problem(401, "wrong_passkey");
    device.proves = true;
    device.enter(&ayah).await.is(200);
}
