//! How wallets are kept.

use serde::{Deserialize, Serialize};

use super::{MoneyForm, Record, body_of, currency, each, money, money_form};
use crate::ledger::{
    CardCycle, HouseholdId, MemberId, Money, Sharing, Visibility, Wallet, WalletId, WalletKind,
};
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
    removed: bool,
    sharing: SharingForm,
    /// Statement day and due day.
    card: Option<(u8, u8)>,
    version: u32,
}

#[derive(Debug, Serialize, Deserialize)]
struct SharingForm {
    holder: Option<[u8; 16]>,
    others: u8,
    grants: Vec<([u8; 16], u8)>,
}

impl Record for Wallet {
    type Form = WalletForm;
    const VERSION: u8 = 2;

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
            removed: self.removed,
            sharing: sharing_form(&self.sharing),
            card: self.card.map(|card| (card.statement_day, card.due_day)),
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
            removed: form.removed,
            sharing: sharing(form.sharing)?,
            card: form.card.map(|(statement_day, due_day)| CardCycle { statement_day, due_day }),
            version: form.version,
        })
    }

    fn restore_older(version: u8, body: &[u8]) -> Result<Self, Unreadable> {
        match version {
            1 => Self::restore(body_of::<WalletForm1>(body)?.newer()),
            _ => Err(Unreadable("the wallet has a version this catatduit does not know")),
        }
    }
}

fn sharing_form(sharing: &Sharing) -> SharingForm {
    SharingForm {
        holder: sharing.holder.map(MemberId::to_bytes),
        others: visibility_form(sharing.others),
        grants: sharing
            .grants
            .iter()
            .map(|(to, granted)| (to.to_bytes(), visibility_form(*granted)))
            .collect(),
    }
}

fn sharing(form: SharingForm) -> Result<Sharing, Unreadable> {
    Ok(Sharing {
        holder: form.holder.map(MemberId::from_bytes),
        others: visibility(form.others)?,
        grants: each(form.grants, |(to, granted)| Ok((MemberId::from_bytes(to), visibility(granted)?)))?,
    })
}

const fn visibility_form(visibility: Visibility) -> u8 {
    match visibility {
        Visibility::Private => 1,
        Visibility::MonthlySum => 2,
        Visibility::Full => 3,
    }
}

fn visibility(byte: u8) -> Result<Visibility, Unreadable> {
    match byte {
        1 => Ok(Visibility::Private),
        2 => Ok(Visibility::MonthlySum),
        3 => Ok(Visibility::Full),
        _ => Err(Unreadable("not a visibility")),
    }
}

/// As it was kept before it could be shared.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct WalletForm1 {
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

impl WalletForm1 {
    pub(super) fn newer(self) -> WalletForm {
        WalletForm {
            id: self.id,
            household: self.household,
            name: self.name,
            kind: self.kind,
            currency: self.currency,
            colour: self.colour,
            aliases: self.aliases,
            order: self.order,
            archived: self.archived,
            removed: false,
            sharing: sharing_form(&Sharing::default()),
            card: None,
            version: self.version,
        }
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
