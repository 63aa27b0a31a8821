//! What holds for every operation, written beside what each says of itself: the headers that the envelope takes and
//! gives, the problems it may answer with, and examples of all of it. A new operation gets this by being there.

use serde_json::{Map, Value, json};

use super::examples;
use crate::api::once::LONGEST;
use crate::api::problem::{Code, Problem};

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

const PROBLEM: &str = "application/problem+json";

/// Completes the document.
pub(super) fn complete(document: &mut Value) {
    if let Some(Value::Object(paths)) = document.get_mut("paths") {
        for path in paths.values_mut().filter_map(Value::as_object_mut) {
            for method in METHODS {
                if let Some(operation) = path.get_mut(method) {
                    Operation { is_safe: method == "get", operation }.complete();
                }
            }
        }
    }
    document["components"]["headers"] = headers();
    let examples = Code::ALL.iter().map(|code| {
        let problem = Problem::example(*code);
        (code.as_str().to_owned(), json!({ "summary": problem["title"], "value": problem }))
    });
    document["components"]["examples"] = Value::Object(examples.collect());
}

struct Operation<'a> {
    is_safe: bool,
    operation: &'a mut Value,
}

impl Operation<'_> {
    fn complete(mut self) {
        self.take_headers();
        self.give_problems();
        self.give_headers();
        self.show_examples();
        if let Some(Value::Object(responses)) = self.operation.get_mut("responses") {
            // The statuses in their order, and last what stands for all others.
            responses.sort_keys();
        }
    }

    fn is_for_members(&self) -> bool {
        self.operation.get("security").is_some()
    }

    /// Whether it can be done once by its key.
    fn takes_a_key(&self) -> bool {
        self.is_for_members() && !self.is_safe
    }

    /// Whether its answer is tagged.
    fn is_tagged(&self) -> bool {
        let is_json = self.operation.pointer("/responses/200/content/application~1json").is_some();
        self.is_for_members() && self.is_safe && is_json
    }

    fn has_parameter(&self, name: &str) -> bool {
        let parameters = self.operation.get("parameters").and_then(Value::as_array);
        parameters.is_some_and(|all| all.iter().any(|parameter| parameter["name"] == name))
    }

    fn take_headers(&mut self) {
        if let Some(Value::Array(parameters)) = self.operation.get_mut("parameters") {
            // The library holds a list for required, though none given is a list, too.
            for list in parameters.iter_mut().filter(|parameter| parameter["schema"]["type"] == "array") {
                let is_required = list["schema"]["minItems"].is_u64();
                list["required"] = is_required.into();
            }
        }
        let mut taken = Vec::new();
        if self.takes_a_key() {
            taken.push(json!({
                "name": "Idempotency-Key", "in": "header", "required": false,
                "description": "Your own name for this call: sent again within a day it is not done again, and \
                    answered as the first time.",
                "schema": { "type": "string", "minLength": 1, "maxLength": LONGEST,
                    "pattern": "^[\\x20-\\x7e]+$", "example": "0d9f6c1e-7a52-4f0b-9a0e-2f3c5b8d1e44" },
            }));
        }
        if self.is_tagged() {
            taken.push(json!({
                "name": "If-None-Match", "in": "header", "required": false,
                "description": "The `ETag` of the answer that you have.",
                "schema": { "type": "string", "example": "\"s-5f0c1b7d9e2a4c6b8d0f1e3a\"" },
            }));
        }
        match self.operation.get_mut("parameters") {
            Some(Value::Array(parameters)) => parameters.extend(taken),
            _ if taken.is_empty() => {}
            _ => self.operation["parameters"] = Value::Array(taken),
        }
    }

    fn give_problems(&mut self) {
        let mut codes = vec![Code::Malformed, Code::TooMany];
        if self.is_for_members() {
            codes.push(Code::Unauthenticated);
        }
        if !self.is_safe {
            codes.push(Code::CrossSite);
        }
        // A token of a lesser scope.
        if self.operation.get("x-scope").is_some_and(|scope| scope != "read") {
            codes.push(Code::Forbidden);
        }
        if self.takes_a_key() {
            codes.extend([Code::UnderWay, Code::Repeated, Code::KeyReused]);
        }
        if self.operation.get("requestBody").is_some() {
            codes.push(Code::TooLarge);
        }
        if self.has_parameter("If-Match") {
            codes.push(Code::Outdated);
        }
        for code in codes {
            let response = &mut self.operation["responses"][code.status().as_str()];
            if response.is_null() {
                *response = json!({
                    "description": "",
                    "content": { PROBLEM: { "schema": { "$ref": "#/components/schemas/Problem" } } },
                });
            }
            let said = response["description"].as_str().unwrap_or_default();
            if !names(said, code) {
                response["description"] = format!("{said} {}", code.meaning()).trim().into();
            }
        }
    }

    fn give_headers(&mut self) {
        let (takes_a_key, is_tagged) = (self.takes_a_key(), self.is_tagged());
        if is_tagged {
            self.operation["responses"]["304"] =
                json!({ "description": "Nothing changed: the answer you have is still right." });
        }
        let Some(Value::Object(responses)) = self.operation.get_mut("responses") else { return };
        for (status, response) in responses.iter_mut() {
            let mut given = vec!["X-Request-Id"];
            match status.as_str() {
                "429" => given.push("Retry-After"),
                "200" | "304" if is_tagged => given.extend(["ETag", "RateLimit", "RateLimit-Policy"]),
                _ if status.starts_with('2') => {
                    given.extend(["RateLimit", "RateLimit-Policy"]);
                    if takes_a_key {
                        given.push("Idempotency-Replayed");
                    }
                }
                _ => {}
            }
            let references = given
                .into_iter()
                .map(|name| (name.to_owned(), json!({ "$ref": format!("#/components/headers/{name}") })));
            let headers =
                response.as_object_mut().map(|response| response.entry("headers").or_insert(json!({})));
            if let Some(Value::Object(headers)) = headers {
                headers.extend(references);
            }
        }
    }

    fn show_examples(&mut self) {
        let id = self.operation["operationId"].as_str().unwrap_or_default();
        let shown = examples::of(id).unwrap_or_default();
        if let Some(Value::Object(content)) = self.operation.pointer_mut("/requestBody/content") {
            show(content, shown.get("request"));
        }
        let Some(Value::Object(responses)) = self.operation.get_mut("responses") else { return };
        for (status, response) in responses.iter_mut() {
            let said = response["description"].as_str().unwrap_or_default().to_owned();
            let Some(Value::Object(content)) = response.get_mut("content") else { continue };
            if status.starts_with('2') {
                show(content, shown.get("response"));
            } else if let Some(problem) = content.get_mut(PROBLEM) {
                let codes = Code::ALL.iter().filter(|code| names(&said, **code));
                let references = codes.map(|code| {
                    let code = code.as_str();
                    (code.to_owned(), json!({ "$ref": format!("#/components/examples/{code}") }))
                });
                problem["examples"] = Value::Object(references.collect());
            }
        }
    }
}

