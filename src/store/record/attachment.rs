//! How what is known of a picture is kept.

use serde::{Deserialize, Serialize};

use super::{MomentForm, Record, moment, moment_form};
use crate::ledger::{Attachment, AttachmentId, HouseholdId, MemberId, TransactionId};
use crate::store::error::Unreadable;

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct AttachmentForm {
    id: [u8; 16],
    household: [u8; 16],
    member: [u8; 16],
    transaction: [u8; 16],
    added: MomentForm,
    width: u32,
    height: u32,
}

impl Record for Attachment {
    type Form = AttachmentForm;

    fn form(&self) -> AttachmentForm {
        AttachmentForm {
            id: self.id.to_bytes(),
            household: self.household.to_bytes(),
            member: self.member.to_bytes(),
            transaction: self.transaction.to_bytes(),
            added: moment_form(self.added),
            width: self.width,
            height: self.height,
        }
    }

    fn restore(form: AttachmentForm) -> Result<Self, Unreadable> {
        Ok(Self {
            id: AttachmentId::from_bytes(form.id),
            household: HouseholdId::from_bytes(form.household),
            member: MemberId::from_bytes(form.member),
            transaction: TransactionId::from_bytes(form.transaction),
            added: moment(form.added)?,
            width: form.width,
            height: form.height,
        })
    }
}
