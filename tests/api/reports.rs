//! What periods came to, through HTTP; every figure leads to the rows that it is the sum of.

use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;
use crate::support::client::Client;

/// A little of everything that moves money.
async fn life() -> (TestAppliance, Client) {
    let (appliance, ayah) = TestAppliance::family().await;
    let texts = [
        "bakso 15rb pake gopay",
        "Bakso 18rb pake cash",
        "kopi 22rb, roti 12rb pake cash",
        "kemarin bensin 50rb pake cash",
        "gajian 8,5jt masuk bca",
        "transfer 500rb dari bca ke gopay admin 2.500",
        "tgl 3 oktober beli sepatu 450rb pake bca",
        "tgl 5 oktober bakso 14rb pake cash",
    ];
    for text in texts {
        let outcome = ayah.say(text).await;
        assert_eq!(outcome["outcome"], "recorded", "{text}: {outcome:#}");
    }
    (appliance, ayah)
}

/// Follows every link to rows in a reply, and gives how many there were.
async fn follow(client: &Client, reply: &Value) -> usize {
    let (mut left, mut followed) = (vec![reply], 0);
    while let Some(value) = left.pop() {
        match value {
            Value::Object(fields) => {
                if let Some(Value::String(rows)) = fields.get("rows") {
                    assert_eq!(sum(client, rows).await, fields["amount"], "{rows}");
                    followed += 1;
                }
                left.extend(fields.values());
            }
            Value::Array(items) => left.extend(items),
            _ => {}
        }
    }
    followed
}

/// The sum of the rows of all pages, two at a time.
async fn sum(client: &Client, rows: &str) -> i64 {
    let (mut sum, mut cursor) = (0, String::new());
    loop {
        let page = client.get(&format!("{rows}&limit=2{cursor}")).await.is(200);
        for row in page["items"].as_array().unwrap() {
            sum += row["amount"].as_i64().unwrap();
        }
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return sum,
        }
    }
}

#[tokio::test]
async fn every_figure_of_every_report_is_the_sum_of_its_rows() {
    let (_box, ayah) = life().await;
    let reports = [
        ("period", 16),
        ("period?period=day", 10),
        ("period?period=week&day=2026-11-22", 10),
        ("period?period=year", 16),
        ("period?from=2026-10-01&to=2026-11-22", 16),
        ("trend?by=month&count=3", 20),
        ("trend?count=24", 100),
        ("comparison?period=month", 14),
        ("comparison?period=month&with_day=2026-10-05", 14),
        ("frequent?period=year", 3),
        ("calendar?month=2026-11", 30),
    ];
    for (report, least) in reports {
        let reply = ayah.get(&format!("/api/v1/reports/{report}")).await.is(200);
        let followed = follow(&ayah, &reply).await;
        assert!(followed >= least, "{report} has only {followed} links: {reply:#}");
    }
}

#[tokio::test]
async fn a_period_is_told_with_what_it_divides_by() {
    let (_box, ayah) = life().await;
    let month = ayah.get("/api/v1/reports/period?period=month").await.is(200);
    assert_eq!(month["period"], json!({"from": "2026-11-01", "to": "2026-11-30"}));
    assert_eq!(month["flows"]["income"]["amount"], 8_500_000);
    assert_eq!(month["flows"]["expense"]["amount"], 15_000 + 18_000 + 22_000 + 12_000 + 50_000 + 2_500);
    assert_eq!(month["before"]["expense"]["amount"], 464_000);
    let food = &month["categories"].as_array().unwrap()[1];
    assert_eq!(
        (&food["category"], &food["amount"], &food["permille"]),
        (&json!("makanan"), &json!(67_000), &json!(561))
    );
    let cash =
        month["wallets"].as_array().unwrap().iter().find(|own| own["wallet"]["name"] == "Cash").unwrap();
    assert_eq!(cash["amount"], 18_000 + 34_000 + 50_000);
    assert_eq!(month["members"][0]["member"]["name"], "Ayah");

    let week = ayah.get("/api/v1/reports/period?period=week").await.is(200);
    assert_eq!(week["period"], json!({"from": "2026-11-16", "to": "2026-11-22"}), "Monday first");
}

