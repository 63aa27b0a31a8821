//! The contract promises no answer that nobody can get: each documented status of each operation is brought about.

mod door;
mod keeping;
mod lasting;
mod resources;
mod scopes;

use std::future::ready;
use std::time::Duration;

use catatduit::app::Call as AppCall;
use catatduit::ledger::Role;
use catatduit::{api, app};
use futures_util::{StreamExt, stream};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::appliance::{Clock, Setting, TestAppliance};
use crate::support::client::{Answer, Client};

/// Operations whose answers are brought about by the tests of their own part alone. What is told in [`House::right`]
/// must not stand here.
const TOLD_ELSEWHERE: &[&str] = &[
    "add_passkey",
    "ask_for_passkey",
    "begin_passkey",
    "list_passkeys",
    "remove_passkey",
    "rename_passkey",
    "sign_in_with_passkey",
];

fn picture() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(8, 8).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

const NOBODY: &str = "01M2XM0A4E8S6W3Q1Z9X7C5V2B";

/// Houses that are at work at a time.
const AT_ONCE: usize = 4;

/// A house in which things are ready to go right or wrong.
struct House {
    the_box: TestAppliance,
    owner: Client,
}

/// Operations that have their own way into one of [`USUAL`].
const UNUSUAL: [&str; 4] = ["set_up", "join", "sign_in", "add_attachment"];

/// Those of them that have a limit of their own.
const LIMITED: [&str; 3] = ["set_up", "join", "sign_in"];

/// What may go wrong with every operation alike, and leaves a house as it is.
const USUAL: [&str; 9] = [
    "malformed",
    "unauthenticated",
    "cross_site",
    "repeated",
    "outdated",
    "too_large",
    "not_json",
    "key_reused",
    "too_many",
];

/// A call: its method, address and body.
type Call = (Method, String, Value);

impl House {
    async fn new() -> Self {
        let (the_box, owner) = TestAppliance::family().await;
        Self { the_box, owner }
    }

    async fn send(&self, client: &Client, (method, path, body): Call) -> Answer {
        let request = client.request(method, &path);
        if path.ends_with("/events") {
            let response = request.send().await.unwrap();
            let (status, headers) = (response.status(), response.headers().clone());
            // An answer that is no stream has an end.
            let text = if status == 200 { String::new() } else { response.text().await.unwrap() };
            return Answer { what: path, status, headers, text };
        }
        let request = if body.is_null() { request } else { request.json(&body) };
        client.send(request).await
    }

    async fn transaction(&self) -> String {
        self.owner.record("bakso 15rb pake gopay").await["id"].as_str().unwrap().to_owned()
    }

    async fn send_file(&self, client: &Client, path: &str, bytes: Vec<u8>) -> Answer {
        let request = client.request(Method::POST, path).header("content-type", "image/png");
        client.send(request.body(bytes)).await
    }

    /// A transaction with a picture, and the picture.
    async fn attachment(&self) -> (String, String) {
        let transaction = self.transaction().await;
        let path = format!("/api/v1/transactions/{transaction}/attachments");
        let added = self.send_file(&self.owner, &path, picture()).await.is(201);
        (transaction, added["transaction"]["attachments"][0].as_str().unwrap().to_owned())
    }

    async fn wallet(&self) -> String {
        self.owner.wallet("GoPay").await["id"].as_str().unwrap().to_owned()
    }

    async fn draft(&self) -> String {
        let drafted = self.owner.say("beli sate pake gopay").await;
        drafted["draft"]["id"].as_str().unwrap().to_owned()
    }

    async fn lesson(&self) -> String {
        self.owner.teach().await["id"].as_str().unwrap().to_owned()
    }

    /// The id of another member.
    async fn ibu(&self) -> String {
        self.the_box.member("Ibu", Role::Adult);
        let members = self.owner.get("/api/v1/members").await.is(200);
        let ibu = members["items"].as_array().unwrap().iter().find(|member| member["name"] == "Ibu");
        ibu.unwrap()["id"].as_str().unwrap().to_owned()
    }

    async fn invited(&self) -> Value {
        let new = json!({"role": "adult", "wallets": []});
        self.owner.post("/api/v1/invitations", &new).await.is(201)
    }

