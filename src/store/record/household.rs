//! How households and members are kept.

use serde::{Deserialize, Serialize};

use super::{MomentForm, Record, currency, moment, moment_form, permille};
use crate::ledger::{Cycle, Household, HouseholdId, Language, Member, MemberId, Role, WalletId, Zone};
use crate::store::error::Unreadable;

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct HouseholdForm {
    id: [u8; 16],
    name: String,
    zone: String,
    currency: [u8; 3],
    /// 0 for calendar months, else the day wages come.
    payday: u8,
    threshold: u16,
    created: MomentForm,
    version: u32,
}

impl Record for Household {
    type Form = HouseholdForm;

    fn form(&self) -> HouseholdForm {
        HouseholdForm {
            id: self.id.to_bytes(),
            name: self.name.clone(),
            zone: self.zone.name().to_owned(),
            currency: self.currency.to_bytes(),
            payday: match self.cycle {
                Cycle::Calendar => 0,
                Cycle::Payday(day) => day,
            },
            threshold: self.threshold.get(),
            created: moment_form(self.created),
            version: self.version,
        }
    }

    fn restore(form: HouseholdForm) -> Result<Self, Unreadable> {
        Ok(Self {
            id: HouseholdId::from_bytes(form.id),
            name: form.name,
            zone: Zone::named(&form.zone).map_err(|_| Unreadable("not a time zone"))?,
            currency: currency(form.currency)?,
            cycle: match form.payday {
                0 => Cycle::Calendar,
                day => Cycle::payday(day).map_err(|_| Unreadable("not a payday"))?,
            },
            threshold: permille(form.threshold)?,
            created: moment(form.created)?,
            version: form.version,
        })
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct MemberForm {
    id: [u8; 16],
    household: [u8; 16],
    name: String,
    role: u8,
    language: u8,
    default_wallet: Option<[u8; 16]>,
    created: MomentForm,
    removed: Option<MomentForm>,
    version: u32,
}

impl Record for Member {
    type Form = MemberForm;

    fn form(&self) -> MemberForm {
        MemberForm {
            id: self.id.to_bytes(),
            household: self.household.to_bytes(),
            name: self.name.clone(),
            role: match self.role {
                Role::Viewer => 1,
                Role::Child => 2,
                Role::Adult => 3,
                Role::Owner => 4,
            },
            language: match self.language {
                Language::Indonesian => 1,
                Language::English => 2,
            },
            default_wallet: self.default_wallet.map(WalletId::to_bytes),
            created: moment_form(self.created),
            removed: self.removed.map(moment_form),
            version: self.version,
        }
    }

    fn restore(form: MemberForm) -> Result<Self, Unreadable> {
        Ok(Self {
            id: MemberId::from_bytes(form.id),
            household: HouseholdId::from_bytes(form.household),
            name: form.name,
            role: match form.role {
                1 => Role::Viewer,
                2 => Role::Child,
                3 => Role::Adult,
                4 => Role::Owner,
                _ => return Err(Unreadable("not a role")),
            },
            language: match form.language {
                1 => Language::Indonesian,
                2 => Language::English,
                _ => return Err(Unreadable("not a language")),
            },
            default_wallet: form.default_wallet.map(WalletId::from_bytes),
            created: moment(form.created)?,
            removed: form.removed.map(moment).transpose()?,
            version: form.version,
        })
    }
}
