//! Calls from pages of other sites: none changes anything, unless the owner named that site.

use poem::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use poem::{Request, Response};

use super::door::Door;

/// Where a request comes from, as its browser tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    /// One of our own pages, or a program that is no browser: it holds its secret by its owner's will.
    Own,
    /// A site that the owner named.
    Named(HeaderValue),
    Foreign,
}

/// What a page of a named site may send, and read.
const MAY_SEND: &str = "Accept-Language, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, \
    Last-Event-ID, X-Request-Id";
const MAY_READ: &str =
    "ETag, Idempotency-Replayed, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id";
const METHODS: &str = "GET, HEAD, POST, PUT, PATCH, DELETE";
/// A browser asks again after so many seconds.
const REMEMBERED: &str = "600";

/// Whether a page of another site sent a request, so that it must change nothing.
pub fn is_from_another_site(request: &Request, door: &Door) -> bool {
    Origin::of(request, door) != Origin::Own
}

impl Origin {
    pub(super) fn of(request: &Request, door: &Door) -> Self {
        let text =
            |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap_or("unreadable"));
        let origin = text("origin");
        if let Some(named) = origin.filter(|origin| door.allows(origin))
            && let Ok(named) = HeaderValue::from_str(named)
        {
            return Self::Named(named);
        }
        let is_own = match (text("sec-fetch-site"), origin) {
            (Some(site), _) => matches!(site, "same-origin" | "none"),
            (None, None) => true,
            (None, Some(origin)) => {
                let authority = origin.split_once("://").map(|(_, authority)| authority);
                (authority.is_some() && authority == text("host"))
                    || door.public_url().is_some_and(|url| url.as_str() == origin)
            }
        };
        if is_own { Self::Own } else { Self::Foreign }
    }

    /// Whether it must be refused: looking changes nothing, and a browser keeps the answer from the page.
    pub(super) fn must_not(&self, method: &Method) -> bool {
        *self == Self::Foreign && !method.is_safe()
    }

    /// The answer to a browser that asks beforehand what a named site's page may send.
    pub(super) fn preflight(&self, request: &Request) -> Option<Response> {
        let asks = request.method() == Method::OPTIONS
            && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
        (asks && matches!(self, Self::Named(_))).then(|| {
            Response::builder()
                .status(StatusCode::NO_CONTENT)
                .header(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS)
                .header(header::ACCESS_CONTROL_ALLOW_HEADERS, MAY_SEND)
                .header(header::ACCESS_CONTROL_MAX_AGE, REMEMBERED)
                .finish()
        })
    }

    /// A named site's page speaks with a token of its own, never with what the browser holds for us.
    pub(super) fn strip(&self, request: &mut Request) {
        if matches!(self, Self::Named(_)) {
            request.headers_mut().remove(header::COOKIE);
        }
    }

    /// Lets a named site's page read the answer.
    pub(super) fn tell(&self, headers: &mut HeaderMap) {
        if let Self::Named(origin) = self {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(MAY_READ));
        }
    }
}
