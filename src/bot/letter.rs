//! What the outgoing queue carries: the door's own bytes, readable by later versions of this program.

use serde::{Deserialize, Serialize};

use super::wire::Keyboard;
use crate::app::{About, Message};

/// One thing to do in a chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub(crate) enum Letter {
    /// A new message.
    Send {
        html: String,
        #[serde(default)]
        keyboard: Keyboard,
        /// The message it answers.
        #[serde(default)]
        reply_to: Option<i64>,
        /// Without a sound: nobody is waiting for it.
        #[serde(default)]
        quiet: bool,
    },
    /// Another text and other buttons in place of those of an earlier message.
    Edit {
        message: i64,
        html: String,
        #[serde(default)]
        keyboard: Keyboard,
    },
    /// Other buttons only.
    Buttons { message: i64, keyboard: Keyboard },
}

/// A letter cannot be read: it was written by a later version, or is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the letter cannot be read")]
pub(crate) struct Unreadable;

impl Letter {
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        #[expect(clippy::expect_used, reason = "strings and numbers always have a JSON form")]
        serde_json::to_vec(self).expect("a letter has a JSON form")
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, Unreadable> {
        serde_json::from_slice(bytes).map_err(|_| Unreadable)
    }

    pub(crate) fn to(&self, chat: Place, about: About) -> Message {
        Message { chat: chat.id, is_group: chat.is_group, payload: self.to_bytes(), about }
    }
}

/// Where a letter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) id: i64,
    pub(crate) is_group: bool,
}

impl From<super::wire::Chat> for Place {
    fn from(chat: super::wire::Chat) -> Self {
        Self { id: chat.id, is_group: chat.is_group() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bot::wire::Button;

    #[test]
    fn a_letter_survives_the_queue() {
        let keyboard = Keyboard {
            inline_keyboard: vec![vec![Button {
                text: "Simpan".to_owned(),
                callback_data: "s".to_owned(),
                url: None,
            }]],
        };
        let letters = [
            Letter::Send {
                html: "<b>Rp1</b>".to_owned(),
                keyboard: keyboard.clone(),
                reply_to: Some(4),
                quiet: true,
            },
            Letter::Edit { message: 9, html: "ok".to_owned(), keyboard: Keyboard::default() },
            Letter::Buttons { message: 9, keyboard },
        ];
        for letter in letters {
            assert_eq!(Letter::from_bytes(&letter.to_bytes()), Ok(letter));
        }
        assert_eq!(Letter::from_bytes(b"\x00"), Err(Unreadable));
    }

    #[test]
    fn a_letter_of_today_stays_readable() {
        let old = br#"{"do":"send","html":"Halo","later_field":1}"#;
        let expected = Letter::Send {
            html: "Halo".to_owned(),
            keyboard: Keyboard::default(),
            reply_to: None,
            quiet: false,
        };
        assert_eq!(Letter::from_bytes(old), Ok(expected));
    }
}