    /// The call that goes right.
    async fn right(&self, operation: &str) -> Call {
        if let Some(call) = self.right_at_the_door(operation).await {
            return call;
        }
        let get = |path: &str| (Method::GET, format!("/api/v1/{path}"), Value::Null);
        if let Some(call) = self.right_of_resources(operation).await {
            return call;
        }
        if let Some(call) = self.right_of_lasting(operation).await {
            return call;
        }
        if let Some(call) = self.right_of_keeping(operation).await {
            return call;
        }
        match operation {
            "look_at_setup" => get("setup"),
            "set_up" => (Method::POST, "/api/v1/setup".into(), json!({"code": "x"})),
            "sign_in" => {
                let who = json!({"name": "Ayah", "password": TestAppliance::PASSWORD});
                (Method::POST, "/api/v1/session".into(), who)
            }
            "who_am_i" => get("session"),
            "change_session" => (Method::PATCH, "/api/v1/session".into(), json!({"language": "en"})),
            "sign_out" => (Method::DELETE, "/api/v1/session".into(), Value::Null),
            "say" => (Method::POST, "/api/v1/captures".into(), json!({"text": "kopi 22rb"})),
            "read" => (Method::POST, "/api/v1/readings".into(), json!({"text": "kopi 22rb"})),
            "list_drafts" => get("drafts"),
            "fix_draft" => {
                let fixes = json!({"items": [{"index": 0, "amount": 15_000}]});
                (Method::PATCH, format!("/api/v1/drafts/{}", self.draft().await), fixes)
            }
            "confirm_draft" => {
                (Method::POST, format!("/api/v1/drafts/{}/confirm", self.draft().await), Value::Null)
            }
            "drop_draft" => (Method::DELETE, format!("/api/v1/drafts/{}", self.draft().await), Value::Null),
            "list_transactions" => get("transactions"),
            "look_at_transaction" => get(&format!("transactions/{}", self.transaction().await)),
            "amend_transaction" => {
                let path = format!("/api/v1/transactions/{}", self.transaction().await);
                (Method::PATCH, path, json!({"version": 1, "amount": 18_000}))
            }
            "void_transaction" => {
                (Method::DELETE, format!("/api/v1/transactions/{}", self.transaction().await), Value::Null)
            }
            "record_transaction" => {
                let new = json!({"type": "expense", "amount": 5_000});
                (Method::POST, "/api/v1/transactions".into(), new)
            }
            "amend_transactions" => {
                let said = json!({"ids": [self.transaction().await], "day": "2026-11-20"});
                (Method::POST, "/api/v1/transactions/amend".into(), said)
            }
            "void_transactions" => {
                let these = json!({"ids": [self.transaction().await]});
                (Method::POST, "/api/v1/transactions/void".into(), these)
            }
            "history_of_transaction" => get(&format!("transactions/{}/changes", self.transaction().await)),
            "links_of_transaction" => get(&format!("transactions/{}/links", self.transaction().await)),
            "add_attachment" => {
                let path = format!("/api/v1/transactions/{}/attachments", self.transaction().await);
                (Method::POST, path, Value::Null)
            }
            "remove_attachment" => {
                let (transaction, picture) = self.attachment().await;
                let path = format!("/api/v1/transactions/{transaction}/attachments/{picture}");
                (Method::DELETE, path, Value::Null)
            }
            "look_at_attachment" => get(&format!("attachments/{}", self.attachment().await.1)),
            "look_at_thumbnail" => get(&format!("attachments/{}/thumbnail", self.attachment().await.1)),
            "list_trash" => get("trash"),
            "restore_transactions" => {
                let these = json!({"ids": [self.transaction().await]});
                (Method::POST, "/api/v1/trash/restore".into(), these)
            }
            "list_wallets" => get("wallets"),
            "add_wallet" => (Method::POST, "/api/v1/wallets".into(), json!({"name": "OVO"})),
            "set_balance" => {
                let path = format!("/api/v1/wallets/{}/balance", self.wallet().await);
                (Method::PUT, path, json!({"balance": 1}))
            }
            "list_categories" => get("categories"),
            "summarise_day" => get("summaries/day"),
            "summarise_month" => get("summaries/month"),
            "search_transactions" => get("search"),
            "suggest_searches" => get("search/suggestions?q=bak"),
            "list_lessons" => get("lessons"),
            "undo_lesson" => {
                (Method::DELETE, format!("/api/v1/lessons/{}", self.lesson().await), Value::Null)
            }
            "forbid_lesson" => {
                (Method::POST, format!("/api/v1/lessons/{}/forbid", self.lesson().await), Value::Null)
            }
            "undo_change" => {
                let change = self.owner.say("bakso 15rb pake gopay").await["change"].clone();
                (Method::POST, format!("/api/v1/changes/{change}/undo"), Value::Null)
            }
            "undo_newest" => {
                self.transaction().await;
                (Method::POST, "/api/v1/undo".into(), Value::Null)
            }
            "make_access_token" => (Method::POST, "/api/v1/access-tokens".into(), json!({"scope": "read"})),
            "list_members" => get("members"),
            "change_member" => {
                (Method::PATCH, format!("/api/v1/members/{}", self.ibu().await), json!({"name": "Bunda"}))
            }
            "remove_member" => (Method::DELETE, format!("/api/v1/members/{}", self.ibu().await), Value::Null),
            "hand_over" => (Method::POST, format!("/api/v1/members/{}/owner", self.ibu().await), Value::Null),
            "list_invitations" => get("invitations"),
            "invite" => (Method::POST, "/api/v1/invitations".into(), json!({"role": "adult", "wallets": []})),
            "withdraw_invitation" => {
                let invited = self.invited().await;
                let id = invited["invitation"]["id"].as_str().unwrap();
                (Method::DELETE, format!("/api/v1/invitations/{id}"), Value::Null)
            }
            "look_at_invitation" => {
                get(&format!("join?code={}", self.invited().await["code"].as_str().unwrap()))
            }
            "join" => {
                let code = self.invited().await["code"].clone();
                let who = json!({"code": code, "name": "Bunda", "password": TestAppliance::PASSWORD, "language": "id"});
                (Method::POST, "/api/v1/join".into(), who)
            }
            "list_households" => get("households"),
            "switch_household" => {
                let all = self.owner.get("/api/v1/households").await.is(200);
                let own = json!({"household": all["items"][0]["id"]});
                (Method::PUT, "/api/v1/session/household".into(), own)
            }
            "look_at_sharing" => get(&format!("wallets/{}/sharing", self.wallet().await)),
            "share_wallet" => {
                let path = format!("/api/v1/wallets/{}/sharing", self.wallet().await);
                (Method::PUT, path, json!({"others": "full", "grants": []}))
            }
            "look_at_audit" => get("audit"),
            "look_at_deletion" => get("deletion"),
            "look_at_retention" => get("household/retention"),
            "export_mine" => get("exports/mine"),
            "export_household" => get("exports/household"),
            "follow_changes" => get("events"),
            "link_telegram" => (Method::POST, "/api/v1/telegram/link".into(), Value::Null),
            _ => panic!("{operation} is new: say how it is called"),
        }
    }

