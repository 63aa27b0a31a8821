//! `catatduit doctor`, beside a running box and without one: what is wrong is found, and what is not looked at does not
//! pass.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use serde_json::Value;

use super::serve::{Running, SETUP, desk};
use super::{Desk, Ran};

/// What the doctor said, as programs read it.
struct Report {
    code: Option<i32>,
    said: Value,
}

impl Report {
    #[track_caller]
    fn of(desk: &Desk) -> Self {
        let Ran { code, said, complained } = desk.run(&["doctor", "--json"]);
        assert_eq!(complained, "");
        Self { code, said: serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}")) }
    }

    /// Once the box has come so far by itself.
    #[track_caller]
    fn once(desk: &Desk, id: &str, verdict: &str) -> Self {
        for _ in 0..20 {
            let report = Self::of(desk);
            if report.item(id)["verdict"] == verdict {
                return report;
            }
        }
        panic!("{id} never came to {verdict}");
    }

    #[track_caller]
    fn item(&self, id: &str) -> &Value {
        let items = self.said["items"].as_array().unwrap();
        items.iter().find(|item| item["item"] == id).unwrap_or_else(|| panic!("no item {id}"))
    }

    #[track_caller]
    fn is(&self, id: &str, verdict: &str) {
        let item = self.item(id);
        assert_eq!(item["verdict"], verdict, "{item:#}");
    }
}

fn set(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_running_box_is_really_looked_at() {
    let desk = desk();
    desk.run(&SETUP).good();
    let running = Running::start(&desk);
    let report = Report::once(&desk, "S4", "pass");
    assert_eq!(report.said["running"], true);
    assert_eq!(report.said["items"].as_array().unwrap().len(), 89);
    for id in [
        "S2", "S3", "S4", "S5", "S6", "S8", "S9", "S13", "I2", "I7", "D1", "D3", "D6", "M2", "M4", "M6",
        "M7", "A1", "A4", "A6", "G4",
    ] {
        report.is(id, "pass");
    }
    // There is no bot, and what cannot be seen on a box names what proves it.
    report.is("T1", "n/a");
    report.is("S7", "n/a");
    assert_eq!(report.item("S7")["proof"], "docs/search.md");
    // This version lacks things, and says so; the exit code is that of the worst.
    report.is("F2", "warn");
    report.is("F7", "n/a");
    report.is("M5", "pass");
    report.is("B7", "warn");
    let fails = report.said["items"].as_array().unwrap().iter().any(|item| item["verdict"] == "fail");
    assert_eq!(report.code, Some(if fails { 4 } else { 3 }), "{:#}", report.said);
    for item in report.said["items"].as_array().unwrap() {
        for language in ["id", "en"] {
            assert!(!item["evidence"][language].as_str().unwrap().is_empty(), "{item}");
        }
        let wrong = item["verdict"] == "warn" || item["verdict"] == "fail";
        assert!(!wrong || item["advice"]["id"].is_string(), "{item} says what to do");
    }

    // Somebody opens the folder to all who share the machine.
    let folder = desk.path().join("catatduit-data");
    set(&folder, 0o755);
    let report = Report::of(&desk);
    report.is("S2", "fail");
    assert!(report.item("S2")["evidence"]["en"].as_str().unwrap().contains("mode 0755"), "{}", report.said);
    assert_eq!(report.code, Some(4));
    set(&folder, 0o700);
    set(&folder.join("secret.key"), 0o644);
    Report::of(&desk).is("S2", "fail");
    set(&folder.join("secret.key"), 0o600);
    Report::of(&desk).is("S2", "pass");
    // The looks themselves are counted like any other calls.
    assert!(running.read("/metrics", "").contains("catatduit_http_refused_total"));
    running.stop();
}

#[test]
fn limits_that_protect_nobody_do_not_pass() {
    let desk = desk().variable("CATATDUIT_LIMITS_API_BURST", "60000");
    desk.run(&SETUP).good();
    let running = Running::start(&desk);
    Report::of(&desk).is("S5", "warn");
    running.stop();
}

#[test]
fn without_a_box_only_what_can_be_seen_passes() {
    let desk = desk();
    assert!(desk.run(&["doctor"]).bad(1).contains("belum ada catatan"));
    desk.run(&SETUP).good();
    let report = Report::of(&desk);
    assert_eq!(report.said["running"], false);
    for id in ["S1", "S5", "S8", "S9", "S13", "L3", "M1", "A1"] {
        report.is(id, "n/a");
    }
    report.is("I7", "warn");
    report.is("I2", "pass");
    report.is("S2", "pass");

    let file = desk.path().join("catatduit-data/catatduit.redb");
    fs::write(&file, "a shopping list, perhaps").unwrap();
    let report = Report::of(&desk);
    report.is("I2", "fail");
    for id in ["S3", "S4", "D1", "D3", "D6", "G3"] {
        report.is(id, "n/a");
    }
    assert_eq!(report.code, Some(4));
    assert_eq!(fs::read_to_string(&file).unwrap(), "a shopping list, perhaps", "it is left as it is");
}

#[test]
fn people_read_it_in_their_language_and_may_ask_for_troubles_only() {
    let desk = desk();
    desk.run(&SETUP).good();
    let Ran { code, said, .. } = desk.run(&["doctor"]);
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("S2   Rahasia tersimpan aman") && said.contains("docs/doctor.md#"), "{said}");
    let Ran { said, .. } = desk.variable("CATATDUIT_LANGUAGE", "en").run(&["doctor", "--only-troubles"]);
    assert!(said.contains("I7   Health endpoints") && said.contains("the box is not running"), "{said}");
    assert!(!said.lines().any(|line| line.starts_with("pass")), "{said}");
}

#[test]
fn a_token_that_everybody_can_read_is_found_and_not_told() {
    let token = "123456:AAbbCCddEE-not-a-real-token";
    let settings = format!("[telegram]\nbot_token = \"{token}\"\napi_base = \"http://127.0.0.1:1\"\n");
    let desk = desk().file("config.toml", &settings);
    desk.run(&SETUP).good();
    set(&desk.path().join("config.toml"), 0o644);
    let report = Report::of(&desk);
    report.is("S2", "fail");
    // Nobody answers for Telegram here.
    report.is("T1", "fail");
    assert!(!report.said.to_string().contains("AAbbCC"), "no secret is told");
    set(&desk.path().join("config.toml"), 0o640);
    Report::of(&desk).is("S2", "pass");
}

#[test]
fn figures_are_for_this_machine_and_not_for_what_comes_through_a_proxy() {
    let desk = desk();
    let running = Running::start(&desk);
    let page = running.read("/metrics", "");
    assert!(page.starts_with("HTTP/1.1 200 OK") && page.contains("text/plain; version=0.0.4"), "{page}");
    for figure in [
        "catatduit_store_commit_seconds_bucket{le=\"+Inf\"}",
        "catatduit_disk_free_bytes ",
        "catatduit_task_up{task=\"http\"} 1",
        "catatduit_search_lag_changes 0",
    ] {
        assert!(page.contains(figure), "{figure} in {page}");
    }
    let foreign = running.read("/metrics", "X-Forwarded-For: 203.0.113.9\r\n");
    assert!(foreign.starts_with("HTTP/1.1 401"), "{foreign}");
    let ready = running.read("/readyz", "");
    assert!(ready.contains("\"troubles\":[]"), "{ready}");
    running.stop();
}
