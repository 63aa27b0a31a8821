//! The only way facts change: a change, its effects and its place in the journal, all in one write.

use std::collections::BTreeMap;

use super::error::StoreError;
use super::key::{self, CellKey};
use super::lessons;
use super::parts::part_places;
use super::pen::Pen;
use super::sums::Sums;
use super::tables::Table;
use super::tags;
use super::transactions::{Tally, tallies};
use crate::ledger::{
    Act, Category, Change, Channel, Currency, Fact, Household, HouseholdId, Lesson, Member, MemberId, Money,
    MoneyError, Rate, Tag, Timestamp, Transaction, Wallet, WalletId,
};

/// A change before it has a place in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewChange {
    pub household: HouseholdId,
    pub at: Timestamp,
    /// Nobody, when the box itself acts.
    pub member: Option<MemberId>,
    pub channel: Channel,
    pub act: Act,
    /// A thing may occur several times, each fact starting from where the one before left it.
    pub facts: Vec<Fact>,
}

impl Pen<'_> {
    /// Makes every fact true: writes what it says is now, moves balances, totals and indexes by the difference
    /// between before and after, and appends the change to the journal. A fact must start from exactly what the
    /// store holds, and belong to the change's household; else nothing of the whole write is kept.
    pub fn append(&mut self, new: NewChange) -> Result<Change, StoreError> {
        self.whole(|pen| pen.append_each(new))
    }

    fn append_each(&mut self, new: NewChange) -> Result<Change, StoreError> {
        let head = match self.newest {
            Some(head) => head,
            None => self.head()?,
        };
        let seq = head + 1;
        let mut moved = Moved::default();
        for fact in &new.facts {
            match fact {
                Fact::Household { before, after } => {
                    self.write_household(new.household, before.as_ref(), after)?;
                }
                Fact::Member { before, after } => self.write_member(new.household, before.as_ref(), after)?,
                Fact::Wallet { before, after } => self.write_wallet(new.household, before.as_ref(), after)?,
                Fact::Transaction { before, after } => {
                    self.write_transaction(new.household, before.as_deref(), after, &mut moved)?;
                    self.list(Table::ChangesOfTransaction, &key::pointing(after.id.to_bytes(), seq))?;
                }
                Fact::Lesson { before, after } => {
                    self.write_lesson(new.household, before.as_deref(), after)?;
                }
                Fact::Category { before, after } => {
                    self.write_category(new.household, before.as_ref(), after)?;
                }
                Fact::Rate { before, after } => self.write_rate(new.household, before.as_ref(), after)?,
            }
        }
        self.settle(new.household, moved)?;
        if let Act::Undo { seq: taken_back } = new.act {
            if self.undo_of(taken_back)?.is_some() || taken_back > head {
                return Err(StoreError::Conflict { noun: "change", id: taken_back.to_string() });
            }
            self.put_bytes(Table::Undone, &taken_back.to_be_bytes(), &seq.to_be_bytes())?;
        }
        let NewChange { household, at, member, channel, act, facts } = new;
        let change = Change { seq, household, at, member, channel, act, facts };
        self.put(Table::Changes, &seq.to_be_bytes(), &change)?;
        self.list(Table::ChangesOfHousehold, &key::pointing(household.to_bytes(), seq))?;
        self.newest = Some(seq);
        self.queue_deliveries(&change)?;
        self.queue_notices(&change)?;
        Ok(change)
    }

    fn write_household(
        &mut self,
        household: HouseholdId,
        before: Option<&Household>,
        after: &Household,
    ) -> Result<(), StoreError> {
        let held = self.household(after.id)?;
        if after.id != household || held.as_ref() != before {
            return Err(StoreError::Conflict { noun: "household", id: after.id.to_string() });
        }
        self.put(Table::Households, &after.id.to_bytes(), after)
    }

    fn write_member(
        &mut self,
        household: HouseholdId,
        before: Option<&Member>,
        after: &Member,
    ) -> Result<(), StoreError> {
        let conflict = || StoreError::Conflict { noun: "member", id: after.id.to_string() };
        if after.household != household || self.member(after.id)?.as_ref() != before {
            return Err(conflict());
        }
        if before.is_some_and(|before| before.account != after.account) {
            return Err(conflict());
        }
        if let Some(before) = before.filter(|before| before.removed.is_none()) {
            let name = key::folded(&before.name);
            let same = |other: &Member| other.removed.is_none() && key::folded(&other.name) == name;
            let others = self.memberships(before.account)?;
            if !others.iter().any(|other| other.id != before.id && same(other)) {
                self.delete(Table::MemberNames, &name)?;
            }
        }
        if after.removed.is_none() {
            let account = after.account.to_bytes();
            let name = key::folded(&after.name);
            if self.bytes(Table::MemberNames, &name)?.is_some_and(|held| held != account) {
                return Err(conflict());
            }
            self.put_bytes(Table::MemberNames, &name, &account)?;
        }
        self.put(Table::Members, &after.id.to_bytes(), after)?;
        self.list(Table::MembersOfAccount, &of_account(after))?;
        self.list(Table::MembersOfHousehold, &in_household(household, after.id.to_bytes()))
    }

    fn write_wallet(
        &mut self,
        household: HouseholdId,
        before: Option<&Wallet>,
        after: &Wallet,
    ) -> Result<(), StoreError> {
        if after.household != household || self.wallet(after.id)?.as_ref() != before {
            return Err(StoreError::Conflict { noun: "wallet", id: after.id.to_string() });
        }
        if let Some(balance) = self.fetch::<Money>(Table::Balances, &after.id.to_bytes())?
            && balance.currency() != after.currency
        {
            return Err(MoneyError::MixedCurrencies(balance.currency(), after.currency).into());
        }
        self.put(Table::Wallets, &after.id.to_bytes(), after)?;
        self.list(Table::WalletsOfHousehold, &in_household(household, after.id.to_bytes()))
    }

    /// Puts another state of a transaction in the place of one, without a word in the journal: only for erasing, which
    /// rewrites the journal as well.
    pub(super) fn replace_transaction(
        &mut self,
        before: &Transaction,
        after: &Transaction,
    ) -> Result<(), StoreError> {
        let mut moved = Moved::default();
        self.write_transaction(before.household, Some(before), after, &mut moved)?;
        self.settle(before.household, moved)
    }

    fn write_transaction(
        &mut self,
        household: HouseholdId,
        before: Option<&Transaction>,
        after: &Transaction,
        moved: &mut Moved,
    ) -> Result<(), StoreError> {
        if after.household != household || self.transaction(after.id)?.as_ref() != before {
            return Err(StoreError::Conflict { noun: "transaction", id: after.id.to_string() });
        }
        let old_places = before.map(places).unwrap_or_default();
        let new_places = places(after);
        for (table, key) in old_places.iter().filter(|place| !new_places.contains(place)) {
            self.delete(*table, key)?;
        }
        for (table, key) in new_places.iter().filter(|place| !old_places.contains(place)) {
            self.list(*table, key)?;
        }
        if let Some(before) = before {
            moved.take_out(before)?;
        }
        moved.put_in(after)?;
        self.put(Table::Transactions, &after.id.to_bytes(), after)
    }

    fn write_lesson(
        &mut self,
        household: HouseholdId,
        before: Option<&Lesson>,
        after: &Lesson,
    ) -> Result<(), StoreError> {
        // Where it stands never changes.
        let moves = before.is_some_and(|before| lessons::places(before) != lessons::places(after));
        if after.household != household || moves || self.lesson(after.id)?.as_ref() != before {
            return Err(StoreError::Conflict { noun: "lesson", id: after.id.to_string() });
        }
        for (table, key) in lessons::places(after) {
            self.list(table, &key)?;
        }
        self.put(Table::Lessons, &after.id.to_bytes(), after)
    }

    fn write_category(
        &mut self,
        household: HouseholdId,
        before: Option<&Category>,
        after: &Category,
    ) -> Result<(), StoreError> {
        if after.household != household || self.category(household, after.slug)?.as_ref() != before {
            return Err(StoreError::Conflict { noun: "category", id: after.slug.to_string() });
        }
        self.put(Table::Categories, &key::category(household, after.slug), after)
    }

    fn write_rate(
        &mut self,
        household: HouseholdId,
        before: Option<&Rate>,
        after: &Rate,
    ) -> Result<(), StoreError> {
        let key = key::rate(household, after.currency, after.day);
        if after.household != household || self.fetch::<Rate>(Table::Rates, &key)?.as_ref() != before {
            return Err(StoreError::Conflict { noun: "rate", id: after.currency.to_string() });
        }
        self.put(Table::Rates, &key, after)
    }

    /// Brings balances and totals to where the facts moved them.
    fn settle(&mut self, household: HouseholdId, moved: Moved) -> Result<(), StoreError> {
        for ((wallet, currency), minor) in moved.balances {
            if minor == 0 {
                continue;
            }
            let key = wallet.to_bytes();
            let held = match self.wallet(wallet)? {
                Some(held) if held.household == household => held,
                _ => return Err(StoreError::Conflict { noun: "wallet", id: wallet.to_string() }),
            };
            let balance = self.fetch(Table::Balances, &key)?.unwrap_or(Money::zero(held.currency));
            let balance = balance.plus(Money::new(minor, currency))?;
            self.put(Table::Balances, &key, &balance)?;
        }
        self.settle_sums(moved.sums)?;
        for ((table, number, cell), tally) in moved.totals {
            if tally == Tally::default() {
                continue;
            }
            let key = key::total(household.to_bytes(), number, cell);
            let held = self.fetch::<Tally>(table, &key)?.unwrap_or_default();
            let now = held.plus(tally)?;
            if now == Tally::default() {
                self.delete(table, &key)?;
            } else {
                self.put(table, &key, &now)?;
            }
        }
        self.count_tags(household, moved.tags)
    }
}

