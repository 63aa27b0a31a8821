//! Messages meant to fool, break or flood the box: whatever they say, the most that comes of them is a question.

use catatduit::ledger::Money;
use serde_json::{Value, json};

use crate::cli::Desk;
use crate::support::appliance::TestAppliance;
use crate::support::client::Client;

const ROWS: &str = include_str!("hostile.txt");
const NOW: [&str; 3] = ["parse", "--now", "2026-11-22T10:00:00+07:00"];

/// What may come of a message at most.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Most {
    Nothing,
    Draft,
    /// Records of exactly these amounts.
    Amounts {
        amounts: Vec<i64>,
        asked: bool,
    },
}

/// Every message as it is sent, in one line, with what may come of it.
fn rows() -> Vec<(String, Most)> {
    let lines = ROWS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let row = |line: &str| {
        let (message, most) = line.rsplit_once(" => ").expect("a row is `message => at most`");
        let most = match most {
            "nothing" => Most::Nothing,
            "draft" => Most::Draft,
            amounts => Most::Amounts {
                amounts: amounts
                    .trim_end_matches('?')
                    .split(' ')
                    .map(|amount| amount.parse().unwrap())
                    .collect(),
                asked: amounts.ends_with('?'),
            },
        };
        (unescaped(message), most)
    };
    lines.map(row).collect()
}

/// `\u{200b}` as the character it names.
fn unescaped(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = part.split_once('}').unwrap();
        plain.push(char::from_u32(u32::from_str_radix(digits, 16).unwrap()).unwrap());
        plain.push_str(rest);
    }
    plain
}

/// Messages too long to be written down, none of which may be kept without asking.
fn floods() -> Vec<String> {
    let of = |piece: &str, letters: usize| piece.repeat(letters.div_ceil(piece.chars().count()));
    let mut floods = vec![
        of("9", 4_000),
        of("9", 100_000),
        of("a", 4_000),
        of("a", 50_000),
        of("\u{301}", 4_000),
        of("😀", 4_000),
        of("(", 4_000),
        of("1+", 4_000),
        of("2x", 4_000),
        of("1/2", 3_999),
        of("Rp", 4_000),
        of("ﷺ 15rb ", 3_998),
        of("ﷺ", 4_000),
        of("beli ", 4_000),
        of("bakso 9", 3_997),
        of("dari ke ", 4_000),
        of("www.", 4_000),
        format!("{}://x", of("a", 3_900)),
    ];
    let pieces = ["bakso 15rb ", "15rb ", "15rb,", "15rb\\n", "soto 15rb eh 20rb ", "total 15rb "];
    floods.extend(pieces.iter().flat_map(|piece| [of(piece, 3_900), of(piece, 100_000)]));
    floods
}

