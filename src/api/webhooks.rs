//! Programs of the family's that are called when something happens.

use poem_openapi::param::{Path, Query};
use poem_openapi::{Enum, Object, OpenApi};

use super::Tags;
use super::body::Body;
use super::caller::Caller;
use super::cursor;
use super::events::ChangeAct;
use super::problem::{Code, Making, Owning, Refusals, Refused, Setting, refusals};
use super::reply::{Done, Made, Once, Shown};
use super::scalar::{Instant, Nullable};
use crate::app::{self, Pause};
use crate::ledger::{DeliveryId, WebhookId};

#[derive(Debug)]
pub(super) struct Webhooks;

/// How many calls a page holds when nobody says.
const USUAL_PAGE: usize = 50;

refusals! {
    /// An act of an owner without a body on one thing.
    OwningOne: Unauthenticated Forbidden CrossSite Missing;
    /// Reading a list of an owner's page by page.
    PagingOwn: Malformed BadCursor Unauthenticated Forbidden Missing;
}

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Webhooks")]
impl Webhooks {
    /// List webhooks
    ///
    /// The household's, oldest first, without their secrets. Only for owners.
    #[oai(path = "/webhooks", method = "get", operation_id = "list_webhooks")]
    async fn list(&self, caller: Caller) -> Result<Shown<WebhookList>, Refused<Owning>> {
        let items = caller.run(|me| Ok(me.as_owner()?.webhooks()?.into_iter().map(Webhook::from).collect()));
        Ok(Shown(WebhookList { items: items.await? }))
    }

    /// Add a webhook
    ///
    /// From then on its address is called with a `POST` for each change that the owner who added it sees, signed as
    /// Standard Webhooks says (`webhook-id`, `webhook-timestamp`, `webhook-signature`), and again until it answers with
    /// 2xx: ten times in about a day. A call may come twice; its id tells. The secret is in this reply and nowhere else.
    #[oai(path = "/webhooks", method = "post", operation_id = "add_webhook")]
    async fn add(
        &self,
        caller: Caller,
        new: Body<NewWebhook>,
    ) -> Result<Once<Made<MadeWebhook>>, Refused<Making>> {
        let new = app::WebhookChange::from(new.0);
        Ok(Once(Made(caller.run(move |me| Ok(me.as_owner()?.add_webhook(&new)?.into())).await?)))
    }

    /// Change a webhook
    ///
    /// What is left out stays as it is. One that was paused because it failed is called again with `paused: false`; what
    /// happened meanwhile is not made up for.
    #[oai(path = "/webhooks/:id", method = "patch", operation_id = "change_webhook")]
    async fn change(
        &self,
        caller: Caller,
        id: Path<WebhookId>,
        change: Body<WebhookChange>,
    ) -> Result<Shown<Webhook>, Refused<Setting>> {
        let change = app::WebhookChange::from(change.0);
        let changed = caller.run(move |me| Ok(me.as_owner()?.change_webhook(id.0, &change)?.into()));
        Ok(Shown(changed.await?))
    }

    /// Remove a webhook
    ///
    /// With the log of its calls.
    #[oai(path = "/webhooks/:id", method = "delete", operation_id = "remove_webhook")]
    async fn remove(&self, caller: Caller, id: Path<WebhookId>) -> Result<Done, Refused<OwningOne>> {
        caller.run(move |me| me.as_owner()?.remove_webhook(id.0)).await?;
        Ok(Done)
    }

    /// Try a webhook
    ///
    /// Calls it once with an event of the type `ping`. What came of it is in its deliveries a moment later.
    #[oai(path = "/webhooks/:id/ping", method = "post", operation_id = "try_webhook")]
    async fn ping(&self, caller: Caller, id: Path<WebhookId>) -> Result<Made<Delivery>, Refused<OwningOne>> {
        Ok(Made(caller.run(move |me| Ok(me.as_owner()?.try_webhook(id.0)?.into())).await?))
    }

    /// List a webhook's deliveries
    ///
    /// What came of calls, newest first: the last 200 at least of those that wait no more, for 30 days.
    #[oai(path = "/webhooks/:id/deliveries", method = "get", operation_id = "list_deliveries")]
    async fn deliveries(
        &self,
        caller: Caller,
        id: Path<WebhookId>,
        /// The `next_cursor` of the page before.
        #[oai(validator(max_length = 64))]
        cursor: Query<Option<String>>,
        /// How many at most; 50 when left out.
        #[oai(validator(minimum(value = "1"), maximum(value = "200")))]
        limit: Query<Option<u16>>,
    ) -> Result<Shown<DeliveryPage>, Refused<PagingOwn>> {
        let before = cursor.0.as_deref().map(cursor::read_delivery).transpose()?;
        let most = limit.0.map_or(USUAL_PAGE, usize::from);
        let page = caller.run(move |me| Ok(me.as_owner()?.deliveries(id.0, before, most)?.into()));
        Ok(Shown(page.await?))
    }
}

/// A webhook to be.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct NewWebhook {
    /// `http` or `https`. An address of the home's network will do; this machine's own will not, unless the box's
    /// settings say so.
    #[oai(validator(min_length = 1, max_length = 500))]
    url: String,
    /// The acts it is called for; left out: all.
    #[oai(default, validator(max_items = 30))]
    acts: Vec<ChangeAct>,
    /// Whether it is told the records themselves, with amounts and descriptions, or only their ids.
    #[oai(default)]
    details: bool,
}

