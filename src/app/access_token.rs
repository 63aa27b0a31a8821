//! Short-lived access tokens: what a program shows with each call in the place of the key that it keeps at home.
//!
//! A token is a signed statement of whose rights it has, how many of them and until when. It also names what it was made
//! from, a personal token or a session, and is worth nothing once that has ended: the store is asked at every use.

use data_encoding::HEXLOWER;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use jwt_compact::alg::Hs256;
use jwt_compact::{AlgorithmExt as _, Claims, Header, TimeOptions, UntrustedToken};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::password::fingerprint;
use super::session::Session;
use super::{Acting, App, Error, SecurityKind};
use crate::ctx::Ctx;
use crate::ledger::{Channel, Member, MemberId, Scope, Timestamp};
use crate::outside::later;
use crate::store::Look;

/// A new access token, which is kept nowhere.
#[derive(Clone)]
pub struct AccessToken {
    pub secret: String,
    pub scope: Scope,
    pub expires: Timestamp,
}

impl std::fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccessToken").field("scope", &self.scope).finish_non_exhaustive()
    }
}

/// What an access token stands for.
#[derive(Debug, Clone)]
pub struct Granted {
    pub session: Session,
    pub scope: Scope,
    /// Names the key that it was made from, without leading back to it.
    pub parent: String,
}

/// How long an access token works.
pub const ACCESS_TOKEN_LIFE: Duration = Duration::from_mins(15);

/// How much the clock may have been set back since a token was made.
const LEEWAY_S: i64 = 30;

/// Who makes them, and what they are for. A box's own keys tell it from every other box.
const ISSUER: &str = "catatduit";
const AUDIENCE: &str = "catatduit-api";
/// RFC 9068: nothing else that is signed is taken for one.
const KIND: &str = "at+jwt";
/// The longest text that is looked into.
const LONGEST: usize = 1_024;

/// That one was made is noted at most so often for each program: it makes one every quarter of an hour.
const NOTE_EVERY: Duration = Duration::from_hours(1);
/// How far back the log is searched for that.
const NOTE_BACK: usize = 200;

/// What it states, beside its times.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Grant {
    iss: String,
    aud: String,
    /// The member's id.
    sub: String,
    /// Chance: no two tokens are the same.
    jti: String,
    scope: String,
    /// What it was made from.
    parent: String,
}

impl Acting {
    /// Exchanges the key that this call shows for a token that works for a while, with as much of its rights or less.
    /// `until` is when the key itself ends.
    pub fn make_access_token(
        &self,
        shown: &str,
        until: Timestamp,
        scope: Scope,
    ) -> Result<AccessToken, Error> {
        if !self.may(scope) {
            return Err(Error::Forbidden);
        }
        let (kid, key) = self.app.signing_key()?;
        let now = seconds(self.ctx.now)?;
        let ends = seconds(later(self.ctx.now, ACCESS_TOKEN_LIFE).min(until))?;
        let grant = Grant {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: self.member.id.to_string(),
            jti: HEXLOWER.encode(&self.app.outside().chance::<16>()),
            scope: scope.code().to_owned(),
            parent: parent_of(&fingerprint(shown)),
        };
        let mut claims = Claims::new(grant);
        claims.issued_at = Some(now);
        claims.not_before = Some(now);
        claims.expiration = Some(ends);
        let header = Header::empty().with_key_id(kid).with_token_type(KIND);
        let signed = Hs256.token(&header, &claims, &key);
        let secret = signed.map_err(|error| Error::broken("signing an access token", error.to_string()))?;
        self.note_access_token()?;
        Ok(AccessToken { secret, scope, expires: moment(ends)? })
    }

    fn note_access_token(&self) -> Result<(), Error> {
        let this = self.clone();
        self.change(move |pen| {
            if this.has_noted(pen)? { Ok(()) } else { this.note(pen, SecurityKind::MakeAccessToken, None) }
        })
    }

    fn has_noted(&self, look: &Look<'_>) -> Result<bool, Error> {
        let newest = look.security_events(self.household.id, None, NOTE_BACK)?;
        Ok(newest.iter().take_while(|event| self.ctx.now < later(event.at, NOTE_EVERY)).any(|event| {
            event.kind == SecurityKind::MakeAccessToken
                && event.member == Some(self.member.id)
                && event.address == self.origin.address
                && event.device == self.origin.device
        }))
    }
}

