//! What one unit of another currency was worth, from a day on, and what amounts come to by it.

use std::collections::BTreeMap;

use super::{Currency, Day, HouseholdId, Money, MoneyError};

/// A dated exchange rate into the household's own currency. It holds from its day until the next one of its currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate {
    pub household: HouseholdId,
    /// The other currency.
    pub currency: Currency,
    pub day: Day,
    /// Millionths of one major unit of the household's currency for one major unit of the other: 16,250.5 rupiah for
    /// a dollar is `16_250_500_000`. More than nothing; nothing once it was taken back.
    pub micros: i64,
    pub version: u32,
}

impl Rate {
    /// A hundred million units of one currency for one of another: more than any two currencies are apart.
    pub const MAX_MICROS: i64 = 100_000_000_000_000;

    pub const fn is_live(&self) -> bool {
        self.micros > 0
    }

    /// What an amount of the other currency comes to in `home`, in whole minor units: half a unit and more is rounded
    /// up, a debt by the same rule as what is owned.
    pub fn worth(&self, amount: Money, home: Currency) -> Result<Money, MoneyError> {
        if amount.currency() != self.currency {
            return Err(MoneyError::MixedCurrencies(amount.currency(), self.currency));
        }
        let scale = |currency: Currency| 10_i128.pow(currency.decimals());
        let product = i128::from(amount.minor().unsigned_abs())
            .checked_mul(i128::from(self.micros))
            .and_then(|product| product.checked_mul(scale(home)))
            .ok_or(MoneyError::Overflow)?;
        let whole = 1_000_000 * scale(self.currency);
        let rounded = product.checked_add(whole / 2).ok_or(MoneyError::Overflow)? / whole;
        let minor = i64::try_from(rounded).map_err(|_| MoneyError::Overflow)?;
        Ok(Money::new(if amount.minor() < 0 { -minor } else { minor }, home))
    }
}

/// Every rate a household knows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rates {
    /// Of each currency, oldest first, none taken back.
    of: BTreeMap<Currency, Vec<Rate>>,
}

/// What amounts of several currencies come to in one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// Of the household's currency: its own amounts and all that a rate is known for.
    pub amount: Money,
    /// What was converted, each currency once.
    pub converted: Vec<Converted>,
    /// What no rate is known for, and is not in `amount`; each currency once.
    pub apart: Vec<Money>,
}

/// An amount, and what it came to by a rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converted {
    pub from: Money,
    pub to: Money,
    /// The day of the rate.
    pub day: Day,
}

impl Rates {
    pub fn of(mut rates: Vec<Rate>) -> Self {
        rates.retain(Rate::is_live);
        rates.sort_by_key(|rate| rate.day);
        let mut of: BTreeMap<Currency, Vec<Rate>> = BTreeMap::new();
        for rate in rates {
            of.entry(rate.currency).or_default().push(rate);
        }
        Self { of }
    }

    /// By currency, and of each the oldest first.
    pub fn all(&self) -> impl Iterator<Item = &Rate> {
        self.of.values().flatten()
    }

    /// The rate that holds on a day; none before the first.
    pub fn on(&self, currency: Currency, day: Day) -> Option<&Rate> {
        self.of.get(&currency)?.iter().rfind(|rate| rate.day <= day)
    }

