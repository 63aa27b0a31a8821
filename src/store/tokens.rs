//! Keys that members made for programs of theirs.

use super::accounts::in_hand_of;
use super::error::StoreError;
use super::expiry::Expiring;
use super::key;
use super::look::Look;
use super::pen::Pen;
use super::source::Span;
use super::tables::Table;
use crate::ledger::{MemberId, Scope, Timestamp, TokenId};

/// A personal API token. The store knows it only by its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub hash: [u8; 32],
    pub id: TokenId,
    pub member: MemberId,
    /// What its member calls it; 1 to 40 characters.
    pub name: String,
    pub scope: Scope,
    pub created: Timestamp,
    /// From this moment on it is worth nothing; none: it lasts until it is revoked.
    pub expires: Option<Timestamp>,
    /// To within some hours.
    pub last_used: Option<Timestamp>,
}

impl Look<'_> {
    /// Expired ones too, until they are pruned.
    pub fn token(&self, hash: &[u8; 32]) -> Result<Option<Token>, StoreError> {
        self.fetch(Table::Tokens, hash)
    }

    /// Every token of a member, oldest first.
    pub fn tokens(&self, member: MemberId) -> Result<Vec<Token>, StoreError> {
        let hashes =
            self.gather(Table::TokensOfMember, &Span::of(&member.to_bytes()), usize::MAX, |key, _| {
                let mut parts = key::Parts::of(key, 48)?;
                parts.take::<16>()?;
                parts.take::<32>()
            })?;
        let mut tokens: Vec<Token> =
            hashes.iter().map(|hash| self.fetch_indexed(Table::Tokens, hash)).collect::<Result<_, _>>()?;
        tokens.sort_by_key(|token| token.id);
        Ok(tokens)
    }
}

impl Pen<'_> {
    /// Adds a token, or replaces the same one.
    pub fn put_token(&mut self, token: &Token) -> Result<(), StoreError> {
        self.delete_token(&token.hash)?;
        self.put(Table::Tokens, &token.hash, token)?;
        self.list(Table::TokensOfMember, &in_hand_of(token.member, &token.hash))?;
        match token.expires {
            Some(expires) => self.forget_after(expires, Expiring::Token, &token.hash),
            None => Ok(()),
        }
    }

    /// Whether there was one.
    pub fn delete_token(&mut self, hash: &[u8; 32]) -> Result<bool, StoreError> {
        let Some(token) = self.token(hash)? else { return Ok(false) };
        if let Some(expires) = token.expires {
            self.keep_no_longer(expires, Expiring::Token, hash)?;
        }
        self.delete(Table::TokensOfMember, &in_hand_of(token.member, hash))?;
        self.delete(Table::Tokens, hash)
    }
}
