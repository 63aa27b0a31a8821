//! The calls that are due, what each tells, and what came of it.

use std::time::Duration;

use zeroize::Zeroizing;

use super::super::outcome::{Happened, Seen};
use super::super::{App, Error};
use super::{Reach, reach_of};
use crate::ctx::Ctx;
use crate::ledger::{Channel, DeliveryId, HouseholdId, Role, Timestamp, WebhookId};
use crate::outside::later;
use crate::seal::Purpose;
use crate::store::{Attempt, Delivery, DeliveryState, Look, Pause, Pen, StoreError, Webhook};

/// A call to make.
pub struct HookCall {
    pub id: DeliveryId,
    pub webhook: WebhookId,
    pub url: String,
    /// Where it may lead.
    pub reach: Reach,
    /// What it is signed with.
    pub secret: Zeroizing<Vec<u8>>,
    /// What it tells of; none: a trial.
    pub event: Option<HookEvent>,
    pub created: Timestamp,
}

impl std::fmt::Debug for HookCall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HookCall").field("id", &self.id).finish_non_exhaustive()
    }
}

/// What happened, as the program's owner sees it.
#[derive(Debug, Clone)]
pub struct HookEvent {
    pub household: HouseholdId,
    pub happened: Happened,
    /// The records as they are now, if the owner wants them told.
    pub records: Option<Vec<Seen>>,
}

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// What the program answered, if it did.
    pub status: Option<u16>,
    /// The stable name of why it failed; none: it arrived.
    pub why: Option<&'static str>,
    pub took_ms: u32,
}

/// How long after each try that failed the next one is made: ten tries in about a day.
const BACK_OFF: [Duration; 9] = [
    Duration::from_secs(10),
    Duration::from_mins(1),
    Duration::from_mins(5),
    Duration::from_mins(30),
    Duration::from_hours(1),
    Duration::from_hours(2),
    Duration::from_hours(4),
    Duration::from_hours(8),
    Duration::from_hours(8),
];

/// A program that failed for so long is not called any more, until its owner says so.
const PATIENCE: Duration = Duration::from_hours(3 * 24);

/// What a program answers that will never be there again.
const GONE: u16 = 410;

/// The name of a failure that is the box's own.
pub const BROKEN: &str = "broken";

/// What became of a due call before it is made.
enum Prepared {
    Call(Box<HookCall>),
    /// Nobody is to be called: nothing of it is for its owner's eyes, or they are none any more.
    Drop(Delivery),
    /// Its secret does not open: the box's own trouble, which must not stop the others.
    Shut(Delivery),
}

impl App {
    /// At most so many calls whose time has come. One that tells of nothing that its owner sees is dropped.
    pub fn hook_calls(&self, most: usize) -> Result<Vec<HookCall>, Error> {
        let now = self.outside().now();
        let prepared = self.store().read(|look| -> Result<Vec<Prepared>, Error> {
            look.deliveries_due(now, most)?.into_iter().map(|due| self.prepared(look, due, now)).collect()
        })?;
        let mut calls = Vec::new();
        for one in prepared {
            match one {
                Prepared::Call(call) => calls.push(*call),
                Prepared::Drop(delivery) => {
                    self.store()
                        .write(move |pen| -> Result<_, StoreError> { pen.delete_delivery(&delivery) })?;
                }
                Prepared::Shut(delivery) => {
                    let called = Called { status: None, why: Some(BROKEN), took_ms: 0 };
                    self.hook_called(delivery.webhook, delivery.id, &called)?;
                }
            }
        }
        Ok(calls)
    }

    /// When the next call is due.
    pub fn next_hook_call(&self) -> Result<Option<Timestamp>, Error> {
        Ok(self.store().read(Look::next_delivery_due)?)
    }

