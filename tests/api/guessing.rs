//! Guessing passwords: slowed down more and more, and nobody else is kept out by it.

use std::net::Ipv4Addr;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;
use crate::support::client::{Answer, Client};

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
