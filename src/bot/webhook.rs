//! Updates that Telegram delivers by itself.

use std::sync::Arc;

use poem::http::{StatusCode, header};
use poem::{Endpoint, Request, Response};
use subtle::ConstantTimeEq as _;

use super::wire::Update;
use super::{Bot, Keeper};
use crate::ctx::Met;

/// Where this box takes deliveries.
pub const PATH: &str = "/telegram/webhook";
/// Far above any update; Telegram sends no more than a few kilobytes.
const LARGEST: usize = 1024 * 1024;
const SECRET_HEADER: &str = "X-Telegram-Bot-Api-Secret-Token";

/// The endpoint for [`PATH`]. Answers 200 once the update is durably done with; what the box says about it
/// follows through the queue. Any other answer makes Telegram deliver the update again.
pub fn endpoint(keeper: impl Into<Keeper>) -> impl Endpoint<Output = Response> {
    Arc::new(Deliveries { keeper: keeper.into() })
}

struct Deliveries {
    keeper: Keeper,
}

impl Endpoint for Deliveries {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        if request.method() != poem::http::Method::POST {
            return Ok(StatusCode::METHOD_NOT_ALLOWED.into());
        }
        let Some(bot) = self.keeper.bot() else { return Ok(StatusCode::NOT_FOUND.into()) };
        if let Err(wait) = bot.inner.deliveries.count(&address_of(&request), bot.app().outside().now()) {
            // Telegram delivers it again.
            let refusal = Response::builder().status(StatusCode::TOO_MANY_REQUESTS);
            return Ok(refusal.header(header::RETRY_AFTER, wait.seconds).finish());
        }
        if !is_from_telegram(&bot, &request) {
            bot.inner.board.change(|status| status.refused_deliveries += 1);
            tracing::debug!("a delivery without the right secret was refused");
            return Ok(StatusCode::UNAUTHORIZED.into());
        }
        let Ok(body) = request.take_body().into_bytes_limit(LARGEST).await else {
            return Ok(StatusCode::PAYLOAD_TOO_LARGE.into());
        };
        let Some(update) = serde_json::from_slice(&body).ok().and_then(Update::read) else {
            return Ok(StatusCode::BAD_REQUEST.into());
        };
        bot.note_contact().await;
        bot.inner.board.change(|status| {
            status.inlet = status.inlet.delivered();
            status.trouble = None;
        });
        let taken = bot.take(update).await;
        Ok(if taken.is_ok() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }.into())
    }
}

fn address_of(request: &Request) -> String {
    let address = request.data::<Met>().and_then(|met| met.address);
    address.map(|address| address.to_string()).unwrap_or_default()
}

/// Compared in constant time: how much of a guess was right must not be seen from how long it took.
fn is_from_telegram(bot: &Bot, request: &Request) -> bool {
    let given = request.header(SECRET_HEADER).unwrap_or_default();
    given.as_bytes().ct_eq(bot.inner.secret.as_bytes()).into()
}
