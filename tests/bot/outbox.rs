//! What the box says reaches its chats: in order, within limits, through every trouble on the way.

use std::time::{Duration, Instant};

use catatduit::bot::{Limits, Options};

use super::home::{Home, options};
use crate::support::fake_telegram::{Failure, FakeTelegram, JOHN, Room, SARI};

const HOME: Room = Room::Private(SARI);

/// The texts of a chat that hold one of ours, in the order in which they arrived.
fn arrived(fake: &FakeTelegram, chat: i64, names: &[&str]) -> Vec<String> {
    let which = |text: &str| names.iter().find(|part| text.contains(**part)).map(|part| (*part).to_owned());
    fake.shown(chat).iter().filter_map(|shown| which(&shown.text)).collect()
}

const NAMES: [&str; 3] = ["Bakso", "Kopi", "Parkir"];

fn say_three(home: &Home) {
    for text in ["bakso 15rb pake gopay", "kopi 22rb pake gopay", "parkir 2rb pake gopay"] {
        home.fake.say(HOME, SARI, text);
    }
}

async fn until_all_arrived(home: &Home) {
    let all = |fake: &FakeTelegram| (arrived(fake, SARI.id, &NAMES).len() >= 3).then_some(());
    home.fake.until("three answers", all).await;
}

#[tokio::test]
async fn a_wait_asked_for_is_kept_and_so_is_the_order() {
    let home = Home::new().await;
    home.fake.fail("sendMessage", None, &[Failure::TooMany { retry_after: 1 }]);
    say_three(&home);
    until_all_arrived(&home).await;
    assert_eq!(arrived(&home.fake, SARI.id, &NAMES), NAMES);
    let calls = home.fake.calls("sendMessage");
    let refused = calls.iter().position(|call| !call.ok).unwrap();
    let waited = calls[refused + 1].at - calls[refused].at;
    assert!(waited >= Duration::from_millis(990), "{waited:?}");
    assert_eq!(calls[refused].ask["text"], calls[refused + 1].ask["text"]);
}

#[tokio::test]
async fn failing_servers_and_broken_lines_lose_nothing_and_keep_the_order() {
    let home = Home::new().await;
    home.fake.fail("sendMessage", None, &[Failure::Server(502), Failure::DropBefore]);
    say_three(&home);
    until_all_arrived(&home).await;
    assert_eq!(arrived(&home.fake, SARI.id, &NAMES), NAMES);
    let failed: Vec<Instant> =
        home.fake.calls("sendMessage").iter().filter(|call| !call.ok).map(|call| call.at).collect();
    assert_eq!(failed.len(), 2);
    assert!(failed[1] - failed[0] >= Duration::from_millis(900), "a failure is followed by a pause");
    home.until_waiting(0).await;
}

#[tokio::test]
async fn an_answer_whose_receipt_was_lost_comes_twice_rather_than_never() {
    let home = Home::new().await;
    home.fake.fail("sendMessage", None, &[Failure::DropAfter]);
    home.fake.say(HOME, SARI, "bakso 15rb pake gopay");
    let twice = |fake: &FakeTelegram| (arrived(fake, SARI.id, &["Bakso"]).len() == 2).then_some(());
    home.fake.until("the answer twice", twice).await;
    // Once in the ledger all the same.
    assert_eq!(home.ledger(), ["15000 Bakso GoPay"]);
}

#[tokio::test]
async fn one_chats_trouble_does_not_hold_up_another() {
    let home = Home::new().await;
    home.link(JOHN).await;
    let endless: Vec<Failure> = std::iter::repeat_n(Failure::TooMany { retry_after: 600 }, 50).collect();
    home.fake.fail("sendMessage", Some(SARI.id), &endless);
    home.fake.say(HOME, SARI, "bakso 15rb pake gopay");
    home.fake.say(Room::Private(JOHN), JOHN, "kopi 22rb pake gopay");
    home.fake.until_shown(Room::Private(JOHN), "Kopi").await;
    assert!(arrived(&home.fake, SARI.id, &["Bakso"]).is_empty());
    home.until_waiting(1).await;
}

#[tokio::test]
async fn what_can_never_arrive_is_set_aside_and_seen() {
    let home = Home::new().await;
    home.fake.block(SARI.id);
    home.fake.say(HOME, SARI, "bakso 15rb pake gopay");
    let dead =
        home.fake.until("a dead letter", |_| home.app.post().dead(10).unwrap().into_iter().next()).await;
    assert_eq!((dead.chat, dead.attempts), (SARI.id, 1));
    assert!(dead.reason.contains("blocked by the user"), "{}", dead.reason);
    home.until_waiting(0).await;
    // What was recorded stays recorded.
    assert_eq!(home.ledger(), ["15000 Bakso GoPay"]);
}

#[tokio::test]
async fn a_refused_message_does_not_stop_the_next() {
    let home = Home::new().await;
    home.fake.fail("sendMessage", None, &[Failure::Refused(400, "Bad Request: can't parse entities")]);
    home.fake.say(HOME, SARI, "bakso 15rb pake gopay");
    home.fake.say(HOME, SARI, "kopi 22rb pake gopay");
    home.fake.until_shown(HOME, "Kopi").await;
    assert_eq!(home.app.post().dead(10).unwrap().len(), 1);
}

#[tokio::test]
async fn the_pace_of_a_chat_is_kept() {
    let limits = Limits { per_chat: Duration::from_millis(200), ..options().limits };
    let home = Home::unlinked(Options { limits, ..options() }).await;
    home.link(SARI).await;
    say_three(&home);
    until_all_arrived(&home).await;
    let calls = home.fake.calls("sendMessage");
    for pair in calls.windows(2) {
        let between = pair[1].at - pair[0].at;
        assert!(between >= Duration::from_millis(180), "{between:?}");
    }
}

#[tokio::test]
async fn what_was_not_sent_is_sent_after_a_restart() {
    let mut home = Home::new().await;
    let failing: Vec<Failure> = std::iter::repeat_n(Failure::Server(500), 1).collect();
    home.fake.fail("sendMessage", None, &failing);
    say_three(&home);
    home.fake.until("all to be recorded", |_| (home.ledger().len() == 3).then_some(())).await;
    home.restart().await;
    until_all_arrived(&home).await;
    assert_eq!(arrived(&home.fake, SARI.id, &NAMES), NAMES);
}