    /// Brings about what every operation may answer.
    async fn provoke_usual(&self, (method, path, body): Call, status: u16) -> Answer {
        let owner = &self.owner;
        match status {
            304 => self.send(&owner.with("if-none-match", "*"), (method, path, body)).await,
            400 => {
                let path = format!("{path}{}unknown=1", if path.contains('?') { '&' } else { '?' });
                self.send(owner, (method, path, body)).await
            }
            401 => self.send(&owner.anonymous(), (method, path, body)).await,
            403 => self.send(&owner.with("sec-fetch-site", "cross-site"), (method, path, body)).await,
            409 => {
                // It was done, and the power went before its answer was kept.
                let sent = if body.is_null() { Vec::new() } else { serde_json::to_vec(&body).unwrap() };
                let asked = [method.as_str().as_bytes(), path.as_bytes(), &sent];
                self.the_box.mark(owner, AppCall::new("sudah", &asked, [1; 8]));
                self.send(&owner.with("idempotency-key", "sudah"), (method, path, body)).await
            }
            412 => self.send(&owner.with("if-match", "\"v99\""), (method, path, body)).await,
            413 => self.send(owner, (method, path, json!({"text": "x".repeat(70_000)}))).await,
            415 => {
                let request = owner.request(method, &path).header("content-type", "text/plain");
                owner.send(request.body(body.to_string())).await
            }
            422 => {
                let once = owner.with("idempotency-key", "kunci");
                once.post("/api/v1/readings", &json!({"text": "kunci ini sudah dipakai"})).await.is(200);
                self.send(&once, (method, path, body)).await
            }
            _ => self.send(owner, (method, path, body)).await,
        }
    }

