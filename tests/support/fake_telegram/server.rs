//! The HTTP side of the fake: methods, long polling, webhook deliveries.

use std::sync::Arc;
use std::time::{Duration, Instant};

use poem::http::StatusCode;
use poem::listener::{Acceptor as _, Listener as _, TcpListener};
use poem::web::{Data, Path};
use poem::{Body, EndpointExt as _, Response, Route, Server, get, handler, post};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use super::{Call, Failure, FakeTelegram, Inner, State, Webhook, now_s};

/// Between two attempts to deliver an update that was not taken.
const RETRY: Duration = Duration::from_millis(40);

pub(super) async fn start(inner: Arc<Inner>) -> (String, Vec<JoinHandle<()>>) {
    let acceptor = TcpListener::bind("127.0.0.1:0").into_acceptor().await.unwrap();
    let address = acceptor.local_addr().remove(0);
    let base = format!("http://{}", address.as_socket_addr().unwrap());
    let app = Route::new()
        .at("/:bot/:method", post(endpoint))
        .at("/file/:bot/:file", get(file))
        .data(Arc::clone(&inner));
    let serve = async move {
        Server::new_with_acceptor(acceptor).run(app).await.unwrap();
    };
    (base, vec![spawn(serve), spawn(deliver(inner))])
}

#[expect(
    clippy::disallowed_methods,
    reason = "the fake stands outside the appliance; it is aborted when dropped"
)]
fn spawn(work: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
    tokio::spawn(work)
}

type Answer = Result<Value, Refusal>;

struct Refusal {
    code: u16,
    description: String,
    parameters: Value,
}

impl From<(u16, String)> for Refusal {
    fn from((code, description): (u16, String)) -> Self {
        Self { code, description, parameters: Value::Null }
    }
}

#[handler]
async fn endpoint(
    Path((bot, method)): Path<(String, String)>,
    Data(inner): Data<&Arc<Inner>>,
    body: Vec<u8>,
) -> Response {
    let ask: Value = serde_json::from_slice(&body).unwrap_or_else(|_| json!({}));
    let ask = if method == "sendDocument" { take_document(inner, &body) } else { ask };
    let chat = ask["chat_id"].as_i64();
    let failure = {
        let mut state = inner.state.lock().unwrap();
        let known = [Some(FakeTelegram::TOKEN), state.other_token];
        let is_known = known.iter().flatten().any(|token| bot == format!("bot{token}"));
        if !is_known || state.token_is_revoked {
            return refused(&(401, "Unauthorized".to_owned()).into());
        }
        state.failure(&method, chat)
    };
    let answer = match &failure {
        None => act(inner, &method, &ask).await,
        Some(Failure::DropAfter) => {
            let _ = act(inner, &method, &ask).await;
            Err((500, "lost".to_owned()).into())
        }
        Some(Failure::TooMany { retry_after }) => Err(Refusal {
            code: 429,
            description: format!("Too Many Requests: retry after {retry_after}"),
            parameters: json!({"retry_after": retry_after}),
        }),
        Some(Failure::Server(code)) => Err((*code, "Internal Server Error".to_owned()).into()),
        Some(Failure::Refused(code, why)) => Err((*code, (*why).to_owned()).into()),
        Some(Failure::DropBefore) => Err((500, "lost".to_owned()).into()),
    };
    let ok = answer.is_ok();
    inner.state.lock().unwrap().calls.push(Call { method, ask, at: Instant::now(), ok });
    inner.bell.notify_waiters();
    if matches!(failure, Some(Failure::DropBefore | Failure::DropAfter)) {
        return broken_line();
    }
    match answer {
        Ok(result) => Response::builder().body(json!({"ok": true, "result": result}).to_string()),
        Err(refusal) => refused(&refusal),
    }
}

/// Takes the parts of a form apart: the chat, and the document, which is kept under its name.
fn take_document(inner: &Inner, body: &[u8]) -> Value {
    let find = |from: usize, what: &[u8]| {
        body[from..].windows(what.len()).position(|window| window == what).map(|at| from + at)
    };
    let border = &body[..find(0, b"\r\n").unwrap()];
    let value = |name: &str| {
        let at = find(0, format!("name=\"{name}\"").as_bytes())?;
        let begins = find(at, b"\r\n\r\n")? + 4;
        Some((at, begins, find(begins, border)? - 2))
    };
    let (_, begins, ends) = value("chat_id").unwrap();
    let chat: i64 = std::str::from_utf8(&body[begins..ends]).unwrap().parse().unwrap();
    let (at, begins, ends) = value("document").unwrap();
    let head = std::str::from_utf8(&body[at..begins]).unwrap();
    let name = head.split("filename=\"").nth(1).unwrap().split('"').next().unwrap();
    inner.state.lock().unwrap().files.insert(name.to_owned(), body[begins..ends].to_vec());
    json!({"chat_id": chat, "document": name})
}

