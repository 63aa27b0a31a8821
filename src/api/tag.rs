//! `ETag`, `If-None-Match` and `If-Match`.
//!
//! An answer that follows from the store, the caller and the family's day alone is tagged with these: whether it is
//! still the same is then known without making it again. Any other answer is tagged with its own content. The tag
//! of one thing that has versions begins with its version, which is what `If-Match` is held against.

use std::fmt::Write as _;

use poem::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use poem::{Body, Request, RequestBody, Response, Result};
use poem_openapi::registry::{MetaParamIn, MetaSchema, MetaSchemaRef};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};
use sha2::{Digest as _, Sha256};

use super::visit::Visit;

/// What an answer can depend on, as a fingerprint: what the store held at most when it was read, and who asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct State([u8; 32]);

impl State {
    pub(super) fn of(parts: &[&[u8]]) -> Self {
        Self(fingerprint(parts))
    }
}

/// Set beside an answer that is one thing with versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Version(pub u32);

/// What the caller's `If-None-Match` says it has.
#[derive(Debug, Clone, Default)]
pub(super) struct Known(Vec<String>);

/// Leads a tag that names the store's state, and one that names a content.
const OF_STATE: &str = "s-";
const OF_CONTENT: &str = "c-";

/// Ends the tag of an answer that was made smaller: the bytes are others.
pub(super) const SMALLER: &str = "-gzip";

impl Known {
    pub(super) fn of(request: &Request) -> Self {
        if *request.method() != Method::GET {
            return Self::default();
        }
        Self(tags(request.headers(), &header::IF_NONE_MATCH))
    }

    /// Whether one of them names a state of the store, so that it can be judged without an answer.
    pub(super) fn names_a_state(&self) -> bool {
        self.0.iter().any(|tag| body_of(tag).starts_with(OF_STATE))
    }

    /// The tag among them that is the same but for its version.
    fn matching(&self, tag: &str) -> Option<&str> {
        self.0.iter().map(String::as_str).find(|known| *known == "*" || body_of(known) == body_of(tag))
    }

    /// That nothing changed since, if the caller has what the store's state would give.
    pub(super) fn unchanged(&self, state: &State, address: &str) -> Option<Response> {
        let now = of_state(state, address);
        let known = self.matching(&now).filter(|known| *known != "*")?;
        Some(not_modified(known))
    }
}

/// Tags an answer that was read by a member, or says that they have it already.
pub(super) async fn settle(
    mut response: Response,
    visit: &Visit,
    known: &Known,
    method: &Method,
    address: &str,
) -> Response {
    let is_json = response.content_type() == Some("application/json");
    let is_read = *method == Method::GET && response.status() == StatusCode::OK;
    let Some(state) = visit.state().filter(|_| is_json && is_read) else {
        return response;
    };
    let tag = if visit.does_follow_the_store() {
        of_state(state, address)
    } else {
        let Ok(bytes) = response.take_body().into_bytes().await else {
            return StatusCode::INTERNAL_SERVER_ERROR.into();
        };
        let tag = format!("{OF_CONTENT}{}", name_of(&bytes));
        response.set_body(Body::from_bytes(bytes));
        tag
    };
    if let Some(known) = known.matching(&tag) {
        return not_modified(if known == "*" { &tag } else { known });
    }
    let tag = match response.data::<Version>() {
        Some(Version(version)) => format!("v{version}.{tag}"),
        None => tag,
    };
    put(response.headers_mut(), &tag);
    response
}

fn not_modified(tag: &str) -> Response {
    let mut response = Response::builder().status(StatusCode::NOT_MODIFIED).finish();
    put(response.headers_mut(), tag);
    response
}

