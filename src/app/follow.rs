//! Following the journal: what happened after the last thing one knows of.

use super::outcome::{Followed, Happened};
use super::{Acting, Error, Noun, Seen};
use crate::ledger::{Change, Fact, TransactionId, Visibility, WalletId};
use crate::store::Look;

impl Acting {
    /// The changes that this member hears of among the next so many of the box's journal.
    pub fn happened_after(&self, seq: u64, most: usize) -> Result<Followed, Error> {
        self.app.store().read(|look| {
            let changes = look.changes_after(seq, most)?;
            let mut happened = Vec::new();
            for change in changes.iter().filter(|change| change.household == self.household.id) {
                happened.extend(self.heard(look, change)?);
            }
            let reached = changes.last().map_or(seq, |change| change.seq);
            Ok(Followed { happened, reached, more: changes.len() >= most })
        })
    }

    /// Every change of one transaction that this member hears of, oldest first.
    pub fn history(&self, id: TransactionId) -> Result<Vec<Happened>, Error> {
        self.app.store().read(|look| {
            self.own(look, id)?;
            let mut happened = Vec::new();
            for change in &look.changes_of_transaction(id)? {
                happened.extend(self.heard(look, change)?);
            }
            Ok(happened)
        })
    }

    /// The transactions a change was about, as they are now: those that this member sees.
    pub fn transactions_of(&self, seq: u64) -> Result<Vec<Seen>, Error> {
        self.app.store().read(|look| {
            let change = look.change(seq)?.filter(|change| change.household == self.household.id);
            let heard = change.map(|change| self.heard(look, &change)).transpose()?.flatten();
            let heard = heard.ok_or_else(|| Error::missing(Noun::Change, &seq))?;
            let mut transactions = Vec::new();
            for id in heard.transactions {
                transactions.push(self.own(look, id)?);
            }
            self.see(look, transactions)
        })
    }

    /// What this member hears of a change; nothing when all it was about is hidden from them.
    ///
    /// Only what they see now is named, whenever it happened. When something was taken out of their sight they hear
    /// that there was a change, and look again.
    pub(super) fn heard(&self, look: &Look<'_>, change: &Change) -> Result<Option<Happened>, Error> {
        let mut hears = false;
        let mut transactions = Vec::new();
        let mut wallets: Vec<WalletId> = Vec::new();
        for fact in &change.facts {
            match fact {
                Fact::Household { .. } | Fact::Member { .. } | Fact::Category { .. } | Fact::Rate { .. } => {
                    hears = true;
                }
                Fact::Lesson { after, .. } => hears |= self.shows_lesson(look, after)?,
                Fact::Wallet { before, after } => {
                    let saw = before.as_ref().map(|before| before.visible_to(&self.member));
                    let sees = self.sight.wallet(after.id) != Visibility::Private;
                    hears |= sees || saw.is_some_and(|saw| saw != Visibility::Private);
                    wallets.extend(sees.then_some(after.id));
                }
                Fact::Transaction { before, after } => {
                    let saw = before.as_deref().is_some_and(|before| self.sight.shows(before));
                    let shown = self.sight.shows(after);
                    let sees = look.transaction(after.id)?.is_some_and(|now| self.sight.shows(&now));
                    if !(saw || shown && sees) {
                        continue;
                    }
                    hears = true;
                    transactions.extend(sees.then_some(after.id));
                    let both = before.iter().flat_map(|before| before.wallets()).chain(after.wallets());
                    wallets.extend(both.filter(|id| self.sight.sees(*id)));
                }
            }
        }
        wallets.sort_unstable();
        wallets.dedup();
        let Change { seq, act, at, member, .. } = *change;
        Ok(hears.then_some(Happened { seq, act, at, member, transactions, wallets }))
    }
}
