//! Which accounts speak for whom: added, moved, ended, and who hears of it.

use catatduit::ledger::{Language, Role};

use super::home::Home;
use crate::support::fake_telegram::{JOHN, Person, Room, SARI, STRANGER};

const HOME: Room = Room::Private(SARI);
const OTHER: Person = Person { id: 1003, name: "Ponsel baru", language: "id" };

#[tokio::test]
async fn who_was_linked_before_hears_of_another_account() {
    let home = Home::new().await;
    home.link(OTHER).await;
    let told = home.fake.until_shown(HOME, "Akunmu disambungkan juga ke Telegram Ponsel baru.").await;
    assert!(told.text.contains("Bukan kamu?"), "{told:?}");
    // Linking the same account anew is no news to anybody.
    home.until_waiting(0).await;
    let before = home.fake.shown(HOME.id()).len();
    let code = home.owner().link_code().unwrap().code;
    home.fake.say(Room::Private(OTHER), OTHER, &format!("/start {code}"));
    let greeted = |fake: &crate::support::fake_telegram::FakeTelegram| {
        (fake.shown(OTHER.id).iter().filter(|told| told.text.contains("tersambung")).count() == 2)
            .then_some(())
    };
    home.fake.until("a second greeting", greeted).await;
    home.until_waiting(0).await;
    let after = home.fake.shown(HOME.id());
    let again = after[before..].iter().filter(|told| told.text.contains("Akunmu disambungkan juga")).count();
    // Each linking is told to the others; who did it is told nothing but the greeting.
    assert_eq!(again, 1, "{after:?}");
    assert!(home.fake.shown(OTHER.id).iter().all(|told| !told.text.contains("Bukan kamu?")));
}

#[tokio::test]
async fn an_account_leaves_after_a_question_and_nothing_more_is_recorded_or_sent() {
    let home = Home::new().await;
    home.fake.say(HOME, SARI, "/keluar");
    let asked = home.fake.until_shown(HOME, "Putuskan akun Telegram ini?").await;
    home.fake.press(HOME, SARI, asked.message_id, &asked.button("Jangan").unwrap());
    home.fake.until_edited(HOME, asked.message_id, "tetap tersambung").await;
    assert!(home.app.telegram_member(SARI.id).unwrap().is_some());

    home.fake.say(HOME, SARI, "/keluar");
    let asked = home.fake.until_shown(HOME, "Putuskan akun Telegram ini?").await;
    home.fake.press(HOME, SARI, asked.message_id, &asked.button("Ya, putuskan").unwrap());
    home.fake.until_edited(HOME, asked.message_id, "sudah diputus").await;
    assert!(home.app.telegram_member(SARI.id).unwrap().is_none());
    home.fake.say(HOME, SARI, "bakso 15rb pake gopay");
    home.fake.until_shown(HOME, "Bot ini milik satu keluarga.").await;
    assert!(home.ledger().is_empty());
    // The button of before ends nothing twice.
    home.fake.press(HOME, SARI, asked.message_id, &asked.button("Ya, putuskan").unwrap());
    home.fake.until_drained().await;
    // And the way back is a new link.
    home.link(SARI).await;
}

#[tokio::test]
async fn in_a_group_nobody_leaves_or_moves() {
    let home = Home::new().await;
    let group = Room::Group(-5001);
    home.fake.say(group, SARI, "/keluar");
    home.fake.until_shown(group, "di chat pribadi").await;
    let john = home.join(JOHN, Role::Adult, Language::English);
    let code = home.acting(john).link_code().unwrap().code;
    home.fake.say(group, SARI, &format!("/start {code}"));
    home.fake.until_drained().await;
    home.until_waiting(0).await;
    assert_eq!(home.app.telegram_member(SARI.id).unwrap().unwrap().member, home.owner);
}

#[tokio::test]
async fn a_linked_account_is_asked_before_a_link_moves_it() {
    let home = Home::new().await;
    home.link(OTHER).await;
    let john = home.join(JOHN, Role::Adult, Language::English);
    // A bot cannot write to somebody who never wrote to it.
    home.fake.say(Room::Private(JOHN), JOHN, "/help");
    home.fake.until_shown(Room::Private(JOHN), "/setbalance").await;
    let code = home.acting(john).link_code().unwrap().code;
    home.fake.say(HOME, SARI, &format!("/start {code}"));
    let asked = home.fake.until_shown(HOME, "memindahkannya ke John di Keluarga Sari").await;
    assert_eq!(home.app.telegram_member(SARI.id).unwrap().unwrap().member, home.owner, "not without a yes");
    home.fake.press(HOME, SARI, asked.message_id, &asked.button("Jangan").unwrap());
    home.fake.until_edited(HOME, asked.message_id, "tetap tersambung").await;
    home.fake.say(HOME, SARI, "bakso 15rb pake gopay");
    home.fake.until_shown(HOME, "Bakso").await;
    assert_eq!(home.records()[0].member, "Sari");

    // A no does not use the code up.
    home.fake.say(HOME, SARI, &format!("/start {code}"));
    let asked = home.fake.until_shown(HOME, "memindahkannya ke John").await;
    home.fake.press(HOME, SARI, asked.message_id, &asked.button("Ya, pindahkan").unwrap());
    home.fake.until_edited(HOME, asked.message_id, "Hi John, this Telegram is now connected.").await;
    assert_eq!(home.app.telegram_member(SARI.id).unwrap().unwrap().member, john);
    // Both members hear of it where they are.
    home.fake.until_shown(Room::Private(JOHN), "Your account was also linked to Telegram Sari.").await;
    home.fake.until_shown(Room::Private(OTHER), "Telegram Sari tidak tersambung ke akunmu lagi").await;
    // The one that was moved is told once, and a stranger's press moves nobody.
    home.fake.press(HOME, STRANGER, asked.message_id, &asked.button("Ya, pindahkan").unwrap());
    home.fake.until_drained().await;
    assert!(home.app.telegram_member(STRANGER.id).unwrap().is_none());
}
