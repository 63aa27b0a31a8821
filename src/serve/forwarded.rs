//! Whom a request comes from, when it comes through another server: what that server says is taken from addresses
//! that the settings name, and from nobody else.

use std::net::{IpAddr, SocketAddr};

use poem::Request;
use poem::http::HeaderMap;
use poem::http::uri::Scheme;

use crate::config::Network;
use crate::ctx::Met;

/// How a request reached the box. `trusted` is empty where no server stands in front of it.
pub(super) fn met(request: &Request, trusted: &[Network]) -> Met {
    let direct = request.remote_addr().as_socket_addr().map(SocketAddr::ip);
    let met = Met { address: direct, over_tls: *request.scheme() == Scheme::HTTPS };
    match direct {
        Some(peer) if is_trusted(trusted, peer) => told(request.headers(), trusted, met),
        _ => met,
    }
}

fn told(headers: &HeaderMap, trusted: &[Network], direct: Met) -> Met {
    // A server that writes the one header may hand on the other as a stranger wrote it: the more usual one wins, and
    // the two are never mixed.
    if headers.contains_key(FOR) {
        let way: Vec<_> = values(headers, FOR).map(|part| address_in(&part)).collect();
        let proto = values(headers, PROTO).last();
        return Met {
            address: origin(&way, trusted, direct.address),
            over_tls: is_tls(proto.as_deref(), direct),
        };
    }
    let steps: Vec<String> = values(headers, FORWARDED).collect();
    let way: Vec<_> = steps.iter().map(|step| address_in(&field(step, "for")?)).collect();
    let proto = steps.last().and_then(|step| field(step, "proto"));
    let proto = proto.or_else(|| values(headers, PROTO).last());
    Met { address: origin(&way, trusted, direct.address), over_tls: is_tls(proto.as_deref(), direct) }
}

const FOR: &str = "x-forwarded-for";
const PROTO: &str = "x-forwarded-proto";
const FORWARDED: &str = "forwarded";

fn is_trusted(trusted: &[Network], address: IpAddr) -> bool {
    trusted.iter().any(|network| network.contains(address))
}

fn is_tls(proto: Option<&str>, direct: Met) -> bool {
    proto.map_or(direct.over_tls, |proto| proto.eq_ignore_ascii_case("https"))
}

/// The way is written by those it leads through, the last of them at its end. Whoever comes before the last one that
/// is trusted is the caller; what stands before them they wrote themselves.
fn origin(way: &[Option<IpAddr>], trusted: &[Network], direct: Option<IpAddr>) -> Option<IpAddr> {
    let mut caller = direct;
    for step in way.iter().rev() {
        // Not an address: whoever handed it on is all that is known.
        let Some(address) = step else { break };
        caller = Some(address.to_canonical());
        if !is_trusted(trusted, *address) {
            break;
        }
    }
    caller
}

/// The parts of a list, over all headers of that name.
fn values<'a>(headers: &'a HeaderMap, name: &str) -> impl DoubleEndedIterator<Item = String> + use<'a> {
    let texts: Vec<_> =
        headers.get_all(name).iter().map(|value| value.to_str().unwrap_or_default()).collect();
    let parts: Vec<_> =
        texts.iter().flat_map(|text| text.split(',')).map(|part| part.trim().to_owned()).collect();
    parts.into_iter()
}

/// `192.0.2.7`, `192.0.2.7:4711`, `2001:db8::7`, `[2001:db8::7]:4711`.
fn address_in(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_matches('"');
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    text.parse()
        .ok()
        .or_else(|| bare?.parse().ok())
        .or_else(|| text.parse().ok().map(|address: SocketAddr| address.ip()))
}

/// `for=192.0.2.7;proto=https` has the field `proto`.
fn field(step: &str, name: &str) -> Option<String> {
    let mut pairs = step.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs
        .find(|(key, _)| key.trim().eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim().trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use poem::http::{HeaderName, HeaderValue};

    use super::*;
    use crate::config::{Config, Given};

    fn trusted() -> Vec<Network> {
        let text = "127.0.0.1, 10.0.0.0/8";
        let given = Given { key: "trusted_proxies".into(), value: text.into(), flag: "test".into() };
        Config::load(None, &std::collections::BTreeMap::default(), &[given])
            .unwrap()
            .config
            .tls
            .trusted_proxies
    }

    #[track_caller]
    fn check(told_by: &[(&str, &str)], address: &str, over_tls: bool) {
        let headers = told_by.iter().map(|(name, value)| {
            (name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap())
        });
        let mut map = HeaderMap::new();
        headers.for_each(|(name, value)| {
            map.append(name, value);
        });
        let direct = Met { address: Some("127.0.0.1".parse().unwrap()), over_tls: false };
        let met = told(&map, &trusted(), direct);
        assert_eq!(met, Met { address: Some(address.parse().unwrap()), over_tls }, "{told_by:?}");
    }

    #[test]
    fn the_caller_is_whoever_the_last_trusted_server_names() {
        check(&[], "127.0.0.1", false);
        check(&[("x-forwarded-for", "192.0.2.7"), ("x-forwarded-proto", "https")], "192.0.2.7", true);
        // What a stranger wrote before their own address is not believed.
        check(&[("x-forwarded-for", "1.1.1.1, 192.0.2.7")], "192.0.2.7", false);
        check(
            &[("x-forwarded-for", "1.1.1.1"), ("x-forwarded-for", "192.0.2.7, 10.0.0.3")],
            "192.0.2.7",
            false,
        );
        check(&[("x-forwarded-for", "2001:db8::7"), ("x-forwarded-proto", "http")], "2001:db8::7", false);
        check(&[("x-forwarded-for", "[2001:db8::7]:4711")], "2001:db8::7", false);
        check(&[("x-forwarded-for", "192.0.2.7:4711")], "192.0.2.7", false);
        // Everybody in the home may be trusted: then the first is the caller.
        check(&[("x-forwarded-for", "10.0.0.7, 10.0.0.3")], "10.0.0.7", false);
        check(&[("x-forwarded-for", "unknown")], "127.0.0.1", false);
        check(&[("x-forwarded-for", "192.0.2.7, nonsense")], "127.0.0.1", false);
    }

    #[test]
    fn the_header_of_the_standard_is_read_too_and_never_mixed_with_the_other() {
        check(&[("forwarded", "for=192.0.2.7;proto=https;by=10.0.0.1")], "192.0.2.7", true);
        check(&[("forwarded", "for=1.1.1.1, For=\"[2001:db8::7]:4711\";Proto=HTTPS")], "2001:db8::7", true);
        check(&[("forwarded", "for=_hidden;proto=http")], "127.0.0.1", false);
        check(
            &[("forwarded", "for=1.1.1.1;proto=https"), ("x-forwarded-for", "192.0.2.7")],
            "192.0.2.7",
            false,
        );
    }
}