    /// Brings a status about, by the problem of this code if it is one.
    async fn provoke(&self, operation: &str, status: u16, code: Option<&str>) -> Answer {
        let usual = ["malformed", "cross_site", "repeated", "outdated", "key_reused"];
        let (method, path, body) = self.right(operation).await;
        if status == 304 || code.is_some_and(|code| usual.contains(&code)) {
            return self.provoke_usual((method, path, body), status).await;
        }
        let call = (method.clone(), path.clone(), body.clone());
        if let Some(answer) = self.wrong_of_resources(operation, status, &call).await {
            return answer;
        }
        if let Some(answer) = self.wrong_of_lasting(operation, status, &call).await {
            return answer;
        }
        if let Some(answer) = self.wrong_of_keeping(operation, status, &call).await {
            return answer;
        }
        let owner = &self.owner;
        let changed = |path: &str, body: Value| (method.clone(), path.to_owned(), body);
        match (operation, status) {
            ("set_up", 201) => {
                let the_box = TestAppliance::new().await;
                the_box.client().post("/api/v1/setup", &the_box.set_up_form()).await
            }
            ("set_up", 410 | 422 | 429) => self.provoke_setup(status).await,
            ("join" | "use_reset", 410 | 429) => {
                let mut body = body;
                body["code"] = json!("salah");
                for _ in 0..if status == 429 { 20 } else { 0 } {
                    owner.post(&path, &body).await;
                }
                self.send(owner, (method, path, body)).await
            }
            ("look_at_invitation" | "look_at_reset", 400 | 410) => {
                let code = if status == 400 { "x".repeat(99) } else { "x".to_owned() };
                let path = path.split('?').next().unwrap();
                self.send(owner, changed(&format!("{path}?code={code}"), body)).await
            }
            ("invite", 404) => {
                self.send(owner, changed(&path, json!({"role": "adult", "wallets": [NOBODY]}))).await
            }
            ("switch_household", 404) => self.send(owner, changed(&path, json!({"household": NOBODY}))).await,
            ("remove_member", 422) => {
                let me = owner.get("/api/v1/session").await.is(200);
                let me = me["member"]["id"].as_str().unwrap();
                self.send(owner, changed(&format!("/api/v1/members/{me}"), body)).await
            }
            ("look_at_setup", 400) => {
                self.send(owner, changed(&format!("/api/v1/setup?code={}", "x".repeat(99)), body)).await
            }
            ("sign_in", 401) if code != Some("wrong_password") => {
                self.provoke_code(code, (method, path, body)).await
            }
            ("sign_in", 401) => {
                self.send(owner, changed(&path, json!({"name": "Ayah", "password": "salah"}))).await
            }
            ("sign_in", 429) => {
                for _ in 0..5 {
                    owner.post(&path, &json!({"name": "Ayah", "password": "salah"})).await;
                }
                owner.post(&path, &body).await
            }
            ("follow_changes", 400) => {
                self.send(&owner.with("last-event-id", "x"), (method, path, body)).await
            }
            ("summarise_day", 400) => self.send(owner, changed("/api/v1/summaries/day?day=x", body)).await,
            ("summarise_month", 400) => {
                self.send(owner, changed("/api/v1/summaries/month?month=x", body)).await
            }
            ("list_transactions" | "search_transactions", 400) => {
                let path = path.split('?').next().unwrap();
                self.send(owner, changed(&format!("{path}?cursor=x"), body)).await
            }
            ("add_attachment", 201) => self.send_file(owner, &path, picture()).await,
            ("add_attachment", 413) => {
                self.send_file(owner, &path, vec![0; app::MOST_PICTURE_BYTES + 1]).await
            }
            ("add_attachment" | "remove_attachment", 410) => {
                let transaction = path.split('/').nth(4).unwrap();
                owner.delete(&format!("/api/v1/transactions/{transaction}")).await.is(200);
                self.send(owner, (method, path, body)).await
            }
            ("look_at_attachment" | "look_at_thumbnail", 304) => {
                self.send(&owner.with("if-none-match", "*"), (method, path, body)).await
            }
            ("restore_transactions", 410) => {
                owner.post("/api/v1/transactions/void", &body).await.is(200);
                self.the_box.clock.advance(Duration::from_hours(31 * 24));
                assert_eq!(self.the_box.app().empty_bins().unwrap(), 1);
                let ayah = self.the_box.member("Nenek", Role::Adult);
                self.send(&ayah, (method, path, body)).await
            }
            ("look_at_audit", 400) => self.send(owner, changed("/api/v1/audit?cursor=x", body)).await,
            ("list_trash", 400) => self.send(owner, changed("/api/v1/trash?cursor=x", body)).await,
            ("record_transaction", 404) => {
                let new = json!({"type": "expense", "amount": 5_000, "wallet": NOBODY});
                self.send(owner, changed(&path, new)).await
            }
            ("amend_transactions" | "void_transactions" | "restore_transactions", 404) => {
                self.send(owner, changed(&path, json!({"ids": [NOBODY]}))).await
            }
            ("amend_transactions" | "void_transactions", 410) => {
                owner.post("/api/v1/transactions/void", &json!({"ids": body["ids"]})).await.is(200);
                self.send(owner, (method, path, body)).await
            }
            ("suggest_searches", 400) => {
                self.send(owner, changed("/api/v1/search/suggestions?limit=x", body)).await
            }
            ("list_lessons", 400) => self.send(owner, changed("/api/v1/lessons?before=x", body)).await,
            ("say", 404) => self.send(owner, changed(&path, json!({"text": "hapus", "about": NOBODY}))).await,
            ("say" | "void_transaction" | "amend_transaction", 410) => {
                let gone = self.transaction().await;
                let address = format!("/api/v1/transactions/{gone}");
                owner.delete(&address).await.is(200);
                let said = json!({"text": "hapus", "about": gone});
                let again = match operation {
                    "say" => (path, said),
                    "amend_transaction" => (address, json!({"amount": 18_000})),
                    _ => (address, body),
                };
                self.send(owner, (method, again.0, again.1)).await
            }
            // An adult who is not the owner, and who has done nothing yet.
            (
                "look_at_telegram"
                | "look_at_certificate"
                | "look_at_box"
                | "list_readings"
                | "list_alarms"
                | "acknowledge_alarm"
                | "list_invitations",
                403,
            )
            | ("undo_newest", 404) => {
                self.send(&self.the_box.member("Ibu", Role::Adult), (method, path, body)).await
            }
            // Its key may only read.
            ("make_access_token", 403) => {
                self.provoke_forbidden(changed(&path, json!({"scope": "write"}))).await
            }
            (_, 403) => self.provoke_forbidden((method, path, body)).await,
            ("undo_lesson" | "forbid_lesson", 410) => {
                owner.act(&format!("{}/forbid", path.trim_end_matches("/forbid"))).await.is(200);
                self.send(owner, (method, path, body)).await
            }
            (_, 409) => self.provoke_stale(operation, (method, path, body)).await,
            (_, 410) => {
                let draft = path.trim_end_matches("/confirm").to_owned();
                if operation == "undo_change" {
                    owner.act(&path).await.is(200);
                } else {
                    owner.patch(&draft, &json!({"items": [{"index": 0, "amount": 1_000}]})).await.is(200);
                    owner.act(&format!("{draft}/confirm")).await.is(200);
                }
                self.send(owner, (method, path, body)).await
            }
            (_, 422) => self.provoke_invalid(operation, (method, path, body)).await,
            (_, 404) => {
                let known = path.split('/').find(|part| part.len() == 26).unwrap_or("none");
                let path = path.replace(known, NOBODY);
                let path =
                    if operation == "undo_change" { "/api/v1/changes/999999/undo".into() } else { path };
                self.send(owner, (method, path, body)).await
            }
            _ => self.provoke_usual((method, path, body), status).await,
        }
    }

