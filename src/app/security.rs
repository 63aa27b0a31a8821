//! The log of the doors: who came in and who was refused, what was changed about keys, who looked at what of another.
//!
//! A verb that does such a thing notes it in the same write. What was written, amounts and secrets are never in it.

use std::net::IpAddr;
use std::time::Duration;

use super::keepers::household_of_box;
use super::{Acting, App, Error};
use crate::ledger::{Channel, Member, MemberId, Transaction};
use crate::outside::later;
use crate::store::{Look, Pen};
pub use crate::store::{SecurityEvent, SecurityKind, SecurityOutcome};

/// Where a call comes from, as far as its door knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    pub address: Option<IpAddr>,
    /// A few words for a person: `Firefox · Linux`.
    pub device: Option<String>,
}

/// Looking at what somebody recorded is noted at most so often: an SD card wears by writing.
const LOOK_EVERY: Duration = Duration::from_hours(1);

/// How far back the log is searched for a look that was noted; in an hour in which more happened, it is noted again.
const LOOK_BACK: usize = 200;

impl App {
    /// Notes what somebody did, or tried, who may not be signed in. A name that nobody has is noted for the household
    /// that the box was set up with.
    pub fn note(
        &self,
        pen: &mut Pen<'_>,
        kind: SecurityKind,
        outcome: SecurityOutcome,
        who: Option<&Member>,
        channel: Channel,
        origin: &Origin,
    ) -> Result<(), Error> {
        let household = match who {
            Some(member) => Some(member.household),
            None => household_of_box(pen)?.map(|household| household.id),
        };
        let Some(household) = household else { return Ok(()) };
        let at = self.outside().now();
        noted(
            pen,
            &SecurityEvent {
                member: who.map(|member| member.id),
                address: origin.address,
                device: origin.device.as_deref().map(cut),
                ..SecurityEvent::new(household, at, kind, outcome, channel)
            },
        )
    }
}

impl Acting {
    /// Notes what this member did; to `whom`, if it was done to somebody else.
    pub(super) fn note(
        &self,
        pen: &mut Pen<'_>,
        kind: SecurityKind,
        whom: Option<MemberId>,
    ) -> Result<(), Error> {
        let (household, now, done) = (self.household.id, self.ctx.now, SecurityOutcome::Done);
        noted(
            pen,
            &SecurityEvent {
                member: Some(self.member.id),
                whom: whom.filter(|whom| *whom != self.member.id),
                address: self.origin.address,
                device: self.origin.device.as_deref().map(cut),
                ..SecurityEvent::new(household, now, kind, done, self.ctx.channel)
            },
        )
    }

    /// Notes that this member looked into a record, if another recorded it. A box that can write no more can still be
    /// read: then only this is lost.
    pub(super) fn has_opened(&self, transaction: &Transaction) {
        if let Err(error) = self.note_look(transaction.member) {
            tracing::warn!(error = %error, "a look at another's record was not noted");
        }
    }

    /// Notes that this member looked at what somebody else recorded, once for both and the hour.
    fn note_look(&self, whom: MemberId) -> Result<(), Error> {
        if whom == self.member.id || self.app.store().read(|look| self.has_looked(look, whom))? {
            return Ok(());
        }
        let this = self.clone();
        self.app.store().write(move |pen| {
            if this.has_looked(pen, whom)? {
                return Ok(());
            }
            this.note(pen, SecurityKind::ViewDetail, Some(whom))
        })
    }

    fn has_looked(&self, look: &Look<'_>, whom: MemberId) -> Result<bool, Error> {
        let newest = look.security_events(self.household.id, None, LOOK_BACK)?;
        Ok(newest.iter().take_while(|event| self.ctx.now < later(event.at, LOOK_EVERY)).any(|event| {
            event.kind == SecurityKind::ViewDetail
                && event.member == Some(self.member.id)
                && event.whom == Some(whom)
        }))
    }
}

/// Writes an event down, and tells whose way in it is about.
fn noted(pen: &mut Pen<'_>, event: &SecurityEvent) -> Result<(), Error> {
    let place = pen.note_security(event)?;
    App::notify_of_security(pen, event, place)
}

/// As much of it as the log has room for.
fn cut(device: &str) -> String {
    let mut end = SecurityEvent::MAX_DEVICE.min(device.len());
    while !device.is_char_boundary(end) {
        end -= 1;
    }
    device[..end].to_owned()
}
