//! Pictures with transactions.

use std::sync::Arc;

use poem::error::ReadBodyError;
use poem::http::{HeaderMap, StatusCode, header};
use poem::{IntoResponse, Request, RequestBody, Response, Result};
use poem_openapi::param::{Header, Path};
use poem_openapi::payload::{Binary, Payload as _};
use poem_openapi::registry::{MetaMediaType, MetaRequest, MetaResponse, MetaResponses, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ApiResponse, ExtractParamOptions, OpenApi};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::Tags;
use super::caller::Caller;
use super::problem::{ActingOnOne, Attaching, Code, LookingAtOne, Problem, Refused};
use super::reply::{Made, Shown};
use super::tag::IfMatch;
use super::transactions::Changed;
use crate::app::{Acting, MOST_PICTURE_BYTES};
use crate::ledger::{AttachmentId, PictureSize, TransactionId};

#[derive(Debug)]
pub(super) struct Attachments;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Transactions")]
impl Attachments {
    /// Add a picture
    ///
    /// The body is the file itself: JPEG, PNG or WebP, which is found out from its content; at most 10 MB and 25
    /// million pixels. It is turned upright, made smaller and written anew, so that nothing is kept of where and when
    /// it was taken. A transaction has at most 10.
    #[oai(path = "/transactions/:id/attachments", method = "post", operation_id = "add_attachment")]
    async fn add(
        &self,
        caller: Caller,
        id: Path<TransactionId>,
        /// The `ETag` of the transaction that the person was looking at, or `"v3"` for its version.
        #[oai(name = "If-Match")]
        seen: IfMatch,
        file: File,
    ) -> Result<Made<Changed>, Refused<Attaching>> {
        let seen = seen.or(None);
        let attach = move |me: Acting| Changed::of(&me, &me.attach_seen(id.0, &file.bytes, seen)?);
        Ok(Made(caller.run(attach).await?))
    }

    /// Take a picture away
    ///
    /// Undoing the change brings it back.
    #[oai(
        path = "/transactions/:id/attachments/:attachment",
        method = "delete",
        operation_id = "remove_attachment"
    )]
    async fn remove(
        &self,
        caller: Caller,
        id: Path<TransactionId>,
        attachment: Path<AttachmentId>,
        /// The `ETag` of the transaction that the person was looking at, or `"v3"` for its version.
        #[oai(name = "If-Match")]
        seen: IfMatch,
    ) -> Result<Shown<Changed>, Refused<ActingOnOne>> {
        let seen = seen.or(None);
        let detach = move |me: Acting| Changed::of(&me, &me.detach(id.0, attachment.0, seen)?);
        Ok(Shown(caller.run(detach).await?))
    }

    /// Look at a picture
    #[oai(path = "/attachments/:id", method = "get", operation_id = "look_at_attachment")]
    async fn full(
        &self,
        caller: Caller,
        id: Path<AttachmentId>,
        /// The `ETag` of the picture that you have.
        #[oai(name = "If-None-Match", validator(max_length = 256))]
        known: Header<Option<String>>,
    ) -> Result<Jpeg, Refused<LookingAtOne>> {
        let bytes = caller.run(move |me| me.picture(id.0, PictureSize::Full)).await?;
        Ok(Jpeg::of(format!("\"{}\"", id.0), known.0.as_deref(), bytes))
    }

    /// Look at a small picture
    ///
    /// At most 320 pixels on its longer side.
    #[oai(path = "/attachments/:id/thumbnail", method = "get", operation_id = "look_at_thumbnail")]
    async fn thumbnail(
        &self,
        caller: Caller,
        id: Path<AttachmentId>,
        /// The `ETag` of the picture that you have.
        #[oai(name = "If-None-Match", validator(max_length = 256))]
        known: Header<Option<String>>,
    ) -> Result<Jpeg, Refused<LookingAtOne>> {
        let bytes = caller.run(move |me| me.picture(id.0, PictureSize::Thumbnail)).await?;
        Ok(Jpeg::of(format!("\"{}.thumbnail\"", id.0), known.0.as_deref(), bytes))
    }
}

