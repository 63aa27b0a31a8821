//! Sending one notice to a push service that may be called.

use std::net::IpAddr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::{Response, header};
use sha2::{Digest as _, Sha256};
use web_push_native::Auth;
use web_push_native::p256::PublicKey;

use super::{letter, vapid};
use crate::app::{Came, NoticeDue, PushKey, PushOptions, Tidings};
use crate::ledger::Timestamp;
use crate::outside::{NoClient, OutOfReach, Outside};

/// A service has so long to answer.
const TIMEOUT: Duration = Duration::from_secs(15);

/// Why a try failed, by names that never change.
mod why {
    /// The service answered, and not that it took it.
    pub(super) const STATUS: &str = "status";
    pub(super) const TIMEOUT: &str = "timeout";
    pub(super) const UNREACHABLE: &str = "unreachable";
    /// Its name leads to an address that may not be called.
    pub(super) const OUT_OF_REACH: &str = "out_of_reach";
    /// It could not be written.
    pub(super) const BROKEN: &str = "broken";
}

/// Sends, and follows no redirection.
#[derive(Debug)]
pub(super) struct Sender {
    http: reqwest::Client,
    machine: Outside,
    options: PushOptions,
    contact: String,
}

impl Sender {
    pub(super) fn new(machine: Outside, options: PushOptions, contact: String) -> Result<Self, NoClient> {
        let (reach, own) = (options.reach(), machine.clone());
        let http = Outside::http_reaching(move |address| reach.allows_from(&own.addresses(), address))?;
        Ok(Self { http, machine, options, contact })
    }

    pub(super) async fn send(&self, due: &NoticeDue, key: &PushKey, now: Timestamp) -> Came {
        let Ok(url) = due.endpoint.parse::<reqwest::Url>() else { return Came::Gone };
        let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
        let reach = self.options.reach();
        // What was allowed when it was added may be no more.
        let is_plain = url.scheme() != "https";
        let is_closed = host
            .parse::<IpAddr>()
            .is_ok_and(|address| !reach.allows_from(&self.machine.addresses(), address));
        if is_closed || is_plain && !self.options.private {
            return Came::Never { why: why::OUT_OF_REACH };
        }
        let sealed = match sealed(due) {
            Ok(sealed) => sealed,
            Err(error) => {
                tracing::warn!(%error, subscription = %due.subscription, "a notice could not be written");
                return Came::Never { why: why::BROKEN };
            }
        };
        let audience = url.origin().ascii_serialization();
        let authorization = vapid::authorization(key, &audience, &self.contact, now);
        let request = self
            .http
            .post(url)
            .timeout(TIMEOUT)
            .header(header::AUTHORIZATION, authorization)
            .header(header::CONTENT_ENCODING, "aes128gcm")
            .header(header::CONTENT_TYPE, "application/octet-stream")
            .header("ttl", due.life.as_secs())
            .header("urgency", urgency(&due.tidings))
            .header("topic", topic(due))
            .body(sealed);
        match request.send().await {
            Ok(response) => judged(&response, now),
            Err(error) if OutOfReach::is_why(&error) => Came::Never { why: why::OUT_OF_REACH },
            Err(error) if error.is_timeout() => Came::Later { why: why::TIMEOUT, wait: None },
            Err(_) => Came::Later { why: why::UNREACHABLE, wait: None },
        }
    }
}

/// What cannot be written.
#[derive(Debug, thiserror::Error)]
enum Unsealed {
    #[error(transparent)]
    Letter(#[from] crate::app::Error),
    #[error("the device's key is none")]
    Key,
    #[error("encrypting failed: {0}")]
    Encrypting(web_push_native::Error),
}

/// What is said, encrypted for the device alone.
fn sealed(due: &NoticeDue) -> Result<Vec<u8>, Unsealed> {
    let body = letter::body(due)?;
    let key = PublicKey::from_sec1_bytes(&due.key).map_err(|_| Unsealed::Key)?;
    web_push_native::encrypt(body, &key, &Auth::from(due.auth)).map_err(Unsealed::Encrypting)
}

const fn urgency(tidings: &Tidings) -> &'static str {
    match tidings {
        Tidings::Trial | Tidings::Security(_) | Tidings::Alarm { .. } => "high",
        Tidings::Joined { .. } => "normal",
        // A phone may take it when its radio is on anyway.
        Tidings::Records { .. } => "low",
    }
}

/// At the service, a message takes the place of one of the same topic that was not delivered yet. It says nothing to
/// the service but that.
fn topic(due: &NoticeDue) -> String {
    let of = match &due.tidings {
        Tidings::Trial => "trial".to_owned(),
        Tidings::Records { .. } => "records".to_owned(),
        Tidings::Joined { name, .. } => format!("joined {name}"),
        Tidings::Security(event) => format!("security {}", event.place),
        Tidings::Alarm { rule, .. } => format!("alarm {rule}"),
    };
    let hash = Sha256::new_with_prefix(due.auth).chain_update(of).finalize();
    URL_SAFE_NO_PAD.encode(&hash[..24])
}

/// What a service's answer means.
fn judged(response: &Response, now: Timestamp) -> Came {
    match response.status().as_u16() {
        200..=299 => Came::Arrived,
        404 | 410 => Came::Gone,
        408 | 429 | 500..=599 => {
            let wait = response.headers().get(header::RETRY_AFTER).and_then(|wait| wait.to_str().ok());
            Came::Later { why: why::STATUS, wait: wait.and_then(|wait| waited(wait, now)) }
        }
        _ => Came::Never { why: why::STATUS },
    }
}

/// `Retry-After`: seconds, or a moment.
fn waited(text: &str, now: Timestamp) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = jiff::fmt::rfc2822::parse(text.trim()).ok()?.timestamp();
    Duration::try_from(until.duration_since(now)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_may_ask_to_wait_by_seconds_or_until_a_moment() {
        let now: Timestamp = "2026-11-22T03:00:00Z".parse().unwrap();
        let rows = [
            ("120", Some(120)),
            (" 5 ", Some(5)),
            ("Sun, 22 Nov 2026 03:02:00 GMT", Some(120)),
            ("Sun, 22 Nov 2026 02:00:00 GMT", None),
            ("soon", None),
            ("-3", None),
        ];
        for (text, seconds) in rows {
            assert_eq!(waited(text, now), seconds.map(Duration::from_secs), "{text}");
        }
    }
}
