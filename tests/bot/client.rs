//! Calls, and every way in which they go wrong.

use std::time::Duration;

use catatduit::bot::client::{CallError, Client, EditMessage, ReplyTo, SendMessage, Token};
use catatduit::bot::wire::{Button, Keyboard};
use catatduit::outside::Outside;
use serde_json::json;

use crate::support::fake_telegram::{Failure, FakeTelegram, Room, SARI};

const HOME: Room = Room::Private(SARI);

fn client(fake: &FakeTelegram) -> Client {
    let outside = Outside::real().unwrap();
    Client::new(outside.http().clone(), &fake.base, Token::new(FakeTelegram::TOKEN).unwrap())
}

const fn text(text: &str) -> SendMessage<'_> {
    SendMessage {
        chat_id: SARI.id,
        text,
        parse_mode: "HTML",
        reply_markup: None,
        reply_parameters: None,
        disable_notification: false,
    }
}

#[tokio::test]
async fn sends_edits_and_deletes() {
    let fake = FakeTelegram::start().await;
    let client = client(&fake);
    assert_eq!(client.get_me().await.unwrap().username.as_deref(), Some(FakeTelegram::USERNAME));
    let asked = fake.say(HOME, SARI, "kopi 22rb");
    let button = Button { text: "Hapus".into(), callback_data: "v:1".into(), url: None };
    let keyboard = Keyboard { inline_keyboard: vec![vec![button]] };
    let reply = ReplyTo { message_id: asked, allow_sending_without_reply: true };
    let message = SendMessage {
        reply_markup: Some(&keyboard),
        reply_parameters: Some(reply),
        ..text("<b>Rp22.000</b> &amp; lunas")
    };
    let sent = client.send_message(&message).await.unwrap();
    let shown = fake.shown(SARI.id).remove(0);
    assert_eq!((shown.text.as_str(), shown.reply_to), ("Rp22.000 & lunas", Some(asked)));
    assert_eq!(shown.button("Hapus").as_deref(), Some("v:1"));

    let edit = EditMessage {
        chat_id: SARI.id,
        message_id: sent.message_id,
        text: "Sudah dihapus.",
        parse_mode: "HTML",
        reply_markup: None,
    };
    client.edit_message(&edit).await.unwrap();
    assert_eq!(fake.shown(SARI.id)[0].text, "Sudah dihapus.");
    // The same again changes nothing, and that is fine.
    client.edit_message(&edit).await.unwrap();
    assert!(!fake.calls("editMessageText")[1].ok);

    client.delete_message(SARI.id, sent.message_id).await.unwrap();
    assert!(fake.shown(SARI.id).is_empty());
}

#[tokio::test]
async fn sorts_what_goes_wrong() {
    let fake = FakeTelegram::start().await;
    let client = client(&fake);
    fake.say(HOME, SARI, "halo");
    fake.fail(
        "sendMessage",
        None,
        &[
            Failure::TooMany { retry_after: 7 },
            Failure::Server(502),
            Failure::DropBefore,
            Failure::Refused(403, "Forbidden: bot was kicked from the group chat"),
        ],
    );
    let first = client.send_message(&text("a")).await.unwrap_err();
    assert_eq!(first, CallError::Retry { after: Duration::from_secs(7) });
    assert_eq!(client.send_message(&text("a")).await.unwrap_err(), CallError::Server { code: 502 });
    assert!(matches!(client.send_message(&text("a")).await.unwrap_err(), CallError::Network(_)));
    assert!(matches!(client.send_message(&text("a")).await.unwrap_err(), CallError::Blocked(_)));
    let broken = client.send_message(&text("1 < 2")).await.unwrap_err();
    assert!(matches!(&broken, CallError::Rejected(why) if why.contains("can't parse entities")), "{broken}");
    fake.revoke_token();
    assert_eq!(client.get_me().await.unwrap_err(), CallError::Unauthorized);
}

#[tokio::test]
async fn a_group_that_moved_says_where_to() {
    let fake = FakeTelegram::start().await;
    let client = client(&fake);
    fake.migrate(-55, -10_055);
    let moved = client.send_message(&SendMessage { chat_id: -55, ..text("a") }).await.unwrap_err();
    assert_eq!(moved, CallError::Migrated { to: -10_055 });
}

#[tokio::test]
async fn the_token_is_in_no_error() {
    let outside = Outside::real().unwrap();
    // Nobody listens on that port.
    let token = Token::new(FakeTelegram::TOKEN).unwrap();
    let client = Client::new(outside.http().clone(), "http://127.0.0.1:1", token);
    let error = client.get_me().await.unwrap_err();
    for said in [format!("{error}"), format!("{error:?}"), format!("{client:?}")] {
        assert!(!said.contains("fake-token"), "{said}");
    }
    assert!(matches!(error, CallError::Network(_)));
}

#[tokio::test]
async fn an_update_that_cannot_be_read_does_not_hide_the_next() {
    let fake = FakeTelegram::start().await;
    let client = client(&fake);
    fake.push_all(&[
        json!({"update_id": 11, "message": {"message_id": "not a number"}}),
        json!({"update_id": 12, "message": {"message_id": 5, "date": 1, "chat": {"id": 1001, "type": "private"}}}),
    ]);
    let updates = client.get_updates(None, Duration::ZERO).await.unwrap();
    let ids: Vec<_> = updates.iter().map(|update| (update.update_id, update.message.is_some())).collect();
    assert_eq!(ids, [(11, false), (12, true)]);
    assert!(client.get_updates(Some(13), Duration::ZERO).await.unwrap().is_empty());
    assert_eq!(fake.pending(), 0);
}

#[tokio::test]
async fn a_long_poll_waits_for_an_update_and_ends_when_another_begins() {
    let fake = FakeTelegram::start().await;
    let client = client(&fake);
    let (updates, ()) = tokio::join!(client.get_updates(None, Duration::from_secs(20)), async {
        fake.until("a poll", |fake| (fake.polls() == 1).then_some(())).await;
        fake.say(HOME, SARI, "halo");
    });
    assert_eq!(updates.unwrap().len(), 1);
    client.get_updates(Some(i64::from(i32::MAX)), Duration::ZERO).await.unwrap();
    let (first, ()) = tokio::join!(client.get_updates(None, Duration::from_secs(20)), async {
        fake.until("a poll", |fake| (fake.polls() == 3).then_some(())).await;
        client.get_updates(None, Duration::ZERO).await.unwrap();
    });
    assert!(matches!(first.unwrap_err(), CallError::Conflict(_)));
    client.set_webhook("http://127.0.0.1:1/telegram/webhook", "secret").await.unwrap();
    assert!(matches!(client.get_updates(None, Duration::ZERO).await.unwrap_err(), CallError::Conflict(_)));
}
