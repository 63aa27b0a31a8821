//! A household's own categories: made, renamed, hidden, counted as one, taught and said.

use catatduit::ledger::Role;
use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;
use crate::support::client::Client;

async fn category(who: &Client, slug: &str) -> Value {
    let all = who.get("/api/v1/categories?all=true").await.is(200);
    let found = all["items"].as_array().unwrap().iter().find(|one| one["slug"] == slug).cloned();
    found.unwrap_or_else(|| panic!("no category {slug}"))
}

async fn offered(who: &Client) -> Vec<String> {
    let all = who.get("/api/v1/categories").await.is(200);
    all["items"].as_array().unwrap().iter().map(|one| one["slug"].as_str().unwrap().to_owned()).collect()
}

/// What was spent under each category this month.
async fn spent(who: &Client) -> Vec<(String, i64)> {
    let month = who.get("/api/v1/summaries/month").await.is(200);
    let totals = month["categories"].as_array().unwrap().iter().filter(|total| total["kind"] == "expense");
    let pair =
        |total: &Value| (total["slug"].as_str().unwrap().to_owned(), total["amount"].as_i64().unwrap());
    totals.map(pair).collect()
}

async fn kopi(who: &Client) {
    let new =
        json!({"name": "Kopi & Teh", "flow": "expense", "icon": "☕", "colour": "#6f4e37", "group": "Jajan"});
    who.post("/api/v1/categories", &new).await.is(201);
}

#[tokio::test]
async fn a_category_of_ones_own_is_used_wherever_one_is() {
    let (_box, ayah) = TestAppliance::family().await;
    let new =
        json!({"name": "Kopi & Teh", "flow": "expense", "icon": "☕", "colour": "#6f4e37", "group": "Jajan"});
    let made = ayah.post("/api/v1/categories", &new).await.is(201);
    let kopi = &made["category"];
    assert_eq!(
        (&kopi["slug"], &kopi["own"], &kopi["group"]),
        (&json!("kopi-teh"), &json!(true), &json!("Jajan"))
    );
    assert_eq!((&kopi["name_id"], &kopi["name_en"]), (&json!("Kopi & Teh"), &json!("Kopi & Teh")));
    assert_eq!((&kopi["colour"], &kopi["version"]), (&json!("#6F4E37"), &json!(1)));

    let record = ayah.record("beli kopi zulvano 22rb").await;
    let address = format!("/api/v1/transactions/{}", record["id"].as_str().unwrap());
    let amended = ayah.patch(&address, &json!({"category": "kopi-teh"})).await.is(200);
    assert_eq!(amended["transaction"]["category"], "kopi-teh");
    assert_eq!(amended["learned"][0]["category"], "kopi-teh");
    // What was taught holds for the next message.
    assert_eq!(ayah.record("beli kopi zulvano 23rb").await["category"], "kopi-teh");
    assert_eq!(spent(&ayah).await, [("kopi-teh".to_owned(), 45_000)]);
    ayah.patch(&address, &json!({"category": "entah"})).await.is_problem(422, "invalid");
    ayah.patch(&address, &json!({"category": "gaji"})).await.is_problem(422, "invalid");

    let drafted = ayah.say("beli bakso").await;
    let draft = format!("/api/v1/drafts/{}", drafted["draft"]["id"].as_str().unwrap());
    let fix = json!({"items": [{"index": 0, "category": "kopi-teh", "amount": 5_000}]});
    ayah.patch(&draft, &fix).await.is(200);
    let confirmed = ayah.act(&format!("{draft}/confirm")).await.is(200);
    assert_eq!(confirmed["transactions"][0]["category"], "kopi-teh", "{confirmed:#}");
}

#[tokio::test]
async fn a_correction_in_the_chat_knows_the_households_own_names() {
    let (_box, ayah) = TestAppliance::family().await;
    kopi(&ayah).await;
    ayah.patch("/api/v1/categories/belanja", &json!({"name": "Jajan Anak"})).await.is(200);
    for (said, slug) in [("kategori kopi & teh", "kopi-teh"), ("ganti kategori jadi jajan anak", "belanja")] {
        let record = ayah.record("beli bakso 15rb").await;
        let about = json!({"text": said, "about": record["id"]});
        let amended = ayah.post("/api/v1/captures", &about).await.is(200);
        assert_eq!(amended["transactions"][0]["category"], slug, "{said}: {amended:#}");
    }
    let message = ayah.say("kopi 20rb").await["message"].as_str().unwrap().to_owned();
    assert!(!message.contains("kopi-teh"), "{message}");
}

