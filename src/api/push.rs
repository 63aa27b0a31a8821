//! Notices to a member's own devices: which devices, and what of.

use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};

use super::Tags;
use super::body::Body;
use super::caller::Caller;
use super::problem::{Asking, Code, Looking, Refusals, Refused, refusals};
use super::reply::{Done, Shown};
use super::scalar::{Base64Url, Instant, Nullable};
use crate::app;
use crate::ledger::SubscriptionId;

#[derive(Debug)]
pub(super) struct Push;

refusals! {
    /// An act without a body on one of the caller's devices.
    ActingOnDevice: Unauthenticated CrossSite Missing;
}

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Notices")]
impl Push {
    /// Show the box's key for notices
    ///
    /// What a browser's `pushManager.subscribe` needs as its `applicationServerKey`. It never changes.
    #[oai(path = "/push/key", method = "get", operation_id = "show_push_key")]
    async fn key(&self, caller: Caller) -> Result<Shown<PushKey>, Refused<Looking>> {
        let key = caller.run(|me| me.push_key()).await?;
        Ok(Shown(PushKey { key: Base64Url(key) }))
    }

    /// List my devices
    ///
    /// Those that notices are sent to, the first one first.
    #[oai(path = "/push/subscriptions", method = "get", operation_id = "list_subscriptions")]
    async fn list(&self, caller: Caller) -> Result<Shown<SubscriptionList>, Refused<Looking>> {
        let items = caller.read(|me| Ok(me.subscriptions()?.into_iter().map(Subscription::from).collect()));
        Ok(Shown(SubscriptionList { items: items.await? }))
    }

    /// Send notices to this device
    ///
    /// With what the browser's `pushManager.subscribe` gave. Saying so again changes nothing, and is right after each
    /// start: a browser may have thrown its own away. A device belongs to the member who said so last, hears until the
    /// session ends that said so, and is gone when its push service says that it is.
    #[oai(path = "/push/subscriptions", method = "put", operation_id = "put_subscription")]
    async fn put(
        &self,
        caller: Caller,
        new: Body<NewSubscription>,
    ) -> Result<Shown<Subscription>, Refused<Asking>> {
        let (new, secret) = (app::NewSubscription::from(new.0), caller.secret().to_owned());
        Ok(Shown(caller.run(move |me| Ok(me.subscribe(&new, &secret)?.into())).await?))
    }

    /// Send no notices to a device any more
    #[oai(path = "/push/subscriptions/:id", method = "delete", operation_id = "remove_subscription")]
    async fn remove(
        &self,
        caller: Caller,
        id: Path<SubscriptionId>,
    ) -> Result<Done, Refused<ActingOnDevice>> {
        caller.run(move |me| me.unsubscribe(id.0)).await?;
        Ok(Done)
    }

    /// Try a device
    ///
    /// Sends it a notice that tells of nothing, whatever the hour. What came of it is in the list a moment later.
    #[oai(path = "/push/subscriptions/:id/trial", method = "post", operation_id = "try_subscription")]
    async fn try_out(
        &self,
        caller: Caller,
        id: Path<SubscriptionId>,
    ) -> Result<Done, Refused<ActingOnDevice>> {
        caller.run(move |me| me.try_subscription(id.0)).await?;
        Ok(Done)
    }

    /// Show what I am told of
    #[oai(path = "/push/wishes", method = "get", operation_id = "show_wishes")]
    async fn wishes(&self, caller: Caller) -> Result<Shown<Wishes>, Refused<Looking>> {
        Ok(Shown(caller.read(|me| Ok(me.wishes()?.into())).await?))
    }

    /// Change what I am told of
    ///
    /// On all of one's devices. What is left out stays as it is.
    #[oai(path = "/push/wishes", method = "patch", operation_id = "change_wishes")]
    async fn wish(
        &self,
        caller: Caller,
        change: Body<WishesChange>,
    ) -> Result<Shown<Wishes>, Refused<Asking>> {
        let change = app::WishesChange::from(change.0);
        Ok(Shown(caller.run(move |me| Ok(me.wish(&change)?.into())).await?))
    }
}

