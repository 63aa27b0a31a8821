//! Reading households, members and wallets.

use std::ops::ControlFlow;

use super::error::StoreError;
use super::error::Unreadable;
use super::facts::of_account;
use super::key;
use super::look::{Look, record_of, unreadable};
use super::pen::Pen;
use super::source::Span;
use super::tables::Table;
use crate::ledger::{Household, HouseholdId, Member, MemberId, Money, Wallet, WalletId};

impl Look<'_> {
    pub fn household(&self, id: HouseholdId) -> Result<Option<Household>, StoreError> {
        self.fetch(Table::Households, &id.to_bytes())
    }

    /// Every household of the box, oldest first.
    pub fn households(&self) -> Result<Vec<Household>, StoreError> {
        self.records(Table::Households, &Span::all(), usize::MAX)
    }

    pub fn member(&self, id: MemberId) -> Result<Option<Member>, StoreError> {
        self.fetch(Table::Members, &id.to_bytes())
    }

    /// Everyone who is or was in the household, oldest first.
    pub fn members(&self, household: HouseholdId) -> Result<Vec<Member>, StoreError> {
        let ids = self.listed_ids(Table::MembersOfHousehold, &Span::of(&household.to_bytes()), usize::MAX)?;
        ids.iter().map(|id| self.fetch_indexed(Table::Members, id)).collect()
    }

    /// Under whose id the sign-in of whoever has this name is kept, whatever its case. Names of those who are gone are
    /// nobody's.
    pub fn account_named(&self, name: &str) -> Result<Option<MemberId>, StoreError> {
        let key = key::folded(name);
        let Some(bytes) = self.bytes(Table::MemberNames, &key)? else { return Ok(None) };
        let id =
            bytes.try_into().map_err(|_| unreadable(Table::MemberNames, &key, Unreadable("not an id")))?;
        Ok(Some(MemberId::from_bytes(id)))
    }

    /// Who a person is or was in each household, oldest first.
    pub fn memberships(&self, account: MemberId) -> Result<Vec<Member>, StoreError> {
        let ids = self.listed_ids(Table::MembersOfAccount, &Span::of(&account.to_bytes()), usize::MAX)?;
        ids.iter().map(|id| self.fetch_indexed(Table::Members, id)).collect()
    }

    /// The member of this name, whatever its case, who is not gone; their oldest membership, where one person has the
    /// name in several households.
    pub fn member_named(&self, name: &str) -> Result<Option<Member>, StoreError> {
        let Some(account) = self.account_named(name)? else { return Ok(None) };
        let name = name.to_lowercase();
        let mut memberships = self.memberships(account)?.into_iter();
        Ok(memberships.find(|member| member.removed.is_none() && member.name.to_lowercase() == name))
    }

    pub fn wallet(&self, id: WalletId) -> Result<Option<Wallet>, StoreError> {
        self.fetch(Table::Wallets, &id.to_bytes())
    }

    /// The household's wallets, archived ones too and removed ones not, in the order of lists.
    pub fn wallets(&self, household: HouseholdId) -> Result<Vec<Wallet>, StoreError> {
        let ids = self.listed_ids(Table::WalletsOfHousehold, &Span::of(&household.to_bytes()), usize::MAX)?;
        let mut wallets: Vec<Wallet> =
            ids.iter().map(|id| self.fetch_indexed(Table::Wallets, id)).collect::<Result<_, _>>()?;
        wallets.retain(|wallet| !wallet.removed);
        wallets.sort_by_key(|wallet| (wallet.order, wallet.id));
        Ok(wallets)
    }

    /// Whether anything was ever recorded in a wallet, taken back or moved away since or not.
    pub fn ever_held(&self, wallet: WalletId) -> Result<bool, StoreError> {
        // The row is made by the first entry, and stays.
        Ok(self.bytes(Table::Balances, &wallet.to_bytes())?.is_some())
    }

    /// The sum of a wallet's entries.
    pub fn balance(&self, wallet: WalletId) -> Result<Money, StoreError> {
        if let Some(balance) = self.fetch(Table::Balances, &wallet.to_bytes())? {
            return Ok(balance);
        }
        match self.wallet(wallet)? {
            Some(wallet) => Ok(Money::zero(wallet.currency)),
            None => Err(StoreError::Missing { noun: "wallet", id: wallet.to_string() }),
        }
    }
}

impl Pen<'_> {
    /// Lists every member under their person.
    pub(super) fn list_accounts(&mut self) -> Result<(), StoreError> {
        let mut rows = Vec::new();
        self.scan(Table::Members, &Span::all(), &mut |key, value| {
            rows.push(of_account(&record_of(Table::Members, key, value)?));
            Ok(ControlFlow::Continue(()))
        })?;
        rows.iter().try_for_each(|row| self.list(Table::MembersOfAccount, row))
    }
}
