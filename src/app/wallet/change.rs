//! Changing a wallet: name, looks, other words for it, its card's days, its place in lists; away with it.

use super::super::outcome::{Outcome, WalletSeen};
use super::super::seen::usual_wallet;
use super::super::text::clean_line;
use super::super::{Acting, Error, Noun, Why};
use crate::error::must_be_as_seen;
use crate::ledger::{Act, CardCycle, Colour, Fact, Member, Visibility, Wallet, WalletId, WalletKind};
use crate::store::{Look, Pen};

/// What a person says a wallet should be. What is `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WalletChange {
    /// The version the person was looking at; a later one means somebody else was quicker.
    pub version: Option<u32>,
    pub name: Option<String>,
    pub kind: Option<WalletKind>,
    pub colour: Option<Colour>,
    /// All of them, in place of those it had.
    pub aliases: Option<Vec<String>>,
    pub archived: Option<bool>,
    /// Some(None) takes the card's days away.
    pub card: Option<Option<CardCycle>>,
}

impl Acting {
    /// Other words for one wallet.
    pub const MAX_ALIASES: usize = 20;

    /// The wallets that are archived and that this member sees.
    pub fn archived_wallets(&self) -> Result<Vec<WalletSeen>, Error> {
        self.app.store().read(|look| {
            let wallets = look.wallets(self.household.id)?.into_iter();
            let archived = wallets.filter(|wallet| wallet.archived && self.sight.sees(wallet.id));
            archived.map(|wallet| self.see_wallet(look, wallet)).collect()
        })
    }

    /// Changes what a wallet is called, how it looks, and whether it is offered.
    pub fn change_wallet(&self, id: WalletId, change: WalletChange) -> Result<Outcome, Error> {
        self.must_manage_wallets()?;
        let this = self.clone();
        self.write(move |pen| {
            let before = this.own_wallet(pen, id)?;
            must_be_as_seen(Noun::Wallet, before.version, change.version)?;
            let after = this.changed_wallet(pen, &before, &change)?;
            this.put_wallet(pen, before, after)
        })
    }

    /// Takes a wallet out of all lists if nothing was ever recorded in it; else archives it: history stays. With `seen`,
    /// only if it is still at that version.
    pub fn remove_wallet(&self, id: WalletId, seen: Option<u32>) -> Result<Outcome, Error> {
        self.must_manage_wallets()?;
        let this = self.clone();
        self.write(move |pen| {
            let before = this.own_wallet(pen, id)?;
            must_be_as_seen(Noun::Wallet, before.version, seen)?;
            let mut after = Wallet { archived: true, ..before.clone() };
            after.removed = !pen.ever_held(id)?;
            if after == before {
                return Err(Error::Gone { noun: Noun::Wallet });
            }
            this.put_wallet(pen, before, after)
        })
    }

    /// Puts the wallets in that order: each one that is listed for this member, once.
    pub fn order_wallets(&self, order: Vec<WalletId>) -> Result<Outcome, Error> {
        self.must_manage_wallets()?;
        let this = self.clone();
        self.write(move |pen| {
            let wallets = pen.wallets(this.household.id)?;
            let mut listed: Vec<Wallet> =
                wallets.into_iter().filter(|wallet| !wallet.archived && this.sight.sees(wallet.id)).collect();
            let mut facts = Vec::new();
            for (place, id) in (0_u32..).zip(&order) {
                let at = listed.iter().position(|wallet| wallet.id == *id);
                let before = listed.swap_remove(at.ok_or(Error::invalid("wallets", Why::Unknown))?);
                if before.order != place {
                    let after = Wallet { order: place, version: before.version + 1, ..before.clone() };
                    facts.push(Fact::Wallet { before: Some(before), after });
                }
            }
            if !listed.is_empty() {
                return Err(Error::invalid("wallets", Why::Missing));
            }
            let change = this.append_any(pen, Act::ChangeWallet, facts)?;
            Ok(Outcome::Ordered { change })
        })
    }