    fn prepared(&self, look: &Look<'_>, due: Delivery, now: Timestamp) -> Result<Prepared, Error> {
        let Some(webhook) = look.webhook(due.household, due.webhook)? else { return Ok(Prepared::Drop(due)) };
        let by = look.member(webhook.by)?;
        if !by.is_some_and(|member| member.removed.is_none() && member.role == Role::Owner) {
            return Ok(Prepared::Drop(due));
        }
        let event = match due.seq {
            None => None,
            Some(seq) => match self.told(look, &webhook, seq, now)? {
                Some(event) => Some(event),
                None => return Ok(Prepared::Drop(due)),
            },
        };
        let secret = match self.unsealed(Purpose::WebhookSecret, &webhook.id.to_bytes(), &webhook.secret) {
            Ok(secret) => secret,
            Err(error) => {
                tracing::warn!(%error, webhook = %webhook.id, "the secret of a webhook does not open");
                return Ok(Prepared::Shut(due));
            }
        };
        Ok(Prepared::Call(Box::new(HookCall {
            id: due.id,
            reach: reach_of(self, look, webhook.household)?,
            webhook: webhook.id,
            secret,
            url: webhook.url,
            event,
            created: due.created,
        })))
    }

    /// What the program's owner hears of a change.
    fn told(
        &self,
        look: &Look<'_>,
        webhook: &Webhook,
        seq: u64,
        now: Timestamp,
    ) -> Result<Option<HookEvent>, Error> {
        let Some(change) = look.change(seq)? else { return Ok(None) };
        let acting = self.act(&Ctx { member: webhook.by, now, channel: Channel::Api })?;
        let Some(happened) = acting.heard(look, &change)? else { return Ok(None) };
        let mut records = None;
        if webhook.details {
            let mut found = Vec::new();
            for id in &happened.transactions {
                found.push(acting.own(look, *id)?);
            }
            records = Some(acting.see(look, found)?);
        }
        Ok(Some(HookEvent { household: webhook.household, happened, records }))
    }

    /// Keeps what came of a try, and when it is to be tried again.
    pub fn hook_called(&self, webhook: WebhookId, id: DeliveryId, called: &Called) -> Result<(), Error> {
        let (now, called) = (self.outside().now(), called.clone());
        self.store().write(move |pen| {
            // It may have been removed meanwhile, or given up.
            let Some(mut delivery) = pen.delivery(webhook, id)? else { return Ok(()) };
            let Some(mut hook) = pen.webhook(delivery.household, webhook)? else { return Ok(()) };
            delivery.attempts += 1;
            delivery.last = Some(Attempt {
                at: now,
                status: called.status,
                why: called.why.map(str::to_owned),
                took_ms: called.took_ms,
            });
            let tries = usize::try_from(delivery.attempts).unwrap_or(usize::MAX);
            delivery.state = match (called.why, BACK_OFF.get(tries - 1)) {
                (None, _) => DeliveryState::Arrived,
                // Whoever tries it out is there to try it again.
                (Some(_), Some(wait)) if delivery.seq.is_some() => {
                    DeliveryState::Waits { due: later(now, *wait) }
                }
                (Some(_), _) => DeliveryState::GivenUp,
            };
            pen.put_delivery(&delivery)?;
            if delivery.seq.is_none() {
                return Ok(());
            }
            let before = hook.clone();
            hook.failing_since = called.why.and(Some(hook.failing_since.unwrap_or(now)));
            let is_hopeless = hook.failing_since.is_some_and(|since| now >= later(since, PATIENCE));
            if is_hopeless || called.status == Some(GONE) {
                hook.paused = Some(Pause::Failing);
                give_up_waiting(pen, webhook)?;
            }
            if hook != before {
                pen.put_webhook(&hook)?;
            }
            Ok(())
        })
    }
}

/// Gives up every call of a program that waits.
pub(super) fn give_up_waiting(pen: &mut Pen<'_>, webhook: WebhookId) -> Result<(), Error> {
    for delivery in pen.deliveries(webhook, None, usize::MAX)? {
        if matches!(delivery.state, DeliveryState::Waits { .. }) {
            pen.put_delivery(&Delivery { state: DeliveryState::GivenUp, ..delivery })?;
        }
    }
    Ok(())
}
