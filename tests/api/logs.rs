//! The box's own log, as its keeper reads it.

use std::io::Write as _;

use catatduit::ledger::Role;
use catatduit::logs::{Bounds, Writer};
use serde_json::json;

use crate::support::appliance::{Clock, Setting, TestAppliance};

const BOUNDS: Bounds = Bounds { file_bytes: 1_000_000, keep_bytes: 10_000_000, keep_days: 30 };

#[tokio::test]
async fn an_owner_pages_through_what_matters_newest_first() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), Clock::new());
    let the_box = Setting::default().logging_into(folder.path()).start(&clock).await;
    let owner = the_box.set_up().await;
    assert_eq!(owner.get("/api/v1/logs").await.is(200)["items"], json!([]), "nothing was logged yet");

    let mut writer = Writer::open(folder.path().to_owned(), BOUNDS, clock.outside()).unwrap();
    for (level, message) in [("INFO", "satu"), ("ERROR", "dua"), ("DEBUG", "tiga"), ("WARN", "empat")] {
        let line = json!({
            "timestamp": "2026-11-22T03:00:00.123456Z", "level": level, "message": message, "took_ms": 7,
            "target": "catatduit::bot", "spans": [{"name": "request", "request.id": "6a1f"}],
        });
        writer.write_all(format!("{line}\n").as_bytes()).unwrap();
    }
    let first = owner.get("/api/v1/logs?limit=2").await.is(200);
    assert_eq!(
        first["items"][0],
        json!({
            "at": "2026-11-22T03:00:00.123456Z", "level": "warn", "part": "catatduit::bot", "message": "empat",
            "fields": [{"name": "took_ms", "value": "7"}, {"name": "request.id", "value": "6a1f"}],
        })
    );
    assert_eq!(first["items"][1]["message"], "dua", "what only developers want is left out");
    let next = format!("/api/v1/logs?cursor={}", first["next_cursor"].as_str().unwrap());
    let rest = owner.get(&next).await.is(200);
    assert_eq!((&rest["items"][0]["message"], &rest["next_cursor"]), (&json!("satu"), &json!(null)));
    let grave = owner.get("/api/v1/logs?level=error").await.is(200);
    assert_eq!(grave["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_log_is_the_box_s_and_so_is_who_reads_it() {
    let (the_box, owner) = TestAppliance::family().await;
    assert_eq!(owner.get("/api/v1/logs").await.is(200)["items"], json!([]), "this box has no files");
    the_box.member("Ibu", Role::Adult).get("/api/v1/logs").await.is(403);
    the_box.neighbour().get("/api/v1/logs").await.is(403);
}
