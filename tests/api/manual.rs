//! docs/api.md keeps its word: its commands are run, and answer as it says.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::support::appliance::{Clock, Setting};
use serde_json::Value;

/// A block of the page: what kind it is, and its text.
type Block = (String, String);

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(kind) = line.strip_prefix("```") {
            let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push((kind.to_owned(), text.join("\n")));
        }
    }
    blocks
}

/// Whether a line is as it was written, with anything where it says `…`.
fn is_like(line: &str, written: &str) -> bool {
    let mut rest = line;
    for (place, part) in written.split('…').enumerate() {
        match rest.find(part) {
            Some(at) if place > 0 || at == 0 => rest = &rest[at + part.len()..],
            _ => return false,
        }
    }
    rest.is_empty() || written.ends_with('…')
}

/// Whether an answer holds what was written, and perhaps more; lists are held entry by entry.
fn holds(answer: &Value, written: &Value) -> bool {
    match (answer, written) {
        (_, Value::String(any)) if any == "…" => answer.is_string(),
        (Value::Object(answer), Value::Object(written)) => {
            written.iter().all(|(name, value)| answer.get(name).is_some_and(|of| holds(of, value)))
        }
        (Value::Array(answer), Value::Array(written)) => {
            answer.len() == written.len() && answer.iter().zip(written).all(|(of, value)| holds(of, value))
        }
        _ => answer == written,
    }
}

/// The box answers on other threads while a command is waited for.
#[tokio::test(flavor = "multi_thread")]
async fn the_manual_keeps_its_word() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/api.md");
    let blocks = blocks(&fs::read_to_string(page).unwrap());
    let clock = Clock::new();
    let the_box = Setting::default().start(&clock).await;
    the_box.set_up().await;
    let folder = tempfile::tempdir().unwrap();
    // One command's variables are the next one's: each is run after all before it, whose own words are not heard.
    let mut before = String::new();
    let mut commands = 0;
    let mut answered = String::new();
    for (kind, text) in blocks {
        let wrong = |what: &str| panic!("{what}\n--- written\n{text}\n--- answered\n{answered}");
        match kind.as_str() {
            "sh" => {
                let text = text.replace("http://127.0.0.1:8080", &format!("http://{}", the_box.address()));
                let script = format!("set -euo pipefail\n{before}{text}\n");
                let mut shell = Command::new("bash");
                shell.arg("-c").arg(&script).current_dir(folder.path()).stdin(Stdio::null());
                let run = shell.output().unwrap();
                let said = String::from_utf8_lossy(&run.stderr);
                assert!(run.status.success(), "needs bash and curl:\n{script}\n{said}");
                answered = String::from_utf8(run.stdout).unwrap();
                let is_setting = |line: &&str| {
                    line.split_once('=').is_some_and(|(name, _)| {
                        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase())
                    })
                };
                before.extend(text.lines().filter(is_setting).map(|line| format!("{line}\n")));
                commands += 1;
                // Whoever reads on takes a moment.
                clock.advance(Duration::from_secs(1));
            }
            "json" => {
                let written: Value = serde_json::from_str(&text).unwrap();
                let answer: Value = serde_json::from_str(&answered).unwrap_or(Value::Null);
                if !holds(&answer, &written) {
                    wrong("another answer");
                }
            }
            _ => {
                for line in text.lines() {
                    if !answered.lines().any(|said| is_like(said, line)) {
                        wrong(&format!("no line is like {line}"));
                    }
                }
            }
        }
    }
    assert!(commands > 15, "{commands} commands were found");
}

#[test]
fn what_is_written_is_told_from_what_is_not() {
    assert!(is_like("etag: \"v3.s-1\"", "etag: …") && is_like("a;q=20;w=2", "a;q=…;w=…"));
    assert!(
        !is_like("a;q=20;w=2 more", "a;q=20;w=2") && !is_like("x a", "a") && !is_like("a;q=20", "a;q=…;w=…")
    );
    let value = |text: &str| -> Value { serde_json::from_str(text).unwrap() };
    let answer = value(r#"{"a": [{"b": 1, "c": "x"}], "d": null}"#);
    for (written, is_held) in [
        (r#"{"a": [{"b": 1}]}"#, true),
        (r#"{"a": [{"c": "…"}], "d": null}"#, true),
        (r#"{"a": []}"#, false),
        (r#"{"a": [{"b": 2}]}"#, false),
        (r#"{"d": "…"}"#, false),
        (r#"{"e": null}"#, false),
    ] {
        assert_eq!(holds(&answer, &value(written)), is_held, "{written}");
    }
}
