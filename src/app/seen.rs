//! Puts names to ids for whoever will show them, and takes away what they may not see.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::outcome::{DraftSeen, DraftWallets, Seen, WalletSeen};
use super::{Acting, Error, Noun};
use crate::ledger::{
    Currency, Draft, Member, MemberId, Money, Sharing, Sight, Transaction, Visibility, Wallet, WalletChoice,
    WalletId, WalletKind,
};
use crate::store::Look;
use crate::words;

impl Acting {
    /// Transactions that this member is shown, with their names, in the same order.
    pub(super) fn see(&self, look: &Look<'_>, transactions: Vec<Transaction>) -> Result<Vec<Seen>, Error> {
        let is_newer = |transaction: &Transaction| transaction.wallets().any(|id| !self.sight.knows(id));
        let sight = if transactions.iter().any(is_newer) {
            Cow::Owned(self.sight_in(look)?)
        } else {
            Cow::Borrowed(&self.sight)
        };
        let categories = Arc::new(look.known_categories(self.household.id)?);
        let mut names =
            Names { acting: self, sight: &sight, wallets: BTreeMap::new(), members: BTreeMap::new() };
        transactions
            .into_iter()
            .map(|transaction| {
                let mut transaction = sight.veiled(transaction);
                if let Some(purchase) = transaction.particulars.refund_of {
                    let purchase = look.transaction(purchase)?.filter(|purchase| sight.shows(purchase));
                    transaction.particulars.refund_of = purchase.map(|purchase| purchase.id);
                }
                let currency = transaction.amount()?.currency();
                let wallet = names.wallet(look, transaction.wallet(), currency)?;
                let to_wallet =
                    transaction.to_wallet().map(|id| names.wallet(look, id, currency)).transpose()?;
                let member = names.member(look, transaction.member)?;
                let particulars = &transaction.particulars;
                let paid_by = particulars.paid_by.map(|id| names.member(look, id)).transpose()?;
                let for_whom = particulars.for_whom.iter().map(|id| names.member(look, *id));
                let for_whom = for_whom.collect::<Result<_, _>>()?;
                let categories = categories.clone();
                Ok(Seen { transaction, wallet, to_wallet, member, paid_by, for_whom, categories })
            })
            .collect()
    }

    /// A wallet with what it holds, as far as this member, and whoever reads along, may know.
    pub(super) fn see_wallet(&self, look: &Look<'_>, wallet: Wallet) -> Result<WalletSeen, Error> {
        let balance = self.company.as_ref().unwrap_or(&self.sight);
        let balance = balance.balance(wallet.id, look.balance(wallet.id)?)?;
        // One that was just made is as open as it says.
        let is_open = |company: &Sight| {
            company.sees(wallet.id) || !company.knows(wallet.id) && wallet.sharing == Sharing::default()
        };
        let is_told = self.company.as_ref().is_none_or(is_open);
        Ok(WalletSeen { wallet, balance, is_told })
    }

    /// The wallets that this member sees in full, archived ones too, their own first: where two share a name, the
    /// first one is meant.
    pub(super) fn seen_wallets(&self, look: &Look<'_>) -> Result<Vec<Wallet>, Error> {
        let mut wallets = look.wallets(self.household.id)?;
        wallets.retain(|wallet| {
            let sees = self.sight.sees(wallet.id) || !self.sight.knows(wallet.id);
            sees && !wallet.removed && wallet.visible_to(&self.member) == Visibility::Full
        });
        wallets.sort_by_key(|wallet| wallet.sharing.holder != Some(self.member.id));
        Ok(wallets)
    }

    /// What stands in the place of a wallet that this member does not see.
    fn veiled_wallet(&self, currency: Currency) -> Wallet {
        Wallet {
            id: WalletId::VEILED,
            household: self.household.id,
            name: words::of(self.member.language).talk.other_wallet.to_owned(),
            kind: WalletKind::Cash,
            currency,
            colour: Wallet::PLAIN_COLOUR.to_owned(),
            aliases: Vec::new(),
            order: 0,
            archived: false,
            removed: false,
            sharing: Sharing { holder: None, others: Visibility::Private, grants: Vec::new() },
            card: None,
            version: 1,
        }
    }
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
    let categories = Arc::new(look.known_categories(draft.household)?);
    Ok(DraftSeen { draft, wallets: seen, categories, learned: Vec::new() })
}

/// Where a member's money goes out of when a message names no wallet: the one they chose, else the first that they
/// see in full.
pub(super) fn usual_wallet<'a>(member: &Member, wallets: &'a [Wallet]) -> Option<&'a Wallet> {
    let seen = |wallet: &&Wallet| !wallet.archived && wallet.visible_to(member) == Visibility::Full;
    let live = || wallets.iter().filter(seen);
    let chosen = live().find(|wallet| Some(wallet.id) == member.default_wallet);
    chosen.or_else(|| live().min_by_key(|wallet| (wallet.order, wallet.id)))
}

/// Each name looked up once, however long the list.
struct Names<'a> {
    acting: &'a Acting,
    sight: &'a Sight,
    wallets: BTreeMap<WalletId, WalletSeen>,
    members: BTreeMap<MemberId, String>,
}

impl Names<'_> {
    /// `currency` is that of a wallet that is not seen.
    fn wallet(&mut self, look: &Look<'_>, id: WalletId, currency: Currency) -> Result<WalletSeen, Error> {
        if !self.sight.sees(id) {
            let wallet = self.acting.veiled_wallet(currency);
            return Ok(WalletSeen { wallet, balance: Money::zero(currency), is_told: false });
        }
        if let Some(known) = self.wallets.get(&id) {
            return Ok(known.clone());
        }
        let wallet = look.wallet(id)?.ok_or_else(|| Error::missing(Noun::Wallet, &id))?;
        let seen = self.acting.see_wallet(look, wallet)?;
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
