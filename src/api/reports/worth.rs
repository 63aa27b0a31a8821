//! What the family has, as JSON shows it.

use poem_openapi::Object;

use super::figures::wallet_ref;
use crate::api::view::WalletRef;
use crate::app;
use crate::ledger::{Currency, Money, Month};

/// What the wallets that the caller sees held at the end of each month, the oldest first.
#[derive(Debug, Object)]
pub(in crate::api) struct NetWorth {
    /// The household's.
    pub currency: String,
    pub points: Vec<WorthPoint>,
    /// Archived ones too; those that held nothing all the while are left out.
    pub wallets: Vec<WalletWorth>,
}

/// The end of one month.
#[derive(Debug, Object)]
pub(in crate::api) struct WorthPoint {
    pub month: Month,
    /// All that had an exchange rate by then, in the household's currency.
    pub total: i64,
    /// What was held of each currency.
    pub held: Vec<HeldMoney>,
    /// Currencies without an exchange rate by then, which are not in `total`.
    pub unrated: Vec<String>,
}

/// An amount of one currency.
#[derive(Debug, Object)]
pub(in crate::api) struct HeldMoney {
    pub currency: String,
    pub amount: i64,
}

/// What one wallet held.
#[derive(Debug, Object)]
pub(in crate::api) struct WalletWorth {
    pub wallet: WalletRef,
    pub currency: String,
    /// One for each point, in the wallet's currency.
    pub held: Vec<i64>,
}

impl From<app::NetWorth> for NetWorth {
    fn from(worth: app::NetWorth) -> Self {
        Self {
            currency: worth.currency.to_string(),
            points: worth.points.into_iter().map(WorthPoint::from).collect(),
            wallets: worth.wallets.into_iter().map(WalletWorth::from).collect(),
        }
    }
}

impl From<app::WorthPoint> for WorthPoint {
    fn from(point: app::WorthPoint) -> Self {
        let held = |money: Money| HeldMoney { currency: money.currency().to_string(), amount: money.minor() };
        Self {
            month: point.month,
            total: point.home.minor(),
            held: point.held.into_iter().map(held).collect(),
            unrated: point.unrated.iter().map(Currency::to_string).collect(),
        }
    }
}

impl From<app::WalletWorth> for WalletWorth {
    fn from(worth: app::WalletWorth) -> Self {
        Self {
            wallet: wallet_ref(worth.wallet),
            currency: worth.currency.to_string(),
            held: worth.held.into_iter().map(Money::minor).collect(),
        }
    }
}