pub(super) fn of_account(member: &Member) -> [u8; 32] {
    key::join(&[&member.account.to_bytes(), &member.id.to_bytes()])
}

pub(super) fn in_household(household: HouseholdId, id: [u8; 16]) -> [u8; 32] {
    key::join(&[&household.to_bytes(), &id])
}

/// The rows of the lists a transaction stands in; once it is voided, only the bin's, and once it is erased there,
/// none.
pub(super) fn places(transaction: &Transaction) -> Vec<(Table, Vec<u8>)> {
    let household = transaction.household.to_bytes();
    if let Some(at) = transaction.voided {
        if transaction.erased.is_some() {
            return Vec::new();
        }
        return vec![(Table::Voided, key::voided(household, at, transaction.id).to_vec())];
    }
    let listed = |owner| key::listed(owner, transaction.day, transaction.id).to_vec();
    let of_household = (Table::TransactionsByDay, listed(household));
    let of_wallets =
        transaction.wallets().map(|wallet| (Table::TransactionsByWallet, listed(wallet.to_bytes())));
    let secret = transaction
        .particulars
        .secret_until
        .map(|until| (Table::Secrets, key::listed(household, until, transaction.id).to_vec()));
    let of_tags = transaction.particulars.tags.iter().map(|tag| {
        let key = key::tagged(household, tag, transaction.day, transaction.id);
        (Table::TransactionsByTag, key.to_vec())
    });
    let refund = transaction
        .particulars
        .refund_of
        .map(|purchase| (Table::RefundsOf, key::refund(purchase, transaction.id).to_vec()));
    std::iter::once(of_household)
        .chain(of_wallets)
        .chain(secret)
        .chain(refund)
        .chain(of_tags)
        .chain(part_places(transaction))
        .collect()
}

