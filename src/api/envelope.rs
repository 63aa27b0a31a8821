//! Around every operation: who may call from where and how often, what is done once, the caller's language, what every
//! answer says, and one form for everything that goes wrong, whether a handler, the router or the parser says so.

use std::sync::Arc;

use poem::error::{MethodNotAllowedError, NotFoundError, ReadBodyError};
use poem::http::{HeaderValue, Method, StatusCode, header};
use poem::{Endpoint, IntoResponse as _, Request, Response, Result};
use poem_openapi::error::{ContentTypeError, ParseParamError, ParsePathError};

use super::addresses::Addresses;
use super::caller::{Caller, address_of};
use super::cross::Origin;
use super::door::Door;
use super::problem::{Code, FieldWhy, Problem};
use super::speech::Speech;
use super::tag::{self, IfMatch, Known};
use super::visit::{Subject, Visit};
use super::{once, smaller};
use crate::error::Error;

/// Wraps the API.
pub(super) struct Envelope<E> {
    inner: Arc<E>,
    door: Door,
    addresses: Addresses,
}

/// Which of the API's addresses an answer is of, for whoever counts answers.
#[derive(Debug, Clone)]
pub struct RouteName(pub String);

/// What is still asked of a request after it was given away.
struct Asked {
    method: Method,
    path: String,
    /// With what stands behind the question mark.
    address: String,
    origin: Origin,
    known: Known,
    has_condition: bool,
    takes_smaller: bool,
}

/// Nothing of the API is a page.
const NO_PAGE: &str = "default-src 'none'; frame-ancestors 'none'";

impl<E> Envelope<E> {
    pub(super) fn new(inner: E, door: Door) -> Self {
        Self { inner: Arc::new(inner), door, addresses: Addresses::of_operations() }
    }
}

impl<E: Endpoint + 'static> Endpoint for Envelope<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> Result<Response> {
        // The same answer with the same headers; only its body stays here.
        let is_head = request.method() == Method::HEAD;
        if is_head {
            request.set_method(Method::GET);
        }
        let asked = Asked::of(&request, &self.door);
        let speech = Speech::of(request.headers(), self.door.language());
        let visit = Visit::of(&request);
        let outcome = self.answer(request, &asked, &speech, &visit).await;
        let response = match outcome {
            Ok(response) => response,
            Err(error) => {
                let problem = self.problem_of(error, &asked);
                log(&problem);
                problem.render(speech.language(), visit.id())
            }
        };
        let mut response = tag::settle(response, &visit, &asked.known, &asked.method, &asked.address).await;
        if asked.takes_smaller {
            response = smaller::make(response).await;
        }
        let headers = response.headers_mut();
        if !headers.contains_key(header::ETAG) {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        headers.insert(
            header::VARY,
            HeaderValue::from_static("Cookie, Authorization, Accept-Language, Accept-Encoding, Origin"),
        );
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(NO_PAGE));
        visit.tell_standing(headers);
        asked.origin.tell(headers);
        if is_head {
            response.take_body();
        }
        let route = self.addresses.route(&asked.path).unwrap_or_else(|| "/api".to_owned());
        response.extensions_mut().insert(RouteName(route));
        Ok(response)
    }
}

impl<E: Endpoint + 'static> Envelope<E> {
    async fn answer(
        &self,
        mut request: Request,
        asked: &Asked,
        speech: &Speech,
        visit: &Visit,
    ) -> Result<Response> {
        let from = address_of(&request);
        let subject =
            if Caller::is_named(request.headers()) { Subject::Address(from) } else { Subject::Visitor(from) };
        visit.count(&self.door, &subject).map_err(Problem::from)?;
        if let Some(response) = asked.origin.preflight(&request) {
            return Ok(response);
        }
        if asked.origin.must_not(&asked.method) {
            return Err(Problem::new(Code::CrossSite).into());
        }
        asked.origin.strip(&mut request);
        request.set_data(self.door.clone());
        request.set_data(speech.clone());
        request.set_data(visit.clone());
        let operation = self.addresses.find(&asked.method, &asked.path);
        if let Some(operation) = operation {
            operation.check(&request)?;
        }
        if let Some(operation) = operation.filter(|operation| operation.takes_a_key())
            && let Some(key) = once::key_of(&request)?
        {
            let call = once::Keyed {
                key,
                largest_body: operation.largest_body(),
                needs_a_place: operation.needs_a_place(),
            };
            return once::answer(self.inner.clone(), request, visit.clone(), call).await;
        }
        if operation.is_some_and(|operation| operation.is_for_members)
            && let Some(unchanged) = asked.unchanged(&request, visit).await?
        {
            return Ok(unchanged);
        }
        Ok(self.inner.call(request).await?.into_response())
    }

    fn problem_of(&self, error: poem::Error, asked: &Asked) -> Problem {
        let error = match error.downcast::<Problem>() {
            // What was looked at is named by the body's version or by a header; the latter has a status of its own.
            Ok(problem) if problem.code == Code::Stale && asked.has_condition => {
                return Problem { code: Code::Outdated, ..problem };
            }
            Ok(problem) => return problem,
            Err(error) => error,
        };
        if error.is::<NotFoundError>() {
            Problem::new(Code::NoSuchAddress)
        } else if error.is::<MethodNotAllowedError>() {
            Problem { allow: self.addresses.allowed(&asked.path), ..Problem::new(Code::WrongMethod) }
        } else if error.is::<ParsePathError>() {
            // What has no valid id does not exist.
            Problem::new(Code::Missing)
        } else if let Some(ParseParamError { name, .. }) = error.downcast_ref() {
            Problem::parameter(name, FieldWhy::Shape)
        } else if error.is::<ContentTypeError>() {
            Problem::new(Code::NotJson)
        } else if let Some(ReadBodyError::PayloadTooLarge) = error.downcast_ref() {
            Problem::new(Code::TooLarge)
        } else if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Problem::new(Code::TooLarge)
        } else if error.status().is_client_error() {
            Problem::new(Code::Malformed)
        } else {
            Error::broken("answering a request", error.to_string()).into()
        }
    }
}

impl Asked {
    fn of(request: &Request, door: &Door) -> Self {
        let address = request.uri().path_and_query().map_or("", |address| address.as_str());
        Self {
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
            address: address.to_owned(),
            origin: Origin::of(request, door),
            known: Known::of(request),
            has_condition: IfMatch::of(request.headers()) != IfMatch::Any,
            takes_smaller: smaller::is_taken(request.headers()),
        }
    }

    /// That the caller has the answer already, as far as the state of the store tells.
    async fn unchanged(&self, request: &Request, visit: &Visit) -> Result<Option<Response>, Problem> {
        if !self.known.names_a_state() {
            return Ok(None);
        }
        let caller = Caller::of(request)?;
        caller.run(|_| Ok(())).await?;
        Ok(visit.state().and_then(|state| self.known.unchanged(state, &self.address)))
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
