//! What the owners hear from the bot when there is no good backup.

use std::time::Duration;

use catatduit::backup::Folder;
use catatduit::store::{Chat, ChatKind, Look, StoreError};

use super::plan;
use crate::support::appliance::{Clock, Setting};
use crate::support::fake_telegram::{FakeTelegram, Room, SARI};

#[tokio::test(flavor = "multi_thread")]
async fn the_owners_hear_of_it_once_and_when_it_is_over() {
    let fake = FakeTelegram::start().await;
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("usb");
    let setting = Setting::default().telegram(&fake);
    let setting = setting.keeping_backups(plan(folder.path(), Folder::given(to.clone())));
    let the_box = setting.start(&Clock::new()).await;
    the_box.set_up().await;
    let household = the_box.store.read(Look::households).unwrap().remove(0).id;
    let owner = the_box.store.read(|look| look.members(household)).unwrap().remove(0);
    let chat = Chat {
        chat: SARI.id,
        kind: ChatKind::Private,
        household,
        member: owner.id,
        linked: the_box.clock.now(),
        name: None,
    };
    the_box.store.write(move |pen| -> Result<(), StoreError> { pen.put_chat(&chat) }).unwrap();

    // A bot cannot write to somebody who never wrote to it.
    fake.say(Room::Private(SARI), SARI, "/start");
    fake.until("an answer", |fake| fake.shown(SARI.id).pop()).await;

    the_box.app().ask_for_backup();
    fake.until_shown(Room::Private(SARI), "tidak ada di tempatnya").await;
    std::fs::create_dir(&to).unwrap();
    the_box.clock.advance(Duration::from_hours(1));
    the_box.app().ask_for_backup();
    fake.until_shown(Room::Private(SARI), "sudah beres lagi").await;
    fake.until_drained().await;
    let told = fake.shown(SARI.id).into_iter().filter(|shown| shown.text.contains("adangan")).count();
    assert_eq!(told, 2, "each is told once");
}
