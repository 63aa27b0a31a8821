//! The part of Telegram's Bot API that this house uses. Unknown fields are ignored: Telegram adds some
//! every few months.

use serde::{Deserialize, Serialize};

/// The kinds of update asked for; anything else is never sent to us.
pub(super) const ALLOWED_UPDATES: [&str; 4] =
    ["message", "edited_message", "callback_query", "my_chat_member"];

/// One thing that happened, delivered at least once and not always in order.
#[derive(Debug, Clone, Deserialize)]
pub struct Update {
    pub update_id: i64,
    pub message: Option<Message>,
    pub edited_message: Option<Message>,
    pub callback_query: Option<CallbackQuery>,
    pub my_chat_member: Option<MyChatMember>,
}

impl Update {
    /// Reads one; an update with a number but beyond reading is one in which nothing happened, so that it
    /// neither hides others nor comes back for ever.
    pub fn read(value: serde_json::Value) -> Option<Self> {
        let update_id = value.get("update_id").and_then(serde_json::Value::as_i64)?;
        Some(serde_json::from_value(value).unwrap_or_else(|_| {
            tracing::warn!(update.id = update_id, "an update from Telegram cannot be read and is skipped");
            Self {
                update_id,
                message: None,
                edited_message: None,
                callback_query: None,
                my_chat_member: None,
            }
        }))
    }
}

#[derive(Debug, Clone, Deserialize)]
pub struct Message {
    pub message_id: i64,
    /// Missing for channel posts and some service messages.
    pub from: Option<User>,
    pub chat: Chat,
    /// Seconds since 1970; 0 for a message too old to reach.
    pub date: i64,
    pub text: Option<String>,
    /// The text under a photo or file.
    pub caption: Option<String>,
    pub reply_to_message: Option<Box<Self>>,
    /// This group became the supergroup of that id.
    pub migrate_to_chat_id: Option<i64>,
    /// This supergroup was the group of that id.
    pub migrate_from_chat_id: Option<i64>,
    /// The same picture in several sizes, the smallest first.
    pub photo: Option<Vec<File>>,
    pub voice: Option<serde::de::IgnoredAny>,
    pub document: Option<File>,
    pub video: Option<serde::de::IgnoredAny>,
    pub audio: Option<serde::de::IgnoredAny>,
    pub sticker: Option<serde::de::IgnoredAny>,
    pub location: Option<serde::de::IgnoredAny>,
    pub contact: Option<serde::de::IgnoredAny>,
}

impl Message {
    /// Something a person sent that is no text: not a service message about the chat.
    pub const fn is_other_content(&self) -> bool {
        self.photo.is_some()
            || self.voice.is_some()
            || self.document.is_some()
            || self.video.is_some()
            || self.audio.is_some()
            || self.sticker.is_some()
            || self.location.is_some()
            || self.contact.is_some()
    }
}

/// Something that can be fetched.
#[derive(Debug, Clone, Deserialize)]
pub struct File {
    pub file_id: Option<String>,
    /// In bytes.
    pub file_size: Option<u64>,
    pub mime_type: Option<String>,
    /// Where it lies for the next hour; only in the answer to `getFile`.
    pub file_path: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct User {
    pub id: i64,
    #[serde(default)]
    pub is_bot: bool,
    pub language_code: Option<String>,
    pub first_name: Option<String>,
    pub username: Option<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Chat {
    pub id: i64,
    #[serde(rename = "type")]
    pub kind: ChatKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChatKind {
    Private,
    Group,
    Supergroup,
    #[serde(other)]
    Other,
}

impl Chat {
    pub const fn is_group(&self) -> bool {
        matches!(self.kind, ChatKind::Group | ChatKind::Supergroup)
    }
}

/// Somebody pressed a button.
#[derive(Debug, Clone, Deserialize)]
pub struct CallbackQuery {
    pub id: String,
    pub from: User,
    /// The message that carries the button; Telegram leaves it out, or gives it without content, when it is
    /// too old.
    pub message: Option<Message>,
    pub data: Option<String>,
}

/// The bot's own standing in a chat changed: added, removed, blocked.
#[derive(Debug, Clone, Deserialize)]
pub struct MyChatMember {
    pub chat: Chat,
    pub from: User,
    pub new_chat_member: Standing,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Standing {
    pub status: String,
}

impl Standing {
    pub fn is_out(&self) -> bool {
        matches!(self.status.as_str(), "left" | "kicked")
    }
}

/// What `getMe` tells about the bot.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Me {
    pub id: i64,
    /// Without the at sign; what its deep links are made of.
    pub username: Option<String>,
}

/// How webhook deliveries are going.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct WebhookInfo {
    /// Empty when no webhook is set.
    #[serde(default)]
    pub url: String,
    #[serde(default)]
    pub pending_update_count: u64,
    /// Seconds since 1970 of the latest delivery that failed.
    pub last_error_date: Option<i64>,
    pub last_error_message: Option<String>,
}

/// The envelope of every answer.
#[derive(Debug, Deserialize)]
pub(crate) struct Envelope<T> {
    pub(crate) ok: bool,
    pub(crate) result: Option<T>,
    pub(crate) error_code: Option<u16>,
    pub(crate) description: Option<String>,
    pub(crate) parameters: Option<Parameters>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Parameters {
    pub(crate) retry_after: Option<u64>,
    pub(crate) migrate_to_chat_id: Option<i64>,
}

/// A message that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Sent {
    pub message_id: i64,
}

/// Buttons under a message.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keyboard {
    pub inline_keyboard: Vec<Vec<Button>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    pub text: String,
    /// At most 64 bytes; empty on a button that leads somewhere.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub callback_data: String,
    /// The page that it opens, on a button that does nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// One row of the menu of commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Command {
    pub command: &'static str,
    pub description: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_an_update_and_ignores_what_it_does_not_know() {
        let update: Update = serde_json::from_str(
            r#"{"update_id": 7, "brand_new": {"x": 1}, "message": {"message_id": 3, "date": 1764990000,
                "from": {"id": 42, "is_bot": false, "first_name": "Sari", "language_code": "id"},
                "chat": {"id": -100123, "type": "supergroup", "title": "Rumah"}, "text": "kopi 22rb",
                "entities": [], "reply_to_message": {"message_id": 2, "date": 0,
                "chat": {"id": -100123, "type": "supergroup"}}}}"#,
        )
        .unwrap();
        let message = update.message.unwrap();
        assert_eq!(message.text.as_deref(), Some("kopi 22rb"));
        assert!(message.chat.is_group());
        assert_eq!(message.reply_to_message.unwrap().message_id, 2);
    }

    #[test]
    fn an_update_of_a_kind_never_seen_is_still_an_update() {
        let update: Update = serde_json::from_str(r#"{"update_id": 8, "telepathy": {}}"#).unwrap();
        assert_eq!(update.update_id, 8);
        assert!(update.message.is_none() && update.callback_query.is_none());
        let chat: Chat = serde_json::from_str(r#"{"id": 1, "type": "hologram"}"#).unwrap();
        assert_eq!(chat.kind, ChatKind::Other);
    }
}
