//! Around everything: each answer gets a name for the log, the headers that keep browsers careful, and a panic in
//! making it stays with that one request.

use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use poem::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use poem::{Endpoint, IntoResponse, Request, Response, Result};
use tracing::Instrument as _;

use super::{Facing, forwarded};
use crate::api::RouteName;
use crate::ctx::Met;
use crate::limit::{Limit, Wait, network_of};

pub(super) struct Front<E> {
    inner: E,
    facing: Facing,
    /// Where Telegram delivers, if it does here.
    webhook: Option<&'static str>,
    /// How often one caller may ask for what is nobody's own: the app's files, how the box is, an example family.
    visits: Limit,
}

/// So many at once, then so many a second, of what has no limit of its own. A browser keeps all of the app, which is some
/// hundred and fifty files, and a router may stand for all devices of a home.
const AT_ONCE: u16 = 3_000;
const EACH_SECOND: u16 = 100;

/// From a request to the beginning of its answer. Without it, somebody could begin requests that never end, a stream
/// at a time; what comes after the beginning has limits of its own.
const LONGEST: Duration = Duration::from_mins(1);

/// What every answer says to browsers. The app loads nothing from elsewhere and runs no script but its own files.
const CAREFUL: [(HeaderName, &str); 7] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
         connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// So long a browser comes by TLS only.
const A_YEAR: &str = "max-age=31536000";
/// In a home without a public name, whose owner may go back.
const A_MONTH: &str = "max-age=2592000";

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

impl<E> Front<E> {
    pub(super) fn new(inner: E, facing: Facing, webhook: Option<&'static str>) -> Self {
        Self { inner, facing, webhook, visits: Limit::per_second(EACH_SECOND, AT_ONCE) }
    }

    /// By which a person's report is found in the log: what a proxy or a program calls its request, or else sixteen
    /// hexadecimal digits.
    fn name(&self, given: Option<&str>) -> String {
        match given.filter(|given| is_a_name(given)) {
            Some(given) => given.to_owned(),
            None => format!("{:016x}", u64::from_be_bytes(self.facing.outside.chance())),
        }
    }

    /// Counts a request for what has no limit of its own.
    fn count(&self, path: &str, met: Met) -> std::result::Result<(), Wait> {
        // The API counts by who calls; Telegram calls as often as it has something to tell, and shows who it is.
        if path.starts_with("/api/") || self.webhook == Some(path) {
            return Ok(());
        }
        let caller = met.address.map(|address| network_of(address).to_string()).unwrap_or_default();
        self.visits.count(&caller, self.facing.outside.now()).map(|_| ())
    }

    /// What an address that is none of the API's is counted as; whatever the app itself is met at is one.
    fn plain_route<'p>(&self, path: &'p str) -> &'p str {
        match path {
            "/healthz" | "/readyz" | "/metrics" => path,
            _ if self.webhook == Some(path) => path,
            _ => "/",
        }
    }

    /// How it reached the box, or the proxy that `public_url` is served by.
    fn met(&self, request: &Request) -> Met {
        let met = forwarded::met(request, &self.facing.trusted);
        let host = request.header(header::HOST);
        let public = self.facing.public_url.as_ref().and_then(|url| url.as_str().strip_prefix("https://"));
        Met { over_tls: met.over_tls || (host.is_some() && host == public), ..met }
    }
}

impl<E: Endpoint> Endpoint for Front<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> Result<Response> {
        let (id, began) = (self.name(request.header(REQUEST_ID)), Instant::now());
        say_the_host(&mut request);
        let met = self.met(&request);
        request.set_data(met);
        // Whoever answers knows it by the name that the caller is told.
        if let Ok(name) = HeaderValue::from_str(&id) {
            request.headers_mut().insert(REQUEST_ID, name);
        }
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let mut response = if let Err(wait) = self.count(&path, met) {
            later(wait)
        } else {
            let span = tracing::info_span!("request", request.id = %id);
            answered(self.inner.call(request).instrument(span)).await
        };
        be_careful(response.headers_mut());
        if met.over_tls {
            // The owner's other names under it are not ours to decide for.
            let strict = HeaderValue::from_static(if self.facing.root.is_some() { A_MONTH } else { A_YEAR });
            response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, strict);
        }
        if let Ok(id) = HeaderValue::from_str(&id) {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        let route = match response.extensions_mut().remove::<RouteName>() {
            Some(RouteName(route)) => route,
            None => self.plain_route(&path).to_owned(),
        };
        self.facing.metrics.answered(method.as_str(), &route, response.status().as_u16(), began.elapsed());
        log(&id, &method, &path, response.status(), began);
        Ok(response)
    }
}

/// What comes of a request, whatever goes wrong with it.
async fn answered(answer: impl Future<Output = Result<impl IntoResponse>>) -> Response {
    match tokio::time::timeout(LONGEST, AssertUnwindSafe(answer).catch_unwind()).await {
        Err(_) => StatusCode::REQUEST_TIMEOUT.into_response(),
        Ok(Ok(Ok(answer))) => answer.into_response(),
        Ok(Ok(Err(error))) => error.into_response(),
        Ok(Err(_)) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn later(wait: Wait) -> Response {
    StatusCode::TOO_MANY_REQUESTS.with_header(header::RETRY_AFTER, wait.seconds).into_response()
}

/// By HTTP/2 the host stands in the address. Who looks for it finds it where HTTP/1 has it.
fn say_the_host(request: &mut Request) {
    let named =
        request.uri().authority().and_then(|authority| HeaderValue::from_str(authority.as_str()).ok());
    if let Some(named) = named.filter(|_| !request.headers().contains_key(header::HOST)) {
        request.headers_mut().insert(header::HOST, named);
    }
}

fn be_careful(headers: &mut HeaderMap) {
    for (name, value) in CAREFUL {
        // Whoever answered may be stricter.
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
}

/// A request's name as others make them: long enough to be one, and nothing that could be taken for more in a log.
fn is_a_name(given: &str) -> bool {
    (8..=64).contains(&given.len())
        && given.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

/// Addresses name nothing but our own ids; what stands behind the question mark may be a secret.
fn log(id: &str, method: &Method, path: &str, status: StatusCode, began: Instant) {
    let took_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    let status = status.as_u16();
    if status >= 500 {
        tracing::warn!(request.id = id, http.method = %method, http.path = path, http.status = status, took_ms, "a request could not be answered");
    } else {
        tracing::debug!(request.id = id, http.method = %method, http.path = path, http.status = status, took_ms, "answered a request");
    }
}
