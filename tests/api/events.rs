//! Changes as they happen.

use std::time::Duration;

use catatduit::ledger::Role;
use serde_json::json;

use crate::support::appliance::TestAppliance;
use crate::support::client::Event;

#[tokio::test]
async fn a_change_by_anyone_in_the_house_comes_at_once() {
    let (the_box, ayah) = TestAppliance::family().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    let mut follower = ibu.follow(None).await;
    let Some(Event { id, name, data }) = follower.next().await else { panic!("no beginning") };
    assert_eq!((name.as_str(), &data), ("ready", &json!({"seq": id})));

    let bakso = ayah.record("bakso 15rb pake gopay").await;
    let change = follower.change().await;
    assert_eq!(change["seq"], id + 1);
    assert_eq!(change["act"], "record");
    assert_eq!(change["transactions"], json!([bakso["id"]]));
    assert_eq!(change["wallets"], json!([bakso["wallet"]["id"]]));
    assert_eq!(change["member"], bakso["member"]["id"]);
    assert_eq!(change["household"], ayah.get("/api/v1/session").await.is(200)["household"]["id"]);
    assert_eq!(change["at"], "2026-11-22T03:00:00Z");

    let address = format!("/api/v1/transactions/{}", bakso["id"].as_str().unwrap());
    let cash = ayah.wallet("Cash").await["id"].clone();
    ayah.patch(&address, &json!({"wallet": cash})).await.is(200);
    let change = follower.change().await;
    assert_eq!((&change["act"], change["wallets"].as_array().unwrap().len()), (&json!("amend"), 2));
    ayah.delete(&address).await.is(200);
    assert_eq!(follower.change().await["act"], "void");
    ayah.act("/api/v1/undo").await.is(200);
    assert_eq!(follower.change().await["act"], "undo");
    ayah.post("/api/v1/wallets", &json!({"name": "OVO"})).await.is(201);
    assert_eq!(follower.change().await["act"], "add_wallet");
}

#[tokio::test]
async fn who_comes_back_misses_nothing() {
    let (_box, ayah) = TestAppliance::family().await;
    let mut follower = ayah.follow(None).await;
    let seen = follower.next().await.unwrap().id;
    drop(follower);
    for number in 1..=250 {
        ayah.record(&format!("parkir {number}000 pake cash")).await;
    }
    let mut follower = ayah.follow(Some(seen)).await;
    assert_eq!(follower.next().await.unwrap().id, seen);
    for number in 1..=250 {
        assert_eq!(follower.change().await["seq"], seen + number);
    }
    follower.is_quiet().await;
    let mut later = ayah.follow(Some(seen + 249)).await;
    later.next().await;
    assert_eq!(later.change().await["seq"], seen + 250);
}

#[tokio::test]
async fn a_place_beyond_the_end_begins_at_the_end() {
    let (_box, ayah) = TestAppliance::family().await;
    let mut follower = ayah.follow(Some(1_000_000)).await;
    let ready = follower.next().await.unwrap();
    assert!(ready.id < 1_000, "{ready:?}");
    ayah.record("kopi 22rb").await;
    assert_eq!(follower.change().await["seq"], ready.id + 1);
    ayah.with("last-event-id", "abc").get("/api/v1/events").await.is_problem(400, "malformed");
}

#[tokio::test]
async fn what_happens_next_door_stays_there() {
    let (the_box, ayah) = TestAppliance::family().await;
    let neighbour = the_box.neighbour();
    let mut follower = neighbour.follow(Some(0)).await;
    assert_eq!(follower.next().await.unwrap().name, "ready");
    assert_eq!(follower.change().await["act"], "set_up");
    assert_eq!(follower.change().await["act"], "join");
    ayah.record("bakso 15rb pake gopay").await;
    follower.is_quiet().await;
    let own = neighbour.record("kopi 20rb").await;
    assert_eq!(follower.change().await["transactions"], json!([own["id"]]));
}

#[tokio::test]
async fn a_stream_ends_with_its_session_and_with_the_box() {
    let (the_box, mut ayah) = TestAppliance::family().await;
    let mut staying = ayah.follow(None).await;
    staying.next().await;
    let who = json!({"name": "Ayah", "password": TestAppliance::PASSWORD});
    let answer = ayah.post("/api/v1/session", &who).await;
    answer.is(200);
    ayah.take_cookie(&answer);
    let mut leaving = ayah.follow(None).await;
    leaving.next().await;
    assert_eq!(ayah.delete("/api/v1/session").await.status, 204);
    assert_eq!(leaving.next().await, None, "the session it lived by has ended");
    staying.is_quiet().await;
    ayah.get("/api/v1/events").await.is_problem(401, "unauthenticated");
    the_box.stop().await;
    assert_eq!(staying.next().await, None, "the box has stopped");
}

#[tokio::test]
async fn a_stream_of_a_session_that_grew_old_ends_at_the_next_change() {
    let (the_box, ayah) = TestAppliance::family().await;
    let mut follower = ayah.follow(None).await;
    follower.next().await;
    the_box.clock.advance(Duration::from_hours(24 * 31));
    the_box.member("Ibu", Role::Adult);
    assert_eq!(follower.next().await, None);
}

#[tokio::test]
async fn a_stream_is_not_stored_on_its_way() {
    let (_box, ayah) = TestAppliance::family().await;
    let request = ayah.request(reqwest::Method::GET, "/api/v1/events");
    let response = request.send().await.unwrap();
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert_eq!(response.headers()["x-accel-buffering"], "no");
}

#[tokio::test]
async fn one_member_does_not_take_the_streams_of_all() {
    let (the_box, ayah) = TestAppliance::family().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    let mut first = ayah.follow(None).await;
    first.next().await.unwrap();
    let mut followers = Vec::new();
    for _ in 0..20 {
        let mut follower = ayah.follow(None).await;
        follower.next().await.unwrap();
        followers.push(follower);
    }
    assert!(first.next().await.is_none(), "the newest took the place of the oldest");
    let mut other = ibu.follow(None).await;
    other.next().await.unwrap();
    ayah.record("kopi 22rb").await;
    assert_eq!(other.change().await["act"], "record");
    assert_eq!(followers[0].change().await["act"], "record");
}
