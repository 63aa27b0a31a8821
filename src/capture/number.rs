//! Numbers as people write and say them: `15.000`, `1jt250rb`, `dua puluh lima ribu`, `selawe ewu`.

use std::ops::Range;

use super::words::{Token, Words};

/// A number at some place of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) tokens: Range<usize>,
    /// In thousandths, so that `1,5` and "setengah" are exact.
    pub(super) milli: i64,
    pub(super) form: Form,
    /// The other value the same writing may have, in thousandths: `15.000 ribu`.
    pub(super) other: Option<i64>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Digits alone, or a number spoken without a thousand: it may be a count.
    #[default]
    Plain,
    /// `1,5` or `7.30`, without a scale.
    Decimal,
    /// Thousands in groups: `15.000`.
    Grouped,
    /// With a scale: `15rb`, `lima ribu`, `1,5jt`.
    Scaled,
    /// Leading zeros or a long run of digits: a telephone, a token, an account.
    Code,
    /// Separators in places that make no number: `15.0000`.
    Irregular,
}

const MILLI: i64 = 1_000;
const THOUSAND: i64 = 1_000;
const MILLION: i64 = 1_000_000;
const BILLION: i64 = 1_000_000_000;
const TRILLION: i64 = 1_000_000_000_000;

/// What one word of a number does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Atom {
    /// 1 to 9.
    Digit(i64),
    /// 10 to 99 in one word: `sebelas`, `selawe`.
    Small(i64),
    /// `belas`: ten more than the digit before.
    Teen,
    /// `puluh`, `likur`-less tens: ten times the digit before.
    Ten,
    /// `ratus`: a hundred times the digit before.
    Hundred,
    /// `seratus`.
    Hundreds(i64),
    Scale(i64),
    /// `seribu`: one of a scale.
    One(i64),
    Half,
    Quarter,
}

