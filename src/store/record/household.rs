//! How households and members are kept.

use serde::{Deserialize, Serialize};

use super::{MomentForm, Record, body_of, currency, moment, moment_form, permille};
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
    account: [u8; 16],
}

impl Record for Member {
    type Form = MemberForm;
    const VERSION: u8 = 2;

    fn form(&self) -> MemberForm {
        MemberForm {
            id: self.id.to_bytes(),
            household: self.household.to_bytes(),
            name: self.name.clone(),
            role: role_form(self.role),
            language: match self.language {
                Language::Indonesian => 1,
                Language::English => 2,
            },
            default_wallet: self.default_wallet.map(WalletId::to_bytes),
            created: moment_form(self.created),
            removed: self.removed.map(moment_form),
            version: self.version,
            account: self.account.to_bytes(),
        }
    }

    fn restore(form: MemberForm) -> Result<Self, Unreadable> {
        Ok(Self {
            id: MemberId::from_bytes(form.id),
            account: MemberId::from_bytes(form.account),
            household: HouseholdId::from_bytes(form.household),
            name: form.name,
            role: role(form.role)?,
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

    fn restore_older(version: u8, body: &[u8]) -> Result<Self, Unreadable> {
        match version {
            1 => Self::restore(body_of::<MemberForm1>(body)?.newer()),
            _ => Err(Unreadable("the member has a version this catatduit does not know")),
        }
    }
}

pub(super) const fn role_form(role: Role) -> u8 {
    match role {
        Role::Viewer => 1,
        Role::Child => 2,
        Role::Adult => 3,
        Role::Owner => 4,
    }
}

pub(super) fn role(byte: u8) -> Result<Role, Unreadable> {
    match byte {
        1 => Ok(Role::Viewer),
        2 => Ok(Role::Child),
        3 => Ok(Role::Adult),
        4 => Ok(Role::Owner),
        _ => Err(Unreadable("not a role")),
    }
}

/// As it was kept when a person could be in one household only.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct MemberForm1 {
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

impl MemberForm1 {
    pub(super) fn newer(self) -> MemberForm {
        MemberForm {
            id: self.id,
            household: self.household,
            name: self.name,
            role: self.role,
            language: self.language,
            default_wallet: self.default_wallet,
            created: self.created,
            removed: self.removed,
            version: self.version,
            account: self.id,
        }
    }
}
