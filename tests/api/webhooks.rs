//! Programs that are called when something happens: each call signed, none lost, no address that should not be called.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use catatduit::ledger::Role;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::support::appliance::{Clock, Setting, TestAppliance};
use crate::support::client::Client;

/// A program of the family's, at the wire: it answers as it is told, and hands over what it was sent.
pub(super) struct Program {
    address: SocketAddr,
    answers: Arc<Mutex<VecDeque<Reply>>>,
    calls: mpsc::UnboundedReceiver<Call>,
}

/// How it answers next; 200 when nothing was said.
#[derive(Clone, Copy)]
pub(super) enum Reply {
    Status(u16),
    /// Too much at once: again after so many seconds.
    Busy(u32),
    /// Takes the call and never answers.
    Never,
    /// Redirects there.
    To(SocketAddr),
}

#[derive(Debug)]
pub(super) struct Call {
    headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Call {
    pub(super) fn header(&self, name: &str) -> &str {
        &self.headers.iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("no {name}")).1
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Checked as the program's own library would, by another implementation than the box's.
    fn is_signed_with(&self, secret: &str) -> bool {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        let said = format!("{}.{}.", self.header("webhook-id"), self.header("webhook-timestamp"));
        let mac = hmac_sha256(&key, &[said.as_bytes(), &self.body].concat());
        self.header("webhook-signature") == format!("v1,{}", STANDARD.encode(mac))
    }
}

/// RFC 2104 by the book.
fn hmac_sha256(key: &[u8], message: &[u8]) -> Vec<u8> {
    use sha2::{Digest as _, Sha256};
    let mut block = [0_u8; 64];
    block[..key.len()].copy_from_slice(key);
    let inner = Sha256::digest([&block.map(|byte| byte ^ 0x36)[..], message].concat());
    Sha256::digest([&block.map(|byte| byte ^ 0x5c)[..], &inner].concat()).to_vec()
}

impl Program {
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let answers = Arc::new(Mutex::new(VecDeque::new()));
        let (told, calls) = mpsc::unbounded_channel();
        let next = answers.clone();
        #[expect(clippy::disallowed_methods, reason = "the program is no part of the box")]
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (told, next) = (told.clone(), next.clone());
                tokio::spawn(async move {
                    let Some(call) = read(&mut stream).await else { return };
                    let reply = next.lock().unwrap().pop_front().unwrap_or(Reply::Status(200));
                    let _ = told.send(call);
                    let text = match reply {
                        Reply::Status(status) => format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\n\r\n"),
                        Reply::Busy(seconds) => {
                            format!("HTTP/1.1 429 X\r\nretry-after: {seconds}\r\ncontent-length: 0\r\n\r\n")
                        }
                        Reply::To(address) => format!(
                            "HTTP/1.1 302 X\r\nlocation: http://{address}/\r\ncontent-length: 0\r\n\r\n"
                        ),
                        Reply::Never => {
                            let mut rest = Vec::new();
                            let _ = stream.read_to_end(&mut rest).await;
                            return;
                        }
                    };
                    let _ = stream.write_all(text.as_bytes()).await;
                });
            }
        });
        Self { address, answers, calls }
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}/kabar", self.address)
    }

    pub(super) fn answers(&self, replies: impl IntoIterator<Item = Reply>) {
        self.answers.lock().unwrap().extend(replies);
    }

    pub(super) async fn call(&mut self) -> Call {
        tokio::time::timeout(Duration::from_secs(20), self.calls.recv()).await.expect("a call").unwrap()
    }

    pub(super) fn was_not_called(&mut self) -> bool {
        self.calls.try_recv().is_err()
    }
}

