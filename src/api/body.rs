//! A JSON body, held against the schema that the API's document gives for it before it is taken apart.

use poem::error::ReadBodyError;
use poem::{Request, RequestBody, Result};
use poem_openapi::payload::{ParsePayload, Payload};
use poem_openapi::registry::{MetaMediaType, MetaRequest, MetaSchemaRef, Registry};
use poem_openapi::types::{ParseFromJSON, Type};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};
use serde_json::Value;

use super::problem::{Code, FieldWhy, Problem};
use super::schema;

/// No body of this API is larger: a message of 4,096 characters, written wholly in escapes, fits twice.
pub(super) const MOST_BYTES: usize = 64 * 1024;

/// A body of JSON that keeps to its schema.
#[derive(Debug)]
pub(super) struct Body<T>(pub T);

impl<T: Type> Payload for Body<T> {
    const CONTENT_TYPE: &'static str = "application/json";

    fn check_content_type(content_type: &str) -> bool {
        let essence = content_type.split(';').next().unwrap_or("").trim();
        essence.eq_ignore_ascii_case(Self::CONTENT_TYPE)
    }

    fn schema_ref() -> MetaSchemaRef {
        T::schema_ref()
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl<T: ParseFromJSON> ParsePayload for Body<T> {
    const IS_REQUIRED: bool = true;

    async fn from_request(_: &Request, body: &mut RequestBody) -> Result<Self> {
        let bytes = body.take()?.into_bytes_limit(MOST_BYTES).await.map_err(|error| match error {
            ReadBodyError::PayloadTooLarge => Problem::new(Code::TooLarge),
            _ => Problem::new(Code::Malformed),
        })?;
        let value: Value = serde_json::from_slice(&bytes).map_err(|_| Problem::malformed(Vec::new()))?;
        let errors = schema::check_body(&T::schema_ref(), &value);
        if !errors.is_empty() {
            let is_content = errors.iter().all(|error| error.why.is_content());
            let code = if is_content { Code::Invalid } else { Code::Malformed };
            return Err(Problem { errors, ..Problem::new(code) }.into());
        }
        // What only the type knows is left, such as a rule between two of its fields.
        let value = T::parse_from_json(Some(value)).map_err(|_| Problem::field("", FieldWhy::Shape))?;
        Ok(Self(value))
    }
}

impl<'a, T: ParseFromJSON> ApiExtractor<'a> for Body<T> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];
    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        T::register(registry);
    }

    fn request_meta() -> Option<MetaRequest> {
        Some(MetaRequest {
            description: None,
            content: vec![MetaMediaType { content_type: Self::CONTENT_TYPE, schema: T::schema_ref() }],
            required: true,
        })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _: ExtractParamOptions<Self::ParamType>,
    ) -> Result<Self> {
        if request.content_type().is_some_and(Self::check_content_type) {
            <Self as ParsePayload>::from_request(request, body).await
        } else {
            Err(Problem::new(Code::NotJson).into())
        }
    }
}
