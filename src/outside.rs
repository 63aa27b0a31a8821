//! All that is not us: the clock, chance, and the client for calls over the network.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;

use crate::ledger::Timestamp;

type Clock = dyn Fn() -> Timestamp + Send + Sync;
type Chance = dyn Fn(&mut [u8]) + Send + Sync;

/// The world as the appliance sees it. Tests hand in another one.
#[derive(Clone)]
pub struct Outside {
    clock: Arc<Clock>,
    chance: Arc<Chance>,
    http: reqwest::Client,
}

impl fmt::Debug for Outside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Outside")
    }
}

/// The network client could not be made.
#[derive(Debug, thiserror::Error)]
#[error("cannot prepare the network client")]
pub struct NoClient(#[source] Box<dyn std::error::Error + Send + Sync>);

impl Outside {
    /// The real clock, the kernel's randomness, TLS with the roots built in.
    pub fn real() -> Result<Self, NoClient> {
        Ok(Self {
            clock: Arc::new(real_now),
            chance: Arc::new(|bytes| {
                #[expect(
                    clippy::disallowed_methods,
                    reason = "the one place that asks the kernel for chance"
                )]
                #[expect(
                    clippy::expect_used,
                    reason = "without randomness no secret may be made: stop at once"
                )]
                getrandom::fill(bytes).expect("the kernel gives random bytes");
            }),
            http: built(client(None))?,
        })
    }

    /// A world whose clock is the caller's, with real randomness.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// A world in which chance is the caller's, so that a seed gives the same data every time.
    #[must_use]
    pub fn with_chance(mut self, chance: impl Fn(&mut [u8]) + Send + Sync + 'static) -> Self {
        self.chance = Arc::new(chance);
        self
    }

    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Unpredictable bytes.
    pub fn chance<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.chance)(&mut bytes);
        bytes
    }

    pub fn http(&self) -> &reqwest::Client {
        &self.http
    }

    /// A client of its own, for calls to names that this resolver looks up.
    pub fn http_resolved_by(resolver: Arc<dyn reqwest::dns::Resolve>) -> Result<reqwest::Client, NoClient> {
        built(client(Some(resolver)))
    }

    /// A client of its own, for files that take long to carry: it gives up on a server that says nothing for a minute.
    pub fn http_for_files() -> Result<reqwest::Client, NoClient> {
        built(client(None).read_timeout(Duration::from_mins(1)))
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks the real clock")]
fn real_now() -> Timestamp {
    // Whole milliseconds: what the store keeps, so that a record read back equals the one written.
    let now = Timestamp::now();
    now.round(jiff::Unit::Millisecond).unwrap_or(now)
}

/// A moment so much later; stays at the end of time rather than failing.
pub fn earlier(at: Timestamp, by: Duration) -> Timestamp {
    SignedDuration::try_from(by).ok().and_then(|by| at.checked_sub(by).ok()).unwrap_or(Timestamp::MIN)
}

/// So much later; the end of time at most.
pub fn later(at: Timestamp, by: Duration) -> Timestamp {
    SignedDuration::try_from(by).ok().and_then(|by| at.checked_add(by).ok()).unwrap_or(Timestamp::MAX)
}

fn client(resolver: Option<Arc<dyn reqwest::dns::Resolve>>) -> reqwest::ClientBuilder {
    // A second call finds the provider installed already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut roots = rustls::RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let tls = rustls::ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    #[expect(clippy::disallowed_methods, reason = "the one place that makes a network client")]
    let builder = reqwest::Client::builder();
    let builder = match resolver {
        Some(resolver) => builder.dns_resolver(resolver),
        None => builder,
    };
    builder
        .tls_backend_preconfigured(tls)
        .no_proxy()
        .connect_timeout(Duration::from_secs(10))
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(concat!("catatduit/", env!("CARGO_PKG_VERSION")))
}

fn built(builder: reqwest::ClientBuilder) -> Result<reqwest::Client, NoClient> {
    builder.build().map_err(|error| NoClient(error.into()))
}
