//! What access tokens are signed with: sealed, each with an id that is in every token it signed.

use std::fmt;

use super::error::StoreError;
use super::look::Look;
use super::pen::Pen;
use super::source::Span;
use super::tables::Table;
use crate::ledger::Timestamp;
use crate::seal::Sealed;

/// A key that signs, or that signed until a newer one came.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningKey {
    pub id: SigningKeyId,
    /// 256 bits, sealed for this id.
    pub secret: Sealed,
    pub created: Timestamp,
    /// From this moment on nothing that it signed is taken; none: it is the one that signs.
    pub expires: Option<Timestamp>,
}

/// Of a signing key: chance.
pub type SigningKeyId = [u8; 8];

/// Secrets, sealed ones too, are not for logs.
impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("created", &self.created).finish_non_exhaustive()
    }
}

impl Look<'_> {
    pub fn signing_key(&self, id: SigningKeyId) -> Result<Option<SigningKey>, StoreError> {
        self.fetch(Table::SigningKeys, &id)
    }

    /// All of them, oldest first.
    pub fn signing_keys(&self) -> Result<Vec<SigningKey>, StoreError> {
        let mut keys: Vec<SigningKey> = self.records(Table::SigningKeys, &Span::all(), usize::MAX)?;
        keys.sort_by_key(|key| (key.created, key.id));
        Ok(keys)
    }
}

impl Pen<'_> {
    /// Adds a key, or replaces the one of the same id.
    pub fn put_signing_key(&mut self, key: &SigningKey) -> Result<(), StoreError> {
        self.put(Table::SigningKeys, &key.id, key)
    }

    /// Whether there was one.
    pub fn delete_signing_key(&mut self, id: SigningKeyId) -> Result<bool, StoreError> {
        self.delete(Table::SigningKeys, &id)
    }
}
