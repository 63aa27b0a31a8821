//! Calls to Telegram, with every failure sorted by what to do about it.
//!
//! The token is part of every address, so no address may reach an error or a log: failures of the network
//! are told without it.

use std::fmt;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::wire::{
    ALLOWED_UPDATES, Command, Envelope, File, Keyboard, Me, Parameters, Sent, Update, WebhookInfo,
};

/// How long an ordinary call may take; a long poll adds its own waiting time.
const PATIENCE: Duration = Duration::from_secs(20);

/// A file of twenty megabytes goes through a slow line in this time.
const PATIENCE_FOR_FILES: Duration = Duration::from_mins(10);

/// What a token is made of. Its parts are numbers, letters, `_` and `-`.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a Telegram token looks like 123456:ABC-def")]
pub struct NotAToken;

impl Token {
    pub fn new(text: &str) -> Result<Self, NotAToken> {
        let text = text.trim();
        let (number, secret) = text.split_once(':').ok_or(NotAToken)?;
        let number_fits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        if number_fits && !secret.is_empty() && secret.bytes().all(plain) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAToken)
        }
    }

    /// The account's number at Telegram, which is no secret.
    pub(super) fn number(&self) -> &str {
        self.0.split_once(':').map_or("", |(number, _)| number)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// One bot at one server. A cheap clone.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    /// Without a slash at its end.
    base: String,
    token: Token,
}

/// Why a call did not do what was asked, sorted by what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// Too fast: try again after so long.
    #[error("asked to wait {} s", after.as_secs())]
    Retry { after: Duration },
    /// The request itself is wrong; the same one will be refused again.
    #[error("refused: {0}")]
    Rejected(String),
    /// The person blocked the bot, left, or the chat is gone: nothing can reach it.
    #[error("the chat cannot be reached: {0}")]
    Blocked(String),
    /// The group became a supergroup with another id.
    #[error("the group became a supergroup")]
    Migrated { to: i64 },
    #[error("the token is not accepted")]
    Unauthorized,
    /// Somebody else fetches this bot's updates, or a webhook is set.
    #[error("updates are fetched elsewhere: {0}")]
    Conflict(String),
    /// Telegram's own trouble: the same request may work later.
    #[error("the server answered {code}")]
    Server { code: u16 },
    /// The server was not reached, or the line broke.
    #[error("not reached: {0}")]
    Network(String),
    /// Reached, but not understood.
    #[error("the answer cannot be read")]
    Garbled,
}

impl CallError {
    /// Whether the same request may work later.
    pub const fn is_passing(&self) -> bool {
        matches!(self, Self::Retry { .. } | Self::Server { .. } | Self::Network(_) | Self::Garbled)
    }
}

/// A text to a chat.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct SendMessage<'a> {
    pub chat_id: i64,
    pub text: &'a str,
    pub parse_mode: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_markup: Option<&'a Keyboard>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_parameters: Option<ReplyTo>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub disable_notification: bool,
}

#[derive(Debug, Clone, Copy, Serialize)]
pub struct ReplyTo {
    pub message_id: i64,
    /// The person may have deleted it meanwhile; the answer still matters.
    pub allow_sending_without_reply: bool,
}

/// Another text in place of one sent before.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct EditMessage<'a> {
    pub chat_id: i64,
    pub message_id: i64,
    pub text: &'a str,
    pub parse_mode: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_markup: Option<&'a Keyboard>,
}

impl<'a> SendMessage<'a> {
    /// A text in Telegram's HTML, with nothing else to it.
    pub const fn html(chat_id: i64, text: &'a str) -> Self {
        Self {
            chat_id,
            text,
            parse_mode: "HTML",
            reply_markup: None,
            reply_parameters: None,
            disable_notification: false,
        }
    }
}

impl Client {
    /// `base` is the server's address, such as `https://api.telegram.org`.
    pub fn new(http: reqwest::Client, base: &str, token: Token) -> Self {
        Self { http, base: base.trim_end_matches('/').to_owned(), token }
    }

    pub(super) fn base(&self) -> &str {
        &self.base
    }

    pub(super) const fn token(&self) -> &Token {
        &self.token
    }

    pub async fn get_me(&self) -> Result<Me, CallError> {
        self.call("getMe", &json!({})).await
    }

    /// Waits up to `wait` for updates. An `offset` confirms every update before it.
    pub async fn get_updates(&self, offset: Option<i64>, wait: Duration) -> Result<Vec<Update>, CallError> {
        let mut ask = json!({"timeout": wait.as_secs(), "limit": 100, "allowed_updates": ALLOWED_UPDATES});
        if let Some(offset) = offset {
            ask["offset"] = json!(offset);
        }
        // One update that cannot be read must not hide the others, nor block the queue for ever.
        let updates: Vec<Value> = self.call_for("getUpdates", &ask, PATIENCE.saturating_add(wait)).await?;
        Ok(updates.into_iter().filter_map(Update::read).collect())
    }