fn atom(word: &str) -> Option<Atom> {
    use Atom::{Digit, Half, Hundred, Hundreds, One, Quarter, Scale, Small, Teen, Ten};
    Some(match word {
        "satu" | "siji" | "hiji" | "one" => Digit(1),
        "dua" | "duo" | "loro" | "rong" | "two" => Digit(2),
        "tiga" | "tigo" | "telu" | "telung" | "tigang" | "tilu" | "three" => Digit(3),
        "empat" | "ampek" | "papat" | "patang" | "sekawan" | "opat" | "four" => Digit(4),
        "lima" | "limang" | "gangsal" | "limo" | "five" => Digit(5),
        "enam" | "anam" | "enem" | "nem" | "nemang" | "genep" | "six" => Digit(6),
        "tujuh" | "tujuah" | "tuju" | "pitu" | "pitung" | "seven" => Digit(7),
        "delapan" | "lapan" | "wolu" | "wolung" | "dalapan" | "eight" => Digit(8),
        "sembilan" | "sambilan" | "smbilan" | "sanga" | "sangang" | "salapan" | "nine" => Digit(9),
        "sepuluh" | "sapuluah" | "spuluh" | "sepulu" | "sapuluh" | "ten" => Small(10),
        "sebelas" | "sblas" | "sewelas" | "sawelas" | "eleven" => Small(11),
        "rolas" | "twelve" => Small(12),
        "telulas" | "thirteen" => Small(13),
        "patbelas" | "fourteen" => Small(14),
        "limolas" | "fifteen" => Small(15),
        "nembelas" | "sixteen" => Small(16),
        "pitulas" | "seventeen" => Small(17),
        "wolulas" | "eighteen" => Small(18),
        "sangalas" | "nineteen" => Small(19),
        "twenty" | "rongpuluh" => Small(20),
        "selikur" => Small(21),
        "rolikur" => Small(22),
        "telulikur" => Small(23),
        "patlikur" => Small(24),
        "selawe" | "salawe" | "selangkung" | "jigo" => Small(25),
        "thirty" | "telungpuluh" => Small(30),
        "forty" | "patangpuluh" => Small(40),
        "seket" | "fifty" => Small(50),
        "sewidak" | "suwidak" | "sixty" => Small(60),
        "seventy" | "pitungpuluh" => Small(70),
        "eighty" | "wolungpuluh" => Small(80),
        "ninety" | "sangangpuluh" => Small(90),
        "belas" | "blas" | "welas" => Teen,
        "puluh" | "puluah" | "pulu" | "pluh" | "puluhan" | "pulh" | "doso" => Ten,
        "ratus" | "ratuih" | "ratos" | "rts" | "atus" | "hundred" | "ratusan" => Hundred,
        "seratus" | "saratuih" | "sratus" | "saratus" | "satus" => Hundreds(100),
        "rongatus" => Hundreds(200),
        "telungatus" => Hundreds(300),
        "limangatus" => Hundreds(500),
        "rb" | "ribu" | "rbu" | "rebu" | "rib" | "rban" | "rb-an" | "ribuan" | "rebuan" | "rbuan" | "ewu"
        | "rbb" | "rbt" | "rinu" | "ribi" | "rubu" | "thousand" | "ebu" => Scale(THOUSAND),
        "seribu" | "saribu" | "srebu" | "serebu" | "sribu" | "sarebu" | "sewu" | "seribuan" | "serb" => {
            One(THOUSAND)
        }
        "jt" | "juta" | "jutaa" | "jutq" | "jty" | "jts" | "jetong" | "juto" | "jta" | "jtan" | "jutaan"
        | "jeti" | "jt-an" | "jut" | "jtaan" | "mio" | "mil" | "million" | "yuta" | "yuto" | "mln" => {
            Scale(MILLION)
        }
        "sejuta" | "sejt" | "sjuta" | "sajuta" | "seyuta" | "sejutaan" | "ceti" | "cetiao" => One(MILLION),
        "miliar" | "milyar" | "miliyar" | "billion" | "milyard" | "mlyr" | "mlr" => Scale(BILLION),
        "semiliar" | "semilyar" => One(BILLION),
        "triliun" | "trilyun" | "trillion" | "trilliun" => Scale(TRILLION),
        "setriliun" => One(TRILLION),
        "setengah" | "stengah" | "stgh" | "setgh" | "separuh" | "half" => Half,
        "seperempat" => Quarter,
        _ => return None,
    })
}

/// The words of `limapuluhribu`, when it is made of nothing else.
fn atoms(word: &str, found: &mut Vec<Atom>) -> bool {
    const ENDINGS: [&str; 14] = [
        "ribuan", "ribu", "rebu", "jutaan", "juta", "puluhan", "puluh", "ratus", "belas", "ewu", "rb", "jt",
        "miliar", "atus",
    ];
    if let Some(atom) = atom(word) {
        found.push(atom);
        return true;
    }
    let Some((rest, ending)) = ENDINGS.iter().find_map(|ending| Some((word.strip_suffix(ending)?, *ending)))
    else {
        return false;
    };
    // Each step takes an ending away, and no number has more than a handful of words.
    if rest.is_empty() || word.len() > 40 || !atoms(rest, found) {
        return false;
    }
    atom(ending).is_some_and(|last| {
        found.push(last);
        true
    })
}

