//! Sending one call, to an address that may be called.

use std::net::IpAddr;
use std::time::Duration;

use tokio::time::Instant;

use super::letter;
use crate::app::{Called, HookCall, Reach};
use crate::ledger::Timestamp;
use crate::outside::{NoClient, OutOfReach, Outside};

/// Makes calls, and follows no redirection: where that led nobody looked at.
#[derive(Debug)]
pub(super) struct Sender {
    /// For the household that looks after the box, as far as its settings allow.
    http: reqwest::Client,
    reach: Reach,
    /// For its guests.
    outside: reqwest::Client,
    machine: Outside,
    timeout: Duration,
}

/// Why a call failed, by names that never change.
mod why {
    /// It answered, and not that it took it.
    pub(super) const STATUS: &str = "status";
    pub(super) const TIMEOUT: &str = "timeout";
    /// No connection, or none that TLS would trust.
    pub(super) const UNREACHABLE: &str = "unreachable";
    /// Its name leads to an address that may not be called.
    pub(super) const OUT_OF_REACH: &str = "out_of_reach";
    pub(super) use crate::app::HOOK_BROKEN as BROKEN;
}

impl Sender {
    pub(super) fn new(machine: Outside, reach: Reach, timeout: Duration) -> Result<Self, NoClient> {
        let http = |reach: Reach| {
            let machine = machine.clone();
            Outside::http_reaching(move |address| reach.allows_from(&machine.addresses(), address))
        };
        Ok(Self { http: http(reach)?, reach, outside: http(Reach::OUTSIDE)?, machine, timeout })
    }

    fn http(&self, reach: Reach) -> &reqwest::Client {
        if reach == self.reach { &self.http } else { &self.outside }
    }

    pub(super) async fn send(&self, call: &HookCall, now: Timestamp) -> Called {
        let begun = Instant::now();
        let outcome = self.try_to(call, now).await;
        let took_ms = u32::try_from(begun.elapsed().as_millis()).unwrap_or(u32::MAX);
        match outcome {
            Ok(status) => {
                let why = (!(200..300).contains(&status)).then_some(why::STATUS);
                Called { status: Some(status), why, took_ms }
            }
            Err(why) => Called { status: None, why: Some(why), took_ms },
        }
    }

    async fn try_to(&self, call: &HookCall, now: Timestamp) -> Result<u16, &'static str> {
        let body = letter::body(call).map_err(|error| {
            tracing::warn!(%error, delivery = %call.id, "a call could not be written");
            why::BROKEN
        })?;
        let url: reqwest::Url = call.url.parse().map_err(|_| why::BROKEN)?;
        // An address that is written out is looked up by nobody.
        let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
        if host
            .parse::<IpAddr>()
            .is_ok_and(|address| !call.reach.allows_from(&self.machine.addresses(), address))
        {
            return Err(why::OUT_OF_REACH);
        }
        let id = call.id.to_string();
        let request = self
            .http(call.reach)
            .post(url)
            .timeout(self.timeout)
            .header("content-type", "application/json")
            .header("webhook-id", &id)
            .header("webhook-timestamp", now.as_second().to_string())
            .header("webhook-signature", letter::signature(&call.secret, &id, now, &body))
            .body(body);
        let response = request.send().await.map_err(|error| reason(&error))?;
        Ok(response.status().as_u16())
    }
}

fn reason(error: &reqwest::Error) -> &'static str {
    if OutOfReach::is_why(error) {
        why::OUT_OF_REACH
    } else if error.is_timeout() {
        why::TIMEOUT
    } else {
        why::UNREACHABLE
    }
}
