//! Saying what happened.

use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;

#[tokio::test]
async fn a_message_becomes_a_record() {
    let (_box, ayah) = TestAppliance::family().await;
    let outcome = ayah.say("beli bakso 15rb pake gopay").await;
    assert_eq!(outcome["outcome"], "recorded", "{outcome:#}");
    let bakso = &outcome["transactions"][0];
    assert_eq!(bakso["type"], "expense");
    assert_eq!(bakso["amount"], 15_000);
    assert_eq!(bakso["currency"], "IDR");
    assert_eq!(bakso["category"], "makanan");
    assert_eq!(bakso["wallet"]["name"], "GoPay");
    assert_eq!(bakso["to_wallet"], Value::Null);
    assert_eq!(bakso["fee"], Value::Null);
    assert_eq!(bakso["day"], "2026-11-22");
    assert_eq!(bakso["description"], "Bakso");
    assert_eq!(bakso["lines"], json!([{"amount": 15_000, "category": "makanan", "description": "Bakso"}]));
    assert_eq!(bakso["member"]["name"], "Ayah");
    assert_eq!(bakso["channel"], "api");
    assert_eq!(bakso["text"], "beli bakso 15rb pake gopay");
    assert_eq!(bakso["recorded"], "2026-11-22T03:00:00Z");
    assert_eq!(bakso["version"], 1);
    assert_eq!(bakso["voided"], Value::Null);
    assert!(bakso["confidence"].as_f64().unwrap() >= 0.85);
    assert!(outcome["change"].is_u64());
    assert_eq!(outcome["reading"]["kind"], "transaction");
    assert_eq!(outcome["reading"]["transactions"][0]["wallet"], "GoPay");
    let message = outcome["message"].as_str().unwrap();
    assert!(
        message.contains("Rp15.000") && message.contains("GoPay") && message.contains("Rp235.000"),
        "{message}"
    );
    assert_eq!(ayah.balance("GoPay").await, 235_000);
}

#[tokio::test]
async fn a_message_that_waited_is_of_the_day_it_was_written() {
    let (_box, ayah) = TestAppliance::family().await;
    let day_of = async |text: &str, written: &str| {
        let body = json!({"text": text, "written": written});
        let outcome = ayah.post("/api/v1/captures", &body).await.is(200);
        assert_eq!(outcome["transactions"][0]["recorded"], "2026-11-22T03:00:00Z");
        outcome["transactions"][0]["day"].clone()
    };
    assert_eq!(day_of("kopi 22rb pake gopay", "2026-11-20T03:00:00Z").await, "2026-11-20");
    assert_eq!(day_of("kemarin kopi 12rb pake gopay", "2026-11-20T03:00:00Z").await, "2026-11-19");
    // In Jakarta it is already the next day, and a clock that is ahead changes nothing.
    assert_eq!(day_of("roti 15rb pake gopay", "2026-11-20T17:30:00Z").await, "2026-11-21");
    assert_eq!(day_of("bakmi 25rb pake gopay", "2027-01-01T00:00:00Z").await, "2026-11-22");
    let refused = json!({"text": "kopi 22rb", "written": "kemarin"});
    ayah.post("/api/v1/captures", &refused).await.is(400);
}

#[tokio::test]
async fn a_browser_and_a_program_are_told_apart() {
    let (_box, ayah) = TestAppliance::family().await;
    let browser = ayah.with("sec-fetch-site", "same-origin");
    assert_eq!(browser.record("kopi 22rb").await["channel"], "web");
    assert_eq!(ayah.record("kopi 23rb").await["channel"], "api");
}

#[tokio::test]
async fn reading_a_message_records_nothing() {
    let (_box, ayah) = TestAppliance::family().await;
    let reading = ayah.post("/api/v1/readings", &json!({"text": "kemarin bensin 50rb"})).await.is(200);
    assert_eq!(reading["kind"], "transaction");
    let bensin = &reading["transactions"][0];
    assert_eq!(bensin["amount"], 50_000);
    assert_eq!(bensin["category"], "transportasi");
    assert_eq!(bensin["date"], "2026-11-21");
    assert_eq!(bensin["wallet"], Value::Null);
    assert_eq!(reading["doubts"], json!([]));
    let spent = ayah.get("/api/v1/summaries/month").await.is(200);
    assert_eq!(spent["expense"], 0);
}

