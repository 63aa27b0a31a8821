//! Backups in the private chats of the box's keepers.

use std::fs;

use catatduit::backup::{Backups, Folder, Place};
use catatduit::ledger::Role;
use catatduit::store::{Chat, ChatKind, Look, StoreError};

use super::plan;
use crate::support::appliance::{Clock, Setting};
use crate::support::fake_telegram::{Failure, FakeTelegram, SARI};

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_goes_in_parts_to_the_keepers_alone_and_joined_it_is_restored() {
    let (fake, folder) = (FakeTelegram::start().await, tempfile::tempdir().unwrap());
    let plan = plan(folder.path(), Folder::own(folder.path().join("backups")));
    let setting = Setting::default().telegram(&fake).told("BACKUP_TELEGRAM_COPY", "yes");
    let the_box = setting.keeping_backups(plan.clone()).start(&Clock::new()).await;
    the_box.set_up().await;
    the_box.member("Ibu", Role::Adult);
    the_box.neighbour();
    // The line breaks in the middle, and it goes on where it was.
    fake.fail("sendDocument", None, &[Failure::Server(502)]);
    let members = |look: &Look<'_>| -> Result<_, StoreError> {
        let mut all = Vec::new();
        for household in look.households()? {
            all.extend(look.members(household.id)?);
        }
        Ok(all)
    };
    let linked = the_box.clock.now();
    for (number, member) in (0..).zip(the_box.store.read(members).unwrap()) {
        let (id, household) = (member.id, member.household);
        let chat = if member.name == "Ayah" { SARI.id } else { 5_000 + number };
        let chat = Chat { chat, kind: ChatKind::Private, household, member: id, linked, name: None };
        the_box.store.write(move |pen| -> Result<(), StoreError> { pen.put_chat(&chat) }).unwrap();
    }

    the_box.app().ask_for_backup();
    let sent = |fake: &FakeTelegram| -> Vec<String> {
        let calls = fake.calls("sendDocument").into_iter().filter(|call| call.ok);
        calls.map(|call| call.ask["document"].as_str().unwrap().to_owned()).collect()
    };
    let parts = fake
        .until("every part", |fake| {
            let names = sent(fake);
            let count = names.first()?.rsplit_once("-of-")?.1.parse::<usize>().unwrap();
            (names.len() == count).then_some(names)
        })
        .await;
    assert!(parts.len() > 1, "{parts:?}");
    let chats: Vec<_> = fake.calls("sendDocument").iter().map(|call| call.ask["chat_id"].clone()).collect();
    assert!(chats.iter().all(|chat| *chat == SARI.id), "{chats:?}");

    let there = folder.path().join("from-the-chat");
    fs::create_dir(&there).unwrap();
    let name = parts[0].rsplit_once('.').unwrap().0;
    let mut sorted = parts.clone();
    sorted.sort();
    let joined: Vec<u8> = sorted.iter().flat_map(|part| fake.file(part)).collect();
    fs::write(there.join(name), joined).unwrap();
    let place = Place::Folder(Folder::given(there));
    let backups = Backups::new(catatduit::backup::Plan { place, ..plan }, the_box.app().outside().clone());
    let entry = backups.find(None).unwrap();
    assert!(backups.prove(&entry, &|_| {}).unwrap().changes > 0);
    assert!(the_box.app().backup_to_copy(2_000).unwrap().is_none(), "it is sent once");
}

#[tokio::test]
async fn no_backup_leaves_a_box_whose_settings_do_not_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let plan = plan(folder.path(), Folder::own(folder.path().join("backups")));
    let the_box = Setting::default().keeping_backups(plan).start(&Clock::new()).await;
    the_box.set_up().await;
    assert!(the_box.app().backup_to_copy(2_000).unwrap().is_none());
}