    /// Pending updates are kept: they are the family's messages.
    pub async fn set_webhook(&self, url: &str, secret: &str) -> Result<(), CallError> {
        // One delivery at a time keeps a family's messages in the order they were written.
        let ask = json!({"url": url, "secret_token": secret, "max_connections": 1,
            "allowed_updates": ALLOWED_UPDATES, "drop_pending_updates": false});
        self.done("setWebhook", &ask).await
    }

    pub async fn delete_webhook(&self) -> Result<(), CallError> {
        self.done("deleteWebhook", &json!({"drop_pending_updates": false})).await
    }

    pub async fn get_webhook_info(&self) -> Result<WebhookInfo, CallError> {
        self.call("getWebhookInfo", &json!({})).await
    }

    /// `language` is a two-letter code; without one the list is for every other language.
    pub async fn set_my_commands(
        &self,
        commands: &[Command],
        scope: &str,
        language: Option<&str>,
    ) -> Result<(), CallError> {
        let mut ask = json!({"commands": commands, "scope": {"type": scope}});
        if let Some(language) = language {
            ask["language_code"] = json!(language);
        }
        self.done("setMyCommands", &ask).await
    }

    /// How many commands are put up in this scope, for this language.
    pub async fn count_my_commands(&self, scope: &str, language: Option<&str>) -> Result<usize, CallError> {
        let mut ask = json!({"scope": {"type": scope}});
        if let Some(language) = language {
            ask["language_code"] = json!(language);
        }
        Ok(self.call::<Vec<Value>>("getMyCommands", &ask).await?.len())
    }

    pub async fn send_message(&self, message: &SendMessage<'_>) -> Result<Sent, CallError> {
        self.call("sendMessage", message).await
    }

    /// "Not modified" is no error: the message says already what it should.
    pub async fn edit_message(&self, edit: &EditMessage<'_>) -> Result<(), CallError> {
        unchanged_is_fine(self.call::<Value>("editMessageText", edit).await.map(|_| ()))
    }

    /// Other buttons under the same text.
    pub async fn edit_keyboard(&self, chat: i64, message: i64, keyboard: &Keyboard) -> Result<(), CallError> {
        let ask = json!({"chat_id": chat, "message_id": message, "reply_markup": keyboard});
        unchanged_is_fine(self.call::<Value>("editMessageReplyMarkup", &ask).await.map(|_| ()))
    }

    /// Ends the waiting circle on a pressed button; `text` appears briefly over the chat.
    pub async fn answer_callback(&self, id: &str, text: Option<&str>, alert: bool) -> Result<(), CallError> {
        let mut ask = json!({"callback_query_id": id});
        if let Some(text) = text {
            // Telegram takes at most 200 characters here.
            ask["text"] = json!(text.chars().take(200).collect::<String>());
            ask["show_alert"] = json!(alert);
        }
        self.done("answerCallbackQuery", &ask).await
    }

    /// Where a file lies, for a while.
    pub async fn get_file(&self, file: &str) -> Result<File, CallError> {
        self.call("getFile", &json!({"file_id": file})).await
    }

