//! Small settings of the box, and replies kept for requests that may come twice.

use super::error::StoreError;
use super::expiry::Expiring;
use super::key;
use super::look::Look;
use super::pen::Pen;
use super::tables::Table;
use crate::ledger::{MemberId, Timestamp};

/// What was answered to a request that carried an idempotency key, so that repeating it changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub member: MemberId,
    /// SHA-256 of the key the client chose.
    pub key_hash: [u8; 32],
    /// What came of the request, in the answering door's own bytes.
    pub outcome: Vec<u8>,
    /// From this moment on the key may be used anew.
    pub expires: Timestamp,
}

impl Look<'_> {
    /// A small setting by its name of at most 32 ASCII characters, in its user's own bytes.
    pub fn setting(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.bytes(Table::Settings, &setting_key(name)?)
    }

    /// Expired ones too, until they are pruned.
    pub fn reply(&self, member: MemberId, key_hash: &[u8; 32]) -> Result<Option<Reply>, StoreError> {
        self.fetch(Table::Replies, &reply_key(member, key_hash))
    }
}

impl Pen<'_> {
    pub fn put_setting(&mut self, name: &str, value: &[u8]) -> Result<(), StoreError> {
        self.put_bytes(Table::Settings, &setting_key(name)?, value)
    }

    /// Whether there was one.
    pub fn delete_setting(&mut self, name: &str) -> Result<bool, StoreError> {
        self.delete(Table::Settings, &setting_key(name)?)
    }

    /// Keeps a reply, in place of one to the same key.
    pub fn put_reply(&mut self, reply: &Reply) -> Result<(), StoreError> {
        self.delete_reply(reply.member, &reply.key_hash)?;
        let key = reply_key(reply.member, &reply.key_hash);
        self.put(Table::Replies, &key, reply)?;
        self.forget_after(reply.expires, Expiring::Reply, &key)
    }

    /// Whether there was one.
    pub fn delete_reply(&mut self, member: MemberId, key_hash: &[u8; 32]) -> Result<bool, StoreError> {
        let Some(reply) = self.reply(member, key_hash)? else { return Ok(false) };
        let key = reply_key(member, key_hash);
        self.keep_no_longer(reply.expires, Expiring::Reply, &key)?;
        self.delete(Table::Replies, &key)
    }
}

fn setting_key(name: &str) -> Result<[u8; 32], StoreError> {
    key::name(name).ok_or(StoreError::TooLong { what: "the name of a setting" })
}

pub(super) fn reply_key(member: MemberId, key_hash: &[u8; 32]) -> [u8; 48] {
    key::join(&[&member.to_bytes(), key_hash])
}
