//! Wallets, and what they hold.

use poem_openapi::param::{Path, Query};
use poem_openapi::{Object, OpenApi};

use super::Tags;
use super::body::Body;
use super::caller::Caller;
use super::cards::CardDays;
use super::problem::{
    ActingOnOne, Amending, Arranging, Choosing, Looking, LookingAtOne, Making, Refused, Setting,
};
use super::rates::Total;
use super::reply::{Current, Made, Shown, Versioned};
use super::scalar::Nullable;
use super::tag::IfMatch;
use super::transactions::unexpected;
use super::view::WalletKind;
use crate::app::{self, Acting, Error, Outcome, WalletSeen};
use crate::ledger::{self, Colour, Currency, WalletId};

#[derive(Debug)]
pub(super) struct Wallets;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Wallets")]
impl Wallets {
    /// List wallets
    ///
    /// In the family's order, with what each holds now, and what they hold together.
    #[oai(path = "/wallets", method = "get", operation_id = "list_wallets")]
    async fn list(
        &self,
        caller: Caller,
        /// Those that are archived, instead of those in use.
        #[oai(default)]
        archived: Query<bool>,
    ) -> Result<Shown<WalletList>, Refused<Choosing>> {
        Ok(Shown(caller.read(move |me| WalletList::of(&me, archived.0)).await?))
    }

    /// Look at one wallet
    ///
    /// An archived one can still be looked at.
    #[oai(path = "/wallets/:id", method = "get", operation_id = "look_at_wallet")]
    async fn look(
        &self,
        caller: Caller,
        id: Path<WalletId>,
    ) -> Result<Current<Wallet>, Refused<LookingAtOne>> {
        Ok(Current(caller.read(move |me| Ok(Wallet::from(&me.wallet_seen(id.0)?))).await?))
    }

    /// List wallet templates
    ///
    /// Wallets many families have. Adding one by its name brings its colour, kind and other spellings.
    #[oai(path = "/wallet-templates", method = "get", operation_id = "list_wallet_templates")]
    async fn templates(&self, caller: Caller) -> Result<Shown<WalletTemplateList>, Refused<Looking>> {
        Ok(Shown(caller.run(|_| Ok(WalletTemplateList::all())).await?))
    }

    /// Add a wallet
    ///
    /// A template's name brings its colour and kind. What it holds already is recorded as an adjustment.
    #[oai(path = "/wallets", method = "post", operation_id = "add_wallet")]
    async fn add(&self, caller: Caller, new: Body<NewWallet>) -> Result<Made<WalletAdded>, Refused<Making>> {
        let new = app::NewWallet::from(new.0);
        Ok(Made(caller.run(move |me| WalletAdded::of(&me.add_wallet(&new)?)).await?))
    }

    /// Change a wallet
    ///
    /// A part that is left out stays as it is. An archived wallet is not offered any more; what is recorded in it
    /// stays. With `version` the change is refused as `stale`, and with `If-Match` as `outdated`, when somebody else was
    /// quicker.
    #[oai(path = "/wallets/:id", method = "patch", operation_id = "change_wallet")]
    async fn change(
        &self,
        caller: Caller,
        id: Path<WalletId>,
        /// The `ETag` of the wallet that the person was looking at, or `"v3"` for its version.
        #[oai(name = "If-Match")]
        seen: IfMatch,
        change: Body<WalletChange>,
    ) -> Result<Shown<WalletChanged>, Refused<Amending>> {
        let version = seen.or(change.0.version);
        let change = app::WalletChange { version, ..change.0.into() };
        Ok(Shown(caller.run(move |me| WalletChanged::of(&me.change_wallet(id.0, change)?)).await?))
    }

    /// Delete a wallet
    ///
    /// One that nothing was ever recorded in leaves all lists; any other is archived, because history is never
    /// deleted. Undoing the change brings it back.
    #[oai(path = "/wallets/:id", method = "delete", operation_id = "remove_wallet")]
    async fn remove(
        &self,
        caller: Caller,
        id: Path<WalletId>,
        /// The `ETag` of the wallet that the person was looking at, or `"v3"` for its version.
        #[oai(name = "If-Match")]
        seen: IfMatch,
    ) -> Result<Shown<WalletChanged>, Refused<ActingOnOne>> {
        let seen = seen.or(None);
        Ok(Shown(caller.run(move |me| WalletChanged::of(&me.remove_wallet(id.0, seen)?)).await?))
    }

    /// Order the wallets
    ///
    /// All wallets that are in use, each once.
    #[oai(path = "/wallet-order", method = "put", operation_id = "order_wallets")]
    async fn order(
        &self,
        caller: Caller,
        order: Body<WalletOrder>,
    ) -> Result<Shown<Ordered>, Refused<Arranging>> {
        let order = order.0.wallets;
        Ok(Shown(caller.run(move |me| Ordered::of(&me.order_wallets(order)?)).await?))
    }

    /// Set a balance
    ///
    /// Records what the wallet turned out to hold more, or less, than its entries said.
    #[oai(path = "/wallets/:id/balance", method = "put", operation_id = "set_balance")]
    async fn set_balance(
        &self,
        caller: Caller,
        id: Path<WalletId>,
        /// The `ETag` of the wallet that the person was looking at, or `"v3"` for its version.
        #[oai(name = "If-Match")]
        seen: IfMatch,
        real: Body<RealBalance>,
    ) -> Result<Shown<BalanceSet>, Refused<Setting>> {
        let (balance, seen) = (real.0.balance, seen.or(None));
        let set = move |me: Acting| BalanceSet::of(&me.set_balance_seen(id.0, balance, seen)?);
        Ok(Shown(caller.run(set).await?))
    }

