//! A Telegram of our own: the Bot API over real HTTP, as strict as the real one where it matters and able to
//! fail on demand in every way the real one does.

mod chat;
mod files;
mod html;
mod server;

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

pub(crate) use chat::Shown;

/// A running fake. Stops when dropped.
pub(crate) struct FakeTelegram {
    pub(crate) base: String,
    inner: Arc<Inner>,
    tasks: Vec<JoinHandle<()>>,
}

struct Inner {
    state: Mutex<State>,
    /// Rings when anything changed.
    bell: Notify,
    http: reqwest::Client,
}

#[derive(Default)]
struct State {
    updates: VecDeque<Value>,
    next_update: i64,
    next_message: i64,
    next_callback: i64,
    chats: BTreeMap<i64, chat::Chat>,
    /// Callback ids not yet answered.
    waiting_callbacks: BTreeMap<String, i64>,
    callback_answers: Vec<(i64, Option<String>)>,
    calls: Vec<Call>,
    failures: Vec<(String, Option<i64>, VecDeque<Failure>)>,
    webhook: Option<Webhook>,
    webhook_is_refused: bool,
    delivered: usize,
    polls: usize,
    last_error: Option<(i64, String)>,
    /// Files that can be fetched, by their ids.
    files: BTreeMap<String, Vec<u8>>,
    /// Menus, by where and in which language they are put up.
    commands: BTreeMap<String, Value>,
    username: Option<&'static str>,
    token_is_revoked: bool,
    other_token: Option<&'static str>,
}

#[derive(Clone)]
struct Webhook {
    url: String,
    secret: Option<String>,
}

/// One call the bot made.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) method: String,
    pub(crate) ask: Value,
    pub(crate) at: Instant,
    pub(crate) ok: bool,
}

/// A way for a call to go wrong.
#[derive(Clone, Debug)]
pub(crate) enum Failure {
    TooMany {
        retry_after: u64,
    },
    Server(u16),
    Refused(u16, &'static str),
    /// The line breaks before anything was done …
    DropBefore,
    /// … or after it was done: the answer is lost, the effect is not.
    DropAfter,
}

/// Someone with a Telegram account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) id: i64,
    pub(crate) name: &'static str,
    pub(crate) language: &'static str,
}

pub(crate) const SARI: Person = Person { id: 1001, name: "Sari", language: "id" };
pub(crate) const JOHN: Person = Person { id: 1002, name: "John", language: "en" };
pub(crate) const STRANGER: Person = Person { id: 6666, name: "Mallory", language: "id" };

/// Where people talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Room {
    /// The private chat with one person has that person's number.
    Private(Person),
    Group(i64),
    Supergroup(i64),
}

impl Room {
    pub(crate) const fn id(self) -> i64 {
        match self {
            Self::Private(person) => person.id,
            Self::Group(id) | Self::Supergroup(id) => id,
        }
    }

    fn json(self) -> Value {
        match self {
            Self::Private(person) => json!({"id": person.id, "type": "private", "first_name": person.name}),
            Self::Group(id) => json!({"id": id, "type": "group", "title": "Keluarga"}),
            Self::Supergroup(id) => json!({"id": id, "type": "supergroup", "title": "Keluarga"}),
        }
    }
}

impl FakeTelegram {
    pub(crate) const TOKEN: &'static str = "123456:fake-token_for-tests";
    pub(crate) const USERNAME: &'static str = "catatduit_uji_bot";

    pub(crate) async fn start() -> Self {
        let inner = Arc::new(Inner {
            state: Mutex::new(State {
                next_update: 700_000,
                next_message: 1,
                username: Some(Self::USERNAME),
                ..State::default()
            }),
            bell: Notify::new(),
            http: reqwest_client(),
        });
        let (base, tasks) = server::start(Arc::clone(&inner)).await;
        Self { base, inner, tasks }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.inner.state.lock().unwrap()
    }

    // What people do.

    /// Writes a message; gives its number in the chat.
    pub(crate) fn say(&self, room: Room, from: Person, text: &str) -> i64 {
        self.message(room, from, &json!({"text": text}))
    }

    pub(crate) fn reply(&self, room: Room, from: Person, to: i64, text: &str) -> i64 {
        let original = json!({"message_id": to, "date": now_s(), "chat": room.json()});
        self.message(room, from, &json!({"text": text, "reply_to_message": original}))
    }

