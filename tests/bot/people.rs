//! Who may do what: strangers, members of a group, people with another role.

use catatduit::ledger::{Language, Money, Role, Sharing, Visibility};

use super::home::Home;
use crate::support::fake_telegram::{FakeTelegram, JOHN, Person, Room, SARI, STRANGER};

const HOME: Room = Room::Private(SARI);
const GROUP: Room = Room::Group(-5001);

fn word_over_chat(fake: &FakeTelegram, person: Person) -> Option<String> {
    fake.callback_answers().into_iter().rev().find(|(who, _)| *who == person.id)?.1
}

#[tokio::test]
async fn a_stranger_is_refused_once_and_nothing_about_them_is_kept() {
    let home = Home::new().await;
    home.until_waiting(0).await;
    let before = home.dump();
    let door = Room::Private(STRANGER);
    let first = home.fake.next_update();
    home.fake.say(door, STRANGER, "beli bakso 15rb");
    home.fake.until_shown(door, "Bot ini milik satu keluarga. Minta undangan ke pemiliknya, ya.").await;
    home.fake.say(door, STRANGER, "halo?");
    home.fake.say(door, STRANGER, "/wallets");
    home.fake.say(door, STRANGER, "/start 0123456789abcdef0123456789abcdef");
    home.fake.until_drained().await;
    let last = home.fake.next_update();
    home.fake.say(HOME, SARI, "/help");
    home.fake.until_shown(HOME, "/setbalance").await;
    assert_eq!(home.fake.shown(STRANGER.id).len(), 1);
    assert!(home.ledger().is_empty());
    // The store knows of nothing new: no number, no text, no waiting message, not even the updates.
    home.until_waiting(0).await;
    assert_eq!(before, home.dump());
    assert!((first..last).all(|update| !home.has_seen(update)));
    assert!(home.has_seen(last));
    // An hour later they are told again.
    home.pass(std::time::Duration::from_secs(3_601));
    home.fake.say(door, STRANGER, "masih di situ?");
    home.fake.until("a second refusal", |fake| (fake.shown(STRANGER.id).len() == 2).then_some(())).await;
}

#[tokio::test]
async fn a_link_works_once_and_for_a_while() {
    let home = Home::unlinked(super::home::options()).await;
    let code = home.owner().link_code().unwrap().code;
    home.pass(std::time::Duration::from_mins(31));
    home.fake.say(HOME, SARI, &format!("/start {code}"));
    home.fake.until_shown(HOME, "Tautan ini sudah tidak berlaku.").await;
    home.link(SARI).await;
    // The same link does not make a stranger one of the family.
    let code = home.owner().link_code().unwrap().code;
    home.fake.say(HOME, SARI, &format!("/start {code}"));
    home.fake.until_drained().await;
    home.fake.say(Room::Private(STRANGER), STRANGER, &format!("/start {code}"));
    home.fake.until_shown(Room::Private(STRANGER), "Tautan ini sudah tidak berlaku.").await;
    assert!(home.app.telegram_member(STRANGER.id).unwrap().is_none());
}

#[tokio::test]
async fn a_button_is_authorised_by_who_pressed_it() {
    let home = Home::new().await;
    home.join(JOHN, Role::Viewer, Language::English);
    home.fake.say(GROUP, SARI, "bakso 15rb pake gopay");
    let told = home.fake.until_shown(GROUP, "Bakso").await;
    let delete = told.button("Hapus").unwrap();

    home.fake.press(GROUP, STRANGER, told.message_id, &delete);
    let refused = |fake: &FakeTelegram| word_over_chat(fake, STRANGER);
    let word = home.fake.until("a word to the stranger", refused).await;
    assert_eq!(word, "Tombol ini hanya untuk anggota keluarga.");
    home.fake.press(GROUP, JOHN, told.message_id, &delete);
    let refused = |fake: &FakeTelegram| word_over_chat(fake, JOHN);
    let word = home.fake.until("a word to the viewer", refused).await;
    assert!(word.starts_with("Your role may not do that yet."), "{word}");
    assert_eq!(home.ledger(), ["15000 Bakso GoPay"]);

    home.fake.press(GROUP, SARI, told.message_id, &delete);
    home.fake.until_edited(GROUP, told.message_id, "Sudah dihapus").await;
    assert!(home.ledger().is_empty());
}

#[tokio::test]
async fn in_a_group_it_hears_its_members_and_keeps_out_of_their_talk() {
    let home = Home::new().await;
    home.join(JOHN, Role::Adult, Language::English);
    home.fake.say(GROUP, STRANGER, "beli rumah 2 miliar");
    home.fake.say(GROUP, SARI, "nanti malam makan di mana?");
    home.fake.say(GROUP, SARI, "/today@bot_lain");
    home.fake.say(GROUP, JOHN, "coffee 22rb pake gopay");
    let told = home.fake.until_shown(GROUP, "Rp22.000").await;
    // To John in his language, as an answer to his message.
    assert!(told.text.contains("Food & Drink") && told.reply_to.is_some(), "{told:?}");
    assert_eq!(home.fake.shown(GROUP.id()).len(), 1);
    assert_eq!(home.records()[0].member, "John");
}

