//! Numbers that are money, and numbers that are not: counts, sizes, clock times, telephones, years.

mod around;

use std::ops::Range;

use self::around::Around;
use super::number::{Form, Number, number_at};
use super::span::{Figure, Means, Role};
use super::units::{NEVER_MONEY, UNITS};
use super::words::{Token, Words};
use crate::ledger::{Currency, Money};

/// What a currency is called before and after its amount.
fn currency_of(word: &str) -> Option<Currency> {
    let code = match word {
        "rp" | "idr" | "rupiah" | "perak" | "rph" | "rupyah" => return Some(Currency::IDR),
        "$" | "us$" | "usd" | "dolar" | "dollar" | "dollars" | "bucks" => "USD",
        "s$" | "sgd" => "SGD",
        "rm" | "myr" | "ringgit" => "MYR",
        "€" | "eur" | "euro" => "EUR",
        "£" | "gbp" | "poundsterling" => "GBP",
        "¥" | "jpy" | "yen" => "JPY",
        "sar" | "riyal" | "real" => "SAR",
        "thb" | "baht" | "bath" => "THB",
        "aud" => "AUD",
        "cny" | "yuan" | "rmb" => "CNY",
        "krw" | "won" => "KRW",
        _ => return None,
    };
    code.parse().ok()
}

/// Hokkien and street names of amounts: the value, and what else it may mean.
fn slang(word: &str) -> Option<(i64, Option<i64>)> {
    let word = word.strip_suffix("an").filter(|stem| stem.len() > 3 && !stem.ends_with("ob")).unwrap_or(word);
    Some(match word {
        "ceng" | "seceng" | "ceceng" => (1_000, None),
        "cenggo" => (1_500, None),
        "noceng" => (2_000, None),
        "saceng" => (3_000, None),
        "siceng" => (4_000, None),
        "goceng" | "gotjeng" => (5_000, None),
        "ceban" => (10_000, None),
        "cebango" => (15_000, None),
        "noban" | "nobanan" | "noban-an" => (20_000, None),
        "saban-ceng" => (30_000, None),
        "goban" | "gobanan" | "gocap" | "gocab" => (50_000, None),
        // A hundred by its name, a hundred thousand by today's prices.
        "cepek" | "cepe" | "cepeceng" | "cepekceng" => {
            (100_000, (word == "cepek" || word == "cepe").then_some(100))
        }
        "nopek" => (200_000, Some(200)),
        "gopek" | "gope" => (500, Some(500_000)),
        "cetiau" | "setiau" => (1_000_000, None),
        "gotiau" | "gotiao" => (5_000_000, None),
        _ => return None,
    })
}

/// A figure and the tokens it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) tokens: Range<usize>,
    pub(super) figure: Figure,
}

/// The figure that starts at a token, if one does.
pub(super) fn figure_at(words: &Words, start: usize, home: Currency) -> Option<Found> {
    let token = words.tokens.get(start)?;
    if token.is_word()
        && let Some((value, other)) = slang(&token.text)
    {
        let next = words.tokens.get(start + 1).map(|next| next.text.as_str());
        let scaled =
            (value >= 50_000 || value == 500) && matches!(next, Some("ceng" | "rb" | "ribu" | "rebu"));
        let (value, other) = if scaled && value == 500 { (500_000, None) } else { (value, other) };
        // "Noban goceng" are twenty-five thousand.
        let more = next.and_then(slang).map(|(more, _)| more);
        let more = more.filter(|more| !scaled && value % 10_000 == 0 && (1_000..10_000).contains(more));
        let figure = Figure {
            other: other.filter(|_| !scaled && more.is_none()),
            ..money(Means::Sure, value + more.unwrap_or(0), home)
        };
        return Some(Found { tokens: start..start + 1 + usize::from(scaled || more.is_some()), figure });
    }
    let prefix = currency_prefix(words, start);
    let (number_start, prefixed) = prefix.map_or((start, None), |(end, currency)| (end, Some(currency)));
    let number = number_at(words, number_start)?;
    let mut tokens = start..number.tokens.end;
    let suffixed = prefixed.is_none().then(|| currency_suffix(words, tokens.end)).flatten();
    if let Some((end, _)) = suffixed {
        tokens.end = end;
    }
    let currency = prefixed.or(suffixed.map(|(_, currency)| currency));
    if number.form == Form::Code {
        let figure = label(Means::Label, 0, None, home);
        return Some(Found { tokens: start..code_end(words, number.tokens.end), figure });
    }
    let mut found = Found { figure: weigh(words, &number, start, currency, home)?, tokens };
    found.tokens.end = after_amount(words, found.tokens.end);
    if found.figure.unit.is_some() {
        let at = number.tokens.end;
        let unit_follows =
            words.tokens.get(at).is_some_and(|unit| found.figure.unit.as_deref() == Some(&unit.text));
        found.tokens.end = if unit_follows { at + 1 } else { found.tokens.end };
    }
    Some(found)
}

