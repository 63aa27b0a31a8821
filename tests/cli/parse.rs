//! `catatduit parse --explain`: which words decided, and whether a rule or the model spoke.

use serde_json::{Value, json};

use super::Desk;

const NOW: &str = "2026-11-22T10:00:00+07:00";

fn explained(message: &str) -> Value {
    let said = Desk::new().run_with(&["parse", "--now", NOW, "--explain"], format!("{message}\n")).good();
    let reading: Value = serde_json::from_str(&said).unwrap();
    reading["transactions"][0].clone()
}

#[test]
fn a_known_word_decides_by_rule() {
    let item = explained("beli bakso 15rb");
    assert_eq!(item["category"], "makanan");
    assert_eq!(item["decided"], json!({"by": "rule", "words": ["beli", "bakso"]}));
}

#[test]
fn where_no_word_is_known_the_model_decides_by_what_stands_around() {
    let item = explained("langganan qerbela 54rb sebulan");
    assert_eq!(item["decided"]["by"], "model", "{item}");
    assert_ne!(item["decided"]["words"], json!([]), "{item}");
}

#[test]
fn every_word_that_decided_stands_in_the_message() {
    for message in
        ["beli bakso 15rb", "topup zulvano 20rb", "bayar qerbela 150rb bulan ini", "dikasih ibu 100rb"]
    {
        let decided = explained(message)["decided"].clone();
        assert!(matches!(decided["by"].as_str(), Some("rule" | "model")), "{message}: {decided}");
        let words = decided["words"].as_array().unwrap();
        assert!(words.iter().all(|word| message.contains(word.as_str().unwrap())), "{message}: {decided}");
    }
}

#[test]
fn nobody_is_told_who_did_not_ask() {
    let said = Desk::new().run_with(&["parse", "--now", NOW], "beli bakso 15rb\n").good();
    let reading: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(reading["transactions"][0]["amount"], 15_000);
    assert_eq!(reading["transactions"][0].get("decided"), None);
}
