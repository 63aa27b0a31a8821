//! A family's day, told through Telegram.

use catatduit::ledger::Language;

use super::home::Home;
use crate::support::fake_telegram::{Room, SARI};

const HOME: Room = Room::Private(SARI);

#[tokio::test]
async fn a_message_becomes_a_record_and_is_corrected_in_every_way() {
    let home = Home::new().await;
    let fake = &home.fake;

    fake.say(HOME, SARI, "beli bakso 15rb pake gopay");
    let told = fake.until_shown(HOME, "Bakso").await;
    assert!(
        told.text.contains("Rp15.000 · Bakso · Makanan & Minuman · GoPay — sisa Rp235.000"),
        "{}",
        told.text
    );
    assert!(told.text.contains("Pengeluaran · hari ini"), "{}", told.text);
    assert!(told.html.starts_with("<b>Rp15.000</b>"), "{}", told.html);
    assert_eq!(told.labels(), ["Kategori", "Dompet", "Jumlah", "Tanggal", "Hapus"]);
    assert_eq!(home.ledger(), ["15000 Bakso GoPay"]);

    // A reply corrects it …
    fake.reply(HOME, SARI, told.message_id, "jadi 18rb");
    let changed = fake.until_shown(HOME, "Sudah diubah.").await;
    assert!(changed.text.contains("Rp18.000 · Bakso"), "{}", changed.text);
    fake.reply(HOME, SARI, changed.message_id, "bukan gopay, bca");
    fake.until_shown(HOME, "Rp18.000 · Bakso · Makanan & Minuman · BCA").await;
    assert_eq!(home.ledger(), ["18000 Bakso BCA"]);
    assert_eq!((home.balance("GoPay"), home.balance("BCA")), (250_000, 4_982_000));

    // … so do the buttons …
    let pick = fake.until_button(HOME, told.message_id, "Kategori").await;
    fake.press(HOME, SARI, told.message_id, &pick);
    let other = fake.until_button(HOME, told.message_id, "Belanja").await;
    fake.press(HOME, SARI, told.message_id, &other);
    fake.until_edited(HOME, told.message_id, "Belanja").await;

    // … and a reply takes it back, which a button undoes.
    fake.reply(HOME, SARI, told.message_id, "hapus");
    let gone = fake.until_shown(HOME, "Sudah dihapus: Rp18.000 Bakso.").await;
    assert!(home.ledger().is_empty());
    let restore = fake.until_button(HOME, gone.message_id, "Kembalikan").await;
    fake.press(HOME, SARI, gone.message_id, &restore);
    fake.until_edited(HOME, gone.message_id, "Sudah dikembalikan: Rp18.000 Bakso.").await;
    assert_eq!(home.ledger(), ["18000 Bakso BCA"]);
}

#[tokio::test]
async fn editing_the_message_amends_what_it_became() {
    let home = Home::new().await;
    let message = home.fake.say(HOME, SARI, "kopi 22rb pake gopay");
    home.fake.until_shown(HOME, "Rp22.000").await;
    home.fake.edit(HOME, SARI, message, "kopi 20rb pake gopay");
    home.fake.until_shown(HOME, "Rp20.000").await;
    assert_eq!(home.ledger(), ["20000 Kopi GoPay"]);
    home.fake.edit(HOME, SARI, message, "kopi 20rb, roti 10rb pake gopay");
    home.fake.until_shown(HOME, "Rp10.000").await;
    assert_eq!(home.ledger().len(), 2);
    assert_eq!(home.balance("GoPay"), 220_000);
}

#[tokio::test]
async fn a_bare_small_number_is_asked_and_one_tap_answers() {
    let home = Home::new().await;
    home.fake.say(HOME, SARI, "bakso 15");
    let asked = home.fake.until_shown(HOME, "Ini maksudnya Rp15.000?").await;
    assert_eq!(asked.labels()[..3], ["Ya, Rp15.000", "Rp15", "Bukan"]);
    assert!(home.ledger().is_empty());
    home.fake.press(HOME, SARI, asked.message_id, &asked.button("Ya, Rp15.000").unwrap());
    let told = home.fake.until_edited(HOME, asked.message_id, "sisa").await;
    assert!(told.button("Hapus").is_some());
    assert_eq!(home.ledger(), ["15000 Bakso Cash"]);

    // The same button again is of no use, and says so.
    home.fake.press(HOME, SARI, asked.message_id, &asked.button("Ya, Rp15.000").unwrap());
    let stale = "Tombol ini sudah tidak berlaku.";
    let answered = |fake: &crate::support::fake_telegram::FakeTelegram| {
        fake.callback_answers().into_iter().find(|(_, text)| text.as_deref() == Some(stale))
    };
    home.fake.until("a word about the stale button", answered).await;
    assert_eq!(home.ledger(), ["15000 Bakso Cash"]);
}

