//! What a correction in the chat teaches, and its way back.

use super::home::Home;
use crate::support::fake_telegram::{Room, SARI};

const HOME: Room = Room::Private(SARI);

#[tokio::test]
async fn a_correction_says_what_it_taught_and_a_tap_takes_it_back() {
    let home = Home::new().await;
    let fake = &home.fake;
    fake.say(HOME, SARI, "es teh zulvano 15rb pake gopay");
    let told = fake.until_shown(HOME, "zulvano").await;
    fake.press(HOME, SARI, told.message_id, &fake.until_button(HOME, told.message_id, "Kategori").await);
    fake.press(HOME, SARI, told.message_id, &fake.until_button(HOME, told.message_id, "Kesehatan").await);
    let changed = fake.until_edited(HOME, told.message_id, "Aku belajar: zulvano → Kesehatan.").await;
    assert_eq!(changed.labels()[changed.labels().len() - 2..], ["Urungkan", "Jangan lagi"]);

    fake.say(HOME, SARI, "zulvno 7rb pake gopay");
    let second = fake.until_shown(HOME, "Rp7.000").await;
    assert!(second.text.contains("Kesehatan"), "{}", second.text);

    fake.press(HOME, SARI, told.message_id, &changed.button("Urungkan").unwrap());
    let undone = fake.until_edited(HOME, told.message_id, "Oke, kulupakan: zulvano.").await;
    // The record stands as it was corrected, with its own buttons.
    assert!(undone.text.starts_with("Rp15.000"), "{}", undone.text);
    assert!(undone.text.contains("Kesehatan"), "{}", undone.text);
    assert!(undone.button("Hapus").is_some());

    let restore = undone.button("Kembalikan").unwrap();
    fake.press(HOME, SARI, told.message_id, &restore);
    fake.until_edited(HOME, told.message_id, "Sudah dibatalkan.").await;
    fake.press(HOME, SARI, told.message_id, &changed.button("Jangan lagi").unwrap());
    fake.until_edited(HOME, told.message_id, "Oke, tidak akan kupelajari lagi: zulvano.").await;
    let lessons = home.owner().lessons(None, 9).unwrap().items;
    assert_eq!(lessons.len(), 1);
    assert_eq!(lessons[0].lesson.state, catatduit::ledger::LessonState::Forbidden);
}
