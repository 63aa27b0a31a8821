//! What went wrong in the box and in browsers, as its keeper sees it; and what a Sentry and a heartbeat's watcher hear.

use std::time::Duration;

use catatduit::app::{Caught, MetIn, Mishap};
use catatduit::config::{Config, Given};
use catatduit::ledger::Role;
use catatduit::ops::heartbeat;
use catatduit::ops::sentry::tell_new;
use futures_util::FutureExt as _;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::support::appliance::{Clock, Setting, TestAppliance};
use crate::support::client::Client;
use crate::support::listener::Listening;

fn of_a_page(message: &str) -> Value {
    json!({
        "kind": "TypeError", "message": message, "page": "/transactions/01M2XM0A4E8S6W3Q1Z9X7C5V2B?q=bakso",
        "stack": "TypeError: x\n    at f (https://duit.example/assets/index-B4x8Zq1_.js:1:2345)",
    })
}

async fn all(owner: &Client, query: &str) -> Vec<Value> {
    let seen = owner.get(&format!("/api/v1/errors{query}")).await.is(200);
    seen["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn errors_that_are_alike_are_one_and_hold_nothing_that_anybody_wrote() {
    let (the_box, owner) = TestAppliance::family().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    for message in [r#""beli bakso 15rb" is not valid JSON"#, r#""gaji 9jt" is not valid JSON"#] {
        ibu.post("/api/v1/errors", &of_a_page(message)).await.is(204);
    }
    owner.post("/api/v1/errors", &of_a_page("x is undefined")).await.is(204);
    let seen = all(&owner, "").await;
    assert_eq!(seen.len(), 2, "{seen:?}");
    let known = seen.iter().find(|error| error["count"] == json!(2)).unwrap();
    assert_eq!(
        [&known["source"], &known["kind"], &known["message"], &known["place"], &known["page"]],
        ["browser", "TypeError", "\"…\" is not valid JSON", "index.js:1:2345", "/transactions/:id"]
    );
    assert!(!format!("{seen:?}").contains("bakso"));
    ibu.get("/api/v1/errors").await.is(403);
    the_box.neighbour().get("/api/v1/errors").await.is(403);
    owner.post("/api/v1/errors", &json!({"kind": "E", "message": "x".repeat(2_001)})).await.is(400);
}

#[tokio::test]
async fn what_is_solved_is_open_again_when_it_comes_back() {
    let (the_box, owner) = TestAppliance::family().await;
    owner.post("/api/v1/errors", &of_a_page("x is undefined")).await.is(204);
    let id = all(&owner, "").await[0]["id"].as_str().unwrap().to_owned();
    let solved = owner.act(&format!("/api/v1/errors/{id}/solve")).await.is(200);
    assert_eq!(solved["solved"], json!(the_box.clock.now().to_string()));
    assert_eq!((all(&owner, "?solved=false").await.len(), all(&owner, "?solved=true").await.len()), (0, 1));
    the_box.clock.advance(Duration::from_hours(1));
    owner.post("/api/v1/errors", &of_a_page("x is undefined")).await.is(204);
    let back = all(&owner, "?solved=false").await.remove(0);
    assert_eq!((&back["id"], &back["returns"], &back["count"]), (&json!(id), &json!(1), &json!(2)));
    the_box.clock.advance(Duration::from_hours(24 * 91));
    owner.post("/api/v1/errors", &of_a_page("y is undefined")).await.is(401);
    the_box.app().catch_from(caught(&[("error", "a request failed")]));
    the_box.app().keep_faults().unwrap();
    let left = the_box.app().untold_faults().unwrap();
    assert_eq!(left.len(), 1, "after 90 days it is forgotten: {left:?}");
}

/// As the log gives them.
fn caught(errors: &[(&str, &str)]) -> Caught {
    let caught = Caught::default();
    for (kind, message) in errors {
        let place = "src/api/envelope.rs:200".to_owned();
        let met =
            Mishap { source: MetIn::Box, kind: (*kind).to_owned(), message: (*message).to_owned(), place };
        caught.note(met, None);
    }
    caught
}

#[tokio::test]
async fn no_more_are_kept_than_there_is_room_for_however_many_come() {
    let (the_box, owner) = TestAppliance::family().await;
    let net = Caught::default();
    the_box.app().catch_from(net.clone());
    for number in 0..400 {
        let place = format!("src/part{number}.rs:7");
        let met =
            Mishap { source: MetIn::Box, kind: "error".to_owned(), message: "it failed".to_owned(), place };
        net.note(met, None);
        if number % 40 == 39 {
            the_box.app().keep_faults().unwrap();
        }
    }
    let seen = all(&owner, "").await;
    assert_eq!((seen.len(), &seen[0]["place"]), (200, &json!("src/part399.rs:7")));
    assert_eq!(the_box.app().open_faults().unwrap(), 200);
}

fn told(key: &str, value: &str) -> Config {
    let told = Given { key: key.to_owned(), value: value.to_owned(), flag: "test".to_owned() };
    Config::load(None, &std::collections::BTreeMap::new(), &[told]).unwrap().config
}

#[tokio::test]
async fn a_sentry_hears_of_each_kind_once_and_again_when_it_returns() {
    let (the_box, owner) = TestAppliance::family().await;
    let sentry = Listening::start().await;
    let dsn = told("errors.sentry_dsn", &format!("http://kunci@{}/7", sentry.address)).errors.sentry.unwrap();
    let app = the_box.app();
    app.catch_from(caught(&[("panic", "a part of the box panicked"), ("error", "a request failed")]));
    sentry.fail(1);
    assert!(tell_new(app, &dsn).await.unwrap_err().contains("503"));
    tell_new(app, &dsn).await.unwrap();
    tell_new(app, &dsn).await.unwrap();
    let calls = sentry.calls();
    assert_eq!(calls.len(), 3, "one that failed, and one for each kind");
    assert_eq!((calls[1].method.as_str(), calls[1].path.as_str()), ("POST", "/api/7/envelope/"));
    assert!(calls[1].auth.ends_with("sentry_key=kunci"), "{}", calls[1].auth);
    let lines: Vec<Value> = calls[1].body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [head, item, event] = lines.as_slice() else { panic!("{lines:?}") };
    assert_eq!((&item["type"], &head["event_id"]), (&json!("event"), &event["event_id"]));
    assert_eq!(event["exception"]["values"][0]["stacktrace"]["frames"][0]["lineno"], json!(200));

    let id = all(&owner, "").await[0]["id"].as_str().unwrap().to_owned();
    owner.act(&format!("/api/v1/errors/{id}/solve")).await.is(200);
    app.catch_from(caught(&[("panic", "a part of the box panicked"), ("error", "a request failed")]));
    tell_new(app, &dsn).await.unwrap();
    assert_eq!(sentry.calls().len(), 4, "only the one that was solved");
}

#[tokio::test]
async fn a_heartbeat_is_called_while_the_box_can_work_and_from_a_running_box() {
    let watcher = Listening::start().await;
    let address = format!("http://{}/ping/rahasia", watcher.address);
    let the_box = Setting::default().told("HEALTH_HEARTBEAT_URL", &address).start(&Clock::new()).await;
    watcher.until_called(1).await;
    assert_eq!(
        (watcher.calls()[0].method.as_str(), watcher.calls()[0].path.as_str()),
        ("GET", "/ping/rahasia")
    );

    let url = told("health.heartbeat_url", &address).health.heartbeat_url.unwrap();
    let (outside, stop) = (the_box.app().outside().clone(), CancellationToken::new());
    let unwell: heartbeat::Ready = Box::new(|| async { false }.boxed());
    let every = Duration::from_millis(5);
    let quiet = heartbeat::call(&url, &outside, &unwell, every, stop.clone());
    let _ = tokio::time::timeout(Duration::from_millis(60), quiet).await;
    assert_eq!(watcher.calls().len(), 1, "a box that is not well says nothing");
    let well: heartbeat::Ready = Box::new(|| async { true }.boxed());
    watcher.fail(3);
    tokio::select! {
        _ = heartbeat::call(&url, &outside, &well, every, stop) => panic!("it goes on until it is told to stop"),
        () = watcher.until_called(6) => {}
    }
}
