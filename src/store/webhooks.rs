//! Programs that are called when something happens, and the calls: those that wait, and what became of the others.
//!
//! A call is queued in the write of the change that it tells of, so that none is lost and none tells of what was not
//! kept. It holds nothing of the change but its place in the journal: what is said is made up when it is sent.

use std::ops::ControlFlow;

use super::error::StoreError;
use super::key;
use super::look::{Look, record_of};
use super::pen::Pen;
use super::source::Span;
use super::tables::Table;
use crate::ledger::{Change, DeliveryId, HouseholdId, Member, MemberId, Timestamp, WebhookId};
use crate::seal::Sealed;

/// A program that is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    pub id: WebhookId,
    pub household: HouseholdId,
    /// What it is called with is what this member sees.
    pub by: MemberId,
    pub url: String,
    /// The names of acts that it is called for; empty: all.
    pub acts: Vec<String>,
    /// Whether it is told the records themselves, or only their ids.
    pub details: bool,
    /// What calls are signed with.
    pub secret: Sealed,
    pub created: Timestamp,
    /// Since when it is not called, and whether that was its owner's wish.
    pub paused: Option<Pause>,
    /// Since when every call failed.
    pub failing_since: Option<Timestamp>,
}

/// Why a program is not called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    ByOwner,
    /// It failed for days, or said that it is gone.
    Failing,
}

/// A call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    pub id: DeliveryId,
    pub webhook: WebhookId,
    pub household: HouseholdId,
    /// The change that it tells of; none: a trial.
    pub seq: Option<u64>,
    pub created: Timestamp,
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: u32,
    /// What came of the last try.
    pub last: Option<Attempt>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    /// To be tried from then on.
    Waits {
        due: Timestamp,
    },
    Arrived,
    GivenUp,
}

/// A try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    pub at: Timestamp,
    /// What the program answered, if it did.
    pub status: Option<u16>,
    /// The stable name of why it failed; none when it did not.
    pub why: Option<String>,
    pub took_ms: u32,
}

/// How many calls of one program are kept: the oldest that do not wait go first.
const MOST: usize = 200;

/// How many calls of one program may wait. One that is so far behind is not called for what comes after.
const MOST_WAITING: usize = 1_000;

impl Look<'_> {
    /// Oldest first.
    pub fn webhooks(&self, household: HouseholdId) -> Result<Vec<Webhook>, StoreError> {
        self.records(Table::Webhooks, &Span::of(&household.to_bytes()), usize::MAX)
    }

    pub fn webhook(&self, household: HouseholdId, id: WebhookId) -> Result<Option<Webhook>, StoreError> {
        self.fetch(Table::Webhooks, &webhook_key(household, id))
    }

    pub fn delivery(&self, webhook: WebhookId, id: DeliveryId) -> Result<Option<Delivery>, StoreError> {
        self.fetch(Table::Deliveries, &delivery_key(webhook, id))
    }

    /// Calls to a program before that one (all, when `None`), newest first.
    pub fn deliveries(
        &self,
        webhook: WebhookId,
        before: Option<DeliveryId>,
        limit: usize,
    ) -> Result<Vec<Delivery>, StoreError> {
        let mut span = Span::of(&webhook.to_bytes()).backwards();
        if let Some(id) = before {
            span = span.before(&delivery_key(webhook, id));
        }
        self.records(Table::Deliveries, &span, limit)
    }

    /// Calls whose time has come, the longest due first.
    pub fn deliveries_due(&self, now: Timestamp, limit: usize) -> Result<Vec<Delivery>, StoreError> {
        let keys = self.due_keys::<32>(Table::DeliveriesDue, now, limit)?;
        keys.iter().map(|key| self.fetch_indexed(Table::Deliveries, key)).collect()
    }

    /// When the next call is due.
    pub fn next_delivery_due(&self) -> Result<Option<Timestamp>, StoreError> {
        self.next_due(Table::DeliveriesDue)
    }
}

