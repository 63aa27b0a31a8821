//! A JSON body, held against the schema that the API's document gives for it before it is taken apart: every
//! value that does not fit is named, not only the first.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use poem::error::ReadBodyError;
use poem::{Request, RequestBody, Result};
use poem_openapi::payload::{ParsePayload, Payload};
use poem_openapi::registry::{MetaMediaType, MetaRequest, MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::{ParseFromJSON, Type};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions, OpenApi};
use serde_json::Value;

use super::problem::{Code, FieldProblem, FieldWhy, Problem};
use super::{Operations, scalar};
use crate::error::Why;

/// No body of this API is larger: a message of 4,096 characters, written wholly in escapes, fits twice.
pub(super) const MOST_BYTES: usize = 64 * 1024;

/// Deeper than any body of this API; keeps a hostile one from using up the stack.
const MOST_DEPTH: usize = 16;

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
        let mut errors = Vec::new();
        check(&T::schema_ref(), &value, "", MOST_DEPTH, &mut errors);
        if !errors.is_empty() {
            return Err(Problem::malformed(errors).into());
        }
        // What the schema cannot say is left: a number too large for its type.
        let value = T::parse_from_json(Some(value)).map_err(|_| Problem::malformed(Vec::new()))?;
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

/// Every named schema of the API.
fn schemas() -> &'static BTreeMap<String, MetaSchema> {
    static SCHEMAS: OnceLock<BTreeMap<String, MetaSchema>> = OnceLock::new();
    SCHEMAS.get_or_init(|| {
        let mut registry = Registry::new();
        <Operations as OpenApi>::register(&mut registry);
        registry.schemas
    })
}

/// Adds what does not fit the schema to `errors`. `at` is where the value stands.
fn check(schema: &MetaSchemaRef, value: &Value, at: &str, depth: usize, errors: &mut Vec<FieldProblem>) {
    let schema = match schema {
        MetaSchemaRef::Inline(schema) => schema,
        MetaSchemaRef::Reference(name) => match schemas().get(name) {
            Some(schema) => schema,
            None => return,
        },
    };
    let Some(depth) = depth.checked_sub(1) else {
        errors.push(problem(at, FieldWhy::Shape));
        return;
    };
    if value.is_null() && schema.nullable {
        return;
    }
    for part in &schema.all_of {
        check(part, value, at, depth, errors);
    }
    let fits = match (schema.ty, value) {
        ("object", Value::Object(_))
        | ("array", Value::Array(_))
        | ("string", Value::String(_))
        | ("boolean", Value::Bool(_))
        | ("number", Value::Number(_))
        | ("", _) => true,
        ("integer", Value::Number(number)) => number.is_i64() || number.is_u64(),
        _ => false,
    };
    if !fits {
        errors.push(problem(at, FieldWhy::Type(schema.ty)));
        return;
    }
    if !schema.enum_items.is_empty() && !schema.enum_items.contains(value) {
        let choices: Vec<&str> = schema.enum_items.iter().filter_map(Value::as_str).collect();
        errors.push(problem(at, FieldWhy::Choice(choices.join(", "))));
        return;
    }
    match value {
        Value::Object(fields) => {
            for name in schema.required.iter().filter(|name| !fields.contains_key(**name)) {
                errors.push(problem(&join(at, name), FieldWhy::Rule(Why::Missing)));
            }
            for (name, value) in fields {
                match schema.properties.iter().find(|(known, _)| known == name) {
                    Some((_, schema)) => check(schema, value, &join(at, name), depth, errors),
                    None => errors.push(problem(&join(at, name), FieldWhy::Unknown)),
                }
            }
        }
        Value::Array(entries) => check_entries(schema, entries, at, depth, errors),
        Value::String(text) => errors.extend(text_problem(schema, text).map(|why| problem(at, why))),
        Value::Number(number) => {
            errors.extend(
                number.as_i64().and_then(|number| range_problem(schema, number)).map(|why| problem(at, why)),
            );
        }
        Value::Null | Value::Bool(_) => {}
    }
}

fn check_entries(
    schema: &MetaSchema,
    entries: &[Value],
    at: &str,
    depth: usize,
    errors: &mut Vec<FieldProblem>,
) {
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    if let Some(least) = schema.min_items.filter(|least| entries.len() < *least) {
        errors.push(problem(at, FieldWhy::FewEntries(count(least))));
    }
    if let Some(most) = schema.max_items.filter(|most| entries.len() > *most) {
        errors.push(problem(at, FieldWhy::ManyEntries(count(most))));
        return;
    }
    if let Some(each) = &schema.items {
        for (index, entry) in entries.iter().enumerate() {
            check(each, entry, &format!("{at}[{index}]"), depth, errors);
        }
    }
}

fn text_problem(schema: &MetaSchema, text: &str) -> Option<FieldWhy> {
    let length = text.chars().count();
    if let Some(least) = schema.min_length.filter(|least| length < *least) {
        let why = if length == 0 { Why::Empty } else { Why::TooShort { least } };
        return Some(FieldWhy::Rule(why));
    }
    if let Some(most) = schema.max_length.filter(|most| length > *most) {
        return Some(FieldWhy::Rule(Why::TooLong { most }));
    }
    let format = schema.format.filter(|format| !scalar::fits(format, text))?;
    Some(FieldWhy::Format(format.to_owned()))
}

fn range_problem(schema: &MetaSchema, number: i64) -> Option<FieldWhy> {
    if let Some(least) = schema.minimum.and_then(whole).filter(|least| number < *least) {
        return Some(FieldWhy::Least(least));
    }
    let most = schema.maximum.and_then(whole).filter(|most| number > *most)?;
    Some(FieldWhy::Most(most))
}

/// A bound of the document as a whole number. The document's library keeps bounds as floats; the ones written
/// there are whole and below 2^53 times eight, so their digits say them exactly.
pub(super) fn whole(bound: f64) -> Option<i64> {
    format!("{bound:.0}").parse().ok()
}

fn join(at: &str, name: &str) -> String {
    if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") }
}

fn problem(at: &str, why: FieldWhy) -> FieldProblem {
    FieldProblem { field: at.to_owned(), why }
}
