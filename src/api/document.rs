//! The API's contract, as OpenAPI 3 in JSON: what the library writes of the operations, put straight.

mod every;
mod examples;

use std::collections::BTreeSet;

use poem_openapi::{LicenseObject, OpenApiService};
use serde_json::{Map, Number, Value, json};

use super::{Operations, operations, scopes};

const ABOUT: &str = "A family's money, recorded by chatting. Amounts are whole numbers of a currency's minor unit, \
    days are the family's own, instants are RFC 3339 in UTC. Whatever goes wrong is a problem of RFC 9457 with a \
    stable `code` and words in the reader's language (the member's, or `Accept-Language` before signing in).";

pub(super) fn api() -> OpenApiService<Operations, ()> {
    OpenApiService::new(operations(), "CatatDuit", env!("CARGO_PKG_VERSION"))
        .description(ABOUT)
        .license(LicenseObject::new("MIT OR Apache-2.0").url("https://spdx.org/licenses/MIT"))
}

/// The API's contract, as `docs/openapi.json` keeps it.
pub fn document() -> String {
    let written = api().spec();
    let Ok(mut document) = serde_json::from_str::<Value>(&written) else {
        return written;
    };
    straighten(&mut document);
    close_requests(&mut document);
    name_scopes(&mut document);
    every::complete(&mut document);
    let mut text = serde_json::to_string_pretty(&document).unwrap_or(written);
    text.push('\n');
    text
}

/// Undoes five habits of the library: a list in an address that is said to be required though it may be empty, bounds of
/// whole numbers written as floats, or not at all where their type has some, a named schema and a remark on it written as
/// two schemas, and lines of a source comment kept as lines.
fn straighten(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.values_mut().for_each(straighten);
            for name in ["description", "summary"] {
                if let Some(Value::String(text)) = fields.get_mut(name) {
                    *text = paragraphs(text);
                }
            }
            if fields.get("type").is_some_and(|kind| kind == "integer") {
                make_whole(fields, "minimum");
                make_whole(fields, "maximum");
                let format = fields.get("format").and_then(Value::as_str).unwrap_or_default();
                if let Some((least, most)) = super::schema::bounds(format) {
                    fields.entry("minimum").or_insert(least.into());
                    fields.entry("maximum").or_insert(most.into());
                }
            }
            let of_many = fields.get("schema").and_then(|schema| schema.get("type"));
            if fields.get("in").is_some_and(|place| place == "query")
                && of_many.is_some_and(|kind| kind == "array")
            {
                fields.insert("required".to_owned(), json!(false));
            }
            if let Some(Value::Array(parts)) = fields.get_mut("allOf") {
                parts.retain(|part| part.get("$ref").is_some());
            }
        }
        Value::Array(entries) => entries.iter_mut().for_each(straighten),
        _ => {}
    }
}

fn paragraphs(text: &str) -> String {
    text.split("\n\n").map(|paragraph| paragraph.replace('\n', " ")).collect::<Vec<_>>().join("\n\n")
}

fn make_whole(schema: &mut Map<String, Value>, bound: &str) {
    if let Some(Value::Number(number)) = schema.get_mut(bound)
        && let Some(whole) = number.as_f64().and_then(super::schema::whole)
    {
        *number = Number::from(whole);
    }
}

/// Says of every operation of a member which scope a token needs for it.
fn name_scopes(document: &mut Value) {
    let Some(Value::Object(paths)) = document.get_mut("paths") else { return };
    for (path, operations) in paths {
        for (method, operation) in operations.as_object_mut().into_iter().flatten() {
            let Ok(method) = method.to_uppercase().parse() else { continue };
            if operation.get("security").is_some() {
                operation["x-scope"] = json!(scopes::needed(&method, path).code());
            }
        }
    }
}

/// Whether somebody decided which scope the operations of this address need.
pub fn is_scope_decided(path: &str) -> bool {
    scopes::is_decided(path)
}

/// Says of every object that a request may hold what its parser does: it takes no unknown fields.
fn close_requests(document: &mut Value) {
    let mut names = BTreeSet::new();
    if let Some(Value::Object(paths)) = document.get("paths") {
        let operations = paths.values().filter_map(Value::as_object).flat_map(Map::values);
        operations
            .filter_map(|operation| operation.get("requestBody"))
            .for_each(|body| mentioned(body, &mut names));
    }
    let mut open: Vec<String> = names.iter().cloned().collect();
    while let Some(name) = open.pop() {
        let Some(schema) = document.pointer_mut(&format!("/components/schemas/{name}")) else {
            continue;
        };
        let mut inside = BTreeSet::new();
        mentioned(schema, &mut inside);
        open.extend(inside.into_iter().filter(|name| names.insert(name.clone())));
        if schema.get("type").is_some_and(|kind| kind == "object") {
            schema["additionalProperties"] = json!(false);
        }
    }
}

/// The names of the schemas that a part of the document refers to.
fn mentioned(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::String(to)) = fields.get("$ref") {
                names.extend(to.rsplit('/').next().map(str::to_owned));
            }
            fields.values().for_each(|value| mentioned(value, names));
        }
        Value::Array(entries) => entries.iter().for_each(|value| mentioned(value, names)),
        _ => {}
    }
}
