//! Keys for programs: shown once, no more than their member, no more than their scope, and ended at once.

use std::time::Duration;

use catatduit::ledger::Role;
use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;
use crate::support::client::Client;

/// A program of this member's, with a token of that scope.
async fn program(member: &Client, scope: &str) -> (Client, Value) {
    let made = member.post("/api/v1/tokens", &json!({"name": "skrip", "scope": scope})).await.is(201);
    let secret = made["secret"].as_str().unwrap();
    assert!(secret.starts_with("cd_") && secret.len() == 67, "{secret}");
    (member.anonymous().with("authorization", &format!("Bearer {secret}")), made["token"].clone())
}

#[tokio::test]
async fn a_token_is_shown_once_listed_without_its_secret_and_revoked_at_once() {
    let (_home, ayah) = TestAppliance::family().await;
    let (program, token) = program(&ayah, "read").await;
    assert_eq!(token["last_used"], Value::Null);
    program.get("/api/v1/wallets").await.is(200);
    let listed = ayah.get("/api/v1/tokens").await;
    assert!(!listed.text.contains("cd_"), "{}", listed.text);
    let listed = listed.is(200);
    assert_eq!(listed["items"][0]["id"], token["id"]);
    assert!(listed["items"][0]["last_used"].is_string(), "{listed:#}");
    let address = format!("/api/v1/tokens/{}", token["id"].as_str().unwrap());
    ayah.delete(&address).await.is(204);
    program.get("/api/v1/wallets").await.is_problem(401, "unauthenticated");
    ayah.delete(&address).await.is_problem(404, "missing");
}

#[tokio::test]
async fn a_token_does_what_its_scope_says_and_no_more() {
    let (home, ayah) = TestAppliance::family().await;
    let bought = ayah.record("beli bakso 15rb pake gopay").await;
    let bought = format!("/api/v1/transactions/{}", bought["id"].as_str().unwrap());
    let ibu = home.member("Ibu", Role::Adult);
    let note = json!({"note": "dari skrip"});
    let message = json!({"text": "kopi 20rb"});
    let wallet = json!({"name": "Celengan", "kind": "cash"});
    let token = json!({"name": "lagi", "scope": "account"});
    // What each may: see, say a message, change another's record, add a wallet, make a token.
    let rows = [
        ("read", [200, 403, 403, 403, 403]),
        ("record", [200, 200, 403, 403, 403]),
        ("write", [200, 200, 200, 201, 403]),
        ("account", [200, 200, 200, 422, 201]),
    ];
    for (scope, expected) in rows {
        let (program, _) = program(&ibu, scope).await;
        let answers = [
            program.get("/api/v1/transactions").await,
            program.post("/api/v1/captures", &message).await,
            program.patch(&bought, &note).await,
            program.post("/api/v1/wallets", &wallet).await,
            program.post("/api/v1/tokens", &token).await,
        ];
        let got: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
        assert_eq!(got, expected, "{scope}");
    }
}

#[tokio::test]
async fn a_token_never_has_more_than_its_member() {
    let (home, _ayah) = TestAppliance::family().await;
    let nenek = home.member("Nenek", Role::Viewer);
    let (program, _) = program(&nenek, "account").await;
    program.get("/api/v1/transactions").await.is(200);
    program.post("/api/v1/captures", &json!({"text": "kopi 20rb"})).await.is_problem(403, "forbidden");
    program.get("/api/v1/exports/household").await.is_problem(403, "forbidden");
}

#[tokio::test]
async fn a_token_ends_with_its_days_and_nonsense_is_none() {
    let (home, ayah) = TestAppliance::family().await;
    let made =
        ayah.post("/api/v1/tokens", &json!({"name": "sehari", "scope": "read", "days": 1})).await.is(201);
    let key = format!("Bearer {}", made["secret"].as_str().unwrap());
    let program = ayah.anonymous().with("authorization", &key);
    program.get("/api/v1/session").await.is(200);
    home.clock.advance(Duration::from_hours(25));
    program.get("/api/v1/session").await.is_problem(401, "unauthenticated");
    assert_eq!(ayah.get("/api/v1/tokens").await.is(200)["items"], json!([]));
    for key in ["Bearer", "Bearer x", "Basic YTpi", "Bearer cd_00"] {
        let stranger = ayah.anonymous().with("authorization", key);
        stranger.get("/api/v1/wallets").await.is_problem(401, "unauthenticated");
    }
    for (body, status) in [
        (json!({"name": " ", "scope": "read"}), 422),
        (json!({"name": "x", "scope": "all"}), 400),
        (json!({"name": "x", "scope": "read", "days": 0}), 400),
        (json!({"name": "x".repeat(41), "scope": "read"}), 400),
    ] {
        ayah.post("/api/v1/tokens", &body).await.is(status);
    }
}

#[tokio::test]
async fn an_assistant_with_a_token_proposes_only_within_its_scope() {
    let (_home, ayah) = TestAppliance::family().await;
    let call = json!({
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": "propose_message", "arguments": {"text": "kopi 20rb"}},
    });
    for (scope, error) in [("read", true), ("record", false)] {
        let (program, _) = program(&ayah, scope).await;
        let program = program.with("accept", "application/json, text/event-stream");
        let answer = program.post("/api/v1/mcp", &call).await.is(200);
        assert_eq!(answer["result"]["isError"], json!(error), "{scope}: {answer:#}");
    }
}
