//! The box's own trouble: what was not kept is not answered for, and not lost.

use catatduit::store::{Store, StoreOptions};

use super::home::{Home, options};
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
