//! How invitations are kept.

use serde::{Deserialize, Serialize};

use super::household::{role, role_form};
use super::{MomentForm, Record, moment, moment_form};
use crate::ledger::{HouseholdId, Invitation, InvitationId, MemberId, WalletId};
use crate::store::error::Unreadable;

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct InvitationForm {
    id: [u8; 16],
    household: [u8; 16],
    by: [u8; 16],
    role: u8,
    wallets: Vec<[u8; 16]>,
    created: MomentForm,
    expires: MomentForm,
}

impl Record for Invitation {
    type Form = InvitationForm;

    fn form(&self) -> InvitationForm {
        InvitationForm {
            id: self.id.to_bytes(),
            household: self.household.to_bytes(),
            by: self.by.to_bytes(),
            role: role_form(self.role),
            wallets: self.wallets.iter().map(|id| id.to_bytes()).collect(),
            created: moment_form(self.created),
            expires: moment_form(self.expires),
        }
    }

    fn restore(form: InvitationForm) -> Result<Self, Unreadable> {
        Ok(Self {
            id: InvitationId::from_bytes(form.id),
            household: HouseholdId::from_bytes(form.household),
            by: MemberId::from_bytes(form.by),
            role: role(form.role)?,
            wallets: form.wallets.into_iter().map(WalletId::from_bytes).collect(),
            created: moment(form.created)?,
            expires: moment(form.expires)?,
        })
    }
}
