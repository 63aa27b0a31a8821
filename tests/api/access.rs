//! Everybody tries everything: each operation of the contract, as each kind of person.

use std::collections::BTreeSet;

use catatduit::api;
use catatduit::ledger::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;
use crate::support::client::{Answer, Client};

/// What an operation answers to each: a visitor, somebody from another household, a viewer, a child, an adult.
/// The things it is about are the owner's. `None`: not tried, because it would end the person's session.
type Answers = [Option<u16>; 5];

struct Row {
    method: &'static str,
    path: &'static str,
    body: Value,
    answers: Answers,
}

fn row(method: &'static str, path: &'static str, body: Value, answers: [u16; 5]) -> Row {
    Row { method, path, body, answers: answers.map(Some) }
}

/// Every operation. What stands in braces is the owner's; `{member}` is themselves.
fn rows() -> Vec<Row> {
    let none = Value::Null;
    let fixes = json!({"items": [{"index": 0, "amount": 15_000}]});
    vec![
        row("get", "/api/v1/setup", none.clone(), [200, 200, 200, 200, 200]),
        row("post", "/api/v1/setup", json!({}), [400, 400, 400, 400, 400]),
        row("post", "/api/v1/session", json!({"name": "x", "password": "y"}), [401, 401, 401, 401, 401]),
        row("get", "/api/v1/session", none.clone(), [401, 200, 200, 200, 200]),
        row("patch", "/api/v1/session", json!({"language": "id"}), [401, 200, 200, 200, 200]),
        Row {
            method: "delete",
            path: "/api/v1/session",
            body: none.clone(),
            answers: [Some(401), None, None, None, None],
        },
        row("post", "/api/v1/readings", json!({"text": "kopi 22rb"}), [401, 200, 200, 200, 200]),
        row("post", "/api/v1/captures", json!({"text": "kopi 22rb"}), [401, 200, 403, 200, 200]),
        row(
            "post",
            "/api/v1/captures",
            json!({"text": "hapus", "about": "{transaction}"}),
            [401, 404, 403, 404, 200],
        ),
        row("get", "/api/v1/drafts", none.clone(), [401, 200, 200, 200, 200]),
        row("patch", "/api/v1/drafts/{draft}", fixes, [401, 404, 403, 404, 200]),
        row("post", "/api/v1/drafts/{draft}/confirm", none.clone(), [401, 404, 403, 404, 200]),
        row("delete", "/api/v1/drafts/{draft}", none.clone(), [401, 404, 403, 404, 204]),
        row("get", "/api/v1/transactions", none.clone(), [401, 200, 200, 200, 200]),
        row(
            "post",
            "/api/v1/transactions",
            json!({"type": "expense", "amount": 5_000}),
            [401, 201, 403, 422, 201],
        ),
        row(
            "post",
            "/api/v1/transactions/amend",
            json!({"ids": ["{transaction}"], "day": "2026-11-20"}),
            [401, 404, 403, 404, 200],
        ),
        row(
            "post",
            "/api/v1/transactions/void",
            json!({"ids": ["{transaction}"]}),
            [401, 404, 403, 404, 200],
        ),
        row("get", "/api/v1/transactions/{transaction}/changes", none.clone(), [401, 404, 200, 404, 200]),
        row("get", "/api/v1/transactions/{transaction}/links", none.clone(), [401, 404, 200, 404, 200]),
        row("get", "/api/v1/trash", none.clone(), [401, 200, 200, 200, 200]),
        row("post", "/api/v1/trash/restore", json!({"ids": ["{transaction}"]}), [401, 404, 403, 404, 200]),
        row("get", "/api/v1/transactions/{transaction}", none.clone(), [401, 404, 200, 404, 200]),
        row(
            "patch",
            "/api/v1/transactions/{transaction}",
            json!({"amount": 16_000}),
            [401, 404, 403, 404, 200],
        ),
        row("delete", "/api/v1/transactions/{transaction}", none.clone(), [401, 404, 403, 404, 200]),
        row("get", "/api/v1/wallets", none.clone(), [401, 200, 200, 200, 200]),
        row("post", "/api/v1/wallets", json!({"name": "OVO"}), [401, 201, 403, 403, 201]),
        row("put", "/api/v1/wallets/{wallet}/balance", json!({"balance": 1}), [401, 404, 403, 403, 200]),
        row("get", "/api/v1/categories", none.clone(), [401, 200, 200, 200, 200]),
        row("get", "/api/v1/summaries/day", none.clone(), [401, 200, 200, 200, 200]),
        row("get", "/api/v1/summaries/month", none.clone(), [401, 200, 200, 200, 200]),
        row("get", "/api/v1/lessons", none.clone(), [401, 200, 200, 200, 200]),
        row("delete", "/api/v1/lessons/{lesson}", none.clone(), [401, 404, 403, 404, 200]),
        row("post", "/api/v1/lessons/{lesson}/forbid", none.clone(), [401, 404, 403, 404, 200]),
        row("post", "/api/v1/changes/{seq}/undo", none.clone(), [401, 404, 403, 404, 200]),
        row("post", "/api/v1/undo", none.clone(), [401, 404, 403, 404, 404]),
        row("get", "/api/v1/events", none.clone(), [401, 200, 200, 200, 200]),
        row("post", "/api/v1/telegram/link", none.clone(), [401, 201, 201, 201, 201]),
        row("get", "/api/v1/exports/mine", none.clone(), [401, 200, 200, 200, 200]),
        row("get", "/api/v1/exports/household", none.clone(), [401, 200, 403, 403, 403]),
        row("get", "/api/v1/search", none.clone(), [401, 200, 200, 200, 200]),
        row("get", "/api/v1/search/suggestions?q=bak", none.clone(), [401, 200, 200, 200, 200]),
        row("get", "/api/v1/members", none.clone(), [401, 200, 200, 200, 200]),
        row("patch", "/api/v1/members/{member}", json!({"name": "Papa"}), [401, 404, 403, 403, 403]),
        row("delete", "/api/v1/members/{member}", none.clone(), [401, 404, 403, 403, 403]),
        row("post", "/api/v1/members/{member}/owner", none.clone(), [401, 404, 403, 403, 403]),
        row("get", "/api/v1/invitations", none.clone(), [401, 200, 403, 403, 403]),
        row(
            "post",
            "/api/v1/invitations",
            json!({"role": "adult", "wallets": ["{wallet}"]}),
            [401, 404, 403, 403, 403],
        ),
        row("delete", "/api/v1/invitations/{invitation}", none.clone(), [401, 404, 403, 403, 403]),
        row("get", "/api/v1/join?code=x", none.clone(), [410, 410, 410, 410, 410]),
        row("post", "/api/v1/join", json!({}), [400, 400, 400, 400, 400]),
        row("get", "/api/v1/households", none.clone(), [401, 200, 200, 200, 200]),
        row(
            "put",
            "/api/v1/session/household",
            json!({"household": "{household}"}),
            [401, 404, 200, 200, 200],
        ),
        row("get", "/api/v1/wallets/{wallet}/sharing", none.clone(), [401, 404, 200, 404, 200]),
        row(
            "put",
            "/api/v1/wallets/{wallet}/sharing",
            json!({"others": "full", "grants": []}),
            [401, 404, 403, 403, 403],
        ),
        row("get", "/api/v1/telegram", none, [401, 200, 403, 403, 403]),
    ]
}

