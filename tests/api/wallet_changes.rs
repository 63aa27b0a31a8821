//! Changing wallets: names, looks, order, away with them; cards and currencies.

use catatduit::ledger::Role;
use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;
use crate::support::client::Client;

async fn names(who: &Client, list: &str) -> Vec<String> {
    let all = who.get(list).await.is(200);
    let names = all["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned());
    names.collect()
}

async fn address(who: &Client, name: &str) -> String {
    format!("/api/v1/wallets/{}", who.wallet(name).await["id"].as_str().unwrap())
}

#[tokio::test]
async fn templates_are_listed_and_a_new_wallet_may_be_of_any_colour_and_currency() {
    let (_box, ayah) = TestAppliance::family().await;
    let templates = ayah.get("/api/v1/wallet-templates").await.is(200);
    let all = templates["items"].as_array().unwrap();
    assert_eq!(all.len(), 30);
    assert_eq!(all[1]["name"], "GoPay");
    assert_eq!((&all[1]["kind"], &all[1]["colour"]), (&json!("ewallet"), &json!("#00AED6")));

    let new =
        json!({"name": "Wise", "kind": "bank", "colour": "#9fe870", "currency": "USD", "balance": 1_050});
    let wise = ayah.post("/api/v1/wallets", &new).await.is(201)["wallet"].clone();
    assert_eq!((&wise["currency"], &wise["balance"]), (&json!("USD"), &json!(1_050)));
    assert_eq!((&wise["colour"], &wise["version"]), (&json!("#9FE870"), &json!(1)));
    for (field, new) in [
        ("colour", json!({"name": "A", "colour": "merah"})),
        ("currency", json!({"name": "A", "currency": "usd"})),
    ] {
        let problem = ayah.post("/api/v1/wallets", &new).await.is_problem(400, "malformed");
        assert_eq!(problem["errors"][0]["field"], field, "{problem:#}");
    }
    // It is written as a currency is, and there is none of that name.
    let new = json!({"name": "A", "currency": "ZZZ"});
    let problem = ayah.post("/api/v1/wallets", &new).await.is_problem(422, "invalid");
    let error = &problem["errors"][0];
    assert_eq!(
        (&error["field"], &error["code"]),
        (&json!("currency"), &json!("not_known_here")),
        "{problem:#}"
    );
}

#[tokio::test]
async fn a_wallet_is_renamed_recoloured_and_known_by_other_words_and_all_of_it_undone() {
    let (_box, ayah) = TestAppliance::family().await;
    let gopay = address(&ayah, "GoPay").await;
    let before = ayah.wallet("GoPay").await;
    let change = json!({"version": 1, "name": "Dompet Ijo", "colour": "#00ff00", "aliases": ["Ijo", "ijo", "si hijau"]});
    let changed = ayah.patch(&gopay, &change).await.is(200);
    let wallet = &changed["wallet"];
    assert_eq!((&wallet["name"], &wallet["colour"]), (&json!("Dompet Ijo"), &json!("#00FF00")));
    assert_eq!((&wallet["aliases"], &wallet["version"]), (&json!(["ijo", "si hijau"]), &json!(2)));
    assert_eq!(ayah.record("beli bakso 15rb pake si hijau").await["wallet"]["name"], "Dompet Ijo");

    ayah.patch(&gopay, &json!({"version": 1, "name": "Lain"})).await.is_problem(409, "stale");
    let same = ayah.patch(&gopay, &json!({"name": "Dompet Ijo"})).await.is(200);
    assert_eq!((&same["change"], &same["wallet"]["version"]), (&Value::Null, &json!(2)));

    let undo = format!("/api/v1/changes/{}/undo", changed["change"]);
    ayah.act(&undo).await.is(200);
    let back = ayah.wallet("GoPay").await;
    assert_eq!((&back["colour"], &back["aliases"]), (&before["colour"], &before["aliases"]));
    assert_eq!(back["version"], 3);
    ayah.act(&undo).await.is_problem(410, "gone");
}

#[tokio::test]
async fn an_undo_that_would_take_anothers_name_is_stale() {
    let (_box, ayah) = TestAppliance::family().await;
    let gopay = address(&ayah, "GoPay").await;
    let renamed = ayah.patch(&gopay, &json!({"name": "Ijo"})).await.is(200);
    ayah.post("/api/v1/wallets", &json!({"name": "GoPay"})).await.is(201);
    ayah.act(&format!("/api/v1/changes/{}/undo", renamed["change"])).await.is_problem(409, "stale");
    assert_eq!(ayah.wallet("Ijo").await["version"], 2);
}

#[tokio::test]
async fn a_change_that_does_not_fit_is_refused() {
    let (the_box, ayah) = TestAppliance::family().await;
    let gopay = address(&ayah, "GoPay").await;
    let rows = [
        (json!({"name": "bca"}), "invalid", "name"),
        (json!({"name": "  "}), "invalid", "name"),
        (json!({"name": "x".repeat(41)}), "malformed", "name"),
        (json!({"aliases": ["bca"]}), "invalid", "aliases"),
        (json!({"aliases": [""]}), "invalid", "aliases"),
        (json!({"aliases": ["x".repeat(41)]}), "invalid", "aliases"),
        (json!({"aliases": vec!["x"; 21]}), "malformed", "aliases"),
        (json!({"colour": "#12345"}), "malformed", "colour"),
        (json!({"currency": "USD"}), "malformed", "currency"),
    ];
    for (change, code, field) in rows {
        let status = if code == "malformed" { 400 } else { 422 };
        let problem = ayah.patch(&gopay, &change).await.is_problem(status, code);
        assert_eq!(problem["errors"][0]["field"], field, "{change}: {problem:#}");
    }
    ayah.patch("/api/v1/wallets/01M2XKQH3RF5T7Y9B1D3H5M8QV", &json!({"name": "A"}))
        .await
        .is_problem(404, "missing");
    for role in [Role::Viewer, Role::Child] {
        let who = the_box.member(&format!("{role:?}"), role);
        for refused in [
            who.patch(&gopay, &json!({"name": "A"})).await,
            who.delete(&gopay).await,
            who.put("/api/v1/wallet-order", &json!({"wallets": []})).await,
        ] {
            refused.is_problem(403, "forbidden");
        }
    }
}

#[tokio::test]
async fn wallets_stand_in_the_order_they_are_put_in() {
    let (_box, ayah) = TestAppliance::family().await;
    let mut ids = Vec::new();
    for name in ["BCA", "Cash", "GoPay"] {
        ids.push(ayah.wallet(name).await["id"].clone());
    }
    let order = json!({"wallets": ids});
    let changed = ayah.put("/api/v1/wallet-order", &order).await.is(200);
    assert_eq!(names(&ayah, "/api/v1/wallets").await, ["BCA", "Cash", "GoPay"]);
    assert_eq!(ayah.put("/api/v1/wallet-order", &order).await.is(200)["change"], Value::Null);
    ayah.act(&format!("/api/v1/changes/{}/undo", changed["change"])).await.is(200);
    assert_eq!(names(&ayah, "/api/v1/wallets").await, ["Cash", "GoPay", "BCA"]);
    let twice = json!({"wallets": [ids[0], ids[0], ids[1]]});
    let missing = json!({"wallets": [ids[0], ids[1]]});
    for wrong in [twice, missing] {
        ayah.put("/api/v1/wallet-order", &wrong).await.is_problem(422, "invalid");
    }
}

#[tokio::test]
async fn a_wallet_with_history_is_archived_and_an_empty_one_leaves_all_lists() {
    let (_box, ayah) = TestAppliance::family().await;
    ayah.record("beli bakso 15rb pake gopay").await;
    let gopay = address(&ayah, "GoPay").await;
    let archived = ayah.delete(&gopay).await.is(200);
    assert_eq!((&archived["removed"], &archived["wallet"]["archived"]), (&json!(false), &json!(true)));
    assert_eq!(names(&ayah, "/api/v1/wallets").await, ["Cash", "BCA"]);
    assert_eq!(names(&ayah, "/api/v1/wallets?archived=true").await, ["GoPay"]);
    let list = ayah.get("/api/v1/transactions").await.is(200);
    assert!(list["items"].as_array().unwrap().iter().any(|one| one["wallet"]["name"] == "GoPay"));
    ayah.delete(&gopay).await.is_problem(410, "gone");
    ayah.patch(&gopay, &json!({"archived": false})).await.is(200);
    assert_eq!(names(&ayah, "/api/v1/wallets").await, ["Cash", "GoPay", "BCA"]);

    ayah.post("/api/v1/wallets", &json!({"name": "OVO"})).await.is(201);
    let ovo = address(&ayah, "OVO").await;
    let removed = ayah.delete(&ovo).await.is(200);
    assert_eq!(removed["removed"], true);
    assert_eq!(names(&ayah, "/api/v1/wallets?archived=true").await, Vec::<String>::new());
    ayah.patch(&ovo, &json!({"archived": false})).await.is_problem(404, "missing");
    ayah.act(&format!("/api/v1/changes/{}/undo", removed["change"])).await.is(200);
    assert_eq!(names(&ayah, "/api/v1/wallets").await, ["Cash", "GoPay", "BCA", "OVO"]);
    ayah.delete(&ovo).await.is(200);
    ayah.post("/api/v1/wallets", &json!({"name": "OVO"})).await.is(201);
}

#[tokio::test]
async fn a_preferred_wallet_is_where_money_goes_out_of() {
    let (_box, ayah) = TestAppliance::family().await;
    let bca = address(&ayah, "BCA").await;
    ayah.send(ayah.request(reqwest::Method::PUT, &format!("{bca}/preferred"))).await.is(200);
    assert_eq!(ayah.get("/api/v1/wallets").await.is(200)["preferred"], ayah.wallet("BCA").await["id"]);
    assert_eq!(ayah.record("beli bakso 15rb").await["wallet"]["name"], "BCA");
    ayah.delete(&bca).await.is(200);
    ayah.send(ayah.request(reqwest::Method::PUT, &format!("{bca}/preferred"))).await.is_problem(410, "gone");
    assert_eq!(ayah.record("beli bakso 15rb").await["wallet"]["name"], "Cash");
}

#[tokio::test]
async fn a_card_tells_what_its_months_came_to_and_when_they_are_due() {
    let (_box, ayah) = TestAppliance::family().await;
    ayah.post("/api/v1/wallets", &json!({"name": "Kartu Kredit"})).await.is(201);
    let card = address(&ayah, "Kartu Kredit").await;
    let none = ayah.get(&format!("{card}/statements")).await.is(200);
    assert_eq!(none, json!({"current": null, "closed": null}));
    let days = json!({"statement_day": 20, "due_day": 5});
    let set = ayah.put(&format!("{card}/card"), &days).await.is(200);
    assert_eq!(set["wallet"]["card"], days);
    // The family's day is 22 November 2026.
    ayah.record("beli sepatu 300rb pake kartu kredit").await;
    ayah.record("beli bensin 50rb pake kartu kredit kemarin lusa").await;
    let told = ayah.get(&format!("{card}/statements")).await.is(200);
    assert_eq!(
        told["current"],
        json!({"period": {"from": "2026-11-21", "to": "2026-12-20"}, "amount": 300_000, "due": "2027-01-05"})
    );
    assert_eq!(
        told["closed"],
        json!({"period": {"from": "2026-10-21", "to": "2026-11-20"}, "amount": 50_000, "due": "2026-12-05"})
    );

    for (wrong, code) in
        [(json!({"statement_day": 0, "due_day": 5}), 400), (json!({"statement_day": 20}), 400)]
    {
        ayah.put(&format!("{card}/card"), &wrong).await.is_problem(code, "malformed");
    }
    let bca = address(&ayah, "BCA").await;
    ayah.put(&format!("{bca}/card"), &days).await.is_problem(422, "invalid");
    ayah.patch(&card, &json!({"kind": "bank"})).await.is_problem(422, "invalid");
    let gone = ayah.delete(&format!("{card}/card")).await.is(200);
    assert_eq!(gone["wallet"]["card"], Value::Null);
}

#[tokio::test]
async fn other_currencies_count_by_their_rates_and_stand_apart_without_one() {
    let (the_box, ayah) = TestAppliance::family().await;
    let own = ayah.get("/api/v1/wallets").await.is(200)["total"]["amount"].as_i64().unwrap();
    for (name, currency, balance) in [("Wise", "USD", 1_234), ("Revolut", "EUR", 700)] {
        let new = json!({"name": name, "kind": "bank", "currency": currency, "balance": balance});
        ayah.post("/api/v1/wallets", &new).await.is(201);
    }
    let apart = ayah.get("/api/v1/wallets").await.is(200)["total"].clone();
    assert_eq!(apart["amount"], own);
    assert_eq!(
        apart["apart"],
        json!([{"amount": 700, "currency": "EUR"}, {"amount": 1_234, "currency": "USD"}])
    );

    let usd = "/api/v1/rates/USD/2026-11-01";
    let set = ayah.put(usd, &json!({"micros": 16_250_500_000_i64})).await.is(200);
    assert!(set["change"].is_u64());
    assert_eq!(ayah.put(usd, &json!({"micros": 16_250_500_000_i64})).await.is(200)["change"], Value::Null);
    // One of a day to come does not hold yet.
    ayah.put("/api/v1/rates/USD/2026-12-01", &json!({"micros": 1})).await.is(200);
    let total = ayah.get("/api/v1/wallets").await.is(200)["total"].clone();
    assert_eq!(total["amount"], own + 200_531);
    assert_eq!(
        total["converted"],
        json!([{"from": {"amount": 1_234, "currency": "USD"}, "amount": 200_531, "rate_day": "2026-11-01"}])
    );
    let rates = ayah.get("/api/v1/rates").await.is(200);
    assert_eq!(rates["items"].as_array().unwrap().len(), 2);

    let dropped = ayah.delete(usd).await.is(200);
    ayah.delete(usd).await.is_problem(404, "missing");
    assert_eq!(ayah.get("/api/v1/wallets").await.is(200)["total"]["amount"], own);
    ayah.act(&format!("/api/v1/changes/{}/undo", dropped["change"])).await.is(200);
    assert_eq!(ayah.get("/api/v1/wallets").await.is(200)["total"]["amount"], own + 200_531);
    ayah.act(&format!("/api/v1/changes/{}/undo", set["change"])).await.is(200);
    assert_eq!(ayah.get("/api/v1/wallets").await.is(200)["total"]["amount"], own);

    ayah.put("/api/v1/rates/IDR/2026-11-01", &json!({"micros": 1})).await.is_problem(422, "invalid");
    ayah.put("/api/v1/rates/ZZZ/2026-11-01", &json!({"micros": 1})).await.is_problem(404, "missing");
    ayah.put(usd, &json!({"micros": 0})).await.is_problem(400, "malformed");
    let anak = the_box.member("Anak", Role::Child);
    anak.put(usd, &json!({"micros": 1})).await.is_problem(403, "forbidden");
}
