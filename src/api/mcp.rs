//! A door for assistants that speak the Model Context Protocol: the family's figures to read, and messages to propose.
//!
//! It answers with the same shapes as the rest of the API and with the caller's own rights. It writes drafts only:
//! what an assistant proposes becomes a record when a member says yes.

use std::io;
use std::sync::Arc;

use futures_util::TryStreamExt as _;
use http_body_util::{BodyDataStream, Full};
use poem::endpoint::make;
use poem::http::{StatusCode, header};
use poem::{Body, Endpoint, Request, Response};
use poem_openapi::types::ToJSON;
use poem_openapi::{ApiExtractor as _, ExtractParamOptions};
use rmcp::handler::server::wrapper::Parameters;
use rmcp::model::CallToolResult;
use rmcp::schemars::{self, JsonSchema};
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use rmcp::{ErrorData, ServerHandler, tool, tool_handler, tool_router};
use serde::Deserialize;

use super::caller::Caller;
use super::captures::CaptureOutcome;
use super::categories::Category;
use super::found::SearchPage;
use super::lists::newest;
use super::problem::{Code, Problem};
use super::reading::Reading;
use super::summaries::Summary;
use super::wallets::Wallet;
use crate::app::{Acting, Error};
use crate::ledger::{Day, Month};

/// The largest call that is read.
const MOST_BYTES: usize = 64 * 1024;
const LARGEST_PAGE: u16 = 200;

/// Everything below the address of the protocol: each call stands for itself, and says who makes it.
pub(super) fn endpoint() -> impl Endpoint<Output = Response> {
    make(answer)
}

async fn answer(request: Request) -> Result<Response, poem::Error> {
    let (request, mut body) = request.split();
    let caller = Caller::from_request(&request, &mut body, ExtractParamOptions::default()).await?;
    // Who it is, before anything else: an assistant learns nothing of the house without a key.
    caller.run(|_| Ok(())).await.map_err(poem::Error::from)?;
    let bytes = body.take()?.into_bytes_limit(MOST_BYTES).await;
    let bytes = bytes.map_err(|_| poem::Error::from(Problem::new(Code::TooLarge)))?;
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        // Another site's page has no key, and the cookie does not travel with it.
        .disable_allowed_hosts()
        .with_max_request_body_bytes(MOST_BYTES);
    let service = StreamableHttpService::new(
        move || Ok(Tools { caller: caller.clone() }),
        Arc::new(NeverSessionManager::default()),
        config,
    );
    let mut call = poem::http::Request::builder().method(request.method()).uri(request.uri());
    for (name, value) in request.headers().iter().filter(|(name, _)| **name != header::CONTENT_LENGTH) {
        call = call.header(name, value);
    }
    let call = call.body(Full::new(bytes)).map_err(poem::error::BadRequest)?;
    let (parts, body) = service.handle(call).await.into_parts();
    let chunks = BodyDataStream::new(body).map_err(|never| -> io::Error { match never {} });
    let mut response = Response::builder().status(parts.status);
    for (name, value) in &parts.headers {
        response = response.header(name, value);
    }
    Ok(response.body(Body::from_bytes_stream(chunks)))
}

/// What an assistant may do, as one member.
#[derive(Debug, Clone)]
struct Tools {
    caller: Caller,
}