impl Pen<'_> {
    pub fn put_webhook(&mut self, webhook: &Webhook) -> Result<(), StoreError> {
        self.put(Table::Webhooks, &webhook_key(webhook.household, webhook.id), webhook)
    }

    /// Forgets at most `limit` calls to a program from before that moment, the oldest first, but those that still wait,
    /// and says how many they were.
    pub fn forget_deliveries(
        &mut self,
        webhook: WebhookId,
        before: Timestamp,
        limit: usize,
    ) -> Result<usize, StoreError> {
        let first_kept = DeliveryId::compose(before.as_millisecond(), [0; 10]);
        let span = Span::of(&webhook.to_bytes()).before(&delivery_key(webhook, first_kept));
        let old: Vec<Delivery> = self.records(Table::Deliveries, &span, limit)?;
        let over = old.iter().filter(|delivery| !matches!(delivery.state, DeliveryState::Waits { .. }));
        let mut forgotten = 0;
        for delivery in over {
            self.delete_delivery(delivery)?;
            forgotten += 1;
        }
        Ok(forgotten)
    }

    /// With its calls. Whether there was one.
    pub fn delete_webhook(&mut self, household: HouseholdId, id: WebhookId) -> Result<bool, StoreError> {
        for delivery in self.deliveries(id, None, usize::MAX)? {
            self.delete_delivery(&delivery)?;
        }
        self.delete(Table::Webhooks, &webhook_key(household, id))
    }

    /// The programs that a member had called, who is no owner any more.
    pub fn delete_webhooks_of(&mut self, member: &Member) -> Result<(), StoreError> {
        for webhook in self.webhooks(member.household)?.iter().filter(|webhook| webhook.by == member.id) {
            self.delete_webhook(webhook.household, webhook.id)?;
        }
        Ok(())
    }

    /// Adds a call, or replaces the same one.
    pub fn put_delivery(&mut self, delivery: &Delivery) -> Result<(), StoreError> {
        if let Some(held) = self.delivery(delivery.webhook, delivery.id)? {
            self.delete_delivery(&held)?;
        }
        self.put(Table::Deliveries, &delivery_key(delivery.webhook, delivery.id), delivery)?;
        if let Some(key) = due_key(delivery) {
            self.list(Table::DeliveriesDue, &key)?;
        }
        Ok(())
    }

    pub fn delete_delivery(&mut self, delivery: &Delivery) -> Result<bool, StoreError> {
        if let Some(key) = due_key(delivery) {
            self.delete(Table::DeliveriesDue, &key)?;
        }
        self.delete(Table::Deliveries, &delivery_key(delivery.webhook, delivery.id))
    }

    /// Queues the calls that a change asks for.
    pub(super) fn queue_deliveries(&mut self, change: &Change) -> Result<(), StoreError> {
        for webhook in self.webhooks(change.household)? {
            let is_wanted =
                webhook.acts.is_empty() || webhook.acts.iter().any(|act| act == change.act.code());
            if webhook.paused.is_some() || !is_wanted || !self.has_room(webhook.id)? {
                continue;
            }
            let mut unique = [0; 10];
            unique[2..].copy_from_slice(&change.seq.to_be_bytes());
            self.put_delivery(&Delivery {
                id: DeliveryId::compose(change.at.as_millisecond(), unique),
                webhook: webhook.id,
                household: change.household,
                seq: Some(change.seq),
                created: change.at,
                state: DeliveryState::Waits { due: change.at },
                attempts: 0,
                last: None,
            })?;
        }
        Ok(())
    }

    /// Makes room among a program's calls; `false` when all of too many still wait.
    fn has_room(&mut self, webhook: WebhookId) -> Result<bool, StoreError> {
        let span = Span::of(&webhook.to_bytes());
        let held = self.gather(Table::Deliveries, &span, MOST_WAITING, |_, _| Ok(()))?.len();
        if held < MOST {
            return Ok(true);
        }
        // The oldest that no longer waits is the first of them, most of the time.
        let mut done = None;
        self.scan(Table::Deliveries, &span, &mut |key, bytes| {
            let delivery: Delivery = record_of(Table::Deliveries, key, bytes)?;
            let waits = matches!(delivery.state, DeliveryState::Waits { .. });
            done = (!waits).then_some(delivery);
            Ok(if waits { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?;
        match done {
            Some(done) => self.delete_delivery(&done),
            None => Ok(held < MOST_WAITING),
        }
    }
}

/// Due (8), webhook (16), delivery (16).
const DUE: usize = 40;

fn webhook_key(household: HouseholdId, id: WebhookId) -> [u8; 32] {
    key::join(&[&household.to_bytes(), &id.to_bytes()])
}

fn delivery_key(webhook: WebhookId, id: DeliveryId) -> [u8; 32] {
    key::join(&[&webhook.to_bytes(), &id.to_bytes()])
}

/// Where a call stands among those that wait.
pub(super) fn due_key(delivery: &Delivery) -> Option<[u8; DUE]> {
    let DeliveryState::Waits { due } = delivery.state else { return None };
    Some(key::join(&[&key::moment(due), &delivery_key(delivery.webhook, delivery.id)]))
}
