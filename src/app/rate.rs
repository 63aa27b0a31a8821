//! Exchange rates: list them, say one, take one back; and what amounts come to by them.

use super::outcome::Outcome;
use super::{Acting, Error, Noun, Why};
use crate::ledger::{Act, Currency, Day, Fact, Money, Rate, Rates, Total};
use crate::store::Look;

impl Acting {
    /// Rates of one currency that a household keeps; one for each day of thirty years.
    const MAX_RATES: usize = 11_000;

    /// Every rate that holds, by currency, and of each the oldest first.
    pub fn rates(&self) -> Result<Vec<Rate>, Error> {
        self.app.store().read(|look| Ok(Rates::of(look.rates(self.household.id)?).all().cloned().collect()))
    }

    /// From that day on one unit of the currency is worth so much of the household's.
    /// With `seen`, only if the rate of that day is still at that version.
    pub fn set_rate(
        &self,
        currency: Currency,
        day: Day,
        micros: i64,
        seen: Option<u32>,
    ) -> Result<Outcome, Error> {
        if currency == self.household.currency {
            return Err(Error::invalid("currency", Why::Currency));
        }
        if !(1..=Rate::MAX_MICROS).contains(&micros) {
            return Err(Error::invalid("micros", Why::Amount));
        }
        self.write_rate(currency, day, micros, seen)
    }

    /// Takes the rate of exactly that day back: the one before it holds on. With `seen`, only if it is still at that
    /// version.
    pub fn drop_rate(&self, currency: Currency, day: Day, seen: Option<u32>) -> Result<Outcome, Error> {
        self.write_rate(currency, day, 0, seen)
    }

    fn write_rate(
        &self,
        currency: Currency,
        day: Day,
        micros: i64,
        seen: Option<u32>,
    ) -> Result<Outcome, Error> {
        self.must_manage_wallets()?;
        let this = self.clone();
        self.write(move |pen| {
            let before = pen.rate(this.household.id, currency, day)?;
            let live = before.as_ref().is_some_and(Rate::is_live);
            if micros == 0 && !live {
                return Err(Error::missing(Noun::Rate, &currency));
            }
            if seen.is_some_and(|version| before.as_ref().map(|before| before.version) != Some(version)) {
                return Err(Error::Stale { noun: Noun::Rate });
            }
            if before.is_none() && pen.rates_of(this.household.id, currency)?.len() >= Self::MAX_RATES {
                return Err(Error::invalid("day", Why::TooLong { most: Self::MAX_RATES }));
            }
            let version = before.as_ref().map_or(1, |before| before.version + 1);
            let after = Rate { household: this.household.id, currency, day, micros, version };
            if let Some(same) = before.as_ref().filter(|before| before.micros == micros) {
                return Ok(Outcome::RateSet { change: None, rate: same.clone() });
            }
            let fact = Fact::Rate { before, after: after.clone() };
            let change = this.append(pen, Act::SetRate, vec![fact])?.seq;
            Ok(Outcome::RateSet { change: Some(change), rate: after })
        })
    }

    /// What amounts come to in the household's currency, by the rates of a day.
    pub(super) fn total_of(
        &self,
        look: &Look<'_>,
        amounts: impl IntoIterator<Item = Money>,
        day: Day,
    ) -> Result<Total, Error> {
        let rates = Rates::of(look.rates(self.household.id)?);
        Ok(rates.total(amounts, self.household.currency, day)?)
    }
}
