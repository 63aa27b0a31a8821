//! How the keys of access tokens are kept.

use serde::{Deserialize, Serialize};

use super::{MomentForm, Record, moment, moment_form};
use crate::seal::Sealed;
use crate::store::SigningKey;
use crate::store::error::Unreadable;

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct SigningKeyForm {
    id: [u8; 8],
    secret: Vec<u8>,
    created: MomentForm,
    expires: Option<MomentForm>,
}

impl Record for SigningKey {
    type Form = SigningKeyForm;

    fn form(&self) -> SigningKeyForm {
        SigningKeyForm {
            id: self.id,
            secret: self.secret.as_bytes().to_vec(),
            created: moment_form(self.created),
            expires: self.expires.map(moment_form),
        }
    }

    fn restore(form: SigningKeyForm) -> Result<Self, Unreadable> {
        Ok(Self {
            id: form.id,
            secret: Sealed::from_bytes(form.secret),
            created: moment(form.created)?,
            expires: form.expires.map(moment).transpose()?,
        })
    }
}
