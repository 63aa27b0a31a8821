//! What a person means by an update: pure, from the wire to an intent.

use super::letter::Place;
use super::photo::file_of;
use super::press::Press;
use super::wire::{CallbackQuery, Message, Update, User};
use crate::ledger::{Language, Month};
use crate::words::of;

/// One person's act in one chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Call {
    /// The person's Telegram account.
    pub(super) user: i64,
    /// What the account is called, for those who are told of it.
    pub(super) name: Option<String>,
    /// What their phone speaks; only for people this house does not know yet.
    pub(super) language: Language,
    pub(super) place: Place,
    /// The message the act is in, or, for a button, the message under which it is.
    pub(super) message: Option<i64>,
    /// When it was written, in seconds since 1970; none for a button.
    pub(super) written: Option<i64>,
    /// A pressed button waits for an answer under this id.
    pub(super) callback: Option<String>,
    /// A picture that came with it, by the name under which Telegram gives it out.
    pub(super) picture: Option<String>,
    pub(super) intent: Intent,
}

impl Call {
    /// Whether it matters what a message of this house in the chat was about.
    pub(super) const fn is_about_a_message(&self) -> bool {
        self.callback.is_some()
            || matches!(
                self.intent,
                Intent::Say { reply_to: Some(_), .. } | Intent::Picture { reply_to: Some(_) }
            )
    }
}

/// What the person wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Intent {
    /// Plain text, perhaps in reply to a message of the chat.
    Say {
        text: String,
        reply_to: Option<i64>,
    },
    /// The new text of an edited message.
    Resay {
        text: String,
    },
    Command(Command),
    Press(Press),
    /// A button of no version we know.
    UnknownPress,
    /// A picture without words, perhaps in reply to a message of the chat.
    Picture {
        reply_to: Option<i64>,
    },
    /// A voice, a file: neither text nor picture.
    NotText,
}

/// A command of the menu, with what was written after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Command {
    /// With the code of a deep link.
    Start(Option<String>),
    Help,
    Today,
    Month(String),
    Summary,
    Report,
    Wallets,
    AddWallet(String),
    SetBalance(String),
    Undo,
    Find(String),
    /// Who is in the family; with words, an invitation.
    Family(String),
    Language(Option<Language>),
    /// This account wants to be listened to no longer.
    Leave,
    Unknown,
}

/// What an update is to this house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    Call(Call),
    /// A group became a supergroup and has another number now.
    Moved {
        from: i64,
        to: i64,
    },
    Nothing,
}

/// Reads an update. `me` is the bot's own name, to know which commands of a group are for it.
pub(super) fn read(update: &Update, me: Option<&str>) -> Meaning {
    if let Some(press) = &update.callback_query {
        return read_press(press);
    }
    let edited = update.message.is_none();
    let Some(message) = update.message.as_ref().or(update.edited_message.as_ref()) else {
        return Meaning::Nothing;
    };
    if let Some(to) = message.migrate_to_chat_id {
        return Meaning::Moved { from: message.chat.id, to };
    }
    if let Some(from) = message.migrate_from_chat_id {
        return Meaning::Moved { from, to: message.chat.id };
    }
    let Some(from) = message.from.as_ref().filter(|from| !from.is_bot) else { return Meaning::Nothing };
    let Some(intent) = read_message(message, edited, me) else { return Meaning::Nothing };
    Meaning::Call(Call {
        user: from.id,
        name: name_of(from),
        language: language_of(from),
        place: message.chat.into(),
        message: Some(message.message_id),
        written: Some(message.date),
        callback: None,
        // What was shown when it was written is kept already.
        picture: file_of(message).filter(|_| !edited),
        intent,
    })
}

fn read_press(press: &CallbackQuery) -> Meaning {
    // Without its message a button cannot tell where the answer belongs: the private chat with its presser.
    let place = press
        .message
        .as_ref()
        .map_or(Place { id: press.from.id, is_group: false }, |message| message.chat.into());
    let known = press.data.as_deref().and_then(|data| data.parse().ok());
    Meaning::Call(Call {
        user: press.from.id,
        name: name_of(&press.from),
        language: language_of(&press.from),
        place,
        message: press.message.as_ref().map(|message| message.message_id),
        written: None,
        callback: Some(press.id.clone()),
        picture: None,
        intent: known.map_or(Intent::UnknownPress, Intent::Press),
    })
}