#[tokio::test]
async fn an_unclear_message_waits_for_a_yes() {
    let (_box, ayah) = TestAppliance::family().await;
    let outcome = ayah.say("beli bakso").await;
    assert_eq!(outcome["outcome"], "drafted", "{outcome:#}");
    assert_eq!(outcome["transactions"], json!([]));
    assert_eq!(outcome["change"], Value::Null);
    assert_eq!(outcome["draft"]["doubts"][0]["kind"], "no_amount");
    assert_eq!(outcome["reading"]["doubts"][0], json!({"kind": "no_amount", "item": 0, "amount": null}));
    assert!(outcome["message"].as_str().unwrap().ends_with('?'), "{outcome:#}");
}

#[tokio::test]
async fn questions_are_answered_and_chat_is_left_alone() {
    let (_box, ayah) = TestAppliance::family().await;
    ayah.record("bakso 15rb").await;
    let spent = ayah.say("bulan ini habis berapa?").await;
    assert_eq!(spent["outcome"], "answered", "{spent:#}");
    let held = ayah.say("saldo gopay berapa?").await;
    assert_eq!(held["answer"]["kind"], "balances", "{held:#}");
    assert_eq!(held["answer"]["wallets"][0]["name"], "GoPay");
    assert_eq!(held["answer"]["together"]["amount"], 250_000);
    assert_eq!(held["answer"]["together"]["currency"], "IDR");
    let chat = ayah.say("selamat pagi").await;
    assert_eq!(chat["outcome"], "ignored", "{chat:#}");
    assert!(!chat["message"].as_str().unwrap().is_empty());
}

#[tokio::test]
async fn a_later_word_is_about_its_record() {
    let (_box, ayah) = TestAppliance::family().await;
    let bakso = ayah.record("bakso 15rb pake gopay").await;
    ayah.record("kopi 22rb").await;
    let later = |text: &str| json!({"text": text, "about": bakso["id"]});
    let amended = ayah.post("/api/v1/captures", &later("jadi 18rb")).await.is(200);
    assert_eq!(amended["outcome"], "amended", "{amended:#}");
    assert_eq!(amended["transactions"][0]["amount"], 18_000);
    assert_eq!(amended["transactions"][0]["id"], bakso["id"]);
    assert_eq!(amended["transactions"][0]["version"], 2);
    let voided = ayah.post("/api/v1/captures", &later("hapus")).await.is(200);
    assert_eq!(voided["outcome"], "voided", "{voided:#}");
    assert!(voided["transactions"][0]["voided"].is_string());
    assert_eq!(ayah.balance("GoPay").await, 250_000);
    let nobody = json!({"text": "hapus", "about": "01M2XM0A4E8S6W3Q1Z9X7C5V2B"});
    ayah.post("/api/v1/captures", &nobody).await.is_problem(404, "missing");
}

#[tokio::test]
async fn the_same_call_again_records_nothing_again() {
    let (the_box, ayah) = TestAppliance::family().await;
    let ibu = the_box.member("Ibu", catatduit::ledger::Role::Adult);
    let message = json!({"text": "bakso 15rb pake gopay"});
    let once = ayah.with("idempotency-key", "dari-hp-1");
    let first = once.post("/api/v1/captures", &message).await.is(200);
    let again = once.post("/api/v1/captures", &message).await.is(200);
    assert_eq!(again, first);
    assert_eq!(ayah.balance("GoPay").await, 235_000);
    // A key is its member's own.
    ibu.with("idempotency-key", "dari-hp-1").post("/api/v1/captures", &message).await.is(200);
    assert_eq!(ayah.balance("GoPay").await, 220_000);
    let other = ayah.with("idempotency-key", "dari-hp-2");
    other.post("/api/v1/captures", &message).await.is(200);
    assert_eq!(ayah.balance("GoPay").await, 205_000);
}

#[tokio::test]
async fn many_at_once_are_all_recorded() {
    let (_box, ayah) = TestAppliance::family().await;
    let said = (1..=40).map(|number| {
        let ayah = ayah.clone();
        async move { ayah.record(&format!("parkir {number}000 pake cash")).await["amount"].as_i64().unwrap() }
    });
    let amounts = futures_util::future::join_all(said).await;
    assert_eq!(amounts.iter().sum::<i64>(), 820_000);
    assert_eq!(ayah.balance("Cash").await, 500_000 - 820_000);
}
