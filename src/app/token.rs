//! Personal API tokens: keys for programs, with their member's rights or fewer.

use data_encoding::HEXLOWER;
use std::time::Duration;

use super::password::fingerprint;
use super::session::Session;
use super::{Acting, App, Error, Noun, SecurityKind, Why};
use crate::ctx::Ctx;
use crate::ledger::{Channel, Scope, Timestamp, TokenId};
use crate::outside::later;
use crate::store::{self, StoreError};

/// A token to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewToken {
    /// 1 to 40 characters.
    pub name: String,
    pub scope: Scope,
    /// Days until it ends, at most 3,650; none: it lasts until it is revoked.
    pub days: Option<u16>,
}

/// A token as its member sees it: everything but the secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenSeen {
    pub id: TokenId,
    pub name: String,
    pub scope: Scope,
    pub created: Timestamp,
    pub expires: Option<Timestamp>,
    /// To within some hours.
    pub last_used: Option<Timestamp>,
}

/// A token and its secret, which is shown once and kept nowhere.
#[derive(Clone)]
pub struct MadeToken {
    pub token: TokenSeen,
    pub secret: String,
}

impl std::fmt::Debug for MadeToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MadeToken").field("token", &self.token).finish_non_exhaustive()
    }
}

/// What every token's secret begins with, so that people and scanners know one when they see it.
pub const TOKEN_PREFIX: &str = "cd_";

/// A token's last use is written at most this often: programs call day and night, and an SD card wears by writing.
const TOUCH_EVERY: Duration = Duration::from_hours(6);

impl Acting {
    pub const MAX_TOKEN_NAME: usize = 40;
    /// Enough for every program of a family; keeps the list bounded.
    pub const MAX_TOKENS: usize = 50;
    const MAX_TOKEN_DAYS: u16 = 3_650;

    /// This member's tokens, oldest first.
    pub fn tokens(&self) -> Result<Vec<TokenSeen>, Error> {
        self.must_manage_keys()?;
        let now = self.ctx.now;
        let tokens = self.app.store().read(|look| look.tokens(self.member.id))?;
        let live = tokens.into_iter().filter(|token| token.expires.is_none_or(|expires| now < expires));
        Ok(live.map(TokenSeen::from).collect())
    }

    pub fn make_token(&self, new: &NewToken) -> Result<MadeToken, Error> {
        self.must_manage_keys()?;
        let name = super::text::clean_line(&new.name);
        if name.is_empty() {
            return Err(Error::invalid("name", Why::Empty));
        }
        if name.chars().count() > Self::MAX_TOKEN_NAME {
            return Err(Error::invalid("name", Why::TooLong { most: Self::MAX_TOKEN_NAME }));
        }
        if new.days.is_some_and(|days| days == 0 || days > Self::MAX_TOKEN_DAYS) {
            return Err(Error::invalid("days", Why::Misfit));
        }
        let secret = format!("{TOKEN_PREFIX}{}", HEXLOWER.encode(&self.app.outside().chance::<32>()));
        let token = store::Token {
            hash: fingerprint(&secret),
            id: TokenId::compose(self.ctx.now.as_millisecond(), self.app.outside().chance()),
            member: self.member.id,
            name,
            scope: new.scope,
            created: self.ctx.now,
            expires: new.days.map(|days| later(self.ctx.now, Duration::from_hours(24 * u64::from(days)))),
            last_used: None,
        };
        let (this, kept) = (self.clone(), token.clone());
        self.change(move |pen| {
            if pen.tokens(kept.member)?.len() >= Self::MAX_TOKENS {
                return Err(Error::invalid("tokens", Why::TooLong { most: Self::MAX_TOKENS }));
            }
            pen.put_token(&kept)?;
            this.note(pen, SecurityKind::MakeKey, None)
        })?;
        Ok(MadeToken { token: token.into(), secret })
    }

    /// Ends one of this member's tokens at once.
    pub fn revoke_token(&self, id: TokenId) -> Result<(), Error> {
        self.must_manage_keys()?;
        let this = self.clone();
        self.change(move |pen| {
            let token = pen.tokens(this.member.id)?.into_iter().find(|token| token.id == id);
            let token = token.ok_or_else(|| Error::missing(Noun::Token, &id))?;
            pen.delete_token(&token.hash)?;
            this.note(pen, SecurityKind::RevokeKey, None)
        })
    }

    /// Keys open the house: a key that may not decide who comes in knows nothing of the others.
    fn must_manage_keys(&self) -> Result<(), Error> {
        if self.may(Scope::Account) { Ok(()) } else { Err(Error::Forbidden) }
    }
}

impl App {
    /// Whom a token stands for and what it may do, if it is still good.
    pub fn token(&self, secret: &str, channel: Channel) -> Result<(Session, Scope), Error> {
        let hash = fingerprint(secret);
        let token = self.store().read(|look| look.token(&hash))?.ok_or(Error::Unauthenticated)?;
        self.token_used(&token, channel)
    }

    /// The same for a token that was found, by itself or by an access token that was made from it.
    pub(super) fn token_used(
        &self,
        token: &store::Token,
        channel: Channel,
    ) -> Result<(Session, Scope), Error> {
        let (now, hash) = (self.outside().now(), token.hash);
        if token.expires.is_some_and(|expires| now >= expires) {
            return Err(Error::Unauthenticated);
        }
        let (member, scope) = (token.member, token.scope);
        let expires = token.expires.unwrap_or(Timestamp::MAX);
        if token.last_used.is_none_or(|used| now >= later(used, TOUCH_EVERY)) {
            self.store().write(move |pen| -> Result<(), StoreError> {
                // It may have been revoked meanwhile, and stays so.
                match pen.token(&hash)? {
                    Some(token) => pen.put_token(&store::Token { last_used: Some(now), ..token }),
                    None => Ok(()),
                }
            })?;
        }
        Ok((Session { ctx: Ctx { member, now, channel }, expires }, scope))
    }
}

impl From<store::Token> for TokenSeen {
    fn from(token: store::Token) -> Self {
        let store::Token { id, name, scope, created, expires, last_used, .. } = token;
        Self { id, name, scope, created, expires, last_used }
    }
}
