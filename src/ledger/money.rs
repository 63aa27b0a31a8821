//! Amounts: whole numbers of a currency's minor unit, checked, never a float.

#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic)]

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

/// An ISO 4217 currency code, three upper-case ASCII letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    pub const IDR: Self = Self(*b"IDR");

    /// The codes of ISO 4217 that people hold money in, by the number of decimals they use; metals, bonds and units
    /// of account are not among them.
    ///
    /// ISO 4217 gives the rupiah two decimals, but the sen left circulation decades ago and no family
    /// writes it, so its minor unit here is the rupiah itself.
    const WITHOUT_DECIMALS: &'static str =
        "BIF CLP DJF GNF IDR ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
    const WITH_THREE: &'static str = "BHD IQD JOD KWD LYD OMR TND";
    const WITH_TWO: &'static str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN \
        BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD \
        HNL HTG HUF ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR \
        MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD \
        SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW \
        ZWG";

    /// The code's text, such as `IDR`.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }

    /// The three ASCII bytes, for storing.
    pub const fn to_bytes(self) -> [u8; 3] {
        self.0
    }

    /// How many decimals people write: 0 for the rupiah, 2 for the dollar.
    pub fn decimals(self) -> u32 {
        DECIMALS.get(&self.0).copied().unwrap_or(2)
    }
}

/// Every code, with its decimals. Each amount that is read from the store looks here.
static DECIMALS: LazyLock<BTreeMap<[u8; 3], u32>> = LazyLock::new(|| {
    let lists = [(Currency::WITHOUT_DECIMALS, 0), (Currency::WITH_TWO, 2), (Currency::WITH_THREE, 3)];
    let each = |(codes, decimals): (&'static str, u32)| {
        let codes = codes.split_ascii_whitespace().filter_map(|code| code.as_bytes().try_into().ok());
        codes.map(move |code| (code, decimals))
    };
    lists.into_iter().flat_map(each).collect()
});

impl FromStr for Currency {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let code: [u8; 3] = text.as_bytes().try_into().map_err(|_| MoneyError::UnknownCurrency)?;
        if DECIMALS.contains_key(&code) { Ok(Self(code)) } else { Err(MoneyError::UnknownCurrency) }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Why two amounts cannot be combined, or a text is not a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    #[error("amounts in {0} and {1} cannot be added")]
    MixedCurrencies(Currency, Currency),
    #[error("the amount is larger than this ledger can hold")]
    Overflow,
    #[error("not a currency this ledger knows")]
    UnknownCurrency,
}

/// An amount of one currency, in its minor unit. May be negative (a balance, a difference).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl Money {
    /// The largest amount one record may hold: 9 quadrillion minor units, far above a trillion rupiah, and below
    /// 2^53, so that a browser reads it exactly.
    pub const MAX_RECORD: i64 = 9_000_000_000_000_000;

    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    pub const fn idr(rupiah: i64) -> Self {
        Self::new(rupiah, Currency::IDR)
    }

    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    pub const fn minor(self) -> i64 {
        self.minor
    }

    pub const fn currency(self) -> Currency {
        self.currency
    }

    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// Whether one record may hold it: more than nothing, at most [`Money::MAX_RECORD`].
    pub const fn is_recordable(self) -> bool {
        self.minor > 0 && self.minor <= Self::MAX_RECORD
    }

    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self::new(minor, self.currency))
    }

    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let minor = self.minor.checked_sub(other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self::new(minor, self.currency))
    }

    pub fn times(self, count: i64) -> Result<Self, MoneyError> {
        let minor = self.minor.checked_mul(count).ok_or(MoneyError::Overflow)?;
        Ok(Self::new(minor, self.currency))
    }

    pub fn negated(self) -> Result<Self, MoneyError> {
        let minor = self.minor.checked_neg().ok_or(MoneyError::Overflow)?;
        Ok(Self::new(minor, self.currency))
    }

    fn same_currency(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(MoneyError::MixedCurrencies(self.currency, other.currency))
        }
    }
}

/// As an Indonesian family writes it: `Rp1.250.000`, `-Rp500`, `US$12,50` for other currencies `USD 12,50`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minor < 0 { "-" } else { "" };
        let digits = self.minor.unsigned_abs();
        let decimals = self.currency.decimals();
        let scale = 10_u64.pow(decimals);
        let (whole, rest) = (digits.checked_div(scale).unwrap_or(0), digits.checked_rem(scale).unwrap_or(0));
        let whole = grouped(whole);
        if self.currency == Currency::IDR {
            write!(f, "{sign}Rp{whole}")
        } else if decimals == 0 {
            write!(f, "{sign}{} {whole}", self.currency)
        } else {
            let width = usize::try_from(decimals).unwrap_or(2);
            write!(f, "{sign}{} {whole},{rest:0width$}", self.currency)
        }
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.minor, self.currency)
    }
}

/// Digits in groups of three, separated by a full stop as in Indonesian.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len().saturating_mul(2));
    for (index, digit) in digits.chars().enumerate() {
        let left = digits.len().saturating_sub(index);
        if index > 0 && left.checked_rem(3) == Some(0) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_amounts_as_the_family_does() {
        let rows = [
            (Money::idr(0), "Rp0"),
            (Money::idr(999), "Rp999"),
            (Money::idr(15_000), "Rp15.000"),
            (Money::idr(1_250_000), "Rp1.250.000"),
            (Money::idr(-500), "-Rp500"),
            (Money::idr(1_000_000_000_000), "Rp1.000.000.000.000"),
            (Money::new(1_205, "USD".parse().unwrap()), "USD 12,05"),
            (Money::new(1_205, "JPY".parse().unwrap()), "JPY 1.205"),
        ];
        for (money, text) in rows {
            assert_eq!(money.to_string(), text);
        }
    }

    #[test]
    fn refuses_to_add_two_currencies() {
        let dollars = Money::new(100, "USD".parse().unwrap());
        assert_eq!(
            Money::idr(1).plus(dollars),
            Err(MoneyError::MixedCurrencies(Currency::IDR, dollars.currency()))
        );
    }

    #[test]
    fn overflow_is_an_error_not_a_wrong_number() {
        assert_eq!(Money::idr(i64::MAX).plus(Money::idr(1)), Err(MoneyError::Overflow));
        assert_eq!(Money::idr(i64::MIN).negated(), Err(MoneyError::Overflow));
        assert_eq!(Money::idr(i64::MAX).times(2), Err(MoneyError::Overflow));
    }

    #[test]
    fn knows_only_real_currencies() {
        assert!("IDR".parse::<Currency>().is_ok());
        for (code, decimals) in [("USD", 2), ("JPY", 0), ("KWD", 3), ("IDR", 0), ("ZWG", 2), ("LAK", 2)] {
            assert_eq!(code.parse::<Currency>().unwrap().decimals(), decimals, "{code}");
        }
        for text in ["", "idr", "RUPIAH", "XX", "ZZZ", "XAU", "D A"] {
            assert_eq!(text.parse::<Currency>(), Err(MoneyError::UnknownCurrency), "{text}");
        }
    }
}
