//! Wallets: list, add, "setel saldo".

mod change;
mod statement;

pub use change::WalletChange;
pub use statement::{Statement, Statements};

use super::outcome::{Outcome, WalletSeen};
use super::{Acting, Error, Noun, Why};
use crate::error::must_be_as_seen;
use crate::ledger::{
    Act, Channel, Colour, Currency, Fact, Money, Movement, Particulars, Role, Sharing, Source, Total,
    Transaction, Visibility, Wallet, WalletId, WalletKind, WalletTemplate,
};
use crate::store::Look;
use crate::words;

/// A wallet to be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewWallet {
    /// 1 to 40 characters. A template's name brings its colour, kind and other spellings.
    pub name: String,
    pub kind: Option<WalletKind>,
    pub colour: Option<Colour>,
    /// The household's when none is given; it never changes.
    pub currency: Option<Currency>,
    /// Minor units it holds already; recorded as an adjustment.
    pub balance: i64,
}

impl Acting {
    pub const MAX_WALLET_NAME: usize = 40;
    /// Enough for any family; keeps every list and keyboard bounded.
    pub const MAX_WALLETS: usize = 100;

    /// Every wallet that is not archived and that this member sees, in the family's order, with what it holds.
    pub fn wallets(&self) -> Result<Vec<WalletSeen>, Error> {
        self.app.store().read(|look| {
            let wallets = look.wallets(self.household.id)?;
            wallets
                .into_iter()
                .filter(|wallet| !wallet.archived && self.sight.sees(wallet.id))
                .map(|wallet| self.see_wallet(look, wallet))
                .collect()
        })
    }

    /// One wallet, in use or archived, with what it holds.
    pub fn wallet_seen(&self, id: WalletId) -> Result<WalletSeen, Error> {
        self.app.store().read(|look| self.see_wallet(look, self.own_wallet(look, id)?))
    }

    pub fn add_wallet(&self, new: &NewWallet) -> Result<Outcome, Error> {
        self.must_manage_wallets()?;
        let this = self.clone();
        let (name, kind, colour) = (super::text::clean_line(&new.name), new.kind, new.colour);
        let currency = new.currency.unwrap_or(self.household.currency);
        let opening = Money::new(new.balance, currency);
        if opening.minor() != 0
            && !Money::new(opening.minor().saturating_abs(), opening.currency()).is_recordable()
        {
            return Err(Error::invalid("balance", Why::Amount));
        }
        self.write(move |pen| {
            let wallet = this.new_wallet(pen, &name, kind)?;
            let colour = colour.map_or_else(|| wallet.colour.clone(), |colour| colour.to_string());
            let wallet = Wallet { currency, colour, ..wallet };
            let mut facts = vec![Fact::Wallet { before: None, after: wallet.clone() }];
            if !opening.is_zero() {
                let description = words::of(this.member.language).talk.opening_balance;
                facts.push(this.adjustment(&wallet, opening, description));
            }
            let change = this.append(pen, Act::AddWallet, facts)?.seq;
            Ok(Outcome::WalletAdded { change, wallet: this.see_wallet(pen, wallet)? })
        })
    }

    /// Records an adjustment that makes the wallet hold what it really holds, counted from what this member sees of
    /// it: a correction that took somebody else's secret into account would tell of it.
    pub fn set_balance(&self, id: WalletId, balance: i64) -> Result<Outcome, Error> {
        self.set_balance_seen(id, balance, None)
    }

    /// Like [`Acting::set_balance`]; with `seen`, only if the wallet is still at that version.
    pub fn set_balance_seen(&self, id: WalletId, balance: i64, seen: Option<u32>) -> Result<Outcome, Error> {
        self.must_manage_wallets()?;
        let this = self.clone();
        self.write(move |pen| {
            let wallet = this.own_wallet(pen, id)?;
            must_be_as_seen(Noun::Wallet, wallet.version, seen)?;
            let real = Money::new(balance, wallet.currency);
            let held = this.sight.balance(wallet.id, pen.balance(wallet.id)?)?;
            let difference = real.minus(held)?;
            if difference.is_zero() {
                return Ok(Outcome::BalanceSet {
                    change: None,
                    wallet: this.see_wallet(pen, wallet)?,
                    difference,
                });
            }
            let fact = this.adjustment(&wallet, difference, "");
            if let Fact::Transaction { after, .. } = &fact {
                after.check().map_err(|_| Error::invalid("balance", Why::Amount))?;
            }
            let change = this.append(pen, Act::SetBalance, vec![fact])?.seq;
            let wallet = this.see_wallet(pen, wallet)?;
            Ok(Outcome::BalanceSet { change: Some(change), wallet, difference })
        })
    }