/// Puts an example beside a schema that JSON is written by.
fn show(content: &mut Map<String, Value>, example: Option<&Value>) {
    let Some(example) = example else { return };
    for (kind, of) in content {
        if matches!(kind.split(';').next(), Some("application/json" | "text/event-stream")) {
            of["example"] = example.clone();
        }
    }
}

/// Whether a description speaks of a problem: its code stands there between backticks.
fn names(description: &str, code: Code) -> bool {
    description.contains(&format!("`{}`", code.as_str()))
}

fn headers() -> Value {
    let header = |about: &str, schema: Value| json!({ "description": about, "schema": schema });
    let text = |example: &str| json!({ "type": "string", "example": example });
    json!({
        "ETag": header(
            "Names this very answer, for `If-None-Match`. Where the thing has versions it begins with its version, \
             for `If-Match`.",
            text("\"v3.s-5f0c1b7d9e2a4c6b8d0f1e3a\""),
        ),
        "Idempotency-Replayed": header(
            "`true` when this call was done before, and this is the answer of then.",
            text("true"),
        ),
        "RateLimit": header(
            "Which limit is nearest, how many more calls it grants now (`r`), and in how many seconds all of them (`t`).",
            text("\"account\";r=19;t=1"),
        ),
        "RateLimit-Policy": header(
            "The limit that is nearest: so many calls (`q`) in so many seconds (`w`).",
            text("\"account\";q=20;w=2"),
        ),
        "Retry-After": header("When to come back, in seconds.", json!({ "type": "integer", "minimum": 1, "example": 1 })),
        "X-Request-Id": header(
            "This request's id in the box's log: the caller's own `X-Request-Id`, or one made here.",
            text("6a1f0c2b9d3e4875"),
        ),
    })
}
