//! A browser, as far as HTTP goes: it keeps its cookie, and says where it comes from only when told to.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use futures_util::StreamExt as _;
use reqwest::header::{HeaderMap, HeaderName};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::examples;

#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    base: String,
    cookie: Option<String>,
    headers: Vec<(&'static str, String)>,
}

/// An answer, wholly read.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) what: String,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Client {
    pub(crate) fn new(http: reqwest::Client, base: String) -> Self {
        Self { http, base, cookie: None, headers: Vec::new() }
    }

    /// The same client, saying this with every request.
    pub(crate) fn with(&self, name: &'static str, value: &str) -> Self {
        let mut this = self.clone();
        this.headers.retain(|(known, _)| *known != name);
        this.headers.push((name, value.to_owned()));
        this
    }

    pub(crate) fn anonymous(&self) -> Self {
        Self { cookie: None, ..self.clone() }
    }

    /// The same client on another machine, as far as the box can tell.
    pub(crate) fn coming_from(&self, address: IpAddr) -> Self {
        let roots = rustls::RootCertStore::empty();
        let tls = rustls::ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        #[expect(clippy::disallowed_methods, reason = "the box's own client has one address")]
        let builder = reqwest::Client::builder();
        let http = builder.tls_backend_preconfigured(tls).no_proxy().local_address(address).build().unwrap();
        Self { http, ..self.clone() }
    }

    /// The same client, at another address.
    pub(crate) fn moved_to(&self, address: SocketAddr) -> Self {
        Self { base: format!("http://{address}"), ..self.clone() }
    }

    /// Of the address it calls.
    pub(crate) fn port(&self) -> &str {
        self.base.rsplit(':').next().unwrap()
    }

    /// Holds this session's secret from now on.
    pub(crate) fn hold(&mut self, secret: &str) {
        self.cookie = Some(format!("catatduit_session={secret}"));
    }

    /// The session's secret that it holds.
    pub(crate) fn secret(&self) -> &str {
        self.cookie.as_ref().and_then(|cookie| cookie.strip_prefix("catatduit_session=")).unwrap()
    }

    /// Keeps the cookie that an answer sets.
    #[track_caller]
    pub(crate) fn take_cookie(&mut self, answer: &Answer) {
        let cookie = answer.header("set-cookie");
        self.cookie = Some(cookie.split(';').next().unwrap().to_owned());
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        request
    }

    pub(crate) async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let request = request.build().unwrap();
        let (method, path) = (request.method().clone(), request.url().path().to_owned());
        let body = request.body().and_then(reqwest::Body::as_bytes).map(<[u8]>::to_vec);
        let what = format!("{method} {path}");
        let response = self.http.execute(request).await.unwrap_or_else(|error| panic!("{what}: {error}"));
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await.unwrap();
        if status.is_success() {
            examples::record(&method, &path, body.as_deref(), &text);
        }
        Answer { what, status, headers, text }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    /// A POST without a body.
    pub(crate) async fn act(&self, path: &str) -> Answer {
        self.send(self.request(Method::POST, path)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::PATCH, path).json(body)).await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::PUT, path).json(body)).await
    }

    /// Says something in the chat; gives what came of it.
    pub(crate) async fn say(&self, text: &str) -> Value {
        self.post("/api/v1/captures", &json!({"text": text})).await.is(200)
    }

    /// Says something that is recorded at once; gives its only transaction.
    pub(crate) async fn record(&self, text: &str) -> Value {
        let outcome = self.say(text).await;
        assert_eq!(outcome["outcome"], "recorded", "{text}: {outcome:#}");
        assert_eq!(outcome["transactions"].as_array().unwrap().len(), 1, "{outcome:#}");
        outcome["transactions"][0].clone()
    }

    /// Corrects a purchase that waits for its amount; gives the lesson that came of it.
    pub(crate) async fn teach(&self) -> Value {
        let drafted = self.say("beli bakso zulvano").await;
        assert_eq!(drafted["outcome"], "drafted", "{drafted:#}");
        let draft = format!("/api/v1/drafts/{}", drafted["draft"]["id"].as_str().unwrap());
        let fix = json!({"items": [{"index": 0, "category": "hewan"}]});
        self.patch(&draft, &fix).await.is(200)["learned"][0].clone()
    }

    /// The id of the wallet of this name.
    pub(crate) async fn wallet(&self, name: &str) -> Value {
        let wallets = self.get("/api/v1/wallets").await.is(200);
        let wallets = wallets["items"].as_array().unwrap();
        wallets
            .iter()
            .find(|wallet| wallet["name"] == name)
            .unwrap_or_else(|| panic!("no wallet {name}"))
            .clone()
    }

    pub(crate) async fn balance(&self, name: &str) -> i64 {
        self.wallet(name).await["balance"].as_i64().unwrap()
    }

    /// Follows changes.
    pub(crate) async fn follow(&self, after: Option<u64>) -> Follower {
        let mut request = self.request(Method::GET, "/api/v1/events");
        if let Some(after) = after {
            request = request.header("last-event-id", after.to_string());
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Follower {
            stream: response.bytes_stream().map(|bytes| bytes.map(|bytes| bytes.to_vec())).boxed(),
            text: String::new(),
        }
    }
}

