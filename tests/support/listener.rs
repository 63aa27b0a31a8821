//! A server on this machine that writes down what it is sent, over real HTTP: for what the box tells elsewhere.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use poem::http::StatusCode;
use poem::listener::{Acceptor as _, Listener as _, TcpListener};
use poem::{EndpointExt as _, Request, Response, Server};
use tokio::task::JoinHandle;

/// A running one. Stops when dropped.
pub(crate) struct Listening {
    /// `127.0.0.1:40123`.
    pub(crate) address: String,
    heard: Arc<Mutex<Heard>>,
    task: JoinHandle<()>,
}

#[derive(Default)]
struct Heard {
    calls: Vec<Call>,
    /// The next so many calls are answered with 503.
    fails: usize,
}

/// A call that it got.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) auth: String,
    pub(crate) body: String,
}

impl Listening {
    pub(crate) async fn start() -> Self {
        let heard = Arc::new(Mutex::new(Heard::default()));
        let acceptor = TcpListener::bind("127.0.0.1:0").into_acceptor().await.unwrap();
        let address = acceptor.local_addr().remove(0).as_socket_addr().copied().unwrap();
        let listening = Arc::clone(&heard);
        let endpoint = poem::endpoint::make(move |request| {
            let heard = Arc::clone(&listening);
            async move { answer(&heard, request).await }
        });
        #[expect(clippy::disallowed_methods, reason = "owned by the fake, and ended with it")]
        let task = tokio::spawn(async move {
            let _ = Server::new_with_acceptor(acceptor).run(endpoint.map_to_response()).await;
        });
        Self { address: address.to_string(), heard, task }
    }

    /// The next so many calls fail.
    pub(crate) fn fail(&self, times: usize) {
        self.heard().fails = times;
    }

    pub(crate) fn calls(&self) -> Vec<Call> {
        self.heard().calls.clone()
    }

    /// Waits until it got so many calls.
    pub(crate) async fn until_called(&self, times: usize) {
        for _ in 0..1_000 {
            if self.heard().calls.len() >= times {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("only {:?} of {times} calls came", self.calls());
    }

    fn heard(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap()
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(heard: &Mutex<Heard>, request: Request) -> Response {
    let (method, path) = (request.method().to_string(), request.uri().path().to_owned());
    let auth = request.header("x-sentry-auth").unwrap_or_default().to_owned();
    let body = request.into_body().into_string().await.unwrap();
    let mut heard = heard.lock().unwrap();
    heard.calls.push(Call { method, path, auth, body });
    let status = if heard.fails > 0 { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    heard.fails = heard.fails.saturating_sub(1);
    Response::builder().status(status).finish()
}
