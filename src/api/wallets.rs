//! Wallets, and what they hold.

use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};

use super::Tags;
use super::body::Body;
use super::caller::Caller;
use super::problem::{Looking, Making, Refused, Setting};
use super::reply::{Made, Shown};
use super::scalar::Nullable;
use super::transactions::unexpected;
use super::view::WalletKind;
use crate::app::{self, Error, Outcome, WalletSeen};
use crate::ledger::WalletId;

#[derive(Debug)]
pub(super) struct Wallets;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Wallets")]
impl Wallets {
    /// List wallets
    ///
    /// In the family's order, with what each holds now.
    #[oai(path = "/wallets", method = "get", operation_id = "list_wallets")]
    async fn list(&self, caller: Caller) -> Result<Shown<WalletList>, Refused<Looking>> {
        let items = caller.run(|me| Ok(me.wallets()?.iter().map(Wallet::from).collect())).await?;
        Ok(Shown(WalletList { items }))
    }

    /// Add a wallet
    ///
    /// A template's name brings its colour and kind. What it holds already is recorded as an adjustment.
    #[oai(path = "/wallets", method = "post", operation_id = "add_wallet")]
    async fn add(&self, caller: Caller, new: Body<NewWallet>) -> Result<Made<WalletAdded>, Refused<Making>> {
        let new = app::NewWallet::from(new.0);
        Ok(Made(caller.run(move |me| WalletAdded::of(&me.add_wallet(&new)?)).await?))
    }

    /// Set a balance
    ///
    /// Records what the wallet turned out to hold more, or less, than its entries said.
    #[oai(path = "/wallets/:id/balance", method = "put", operation_id = "set_balance")]
    async fn set_balance(
        &self,
        caller: Caller,
        id: Path<WalletId>,
        real: Body<RealBalance>,
    ) -> Result<Shown<BalanceSet>, Refused<Setting>> {
        let balance = real.0.balance;
        Ok(Shown(caller.run(move |me| BalanceSet::of(&me.set_balance(id.0, balance)?)).await?))
    }
}

/// The family's wallets.
#[derive(Debug, Object)]
pub(super) struct WalletList {
    pub items: Vec<Wallet>,
}

/// A wallet with what it holds.
#[derive(Debug, Object)]
pub(super) struct Wallet {
    pub id: WalletId,
    pub name: String,
    pub kind: WalletKind,
    /// `#RRGGBB`, for dots and bars, never for text.
    pub colour: String,
    /// ISO 4217; the rupiah has no decimals here.
    pub currency: String,
    /// The sum of its entries, in the currency's minor unit; may be negative.
    pub balance: i64,
    /// Other words that mean it in a message.
    pub aliases: Vec<String>,
    /// Position in lists, lowest first.
    pub order: u32,
}

/// A wallet to be.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewWallet {
    #[oai(validator(min_length = 1, max_length = 40))]
    name: String,
    /// The template's when left out, or else `cash`.
    #[oai(nullable)]
    kind: Option<WalletKind>,
    /// What it holds now, in the currency's minor unit; nothing when left out.
    #[oai(nullable, validator(minimum(value = "-9000000000000000"), maximum(value = "9000000000000000")))]
    balance: Option<i64>,
}

/// What a wallet really holds.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct RealBalance {
    /// In the wallet's currency; negative for a debt.
    #[oai(validator(minimum(value = "-9000000000000000"), maximum(value = "9000000000000000")))]
    balance: i64,
}

/// A new wallet.
#[derive(Debug, Object)]
pub(super) struct WalletAdded {
    pub wallet: Wallet,
    /// The change's position in the journal.
    pub change: u64,
}

/// A wallet whose balance was set.
#[derive(Debug, Object)]
pub(super) struct BalanceSet {
    pub wallet: Wallet,
    /// What it held more (negative: less) than its entries said.
    pub difference: i64,
    /// The change's position in the journal, for undoing it; `null` when it held that already.
    pub change: Nullable<u64>,
}

impl From<&WalletSeen> for Wallet {
    fn from(seen: &WalletSeen) -> Self {
        let wallet = &seen.wallet;
        Self {
            id: wallet.id,
            name: wallet.name.clone(),
            kind: wallet.kind.into(),
            colour: wallet.colour.clone(),
            currency: wallet.currency.to_string(),
            balance: seen.balance.minor(),
            aliases: wallet.aliases.clone(),
            order: wallet.order,
        }
    }
}

impl From<NewWallet> for app::NewWallet {
    fn from(new: NewWallet) -> Self {
        Self { name: new.name, kind: new.kind.map(Into::into), balance: new.balance.unwrap_or(0) }
    }
}

impl WalletAdded {
    fn of(outcome: &Outcome) -> Result<Self, Error> {
        let Outcome::WalletAdded { change, wallet } = outcome else { return Err(unexpected(outcome)) };
        Ok(Self { wallet: Wallet::from(wallet), change: *change })
    }
}

impl BalanceSet {
    fn of(outcome: &Outcome) -> Result<Self, Error> {
        let Outcome::BalanceSet { change, wallet, difference } = outcome else {
            return Err(unexpected(outcome));
        };
        Ok(Self { wallet: Wallet::from(wallet), difference: difference.minor(), change: (*change).into() })
    }
}