/// The number that starts at a token, with as many tokens as belong to it.
pub(super) fn number_at(words: &Words, start: usize) -> Option<Number> {
    let tokens = &words.tokens;
    let first = tokens.get(start)?;
    if let Some(fraction) = fraction(tokens, start).or_else(|| spoken_decimal(tokens, start)) {
        return Some(fraction);
    }
    if !(first.is_number() || first.is_word() && atoms(&first.text, &mut Vec::new())) {
        return None;
    }
    let mut sum = Sum::default();
    let mut best: Option<Number> = None;
    let mut at = start;
    while let Some(token) = tokens.get(at) {
        let step = at - start;
        // 300an ribu: an estimate before its scale.
        let estimate = token.text == "an" && token.glued && step > 0;
        if estimate && tokens.get(at + 1).is_some_and(|next| matches!(atom(&next.text), Some(Atom::Scale(_))))
        {
            at += 1;
            continue;
        }
        // No spoken number is longer; the bound keeps reading linear.
        if step > 14 || !sum.take(tokens, at, step == 0) {
            break;
        }
        at += 1;
        if token.is_number()
            && at == start + 1
            && tokens.get(at).is_some_and(|next| is_thousands_after_space(token, next))
        {
            sum.section = sum.section.saturating_mul(THOUSAND);
            sum.form = Form::Grouped;
            at += 1;
        }
        if let Some((milli, form)) = sum.value(tokens.get(at)) {
            let other = sum.other;
            best = Some(Number { tokens: start..at, milli, form, other });
        }
    }
    best
}

/// `1/2 juta`.
fn fraction(tokens: &[Token], start: usize) -> Option<Number> {
    let [upper, sign, lower, scale, ..] = tokens.get(start..)? else { return None };
    let quarters = match (upper.text.as_str(), lower.text.as_str()) {
        ("1", "2") => 2,
        ("1", "4") => 1,
        ("3", "4") => 3,
        _ => return None,
    };
    let Some(Atom::Scale(scale)) = atom(&scale.text) else { return None };
    let milli = (scale * MILLI / 4).checked_mul(quarters)?;
    (sign.is_sign('/') && sign.glued && lower.glued && scale >= MILLION).then_some(Number {
        tokens: start..start + 4,
        milli,
        form: Form::Scaled,
        other: None,
    })
}

/// `satu koma lima juta`.
fn spoken_decimal(tokens: &[Token], start: usize) -> Option<Number> {
    let [whole, comma, tenth, scale, ..] = tokens.get(start..)? else { return None };
    let digit = |token: &Token| match atom(&token.text) {
        Some(Atom::Digit(digit)) => Some(digit),
        _ if token.is_number() && token.text.len() == 1 => token.text.parse().ok(),
        _ => None,
    };
    let Some(Atom::Scale(scale)) = atom(&scale.text) else { return None };
    if comma.text != "koma" {
        return None;
    }
    let milli = (digit(whole)? * 10 + digit(tenth)?).checked_mul(scale)?.checked_mul(MILLI / 10)?;
    Some(Number { tokens: start..start + 4, milli, form: Form::Scaled, other: None })
}

/// `15 000`: a space between thousands.
fn is_thousands_after_space(token: &Token, next: &Token) -> bool {
    next.is_number() && !next.glued && next.text == "000" && token.text.len() <= 3
}

/// A number on its way.
#[derive(Debug, Default)]
struct Sum {
    /// Closed by a scale, in thousandths.
    done: i64,
    scale: Option<i64>,
    /// Below a thousand, in thousandths.
    section: i64,
    digit: Option<i64>,
    open: Open,
    form: Form,
    other: Option<i64>,
}

/// What the section after the last scale was made of.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Open {
    #[default]
    Nothing,
    /// Spoken words without "ratus".
    Spoken,
    /// Spoken words with "ratus".
    Hundreds,
    /// Three digits that touch the scale before them: `1jt250`.
    GluedDigits,
    /// One digit that touches the scale before it: `3jt8`.
    Tenth,
    /// Three digits after a space: `1 juta 250`.
    Digits,
    Half,
}

impl Sum {
    /// Takes one token; false when it is no part of this number.
    fn take(&mut self, tokens: &[Token], at: usize, first: bool) -> bool {
        let Some(token) = tokens.get(at) else { return false };
        if token.is_number() {
            return self.take_digits(token, tokens.get(at + 1), first);
        }
        if !token.is_word() || self.form == Form::Code {
            return false;
        }
        if let Some(scale) = short_scale(tokens, at) {
            return !first && self.close(scale);
        }
        let mut parts = Vec::new();
        atoms(&token.text, &mut parts) && parts.into_iter().all(|atom| self.take_atom(atom))
    }