#[tokio::test]
async fn a_system_category_is_renamed_and_gets_its_names_back() {
    let (the_box, ayah) = TestAppliance::family().await;
    let change = json!({"version": 0, "name": "Dapur", "icon": "🍳", "colour": "#112233", "group": "Rumah"});
    let changed = ayah.patch("/api/v1/categories/makanan", &change).await.is(200);
    let food = &changed["category"];
    assert_eq!((&food["name_id"], &food["name_en"]), (&json!("Dapur"), &json!("Dapur")));
    assert_eq!((&food["own"], &food["version"]), (&json!(false), &json!(1)));
    let said = ayah.say("beli bakso 15rb").await;
    assert!(said["message"].as_str().unwrap().contains("Dapur"), "{said:#}");
    ayah.patch("/api/v1/categories/makanan", &json!({"version": 0, "name": "X"}))
        .await
        .is_problem(409, "stale");
    let back = ayah.patch("/api/v1/categories/makanan", &json!({"name": "", "group": ""})).await.is(200);
    assert_eq!(back["category"]["name_en"], "Food & Drink");
    assert_eq!(back["category"]["group"], Value::Null);
    ayah.act(&format!("/api/v1/changes/{}/undo", back["change"])).await.is(200);
    ayah.act(&format!("/api/v1/changes/{}/undo", changed["change"])).await.is(200);
    let food = category(&ayah, "makanan").await;
    assert_eq!((&food["icon"], &food["colour"]), (&json!("🍜"), &json!("#E67E22")));
    let anak = the_box.member("Anak", Role::Child);
    anak.patch("/api/v1/categories/makanan", &json!({"name": "X"})).await.is_problem(403, "forbidden");
}

#[tokio::test]
async fn what_does_not_fit_is_refused() {
    let (_box, ayah) = TestAppliance::family().await;
    kopi(&ayah).await;
    let new = |name: &str| json!({"name": name, "flow": "expense"});
    let rows = [
        (new("kopi & TEH"), 422, "name"),
        (new("Shopping"), 422, "name"),
        (new("  "), 422, "name"),
        (new(&"x".repeat(41)), 400, "name"),
        (json!({"name": "A", "flow": "transfer"}), 422, "flow"),
        (json!({"name": "A", "flow": "expense", "icon": "abc"}), 422, "icon"),
        (json!({"name": "A", "flow": "expense", "icon": " "}), 422, "icon"),
        (json!({"name": "A", "flow": "expense", "colour": "biru"}), 400, "colour"),
        (json!({"name": "A"}), 400, "flow"),
    ];
    for (new, status, field) in rows {
        let code = if status == 400 { "malformed" } else { "invalid" };
        let problem = ayah.post("/api/v1/categories", &new).await.is_problem(status, code);
        assert_eq!(problem["errors"][0]["field"], field, "{new}: {problem:#}");
    }
    ayah.patch("/api/v1/categories/entah", &json!({"hidden": true})).await.is_problem(404, "missing");
    ayah.patch("/api/v1/categories/kopi-teh", &json!({"name": ""})).await.is_problem(422, "invalid");
    for (from, into) in
        [("kopi-teh", "gaji"), ("kopi-teh", "kopi-teh"), ("utang", "belanja"), ("kopi-teh", "entah")]
    {
        let address = format!("/api/v1/categories/{from}/merged");
        ayah.put(&address, &json!({"into": into})).await.is_problem(422, "invalid");
    }
    ayah.delete("/api/v1/categories/kopi-teh/merged").await.is_problem(410, "gone");
}

