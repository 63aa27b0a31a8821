//! Devices in the home find the box by its name: it answers when they ask for it (mDNS, RFC 6762), and says that it is
//! a web server (DNS-SD). Nothing of this leaves the home's own network.

use std::net::{IpAddr, SocketAddr};

use anyhow::Context as _;
use mdns_sd::{DaemonEvent, IfKind, ServiceDaemon, ServiceInfo};
use tokio_util::sync::CancellationToken;

use super::{Announced, Certificates};

/// What is answered for.
#[derive(Debug, Clone)]
pub struct Announcement {
    /// Under `.local`.
    pub name: String,
    /// Where the box answers.
    pub address: SocketAddr,
    pub with_tls: bool,
    /// Where questions come in. 5353 but in a test.
    pub port: u16,
}

impl Announcement {
    /// None where nobody could ask for the name, or reach what it leads to.
    pub fn of(name: &str, address: SocketAddr, with_tls: bool) -> Option<Self> {
        const PORT: u16 = 5353;
        let (name, can_be_reached) = (name.to_owned(), !address.ip().is_loopback());
        let can_be_asked = name.to_ascii_lowercase().ends_with(".local") && name.matches('.').count() == 1;
        (can_be_reached && can_be_asked).then_some(Self { name, address, with_tls, port: PORT })
    }
}

/// Answers until it is told to stop. Where the system does not allow it, the box is as good without: its address works.
pub async fn announce(
    certificates: Certificates,
    what: Announcement,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    if let Err(error) = answer(&certificates, &what, &stop).await {
        let why = format!("{error:#}");
        tracing::warn!(error = %why, "devices in the home will not find the box by its name");
        certificates.note_announced(Announced::Failed(why));
    }
    stop.cancelled().await;
    Ok(())
}

async fn answer(
    certificates: &Certificates,
    what: &Announcement,
    stop: &CancellationToken,
) -> anyhow::Result<()> {
    let daemon = begin(what)?;
    let events = daemon.monitor().context("following the announcement")?;
    let mut name = what.name.clone();
    while !stop.is_cancelled() {
        let event = tokio::select! {
            () = stop.cancelled() => break,
            event = events.recv_async() => event.context("the announcement ended")?,
        };
        match event {
            DaemonEvent::Announce(..) => certificates.note_announced(Announced::As(name.clone())),
            DaemonEvent::NameChange(change) => {
                let (old, new) =
                    (change.original.trim_end_matches('.'), change.new_name.trim_end_matches('.'));
                if old.eq_ignore_ascii_case(&name) {
                    tracing::warn!(name = new, "another device in the home has the box's name");
                    new.clone_into(&mut name);
                    certificates.note_announced(Announced::As(name.clone()));
                }
            }
            // One network of several may be at fault; where it works it goes on.
            DaemonEvent::Error(error) => {
                tracing::warn!(%error, "devices in the home may not find the box by its name");
                certificates.note_announced(Announced::Failed(error.to_string()));
            }
            _ => {}
        }
    }
    certificates.note_announced(Announced::No);
    // Says goodbye, so that devices forget it at once.
    if let Ok(ended) = daemon.shutdown() {
        let _ = ended.recv_async().await;
    }
    Ok(())
}

fn begin(what: &Announcement) -> anyhow::Result<ServiceDaemon> {
    const REAL: u16 = 5353;
    let daemon = ServiceDaemon::new_with_port(what.port).context("listening for questions")?;
    let loopback = vec![IfKind::LoopbackV4, IfKind::LoopbackV6];
    if what.port == REAL {
        daemon.disable_interface(loopback).context("choosing networks")?;
    }
    let kind = if what.with_tls { "_https._tcp.local." } else { "_http._tcp.local." };
    let (host, ip) = (format!("{}.", what.name), what.address.ip());
    let (every, port) = (ip.is_unspecified(), what.address.port());
    let addresses: &[IpAddr] = if every { &[] } else { &[ip] };
    let paths = [("path", "/")];
    let service = ServiceInfo::new(kind, "CatatDuit", &host, addresses, port, &paths[..])
        .context("describing the box")?;
    let service = if every { service.enable_addr_auto() } else { service };
    daemon.register(service).context("announcing the box")?;
    Ok(daemon)
}
