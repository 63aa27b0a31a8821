//! Going for good: a person, or a whole household, is deleted after some days in which it can be called off.
//!
//! A person's deletion ends their membership wherever they are in a family, and erases what they wrote: the words of
//! their records, their pictures, lessons, drafts, their name. The amounts stay, because they are the family's sums, and
//! so do the words of others. A household's deletion leaves nothing of it.

mod news;

pub use news::{FarewellNews, NewsKind};

use data_encoding::HEXLOWER;
use std::time::Duration;

use super::member::must_leave_an_owner;
use super::password::fingerprint;
use super::{Acting, App, Error, Noun, Owner, SecurityKind, Why};
use crate::ledger::{Act, Channel, Fact, HouseholdId, Member, MemberId, Timestamp};
use crate::outside::{earlier, later};
use crate::search::Purge;
pub use crate::store::Deleted;
use crate::store::{Farewell, Leaving, Look, NewChange, Pen, Receipt as Kept, Told};
use crate::words;

/// How long a deletion can be called off.
pub const GRACE: Duration = Duration::from_hours(7 * 24);

/// How long before it those whom it concerns are told again.
const NEAR: Duration = Duration::from_hours(24);

/// How long one that was called off is known, to be told.
const REMEMBERED: Duration = Duration::from_hours(7 * 24);

/// How many rows, records or changes one write deletes: the family's own writes must not wait long.
const AT_ONCE: usize = 200;

/// A deletion to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Going {
    pub asked: Timestamp,
    /// From then on it is done.
    pub due: Timestamp,
    /// Who asked for it.
    pub by: (MemberId, String),
}

/// The deletions to come that concern a member.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Goings {
    /// Their own.
    pub account: Option<Going>,
    /// The household's.
    pub household: Option<Going>,
}

/// A deletion that was asked for, and the code that opens its receipt; it is shown once.
#[derive(Clone)]
pub struct AskedFor {
    pub going: Going,
    pub code: String,
}

impl std::fmt::Debug for AskedFor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AskedFor").field("going", &self.going).finish_non_exhaustive()
    }
}

/// What a deletion came to. It names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    pub is_of_household: bool,
    pub asked: Timestamp,
    /// Until then it can be called off; or when it is done.
    pub due: Timestamp,
    /// When it was done; none while it is to come.
    pub finished: Option<Timestamp>,
    pub deleted: Deleted,
}

impl Acting {
    /// The deletions to come that concern this member.
    pub fn goings(&self) -> Result<Goings, Error> {
        self.app.store().read(|look| {
            let going = |leaving| -> Result<Option<Going>, Error> {
                let farewell = look.farewell(leaving)?.filter(|farewell| farewell.called_off.is_none());
                farewell.map(|farewell| going(look, &farewell)).transpose()
            };
            Ok(Goings {
                account: going(Leaving::Account(self.member.account))?,
                household: going(Leaving::Household(self.household.id))?,
            })
        })
    }

    /// Asks for this person to be deleted, in every household that they are in. `name` is theirs, so that nobody does it
    /// by mistake. Refused as long as a household would be left without an owner.
    pub fn ask_to_go(&self, name: &str) -> Result<AskedFor, Error> {
        must_be_named(name, &self.member.name)?;
        let this = self.clone();
        self.ask(Leaving::Account(self.member.account), move |look| {
            for member in look.memberships(this.member.account)? {
                must_leave_an_owner(look, &member, "name")?;
            }
            Ok(())
        })
    }

    /// Calls this person's deletion off.
    pub fn stay(&self) -> Result<(), Error> {
        self.call_off(Leaving::Account(self.member.account))
    }

    fn ask(
        &self,
        leaving: Leaving,
        check: impl Fn(&Look<'_>) -> Result<(), Error> + Send + 'static,
    ) -> Result<AskedFor, Error> {
        let code = HEXLOWER.encode(&self.app.outside().chance::<16>());
        let farewell = Farewell {
            leaving,
            household: self.household.id,
            by: self.member.id,
            asked: self.ctx.now,
            due: later(self.ctx.now, GRACE),
            receipt: receipt_of(&code),
            begun: None,
            called_off: None,
            told: Told::Nothing,
            deleted: Deleted::default(),
        };
        let by = (self.member.id, self.member.name.clone());
        let going = Going { asked: farewell.asked, due: farewell.due, by };
        let this = self.clone();
        self.change(move |pen| {
            check(pen)?;
            if pen.farewell(leaving)?.is_some_and(|farewell| farewell.called_off.is_none()) {
                return Err(Error::invalid("name", Why::Taken));
            }
            pen.put_farewell(&farewell)?;
            this.note(pen, SecurityKind::AskDeletion, None)
        })?;
        self.app.post().bell().notify_waiters();
        Ok(AskedFor { going, code })
    }

    fn call_off(&self, leaving: Leaving) -> Result<(), Error> {
        let this = self.clone();
        self.change(move |pen| {
            let found = pen.farewell(leaving)?.filter(|found| found.called_off.is_none());
            let found = found.ok_or_else(|| Error::missing(Noun::Deletion, &this.household.id))?;
            if found.begun.is_some() {
                return Err(Error::Gone { noun: Noun::Deletion });
            }
            pen.put_farewell(&Farewell { called_off: Some(this.ctx.now), ..found })?;
            this.note(pen, SecurityKind::CallOffDeletion, None)
        })?;
        self.app.post().bell().notify_waiters();
        Ok(())
    }
}

impl Owner {
    /// Asks for the household to be deleted, with everything in it. `name` is the household's, so that nobody does it by
    /// mistake.
    pub fn ask_to_close(&self, name: &str) -> Result<AskedFor, Error> {
        must_be_named(name, &self.household.name)?;
        self.ask(Leaving::Household(self.household.id), |_| Ok(()))
    }

