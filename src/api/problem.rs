//! What the HTTP door says when it does not do what was asked: RFC 9457 problems with a stable `code`.

use std::fmt;
use std::marker::PhantomData;

use poem::error::ResponseError;
use poem::http::{HeaderValue, StatusCode, header};
use poem::{IntoResponse, Response};
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, Registry};
use poem_openapi::types::{ToJSON, Type};
use poem_openapi::{ApiResponse, Object};

pub(super) use super::code::Code;
pub(super) use super::field::{FieldProblem, FieldWhy};
use super::scalar::Nullable;
use super::words;
use crate::error::{Error, Why};
use crate::ledger::Language;
use crate::limit::Wait;

/// Why a request was not done. Rendered in the request's language by the envelope around every operation.
#[derive(Debug)]
pub struct Problem {
    pub code: Code,
    pub errors: Vec<FieldProblem>,
    /// For [`Code::TooMany`]: seconds to wait.
    pub retry_after_s: Option<u32>,
    /// For [`Code::WrongMethod`]: the methods that the address knows.
    pub allow: Option<HeaderValue>,
    /// For the log alone: never told to a client.
    pub cause: Option<Error>,
}

impl Problem {
    pub const fn new(code: Code) -> Self {
        Self { code, errors: Vec::new(), retry_after_s: None, allow: None, cause: None }
    }

    /// A request out of shape, with what is wrong where.
    pub fn malformed(errors: Vec<FieldProblem>) -> Self {
        Self { errors, ..Self::new(Code::Malformed) }
    }

    /// One value of the body out of shape, by its path: `zone`, `wallets[0].balance`.
    pub fn field(path: &str, why: FieldWhy) -> Self {
        Self::malformed(vec![FieldProblem::in_body(path, why)])
    }

    /// One parameter of the address, or one header, out of shape.
    pub fn parameter(name: &str, why: FieldWhy) -> Self {
        Self::malformed(vec![FieldProblem::of_parameter(name, why)])
    }

    /// The reply, in a person's language, to the request of that id.
    pub fn render(&self, language: Language, request_id: &str) -> Response {
        let body = self.view(language, request_id);
        let mut response = Response::builder()
            .status(self.code.status())
            .content_type("application/problem+json")
            .header(header::CONTENT_LANGUAGE, language.code())
            .body(body.to_json_string());
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        if let Some(allow) = &self.allow {
            response.headers_mut().insert(header::ALLOW, allow.clone());
        }
        response
    }

    /// The body of such a reply, as an example for the document.
    pub(super) fn example(code: Code) -> serde_json::Value {
        let errors = match code {
            Code::Malformed => vec![FieldProblem::in_body("amount", FieldWhy::Type("integer"))],
            Code::Invalid => {
                vec![FieldProblem::in_body("wallet", FieldWhy::Rule(Why::Unknown))]
            }
            _ => Vec::new(),
        };
        let problem = Self { errors, ..Self::new(code) };
        problem.view(Language::English, "6a1f0c2b9d3e4875").to_json().unwrap_or_default()
    }

    fn view(&self, language: Language, request_id: &str) -> ProblemView {
        let said = words::problem(self.code, language);
        ProblemView {
            kind: format!("/api-docs#{}", self.code.as_str()),
            title: said.title.to_owned(),
            status: self.code.status().as_u16(),
            code: self.code.as_str().to_owned(),
            detail: match (self.code, self.retry_after_s) {
                (Code::TooMany, Some(seconds)) => words::wait(seconds, language),
                _ => said.detail.to_owned(),
            },
            request_id: request_id.to_owned(),
            errors: self.errors.iter().map(|error| FieldError::new(error, language)).collect(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.as_str())
    }
}

impl std::error::Error for Problem {}

impl ResponseError for Problem {
    fn status(&self) -> StatusCode {
        self.code.status()
    }
}

impl From<Wait> for Problem {
    fn from(wait: Wait) -> Self {
        Self { retry_after_s: Some(wait.seconds), ..Self::new(Code::TooMany) }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Missing { .. } => Self::new(Code::Missing),
            Error::Stale { .. } => Self::new(Code::Stale),
            Error::Overtaken { fields } => Self {
                errors: fields
                    .iter()
                    .map(|field| FieldProblem::in_body(field.name(), FieldWhy::Rule(Why::Changed)))
                    .collect(),
                ..Self::new(Code::Stale)
            },
            Error::Gone { .. } => Self::new(Code::Gone),
            Error::Forbidden => Self::new(Code::Forbidden),
            Error::Unauthenticated => Self::new(Code::Unauthenticated),
            Error::Invalid { field, why } => Self {
                errors: vec![FieldProblem::in_body(field, FieldWhy::Rule(why))],
                ..Self::new(Code::Invalid)
            },
            Error::Repeated => Self::new(Code::Repeated),
            Error::TooMany { retry_after_s } => {
                Self { retry_after_s: Some(retry_after_s), ..Self::new(Code::TooMany) }
            }
            Error::Full => Self::new(Code::StorageFull),
            Error::Unsettled { .. } => Self { cause: Some(error), ..Self::new(Code::Unsettled) },
            Error::Broken { .. } => Self { cause: Some(error), ..Self::new(Code::Broken) },
        }
    }
}

