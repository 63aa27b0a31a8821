//! Listening: what comes in at the box's address goes to the API, the bot's webhook, or the web app.

mod front;
mod gate;

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use poem::endpoint::BoxEndpoint;
use poem::{Endpoint, Response, Route, Server};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::api::{self, Door, Health};
use crate::config::BaseUrl;
use crate::outside::Outside;
use crate::site::Site;
use front::Front;
use gate::Gate;

/// Requests in work when the box stops get so long to end.
const LAST_WORDS: Duration = Duration::from_secs(8);

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
        stop: CancellationToken,
    ) -> io::Result<()> {
        let gate = Gate::new(self.listener, self.address);
        let server = Server::new_with_acceptor(gate).name("http");
        server.run_with_graceful_shutdown(endpoint, stop.cancelled_owned(), Some(LAST_WORDS)).await
    }
}

/// An address of the bot: what Telegram calls.
pub type Webhook = (&'static str, BoxEndpoint<'static, Response>);

/// Everything that is met at the box's address.
pub fn endpoint(
    door: Door,
    health: &Health,
    webhook: Option<Webhook>,
    outside: Outside,
    public_url: Option<BaseUrl>,
) -> impl Endpoint<Output = Response> + 'static {
    let routes = Route::new()
        .nest_no_strip("/api", api::endpoint(door))
        .at("/healthz", poem::get(health.alive()))
        .at("/readyz", poem::get(health.ready()))
        .nest_no_strip("/", Site);
    let routes = match webhook {
        Some((path, endpoint)) => routes.at(path, endpoint),
        None => routes,
    };
    Front::new(routes, outside, public_url)
}
