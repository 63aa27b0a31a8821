//! What a verb may know about the call: who calls, when, and through which door.

use crate::ledger::{Channel, MemberId, Timestamp};

/// One call of one member. Nothing below the doors asks what time it is: it is in here.
#[derive(Debug, Clone, Copy)]
pub struct Ctx {
    pub member: MemberId,
    pub now: Timestamp,
    pub channel: Channel,
}
