//! All that is not us: the clock, chance, the machine's addresses, and the client for calls over the network.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use rustls::pki_types::CertificateDer;

use crate::ledger::Timestamp;

type Clock = dyn Fn() -> Timestamp + Send + Sync;
type Chance = dyn Fn(&mut [u8]) + Send + Sync;
type Addresses = dyn Fn() -> Vec<IpAddr> + Send + Sync;

/// The world as the appliance sees it. Tests hand in another one.
#[derive(Clone)]
pub struct Outside {
    clock: Arc<Clock>,
    chance: Arc<Chance>,
    addresses: Arc<Addresses>,
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
            addresses: Arc::new(real_addresses),
            http: built(client(None, &[])?)?,
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

    /// A world in which this machine has other addresses.
    #[must_use]
    pub fn with_addresses(mut self, addresses: impl Fn() -> Vec<IpAddr> + Send + Sync + 'static) -> Self {
        self.addresses = Arc::new(addresses);
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

    /// Those of this machine at present.
    pub fn addresses(&self) -> Vec<IpAddr> {
        (self.addresses)()
    }

    pub fn http(&self) -> &reqwest::Client {
        &self.http
    }

    /// A client of its own, for calls to names that others gave: it connects to no address but those that `allows` lets
    /// through, and what it fails with then holds an [`OutOfReach`]. An address that is written out is looked up by
    /// nobody: whoever calls it asks first.
    pub fn http_reaching(
        allows: impl Fn(IpAddr) -> bool + Send + Sync + 'static,
    ) -> Result<reqwest::Client, NoClient> {
        built(client(Some(Arc::new(Guarded(Arc::new(allows)))), &[])?)
    }

    /// A client of its own, for files that take long to carry: it gives up on a server that says nothing for a minute.
    pub fn http_for_files() -> Result<reqwest::Client, NoClient> {
        built(client(None, &[])?.read_timeout(Duration::from_mins(1)))
    }

    /// A client of its own that believes these roots too.
    pub fn http_trusting(roots: &[CertificateDer<'_>]) -> Result<reqwest::Client, NoClient> {
        built(client(None, roots)?)
    }

    /// A client of its own that calls from this address of the machine, knows where that name leads to, and believes
    /// these roots too.
    pub fn http_to(
        seat: Option<IpAddr>,
        named: Option<(&str, SocketAddr)>,
        roots: &[CertificateDer<'_>],
    ) -> Result<reqwest::Client, NoClient> {
        let client = client(None, roots)?.local_address(seat);
        built(match named {
            Some((name, at)) => client.resolve(name, at),
            None => client,
        })
    }
}

/// Looks names up, and gives only addresses that may be called: the connection is made to what was looked at, so that a
/// name cannot lead elsewhere in between.
struct Guarded(Arc<dyn Fn(IpAddr) -> bool + Send + Sync>);

/// A name leads to no address that may be called.
#[derive(Debug, thiserror::Error)]
#[error("the name leads to no address that may be called")]
pub struct OutOfReach;

impl OutOfReach {
    /// Whether that is why a call failed.
    pub fn is_why(error: &reqwest::Error) -> bool {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
        while let Some(inner) = cause {
            if inner.is::<Self>() {
                return true;
            }
            cause = inner.source();
        }
        false
    }
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let allows = Arc::clone(&self.0);
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed: Vec<SocketAddr> = found.filter(|address| allows(address.ip())).collect();
            if allowed.is_empty() {
                return Err(OutOfReach.into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks the real clock")]
fn real_now() -> Timestamp {
    // Whole milliseconds: what the store keeps, so that a record read back equals the one written.
    let now = Timestamp::now();
    now.round(jiff::Unit::Millisecond).unwrap_or(now)
}

/// None where the system does not tell.
fn real_addresses() -> Vec<IpAddr> {
    let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    interfaces.iter().map(if_addrs::Interface::ip).collect()
}

/// A moment so much later; stays at the end of time rather than failing.
pub fn earlier(at: Timestamp, by: Duration) -> Timestamp {
    SignedDuration::try_from(by).ok().and_then(|by| at.checked_sub(by).ok()).unwrap_or(Timestamp::MIN)
}

/// So much later; the end of time at most.
pub fn later(at: Timestamp, by: Duration) -> Timestamp {
    SignedDuration::try_from(by).ok().and_then(|by| at.checked_add(by).ok()).unwrap_or(Timestamp::MAX)
}

fn client(
    resolver: Option<Arc<dyn Resolve>>,
    more: &[CertificateDer<'_>],
) -> Result<reqwest::ClientBuilder, NoClient> {
    // A second call finds the provider installed already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut roots = rustls::RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    for root in more {
        roots.add(root.clone().into_owned()).map_err(|error| NoClient(error.into()))?;
    }
    let tls = rustls::ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    #[expect(clippy::disallowed_methods, reason = "the one place that makes a network client")]
    let builder = reqwest::Client::builder();
    let builder = match resolver {
        Some(resolver) => builder.dns_resolver(resolver),
        None => builder,
    };
    let builder = builder
        .tls_backend_preconfigured(tls)
        .no_proxy()
        .connect_timeout(Duration::from_secs(10))
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(concat!("catatduit/", env!("CARGO_PKG_VERSION")));
    Ok(builder)
}

fn built(builder: reqwest::ClientBuilder) -> Result<reqwest::Client, NoClient> {
    builder.build().map_err(|error| NoClient(error.into()))
}
