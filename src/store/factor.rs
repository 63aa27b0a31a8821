//! A second factor beside the password: what a person's authenticator app counts from, sealed, and the codes for when it
//! is lost.

use super::error::StoreError;
use super::look::Look;
use super::pen::Pen;
use super::tables::Table;
use crate::ledger::{MemberId, Timestamp};
use crate::seal::Sealed;

/// A person's second factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondFactor {
    /// The member that the person's sign-in is kept under.
    pub account: MemberId,
    /// What the codes are made from.
    pub seed: Sealed,
    /// Since when it is asked for; not yet while the person has shown no code of it.
    pub confirmed: Option<Timestamp>,
    /// The newest step of time of which a code was used: it and those before it are used up.
    pub last_step: u64,
    /// SHA-256 of each recovery code that is left.
    pub recovery: Vec<[u8; 32]>,
}

impl Look<'_> {
    pub fn second_factor(&self, account: MemberId) -> Result<Option<SecondFactor>, StoreError> {
        self.fetch(Table::SecondFactors, &account.to_bytes())
    }
}

impl Pen<'_> {
    /// Sets a person's second factor, in place of an earlier one.
    pub fn put_second_factor(&mut self, factor: &SecondFactor) -> Result<(), StoreError> {
        self.put(Table::SecondFactors, &factor.account.to_bytes(), factor)
    }

    /// Whether there was one.
    pub fn delete_second_factor(&mut self, account: MemberId) -> Result<bool, StoreError> {
        self.delete(Table::SecondFactors, &account.to_bytes())
    }
}
