//! How members' devices, what members want to hear of and what waits for devices are kept.

use serde::{Deserialize, Serialize};

use super::{MomentForm, Record, moment, moment_form};
use crate::ledger::{HouseholdId, MemberId, SubscriptionId};
use crate::store::error::Unreadable;
use crate::store::notices::{About, Notice, Subscription, Wishes};

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct SubscriptionForm {
    id: [u8; 16],
    member: [u8; 16],
    session: Option<[u8; 32]>,
    endpoint: String,
    key: Vec<u8>,
    auth: [u8; 16],
    device: Option<String>,
    created: MomentForm,
    arrived: Option<MomentForm>,
    trouble: Option<String>,
}

impl Record for Subscription {
    type Form = SubscriptionForm;

    fn form(&self) -> SubscriptionForm {
        SubscriptionForm {
            id: self.id.to_bytes(),
            member: self.member.to_bytes(),
            session: self.parent,
            endpoint: self.endpoint.clone(),
            key: self.key.clone(),
            auth: self.auth,
            device: self.device.clone(),
            created: moment_form(self.created),
            arrived: self.arrived.map(moment_form),
            trouble: self.trouble.clone(),
        }
    }

    fn restore(form: SubscriptionForm) -> Result<Self, Unreadable> {
        Ok(Self {
            id: SubscriptionId::from_bytes(form.id),
            member: MemberId::from_bytes(form.member),
            parent: form.session,
            endpoint: form.endpoint,
            key: form.key,
            auth: form.auth,
            device: form.device,
            created: moment(form.created)?,
            arrived: form.arrived.map(moment).transpose()?,
            trouble: form.trouble,
        })
    }
}

#[expect(clippy::struct_excessive_bools, reason = "each is a wish of its own")]
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct WishesForm {
    member: [u8; 16],
    alarms: bool,
    records: bool,
    joins: bool,
    security: bool,
    quiet: Option<(u16, u16)>,
}

impl Record for Wishes {
    type Form = WishesForm;

    fn form(&self) -> WishesForm {
        let Self { member, alarms, records, joins, security, quiet } = *self;
        WishesForm { member: member.to_bytes(), alarms, records, joins, security, quiet }
    }

    fn restore(form: WishesForm) -> Result<Self, Unreadable> {
        let WishesForm { member, alarms, records, joins, security, quiet } = form;
        Ok(Self { member: MemberId::from_bytes(member), alarms, records, joins, security, quiet })
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct NoticeForm {
    subscription: [u8; 16],
    about: AboutForm,
    created: MomentForm,
    due: MomentForm,
    attempts: u32,
}

#[derive(Debug, Serialize, Deserialize)]
enum AboutForm {
    Trial,
    Records(u64, u64),
    Joined(u64),
    Security([u8; 16], u64),
    Alarm(u8, bool, bool),
}

impl Record for Notice {
    type Form = NoticeForm;

    fn form(&self) -> NoticeForm {
        NoticeForm {
            subscription: self.subscription.to_bytes(),
            about: match self.about {
                About::Trial => AboutForm::Trial,
                About::Records { from, to } => AboutForm::Records(from, to),
                About::Joined { seq } => AboutForm::Joined(seq),
                About::Security { household, place } => AboutForm::Security(household.to_bytes(), place),
                About::Alarm { rule, is_wrong, is_urgent } => AboutForm::Alarm(rule, is_wrong, is_urgent),
            },
            created: moment_form(self.created),
            due: moment_form(self.due),
            attempts: self.attempts,
        }
    }

    fn restore(form: NoticeForm) -> Result<Self, Unreadable> {
        Ok(Self {
            subscription: SubscriptionId::from_bytes(form.subscription),
            about: match form.about {
                AboutForm::Trial => About::Trial,
                AboutForm::Records(from, to) => About::Records { from, to },
                AboutForm::Joined(seq) => About::Joined { seq },
                AboutForm::Security(household, place) => {
                    About::Security { household: HouseholdId::from_bytes(household), place }
                }
                AboutForm::Alarm(rule, is_wrong, is_urgent) => About::Alarm { rule, is_wrong, is_urgent },
            },
            created: moment(form.created)?,
            due: moment(form.due)?,
            attempts: form.attempts,
        })
    }
}
