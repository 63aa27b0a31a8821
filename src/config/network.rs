//! How the box is met: with which certificate, on which addresses, and whose word about others is taken.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use super::values;

/// Where the box answers with TLS, and who may speak for others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tls {
    pub mode: TlsMode,
    /// Of `lan` and `acme`.
    pub listen: SocketAddr,
    /// One more address that leads there; none: only `listen` does.
    pub redirect: Option<SocketAddr>,
    /// Under `proxy`, whose forwarded headers are believed.
    pub trusted_proxies: Vec<Network>,
}

/// Where the certificate comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TlsMode {
    /// A public authority gives it.
    Acme,
    /// The box's own authority gives it.
    Lan,
    /// A server in front of the box has it.
    Proxy,
    Off,
}

impl TlsMode {
    /// As the settings write it.
    pub fn code(self) -> &'static str {
        MODES.iter().find(|(_, mode)| *mode == self).map_or("off", |(code, _)| code)
    }

    /// Whether the box itself speaks TLS.
    pub fn is_ours(self) -> bool {
        matches!(self, Self::Acme | Self::Lan)
    }
}

pub(super) const MODES: &[(&str, TlsMode)] =
    &[("acme", TlsMode::Acme), ("lan", TlsMode::Lan), ("proxy", TlsMode::Proxy), ("off", TlsMode::Off)];

/// How a public certificate is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acme {
    /// Empty: the one of `public_url`. [`super::Config::certified_names`] has both.
    pub names: Vec<String>,
    pub contact: Option<String>,
    pub directory: Directory,
    /// Believed beside the authorities built in.
    pub root_file: Option<PathBuf>,
}

/// The address of an authority's directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directory(String);

impl Directory {
    const PRODUCTION: &str = "https://acme-v02.api.letsencrypt.org/directory";
    const STAGING: &str = "https://acme-staging-v02.api.letsencrypt.org/directory";

    pub(super) fn read(text: &str) -> Result<Self, String> {
        match text {
            "production" => Ok(Self(Self::PRODUCTION.to_owned())),
            "staging" => Ok(Self(Self::STAGING.to_owned())),
            other if other.starts_with("https://") && !other.contains(char::is_whitespace) => {
                Ok(Self(other.to_owned()))
            }
            other => Err(format!("`{other}` is none of production, staging and an address with https://")),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The box in its home's own network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lan {
    pub name: String,
    pub announce: bool,
}

/// What a home's names may end with: nobody outside can own one, so an authority for these harms no other name.
pub const HOME_ENDINGS: [&str; 4] = ["local", "lan", "home.arpa", "internal"];

pub(super) fn home_name(text: &str) -> Result<String, String> {
    let name = name(text)?;
    let ends_well = HOME_ENDINGS.iter().any(|end| {
        name.strip_suffix(end).and_then(|rest| rest.strip_suffix('.')).is_some_and(|rest| !rest.is_empty())
    });
    if ends_well {
        Ok(name)
    } else {
        Err(format!("`{text}` does not end with .{}", HOME_ENDINGS.join(" or .")))
    }
}

/// Names with commas between them.
pub(super) fn names(text: &str) -> Result<Vec<String>, String> {
    let each = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let names = each.map(name).collect::<Result<Vec<_>, _>>()?;
    if names.is_empty() { Err("names nothing".to_owned()) } else { Ok(names) }
}

fn name(text: &str) -> Result<String, String> {
    let name = text.to_ascii_lowercase();
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let is_address =
        name.rsplit('.').next().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()));
    if name.len() <= 253 && name.contains('.') && name.split('.').all(is_label) && !is_address {
        Ok(name)
    } else {
        Err(format!("`{text}` is not a name such as duit.example.org"))
    }
}

