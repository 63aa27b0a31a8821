//! Around every operation: who may call from where, the caller's language, and one form for everything that goes
//! wrong, whether a handler, the router or the parser of requests says so.

use poem::error::{MethodNotAllowedError, NotFoundError, ReadBodyError};
use poem::http::{HeaderMap, HeaderValue, Method, header};
use poem::{Endpoint, IntoResponse, Request, Response, Result};
use poem_openapi::OpenApi;
use poem_openapi::error::{ContentTypeError, ParseParamError, ParsePathError};

use super::Operations;
use super::caller::Speech;
use super::door::Door;
use super::problem::{Code, FieldWhy, Problem};
use crate::error::Error;

/// Wraps the API.
pub(super) struct Envelope<E> {
    inner: E,
    door: Door,
    methods: Methods,
}

impl<E> Envelope<E> {
    pub(super) fn new(inner: E, door: Door) -> Self {
        Self { inner, door, methods: Methods::of_operations() }
    }
}

impl<E: Endpoint> Endpoint for Envelope<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> Result<Response> {
        let speech = Speech::of(request.headers(), self.door.language());
        request.set_data(self.door.clone());
        request.set_data(speech.clone());
        let path = request.uri().path().to_owned();
        let outcome = if is_from_elsewhere(request.method(), request.headers(), &self.door) {
            Err(Problem::new(Code::CrossSite).into())
        } else {
            self.inner.call(request).await
        };
        let mut response = match outcome {
            Ok(answer) => answer.into_response(),
            Err(error) => {
                let problem = self.problem_of(error, &path);
                log(&problem);
                problem.render(speech.language())
            }
        };
        let headers = response.headers_mut();
        if !headers.contains_key(header::ETAG) {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        headers.insert(header::VARY, HeaderValue::from_static("Cookie, Accept-Language"));
        Ok(response)
    }
}

impl<E> Envelope<E> {
    fn problem_of(&self, error: poem::Error, path: &str) -> Problem {
        let error = match error.downcast::<Problem>() {
            Ok(problem) => return problem,
            Err(error) => error,
        };
        if error.is::<NotFoundError>() {
            Problem::new(Code::NoSuchAddress)
        } else if error.is::<MethodNotAllowedError>() {
            Problem { allow: self.methods.allowed(path), ..Problem::new(Code::WrongMethod) }
        } else if error.is::<ParsePathError>() {
            // What has no valid id does not exist.
            Problem::new(Code::Missing)
        } else if let Some(ParseParamError { name, .. }) = error.downcast_ref() {
            Problem::field(*name, FieldWhy::Shape)
        } else if error.is::<ContentTypeError>() {
            Problem::new(Code::NotJson)
        } else if let Some(ReadBodyError::PayloadTooLarge) = error.downcast_ref() {
            Problem::new(Code::TooLarge)
        } else if error.status().is_client_error() {
            Problem::new(Code::Malformed)
        } else {
            Error::broken("answering a request", error.to_string()).into()
        }
    }
}

/// A client's mistake is no news; the box's own trouble is told once, here, with its causes.
fn log(problem: &Problem) {
    let Some(cause) = &problem.cause else { return };
    let mut causes = cause.to_string();
    let mut inner = std::error::Error::source(cause);
    while let Some(error) = inner {
        causes.push_str(": ");
        causes.push_str(&error.to_string());
        inner = error.source();
    }
    tracing::error!(error = %causes, "a request failed");
}

/// Whether a browser says that another site's page sent this, and it would change something. A program that is
/// no browser says nothing of the kind, and holds its cookie by its owner's will.
fn is_from_elsewhere(method: &Method, headers: &HeaderMap, door: &Door) -> bool {
    if method.is_safe() {
        return false;
    }
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => !matches!(site, "same-origin" | "none"),
        (None, None) => false,
        (None, Some(origin)) => {
            let own = origin.split_once("://").map(|(_, authority)| authority);
            let is_own = own.is_some() && own == text("host");
            !is_own && door.public_url().is_none_or(|url| url.as_str() != origin)
        }
    }
}

/// Which methods each address knows.
struct Methods(Vec<(Vec<String>, String)>);

impl Methods {
    fn of_operations() -> Self {
        let paths = <Operations as OpenApi>::meta().into_iter().flat_map(|api| api.paths);
        // The same address may be described in several parts.
        let mut known: Vec<(Vec<String>, String)> = Vec::new();
        for path in paths {
            let segments: Vec<String> = path.path.split('/').map(str::to_owned).collect();
            let mut methods: Vec<&str> =
                path.operations.iter().map(|operation| operation.method.as_str()).collect();
            if methods.contains(&"GET") {
                methods.push("HEAD");
            }
            match known.iter_mut().find(|(known, _)| *known == segments) {
                Some((_, all)) => *all = format!("{all}, {}", methods.join(", ")),
                None => known.push((segments, methods.join(", "))),
            }
        }
        Self(known)
    }

    fn allowed(&self, path: &str) -> Option<HeaderValue> {
        let segments: Vec<&str> = path.split('/').collect();
        let fits = |pattern: &[String]| {
            pattern.len() == segments.len()
                && pattern
                    .iter()
                    .zip(&segments)
                    .all(|(part, segment)| part.starts_with('{') || part == segment)
        };
        let (_, methods) = self.0.iter().find(|(pattern, _)| fits(pattern))?;
        HeaderValue::from_str(methods).ok()
    }
}