    /// A message with other content than text, or a service message.
    pub(crate) fn message(&self, room: Room, from: Person, content: &Value) -> i64 {
        let mut state = self.state();
        let message_id = state.next_message;
        state.next_message += 1;
        let mut message = json!({"message_id": message_id, "date": now_s(), "from": user(from),
            "chat": room.json()});
        merge(&mut message, content);
        state.chats.entry(room.id()).or_default();
        state.queue(&json!({"message": message}));
        drop(state);
        self.inner.bell.notify_waiters();
        message_id
    }

    pub(crate) fn edit(&self, room: Room, from: Person, message_id: i64, text: &str) {
        let message = json!({"message_id": message_id, "date": now_s(), "edit_date": now_s(),
            "from": user(from), "chat": room.json(), "text": text});
        self.push(&json!({"edited_message": message}));
    }

    /// Presses a button under a message of the bot.
    pub(crate) fn press(&self, room: Room, from: Person, message_id: i64, data: &str) {
        let mut state = self.state();
        let id = format!("cb-{}", state.next_callback);
        state.next_callback += 1;
        state.waiting_callbacks.insert(id.clone(), from.id);
        let message = json!({"message_id": message_id, "date": now_s(), "chat": room.json()});
        state.queue(&json!({"callback_query": {"id": id, "from": user(from), "message": message,
            "chat_instance": "1", "data": data}}));
        drop(state);
        self.inner.bell.notify_waiters();
    }

    /// The group becomes a supergroup: says so in both, and refuses messages to the old one.
    pub(crate) fn migrate(&self, from: i64, to: i64) {
        let mut state = self.state();
        state.chats.entry(from).or_default().moved_to = Some(to);
        state.chats.entry(to).or_default();
        let old = json!({"message_id": 9001, "date": now_s(), "chat": Room::Group(from).json(),
            "migrate_to_chat_id": to});
        let new = json!({"message_id": 1, "date": now_s(), "chat": Room::Supergroup(to).json(),
            "migrate_from_chat_id": from});
        state.queue(&json!({"message": old}));
        state.queue(&json!({"message": new}));
        drop(state);
        self.inner.bell.notify_waiters();
    }

    /// Queues an update as it is; it gets a number unless it has one. Gives the number.
    pub(crate) fn push(&self, update: &Value) -> i64 {
        let id = self.state().queue(update);
        self.inner.bell.notify_waiters();
        id
    }

    /// Queues several updates in exactly this order, as one batch.
    pub(crate) fn push_all(&self, updates: &[Value]) {
        let mut state = self.state();
        for update in updates {
            state.queue(update);
        }
        drop(state);
        self.inner.bell.notify_waiters();
    }

    // What goes wrong.

    /// The next calls of a method fail in these ways, one after the other. `chat` narrows it to one chat.
    pub(crate) fn fail(&self, method: &str, chat: Option<i64>, failures: &[Failure]) {
        let queue = failures.iter().cloned().collect();
        self.state().failures.push((method.to_owned(), chat, queue));
    }

    /// The person blocked the bot.
    pub(crate) fn block(&self, chat: i64) {
        self.state().chats.entry(chat).or_default().blocked = true;
    }

    /// From now on `setWebhook` succeeds but deliveries never arrive, as behind a wrong address.
    pub(crate) fn lose_webhook_deliveries(&self, lose: bool) {
        self.state().webhook_is_refused = lose;
        self.inner.bell.notify_waiters();
    }

    /// A webhook of an earlier life of this bot.
    pub(crate) fn leave_webhook(&self, url: &str) {
        self.state().webhook = Some(Webhook { url: url.to_owned(), secret: None });
    }

    pub(crate) fn revoke_token(&self) {
        self.state().token_is_revoked = true;
    }

    /// Another bot is here too, which finds the same chats and updates.
    pub(crate) fn is_also(&self, token: &'static str) {
        self.state().other_token = Some(token);
    }

    // What can be seen.

    /// The messages of a chat that the bot wrote, as the chat shows them now, oldest first.
    pub(crate) fn shown(&self, chat: i64) -> Vec<Shown> {
        self.state().chats.get(&chat).map(chat::Chat::shown).unwrap_or_default()
    }

    /// Every call of a method so far.
    /// What was kept under that name.
    pub(crate) fn file(&self, name: &str) -> Vec<u8> {
        self.inner.state.lock().unwrap().files[name].clone()
    }

    pub(crate) fn calls(&self, method: &str) -> Vec<Call> {
        self.state().calls.iter().filter(|call| call.method == method).cloned().collect()
    }