    fn take_digits(&mut self, token: &Token, next: Option<&Token>, first: bool) -> bool {
        let Some((milli, form)) = digits(&token.text) else { return false };
        if first {
            self.section = milli;
            self.form = form;
            return true;
        }
        // "2 ratus 20 ribu".
        let scaled =
            next.and_then(|next| atom(&next.text)).is_some_and(|atom| matches!(atom, Atom::Scale(_)));
        if scaled && self.open == Open::Hundreds && form == Form::Plain && token.text.len() <= 2 {
            self.section += milli;
            return true;
        }
        // A second run of digits continues only after a scale: 1jt250, 1 juta 250 ribu.
        let fresh = self.scale.is_some() && self.open == Open::Nothing;
        if !fresh
            || !matches!(form, Form::Plain | Form::Decimal)
            || token.text.len() > 3 && form == Form::Plain
        {
            return false;
        }
        // "3jt8": a single digit that touches its scale are its tenths.
        if token.glued && token.text.len() == 1 && self.scale.is_some_and(|scale| scale >= THOUSAND) {
            self.section = milli / 10;
            self.open = Open::Tenth;
            return true;
        }
        self.section = milli;
        self.open = match (token.text.len(), token.glued) {
            (3, true) => Open::GluedDigits,
            (3, false) => Open::Digits,
            _ => Open::Spoken,
        };
        true
    }

    fn take_atom(&mut self, atom: Atom) -> bool {
        if self.open == Open::Half && !matches!(atom, Atom::Scale(_)) {
            return false;
        }
        let spoken_digits = self.form != Form::Plain && self.scale.is_none();
        match atom {
            Atom::Digit(digit) => {
                // "dua lima ribu" is 25 thousand; a third digit is another number.
                match self.digit {
                    Some(tens) if tens < 10 && self.section == 0 => self.digit = Some(tens * 10 + digit),
                    Some(_) => return false,
                    None if self.section % (10 * MILLI) != 0 || spoken_digits => return false,
                    None => self.digit = Some(digit),
                }
                self.touch(Open::Spoken)
            }
            Atom::Small(value) => {
                if self.digit.is_some() || self.section % (100 * MILLI) != 0 {
                    return false;
                }
                self.section += value * MILLI;
                self.touch(Open::Spoken)
            }
            Atom::Teen => self.multiply(|digit| digit + 10, Open::Spoken),
            Atom::Ten => self.multiply(|digit| digit * 10, Open::Spoken),
            Atom::Hundred => self.multiply(|digit| digit * 100, Open::Hundreds),
            Atom::Hundreds(value) => {
                if self.digit.is_some() || self.section != 0 {
                    return false;
                }
                self.section = value * MILLI;
                self.touch(Open::Hundreds)
            }
            Atom::Half => {
                self.section += self.digit.take().unwrap_or(0) * MILLI + 500;
                self.touch(Open::Half)
            }
            Atom::Quarter => {
                self.section += 250;
                self.touch(Open::Half)
            }
            Atom::Scale(scale) => self.close(scale),
            Atom::One(scale) => {
                self.digit.is_none() && self.section == 0 && {
                    self.section = MILLI;
                    self.close(scale)
                }
            }
        }
    }

    fn touch(&mut self, open: Open) -> bool {
        if self.open != Open::Hundreds || open == Open::Half {
            self.open = open;
        }
        true
    }

    /// `belas`, `puluh`, `ratus` after a digit, spoken or written.
    fn multiply(&mut self, by: impl Fn(i64) -> i64, open: Open) -> bool {
        let digit = match self.digit.take() {
            Some(digit) => digit,
            None if self.section > 0 && self.section < 1000 * MILLI && self.section % MILLI == 0 => {
                std::mem::take(&mut self.section) / MILLI
            }
            None => return false,
        };
        if digit >= 100 {
            return false;
        }
        self.section += by(digit) * MILLI;
        self.touch(open)
    }

