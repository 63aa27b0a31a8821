//! Exchange rates, and what amounts of several currencies come to.

use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};

use super::Tags;
use super::body::Body;
use super::caller::Caller;
use super::problem::{Looking, Refused, Removing, Setting};
use super::reply::Shown;
use super::scalar::Nullable;
use super::tag::IfMatch;
use super::transactions::unexpected;
use crate::app::{Error, Outcome};
use crate::ledger::{self, Currency, Day, Money};

#[derive(Debug)]
pub(super) struct Rates;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Wallets")]
impl Rates {
    /// List exchange rates
    ///
    /// By currency, and of each the oldest first. A rate holds from its day until the next one of its currency.
    #[oai(path = "/rates", method = "get", operation_id = "list_rates")]
    async fn list(&self, caller: Caller) -> Result<Shown<RateList>, Refused<Looking>> {
        let items = caller.run(|me| Ok(me.rates()?.iter().map(Rate::from).collect())).await?;
        Ok(Shown(RateList { items }))
    }

    /// Set an exchange rate
    ///
    /// From that day on. One of the same day is replaced.
    #[oai(path = "/rates/:currency/:day", method = "put", operation_id = "set_rate")]
    async fn set(
        &self,
        caller: Caller,
        currency: Path<Currency>,
        day: Path<Day>,
        /// `"v3"` for the version of the rate that the person was looking at.
        #[oai(name = "If-Match")]
        seen: IfMatch,
        worth: Body<Worth>,
    ) -> Result<Shown<RateSet>, Refused<Setting>> {
        let (micros, seen) = (worth.0.micros, seen.or(None));
        Ok(Shown(caller.run(move |me| RateSet::of(&me.set_rate(currency.0, day.0, micros, seen)?)).await?))
    }

    /// Take an exchange rate back
    ///
    /// The one before it holds on.
    #[oai(path = "/rates/:currency/:day", method = "delete", operation_id = "drop_rate")]
    async fn take_back(
        &self,
        caller: Caller,
        currency: Path<Currency>,
        day: Path<Day>,
        /// `"v3"` for the version of the rate that the person was looking at.
        #[oai(name = "If-Match")]
        seen: IfMatch,
    ) -> Result<Shown<RateSet>, Refused<Removing>> {
        let seen = seen.or(None);
        Ok(Shown(caller.run(move |me| RateSet::of(&me.drop_rate(currency.0, day.0, seen)?)).await?))
    }
}

/// The household's exchange rates.
#[derive(Debug, Object)]
pub(super) struct RateList {
    pub items: Vec<Rate>,
}

/// What one unit of another currency was worth, from a day on.
#[derive(Debug, Object)]
pub(super) struct Rate {
    /// ISO 4217.
    pub currency: Currency,
    pub day: Day,
    /// Millionths of one unit of the household's currency for one unit of this one: `16250500000` for a dollar of
    /// 16,250.5 rupiah.
    pub micros: i64,
    /// 1 when it was first set, one more at every later change.
    pub version: u32,
}

/// What one unit of a currency is worth.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct Worth {
    /// Millionths of one unit of the household's currency.
    #[oai(validator(minimum(value = "1"), maximum(value = "100000000000000")))]
    micros: i64,
}

/// A rate that was set or taken back.
#[derive(Debug, Object)]
pub(super) struct RateSet {
    /// The change's position in the journal, for undoing it; `null` when it was so already.
    pub change: Nullable<u64>,
}

/// What amounts of several currencies come to in the household's.
#[derive(Debug, Object)]
pub(super) struct Total {
    /// In the minor unit of `currency`: its own amounts, and what was converted.
    pub amount: i64,
    /// ISO 4217; the household's.
    pub currency: Currency,
    /// What was converted, each currency once.
    pub converted: Vec<Converted>,
    /// What no rate is known for; it is not in `amount`.
    pub apart: Vec<Amount>,
}

/// An amount of another currency, and what it came to.
#[derive(Debug, Object)]
pub(super) struct Converted {
    pub from: Amount,
    /// In the minor unit of the household's currency; half a unit and more is rounded up.
    pub amount: i64,
    /// The day of the rate.
    pub rate_day: Day,
}

/// An amount of money.
#[derive(Debug, Object)]
pub(super) struct Amount {
    /// In the currency's minor unit.
    pub amount: i64,
    /// ISO 4217; the rupiah has no decimals here.
    pub currency: Currency,
}

impl From<&ledger::Rate> for Rate {
    fn from(rate: &ledger::Rate) -> Self {
        Self { currency: rate.currency, day: rate.day, micros: rate.micros, version: rate.version }
    }
}

impl RateSet {
    fn of(outcome: &Outcome) -> Result<Self, Error> {
        let Outcome::RateSet { change, .. } = outcome else { return Err(unexpected(outcome)) };
        Ok(Self { change: (*change).into() })
    }
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self { amount: money.minor(), currency: money.currency() }
    }
}

impl From<&ledger::Total> for Total {
    fn from(total: &ledger::Total) -> Self {
        let converted = |of: &ledger::Converted| Converted {
            from: of.from.into(),
            amount: of.to.minor(),
            rate_day: of.day,
        };
        Self {
            amount: total.amount.minor(),
            currency: total.amount.currency(),
            converted: total.converted.iter().map(converted).collect(),
            apart: total.apart.iter().copied().map(Amount::from).collect(),
        }
    }
}
