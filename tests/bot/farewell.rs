//! The bot tells of deletions to come: at once, on the day before, and when they are called off.

use std::time::Duration;

use catatduit::ledger::{Language, Role};

use super::home::Home;
use crate::support::fake_telegram::{JOHN, Room, SARI, STRANGER};

const HOURS: u64 = 3_600;

/// John has written to the bot, which may write to him from then on; how much it has said to him.
async fn greeted(home: &Home) -> usize {
    home.fake.say(Room::Private(JOHN), JOHN, "kopi 22rb pake gopay");
    home.fake.until_shown(Room::Private(JOHN), "Kopi").await;
    home.fake.until_drained().await;
    home.until_waiting(0).await;
    home.fake.shown(JOHN.id).len()
}

#[tokio::test]
async fn the_family_hears_of_a_households_deletion_each_in_their_language() {
    let home = Home::new().await;
    home.join(JOHN, Role::Adult, Language::English);
    let (sari, john) = (Room::Private(SARI), Room::Private(JOHN));
    let before = greeted(&home).await;
    let owner = home.owner().as_owner().unwrap();
    owner.ask_to_close("Keluarga Sari").unwrap();
    home.fake.until_shown(sari, "Sari meminta Keluarga Sari dihapus dengan semua isinya").await;
    let told = home.fake.until_shown(john, "Sari asked").await;
    assert!(told.text.contains("Keluarga Sari"), "{}", told.text);

    // The day before; somebody writes, so the bot looks again.
    home.pass(Duration::from_secs(6 * 24 * HOURS + 60));
    home.fake.say(sari, SARI, "bakso 15rb pake gopay");
    home.fake.until_shown(sari, "Pemilik masih bisa membatalkannya").await;
    home.fake
        .until("the last word to John", |fake| (fake.shown(JOHN.id).len() == before + 2).then_some(()))
        .await;

    home.owner().as_owner().unwrap().keep_household().unwrap();
    home.fake.until_shown(sari, "Penghapusan Keluarga Sari dibatalkan").await;
    home.fake.until("that it stays", |fake| (fake.shown(JOHN.id).len() == before + 3).then_some(())).await;
    assert!(home.app.farewell_news().unwrap().is_empty(), "told once");
    assert!(home.fake.shown(STRANGER.id).is_empty());
}

#[tokio::test]
async fn only_the_person_hears_of_their_own() {
    let home = Home::new().await;
    let john = home.join(JOHN, Role::Adult, Language::English);
    let his = greeted(&home).await;
    let before = home.fake.shown(SARI.id).len();
    home.acting(john).ask_to_go("John").unwrap();
    home.fake.until_shown(Room::Private(JOHN), "Your account").await;
    home.acting(john).stay().unwrap();
    home.fake.until("that they stay", |fake| (fake.shown(JOHN.id).len() == his + 2).then_some(())).await;
    home.until_waiting(0).await;
    assert_eq!(home.fake.shown(SARI.id).len(), before);
}