    /// What amounts come to in `home` by the rates of a day. What no rate is known for is never guessed.
    pub fn total(
        &self,
        amounts: impl IntoIterator<Item = Money>,
        home: Currency,
        day: Day,
    ) -> Result<Total, MoneyError> {
        let mut sums: BTreeMap<Currency, Money> = BTreeMap::new();
        for amount in amounts {
            let sum = sums.entry(amount.currency()).or_insert(Money::zero(amount.currency()));
            *sum = sum.plus(amount)?;
        }
        let own = sums.remove(&home).unwrap_or(Money::zero(home));
        let mut total = Total { amount: own, converted: Vec::new(), apart: Vec::new() };
        for from in sums.into_values() {
            let Some(rate) = self.on(from.currency(), day) else {
                total.apart.push(from);
                continue;
            };
            let to = rate.worth(from, home)?;
            total.amount = total.amount.plus(to)?;
            total.converted.push(Converted { from, to, day: rate.day });
        }
        Ok(total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn currency(code: &str) -> Currency {
        code.parse().unwrap()
    }

    fn rate(code: &str, day: &str, micros: i64) -> Rate {
        Rate {
            household: HouseholdId::from_bytes([1; 16]),
            currency: currency(code),
            day: day.parse().unwrap(),
            micros,
            version: 1,
        }
    }

    #[test]
    fn amounts_are_converted_in_whole_units_and_halves_round_up() {
        let rows = [
            // 12.34 dollars at 16,250.5: 200,531.17.
            (1_234, "USD", 16_250_500_000, "IDR", 200_531),
            // 0.01 dollars at 50: exactly half a rupiah; at 49.9999 a little less.
            (1, "USD", 50_000_000, "IDR", 1),
            (1, "USD", 49_999_900, "IDR", 0),
            (-1, "USD", 50_000_000, "IDR", -1),
            (-1_234, "USD", 16_250_500_000, "IDR", -200_531),
            // 1,000 yen at 0.0065 dollars, a currency without decimals into one with.
            (1_000, "JPY", 6_500, "USD", 650),
            // A dinar has three decimals.
            (1_500, "KWD", 52_000_000_000, "IDR", 78_000),
            (0, "USD", 16_250_500_000, "IDR", 0),
        ];
        for (minor, from, micros, home, expected) in rows {
            let amount = Money::new(minor, currency(from));
            let worth = rate(from, "2026-11-01", micros).worth(amount, currency(home));
            assert_eq!(worth, Ok(Money::new(expected, currency(home))), "{amount:?} at {micros}");
        }
    }

    #[test]
    fn what_does_not_fit_is_an_error_and_no_wrong_number() {
        let most = rate("USD", "2026-11-01", Rate::MAX_MICROS);
        let dollars = Money::new(i64::MAX, currency("USD"));
        assert_eq!(most.worth(dollars, Currency::IDR), Err(MoneyError::Overflow));
        assert!(matches!(most.worth(Money::idr(1), Currency::IDR), Err(MoneyError::MixedCurrencies(..))));
    }

    #[test]
    fn a_rate_holds_until_the_next_and_one_taken_back_never() {
        let rates = Rates::of(vec![
            rate("USD", "2026-11-10", 16_000_000_000),
            rate("USD", "2026-10-01", 15_000_000_000),
            rate("USD", "2026-11-20", 0),
            rate("SGD", "2026-11-01", 12_000_000_000),
        ]);
        let rows = [
            ("USD", "2026-09-30", None),
            ("USD", "2026-10-01", Some("2026-10-01")),
            ("USD", "2026-11-09", Some("2026-10-01")),
            ("USD", "2026-11-25", Some("2026-11-10")),
            ("EUR", "2026-11-25", None),
        ];
        for (code, day, expected) in rows {
            let found = rates.on(currency(code), day.parse().unwrap()).map(|rate| rate.day.to_string());
            assert_eq!(found.as_deref(), expected, "{code} on {day}");
        }
        assert_eq!(rates.all().count(), 3);
    }

    #[test]
    fn a_total_counts_what_a_rate_is_known_for_and_shows_the_rest_apart() {
        let rates = Rates::of(vec![rate("USD", "2026-11-10", 16_000_000_000)]);
        let amounts = [
            Money::idr(100_000),
            Money::new(1_000, currency("USD")),
            Money::new(-500, currency("USD")),
            Money::new(700, currency("EUR")),
        ];
        let total = rates.total(amounts, Currency::IDR, "2026-11-22".parse().unwrap()).unwrap();
        assert_eq!(total.amount, Money::idr(180_000));
        let [converted] = total.converted.as_slice() else { panic!("{total:?}") };
        assert_eq!((converted.from.minor(), converted.to), (500, Money::idr(80_000)));
        assert_eq!(converted.day.to_string(), "2026-11-10");
        assert_eq!(total.apart, [Money::new(700, currency("EUR"))]);
    }
}