    /// Calls the household's deletion off.
    pub fn keep_household(&self) -> Result<(), Error> {
        self.call_off(Leaving::Household(self.household.id))
    }
}

impl App {
    /// What a deletion came to, or that it is still to come; by the code that whoever asked for it was given.
    pub fn receipt(&self, code: &str) -> Result<Receipt, Error> {
        let id = receipt_of(code);
        self.store().read(|look| {
            if let Some(kept) = look.receipt(&id)? {
                let Kept { is_of_household, asked, finished, deleted, .. } = kept;
                return Ok(Receipt {
                    is_of_household,
                    asked,
                    due: finished,
                    finished: Some(finished),
                    deleted,
                });
            }
            let mut farewells = look.farewells()?.into_iter();
            let to_come = farewells.find(|found| found.receipt == id && found.called_off.is_none());
            let Farewell { leaving, asked, due, deleted, .. } =
                to_come.ok_or_else(|| Error::missing(Noun::Deletion, &"by that code"))?;
            let is_of_household = matches!(leaving, Leaving::Household(_));
            Ok(Receipt { is_of_household, asked, due, finished: None, deleted })
        })
    }

    /// Carries out the deletions whose day has come, each to its end, and gives how many they were. One that was cut off
    /// goes on where it was.
    pub fn carry_out_farewells(&self) -> Result<usize, Error> {
        let now = self.outside().now();
        let mut done = 0;
        for farewell in self.store().read(Look::farewells)? {
            if farewell.called_off.is_some_and(|at| now >= later(at, REMEMBERED)) {
                let forgotten = farewell.clone();
                self.store().write(move |pen| -> Result<(), Error> {
                    // They may have asked anew meanwhile.
                    if pen.farewell(forgotten.leaving)?.as_ref() == Some(&forgotten) {
                        pen.delete_farewell(forgotten.leaving)?;
                    }
                    Ok(())
                })?;
            }
            if farewell.called_off.is_some() || now < farewell.due {
                continue;
            }
            let is_done = match farewell.leaving {
                Leaving::Household(household) => self.delete_household(household, now)?,
                Leaving::Account(account) => self.delete_account(account, now)?,
            };
            done += usize::from(is_done);
        }
        Ok(done)
    }

    /// Deletes everything of a household.
    fn delete_household(&self, household: HouseholdId, now: Timestamp) -> Result<bool, Error> {
        let leaving = Leaving::Household(household);
        let begun = self.step(leaving, move |pen, farewell| {
            if farewell.begun.is_none() {
                farewell.begun = Some(now);
                super::feedback::forget(pen, household, None)?;
                farewell.deleted += pen.close_household(household)?;
            }
            Ok(true)
        })?;
        if !begun {
            return Ok(false);
        }
        while self.step(leaving, move |pen, farewell| {
            let deleted = pen.delete_some_of(household, AT_ONCE)?;
            farewell.deleted += deleted.unwrap_or_default();
            Ok(deleted.is_some())
        })? {}
        self.forget_habits(household);
        self.forget_bot_of_nobody()?;
        self.forget_for_good(&Purge::Household(household))?;
        self.write_receipt(leaving, now)?;
        Ok(true)
    }

