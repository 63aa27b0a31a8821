//! Permission is a handle, not a flag: holding an [`Acting`] is being that member, now.

use super::keepers::keeps_box;
use super::{App, Errand, Error, Message, Origin, Outcome};
use crate::ctx::Ctx;
use crate::ledger::{Act, Change, Day, Fact, Household, Member, Role, Scope, Sight, Timestamp, Transaction};
use crate::store::{Look, NewChange, Pen};

/// A member acting in their household. Every verb of the house is a method of this.
#[derive(Debug, Clone)]
pub struct Acting {
    pub(super) app: App,
    pub(super) ctx: Ctx,
    pub(super) member: Member,
    pub(super) household: Household,
    /// What of the household's money this member sees, as it was when the call began.
    pub(super) sight: Sight,
    /// What those see who read along what this call comes to, where that is not this member alone.
    pub(super) company: Option<Sight>,
    /// How much of the member's rights this call may use.
    scope: Scope,
    /// Where the call comes from.
    pub(super) origin: Origin,
    errand: Errand,
    /// When the message was written that this call brings, if it had to wait for a connection.
    written: Option<Timestamp>,
}

impl App {
    /// The handle of the member who calls; [`Error::Unauthenticated`] when there is none of that id any more.
    pub fn act(&self, ctx: &Ctx) -> Result<Acting, Error> {
        self.store().read(|look| {
            let member = look.member(ctx.member)?.filter(|member| member.removed.is_none());
            let member = member.ok_or(Error::Unauthenticated)?;
            let household = look.household(member.household)?.ok_or(Error::Unauthenticated)?;
            let sight = sight(look, &member, household.zone.day_of(ctx.now))?;
            Ok(Acting {
                app: self.clone(),
                ctx: *ctx,
                member,
                household,
                sight,
                company: None,
                scope: Scope::Account,
                origin: Origin::default(),
                errand: Errand::default(),
                written: None,
            })
        })
    }

    /// The same handle for a key that may use less of the member's rights.
    pub fn act_within(&self, ctx: &Ctx, scope: Scope) -> Result<Acting, Error> {
        Ok(Acting { scope, ..self.act(ctx)? })
    }
}

fn sight(look: &Look<'_>, member: &Member, today: Day) -> Result<Sight, Error> {
    let secrets = look.secrets(member.household, today)?;
    Ok(Sight::of(member, &look.wallets(member.household)?, today).keeping(secrets))
}

/// A member as an owner of their household: decides who is in it.
#[derive(Debug, Clone)]
pub struct Owner(Acting);

/// An owner of the household that the box was set up with: looks after what is the whole box's, such as its log, its
/// backups and its bot.
#[derive(Debug, Clone)]
pub struct Keeper(Owner);

/// A member as an adult: decides about wallets.
#[derive(Debug, Clone)]
pub struct Adult(Acting);

impl std::ops::Deref for Owner {
    type Target = Acting;

    fn deref(&self) -> &Acting {
        &self.0
    }
}

impl std::ops::Deref for Keeper {
    type Target = Owner;

    fn deref(&self) -> &Owner {
        &self.0
    }
}

impl std::ops::Deref for Adult {
    type Target = Acting;

    fn deref(&self) -> &Acting {
        &self.0
    }
}

impl Acting {
    /// The handle of an owner; [`Error::Forbidden`] for anybody else.
    pub fn as_owner(self) -> Result<Owner, Error> {
        let may = self.member.role == Role::Owner && self.may(Scope::Account);
        if may { Ok(Owner(self)) } else { Err(Error::Forbidden) }
    }

    /// The handle of an owner who looks after the box; [`Error::Forbidden`] for anybody else.
    pub fn as_keeper(self) -> Result<Keeper, Error> {
        let owner = self.as_owner()?;
        if owner.household_keeps_box()? { Ok(Keeper(owner)) } else { Err(Error::Forbidden) }
    }

    /// Whether the member's household is the one that the box was set up with.
    pub fn household_keeps_box(&self) -> Result<bool, Error> {
        Ok(self.app.store().read(|look| keeps_box(look, self.household.id))?)
    }

    /// The handle of an adult or owner; [`Error::Forbidden`] for anybody else.
    pub fn as_adult(self) -> Result<Adult, Error> {
        let may = self.member.role.may_manage_wallets() && self.may(Scope::Write);
        if may { Ok(Adult(self)) } else { Err(Error::Forbidden) }
    }

    /// The same member, with an errand for the next verb.
    #[must_use]
    pub fn with(mut self, errand: Errand) -> Self {
        self.errand = errand;
        self
    }

    /// The same member, calling from there.
    #[must_use]
    pub fn coming_from(mut self, origin: Origin) -> Self {
        self.origin = origin;
        self
    }

    /// The same member where the whole family reads along: they see what all but the children see, and no secrets,
    /// their own neither.
    pub fn in_company(mut self) -> Result<Self, Error> {
        self.sight = self.sight_of_company()?;
        Ok(self)
    }

