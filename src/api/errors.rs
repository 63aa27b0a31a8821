//! What went wrong in the box and in the family's browsers.

use poem_openapi::param::{Path, Query};
use poem_openapi::{Enum, Object, OpenApi};

use super::Tags;
use super::body::Body;
use super::caller::Caller;
use super::problem::{Code, Refusals, Refused, Removing, Telling, refusals};
use super::reply::{Done, Shown};
use super::scalar::{Instant, Nullable};
use crate::app::{BrowserError as Said, Fault, FaultId, MetIn};

#[derive(Debug)]
pub(super) struct Errors;

refusals! {
    /// Reading a part of what is the owner's that the address chooses.
    OwnersChoosing: Malformed Unauthenticated Forbidden;
}

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Box")]
impl Errors {
    /// Report an error of a page
    ///
    /// For the app's own pages. Texts in quotes, figures, and everything of an address but which page it is are let go before
    /// anything is kept. Errors that are alike are counted; what comes too often is taken and let go.
    #[oai(path = "/errors", method = "post", operation_id = "report_error")]
    async fn report(&self, caller: Caller, error: Body<BrowserError>) -> Result<Done, Refused<Telling>> {
        let said = Said::from(error.0);
        caller.run(move |me| me.report_fault(&said)).await?;
        Ok(Done)
    }

    /// Look at the errors
    ///
    /// One for all that are alike, the last met first: at most 200, for 90 days after they were last met. Only by an owner of
    /// the household that the box was set up with.
    #[oai(path = "/errors", method = "get", operation_id = "list_errors")]
    async fn list(
        &self,
        caller: Caller,
        /// Only those that are solved, or only those that are not.
        solved: Query<Option<bool>>,
    ) -> Result<Shown<ErrorList>, Refused<OwnersChoosing>> {
        let faults = caller.run(|me| me.as_keeper()?.faults()).await?;
        let asked = |fault: &Fault| solved.0.is_none_or(|solved| fault.solved.is_some() == solved);
        Ok(Shown(ErrorList { items: faults.into_iter().filter(asked).map(ErrorGroup::from).collect() }))
    }

    /// Say that an error is solved
    ///
    /// Until it comes back: then it is open again. Only by an owner of the household that the box was set up with.
    #[oai(path = "/errors/:id/solve", method = "post", operation_id = "solve_error")]
    async fn solve(&self, caller: Caller, id: Path<FaultId>) -> Result<Shown<ErrorGroup>, Refused<Removing>> {
        Ok(Shown(caller.run(move |me| Ok(me.as_keeper()?.solve_fault(id.0)?.into())).await?))
    }
}

/// An error of a page, as the browser tells it.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct BrowserError {
    /// What the browser calls it: `TypeError`.
    #[oai(validator(max_length = 100))]
    kind: String,
    #[oai(validator(max_length = 2000))]
    message: String,
    /// As the browser writes it.
    #[oai(default, validator(max_length = 8000))]
    stack: String,
    /// The address of the page, without the box's.
    #[oai(default, validator(max_length = 500))]
    page: String,
}

/// What went wrong.
#[derive(Debug, Object)]
pub(super) struct ErrorList {
    items: Vec<ErrorGroup>,
}

/// Errors that are alike.
#[derive(Debug, Object)]
pub(super) struct ErrorGroup {
    id: FaultId,
    source: ErrorSource,
    /// `panic`, `error`, or what the browser calls it.
    kind: String,
    message: String,
    /// In the program: file, line, and in a browser the column.
    place: String,
    /// The page that it was last met on, in a browser.
    page: Nullable<String>,
    /// The box's version when it was last met.
    version: String,
    count: u64,
    first: Instant,
    last: Instant,
    /// When its keeper said that it is; `null`: it is open.
    solved: Nullable<Instant>,
    /// How often it came back after that.
    returns: u32,
}

/// Where an error was met.
#[derive(Debug, Clone, Copy, Enum)]
#[oai(rename_all = "snake_case")]
enum ErrorSource {
    Box,
    Browser,
}

impl From<BrowserError> for Said {
    fn from(error: BrowserError) -> Self {
        let BrowserError { kind, message, stack, page } = error;
        Self { kind, message, stack, page }
    }
}

impl From<Fault> for ErrorGroup {
    fn from(fault: Fault) -> Self {
        let source = match fault.met.source {
            MetIn::Box => ErrorSource::Box,
            MetIn::Browser => ErrorSource::Browser,
        };
        Self {
            id: fault.id,
            source,
            kind: fault.met.kind,
            message: fault.met.message,
            place: fault.met.place,
            page: fault.page.into(),
            version: fault.version,
            count: fault.count,
            first: fault.first.into(),
            last: fault.last.into(),
            solved: fault.solved.map(Instant).into(),
            returns: fault.returns,
        }
    }
}
