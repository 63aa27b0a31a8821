//! The box's backups, as its owners look at them and have one made.

use std::time::Duration;

use catatduit::backup::{Folder, Plan};
use catatduit::ledger::Role;
use serde_json::{Value, json};

use crate::backups::plan;
use crate::support::appliance::{Clock, Setting, TestAppliance};

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_has_one_made_and_sees_that_it_was_tried_out() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("backups");
    // By night the box would make one of its own accord.
    let by_hand = Plan { nightly: false, ..plan(folder.path(), Folder::own(to)) };
    let the_box = Setting::default().keeping_backups(by_hand).start(&Clock::new()).await;
    let owner = the_box.set_up().await;
    let before = owner.get("/api/v1/backups").await.is(200);
    assert_eq!(
        (&before["last"], &before["proof"], &before["items"]),
        (&Value::Null, &Value::Null, &json!([]))
    );
    assert_eq!((&before["opens_with"], &before["on_same_disk"]), (&json!("own_key"), &json!(true)));

    owner.act("/api/v1/backups").await.is(200);
    let mut seen = owner.get("/api/v1/backups").await.is(200);
    while seen["busy"] == json!(true) || seen["proof"].is_null() {
        tokio::time::sleep(Duration::from_millis(20)).await;
        seen = owner.get("/api/v1/backups").await.is(200);
    }
    assert_eq!((&seen["last"], &seen["trouble"]), (&seen["items"][0], &Value::Null));
    assert_eq!((&seen["proof"]["number"], &seen["items"][0]["proven"]), (&json!(1), &json!(true)));
}

#[tokio::test]
async fn nobody_but_an_owner_looks_and_a_box_in_memory_makes_none() {
    let (the_box, owner) = TestAppliance::family().await;
    let adult = the_box.member("Ibu", Role::Adult);
    adult.get("/api/v1/backups").await.is(403);
    adult.act("/api/v1/backups").await.is(403);
    let seen = owner.act("/api/v1/backups").await.is(200);
    assert_eq!((&seen["place"], &seen["busy"], &seen["next"]), (&Value::Null, &json!(false), &Value::Null));
}
