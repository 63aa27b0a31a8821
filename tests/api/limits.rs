//! How often somebody may call.

use std::time::Duration;

use catatduit::ledger::Role;

use crate::support::appliance::{Clock, Setting, TestAppliance};

/// A box with the limits that a family has.
async fn usual() -> (TestAppliance, Clock) {
    let clock = Clock::new();
    let setting = Setting::default().told("LIMITS_API_BURST", "20").told("LIMITS_API_PER_SECOND", "10");
    (setting.start(&clock).await, clock)
}

#[tokio::test]
async fn a_member_who_calls_too_often_is_asked_to_wait() {
    let (the_box, clock) = usual().await;
    let ayah = the_box.set_up().await;
    let first = ayah.get("/api/v1/wallets").await;
    first.is(200);
    assert_eq!(first.header("ratelimit-policy"), "\"account\";q=20;w=2");
    // Setting up was a call of the new owner, too.
    assert_eq!(first.header("ratelimit"), "\"account\";r=18;t=1");
    for left in (0..18).rev() {
        let answer = ayah.get("/api/v1/session").await;
        assert!(answer.header("ratelimit").starts_with(&format!("\"account\";r={left};")), "{answer:?}");
    }
    let refused = ayah.get("/api/v1/wallets").await;
    refused.is_problem(429, "too_many");
    assert_eq!(refused.header("retry-after"), "1");
    clock.advance(Duration::from_secs(1));
    ayah.get("/api/v1/wallets").await.is(200);
}

#[tokio::test]
async fn one_member_does_not_hold_up_another_at_the_same_address() {
    let (the_box, _clock) = usual().await;
    let ayah = the_box.set_up().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    while ayah.get("/api/v1/wallets").await.status != 429 {}
    ibu.get("/api/v1/wallets").await.is(200);
    // A browser that signs out in between is still the same member.
    the_box.client().get("/api/v1/setup").await.is(200);
}

#[tokio::test]
async fn an_address_that_does_not_say_who_it_is_is_held_to_the_same() {
    let (the_box, clock) = usual().await;
    let nobody = the_box.client();
    for _ in 0..20 {
        let answer = nobody.get("/api/v1/wallets").await;
        answer.is_problem(401, "unauthenticated");
        assert!(answer.header("ratelimit").starts_with("\"visitor\";"), "{answer:?}");
    }
    nobody.get("/api/v1/wallets").await.is_problem(429, "too_many");
    nobody.get("/api/v1/nothing").await.is_problem(429, "too_many");
    // The pages and the watchers of the box are no calls of the API.
    nobody.get("/healthz").await.is(200);
    assert_ne!(nobody.get("/").await.status, 429);
    clock.advance(Duration::from_secs(2));
    nobody.get("/api/v1/setup").await.is(200);
}

#[tokio::test]
async fn guessing_sessions_is_held_up_too() {
    let (the_box, _clock) = usual().await;
    let mut guesser = the_box.client();
    let mut tries = 0;
    loop {
        guesser.hold(&format!("guess-{tries}"));
        let answer = guesser.get("/api/v1/wallets").await;
        if answer.status == 429 {
            break;
        }
        answer.is_problem(401, "unauthenticated");
        tries += 1;
        assert!(tries < 200, "nobody stops a guesser");
    }
    assert_eq!(tries, 80);
}
