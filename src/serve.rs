//! Listening: what comes in at the box's addresses goes to the API, the bot's webhook, or the web app; where the box
//! speaks TLS, the address without it leads to the one with it.

mod forwarded;
mod front;
mod gate;
mod lead;
mod line;
mod places;
mod trust;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use poem::endpoint::BoxEndpoint;
use poem::{Endpoint, Response, Route, Server};
use rustls::ServerConfig;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

pub use places::Places;

use crate::api::Health;
use crate::config::{BaseUrl, Network};
use crate::ledger::Language;
use crate::metrics::Metrics;
use crate::outside::Outside;
use crate::site::Site;
use crate::tls::Root;
use front::Front;
use gate::Gate;
use lead::Lead;

/// Requests in work when the box stops get so long to end.
const LAST_WORDS: Duration = Duration::from_secs(8);
/// Requests at once on one connection of HTTP/2.
const STREAMS: u32 = 64;
/// All headers of a request by HTTP/2, in bytes.
const HEADERS: u32 = 16 * 1024;

/// An open address on which nobody answers yet.
#[derive(Debug)]
pub struct Listening {
    listener: TcpListener,
    address: SocketAddr,
}

impl Listening {
    pub async fn at(address: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        Ok(Self { listener, address })
    }

    /// Where it listens, with the port that the system chose if none was asked for.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until it is told to stop, and then ends what was begun.
    pub async fn serve(
        self,
        endpoint: impl Endpoint<Output = Response> + 'static,
        places: Places,
        tls: Option<Arc<ServerConfig>>,
        stop: CancellationToken,
    ) -> io::Result<()> {
        let name = if tls.is_some() { "https" } else { "http" };
        let gate = Gate::new(self.listener, self.address, places, tls);
        // Streams that a caller begins and takes back are counted too: after twenty that nobody saw, it is over.
        let server = Server::new_with_acceptor(gate).name(name).http2_max_concurrent_streams(STREAMS);
        let server = server.http2_max_header_list_size(HEADERS);
        server.run_with_graceful_shutdown(endpoint, stop.cancelled_owned(), Some(LAST_WORDS)).await
    }
}

/// An address of the bot: what Telegram calls.
pub type Webhook = (&'static str, BoxEndpoint<'static, Response>);

/// How the box faces whoever comes. A cheap clone.
#[derive(Debug, Clone)]
pub struct Facing {
    pub outside: Outside,
    pub public_url: Option<BaseUrl>,
    /// Servers in front of the box, whose word about others is taken; empty where there are none.
    pub trusted: Arc<[Network]>,
    /// What devices have to trust first; none where others vouch for the box.
    pub root: Option<Arc<Root>>,
    pub language: Language,
    pub metrics: Metrics,
}

/// The way in to an example family, and out.
pub type Trial = (&'static str, BoxEndpoint<'static, Response>);

/// Everything that is met at the box's address.
pub fn endpoint(
    api: BoxEndpoint<'static, Response>,
    trial: Trial,
    health: &Health,
    webhook: Webhook,
    facing: Facing,
) -> impl Endpoint<Output = Response> + 'static {
    let routes = Route::new()
        .nest_no_strip("/api", api)
        .at(trial.0, trial.1)
        .at("/healthz", poem::get(health.alive()))
        .at("/readyz", poem::get(health.ready()))
        .at("/metrics", poem::get(health.figures()))
        .nest_no_strip("/", Site)
        .at(webhook.0, webhook.1);
    Front::new(with_root(routes, &facing), facing, Some(webhook.0))
}

/// What is met without TLS where the box speaks it: the way there, to the box of this name or the one that the caller
/// asked for, and what devices need before they can go it.
pub fn way_to_tls(
    health: &Health,
    name: String,
    port: u16,
    facing: Facing,
) -> impl Endpoint<Output = Response> + 'static {
    let routes = Route::new()
        .at("/healthz", poem::get(health.alive()))
        .at("/readyz", poem::get(health.ready()))
        .nest_no_strip("/", Lead { name, port });
    Front::new(with_root(routes, &facing), facing, None)
}

fn with_root(routes: Route, facing: &Facing) -> Route {
    match &facing.root {
        Some(root) => routes
            .at(trust::ROOT, poem::get(trust::root(root)))
            .at(trust::ROOT_AS_PEM, poem::get(trust::root_as_pem(root)))
            .at(trust::PAGE, poem::get(trust::page(root, facing.language))),
        None => routes,
    }
}