    /// For those who only look on; or for a program that may only read.
    async fn provoke_forbidden(&self, (method, path, body): Call) -> Answer {
        let viewer = self.the_box.member("Tamu", Role::Viewer);
        let refused = self.send(&viewer, (method.clone(), path.clone(), body.clone())).await;
        if refused.status == 403 {
            return refused;
        }
        let token = json!({"name": "skrip", "scope": "read"});
        let made = self.owner.post("/api/v1/tokens", &token).await.is(201);
        let secret = made["secret"].as_str().or(made["token"].as_str()).unwrap();
        let program = self.owner.anonymous().with("authorization", &format!("Bearer {secret}"));
        self.send(&program, (method, path, body)).await
    }

    /// Somebody else is quicker.
    async fn provoke_stale(&self, operation: &str, call: Call) -> Answer {
        let ibu = self.the_box.member("Ibu", Role::Adult);
        let newest = self.owner.get("/api/v1/transactions?limit=1&from=2026-11-22").await.is(200);
        let recorded = newest["items"].as_array().unwrap().iter().find(|item| item["text"].is_string());
        let id = match recorded {
            Some(item) => item["id"].as_str().unwrap().to_owned(),
            None => panic!("{operation}: nothing was recorded: {newest:#}"),
        };
        ibu.patch(&format!("/api/v1/transactions/{id}"), &json!({"amount": 16_000})).await.is(200);
        self.send(&self.owner, call).await
    }