/// One of the owner's things of each kind.
struct Things {
    transaction: String,
    wallet: String,
    draft: String,
    lesson: String,
    seq: String,
    member: String,
    household: String,
    invitation: String,
}

impl Things {
    async fn of(owner: &Client) -> Self {
        let recorded = owner.say("bakso 15rb pake gopay").await;
        let lesson = owner.teach().await;
        let drafted = owner.say("beli sate pake gopay").await;
        let me = owner.get("/api/v1/session").await.is(200);
        let invited = json!({"role": "viewer", "wallets": []});
        let invited = owner.post("/api/v1/invitations", &invited).await.is(201);
        let transaction = &recorded["transactions"][0];
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Self {
            transaction: text(&transaction["id"]),
            wallet: text(&transaction["wallet"]["id"]),
            draft: text(&drafted["draft"]["id"]),
            lesson: text(&lesson["id"]),
            seq: recorded["change"].to_string(),
            member: text(&me["member"]["id"]),
            household: text(&me["household"]["id"]),
            invitation: text(&invited["invitation"]["id"]),
        }
    }

    fn fill(&self, text: &str) -> String {
        text.replace("{transaction}", &self.transaction)
            .replace("{wallet}", &self.wallet)
            .replace("{draft}", &self.draft)
            .replace("{lesson}", &self.lesson)
            .replace("{seq}", &self.seq)
            .replace("{member}", &self.member)
            .replace("{household}", &self.household)
            .replace("{invitation}", &self.invitation)
    }
}

/// The owner's house, and somebody who tries something in it.
struct House {
    _box: TestAppliance,
    owner: Client,
    client: Client,
    things: Things,
}

impl House {
    async fn new(person: &str) -> Self {
        let (the_box, owner) = TestAppliance::family().await;
        let client = match person {
            "visitor" => the_box.client(),
            "neighbour" => the_box.neighbour(),
            "viewer" => the_box.member("Eyang", Role::Viewer),
            "child" => the_box.member("Rani", Role::Child),
            _ => the_box.member("Ibu", Role::Adult),
        };
        let things = Things::of(&owner).await;
        Self { _box: the_box, owner, client, things }
    }
}

