//! Messages meant to break the bot's replies: whatever was written stands in them as text.

use super::home::Home;
use crate::support::fake_telegram::{FakeTelegram, Room, SARI};

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
async fn a_flood_of_amounts_is_asked_about_once_in_messages_that_fit() {
    let home = Home::new().await;
    // All that would be kept is shown, so a long list takes several messages, the last with the buttons.
    let floods =
        [("bakso 15rb pake gopay\n".repeat(180), 4), ("9".repeat(4_096), 1), ("bakso ".repeat(680), 1)];
    for (message, pages) in floods {
        let before = home.fake.shown(SARI.id).len();
        home.fake.say(HOME, SARI, message.trim());
        let arrived = |fake: &FakeTelegram| (fake.shown(SARI.id).len() >= before + pages).then_some(());
        home.fake.until("a reply", arrived).await;
        home.fake.until_drained().await;
        let shown = home.fake.shown(SARI.id);
        assert_eq!(shown.len(), before + pages, "{:#?}", &shown[before..]);
        assert!(shown[before..].iter().all(|page| page.text.encode_utf16().count() <= 4_096));
        assert!(shown[before..shown.len() - 1].iter().all(|page| page.buttons.is_empty()));
    }
    assert!(home.ledger().is_empty());
}
