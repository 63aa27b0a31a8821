//! The browsers that a person is signed in with.

use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};

use super::Tags;
use super::caller::Caller;
use super::problem::{Acting, Code, Looking, Refusals, Refused, refusals};
use super::reply::{Done, Shown};
use super::scalar::{Instant, Nullable};
use crate::app;
use crate::ledger::SessionId;

#[derive(Debug)]
pub(super) struct MySessions;

refusals! {
    /// Ending one session.
    Ending: Unauthenticated CrossSite Missing;
}

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Session")]
impl MySessions {
    /// List my sessions
    ///
    /// Every browser that the person who calls is signed in with, in whichever of their households: the caller's own
    /// first, then the latest used.
    #[oai(path = "/sessions", method = "get", operation_id = "list_sessions")]
    async fn list(&self, caller: Caller) -> Result<Shown<SessionList>, Refused<Looking>> {
        let secret = caller.secret().to_owned();
        let all = caller.run(move |me| me.sessions(&secret)).await?;
        Ok(Shown(SessionList { items: all.into_iter().map(Session::from).collect() }))
    }

    /// End one of my sessions
    ///
    /// That browser has to sign in again; the caller's own, too, if it is that one.
    #[oai(path = "/sessions/:id", method = "delete", operation_id = "end_session")]
    async fn end(&self, caller: Caller, id: Path<SessionId>) -> Result<Done, Refused<Ending>> {
        caller.run(move |me| me.end_session(id.0)).await?;
        caller.door.departed();
        Ok(Done)
    }

    /// End all my other sessions
    ///
    /// Every browser but the one that calls has to sign in again.
    #[oai(path = "/sessions", method = "delete", operation_id = "end_other_sessions")]
    async fn end_others(&self, caller: Caller) -> Result<Done, Refused<Acting>> {
        let secret = caller.secret().to_owned();
        caller.run(move |me| me.end_other_sessions(&secret)).await?;
        caller.door.departed();
        Ok(Done)
    }
}

/// A person's sessions.
#[derive(Debug, Object)]
pub(super) struct SessionList {
    items: Vec<Session>,
}

/// A browser that is signed in.
#[derive(Debug, Object)]
pub(super) struct Session {
    /// What it is ended by. It opens nothing.
    id: SessionId,
    /// Whether it is the one that asks.
    current: bool,
    /// Browser and system, such as `Chrome · Android`; `null` when it did not say.
    device: Nullable<String>,
    /// The network address of its last use; `null` when that is not known.
    address: Nullable<String>,
    /// When it signed in.
    created: Instant,
    /// To within some minutes.
    last_used: Instant,
    /// When it ends if it is not used again.
    expires: Instant,
}

impl From<app::SessionSeen> for Session {
    fn from(seen: app::SessionSeen) -> Self {
        Self {
            id: seen.id,
            current: seen.current,
            device: seen.origin.device.into(),
            address: seen.origin.address.map(|address| address.to_string()).into(),
            created: seen.created.into(),
            last_used: seen.last_used.into(),
            expires: seen.expires.into(),
        }
    }
}
