//! How members prove who they are: password hashes, sessions, one-time codes.
//!
//! Tokens and codes are known here only by their SHA-256, so that a copied store lets nobody in.

use std::fmt;
use std::net::IpAddr;

use sha2::{Digest as _, Sha256};

use super::error::StoreError;
use super::expiry::Expiring;
use super::key;
use super::look::Look;
use super::pen::Pen;
use super::source::Span;
use super::tables::Table;
use crate::ledger::{MemberId, SessionId, Timestamp};

/// A member's password, as bcrypt left it.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    pub member: MemberId,
    /// The whole bcrypt string, `$2b$…`.
    pub hash: String,
    pub changed: Timestamp,
}

/// Hashes are not for logs.
impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential").field("member", &self.member).finish_non_exhaustive()
    }
}

/// A browser that is signed in.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    pub token_hash: [u8; 32],
    pub member: MemberId,
    pub created: Timestamp,
    /// To within some minutes.
    pub last_used: Timestamp,
    /// From this moment on it is worth nothing.
    pub expires: Timestamp,
    /// Where its last use came from, as far as the door knew.
    pub address: Option<IpAddr>,
    /// What it came from, in a few words: `Firefox · Linux`.
    pub device: Option<String>,
}

/// Hashes and addresses are not for logs.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("member", &self.member).finish_non_exhaustive()
    }
}

impl Session {
    /// What it is called among people: follows from the hash of its token, and does not lead back to it.
    pub fn id(&self) -> SessionId {
        let named = Sha256::new_with_prefix(b"catatduit session: ").chain_update(self.token_hash).finalize();
        let mut id = [0; 16];
        id.iter_mut().zip(named).for_each(|(place, byte)| *place = byte);
        SessionId::from_bytes(id)
    }
}

/// A one-time code and what it is good for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkCode {
    pub code_hash: [u8; 32],
    pub purpose: LinkPurpose,
    /// Whom it was made for.
    pub member: MemberId,
    pub expires: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPurpose {
    /// Binds the member's own chat.
    Chat,
    /// Binds a group to the member's household.
    Group,
    /// Lets a new member choose a password.
    Invite,
    /// Lets a member choose another password.
    Reset,
}

impl Look<'_> {
    pub fn credential(&self, member: MemberId) -> Result<Option<Credential>, StoreError> {
        self.fetch(Table::Credentials, &member.to_bytes())
    }

    /// Expired ones too, until they are pruned.
    pub fn session(&self, token_hash: &[u8; 32]) -> Result<Option<Session>, StoreError> {
        self.fetch(Table::Sessions, token_hash)
    }

    /// Every session of a member.
    pub fn sessions(&self, member: MemberId) -> Result<Vec<Session>, StoreError> {
        let span = Span::of(&member.to_bytes());
        let hashes = self.gather(Table::SessionsOfMember, &span, usize::MAX, |key, _| {
            let mut parts = key::Parts::of(key, 48)?;
            parts.take::<16>()?;
            parts.take::<32>()
        })?;
        hashes.iter().map(|hash| self.fetch_indexed(Table::Sessions, hash)).collect()
    }

    /// Expired ones too, until they are pruned.
    pub fn link_code(&self, code_hash: &[u8; 32]) -> Result<Option<LinkCode>, StoreError> {
        self.fetch(Table::LinkCodes, code_hash)
    }
}

impl Pen<'_> {
    /// Sets a member's password, in place of an earlier one.
    pub fn put_credential(&mut self, credential: &Credential) -> Result<(), StoreError> {
        self.put(Table::Credentials, &credential.member.to_bytes(), credential)
    }

    /// The second factor goes with it. Whether there was one.
    pub fn delete_credential(&mut self, member: MemberId) -> Result<bool, StoreError> {
        self.delete_second_factor(member)?;
        self.delete(Table::Credentials, &member.to_bytes())
    }

    /// Adds a session, or replaces the one of the same token.
    pub fn put_session(&mut self, session: &Session) -> Result<(), StoreError> {
        self.delete_session(&session.token_hash)?;
        self.put(Table::Sessions, &session.token_hash, session)?;
        self.list(Table::SessionsOfMember, &of_member(session))?;
        self.forget_after(session.expires, Expiring::Session, &session.token_hash)
    }

    /// Whether there was one.
    pub fn delete_session(&mut self, token_hash: &[u8; 32]) -> Result<bool, StoreError> {
        let Some(session) = self.session(token_hash)? else { return Ok(false) };
        self.keep_no_longer(session.expires, Expiring::Session, token_hash)?;
        self.delete(Table::SessionsOfMember, &of_member(&session))?;
        self.delete(Table::Sessions, token_hash)
    }

    /// Adds a code, or replaces the same one.
    pub fn put_link_code(&mut self, code: &LinkCode) -> Result<(), StoreError> {
        self.delete_link_code(&code.code_hash)?;
        self.put(Table::LinkCodes, &code.code_hash, code)?;
        self.forget_after(code.expires, Expiring::LinkCode, &code.code_hash)
    }

    /// Whether there was one: using a code is deleting it.
    pub fn delete_link_code(&mut self, code_hash: &[u8; 32]) -> Result<bool, StoreError> {
        let Some(code) = self.link_code(code_hash)? else { return Ok(false) };
        self.keep_no_longer(code.expires, Expiring::LinkCode, code_hash)?;
        self.delete(Table::LinkCodes, code_hash)
    }
}

pub(super) fn of_member(session: &Session) -> [u8; 48] {
    in_hand_of(session.member, &session.token_hash)
}

/// Member (16), hash of a secret of theirs (32).
pub(super) fn in_hand_of(member: MemberId, hash: &[u8; 32]) -> [u8; 48] {
    key::join(&[&member.to_bytes(), hash])
}
