//! `Idempotency-Key`: a call that changes something and has a key is done once, and answered the same every time.
//!
//! This stands before every such operation; an operation does nothing for it but write through its member's handle.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use poem::error::ReadBodyError;
use poem::http::{HeaderName, HeaderValue, StatusCode, header};
use poem::{Body, Endpoint, IntoResponse as _, Request, Response, Result};

use super::attachments::Place;
use super::caller::Caller;
use super::problem::{Code, FieldWhy, Problem};
use super::visit::Visit;
use crate::app::{Call, Earlier};
use crate::error::Why;
use crate::tasks::to_its_end;

pub(super) const KEY: &str = "idempotency-key";

/// Marks an answer that was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// The longest key.
pub(super) const LONGEST: usize = 64;

/// A larger answer is not kept.
const LARGEST_ANSWER: usize = 256 * 1024;

/// Set beside an answer that holds a secret: it is shown once and kept nowhere.
#[derive(Debug, Clone, Copy)]
pub(super) struct ShownOnce;

/// A request's key, and how large its body may be; none where there is none.
#[derive(Debug)]
pub(super) struct Keyed {
    pub key: String,
    pub largest_body: Option<usize>,
    /// Whether the body is as large as a file.
    pub needs_a_place: bool,
}

/// The calls with a key that are at work.
#[derive(Debug, Clone, Default)]
pub(super) struct AtWork(Arc<Mutex<BTreeSet<(String, String)>>>);

/// One of them, until it is dropped.
struct Turn(AtWork, (String, String));

impl AtWork {
    fn begin(&self, who: &str, key: &str) -> Result<Turn, Problem> {
        let turn = (who.to_owned(), key.to_owned());
        let mut at_work = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if at_work.insert(turn.clone()) {
            Ok(Turn(self.clone(), turn))
        } else {
            Err(Problem { retry_after_s: Some(1), ..Problem::new(Code::UnderWay) })
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.1);
    }
}

/// The key of a request, if it has one.
pub(super) fn key_of(request: &Request) -> Result<Option<String>, Problem> {
    let Some(key) = request.headers().get(KEY) else { return Ok(None) };
    let why = match key.to_str() {
        Ok("") => FieldWhy::Rule(Why::Empty),
        Ok(key) if key.len() > LONGEST => FieldWhy::Rule(Why::TooLong { most: LONGEST }),
        // A header may hold a tab, a name may not.
        Ok(key) if !key.contains('\t') => return Ok(Some(key.to_owned())),
        _ => FieldWhy::Shape,
    };
    Err(Problem::parameter("Idempotency-Key", why))
}

/// Answers a request with a key: as before, if it came before.
pub(super) async fn answer<E: Endpoint + 'static>(
    inner: Arc<E>,
    mut request: Request,
    visit: Visit,
    Keyed { key, largest_body, needs_a_place }: Keyed,
) -> Result<Response> {
    let caller = Caller::of(&request)?;
    // Of somebody unknown nothing is read.
    caller.run(|_| Ok(())).await?;
    if needs_a_place {
        request.set_data(Place::taken().await?);
    }
    let body = match largest_body {
        Some(largest) => read(request.take_body(), largest).await?,
        // What nobody reads makes no other call of it.
        None => Vec::new(),
    };
    let turn = caller.door.at_work().begin(caller.secret(), &key)?;
    let address = request.uri().path_and_query().map_or("", |address| address.as_str());
    let asked = [request.method().as_str().as_bytes(), address.as_bytes(), &body];
    let call = Call::new(&key, &asked, caller.door.outside().chance());
    match caller.run(move |me| me.earlier(&call)).await? {
        None => {}
        Some(Earlier::Another) => return Err(Problem::new(Code::KeyReused).into()),
        Some(Earlier::Unanswered) => return Err(Problem::new(Code::Repeated).into()),
        Some(Earlier::Answered(kept)) => return Ok(replay(&kept)),
    }
    visit.is_call(call);
    request.set_body(body);
    // Whoever hangs up before the answer will ask again: it must be kept all the same.
    to_its_end(async move {
        let _turn = turn;
        let response = inner.call(request).await?.into_response();
        if !response.status().is_success() || response.data::<ShownOnce>().is_some() {
            return Ok(response);
        }
        let (parts, body) = response.into_parts();
        let bytes = body.into_bytes().await.map_err(|_| Problem::new(Code::Broken))?;
        let is_kind = parts.headers.get(header::CONTENT_TYPE).is_none_or(|kind| kind == JSON);
        if is_kind && bytes.len() <= LARGEST_ANSWER {
            let kept = [&parts.status.as_u16().to_be_bytes(), &*bytes].concat();
            // It was done; that it was not kept is worth a line in the log and not the caller's trouble.
            if let Err(problem) = caller.run(move |me| me.keep_answer(&call, kept)).await {
                tracing::warn!(
                    problem = problem.code.as_str(),
                    "an answer could not be kept for its repetition"
                );
            }
        }
        Ok(Response::from_parts(parts, Body::from_bytes(bytes)))
    })
    .await
    .map_err(|_| Problem::new(Code::Broken))?
}

async fn read(body: Body, largest: usize) -> Result<Vec<u8>, Problem> {
    let bytes = body.into_bytes_limit(largest).await.map_err(|error| match error {
        ReadBodyError::PayloadTooLarge => Problem::new(Code::TooLarge),
        _ => Problem::new(Code::Malformed),
    })?;
    Ok(bytes.into())
}

const JSON: &str = "application/json";

/// The answer of before: the status as two big-endian bytes, and the body.
fn replay(kept: &[u8]) -> Response {
    let (status, body) = kept.split_first_chunk::<2>().unwrap_or((&[0, 0], &[]));
    let status = StatusCode::from_u16(u16::from_be_bytes(*status)).unwrap_or(StatusCode::OK);
    let response = Response::builder().status(status).header(REPLAYED, HeaderValue::from_static("true"));
    if body.is_empty() { response.finish() } else { response.content_type(JSON).body(body.to_vec()) }
}
