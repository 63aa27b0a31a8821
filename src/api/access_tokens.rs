//! Tokens that work for a while, out of keys that work for long.

use poem_openapi::{Enum, Object, OpenApi};

use super::Tags;
use super::body::Body;
use super::caller::Caller;
use super::problem::{Exchanging, Refused};
use super::reply::{Made, Once};
use super::scalar::Instant;
use super::tokens::TokenScope;
use crate::app;

#[derive(Debug)]
pub(super) struct AccessTokens;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Session")]
impl AccessTokens {
    /// Exchange a key for an access token
    ///
    /// For a program that keeps its key at home: shows it here, once a quarter of an hour, and sends the token that it
    /// gets with every other call, as `Authorization: Bearer …`. It is a JWT, signed with a key of the box's that nobody
    /// else has, and has the rights of what it was made from, or fewer. It ends with that: revoking the personal token,
    /// signing out of the session or acting in another household ends it at once. An access token is not exchanged for
    /// another.
    #[oai(path = "/access-tokens", method = "post", operation_id = "make_access_token")]
    async fn make(
        &self,
        caller: Caller,
        new: Body<NewAccessToken>,
    ) -> Result<Once<Made<AccessToken>>, Refused<Exchanging>> {
        let made = caller.access_token(new.0.scope.into()).await?;
        let now = caller.door.outside().now();
        Ok(Once(Made(AccessToken::of(made, now))))
    }
}

/// An access token to be.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct NewAccessToken {
    /// At most that of the key that is shown; a session has every scope.
    scope: TokenScope,
}

/// A token that works for a while. The names of its fields are those of OAuth 2.0.
#[derive(Debug, Object)]
#[expect(clippy::struct_field_names, reason = "OAuth 2.0 calls it so")]
pub(super) struct AccessToken {
    /// Shown this once, and kept nowhere.
    pub access_token: String,
    pub token_type: TokenType,
    /// Seconds until it ends: 900, or fewer when the key that was shown ends before.
    pub expires_in: i64,
    pub expires: Instant,
    pub scope: TokenScope,
}

/// How it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(super) enum TokenType {
    Bearer,
}

impl AccessToken {
    fn of(made: app::AccessToken, now: crate::ledger::Timestamp) -> Self {
        Self {
            access_token: made.secret,
            token_type: TokenType::Bearer,
            expires_in: (made.expires.as_second() - now.as_second()).max(0),
            expires: made.expires.into(),
            scope: made.scope.into(),
        }
    }
}
