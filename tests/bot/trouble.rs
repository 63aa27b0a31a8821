//! The box's own trouble: what was not kept is not answered for, and not lost.

use std::time::Duration;

use catatduit::bot::Options;
use catatduit::config::TelegramMode;
use catatduit::store::{Store, StoreOptions};

use super::home::{Home, options};
use super::inlet::Address;
use crate::store::disk::FaultyDisk;
use crate::support::fake_telegram::{FakeTelegram, Room, SARI};

const HOME: Room = Room::Private(SARI);

/// Takes up what room there is inside the file, in ever smaller pieces.
fn fill_up(home: &Home) {
    let mut number = 0;
    for size in [1 << 20, 1 << 18, 1 << 16, 1 << 14, 1 << 12] {
        let piece = || format!("filler-{number}");
        let mut name: &'static str = piece().leak();
        while home.app.memory().keep(name, vec![7; size]).is_ok() {
            number += 1;
            assert!(number < 1_000, "the disk never filled up");
            name = format!("filler-{number}").leak();
        }
    }
}

#[tokio::test]
async fn a_full_disk_is_told_to_whoever_wrote_and_the_message_is_recorded_when_there_is_room() {
    let disk = FaultyDisk::new();
    let store = Store::on(disk.arc(), StoreOptions::default()).unwrap();
    let home = Home::on(store, FakeTelegram::start().await, options());
    home.link(SARI).await;
    home.until_waiting(0).await;
    disk.leave_room_for(Some(0));
    fill_up(&home);

    // What is left inside the file may still take a few.
    let is_told = |fake: &FakeTelegram| {
        fake.shown(SARI.id).iter().any(|shown| shown.text.contains("penyimpanan penuh"))
    };
    let mut written = 0;
    while !is_told(&home.fake) {
        written += 1;
        assert!(written < 500, "the disk never filled up");
        home.fake.say(HOME, SARI, &format!("parkir {written}rb pake gopay"));
        let done = |fake: &FakeTelegram| (home.ledger().len() == written || is_told(fake)).then_some(());
        home.fake.until("a record or a word about the disk", done).await;
    }
    let told = home.fake.until_shown(HOME, "penyimpanan penuh").await;
    assert_eq!(
        told.text,
        "Belum tersimpan karena penyimpanan penuh. Pesanmu aman, akan kucoba lagi. Hubungi: Sari."
    );
    assert_eq!(home.ledger().len(), written - 1);
    assert_eq!(home.fake.pending(), 1);

    disk.leave_room_for(None);
    home.fake.until("the record", |_| (home.ledger().len() == written).then_some(())).await;
    home.fake.until_drained().await;
    assert_eq!(home.ledger().len(), written);
    // Told once, however often it was tried.
    let times = home.fake.shown(SARI.id).iter().filter(|shown| shown.text.contains("penuh")).count();
    assert_eq!(times, 1);
}

#[tokio::test]
async fn a_message_that_can_never_be_handled_is_set_aside_with_a_word_and_the_next_ones_are_not_held_up() {
    let disk = FaultyDisk::new();
    let store = Store::on(disk.arc(), StoreOptions::default()).unwrap();
    let address = Address::new().await;
    // Telegram delivers again and again, as quickly as a test may wait, and nobody looks how that goes.
    let webhook = Options {
        mode: TelegramMode::Webhook,
        public_url: Some(address.url.clone()),
        first_check: Duration::from_mins(1),
        ..options()
    };
    let home = Home::on(store, FakeTelegram::start().await, webhook);
    address.serve(&home);
    home.link(SARI).await;
    home.until_waiting(0).await;

    // As good as any reason why one message, and no other, cannot be kept.
    disk.never_write(b"soto betawi");
    home.fake.say(HOME, SARI, "soto betawi 25rb pake gopay");
    home.fake.say(HOME, SARI, "bakso 15rb pake gopay");
    home.fake.until_drained().await;
    let apology = home.fake.until_shown(HOME, "tidak bisa kuolah").await;
    assert_eq!(apology.text, "Pesan itu tidak bisa kuolah, jadi belum dicatat. Coba tulis dengan cara lain.");
    assert_eq!(disk.refused(), 5, "it was tried so often");
    home.fake.until_shown(HOME, "Bakso").await;
    assert_eq!(home.ledger(), ["15000 Bakso GoPay"]);
    assert_eq!(home.balance("GoPay"), 235_000);
    home.until_waiting(0).await;
    let said = |what: &str| home.fake.shown(SARI.id).iter().filter(|shown| shown.text.contains(what)).count();
    assert_eq!((said("tidak bisa kuolah"), said("ada gangguan")), (1, 1), "{:?}", home.fake.shown(SARI.id));
}
