//! Around everything: each answer gets a name for the log, the headers that keep browsers careful, and a panic in
//! making it stays with that one request.

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use futures_util::FutureExt as _;
use poem::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use poem::{Endpoint, IntoResponse, Request, Response, Result};
use tracing::Instrument as _;

use crate::outside::Outside;

pub(super) struct Front<E> {
    inner: E,
    outside: Outside,
}

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

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

impl<E> Front<E> {
    pub(super) fn new(inner: E, outside: Outside) -> Self {
        Self { inner, outside }
    }

    /// Sixteen hexadecimal digits, by which a person's report is found in the log.
    fn name(&self) -> String {
        format!("{:016x}", u64::from_be_bytes(self.outside.chance()))
    }
}

impl<E: Endpoint> Endpoint for Front<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let (id, began) = (self.name(), Instant::now());
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let span = tracing::info_span!("request", request.id = %id);
        let answer = AssertUnwindSafe(self.inner.call(request)).catch_unwind().instrument(span).await;
        let mut response = match answer {
            Ok(Ok(answer)) => answer.into_response(),
            Ok(Err(error)) => error.into_response(),
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        };
        be_careful(response.headers_mut());
        if let Ok(id) = HeaderValue::from_str(&id) {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        log(&id, &method, &path, response.status(), began);
        Ok(response)
    }
}

fn be_careful(headers: &mut HeaderMap) {
    for (name, value) in CAREFUL {
        headers.insert(name, HeaderValue::from_static(value));
    }
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