    /// What those wallets hold together, in the household's currency by today's rates.
    pub fn total_held(&self, wallets: &[WalletSeen]) -> Result<Total, Error> {
        let balances = wallets.iter().map(|seen| seen.balance);
        self.app.store().read(|look| self.total_of(look, balances.clone(), self.today()))
    }

    /// A wallet that this member sees in full; any other looks the same as none.
    pub(super) fn own_wallet(&self, look: &Look<'_>, id: WalletId) -> Result<Wallet, Error> {
        look.wallet(id)?
            .filter(|wallet| wallet.household == self.household.id && !wallet.removed && self.sight.sees(id))
            .ok_or_else(|| Error::missing(Noun::Wallet, &id))
    }

    /// A wallet of that name, made from the template of the same name if there is one. Not yet written. A name that
    /// only a wallet has which this member knows nothing of is free. What a child makes is their own.
    pub(super) fn new_wallet(
        &self,
        look: &Look<'_>,
        name: &str,
        kind: Option<WalletKind>,
    ) -> Result<Wallet, Error> {
        let wallets = look.wallets(self.household.id)?;
        let known = |wallet: &&Wallet| wallet.visible_to(&self.member) != Visibility::Private;
        if wallets.iter().filter(known).any(|wallet| wallet.name.to_lowercase() == name.to_lowercase()) {
            return Err(Error::invalid("name", Why::Taken));
        }
        if wallets.len() >= Self::MAX_WALLETS {
            return Err(Error::invalid("wallets", Why::TooLong { most: Self::MAX_WALLETS }));
        }
        let order = wallets.iter().map(|wallet| wallet.order).max().map_or(0, |order| order + 1);
        let id = self.app.new_wallet_id(self.ctx.now);
        let mut wallet = make_wallet(id, self.household.id, name, kind, self.household.currency, order)?;
        wallet.sharing.holder = (self.member.role == Role::Child).then_some(self.member.id);
        Ok(wallet)
    }

    fn adjustment(&self, wallet: &Wallet, difference: Money, description: &str) -> Fact {
        super::transaction::fact(
            None,
            Transaction {
                id: self.app.new_transaction_id(self.ctx.now),
                household: self.household.id,
                day: self.today(),
                member: self.member.id,
                movement: Movement::Adjustment {
                    wallet: wallet.id,
                    difference,
                    description: description.to_owned(),
                },
                person: None,
                note: None,
                particulars: Particulars::default(),
                source: Source { channel: self.ctx.channel, text: None, confidence: None },
                recorded: self.ctx.now,
                voided: None,
                erased: None,
                version: 1,
            },
        )
    }
}

/// A wallet with its template's colour, kind and other spellings, when its name is a template's.
pub(super) fn make_wallet(
    id: WalletId,
    household: crate::ledger::HouseholdId,
    name: &str,
    kind: Option<WalletKind>,
    currency: Currency,
    order: u32,
) -> Result<Wallet, Error> {
    if name.is_empty() {
        return Err(Error::invalid("name", Why::Empty));
    }
    if name.chars().count() > Acting::MAX_WALLET_NAME {
        return Err(Error::invalid("name", Why::TooLong { most: Acting::MAX_WALLET_NAME }));
    }
    let template = WalletTemplate::named(name);
    Ok(Wallet {
        id,
        household,
        name: template.map_or(name, |template| template.name).to_owned(),
        kind: kind.or(template.map(|template| template.kind)).unwrap_or(WalletKind::Cash),
        currency,
        colour: template.map_or(Wallet::PLAIN_COLOUR, |template| template.colour).to_owned(),
        aliases: template
            .map(|template| template.aliases.iter().map(|alias| (*alias).to_owned()).collect())
            .unwrap_or_default(),
        order,
        archived: false,
        removed: false,
        sharing: Sharing::default(),
        card: None,
        version: 1,
    })
}

/// The channel of a wallet made while setting up the house.
pub(super) const SETUP_CHANNEL: Channel = Channel::Box;