#[handler]
fn file(Path((bot, file)): Path<(String, String)>, Data(inner): Data<&Arc<Inner>>) -> Response {
    let state = inner.state.lock().unwrap();
    let known = state.files.get(&file).filter(|_| bot == format!("bot{}", FakeTelegram::TOKEN));
    known.map_or_else(|| StatusCode::NOT_FOUND.into(), |bytes| Response::builder().body(bytes.clone()))
}

fn refused(refusal: &Refusal) -> Response {
    let mut body = json!({"ok": false, "error_code": refusal.code, "description": refusal.description});
    if !refusal.parameters.is_null() {
        body["parameters"] = refusal.parameters.clone();
    }
    Response::builder().status(StatusCode::from_u16(refusal.code).unwrap()).body(body.to_string())
}

/// A response that breaks off in the middle.
fn broken_line() -> Response {
    let broken = futures_util::stream::iter([
        Ok::<_, std::io::Error>(&b"{\"ok\":"[..]),
        Err(std::io::ErrorKind::ConnectionReset.into()),
    ]);
    Response::builder().header("content-length", "1000").body(Body::from_bytes_stream(broken))
}

async fn act(inner: &Arc<Inner>, method: &str, ask: &Value) -> Answer {
    if method == "getUpdates" {
        return poll(inner, ask).await;
    }
    let answer = act_at_once(&mut inner.state.lock().unwrap(), method, ask);
    inner.bell.notify_waiters();
    answer
}

fn act_at_once(state: &mut State, method: &str, ask: &Value) -> Answer {
    match method {
        "getMe" => {
            Ok(json!({"id": 123_456, "is_bot": true, "first_name": "CatatDuit", "username": state.username}))
        }
        "setWebhook" => {
            let url = ask["url"].as_str().unwrap_or_default().to_owned();
            let secret = ask["secret_token"].as_str().map(str::to_owned);
            state.webhook = (!url.is_empty()).then_some(Webhook { url, secret });
            state.last_error = None;
            Ok(json!(true))
        }
        "deleteWebhook" => {
            state.webhook = None;
            if ask["drop_pending_updates"] == true {
                state.updates.clear();
            }
            Ok(json!(true))
        }
        "getWebhookInfo" => {
            let mut info = json!({
                "url": state.webhook.as_ref().map_or("", |webhook| &webhook.url),
                "has_custom_certificate": false,
                "pending_update_count": state.updates.len(),
            });
            if let Some((at, why)) = &state.last_error {
                info["last_error_date"] = json!(at);
                info["last_error_message"] = json!(why);
            }
            Ok(info)
        }
        "sendDocument" => Ok(json!({"message_id": 1, "chat": {"id": ask["chat_id"]}})),
        "getFile" => {
            let id = ask["file_id"].as_str().unwrap_or_default();
            let kept = state
                .files
                .get(id)
                .ok_or_else(|| Refusal::from((400, "Bad Request: invalid file_id".to_owned())))?;
            Ok(json!({"file_id": id, "file_unique_id": id, "file_size": kept.len(), "file_path": id}))
        }
        "setMyCommands" => {
            let done = set_commands(ask);
            if done.is_ok() {
                state.commands.insert(scope_of(ask), ask["commands"].clone());
            }
            done
        }
        "getMyCommands" => Ok(state.commands.get(&scope_of(ask)).cloned().unwrap_or_else(|| json!([]))),
        "answerCallbackQuery" => {
            let id = ask["callback_query_id"].as_str().unwrap_or_default();
            let Some(who) = state.waiting_callbacks.remove(id) else {
                return Err(
                    (400, "Bad Request: query is too old and response timeout expired".to_owned()).into()
                );
            };
            let text = ask["text"].as_str().map(str::to_owned);
            if text.as_ref().is_some_and(|text| text.chars().count() > 200) {
                return Err((400, "Bad Request: MESSAGE_TOO_LONG".to_owned()).into());
            }
            state.callback_answers.push((who, text));
            Ok(json!(true))
        }
        "sendMessage" => {
            let message_id = state.next_message;
            let chat = chat(state, ask)?;
            chat.send(message_id, ask)?;
            state.next_message += 1;
            Ok(
                json!({"message_id": message_id, "date": now_s(), "chat": {"id": ask["chat_id"], "type": "private"}}),
            )
        }
        "editMessageText" => {
            chat(state, ask)?.edit_text(ask["message_id"].as_i64().unwrap_or(0), ask)?;
            Ok(json!({"message_id": ask["message_id"], "date": now_s()}))
        }
        "editMessageReplyMarkup" => {
            chat(state, ask)?.edit_buttons(ask["message_id"].as_i64().unwrap_or(0), ask)?;
            Ok(json!({"message_id": ask["message_id"], "date": now_s()}))
        }
        "deleteMessage" => {
            chat(state, ask)?.delete(ask["message_id"].as_i64().unwrap_or(0))?;
            Ok(json!(true))
        }
        _ => Err((404, "Not Found".to_owned()).into()),
    }
}

