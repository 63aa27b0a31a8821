//! How second factors are kept.

use serde::{Deserialize, Serialize};

use super::{MomentForm, Record, moment, moment_form};
use crate::ledger::MemberId;
use crate::seal::Sealed;
use crate::store::SecondFactor;
use crate::store::error::Unreadable;

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct SecondFactorForm {
    account: [u8; 16],
    seed: Vec<u8>,
    confirmed: Option<MomentForm>,
    last_step: u64,
    recovery: Vec<[u8; 32]>,
}

impl Record for SecondFactor {
    type Form = SecondFactorForm;

    fn form(&self) -> SecondFactorForm {
        SecondFactorForm {
            account: self.account.to_bytes(),
            seed: self.seed.as_bytes().to_vec(),
            confirmed: self.confirmed.map(moment_form),
            last_step: self.last_step,
            recovery: self.recovery.clone(),
        }
    }

    fn restore(form: SecondFactorForm) -> Result<Self, Unreadable> {
        Ok(Self {
            account: MemberId::from_bytes(form.account),
            seed: Sealed::from_bytes(form.seed),
            confirmed: form.confirmed.map(moment).transpose()?,
            last_step: form.last_step,
            recovery: form.recovery,
        })
    }
}
