//! What the family is called, and how its days and months go.

use catatduit::ledger::Role;
use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;
use crate::support::client::Client;

const HOUSEHOLD: &str = "/api/v1/household";

async fn undo(who: &Client, changed: &Value) -> crate::support::client::Answer {
    who.act(&format!("/api/v1/changes/{}/undo", changed["change"])).await
}

#[tokio::test]
async fn an_owner_says_what_the_family_is_called_and_takes_it_back() {
    let (the_box, ayah) = TestAppliance::family().await;
    let before = ayah.get(HOUSEHOLD).await.is(200);
    assert_eq!((&before["name"], &before["payday"]), (&json!("Keluarga Uji"), &Value::Null));
    assert_eq!((&before["zone"], &before["version"]), (&json!("Asia/Jakarta"), &json!(1)));

    let change = json!({"name": "  Keluarga   Santoso ", "payday": 25, "version": 1});
    let changed = ayah.patch(HOUSEHOLD, &change).await.is(200);
    assert_eq!(changed["household"]["name"], "Keluarga Santoso");
    assert_eq!((&changed["household"]["payday"], &changed["household"]["version"]), (&json!(25), &json!(2)));
    let me = ayah.get("/api/v1/session").await.is(200);
    assert_eq!(
        (&me["household"]["name"], &me["household"]["payday"]),
        (&json!("Keluarga Santoso"), &json!(25))
    );
    let again = ayah.patch(HOUSEHOLD, &json!({"payday": 25})).await.is(200);
    assert_eq!((&again["change"], &again["household"]["version"]), (&Value::Null, &json!(2)));

    let audit = ayah.get("/api/v1/audit?kind=change_household").await.is(200);
    assert_eq!(audit["items"].as_array().unwrap().len(), 1, "{audit:#}");
    assert_eq!(audit["items"][0]["change"], changed["change"]);

    let ibu = the_box.member("Ibu", Role::Adult);
    undo(&ibu, &changed).await.is_problem(403, "forbidden");
    undo(&ayah, &changed).await.is(200);
    let back = ayah.get(HOUSEHOLD).await.is(200);
    assert_eq!((&back["name"], &back["payday"]), (&json!("Keluarga Uji"), &Value::Null));
    assert_eq!(back["version"], 3);
    undo(&ayah, &changed).await.is_problem(410, "gone");
}

#[tokio::test]
async fn an_undo_leaves_what_was_said_of_other_parts_since_and_gives_way_to_the_same_part() {
    let (_box, ayah) = TestAppliance::family().await;
    let named = ayah.patch(HOUSEHOLD, &json!({"name": "Santoso"})).await.is(200);
    let paid = ayah.patch(HOUSEHOLD, &json!({"payday": 1})).await.is(200);
    undo(&ayah, &named).await.is(200);
    let now = ayah.get(HOUSEHOLD).await.is(200);
    assert_eq!((&now["name"], &now["payday"]), (&json!("Keluarga Uji"), &json!(1)));
    ayah.patch(HOUSEHOLD, &json!({"payday": 15})).await.is(200);
    undo(&ayah, &paid).await.is_problem(409, "stale");
    assert_eq!(ayah.get(HOUSEHOLD).await.is(200)["payday"], 15);
    // Months of the calendar are said by 0.
    assert_eq!(
        ayah.patch(HOUSEHOLD, &json!({"payday": 0})).await.is(200)["household"]["payday"],
        Value::Null
    );
}

