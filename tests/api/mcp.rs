//! Assistants: they read with their member's rights, and write drafts only.

use catatduit::ledger::Role;
use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;
use crate::support::client::{Answer, Client};

const ADDRESS: &str = "/api/v1/mcp";

async fn call(client: &Client, method: &str, params: Value) -> Answer {
    let body = json!({"jsonrpc": "2.0", "id": 7, "method": method, "params": params});
    client.with("accept", "application/json, text/event-stream").post(ADDRESS, &body).await
}

/// What a tool gives.
async fn tool(client: &Client, name: &str, arguments: Value) -> Value {
    let answer = call(client, "tools/call", json!({"name": name, "arguments": arguments})).await.is(200);
    assert_eq!(answer["id"], 7, "{answer:#}");
    answer["result"].clone()
}

#[tokio::test]
async fn an_assistant_finds_out_what_it_may_do() {
    let (_home, ayah) = TestAppliance::family().await;
    let hello = json!({
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "uji", "version": "1"},
    });
    let hello = call(&ayah, "initialize", hello).await.is(200);
    assert_eq!(hello["result"]["serverInfo"]["name"], "catatduit", "{hello:#}");
    let tools = call(&ayah, "tools/list", json!({})).await.is(200);
    let tools = tools["result"]["tools"].as_array().unwrap();
    let mut names: Vec<&str> = tools.iter().map(|tool| tool["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "list_categories",
            "list_wallets",
            "propose_message",
            "read_message",
            "search_transactions",
            "summarise_day",
            "summarise_month",
        ]
    );
    for tool in tools {
        let reads = tool["annotations"]["readOnlyHint"] == json!(true);
        assert_eq!(reads, tool["name"] != "propose_message", "{tool:#}");
    }
}

#[tokio::test]
async fn it_reads_what_its_member_sees() {
    let (home, ayah) = TestAppliance::family().await;
    ayah.record("beli bakso 15rb pake gopay").await;
    let wallets = tool(&ayah, "list_wallets", json!({})).await;
    let gopay =
        wallets["structuredContent"]["result"].as_array().unwrap().iter().find(|one| one["name"] == "GoPay");
    assert_eq!(gopay.unwrap()["balance"], 235_000);
    let found = tool(&ayah, "search_transactions", json!({"q": "bakso", "limit": 1})).await;
    let found = &found["structuredContent"]["result"];
    assert_eq!(found["items"][0]["transaction"]["description"], "Bakso");
    assert_eq!(found["totals"]["count"], 1);
    let month = tool(&ayah, "summarise_month", json!({"month": "2026-11"})).await;
    assert_eq!(month["structuredContent"]["result"]["expense"], 15_000);
    let neighbour = tool(&home.neighbour(), "search_transactions", json!({"q": "bakso"})).await;
    assert_eq!(neighbour["structuredContent"]["result"]["items"], json!([]));
}

#[tokio::test]
async fn what_it_proposes_waits_for_a_yes() {
    let (home, ayah) = TestAppliance::family().await;
    let proposed = tool(&ayah, "propose_message", json!({"text": "beli bakso 15rb pake gopay"})).await;
    let proposed = &proposed["structuredContent"]["result"];
    assert_eq!(proposed["outcome"], "drafted", "{proposed:#}");
    let held = ayah.get("/api/v1/transactions").await.is(200);
    let bought =
        |list: &Value| list["items"].as_array().unwrap().iter().any(|one| one["description"] == "Bakso");
    assert!(!bought(&held));
    let draft = proposed["draft"]["id"].as_str().unwrap();
    ayah.act(&format!("/api/v1/drafts/{draft}/confirm")).await.is(200);
    assert!(bought(&ayah.get("/api/v1/transactions").await.is(200)));

    let viewer = home.member("Nenek", Role::Viewer);
    let refused = tool(&viewer, "propose_message", json!({"text": "kopi 20rb"})).await;
    assert_eq!(
        (&refused["isError"], &refused["structuredContent"]["code"]),
        (&json!(true), &json!("forbidden"))
    );
}

#[tokio::test]
async fn nobody_comes_in_without_a_key_and_nonsense_is_named() {
    let (_home, ayah) = TestAppliance::family().await;
    let answer = call(&ayah.anonymous(), "tools/list", json!({})).await;
    answer.is(401);
    let wrong =
        call(&ayah, "tools/call", json!({"name": "summarise_month", "arguments": {"month": "November"}}))
            .await;
    assert_eq!(wrong.is(200)["error"]["code"], -32_602);
    let unknown = call(&ayah, "tools/call", json!({"name": "drop_everything", "arguments": {}})).await;
    assert!(unknown.is(200)["error"].is_object());
    let long = "x".repeat(80_000);
    let body = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"cursor": long}});
    ayah.with("accept", "application/json, text/event-stream").post(ADDRESS, &body).await.is(413);
}
