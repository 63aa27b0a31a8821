//! The history of one record, and taking back any part of it.

use catatduit::ledger::Role;
use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;
use crate::support::client::Client;

fn address(transaction: &Value) -> String {
    format!("/api/v1/transactions/{}", transaction["id"].as_str().unwrap())
}

async fn history(client: &Client, transaction: &Value) -> Vec<Value> {
    let page = client.get(&format!("{}/changes", address(transaction))).await.is(200);
    page["items"].as_array().unwrap().clone()
}

async fn amend(client: &Client, transaction: &Value, said: Value) -> Value {
    client.patch(&address(transaction), &said).await.is(200)["change"].clone()
}

async fn undo(client: &Client, seq: &Value) -> Value {
    client.act(&format!("/api/v1/changes/{seq}/undo")).await.is(200)["transactions"][0].clone()
}

#[tokio::test]
async fn a_record_tells_who_changed_what_of_it() {
    let (the_box, ayah) = TestAppliance::family().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    let bakso = ayah.record("bakso 15rb pake gopay").await;
    let cash = ayah.wallet("Cash").await["id"].clone();
    amend(&ibu, &bakso, json!({"amount": 18_000, "wallet": cash, "tags": ["kantor"]})).await;
    let found = history(&ayah, &bakso).await;
    assert_eq!(found.len(), 2);
    let (changed, recorded) = (&found[0], &found[1]);
    assert_eq!((&changed["act"], &changed["title"]), (&json!("amend"), &json!("Diubah")));
    assert_eq!((&changed["member"]["name"], &changed["channel"]), (&json!("Ibu"), &json!("api")));
    assert_eq!((&changed["may_undo"], &changed["undone_by"]), (&json!(true), &Value::Null));
    let fields: Vec<&Value> =
        changed["differences"].as_array().unwrap().iter().map(|part| &part["field"]).collect();
    assert_eq!(fields, ["amount", "wallet", "tags"]);
    let amount = &changed["differences"][0];
    assert_eq!(amount["before"], json!({"value": "15000", "text": "Rp15.000"}));
    assert_eq!(amount["after"], json!({"value": "18000", "text": "Rp18.000"}));
    assert_eq!(changed["differences"][1]["after"], json!({"value": cash, "text": "Cash"}));
    assert_eq!(
        (&changed["differences"][2]["before"], &changed["differences"][2]["after"]["text"]),
        (&Value::Null, &json!("#kantor"))
    );
    assert_eq!(recorded["act"], "record");
    assert_eq!(recorded["differences"][0]["after"]["text"], "Pengeluaran");
    assert!(recorded["differences"].as_array().unwrap().iter().all(|part| part["before"].is_null()));

    let seq = changed["seq"].clone();
    undo(&ayah, &seq).await;
    let found = history(&ayah, &bakso).await;
    assert_eq!((&found[0]["act"], &found[0]["undoes"]), (&json!("undo"), &seq));
    assert_eq!((&found[1]["undone_by"], &found[1]["may_undo"]), (&found[0]["seq"], &json!(false)));
    assert_eq!(history(&the_box.member("Nenek", Role::Viewer), &bakso).await[0]["may_undo"], false);
    the_box.neighbour().get(&format!("{}/changes", address(&bakso))).await.is_problem(404, "missing");
}

#[tokio::test]
async fn any_change_is_taken_back_while_later_ones_of_other_parts_stand() {
    let (the_box, ayah) = TestAppliance::family().await;
    let bakso = ayah.record("bakso 15rb pake gopay").await;
    let amount = amend(&ayah, &bakso, json!({"amount": 18_000})).await;
    amend(&ayah, &bakso, json!({"category": "hiburan", "note": "traktir"})).await;
    let cash = ayah.wallet("Cash").await["id"].clone();
    amend(&ayah, &bakso, json!({"wallet": cash})).await;
    let now = undo(&ayah, &amount).await;
    assert_eq!(
        (&now["amount"], &now["category"], &now["note"]),
        (&json!(15_000), &json!("hiburan"), &json!("traktir"))
    );
    assert_eq!((ayah.balance("GoPay").await, ayah.balance("Cash").await), (250_000, 485_000));
    let report = the_box.store.audit().unwrap();
    assert!(report.is_sound(), "{report:?}");
}

#[tokio::test]
async fn a_later_change_of_the_same_part_is_named_and_nothing_is_changed() {
    let (_box, ayah) = TestAppliance::family().await;
    let bakso = ayah.record("bakso 15rb pake gopay").await;
    let first = amend(&ayah, &bakso, json!({"amount": 18_000, "note": "a"})).await;
    let second = amend(&ayah, &bakso, json!({"amount": 20_000, "note": "b"})).await;
    let problem = ayah.act(&format!("/api/v1/changes/{first}/undo")).await.is_problem(409, "stale");
    let fields: Vec<&Value> =
        problem["errors"].as_array().unwrap().iter().map(|error| &error["field"]).collect();
    assert_eq!(fields, ["amount", "note"]);
    assert_eq!(ayah.get(&address(&bakso)).await.is(200)["amount"], 20_000);
    undo(&ayah, &second).await;
    let now = undo(&ayah, &first).await;
    assert_eq!((&now["amount"], &now["note"]), (&json!(15_000), &Value::Null));
    // In the bin nothing of it is taken back.
    let third = amend(&ayah, &bakso, json!({"amount": 30_000})).await;
    ayah.delete(&address(&bakso)).await.is(200);
    let problem = ayah.act(&format!("/api/v1/changes/{third}/undo")).await.is_problem(409, "stale");
    assert_eq!(problem["errors"][0]["field"], "voided");
}
