//! How wallets are kept.

use serde::{Deserialize, Serialize};

use super::{MoneyForm, Record, currency, money, money_form};
use crate::ledger::{HouseholdId, Money, Wallet, WalletId, WalletKind};
use crate::store::error::Unreadable;

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct WalletForm {
    id: [u8; 16],
    household: [u8; 16],
    name: String,
    kind: u8,
    currency: [u8; 3],
    colour: String,
    aliases: Vec<String>,
    order: u32,
    archived: bool,
    version: u32,
}

impl Record for Wallet {
    type Form = WalletForm;

    fn form(&self) -> WalletForm {
        WalletForm {
            id: self.id.to_bytes(),
            household: self.household.to_bytes(),
            name: self.name.clone(),
            kind: match self.kind {
                WalletKind::Cash => 1,
                WalletKind::Bank => 2,
                WalletKind::EWallet => 3,
                WalletKind::Card => 4,
            },
            currency: self.currency.to_bytes(),
            colour: self.colour.clone(),
            aliases: self.aliases.clone(),
            order: self.order,
            archived: self.archived,
            version: self.version,
        }
    }

    fn restore(form: WalletForm) -> Result<Self, Unreadable> {
        Ok(Self {
            id: WalletId::from_bytes(form.id),
            household: HouseholdId::from_bytes(form.household),
            name: form.name,
            kind: match form.kind {
                1 => WalletKind::Cash,
                2 => WalletKind::Bank,
                3 => WalletKind::EWallet,
                4 => WalletKind::Card,
                _ => return Err(Unreadable("not a kind of wallet")),
            },
            currency: currency(form.currency)?,
            colour: form.colour,
            aliases: form.aliases,
            order: form.order,
            archived: form.archived,
            version: form.version,
        })
    }
}

/// A balance.
impl Record for Money {
    type Form = MoneyForm;

    fn form(&self) -> MoneyForm {
        money_form(*self)
    }

    fn restore(form: MoneyForm) -> Result<Self, Unreadable> {
        money(form)
    }
}