/// A problem, as RFC 9457 writes it.
#[derive(Debug, Object)]
#[oai(rename = "Problem")]
struct ProblemView {
    /// Where this kind of problem is explained.
    #[oai(rename = "type")]
    kind: String,
    /// What happened, in the reader's language.
    title: String,
    /// The HTTP status, again.
    status: u16,
    /// The stable name of the kind of problem, for programs.
    code: String,
    /// What was kept and what to do, in the reader's language.
    detail: String,
    /// The request's id, by which its lines in the box's log are found.
    request_id: String,
    /// Which values were not taken; empty when it is not about one.
    errors: Vec<FieldError>,
}

/// A value that was not taken.
#[derive(Debug, Object)]
struct FieldError {
    /// Where it stands: `text`, `wallets[0].balance`, or the parameter's name.
    field: String,
    /// The JSON pointer to it in the body, as a fragment: `#/wallets/0/balance`; `null` for a parameter of the
    /// address or a header.
    pointer: Nullable<String>,
    /// The stable name of what is wrong with it, for programs.
    code: String,
    /// What is wrong with it, in the reader's language.
    why: String,
}

impl FieldError {
    fn new(error: &FieldProblem, language: Language) -> Self {
        Self {
            field: error.at.field.clone(),
            pointer: error.at.pointer.clone().into(),
            code: error.why.code().to_owned(),
            why: words::why(&error.why, language),
        }
    }
}

/// What a family of operations may refuse with, for the API's document.
pub trait Refusals: Send + Sync + 'static {
    const CODES: &'static [Code];
}

/// Declares families of refusals.
macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident: $($code:ident)*;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub(super) struct $name;

        impl Refusals for $name {
            const CODES: &'static [Code] = &[$(Code::$code),*];
        }
    )*};
}
pub(super) use refusals;

