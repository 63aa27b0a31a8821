//! How passkeys are kept.

use serde::{Deserialize, Serialize};

use super::{MomentForm, Record, moment, moment_form};
use crate::ledger::{MemberId, PasskeyId};
use crate::passkey::{Copies, Credential, PublicKey};
use crate::store::Passkey;
use crate::store::error::Unreadable;

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct PasskeyForm {
    id: [u8; 16],
    account: [u8; 16],
    name: String,
    origin: String,
    credential: Vec<u8>,
    /// The kind of key: 1 Ed25519, 2 P-256, 3 P-384, 4 RSA.
    kind: u8,
    /// What it is made of: `y` or `x`, `x`, `n`.
    key: Vec<u8>,
    /// Whether the other coordinate is odd: 0 or 1; RSA's exponent.
    beside: u32,
    counter: u32,
    copies: u8,
    created: MomentForm,
    last_used: Option<MomentForm>,
}

impl Record for Passkey {
    type Form = PasskeyForm;

    fn form(&self) -> PasskeyForm {
        let credential = &self.credential;
        let (kind, key, beside) = match &credential.key {
            PublicKey::Ed25519(y) => (1, y.to_vec(), 0),
            PublicKey::P256 { x, y_is_odd } => (2, x.to_vec(), u32::from(*y_is_odd)),
            PublicKey::P384 { x, y_is_odd } => (3, x.to_vec(), u32::from(*y_is_odd)),
            PublicKey::Rsa { n, e } => (4, n.clone(), *e),
        };
        PasskeyForm {
            id: self.id.to_bytes(),
            account: self.account.to_bytes(),
            name: self.name.clone(),
            origin: self.origin.clone(),
            credential: credential.id.clone(),
            kind,
            key,
            beside,
            counter: credential.counter,
            copies: match credential.copies {
                Copies::Never => 1,
                Copies::Possible => 2,
                Copies::Made => 3,
            },
            created: moment_form(self.created),
            last_used: self.last_used.map(moment_form),
        }
    }

    fn restore(form: PasskeyForm) -> Result<Self, Unreadable> {
        let odd = |_| Unreadable("a key of another size");
        let y_is_odd = form.beside == 1;
        let key = match form.kind {
            1 => PublicKey::Ed25519(form.key.try_into().map_err(odd)?),
            2 => PublicKey::P256 { x: form.key.try_into().map_err(odd)?, y_is_odd },
            3 => PublicKey::P384 { x: Box::new(form.key.try_into().map_err(odd)?), y_is_odd },
            4 => PublicKey::Rsa { n: form.key, e: form.beside },
            _ => return Err(Unreadable("not a kind of key")),
        };
        let copies = match form.copies {
            1 => Copies::Never,
            2 => Copies::Possible,
            3 => Copies::Made,
            _ => return Err(Unreadable("not whether there are copies")),
        };
        Ok(Self {
            id: PasskeyId::from_bytes(form.id),
            account: MemberId::from_bytes(form.account),
            name: form.name,
            origin: form.origin,
            credential: Credential { id: form.credential, key, counter: form.counter, copies },
            created: moment(form.created)?,
            last_used: form.last_used.map(moment).transpose()?,
        })
    }
}
