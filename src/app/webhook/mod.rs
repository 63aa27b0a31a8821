//! Programs of the family's that are called when something happens: which there are, and what became of the calls.
//!
//! Only owners decide about them, for what a program is told leaves the box. It is told what its owner sees, ids alone
//! unless they asked for the records themselves.

mod call;
mod reach;

pub use call::{BROKEN as HOOK_BROKEN, Called, HookCall, HookEvent};
pub use reach::Reach;

use std::net::IpAddr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use url::{Host, Url};

use super::keepers::keeps_box;
use super::outcome::Page;
use super::{App, Error, Noun, Owner, SecurityKind, Why};
use crate::ledger::{DeliveryId, HouseholdId, Timestamp, WebhookId};
use crate::seal::Purpose;
use crate::store;
pub use crate::store::{Attempt, Delivery, DeliveryState, Pause};
use crate::store::{Look, Pen};

/// What is said of a program that is to be called. What is `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WebhookChange {
    /// `http` or `https`.
    pub url: Option<String>,
    /// The names of the acts that it is called for; none: all.
    pub acts: Option<Vec<&'static str>>,
    /// Whether it is told the records themselves.
    pub details: Option<bool>,
    pub paused: Option<bool>,
}

/// A program that is called, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookSeen {
    pub id: WebhookId,
    pub url: String,
    pub acts: Vec<String>,
    pub details: bool,
    pub created: Timestamp,
    pub paused: Option<Pause>,
    pub failing_since: Option<Timestamp>,
}

/// A new one, and the secret that its calls are signed with; it is shown once.
#[derive(Clone)]
pub struct MadeWebhook {
    pub webhook: WebhookSeen,
    pub secret: String,
}

impl std::fmt::Debug for MadeWebhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MadeWebhook").field("webhook", &self.webhook).finish_non_exhaustive()
    }
}

/// What every such secret begins with.
const SECRET_PREFIX: &str = "whsec_";

/// What came of a call is told for so long.
const LOGGED: Duration = Duration::from_hours(30 * 24);

impl Owner {
    /// Enough for a family; each costs a look at every change.
    pub const MAX_WEBHOOKS: usize = 10;
    pub const MAX_WEBHOOK_URL: usize = 500;

    /// The household's, oldest first.
    pub fn webhooks(&self) -> Result<Vec<WebhookSeen>, Error> {
        let webhooks = self.app.store().read(|look| look.webhooks(self.household.id))?;
        Ok(webhooks.into_iter().map(WebhookSeen::from).collect())
    }

    pub fn add_webhook(&self, new: &WebhookChange) -> Result<MadeWebhook, Error> {
        let url = self.url_of_program(new.url.as_deref().unwrap_or_default())?;
        let key: [u8; 24] = self.app.outside().chance();
        let id = WebhookId::compose(self.ctx.now.as_millisecond(), self.app.outside().chance());
        let webhook = store::Webhook {
            id,
            household: self.household.id,
            by: self.member.id,
            url,
            acts: names(new.acts.as_deref().unwrap_or_default()),
            details: new.details.unwrap_or_default(),
            secret: self.app.sealed(Purpose::WebhookSecret, &id.to_bytes(), &key),
            created: self.ctx.now,
            paused: None,
            failing_since: None,
        };
        let (this, put) = (self.clone(), webhook.clone());
        self.change(move |pen| {
            if pen.webhooks(put.household)?.len() >= Self::MAX_WEBHOOKS {
                return Err(Error::invalid("webhooks", Why::TooMany { most: Self::MAX_WEBHOOKS }));
            }
            pen.put_webhook(&put)?;
            this.note(pen, SecurityKind::AddWebhook, None)
        })?;
        let secret = format!("{SECRET_PREFIX}{}", STANDARD.encode(key));
        Ok(MadeWebhook { webhook: webhook.into(), secret })
    }

    /// Calls that waited while it was paused are not made up for.
    pub fn change_webhook(&self, id: WebhookId, change: &WebhookChange) -> Result<WebhookSeen, Error> {
        let url = change.url.as_deref().map(|url| self.url_of_program(url)).transpose()?;
        let (this, change) = (self.clone(), change.clone());
        self.change(move |pen| {
            let mut webhook = this.own_webhook(pen, id)?;
            webhook.url = url.clone().unwrap_or(webhook.url);
            if let Some(acts) = &change.acts {
                webhook.acts = names(acts);
            }
            webhook.details = change.details.unwrap_or(webhook.details);
            match change.paused {
                Some(true) if webhook.paused.is_none() => {
                    webhook.paused = Some(Pause::ByOwner);
                    call::give_up_waiting(pen, id)?;
                }
                Some(false) => (webhook.paused, webhook.failing_since) = (None, None),
                Some(true) | None => {}
            }
            pen.put_webhook(&webhook)?;
            this.note(pen, SecurityKind::ChangeWebhook, None)?;
            Ok(webhook.into())
        })
    }

