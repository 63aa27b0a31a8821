//! The bin.

use std::time::Duration;

use catatduit::ledger::Role;
use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;
use crate::support::client::Client;

const DAY: Duration = Duration::from_hours(24);

async fn names(client: &Client, query: &str) -> (Vec<String>, Option<String>) {
    let page = client.get(&format!("/api/v1/trash?{query}")).await.is(200);
    let items = page["items"].as_array().unwrap().iter();
    let names = items.map(|item| item["transaction"]["description"].as_str().unwrap().to_owned()).collect();
    (names, page["next_cursor"].as_str().map(str::to_owned))
}

async fn thrown_away(the_box: &TestAppliance, client: &Client, text: &str) -> Value {
    let made = client.record(&format!("{text} pake gopay")).await;
    the_box.clock.advance(Duration::from_secs(1));
    client.delete(&format!("/api/v1/transactions/{}", made["id"].as_str().unwrap())).await.is(200);
    made["id"].clone()
}

#[tokio::test]
async fn what_was_taken_back_lies_in_the_bin_and_comes_out_again() {
    let (the_box, ayah) = TestAppliance::family().await;
    let mut ids = Vec::new();
    for text in ["bakso 15rb", "kopi 22rb", "roti 12rb"] {
        ids.push(thrown_away(&the_box, &ayah, text).await);
    }
    let (first, cursor) = names(&ayah, "limit=2").await;
    assert_eq!(first, ["Roti", "Kopi"]);
    let (second, end) = names(&ayah, &format!("limit=2&cursor={}", cursor.unwrap())).await;
    assert_eq!((second, end), (vec!["Bakso".to_owned()], None));
    let item = ayah.get("/api/v1/trash?limit=1").await.is(200)["items"][0].clone();
    assert_eq!(
        (&item["voided"], &item["erased_from"]),
        (&json!("2026-11-22T03:00:03Z"), &json!("2026-12-22T03:00:03Z"))
    );

    let restored = ayah.post("/api/v1/trash/restore", &json!({"ids": [ids[0], ids[2]]})).await.is(200);
    assert!(restored["transactions"].as_array().unwrap().iter().all(|now| now["voided"].is_null()));
    assert_eq!(ayah.balance("GoPay").await, 223_000);
    assert_eq!(names(&ayah, "").await.0, ["Kopi"]);
    // Twice changes nothing, and undoing puts them back.
    let again = ayah.post("/api/v1/trash/restore", &json!({"ids": [ids[0]]})).await.is(200);
    assert_eq!(again["transactions"][0]["version"], 3);
    ayah.act(&format!("/api/v1/changes/{}/undo", restored["change"])).await.is(200);
    assert_eq!(ayah.balance("GoPay").await, 250_000);
    let report = the_box.store.audit().unwrap();
    assert!(report.is_sound(), "{report:?}");
}

#[tokio::test]
async fn the_bin_is_not_for_everyone_nor_for_ever() {
    let (the_box, ayah) = TestAppliance::family().await;
    let id = thrown_away(&the_box, &ayah, "bakso 15rb").await;
    let restore = json!({"ids": [id]});
    let neighbour = the_box.neighbour();
    assert_eq!(names(&neighbour, "").await.0, Vec::<String>::new());
    neighbour.post("/api/v1/trash/restore", &restore).await.is_problem(404, "missing");
    the_box
        .member("Nenek", Role::Viewer)
        .post("/api/v1/trash/restore", &restore)
        .await
        .is_problem(403, "forbidden");
    ayah.post("/api/v1/trash/restore", &json!({"ids": []})).await.is_problem(400, "malformed");
    for query in ["cursor=abc", "cursor="] {
        ayah.get(&format!("/api/v1/trash?{query}")).await.is_problem(400, "bad_cursor");
    }
    the_box.clock.advance(DAY * 29);
    assert_eq!(names(&ayah, "").await.0, ["Bakso"]);
}