#[tokio::test]
async fn a_missing_price_is_asked_for_and_the_next_message_is_the_answer() {
    let home = Home::new().await;
    home.fake.say(HOME, SARI, "beli bakso tadi pake gopay");
    home.fake.until_shown(HOME, "Berapa harganya bakso tadi?").await;
    home.fake.say(HOME, SARI, "15rb");
    home.fake.until_shown(HOME, "Rp15.000 · Bakso").await;
    assert_eq!(home.ledger(), ["15000 Bakso GoPay"]);
}

#[tokio::test]
async fn amount_and_date_are_asked_by_buttons_and_written() {
    let home = Home::new().await;
    home.fake.say(HOME, SARI, "kopi 22rb pake gopay");
    let told = home.fake.until_shown(HOME, "Rp22.000").await;
    home.fake.press(HOME, SARI, told.message_id, &told.button("Jumlah").unwrap());
    home.fake.until_shown(HOME, "Jadi berapa untuk Kopi?").await;
    home.fake.say(HOME, SARI, "dua puluh lima ribu");
    home.fake.until_shown(HOME, "Rp25.000 · Kopi").await;
    assert_eq!(home.ledger(), ["25000 Kopi GoPay"]);

    home.fake.press(HOME, SARI, told.message_id, &told.button("Tanggal").unwrap());
    let yesterday = home.fake.until_button(HOME, told.message_id, "kemarin").await;
    home.fake.press(HOME, SARI, told.message_id, &yesterday);
    home.fake.until_edited(HOME, told.message_id, "kemarin").await;
    let expected = home.owner().today().plus_days(-1);
    assert_eq!(home.records()[0].transaction.day, expected);

    // An answer that is no amount is asked again, and the next thing said is a new record.
    home.fake.press(HOME, SARI, told.message_id, &told.button("Jumlah").unwrap());
    home.fake
        .until("the question again", |fake| {
            let asked = fake.shown(SARI.id).into_iter().filter(|shown| shown.text.contains("Jadi berapa"));
            (asked.count() == 2).then_some(())
        })
        .await;
    home.fake.say(HOME, SARI, "hmm");
    home.fake.until_shown(HOME, "Angkanya belum kubaca.").await;
    home.fake.say(HOME, SARI, "parkir 2rb");
    home.fake.until_shown(HOME, "Rp2.000 · Parkir").await;
    assert_eq!(home.ledger().len(), 2);
}

