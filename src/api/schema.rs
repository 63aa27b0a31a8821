//! A value held against the schema that the API's document gives for it: everything that does not fit is named, not
//! only the first.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use poem_openapi::OpenApi;
use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use serde_json::Value;

use super::field::{FieldProblem, FieldWhy, Spot};
use super::{Operations, scalar};
use crate::error::Why;

/// Deeper than any body of this API; keeps a hostile one from using up the stack.
const MOST_DEPTH: usize = 16;

/// The largest whole number that every reader of JSON keeps exact.
const EXACT: i64 = 9_007_199_254_740_991;

/// What of a body does not fit its schema.
pub(super) fn check_body(schema: &MetaSchemaRef, value: &Value) -> Vec<FieldProblem> {
    let mut errors = Vec::new();
    check(schema, value, &Spot::body(), MOST_DEPTH, &mut errors);
    errors
}

/// What of a parameter of the address, or of a header, does not fit its schema: each text that was given for it.
pub(super) fn check_parameter(schema: &MetaSchemaRef, name: &str, texts: &[&str]) -> Vec<FieldProblem> {
    let spot = Spot::parameter(name);
    let of_list =
        resolved(schema).filter(|schema| schema.ty == "array").and_then(|list| list.items.as_deref());
    let values = texts.iter().map(|text| read(of_list.unwrap_or(schema), text));
    let values: Vec<Value> = match values.collect() {
        Ok(values) => values,
        Err(kind) => return vec![spot.problem(FieldWhy::Type(kind))],
    };
    let mut errors = Vec::new();
    match (of_list, values.as_slice()) {
        (Some(_), _) => check(schema, &Value::Array(values), &spot, MOST_DEPTH, &mut errors),
        (None, [value]) => check(schema, value, &spot, MOST_DEPTH, &mut errors),
        (None, _) => errors.push(spot.problem(FieldWhy::Twice)),
    }
    // Whoever sent several of one name knows them by that name.
    errors.into_iter().map(|error| FieldProblem { at: spot.clone(), ..error }).collect()
}

/// A parameter's text as a value of the type that its schema names, or that type's name.
fn read(schema: &MetaSchemaRef, text: &str) -> Result<Value, &'static str> {
    let Some(schema) = resolved(schema) else { return Ok(Value::from(text)) };
    if let Some(part) = schema.all_of.first().filter(|_| schema.ty.is_empty()) {
        return read(part, text);
    }
    match schema.ty {
        "integer" => text.parse::<i64>().map(Value::from).map_err(|_| schema.ty),
        "number" => text.parse::<f64>().map(Value::from).map_err(|_| schema.ty),
        "boolean" => text.parse::<bool>().map(Value::from).map_err(|_| schema.ty),
        _ => Ok(Value::from(text)),
    }
}

/// Whether a parameter may be given several times, or not at all.
pub(super) fn is_list(schema: &MetaSchemaRef) -> bool {
    resolved(schema).is_some_and(|schema| schema.ty == "array" && schema.min_items.is_none())
}