refusals! {
    /// Open to everyone, with values in the address.
    Open: Malformed;
    /// Signing in.
    SigningIn: Malformed WrongPassword CodeNeeded WrongCode CrossSite TooLarge NotJson TooMany;
    /// Saying once more who one is.
    Proving: Malformed Unauthenticated CrossSite TooLarge NotJson Invalid TooMany;
    /// The first household of the box.
    SettingUp: Malformed CrossSite Gone TooLarge NotJson Invalid TooMany;
    /// Reading what the family has.
    Looking: Unauthenticated;
    /// Reading what is the owner's.
    Owning: Unauthenticated Forbidden;
    /// Reading a part of it that the address chooses.
    Choosing: Malformed Unauthenticated;
    /// Reading a list page by page.
    Paging: Malformed BadCursor Unauthenticated;
    /// Reading what the values in the address choose, which must fit together.
    Reading: Malformed Unauthenticated Invalid;
    /// Reading one thing.
    LookingAtOne: Unauthenticated Missing;
    /// An act without a body on the caller's own account.
    Acting: Unauthenticated CrossSite;
    /// The latest act of the caller, taken back.
    UndoingLatest: Unauthenticated Forbidden CrossSite Missing Stale;
    /// An act without a body on one thing.
    ActingOnOne: Unauthenticated Forbidden CrossSite Missing Gone;
    /// An act without a body on one thing, which is not there a second time.
    Removing: Unauthenticated Forbidden CrossSite Missing;
    /// Taking one act back.
    Undoing: Unauthenticated Forbidden CrossSite Missing Stale Gone;
    /// A yes to one draft.
    Confirming: Unauthenticated Forbidden CrossSite Missing Gone Invalid;
    /// A body about the caller's own account.
    Telling: Malformed Unauthenticated CrossSite TooLarge NotJson;
    /// A body that is looked into and changes nothing.
    Asking: Malformed Unauthenticated CrossSite TooLarge NotJson Invalid;
    /// A message.
    Saying: Malformed Unauthenticated Forbidden CrossSite Missing Gone TooLarge NotJson Invalid;
    /// A body that makes a new thing.
    Making: Malformed Unauthenticated Forbidden CrossSite TooLarge NotJson Invalid;
    /// A body that asks for a secret with no more rights than the caller's.
    Exchanging: Malformed Unauthenticated Forbidden CrossSite TooLarge NotJson;
    /// Beginning a passkey.
    OfferingPasskey: Malformed Unauthenticated CrossSite TooLarge NotJson NoPasskeysHere Invalid TooMany;
    /// A new passkey.
    AddingPasskey: Malformed Unauthenticated CrossSite Gone TooLarge NotJson Invalid;
    /// Asking for a passkey.
    AskingForPasskey: CrossSite NoPasskeysHere;
    /// Signing in with a passkey.
    EnteringByPasskey: Malformed WrongPasskey CrossSite TooLarge NotJson;
    /// A body that names all things of a kind, in their new order.
    Arranging: Malformed Unauthenticated Forbidden CrossSite TooLarge NotJson Invalid;
    /// A file for one thing.
    Attaching: Unauthenticated Forbidden CrossSite Missing Gone TooLarge Invalid;
    /// A body that names several things, to change all of them alike.
    Several: Malformed Unauthenticated Forbidden CrossSite Missing Gone TooLarge NotJson;
    /// A body that sets a value of one thing, whatever it was.
    Setting: Malformed Unauthenticated Forbidden CrossSite Missing TooLarge NotJson Invalid;
    /// A body that changes one thing.
    Changing: Malformed Unauthenticated Forbidden CrossSite Missing Stale Gone TooLarge NotJson Invalid;
    /// A body that changes one thing which stays whatever becomes of it.
    Amending: Malformed Unauthenticated Forbidden CrossSite Missing Stale TooLarge NotJson Invalid;
    /// A body that changes one draft.
    Fixing: Malformed Unauthenticated Forbidden CrossSite Missing Gone TooLarge NotJson Invalid;
}

/// A [`Problem`] out of an operation that may refuse as `R` lists.
pub struct Refused<R>(Problem, PhantomData<R>);

impl<R> fmt::Debug for Refused<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<R> From<Problem> for Refused<R> {
    fn from(problem: Problem) -> Self {
        Self(problem, PhantomData)
    }
}

impl<R> From<Refused<R>> for poem::Error {
    fn from(refused: Refused<R>) -> Self {
        refused.0.into()
    }
}

impl<R: Refusals> ApiResponse for Refused<R> {
    fn meta() -> MetaResponses {
        let mut statuses: Vec<u16> = R::CODES.iter().map(|code| code.status().as_u16()).collect();
        statuses.sort_unstable();
        statuses.dedup();
        let mut responses: Vec<MetaResponse> = statuses
            .into_iter()
            .map(|status| {
                let codes = R::CODES.iter().filter(|code| code.status().as_u16() == status);
                let meanings: Vec<&str> = codes.map(|code| code.meaning()).collect();
                response(Some(status), meanings.join(" "))
            })
            .collect();
        responses.push(response(
            None,
            "The box's own trouble: `broken`, `unsettled`, `unavailable` or `storage_full`.".into(),
        ));
        MetaResponses { responses }
    }

    fn register(registry: &mut Registry) {
        ProblemView::register(registry);
    }
}

fn response(status: Option<u16>, description: String) -> MetaResponse {
    MetaResponse {
        // The document is made once in a process's life, from a fixed set of texts.
        description: Box::leak(description.into_boxed_str()),
        status,
        status_range: None,
        content: vec![MetaMediaType {
            content_type: "application/problem+json",
            schema: ProblemView::schema_ref(),
        }],
        headers: Vec::new(),
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.render(Language::default(), "")
    }
}