#[tokio::test]
async fn the_commands_of_the_menu_answer() {
    let home = Home::new().await;
    let fake = &home.fake;
    let say = |text: &str| fake.say(HOME, SARI, text);

    say("/start");
    fake.until_shown(HOME, "Hai Sari, tulis saja").await;
    say("/help");
    fake.until_shown(HOME, "/setbalance setel saldo").await;
    say("/undo");
    fake.until_shown(HOME, "Tidak ada yang bisa dibatalkan.").await;
    say("makan padang 28rb, parkir 2rb pake gopay");
    fake.until_shown(HOME, "2 catatan, total Rp30.000").await;
    say("gajian 8,5jt masuk bca");
    fake.until_shown(HOME, "+Rp8.500.000").await;
    say("/today");
    let today = fake.until_shown(HOME, "Sisa Rp8.470.000").await;
    for part in
        ["Hari ini", "Masuk Rp8.500.000", "Keluar Rp30.000", "3 catatan", "🍜 Makanan & Minuman Rp28.000"]
    {
        assert!(today.text.contains(part), "{part} in {}", today.text);
    }
    say("/month");
    let month = fake.until_shown(HOME, "Rasio tabungan 99,6% dari pemasukan").await;
    assert!(month.text.contains("Rasio pengeluaran 0,4% dari pemasukan"), "{}", month.text);
    assert!(month.text.contains("Dibanding sebelumnya:"), "{}", month.text);
    say("/month xyz");
    fake.until_shown(HOME, "Bulannya belum kubaca.").await;
    say("/summary");
    fake.until_shown(HOME, "Terbesar:").await;

    say("/wallets");
    let wallets = fake.until_shown(HOME, "Total").await;
    assert!(
        wallets.text.contains("GoPay Rp220.000") && wallets.text.contains("BCA Rp13.500.000"),
        "{}",
        wallets.text
    );
    say("/addwallet Tabungan Anak 1,5 jt");
    fake.until_shown(HOME, "Dompet Tabungan Anak ditambahkan, saldo Rp1.500.000.").await;
    say("/addwallet");
    fake.until_shown(HOME, "Tulis nama dompetnya").await;
    say("/setbalance gopay 200rb");
    fake.until_shown(HOME, "Saldo GoPay sekarang Rp200.000. Selisih -Rp20.000").await;
    say("/setbalance gopay 200rb");
    fake.until_shown(HOME, "Saldo GoPay memang sudah Rp200.000.").await;
    say("/setbalance cash 0");
    fake.until_shown(HOME, "Saldo Cash sekarang Rp0.").await;
    say("/setbalance dompet hilang 5rb");
    fake.until_shown(HOME, "Belum ada dompet bernama dompet hilang.").await;
    assert_eq!(
        (home.balance("GoPay"), home.balance("Cash"), home.balance("Tabungan Anak")),
        (200_000, 0, 1_500_000)
    );

    say("/cari padang");
    let found = fake.until_shown(HOME, "1 catatan cocok dengan “padang”").await;
    assert!(found.text.contains("hari ini · Rp28.000 · Makan padang · GoPay"), "{}", found.text);
    say("/cari <b>hantu</b>");
    fake.until_shown(HOME, "Tidak ada catatan yang cocok dengan “<b>hantu</b>”.").await;
    say("/terbang");
    fake.until_shown(HOME, "Perintah itu belum kukenal.").await;
    say("/undo");
    fake.until_shown(HOME, "Sudah dibatalkan: ").await;
}

#[tokio::test]
async fn a_member_is_answered_in_their_language() {
    let home = Home::new().await;
    home.fake.say(HOME, SARI, "/bahasa");
    let asked = home.fake.until_shown(HOME, "Pilih bahasa").await;
    home.fake.press(HOME, SARI, asked.message_id, &asked.button("English").unwrap());
    home.fake.until_edited(HOME, asked.message_id, "Okay, English from now on.").await;
    home.fake.say(HOME, SARI, "beli bakso 15rb pake gopay");
    let told = home.fake.until_shown(HOME, "Food & Drink").await;
    assert!(told.text.contains("left Rp235.000\nExpense · today"), "{}", told.text);
    assert_eq!(told.labels(), ["Category", "Wallet", "Amount", "Date", "Delete"]);
    home.fake.say(HOME, SARI, "/today");
    home.fake.until_shown(HOME, "Out Rp15.000").await;
    assert_eq!(home.owner().member().language, Language::English);
    home.fake.say(HOME, SARI, "/bahasa id");
    home.fake.until_shown(HOME, "Oke, mulai sekarang pakai bahasa Indonesia.").await;
}

#[tokio::test]
async fn chat_questions_and_other_content_get_an_answer_and_no_record() {
    let home = Home::new().await;
    home.fake.say(HOME, SARI, "halo apa kabar");
    home.fake.until_shown(HOME, "tidak dicatat").await;
    home.fake.say(HOME, SARI, "berapa saldo gopay?");
    home.fake.until_shown(HOME, "GoPay Rp250.000").await;
    home.fake.message(HOME, SARI, &serde_json::json!({"voice": {"file_id": "x"}}));
    home.fake.until_shown(HOME, "Aku baru bisa membaca tulisan.").await;
    assert!(home.ledger().is_empty());
}

#[tokio::test]
async fn what_people_write_cannot_become_markup() {
    let home = Home::new().await;
    home.fake.say(HOME, SARI, "beli <b>Tom & Jerry</b> 15rb pake gopay");
    let told = home.fake.until_shown(HOME, "Rp15.000").await;
    assert!(!told.html.contains("<b>Tom") && told.html.contains("Tom"), "{}", told.html);
    assert!(told.text.contains("Tom & Jerry"), "{}", told.text);
}
