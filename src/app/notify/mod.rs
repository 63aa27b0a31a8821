//! Notices to members' own devices: where they are sent, what a member wants to hear of, and the box's key.
//!
//! A device is told what its member sees and nothing else, and only while the session lasts that it was added in.

mod due;
mod key;
mod safety;

pub(super) use due::{BACKUPS, notify_keepers};
pub use due::{Came, NoticeDue, Tidings};
pub use key::PushKey;

use p256::PublicKey;
use sha2::{Digest as _, Sha256};

use super::webhook::{Addressing, address_to_call};
use super::{Acting, Error, Noun, Why};
use crate::ledger::{SubscriptionId, Timestamp};
use crate::store::{Look, Notice, NoticeAbout, Subscription, Wishes};

/// A device as its browser describes it.
#[derive(Clone, PartialEq, Eq)]
pub struct NewSubscription {
    /// Where its push service takes messages for it.
    pub endpoint: String,
    /// The browser's public key: a point of P-256, uncompressed.
    pub key: Vec<u8>,
    /// 16 bytes that both ends know.
    pub auth: Vec<u8>,
}

impl std::fmt::Debug for NewSubscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewSubscription").finish_non_exhaustive()
    }
}

/// A device as its member sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscriptionSeen {
    pub id: SubscriptionId,
    pub device: Option<String>,
    pub created: Timestamp,
    /// When the last notice arrived at its push service.
    pub arrived: Option<Timestamp>,
    /// The stable name of why the last one did not.
    pub trouble: Option<String>,
}

/// What a member wants to hear of.
#[expect(clippy::struct_excessive_bools, reason = "each is a wish of its own")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoticeWishes {
    /// Only for those who look after the box; to others it is nothing.
    pub alarms: bool,
    pub records: bool,
    pub joins: bool,
    pub security: bool,
    /// From which minute of the family's day until which nothing is told that can wait.
    pub quiet: Option<(u16, u16)>,
}

/// What is different about them. What is `None` stays as it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WishesChange {
    pub alarms: Option<bool>,
    pub records: Option<bool>,
    pub joins: Option<bool>,
    pub security: Option<bool>,
    pub quiet: Option<Option<(u16, u16)>>,
}

impl Acting {
    /// More devices nobody has; the one that was added first makes room.
    pub const MAX_SUBSCRIPTIONS: usize = 20;
    pub const MAX_ENDPOINT: usize = 1_000;

    /// This member's devices, the first one first.
    pub fn subscriptions(&self) -> Result<Vec<SubscriptionSeen>, Error> {
        let held = self.app.store().read(|look| look.subscriptions(self.member.id))?;
        Ok(held.into_iter().map(SubscriptionSeen::from).collect())
    }

    /// Adds this device, or says again that it is there. `secret` is what the caller shows: once that session or token has
    /// ended, or the one that an access token was made from, the device hears nothing any more. A device that another member used before is theirs no more.
    pub fn subscribe(&self, new: &NewSubscription, secret: &str) -> Result<SubscriptionSeen, Error> {
        let how = Addressing {
            reach: self.app.options().push.reach(),
            machine: self.app.outside().addresses(),
            may_be_plain: self.app.options().push.private,
            longest: Self::MAX_ENDPOINT,
        };
        let endpoint = address_to_call("endpoint", &new.endpoint, &how)?;
        let is_point = new.key.len() == 65 && PublicKey::from_sec1_bytes(&new.key).is_ok();
        if !is_point {
            return Err(Error::invalid("key", Why::Misfit));
        }
        let auth = <[u8; 16]>::try_from(&new.auth[..]).map_err(|_| Error::invalid("auth", Why::Misfit))?;
        let (this, key) = (self.clone(), new.key.clone());
        let secret = secret.to_owned();
        self.change(move |pen| {
            let id = id_of(&endpoint);
            let parent = this.app.key_behind(pen, &this.member, &secret, this.ctx.now)?;
            let held = pen.subscription(id)?.filter(|held| held.member == this.member.id);
            let others = pen.subscriptions(this.member.id)?;
            let others = others.iter().filter(|other| other.id != id);
            let most = Self::MAX_SUBSCRIPTIONS - 1;
            for stale in others.clone().take(others.count().saturating_sub(most)) {
                pen.delete_subscription(stale.id)?;
            }
            let subscription = Subscription {
                id,
                member: this.member.id,
                parent: Some(parent),
                endpoint: endpoint.clone(),
                key: key.clone(),
                auth,
                device: this.origin.device.clone(),
                created: held.as_ref().map_or(this.ctx.now, |held| held.created),
                arrived: held.as_ref().and_then(|held| held.arrived),
                trouble: held.and_then(|held| held.trouble),
            };
            pen.put_subscription(&subscription)?;
            Ok(subscription.into())
        })
    }