/// A search, and a place in what it finds.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Search {
    /// Words, fields and ranges: `bakso`, `kategori:makanan @gopay >50rb bulan lalu`; everything when left out.
    #[serde(default)]
    q: String,
    /// The `next_cursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
    /// How many at most, 1 to 200; 50 when left out.
    #[serde(default)]
    limit: Option<u16>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct OfDay {
    /// As `2026-11-22`; the family's today when left out.
    #[serde(default)]
    day: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct OfMonth {
    /// As `2026-11`; the current one when left out.
    #[serde(default)]
    month: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Words {
    /// A message as a family member would write it: "beli bakso 15rb pake gopay".
    text: String,
}

#[tool_router]
impl Tools {
    #[tool(
        description = "The wallets this member sees, with what each holds now, in minor units (the rupiah has no decimals).",
        annotations(read_only_hint = true)
    )]
    async fn list_wallets(&self) -> Result<CallToolResult, ErrorData> {
        self.show(|me| Ok(me.wallets()?.iter().map(Wallet::from).collect::<Vec<_>>())).await
    }

    #[tool(description = "The categories of the household.", annotations(read_only_hint = true))]
    async fn list_categories(&self) -> Result<CallToolResult, ErrorData> {
        self.show(|me| Ok(me.offered_categories()?.into_iter().map(Category::from).collect::<Vec<_>>())).await
    }

    #[tool(
        description = "What a day came to: income, expense, net and categories, beside the day before.",
        annotations(read_only_hint = true)
    )]
    async fn summarise_day(&self, Parameters(of): Parameters<OfDay>) -> Result<CallToolResult, ErrorData> {
        let day: Option<Day> = read("day", of.day.as_deref())?;
        self.show(move |me| Ok(Summary::from(&me.day_summary(day)?))).await
    }

    #[tool(
        description = "What a month of the household came to: income, expense, net, categories and ratios, beside the month before.",
        annotations(read_only_hint = true)
    )]
    async fn summarise_month(
        &self,
        Parameters(of): Parameters<OfMonth>,
    ) -> Result<CallToolResult, ErrorData> {
        let month: Option<Month> = read("month", of.month.as_deref())?;
        self.show(move |me| Ok(Summary::from(&me.month_summary(month)?))).await
    }

    #[tool(
        description = "Transactions that a search finds, newest day first, page by page, with the totals of all hits. Words are looked for in every text; kategori:, @wallet, #tag, oleh:, tipe:keluar, >50rb, bulan lalu, 2026-10 and the like narrow it down.",
        annotations(read_only_hint = true)
    )]
    async fn search_transactions(
        &self,
        Parameters(of): Parameters<Search>,
    ) -> Result<CallToolResult, ErrorData> {
        if of.limit.is_some_and(|limit| limit == 0 || limit > LARGEST_PAGE) {
            return Err(unreadable("limit"));
        }
        let paging = newest(of.cursor.as_deref(), of.limit).map_err(|_| unreadable("cursor"))?;
        self.show(move |me| SearchPage::of(&me.search(&of.q, paging)?, paging)).await
    }

    #[tool(
        description = "What the household's box would understand a message as. Nothing is recorded.",
        annotations(read_only_hint = true)
    )]
    async fn read_message(&self, Parameters(words): Parameters<Words>) -> Result<CallToolResult, ErrorData> {
        self.show(move |me| Ok(Reading::from(&me.preview(&words.text)?))).await
    }

    #[tool(
        description = "Proposes a message for recording. It becomes a draft that waits for a member's yes; nothing is recorded by it.",
        annotations(read_only_hint = false, destructive_hint = false)
    )]
    async fn propose_message(
        &self,
        Parameters(words): Parameters<Words>,
    ) -> Result<CallToolResult, ErrorData> {
        self.show(move |me| CaptureOutcome::of(&me, &me.propose(&words.text)?)).await
    }
}

#[tool_handler(
    name = "catatduit",
    instructions = "A family's money on their own box. Amounts are whole minor units of their currency; the rupiah has no decimals. Days are the family's."
)]
impl ServerHandler for Tools {}

impl Tools {
    /// What a verb gives, in the API's own shape; what it refuses, in the member's words, for the assistant to read.
    async fn show<T: ToJSON + Send + 'static>(
        &self,
        verb: impl FnOnce(Acting) -> Result<T, Error> + Send + 'static,
    ) -> Result<CallToolResult, ErrorData> {
        match self.caller.run(verb).await {
            Ok(shown) => Ok(CallToolResult::structured(serde_json::json!({ "result": shown.to_json() }))),
            Err(problem) if problem.code.status() == StatusCode::INTERNAL_SERVER_ERROR => {
                Err(ErrorData::internal_error("the box could not answer", None))
            }
            Err(problem) => {
                let told = problem
                    .render(self.caller.speech.language(), self.caller.request_id())
                    .into_body()
                    .into_string()
                    .await;
                let told = told.ok().and_then(|text| serde_json::from_str(&text).ok());
                Ok(CallToolResult::structured_error(told.unwrap_or_default()))
            }
        }
    }
}

/// A value that the schema only knows as text.
fn read<T: std::str::FromStr>(field: &'static str, text: Option<&str>) -> Result<Option<T>, ErrorData> {
    text.map(|text| text.parse().map_err(|_| unreadable(field))).transpose()
}

fn unreadable(field: &str) -> ErrorData {
    ErrorData::invalid_params(format!("{field} is not what it should be"), None)
}
