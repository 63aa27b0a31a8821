//! Taking back, and taking that back.

use catatduit::ledger::Role;
use serde_json::json;

use crate::support::appliance::TestAppliance;

#[tokio::test]
async fn an_act_is_taken_back_whole_and_restored() {
    let (_box, ayah) = TestAppliance::family().await;
    let said = ayah.say("bakso 15rb, es teh 5rb pake gopay").await;
    assert_eq!(said["transactions"].as_array().unwrap().len(), 2, "{said:#}");
    let undone = ayah.act(&format!("/api/v1/changes/{}/undo", said["change"])).await.is(200);
    assert_eq!(undone["transactions"].as_array().unwrap().len(), 2);
    assert!(undone["transactions"][0]["voided"].is_string());
    assert_eq!(ayah.balance("GoPay").await, 250_000);
    ayah.act(&format!("/api/v1/changes/{}/undo", said["change"])).await.is_problem(410, "gone");

    let restored = ayah.act(&format!("/api/v1/changes/{}/undo", undone["change"])).await.is(200);
    assert!(restored["transactions"][0]["voided"].is_null());
    assert_eq!(ayah.balance("GoPay").await, 230_000);
}

#[tokio::test]
async fn the_newest_act_is_ones_own() {
    let (the_box, ayah) = TestAppliance::family().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    ibu.act("/api/v1/undo").await.is_problem(404, "missing");
    ibu.record("sayur 30rb pake cash").await;
    ayah.record("bensin 50rb pake cash").await;
    let undone = ibu.act("/api/v1/undo").await.is(200);
    assert_eq!(undone["transactions"][0]["amount"], 30_000);
    assert_eq!(ayah.balance("Cash").await, 450_000);
    ibu.act("/api/v1/undo").await.is_problem(404, "missing");
}

#[tokio::test]
async fn what_was_changed_since_is_not_taken_back_blindly() {
    let (_box, ayah) = TestAppliance::family().await;
    let said = ayah.say("bakso 15rb pake gopay").await;
    let id = said["transactions"][0]["id"].as_str().unwrap();
    ayah.patch(&format!("/api/v1/transactions/{id}"), &json!({"amount": 18_000})).await.is(200);
    ayah.act(&format!("/api/v1/changes/{}/undo", said["change"])).await.is_problem(409, "stale");
    assert_eq!(ayah.balance("GoPay").await, 232_000);
    // The newest first, then the one before.
    ayah.act("/api/v1/undo").await.is(200);
    assert_eq!(ayah.balance("GoPay").await, 235_000);
}

#[tokio::test]
async fn what_is_no_change_cannot_be_taken_back() {
    let (_box, ayah) = TestAppliance::family().await;
    for seq in ["999999", "0", "abc", "-1", "99999999999999999999999"] {
        ayah.act(&format!("/api/v1/changes/{seq}/undo")).await.is_problem(404, "missing");
    }
    // The set-up of the house is nobody's to take back.
    ayah.act("/api/v1/changes/1/undo").await.is_problem(403, "forbidden");
}
