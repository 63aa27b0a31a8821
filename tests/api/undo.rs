//! Taking back, and taking that back.

use catatduit::ledger::Role;
use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;
use crate::support::client::Client;

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

async fn own_id(client: &Client) -> Value {
    client.get("/api/v1/session").await.is(200)["member"]["id"].clone()
}

/// Where the newest change stands.
fn newest(the_box: &TestAppliance) -> u64 {
    *the_box.app().head().borrow()
}

async fn share(client: &Client, wallet: &Value, sharing: &Value) {
    client.put(&format!("/api/v1/wallets/{}/sharing", wallet.as_str().unwrap()), sharing).await.is(200);
}

async fn scoped(client: &Client, scope: &str) -> Client {
    let made = client.post("/api/v1/tokens", &json!({"name": scope, "scope": scope})).await.is(201);
    client.anonymous().with("authorization", &format!("Bearer {}", made["secret"].as_str().unwrap()))
}

#[tokio::test]
async fn who_sees_a_wallet_is_taken_back_by_who_decides_it_alone() {
    let (the_box, ayah) = TestAppliance::family().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    let (father, mother) = (own_id(&ayah).await, own_id(&ibu).await);
    let wallet = ayah.wallet("GoPay").await["id"].clone();
    let grants = json!([{"member": mother, "sees": "full"}]);
    share(&ayah, &wallet, &json!({"holder": father, "others": "private", "grants": grants})).await;
    let seq = newest(&the_box);
    // She sees all of it, and does not decide who else does.
    ibu.act(&format!("/api/v1/changes/{seq}/undo")).await.is_problem(403, "forbidden");
    let sharing = ayah.get(&format!("/api/v1/wallets/{}/sharing", wallet.as_str().unwrap())).await.is(200);
    assert_eq!(sharing["others"], "private");
    ayah.act(&format!("/api/v1/changes/{seq}/undo")).await.is(200);
    let sharing = ayah.get(&format!("/api/v1/wallets/{}/sharing", wallet.as_str().unwrap())).await.is(200);
    assert_eq!((&sharing["holder"], &sharing["others"]), (&Value::Null, &json!("full")));
    // It is nobody's now: an owner may, she may not, though she made the next change of it herself.
    let seq = newest(&the_box);
    ibu.act(&format!("/api/v1/changes/{seq}/undo")).await.is_problem(403, "forbidden");
}

#[tokio::test]
async fn nobody_comes_back_as_the_holder_of_a_wallet_after_they_left() {
    let (the_box, ayah) = TestAppliance::family().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    let mother = own_id(&ibu).await;
    let wallet = ayah.wallet("GoPay").await["id"].clone();
    share(&ayah, &wallet, &json!({"holder": mother, "others": "full", "grants": []})).await;
    share(&ibu, &wallet, &json!({"holder": null, "others": "full", "grants": []})).await;
    let seq = newest(&the_box);
    ayah.delete(&format!("/api/v1/members/{}", mother.as_str().unwrap())).await.is(204);
    ayah.act(&format!("/api/v1/changes/{seq}/undo")).await.is_problem(409, "stale");
    ayah.wallet("GoPay").await;
}

#[tokio::test]
async fn what_a_key_may_not_do_it_does_not_take_back() {
    let (the_box, ayah) = TestAppliance::family().await;
    let wallet = ayah.wallet("GoPay").await["id"].as_str().unwrap().to_owned();
    let (record, write) = (scoped(&ayah, "record").await, scoped(&ayah, "write").await);
    ayah.patch(&format!("/api/v1/wallets/{wallet}"), &json!({"name": "Dompet Ijo"})).await.is(200);
    let renamed = newest(&the_box);
    ayah.put("/api/v1/rates/USD/2026-11-20", &json!({"micros": 16_000_000_000_i64})).await.is(200);
    let rated = newest(&the_box);
    ayah.patch("/api/v1/categories/hewan", &json!({"hidden": true})).await.is(200);
    let hidden = newest(&the_box);
    ayah.put(&format!("/api/v1/wallets/{wallet}/balance"), &json!({"balance": 1_000})).await.is(200);
    let set = newest(&the_box);
    for seq in [renamed, rated, hidden, set] {
        record.act(&format!("/api/v1/changes/{seq}/undo")).await.is_problem(403, "forbidden");
    }
    record.act("/api/v1/undo").await.is_problem(403, "forbidden");
    for seq in [renamed, rated, hidden, set] {
        write.act(&format!("/api/v1/changes/{seq}/undo")).await.is(200);
    }
    // What it may do it takes back.
    let said = record.say("bakso 15rb pake cash").await;
    record.act(&format!("/api/v1/changes/{}/undo", said["change"])).await.is(200);
}

#[tokio::test]
async fn who_is_no_adult_any_more_takes_back_no_wallet() {
    let (the_box, ayah) = TestAppliance::family().await;
    let rani = the_box.member("Rani", Role::Adult);
    let child = own_id(&rani).await;
    let wallet = ayah.wallet("GoPay").await["id"].clone();
    let grants = json!([{"member": child, "sees": "full"}]);
    share(&ayah, &wallet, &json!({"holder": own_id(&ayah).await, "others": "full", "grants": grants})).await;
    rani.patch(&format!("/api/v1/wallets/{}", wallet.as_str().unwrap()), &json!({"name": "Dompet Ijo"}))
        .await
        .is(200);
    let seq = newest(&the_box);
    ayah.patch(&format!("/api/v1/members/{}", child.as_str().unwrap()), &json!({"role": "child"}))
        .await
        .is(200);
    rani.act(&format!("/api/v1/changes/{seq}/undo")).await.is_problem(403, "forbidden");
}
