//! When the box was away, as its keeper sees it and is told of it.

use std::time::Duration;

use catatduit::ledger::Role;
use catatduit::store::{Chat, ChatKind, Look, StoreError};
use serde_json::json;

use crate::support::appliance::{Clock, Setting, TestAppliance};
use crate::support::fake_telegram::{FakeTelegram, Room, SARI};

#[tokio::test(flavor = "multi_thread")]
async fn a_power_cut_is_listed_and_told_to_the_owner_once() {
    let (folder, clock, fake) = (tempfile::tempdir().unwrap(), Clock::new(), FakeTelegram::start().await);
    let the_box = Setting::default().in_folder(folder.path()).start(&clock).await;
    let owner = the_box.set_up().await;
    let household = the_box.store.read(Look::households).unwrap().remove(0).id;
    let ayah = the_box.store.read(|look| look.members(household)).unwrap().remove(0);
    let (kind, linked) = (ChatKind::Private, clock.now());
    let chat = Chat { chat: SARI.id, kind, household, member: ayah.id, linked, name: None };
    the_box.store.write(move |pen| -> Result<(), StoreError> { pen.put_chat(&chat) }).unwrap();
    assert_eq!(owner.get("/api/v1/outages").await.is(200)["items"], json!([]), "its first start");

    // The last thing it does is to live, as if the power went then.
    let app = the_box.app().clone();
    the_box.stop().await;
    clock.advance(Duration::from_mins(5));
    app.beat(Duration::from_mins(5)).unwrap();
    drop(app);
    clock.advance(Duration::from_mins(192));
    let setting = Setting::default().in_folder(folder.path()).telegram(&fake).impatient();
    let the_box = setting.start(&clock).await;
    // A bot cannot write to somebody who never wrote to it.
    fake.say(Room::Private(SARI), SARI, "/start");
    let told = fake.until_shown(Room::Private(SARI), "mati mendadak selama 3 j").await;
    assert!(told.text.contains("dari hari ini 10.05 sampai hari ini 13."), "{}", told.text);

    let owner = owner.moved_to(the_box.address());
    let seen = owner.get("/api/v1/outages").await.is(200);
    let shown = &seen["items"][0];
    assert_eq!((&shown["from"], &shown["clean"]), (&json!("2026-11-22T03:05:00Z"), &json!(false)));
    // By how long it has been up meanwhile it may be shorter.
    assert!((11_500..=11_520).contains(&shown["seconds"].as_u64().unwrap()), "{shown}");
    fake.until_drained().await;
    let times = fake.shown(SARI.id).iter().filter(|shown| shown.text.contains("mendadak")).count();
    assert_eq!(times, 1, "it is told once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_that_somebody_asked_for_is_listed_and_told_to_nobody() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), Clock::new());
    let the_box = Setting::default().in_folder(folder.path()).start(&clock).await;
    let owner = the_box.set_up().await;
    the_box.stop().await;
    clock.advance(Duration::from_hours(8));
    let the_box = Setting::default().in_folder(folder.path()).impatient().start(&clock).await;
    the_box.app().beat(Duration::ZERO).unwrap();
    let owner = owner.moved_to(the_box.address());
    let seen = owner.get("/api/v1/outages").await.is(200);
    assert_eq!(seen["items"][0]["clean"], json!(true), "{seen}");
    assert_eq!(the_box.app().outage_news().unwrap(), None);
}

#[tokio::test]
async fn only_the_keeper_of_the_box_looks() {
    let (the_box, owner) = TestAppliance::family().await;
    owner.get("/api/v1/outages").await.is(200);
    the_box.member("Ibu", Role::Adult).get("/api/v1/outages").await.is(403);
    the_box.neighbour().get("/api/v1/outages").await.is(403);
}
