//! Puts names to ids for whoever will show them.

use std::collections::BTreeMap;

use super::outcome::{DraftSeen, DraftWallets, Seen, WalletSeen};
use super::{Error, Noun};
use crate::ledger::{Draft, Member, MemberId, Transaction, Wallet, WalletChoice, WalletId};
use crate::store::Look;

/// Transactions with their names, in the same order.
pub(super) fn see(look: &Look<'_>, transactions: Vec<Transaction>) -> Result<Vec<Seen>, Error> {
    let mut names = Names::default();
    transactions
        .into_iter()
        .map(|transaction| {
            let wallet = names.wallet(look, transaction.wallet())?;
            let to_wallet = transaction.to_wallet().map(|id| names.wallet(look, id)).transpose()?;
            let member = names.member(look, transaction.member)?;
            Ok(Seen { transaction, wallet, to_wallet, member })
        })
        .collect()
}

pub(super) fn see_wallet(look: &Look<'_>, wallet: Wallet) -> Result<WalletSeen, Error> {
    let balance = look.balance(wallet.id)?;
    Ok(WalletSeen { wallet, balance })
}

/// A draft with its wallets' names.
pub(super) fn see_draft(look: &Look<'_>, draft: Draft) -> Result<DraftSeen, Error> {
    let member = look.member(draft.member)?;
    let wallets = look.wallets(draft.household)?;
    let usual = member.as_ref().and_then(|member| usual_wallet(member, &wallets));
    let name_of = |choice: &WalletChoice| match choice {
        WalletChoice::Known(id) => {
            wallets.iter().find(|wallet| wallet.id == *id).map(|wallet| wallet.name.clone())
        }
        WalletChoice::Template(name) => Some(name.clone()),
    };
    let seen = draft
        .items
        .iter()
        .map(|item| {
            let named = item.wallet.as_ref().and_then(name_of);
            let assumed = usual.filter(|_| named.is_none() && item.may_assume_wallet());
            DraftWallets {
                usual: assumed.map(|wallet| wallet.id),
                wallet_was_named: named.is_some(),
                wallet: named.or_else(|| assumed.map(|wallet| wallet.name.clone())),
                to_wallet: item.to_wallet.as_ref().and_then(name_of),
            }
        })
        .collect();
    Ok(DraftSeen { draft, wallets: seen, learned: Vec::new() })
}

/// Where a member's money goes out of when a message names no wallet: the one they chose, else the first.
pub(super) fn usual_wallet<'a>(member: &Member, wallets: &'a [Wallet]) -> Option<&'a Wallet> {
    let live = || wallets.iter().filter(|wallet| !wallet.archived);
    let chosen = live().find(|wallet| Some(wallet.id) == member.default_wallet);
    chosen.or_else(|| live().min_by_key(|wallet| (wallet.order, wallet.id)))
}

/// Each name looked up once, however long the list.
#[derive(Default)]
struct Names {
    wallets: BTreeMap<WalletId, WalletSeen>,
    members: BTreeMap<MemberId, String>,
}

impl Names {
    fn wallet(&mut self, look: &Look<'_>, id: WalletId) -> Result<WalletSeen, Error> {
        if let Some(known) = self.wallets.get(&id) {
            return Ok(known.clone());
        }
        let wallet = look.wallet(id)?.ok_or_else(|| Error::missing(Noun::Wallet, &id))?;
        let seen = see_wallet(look, wallet)?;
        self.wallets.insert(id, seen.clone());
        Ok(seen)
    }

    fn member(&mut self, look: &Look<'_>, id: MemberId) -> Result<String, Error> {
        if let Some(known) = self.members.get(&id) {
            return Ok(known.clone());
        }
        let name = look.member(id)?.map(|member| member.name).unwrap_or_default();
        self.members.insert(id, name.clone());
        Ok(name)
    }
}