pub(super) fn mail(text: &str) -> Result<String, String> {
    let well_formed = text.split_once('@').is_some_and(|(who, at)| !who.is_empty() && name(at).is_ok());
    let odd =
        text.contains(|letter: char| letter.is_whitespace() || letter.is_control() || ",?&".contains(letter));
    if well_formed && !odd { Ok(text.to_owned()) } else { Err(format!("`{text}` is not an e-mail address")) }
}

pub(super) fn address_or_off(text: &str) -> Result<Option<SocketAddr>, String> {
    if text == "off" { Ok(None) } else { values::address(text).map(Some) }
}

/// Addresses that begin alike: `10.0.0.0/8`, or one alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    first: IpAddr,
    /// So many of its bits are the same.
    bits: u8,
}

impl Network {
    pub(super) fn list(text: &str) -> Result<Vec<Self>, String> {
        let each = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        each.map(Self::read).collect()
    }

    fn read(text: &str) -> Result<Self, String> {
        let why = || format!("`{text}` is neither an address nor a network such as 10.0.0.0/8");
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse::<u8>().map_err(|_| why())?)),
            None => (text, None),
        };
        let first: IpAddr = address.parse().map_err(|_| why())?;
        let all = if first.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(all);
        if bits > all { Err(why()) } else { Ok(Self { first, bits }) }
    }

    pub fn contains(&self, address: IpAddr) -> bool {
        // An IPv4 caller on a socket for both is written as an IPv6 address.
        let address = address.to_canonical();
        match (self.first, address) {
            (IpAddr::V4(first), IpAddr::V4(address)) => {
                let differ = u32::from(first) ^ u32::from(address);
                differ.leading_zeros() >= u32::from(self.bits)
            }
            (IpAddr::V6(first), IpAddr::V6(address)) => {
                let differ = u128::from(first) ^ u128::from(address);
                differ.leading_zeros() >= u32::from(self.bits)
            }
            _ => false,
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first, self.bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_holds_what_begins_like_it() {
        let rows = [
            ("10.0.0.0/8", "10.255.0.1", true),
            ("10.0.0.0/8", "11.0.0.1", false),
            ("10.0.0.0/8", "::ffff:10.1.2.3", true),
            ("127.0.0.1", "127.0.0.1", true),
            ("127.0.0.1", "127.0.0.2", false),
            ("0.0.0.0/0", "8.8.8.8", true),
            ("0.0.0.0/0", "2001:db8::1", false),
            ("fd00::/8", "fd12::1", true),
            ("fd00::/8", "fe80::1", false),
            ("::1", "::1", true),
        ];
        for (network, address, inside) in rows {
            let network = Network::read(network).unwrap();
            assert_eq!(network.contains(address.parse().unwrap()), inside, "{network} {address}");
        }
        for text in ["10.0.0.0/33", "10.0.0", "::/129", "everyone", "10.0.0.0/", "10.0.0.0/-1"] {
            assert!(Network::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_home_s_name_is_one_that_nobody_outside_can_own() {
        for name in ["catatduit.local", "Duit.Rumah.lan", "a.home.arpa", "box.internal"] {
            assert_eq!(home_name(name), Ok(name.to_lowercase()));
        }
        for name in ["local", ".local", "duit.example.org", "duitlocal", "-a.local", "a b.local", "10.0.0.7"]
        {
            assert!(home_name(name).is_err(), "{name}");
        }
    }

    #[test]
    fn a_certificate_is_for_names_not_for_addresses() {
        assert_eq!(names("a.example, B.example"), Ok(vec!["a.example".to_owned(), "b.example".to_owned()]));
        for text in ["", "a.example,10.0.0.7", "localhost", "a..b", "a_b.example", "*.example.org"] {
            assert!(names(text).is_err(), "{text}");
        }
        assert!(mail("ibu@example.org").is_ok());
        for text in ["ibu", "@example.org", "ibu@", "ibu@example.org,x@y.z", "i u@example.org"] {
            assert!(mail(text).is_err(), "{text}");
        }
    }
}