    /// With what waits for it.
    pub fn unsubscribe(&self, id: SubscriptionId) -> Result<(), Error> {
        let this = self.clone();
        self.change(move |pen| {
            this.own_subscription(pen, id)?;
            pen.delete_subscription(id)?;
            Ok(())
        })
    }

    /// Queues a notice that tells of nothing, to see whether it arrives. Quiet hours do not hold it up.
    pub fn try_subscription(&self, id: SubscriptionId) -> Result<(), Error> {
        let this = self.clone();
        self.change(move |pen| {
            this.own_subscription(pen, id)?;
            let now = this.ctx.now;
            let about = NoticeAbout::Trial;
            Ok(pen.put_notice(&Notice { subscription: id, about, created: now, due: now, attempts: 0 })?)
        })?;
        self.app.post().bell().notify_waiters();
        Ok(())
    }

    pub fn wishes(&self) -> Result<NoticeWishes, Error> {
        Ok(self.app.store().read(|look| look.wishes(self.member.id))?.into())
    }

    pub fn wish(&self, change: &WishesChange) -> Result<NoticeWishes, Error> {
        const MINUTES: u16 = 24 * 60;
        if let Some(Some((from, until))) = change.quiet
            && (from >= MINUTES || until >= MINUTES || from == until)
        {
            return Err(Error::invalid("quiet", Why::Misfit));
        }
        let (member, change) = (self.member.id, *change);
        self.change(move |pen| {
            let before = pen.wishes(member)?;
            let after = Wishes {
                member,
                alarms: change.alarms.unwrap_or(before.alarms),
                records: change.records.unwrap_or(before.records),
                joins: change.joins.unwrap_or(before.joins),
                security: change.security.unwrap_or(before.security),
                quiet: change.quiet.unwrap_or(before.quiet),
            };
            if after != before {
                pen.put_wishes(&after)?;
            }
            Ok(after.into())
        })
    }

    fn own_subscription(&self, look: &Look<'_>, id: SubscriptionId) -> Result<Subscription, Error> {
        let held = look.subscription(id)?.filter(|held| held.member == self.member.id);
        held.ok_or_else(|| Error::missing(Noun::Subscription, &id))
    }
}

/// How notices may be sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PushOptions {
    /// Whether push services may be in the home's own network or on this machine, and spoken to without TLS. Those of
    /// browsers are neither.
    pub private: bool,
}

impl PushOptions {
    /// How far messages may go: the judgement is that of calls to programs.
    pub const fn reach(self) -> super::Reach {
        super::Reach { home: self.private, own: self.private }
    }
}

/// Most of the address's hash: whoever names the same place means the same device.
fn id_of(endpoint: &str) -> SubscriptionId {
    let hash: [u8; 32] = Sha256::digest(endpoint).into();
    SubscriptionId::from_bytes(hash.first_chunk().copied().unwrap_or_default())
}

impl From<Subscription> for SubscriptionSeen {
    fn from(subscription: Subscription) -> Self {
        let Subscription { id, device, created, arrived, trouble, .. } = subscription;
        Self { id, device, created, arrived, trouble }
    }
}

impl From<Wishes> for NoticeWishes {
    fn from(wishes: Wishes) -> Self {
        let Wishes { alarms, records, joins, security, quiet, .. } = wishes;
        Self { alarms, records, joins, security, quiet }
    }
}