fn read_message(message: &Message, edited: bool, me: Option<&str>) -> Option<Intent> {
    let text =
        message.text.as_deref().or(message.caption.as_deref()).map(str::trim).filter(|text| !text.is_empty());
    let reply_to = message.reply_to_message.as_ref().map(|replied| replied.message_id);
    let Some(text) = text else {
        let is_for_us = reply_to.is_some() || !message.chat.is_group();
        if !edited && is_for_us && file_of(message).is_some() {
            return Some(Intent::Picture { reply_to });
        }
        let other = message.is_other_content() && !edited && !message.chat.is_group();
        return other.then_some(Intent::NotText);
    };
    if edited {
        // What was a command when it was sent has been answered.
        return (!text.starts_with('/')).then(|| Intent::Resay { text: text.to_owned() });
    }
    if text.starts_with('/') {
        return read_command(text, message.chat.is_group(), me).map(Intent::Command);
    }
    Some(Intent::Say { text: text.to_owned(), reply_to })
}

/// `/today`, `/today@our_bot`; none for a command to another bot in the same group.
fn read_command(text: &str, is_group: bool, me: Option<&str>) -> Option<Command> {
    let (head, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let rest = rest.trim();
    let (name, addressee) =
        head[1..].split_once('@').map_or((&head[1..], None), |(name, bot)| (name, Some(bot)));
    if let (Some(addressee), Some(me)) = (addressee, me)
        && !addressee.eq_ignore_ascii_case(me)
    {
        return None;
    }
    Some(match name.to_ascii_lowercase().as_str() {
        "start" => Command::Start((!rest.is_empty()).then(|| rest.to_owned())),
        "help" | "bantuan" => Command::Help,
        "today" | "hariini" => Command::Today,
        "month" | "bulan" => Command::Month(rest.to_owned()),
        "summary" | "ringkasan" => Command::Summary,
        "laporan" | "report" => Command::Report,
        "wallets" | "dompet" | "saldo" => Command::Wallets,
        "addwallet" | "tambahdompet" => Command::AddWallet(rest.to_owned()),
        "setbalance" | "setelsaldo" => Command::SetBalance(rest.to_owned()),
        "undo" | "batal" => Command::Undo,
        "cari" | "find" => Command::Find(rest.to_owned()),
        "keluarga" | "family" => Command::Family(rest.to_owned()),
        "bahasa" | "language" => Command::Language(language_named(rest)),
        "keluar" | "leave" => Command::Leave,
        // In a group it may be for another bot.
        _ if is_group && addressee.is_none() => return None,
        _ => Command::Unknown,
    })
}

fn language_named(text: &str) -> Option<Language> {
    match text.to_lowercase().as_str() {
        "indonesia" | "bahasa indonesia" | "indonesian" => Some(Language::Indonesian),
        "inggris" | "english" => Some(Language::English),
        other => Language::of_code(other),
    }
}

/// `@sari_w`, or else the first name.
fn name_of(user: &User) -> Option<String> {
    user.username.as_ref().map(|name| format!("@{name}")).or_else(|| user.first_name.clone())
}

fn language_of(user: &User) -> Language {
    match user.language_code.as_deref() {
        None => Language::Indonesian,
        Some(code) => Language::of_code(code).unwrap_or(Language::English),
    }
}

/// The month a person names: `2026-10`, or `oktober` and `oct` for the latest one not after `now`.
pub(super) fn month_named(text: &str, now: Month) -> Option<Month> {
    if let Ok(month) = text.parse() {
        return Some(month);
    }
    let text = text.to_lowercase();
    let (name, year) = text.split_once(' ').map_or((text.as_str(), None), |(name, year)| (name, Some(year)));
    let number = [Language::Indonesian, Language::English].into_iter().find_map(|language| {
        let dates = &of(language).dates;
        let begins = |full: &&str| name.len() >= 3 && full.to_lowercase().starts_with(name);
        let full = dates.months.iter().position(begins);
        full.or_else(|| dates.months_short.iter().position(|short| short.to_lowercase() == name))
    })?;
    let number = i8::try_from(number).ok()? + 1;
    let year = match year {
        Some(year) => year.trim().parse().ok()?,
        None if number > now.month() => now.year() - 1,
        None => now.year(),
    };
    Month::new(year, number).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn means(update: &Value) -> Meaning {
        read(&serde_json::from_value(update.clone()).unwrap(), Some("duit_bot"))
    }

    fn intent(message: &Value) -> Option<Intent> {
        let mut whole = json!({"message_id": 5, "date": 100, "from": {"id": 1, "is_bot": false},
            "chat": {"id": 1, "type": "private"}});
        whole.as_object_mut().unwrap().extend(message.as_object().unwrap().clone());
        match means(&json!({"update_id": 1, "message": whole})) {
            Meaning::Call(call) => Some(call.intent),
            _ => None,
        }
    }

    fn command(text: &str) -> Option<Intent> {
        intent(&json!({"text": text}))
    }

    #[test]
    fn reads_commands_with_what_follows() {
        let rows = [
            ("/start", Command::Start(None)),
            ("/start abc123", Command::Start(Some("abc123".to_owned()))),
            ("/laporan", Command::Report),
            ("/today@duit_bot", Command::Today),
            ("/TODAY", Command::Today),
            ("/month 2026-10", Command::Month("2026-10".to_owned())),
            ("/addwallet Tabungan Anak 1,5 jt", Command::AddWallet("Tabungan Anak 1,5 jt".to_owned())),
            ("/cari  bakso urat", Command::Find("bakso urat".to_owned())),
            ("/bahasa en", Command::Language(Some(Language::English))),
            ("/bahasa Indonesia", Command::Language(Some(Language::Indonesian))),
            ("/bahasa klingon", Command::Language(None)),
            ("/keluar", Command::Leave),
            ("/terbang", Command::Unknown),
        ];
        for (text, expected) in rows {
            assert_eq!(command(text), Some(Intent::Command(expected)), "{text}");
        }
        assert_eq!(command("/today@another_bot"), None);
        let group = json!({"text": "/terbang", "chat": {"id": -5, "type": "group"}});
        assert_eq!(intent(&group), None);
    }

    #[test]
    fn reads_text_replies_edits_and_other_content() {
        let reply = json!({"text": "jadi 18rb", "reply_to_message":
            {"message_id": 3, "date": 1, "chat": {"id": 1, "type": "private"}}});
        assert_eq!(intent(&reply), Some(Intent::Say { text: "jadi 18rb".to_owned(), reply_to: Some(3) }));
        assert_eq!(intent(&json!({"photo": [{}]})), Some(Intent::NotText));
        let photo = json!([{"file_id": "small"}, {"file_id": "large", "file_size": 5}]);
        assert_eq!(intent(&json!({"photo": photo})), Some(Intent::Picture { reply_to: None }));
        let scan = json!({"document": {"file_id": "scan", "mime_type": "image/png"}});
        assert_eq!(intent(&scan), Some(Intent::Picture { reply_to: None }));
        let letter = json!({"document": {"file_id": "letter", "mime_type": "application/pdf"}});
        assert_eq!(intent(&letter), Some(Intent::NotText));
        let in_group = json!({"photo": photo, "chat": {"id": -5, "type": "group"}});
        assert_eq!(intent(&in_group), None);
        let captioned = intent(&json!({"photo": [{}], "caption": " bakso 15rb "}));
        assert_eq!(captioned, Some(Intent::Say { text: "bakso 15rb".to_owned(), reply_to: None }));
        assert_eq!(intent(&json!({"photo": [{}], "chat": {"id": -5, "type": "group"}})), None);
        assert_eq!(intent(&json!({"new_chat_members": []})), None);
        assert_eq!(intent(&json!({"text": "x", "from": {"id": 9, "is_bot": true}})), None);
        let edit = |text: &str| {
            means(&json!({"update_id": 1, "edited_message": {"message_id": 5, "date": 100, "edit_date": 200,
                "from": {"id": 1}, "chat": {"id": 1, "type": "private"}, "text": text}}))
        };
        assert!(matches!(edit("kopi 20rb"), Meaning::Call(Call { intent: Intent::Resay { .. }, .. })));
        assert_eq!(edit("/today"), Meaning::Nothing);
    }

    #[test]
    fn reads_buttons_and_moves() {
        let press = |data: &str| {
            means(&json!({"update_id": 1, "callback_query": {"id": "q", "from": {"id": 7}, "data": data,
                "message": {"message_id": 9, "date": 0, "chat": {"id": -5, "type": "group"}}}}))
        };
        let Meaning::Call(call) = press("u:12") else { panic!("no call") };
        assert_eq!((call.user, call.place.id, call.message), (7, -5, Some(9)));
        assert_eq!(call.intent, Intent::Press(Press::Undo(12)));
        assert!(matches!(press("??"), Meaning::Call(Call { intent: Intent::UnknownPress, .. })));
        let moved = json!({"update_id": 1, "message": {"message_id": 9, "date": 0,
            "chat": {"id": -5, "type": "group"}, "migrate_to_chat_id": -1005}});
        assert_eq!(means(&moved), Meaning::Moved { from: -5, to: -1005 });
    }

    #[test]
    fn names_of_months_mean_the_latest_one() {
        let now = Month::new(2026, 11).unwrap();
        let rows = [
            ("2025-12", Some((2025, 12))),
            ("oktober", Some((2026, 10))),
            ("okt", Some((2026, 10))),
            ("Oct", Some((2026, 10))),
            ("des", Some((2025, 12))),
            ("december 2024", Some((2024, 12))),
            ("agu", Some((2026, 8))),
            ("xyz", None),
            ("", None),
        ];
        for (text, expected) in rows {
            let expected = expected.map(|(year, month)| Month::new(year, month).unwrap());
            assert_eq!(month_named(text, now), expected, "{text}");
        }
    }
}
