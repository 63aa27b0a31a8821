//! Which operations there are, by their address: which methods an address knows, and what each operation takes
//! beside its body.

use poem::Request;
use poem::http::{HeaderValue, Method};
use poem_openapi::OpenApi;
use poem_openapi::registry::{MetaOperation, MetaOperationParam, MetaParamIn};

use super::Operations;
use super::body::MOST_BYTES;
use super::problem::{FieldProblem, FieldWhy, Problem};
use super::schema;
use crate::app::MOST_PICTURE_BYTES;
use crate::error::Why;

/// Every operation of the API.
pub(super) struct Addresses(Vec<Address>);

struct Address {
    segments: Vec<String>,
    operations: Vec<Operation>,
}

/// One operation, as far as its parameters go.
pub(super) struct Operation {
    method: Method,
    parameters: Vec<MetaOperationParam>,
    body: Body,
    /// Only for somebody who says who they are.
    pub(super) is_for_members: bool,
}

/// What an operation takes beside its address and headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Body {
    Nothing,
    Json,
    /// A picture.
    Other,
}

impl Addresses {
    pub(super) fn of_operations() -> Self {
        // The same address may be described in several parts.
        let mut known: Vec<Address> = Vec::new();
        for path in <Operations as OpenApi>::meta().into_iter().flat_map(|api| api.paths) {
            let segments: Vec<String> = path.path.split('/').map(str::to_owned).collect();
            let operations = path.operations.into_iter().map(Operation::from);
            match known.iter_mut().find(|address| address.segments == segments) {
                Some(address) => address.operations.extend(operations),
                None => known.push(Address { segments, operations: operations.collect() }),
            }
        }
        // Of two that fit, the one that names more of the path itself is meant.
        known.sort_by_key(|address| address.segments.iter().filter(|part| part.starts_with('{')).count());
        Self(known)
    }

    /// The operation that a request is for, if there is one.
    pub(super) fn find(&self, method: &Method, path: &str) -> Option<&Operation> {
        self.at(path)?.operations.iter().find(|operation| operation.method == *method)
    }

    /// The methods that an address knows.
    pub(super) fn allowed(&self, path: &str) -> Option<HeaderValue> {
        let operations = &self.at(path)?.operations;
        let mut methods: Vec<&str> = operations.iter().map(|operation| operation.method.as_str()).collect();
        if methods.contains(&"GET") {
            methods.push("HEAD");
        }
        HeaderValue::from_str(&methods.join(", ")).ok()
    }

    /// The address as the document writes it, without anything that a caller chose.
    pub(super) fn route(&self, path: &str) -> Option<String> {
        Some(self.at(path)?.segments.join("/"))
    }

    fn at(&self, path: &str) -> Option<&Address> {
        let segments: Vec<&str> = path.split('/').collect();
        self.0.iter().find(|address| {
            let parts = address.segments.iter().zip(&segments);
            address.segments.len() == segments.len()
                && parts.into_iter().all(|(part, segment)| part.starts_with('{') || part == segment)
        })
    }
}

impl From<MetaOperation> for Operation {
    fn from(operation: MetaOperation) -> Self {
        let mut kinds = operation.request.iter().flat_map(|body| &body.content);
        let body = match kinds.next() {
            None => Body::Nothing,
            Some(kind) if kind.content_type.starts_with("application/json") => Body::Json,
            Some(_) => Body::Other,
        };
        Self {
            method: operation.method,
            body,
            parameters: operation.params,
            is_for_members: !operation.security.is_empty(),
        }
    }
}

impl Operation {
    /// Whether what it does can be asked for with a key, so that it is done once.
    pub(super) fn takes_a_key(&self) -> bool {
        self.is_for_members && !self.method.is_safe()
    }

    /// Whether its body is large enough to need a place among those that come in at once.
    pub(super) fn needs_a_place(&self) -> bool {
        self.body == Body::Other
    }

    /// How many bytes its body may have at most; none where it takes no body.
    pub(super) fn largest_body(&self) -> Option<usize> {
        match self.body {
            Body::Nothing => None,
            Body::Json => Some(MOST_BYTES),
            Body::Other => Some(MOST_PICTURE_BYTES),
        }
    }

    /// Holds the request's address and headers against what the document says of them. Everything that does not fit
    /// is named; a parameter that nobody knows would otherwise be a filter that silently does nothing.
    pub(super) fn check(&self, request: &Request) -> Result<(), Problem> {
        let mut errors = Vec::new();
        let given: Vec<(String, String)> = request.params().unwrap_or_default();
        for (place, (name, _)) in given.iter().enumerate() {
            let is_again = given[..place].iter().any(|(earlier, _)| earlier == name);
            if !is_again && self.parameter(MetaParamIn::Query, name).is_none() {
                errors.push(FieldProblem::of_parameter(name, FieldWhy::Unknown));
            }
        }
        for of in &self.parameters {
            let name = of.name.as_str();
            let texts: Vec<&str> = match of.in_type {
                MetaParamIn::Query => {
                    given.iter().filter(|(known, _)| known == name).map(|(_, text)| text.as_str()).collect()
                }
                MetaParamIn::Header => match request.headers().get(name).map(HeaderValue::to_str) {
                    Some(Ok(text)) => vec![text],
                    Some(Err(_)) => {
                        errors.push(FieldProblem::of_parameter(name, FieldWhy::Shape));
                        continue;
                    }
                    None => Vec::new(),
                },
                _ => continue,
            };
            match (texts.as_slice(), of.required && !schema::is_list(&of.schema)) {
                ([], true) => errors.push(FieldProblem::of_parameter(name, FieldWhy::Rule(Why::Missing))),
                ([], false) => {}
                (texts, _) => errors.extend(schema::check_parameter(&of.schema, name, texts)),
            }
        }
        // A condition that nobody looks at must not seem to have held.
        if request.headers().contains_key(IF_MATCH) && self.parameter(MetaParamIn::Header, IF_MATCH).is_none()
        {
            errors.push(FieldProblem::of_parameter(IF_MATCH, FieldWhy::Unknown));
        }
        if errors.is_empty() { Ok(()) } else { Err(Problem::malformed(errors)) }
    }

    fn parameter(&self, place: MetaParamIn, name: &str) -> Option<&MetaOperationParam> {
        self.parameters.iter().find(|of| of.in_type == place && of.name == name)
    }
}

const IF_MATCH: &str = "If-Match";