    /// Ends a person's memberships, and erases what they wrote. It waits while a household would be left without an
    /// owner.
    fn delete_account(&self, account: MemberId, now: Timestamp) -> Result<bool, Error> {
        let leaving = Leaving::Account(account);
        let begun = self.step(leaving, move |pen, farewell| {
            if farewell.begun.is_some() {
                return Ok(true);
            }
            let memberships = pen.memberships(account)?;
            for member in &memberships {
                match must_leave_an_owner(pen, member, "name") {
                    Err(Error::Invalid { .. }) => return Ok(false),
                    other => other?,
                }
            }
            farewell.begun = Some(now);
            for member in memberships {
                farewell.deleted += see_off(pen, member, now)?;
            }
            Ok(true)
        })?;
        if !begun {
            return Ok(false);
        }
        for member in self.store().read(|look| look.memberships(account))? {
            self.erase_words_of(leaving, &member, now)?;
            self.forget_habits(member.household);
        }
        // The index follows the erasing, so the records stay in it without their words.
        self.forget_for_good(&Purge::Remains)?;
        self.write_receipt(leaving, now)?;
        Ok(true)
    }

    fn erase_words_of(&self, leaving: Leaving, member: &Member, now: Timestamp) -> Result<(), Error> {
        let (id, household) = (member.id, member.household);
        let records = self.store().read(|look| look.recorded_by(household, id))?;
        for some in records.chunks(AT_ONCE) {
            let some = some.to_vec();
            self.step(leaving, move |pen, farewell| {
                for record in &some {
                    let pictures =
                        pen.transaction(*record)?.map_or(0, |found| found.particulars.attachments.len());
                    farewell.deleted.pictures += u64::try_from(pictures).unwrap_or_default();
                }
                let erased = pen.erase_transactions(&some, now)?;
                farewell.deleted.records += u64::try_from(erased).unwrap_or_default();
                Ok(true)
            })?;
        }
        let mut from = Some(0);
        while let Some(seq) = from {
            let member = member.clone();
            let name = words::of(member.language).lasting.former_member;
            from = self.store().write(move |pen| -> Result<Option<u64>, Error> {
                let Some(mut farewell) = pen.farewell(leaving)? else { return Ok(None) };
                let (deleted, next) = pen.forget_member(&member, name, seq, AT_ONCE)?;
                farewell.deleted += deleted;
                pen.put_farewell(&farewell)?;
                Ok(next)
            })?;
        }
        Ok(())
    }

    /// One write of a deletion, which keeps what it came to so far; `false` when there is nothing to do.
    fn step(
        &self,
        leaving: Leaving,
        mut step: impl FnMut(&mut Pen<'_>, &mut Farewell) -> Result<bool, Error> + Send + 'static,
    ) -> Result<bool, Error> {
        self.store().write(move |pen| {
            // It may have been called off at the last moment.
            let found = pen.farewell(leaving)?.filter(|found| found.called_off.is_none());
            let Some(before) = found else { return Ok(false) };
            let mut farewell = before.clone();
            let goes_on = step(pen, &mut farewell)?;
            if farewell != before {
                pen.put_farewell(&farewell)?;
            }
            Ok(goes_on)
        })
    }

    fn write_receipt(&self, leaving: Leaving, now: Timestamp) -> Result<(), Error> {
        self.store().write(move |pen| {
            let Some(farewell) = pen.farewell(leaving)? else { return Ok(()) };
            pen.put_receipt(&Kept {
                id: farewell.receipt,
                is_of_household: matches!(leaving, Leaving::Household(_)),
                asked: farewell.asked,
                finished: now,
                deleted: farewell.deleted,
            })?;
            pen.delete_farewell(leaving)?;
            Ok(())
        })
    }
}

/// Ends one membership, if it did not end before.
fn see_off(pen: &mut Pen<'_>, before: Member, now: Timestamp) -> Result<Deleted, Error> {
    super::feedback::forget(pen, before.household, Some(before.id))?;
    let deleted = pen.shut_out(&before)?;
    if before.removed.is_none() {
        let household = before.household;
        let after = Member { removed: Some(now), version: before.version + 1, ..before.clone() };
        pen.append(NewChange {
            household,
            at: now,
            member: None,
            channel: Channel::Box,
            act: Act::ChangeMember,
            facts: vec![Fact::Member { before: Some(before), after }],
        })?;
    }
    Ok(deleted)
}

fn must_be_named(said: &str, name: &str) -> Result<(), Error> {
    let is_it = super::text::clean_line(said).to_lowercase() == name.to_lowercase();
    if is_it { Ok(()) } else { Err(Error::invalid("name", Why::OtherName)) }
}

fn going(look: &Look<'_>, farewell: &Farewell) -> Result<Going, Error> {
    let name = look.member(farewell.by)?.map(|member| member.name).unwrap_or_default();
    Ok(Going { asked: farewell.asked, due: farewell.due, by: (farewell.by, name) })
}

/// Whether those whom it concerns are to be told that it is near.
fn is_near(farewell: &Farewell, now: Timestamp) -> bool {
    now >= earlier(farewell.due, NEAR)
}

/// Most of the code's hash: as hard to guess as the code, which is as long.
fn receipt_of(code: &str) -> [u8; 16] {
    fingerprint(code).first_chunk().copied().unwrap_or_default()
}