    async fn provoke_invalid(&self, operation: &str, (method, path, body): Call) -> Answer {
        let body = match operation {
            "say" | "read" => json!({"text": "   "}),
            "add_wallet" => json!({"name": "gopay"}),
            "set_balance" => json!({"balance": -9_000_000_000_000_000_i64}),
            "amend_transaction" => json!({"category": "gaji"}),
            "amend_transactions" => json!({"ids": body["ids"], "category": "gaji"}),
            "record_transaction" => json!({"type": "adjustment", "amount": 5_000}),
            "change_member" => json!({"name": "Ayah"}),
            "invite" => json!({"role": "owner", "wallets": []}),
            "join" => json!({"code": body["code"], "name": "Ibu", "password": "12345678", "language": "id"}),
            "share_wallet" => json!({"others": "private", "grants": []}),
            "fix_draft" => json!({"items": [{"index": 0, "category": "gaji"}]}),
            "confirm_draft" => {
                let moved = self.owner.say("transfer 500rb ke gopay").await;
                let address = format!("/api/v1/drafts/{}", moved["draft"]["id"].as_str().unwrap());
                let wallet = self.wallet().await;
                let fix = json!({"items": [{"index": 0, "wallet": wallet, "to_wallet": wallet}]});
                let fixed = self.owner.patch(&address, &fix).await;
                assert_eq!(fixed.status, 200, "{}", fixed.text);
                return self.send(&self.owner, (method, format!("{address}/confirm"), body)).await;
            }
            _ => Self::wrong_at_the_door(operation, body),
        };
        self.send(&self.owner, (method, path, body)).await
    }
}

/// The problems that a response may be; one that is none for a good answer. Which of several calls with a key is at
/// work when another comes is chance, and has a test of its own.
fn codes(response: &Value) -> Vec<Option<&str>> {
    match response.pointer("/content/application~1problem+json/examples") {
        Some(examples) => {
            let codes = examples.as_object().unwrap().keys().map(String::as_str);
            codes.filter(|code| *code != "under_way").map(Some).collect()
        }
        None => vec![None],
    }
}

/// Brings about each answer of an operation, and tells those that came out otherwise.
async fn tell_wrong(name: &str, operation: &Value, hasty: &Client) -> Vec<String> {
    let mut wrong = Vec::new();
    let shared = House::new().await;
    shared.the_box.clock.advance(Duration::from_secs(1));
    let call = shared.right(name).await;
    for (status, response) in operation["responses"].as_object().unwrap() {
        let Ok(number) = status.parse() else { continue };
        for code in codes(response) {
            let is_usual = number == 304 || code.is_some_and(|code| USUAL.contains(&code));
            let answer = if is_usual && code == Some("too_many") && !LIMITED.contains(&name) {
                shared.send(hasty, call.clone()).await
            } else if is_usual && !UNUSUAL.contains(&name) {
                shared.provoke_usual(call.clone(), number).await
            } else {
                let house = House::new().await;
                house.the_box.clock.advance(Duration::from_secs(1));
                house.provoke(name, number, code).await
            };
            let said = if code.is_some() {
                serde_json::from_str::<Value>(&answer.text).unwrap_or_default()["code"].clone()
            } else {
                Value::Null
            };
            if answer.status.as_str() != status || said.as_str() != code {
                wrong.push(format!("{name} {status} {code:?}: {} {}", answer.status, answer.text));
            }
        }
    }
    wrong
}

#[tokio::test(flavor = "multi_thread")]
async fn every_documented_answer_can_be_had() {
    let contract: Value = serde_json::from_str(&api::document()).unwrap();
    // Its one call is used up.
    let house = Setting::default().told("LIMITS_API_BURST", "1").start(&Clock::new()).await;
    let hasty = house.client();
    hasty.get("/api/v1/setup").await;
    let operations = contract["paths"].as_object().unwrap().values().flat_map(|methods| {
        let methods = methods.as_object().unwrap().values();
        methods.map(|operation| (operation["operationId"].as_str().unwrap(), operation))
    });
    let wrong: Vec<String> = stream::iter(operations)
        .filter(|(name, _)| ready(!TOLD_ELSEWHERE.contains(name)))
        .map(|(name, operation)| tell_wrong(name, operation, &hasty))
        .buffer_unordered(AT_ONCE)
        .flat_map(stream::iter)
        .inspect(|wrong| eprintln!("{wrong}"))
        .collect()
        .await;
    assert!(wrong.is_empty(), "{wrong:#?}");
}
