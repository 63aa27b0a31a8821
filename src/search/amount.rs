//! Amounts as people type them into a search: `50rb`, `1,5jt`, `Rp15.000`, `$5`.

use crate::ledger::Currency;

/// What multiplies the number before it, in thousandths: none for a word that does not.
pub(super) fn unit(word: &str) -> Option<u64> {
    match word.to_lowercase().as_str() {
        "rb" | "rbu" | "ribu" | "rebu" | "k" => Some(1_000),
        "jt" | "juta" | "jeti" => Some(1_000_000),
        "m" | "miliar" | "milyar" => Some(1_000_000_000),
        _ => None,
    }
}

/// An amount, and its currency where a sign names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Typed {
    /// In thousandths of a major unit.
    milli: u64,
    pub(super) currency: Option<Currency>,
    /// Whether it has a unit, a currency, or at least three digits: what people write of money.
    pub(super) is_price: bool,
    /// Whether it has a unit of its own, which the other end of a range may share.
    pub(super) unit: Option<u64>,
}

impl Typed {
    /// One word; none when it is no amount.
    pub(super) fn read(word: &str) -> Option<Self> {
        let (currency, rest) = without_currency(word);
        let figures =
            rest.find(|letter: char| !matches!(letter, '0'..='9' | '.' | ',')).unwrap_or(rest.len());
        let (number, ending) = rest.split_at(figures);
        let unit = if ending.is_empty() { None } else { Some(unit(ending)?) };
        let number = number.strip_suffix([',', '.']).unwrap_or(number);
        let milli = thousandths(number, unit.is_some())?;
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        let is_price = unit.is_some() || currency.is_some() || digits >= 3;
        Some(Self { milli: milli.checked_mul(unit.unwrap_or(1))?, currency, is_price, unit })
    }

    /// The same with the unit that the word after it is.
    pub(super) fn times(self, unit: u64) -> Option<Self> {
        Some(Self { milli: self.milli.checked_mul(unit)?, is_price: true, unit: Some(unit), ..self })
    }

    /// In the minor unit of a currency; none when it is not whole there.
    pub(super) fn minor(self, currency: Currency) -> Option<u64> {
        let scaled = self.milli.checked_mul(10_u64.checked_pow(currency.decimals())?)?;
        (scaled % 1_000 == 0).then_some(scaled / 1_000)
    }
}

/// The price that a word of a message is, followed by that word, in rupiah.
pub(super) fn price(word: &str, next: Option<&str>) -> Option<u64> {
    let word = word.trim_end_matches([',', '.', '-', '!', ')']);
    let typed = Typed::read(word)?;
    let unit = next.and_then(unit).filter(|_| typed.unit.is_none());
    let typed = unit.map_or(Some(typed), |unit| typed.times(unit))?;
    typed.minor(Currency::IDR).filter(|_| typed.is_price)
}

fn without_currency(word: &str) -> (Option<Currency>, &str) {
    const SIGNS: [(&str, &str); 8] = [
        ("rp", "IDR"),
        ("us$", "USD"),
        ("s$", "SGD"),
        ("rm", "MYR"),
        ("$", "USD"),
        ("€", "EUR"),
        ("£", "GBP"),
        ("¥", "JPY"),
    ];
    for (sign, code) in SIGNS {
        let begins = word.get(..sign.len()).is_some_and(|start| start.eq_ignore_ascii_case(sign));
        if begins && let Ok(currency) = code.parse() {
            return (Some(currency), word[sign.len()..].trim_start_matches('.'));
        }
    }
    (None, word)
}

/// `15.000` and `15,000` are fifteen thousand, `1,5` and `1.5` one and a half: three figures after a sign are
/// thousands, unless a unit follows.
fn thousandths(number: &str, has_unit: bool) -> Option<u64> {
    let mut groups = number.split(['.', ',']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let is_grouped = rest.iter().all(|group| group.len() == 3) && (!has_unit || rest.len() > 1);
    let whole = |digits: &str| digits.parse::<u64>().ok().filter(|_| !digits.is_empty());
    if rest.is_empty() || is_grouped {
        return whole(&format!("{first}{}", rest.concat()))?.checked_mul(1_000);
    }
    let (fraction, groups) = rest.split_last()?;
    if fraction.is_empty() || fraction.len() > 3 || groups.iter().any(|group| group.len() != 3) {
        return None;
    }
    let fraction = whole(&format!("{fraction:0<3}"))?;
    whole(&format!("{first}{}", groups.concat()))?.checked_mul(1_000)?.checked_add(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_write_of_money() {
        let rows = [
            ("50rb", "IDR", Some(50_000)),
            ("50RIBU", "IDR", Some(50_000)),
            ("1,5jt", "IDR", Some(1_500_000)),
            ("1.5jt", "IDR", Some(1_500_000)),
            ("1.250rb", "IDR", Some(1_250)),
            ("Rp15.000", "IDR", Some(15_000)),
            ("rp.15.000,-", "IDR", None),
            ("1.250.000,50", "IDR", None),
            ("15000", "IDR", Some(15_000)),
            ("$5", "USD", Some(500)),
            ("5.25", "USD", Some(525)),
            ("5.255", "USD", Some(525_500)),
            ("15x", "IDR", None),
            ("rb", "IDR", None),
            ("", "IDR", None),
            (".", "IDR", None),
            ("1..5", "IDR", None),
            ("99999999999999999999", "IDR", None),
            ("99999999999999999m", "IDR", None),
        ];
        for (word, currency, minor) in rows {
            let currency = currency.parse().unwrap();
            assert_eq!(Typed::read(word).and_then(|typed| typed.minor(currency)), minor, "{word}");
        }
    }

    #[test]
    fn a_price_is_more_than_a_number() {
        let rows = [
            ("2", None, None),
            ("2", Some("porsi"), None),
            ("15", Some("ribu"), Some(15_000)),
            ("15rb", Some("ribu"), Some(15_000)),
            ("500", None, Some(500)),
            ("15.000,-", None, Some(15_000)),
            ("$5", None, Some(5)),
        ];
        for (word, next, amount) in rows {
            assert_eq!(price(word, next), amount, "{word} {next:?}");
        }
    }
}
