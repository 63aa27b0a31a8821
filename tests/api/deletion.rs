//! Asking to be deleted, calling it off, and the receipt.

use std::time::Duration;

use catatduit::ledger::Role;
use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;

const DAY: Duration = Duration::from_hours(24);
const ACCOUNT: &str = "/api/v1/deletion/account";
const HOUSEHOLD: &str = "/api/v1/deletion/household";

#[tokio::test]
async fn a_person_asks_thinks_again_and_is_deleted_in_the_end() {
    let (the_box, ayah) = TestAppliance::family().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    let bought = ibu.record("beli bakso 15rb pake gopay").await;
    ibu.post(ACCOUNT, &json!({"name": "Ayah"})).await.is_problem(422, "invalid");
    let asked = ibu.post(ACCOUNT, &json!({"name": "ibu"})).await.is(201);
    assert_eq!(asked["deletion"]["due"], "2026-11-29T03:00:00Z");
    ibu.post(ACCOUNT, &json!({"name": "Ibu"})).await.is_problem(422, "invalid");
    ibu.delete(ACCOUNT).await.is(204);
    ibu.delete(ACCOUNT).await.is_problem(404, "missing");
    let receipt = |asked: &Value| format!("/api/v1/receipts/{}", asked["receipt"].as_str().unwrap());
    the_box.client().get(&receipt(&asked)).await.is_problem(404, "missing");

    let asked = ibu.post(ACCOUNT, &json!({"name": "Ibu"})).await.is(201);
    let to_come = ibu.get("/api/v1/deletion").await.is(200);
    assert_eq!((&to_come["account"]["by"]["name"], &to_come["household"]), (&json!("Ibu"), &Value::Null));
    assert_eq!(ayah.get("/api/v1/deletion").await.is(200)["account"], Value::Null);
    let due = |me: &Value, of: &str| me["deletion"][of]["due"].clone();
    let (hers, his) = (ibu.get("/api/v1/session").await.is(200), ayah.get("/api/v1/session").await.is(200));
    assert_eq!((due(&hers, "account"), due(&his, "account")), (json!("2026-11-29T03:00:00Z"), Value::Null));
    let waiting = the_box.client().get(&receipt(&asked)).await.is(200);
    assert_eq!((&waiting["finished"], &waiting["household"]), (&Value::Null, &json!(false)));

    the_box.clock.advance(7 * DAY);
    assert_eq!(the_box.app().carry_out_farewells().unwrap(), 1);
    ibu.get("/api/v1/session").await.is_problem(401, "unauthenticated");
    let done = the_box.client().get(&receipt(&asked)).await;
    assert!(!done.text.contains("Ibu") && !done.text.contains("akso"), "{}", done.text);
    let done = done.is(200);
    assert_eq!(done["finished"], "2026-11-29T03:00:00Z");
    assert_eq!((&done["deleted"]["transactions"], &done["deleted"]["members"]), (&json!(1), &json!(1)));
    let left = ayah.get(&format!("/api/v1/transactions/{}", bought["id"].as_str().unwrap())).await.is(200);
    assert_eq!(
        (&left["amount"], &left["description"], &left["text"], &left["member"]["name"]),
        (&json!(15_000), &json!(""), &Value::Null, &json!("Mantan anggota"))
    );
    assert_eq!(ayah.balance("GoPay").await, 235_000);
}

#[tokio::test]
async fn a_household_is_deleted_by_its_owners_and_the_box_can_be_set_up_again() {
    let (the_box, ayah) = TestAppliance::family().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    ibu.post(HOUSEHOLD, &json!({"name": "Keluarga Uji"})).await.is_problem(403, "forbidden");
    ayah.post(ACCOUNT, &json!({"name": "Ayah"})).await.is_problem(422, "invalid");
    let asked = ayah.post(HOUSEHOLD, &json!({"name": "Keluarga Uji"})).await.is(201);
    ibu.delete(HOUSEHOLD).await.is_problem(403, "forbidden");
    let seen = ibu.get("/api/v1/deletion").await.is(200)["household"].clone();
    assert_eq!(seen["by"]["name"], "Ayah");
    // Everybody's pages tell of it, with its day.
    assert_eq!(ibu.get("/api/v1/session").await.is(200)["deletion"]["household"], seen);
    let kinds = ayah.get("/api/v1/audit?kind=ask_deletion").await.is(200);
    assert_eq!(kinds["items"][0]["member"]["name"], "Ayah");

    the_box.clock.advance(7 * DAY);
    assert_eq!(the_box.app().carry_out_farewells().unwrap(), 1);
    ayah.get("/api/v1/session").await.is_problem(401, "unauthenticated");
    let receipt = format!("/api/v1/receipts/{}", asked["receipt"].as_str().unwrap());
    let done = the_box.client().get(&receipt).await.is(200);
    assert_eq!((&done["household"], &done["deleted"]["wallets"]), (&json!(true), &json!(3)));
    let again = the_box.set_up().await;
    assert_eq!(again.balance("GoPay").await, 250_000);
}

#[tokio::test]
async fn an_owner_says_how_long_things_are_kept() {
    let (the_box, ayah) = TestAppliance::family().await;
    let address = "/api/v1/household/retention";
    let usual = ayah.get(address).await.is(200);
    assert_eq!(
        usual,
        json!({
            "messages_months": null, "pictures_months": null, "draft_hours": null,
            "bin_days": 30, "log_days": 180,
        })
    );
    let said = json!({
        "messages_months": 12, "pictures_months": 24, "draft_hours": 12, "bin_days": 7, "log_days": 90,
    });
    let ibu = the_box.member("Ibu", Role::Adult);
    ibu.put(address, &said).await.is_problem(403, "forbidden");
    assert_eq!(ayah.put(address, &said).await.is(200), said);
    assert_eq!(ibu.get(address).await.is(200), said);
    assert_eq!(
        ayah.get("/api/v1/audit?kind=set_retention").await.is(200)["items"].as_array().unwrap().len(),
        1
    );
    let mut wrong = said.clone();
    wrong["log_days"] = json!(1);
    ayah.put(address, &wrong).await.is_problem(400, "malformed");

    let bought = ayah.record("kopi 22rb").await;
    ayah.delete(&format!("/api/v1/transactions/{}", bought["id"].as_str().unwrap())).await.is(200);
    let binned = ayah.get("/api/v1/trash").await.is(200)["items"][0].clone();
    assert_eq!(binned["erased_from"], "2026-11-29T03:00:00Z");
}
