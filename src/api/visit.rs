//! What becomes known of one request while it is answered, for the envelope around it.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use poem::Request;
use poem::http::{HeaderMap, HeaderName, HeaderValue};

use super::door::Door;
use super::tag::{self, State};
use crate::app::{Acting, Call, Errand, Error, Once};
use crate::ledger::MemberId;
use crate::limit::{Standing, Wait, network_of};

/// Given by whoever stands before the API, or by the caller.
const REQUEST_ID: &str = "x-request-id";

/// One request. A cheap clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Visit {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    id: String,
    call: OnceLock<Call>,
    state: OnceLock<State>,
    follows: AtomicBool,
    counted: Mutex<BTreeMap<&'static str, Counted>>,
}

/// What came of counting a request against one limit.
#[derive(Debug, Clone, Copy)]
struct Counted {
    standing: Standing,
    refused: Option<Wait>,
}

/// Whom a limit holds to account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Subject {
    /// An address from which somebody calls who does not say who they are.
    Visitor(Option<IpAddr>),
    /// An address from which somebody calls with a key that opens nothing.
    DeadKey(Option<IpAddr>),
    /// An address from which members call: a family behind one router shares it.
    Address(Option<IpAddr>),
    /// A member on their own pages, through whichever of their sessions.
    Session(MemberId),
    /// A member, through whichever of their tokens.
    Account(MemberId),
    /// One of a member's tokens, by a fingerprint of it.
    Token(String),
}

impl Visit {
    pub(super) fn of(request: &Request) -> Self {
        let id = request.header(REQUEST_ID).unwrap_or_default().to_owned();
        Self { inner: Arc::new(Inner { id, ..Inner::default() }) }
    }

    /// The request's id.
    pub(super) fn id(&self) -> &str {
        &self.inner.id
    }

    /// Counts this request against a limit, once however often it is asked.
    pub(super) fn count(&self, door: &Door, subject: &Subject) -> Result<(), Error> {
        let mut counted = self.inner.counted.lock().unwrap_or_else(PoisonError::into_inner);
        match counted.entry(subject.policy()).or_insert_with(|| subject.count(door)).refused {
            None => Ok(()),
            Some(wait) => Err(Error::TooMany { retry_after_s: wait.seconds }),
        }
    }

    /// This request has a key: what it does, it does once.
    pub(super) fn is_call(&self, call: Call) {
        // A request has one key.
        let _ = self.inner.call.set(call);
    }

    /// The member, with what makes this request this call.
    pub(super) fn errand(&self, member: Acting) -> Acting {
        match self.inner.call.get() {
            Some(call) => member.with(Errand::default().once(Once::Call(*call))),
            None => member,
        }
    }

    /// What the store held, and for whom, before anything was read.
    pub(super) fn saw(&self, state: State) {
        // A later look of the same request may find more, and the first is then the safe one to name.
        let _ = self.inner.state.set(state);
    }

    pub(super) fn state(&self) -> Option<&State> {
        self.inner.state.get()
    }

    /// The answer follows from the store, the caller and the family's day alone.
    pub(super) fn follows_the_store(&self) {
        self.inner.follows.store(true, Ordering::Relaxed);
    }

    pub(super) fn does_follow_the_store(&self) -> bool {
        self.inner.follows.load(Ordering::Relaxed)
    }

    /// Says where the caller stands with the limit that is nearest.
    pub(super) fn tell_standing(&self, headers: &mut HeaderMap) {
        let counted = self.inner.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let standings = counted.iter().map(|(policy, counted)| (*policy, counted.standing));
        let Some((policy, standing)) = standings.min_by_key(|(_, standing)| standing.left) else { return };
        let Standing { burst, window_s, left, whole_in_s } = standing;
        for (name, text) in [
            ("ratelimit-policy", format!("\"{policy}\";q={burst};w={window_s}")),
            ("ratelimit", format!("\"{policy}\";r={left};t={whole_in_s}")),
        ] {
            if let Ok(value) = HeaderValue::from_str(&text) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
    }
}

impl Subject {
    pub(super) fn token(secret: &str) -> Self {
        Self::Token(tag::name_of(secret.as_bytes()))
    }

    const fn policy(&self) -> &'static str {
        match self {
            Self::Visitor(_) => "visitor",
            Self::DeadKey(_) => "key",
            Self::Address(_) => "address",
            Self::Session(_) => "session",
            Self::Account(_) => "account",
            Self::Token(_) => "token",
        }
    }

    fn count(&self, door: &Door) -> Counted {
        let limits = door.limits();
        let (limit, who) = match self {
            Self::Visitor(address) => (&limits.visitors, network(*address)),
            Self::DeadKey(address) => (&limits.dead_keys, network(*address)),
            Self::Address(address) => (&limits.addresses, network(*address)),
            Self::Session(member) => (&limits.sessions, member.to_string()),
            Self::Account(member) => (&limits.accounts, member.to_string()),
            Self::Token(token) => (&limits.tokens, token.clone()),
        };
        match limit.count(&who, door.outside().now()) {
            Ok(standing) => Counted { standing, refused: None },
            Err(wait) => Counted { standing: limit.used_up(), refused: Some(wait) },
        }
    }
}

/// Under which name limits know whoever calls from there.
pub(super) fn network(address: Option<IpAddr>) -> String {
    address.map(|address| network_of(address).to_string()).unwrap_or_default()
}
