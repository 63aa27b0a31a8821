//! Whether the box lives, and whether it can do its work: for supervisors and the tests' patience.

use poem::http::{StatusCode, header};
use poem::{Endpoint, Response};
use serde_json::json;

use crate::app::{App, Error};
use crate::tasks::{Phase, Tasks, blocking};

/// What `/healthz` and `/readyz` ask.
#[derive(Debug, Clone)]
pub struct Health {
    app: App,
    tasks: Tasks,
}

impl Health {
    pub const fn new(app: App, tasks: Tasks) -> Self {
        Self { app, tasks }
    }

    /// Answers as long as the process does.
    pub fn alive(&self) -> impl Endpoint<Output = Response> + 'static {
        poem::endpoint::make_sync(|_| answer(StatusCode::OK, &json!({ "status": "ok" })))
    }

    /// Whether the store can be read and every task runs.
    pub fn ready(&self) -> impl Endpoint<Output = Response> + 'static {
        let this = self.clone();
        poem::endpoint::make(move |_| {
            let this = this.clone();
            async move { this.look().await }
        })
    }

    async fn look(&self) -> Response {
        let app = self.app.clone();
        let store: Result<bool, Error> = blocking(move || app.is_set_up()).await;
        if let Err(error) = &store {
            tracing::warn!(%error, "the store cannot be read");
        }
        let tasks: serde_json::Map<_, _> = self
            .tasks
            .status()
            .into_iter()
            .map(|task| {
                let phase = match task.phase {
                    Phase::Running(_) => "running",
                    Phase::Waiting => "waiting",
                    Phase::Ended => "ended",
                };
                (task.name.to_owned(), phase.into())
            })
            .collect();
        let stopping = self.tasks.stopping().is_cancelled();
        let is_ready = store.is_ok() && !stopping && tasks.values().all(|phase| phase != "ended");
        let (status, word) =
            if is_ready { (StatusCode::OK, "ready") } else { (StatusCode::SERVICE_UNAVAILABLE, "not ready") };
        let store = if store.is_ok() { "ok" } else { "unreadable" };
        answer(status, &json!({ "status": word, "checks": { "store": store, "tasks": tasks } }))
    }
}

fn answer(status: StatusCode, body: &serde_json::Value) -> Response {
    Response::builder()
        .status(status)
        .content_type("application/json")
        .header(header::CACHE_CONTROL, "no-store")
        .body(body.to_string())
}
