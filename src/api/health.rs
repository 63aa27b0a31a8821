//! Whether the box lives, whether it can do its work, and its figures: for supervisors, for Prometheus, and the tests'
//! patience.

use poem::http::{HeaderMap, StatusCode, header};
use poem::{Endpoint, Request, Response};
use serde_json::json;

use super::caller::{Caller, address_of};
use super::door::Door;
use super::problem::Problem;
use super::speech::Speech;
use super::visit::Visit;
use crate::doctor::Doctor;
use crate::metrics::Page;

/// What `/healthz`, `/readyz` and `/metrics` ask.
#[derive(Debug, Clone)]
pub struct Health {
    doctor: Doctor,
    door: Door,
}

impl Health {
    pub const fn new(doctor: Doctor, door: Door) -> Self {
        Self { doctor, door }
    }

    /// Answers as long as the process does.
    pub fn alive(&self) -> impl Endpoint<Output = Response> + 'static {
        poem::endpoint::make_sync(|_| answer(StatusCode::OK, &json!({ "status": "ok" })))
    }

    /// Whether the box can do its work, and what is in the way. Writes nothing.
    pub fn ready(&self) -> impl Endpoint<Output = Response> + 'static {
        let this = self.clone();
        poem::endpoint::make(move |_| {
            let this = this.clone();
            async move { this.look().await }
        })
    }

    /// Every figure, for programs on this machine, and elsewhere for a token of an owner's with the scope `account`.
    pub fn figures(&self) -> impl Endpoint<Output = Response> + 'static {
        let this = self.clone();
        poem::endpoint::make(move |request| {
            let this = this.clone();
            async move { this.tell(request).await }
        })
    }

    /// Whether the box can do its work.
    pub async fn is_ready(&self) -> bool {
        self.doctor.readiness().await.is_ready()
    }

    async fn look(&self) -> Response {
        let found = self.doctor.readiness().await;
        let (status, word) = if found.is_ready() {
            (StatusCode::OK, "ready")
        } else {
            (StatusCode::SERVICE_UNAVAILABLE, "not ready")
        };
        let troubles: Vec<&str> = found.troubles.iter().map(|trouble| trouble.code()).collect();
        let tasks: serde_json::Map<_, _> =
            found.tasks.iter().map(|(name, phase)| ((*name).to_owned(), (*phase).into())).collect();
        let store = if troubles.contains(&"store_unreadable") { "unreadable" } else { "ok" };
        let checks = json!({ "store": store, "tasks": tasks });
        answer(status, &json!({ "status": word, "troubles": troubles, "checks": checks }))
    }

    async fn tell(&self, mut request: Request) -> Response {
        if !is_of_this_machine(&request)
            && let Err(problem) = self.is_an_owner(&mut request).await
        {
            let language = Speech::of(request.headers(), self.door.language()).language();
            return problem.render(language, Visit::of(&request).id());
        }
        let page = self.doctor.figures().await;
        Response::builder()
            .content_type(Page::CONTENT_TYPE)
            .header(header::CACHE_CONTROL, "no-store")
            .body(page.into_text())
    }

    async fn is_an_owner(&self, request: &mut Request) -> Result<(), Problem> {
        request.set_data(self.door.clone());
        request.set_data(Speech::of(request.headers(), self.door.language()));
        request.set_data(Visit::of(request));
        // An address that is in no row of the scopes needs the highest.
        Caller::of(request)?.run(|me| me.as_keeper().map(|_| ())).await
    }
}

/// Whether a program on this machine asks, and not a proxy on it for somebody elsewhere.
fn is_of_this_machine(request: &Request) -> bool {
    address_of(request).is_some_and(|address| address.is_loopback()) && !is_forwarded(request.headers())
}

fn is_forwarded(headers: &HeaderMap) -> bool {
    ["forwarded", "x-forwarded-for", "x-real-ip", "via"].iter().any(|name| headers.contains_key(*name))
}

fn answer(status: StatusCode, body: &serde_json::Value) -> Response {
    Response::builder()
        .status(status)
        .content_type("application/json")
        .header(header::CACHE_CONTROL, "no-store")
        .body(body.to_string())
}
