//! What a verb may know about the call: who calls, when, and through which door.

use std::net::IpAddr;

use crate::ledger::{Channel, MemberId, Timestamp};

/// One call of one member. Nothing below the doors asks what time it is: it is in here.
#[derive(Debug, Clone, Copy)]
pub struct Ctx {
    pub member: MemberId,
    pub now: Timestamp,
    pub channel: Channel,
}

/// How a request reached the box, told once where it came in: a proxy that is believed may have said so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Met {
    /// Of whoever asked.
    pub address: Option<IpAddr>,
    /// Whether they speak TLS, to the box or to a proxy in front of it.
    pub over_tls: bool,
}
