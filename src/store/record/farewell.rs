//! How deletions to come, and what they came to, are kept.

use serde::{Deserialize, Serialize};

use super::{MomentForm, Record, moment, moment_form};
use crate::ledger::{HouseholdId, MemberId};
use crate::store::error::Unreadable;
use crate::store::farewell::{Deleted, Farewell, Leaving, Receipt, Told};

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct FarewellForm {
    is_of_household: bool,
    leaving: [u8; 16],
    household: [u8; 16],
    by: [u8; 16],
    asked: MomentForm,
    due: MomentForm,
    receipt: [u8; 16],
    begun: Option<MomentForm>,
    called_off: Option<MomentForm>,
    told: u8,
    deleted: [u64; 8],
}

impl Record for Farewell {
    type Form = FarewellForm;

    fn form(&self) -> FarewellForm {
        FarewellForm {
            is_of_household: matches!(self.leaving, Leaving::Household(_)),
            leaving: self.leaving.key(),
            household: self.household.to_bytes(),
            by: self.by.to_bytes(),
            asked: moment_form(self.asked),
            due: moment_form(self.due),
            receipt: self.receipt,
            begun: self.begun.map(moment_form),
            called_off: self.called_off.map(moment_form),
            told: match self.told {
                Told::Nothing => 0,
                Told::Asked => 1,
                Told::Near => 2,
            },
            deleted: counts(self.deleted),
        }
    }

    fn restore(form: FarewellForm) -> Result<Self, Unreadable> {
        Ok(Self {
            leaving: if form.is_of_household {
                Leaving::Household(HouseholdId::from_bytes(form.leaving))
            } else {
                Leaving::Account(MemberId::from_bytes(form.leaving))
            },
            household: HouseholdId::from_bytes(form.household),
            by: MemberId::from_bytes(form.by),
            asked: moment(form.asked)?,
            due: moment(form.due)?,
            receipt: form.receipt,
            begun: form.begun.map(moment).transpose()?,
            called_off: form.called_off.map(moment).transpose()?,
            told: match form.told {
                0 => Told::Nothing,
                1 => Told::Asked,
                2 => Told::Near,
                _ => return Err(Unreadable("not what was told")),
            },
            deleted: deleted(form.deleted),
        })
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct ReceiptForm {
    id: [u8; 16],
    is_of_household: bool,
    asked: MomentForm,
    finished: MomentForm,
    deleted: [u64; 8],
}

impl Record for Receipt {
    type Form = ReceiptForm;

    fn form(&self) -> ReceiptForm {
        ReceiptForm {
            id: self.id,
            is_of_household: self.is_of_household,
            asked: moment_form(self.asked),
            finished: moment_form(self.finished),
            deleted: counts(self.deleted),
        }
    }

    fn restore(form: ReceiptForm) -> Result<Self, Unreadable> {
        Ok(Self {
            id: form.id,
            is_of_household: form.is_of_household,
            asked: moment(form.asked)?,
            finished: moment(form.finished)?,
            deleted: deleted(form.deleted),
        })
    }
}

const fn counts(of: Deleted) -> [u64; 8] {
    [of.members, of.wallets, of.records, of.pictures, of.lessons, of.drafts, of.messages, of.keys]
}

const fn deleted(counts: [u64; 8]) -> Deleted {
    let [members, wallets, records, pictures, lessons, drafts, messages, keys] = counts;
    Deleted { members, wallets, records, pictures, lessons, drafts, messages, keys }
}