/// Names the answer, which the caller may keep and must ask about before using it again.
fn put(headers: &mut HeaderMap, tag: &str) {
    if let Ok(value) = HeaderValue::from_str(&format!("\"{tag}\"")) {
        headers.insert(header::ETAG, value);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
}

fn of_state(State(state): &State, address: &str) -> String {
    format!("{OF_STATE}{}", short(&fingerprint(&[state, address.as_bytes()])))
}

/// The tags that a header lists, without quotes and without a proxy's remark that they are weak.
fn tags(headers: &HeaderMap, name: &header::HeaderName) -> Vec<String> {
    let lists = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    let each = lists.flat_map(|list| list.split(',')).map(str::trim);
    each.map(|tag| tag.strip_prefix("W/").unwrap_or(tag).trim_matches('"').to_owned()).collect()
}

/// A tag without its version and its encoding.
fn body_of(tag: &str) -> &str {
    let tag = tag.strip_suffix(SMALLER).unwrap_or(tag);
    match tag.split_once('.') {
        Some((version, rest)) if version.starts_with('v') => rest,
        _ => tag,
    }
}

/// A short name for a content, from which nothing of it can be told.
pub(super) fn name_of(content: &[u8]) -> String {
    short(&fingerprint(&[content]))
}

fn fingerprint(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

fn short(fingerprint: &[u8; 32]) -> String {
    fingerprint.iter().take(12).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The version that the caller was looking at, from `If-Match`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IfMatch {
    /// They do not say, or take any.
    Any,
    Version(u32),
    /// They have something that this box never named.
    Never,
}

impl IfMatch {
    /// What the body said, or else what the header said.
    pub(super) fn or(self, said: Option<u32>) -> Option<u32> {
        match self {
            Self::Any => said,
            Self::Version(version) => Some(version),
            // Nothing is ever changed so often.
            Self::Never => Some(u32::MAX),
        }
    }

    pub(super) fn of(headers: &HeaderMap) -> Self {
        let tags = tags(headers, &header::IF_MATCH);
        if tags.is_empty() || tags.iter().any(|tag| tag == "*") {
            return Self::Any;
        }
        let version = |tag: &String| {
            let (version, _) = tag.split_once('.').unwrap_or((tag, ""));
            version.strip_prefix('v')?.parse().ok()
        };
        tags.iter().find_map(version).map_or(Self::Never, Self::Version)
    }
}

impl<'a> ApiExtractor<'a> for IfMatch {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::Parameter];
    type ParamType = String;
    type ParamRawType = String;

    fn param_in() -> Option<MetaParamIn> {
        Some(MetaParamIn::Header)
    }

    fn param_schema_ref() -> Option<MetaSchemaRef> {
        let schema = MetaSchema { example: Some("\"v3\"".into()), ..MetaSchema::new("string") };
        Some(MetaSchemaRef::Inline(Box::new(schema)))
    }

    fn param_raw_type(&self) -> Option<&String> {
        None
    }

    async fn from_request(
        request: &'a Request,
        _: &mut RequestBody,
        _: ExtractParamOptions<String>,
    ) -> Result<Self> {
        Ok(Self::of(request.headers()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn if_match_names_a_version() {
        use IfMatch::{Any, Never, Version};
        let rows = [
            (None, Any),
            (Some("*"), Any),
            (Some("\"v3\""), Version(3)),
            (Some("\"v3.s-0a1b\""), Version(3)),
            (Some("W/\"v3.c-0a1b-gzip\""), Version(3)),
            (Some("\"other\", \"v12.s-0a\""), Version(12)),
            (Some("\"s-0a1b\""), Never),
            (Some("\"v\""), Never),
            (Some("\"v-1\""), Never),
            (Some("v7"), Version(7)),
        ];
        for (text, expected) in rows {
            let headers = HeaderMap::from_iter(text.map(|text| (header::IF_MATCH, text.parse().unwrap())));
            assert_eq!(IfMatch::of(&headers), expected, "{text:?}");
        }
    }

    #[test]
    fn a_tag_is_known_whatever_its_version_and_encoding() {
        let known = Known(vec!["v3.s-0a1b-gzip".to_owned(), "c-77".to_owned()]);
        assert!(known.names_a_state());
        assert_eq!(known.matching("s-0a1b"), Some("v3.s-0a1b-gzip"));
        assert_eq!(known.matching("c-77"), Some("c-77"));
        assert_eq!(known.matching("s-0a1c"), None);
        assert!(!Known(vec!["c-77".to_owned()]).names_a_state());
    }
}
