//! Pictures sent to the bot.

use std::io::Cursor;

use catatduit::ledger::{AttachmentId, PictureSize, Transaction};
use image::{ImageFormat, RgbImage};
use serde_json::json;

use super::home::Home;
use crate::support::fake_telegram::{Failure, Room, SARI, STRANGER};

const CHAT: Room = Room::Private(SARI);

fn receipt() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::new(40, 30).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn newest(home: &Home) -> Transaction {
    home.owner().transactions(None, None, None, 1).unwrap().items.remove(0).transaction
}

fn pictures(home: &Home) -> Vec<AttachmentId> {
    newest(home).particulars.attachments
}

#[tokio::test]
async fn a_photo_in_reply_to_a_record_is_kept_with_it() {
    let home = Home::new().await;
    home.fake.say(CHAT, SARI, "bakso 15rb pake gopay");
    let told = home.fake.until_shown(CHAT, "sisa").await;
    let content = json!({"photo": home.fake.photo(&receipt())});
    home.fake.reply_with(CHAT, SARI, told.message_id, &content);
    home.fake.until_shown(CHAT, "Fotonya disimpan: Rp15.000 Bakso.").await;
    let kept = pictures(&home);
    assert_eq!(kept.len(), 1);
    let bytes = home.owner().picture(kept[0], PictureSize::Full).unwrap();
    assert!(bytes.starts_with(&[0xFF, 0xD8]), "a JPEG");
}

#[tokio::test]
async fn a_photo_with_words_is_kept_with_what_they_became() {
    let home = Home::new().await;
    let content = json!({"photo": home.fake.photo(&receipt()), "caption": "soto 18rb pake gopay"});
    home.fake.message(CHAT, SARI, &content);
    home.fake.until_shown(CHAT, "Fotonya disimpan: Rp18.000 Soto.").await;
    assert_eq!(pictures(&home).len(), 1);
    // The same message once more, as after a lost answer, keeps no second one.
    let file =
        json!({"document": {"file_id": "nota", "mime_type": "image/png"}, "caption": "roti 12rb pake gopay"});
    home.fake.keep_file("nota", &receipt());
    home.fake.message(CHAT, SARI, &file);
    home.fake.until_shown(CHAT, "Fotonya disimpan: Rp12.000 Roti.").await;
    assert_eq!(pictures(&home).len(), 1);
}

#[tokio::test]
async fn a_photo_that_cannot_be_kept_loses_no_words() {
    let home = Home::new().await;
    home.fake.fail("getFile", None, &[Failure::Refused(400, "Bad Request: file is too big")]);
    let content = json!({"photo": home.fake.photo(&receipt()), "caption": "bakso 15rb pake gopay"});
    home.fake.message(CHAT, SARI, &content);
    home.fake.until_shown(CHAT, "Fotonya belum bisa kuambil").await;
    assert_eq!(newest(&home).description(), "Bakso");
    let content = json!({"photo": home.fake.photo(b"GIF89a"), "caption": "kopi 22rb pake gopay"});
    home.fake.message(CHAT, SARI, &content);
    home.fake.until_shown(CHAT, "bukan foto").await;
    assert_eq!((newest(&home).description().as_str(), pictures(&home).len()), ("Kopi", 0));
    home.fake.message(CHAT, SARI, &json!({"photo": home.fake.photo(&receipt())}));
    home.fake.until_shown(CHAT, "Balas pesan catatannya").await;
}

#[tokio::test]
async fn nothing_is_fetched_for_a_stranger() {
    let home = Home::new().await;
    let content = json!({"photo": home.fake.photo(&receipt()), "caption": "bakso 15rb"});
    home.fake.message(Room::Private(STRANGER), STRANGER, &content);
    home.fake.until_drained().await;
    assert_eq!(home.fake.calls("getFile").len(), 0);
}
