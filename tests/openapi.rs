//! The contract is a file: what programs were told stays true, and every change of it is seen.

use std::fs;
use std::path::Path;

use catatduit::api;
use serde_json::Value;

const FILE: &str = "docs/openapi.json";

fn contract() -> Value {
    serde_json::from_str(&api::document()).unwrap()
}

/// Every operation with its path and method.
fn operations(contract: &Value) -> Vec<(String, &Value)> {
    let paths = contract["paths"].as_object().unwrap();
    let methods = paths.iter().flat_map(|(path, methods)| {
        methods
            .as_object()
            .unwrap()
            .iter()
            .map(move |(method, operation)| (format!("{method} {path}"), operation))
    });
    methods.collect()
}

#[test]
fn the_file_says_what_the_code_does() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    let written = fs::read_to_string(&path).unwrap_or_default();
    let now = api::document();
    if written == now {
        return;
    }
    let difference = written.lines().zip(now.lines()).enumerate().find(|(_, (old, new))| old != new);
    let shown = difference.map_or_else(String::new, |(line, (old, new))| {
        format!("line {}:\n  was {old}\n  now {new}", line + 1)
    });
    let newer = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/openapi.json");
    fs::create_dir_all(newer.parent().unwrap()).unwrap();
    fs::write(&newer, now).unwrap();
    panic!(
        "{FILE} is no longer what the code says; `just spec` writes it anew, and {} is what it would be. {shown}",
        newer.display()
    );
}

#[test]
fn every_operation_is_described() {
    let contract = contract();
    for (name, operation) in operations(&contract) {
        assert!(operation["operationId"].is_string(), "{name} has no operationId");
        assert!(operation["summary"].as_str().is_some_and(|text| !text.is_empty()), "{name} has no summary");
        assert!(operation["tags"].as_array().is_some_and(|tags| tags.len() == 1), "{name} has no tag");
        for (status, response) in operation["responses"].as_object().unwrap() {
            let text = response["description"].as_str().unwrap_or("");
            assert!(!text.is_empty(), "{name} {status} has no description");
        }
        assert!(
            operation["responses"]["default"].is_object(),
            "{name} says nothing of the box's own trouble"
        );
    }
}

#[test]
fn every_operation_shows_what_it_takes_and_gives() {
    let contract = contract();
    let mut bare = Vec::new();
    for (name, operation) in operations(&contract) {
        let good = operation["responses"].as_object().unwrap().iter();
        let good = good.filter(|(status, _)| status.starts_with('2'));
        let parts = good.map(|(status, response)| (status.as_str(), &response["content"]));
        for (part, content) in parts.chain([("request", &operation["requestBody"]["content"])]) {
            for (kind, of) in content.as_object().into_iter().flatten() {
                let is_text = kind.starts_with("application/json") || kind == "text/event-stream";
                // A picture or an archive is none that a page can show.
                assert!(is_text || of["schema"]["format"] == "binary", "{name} {part}: {kind}");
                if is_text && of["example"].is_null() {
                    bare.push(format!("{name} {part}"));
                }
            }
        }
        for (status, response) in operation["responses"].as_object().unwrap() {
            let examples = response.pointer("/content/application~1problem+json/examples");
            if response["content"]["application/problem+json"].is_object() {
                let shown = examples.and_then(Value::as_object).is_some_and(|shown| !shown.is_empty());
                assert!(shown, "{name} {status} names no code");
            }
        }
    }
    assert!(bare.is_empty(), "no example in docs/examples of {bare:#?}");
}

#[test]
fn every_read_is_measured() {
    let rows =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/reads/asked.rs")).unwrap();
    let contract = contract();
    let reads =
        contract["paths"].as_object().unwrap().iter().filter(|(_, methods)| methods["get"].is_object());
    let missing: Vec<_> =
        reads.map(|(path, _)| path).filter(|path| !rows.contains(&format!("\"{path}\""))).collect();
    assert!(missing.is_empty(), "benches/reads/asked.rs does not say how to ask {missing:#?}");
}

#[test]
fn every_operation_of_a_member_says_that_it_needs_one() {
    let contract = contract();
    let open = [
        "get /api/v1/setup",
        "post /api/v1/setup",
        "post /api/v1/session",
        "get /api/v1/session/holder",
        "post /api/v1/session/passkey/challenge",
        "post /api/v1/session/passkey",
        "get /api/v1/join",
        "post /api/v1/join",
        "get /api/v1/reset",
        "post /api/v1/reset",
        "get /api/v1/receipts/{code}",
    ];
    for (name, operation) in operations(&contract) {
        let secured = operation["security"].is_array();
        assert_eq!(secured, !open.contains(&name.as_str()), "{name}");
        if secured {
            assert!(operation["responses"]["401"].is_object(), "{name} does not say 401");
        }
    }
}

#[test]
fn every_address_has_its_scopes_decided() {
    for path in contract()["paths"].as_object().unwrap().keys() {
        assert!(api::is_scope_decided(path), "{path} is in no row of src/api/scopes.rs");
    }
}

#[test]
fn money_is_never_a_float_and_bodies_are_closed() {
    let contract = contract();
    for (name, schema) in contract["components"]["schemas"].as_object().unwrap() {
        for (field, of) in schema["properties"].as_object().into_iter().flatten() {
            let floats = ["confidence", "threshold"];
            assert!(of["type"] != "number" || floats.contains(&field.as_str()), "{name}.{field} is a float");
        }
    }
    for (name, operation) in operations(&contract) {
        let Some(body) = operation.pointer("/requestBody/content/application~1json/schema/$ref") else {
            continue;
        };
        let schema = body.as_str().unwrap().rsplit('/').next().unwrap();
        let closed = &contract["components"]["schemas"][schema]["additionalProperties"];
        assert_eq!(closed, &Value::Bool(false), "{name} takes unknown fields");
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn check(contract: &Value, value: &Value) {
        match value {
            Value::Object(fields) => {
                if let Some(Value::String(to)) = fields.get("$ref") {
                    assert!(contract.pointer(to.trim_start_matches('#')).is_some(), "{to} leads nowhere");
                }
                fields.values().for_each(|value| check(contract, value));
            }
            Value::Array(entries) => entries.iter().for_each(|value| check(contract, value)),
            _ => {}
        }
    }
    let contract = contract();
    check(&contract, &contract);
}
