//! Wallets and what they hold; categories.

use std::time::Duration;

use catatduit::ledger::Role;
use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;

#[tokio::test]
async fn a_template_brings_its_colour_and_the_opening_is_an_adjustment() {
    let (_box, ayah) = TestAppliance::family().await;
    let added = ayah.post("/api/v1/wallets", &json!({"name": "ovo", "balance": 75_000})).await.is(201);
    let ovo = &added["wallet"];
    assert_eq!(
        (&ovo["name"], &ovo["kind"], &ovo["balance"]),
        (&json!("OVO"), &json!("ewallet"), &json!(75_000))
    );
    assert_eq!(ovo["colour"], "#4C3494");
    assert_eq!(ovo["currency"], "IDR");
    assert!(added["change"].is_u64());
    let own =
        ayah.post("/api/v1/wallets", &json!({"name": "Celengan Dek Rani", "kind": "cash"})).await.is(201);
    assert_eq!(own["wallet"]["balance"], 0);
    let all = ayah.get("/api/v1/wallets").await.is(200);
    let names: Vec<&Value> = all["items"].as_array().unwrap().iter().map(|wallet| &wallet["name"]).collect();
    assert_eq!(names, ["Cash", "GoPay", "BCA", "OVO", "Celengan Dek Rani"]);
    assert_eq!(ayah.record("kopi 5rb pake ovo").await["wallet"]["name"], "OVO");
}

#[tokio::test]
async fn a_wallet_that_does_not_fit_is_refused() {
    let (_box, ayah) = TestAppliance::family().await;
    let rows = [
        (json!({"name": "gopay"}), 422, "name"),
        (json!({"name": "  "}), 422, "name"),
        (json!({"name": "x".repeat(41)}), 400, "name"),
        (json!({"name": "A", "kind": "gold"}), 400, "kind"),
        (json!({"name": "A", "balance": "1"}), 400, "balance"),
        (json!({"name": "A", "balance": 2.5}), 400, "balance"),
        (json!({"kind": "cash"}), 400, "name"),
    ];
    for (new, status, field) in rows {
        let code = if status == 400 { "malformed" } else { "invalid" };
        let problem = ayah.post("/api/v1/wallets", &new).await.is_problem(status, code);
        assert_eq!(problem["errors"][0]["field"], field, "{new}: {problem:#}");
    }
}

#[tokio::test]
async fn setting_a_balance_records_the_difference() {
    let (the_box, ayah) = TestAppliance::family().await;
    the_box.clock.advance(Duration::from_secs(1));
    let gopay = ayah.wallet("GoPay").await["id"].as_str().unwrap().to_owned();
    let address = format!("/api/v1/wallets/{gopay}/balance");
    let set = ayah.put(&address, &json!({"balance": 231_500})).await.is(200);
    assert_eq!((&set["difference"], &set["wallet"]["balance"]), (&json!(-18_500), &json!(231_500)));
    let list = ayah.get(&format!("/api/v1/transactions?wallet={gopay}&limit=1")).await.is(200);
    assert_eq!(list["items"][0]["type"], "adjustment");
    assert_eq!(list["items"][0]["amount"], -18_500);
    assert_eq!(list["items"][0]["category"], "penyesuaian");

    let same = ayah.put(&address, &json!({"balance": 231_500})).await.is(200);
    assert_eq!((&same["difference"], &same["change"]), (&json!(0), &Value::Null));
    let debt = ayah.put(&address, &json!({"balance": -5_000})).await.is(200);
    assert_eq!(debt["wallet"]["balance"], -5_000);
    ayah.act(&format!("/api/v1/changes/{}/undo", debt["change"])).await.is(200);
    assert_eq!(ayah.balance("GoPay").await, 231_500);

    ayah.put("/api/v1/wallets/01M2XKQH3RF5T7Y9B1D3H5M8QV/balance", &json!({"balance": 1}))
        .await
        .is_problem(404, "missing");
    ayah.put("/api/v1/wallets/GoPay/balance", &json!({"balance": 1})).await.is_problem(404, "missing");
    ayah.put(&address, &json!({})).await.is_problem(400, "malformed");
}

#[tokio::test]
async fn of_two_who_set_a_balance_the_later_holds() {
    let (the_box, ayah) = TestAppliance::family().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    let gopay = ayah.wallet("GoPay").await["id"].as_str().unwrap().to_owned();
    let address = format!("/api/v1/wallets/{gopay}/balance");
    let (one, other) = (json!({"balance": 100_000}), json!({"balance": 90_000}));
    let both = futures_util::future::join(ayah.put(&address, &one), ibu.put(&address, &other)).await;
    both.0.is(200);
    both.1.is(200);
    let balance = ayah.balance("GoPay").await;
    assert!([100_000, 90_000].contains(&balance), "{balance}");
}

#[tokio::test]
async fn categories_come_in_both_languages() {
    let (_box, ayah) = TestAppliance::family().await;
    let all = ayah.get("/api/v1/categories").await.is(200);
    let all = all["items"].as_array().unwrap();
    assert_eq!(all.len(), 23);
    let food = json!({
        "slug": "makanan", "flow": "expense", "name_id": "Makanan & Minuman", "name_en": "Food & Drink",
        "colour": "#E67E22", "icon": "🍜", "group": null, "order": 0, "own": false, "hidden": false,
        "merged_into": null, "version": 0,
    });
    assert_eq!(all[0], food);
}

#[tokio::test]
async fn who_sees_which_wallet_is_told_at_once() {
    let (the_box, ayah) = TestAppliance::family().await;
    let me = ayah.get("/api/v1/session").await.is(200);
    let bca = ayah.wallet("BCA").await;
    let sharing = json!({"holder": me["member"]["id"], "others": "private", "grants": []});
    let address = format!("/api/v1/wallets/{}/sharing", bca["id"].as_str().unwrap());
    ayah.put(&address, &sharing).await.is(200);
    let all = ayah.get("/api/v1/sharings").await.is(200);
    let items = all["items"].as_array().unwrap();
    assert_eq!(items.len(), 3);
    let of_bca = items.iter().find(|item| item["wallet"] == bca["id"]).unwrap();
    assert_eq!((&of_bca["sharing"], &of_bca["version"]), (&sharing, &json!(2)));
    for item in items {
        let path = format!("/api/v1/wallets/{}/sharing", item["wallet"].as_str().unwrap());
        assert_eq!(ayah.get(&path).await.is(200), item["sharing"]);
    }
    // What somebody does not see is not there for them.
    let ibu = the_box.member("Ibu", Role::Adult);
    let hers = ibu.get("/api/v1/sharings").await.is(200);
    assert_eq!(hers["items"].as_array().unwrap().len(), 2);
    assert!(!hers.to_string().contains(bca["id"].as_str().unwrap()));
}