fn resolved(schema: &MetaSchemaRef) -> Option<&MetaSchema> {
    match schema {
        MetaSchemaRef::Inline(schema) => Some(schema),
        MetaSchemaRef::Reference(name) => schemas().get(name),
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

/// Adds what does not fit the schema to `errors`.
fn check(schema: &MetaSchemaRef, value: &Value, at: &Spot, depth: usize, errors: &mut Vec<FieldProblem>) {
    let Some(schema) = resolved(schema) else { return };
    let Some(depth) = depth.checked_sub(1) else {
        errors.push(at.problem(FieldWhy::Shape));
        return;
    };
    if value.is_null() && schema.nullable {
        return;
    }
    for part in &schema.all_of {
        check(part, value, at, depth, errors);
    }
    let choices: Vec<_> = schema.one_of.iter().chain(&schema.any_of).collect();
    if !choices.is_empty() {
        let fits = |choice: &&MetaSchemaRef| {
            let mut errors = Vec::new();
            check(choice, value, at, depth, &mut errors);
            errors.is_empty()
        };
        if !choices.iter().any(fits) {
            errors.push(at.problem(FieldWhy::Shape));
        }
        return;
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
        errors.push(at.problem(FieldWhy::Type(schema.ty)));
        return;
    }
    if !schema.enum_items.is_empty() && !schema.enum_items.contains(value) {
        let choices: Vec<&str> = schema.enum_items.iter().filter_map(Value::as_str).collect();
        errors.push(at.problem(FieldWhy::Choice(choices.join(", "))));
        return;
    }
    match value {
        Value::Object(fields) => {
            for name in schema.required.iter().filter(|name| !fields.contains_key(**name)) {
                errors.push(at.field(name).problem(FieldWhy::Rule(Why::Missing)));
            }
            for (name, value) in fields {
                let known = schema.properties.iter().find(|(known, _)| known == name).map(|(_, of)| of);
                match known.or(schema.additional_properties.as_deref()) {
                    Some(schema) => check(schema, value, &at.field(name), depth, errors),
                    // A part of a whole does not know the other parts.
                    None if schema.ty.is_empty() => {}
                    None => errors.push(at.field(name).problem(FieldWhy::Unknown)),
                }
            }
        }
        Value::Array(entries) => check_entries(schema, entries, at, depth, errors),
        Value::String(text) => errors.extend(text_problem(schema, text).map(|why| at.problem(why))),
        Value::Number(number) => {
            let whole_number = number.as_i64().or_else(|| number.is_u64().then_some(i64::MAX));
            // A fraction beyond a bound lies beyond it as the next whole number does.
            let beside = || {
                number
                    .as_f64()
                    .and_then(|number| whole(if number < 0.0 { number.floor() } else { number.ceil() }))
            };
            let number = whole_number.or_else(beside);
            errors.extend(number.and_then(|number| range_problem(schema, number)).map(|why| at.problem(why)));
        }
        Value::Null | Value::Bool(_) => {}
    }
}

fn check_entries(
    schema: &MetaSchema,
    entries: &[Value],
    at: &Spot,
    depth: usize,
    errors: &mut Vec<FieldProblem>,
) {
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    if let Some(least) = schema.min_items.filter(|least| entries.len() < *least) {
        errors.push(at.problem(FieldWhy::FewEntries(count(least))));
    }
    if let Some(most) = schema.max_items.filter(|most| entries.len() > *most) {
        errors.push(at.problem(FieldWhy::ManyEntries(count(most))));
        return;
    }
    if schema.unique_items == Some(true)
        && entries.iter().enumerate().any(|(place, entry)| entries[..place].contains(entry))
    {
        errors.push(at.problem(FieldWhy::Twice));
    }
    if let Some(each) = &schema.items {
        for (index, entry) in entries.iter().enumerate() {
            check(each, entry, &at.entry(index), depth, errors);
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
    Some(match format {
        scalar::TAG => FieldWhy::Rule(Why::Characters),
        // No pattern says which three letters are money.
        scalar::CURRENCY if text.len() == 3 && text.bytes().all(|letter| letter.is_ascii_uppercase()) => {
            FieldWhy::Rule(Why::Unknown)
        }
        _ => FieldWhy::Format(format.to_owned()),
    })
}

fn range_problem(schema: &MetaSchema, number: i64) -> Option<FieldWhy> {
    let (of_type_least, of_type_most) = schema.format.and_then(bounds).unzip();
    let least = schema.minimum.and_then(whole).or(of_type_least);
    if let Some(least) = least.filter(|least| number < *least) {
        return Some(FieldWhy::Least(least));
    }
    let most = schema.maximum.and_then(whole).or(of_type_most)?;
    (number > most).then_some(FieldWhy::Most(most))
}

/// What a whole number of this format can be, as far as JSON carries it exactly.
pub(super) fn bounds(format: &str) -> Option<(i64, i64)> {
    match format {
        "uint8" => Some((0, u8::MAX.into())),
        "uint16" => Some((0, u16::MAX.into())),
        "uint32" => Some((0, u32::MAX.into())),
        "uint64" => Some((0, EXACT)),
        "int8" => Some((i8::MIN.into(), i8::MAX.into())),
        "int16" => Some((i16::MIN.into(), i16::MAX.into())),
        "int32" => Some((i32::MIN.into(), i32::MAX.into())),
        "int64" => Some((-EXACT, EXACT)),
        _ => None,
    }
}

/// A bound of the document as a whole number. The document's library keeps bounds as floats; the ones written
/// there are whole and below 2^53 times eight, so their digits say them exactly.
pub(super) fn whole(bound: f64) -> Option<i64> {
    format!("{bound:.0}").parse().ok()
}
