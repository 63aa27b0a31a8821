//! The box met with TLS: its own certificates, public ones, servers in front of it, and callers who mean no good.

mod hostile;
mod lan;
mod proxy;
pub(crate) mod public;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rustls::RootCertStore;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::time_provider::TimeProvider;

use crate::support::appliance::{Clock, Setting};

/// A box in a home of its own: on free ports, with its keys in this folder.
fn at_home(folder: &Path) -> Setting {
    with_tls("lan", folder)
}

fn with_tls(mode: &str, folder: &Path) -> Setting {
    let setting = Setting::default().told("TLS", mode).told("TLS_LISTEN", "127.0.0.1:0");
    setting.told("REDIRECT_LISTEN", "127.0.0.1:0").told("DATA_DIR", folder.to_str().unwrap())
}

/// What the box tells devices to trust.
fn root_in(folder: &Path) -> CertificateDer<'static> {
    CertificateDer::from_pem_file(folder.join("tls/ca.crt")).unwrap()
}

/// A device that trusts nothing but this, and looks up this name there.
pub(crate) fn device(
    root: &CertificateDer<'static>,
    clock: &Clock,
    name: &str,
    at: SocketAddr,
) -> reqwest::Client {
    #[expect(clippy::disallowed_methods, reason = "the box's own client trusts public authorities only")]
    let builder = reqwest::Client::builder();
    let builder = builder.tls_backend_preconfigured(trusting(root, clock, &["h2", "http/1.1"])).no_proxy();
    let builder = builder.redirect(reqwest::redirect::Policy::none()).resolve(name, at);
    builder.timeout(Duration::from_secs(30)).build().unwrap()
}

fn trusting(root: &CertificateDer<'static>, clock: &Clock, speaks: &[&str]) -> rustls::ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add(root.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_details(provider, Arc::new(Watch(clock.clone())));
    let builder = builder.with_safe_default_protocol_versions().unwrap();
    let mut config = builder.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = speaks.iter().map(|name| name.as_bytes().to_vec()).collect();
    config
}

/// The box's clock, on a device's wrist.
#[derive(Debug)]
struct Watch(Clock);

impl TimeProvider for Watch {
    fn current_time(&self) -> Option<UnixTime> {
        let seconds = u64::try_from(self.0.now().as_second()).ok()?;
        Some(UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
    }
}

/// Waits until it is so, for as long as a slow machine may take.
pub(crate) async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..600 {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("never: {what}");
}