fn chat<'a>(state: &'a mut State, ask: &Value) -> Result<&'a mut super::chat::Chat, Refusal> {
    let id = ask["chat_id"].as_i64().unwrap_or(0);
    // A bot cannot write to someone who never wrote to it.
    let chat = state
        .chats
        .get_mut(&id)
        .ok_or_else(|| Refusal::from((400, "Bad Request: chat not found".to_owned())))?;
    if let Some(to) = chat.moved_to {
        return Err(Refusal {
            code: 400,
            description: "Bad Request: group chat was upgraded to a supergroup chat".to_owned(),
            parameters: json!({"migrate_to_chat_id": to}),
        });
    }
    Ok(chat)
}

/// Where and in which language a menu is put up.
fn scope_of(ask: &Value) -> String {
    format!("{} {}", ask["scope"]["type"], ask["language_code"])
}

fn set_commands(ask: &Value) -> Answer {
    let commands = ask["commands"].as_array().cloned().unwrap_or_default();
    let fine = commands.iter().all(|command| {
        let name = command["command"].as_str().unwrap_or_default();
        let about = command["description"].as_str().unwrap_or_default();
        (1..=32).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
            && (1..=256).contains(&about.chars().count())
    });
    if fine && commands.len() <= 100 {
        Ok(json!(true))
    } else {
        Err((400, "Bad Request: BOT_COMMAND_INVALID".to_owned()).into())
    }
}

/// Waits for updates. A second poll at the same time, or a webhook, is a conflict.
async fn poll(inner: &Arc<Inner>, ask: &Value) -> Answer {
    let deadline = Instant::now() + Duration::from_secs(ask["timeout"].as_u64().unwrap_or(0));
    let mine = {
        let mut state = inner.state.lock().unwrap();
        state.polls += 1;
        if let Some(offset) = ask["offset"].as_i64() {
            state.updates.retain(|update| update["update_id"].as_i64().unwrap_or(0) >= offset);
        }
        state.polls
    };
    inner.bell.notify_waiters();
    loop {
        let changed = inner.bell.notified();
        {
            let state = inner.state.lock().unwrap();
            if state.webhook.is_some() {
                let why =
                    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first";
                return Err((409, why.to_owned()).into());
            }
            if state.polls != mine {
                return Err((409, "Conflict: terminated by other getUpdates request".to_owned()).into());
            }
            let limit = usize::try_from(ask["limit"].as_u64().unwrap_or(100)).unwrap();
            let batch: Vec<Value> = state.updates.iter().take(limit).cloned().collect();
            if !batch.is_empty() || Instant::now() >= deadline {
                return Ok(json!(batch));
            }
        }
        let left = deadline.saturating_duration_since(Instant::now());
        let _ = tokio::time::timeout(left, changed).await;
    }
}

/// Delivers pending updates to the webhook one at a time, again and again until each is taken.
async fn deliver(inner: Arc<Inner>) {
    loop {
        let changed = inner.bell.notified();
        let next = {
            let state = inner.state.lock().unwrap();
            let update = state.updates.front().cloned();
            state.webhook.clone().zip(update).map(|(hook, update)| (hook, update, state.webhook_is_refused))
        };
        let Some((hook, update, lost)) = next else {
            let _ = tokio::time::timeout(RETRY, changed).await;
            continue;
        };
        let taken =
            if lost { Err("Connection timed out".to_owned()) } else { post_to(&inner, &hook, &update).await };
        let is_taken = taken.is_ok();
        note_delivery(&mut inner.state.lock().unwrap(), &update, taken);
        inner.bell.notify_waiters();
        if !is_taken {
            tokio::time::sleep(RETRY).await;
        }
    }
}

fn note_delivery(state: &mut State, update: &Value, taken: Result<(), String>) {
    match taken {
        Ok(()) => {
            state.updates.retain(|pending| pending != update);
            state.delivered += 1;
        }
        Err(why) => state.last_error = Some((now_s(), why)),
    }
}

async fn post_to(inner: &Inner, hook: &Webhook, update: &Value) -> Result<(), String> {
    let mut request = inner.http.post(&hook.url).json(update).timeout(Duration::from_secs(5));
    if let Some(secret) = &hook.secret {
        request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
    }
    match request.send().await {
        Ok(answer) if answer.status().is_success() => Ok(()),
        Ok(answer) => Err(format!("Wrong response from the webhook: {}", answer.status())),
        Err(_) => Err("Connection refused".to_owned()),
    }
}
