//! Answers made smaller for whoever takes them so.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use poem::http::{HeaderMap, HeaderValue, StatusCode, header};
use poem::{Body, Response};

use super::tag::SMALLER;

/// A smaller answer fits one packet as it is.
const LEAST: usize = 1_024;

/// Whether the caller takes gzip.
pub(super) fn is_taken(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|list| list.split(',')).any(|range| {
        let mut parts = range.split(';').map(str::trim);
        let is_named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip") || name == "*");
        let is_refused = parts.any(|weight| matches!(weight, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        is_named && !is_refused
    })
}

/// Compresses an answer of JSON that is large enough. A stream goes out as it comes.
pub(super) async fn make(mut response: Response) -> Response {
    let kind = response.content_type().unwrap_or_default();
    if !matches!(kind, "application/json" | "application/problem+json") {
        return response;
    }
    let Ok(bytes) = response.take_body().into_bytes().await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into();
    };
    // Fast: what is saved on the way must not be lost on a small processor.
    let small = if bytes.len() < LEAST { None } else { gzip(&bytes).ok() };
    let Some(small) = small else {
        response.set_body(Body::from_bytes(bytes));
        return response;
    };
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    if let Some(tag) = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok())
        && let Ok(tag) = HeaderValue::from_str(&format!("\"{}{SMALLER}\"", tag.trim_matches('"')))
    {
        headers.insert(header::ETAG, tag);
    }
    response.set_body(small);
    response
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::new(4));
    encoder.write_all(bytes)?;
    encoder.finish()
}
