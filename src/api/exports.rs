//! Taking everything along.

use std::future::ready;
use std::io::{self, Write};
use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use poem::http::{StatusCode, header};
use poem::{Body, IntoResponse, Response};
use poem_openapi::registry::{
    MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry,
};
use poem_openapi::{ApiResponse, OpenApi};
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};
use tokio_stream::wrappers::ReceiverStream;

use super::Tags;
use super::caller::Caller;
use super::problem::{Code, Looking, Owning, Problem, Refused};
use crate::app::Whose;
use crate::export;
use crate::tasks::blocking;

#[derive(Debug)]
pub(super) struct Exports;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Export")]
impl Exports {
    /// Export what is mine
    ///
    /// One ZIP archive with what the caller recorded and taught, in JSON, CSV and as a plain-text ledger, and
    /// its pictures.
    #[oai(path = "/exports/mine", method = "get", operation_id = "export_mine")]
    async fn mine(&self, caller: Caller) -> Result<Archive, Refused<Looking>> {
        Ok(Archive::open(caller, Whose::Mine).await?)
    }

    /// Export the household
    ///
    /// One ZIP archive with everything of the household that its owner sees, in JSON, CSV and as a plain-text
    /// ledger whose balances `hledger check` proves, and the pictures. Only for the owner.
    #[oai(path = "/exports/household", method = "get", operation_id = "export_household")]
    async fn household(&self, caller: Caller) -> Result<Archive, Refused<Owning>> {
        Ok(Archive::open(caller, Whose::Household).await?)
    }
}

/// An archive that is sent as it is written.
#[derive(Debug)]
pub(super) struct Archive {
    name: String,
    body: Body,
}

/// Bytes that are sent together.
const CHUNK: usize = 64 * 1024;
/// Whoever reads it more slowly asks again: the store keeps what has changed since for as long as it is read.
const LONGEST: Duration = Duration::from_mins(30);

impl Archive {
    async fn open(caller: Caller, whose: Whose) -> Result<Self, Problem> {
        let account = caller.run(|me| Ok(me.member().account)).await?;
        let place = caller.door.exports().take(account).ok_or(Problem::new(Code::Unavailable))?;
        let name = caller.run(move |me| {
            me.take_export(whose)?;
            Ok(format!("catatduit-{}.zip", me.today()))
        });
        let name = name.await?;
        let (chunks, sent) = mpsc::channel(2);
        let work = blocking(move || {
            let _place = place;
            let (_, me) = caller.act()?;
            me.export(whose, |export| export::write(export, Pipe::new(chunks.clone())))
        });
        // A failure in the middle cuts the reply off: what came so far must not pass for a whole archive.
        let failure =
            stream::once(work).filter_map(|end| ready(end.err().map(|error| Err(io::Error::other(error)))));
        let body = stream::select(ReceiverStream::new(sent).map(Ok), failure);
        Ok(Self { name, body: Body::from_bytes_stream(body) })
    }
}

/// Hands what is written on a blocking thread to the reply, and waits while its reader is slow.
struct Pipe {
    chunks: mpsc::Sender<Vec<u8>>,
    waiting: Vec<u8>,
    until: Instant,
}

impl Pipe {
    fn new(chunks: mpsc::Sender<Vec<u8>>) -> Self {
        Self { chunks, waiting: Vec::new(), until: Instant::now() + LONGEST }
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= CHUNK {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let chunk = std::mem::take(&mut self.waiting);
        let sent = Handle::current().block_on(timeout_at(self.until, self.chunks.send(chunk)));
        sent.map_err(|_| io::ErrorKind::TimedOut)?.map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

impl IntoResponse for Archive {
    fn into_response(self) -> Response {
        Response::builder()
            .status(StatusCode::OK)
            .content_type("application/zip")
            .header(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", self.name))
            .header(header::CACHE_CONTROL, "no-store")
            .body(self.body)
    }
}

impl ApiResponse for Archive {
    fn meta() -> MetaResponses {
        let bytes = MetaSchema { format: Some("binary"), ..MetaSchema::new("string") };
        MetaResponses {
            responses: vec![MetaResponse {
                description: "The archive.",
                status: Some(StatusCode::OK.as_u16()),
                status_range: None,
                content: vec![MetaMediaType {
                    content_type: "application/zip",
                    schema: MetaSchemaRef::Inline(Box::new(bytes)),
                }],
                headers: Vec::new(),
            }],
        }
    }

    fn register(_: &mut Registry) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Error;

    #[tokio::test]
    async fn whoever_reads_too_slowly_is_given_up() {
        let (chunks, mut sent) = mpsc::channel(1);
        let write = move |mut pipe: Pipe| {
            pipe.write_all(b"one")?;
            pipe.flush()?;
            pipe.write_all(b"two")?;
            pipe.flush()
        };
        let now = Instant::now();
        let slow = Pipe { until: now + Duration::from_millis(50), ..Pipe::new(chunks.clone()) };
        let end = blocking(move || Ok::<_, Error>(write(slow))).await.unwrap();
        assert_eq!(end.unwrap_err().kind(), io::ErrorKind::TimedOut);
        assert_eq!(sent.recv().await.unwrap(), b"one");
        drop(sent);
        let gone = Pipe::new(chunks);
        let end = blocking(move || Ok::<_, Error>(write(gone))).await.unwrap();
        assert_eq!(end.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }
}