impl Answer {
    /// The body as JSON, if the status is this one.
    #[track_caller]
    pub(crate) fn is(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}: {}", self.what, self.text);
        if self.text.is_empty() { Value::Null } else { self.json() }
    }

    /// The problem, if it is this one.
    #[track_caller]
    pub(crate) fn is_problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}: {}", self.what, self.text);
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.what);
        let problem = self.json();
        assert_eq!(problem["code"], code, "{}: {problem:#}", self.what);
        assert_eq!(problem["status"], status, "{problem:#}");
        problem
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text)
            .unwrap_or_else(|error| panic!("{}: {error}: {}", self.what, self.text))
    }

    #[track_caller]
    pub(crate) fn header(&self, name: &str) -> &str {
        let name: HeaderName = name.parse().unwrap();
        let value = self.headers.get(&name).unwrap_or_else(|| panic!("{} has no {name}", self.what));
        value.to_str().unwrap()
    }
}

/// A stream of server-sent events.
pub(crate) struct Follower {
    stream: futures_util::stream::BoxStream<'static, reqwest::Result<Vec<u8>>>,
    text: String,
}

/// One event.
#[derive(Debug, PartialEq)]
pub(crate) struct Event {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) data: Value,
}

impl Follower {
    /// Long enough for a slow machine.
    const PATIENCE: Duration = Duration::from_secs(20);

    /// The next event; none when the stream has ended.
    pub(crate) async fn next(&mut self) -> Option<Event> {
        tokio::time::timeout(Self::PATIENCE, self.read()).await.expect("an event or the stream's end")
    }

    /// The next event, which must be a change.
    pub(crate) async fn change(&mut self) -> Value {
        let event = self.next().await.expect("the stream goes on");
        assert_eq!(event.name, "change", "{event:?}");
        assert_eq!(event.data["seq"], event.id);
        event.data
    }

    /// Nothing comes for a little while.
    pub(crate) async fn is_quiet(&mut self) {
        let early = tokio::time::timeout(Duration::from_millis(300), self.read()).await;
        assert!(early.is_err(), "{early:?}");
    }

    async fn read(&mut self) -> Option<Event> {
        loop {
            while let Some(end) = self.text.find("\n\n") {
                let rest = self.text.split_off(end + 2);
                let event = event_of(&std::mem::replace(&mut self.text, rest));
                if event.is_some() {
                    return event;
                }
            }
            // A stream that the box cuts at its end is as much over as one that it closes.
            let bytes = self.stream.next().await?.ok()?;
            self.text.push_str(std::str::from_utf8(&bytes).unwrap());
        }
    }
}

/// None for a comment.
fn event_of(block: &str) -> Option<Event> {
    let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    Some(Event {
        id: field("id")?.parse().unwrap(),
        name: field("event").unwrap_or("message").to_owned(),
        data: serde_json::from_str(field("data")?).unwrap(),
    })
}
