//! A chat as its members see it, and the rules for what a bot may put there.

use std::collections::BTreeMap;

use serde_json::Value;

use super::html;

#[derive(Default)]
pub(super) struct Chat {
    messages: BTreeMap<i64, Shown>,
    pub(super) moved_to: Option<i64>,
    pub(super) blocked: bool,
}

/// A message of the bot as the chat shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) message_id: i64,
    /// Without markup.
    pub(crate) text: String,
    pub(crate) html: String,
    pub(crate) buttons: Vec<Vec<Button>>,
    pub(crate) reply_to: Option<i64>,
    pub(crate) quiet: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Button {
    pub(crate) label: String,
    pub(crate) data: String,
}

impl Shown {
    /// The data of the first button whose label contains the text.
    pub(crate) fn button(&self, label: &str) -> Option<String> {
        let mut buttons = self.buttons.iter().flatten();
        buttons.find(|button| button.label.contains(label)).map(|button| button.data.clone())
    }

    pub(crate) fn labels(&self) -> Vec<&str> {
        self.buttons.iter().flatten().map(|button| button.label.as_str()).collect()
    }
}

type Refusal = (u16, String);

fn bad(why: impl std::fmt::Display) -> Refusal {
    (400, format!("Bad Request: {why}"))
}

impl Chat {
    pub(super) fn shown(&self) -> Vec<Shown> {
        self.messages.values().cloned().collect()
    }

    pub(super) fn send(&mut self, message_id: i64, ask: &Value) -> Result<(), Refusal> {
        self.may_write()?;
        let shown = read(message_id, ask)?;
        self.messages.insert(message_id, shown);
        Ok(())
    }

    pub(super) fn edit_text(&mut self, message_id: i64, ask: &Value) -> Result<(), Refusal> {
        self.may_write()?;
        let old = self.messages.get(&message_id).ok_or_else(|| bad("message to edit not found"))?;
        let new = Shown { reply_to: old.reply_to, quiet: old.quiet, ..read(message_id, ask)? };
        self.replace(new)
    }

    pub(super) fn edit_buttons(&mut self, message_id: i64, ask: &Value) -> Result<(), Refusal> {
        self.may_write()?;
        let old = self.messages.get(&message_id).ok_or_else(|| bad("message to edit not found"))?;
        let new = Shown { buttons: read_buttons(ask)?, ..old.clone() };
        self.replace(new)
    }

    pub(super) fn delete(&mut self, message_id: i64) -> Result<(), Refusal> {
        self.messages.remove(&message_id).map(|_| ()).ok_or_else(|| bad("message to delete not found"))
    }

    fn replace(&mut self, new: Shown) -> Result<(), Refusal> {
        if self.messages.get(&new.message_id) == Some(&new) {
            return Err(bad("message is not modified: specified new message content and reply markup are \
                            exactly the same as a current content and reply markup of the message"));
        }
        self.messages.insert(new.message_id, new);
        Ok(())
    }

    fn may_write(&self) -> Result<(), Refusal> {
        if self.blocked { Err((403, "Forbidden: bot was blocked by the user".to_owned())) } else { Ok(()) }
    }
}

fn read(message_id: i64, ask: &Value) -> Result<Shown, Refusal> {
    let html = ask["text"].as_str().unwrap_or_default().to_owned();
    if ask["parse_mode"] != "HTML" {
        return Err(bad("this fake takes HTML only"));
    }
    let text = html::plain(&html).map_err(|why| bad(format!("can't parse entities: {why}")))?;
    if text.trim().is_empty() {
        return Err(bad("message text is empty"));
    }
    if text.encode_utf16().count() > 4096 {
        return Err(bad("message is too long"));
    }
    Ok(Shown {
        message_id,
        text,
        html,
        buttons: read_buttons(ask)?,
        reply_to: ask["reply_parameters"]["message_id"].as_i64(),
        quiet: ask["disable_notification"] == true,
    })
}

fn read_buttons(ask: &Value) -> Result<Vec<Vec<Button>>, Refusal> {
    let Some(markup) = ask.get("reply_markup") else { return Ok(Vec::new()) };
    let rows = markup["inline_keyboard"].as_array().ok_or_else(|| bad("inline keyboard expected"))?;
    let mut count = 0;
    let mut all = Vec::new();
    for row in rows {
        let row = row.as_array().filter(|row| !row.is_empty() && row.len() <= 8);
        let row = row.ok_or_else(|| bad("a row has 1 to 8 buttons"))?;
        let mut buttons = Vec::new();
        for button in row {
            let label = button["text"].as_str().unwrap_or_default();
            let data = button["callback_data"].as_str().or(button["url"].as_str()).unwrap_or_default();
            if label.is_empty() || data.is_empty() || data.len() > 64 {
                return Err((400, "Bad Request: BUTTON_DATA_INVALID".to_owned()));
            }
            buttons.push(Button { label: label.to_owned(), data: data.to_owned() });
        }
        count += buttons.len();
        all.push(buttons);
    }
    if count > 100 { Err(bad("too many buttons")) } else { Ok(all) }
}