    /// What pressing buttons was answered with, oldest first: who pressed, and the text over the chat.
    pub(crate) fn callback_answers(&self) -> Vec<(i64, Option<String>)> {
        self.state().callback_answers.clone()
    }

    pub(crate) fn webhook_url(&self) -> Option<String> {
        self.state().webhook.as_ref().map(|webhook| webhook.url.clone())
    }

    pub(crate) fn webhook_secret(&self) -> Option<String> {
        self.state().webhook.as_ref().and_then(|webhook| webhook.secret.clone())
    }

    pub(crate) fn delivered_by_webhook(&self) -> usize {
        self.state().delivered
    }

    /// The number that the next update gets.
    pub(crate) fn next_update(&self) -> i64 {
        self.state().next_update
    }

    /// Updates not yet confirmed.
    pub(crate) fn pending(&self) -> usize {
        self.state().updates.len()
    }

    pub(crate) fn polls(&self) -> usize {
        self.state().polls
    }

    /// Waits until the look gives something; fails the test after ten seconds, showing the chats.
    pub(crate) async fn until<T>(&self, what: &str, look: impl Fn(&Self) -> Option<T>) -> T {
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            let changed = self.inner.bell.notified();
            if let Some(found) = look(self) {
                return found;
            }
            if Instant::now() > deadline {
                let state = self.state();
                let chats: Vec<_> = state.chats.iter().map(|(id, chat)| (id, chat.shown())).collect();
                let calls: Vec<_> = state.calls.iter().rev().take(12).collect();
                panic!("waited in vain for {what}\nchats: {chats:#?}\nlast calls: {calls:#?}");
            }
            let _ = tokio::time::timeout(Duration::from_millis(50), changed).await;
        }
    }

    /// Waits for a message of the bot in that chat whose plain text contains `part`.
    pub(crate) async fn until_shown(&self, room: Room, part: &str) -> Shown {
        let find =
            |fake: &Self| fake.shown(room.id()).into_iter().rev().find(|shown| shown.text.contains(part));
        self.until(&format!("“{part}” in {room:?}"), find).await
    }

    /// Waits until the message shows a text that contains `part`.
    pub(crate) async fn until_edited(&self, room: Room, message: i64, part: &str) -> Shown {
        let find = |fake: &Self| {
            let mut shown = fake.shown(room.id()).into_iter();
            shown.find(|shown| shown.message_id == message && shown.text.contains(part))
        };
        self.until(&format!("“{part}” in message {message} of {room:?}"), find).await
    }

    /// Waits until a message has a button whose label contains `label`; gives the button's data.
    pub(crate) async fn until_button(&self, room: Room, message: i64, label: &str) -> String {
        let find = |fake: &Self| {
            let shown = fake.shown(room.id()).into_iter().find(|shown| shown.message_id == message)?;
            shown.button(label)
        };
        self.until(&format!("button “{label}” under {message} of {room:?}"), find).await
    }

    /// Waits until every update was confirmed.
    pub(crate) async fn until_drained(&self) {
        self.until("all updates to be taken", |fake| (fake.pending() == 0).then_some(())).await;
    }
}

impl Drop for FakeTelegram {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

impl State {
    fn queue(&mut self, update: &Value) -> i64 {
        let mut update = update.clone();
        let id = update.get("update_id").and_then(Value::as_i64).unwrap_or(self.next_update);
        self.next_update = self.next_update.max(id + 1);
        update["update_id"] = json!(id);
        self.updates.push_back(update);
        id
    }

    fn failure(&mut self, method: &str, chat: Option<i64>) -> Option<Failure> {
        let planned = self.failures.iter_mut().find(|(name, only, queue)| {
            name == method && (only.is_none() || *only == chat) && !queue.is_empty()
        })?;
        planned.2.pop_front()
    }
}

fn user(person: Person) -> Value {
    json!({"id": person.id, "is_bot": false, "first_name": person.name, "language_code": person.language})
}

fn merge(into: &mut Value, more: &Value) {
    if let (Some(into), Some(more)) = (into.as_object_mut(), more.as_object()) {
        into.extend(more.clone());
    }
}

pub(super) fn now_s() -> i64 {
    let since = std::time::UNIX_EPOCH.elapsed().unwrap();
    i64::try_from(since.as_secs()).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "the fake stands for the world outside and has its own client")]
fn reqwest_client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().unwrap()
}
