//! How the box is reached: the addresses that it takes, and how they are written into a link.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

use crate::config::{Config, TlsMode};
use crate::serve::Listening;
use crate::tls::{self, Announcement};

/// Where the box listens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Doorway {
    /// Where it is met.
    pub(super) met: SocketAddr,
    /// The address without TLS.
    pub(super) plain: SocketAddr,
}

/// Takes the addresses: the one where the box is met, and those without TLS that lead there.
pub(super) async fn listen(config: &Config) -> Result<(Doorway, Listening, Vec<Listening>), CannotListen> {
    let plain = at(config.listen).await?;
    let doorway = Doorway { met: plain.address(), plain: plain.address() };
    if !config.tls.mode.is_ours() {
        return Ok((doorway, plain, Vec::new()));
    }
    let locked = at(config.tls.listen).await?;
    let doorway = Doorway { met: locked.address(), ..doorway };
    Ok((doorway, locked, std::iter::once(plain).chain(leading_too(config).await).collect()))
}

/// Whether somebody on the internet reaches a box that listens there, on a machine with these addresses.
pub(super) fn is_open(address: IpAddr, own: &[IpAddr]) -> bool {
    let is_met_at = |own: &&IpAddr| {
        if address.is_unspecified() { address.is_ipv6() || own.is_ipv4() } else { address == **own }
    };
    own.iter().filter(is_met_at).any(|address| tls::is_public(*address))
}

pub(super) fn url(config: &Config, address: SocketAddr) -> String {
    if let Some(url) = &config.public_url {
        return url.as_str().to_owned();
    }
    let (scheme, usual) = if config.tls.mode.is_ours() { ("https", 443) } else { ("http", 80) };
    let name = name_of(config, address);
    if address.port() == usual {
        format!("{scheme}://{name}")
    } else {
        format!("{scheme}://{name}:{}", address.port())
    }
}

/// What the box is called in a link: the name that it is found by, or an address of this machine.
pub(super) fn name_of(config: &Config, address: SocketAddr) -> String {
    let called = match config.tls.mode {
        TlsMode::Acme => config.certified_names().into_iter().next(),
        TlsMode::Lan
            if config.lan.announce && Announcement::of(&config.lan.name, address, true).is_some() =>
        {
            Some(config.lan.name.clone())
        }
        _ => None,
    };
    called.unwrap_or_else(|| match reachable(address).ip() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => format!("[{v6}]"),
    })
}

/// An address of the box cannot be listened on.
#[derive(Debug, thiserror::Error)]
#[error("listening on {address}")]
pub struct CannotListen {
    address: SocketAddr,
    pub source: io::Error,
}

async fn at(address: SocketAddr) -> Result<Listening, CannotListen> {
    Listening::at(address).await.map_err(|source| CannotListen { address, source })
}

/// One more address that leads to the one with TLS. The box is as good without.
async fn leading_too(config: &Config) -> Option<Listening> {
    let address = config.tls.redirect.filter(|address| *address != config.listen)?;
    match Listening::at(address).await {
        Ok(listening) => Some(listening),
        Err(error) => {
            tracing::warn!(%address, %error, "nothing leads from this address to the one with TLS");
            None
        }
    }
}

/// The address to write into a link. One that means "every address of this machine" is replaced by the one that
/// other machines in the house would use.
pub(super) fn reachable(address: SocketAddr) -> SocketAddr {
    if !address.ip().is_unspecified() {
        return address;
    }
    SocketAddr::new(own_address().unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)), address.port())
}

/// The address that this machine would send from. Connecting a datagram socket sends nothing: it only asks the
/// system for the way. The other end is an address kept for documentation.
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    let address = socket.local_addr().ok()?.ip();
    (!address.is_unspecified()).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_never_leads_to_every_address() {
        let listened: SocketAddr = "0.0.0.0:8080".parse().unwrap();
        let written = reachable(listened);
        assert!(!written.ip().is_unspecified());
        assert_eq!(written.port(), 8080);
        let named: SocketAddr = "127.0.0.1:80".parse().unwrap();
        assert_eq!(reachable(named), named);
    }

    #[test]
    fn a_box_is_open_where_it_listens_on_an_address_of_the_internet() {
        let open = |listens: &str, own: &[&str]| {
            let own: Vec<IpAddr> = own.iter().map(|address| address.parse().unwrap()).collect();
            is_open(listens.parse().unwrap(), &own)
        };
        assert!(!open("0.0.0.0", &["127.0.0.1", "192.168.1.7", "2001:db8::7", "fe80::1"]), "a home");
        assert!(open("::", &["192.168.1.7", "2001:db8::7"]), "a home whose machines are on the internet");
        assert!(open("0.0.0.0", &["127.0.0.1", "203.0.113.7"]), "a rented server");
        assert!(!open("127.0.0.1", &["127.0.0.1", "203.0.113.7"]));
        assert!(open("203.0.113.7", &["127.0.0.1", "203.0.113.7"]));
    }
}