/// So many files may be on their way in at once: each is whole in memory.
static PLACES: Semaphore = Semaphore::const_new(3);

/// One of those places, until the last who holds it lets go.
#[derive(Debug, Clone)]
pub(super) struct Place {
    _permit: Arc<SemaphorePermit<'static>>,
}

impl Place {
    /// Waits for one.
    pub(super) async fn taken() -> Result<Self, Problem> {
        let permit = PLACES.acquire().await.map_err(|_| Problem::new(Code::Unavailable))?;
        Ok(Self { _permit: Arc::new(permit) })
    }
}

/// A file, as it comes in. What it is called does not matter; what it is, is found out from its content.
pub(super) struct File {
    bytes: Vec<u8>,
    _place: Place,
}

impl<'a> ApiExtractor<'a> for File {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];
    type ParamType = ();
    type ParamRawType = ();

    fn register(_: &mut Registry) {}

    fn request_meta() -> Option<MetaRequest> {
        let kinds = ["image/jpeg", "image/png", "image/webp"];
        let content =
            kinds.map(|content_type| MetaMediaType { content_type, schema: <Binary<Vec<u8>>>::schema_ref() });
        Some(MetaRequest { description: None, content: content.into(), required: true })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _: ExtractParamOptions<Self::ParamType>,
    ) -> Result<Self> {
        let place = if let Some(place) = request.data::<Place>() {
            place.clone()
        } else {
            // Of somebody unknown nothing is read, and they hold no place.
            Caller::of(request)?.run(|_| Ok(())).await?;
            Place::taken().await?
        };
        let bytes = body.take()?.into_bytes_limit(MOST_PICTURE_BYTES).await.map_err(|error| match error {
            ReadBodyError::PayloadTooLarge => Problem::new(Code::TooLarge),
            // Whoever cut it off hears nothing of it.
            _ => Problem::new(Code::Unavailable),
        })?;
        Ok(Self { bytes: bytes.to_vec(), _place: place })
    }
}

/// A picture. Its bytes never change, so whoever may see it may keep it.
pub(super) struct Jpeg {
    tag: String,
    /// None when the caller has it already.
    bytes: Option<Vec<u8>>,
}

impl Jpeg {
    fn of(tag: String, known: Option<&str>, bytes: Vec<u8>) -> Self {
        let is_known = known.is_some_and(|known| {
            known.split(',').map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
        });
        Self { tag, bytes: (!is_known).then_some(bytes) }
    }
}

impl IntoResponse for Jpeg {
    fn into_response(self) -> Response {
        let mut response = match self.bytes {
            None => StatusCode::NOT_MODIFIED.into(),
            Some(bytes) => Response::builder().content_type("image/jpeg").body(bytes),
        };
        let headers: &mut HeaderMap = response.headers_mut();
        if let Ok(tag) = self.tag.parse() {
            headers.insert(header::ETAG, tag);
        }
        let fixed = [
            (header::CACHE_CONTROL, "private, max-age=31536000, immutable"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::CONTENT_DISPOSITION, "inline"),
        ];
        for (name, value) in fixed {
            headers.insert(name, poem::http::HeaderValue::from_static(value));
        }
        response
    }
}

impl ApiResponse for Jpeg {
    fn meta() -> MetaResponses {
        let reply = |status: u16, description, content| MetaResponse {
            description,
            status: Some(status),
            status_range: None,
            content,
            headers: Vec::new(),
        };
        let picture = MetaMediaType { content_type: "image/jpeg", schema: <Binary<Vec<u8>>>::schema_ref() };
        MetaResponses {
            responses: vec![
                reply(200, "The picture.", vec![picture]),
                reply(304, "You have it already.", Vec::new()),
            ],
        }
    }

    fn register(_: &mut Registry) {}
}
