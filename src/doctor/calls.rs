//! The box, asked at its own address as a browser asks it.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use futures_util::StreamExt as _;
use reqwest::Method;
use rustls::pki_types::CertificateDer;

use super::Running;
use crate::outside::Outside;

/// An answer, as far as the doctor cares.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// By their names in lower case.
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: String,
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

/// What the box answered to each question.
#[derive(Debug, Clone, Default)]
pub(super) struct Calls {
    /// None: it does not listen at all.
    pub(super) page: Option<Answer>,
    /// The first script that the page loads, as it comes compressed.
    pub(super) asset: Option<Answer>,
    /// The same with the ending of its source map.
    pub(super) source_map: Option<Answer>,
    pub(super) alive: Option<Answer>,
    pub(super) ready: Option<Answer>,
    pub(super) figures: Option<Answer>,
    pub(super) document: Option<Answer>,
    /// An address of the API that does not exist.
    pub(super) nowhere: Option<Answer>,
    /// What a stranger's site may read.
    pub(super) foreign: Option<Answer>,
    /// What a stranger's site may send.
    pub(super) forged: Option<Answer>,
    /// A form with things wrong in it.
    pub(super) invalid: Option<Answer>,
    /// A delivery without Telegram's secret.
    pub(super) unsigned: Option<Answer>,
    /// The first that was refused among many calls in a row, and the number of those before it.
    pub(super) hurry: Option<(usize, Option<Answer>)>,
}

const PATIENCE: Duration = Duration::from_secs(3);
/// No answer is read further.
const MOST_BYTES: usize = 256 * 1024;
/// So many calls in a row are made to be refused at last, and not more.
const MOST_CALLS: usize = 60;
/// A site that is none of ours; the name belongs to nobody.
const STRANGER: &str = "https://stranger.invalid";
/// Where the doctor calls from, so that its calls are counted against nobody else on this machine …
const OWN_SEAT: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 89));
/// … and where those calls come from that are made to be refused, so that the others are not.
const HASTY_SEAT: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 90));

/// How a program on this machine reaches a listener.
pub(super) fn local(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

struct Caller<'a> {
    base: &'a str,
    http: reqwest::Client,
}

/// Asks everything; `burst` is how many calls an address may make at once. Where the box speaks TLS it is met by the name
/// in its certificate, and only a certificate that devices may believe is believed.
pub(super) async fn ask(running: &Running, burst: u16) -> Calls {
    let at = local(running.address);
    let base = match &running.called {
        Some(name) => format!("https://{name}:{}", at.port()),
        None => format!("http://{at}"),
    };
    let named = running.called.as_deref().map(|name| (name, at));
    let root = running.certificates.root().map(|root| CertificateDer::from(root.der));
    let (base, has_seats) = (base.as_str(), at.ip() == IpAddr::V4(Ipv4Addr::LOCALHOST));
    let from = |seat| Outside::http_to(seat, named, root.as_slice()).ok().map(|http| Caller { base, http });
    let at = |seat| from(Some(seat)).filter(|_| has_seats);
    let Some(caller) = at(OWN_SEAT).or_else(|| from(None)) else { return Calls::default() };
    let mut calls = Calls { page: caller.get("/").await, ..Calls::default() };
    let Some(page) = &calls.page else { return calls };
    if let Some(script) = first_script(&page.body) {
        calls.asset = caller.call(Method::GET, &script, &[("accept-encoding", "br, gzip")], "").await;
        calls.source_map = caller.get(&format!("{script}.map")).await;
    }
    calls.alive = caller.get("/healthz").await;
    calls.ready = caller.get("/readyz").await;
    calls.figures = caller.get("/metrics").await;
    calls.document = caller.get("/api/v1/openapi.json").await;
    calls.nowhere = caller.get("/api/v1/no-such-address").await;
    calls.foreign = caller.call(Method::GET, "/api/v1/setup", &[("origin", STRANGER)], "").await;
    let json = ("content-type", "application/json");
    let forged = [("origin", STRANGER), ("sec-fetch-site", "cross-site"), json];
    calls.forged = caller.call(Method::POST, "/api/v1/session", &forged, "{}").await;
    calls.invalid = caller.call(Method::POST, "/api/v1/session", &[json], "{\"name\":\"\"}").await;
    calls.unsigned = caller.call(Method::POST, "/telegram/webhook", &[json], "{}").await;
    // Whoever shares the address would have to wait as well.
    if usize::from(burst) < MOST_CALLS
        && let Some(hasty) = at(HASTY_SEAT)
    {
        calls.hurry = Some(hurry(&hasty).await);
    }
    calls
}

async fn hurry(caller: &Caller<'_>) -> (usize, Option<Answer>) {
    for before in 0..MOST_CALLS {
        match caller.get("/api/v1/no-such-address").await {
            Some(answer) if answer.status == 429 => return (before, Some(answer)),
            Some(_) => {}
            None => return (before, None),
        }
    }
    (MOST_CALLS, None)
}

impl Caller<'_> {
    async fn get(&self, path: &str) -> Option<Answer> {
        self.call(Method::GET, path, &[], "").await
    }

    async fn call(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Option<Answer> {
        let mut request = self.http.request(method, format!("{}{path}", self.base)).timeout(PATIENCE);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.body(body.to_owned()).send().await.ok()?;
        let status = response.status().as_u16();
        let text = |value: &reqwest::header::HeaderValue| value.to_str().unwrap_or_default().to_owned();
        let headers =
            response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
        let mut bytes = Vec::new();
        let mut stream = response.bytes_stream();
        while let Some(Ok(part)) = stream.next().await {
            bytes.extend_from_slice(&part);
            if bytes.len() >= MOST_BYTES {
                break;
            }
        }
        Some(Answer { status, headers, body: String::from_utf8_lossy(&bytes).into_owned() })
    }
}

/// The address of the first script of a page.
fn first_script(page: &str) -> Option<String> {
    let script =
        page.split("<script").skip(1).find_map(|tag| tag.split('>').next()?.split("src=\"").nth(1))?;
    let path = script.split('"').next()?;
    path.starts_with('/').then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_script_is_found() {
        let page = "<script>1</script><script type=\"module\" crossorigin src=\"/assets/a-1.js\"></script>";
        assert_eq!(first_script(page).as_deref(), Some("/assets/a-1.js"));
        assert_eq!(first_script("<p>src=\"/x\"</p>"), None);
    }

    #[test]
    fn every_address_is_reached_from_this_machine() {
        let rows = [
            ("0.0.0.0:80", "127.0.0.1:80"),
            ("[::]:80", "[::1]:80"),
            ("192.168.1.5:8080", "192.168.1.5:8080"),
        ];
        for (listened, reached) in rows {
            assert_eq!(local(listened.parse().unwrap()), reached.parse().unwrap());
        }
    }
}
