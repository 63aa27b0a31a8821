//! Replies that went well, by their status.

use poem::http::{HeaderValue, StatusCode, header};
use poem::{IntoResponse, Response};
use poem_openapi::ApiResponse;
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, Registry};
use poem_openapi::types::{ToJSON, Type};

use super::once::ShownOnce;
use super::tag::Version;

/// 200 with what was asked for.
#[derive(Debug)]
pub(super) struct Shown<T>(pub T);

/// 200 with one thing that has versions, so that a change can say which one it is of.
#[derive(Debug)]
pub(super) struct Current<T>(pub T);

/// A thing that counts its changes, from 1.
pub(super) trait Versioned {
    fn version(&self) -> u32;
}

/// A reply that holds a secret: it is shown this once, and kept for no repetition of the call.
#[derive(Debug)]
pub(super) struct Once<R>(pub R);

/// 201 with what was made.
#[derive(Debug)]
pub(super) struct Made<T>(pub T);

/// 204: done, nothing to show.
#[derive(Debug)]
pub(super) struct Done;

/// A reply that also sets, or clears, the session's cookie.
#[derive(Debug)]
pub(super) struct WithCookie<R>(pub R, pub HeaderValue);

/// Done, and the session's cookie is cleared; the browser forgets the pictures that it kept, too.
#[derive(Debug)]
pub(super) struct SignedOut(pub HeaderValue);

fn json(status: StatusCode, body: &impl ToJSON) -> Response {
    Response::builder().status(status).content_type("application/json").body(body.to_json_string())
}

fn of<T: Type>(status: StatusCode, description: &'static str) -> MetaResponses {
    MetaResponses {
        responses: vec![MetaResponse {
            description,
            status: Some(status.as_u16()),
            status_range: None,
            content: vec![MetaMediaType { content_type: "application/json", schema: T::schema_ref() }],
            headers: Vec::new(),
        }],
    }
}

impl<T: ToJSON> IntoResponse for Shown<T> {
    fn into_response(self) -> Response {
        json(StatusCode::OK, &self.0)
    }
}

impl<T: ToJSON> ApiResponse for Shown<T> {
    fn meta() -> MetaResponses {
        of::<T>(StatusCode::OK, "As asked.")
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl<T: ToJSON + Versioned> IntoResponse for Current<T> {
    fn into_response(self) -> Response {
        let version = Version(self.0.version());
        let mut response = json(StatusCode::OK, &self.0);
        response.set_data(version);
        response
    }
}

impl<T: ToJSON + Versioned> ApiResponse for Current<T> {
    fn meta() -> MetaResponses {
        of::<T>(StatusCode::OK, "As asked.")
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl<R: IntoResponse> IntoResponse for Once<R> {
    fn into_response(self) -> Response {
        let mut response = self.0.into_response();
        response.set_data(ShownOnce);
        response
    }
}

impl<R: ApiResponse> ApiResponse for Once<R> {
    fn meta() -> MetaResponses {
        R::meta()
    }

    fn register(registry: &mut Registry) {
        R::register(registry);
    }
}

impl<T: ToJSON> IntoResponse for Made<T> {
    fn into_response(self) -> Response {
        json(StatusCode::CREATED, &self.0)
    }
}

impl<T: ToJSON> ApiResponse for Made<T> {
    fn meta() -> MetaResponses {
        of::<T>(StatusCode::CREATED, "Made.")
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl IntoResponse for Done {
    fn into_response(self) -> Response {
        StatusCode::NO_CONTENT.into_response()
    }
}

impl ApiResponse for Done {
    fn meta() -> MetaResponses {
        MetaResponses {
            responses: vec![MetaResponse {
                description: "Done; there is nothing to show.",
                status: Some(StatusCode::NO_CONTENT.as_u16()),
                status_range: None,
                content: Vec::new(),
                headers: Vec::new(),
            }],
        }
    }

    fn register(_: &mut Registry) {}
}

impl IntoResponse for SignedOut {
    fn into_response(self) -> Response {
        let mut response = WithCookie(Done, self.0).into_response();
        response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\""));
        response
    }
}

impl ApiResponse for SignedOut {
    fn meta() -> MetaResponses {
        Done::meta()
    }

    fn register(_: &mut Registry) {}
}

impl<R: IntoResponse> IntoResponse for WithCookie<R> {
    fn into_response(self) -> Response {
        let mut response = self.0.into_response();
        response.headers_mut().append(header::SET_COOKIE, self.1);
        response
    }
}

impl<R: ApiResponse> ApiResponse for WithCookie<R> {
    fn meta() -> MetaResponses {
        R::meta()
    }

    fn register(registry: &mut Registry) {
        R::register(registry);
    }
}