/// The box's key for notices.
#[derive(Debug, Object)]
pub(super) struct PushKey {
    /// A point of P-256, uncompressed: 65 bytes.
    key: Base64Url,
}

/// A device to be told, as `PushSubscription.toJSON()` has it.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct NewSubscription {
    /// Where the browser's push service takes messages: https, and no address of a home's own network, unless the box's
    /// settings say so.
    #[oai(validator(min_length = 1, max_length = 1000))]
    endpoint: String,
    /// The browser's public key, `p256dh`: 65 bytes.
    key: Base64Url,
    /// 16 bytes that browser and box know.
    auth: Base64Url,
}

/// A member's devices.
#[derive(Debug, Object)]
pub(super) struct SubscriptionList {
    items: Vec<Subscription>,
}

/// A device that is told.
#[derive(Debug, Object)]
pub(super) struct Subscription {
    id: SubscriptionId,
    /// Browser and system, such as `Chrome · Android`; `null` when it did not say.
    device: Nullable<String>,
    created: Instant,
    /// When its push service last took a notice; `null`: never.
    arrived: Nullable<Instant>,
    /// Why the last notice did not arrive: `status`, `timeout`, `unreachable`, `out_of_reach` or `broken`; `null` when it
    /// did.
    trouble: Nullable<String>,
}

/// What a member is told of.
#[expect(clippy::struct_excessive_bools, reason = "each is a wish of its own")]
#[derive(Debug, Object)]
pub(super) struct Wishes {
    /// That the box has a trouble. Only told to those who look after it.
    alarms: bool,
    /// What others record in wallets that the member sees.
    records: bool,
    /// That somebody accepted an invitation. Only told to owners.
    joins: bool,
    /// What happens to their own account: sign-ins, passwords, keys.
    security: bool,
    /// When nothing is told that can wait; `null`: never.
    quiet: Nullable<QuietHours>,
}

/// Hours of the family's day in which nothing is told that can wait.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct QuietHours {
    /// From this minute of the day on: 1320 is 22:00.
    #[oai(validator(minimum(value = "0"), maximum(value = "1439")))]
    from: u16,
    /// Until this minute: 360 is 6:00. Another than `from`.
    #[oai(validator(minimum(value = "0"), maximum(value = "1439")))]
    until: u16,
}

/// What is different about it.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct WishesChange {
    #[oai(nullable)]
    alarms: Option<bool>,
    #[oai(nullable)]
    records: Option<bool>,
    #[oai(nullable)]
    joins: Option<bool>,
    #[oai(nullable)]
    security: Option<bool>,
    #[oai(nullable)]
    quiet: Option<QuietHours>,
    /// Whether there are quiet hours at all; `false` takes them away.
    #[oai(nullable)]
    is_quiet: Option<bool>,
}

impl From<NewSubscription> for app::NewSubscription {
    fn from(new: NewSubscription) -> Self {
        Self { endpoint: new.endpoint, key: new.key.0, auth: new.auth.0 }
    }
}

impl From<app::SubscriptionSeen> for Subscription {
    fn from(seen: app::SubscriptionSeen) -> Self {
        Self {
            id: seen.id,
            device: seen.device.into(),
            created: seen.created.into(),
            arrived: seen.arrived.map(Instant::from).into(),
            trouble: seen.trouble.into(),
        }
    }
}

impl From<app::NoticeWishes> for Wishes {
    fn from(wishes: app::NoticeWishes) -> Self {
        let app::NoticeWishes { alarms, records, joins, security, quiet } = wishes;
        let quiet = quiet.map(|(from, until)| QuietHours { from, until }).into();
        Self { alarms, records, joins, security, quiet }
    }
}

impl From<WishesChange> for app::WishesChange {
    fn from(change: WishesChange) -> Self {
        let WishesChange { alarms, records, joins, security, quiet, is_quiet } = change;
        let quiet = match (is_quiet, quiet) {
            (Some(false), _) => Some(None),
            (_, quiet) => quiet.map(|quiet| Some((quiet.from, quiet.until))),
        };
        Self { alarms, records, joins, security, quiet }
    }
}
