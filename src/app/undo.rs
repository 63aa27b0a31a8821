//! Takes back an act: every transaction, lesson, wallet, category, rate and setting of the family in it returns to what
//! it was, as a new fact.

mod things;

use super::outcome::Outcome;
use super::transaction::fact;
use super::{Acting, Error, Noun};
use crate::ledger::{
    Act, Change, Fact, Field, Lesson, LessonState, Movement, Role, Scope, Transaction, Visibility,
};
use crate::store::{Look, Pen};

/// How many changes back "undo my newest" looks. A member who did nothing in so many has nothing to undo.
const REACH: usize = 500;

impl Acting {
    /// Takes back the change at that position, whole. Undoing an undo restores.
    pub fn undo(&self, seq: u64) -> Result<Outcome, Error> {
        self.must_record()?;
        let this = self.clone();
        self.write(move |pen| {
            let change = pen.change(seq)?.filter(|change| change.household == this.household.id);
            let change = change.ok_or_else(|| Error::missing(Noun::Change, &seq))?;
            if !this.sees_change(pen, &change)? {
                return Err(Error::missing(Noun::Change, &seq));
            }
            this.take_back(pen, &change)
        })
    }

    /// Whether this member sees everything that a change was about, as it was and as it is: nobody takes back what
    /// they do not see.
    fn sees_change(&self, look: &Look<'_>, change: &Change) -> Result<bool, Error> {
        for fact in &change.facts {
            let sees = match fact {
                Fact::Transaction { before, after } => {
                    let now = look.transaction(after.id)?;
                    let all = before.as_deref().into_iter().chain([&**after]).chain(&now);
                    all.into_iter().all(|transaction| self.sight.shows_whole(transaction))
                }
                Fact::Lesson { after, .. } => self.shows_lesson(look, after)?,
                // A wallet that left all lists is no longer in sight.
                Fact::Wallet { after, .. } => {
                    let gone = after.removed && after.visible_to(&self.member) == Visibility::Full;
                    gone || self.sight.sees(after.id)
                }
                Fact::Household { .. } | Fact::Member { .. } | Fact::Category { .. } | Fact::Rate { .. } => {
                    true
                }
            };
            if !sees {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Takes back this member's newest act that still stands.
    pub fn undo_newest(&self) -> Result<Outcome, Error> {
        self.must_record()?;
        let this = self.clone();
        self.write(move |pen| {
            let mut newest = None;
            for change in pen.newest_changes(this.household.id, None, REACH)? {
                let mine = change.member == Some(this.member.id) && is_undoable(change.act);
                // What a draft's correction taught is no act of its own in a person's eyes.
                let repeats = matches!(change.act, Act::Undo { .. } | Act::Teach);
                let stands = mine && !repeats && pen.undo_of(change.seq)?.is_none();
                if stands && this.sees_change(pen, &change)? {
                    newest = Some(change);
                    break;
                }
            }
            let change = newest.ok_or(Error::Missing { noun: Noun::Change, id: String::new() })?;
            this.take_back(pen, &change)
        })
    }

    fn take_back(&self, pen: &mut Pen<'_>, change: &Change) -> Result<Outcome, Error> {
        if !self.may_take_back(change) || !is_undoable(change.act) {
            return Err(Error::Forbidden);
        }
        if pen.undo_of(change.seq)?.is_some() {
            return Err(Error::Gone { noun: Noun::Change });
        }
        let mut facts = Vec::new();
        let mut ids = Vec::new();
        for changed in &change.facts {
            let (before, after) = match changed {
                Fact::Transaction { before, after } => (before, after),
                Fact::Lesson { before, after } => {
                    facts.extend(Self::untaught(pen, before.as_deref(), after)?);
                    continue;
                }
                Fact::Wallet { before: Some(before), after } => {
                    facts.push(self.unchanged_wallet(pen, before, after)?);
                    continue;
                }
                Fact::Category { before, after } => {
                    facts.push(self.unchanged_category(pen, before.as_ref(), after)?);
                    continue;
                }
                Fact::Rate { before, after } => {
                    facts.push(Self::unset_rate(pen, before.as_ref(), after)?);
                    continue;
                }
                Fact::Household { before: Some(before), after } => {
                    facts.push(self.unchanged_household(pen, before, after)?);
                    continue;
                }
                // A wallet made on the way stays: other records may already use it.
                Fact::Wallet { before: None, .. }
                | Fact::Household { before: None, .. }
                | Fact::Member { .. } => continue,
            };
            let current = self.own(pen, after.id)?;
            let mut restored = self.restored(before.as_deref(), after, &current)?;
            // A picture that was dropped meanwhile does not come back.
            let shown = std::mem::take(&mut restored.particulars.attachments);
            for id in shown {
                if pen.attachment(id)?.is_some() {
                    restored.particulars.attachments.push(id);
                }
            }
            ids.push(current.id);
            facts.push(fact(Some(current), restored));
        }
        self.must_fit_together(pen, &facts)?;
        let act = Act::Undo { seq: change.seq };
        let (seq, transactions) = self.append_and_see(pen, act, facts, &ids)?;
        Ok(Outcome::Undone { change: seq, act: change.act, transactions })
    }

    /// A record without one change of it, while later ones that touched something else stand. Later acts that were
    /// themselves taken back leave only a higher version.
    fn restored(
        &self,
        before: Option<&Transaction>,
        after: &Transaction,
        current: &Transaction,
    ) -> Result<Transaction, Error> {
        if current.erased.is_some() {
            return Err(Error::Gone { noun: Noun::Transaction });
        }
        let version = current.version + 1;
        let Some(before) = before else {
            // What was recorded goes whole; a later word about any part of it is in the way.
            let fields = after.differs_in(current);
            if !fields.is_empty() {
                return Err(Error::Overtaken { fields });
            }
            return Ok(Transaction { version, voided: Some(self.ctx.now), ..current.clone() });
        };
        if current.voided != after.voided {
            return Err(Error::Overtaken { fields: vec![Field::Voided] });
        }
        let merged = current.without(before, after).map_err(|fields| Error::Overtaken { fields })?;
        let restored = Transaction { version, ..merged };
        restored.check()?;
        Ok(restored)
    }

    /// Whether a change was this member's own, or they may change what others did; and whether they may do, now and with
    /// this call's key, what taking it back does. Who sees a wallet is asked where its state is known.
    pub(super) fn may_take_back(&self, change: &Change) -> bool {
        let own = change.member == Some(self.member.id) && self.member.role.may_record();
        let may_touch = |fact: &Fact| match fact {
            // What the family is called, and how its days and months go.
            Fact::Household { .. } => self.member.role == Role::Owner && self.may(Scope::Account),
            // One made on the way stays.
            Fact::Wallet { before: None, .. } => true,
            Fact::Wallet { .. } | Fact::Rate { .. } => self.must_manage_wallets().is_ok(),
            Fact::Category { .. } => self.must_manage_categories().is_ok(),
            // A balance that somebody set.
            Fact::Transaction { after, .. } if matches!(after.movement, Movement::Adjustment { .. }) => {
                self.must_manage_wallets().is_ok()
            }
            Fact::Transaction { .. } | Fact::Lesson { .. } | Fact::Member { .. } => true,
        };
        (own || self.may_change_others()) && change.facts.iter().all(may_touch)
    }

    /// A lesson as it was before a change. One that somebody changed since is left as they left it.
    fn untaught(look: &Look<'_>, before: Option<&Lesson>, after: &Lesson) -> Result<Option<Fact>, Error> {
        let current = look.lesson(after.id)?.filter(|current| current == after);
        Ok(current.map(|current| {
            let undone = || Lesson { state: LessonState::Undone, ..current.clone() };
            let restored = before.cloned().unwrap_or_else(undone);
            Fact::Lesson { before: Some(Box::new(current)), after: Box::new(restored) }
        }))
    }
}

/// Acts about records, lessons and what a wallet, a category, a rate or the family is can be taken back; who is in the house and
/// what is new in it is changed by doing the opposite.
pub(super) const fn is_undoable(act: Act) -> bool {
    let of_money = matches!(
        act,
        Act::Record | Act::Amend | Act::Void | Act::Restore | Act::SetBalance | Act::Undo { .. }
    );
    let of_things =
        matches!(act, Act::ChangeWallet | Act::ChangeCategory | Act::SetRate | Act::ChangeHousehold);
    of_money || of_things || act.is_about_lessons()
}