/// By how much the facts of a change move balances and totals.
#[derive(Debug, Default)]
struct Moved {
    balances: BTreeMap<(WalletId, Currency), i64>,
    /// By table of totals, number of its day or month, and cell.
    totals: BTreeMap<(Table, u32, CellKey), Tally>,
    tags: BTreeMap<Tag, i64>,
    /// What reports are read from.
    sums: Sums,
}

impl Moved {
    fn put_in(&mut self, transaction: &Transaction) -> Result<(), MoneyError> {
        self.shift(transaction, 1)
    }

    fn take_out(&mut self, transaction: &Transaction) -> Result<(), MoneyError> {
        self.shift(transaction, -1)
    }

    fn shift(&mut self, transaction: &Transaction, times: i64) -> Result<(), MoneyError> {
        self.sums.shift(transaction, times)?;
        for entry in transaction.entries()? {
            let moved = self.balances.entry((entry.wallet, entry.amount.currency())).or_default();
            let by = entry.amount.times(times)?.minor();
            *moved = moved.checked_add(by).ok_or(MoneyError::Overflow)?;
        }
        for tag in tags::counted(transaction) {
            *self.tags.entry(tag.clone()).or_default() += times;
        }
        for (cell, tally) in tallies(transaction)? {
            let tally = tally.times(times)?;
            for (table, number) in [
                (Table::DayTotals, transaction.day.number()),
                (Table::MonthTotals, transaction.day.month().number()),
            ] {
                let moved = self.totals.entry((table, number, cell)).or_default();
                *moved = moved.plus(tally)?;
            }
        }
        Ok(())
    }
}