impl App {
    /// Whom an access token stands for, if it and what it was made from are still good. Everything else is
    /// [`Error::Unauthenticated`], whatever is wrong with it.
    pub fn access(&self, secret: &str, channel: Channel) -> Result<Granted, Error> {
        let now = self.outside().now();
        let (grant, ends) = self.verified(secret, now)?;
        let member = grant.sub.parse::<MemberId>().map_err(|_| Error::Unauthenticated)?;
        let scope = Scope::of_code(&grant.scope).ok_or(Error::Unauthenticated)?;
        let is_parent = |hash: &[u8; 32]| parent_of(hash) == grant.parent;
        let (token, session) = self.store().read(|look| -> Result<_, Error> {
            let token = look.tokens(member)?.into_iter().find(|token| is_parent(&token.hash));
            let session = match token {
                Some(_) => None,
                None => look.sessions(member)?.into_iter().find(|session| is_parent(&session.token_hash)),
            };
            Ok((token, session))
        })?;
        let (parent_ends, most) = match (token, session) {
            (Some(token), _) => {
                let (session, most) = self.token_used(&token, channel)?;
                (session.expires, most)
            }
            (None, Some(session)) => (self.end_of(&session), Scope::Account),
            (None, None) => return Err(Error::Unauthenticated),
        };
        if now >= parent_ends {
            return Err(Error::Unauthenticated);
        }
        let session = Session { ctx: Ctx { member, now, channel }, expires: ends.min(parent_ends) };
        Ok(Granted { session, scope: scope.min(most), parent: grant.parent })
    }

    /// The hash of the session or token that is shown, or that what is shown was made from.
    pub(super) fn key_behind(
        &self,
        look: &Look<'_>,
        member: &Member,
        secret: &str,
        now: Timestamp,
    ) -> Result<[u8; 32], Error> {
        let hash = fingerprint(secret);
        if look.session(&hash)?.is_some() || look.token(&hash)?.is_some() {
            return Ok(hash);
        }
        let (grant, _) = self.verified(secret, now)?;
        let tokens = look.tokens(member.id)?.into_iter().map(|token| token.hash);
        let sessions = look.sessions(member.id)?.into_iter().map(|session| session.token_hash);
        let parent = tokens.chain(sessions).find(|hash| parent_of(hash) == grant.parent);
        parent.ok_or(Error::Unauthenticated)
    }

    /// Names a key as what is made from it names it: see [`Granted::parent`].
    pub fn parent(secret: &str) -> String {
        parent_of(&fingerprint(secret))
    }

    /// What a token states and when it ends, if this box signed it and it is for now.
    fn verified(&self, secret: &str, now: Timestamp) -> Result<(Grant, Timestamp), Error> {
        let refused = || Error::Unauthenticated;
        if secret.len() > LONGEST {
            return Err(refused());
        }
        let token = UntrustedToken::new(secret).map_err(|_| refused())?;
        if token.header().token_type.as_deref() != Some(KIND) {
            return Err(refused());
        }
        let kid = token.header().key_id.as_deref().ok_or_else(refused)?;
        let key = self.verifying_key(kid)?.ok_or_else(refused)?;
        // One algorithm, whatever the token says: another one is refused before its signature is looked at.
        let token = Hs256.validator::<Grant>(&key).validate(&token).map_err(|_| refused())?;
        let claims = token.claims();
        let at = seconds(now)?;
        let times = TimeOptions::new(TimeDelta::seconds(LEEWAY_S), || at);
        claims.validate_expiration(&times).map_err(|_| refused())?;
        claims.validate_maturity(&times).map_err(|_| refused())?;
        if claims.custom.iss != ISSUER || claims.custom.aud != AUDIENCE {
            return Err(refused());
        }
        let ends = moment(claims.expiration.ok_or_else(refused)?)?;
        Ok((claims.custom.clone(), later(ends, Duration::from_secs(LEEWAY_S.unsigned_abs()))))
    }
}

/// What tokens call the key of this hash: it follows from the hash, and does not lead back to it.
fn parent_of(hash: &[u8; 32]) -> String {
    HEXLOWER.encode(&Sha256::new_with_prefix(b"catatduit parent: ").chain_update(hash).finalize()[..16])
}

/// In whole seconds, as tokens state moments.
fn seconds(at: Timestamp) -> Result<DateTime<Utc>, Error> {
    let moment = DateTime::from_timestamp(at.as_second(), 0);
    moment.ok_or_else(|| Error::broken("stating a moment", "it is beyond the calendar"))
}

fn moment(stated: DateTime<Utc>) -> Result<Timestamp, Error> {
    Timestamp::from_second(stated.timestamp()).map_err(|_| Error::Unauthenticated)
}
