//! Passkeys: what a person's own devices made, by which they are known again.

use std::fmt;

use sha2::{Digest as _, Sha256};

use super::accounts::in_hand_of;
use super::error::StoreError;
use super::key;
use super::look::Look;
use super::pen::Pen;
use super::source::Span;
use super::tables::Table;
use crate::ledger::{MemberId, PasskeyId, Timestamp};
use crate::passkey::Credential;

/// One passkey of a person. It holds no secret: that never leaves the device.
#[derive(Clone, PartialEq, Eq)]
pub struct Passkey {
    pub id: PasskeyId,
    /// Under whose id the person's sign-in is kept.
    pub account: MemberId,
    /// What the person calls it; 1 to 40 characters.
    pub name: String,
    /// The only address at which it works: `https://kotak.example`.
    pub origin: String,
    pub credential: Credential,
    pub created: Timestamp,
    pub last_used: Option<Timestamp>,
}

/// Addresses and names are not for logs.
impl fmt::Debug for Passkey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Passkey").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Look<'_> {
    /// The passkey whose authenticator calls it so.
    pub fn passkey(&self, credential: &[u8]) -> Result<Option<Passkey>, StoreError> {
        self.fetch(Table::Passkeys, &hash_of(credential))
    }

    /// Every passkey of a person, oldest first.
    pub fn passkeys(&self, account: MemberId) -> Result<Vec<Passkey>, StoreError> {
        let span = Span::of(&account.to_bytes());
        let hashes = self.gather(Table::PasskeysOfAccount, &span, usize::MAX, |key, _| {
            let mut parts = key::Parts::of(key, 48)?;
            parts.take::<16>()?;
            parts.take::<32>()
        })?;
        let passkeys = hashes.iter().map(|hash| self.fetch_indexed(Table::Passkeys, hash));
        let mut passkeys: Vec<Passkey> = passkeys.collect::<Result<_, _>>()?;
        passkeys.sort_by_key(|passkey| passkey.id);
        Ok(passkeys)
    }
}

impl Pen<'_> {
    /// Adds a passkey, or replaces the same one.
    pub fn put_passkey(&mut self, passkey: &Passkey) -> Result<(), StoreError> {
        self.delete_passkey(&passkey.credential.id)?;
        let hash = hash_of(&passkey.credential.id);
        self.put(Table::Passkeys, &hash, passkey)?;
        self.list(Table::PasskeysOfAccount, &in_hand_of(passkey.account, &hash))
    }

    /// Removes every passkey of a person; gives how many there were.
    pub fn delete_passkeys(&mut self, account: MemberId) -> Result<usize, StoreError> {
        let passkeys = self.passkeys(account)?;
        for passkey in &passkeys {
            self.delete_passkey(&passkey.credential.id)?;
        }
        Ok(passkeys.len())
    }

    /// Whether there was one.
    pub fn delete_passkey(&mut self, credential: &[u8]) -> Result<bool, StoreError> {
        let Some(passkey) = self.passkey(credential)? else { return Ok(false) };
        let hash = hash_of(credential);
        self.delete(Table::PasskeysOfAccount, &in_hand_of(passkey.account, &hash))?;
        self.delete(Table::Passkeys, &hash)
    }
}

fn hash_of(credential: &[u8]) -> [u8; 32] {
    Sha256::digest(credential).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passkey::{Copies, PublicKey};
    use crate::store::Store;

    fn passkey(id: u8, account: u8, key: PublicKey) -> Passkey {
        Passkey {
            id: PasskeyId::from_bytes([id; 16]),
            account: MemberId::from_bytes([account; 16]),
            name: "HP".to_owned(),
            origin: "https://kotak.example".to_owned(),
            credential: Credential { id: vec![id; 200], key, counter: 7, copies: Copies::Possible },
            created: Timestamp::from_second(10).unwrap(),
            last_used: None,
        }
    }

    #[test]
    fn each_kind_of_key_comes_back_as_it_was_and_each_person_s_apart() {
        let store = Store::in_memory().unwrap();
        let keys = [
            PublicKey::Ed25519([1; 32]),
            PublicKey::P256 { x: [2; 32], y_is_odd: true },
            PublicKey::P384 { x: Box::new([3; 48]), y_is_odd: false },
            PublicKey::Rsa { n: vec![4; 256], e: 65_537 },
        ];
        let all: Vec<Passkey> = (1..).zip(keys).map(|(id, key)| passkey(id, 1 + id / 4, key)).collect();
        let put = all.clone();
        store.write(move |pen| put.iter().rev().try_for_each(|passkey| pen.put_passkey(passkey))).unwrap();
        let of = |account: u8| {
            let account = MemberId::from_bytes([account; 16]);
            store.read(|look| look.passkeys(account)).unwrap()
        };
        assert_eq!(of(1), all[..3]);
        assert_eq!(of(2), all[3..]);
        let found = store.read(|look| look.passkey(&[2; 200])).unwrap();
        assert_eq!(found.as_ref(), Some(&all[1]));
        assert_eq!(store.read(|look| look.passkey(&[9; 200])).unwrap(), None);
        assert!(store.write(|pen| pen.delete_passkey(&[2; 200])).unwrap());
        assert!(!store.write(|pen| pen.delete_passkey(&[2; 200])).unwrap());
        assert_eq!(of(1).len(), 2);
        let first = MemberId::from_bytes([1; 16]);
        assert_eq!(store.write(move |pen| pen.delete_passkeys(first)).unwrap(), 2);
        assert_eq!((of(1), of(2).len()), (Vec::new(), 1));
        assert!(store.audit().unwrap().is_sound());
    }
}
