//! The matrix of who may call what, made by calling it: every operation of the contract, as everybody, about things
//! that are the family's, that are hidden, and that are not there. `docs/isolation.md` is the rule; an operation that
//! is not in it fails.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Cursor;
use std::path::Path;

use catatduit::api;
use catatduit::ledger::Role;
use image::{ImageFormat, RgbImage};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::appliance::TestAppliance;
use crate::support::client::{Answer, Client};
use crate::support::device::Device;

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/isolation.md");

const HEAD: &str = "\
# Who may call what

Made by `tests/access/isolation.rs`, which calls every operation of the API as everybody and compares. A test that says
this page is out of date has put what it found into `target/isolation.md`.

The stranger owns another household on the same box. *The family's* is what all see; *hidden* is in a wallet that only the
owner sees, and the child sees nothing of the family's wallets either; *nobody's* does not exist. **yes**: done. *no*:
refused, because of the role. *—*: as if it were not there, word for word the answer about nobody's. *sign in*: only for
members. *gone*, *unfit*: open to that person, but what the test sends is used up or does not fit.

| operation | about | nobody | stranger | viewer | child | adult | owner |
| --- | --- | --- | --- | --- | --- | --- | --- |
";

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Person {
    Nobody,
    Stranger,
    Viewer,
    Child,
    Adult,
    Owner,
}

impl Person {
    const ALL: [Self; 6] =
        [Self::Nobody, Self::Stranger, Self::Viewer, Self::Child, Self::Adult, Self::Owner];
}

/// What the ids in a call stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum About {
    Nothing,
    Family,
    Hidden,
    Nobody,
}

impl About {
    const fn name(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Family => "the family's",
            Self::Hidden => "hidden",
            Self::Nobody => "nobody's",
        }
    }
}

/// Ids by what the contract calls them.
type Things = BTreeMap<&'static str, String>;

/// A family, everybody who may call, and the owner's things.
struct House {
    the_box: TestAppliance,
    people: BTreeMap<Person, Client>,
    family: Things,
    hidden: Things,
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// One thing of each kind, in the wallet of that name.
async fn things(the_box: &TestAppliance, owner: &Client, wallet: &str, word: &str) -> Things {
    let recorded = owner.say(&format!("bakso {word} 15rb pake {wallet}")).await;
    let other = owner.say(&format!("kopi {word} 5rb pake {wallet}")).await;
    let transaction = text(&recorded["transactions"][0]["id"]);
    let mut picture = Cursor::new(Vec::new());
    RgbImage::new(8, 8).write_to(&mut picture, ImageFormat::Png).unwrap();
    let request = owner.request(Method::POST, &format!("/api/v1/transactions/{transaction}/attachments"));
    let added = owner.send(request.body(picture.into_inner())).await.is(201);
    let drafted = owner.say(&format!("beli sate {word} pake {wallet}")).await;
    let draft = text(&drafted["draft"]["id"]);
    let fix = json!({"items": [{"index": 0, "category": "hewan"}]});
    let fixed = owner.patch(&format!("/api/v1/drafts/{draft}"), &fix).await.is(200);
    let me = owner.get("/api/v1/session").await.is(200);
    let invited = owner.post("/api/v1/invitations", &json!({"role": "viewer", "wallets": []})).await.is(201);
    let sessions = owner.get("/api/v1/sessions").await.is(200);
    let key = owner.post("/api/v1/tokens", &json!({"name": word, "scope": "read"})).await.is(201);
    let device = json!({
        "endpoint": format!("https://push.contoh.example/{word}"),
        "key": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "auth": "BTBZMqHH6r4Tts7J_aSIgg",
    });
    let told = owner.put("/api/v1/push/subscriptions", &device).await.is(200);
    let hook = owner.post("/api/v1/webhooks", &json!({"url": "https://contoh.example/kabar"})).await.is(201);
    let error = json!({"kind": word, "message": "x is undefined"});
    owner.post("/api/v1/errors", &error).await.is(204);
    let errors = owner.get("/api/v1/errors").await.is(200);
    let said = owner.post("/api/v1/feedback", &json!({"words": "hurufnya kecil"})).await.is(201);
    let link = the_box.link_telegram(owner, i64::from(word.as_bytes()[0])).await;
    // Each device is another one.
    let (_, passkey) = Device::of(owner, word.as_bytes()[0]).await;
    Things::from([
        ("webhook-id", text(&hook["webhook"]["id"])),
        ("error-id", text(&errors["items"][0]["id"])),
        ("feedback-id", text(&said["id"])),
        ("subscription-id", text(&told["id"])),
        ("token-id", text(&key["token"]["id"])),
        ("passkey-id", text(&passkey["id"])),
        ("link-id", link),
        ("session-id", text(&sessions["items"][0]["id"])),
        ("transaction-id", transaction),
        ("attachment-id", text(&added["transaction"]["attachments"][0])),
        ("wallet-id", text(&recorded["transactions"][0]["wallet"]["id"])),
        ("seq", other["change"].to_string()),
        ("draft-id", draft),
        ("lesson-id", text(&fixed["learned"][0]["id"])),
        ("member-id", text(&me["member"]["id"])),
        ("household-id", text(&me["household"]["id"])),
        ("invitation-id", text(&invited["invitation"]["id"])),
    ])
}

/// What every household has alike.
const EVERYBODYS: [(&str, &str); 5] = [
    ("slug", "belanja"),
    ("currency", "USD"),
    ("day", "2026-11-01"),
    ("code", "0123456789abcdef"),
    ("alarm", "disk"),
];

/// Of these there are no hidden ones.
const OPEN: [&str; 11] = [
    "link-id",
    "member-id",
    "household-id",
    "invitation-id",
    "token-id",
    "webhook-id",
    "session-id",
    "passkey-id",
    "error-id",
    "feedback-id",
    "subscription-id",
];

impl House {
    async fn new() -> Self {
        let (the_box, owner) = TestAppliance::family().await;
        let me = owner.get("/api/v1/session").await.is(200);
        let added = owner.post("/api/v1/wallets", &json!({"name": "Simpanan"})).await.is(201);
        let sharing = json!({"holder": me["member"]["id"], "others": "private", "grants": []});
        let address = format!("/api/v1/wallets/{}/sharing", text(&added["wallet"]["id"]));
        owner.put(&address, &sharing).await.is(200);
        let people = BTreeMap::from([
            (Person::Nobody, the_box.client()),
            (Person::Viewer, the_box.member("Eyang", Role::Viewer)),
            (Person::Child, the_box.member("Rani", Role::Child)),
            (Person::Adult, the_box.member("Ibu", Role::Adult)),
            (Person::Owner, owner.clone()),
            // Last, because the others join the only household there is.
            (Person::Stranger, the_box.neighbour()),
        ]);
        let family = things(&the_box, &owner, "gopay", "zulvano").await;
        let hidden = things(&the_box, &owner, "simpanan", "qerbela").await;
        Self { the_box, people, family, hidden }
    }

