//! Views that several nouns share.

use poem_openapi::{Enum, Object};

use super::scalar::Nullable;
use crate::ledger::{self, MemberId, WalletId};

/// What a member may do: `viewer` looks, `child` changes what is theirs, `adult` everything but people and
/// settings, `owner` everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum Role {
    Viewer,
    Child,
    Adult,
    Owner,
}

impl From<ledger::Role> for Role {
    fn from(role: ledger::Role) -> Self {
        match role {
            ledger::Role::Viewer => Self::Viewer,
            ledger::Role::Child => Self::Child,
            ledger::Role::Adult => Self::Adult,
            ledger::Role::Owner => Self::Owner,
        }
    }
}

impl From<Role> for ledger::Role {
    fn from(role: Role) -> Self {
        match role {
            Role::Viewer => Self::Viewer,
            Role::Child => Self::Child,
            Role::Adult => Self::Adult,
            Role::Owner => Self::Owner,
        }
    }
}

/// A language the house speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum Language {
    #[oai(rename = "id")]
    Indonesian,
    #[oai(rename = "en")]
    English,
}

impl From<ledger::Language> for Language {
    fn from(language: ledger::Language) -> Self {
        match language {
            ledger::Language::Indonesian => Self::Indonesian,
            ledger::Language::English => Self::English,
        }
    }
}

impl From<Language> for ledger::Language {
    fn from(language: Language) -> Self {
        match language {
            Language::Indonesian => Self::Indonesian,
            Language::English => Self::English,
        }
    }
}

/// Which way the money went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum TransactionType {
    Expense,
    Income,
    Transfer,
    Adjustment,
}

impl From<ledger::TransactionType> for TransactionType {
    fn from(kind: ledger::TransactionType) -> Self {
        match kind {
            ledger::TransactionType::Expense => Self::Expense,
            ledger::TransactionType::Income => Self::Income,
            ledger::TransactionType::Transfer => Self::Transfer,
            ledger::TransactionType::Adjustment => Self::Adjustment,
        }
    }
}

impl From<TransactionType> for ledger::TransactionType {
    fn from(kind: TransactionType) -> Self {
        match kind {
            TransactionType::Expense => Self::Expense,
            TransactionType::Income => Self::Income,
            TransactionType::Transfer => Self::Transfer,
            TransactionType::Adjustment => Self::Adjustment,
        }
    }
}

/// The door a record came through; `box` is the command line on the box itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum Channel {
    Telegram,
    Web,
    Api,
    Box,
}

impl From<ledger::Channel> for Channel {
    fn from(channel: ledger::Channel) -> Self {
        match channel {
            ledger::Channel::Telegram => Self::Telegram,
            ledger::Channel::Web => Self::Web,
            ledger::Channel::Api => Self::Api,
            ledger::Channel::Box => Self::Box,
        }
    }
}

/// What kind of place money sits in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum WalletKind {
    Cash,
    Bank,
    #[oai(rename = "ewallet")]
    EWallet,
    Card,
}

impl From<ledger::WalletKind> for WalletKind {
    fn from(kind: ledger::WalletKind) -> Self {
        match kind {
            ledger::WalletKind::Cash => Self::Cash,
            ledger::WalletKind::Bank => Self::Bank,
            ledger::WalletKind::EWallet => Self::EWallet,
            ledger::WalletKind::Card => Self::Card,
        }
    }
}

impl From<WalletKind> for ledger::WalletKind {
    fn from(kind: WalletKind) -> Self {
        match kind {
            WalletKind::Cash => Self::Cash,
            WalletKind::Bank => Self::Bank,
            WalletKind::EWallet => Self::EWallet,
            WalletKind::Card => Self::Card,
        }
    }
}

/// A wallet, as another thing mentions it.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub(super) struct WalletRef {
    /// All zeros for a wallet that the caller does not see.
    pub id: WalletId,
    /// What the family calls it.
    pub name: String,
}

impl From<&ledger::Wallet> for WalletRef {
    fn from(wallet: &ledger::Wallet) -> Self {
        Self { id: wallet.id, name: wallet.name.clone() }
    }
}

/// A member, as another thing mentions them.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub(super) struct MemberRef {
    pub id: MemberId,
    pub name: String,
}

/// An inclusive run of days.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct Period {
    /// The first day.
    pub from: ledger::Day,
    /// The last day.
    pub to: ledger::Day,
}

impl From<ledger::Period> for Period {
    fn from(period: ledger::Period) -> Self {
        Self { from: period.first, to: period.last }
    }
}

/// A share from 0 to 1, three decimals: how sure something is.
pub(super) fn share(sure: ledger::Permille) -> f64 {
    f64::from(sure.get()) / 1000.0
}

/// What a [`share`] says, to three decimals.
pub(super) fn permille(share: f64) -> ledger::Permille {
    let thousandths = super::schema::whole((share * 1000.0).round()).unwrap_or(0);
    ledger::Permille::new(u16::try_from(thousandths).unwrap_or(0))
}

/// The day on which a family's months begin; none for calendar months.
pub(super) fn payday(cycle: ledger::Cycle) -> Nullable<u8> {
    match cycle {
        ledger::Cycle::Calendar => None,
        ledger::Cycle::Payday(day) => Some(day),
    }
    .into()
}

/// [`share`] of what may be unknown.
pub(super) fn share_of(sure: Option<ledger::Permille>) -> Nullable<f64> {
    sure.map(share).into()
}