/// What is different about a webhook.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct WebhookChange {
    #[oai(nullable, validator(min_length = 1, max_length = 500))]
    url: Option<String>,
    /// Empty: all.
    #[oai(nullable, validator(max_items = 30))]
    acts: Option<Vec<ChangeAct>>,
    #[oai(nullable)]
    details: Option<bool>,
    #[oai(nullable)]
    paused: Option<bool>,
}

/// The household's webhooks.
#[derive(Debug, Object)]
pub(super) struct WebhookList {
    pub items: Vec<Webhook>,
}

/// A program that is called when something happens.
#[derive(Debug, Object)]
pub(super) struct Webhook {
    pub id: WebhookId,
    pub url: String,
    /// The acts it is called for; empty: all.
    pub acts: Vec<String>,
    /// Whether it is told the records themselves.
    pub details: bool,
    pub created: Instant,
    /// Why it is not called; `null` when it is.
    pub paused: Nullable<WebhookPause>,
    /// Since when every call failed.
    pub failing_since: Nullable<Instant>,
}

/// Why a program is not called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum WebhookPause {
    /// An owner said so.
    ByOwner,
    /// It failed for three days, or said that it is gone for good.
    Failing,
}

/// A new webhook.
#[derive(Debug, Object)]
pub(super) struct MadeWebhook {
    pub webhook: Webhook,
    /// What its calls are signed with. Shown this once.
    pub secret: String,
}

/// Calls of one webhook, newest first.
#[derive(Debug, Object)]
pub(super) struct DeliveryPage {
    pub items: Vec<Delivery>,
    /// Leads to the next page; `null` on the last one.
    pub next_cursor: Nullable<String>,
}

/// A call.
#[derive(Debug, Object)]
pub(super) struct Delivery {
    /// The `webhook-id` it is sent with, each time the same.
    pub id: DeliveryId,
    /// The position of the change it tells of; `null` for a ping.
    pub change: Nullable<u64>,
    pub created: Instant,
    pub state: DeliveryState,
    /// When it is tried next, while it waits.
    pub due: Nullable<Instant>,
    /// How often it was tried.
    pub attempts: u32,
    /// The last try.
    pub last: Nullable<DeliveryAttempt>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum DeliveryState {
    Waiting,
    Arrived,
    GivenUp,
}

/// What came of a try.
#[derive(Debug, Object)]
pub(super) struct DeliveryAttempt {
    pub at: Instant,
    /// The HTTP status that was answered; `null` when nothing was.
    pub status: Nullable<u16>,
    /// Why it failed: `status`, `timeout`, `unreachable`, `out_of_reach` (an address that may not be called) or
    /// `broken`; `null` when it arrived.
    pub why: Nullable<String>,
    pub took_ms: u32,
}

impl From<NewWebhook> for app::WebhookChange {
    fn from(new: NewWebhook) -> Self {
        Self {
            url: Some(new.url),
            acts: Some(new.acts.into_iter().map(ChangeAct::code).collect()),
            details: Some(new.details),
            paused: None,
        }
    }
}

impl From<WebhookChange> for app::WebhookChange {
    fn from(change: WebhookChange) -> Self {
        Self {
            url: change.url,
            acts: change.acts.map(|acts| acts.into_iter().map(ChangeAct::code).collect()),
            details: change.details,
            paused: change.paused,
        }
    }
}

impl From<app::WebhookSeen> for Webhook {
    fn from(seen: app::WebhookSeen) -> Self {
        Self {
            id: seen.id,
            url: seen.url,
            acts: seen.acts,
            details: seen.details,
            created: seen.created.into(),
            paused: seen
                .paused
                .map(|pause| match pause {
                    Pause::ByOwner => WebhookPause::ByOwner,
                    Pause::Failing => WebhookPause::Failing,
                })
                .into(),
            failing_since: seen.failing_since.map(Instant::from).into(),
        }
    }
}

impl From<app::MadeWebhook> for MadeWebhook {
    fn from(made: app::MadeWebhook) -> Self {
        Self { webhook: made.webhook.into(), secret: made.secret }
    }
}

impl From<app::Page<app::Delivery, DeliveryId>> for DeliveryPage {
    fn from(page: app::Page<app::Delivery, DeliveryId>) -> Self {
        Self {
            items: page.items.into_iter().map(Delivery::from).collect(),
            next_cursor: page.next.map(cursor::write_delivery).into(),
        }
    }
}

impl From<app::Delivery> for Delivery {
    fn from(delivery: app::Delivery) -> Self {
        let (state, due) = match delivery.state {
            app::DeliveryState::Waits { due } => (DeliveryState::Waiting, Some(due)),
            app::DeliveryState::Arrived => (DeliveryState::Arrived, None),
            app::DeliveryState::GivenUp => (DeliveryState::GivenUp, None),
        };
        let last = delivery.last.map(|last| DeliveryAttempt {
            at: last.at.into(),
            status: last.status.into(),
            why: last.why.into(),
            took_ms: last.took_ms,
        });
        Self {
            id: delivery.id,
            change: delivery.seq.into(),
            created: delivery.created.into(),
            state,
            due: due.map(Instant::from).into(),
            attempts: delivery.attempts,
            last: last.into(),
        }
    }
}
