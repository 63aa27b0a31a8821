//! How the log of the doors is kept.

use serde::{Deserialize, Serialize};

use super::{AddressForm, MomentForm, Record, address, address_form, channel, moment, moment_form};
use crate::ledger::{HouseholdId, MemberId};
use crate::store::error::Unreadable;
use crate::store::key;
use crate::store::security::{SecurityEvent, SecurityKind, SecurityOutcome, outcome_of};

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct SecurityForm {
    household: [u8; 16],
    place: u64,
    at: MomentForm,
    kind: u8,
    outcome: u8,
    member: Option<[u8; 16]>,
    whom: Option<[u8; 16]>,
    channel: u8,
    address: AddressForm,
    device: Option<String>,
}

impl Record for SecurityEvent {
    type Form = SecurityForm;

    fn form(&self) -> SecurityForm {
        SecurityForm {
            household: self.household.to_bytes(),
            place: self.place,
            at: moment_form(self.at),
            kind: self.kind.byte(),
            outcome: match self.outcome {
                SecurityOutcome::Done => 1,
                SecurityOutcome::Refused => 2,
            },
            member: self.member.map(MemberId::to_bytes),
            whom: self.whom.map(MemberId::to_bytes),
            channel: key::channel(self.channel),
            address: address_form(self.address),
            device: self.device.clone(),
        }
    }

    fn restore(form: SecurityForm) -> Result<Self, Unreadable> {
        Ok(Self {
            household: HouseholdId::from_bytes(form.household),
            place: form.place,
            at: moment(form.at)?,
            kind: SecurityKind::of_byte(form.kind).ok_or(Unreadable("not a kind of event"))?,
            outcome: outcome_of(form.outcome)?,
            member: form.member.map(MemberId::from_bytes),
            whom: form.whom.map(MemberId::from_bytes),
            channel: channel(form.channel)?,
            address: address(&form.address)?,
            device: form.device,
        })
    }
}