#[tokio::test]
async fn only_owners_change_it_and_only_what_they_saw() {
    let (the_box, ayah) = TestAppliance::family().await;
    for role in [Role::Adult, Role::Child, Role::Viewer] {
        let who = the_box.member(&format!("{role:?}"), role);
        assert_eq!(who.get(HOUSEHOLD).await.is(200)["name"], "Keluarga Uji");
        who.patch(HOUSEHOLD, &json!({"name": "Lain"})).await.is_problem(403, "forbidden");
    }
    let seen = ayah.get(HOUSEHOLD).await.header("etag").to_owned();
    assert!(seen.starts_with("\"v1."), "{seen}");
    ayah.with("if-match", &seen).patch(HOUSEHOLD, &json!({"name": "Satu"})).await.is(200);
    ayah.with("if-match", &seen).patch(HOUSEHOLD, &json!({"name": "Dua"})).await.is_problem(412, "outdated");
    ayah.patch(HOUSEHOLD, &json!({"name": "Dua", "version": 1})).await.is_problem(409, "stale");
    for (change, code, field) in [
        (json!({"name": " "}), "invalid", "name"),
        (json!({"zone": "Mars/Base"}), "invalid", "zone"),
        (json!({"name": "x".repeat(61)}), "malformed", "name"),
        (json!({"payday": 32}), "malformed", "payday"),
        (json!({"threshold": 1.1}), "malformed", "threshold"),
        (json!({"currency": "USD"}), "malformed", "currency"),
    ] {
        let status = if code == "malformed" { 400 } else { 422 };
        let problem = ayah.patch(HOUSEHOLD, &change).await.is_problem(status, code);
        assert_eq!(problem["errors"][0]["field"], field, "{change}: {problem:#}");
    }
}

#[tokio::test]
async fn reports_and_summaries_follow_payday_at_once() {
    let (_box, ayah) = TestAppliance::family().await;
    ayah.record("bakso 15rb pake gopay").await;
    ayah.record("beli bensin 50rb pake gopay tanggal 3 november").await;
    let month = "/api/v1/summaries/month";
    assert_eq!(ayah.get(month).await.is(200)["expense"], 65_000);
    let changed = ayah.patch(HOUSEHOLD, &json!({"payday": 20})).await.is(200);
    let paid = ayah.get(month).await.is(200);
    assert_eq!(paid["period"], json!({"from": "2026-11-20", "to": "2026-12-19"}));
    assert_eq!((&paid["expense"], &paid["previous"]["expense"]), (&json!(15_000), &json!(50_000)));
    let before = ayah.say("pengeluaran bulan lalu berapa").await;
    assert!(before.to_string().contains("2026-10-20"), "{before:#}");
    let report = ayah.get("/api/v1/reports/period?period=payday").await.is(200);
    assert_eq!(report["period"], json!({"from": "2026-11-20", "to": "2026-12-19"}), "{report:#}");
    let found = ayah.say("pengeluaran bulan ini berapa").await;
    assert!(found.to_string().contains("2026-11-20"), "{found:#}");
    undo(&ayah, &changed).await.is(200);
    assert_eq!(ayah.get(month).await.is(200)["expense"], 65_000);
}

#[tokio::test]
async fn today_is_the_day_of_the_zone_and_what_is_recorded_keeps_its_day() {
    let (_box, ayah) = TestAppliance::family().await;
    let before = ayah.record("bakso 15rb pake gopay").await;
    assert_eq!(before["day"], "2026-11-22");
    // Ten in the morning in Jakarta is five in the afternoon of the day before.
    ayah.patch(HOUSEHOLD, &json!({"zone": "Pacific/Honolulu"})).await.is(200);
    assert_eq!(ayah.get("/api/v1/session").await.is(200)["household"]["today"], "2026-11-21");
    assert_eq!(ayah.record("kopi 22rb pake gopay").await["day"], "2026-11-21");
    let kept = ayah.get(&format!("/api/v1/transactions/{}", before["id"].as_str().unwrap())).await.is(200);
    assert_eq!(kept["day"], "2026-11-22");
}

#[tokio::test]
async fn a_reading_is_recorded_without_asking_only_where_it_is_as_sure_as_the_family_wants() {
    let (_box, ayah) = TestAppliance::family().await;
    let text = "bakso 15rb pake gopay";
    let sure = ayah.post("/api/v1/readings", &json!({"text": text})).await.is(200);
    let confidence = sure["confidence"].as_f64().unwrap();
    assert!(confidence < 1.0, "{sure:#}");
    ayah.patch(HOUSEHOLD, &json!({"threshold": 1})).await.is(200);
    let asked = ayah.say(text).await;
    assert_eq!(asked["outcome"], "drafted", "{asked:#}");
    let changed = ayah.patch(HOUSEHOLD, &json!({"threshold": confidence})).await.is(200);
    assert_eq!(changed["household"]["threshold"], json!(confidence));
    ayah.record(text).await;
}
