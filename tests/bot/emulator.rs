//! The same bot against a Bot API server that somebody else wrote.
//!
//! The emulator checks every call against the contract and writes a journal of them; it keeps no texts, so
//! what was said is seen in the ledger, and that it could be said in the journal's verdict.

use std::io::Write as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use catatduit::app::{Acting, App, NewHousehold, OpeningWallet, Options as AppOptions, Origin};
use catatduit::bot::client::{Client, Token};
use catatduit::bot::{Bot, Inlet, Options, WEBHOOK_PATH, endpoint};
use catatduit::config::TelegramMode;
use catatduit::ctx::Ctx;
use catatduit::ledger::{Channel, Language, MemberId, Zone};
use catatduit::outside::Outside;
use catatduit::search::Search;
use catatduit::store::Store;
use catatduit::tasks::Tasks;
use poem::listener::{Acceptor as _, Listener as _, TcpListener as PoemListener};
use poem::{Route, Server};
use serde_json::{Value, json};

use super::home::options;

const TOKEN: &str = "987654:emulated-token";
const SARI: i64 = 1001;

/// The emulator's program. Where it is not there the story is left out, and the output says so.
#[expect(
    clippy::disallowed_methods,
    reason = "where the test tools are is told by the script that installs them"
)]
fn program() -> Option<PathBuf> {
    let told = std::env::var("CATATDUIT_TEST_EMULATOR").unwrap_or_default();
    if !told.is_empty() {
        assert!(
            Path::new(&told).is_file(),
            "CATATDUIT_TEST_EMULATOR names {told}, which is not there: run tests/run"
        );
        return Some(told.into());
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path)
        .map(|folder| folder.join("lo-bot-api-emulator"))
        .find(|file| file.is_file());
    if found.is_none() {
        // Straight to the terminal: what a passing test prints is otherwise hidden.
        let _ = std::io::stderr().write_all(
            b"LEFT OUT: the story told through lo-bot-api-emulator, which is not installed. tests/run installs it.\n",
        );
    }
    found
}

struct Emulator {
    child: Child,
    program: PathBuf,
    base: String,
    journal: PathBuf,
    http: reqwest::Client,
    _folder: tempfile::TempDir,
}

impl Drop for Emulator {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Emulator {
    async fn start(program: PathBuf, http: reqwest::Client) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join("requests.jsonl");
        // Free a moment ago; the emulator wants to be told a number.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = Command::new(&program)
            .args(["--port", &port.to_string(), "--enable-control", "--allow-insecure-loopback-webhooks"])
            .arg("--journal")
            .arg(&journal)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let emulator =
            Self { child, program, base: format!("http://127.0.0.1:{port}"), journal, http, _folder: folder };
        let up =
            || async { emulator.http.post(format!("{}/botx:y/getMe", emulator.base)).send().await.is_ok() };
        let deadline = Instant::now() + Duration::from_secs(30);
        while !up().await {
            assert!(Instant::now() < deadline, "the emulator did not start within 30 s");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        emulator
    }

    async fn happens(&self, update: Value) {
        let body = json!({"token": TOKEN, "update": update});
        let answer =
            self.http.post(format!("{}/__fixture/updates", self.base)).json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
    }

    async fn say(&self, text: &str) {
        self.happens(json!({"message": message(text)})).await;
    }

    async fn reply(&self, to: i64, text: &str) {
        let mut said = message(text);
        said["reply_to_message"] =
            json!({"message_id": to, "date": 1, "chat": {"id": SARI, "type": "private"}});
        self.happens(json!({"message": said})).await;
    }

    async fn press(&self, under: i64, data: &str) {
        self.happens(
            json!({"callback_query": {"id": "4711", "from": person(), "chat_instance": "1", "data": data,
            "message": {"message_id": under, "date": 1, "chat": {"id": SARI, "type": "private"}}}}),
        )
        .await;
    }

    /// The verdict on every call so far, by the emulator's own judgement.
    fn verdict(&self, methods: &[&str]) {
        let mut verdict = Command::new(&self.program);
        verdict.arg("verdict").arg(&self.journal).arg("--require-response");
        for method in methods {
            verdict.args(["--require-method", method]);
        }
        let output = verdict.output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "the emulator refused something: {said}");
    }
}

fn person() -> Value {
    json!({"id": SARI, "is_bot": false, "first_name": "Sari", "language_code": "id"})
}

fn message(text: &str) -> Value {
    json!({"message_id": 500_000 + i64::try_from(text.len()).unwrap(), "date": 1_700_000_000, "from": person(),
        "chat": {"id": SARI, "type": "private", "first_name": "Sari"}, "text": text})
}

struct House {
    app: App,
    owner: MemberId,
    bot: Bot,
    tasks: Tasks,
}

