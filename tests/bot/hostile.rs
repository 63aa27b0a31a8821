//! Messages meant to break the bot's replies: whatever was written stands in them as text.

use super::home::Home;
use crate::support::fake_telegram::{Room, SARI};

const HOME: Room = Room::Private(SARI);

/// Each names Rp15.000 and a wallet. The fake refuses a reply that is not clean, as Telegram does.
const MARKUP: [&str; 10] = [
    "bakso <script>alert(1)</script> 15rb pake gopay",
    "bakso <a href=\"tg://user?id=6666\">gratis</a> 15rb pake gopay",
    "bakso </b></i></code> 15rb pake gopay",
    "bakso <b>mercon 15rb pake gopay",
    "bakso &lt;b&gt; &amp; &#60;i&#62; &nbsp; 15rb pake gopay",
    "bakso **tebal** __miring__ `kode` [nama](tg://user?id=6666) 15rb pake gopay",
    "bakso 1 < 2 > 0 && \"x\" 15rb pake gopay",
    "bakso =HYPERLINK(\"http://contoh.id\") 15rb pake gopay",
    "bakso \u{202e}gnalib\u{202c} \u{2067}x 15rb pake gopay",
    "bakso m\u{336}e\u{335}r\u{334}c\u{321}o\u{322}n 15rb pake gopay",
];

#[tokio::test]
async fn no_message_becomes_markup_or_keeps_the_bot_from_answering() {
    let home = Home::new().await;
    for message in MARKUP {
        let before = home.fake.shown(SARI.id).len();
        home.fake.say(HOME, SARI, message);
        let reply = home.fake.until("a reply", |fake| fake.shown(SARI.id).get(before).cloned()).await;
        let plain =
            ["<b>", "</b>", "<i>", "</i>"].iter().fold(reply.html.clone(), |html, tag| html.replace(tag, ""));
        assert!(!plain.contains(['<', '>']), "{message}: {}", reply.html);
        assert!(reply.text.contains("Rp15.000") || reply.text.ends_with('?'), "{message}: {}", reply.text);
        assert!(!reply.text.contains('\u{202e}'), "{message}: {}", reply.text);
    }
    home.fake.until_drained().await;
    assert!(home.fake.calls("sendMessage").iter().all(|call| call.ok));
    for transaction in home.ledger() {
        assert!(transaction.starts_with("15000 "), "{transaction}");
    }
}

#[tokio::test]
async fn a_flood_of_amounts_is_asked_about_in_one_message_that_fits() {
    let home = Home::new().await;
    for message in ["bakso 15rb pake gopay\n".repeat(180), "9".repeat(4_096), "bakso ".repeat(680)] {
        let before = home.fake.shown(SARI.id).len();
        home.fake.say(HOME, SARI, message.trim());
        let reply = home.fake.until("a reply", |fake| fake.shown(SARI.id).get(before).cloned()).await;
        assert!(reply.text.encode_utf16().count() <= 4_096);
        home.fake.until_drained().await;
        assert_eq!(home.fake.shown(SARI.id).len(), before + 1);
    }
    assert!(home.ledger().is_empty());
}
