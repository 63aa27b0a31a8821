//! Examples for the API's document, recorded as the tests call it: with `CATATDUIT_RECORD_EXAMPLES=1` in the environment,
//! the first call that an operation without a file in `docs/examples` answers well becomes that file.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use reqwest::Method;
use serde_json::{Map, Value};

pub(crate) fn record(method: &Method, path: &str, request: Option<&[u8]>, response: &str) {
    static ON: OnceLock<bool> = OnceLock::new();
    #[expect(clippy::disallowed_methods, reason = "a wish of whoever runs the tests")]
    if !*ON.get_or_init(|| std::env::var_os("CATATDUIT_RECORD_EXAMPLES").is_some()) {
        return;
    }
    let Some(id) = operation(method, path) else { return };
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("docs/examples/{id}.json"));
    if file.exists() {
        return;
    }
    let response = serde_json::from_str(response).map(shortened);
    if response.as_ref().is_ok_and(says_nothing) {
        return;
    }
    let parts = [("request", request.map(serde_json::from_slice)), ("response", Some(response))];
    let parts = parts.into_iter().filter_map(|(name, part)| Some((name.to_owned(), part?.ok()?)));
    let parts: Map<_, _> = parts.collect();
    if parts.is_empty() {
        return;
    }
    let example = Value::Object(parts);
    fs::write(file, format!("{example:#}\n")).unwrap();
}

/// The operation that answers at a path.
fn operation(method: &Method, path: &str) -> Option<String> {
    static CONTRACT: OnceLock<Value> = OnceLock::new();
    let contract = CONTRACT.get_or_init(|| serde_json::from_str(&catatduit::api::document()).unwrap());
    let given: Vec<&str> = path.split('/').collect();
    let fits = |pattern: &str| {
        let parts: Vec<&str> = pattern.split('/').collect();
        let same = |(part, given): (&&str, &&str)| part.starts_with('{') || part == given;
        parts.len() == given.len() && parts.iter().zip(&given).all(same)
    };
    let mut known: Vec<_> =
        contract["paths"].as_object()?.iter().filter(|(pattern, _)| fits(pattern)).collect();
    // Of two that fit, the one that names more of the path itself is meant.
    known.sort_by_key(|(pattern, _)| pattern.matches('{').count());
    let operation = &known.first()?.1[method.as_str().to_lowercase()];
    Some(operation["operationId"].as_str()?.to_owned())
}

/// A list of nothing shows nobody what a list is like.
fn says_nothing(response: &Value) -> bool {
    response["items"].as_array().is_some_and(Vec::is_empty) || response["count"] == 0
}

/// The first few of a long list are as good an example.
fn shortened(mut response: Value) -> Value {
    for list in response.as_object_mut().into_iter().flat_map(Map::values_mut).filter_map(Value::as_array_mut)
    {
        list.truncate(3);
    }
    response
}