impl House {
    fn new(emulator: &Emulator, options: Options) -> Self {
        let outside = Outside::real().unwrap();
        let app_options = AppOptions { password_cost: 4, ..AppOptions::default() };
        let app = App::new(Store::in_memory().unwrap(), Search::in_memory().unwrap(), outside, app_options);
        let family = NewHousehold {
            household: "Keluarga Sari".to_owned(),
            zone: Zone::named("Asia/Jakarta").unwrap(),
            owner: "Sari".to_owned(),
            password: "kopi susu gula aren".to_owned(),
            language: Language::Indonesian,
            wallets: vec![OpeningWallet { name: "GoPay".to_owned(), balance: 250_000 }],
        };
        let owner = app.set_up(None, &family, &Origin::default()).unwrap().member.id;
        let client = Client::new(app.outside().http().clone(), &emulator.base, Token::new(TOKEN).unwrap());
        let bot = Bot::new(app.clone(), client, options).unwrap();
        Self { app, owner, bot, tasks: Tasks::default() }
    }

    fn acting(&self) -> Acting {
        let ctx = Ctx { member: self.owner, now: self.app.outside().now(), channel: Channel::Telegram };
        self.app.act(&ctx).unwrap()
    }

    fn ledger(&self) -> Vec<String> {
        let items = self.acting().transactions(None, None, None, 100).unwrap().items;
        let said = items.iter().map(|seen| &seen.transaction).filter(|one| one.source.text.is_some());
        said.map(|one| format!("{} {}", one.amount().unwrap().minor(), one.description())).collect()
    }

    async fn until(&self, what: &str, look: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + Duration::from_secs(20);
        // Everything is told before the next thing is done: message numbers are counted below.
        while !look(self) || self.app.post().waiting(1).unwrap() > 0 {
            assert!(Instant::now() < deadline, "waited in vain for {what}; ledger: {:?}", self.ledger());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn until_ledger(&self, expected: &[&str]) {
        self.until(&format!("{expected:?}"), |house| house.ledger() == expected).await;
    }

    /// Links the account and tells a small story. Nothing else has spoken to the emulator before.
    async fn live_through(&self, emulator: &Emulator) {
        let code = self.acting().link_code().unwrap().code;
        emulator.say(&format!("/start {code}")).await;
        let linked = |house: &Self| house.app.telegram_member(SARI).unwrap().is_some();
        self.until("the link", linked).await;
        emulator.say("beli bakso 15rb pake gopay").await;
        self.until_ledger(&["15000 Bakso"]).await;
        // The greeting was the emulator's message 1, the record is its message 2.
        emulator.reply(2, "jadi 18rb").await;
        self.until_ledger(&["18000 Bakso"]).await;

        emulator.say("kopi 22").await;
        self.until("a draft", |house| house.acting().drafts().unwrap().len() == 1).await;
        let draft = self.acting().drafts().unwrap()[0].draft.id;
        emulator.press(4, &format!("A:d{draft}.0:22000")).await;
        self.until_ledger(&["22000 Kopi", "18000 Bakso"]).await;
        for command in ["/today", "/month", "/wallets", "/setbalance gopay 200rb", "/help"] {
            emulator.say(command).await;
        }
        let set = |house: &Self| house.acting().wallets().unwrap()[0].balance.minor() == 200_000;
        self.until("the balance", set).await;
        emulator.reply(2, "hapus").await;
        self.until_ledger(&["22000 Kopi"]).await;
    }
}

#[tokio::test]
async fn the_story_by_polling() {
    let Some(program) = program() else { return };
    let emulator = Emulator::start(program, Outside::real().unwrap().http().clone()).await;
    let house = House::new(&emulator, options());
    house.bot.start(&house.tasks);
    house.live_through(&emulator).await;
    assert_eq!(house.bot.status().inlet, Inlet::Polling);
    house.tasks.shutdown(Duration::from_secs(5)).await;
    emulator.verdict(&[
        "getUpdates",
        "sendMessage",
        "editMessageText",
        "answerCallbackQuery",
        "setMyCommands",
    ]);
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "the server of a test ends with its runtime")]
async fn the_story_by_webhook() {
    let Some(program) = program() else { return };
    let emulator = Emulator::start(program, Outside::real().unwrap().http().clone()).await;
    let acceptor = PoemListener::bind("127.0.0.1:0").into_acceptor().await.unwrap();
    let url = format!("http://{}", acceptor.local_addr()[0].as_socket_addr().unwrap());
    let house =
        House::new(&emulator, Options { mode: TelegramMode::Auto, public_url: Some(url), ..options() });
    let app = Route::new().at(WEBHOOK_PATH, endpoint(house.bot.clone()));
    tokio::spawn(Server::new_with_acceptor(acceptor).run(app));
    house.bot.start(&house.tasks);
    house.until("a webhook", |house| house.bot.status().inlet == Inlet::Webhook).await;
    house.live_through(&emulator).await;
    assert_eq!(house.bot.status().inlet, Inlet::Webhook);
    house.tasks.shutdown(Duration::from_secs(5)).await;
    emulator.verdict(&[
        "setWebhook",
        "getWebhookInfo",
        "sendMessage",
        "editMessageText",
        "answerCallbackQuery",
    ]);
}