#[tokio::test]
async fn hidden_ones_are_not_offered_and_the_order_is_kept() {
    let (_box, ayah) = TestAppliance::family().await;
    kopi(&ayah).await;
    ayah.patch("/api/v1/categories/hewan", &json!({"hidden": true})).await.is(200);
    let shown = offered(&ayah).await;
    assert_eq!(shown.len(), 23);
    assert!(!shown.contains(&"hewan".to_owned()) && shown.contains(&"kopi-teh".to_owned()));
    assert_eq!(category(&ayah, "hewan").await["hidden"], true);

    let all = ayah.get("/api/v1/categories?all=true").await.is(200);
    let mut slugs: Vec<Value> =
        all["items"].as_array().unwrap().iter().map(|one| one["slug"].clone()).collect();
    assert_eq!(slugs.len(), 24);
    slugs.reverse();
    let ordered = ayah.put("/api/v1/category-order", &json!({"categories": slugs})).await.is(200);
    assert_eq!(offered(&ayah).await[0], "kopi-teh");
    ayah.act(&format!("/api/v1/changes/{}/undo", ordered["change"])).await.is(200);
    assert_eq!(offered(&ayah).await, shown);
    ayah.put("/api/v1/category-order", &json!({"categories": ["makanan"]})).await.is_problem(422, "invalid");
}

#[tokio::test]
async fn merged_history_counts_as_the_other_and_an_undo_takes_it_apart_exactly() {
    let (_box, ayah) = TestAppliance::family().await;
    kopi(&ayah).await;
    let coffee = ayah.record("beli kopi zulvano 22rb").await;
    let address = format!("/api/v1/transactions/{}", coffee["id"].as_str().unwrap());
    ayah.patch(&address, &json!({"category": "kopi-teh"})).await.is(200);
    ayah.record("beli bakso 15rb").await;
    let apart = spent(&ayah).await;
    assert_eq!(apart, [("kopi-teh".to_owned(), 22_000), ("makanan".to_owned(), 15_000)]);

    let merged = ayah.put("/api/v1/categories/kopi-teh/merged", &json!({"into": "makanan"})).await.is(200);
    assert_eq!(merged["category"]["merged_into"], "makanan");
    assert_eq!(spent(&ayah).await, [("makanan".to_owned(), 37_000)]);
    assert_eq!(ayah.get(&address).await.is(200)["category"], "makanan");
    let lessons = ayah.get("/api/v1/lessons").await.is(200);
    assert_eq!(lessons["items"][0]["category"], "makanan");
    assert!(!offered(&ayah).await.contains(&"kopi-teh".to_owned()));
    // What counts as the other already is not recorded anew under it.
    let same = ayah.patch(&address, &json!({"category": "makanan"})).await.is(200);
    assert_eq!((&same["transaction"]["version"], &same["learned"]), (&json!(2), &json!([])));
    let question = ayah.say("berapa pengeluaran makanan bulan ini").await;
    assert_eq!(question["answer"]["total"]["amount"], 37_000, "{question:#}");

    ayah.act(&format!("/api/v1/changes/{}/undo", merged["change"])).await.is(200);
    assert_eq!(spent(&ayah).await, apart);
    assert_eq!(ayah.get(&address).await.is(200)["category"], "kopi-teh");

    ayah.put("/api/v1/categories/kopi-teh/merged", &json!({"into": "makanan"})).await.is(200);
    ayah.delete("/api/v1/categories/kopi-teh/merged").await.is(200);
    assert_eq!(spent(&ayah).await, apart);
}

#[tokio::test]
async fn no_chain_comes_of_merging_or_undoing() {
    let (_box, ayah) = TestAppliance::family().await;
    kopi(&ayah).await;
    ayah.post("/api/v1/categories", &json!({"name": "Teh", "flow": "expense"})).await.is(201);
    let first = ayah.put("/api/v1/categories/teh/merged", &json!({"into": "kopi-teh"})).await.is(200);
    let unmerged = ayah.act(&format!("/api/v1/changes/{}/undo", first["change"])).await.is(200);
    let second = ayah.put("/api/v1/categories/kopi-teh/merged", &json!({"into": "makanan"})).await.is(200);
    ayah.act(&format!("/api/v1/changes/{}/undo", unmerged["change"])).await.is_problem(409, "stale");
    ayah.act(&format!("/api/v1/changes/{}/undo", second["change"])).await.is(200);
    ayah.act(&format!("/api/v1/changes/{}/undo", unmerged["change"])).await.is(200);
    assert_eq!(category(&ayah, "teh").await["merged_into"], "kopi-teh");
    ayah.put("/api/v1/categories/kopi-teh/merged", &json!({"into": "makanan"})).await.is(200);
    assert_eq!(category(&ayah, "teh").await["merged_into"], "makanan");
    assert_eq!(category(&ayah, "kopi-teh").await["merged_into"], "makanan");
}
