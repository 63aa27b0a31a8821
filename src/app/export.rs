//! Taking everything along: what a member, or the whole household, has in the box.

use super::outcome::{Seen, WalletSeen};
use super::{Acting, Error, SecurityKind};
use crate::ledger::{
    AttachmentId, Category, Change, Day, Fact, Household, Lesson, Member, MemberId, PictureSize, Rate, Role,
    Sight, Transaction,
};
use crate::store::{Cursor, Look, TransactionFilter};

/// Whose data an export holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// What the member recorded, taught and holds.
    Mine,
    /// All of the household that the owner sees.
    Household,
}

/// One snapshot of what an export holds. Each part may be gone through as often as a format needs it.
#[derive(Debug)]
pub struct Export<'l> {
    look: &'l Look<'static>,
    pub whose: Whose,
    pub household: &'l Household,
    pub member: &'l Member,
    acting: &'l Acting,
    sight: &'l Sight,
    /// The family's day on which it is made.
    pub today: Day,
}

/// How much is held in memory at once.
const BATCH: usize = 500;

impl Acting {
    /// Whether this member may have such an export; only the owner may have the household's.
    pub fn may_export(&self, whose: Whose) -> Result<(), Error> {
        if whose == Whose::Mine || self.member.role == Role::Owner { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// Notes that this member takes everything along; the household's is what others recorded, too.
    pub fn take_export(&self, whose: Whose) -> Result<(), Error> {
        self.may_export(whose)?;
        let this = self.clone();
        self.app.store().write(move |pen| this.note(pen, SecurityKind::TakeExport, None))
    }

    /// Hands one snapshot of everything to `write`. A disk that fails in the middle ends it: what was written then
    /// cannot be taken back.
    pub fn export<T>(
        &self,
        whose: Whose,
        mut write: impl FnMut(&Export<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.may_export(whose)?;
        let mut begun = false;
        self.app.store().read(|look| {
            if begun {
                return Err(Error::broken("exporting", Interrupted));
            }
            begun = true;
            write(&Export {
                look,
                whose,
                household: &self.household,
                member: &self.member,
                acting: self,
                sight: &self.sight,
                today: self.today(),
            })
        })
    }
}

/// The store stopped while an export was written.
#[derive(Debug, thiserror::Error)]
#[error("the store stopped in the middle")]
struct Interrupted;

impl Export<'_> {
    /// Everyone who is or was in the household; only the member themselves in an export of theirs.
    pub fn members(&self) -> Result<Vec<Member>, Error> {
        match self.whose {
            Whose::Mine => Ok(vec![self.member.clone()]),
            Whose::Household => Ok(self.look.members(self.household.id)?),
        }
    }

    /// The wallets that are seen in full, archived ones too.
    pub fn wallets(&self) -> Result<Vec<WalletSeen>, Error> {
        let wallets = self.look.wallets(self.household.id)?;
        let seen = wallets.into_iter().filter(|wallet| self.sight.sees(wallet.id));
        seen.map(|wallet| self.acting.see_wallet(self.look, wallet)).collect()
    }

    /// What the household made of its categories.
    pub fn categories(&self) -> Result<Vec<Category>, Error> {
        Ok(self.look.categories(self.household.id)?)
    }

    pub fn rates(&self) -> Result<Vec<Rate>, Error> {
        Ok(self.look.rates(self.household.id)?)
    }

    /// What corrections taught, by whoever it is for.
    pub fn lessons(&self) -> Result<Vec<Lesson>, Error> {
        let mut shown = Vec::new();
        for lesson in self.look.lessons(self.household.id)? {
            if self.is_for(lesson.member) && self.acting.shows_lesson(self.look, &lesson)? {
                shown.push(lesson);
            }
        }
        Ok(shown)
    }

    /// Every live transaction, newest day first.
    pub fn each_transaction(&self, mut take: impl FnMut(&Seen) -> Result<(), Error>) -> Result<(), Error> {
        let mut after = None;
        loop {
            let batch =
                self.look.transactions(self.household.id, &TransactionFilter::default(), after, BATCH)?;
            let Some(last) = batch.last() else { return Ok(()) };
            after = Some(Cursor { day: last.day, id: last.id });
            let shown: Vec<Transaction> =
                batch.into_iter().filter(|transaction| self.holds(transaction)).collect();
            self.acting.see(self.look, shown)?.iter().try_for_each(&mut take)?;
        }
    }

    /// What is in the bin, the latest first.
    pub fn each_voided(&self, mut take: impl FnMut(&Seen) -> Result<(), Error>) -> Result<(), Error> {
        let mut before = None;
        loop {
            let batch = self.look.voided(self.household.id, before, BATCH)?;
            let Some(last) = batch.last() else { return Ok(()) };
            before = last.voided.map(|at| (at, last.id));
            let shown = batch.into_iter().filter(|transaction| self.holds(transaction)).collect();
            self.acting.see(self.look, shown)?.iter().try_for_each(&mut take)?;
        }
    }

    /// Every picture of a record that the export holds, those in the bin too: a JPEG each.
    pub fn each_picture(
        &self,
        mut take: impl FnMut(AttachmentId, &[u8]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut of = |seen: &Seen| {
            for id in &seen.transaction.particulars.attachments {
                if let Some(bytes) = self.look.picture(*id, PictureSize::Full)? {
                    take(*id, &bytes)?;
                }
            }
            Ok(())
        };
        self.each_transaction(&mut of)?;
        self.each_voided(&mut of)
    }

    /// The journal, newest first: who did what and when. Changes with something that is not seen are left out.
    pub fn each_change(&self, mut take: impl FnMut(&Change) -> Result<(), Error>) -> Result<(), Error> {
        let mut before = None;
        loop {
            let batch = self.look.newest_changes(self.household.id, before, BATCH)?;
            let Some(last) = batch.last() else { return Ok(()) };
            before = Some(last.seq);
            for change in batch.iter().filter(|change| self.holds_change(change)) {
                take(change)?;
            }
        }
    }

    fn is_for(&self, member: MemberId) -> bool {
        self.whose == Whose::Household || member == self.member.id
    }

    fn holds(&self, transaction: &Transaction) -> bool {
        self.is_for(transaction.member) && self.sight.shows(transaction)
    }

    fn holds_change(&self, change: &Change) -> bool {
        let by = self.whose == Whose::Household || change.member == Some(self.member.id);
        by && change.facts.iter().all(|fact| match fact {
            Fact::Transaction { before, after } => {
                self.holds(after) && before.as_deref().is_none_or(|before| self.holds(before))
            }
            Fact::Wallet { after, .. } => self.sight.sees(after.id),
            Fact::Lesson { after, .. } => self.is_for(after.member),
            Fact::Household { .. } | Fact::Member { .. } | Fact::Category { .. } | Fact::Rate { .. } => true,
        })
    }
}
