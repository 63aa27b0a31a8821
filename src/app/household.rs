//! The households that one person belongs to, and which of them a session acts in.

use super::password::fingerprint;
use super::{Acting, Error, Noun, Owner, SecurityKind};
use crate::error::must_be_as_seen;
use crate::ledger::{Act, Cycle, Fact, Household, HouseholdId, Member, Permille, Zone};
use crate::store::{Look, Session};

/// What is different about a household. What is `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HouseholdChange {
    /// The version the person was looking at; a later one means somebody else was quicker.
    pub version: Option<u32>,
    /// 1 to 60 characters.
    pub name: Option<String>,
    /// Days that are recorded already stay the days they are.
    pub zone: Option<Zone>,
    pub cycle: Option<Cycle>,
    pub threshold: Option<Permille>,
}

/// A household, and who the person is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    pub household: Household,
    pub member: Member,
}

impl Acting {
    /// The households that this person belongs to, the one they joined first first.
    pub fn households(&self) -> Result<Vec<Membership>, Error> {
        self.app.store().read(|look| {
            let mut memberships = Vec::new();
            for member in live(look, self.member.account)? {
                let household = look.household(member.household)?;
                let household =
                    household.ok_or_else(|| Error::missing(Noun::Household, &member.household))?;
                memberships.push(Membership { household, member });
            }
            Ok(memberships)
        })
    }
}

impl Owner {
    /// Says what is different about this household, and gives it as it is now, with the change's position in the
    /// journal; none when it was so already.
    pub fn change_household(&self, change: HouseholdChange) -> Result<(Household, Option<u64>), Error> {
        let named = |name: &String| super::setup::named("name", name, Household::MAX_NAME);
        let name = change.name.as_ref().map(named).transpose()?;
        let this = self.clone();
        self.change(move |pen| {
            this.must_still_own(pen)?;
            let id = this.household.id;
            let before = pen.household(id)?.ok_or_else(|| Error::missing(Noun::Household, &id))?;
            must_be_as_seen(Noun::Household, before.version, change.version)?;
            let mut after = before.clone();
            after.name.clone_from(name.as_ref().unwrap_or(&before.name));
            after.zone.clone_from(change.zone.as_ref().unwrap_or(&before.zone));
            after.cycle = change.cycle.unwrap_or(before.cycle);
            after.threshold = change.threshold.unwrap_or(before.threshold);
            if after == before {
                return Ok((after, None));
            }
            after.version += 1;
            let fact = Fact::Household { before: Some(before), after: after.clone() };
            let seq = this.append(pen, Act::ChangeHousehold, vec![fact])?.seq;
            Ok((after, Some(seq)))
        })
    }
}

impl Acting {
    /// From now on the session of this secret acts in another household of the same person. One that they do not belong
    /// to looks the same as none.
    pub fn switch(&self, secret: &str, to: HouseholdId) -> Result<(), Error> {
        let (this, hash) = (self.clone(), fingerprint(secret));
        self.change(move |pen| {
            let session = pen.session(&hash)?.ok_or(Error::Unauthenticated)?;
            let there = live(pen, this.member.account)?.into_iter().find(|member| member.household == to);
            let there = there.ok_or_else(|| Error::missing(Noun::Household, &to))?;
            pen.put_session(&Session { member: there.id, ..session })?;
            this.note(pen, SecurityKind::SwitchHousehold, None)
        })
    }
}

/// The memberships of a person that have not ended.
pub(super) fn live(look: &Look<'_>, account: crate::ledger::MemberId) -> Result<Vec<Member>, Error> {
    let mut memberships = look.memberships(account)?;
    memberships.retain(|member| member.removed.is_none());
    memberships.sort_by_key(|member| (member.created, member.id));
    Ok(memberships)
}
