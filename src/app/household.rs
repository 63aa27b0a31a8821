//! The households that one person belongs to, and which of them a session acts in.

use super::password::fingerprint;
use super::{Acting, Error, Noun, SecurityKind};
use crate::ledger::{Household, HouseholdId, Member};
use crate::store::{Look, Session};

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