    /// From now on this member's money goes out of that wallet when a message names none.
    pub fn prefer_wallet(&self, id: WalletId) -> Result<Outcome, Error> {
        self.must_record()?;
        let this = self.clone();
        self.write(move |pen| {
            let wallet = this.own_wallet(pen, id)?;
            if wallet.archived {
                return Err(Error::Gone { noun: Noun::Wallet });
            }
            let before = pen.member(this.member.id)?.ok_or(Error::Unauthenticated)?;
            let after = Member { default_wallet: Some(id), version: before.version + 1, ..before.clone() };
            let same = before.default_wallet == after.default_wallet;
            let facts = if same { Vec::new() } else { vec![Fact::Member { before: Some(before), after }] };
            let change = this.append_any(pen, Act::ChangeMember, facts)?;
            Ok(Outcome::WalletChanged { change, wallet: this.see_wallet(pen, wallet)? })
        })
    }

    /// Where this member's money goes out of when a message names no wallet.
    pub fn preferred_wallet(&self) -> Result<Option<WalletId>, Error> {
        self.app.store().read(|look| {
            let wallets = look.wallets(self.household.id)?;
            Ok(usual_wallet(&self.member, &wallets).map(|wallet| wallet.id))
        })
    }

    fn put_wallet(&self, pen: &mut Pen<'_>, before: Wallet, mut after: Wallet) -> Result<Outcome, Error> {
        let mut facts = Vec::new();
        if after != before {
            after.version = before.version + 1;
            facts.push(Fact::Wallet { before: Some(before), after: after.clone() });
        }
        let change = self.append_any(pen, Act::ChangeWallet, facts)?;
        Ok(Outcome::WalletChanged { change, wallet: self.see_wallet(pen, after)? })
    }

    fn changed_wallet(
        &self,
        look: &Look<'_>,
        before: &Wallet,
        change: &WalletChange,
    ) -> Result<Wallet, Error> {
        let mut after = before.clone();
        // A name that only a wallet has which this member knows nothing of is free.
        let mut others = look.wallets(self.household.id)?;
        others.retain(|other| other.id != before.id && other.visible_to(&self.member) != Visibility::Private);
        if let Some(name) = &change.name {
            after.name = wallet_name(name)?;
            if others.iter().any(|other| other.name.to_lowercase() == after.name.to_lowercase()) {
                return Err(Error::invalid("name", Why::Taken));
            }
        }
        if let Some(aliases) = &change.aliases {
            after.aliases = clean_aliases(aliases, &others)?;
        }
        after.kind = change.kind.unwrap_or(after.kind);
        after.colour = change.colour.map_or(after.colour, |colour| colour.to_string());
        after.archived = change.archived.unwrap_or(after.archived);
        if let Some(card) = change.card {
            if card.is_some_and(|cycle| !cycle.is_sound()) {
                return Err(Error::invalid("card", Why::Unknown));
            }
            after.card = card;
        }
        if after.card.is_some() && after.kind != WalletKind::Card {
            return Err(Error::invalid("card", Why::Misfit));
        }
        Ok(after)
    }
}

/// A wallet's name as it is kept.
pub(in super::super) fn wallet_name(name: &str) -> Result<String, Error> {
    let name = clean_line(name);
    if name.is_empty() {
        return Err(Error::invalid("name", Why::Empty));
    }
    if name.chars().count() > Acting::MAX_WALLET_NAME {
        return Err(Error::invalid("name", Why::TooLong { most: Acting::MAX_WALLET_NAME }));
    }
    Ok(name)
}

/// Other words for a wallet as they are kept: lower case, each once, and none that means another wallet.
fn clean_aliases(aliases: &[String], others: &[Wallet]) -> Result<Vec<String>, Error> {
    let mut clean: Vec<String> = Vec::new();
    for alias in aliases {
        let alias = clean_line(alias).to_lowercase();
        if alias.is_empty() {
            return Err(Error::invalid("aliases", Why::Empty));
        }
        if alias.chars().count() > Acting::MAX_WALLET_NAME {
            return Err(Error::invalid("aliases", Why::TooLong { most: Acting::MAX_WALLET_NAME }));
        }
        let means = |other: &Wallet| other.name.to_lowercase() == alias || other.aliases.contains(&alias);
        if others.iter().any(|other| !other.archived && means(other)) {
            return Err(Error::invalid("aliases", Why::Taken));
        }
        if !clean.contains(&alias) {
            clean.push(alias);
        }
    }
    if clean.len() > Acting::MAX_ALIASES {
        return Err(Error::invalid("aliases", Why::TooLong { most: Acting::MAX_ALIASES }));
    }
    Ok(clean)
}
