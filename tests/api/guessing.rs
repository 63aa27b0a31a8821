//! Guessing passwords: slowed down more and more, and nobody else is kept out by it.

use std::net::Ipv4Addr;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::appliance::{Clock, Setting, TestAppliance};
use crate::support::client::{Answer, Client};
use crate::support::totp::TotpApp;

async fn sign_in(client: &Client, name: &str, password: &str) -> Answer {
    client.post("/api/v1/session", &json!({"name": name, "password": password})).await
}

async fn guess(client: &Client, name: &str) -> Answer {
    sign_in(client, name, "bukan yang benar").await
}

/// Somebody at another address.
fn from_afar(the_box: &TestAppliance, last: u8) -> Client {
    the_box.client().coming_from(Ipv4Addr::new(127, 0, 0, last).into())
}

#[tokio::test]
async fn waits_grow_with_each_wrong_try_and_the_message_says_how_long() {
    let (the_box, _) = TestAppliance::family().await;
    let client = the_box.client();
    for _ in 0..5 {
        guess(&client, "Ayah").await.is_problem(401, "wrong_password");
    }
    for (wait_s, said) in
        [(60, "1 menit"), (120, "2 menit"), (240, "4 menit"), (480, "8 menit"), (960, "16 menit")]
    {
        let refused = sign_in(&client, " AYAH", TestAppliance::PASSWORD).await;
        let problem = refused.is_problem(429, "too_many");
        assert_eq!(refused.header("retry-after"), wait_s.to_string());
        assert_eq!(problem["detail"], format!("Coba lagi {said} lagi."));
        the_box.clock.advance(Duration::from_secs(wait_s - 1));
        let refused = sign_in(&client, "Ayah", TestAppliance::PASSWORD).await;
        refused.is_problem(429, "too_many");
        assert_eq!(refused.header("retry-after"), "1");
        the_box.clock.advance(Duration::from_secs(1));
        guess(&client, "Ayah").await.is_problem(401, "wrong_password");
    }
    // However long somebody went on, an hour is the longest.
    the_box.clock.advance(Duration::from_hours(1));
    sign_in(&client, "Ayah", TestAppliance::PASSWORD).await.is(200);
    guess(&client, "Ayah").await.is_problem(401, "wrong_password");
    sign_in(&client, "Ayah", TestAppliance::PASSWORD).await.is(200);
}

#[tokio::test]
async fn a_stranger_who_guesses_does_not_keep_the_owner_out() {
    let (the_box, _) = TestAppliance::family().await;
    let stranger = from_afar(&the_box, 2);
    while guess(&stranger, "Ayah").await.status != 429 {}
    sign_in(&stranger, "Ayah", TestAppliance::PASSWORD).await.is_problem(429, "too_many");
    sign_in(&the_box.client(), "Ayah", TestAppliance::PASSWORD).await.is(200);
    // And the owner's coming in does not free the stranger.
    sign_in(&stranger, "Ayah", TestAppliance::PASSWORD).await.is_problem(429, "too_many");
}

