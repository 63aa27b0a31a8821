//! Keys for a member's own programs.

use poem_openapi::param::Path;
use poem_openapi::{Enum, Object, OpenApi};

use super::Tags;
use super::body::Body;
use super::caller::Caller;
use super::problem::{Looking, Making, Refused, Removing};
use super::reply::{Done, Made, Once, Shown};
use super::scalar::{Instant, Nullable};
use crate::app;
use crate::ledger::{self, TokenId};

#[derive(Debug)]
pub(super) struct Tokens;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Session")]
impl Tokens {
    /// List my tokens
    ///
    /// Oldest first, without their secrets.
    #[oai(path = "/tokens", method = "get", operation_id = "list_tokens")]
    async fn list(&self, caller: Caller) -> Result<Shown<TokenList>, Refused<Looking>> {
        let items = caller.run(|me| Ok(me.tokens()?.into_iter().map(Token::from).collect())).await?;
        Ok(Shown(TokenList { items }))
    }

    /// Make a token
    ///
    /// For a program of the member's own: sent as `Authorization: Bearer …`, it has its member's rights within its
    /// scope. The secret is in this reply and nowhere else.
    #[oai(path = "/tokens", method = "post", operation_id = "make_token")]
    async fn make(
        &self,
        caller: Caller,
        new: Body<NewToken>,
    ) -> Result<Once<Made<MadeToken>>, Refused<Making>> {
        let new = app::NewToken::from(new.0);
        Ok(Once(Made(caller.run(move |me| Ok(MadeToken::from(me.make_token(&new)?))).await?)))
    }

    /// Revoke a token
    ///
    /// It ends at once.
    #[oai(path = "/tokens/:id", method = "delete", operation_id = "revoke_token")]
    async fn revoke(&self, caller: Caller, id: Path<TokenId>) -> Result<Done, Refused<Removing>> {
        caller.run(move |me| me.revoke_token(id.0)).await?;
        Ok(Done)
    }
}

/// How much of its member's rights a token may use; each may also what those before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum TokenScope {
    /// See what the member sees.
    Read,
    /// Say messages, and change what the member recorded.
    Record,
    /// Change everything about money that the member may change.
    Write,
    /// Decide who and what comes in: members, links, sign-ins, tokens.
    Account,
}

/// A token to be.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct NewToken {
    /// What it is for.
    #[oai(validator(min_length = 1, max_length = 40))]
    name: String,
    scope: TokenScope,
    /// Days until it ends; left out, it lasts until it is revoked.
    #[oai(nullable, validator(minimum(value = "1"), maximum(value = "3650")))]
    days: Option<u16>,
}

/// A member's tokens.
#[derive(Debug, Object)]
pub(super) struct TokenList {
    pub items: Vec<Token>,
}

/// A token without its secret.
#[derive(Debug, Object)]
pub(super) struct Token {
    pub id: TokenId,
    pub name: String,
    pub scope: TokenScope,
    pub created: Instant,
    /// `null`: it lasts until it is revoked.
    pub expires: Nullable<Instant>,
    /// To within some hours; `null` before its first use.
    pub last_used: Nullable<Instant>,
}

/// A new token.
#[derive(Debug, Object)]
pub(super) struct MadeToken {
    pub token: Token,
    /// Shown this once.
    pub secret: String,
}

impl From<app::TokenSeen> for Token {
    fn from(seen: app::TokenSeen) -> Self {
        Self {
            id: seen.id,
            name: seen.name,
            scope: seen.scope.into(),
            created: seen.created.into(),
            expires: seen.expires.map(Instant::from).into(),
            last_used: seen.last_used.map(Instant::from).into(),
        }
    }
}

impl From<app::MadeToken> for MadeToken {
    fn from(made: app::MadeToken) -> Self {
        Self { token: made.token.into(), secret: made.secret }
    }
}

impl From<NewToken> for app::NewToken {
    fn from(new: NewToken) -> Self {
        Self { name: new.name, scope: new.scope.into(), days: new.days }
    }
}

impl From<ledger::Scope> for TokenScope {
    fn from(scope: ledger::Scope) -> Self {
        match scope {
            ledger::Scope::Read => Self::Read,
            ledger::Scope::Record => Self::Record,
            ledger::Scope::Write => Self::Write,
            ledger::Scope::Account => Self::Account,
        }
    }
}

impl From<TokenScope> for ledger::Scope {
    fn from(scope: TokenScope) -> Self {
        match scope {
            TokenScope::Read => Self::Read,
            TokenScope::Record => Self::Record,
            TokenScope::Write => Self::Write,
            TokenScope::Account => Self::Account,
        }
    }
}