    /// Prefer a wallet
    ///
    /// From now on the caller's money goes out of it when a message names no wallet.
    #[oai(path = "/wallets/:id/preferred", method = "put", operation_id = "prefer_wallet")]
    async fn prefer(
        &self,
        caller: Caller,
        id: Path<WalletId>,
    ) -> Result<Shown<WalletChanged>, Refused<ActingOnOne>> {
        Ok(Shown(caller.run(move |me| WalletChanged::of(&me.prefer_wallet(id.0)?)).await?))
    }
}

/// The family's wallets.
#[derive(Debug, Object)]
pub(super) struct WalletList {
    pub items: Vec<Wallet>,
    /// What they hold together, by today's rates.
    pub total: Total,
    /// Where the caller's money goes out of when a message names no wallet.
    pub preferred: Nullable<WalletId>,
}

/// Wallets many families have.
#[derive(Debug, Object)]
pub(super) struct WalletTemplateList {
    pub items: Vec<WalletTemplate>,
}

/// A wallet many families have.
#[derive(Debug, Object)]
pub(super) struct WalletTemplate {
    pub name: String,
    pub kind: WalletKind,
    /// The brand's colour, `#RRGGBB`, for dots and bars, never for text.
    pub colour: String,
    /// Other words that mean it in a message.
    pub aliases: Vec<String>,
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
    /// It is not offered any more; what is recorded in it stays.
    pub archived: bool,
    /// Of a credit card whose days are known.
    pub card: Nullable<CardDays>,
    /// 1 when added, one more at every later change.
    pub version: u32,
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
    /// The template's when left out, or else grey.
    #[oai(nullable)]
    colour: Option<Colour>,
    /// ISO 4217; the household's when left out. It never changes.
    #[oai(nullable)]
    currency: Option<Currency>,
    /// What it holds now, in the currency's minor unit; nothing when left out.
    #[oai(nullable, validator(minimum(value = "-9000000000000000"), maximum(value = "9000000000000000")))]
    balance: Option<i64>,
}

/// What a wallet should be. What is left out or `null` stays as it is.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct WalletChange {
    /// The version that the person was looking at.
    #[oai(nullable)]
    version: Option<u32>,
    #[oai(nullable, validator(min_length = 1, max_length = 40))]
    name: Option<String>,
    #[oai(nullable)]
    kind: Option<WalletKind>,
    #[oai(nullable)]
    colour: Option<Colour>,
    /// All other words that mean it in a message, in place of those it had; each up to 40 characters.
    #[oai(nullable, validator(max_items = 20))]
    aliases: Option<Vec<String>>,
    #[oai(nullable)]
    archived: Option<bool>,
}

/// Every wallet in use, first to last.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct WalletOrder {
    #[oai(validator(max_items = 100))]
    wallets: Vec<WalletId>,
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

/// A changed wallet.
#[derive(Debug, Object)]
pub(super) struct WalletChanged {
    /// As it is now.
    pub wallet: Wallet,
    /// It is in no list any more.
    pub removed: bool,
    /// The change's position in the journal, for undoing it; `null` when it was so already.
    pub change: Nullable<u64>,
}

/// Things in another order.
#[derive(Debug, Object)]
pub(super) struct Ordered {
    /// The change's position in the journal, for undoing it; `null` when they stood so already.
    pub change: Nullable<u64>,
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

impl Versioned for Wallet {
    fn version(&self) -> u32 {
        self.version
    }
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
            archived: wallet.archived,
            card: wallet.card.map(CardDays::from).into(),
            version: wallet.version,
        }
    }
}

impl WalletList {
    fn of(me: &Acting, archived: bool) -> Result<Self, Error> {
        let wallets = if archived { me.archived_wallets()? } else { me.wallets()? };
        Ok(Self {
            items: wallets.iter().map(Wallet::from).collect(),
            total: Total::from(&me.total_held(&wallets)?),
            preferred: me.preferred_wallet()?.into(),
        })
    }
}

impl WalletTemplateList {
    fn all() -> Self {
        let template = |template: &ledger::WalletTemplate| WalletTemplate {
            name: template.name.to_owned(),
            kind: template.kind.into(),
            colour: template.colour.to_owned(),
            aliases: template.aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        };
        Self { items: ledger::WALLET_TEMPLATES.iter().map(template).collect() }
    }
}

impl From<WalletChange> for app::WalletChange {
    fn from(change: WalletChange) -> Self {
        let WalletChange { version, name, kind, colour, aliases, archived } = change;
        Self { version, name, kind: kind.map(Into::into), colour, aliases, archived, card: None }
    }
}

impl WalletChanged {
    pub(super) fn of(outcome: &Outcome) -> Result<Self, Error> {
        let Outcome::WalletChanged { change, wallet } = outcome else { return Err(unexpected(outcome)) };
        Ok(Self { removed: wallet.wallet.removed, wallet: Wallet::from(wallet), change: (*change).into() })
    }
}

impl Ordered {
    pub(super) fn of(outcome: &Outcome) -> Result<Self, Error> {
        let Outcome::Ordered { change } = outcome else { return Err(unexpected(outcome)) };
        Ok(Self { change: (*change).into() })
    }
}

impl From<NewWallet> for app::NewWallet {
    fn from(new: NewWallet) -> Self {
        Self {
            name: new.name,
            kind: new.kind.map(Into::into),
            colour: new.colour,
            currency: new.currency,
            balance: new.balance.unwrap_or(0),
        }
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