/// What `catatduit parse` answers, a reading for each line.
fn parsed(input: impl AsRef<[u8]>) -> Vec<Value> {
    let said = Desk::new().run_with(&NOW, input).good();
    said.split_terminator('\n').map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// As a household with the usual threshold decides.
fn is_kept(reading: &Value) -> bool {
    reading["kind"] == "transaction"
        && reading["confidence"].as_f64().unwrap() >= 0.85
        && reading["doubts"] == json!([])
}

fn amounts(transactions: &Value) -> Vec<i64> {
    transactions.as_array().unwrap().iter().filter_map(|item| item["amount"].as_i64()).collect()
}

fn assert_sound(reading: &Value) {
    for amount in amounts(&reading["transactions"]) {
        assert!(Money::idr(amount).is_recordable(), "{reading}");
    }
    let confidence = reading["confidence"].as_f64().unwrap();
    assert!((0.0..=1.0).contains(&confidence), "{reading}");
}

#[test]
fn nothing_is_kept_unasked_that_a_careful_reader_would_not_expect() {
    let rows = rows();
    assert!(rows.len() > 120, "{} rows", rows.len());
    let messages: Vec<&str> = rows.iter().map(|(message, _)| message.as_str()).collect();
    let readings = parsed(messages.join("\n"));
    assert_eq!(readings.len(), rows.len(), "one line of answer a line");
    let mut wrong = Vec::new();
    for ((message, most), reading) in rows.iter().zip(&readings) {
        assert_eq!(reading["text"], message.replace("\\n", "\n"));
        assert_sound(reading);
        let good = match most {
            Most::Nothing => reading["kind"] != "transaction",
            Most::Draft => !is_kept(reading),
            Most::Amounts { amounts: expected, asked } => {
                amounts(&reading["transactions"]) == *expected && !(*asked && is_kept(reading))
            }
        };
        if !good {
            wrong.push(format!("{message:?}: at most {most:?}, but {reading}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_flood_is_answered_in_one_line_and_kept_by_nobody() {
    let floods = floods();
    let between: Vec<&str> = floods.iter().flat_map(|flood| [flood.as_str(), "bakso 15rb"]).collect();
    let readings = parsed(between.join("\n"));
    assert_eq!(readings.len(), 2 * floods.len());
    for (flood, readings) in floods.iter().zip(readings.chunks(2)) {
        let start: String = flood.chars().take(24).collect();
        assert!(readings[0]["text"] == flood.replace("\\n", "\n"), "{start}");
        assert_sound(&readings[0]);
        assert!(!is_kept(&readings[0]), "{start}: {}", readings[0]["confidence"]);
        assert_eq!(amounts(&readings[1]["transactions"]), [15_000], "after {start}");
    }
}

#[test]
fn bytes_that_are_no_text_get_their_line_too() {
    let lines: [&[u8]; 8] = [
        b"\xff\xfe\xfd",
        b"bakso 15\xffrb",
        b"bakso \xc0\xb115rb",
        b"\xed\xa0\x80 15rb",
        b"bakso 15rb\xf0\x9f\x8d",
        b"\x00\x01\x02\x03",
        b"",
        b"bakso 15rb\r",
    ];
    let readings = parsed(lines.join(&b'\n'));
    assert_eq!(readings.len(), lines.len());
    for (line, reading) in lines.iter().zip(&readings) {
        let text = String::from_utf8_lossy(line);
        assert_eq!(reading["text"], text.trim_end_matches('\r'));
        assert_sound(reading);
    }
    // A byte within the amount: what it was is anybody's guess.
    assert!(!is_kept(&readings[1]), "{}", readings[1]);
    assert_eq!(amounts(&readings[7]["transactions"]), [15_000]);
}

/// Through the front door, with a record there that orders could harm.
#[tokio::test]
async fn a_family_s_books_hold_only_what_the_table_allows() {
    let (the_box, ayah) = TestAppliance::family().await;
    let before = ayah.record("soto betawi 33rb pake gopay").await;
    let mut kept = vec![33_000];
    for (message, most) in rows() {
        let message = message.replace("\\n", "\n");
        let answer = ayah.post("/api/v1/captures", &json!({"text": message})).await;
        if answer.status == 422 {
            // Nothing is left of it once what cannot be seen is gone.
            let problem = answer.is_problem(422, "invalid");
            assert_eq!(most, Most::Nothing, "{message:?}: {problem:#}");
            continue;
        }
        let outcome = answer.is(200);
        match (outcome["outcome"].as_str().unwrap(), &most) {
            ("drafted", Most::Draft | Most::Amounts { .. }) => forget(&ayah, &outcome).await,
            ("ignored" | "answered", Most::Nothing | Most::Draft) => {}
            ("recorded", Most::Amounts { amounts: expected, asked: false }) => {
                assert_eq!(amounts(&outcome["transactions"]), *expected, "{message:?}: {outcome:#}");
                kept.extend(expected);
            }
            _ => panic!("{message:?}: at most {most:?}, but {outcome:#}"),
        }
    }
    for flood in floods().iter().filter(|flood| flood.chars().count() <= 4_000) {
        let outcome = ayah.say(&flood.replace("\\n", "\n")).await;
        assert!(
            matches!(outcome["outcome"].as_str(), Some("drafted" | "ignored" | "answered")),
            "{outcome:#}"
        );
        if outcome["outcome"] == "drafted" {
            forget(&ayah, &outcome).await;
        }
    }

    let mut found: Vec<i64> = Vec::new();
    let mut page = ayah.get("/api/v1/transactions?limit=100").await.is(200);
    loop {
        // What the wallets held at the beginning is no message's.
        let told = page["items"].as_array().unwrap().iter().filter(|item| item["type"] != "adjustment");
        found.extend(told.filter_map(|item| item["amount"].as_i64()));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        page = ayah.get(&format!("/api/v1/transactions?limit=100&cursor={cursor}")).await.is(200);
    }
    found.sort_unstable();
    kept.sort_unstable();
    assert_eq!(found, kept);
    let address = format!("/api/v1/transactions/{}", before["id"].as_str().unwrap());
    assert_eq!(ayah.get(&address).await.is(200), before, "the record from before is as it was");
    assert!(the_box.store.audit().unwrap().is_sound());
}

async fn forget(client: &Client, outcome: &Value) {
    let id = outcome["draft"]["id"].as_str().unwrap();
    client.delete(&format!("/api/v1/drafts/{id}")).await.is(204);
}
