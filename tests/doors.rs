//! One story, two doors: what a family tells through Telegram and what it tells through HTTP leave the same ledger.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::appliance::{Clock, Setting, TestAppliance};
use crate::support::client::Client;
use crate::support::fake_telegram::{FakeTelegram, Room, SARI};

/// What a person does, in words that name no door.
enum Step {
    Say(&'static str),
    /// A later word about what the message at this position of the story became.
    About(usize, &'static str),
    SetBalance(&'static str, i64),
    Undo,
}

use Step::{About, Say, SetBalance, Undo};

const STORY: &[Step] = &[
    Say("beli bakso 15rb pake gopay"),
    Say("kemarin bensin 50rb, parkir 2rb pake cash"),
    Say("gajian 8,5jt masuk bca"),
    Say("transfer 500rb dari bca ke gopay"),
    About(0, "jadi 18rb"),
    About(0, "bukan gopay, bca"),
    Say("kopi 22rb pake cash"),
    About(6, "hapus"),
    Say("beli sate pake cash"),
    Say("20rb"),
    Say("minjemin budi 100rb pake bca"),
    Say("saldo gopay berapa?"),
    Say("selamat pagi"),
    SetBalance("GoPay", 700_000),
    Say("roti 12rb pake gopay"),
    Undo,
];

const HOME: Room = Room::Private(SARI);

#[tokio::test]
async fn the_same_story_leaves_the_same_ledger() {
    let http = TestAppliance::new().await;
    let by_http = http.set_up().await;
    let said_by_http = tell_over_http(&http, &by_http).await;

    let fake = FakeTelegram::start().await;
    let telegram = Setting::default().telegram(&fake).start(&Clock::new()).await;
    let by_telegram = telegram.set_up().await;
    let said_by_telegram = tell_over_telegram(&telegram, &by_telegram, &fake).await;

    let (left, right) = (ledger(&by_http).await, ledger(&by_telegram).await);
    assert_eq!(left, right);
    assert!(left.len() >= 10, "{left:#?}");
    assert_eq!(acts(&by_http).await, acts(&by_telegram).await);
    for path in ["summaries/day", "summaries/month", "summaries/day?day=2026-11-21"] {
        let path = format!("/api/v1/{path}");
        assert_eq!(by_http.get(&path).await.is(200), by_telegram.get(&path).await.is(200), "{path}");
    }
    for (step, (left, right)) in said_by_http.iter().zip(&said_by_telegram).enumerate() {
        if let Some(left) = left {
            assert!(right.contains(left.as_str()), "step {step}: {left:?} is not in {right:?}");
        }
    }
    for the_box in [&http, &telegram] {
        let audit = the_box.store.audit().unwrap();
        assert!(audit.differences.is_empty(), "{audit:#?}");
    }
}

/// Gives what the house answered at each step, where it answered in words.
async fn tell_over_http(the_box: &TestAppliance, client: &Client) -> Vec<Option<String>> {
    let (mut said, mut became) = (Vec::new(), Vec::new());
    for step in STORY {
        the_box.clock.advance(Duration::from_secs(1));
        let outcome = match step {
            Say(text) => client.say(text).await,
            About(step, text) => {
                let about: &Value = &became[*step];
                client.post("/api/v1/captures", &json!({"text": text, "about": about})).await.is(200)
            }
            SetBalance(wallet, balance) => {
                let wallet = client.wallet(wallet).await["id"].as_str().unwrap().to_owned();
                let path = format!("/api/v1/wallets/{wallet}/balance");
                client.put(&path, &json!({"balance": balance})).await.is(200)
            }
            Undo => client.act("/api/v1/undo").await.is(200),
        };
        said.push(outcome["message"].as_str().map(str::to_owned));
        became.push(outcome["transactions"][0]["id"].clone());
    }
    said
}

async fn tell_over_telegram(the_box: &TestAppliance, client: &Client, fake: &FakeTelegram) -> Vec<String> {
    let link = client.act("/api/v1/telegram/link").await.is(201);
    fake.say(HOME, SARI, &format!("/start {}", link["code"].as_str().unwrap()));
    fake.until_shown(HOME, "tersambung").await;
    let (mut said, mut messages) = (Vec::new(), Vec::new());
    for step in STORY {
        the_box.clock.advance(Duration::from_secs(1));
        let before = fake.shown(SARI.id).len();
        messages.push(match step {
            Say(text) => fake.say(HOME, SARI, text),
            About(step, text) => fake.reply(HOME, SARI, messages[*step], text),
            SetBalance(wallet, balance) => fake.say(HOME, SARI, &format!("/setbalance {wallet} {balance}")),
            Undo => fake.say(HOME, SARI, "/undo"),
        });
        let shown = fake
            .until("an answer", |fake| {
                let shown = fake.shown(SARI.id);
                (shown.len() > before)
                    .then(|| shown[before..].iter().map(|one| one.text.clone()).collect::<String>())
            })
            .await;
        said.push(shown);
    }
    said
}

/// Everything recorded and what the wallets hold, without what differs by nature: ids, and the door.
async fn ledger(client: &Client) -> Vec<String> {
    let list = client.get("/api/v1/transactions?limit=200").await.is(200);
    let mut lines: Vec<String> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            let parts =
                ["day", "type", "amount", "category", "description", "person", "fee", "text", "version"];
            let parts: Vec<String> = parts.iter().map(|part| item[part].to_string()).collect();
            format!("{} {} {}", parts.join(" "), item["wallet"]["name"], item["to_wallet"]["name"])
        })
        .collect();
    // The openings are recorded at one instant, in no order among themselves.
    lines.sort();
    for wallet in client.get("/api/v1/wallets").await.is(200)["items"].as_array().unwrap() {
        lines.push(format!("{} holds {}", wallet["name"], wallet["balance"]));
    }
    lines
}

/// What was done, in its order, by the journal.
async fn acts(client: &Client) -> Vec<String> {
    let mut follower = client.follow(Some(0)).await;
    assert_eq!(follower.next().await.unwrap().name, "ready");
    let mut acts = Vec::new();
    while acts.last().is_none_or(|act| act != "undo") {
        acts.push(follower.change().await["act"].as_str().unwrap().to_owned());
    }
    acts
}
