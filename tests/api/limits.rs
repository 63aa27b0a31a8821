//! How often somebody may call.

use std::time::Duration;

use catatduit::ledger::Role;
use serde_json::json;

use crate::support::appliance::{Clock, Setting, TestAppliance};
use crate::support::client::Client;

/// A box with the limits that a family has.
async fn usual() -> (TestAppliance, Clock) {
    let clock = Clock::new();
    let setting = Setting::default().told("LIMITS_API_BURST", "20").told("LIMITS_PAGES_BURST", "120");
    (setting.start(&clock).await, clock)
}

/// A program of this member's, with a token of its own.
async fn program(member: &Client) -> Client {
    let made = member.post("/api/v1/tokens", &json!({"name": "skrip", "scope": "read"})).await.is(201);
    member.anonymous().with("authorization", &format!("Bearer {}", made["secret"].as_str().unwrap()))
}

/// How many calls are answered before one is refused.
async fn answered(client: &Client, most: usize) -> usize {
    for done in 0..most {
        if client.get("/api/v1/wallets").await.status == 429 {
            return done;
        }
    }
    panic!("{most} calls at once, and none is refused");
}

#[tokio::test]
async fn a_program_that_calls_too_often_is_asked_to_wait() {
    let (the_box, clock) = usual().await;
    let skrip = program(&the_box.set_up().await).await;
    let first = skrip.get("/api/v1/wallets").await;
    first.is(200);
    assert_eq!(first.header("ratelimit-policy"), "\"account\";q=20;w=2");
    assert_eq!(first.header("ratelimit"), "\"account\";r=19;t=1");
    for left in (0..19).rev() {
        let answer = skrip.get("/api/v1/session").await;
        assert!(answer.header("ratelimit").starts_with(&format!("\"account\";r={left};")), "{answer:?}");
    }
    let refused = skrip.get("/api/v1/wallets").await;
    refused.is_problem(429, "too_many");
    assert_eq!(refused.header("retry-after"), "1");
    // It is told which limit that was, not which one it did not reach.
    assert_eq!(refused.header("ratelimit-policy"), "\"account\";q=20;w=2");
    assert_eq!(refused.header("ratelimit"), "\"account\";r=0;t=2");
    clock.advance(Duration::from_secs(1));
    skrip.get("/api/v1/wallets").await.is(200);
}

#[tokio::test]
async fn whoever_opens_page_after_page_is_never_refused() {
    let (the_box, clock) = usual().await;
    let ayah = the_box.set_up().await;
    // Three pages a second, of eight calls each, for a minute; and something written down on each.
    for _ in 0..180 {
        for _ in 0..8 {
            ayah.get("/api/v1/wallets").await.is(200);
        }
        ayah.post("/api/v1/readings", &json!({"text": "kopi 22rb"})).await.is(200);
        clock.advance(Duration::from_millis(333));
    }
    let answer = ayah.get("/api/v1/wallets").await;
    assert_eq!(answer.header("ratelimit-policy"), "\"session\";q=120;w=4");
}

#[tokio::test]
async fn the_pages_of_a_member_have_a_limit_too() {
    let (the_box, clock) = usual().await;
    let ayah = the_box.set_up().await;
    clock.advance(Duration::from_mins(1));
    assert_eq!(answered(&ayah, 200).await, 120);
    clock.advance(Duration::from_secs(1));
    assert_eq!(answered(&ayah, 200).await, 30);
}

#[tokio::test]
async fn the_programs_of_a_member_share_a_limit_and_leave_the_pages_theirs() {
    let (the_box, _clock) = usual().await;
    let ayah = the_box.set_up().await;
    let (one, other) = (program(&ayah).await, program(&ayah).await);
    assert_eq!(answered(&one, 100).await, 20);
    other.get("/api/v1/wallets").await.is_problem(429, "too_many");
    ayah.get("/api/v1/wallets").await.is(200);
}

#[tokio::test]
async fn one_member_does_not_hold_up_another_at_the_same_address() {
    let (the_box, _clock) = usual().await;
    let ayah = the_box.set_up().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    answered(&ayah, 200).await;
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
async fn a_made_up_key_makes_nobody_more_than_a_visitor() {
    let (the_box, clock) = usual().await;
    let ayah = the_box.set_up().await;
    clock.advance(Duration::from_mins(1));
    let mut guesser = the_box.client();
    for tries in 0..20 {
        guesser.hold(&format!("guess-{tries}"));
        guesser.get("/api/v1/wallets").await.is_problem(401, "unauthenticated");
    }
    guesser.get("/api/v1/wallets").await.is_problem(429, "too_many");
    // Neither members nor visitors at the same address wait for it.
    ayah.get("/api/v1/wallets").await.is(200);
    the_box.client().get("/api/v1/setup").await.is(200);
    clock.advance(Duration::from_secs(1));
    guesser.get("/api/v1/wallets").await.is_problem(401, "unauthenticated");
}

#[tokio::test]
async fn what_is_nobodys_own_has_a_limit_that_no_page_reaches() {
    let (the_box, clock) = usual().await;
    let ayah = the_box.set_up().await;
    for _ in 0..1_500 {
        assert_eq!(ayah.get("/readyz").await.status, 200);
        assert_eq!(ayah.get("/manifest.webmanifest").await.status, 200);
    }
    for address in ["/readyz", "/healthz", "/metrics", "/", "/manifest.webmanifest"] {
        let answer = ayah.get(address).await;
        assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (429, "1"), "{address}");
    }
    // Whoever opens file after file keeps nobody from their records.
    ayah.get("/api/v1/wallets").await.is(200);
    clock.advance(Duration::from_secs(1));
    assert_eq!(ayah.get("/readyz").await.status, 200);
}