async fn read(stream: &mut tokio::net::TcpStream) -> Option<Call> {
    let mut bytes = Vec::new();
    loop {
        let head = bytes.windows(4).position(|part| part == b"\r\n\r\n");
        if let Some(head) = head {
            let text = String::from_utf8(bytes[..head].to_vec()).unwrap();
            let headers: Vec<(String, String)> = text
                .lines()
                .filter_map(|line| line.split_once(": "))
                .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
                .collect();
            let length = headers.iter().find(|(name, _)| name == "content-length");
            let length: usize = length.map_or(0, |(_, length)| length.parse().unwrap());
            if bytes.len() >= head + 4 + length {
                return Some(Call { headers, body: bytes[head + 4..].to_vec() });
            }
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}

/// A box that may call this machine, and its owner.
async fn home(clock: &Clock) -> (TestAppliance, Client) {
    let setting =
        Setting::default().told("WEBHOOKS_THIS_MACHINE", "yes").told("WEBHOOKS_TIMEOUT_SECONDS", "1");
    let the_box = setting.start(clock).await;
    let ayah = the_box.set_up().await;
    (the_box, ayah)
}

async fn add(owner: &Client, body: Value) -> (String, String) {
    let made = owner.post("/api/v1/webhooks", &body).await.is(201);
    let address = format!("/api/v1/webhooks/{}", made["webhook"]["id"].as_str().unwrap());
    (address, made["secret"].as_str().unwrap().to_owned())
}

/// The newest deliveries, once the newest one is in one of these states.
async fn settled(owner: &Client, webhook: &str, states: &[&str], attempts: u64) -> Vec<Value> {
    for _ in 0..400 {
        let page = owner.get(&format!("{webhook}/deliveries")).await.is(200);
        let items = page["items"].as_array().unwrap().clone();
        let is_there = items.first().is_some_and(|newest| {
            states.iter().any(|state| newest["state"] == *state)
                && newest["attempts"].as_u64().unwrap() >= attempts
        });
        if is_there {
            return items;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("no delivery came so far: {:#}", owner.get(&format!("{webhook}/deliveries")).await.json());
}

#[tokio::test]
async fn a_change_is_told_at_once_signed_and_without_words_unless_they_are_asked_for() {
    let (_the_box, ayah) = home(&Clock::new()).await;
    let (mut plain, mut full) = (Program::start().await, Program::start().await);
    let (address, secret) = add(&ayah, json!({"url": plain.url()})).await;
    let (_, of_full) = add(&ayah, json!({"url": full.url(), "acts": ["record"], "details": true})).await;
    assert!(!ayah.get("/api/v1/webhooks").await.text.contains("whsec_"), "a secret is shown once");

    let recorded = ayah.record("beli bakso 15rb pake gopay").await;
    let call = plain.call().await;
    assert!(call.is_signed_with(&secret) && !call.is_signed_with(&of_full));
    assert_eq!(call.header("content-type"), "application/json");
    let said = call.json();
    assert_eq!(
        (&said["type"], &said["timestamp"]),
        (&json!("change.record"), &json!("2026-11-22T03:00:00Z"))
    );
    assert_eq!(said["data"]["transactions"], json!([recorded["id"]]));
    let text = String::from_utf8(call.body.clone()).unwrap().to_lowercase();
    for word in ["bakso", "15000", "gopay", "ayah"] {
        assert!(!text.contains(word), "{text}");
    }

    let call = full.call().await;
    assert!(call.is_signed_with(&of_full));
    let record = call.json()["data"]["records"][0].clone();
    assert_eq!(
        (&record["description"], &record["amount"], &record["wallet"], &record["category"]),
        (&json!("Bakso"), &json!(15_000), &json!("GoPay"), &json!("makanan"))
    );
    let newest = settled(&ayah, &address, &["arrived"], 1).await.remove(0);
    assert_eq!((&newest["last"]["status"], &newest["last"]["why"]), (&json!(200), &Value::Null));

    // The other hears of records only.
    let id = recorded["id"].as_str().unwrap();
    ayah.delete(&format!("/api/v1/transactions/{id}")).await.is(200);
    assert_eq!(plain.call().await.json()["type"], "change.void");
    assert!(full.was_not_called());
}

#[tokio::test]
async fn what_fails_is_tried_again_later_with_the_same_id_until_it_arrives() {
    let clock = Clock::new();
    let (the_box, ayah) = home(&clock).await;
    let mut program = Program::start().await;
    program.answers([Reply::Status(503), Reply::Never, Reply::Status(204)]);
    let (address, secret) = add(&ayah, json!({"url": program.url(), "acts": ["record"]})).await;
    ayah.record("kopi 22rb").await;
    let first = program.call().await;
    let waiting = settled(&ayah, &address, &["waiting"], 1).await.remove(0);
    assert_eq!((&waiting["last"]["status"], &waiting["last"]["why"]), (&json!(503), &json!("status")));
    assert_eq!(waiting["due"], "2026-11-22T03:00:10Z");
    assert!(ayah.get("/api/v1/webhooks").await.is(200)["items"][0]["failing_since"].is_string());

    clock.advance(Duration::from_secs(10));
    the_box.app().post().bell().notify_waiters();
    let second = program.call().await;
    let waiting = settled(&ayah, &address, &["waiting"], 2).await.remove(0);
    assert_eq!(waiting["last"]["why"], "timeout");

    clock.advance(Duration::from_mins(1));
    the_box.app().post().bell().notify_waiters();
    let third = program.call().await;
    settled(&ayah, &address, &["arrived"], 3).await;
    assert_eq!(ayah.get("/api/v1/webhooks").await.is(200)["items"][0]["failing_since"], Value::Null);
    for call in [&first, &second, &third] {
        assert_eq!(call.header("webhook-id"), first.header("webhook-id"));
        assert!(call.is_signed_with(&secret));
    }
    assert_ne!(first.header("webhook-timestamp"), third.header("webhook-timestamp"));
    assert_eq!(first.body, third.body);
}

#[tokio::test]
async fn a_program_that_fails_for_days_is_left_alone_until_its_owner_says_so() {
    let clock = Clock::new();
    let (the_box, ayah) = home(&clock).await;
    let mut program = Program::start().await;
    program.answers([Reply::Status(500); 20]);
    let (address, _) = add(&ayah, json!({"url": program.url(), "acts": ["record"]})).await;
    ayah.record("kopi 22rb").await;
    for attempt in 1..=10 {
        program.call().await;
        let states = if attempt < 10 { "waiting" } else { "given_up" };
        settled(&ayah, &address, &[states], attempt).await;
        clock.advance(Duration::from_hours(8));
        the_box.app().post().bell().notify_waiters();
    }
    let hook = ayah.get("/api/v1/webhooks").await.is(200)["items"][0].clone();
    assert_eq!(hook["paused"], "failing", "it failed for more than three days by now");
    ayah.record("es teh 5rb").await;
    let quiet = settled(&ayah, &address, &["given_up"], 10).await;
    assert_eq!(quiet.len(), 1, "nothing is queued while it is paused");

    ayah.patch(&address, &json!({"paused": false})).await.is(200);
    program.answers.lock().unwrap().clear();
    ayah.record("roti 12rb").await;
    program.call().await;
    settled(&ayah, &address, &["arrived"], 1).await;
}

#[tokio::test]
async fn a_box_that_was_off_makes_its_calls_when_it_is_back() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::new();
    let mut program = Program::start().await;
    let the_box = Setting::default().in_folder(folder.path()).start(&clock).await;
    let ayah = the_box.set_up().await;
    let new = json!({"url": "http://192.0.2.9/kabar"});
    ayah.post("/api/v1/webhooks", &new).await.is_problem(422, "invalid");
    // A name is looked up when it is called: this one leads to where the box may not call.
    let named = format!("http://localhost:{}/kabar", program.address.port());
    let (address, _) = add(&ayah, json!({"url": named, "acts": ["record"]})).await;
    ayah.record("kopi 22rb").await;
    let refused = settled(&ayah, &address, &["waiting"], 1).await.remove(0);
    assert_eq!(refused["last"]["why"], "out_of_reach");
    assert!(program.was_not_called());
    the_box.stop().await;

    clock.advance(Duration::from_mins(1));
    let again = Setting::default().in_folder(folder.path()).told("WEBHOOKS_THIS_MACHINE", "yes");
    let the_box = again.start(&clock).await;
    assert_eq!(program.call().await.json()["type"], "change.record");
    let ayah = ayah.moved_to(the_box.address());
    settled(&ayah, &address, &["arrived"], 2).await;
}

#[tokio::test]
async fn a_trial_says_ping_and_a_redirection_leads_nowhere() {
    let clock = Clock::new();
    let (_the_box, ayah) = home(&clock).await;
    let (mut program, mut elsewhere) = (Program::start().await, Program::start().await);
    program.answers([Reply::Status(200), Reply::To(elsewhere.address)]);
    let (address, _) = add(&ayah, json!({"url": program.url()})).await;
    let queued = ayah.act(&format!("{address}/ping")).await.is(201);
    assert_eq!((&queued["state"], &queued["change"]), (&json!("waiting"), &Value::Null));
    assert_eq!(
        program.call().await.json(),
        json!({"type": "ping", "timestamp": queued["created"], "data": null})
    );
    settled(&ayah, &address, &["arrived"], 1).await;
    clock.advance(Duration::from_secs(1));
    ayah.act(&format!("{address}/ping")).await.is(201);
    program.call().await;
    let items = settled(&ayah, &address, &["given_up"], 1).await;
    let of_redirected = items.iter().find(|item| item["state"] == "given_up").unwrap();
    assert_eq!(of_redirected["last"]["status"], 302);
    assert!(elsewhere.was_not_called());

    // Page by page.
    let page = ayah.get(&format!("{address}/deliveries?limit=1")).await.is(200);
    let next = page["next_cursor"].as_str().unwrap();
    let rest = ayah.get(&format!("{address}/deliveries?limit=1&cursor={next}")).await.is(200);
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next_cursor"]), (1, &Value::Null));
    ayah.get(&format!("{address}/deliveries?cursor=x")).await.is_problem(400, "bad_cursor");
    ayah.delete(&address).await.is(204);
    ayah.get(&format!("{address}/deliveries")).await.is_problem(404, "missing");
}

#[tokio::test]
async fn only_owners_decide_and_only_addresses_that_may_be_called_are_taken() {
    let (the_box, ayah) = TestAppliance::family().await;
    let ibu = the_box.member("Ibu", Role::Adult);
    let fine = json!({"url": "https://contoh.example/kabar"});
    ibu.post("/api/v1/webhooks", &fine).await.is_problem(403, "forbidden");
    ibu.get("/api/v1/webhooks").await.is_problem(403, "forbidden");
    for url in [
        "ftp://contoh.example/x",
        "kabar",
        "http://",
        "http://ayah:rahasia@contoh.example/",
        "http://127.0.0.1:8080/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0.0.0.0/",
    ] {
        let refused = ayah.post("/api/v1/webhooks", &json!({"url": url})).await;
        assert_eq!(refused.status, 422, "{url}: {}", refused.text);
    }
    for url in ["http://192.168.1.20:8123/api/webhook/duit", "http://homeassistant.local:8123/x"] {
        ayah.post("/api/v1/webhooks", &json!({"url": url})).await.is(201);
    }
    for _ in 2..10 {
        ayah.post("/api/v1/webhooks", &fine).await.is(201);
    }
    ayah.post("/api/v1/webhooks", &fine).await.is_problem(422, "invalid");
}

#[tokio::test]
async fn what_the_owner_does_not_see_is_not_told() {
    let (the_box, ayah) = home(&Clock::new()).await;
    let mut program = Program::start().await;
    add(&ayah, json!({"url": program.url(), "acts": ["record"], "details": true})).await;
    let ibu = the_box.member("Ibu", Role::Adult);
    let me = ibu.get("/api/v1/session").await.is(200);
    let added = ibu.post("/api/v1/wallets", &json!({"name": "Simpanan"})).await.is(201);
    let sharing = format!("/api/v1/wallets/{}/sharing", added["wallet"]["id"].as_str().unwrap());
    let private = json!({"holder": me["member"]["id"], "others": "private", "grants": []});
    ayah.put(&sharing, &private).await.is(200);
    ibu.record("arisan 100rb pake simpanan").await;
    ibu.record("kopi 22rb pake gopay").await;
    let heard = program.call().await.json();
    assert_eq!(heard["data"]["records"][0]["description"], "Kopi");
    assert!(program.was_not_called());
}

#[tokio::test]
async fn a_guest_household_calls_nothing_in_the_home() {
    let ((the_box, ayah), mut program) = (home(&Clock::new()).await, Program::start().await);
    let neighbour = the_box.neighbour();
    for url in ["http://192.168.1.20:8123/x", &program.url()] {
        ayah.post("/api/v1/webhooks", &json!({"url": url})).await.is(201);
        neighbour.post("/api/v1/webhooks", &json!({"url": url})).await.is_problem(422, "invalid");
    }
    let named = format!("http://localhost:{}/kabar", program.address.port());
    let (address, _) = add(&neighbour, json!({"url": named, "acts": ["record"]})).await;
    neighbour.record("kopi 22rb").await;
    assert_eq!(settled(&neighbour, &address, &["waiting"], 1).await[0]["last"]["why"], "out_of_reach");
    assert!(program.was_not_called());
}