    /// The id of that name; one that does not exist for [`About::Nobody`].
    fn id(&self, kind: &str, about: About) -> String {
        if let Some((_, value)) = EVERYBODYS.iter().find(|(name, _)| *name == kind) {
            return (*value).to_owned();
        }
        let things = match about {
            About::Nobody if kind == "seq" => return "999999".to_owned(),
            About::Nobody => return "01M2XM0A4E8S6W3Q1Z9X7C5V2B".to_owned(),
            About::Hidden => &self.hidden,
            About::Family | About::Nothing => &self.family,
        };
        things.get(kind).unwrap_or_else(|| panic!("what does {kind} stand for?")).clone()
    }

    async fn call(&self, operation: &Operation, person: Person, about: About) -> Answer {
        let mut path = operation.path.clone();
        for (name, kind) in &operation.ids {
            path = path.replace(&format!("{{{name}}}"), &self.id(kind, about));
        }
        let request =
            self.people[&person].request(operation.method.clone(), &format!("{path}{}", operation.query));
        let request = match &operation.body {
            Value::Null => request,
            body => {
                let mut body = body.to_string().replace("{person}", &format!("{person:?}"));
                for kind in self.family.keys() {
                    body = body.replace(&format!("{{{kind}}}"), &self.id(kind, about));
                }
                request.json(&serde_json::from_str::<Value>(&body).unwrap())
            }
        };
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        // A stream has no end to wait for.
        let is_stream = headers.get("content-type").is_some_and(|kind| kind == "text/event-stream");
        let bytes = if is_stream { Vec::new() } else { response.bytes().await.unwrap().to_vec() };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { what: format!("{person:?} {} {about:?}", operation.name), status, headers, text }
    }
}

struct Operation {
    name: String,
    method: Method,
    path: String,
    /// Names of the path's parameters, and what they stand for.
    ids: Vec<(String, String)>,
    query: &'static str,
    body: Value,
}

impl Operation {
    fn all() -> Vec<Self> {
        let contract: Value = serde_json::from_str(&api::document()).unwrap();
        let mut all = Vec::new();
        for (path, methods) in contract["paths"].as_object().unwrap() {
            for (method, operation) in methods.as_object().unwrap() {
                let name = operation["operationId"].as_str().unwrap().to_owned();
                let parameters = operation["parameters"].as_array().into_iter().flatten();
                let in_path = parameters.filter(|parameter| parameter["in"] == "path");
                let ids = in_path.map(|parameter| {
                    let name = parameter["name"].as_str().unwrap();
                    let format =
                        parameter["schema"]["format"].as_str().filter(|format| format.ends_with("-id"));
                    (name.to_owned(), format.unwrap_or(name).to_owned())
                });
                let ids = ids.collect();
                let body = if operation["requestBody"].is_null() { Value::Null } else { body(&name) };
                let method = method.to_uppercase().parse().unwrap();
                all.push(Self { query: query(&name), name, method, path: path.clone(), ids, body });
            }
        }
        all.sort_by(|one, other| (&one.path, one.method.as_str()).cmp(&(&other.path, other.method.as_str())));
        all
    }