async fn send(client: &Client, row: &Row, things: &Things) -> Answer {
    let method: Method = row.method.to_uppercase().parse().unwrap();
    let request = client.request(method, &things.fill(row.path));
    let request = match &row.body {
        Value::Null => request,
        body => request.json(&serde_json::from_str::<Value>(&things.fill(&body.to_string())).unwrap()),
    };
    if row.path.ends_with("/events") {
        // A stream has no end to wait for: its beginning is the answer.
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        return Answer { what: row.path.to_owned(), status, headers, text: String::new() };
    }
    client.send(request).await
}

#[tokio::test]
async fn everybody_tries_everything() {
    for (person, column) in [("visitor", 0), ("neighbour", 1), ("viewer", 2), ("child", 3), ("adult", 4)] {
        let mut house = House::new(person).await;
        for row in rows() {
            let Some(expected) = row.answers[column] else { continue };
            let House { owner, client, things, .. } = &house;
            let answer = send(client, &row, things).await;
            let what = format!("{person}: {} {} {}", row.method, row.path, row.body);
            assert_eq!(answer.status.as_u16(), expected, "{what}: {}", answer.text);
            if expected == 403 || expected == 404 || (expected == 401 && column == 0) {
                assert_eq!(answer.header("content-type"), "application/problem+json", "{what}");
                let bakso = format!("/api/v1/transactions/{}", things.transaction);
                let kept = owner.get(&bakso).await.is(200);
                assert_eq!((&kept["version"], &kept["voided"]), (&json!(1), &Value::Null), "{what}");
            } else if row.method != "get" {
                // What one try changed is not in the next one's way.
                house = House::new(person).await;
            }
        }
    }
}

#[test]
fn no_operation_is_left_out() {
    let contract: Value = serde_json::from_str(&api::document()).unwrap();
    let shape = |path: &str| -> Vec<String> {
        let path = path.split('?').next().unwrap();
        path.split('/')
            .map(|part| if part.starts_with('{') { "{}".to_owned() } else { part.to_owned() })
            .collect()
    };
    let tried: BTreeSet<(String, Vec<String>)> =
        rows().iter().map(|row| (row.method.to_owned(), shape(row.path))).collect();
    let there: BTreeSet<(String, Vec<String>)> = contract["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, methods)| {
            methods.as_object().unwrap().keys().map(move |method| (method.clone(), shape(path)))
        })
        .collect();
    assert_eq!(tried, there);
}

#[tokio::test]
async fn a_child_changes_what_is_theirs() {
    let (the_box, owner) = TestAppliance::family().await;
    let rani = the_box.member("Rani", Role::Child);
    let jajan = rani.record("jajan 5rb pake cash").await;
    let address = format!("/api/v1/transactions/{}", jajan["id"].as_str().unwrap());
    rani.patch(&address, &json!({"amount": 6_000})).await.is(200);
    rani.act("/api/v1/undo").await.is(200);
    rani.delete(&address).await.is(200);
    assert_eq!(owner.balance("Cash").await, 500_000);
    let drafted = rani.say("beli permen pake cash").await;
    let draft = format!("/api/v1/drafts/{}", drafted["draft"]["id"].as_str().unwrap());
    rani.patch(&draft, &json!({"items": [{"index": 0, "amount": 2_000}]})).await.is(200);
    assert_eq!(rani.act(&format!("{draft}/confirm")).await.is(200)["outcome"], "recorded");
}

#[tokio::test]
async fn a_neighbour_sees_nothing_of_the_house() {
    let (the_box, owner) = TestAppliance::family().await;
    owner.record("bakso 15rb pake gopay").await;
    let neighbour = the_box.neighbour();
    let list = neighbour.get("/api/v1/transactions").await.is(200);
    assert_eq!(list["items"], json!([]));
    let wallets = neighbour.get("/api/v1/wallets").await.is(200);
    assert_eq!(wallets["items"].as_array().unwrap().len(), 1);
    assert_eq!(neighbour.get("/api/v1/summaries/month").await.is(200)["expense"], 0);
    let theirs = owner.wallet("GoPay").await["id"].as_str().unwrap().to_owned();
    let list = neighbour.get(&format!("/api/v1/transactions?wallet={theirs}")).await.is(200);
    assert_eq!(list["items"], json!([]), "a wallet of another house filters like one that is not there");
    let cursor =
        owner.get("/api/v1/transactions?limit=1").await.is(200)["next_cursor"].as_str().unwrap().to_owned();
    let list = neighbour.get(&format!("/api/v1/transactions?cursor={cursor}")).await.is(200);
    assert_eq!(list["items"], json!([]));
}
