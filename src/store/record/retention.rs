//! How long things are kept, as it is kept.

use serde::{Deserialize, Serialize};

use super::Record;
use crate::ledger::{HouseholdId, TransactionId};
use crate::store::error::Unreadable;
use crate::store::retention::Retention;

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct RetentionForm {
    household: [u8; 16],
    messages_months: Option<u16>,
    pictures_months: Option<u16>,
    draft_hours: Option<u16>,
    bin_days: u16,
    log_days: u16,
    messages_reached: [u8; 16],
    pictures_reached: [u8; 16],
}

impl Record for Retention {
    type Form = RetentionForm;

    fn form(&self) -> RetentionForm {
        RetentionForm {
            household: self.household.to_bytes(),
            messages_months: self.messages_months,
            pictures_months: self.pictures_months,
            draft_hours: self.draft_hours,
            bin_days: self.bin_days,
            log_days: self.log_days,
            messages_reached: self.messages_reached.to_bytes(),
            pictures_reached: self.pictures_reached.to_bytes(),
        }
    }

    fn restore(form: RetentionForm) -> Result<Self, Unreadable> {
        Ok(Self {
            household: HouseholdId::from_bytes(form.household),
            messages_months: form.messages_months,
            pictures_months: form.pictures_months,
            draft_hours: form.draft_hours,
            bin_days: form.bin_days,
            log_days: form.log_days,
            messages_reached: TransactionId::from_bytes(form.messages_reached),
            pictures_reached: TransactionId::from_bytes(form.pictures_reached),
        })
    }
}
