//! Saying what happened.

use serde_json::json;

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
    assert_eq!(bakso["day"], "2026-11-22");
    assert_eq!(bakso["member"]["name"], "Ayah");
    assert_eq!(bakso["text"], "beli bakso 15rb pake gopay");
    assert_eq!(bakso["version"], 1);
    assert_eq!(bakso["voided"], json!(null));
    assert_eq!(ayah.balance("GoPay").await, 235_000);
}