    /// The same member, who may do what they always may, where the whole family reads what they are told: what a
    /// wallet holds that not all may look into is not told.
    pub fn among_company(mut self) -> Result<Self, Error> {
        self.company = Some(self.sight_of_company()?);
        Ok(self)
    }

    fn sight_of_company(&self) -> Result<Sight, Error> {
        let (household, today) = (self.household.id, self.today());
        self.app.store().read(|look| {
            let secrets = look.secrets(household, today)?;
            Ok(Sight::of_company(&look.wallets(household)?, today).keeping(secrets))
        })
    }

    pub fn member(&self) -> &Member {
        &self.member
    }

    pub fn household(&self) -> &Household {
        &self.household
    }

    pub fn now(&self) -> Timestamp {
        self.ctx.now
    }

    /// The family's day, now.
    pub fn today(&self) -> Day {
        self.household.zone.day_of(self.ctx.now)
    }

    /// The same member with a message that was written earlier and could not be brought until now: its "hari ini" is
    /// the day it was written on. A clock that is ahead of this box counts as now.
    #[must_use]
    pub fn written(mut self, at: Option<Timestamp>) -> Self {
        self.written = at.map(|at| at.min(self.ctx.now));
        self
    }

    /// When the message was written that is being heard.
    pub(super) fn heard_at(&self) -> Timestamp {
        self.written.unwrap_or(self.ctx.now)
    }

    /// Queues messages without changing anything else, once per errand.
    pub fn tell(&self, messages: Vec<Message>) -> Result<Outcome, Error> {
        let errand = self.errand.clone().tell(move |_| messages.clone());
        self.clone().with(errand).write(|_| Ok(Outcome::Told))
    }

    /// What this member sees of the store as it is in there: wallets that were added since the call began, too.
    pub(super) fn sight_in(&self, look: &Look<'_>) -> Result<Sight, Error> {
        sight(look, &self.member, self.today())
    }

    /// Whether this call may change what others recorded.
    pub(super) fn may_change_others(&self) -> bool {
        self.member.role.may_change_others() && self.may(Scope::Write)
    }

    /// Whether the key of this call reaches so far.
    pub(super) fn may(&self, scope: Scope) -> bool {
        self.scope >= scope
    }

    pub(super) fn must_record(&self) -> Result<(), Error> {
        if self.member.role.may_record() && self.may(Scope::Record) { Ok(()) } else { Err(Error::Forbidden) }
    }

    pub(super) fn must_manage_wallets(&self) -> Result<(), Error> {
        if self.member.role.may_manage_wallets() && self.may(Scope::Write) {
            Ok(())
        } else {
            Err(Error::Forbidden)
        }
    }

    /// Whether this member may change what that transaction, which they see, says. Whoever sees only one end of a
    /// transfer may not: they would decide about a wallet that they know nothing of.
    pub(super) fn must_change(&self, transaction: &Transaction) -> Result<(), Error> {
        let own = transaction.member == self.member.id && self.member.role.may_record();
        let may = own || self.may_change_others();
        if may && self.sight.shows_whole(transaction) { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// Runs a verb's effect and its errand as one durable transaction. The effect may run more than once.
    pub(super) fn write(
        &self,
        mut effect: impl FnMut(&mut Pen<'_>) -> Result<Outcome, Error> + Send + 'static,
    ) -> Result<Outcome, Error> {
        let this = self.clone();
        let outcome = self.app.store().write(move |pen| -> Result<Outcome, Error> {
            if let Some(earlier) = this.errand.earlier(pen, &this)? {
                return Ok(earlier);
            }
            let outcome = effect(pen)?;
            this.errand.finish(pen, &this, &outcome)?;
            Ok(outcome)
        })?;
        self.app.post().bell().notify_waiters();
        Ok(outcome)
    }

    /// Runs an effect that is no act in the journal, and that nobody is told of, as one durable transaction. It may run
    /// more than once.
    pub(super) fn change<T: Send + 'static>(
        &self,
        mut effect: impl FnMut(&mut Pen<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let this = self.clone();
        self.app.store().write(move |pen| -> Result<T, Error> {
            this.errand.must_be_new(pen, &this)?;
            let outcome = effect(pen)?;
            this.errand.mark(pen, &this)?;
            Ok(outcome)
        })
    }

    /// Writes one act of this member, and gives its position; one that changes nothing leaves no trace.
    pub(super) fn append_any(
        &self,
        pen: &mut Pen<'_>,
        act: Act,
        facts: Vec<Fact>,
    ) -> Result<Option<u64>, Error> {
        if facts.is_empty() { Ok(None) } else { Ok(Some(self.append(pen, act, facts)?.seq)) }
    }

    /// Writes one act of this member into the journal, with its facts.
    pub(super) fn append(&self, pen: &mut Pen<'_>, act: Act, facts: Vec<Fact>) -> Result<Change, Error> {
        Ok(pen.append(NewChange {
            household: self.household.id,
            at: self.ctx.now,
            member: Some(self.member.id),
            channel: self.ctx.channel,
            act,
            facts,
        })?)
    }
}