#[tokio::test]
async fn whoever_goes_through_addresses_is_slowed_down_by_the_name() {
    let the_box = Setting::default().told("TLS", "proxy").start(&Clock::new()).await;
    the_box.set_up().await;
    let from = |address: &str| the_box.client().with("x-forwarded-for", address);
    let work = from("203.0.113.7");
    sign_in(&work, "Ayah", TestAppliance::PASSWORD).await.is(200);
    for network in 0..80 {
        let stranger = from(&format!("2001:db8:0:{network:x}::1"));
        guess(&stranger, "Ayah").await.is_problem(401, "wrong_password");
    }
    let refused = guess(&from("2001:db8:1::1"), "Ayah").await;
    refused.is_problem(429, "too_many");
    assert_eq!(refused.header("retry-after"), "60");
    // However many other names are tried, this one is not forgotten.
    for network in 0..150 {
        guess(&from(&format!("2001:db8:2:{network:x}::1")), &format!("nama{network}")).await;
    }
    guess(&from("2001:db8:1::1"), "Ayah").await.is_problem(429, "too_many");
    // Where it was not tried, nobody waits longer for it: not at home, not where they signed in before, not by another name.
    sign_in(&from("192.168.1.20"), "Ayah", TestAppliance::PASSWORD).await.is(200);
    sign_in(&work, "Ayah", TestAppliance::PASSWORD).await.is(200);
    guess(&from("2001:db8:1::1"), "Ibu").await.is_problem(401, "wrong_password");
    sign_in(&from("198.51.100.4"), "Ayah", TestAppliance::PASSWORD).await.is_problem(429, "too_many");
    the_box.clock.advance(Duration::from_mins(1));
    sign_in(&from("198.51.100.4"), "Ayah", TestAppliance::PASSWORD).await.is(200);
}

#[tokio::test]
async fn whoever_goes_through_names_is_slowed_down_by_their_address() {
    let (the_box, _) = TestAppliance::family().await;
    let (client, other) = (the_box.client(), from_afar(&the_box, 2));
    let mut answers = Vec::new();
    for place in 0..22 {
        answers.push(guess(&client, &format!("nama{place}")).await.status.as_u16());
    }
    assert_eq!(answers[..20], [401; 20]);
    assert_eq!(answers[20..], [429; 2]);
    let refused = sign_in(&client, "Ayah", TestAppliance::PASSWORD).await;
    refused.is_problem(429, "too_many");
    assert_eq!(refused.header("retry-after"), "30");
    sign_in(&other, "Ayah", TestAppliance::PASSWORD).await.is(200);
    the_box.clock.advance(Duration::from_secs(30));
    sign_in(&client, "Ayah", TestAppliance::PASSWORD).await.is(200);
}

#[tokio::test]
async fn a_name_spelt_otherwise_is_the_same_name() {
    let (the_box, _) = TestAppliance::family().await;
    let client = the_box.client();
    for name in ["Ayah", "ayah", "  AYAH ", "A\u{200B}yah", "ayah\u{FEFF}"] {
        guess(&client, name).await.is_problem(401, "wrong_password");
    }
    guess(&client, "aYAH").await.is_problem(429, "too_many");
}

#[tokio::test]
async fn a_wrong_old_password_counts_and_others_are_not_held_up() {
    let (the_box, ayah) = TestAppliance::family().await;
    let change = |old: &str| json!({"old": old, "new": "payung biru basah"});
    let path = "/api/v1/account/password";
    for _ in 0..5 {
        ayah.put(path, &change("bukan yang benar")).await.is_problem(422, "invalid");
    }
    let refused = ayah.put(path, &change(TestAppliance::PASSWORD)).await;
    refused.is_problem(429, "too_many");
    assert_eq!(refused.header("retry-after"), "60");
    sign_in(&the_box.client(), "Ayah", TestAppliance::PASSWORD).await.is(200);
    the_box.clock.advance(Duration::from_mins(1));
    ayah.put(path, &change(TestAppliance::PASSWORD)).await.is(204);
}

#[tokio::test]
async fn holding_somebody_off_is_noted_once_for_each_wait() {
    let (the_box, ayah) = TestAppliance::family().await;
    let stranger = from_afar(&the_box, 2);
    for _ in 0..20 {
        guess(&stranger, "Ayah").await;
    }
    let page = ayah.get("/api/v1/audit?kind=hold_off&kind=sign_in").await.is(200);
    let kinds: Vec<&Value> = page["items"].as_array().unwrap().iter().map(|item| &item["kind"]).collect();
    assert_eq!(kinds, ["hold_off", "sign_in", "sign_in", "sign_in", "sign_in", "sign_in"]);
    assert_eq!(page["items"][0]["address"], "127.0.0.2");
}

