//! Reports in a chat.

use crate::bot::home::{Home, options};
use crate::support::fake_telegram::{Room, SARI};

const HOME: Room = Room::Private(SARI);

#[tokio::test]
async fn a_report_is_chosen_by_a_button_and_stays_one_message() {
    let home = Home::new().await;
    let fake = &home.fake;
    fake.say(HOME, SARI, "makan padang 28rb, parkir 2rb pake gopay");
    fake.until_shown(HOME, "2 catatan, total Rp30.000").await;
    fake.say(HOME, SARI, "/laporan");
    let asked = fake.until_shown(HOME, "Laporan yang mana?").await;
    let labels: Vec<&str> = asked.buttons.iter().flatten().map(|button| button.label.as_str()).collect();
    assert_eq!(labels, ["Minggu ini", "Bulan ini", "Tahun ini"]);

    fake.press(HOME, SARI, asked.message_id, &asked.button("Minggu ini").unwrap());
    let week = fake.until_edited(HOME, asked.message_id, "Keluar Rp30.000").await;
    for part in ["Masuk Rp0", "2 catatan", "🍜 Makanan & Minuman Rp28.000 (93,3%)"] {
        assert!(week.text.contains(part), "{part} in {}", week.text);
    }
    fake.press(HOME, SARI, asked.message_id, &week.button("Tahun ini").unwrap());
    fake.until_edited(HOME, asked.message_id, "31 Des").await;
}

#[tokio::test]
async fn a_box_with_an_address_leads_to_the_details() {
    let public = catatduit::bot::Options { public_url: Some("https://duit.example".to_owned()), ..options() };
    let home = Home::unlinked(public).await;
    home.link(SARI).await;
    let fake = &home.fake;
    fake.say(HOME, SARI, "/month");
    let month = fake.until_shown(HOME, "Belum ada catatan").await;
    let [row] = month.buttons.as_slice() else { panic!("{month:?}") };
    assert_eq!(row[0].label, "Lihat rinci");
    assert!(row[0].data.starts_with("https://duit.example/reports?from="), "{month:?}");
}
