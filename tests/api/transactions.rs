//! Lists, corrections, taking back.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;
use crate::support::client::Client;

fn address(transaction: &Value) -> String {
    format!("/api/v1/transactions/{}", transaction["id"].as_str().unwrap())
}

/// The descriptions of all pages, and how many pages there were.
async fn pages(client: &Client, query: &str) -> (Vec<String>, usize) {
    let (mut found, mut count, mut cursor) = (Vec::new(), 0, None::<String>);
    loop {
        let next = cursor.map_or_else(String::new, |cursor| format!("&cursor={cursor}"));
        let page = client.get(&format!("/api/v1/transactions?{query}{next}")).await.is(200);
        count += 1;
        found.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| item["description"].as_str().unwrap().to_owned()),
        );
        match page["next_cursor"].as_str() {
            Some(next) => cursor = Some(next.to_owned()),
            None => return (found, count),
        }
    }
}

/// Seven records, the last one the newest.
const SAID: [&str; 7] = [
    "bakso 15rb",
    "kopi 22rb",
    "kemarin bensin 50rb",
    "parkir 2rb",
    "kemarin soto 18rb",
    "roti 12rb",
    "es teh 5rb",
];
/// After the wallet's opening, which is of today and has no description.
const NEWEST_FIRST: [&str; 8] = ["Es teh", "Roti", "Parkir", "Kopi", "Bakso", "Saldo awal", "Soto", "Bensin"];

async fn seven(the_box: &TestAppliance, client: &Client) {
    for text in SAID {
        the_box.clock.advance(Duration::from_secs(1));
        client.record(&format!("{text} pake gopay")).await;
    }
}

#[tokio::test]
async fn a_list_is_newest_first_and_ends() {
    let (the_box, ayah) = TestAppliance::family().await;
    seven(&the_box, &ayah).await;
    let gopay = ayah.wallet("GoPay").await["id"].as_str().unwrap().to_owned();
    for (limit, expected) in [(1, 8), (3, 3), (4, 2), (7, 2), (8, 1), (200, 1)] {
        let (found, count) = pages(&ayah, &format!("wallet={gopay}&limit={limit}")).await;
        assert_eq!(found, NEWEST_FIRST, "{limit} a page");
        assert_eq!(count, expected, "{limit} a page");
    }
}