/// Follows an invitation under a name.
async fn join(client: &Client, code: &Value, name: &str, password: &str, totp: Option<&str>) -> Answer {
    let mut who = json!({"code": code, "name": name, "password": password, "language": "id"});
    if let Some(totp) = totp {
        who["totp"] = json!(totp);
    }
    client.post("/api/v1/join", &who).await
}

async fn invited(owner: &Client) -> Value {
    let place = json!({"role": "viewer", "wallets": []});
    owner.post("/api/v1/invitations", &place).await.is(201)["code"].clone()
}

#[tokio::test]
async fn an_invitation_is_no_other_place_to_guess_passwords() {
    let (the_box, ayah) = TestAppliance::family().await;
    let neighbour = the_box.neighbour();
    let code = invited(&neighbour).await;
    let stranger = from_afar(&the_box, 2);
    for _ in 0..5 {
        let problem =
            join(&stranger, &code, "Ayah", "bukan yang benar", None).await.is_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["code"], "taken");
    }
    // The right one is not even looked at, and signing in waits alike.
    join(&stranger, &code, "ayah ", TestAppliance::PASSWORD, None).await.is_problem(429, "too_many");
    sign_in(&stranger, "Ayah", TestAppliance::PASSWORD).await.is_problem(429, "too_many");
    // His family reads that somebody tried.
    let log = ayah.get("/api/v1/audit?kind=sign_in&kind=hold_off").await.is(200);
    let refused = |item: &&Value| item["outcome"] == "refused" && item["member"]["name"] == "Ayah";
    assert_eq!(log["items"].as_array().unwrap().iter().filter(refused).count(), 6, "{log:#}");
    // He himself joins, and that is a sign-in to the log of his own family.
    join(&the_box.client(), &code, "Ayah", TestAppliance::PASSWORD, None).await.is(201);
    let log = ayah.get("/api/v1/audit?kind=sign_in").await.is(200);
    assert_eq!(
        (&log["items"][0]["outcome"], &log["items"][0]["member"]["name"]),
        (&json!("done"), &json!("Ayah"))
    );
    // A new name is nobody's to guess.
    let code = invited(&neighbour).await;
    join(&the_box.client(), &code, "Paman", "payung biru basah", None).await.is(201);
}

#[tokio::test]
async fn an_invitation_is_no_other_place_to_try_codes() {
    let (the_box, ayah) = TestAppliance::family().await;
    let password = json!({"password": TestAppliance::PASSWORD});
    let offer = ayah.post("/api/v1/account/totp", &password).await.is(201);
    let app = TotpApp(offer["secret"].as_str().unwrap().to_owned());
    ayah.post("/api/v1/account/totp/confirm", &json!({"code": app.code(&the_box)})).await.is(200);
    let code = invited(&the_box.neighbour()).await;
    // Without a code nothing was tried, however often.
    for _ in 0..8 {
        let problem = join(&the_box.client(), &code, "Ayah", TestAppliance::PASSWORD, None).await;
        assert_eq!(problem.is_problem(422, "invalid")["errors"][0]["code"], "missing");
    }
    // From wherever they are tried.
    for last in 2..7 {
        let client = from_afar(&the_box, last);
        let wrong = join(&client, &code, "Ayah", TestAppliance::PASSWORD, Some("000000")).await;
        assert_eq!(wrong.is_problem(422, "invalid")["errors"][0]["code"], "wrong");
    }
    the_box.clock.advance(Duration::from_secs(31));
    let client = from_afar(&the_box, 9);
    let right = app.code(&the_box);
    join(&client, &code, "Ayah", TestAppliance::PASSWORD, Some(&right)).await.is_problem(429, "too_many");
    the_box.clock.advance(Duration::from_mins(1));
    let right = app.code(&the_box);
    join(&client, &code, "Ayah", TestAppliance::PASSWORD, Some(&right)).await.is(201);
}