/// The rest of a telephone written in groups: `0857-1234-5678`.
fn code_end(words: &Words, mut end: usize) -> usize {
    let glued = |at: usize, wanted: fn(&Token) -> bool| {
        words.tokens.get(at).is_some_and(|token| token.glued && wanted(token))
    };
    while glued(end, |token| token.is_sign('-')) && glued(end + 1, Token::is_number) {
        end += 2;
    }
    end
}

fn money(means: Means, minor: i64, currency: Currency) -> Figure {
    Figure {
        means,
        minor,
        currency,
        milli: minor.saturating_mul(1_000),
        unit: None,
        other: None,
        role: Role::Price,
    }
}

fn label(means: Means, milli: i64, unit: Option<&str>, home: Currency) -> Figure {
    Figure { milli, unit: unit.map(str::to_owned), ..money(means, milli / 1_000, home) }
}

/// `Rp`, `Rp.`, `US$`: where the number starts after it.
fn currency_prefix(words: &Words, start: usize) -> Option<(usize, Currency)> {
    let tokens = &words.tokens;
    let token = tokens.get(start)?;
    let mut end = start + 1;
    let currency = match token.text.as_str() {
        "us" | "s" if tokens.get(end).is_some_and(|next| next.is_sign('$') && next.glued) => {
            end += 1;
            currency_of(if token.text == "us" { "us$" } else { "s$" })?
        }
        "rupiah" | "perak" | "dolar" | "real" | "won" => return None,
        text => currency_of(text)?,
    };
    if tokens.get(end).is_some_and(|next| next.is_sign('.') || next.is_sign(':')) {
        end += 1;
    }
    tokens.get(end).filter(|next| next.is_number() || number_at(words, end).is_some())?;
    Some((end, currency))
}

fn currency_suffix(words: &Words, end: usize) -> Option<(usize, Currency)> {
    let token = words.tokens.get(end)?;
    // In "38rb rm sederhana" it is an eating house; ringgit stand before their amount.
    let currency = currency_of(&token.text).filter(|_| token.text != "rm")?;
    // "15rb rp 20rb" starts another amount.
    let sign = matches!(token.text.as_str(), "rp" | "idr");
    let starts_another =
        words.tokens.get(end + 1).is_some_and(|next| next.is_number() && (next.glued || sign));
    (!starts_another).then_some((end + 1, currency))
}

/// `,-` and `.-` and the "-an" of an estimate belong to the amount.
fn after_amount(words: &Words, mut end: usize) -> usize {
    let sign =
        |at: usize, sign: char| words.tokens.get(at).is_some_and(|token| token.is_sign(sign) && token.glued);
    if (sign(end, ',') || sign(end, '.')) && sign(end + 1, '-') {
        end += 2;
        while sign(end, '-') {
            end += 1;
        }
    }
    let estimate = |at: usize| words.tokens.get(at).is_some_and(|token| token.text == "an" && token.glued);
    if estimate(end) {
        end + 1
    } else if sign(end, '-') && estimate(end + 1) {
        end + 2
    } else {
        end
    }
}

