//! Following the journal: what happened after the last thing one knows of.

use super::outcome::Happened;
use super::{Acting, Error, Noun, Seen};
use crate::ledger::{Change, Fact, TransactionId};

impl Acting {
    /// This household's changes among the next so many of the box's journal, oldest first.
    pub fn happened_after(&self, seq: u64, most: usize) -> Result<Vec<Happened>, Error> {
        self.app.store().read(|look| {
            let changes = look.changes_after(seq, most)?;
            let own = changes.iter().filter(|change| change.household == self.household.id);
            Ok(own.map(happened).collect())
        })
    }

    /// Every change of one transaction, oldest first.
    pub fn history(&self, id: TransactionId) -> Result<Vec<Happened>, Error> {
        self.app.store().read(|look| {
            self.own(look, id)?;
            Ok(look.changes_of_transaction(id)?.iter().map(happened).collect())
        })
    }

    /// The transactions a change of this household was about, as they are now.
    pub fn transactions_of(&self, seq: u64) -> Result<Vec<Seen>, Error> {
        self.app.store().read(|look| {
            let change = look.change(seq)?.filter(|change| change.household == self.household.id);
            let change = change.ok_or_else(|| Error::missing(Noun::Change, &seq))?;
            let mut transactions = Vec::new();
            for id in change.transactions() {
                transactions.push(self.own(look, id)?);
            }
            super::seen::see(look, transactions)
        })
    }
}

fn happened(change: &Change) -> Happened {
    let wallets = change.facts.iter().filter_map(|fact| match fact {
        Fact::Wallet { after, .. } => Some(vec![after.id]),
        Fact::Transaction { before, after } => {
            Some(before.iter().flat_map(|before| before.wallets()).chain(after.wallets()).collect())
        }
        Fact::Household { .. }
        | Fact::Member { .. }
        | Fact::Lesson { .. }
        | Fact::Category { .. }
        | Fact::Rate { .. } => None,
    });
    let mut wallets: Vec<_> = wallets.flatten().collect();
    wallets.sort_unstable();
    wallets.dedup();
    Happened {
        seq: change.seq,
        act: change.act,
        at: change.at,
        member: change.member,
        transactions: change.transactions(),
        wallets,
    }
}
