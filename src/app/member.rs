//! Members: who is in the family, what they are called, what they may do, and how they go.

use super::{Acting, Error, Noun, Owner, Why};
use crate::error::must_be_as_seen;
use crate::ledger::{Act, Fact, Member, MemberId, Role};
use crate::store::{Look, Pen};

/// What is different about a member. What is `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MemberChange {
    /// The version the person was looking at; a later one means somebody else was quicker.
    pub version: Option<u32>,
    /// 1 to 40 characters; what they sign in with from then on.
    pub name: Option<String>,
    pub role: Option<Role>,
}

impl Acting {
    /// Everyone who is in the household, oldest first.
    pub fn members(&self) -> Result<Vec<Member>, Error> {
        let mut members = self.app.store().read(|look| look.members(self.household.id))?;
        members.retain(|member| member.removed.is_none());
        Ok(members)
    }

    /// One of them.
    pub fn family_member(&self, id: MemberId) -> Result<Member, Error> {
        self.app.store().read(|look| self.live_member(look, id))
    }

    /// Says what is different about a member: their name, by themselves or an owner; their role, by an owner. The last
    /// owner stays one.
    pub fn amend_member(&self, id: MemberId, change: &MemberChange) -> Result<Member, Error> {
        let named = |name: &String| super::setup::named("name", name, Member::MAX_NAME);
        let name = change.name.as_ref().map(named).transpose()?;
        let (this, role, seen) = (self.clone(), change.role, change.version);
        self.change(move |pen| {
            let before = this.live_member(pen, id)?;
            if id != this.member.id || role.is_some() {
                this.must_still_own(pen)?;
            }
            must_be_as_seen(Noun::Member, before.version, seen)?;
            let mut after = before.clone();
            if let Some(name) = &name {
                if pen.account_named(name)?.is_some_and(|account| account != before.account) {
                    return Err(Error::invalid("name", Why::Taken));
                }
                after.name.clone_from(name);
            }
            after.role = role.unwrap_or(after.role);
            if after.role != Role::Owner {
                must_leave_an_owner(pen, &before, "role")?;
            }
            if after == before {
                return Ok(after);
            }
            after.version += 1;
            if after.role != Role::Owner {
                pen.delete_webhooks_of(&before)?;
            }
            let fact = Fact::Member { before: Some(before), after: after.clone() };
            this.append(pen, Act::ChangeMember, vec![fact])?;
            Ok(after)
        })
    }

    /// Ends a membership: one's own, or anybody's by an owner. What the member recorded stays; their sessions, tokens
    /// and chats end, and their password with the person's last membership.
    pub fn part_with(&self, id: MemberId) -> Result<(), Error> {
        let this = self.clone();
        self.change(move |pen| {
            let before = this.live_member(pen, id)?;
            if id != this.member.id {
                this.must_still_own(pen)?;
            }
            this.see_off(pen, before)
        })
    }

    /// A member who is in this household; any other looks the same as none.
    pub(super) fn live_member(&self, look: &Look<'_>, id: MemberId) -> Result<Member, Error> {
        look.member(id)?
            .filter(|member| member.household == self.household.id && member.removed.is_none())
            .ok_or_else(|| Error::missing(Noun::Member, &id))
    }

    pub(super) fn must_still_own(&self, look: &Look<'_>) -> Result<(), Error> {
        let owns = self.live_member(look, self.member.id)?.role == Role::Owner;
        if owns { Ok(()) } else { Err(Error::Forbidden) }
    }

    fn see_off(&self, pen: &mut Pen<'_>, before: Member) -> Result<(), Error> {
        must_leave_an_owner(pen, &before, "role")?;
        pen.shut_out(&before)?;
        let after = Member { removed: Some(self.ctx.now), version: before.version + 1, ..before.clone() };
        let fact = Fact::Member { before: Some(before), after };
        self.append(pen, Act::ChangeMember, vec![fact])?;
        Ok(())
    }
}

impl Owner {
    /// Makes another member an owner, and this one an adult.
    pub fn hand_over(&self, to: MemberId) -> Result<Member, Error> {
        let this = self.clone();
        self.change(move |pen| {
            this.must_still_own(pen)?;
            let before = this.live_member(pen, to)?;
            if to == this.member.id {
                return Ok(before);
            }
            let own = this.live_member(pen, this.member.id)?;
            let after = Member { role: Role::Owner, version: before.version + 1, ..before.clone() };
            let adult = Member { role: Role::Adult, version: own.version + 1, ..own.clone() };
            pen.delete_webhooks_of(&own)?;
            let facts = vec![
                Fact::Member { before: Some(before), after: after.clone() },
                Fact::Member { before: Some(own), after: adult },
            ];
            this.append(pen, Act::ChangeMember, facts)?;
            Ok(after)
        })
    }
}

/// There must be an owner left in their household when this one is none any more.
pub(super) fn must_leave_an_owner(look: &Look<'_>, going: &Member, field: &'static str) -> Result<(), Error> {
    if going.role != Role::Owner || going.removed.is_some() {
        return Ok(());
    }
    let members = look.members(going.household)?;
    let another =
        |member: &Member| member.id != going.id && member.role == Role::Owner && member.removed.is_none();
    if members.iter().any(another) { Ok(()) } else { Err(Error::invalid(field, Why::LastOwner)) }
}
