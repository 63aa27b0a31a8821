//! Taking out of a household's history what one member, who is gone, wrote beside their transactions.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use super::error::StoreError;
use super::farewell::Deleted;
use super::key;
use super::look::record_of;
use super::pen::Pen;
use super::security::SecurityEvent;
use super::source::Span;
use super::tables::Table;
use crate::ledger::{Change, Fact, Member, MemberId, Visibility, Wallet, WalletId};

impl Pen<'_> {
    /// Takes out of about `limit` changes of the journal from `seq` on what a member, who is gone, wrote beside their
    /// transactions: their name (`name` stands there from then on), their lessons, what wallets are called that nobody
    /// else ever saw. Gives what was deleted, and where to go on; nowhere when that was all.
    pub fn forget_member(
        &mut self,
        member: &Member,
        name: &str,
        seq: u64,
        limit: usize,
    ) -> Result<(Deleted, Option<u64>), StoreError> {
        self.whole(|pen| pen.forget_some(member, name, seq, limit))
    }

    fn forget_some(
        &mut self,
        member: &Member,
        name: &str,
        seq: u64,
        limit: usize,
    ) -> Result<(Deleted, Option<u64>), StoreError> {
        let mut deleted = Deleted::default();
        let prefix = member.household.to_bytes();
        let span = Span::of(&prefix).after(&key::pointing(prefix, seq));
        let seqs = self.gather(Table::ChangesOfHousehold, &span, limit, |key, _| key::pointed(key))?;
        let wallets = self.only_theirs(member)?;
        for seq in &seqs {
            let before: Change = self.fetch_indexed(Table::Changes, &seq.to_be_bytes())?;
            let mut change = before.clone();
            for fact in &before.facts {
                if let Fact::Lesson { after, .. } = fact
                    && after.member == member.id
                {
                    deleted.lessons += u64::from(self.delete_lesson(after)?);
                }
            }
            change
                .facts
                .retain(|fact| !matches!(fact, Fact::Lesson { after, .. } if after.member == member.id));
            for fact in &mut change.facts {
                rename_in(fact, member.id, name, &wallets);
            }
            if change != before {
                self.put(Table::Changes, &seq.to_be_bytes(), &change)?;
            }
        }
        let next = seqs.last().copied().filter(|_| seqs.len() == limit);
        if next.is_none() {
            deleted += self.forget_records(member, name, &wallets)?;
        }
        Ok((deleted, next))
    }

    /// The records that the journal led to.
    fn forget_records(
        &mut self,
        member: &Member,
        name: &str,
        wallets: &BTreeSet<WalletId>,
    ) -> Result<Deleted, StoreError> {
        let mut deleted = Deleted::default();
        if let Some(held) = self.member(member.id)? {
            self.put(Table::Members, &member.id.to_bytes(), &Member { name: name.to_owned(), ..held })?;
            deleted.members += 1;
        }
        for id in wallets {
            if let Some(mut held) = self.wallet(*id)? {
                rename_wallet(&mut held, name);
                self.put(Table::Wallets, &id.to_bytes(), &held)?;
                deleted.wallets += 1;
            }
        }
        for lesson in self.lessons(member.household)? {
            if lesson.member == member.id {
                deleted.lessons += u64::from(self.delete_lesson(&lesson)?);
            }
        }
        let span = Span::of(&member.household.to_bytes());
        let mut seen = Vec::new();
        self.scan(Table::Security, &span, &mut |key, value| {
            let event: SecurityEvent = record_of(Table::Security, key, value)?;
            if event.member == Some(member.id) {
                seen.push(key.to_vec());
            }
            Ok(ControlFlow::Continue(()))
        })?;
        for key in seen {
            self.delete(Table::Security, &key)?;
        }
        Ok(deleted)
    }

    /// The wallets that a member holds and that nobody else sees anything of.
    fn only_theirs(&self, member: &Member) -> Result<BTreeSet<WalletId>, StoreError> {
        let wallets = self.wallets(member.household)?;
        let closed = wallets.iter().filter(|wallet| {
            let sharing = &wallet.sharing;
            sharing.holder == Some(member.id)
                && sharing.others == Visibility::Private
                && sharing.grants.iter().all(|(_, sees)| *sees == Visibility::Private)
        });
        Ok(closed.map(|wallet| wallet.id).collect())
    }
}

fn rename_in(fact: &mut Fact, member: MemberId, name: &str, wallets: &BTreeSet<WalletId>) {
    match fact {
        Fact::Member { before, after } if after.id == member => {
            for side in before.iter_mut().chain(std::iter::once(after)) {
                name.clone_into(&mut side.name);
            }
        }
        Fact::Wallet { before, after } if wallets.contains(&after.id) => {
            for side in before.iter_mut().chain(std::iter::once(after)) {
                rename_wallet(side, name);
            }
        }
        _ => {}
    }
}

fn rename_wallet(wallet: &mut Wallet, name: &str) {
    name.clone_into(&mut wallet.name);
    wallet.aliases.clear();
}