    fn abouts(&self) -> &'static [About] {
        let body = self.body.to_string();
        let kinds = self.ids.iter().map(|(_, kind)| kind.as_str());
        let kinds: Vec<&str> = kinds.filter(|kind| EVERYBODYS.iter().all(|(name, _)| name != kind)).collect();
        let open = |kind: &str| kinds.contains(&kind) || body.contains(&format!("{{{kind}}}"));
        if kinds.is_empty() && !body.contains("-id}") {
            &[About::Nothing]
        } else if OPEN.iter().any(|kind| open(kind)) {
            &[About::Family, About::Nobody]
        } else {
            &[About::Family, About::Hidden, About::Nobody]
        }
    }
}

/// What an operation is sent that would do, were the person allowed.
fn body(operation: &str) -> Value {
    let newcomer = json!({"code": "x", "name": "Bunda", "password": "kucing makan ikan", "language": "id"});
    match operation {
        "set_up" => json!({
            "code": "x", "household": "Rumah", "zone": "Asia/Jakarta", "owner": "Bunda",
            "password": "kucing makan ikan", "language": "id", "wallets": []
        }),
        "sign_in" => json!({"name": "bukan {person}", "password": "entahlah"}),
        "begin_totp" => json!({"password": "entahlah"}),
        "confirm_totp" => json!({"code": "000000"}),
        "end_totp" | "renew_recovery_codes" => json!({"password": "entahlah", "code": "000000"}),
        "use_reset" => json!({"code": "x", "password": "kucing makan ikan"}),
        "change_password" => json!({"old": "entahlah", "new": "payung biru basah"}),
        "make_access_token" => json!({"scope": "read"}),
        "begin_passkey" => json!({}),
        "add_passkey" => json!({"name": "HP", "client_data": "e30", "attestation": "e30"}),
        "rename_passkey" => json!({"name": "Ponsel"}),
        "sign_in_with_passkey" => json!({
            "id": "AA", "client_data": "e30", "authenticator_data": "AA", "signature": "AA", "user_handle": "AA"
        }),
        "make_token" => json!({"name": "skrip", "scope": "read"}),
        "change_session" => json!({"language": "id"}),
        "read" | "say" => json!({"text": "kopi 22rb"}),
        "fix_draft" => json!({"items": [{"index": 0, "amount": 15_000}]}),
        // What kind of file it is would be found out from its content; this is none.
        "add_attachment" => Value::Null,
        "amend_transaction" => json!({"amount": 16_000}),
        "record_transaction" => json!({"type": "expense", "amount": 5_000, "wallet": "{wallet-id}"}),
        "amend_transactions" => json!({"ids": ["{transaction-id}"], "day": "2026-11-20"}),
        "void_transactions" | "restore_transactions" => json!({"ids": ["{transaction-id}"]}),
        "add_wallet" => json!({"name": "OVO"}),
        "set_balance" => json!({"balance": 1}),
        "change_wallet" => json!({"name": "Dompet Ijo"}),
        "order_wallets" => json!({"wallets": ["{wallet-id}"]}),
        "set_card_days" => json!({"statement_day": 20, "due_day": 5}),
        "set_rate" => json!({"micros": 16_250_500_000_i64}),
        "add_category" => json!({"name": "Kopi", "flow": "expense"}),
        "change_category" => json!({"hidden": true}),
        "merge_category" => json!({"into": "lainnya"}),
        "rename_tag" => json!({"from": "lebaran", "to": "mudik"}),
        "order_categories" => json!({"categories": ["makanan"]}),
        "change_member" => json!({"name": "Papa"}),
        "set_bot_token" => json!({"token": "x"}),
        "invite" => json!({"role": "adult", "wallets": ["{wallet-id}"]}),
        "join" => newcomer,
        "switch_household" => json!({"household": "{household-id}"}),
        "ask_for_deletion" => json!({"name": "{person}"}),
        "ask_for_household_deletion" | "change_household" => json!({"name": "Keluarga Uji"}),
        "put_subscription" => json!({
            "endpoint": "https://push.contoh.example/{person}",
            "key": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            "auth": "BTBZMqHH6r4Tts7J_aSIgg",
        }),
        "change_wishes" => json!({"records": true}),
        "add_webhook" => json!({"url": "https://contoh.example/kabar"}),
        "change_webhook" => json!({"details": true}),
        "set_retention" => {
            json!({"messages_months": null, "pictures_months": null, "draft_hours": null, "bin_days": 30, "log_days": 90})
        }
        "report_error" => json!({"kind": "TypeError", "message": "x is undefined"}),
        "send_feedback" => json!({"words": "hurufnya kecil"}),
        "answer_feedback" => json!({"done": true}),
        "share_wallet" => json!({"others": "full", "grants": []}),
        "keep_secret" => json!({"until": "2026-12-24"}),
        _ => panic!("{operation} is new: say what it is sent"),
    }
}