#[tokio::test]
async fn what_stands_out_is_told() {
    let (_box, ayah) = life().await;
    let largest = ayah.get("/api/v1/reports/largest?period=year&limit=2").await.is(200);
    let amounts: Vec<&Value> =
        largest["items"].as_array().unwrap().iter().map(|large| &large["amount"]).collect();
    assert_eq!(amounts, [450_000, 50_000]);
    let frequent = ayah.get("/api/v1/reports/frequent?period=year").await.is(200);
    let first = &frequent["items"][0];
    assert_eq!(
        (&first["phrase"], &first["count"], &first["amount"]),
        (&json!("bakso"), &json!(3), &json!(47_000))
    );

    for day in 10..=19 {
        ayah.record(&format!("tgl {day} oktober beli bakso 10rb pake cash")).await;
    }
    ayah.record("jajan 90rb pake cash").await;
    let unusual = ayah.get("/api/v1/reports/unusual?period=day").await.is(200);
    let first = &unusual["items"][0];
    assert_eq!((&first["amount"], &first["usual"]), (&json!(90_000), &json!(10_000)), "{unusual:#}");
    assert!(first["why"].as_str().unwrap().starts_with("Rp90.000, biasanya sekitar Rp10.000"), "{first:#}");
}

#[tokio::test]
async fn what_the_family_has_is_counted_back() {
    let (_box, ayah) = life().await;
    let worth = ayah.get("/api/v1/reports/net-worth?months=3").await.is(200);
    let months: Vec<&Value> =
        worth["points"].as_array().unwrap().iter().map(|point| &point["month"]).collect();
    assert_eq!(months, ["2026-09", "2026-10", "2026-11"]);
    let totals: Vec<i64> =
        worth["points"].as_array().unwrap().iter().map(|point| point["total"].as_i64().unwrap()).collect();
    let wallets = ayah.get("/api/v1/wallets").await.is(200);
    let now: i64 =
        wallets["items"].as_array().unwrap().iter().map(|own| own["balance"].as_i64().unwrap()).sum();
    // What the wallets held when they were added is dated in November.
    assert_eq!(totals, [0, -464_000, now]);
}

#[tokio::test]
async fn a_report_of_no_period_is_refused() {
    let (_box, ayah) = TestAppliance::family().await;
    for query in [
        "period?period=decade",
        "period?day=besok",
        "trend?count=25",
        "calendar?month=2026-13",
        "rows?from=2026-11-01",
    ] {
        ayah.get(&format!("/api/v1/reports/{query}")).await.is_problem(400, "malformed");
    }
    for query in [
        "period?from=2026-11-01",
        "period?from=2026-11-02&to=2026-11-01",
        "period?from=1990-01-01&to=2026-11-01",
    ] {
        ayah.get(&format!("/api/v1/reports/{query}")).await.is_problem(422, "invalid");
    }
    ayah.get("/api/v1/reports/rows?from=2026-11-01&to=2026-11-30&cursor=x")
        .await
        .is_problem(400, "bad_cursor");
}

#[tokio::test]
async fn nobody_is_told_and_a_stranger_is_told_nothing_of_another_family() {
    let (appliance, ayah) = life().await;
    let report = ayah.get("/api/v1/reports/period?period=month").await.is(200);
    let rows = report["flows"]["expense"]["rows"].as_str().unwrap();
    let neighbour = appliance.neighbour();
    assert_eq!(neighbour.get(rows).await.is(200)["items"], json!([]));
    for path in ["period", "trend", "comparison", "largest", "frequent", "unusual", "net-worth", "calendar"] {
        let path = format!("/api/v1/reports/{path}");
        appliance.client().get(&path).await.is_problem(401, "unauthenticated");
        let told = neighbour.get(&path).await.is(200).to_string();
        assert!(!told.contains("bakso") && !told.contains("8500000"), "{told}");
    }
    appliance.client().get(rows).await.is_problem(401, "unauthenticated");
}