/// Decides what a number counts from what stands around it.
fn weigh(
    words: &Words,
    number: &Number,
    start: usize,
    currency: Option<Currency>,
    home: Currency,
) -> Option<Figure> {
    let around = Around { words, number, start };
    let next = around.next_text();
    if next == "%" || next == "persen" {
        return Some(Figure {
            unit: Some(next.to_owned()),
            ..label(Means::Percent, number.milli, None, home)
        });
    }
    if let Some(currency) = currency {
        return written_currency(number, currency, matches!(next, "perak" | "rupiah"));
    }
    let plain = matches!(number.form, Form::Plain | Form::Decimal);
    let named = plain || number.form != Form::Scaled && around.before_text() == "spbu";
    if named && around.is_label() || around.is_clock() {
        return Some(label(Means::Label, number.milli, None, home));
    }
    if around.is_masked() || around.is_run() || around.is_serial() {
        return Some(label(Means::Label, number.milli, None, home));
    }
    let unit =
        UNITS.contains(&next).then_some(next).filter(|unit| *unit != "cc" || number.milli < 10_000_000);
    match number.form {
        Form::Scaled | Form::Grouped | Form::Plain if NEVER_MONEY.contains(&next) || around.is_points() => {
            Some(label(Means::Count, number.milli, unit, home))
        }
        Form::Scaled | Form::Grouped => {
            let minor = whole(number.milli)?;
            let other = number.other.and_then(whole);
            Some(Figure { other, ..money(Means::Sure, minor, home) })
        }
        Form::Irregular => {
            let minor = whole(number.milli)?;
            Some(Figure { other: minor.checked_mul(10), ..money(Means::Fair, minor, home) })
        }
        // "dua bakso", "salah satu": one digit in words is a count.
        Form::Plain if around.is_spoken() && number.milli < 10_000 => {
            Some(label(Means::Count, number.milli, unit, home))
        }
        Form::Plain | Form::Decimal => Some(plain_number(number, &around, unit, home)),
        Form::Code => None,
    }
}

fn plain_number(number: &Number, around: &Around<'_>, unit: Option<&str>, home: Currency) -> Figure {
    let value = number.milli / 1_000;
    if unit.is_some() || around.has_letters() || around.is_fraction() {
        return label(Means::Count, number.milli, unit.or_else(|| around.is_times().then_some("x")), home);
    }
    if value >= 1_000 && number.form == Form::Plain {
        return money(Means::Fair, value, home);
    }
    if number.milli == 0 {
        return label(Means::Count, 0, None, home);
    }
    // Nobody pays fifteen rupiah: the likelier reading is thousands, and it is asked.
    let minor = number.milli;
    let other = (number.milli % 1_000 == 0).then_some(value).or_else(|| number.milli.checked_mul(1_000));
    Figure { other, milli: number.milli, ..money(Means::Bare, minor, home) }
}

/// An amount with its currency beside it.
fn written_currency(number: &Number, currency: Currency, coin: bool) -> Option<Figure> {
    if currency != Currency::IDR {
        let scale = 10_i64.checked_pow(currency.decimals())?;
        let minor = number.milli.checked_mul(scale)? / 1_000;
        return Some(money(Means::Sure, minor, currency));
    }
    let value = number.milli / 1_000;
    if value >= 1_000 || coin && value > 0 {
        return Some(Figure {
            other: number.other.and_then(whole),
            ..money(Means::Sure, whole(number.milli)?, currency)
        });
    }
    if number.milli == 0 {
        return None;
    }
    // Nobody rounds 842 to thousands: a bank's own message counts every rupiah.
    if number.milli % 1_000 == 0 && value >= 100 && value % 5 != 0 {
        return Some(money(Means::Sure, value, currency));
    }
    // Coins go down to a hundred; smaller or odder ones were meant as thousands.
    if number.milli % 1_000 == 0 && value % 100 == 0 {
        return Some(Figure { other: Some(value * 1_000), ..money(Means::Sure, value, currency) });
    }
    Some(Figure { other: Some(value), ..money(Means::Sure, number.milli, currency) })
}

/// Whole rupiah of thousandths.
fn whole(milli: i64) -> Option<i64> {
    let minor = milli / 1_000;
    (milli % 1_000 == 0 && minor > 0 && minor <= Money::MAX_RECORD).then_some(minor)
}
