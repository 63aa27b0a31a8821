//! An example of each operation: `docs/examples/<operationId>.json`, with its `request` where it has a body, and its
//! `response` where it gives one. The build puts all of them in.

use rust_embed::RustEmbed;
use serde_json::Value;

#[derive(RustEmbed)]
#[folder = "docs/examples"]
struct Examples;

/// The example of an operation. A file that is no JSON is as none; a test holds each against its schema.
pub(super) fn of(operation_id: &str) -> Option<Value> {
    serde_json::from_slice(&Examples::get(&format!("{operation_id}.json"))?.data).ok()
}

#[cfg(test)]
mod tests {
    use poem_openapi::OpenApi;
    use poem_openapi::registry::MetaSchemaRef;

    use super::*;
    use crate::api::{Operations, schema};

    fn misfits(what: &str, schema: &MetaSchemaRef, example: &Value) -> Vec<String> {
        let errors = schema::check_body(schema, example).into_iter();
        errors.map(|error| format!("{what}: {}: {:?}", error.at.field, error.why)).collect()
    }

    #[test]
    fn every_example_keeps_to_the_schema_of_its_operation() {
        let operations = <Operations as OpenApi>::meta().into_iter();
        let operations: Vec<_> =
            operations.flat_map(|api| api.paths).flat_map(|path| path.operations).collect();
        let mut wrong = Vec::new();
        for file in Examples::iter() {
            let id = file.trim_end_matches(".json");
            let example = of(id).unwrap_or_else(|| panic!("{file} is no JSON"));
            let Some(operation) = operations.iter().find(|operation| operation.operation_id == Some(id))
            else {
                wrong.push(format!("{id}: there is no such operation"));
                continue;
            };
            let body = operation.request.iter().flat_map(|request| &request.content).next();
            if let Some((body, request)) = body.zip(example.get("request")) {
                wrong.extend(misfits(&format!("{id} request"), &body.schema, request));
            }
            let good =
                operation.responses.responses.iter().find(|of| of.status.is_some_and(|status| status < 300));
            let content = good.and_then(|good| good.content.first());
            if let Some((content, response)) = content.zip(example.get("response")) {
                wrong.extend(misfits(&format!("{id} response"), &content.schema, response));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
