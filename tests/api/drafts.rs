//! Drafts: asked, fixed, confirmed, let go.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::appliance::{Clock, Setting, TestAppliance};
use crate::support::client::Client;

/// A draft without an amount, and its address.
async fn draft(client: &Client) -> (Value, String) {
    let outcome = client.say("beli bakso pake gopay").await;
    assert_eq!(outcome["outcome"], "drafted", "{outcome:#}");
    let draft = outcome["draft"].clone();
    let address = format!("/api/v1/drafts/{}", draft["id"].as_str().unwrap());
    (draft, address)
}

fn fix(part: &str, value: &Value) -> Value {
    json!({"items": [{"index": 0, part: value}]})
}

#[tokio::test]
async fn a_draft_is_fixed_and_confirmed() {
    let (_box, ayah) = TestAppliance::family().await;
    let (made, address) = draft(&ayah).await;
    assert_eq!(made["items"][0]["amount"], Value::Null);
    assert_eq!(made["items"][0]["wallet"]["name"], "GoPay");
    assert_eq!(made["items"][0]["wallet"]["named"], true);
    let waiting = ayah.get("/api/v1/drafts").await.is(200);
    assert_eq!(waiting["items"], json!([made]));

    let fixed = ayah.patch(&address, &fix("amount", &json!(15_000))).await.is(200);
    assert_eq!(fixed["items"][0]["amount"], 15_000);
    assert_eq!(fixed["doubts"], json!([]));
    let cash = ayah.wallet("Cash").await["id"].clone();
    let moved = ayah.patch(&address, &fix("wallet", &cash)).await.is(200);
    assert_eq!(moved["items"][0]["wallet"], json!({"id": cash, "name": "Cash", "named": true}));
    let others =
        [("category", json!("hiburan")), ("day", json!("2026-11-20")), ("description", json!("Bakso malam"))];
    for (part, value) in others {
        let fixed = ayah.patch(&address, &fix(part, &value)).await.is(200);
        assert_eq!(fixed["items"][0][part], value, "{part}");
    }

    let outcome = ayah.act(&format!("{address}/confirm")).await.is(200);
    assert_eq!(outcome["outcome"], "recorded");
    let bakso = &outcome["transactions"][0];
    assert_eq!((&bakso["amount"], &bakso["day"]), (&json!(15_000), &json!("2026-11-20")));
    assert_eq!((&bakso["category"], &bakso["description"]), (&json!("hiburan"), &json!("Bakso malam")));
    assert_eq!(bakso["text"], "beli bakso pake gopay");
    assert_eq!(ayah.balance("Cash").await, 485_000);
    assert_eq!(ayah.get("/api/v1/drafts").await.is(200)["items"], json!([]));
}

#[tokio::test]
async fn a_wallet_that_was_not_named_is_the_usual_one() {
    let (_box, ayah) = TestAppliance::family().await;
    let draft = ayah.say("beli bakso").await["draft"].clone();
    let cash = ayah.wallet("Cash").await["id"].clone();
    assert_eq!(draft["items"][0]["wallet"], json!({"id": cash, "name": "Cash", "named": false}));
    // A well-known one that the family does not have yet is added by the yes.
    let draft = ayah.say("beli sate pake ovo").await["draft"].clone();
    assert_eq!(draft["items"][0]["wallet"], json!({"id": null, "name": "OVO", "named": true}));
    let address = format!("/api/v1/drafts/{}", draft["id"].as_str().unwrap());
    ayah.patch(&address, &fix("amount", &json!(20_000))).await.is(200);
    let outcome = ayah.act(&format!("{address}/confirm")).await.is(200);
    assert_eq!(outcome["new_wallets"][0]["name"], "OVO");
    assert_eq!(ayah.balance("OVO").await, -20_000);
}

#[tokio::test]
async fn a_yes_without_an_amount_is_asked_again() {
    let (_box, ayah) = TestAppliance::family().await;
    let (_, address) = draft(&ayah).await;
    let outcome = ayah.act(&format!("{address}/confirm")).await.is(200);
    assert_eq!(outcome["outcome"], "drafted");
    assert_eq!(outcome["draft"]["doubts"][0]["kind"], "no_amount");
    assert_eq!(ayah.balance("GoPay").await, 250_000);
}