    /// With the log of its calls.
    pub fn remove_webhook(&self, id: WebhookId) -> Result<(), Error> {
        let this = self.clone();
        self.change(move |pen| {
            this.own_webhook(pen, id)?;
            pen.delete_webhook(this.household.id, id)?;
            this.note(pen, SecurityKind::RemoveWebhook, None)
        })
    }

    /// Queues a call that tells of nothing, to see whether it arrives. Also while it is paused.
    pub fn try_webhook(&self, id: WebhookId) -> Result<Delivery, Error> {
        let delivery = Delivery {
            id: DeliveryId::compose(self.ctx.now.as_millisecond(), self.app.outside().chance()),
            webhook: id,
            household: self.household.id,
            seq: None,
            created: self.ctx.now,
            state: DeliveryState::Waits { due: self.ctx.now },
            attempts: 0,
            last: None,
        };
        let (this, put) = (self.clone(), delivery.clone());
        self.change(move |pen| {
            this.own_webhook(pen, id)?;
            Ok(pen.put_delivery(&put)?)
        })?;
        self.app.post().bell().notify_waiters();
        Ok(delivery)
    }

    /// Calls of one, newest first.
    pub fn deliveries(
        &self,
        id: WebhookId,
        before: Option<DeliveryId>,
        most: usize,
    ) -> Result<Page<Delivery, DeliveryId>, Error> {
        self.app.store().read(|look| {
            self.own_webhook(look, id)?;
            // One more than asked tells whether there is a next page.
            let mut items = look.deliveries(id, before, most + 1)?;
            let more = items.len() > most;
            items.truncate(most);
            let next = items.last().filter(|_| more).map(|last| last.id);
            Ok(Page { items, next })
        })
    }

    fn own_webhook(&self, look: &Look<'_>, id: WebhookId) -> Result<store::Webhook, Error> {
        look.webhook(self.household.id, id)?.ok_or_else(|| Error::missing(Noun::Webhook, &id))
    }
}

/// What an address to call has to be like.
#[derive(Debug)]
pub(super) struct Addressing {
    pub reach: Reach,
    /// The addresses of this machine.
    pub machine: Vec<IpAddr>,
    /// Whether it may do without TLS.
    pub may_be_plain: bool,
    pub longest: usize,
}

/// An address as it is kept: one that may be called, as far as that can be told without looking its name up.
pub(super) fn address_to_call(field: &'static str, text: &str, how: &Addressing) -> Result<String, Error> {
    let unfit = || Error::invalid(field, Why::NotAnAddress);
    let url = Url::parse(text.trim()).map_err(|_| unfit())?;
    let is_web = url.scheme() == "https" || how.may_be_plain && url.scheme() == "http";
    // A name and password in an address end up in other programs' logs.
    if !is_web || !url.username().is_empty() || url.password().is_some() {
        return Err(unfit());
    }
    let may = match url.host() {
        Some(Host::Ipv4(address)) => how.reach.allows_from(&how.machine, address.into()),
        Some(Host::Ipv6(address)) => how.reach.allows_from(&how.machine, address.into()),
        Some(Host::Domain(name)) => !name.is_empty(),
        None => false,
    };
    if !may {
        return Err(Error::invalid(field, Why::OutOfReach));
    }
    let text = url.to_string();
    if text.len() > how.longest {
        return Err(Error::invalid(field, Why::TooLong { most: how.longest }));
    }
    Ok(text)
}

impl Owner {
    fn url_of_program(&self, text: &str) -> Result<String, Error> {
        let reach = self.app.store().read(|look| reach_of(&self.app, look, self.household.id))?;
        let machine = self.app.outside().addresses();
        let how = Addressing { reach, machine, may_be_plain: true, longest: Self::MAX_WEBHOOK_URL };
        address_to_call("url", text, &how)
    }
}

/// Where that household's programs may be. A guest of the house has no business in its network.
fn reach_of(app: &App, look: &Look<'_>, household: HouseholdId) -> Result<Reach, Error> {
    Ok(if keeps_box(look, household)? { app.options().reach } else { Reach::OUTSIDE })
}

impl App {
    /// Forgets what came of calls long ago, at most `limit` of each program's; how many, and none when there is nothing
    /// left.
    pub(super) fn forget_deliveries(pen: &mut Pen<'_>, at: Timestamp, limit: usize) -> Result<usize, Error> {
        let before = crate::outside::earlier(at, LOGGED);
        let mut forgotten = 0;
        for household in pen.households()? {
            for webhook in pen.webhooks(household.id)? {
                forgotten += pen.forget_deliveries(webhook.id, before, limit)?;
            }
        }
        Ok(forgotten)
    }
}

fn names(acts: &[&'static str]) -> Vec<String> {
    let mut names: Vec<String> = acts.iter().map(|act| (*act).to_owned()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

impl From<store::Webhook> for WebhookSeen {
    fn from(webhook: store::Webhook) -> Self {
        let store::Webhook { id, url, acts, details, created, paused, failing_since, .. } = webhook;
        Self { id, url, acts, details, created, paused, failing_since }
    }
}
