//! How programs that are called, and the calls, are kept.

use serde::{Deserialize, Serialize};

use super::{MomentForm, Record, moment, moment_form};
use crate::ledger::{DeliveryId, HouseholdId, MemberId, WebhookId};
use crate::seal::Sealed;
use crate::store::error::Unreadable;
use crate::store::webhooks::{Attempt, Delivery, DeliveryState, Pause, Webhook};

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct WebhookForm {
    id: [u8; 16],
    household: [u8; 16],
    by: [u8; 16],
    url: String,
    acts: Vec<String>,
    details: bool,
    secret: Vec<u8>,
    created: MomentForm,
    /// 0: it is called.
    paused: u8,
    failing_since: Option<MomentForm>,
}

impl Record for Webhook {
    type Form = WebhookForm;

    fn form(&self) -> WebhookForm {
        WebhookForm {
            id: self.id.to_bytes(),
            household: self.household.to_bytes(),
            by: self.by.to_bytes(),
            url: self.url.clone(),
            acts: self.acts.clone(),
            details: self.details,
            secret: self.secret.as_bytes().to_vec(),
            created: moment_form(self.created),
            paused: match self.paused {
                None => 0,
                Some(Pause::ByOwner) => 1,
                Some(Pause::Failing) => 2,
            },
            failing_since: self.failing_since.map(moment_form),
        }
    }

    fn restore(form: WebhookForm) -> Result<Self, Unreadable> {
        Ok(Self {
            id: WebhookId::from_bytes(form.id),
            household: HouseholdId::from_bytes(form.household),
            by: MemberId::from_bytes(form.by),
            url: form.url,
            acts: form.acts,
            details: form.details,
            secret: Sealed::from_bytes(form.secret),
            created: moment(form.created)?,
            paused: match form.paused {
                0 => None,
                1 => Some(Pause::ByOwner),
                2 => Some(Pause::Failing),
                _ => return Err(Unreadable("not a pause")),
            },
            failing_since: form.failing_since.map(moment).transpose()?,
        })
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct DeliveryForm {
    id: [u8; 16],
    webhook: [u8; 16],
    household: [u8; 16],
    seq: Option<u64>,
    created: MomentForm,
    state: StateForm,
    attempts: u32,
    last: Option<(MomentForm, Option<u16>, Option<String>, u32)>,
}

#[derive(Debug, Serialize, Deserialize)]
enum StateForm {
    Waits(MomentForm),
    Arrived,
    GivenUp,
}

impl Record for Delivery {
    type Form = DeliveryForm;

    fn form(&self) -> DeliveryForm {
        DeliveryForm {
            id: self.id.to_bytes(),
            webhook: self.webhook.to_bytes(),
            household: self.household.to_bytes(),
            seq: self.seq,
            created: moment_form(self.created),
            state: match self.state {
                DeliveryState::Waits { due } => StateForm::Waits(moment_form(due)),
                DeliveryState::Arrived => StateForm::Arrived,
                DeliveryState::GivenUp => StateForm::GivenUp,
            },
            attempts: self.attempts,
            last: self
                .last
                .as_ref()
                .map(|last| (moment_form(last.at), last.status, last.why.clone(), last.took_ms)),
        }
    }

    fn restore(form: DeliveryForm) -> Result<Self, Unreadable> {
        let last = form.last.map(|(at, status, why, took_ms)| -> Result<_, Unreadable> {
            Ok(Attempt { at: moment(at)?, status, why, took_ms })
        });
        Ok(Self {
            id: DeliveryId::from_bytes(form.id),
            webhook: WebhookId::from_bytes(form.webhook),
            household: HouseholdId::from_bytes(form.household),
            seq: form.seq,
            created: moment(form.created)?,
            state: match form.state {
                StateForm::Waits(due) => DeliveryState::Waits { due: moment(due)? },
                StateForm::Arrived => DeliveryState::Arrived,
                StateForm::GivenUp => DeliveryState::GivenUp,
            },
            attempts: form.attempts,
            last: last.transpose()?,
        })
    }
}