#[tokio::test]
async fn a_group_that_becomes_a_supergroup_goes_on() {
    let home = Home::new().await;
    home.fake.say(GROUP, SARI, "bakso 15");
    let asked = home.fake.until_shown(GROUP, "Ini maksudnya").await;
    home.fake.migrate(GROUP.id(), -1_005_001);
    // Pressed in the old group, answered where the group is now.
    home.fake.press(GROUP, SARI, asked.message_id, &asked.button("Ya, Rp15.000").unwrap());
    home.fake.until("the record", |_| (home.ledger().len() == 1).then_some(())).await;
    let moved = Room::Supergroup(-1_005_001);
    home.fake.say(moved, SARI, "kopi 22rb pake gopay");
    home.fake.until_shown(moved, "Kopi").await;
    assert_eq!(home.ledger().len(), 2);
    home.until_waiting(0).await;
}

#[tokio::test]
async fn the_family_is_listed_and_invited_in_private() {
    let home = Home::new().await;
    home.join(JOHN, Role::Adult, Language::English);
    home.fake.say(HOME, SARI, "/keluarga");
    let told = home.fake.until_shown(HOME, "John · dewasa").await;
    assert!(told.text.contains("/keluarga undang"), "{told:?}");
    home.fake.say(GROUP, SARI, "/keluarga undang dewasa");
    home.fake.until_shown(GROUP, "di chat pribadi saja").await;
    home.fake.say(HOME, SARI, "/keluarga undang dewasa");
    let told = home.fake.until_shown(HOME, "Undangan sebagai dewasa").await;
    let (_, code) = told.text.split_once("/join?code=").unwrap();
    assert_eq!(home.app.offer(code).unwrap().role, Role::Adult);
    let theirs = Room::Private(JOHN);
    home.fake.say(theirs, JOHN, "/family invite adult");
    home.fake.until_shown(theirs, "Your role may not do that yet.").await;
}

#[tokio::test]
async fn in_a_group_everybody_reads_along() {
    let home = Home::new().await;
    home.join(JOHN, Role::Adult, Language::English);
    let owner = home.owner();
    let gopay =
        owner.wallets().unwrap().into_iter().find(|seen| seen.wallet.name == "GoPay").unwrap().wallet.id;
    let holder = Some(home.owner);
    let sharing = Sharing { holder, others: Visibility::Private, grants: Vec::new() };
    owner.as_adult().unwrap().share_wallet(gopay, None, sharing).unwrap();
    home.fake.say(HOME, SARI, "/saldo");
    home.fake.until_shown(HOME, "GoPay").await;
    for asked in ["/saldo", "saldo berapa?"] {
        home.fake.say(GROUP, SARI, asked);
        home.fake.until_drained().await;
        home.until_waiting(0).await;
    }
    let said = home.fake.shown(GROUP.id());
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said.iter().all(|told| !told.text.contains("GoPay")), "{said:?}");
}

#[tokio::test]
async fn in_a_group_no_record_tells_what_a_private_wallet_holds() {
    let home = Home::new().await;
    home.join(JOHN, Role::Adult, Language::English);
    let owner = home.owner();
    let wallets = owner.wallets().unwrap();
    let gopay = wallets.iter().find(|seen| seen.wallet.name == "GoPay").unwrap();
    let (holder, left) = (Some(home.owner), gopay.balance.minus(Money::idr(15_000)).unwrap().to_string());
    let sharing = Sharing { holder, others: Visibility::Private, grants: Vec::new() };
    owner.as_adult().unwrap().share_wallet(gopay.wallet.id, None, sharing).unwrap();
    // Recorded at once, and after a question; taken back, and set by hand.
    home.fake.say(GROUP, SARI, "bakso 15rb pake gopay");
    let told = home.fake.until_shown(GROUP, "Bakso").await;
    assert!(told.text.contains("GoPay") && !told.text.contains("sisa"), "{told:?}");
    home.fake.say(GROUP, SARI, "sate 10 pake gopay");
    let asked = home.fake.until_shown(GROUP, "Sate").await;
    home.fake.press(GROUP, SARI, asked.message_id, &asked.button("Ya, Rp10.000").unwrap());
    home.fake.until_edited(GROUP, asked.message_id, "Rp10.000").await;
    home.fake.say(GROUP, SARI, "/setbalance gopay 77777");
    home.fake.until_shown(GROUP, "Dompet GoPay sudah diubah.").await;
    home.fake.say(GROUP, SARI, "kopi 5rb pake gopay, roti 7rb pake cash");
    let both = home.fake.until_shown(GROUP, "Kopi").await;
    assert!(both.text.contains("sisa Cash") && !both.text.contains("sisa GoPay"), "{both:?}");
    let said = home.fake.shown(GROUP.id());
    assert!(said.iter().all(|told| !told.text.contains(&left) && !told.text.contains("77.777")), "{said:?}");
    // Where she is alone, she is told.
    home.fake.say(HOME, SARI, "es teh 2.777 pake gopay");
    home.fake.until_shown(HOME, "sisa Rp70.000").await;
}