#[tokio::test]
async fn a_page_is_not_moved_by_what_is_recorded_meanwhile() {
    let (the_box, ayah) = TestAppliance::family().await;
    seven(&the_box, &ayah).await;
    let first = ayah.get("/api/v1/transactions?limit=3").await.is(200);
    let cursor = first["next_cursor"].as_str().unwrap();
    the_box.clock.advance(Duration::from_secs(1));
    ayah.record("donat 9rb pake gopay").await;
    ayah.record("kemarin bakso 7rb pake gopay").await;
    ayah.delete(&address(&first["items"][2])).await.is(200);
    let second = ayah.get(&format!("/api/v1/transactions?limit=4&cursor={cursor}")).await.is(200);
    let found: Vec<&str> = second["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["description"].as_str().unwrap())
        .collect();
    assert_eq!(found[..2], ["Kopi", "Bakso"]);
}

#[tokio::test]
async fn a_list_can_be_narrowed_to_days_and_a_wallet() {
    let (the_box, ayah) = TestAppliance::family().await;
    seven(&the_box, &ayah).await;
    ayah.record("transfer 100rb dari bca ke gopay").await;
    let (yesterday, _) = pages(&ayah, "from=2026-11-21&to=2026-11-21").await;
    assert_eq!(yesterday, ["Soto", "Bensin"]);
    let (until, _) = pages(&ayah, "to=2026-11-21").await;
    assert_eq!(until, yesterday);
    let bca = ayah.wallet("BCA").await["id"].as_str().unwrap().to_owned();
    let page = ayah.get(&format!("/api/v1/transactions?wallet={bca}")).await.is(200);
    let kinds: Vec<&Value> = page["items"].as_array().unwrap().iter().map(|item| &item["type"]).collect();
    assert_eq!(kinds, ["transfer", "adjustment"], "a transfer touches both its wallets");
    assert_eq!(page["items"][0]["to_wallet"]["name"], "GoPay");
    let (none, _) = pages(&ayah, "from=2030-01-01").await;
    assert!(none.is_empty());
    // From a later day to an earlier one there is nothing.
    let (none, _) = pages(&ayah, "from=2026-11-22&to=2026-11-01").await;
    assert!(none.is_empty());
}

#[tokio::test]
async fn a_question_for_a_list_that_cannot_be_read_is_refused() {
    let (_box, ayah) = TestAppliance::family().await;
    let rows = [
        ("cursor=abc", "bad_cursor"),
        ("cursor=", "bad_cursor"),
        ("limit=0", "malformed"),
        ("limit=201", "malformed"),
        ("limit=many", "malformed"),
        ("from=yesterday", "malformed"),
        ("from=2026-02-30", "malformed"),
        ("wallet=GoPay", "malformed"),
    ];
    for (query, code) in rows {
        let problem = ayah.get(&format!("/api/v1/transactions?{query}")).await.is_problem(400, code);
        if code == "malformed" {
            assert_eq!(problem["errors"][0]["field"], query.split('=').next().unwrap(), "{problem:#}");
        }
    }
}

#[tokio::test]
async fn a_correction_changes_what_it_names_and_the_balances() {
    let (_box, ayah) = TestAppliance::family().await;
    let bakso = ayah.record("bakso 15rb pake gopay").await;
    let cash = ayah.wallet("Cash").await["id"].clone();
    let amendment = json!({
        "version": 1, "amount": 18_000, "category": "hiburan", "wallet": cash, "day": "2026-11-20",
        "description": "Bakso Pak Kumis", "note": "traktir", "person": "Budi",
    });
    let changed = ayah.patch(&address(&bakso), &amendment).await.is(200);
    let now = &changed["transaction"];
    for part in ["amount", "category", "day", "description", "note", "person"] {
        assert_eq!(now[part], amendment[part], "{part}");
    }
    assert_eq!(now["wallet"]["name"], "Cash");
    assert_eq!(now["version"], 2);
    assert!(changed["change"].is_u64());
    assert_eq!(ayah.get(&address(&bakso)).await.is(200), *now);
    assert_eq!((ayah.balance("GoPay").await, ayah.balance("Cash").await), (250_000, 482_000));

    let emptied =
        ayah.patch(&address(&bakso), &json!({"note": "", "person": "", "amount": null})).await.is(200);
    assert_eq!(emptied["transaction"]["note"], Value::Null);
    assert_eq!(emptied["transaction"]["person"], Value::Null);
    assert_eq!(emptied["transaction"]["amount"], 18_000);
    let income = ayah.patch(&address(&bakso), &json!({"type": "income"})).await.is(200);
    assert_eq!(income["transaction"]["category"], "pemasukan-lain");
    assert_eq!(ayah.balance("Cash").await, 518_000);
}

#[tokio::test]
async fn a_correction_of_an_old_version_is_refused() {
    let (_box, ayah) = TestAppliance::family().await;
    let bakso = ayah.record("bakso 15rb pake gopay").await;
    ayah.patch(&address(&bakso), &json!({"version": 1, "amount": 18_000})).await.is(200);
    ayah.patch(&address(&bakso), &json!({"version": 1, "amount": 20_000})).await.is_problem(409, "stale");
    assert_eq!(ayah.get(&address(&bakso)).await.is(200)["amount"], 18_000);
    assert_eq!(ayah.balance("GoPay").await, 232_000);
}

#[tokio::test]
async fn a_correction_that_does_not_fit_is_named() {
    let (_box, ayah) = TestAppliance::family().await;
    let bakso = ayah.record("bakso 15rb pake gopay").await;
    let gopay = ayah.wallet("GoPay").await["id"].clone();
    let rows = [
        (json!({"amount": 0}), 400, "amount"),
        (json!({"amount": 10_000_000_000_000_001_i64}), 400, "amount"),
        (json!({"amount": "15rb"}), 400, "amount"),
        (json!({"day": "22-11-2026"}), 400, "day"),
        (json!({"description": "x".repeat(201)}), 400, "description"),
        (json!({"price": 5}), 400, "price"),
        (json!({"category": "gaji"}), 422, "category"),
        (json!({"category": "tidak-ada"}), 422, "category"),
        (json!({"to_wallet": gopay}), 422, "to_wallet"),
        (json!({"type": "transfer", "to_wallet": gopay}), 422, "to_wallet"),
        (json!({"type": "transfer"}), 422, "to_wallet"),
    ];
    for (amendment, status, field) in rows {
        let code = if status == 400 { "malformed" } else { "invalid" };
        let problem = ayah.patch(&address(&bakso), &amendment).await.is_problem(status, code);
        assert_eq!(problem["errors"][0]["field"], field, "{amendment}: {problem:#}");
        assert!(!problem["errors"][0]["why"].as_str().unwrap().is_empty());
    }
    let nowhere = json!({"wallet": "01M2XKQH3RF5T7Y9B1D3H5M8QV"});
    ayah.patch(&address(&bakso), &nowhere).await.is_problem(404, "missing");
    assert_eq!(ayah.get(&address(&bakso)).await.is(200), bakso);
}

#[tokio::test]
async fn what_is_taken_back_counts_nowhere_and_can_be_looked_at() {
    let (_box, ayah) = TestAppliance::family().await;
    let bakso = ayah.record("bakso 15rb pake gopay").await;
    let changed = ayah.delete(&address(&bakso)).await.is(200);
    assert_eq!(changed["transaction"]["voided"], "2026-11-22T03:00:00Z");
    assert_eq!(changed["transaction"]["version"], 2);
    assert_eq!(ayah.balance("GoPay").await, 250_000);
    assert_eq!(ayah.get(&address(&bakso)).await.is(200), changed["transaction"]);
    let (listed, _) = pages(&ayah, "from=2026-11-22&limit=50").await;
    assert!(!listed.contains(&"Bakso".to_owned()), "{listed:?}");
    ayah.delete(&address(&bakso)).await.is_problem(410, "gone");
    ayah.patch(&address(&bakso), &json!({"amount": 5})).await.is_problem(410, "gone");
}

#[tokio::test]
async fn a_trillion_rupiah_passes_whole() {
    let (_box, ayah) = TestAppliance::family().await;
    let bca = ayah.wallet("BCA").await["id"].as_str().unwrap().to_owned();
    let real = 1_000_000_000_001_i64;
    ayah.put(&format!("/api/v1/wallets/{bca}/balance"), &json!({"balance": real})).await.is(200);
    assert_eq!(ayah.balance("BCA").await, real);
    let bakso = ayah.record("bakso 15rb pake bca").await;
    ayah.patch(&address(&bakso), &json!({"amount": 1_000_000_000_000_i64})).await.is(200);
    assert_eq!(ayah.balance("BCA").await, 1);
}
