//! An update counts once, however often and in whatever order it comes.

use serde_json::{Value, json};

use super::home::Home;
use crate::support::fake_telegram::{FakeTelegram, Room, SARI};

const HOME: Room = Room::Private(SARI);

fn said(update: i64, message: i64, text: &str) -> Value {
    json!({"update_id": update, "message": {"message_id": message, "date": 1_700_000_000,
        "from": {"id": SARI.id, "is_bot": false, "first_name": "Sari"},
        "chat": {"id": SARI.id, "type": "private"}, "text": text}})
}

#[tokio::test]
async fn the_same_update_twice_changes_nothing() {
    let home = Home::new().await;
    let update = said(800_001, 501, "bakso 15rb pake gopay");
    home.fake.push_all(&[update.clone(), update.clone()]);
    home.fake.until_shown(HOME, "Bakso").await;
    home.fake.until_drained().await;
    home.fake.push(&update);
    home.fake.until_drained().await;
    home.fake.say(HOME, SARI, "kopi 22rb pake gopay");
    home.fake.until_shown(HOME, "Kopi").await;
    assert_eq!(home.ledger(), ["15000 Bakso GoPay", "22000 Kopi GoPay"]);
    let told = home.fake.shown(SARI.id).into_iter().filter(|shown| shown.text.contains("Bakso"));
    assert_eq!(told.count(), 1);
}

#[tokio::test]
async fn updates_out_of_order_are_all_taken() {
    let home = Home::new().await;
    home.fake.push_all(&[
        said(900_003, 603, "parkir 2rb pake gopay"),
        said(900_001, 601, "bakso 15rb pake gopay"),
        said(900_002, 602, "kopi 22rb pake gopay"),
        said(900_001, 601, "bakso 15rb pake gopay"),
    ]);
    home.fake.until("all three", |_| (home.ledger().len() == 3).then_some(())).await;
    home.fake.until_drained().await;
    assert_eq!(home.balance("GoPay"), 211_000);
}

#[tokio::test]
async fn numbers_that_start_anew_after_a_quiet_week_hide_nothing() {
    let home = Home::new().await;
    home.fake.push(&said(950_000, 601, "bakso 15rb pake gopay"));
    home.fake.until_shown(HOME, "Bakso").await;
    home.fake.until_drained().await;
    home.fake.push(&said(1_000, 602, "kopi 22rb pake gopay"));
    home.fake.until_shown(HOME, "Kopi").await;
}

#[tokio::test]
async fn a_draft_survives_a_restart_with_its_buttons() {
    let mut home = Home::new().await;
    home.fake.say(HOME, SARI, "bakso 15");
    let asked = home.fake.until_shown(HOME, "Ini maksudnya").await;
    home.restart().await;
    home.fake.press(HOME, SARI, asked.message_id, &asked.button("Rp15.000").unwrap());
    home.fake.until_edited(HOME, asked.message_id, "sisa").await;
    assert_eq!(home.ledger(), ["15000 Bakso Cash"]);
}

#[tokio::test]
async fn a_question_after_a_button_survives_a_restart() {
    let mut home = Home::new().await;
    home.fake.say(HOME, SARI, "kopi 22rb pake gopay");
    let told = home.fake.until_shown(HOME, "Kopi").await;
    home.fake.press(HOME, SARI, told.message_id, &told.button("Jumlah").unwrap());
    home.fake.until_shown(HOME, "Jadi berapa").await;
    home.restart().await;
    home.fake.say(HOME, SARI, "25rb");
    home.fake.until_shown(HOME, "Rp25.000").await;
    assert_eq!(home.ledger(), ["25000 Kopi GoPay"]);
}

#[tokio::test]
async fn an_update_that_was_handled_but_not_confirmed_is_not_handled_again() {
    let mut home = Home::new().await;
    home.stop().await;
    home.fake.push(&said(800_001, 501, "bakso 15rb pake gopay"));
    // The next start handles it and stops before the poll that would confirm it, as in a power cut.
    home.start_again();
    home.fake.until("the record", |_| (home.ledger().len() == 1).then_some(())).await;
    home.stop().await;
    home.fake.push(&said(800_001, 501, "bakso 15rb pake gopay"));
    home.start_again();
    home.fake.until_drained().await;
    assert_eq!(home.ledger().len(), 1);
}

#[tokio::test]
async fn after_an_absence_it_says_how_long_and_what_was_caught_up_on() {
    let mut home = Home::new().await;
    home.stop().await;
    home.fake.say(HOME, SARI, "bakso 15rb pake gopay");
    home.fake.say(HOME, SARI, "kopi 22rb pake gopay");
    home.fake.say(HOME, SARI, "parkir 2");
    home.pass(std::time::Duration::from_mins(192));
    home.start_again();
    home.fake.until_shown(HOME, "Tadi aku mati 3 j 12 m. 2 pesan sudah kucatat, 1 perlu dicek.").await;
    // Told once, and not after a short stop.
    home.restart().await;
    home.fake.say(HOME, SARI, "roti 10rb pake gopay");
    home.fake.until_shown(HOME, "Roti").await;
    let told =
        |fake: &FakeTelegram| fake.shown(SARI.id).iter().filter(|shown| shown.text.contains("Tadi")).count();
    assert_eq!(told(&home.fake), 1);
}