/// What an operation needs to be asked.
fn query(operation: &str) -> &'static str {
    match operation {
        "look_at_invitation" | "look_at_reset" => "?code=x",
        "search_transactions" | "suggest_searches" => "?q=qerbela",
        "report_rows" => "?from=2026-11-01&to=2026-11-30",
        _ => "",
    }
}

fn cell(status: u16) -> &'static str {
    match status {
        200..=299 => "**yes**",
        401 => "sign in",
        403 => "no",
        404 => "—",
        410 => "gone",
        400 | 409 | 421 | 422 => "unfit",
        _ => "?",
    }
}

/// Which scope reaches how far.
const SCOPES: [&str; 4] = ["read", "record", "write", "account"];

#[tokio::test]
async fn a_token_reaches_no_operation_that_needs_more_than_its_scope() {
    let mut house = House::new().await;
    let owner = house.people[&Person::Owner].clone();
    let contract: Value = serde_json::from_str(&api::document()).unwrap();
    for (place, scope) in SCOPES.iter().enumerate() {
        let made = owner.post("/api/v1/tokens", &json!({"name": scope, "scope": scope})).await.is(201);
        let key = format!("Bearer {}", text(&made["secret"]));
        house.people.insert(Person::Owner, owner.anonymous().with("authorization", &key));
        for operation in Operation::all() {
            let of = &contract["paths"][&operation.path][operation.method.as_str().to_lowercase()];
            let Some(needed) = of["x-scope"].as_str() else { continue };
            let needs = SCOPES.iter().position(|known| *known == needed).unwrap();
            let reads = operation.method == Method::GET;
            if place < needs {
                let answer = house.call(&operation, Person::Owner, About::Family).await;
                answer.is_problem(403, "forbidden");
            } else if reads && place == needs {
                let answer = house.call(&operation, Person::Owner, About::Family).await;
                assert!(answer.status.is_success(), "{}: {}", answer.what, answer.text);
            }
        }
    }
}

#[tokio::test]
async fn everybody_calls_everything_and_gets_what_the_page_says() {
    let mut page = HEAD.to_owned();
    let mut house = House::new().await;
    for operation in Operation::all() {
        for about in operation.abouts() {
            let mut cells = Vec::new();
            for person in Person::ALL {
                let answer = house.call(&operation, person, *about).await;
                let status = answer.status.as_u16();
                cells.push(cell(status));
                if person != Person::Owner {
                    for secret in
                        house.hidden.iter().filter(|(kind, _)| !OPEN.contains(kind) && **kind != "seq")
                    {
                        let tells = answer.text.contains(secret.1);
                        assert!(!tells, "{} tells of a hidden {}: {}", answer.what, secret.0, answer.text);
                    }
                    let named = answer.text.contains("Simpanan")
                        || answer.text.to_lowercase().contains("bakso qerbela");
                    assert!(!named, "{} names what is hidden: {}", answer.what, answer.text);
                }
                if *about == About::Hidden && status == 404 {
                    let none = house.call(&operation, person, About::Nobody).await;
                    let told = |answer: &Answer| answer.text.replace(&text(&answer.json()["request_id"]), "");
                    assert_eq!((none.status, told(&none)), (answer.status, told(&answer)), "{}", answer.what);
                }
                if answer.status.is_success() && operation.method != Method::GET {
                    // What one changed is not in the next one's way.
                    house = House::new().await;
                }
            }
            let name = format!("`{}`", operation.name);
            writeln!(page, "| {name} | {} | {} |", about.name(), cells.join(" | ")).unwrap();
        }
    }
    assert!(house.the_box.store.audit().unwrap().is_sound());
    let written = std::fs::read_to_string(DOCUMENT).unwrap_or_default();
    if written != page {
        let found = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/isolation.md");
        std::fs::create_dir_all(found.parent().unwrap()).unwrap();
        std::fs::write(&found, &page).unwrap();
        let differs = page.lines().zip(written.lines()).find(|(now, was)| now != was);
        panic!("docs/isolation.md is no longer what the box does, {} is: {differs:#?}", found.display());
    }
}
