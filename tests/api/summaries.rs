//! What a day or month came to.

use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;

#[tokio::test]
async fn a_day_and_a_month_are_summed() {
    let (_box, ayah) = TestAppliance::family().await;
    for text in ["bakso 15rb pake gopay", "kopi 22rb pake cash", "kemarin bensin 50rb pake cash"] {
        ayah.record(text).await;
    }
    ayah.record("gajian 8,5jt masuk bca").await;
    ayah.record("transfer 500rb dari bca ke gopay").await;

    let day = ayah.get("/api/v1/summaries/day").await.is(200);
    assert_eq!(day["period"], json!({"from": "2026-11-22", "to": "2026-11-22"}));
    assert_eq!((&day["income"], &day["expense"]), (&json!(8_500_000), &json!(37_000)));
    assert_eq!((&day["net"], &day["count"]), (&json!(8_463_000), &json!(3)));
    let yesterday = ayah.get("/api/v1/summaries/day?day=2026-11-21").await.is(200);
    assert_eq!((&yesterday["income"], &yesterday["expense"]), (&json!(0), &json!(50_000)));
    assert_eq!(yesterday["expense_ratio_permille"], Value::Null, "nothing came in to compare with");

    let month = ayah.get("/api/v1/summaries/month?month=2026-11").await.is(200);
    assert_eq!(month["period"], json!({"from": "2026-11-01", "to": "2026-11-30"}));
    assert_eq!(month["currency"], "IDR");
    assert_eq!((&month["income"], &month["expense"]), (&json!(8_500_000), &json!(87_000)));
    let slugs: Vec<(&Value, &Value, &Value)> = month["categories"]
        .as_array()
        .unwrap()
        .iter()
        .map(|category| (&category["slug"], &category["kind"], &category["amount"]))
        .collect();
    assert!(slugs.contains(&(&json!("transportasi"), &json!("expense"), &json!(50_000))), "{slugs:?}");
    assert!(slugs.contains(&(&json!("makanan"), &json!("expense"), &json!(37_000))), "{slugs:?}");
    assert!(!slugs.iter().any(|(slug, _, _)| *slug == "transfer"), "{slugs:?}");
    assert_eq!(month["expense_ratio_permille"], 10);
    assert_eq!(month["saving_ratio_permille"], 990);
    assert_eq!(month["others"], json!([]));
    assert_eq!(ayah.get("/api/v1/summaries/month").await.is(200), month, "today's month when none is named");

    let december = ayah.get("/api/v1/summaries/month?month=2026-12").await.is(200);
    assert_eq!(december["expense"], 0);
    assert_eq!(december["previous"]["expense"], 87_000);
}

#[tokio::test]
async fn a_day_or_month_that_is_none_is_refused() {
    let (_box, ayah) = TestAppliance::family().await;
    for query in ["day?day=besok", "day?day=2026-13-01", "month?month=2026-13", "month?month=2026-11-22"] {
        ayah.get(&format!("/api/v1/summaries/{query}")).await.is_problem(400, "malformed");
    }
}