    /// A file's bytes, if they are at most so many.
    pub async fn download(&self, file: &File, most: usize) -> Result<Vec<u8>, CallError> {
        let too_large = || CallError::Rejected("the file is larger than is taken".to_owned());
        let path = file.file_path.as_deref().ok_or(CallError::Garbled)?;
        let most_said = u64::try_from(most).unwrap_or(u64::MAX);
        if file.file_size.is_some_and(|size| size > most_said) {
            return Err(too_large());
        }
        let url = format!("{}/file/bot{}/{path}", self.base, self.token.0);
        let mut answer = self.http.get(url).timeout(PATIENCE).send().await.map_err(network)?;
        let code = answer.status().as_u16();
        if code != 200 {
            return Err(if code >= 500 { CallError::Server { code } } else { CallError::Garbled });
        }
        let mut bytes = Vec::new();
        // What a server says of the length is not what it sends.
        while let Some(chunk) = answer.chunk().await.map_err(network)? {
            if bytes.len() + chunk.len() > most {
                return Err(too_large());
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    /// A file into a chat.
    pub async fn send_document(&self, chat: i64, name: &str, bytes: Vec<u8>) -> Result<Sent, CallError> {
        let file = reqwest::multipart::Part::bytes(bytes).file_name(name.to_owned());
        let form = reqwest::multipart::Form::new()
            .text("chat_id", chat.to_string())
            .text("disable_notification", "true")
            .part("document", file);
        let call = self.http.post(self.url("sendDocument")).multipart(form).timeout(PATIENCE_FOR_FILES);
        understood(call.send().await.map_err(network)?).await
    }

    fn url(&self, method: &str) -> String {
        format!("{}/bot{}/{method}", self.base, self.token.0)
    }

    pub async fn delete_message(&self, chat: i64, message: i64) -> Result<(), CallError> {
        self.done("deleteMessage", &json!({"chat_id": chat, "message_id": message})).await
    }

    async fn done(&self, method: &str, ask: &impl Serialize) -> Result<(), CallError> {
        self.call::<bool>(method, ask).await.map(|_| ())
    }

    async fn call<T: DeserializeOwned>(&self, method: &str, ask: &impl Serialize) -> Result<T, CallError> {
        self.call_for(method, ask, PATIENCE).await
    }

    async fn call_for<T: DeserializeOwned>(
        &self,
        method: &str,
        ask: &impl Serialize,
        patience: Duration,
    ) -> Result<T, CallError> {
        let call = self.http.post(self.url(method)).json(ask).timeout(patience);
        understood(call.send().await.map_err(network)?).await
    }
}

/// What Telegram answered.
async fn understood<T: DeserializeOwned>(answer: reqwest::Response) -> Result<T, CallError> {
    let code = answer.status().as_u16();
    let body = answer.bytes().await.map_err(network)?;
    match serde_json::from_slice::<Envelope<T>>(&body) {
        Ok(Envelope { ok: true, result: Some(result), .. }) => Ok(result),
        Ok(refusal) => {
            Err(sort(refusal.error_code.unwrap_or(code), refusal.description, refusal.parameters.as_ref()))
        }
        // A proxy in between answers in its own way.
        Err(_) if code >= 500 => Err(CallError::Server { code }),
        Err(_) if code == 429 => Err(CallError::Retry { after: Duration::from_secs(5) }),
        Err(_) => Err(CallError::Garbled),
    }
}

fn unchanged_is_fine(result: Result<(), CallError>) -> Result<(), CallError> {
    match result {
        Err(CallError::Rejected(why)) if why.contains("message is not modified") => Ok(()),
        other => other,
    }
}

/// The failure without the address, which holds the token.
fn network(error: reqwest::Error) -> CallError {
    let what = if error.is_timeout() {
        "timed out"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the line broke"
    };
    // The causes below name hosts and ports at most; the address itself is on the outermost error.
    let cause = std::error::Error::source(&error.without_url()).map(ToString::to_string);
    CallError::Network(cause.map_or_else(|| what.to_owned(), |cause| format!("{what} ({cause})")))
}

fn sort(code: u16, description: Option<String>, parameters: Option<&Parameters>) -> CallError {
    let description = description.unwrap_or_default();
    let lower = description.to_ascii_lowercase();
    if let Some(to) = parameters.and_then(|more| more.migrate_to_chat_id) {
        return CallError::Migrated { to };
    }
    if let Some(after) = parameters.and_then(|more| more.retry_after) {
        return CallError::Retry { after: Duration::from_secs(after) };
    }
    match code {
        401 | 404 => CallError::Unauthorized,
        409 => CallError::Conflict(description),
        429 => CallError::Retry { after: Duration::from_secs(5) },
        403 => CallError::Blocked(description),
        400 if lower.contains("chat not found") || lower.contains("user is deactivated") => {
            CallError::Blocked(description)
        }
        500.. => CallError::Server { code },
        _ => CallError::Rejected(description),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_checked_and_never_shown() {
        let token = Token::new(" 123456:ABC-def_9 ").unwrap();
        assert_eq!(format!("{token:?}"), "Token(…)");
        for text in ["", "123456", ":abc", "123:", "12a:abc", "123:a/b", "123:a b"] {
            assert_eq!(Token::new(text).map(|_| ()), Err(NotAToken), "{text}");
        }
    }

    #[test]
    fn failures_are_sorted_by_what_to_do() {
        let retry = Parameters { retry_after: Some(7), migrate_to_chat_id: None };
        let moved = Parameters { retry_after: None, migrate_to_chat_id: Some(-1001) };
        let some = |text: &str| Some(text.to_owned());
        let rows = [
            (429, some("Too Many Requests"), Some(retry), CallError::Retry { after: Duration::from_secs(7) }),
            (400, some("upgraded"), Some(moved), CallError::Migrated { to: -1001 }),
            (401, some("Unauthorized"), None, CallError::Unauthorized),
            (404, some("Not Found"), None, CallError::Unauthorized),
            (409, some("Conflict"), None, CallError::Conflict("Conflict".to_owned())),
            (403, some("bot was blocked"), None, CallError::Blocked("bot was blocked".to_owned())),
            (400, some("chat not found"), None, CallError::Blocked("chat not found".to_owned())),
            (400, some("can't parse"), None, CallError::Rejected("can't parse".to_owned())),
            (502, None, None, CallError::Server { code: 502 }),
        ];
        for (code, description, parameters, expected) in rows {
            assert_eq!(sort(code, description, parameters.as_ref()), expected);
        }
    }
}