#[tokio::test]
async fn of_two_who_say_yes_at_once_one_records_it() {
    let (_box, ayah) = TestAppliance::family().await;
    let (_, address) = draft(&ayah).await;
    ayah.patch(&address, &fix("amount", &json!(15_000))).await.is(200);
    let confirm = format!("{address}/confirm");
    let yes = (0..8).map(|_| ayah.act(&confirm));
    let answers = futures_util::future::join_all(yes).await;
    let (recorded, gone): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 200);
    assert_eq!(recorded.len(), 1);
    for answer in gone {
        answer.is_problem(410, "gone");
    }
    assert_eq!(ayah.balance("GoPay").await, 235_000);
}

#[tokio::test]
async fn a_draft_that_is_let_go_leaves_nothing() {
    let (_box, ayah) = TestAppliance::family().await;
    let (_, address) = draft(&ayah).await;
    assert_eq!(ayah.delete(&address).await.status, 204);
    ayah.delete(&address).await.is_problem(404, "missing");
    ayah.patch(&address, &fix("amount", &json!(1))).await.is_problem(404, "missing");
    ayah.act(&format!("{address}/confirm")).await.is_problem(404, "missing");
    assert_eq!(ayah.get("/api/v1/drafts").await.is(200)["items"], json!([]));
}

#[tokio::test]
async fn a_draft_that_was_confirmed_is_settled_for_good() {
    let (_box, ayah) = TestAppliance::family().await;
    let (_, address) = draft(&ayah).await;
    ayah.patch(&address, &fix("amount", &json!(15_000))).await.is(200);
    ayah.act(&format!("{address}/confirm")).await.is(200);
    ayah.delete(&address).await.is_problem(410, "gone");
    ayah.patch(&address, &fix("amount", &json!(1))).await.is_problem(410, "gone");
    assert_eq!(ayah.balance("GoPay").await, 235_000);
}

#[tokio::test]
async fn a_draft_expires() {
    let clock = Clock::new();
    let the_box = Setting::default().draft_life(Duration::from_hours(1)).start(&clock).await;
    let ayah = the_box.set_up().await;
    let (made, address) = draft(&ayah).await;
    assert_eq!(made["created"], "2026-11-22T03:00:00Z");
    assert_eq!(made["expires"], "2026-11-22T04:00:00Z");
    clock.advance(Duration::from_mins(61));
    ayah.act(&format!("{address}/confirm")).await.is_problem(410, "gone");
    assert_eq!(ayah.get("/api/v1/drafts").await.is(200)["items"], json!([]));
}

#[tokio::test]
async fn a_fix_that_does_not_fit_changes_nothing() {
    let (_box, ayah) = TestAppliance::family().await;
    let (made, address) = draft(&ayah).await;
    let refused = [
        (fix("amount", &json!(0)), 400, "items[0].amount"),
        (fix("amount", &json!(1.5)), 400, "items[0].amount"),
        (fix("day", &json!("2026-02-30")), 400, "items[0].day"),
        (fix("wallet", &json!("GoPay")), 400, "items[0].wallet"),
        (fix("colour", &json!("red")), 400, "items[0].colour"),
        (json!({"items": []}), 400, "items"),
        (json!({"items": [{"amount": 5}]}), 400, "items[0].index"),
        (fix("category", &json!("gaji")), 422, "category"),
        (fix("to_wallet", &made["items"][0]["wallet"]["id"]), 422, "to_wallet"),
    ];
    for (fix, status, field) in refused {
        let code = if status == 400 { "malformed" } else { "invalid" };
        let problem = ayah.patch(&address, &fix).await.is_problem(status, code);
        assert_eq!(problem["errors"][0]["field"], field, "{fix}: {problem:#}");
    }
    let nobodys = fix("wallet", &json!("01M2XKQH3RF5T7Y9B1D3H5M8QV"));
    ayah.patch(&address, &nobodys).await.is_problem(404, "missing");
    assert_eq!(ayah.get("/api/v1/drafts").await.is(200)["items"], json!([made]));
}