    fn close(&mut self, scale: i64) -> bool {
        let section = self.section + self.digit.unwrap_or(0) * MILLI;
        if section == 0 || self.scale.is_some_and(|last| last <= scale) {
            return false;
        }
        let mut value = section;
        if self.form == Form::Grouped && self.scale.is_none() {
            // 1.250 jt is a million and a quarter; 15.000 ribu names its thousands twice.
            if scale >= MILLION && value < 10_000 * MILLI {
                value /= THOUSAND;
            } else if scale == THOUSAND && value >= 10_000 * MILLI {
                self.other = value.checked_mul(scale);
                value /= THOUSAND;
            } else if scale == THOUSAND {
                self.other = Some(value);
            }
        }
        let Some(closed) = value.checked_mul(scale).and_then(|closed| self.done.checked_add(closed)) else {
            return false;
        };
        self.done = closed;
        self.section = 0;
        self.digit = None;
        self.scale = Some(scale);
        self.open = Open::Nothing;
        self.form = Form::Scaled;
        true
    }

    /// The value so far, if the number may end here.
    fn value(&self, next: Option<&Token>) -> Option<(i64, Form)> {
        if self.form == Form::Code {
            return Some((0, Form::Code));
        }
        let section = self.section + self.digit.unwrap_or(0) * MILLI;
        let Some(scale) = self.scale else {
            let alone = self.open == Open::Half && self.section < MILLI;
            return (section > 0 && !alone).then_some((section, self.form));
        };
        // Between scales nothing is left over: "sejuta dua ratus" are 200 thousand, "lima ribu lima ratus" 500.
        let below = if scale == THOUSAND { 1 } else { scale / THOUSAND };
        let free = next.is_none_or(|next| !next.is_word() || atom(&next.text).is_none());
        let rest = match self.open {
            Open::Nothing => 0,
            Open::Hundreds | Open::GluedDigits => section.checked_mul(below)?,
            Open::Digits
                if free && section % (10 * MILLI) == 0 && next.is_none_or(|next| !next.is_number()) =>
            {
                section.checked_mul(below)?
            }
            Open::Tenth if next.is_none_or(|next| !next.glued || !next.is_word()) => {
                section.checked_mul(scale)?
            }
            Open::Half if section == 500 => scale.checked_mul(500)?,
            Open::Digits | Open::Spoken | Open::Half | Open::Tenth => return None,
        };
        Some((self.done.checked_add(rest)?, Form::Scaled))
    }
}

/// Scales of one letter, which are words of their own elsewhere: `15k`, `1,5M`.
fn short_scale(tokens: &[Token], at: usize) -> Option<i64> {
    let token = tokens.get(at)?;
    let before = tokens.get(at.checked_sub(1)?)?;
    if !before.is_number() {
        return None;
    }
    let next_is_word = tokens.get(at + 1).is_some_and(|next| next.is_word() && !next.glued);
    match token.text.as_str() {
        "k" if token.glued => Some(THOUSAND),
        "k" if !next_is_word => Some(THOUSAND),
        // Three metres of cloth are a small m; a house for 1,2M a capital one.
        "m" if token.glued && token.capital => Some(BILLION),
        "j" if token.glued => Some(MILLION),
        "t" if token.glued && token.capital => Some(TRILLION),
        _ => None,
    }
}

/// Digits with separators, in thousandths.
fn digits(text: &str) -> Option<(i64, Form)> {
    let parts: Vec<&str> = text.split(['.', ',']).collect();
    let joined: String = parts.concat();
    let (whole, last) = (parts.first()?, parts.last()?);
    let many = |text: &str| text.parse::<i64>().ok().filter(|value| *value <= 9_000 * TRILLION);
    if parts.len() == 1 {
        let round = text.len() <= 13 && text.ends_with("000") && !text.starts_with('0');
        let code = text.len() > 1 && text.starts_with('0') || text.len() >= 9 && !round;
        if code {
            return Some((0, Form::Code));
        }
        return Some((many(text)?.checked_mul(MILLI)?, Form::Plain));
    }
    let grouped = parts[1..].iter().all(|part| part.len() == 3) && *whole != "0" && !whole.starts_with('0');
    if grouped {
        return Some((many(&joined)?.checked_mul(MILLI)?, Form::Grouped));
    }
    if parts.len() > 2 && last.len() <= 2 {
        // The sen left circulation; statements still print them.
        let thousands: String = parts[..parts.len() - 1].concat();
        return Some((many(&thousands)?.checked_mul(MILLI)?, Form::Grouped));
    }
    if parts.len() == 2 && last.len() <= 3 && whole.len() <= 9 {
        let power = THOUSAND / 10_i64.pow(u32::try_from(last.len()).ok()?);
        return Some((many(whole)?.checked_mul(MILLI)? + many(last)? * power, Form::Decimal));
    }
    Some((many(&joined)?.checked_mul(MILLI)?, Form::Irregular))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let words = Words::of(text);
        let shown = number_at(&words, 0).map_or("none".to_owned(), |number| {
            let value = if number.milli % MILLI == 0 {
                (number.milli / MILLI).to_string()
            } else {
                format!("{}m", number.milli)
            };
            format!("{value} {:?} {}", number.form, number.tokens.end)
        });
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn reads_written_numbers() {
        check("15", "15 Plain 1");
        check("15.000", "15000 Grouped 1");
        check("15,000", "15000 Grouped 1");
        check("15.000,00", "15000 Grouped 1");
        check("1.250.000", "1250000 Grouped 1");
        check("1,5", "1500m Decimal 1");
        check("15rb", "15000 Scaled 2");
        check("15 ribu", "15000 Scaled 2");
        check("1,5jt", "1500000 Scaled 2");
        check("1.5 juta", "1500000 Scaled 2");
        check("1jt250rb", "1250000 Scaled 4");
        check("1jt250", "1250000 Scaled 3");
        check("2rb500", "2500 Scaled 3");
        check("1 juta 250 ribu", "1250000 Scaled 4");
        check("12 mio", "12000000 Scaled 2");
        check("15k", "15000 Scaled 2");
        check("1,2M", "1200000000 Scaled 2");
        check("081234567890", "0 Code 1");
        check("15 000", "15000 Grouped 2");
        check("5 ratus ribu", "500000 Scaled 3");
        check("2ratus 20ribu", "220000 Scaled 4");
        check("seratus 5 rb", "105000 Scaled 3");
        check("1.250 jt", "1250000 Scaled 2");
    }

    #[test]
    fn reads_spoken_numbers() {
        check("lima belas ribu", "15000 Scaled 3");
        check("dua ratus lima puluh ribu", "250000 Scaled 5");
        check("sejuta dua ratus", "1200000 Scaled 3");
        check("sejuta dua ratus lima puluh ribu", "1250000 Scaled 6");
        check("dua juta lima ratus", "2500000 Scaled 4");
        check("setengah juta", "500000 Scaled 2");
        check("satu setengah juta", "1500000 Scaled 3");
        check("sejuta setengah", "1500000 Scaled 2");
        check("dua puluh lima ribu", "25000 Scaled 4");
        check("dua lima ribu", "25000 Scaled 3");
        check("lima ribu lima ratus", "5500 Scaled 4");
        check("sejuta dua orang", "1000000 Scaled 1");
        check("limapuluhribu", "50000 Scaled 1");
        check("selawe ewu", "25000 Scaled 2");
        check("rong puluh ewu", "20000 Scaled 3");
        check("dua puluh", "20 Plain 2");
        check("seratus lima puluh ribu", "150000 Scaled 4");
        check("tilu puluh rebu", "30000 Scaled 3");
        check("one hundred fifty thousand", "150000 Scaled 4");
    }
}
