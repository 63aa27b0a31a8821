//! A message as tokens: words, numbers, signs and line breaks, each with its place in the cleaned text.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;

use super::LONGEST;
use crate::ledger::WALLET_TEMPLATES;

/// A cleaned message and its tokens.
#[derive(Debug)]
pub(super) struct Words {
    /// Composed, without invisible characters, with plain quotes and dashes.
    pub(super) clean: String,
    pub(super) tokens: Vec<Token>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// Lower case, accents on e dropped, as the grammar compares it.
    pub(super) text: String,
    pub(super) shape: Shape,
    /// Bytes of [`Words::clean`].
    pub(super) place: Range<usize>,
    /// Whether it touches the token before it.
    pub(super) glued: bool,
    /// Whether it was written with a capital first letter.
    pub(super) capital: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Letters, perhaps ending in digits: `bakso`, `anak2`, `ps5`.
    Word,
    /// Digits, perhaps with separators between them: `15.000,00`.
    Number,
    Sign(char),
    Break,
}

impl Token {
    pub(super) fn is_word(&self) -> bool {
        self.shape == Shape::Word
    }

    pub(super) fn is_number(&self) -> bool {
        self.shape == Shape::Number
    }

    pub(super) fn is_sign(&self, sign: char) -> bool {
        self.shape == Shape::Sign(sign)
    }
}

/// Words after which digits are a number of their own even when they touch: `rp500`, `tgl5`.
const BEFORE_NUMBERS: [&str; 16] = [
    "rp", "idr", "tgl", "tanggal", "jam", "jm", "pukul", "pkl", "no", "x", "ke", "rm", "usd", "sgd", "total",
    "seharga",
];

impl Words {
    pub(super) fn of(text: &str) -> Self {
        let clean = clean(text);
        let tokens = Scanner { clean: &clean, at: 0, tokens: Vec::new() }.run();
        Self { clean, tokens }
    }

    /// The text as written, from one token to another.
    pub(super) fn written(&self, tokens: &Range<usize>) -> &str {
        let (Some(first), Some(last)) =
            (self.tokens.get(tokens.start), self.tokens.get(tokens.end.wrapping_sub(1)))
        else {
            return "";
        };
        self.clean.get(first.place.start..last.place.end).unwrap_or("")
    }
}

/// Whether a text is longer than what is read, as it came or composed: one letter may stand for eighteen.
pub(super) fn is_too_long(text: &str) -> bool {
    text.chars().nth(LONGEST).is_some() || text.nfkc().nth(LONGEST).is_some()
}

fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut after_return = false;
    for letter in text.nfkc() {
        let was_return = std::mem::replace(&mut after_return, letter == '\r');
        match letter {
            '\n' if was_return => {}
            '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => clean.push('\n'),
            _ if is_invisible(letter) => {}
            // The box around the digit of a keycap emoji.
            '\u{20e3}' if clean.ends_with(|last: char| last.is_ascii_digit()) => {}
            '\u{2018}' | '\u{2019}' | '\u{2bc}' | '`' | '\u{b4}' => clean.push('\''),
            '\u{201c}' | '\u{201d}' | '\u{201e}' => clean.push('"'),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => clean.push('-'),
            '\u{d7}' | '\u{2715}' | '\u{2716}' => clean.push('x'),
            // What NFKC makes of ½.
            '\u{2044}' => clean.push('/'),
            _ if letter.is_whitespace() => clean.push(' '),
            _ => clean.push(latin(letter)),
        }
    }
    clean
}

/// What takes no room on a screen: digits on both sides of it are one number to whoever reads them.
fn is_invisible(letter: char) -> bool {
    letter.is_control() && !letter.is_whitespace()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// The Latin letter that a Cyrillic or Greek one cannot be told from.
fn latin(letter: char) -> char {
    match letter {
        'а' | 'α' => 'a',
        'с' => 'c',
        'ԁ' => 'd',
        'е' => 'e',
        'һ' => 'h',
        'і' | 'ι' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'ѕ' => 's',
        'т' => 't',
        'υ' => 'u',
        'ν' => 'v',
        'ԝ' => 'w',
        'х' => 'x',
        'у' => 'y',
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'С' => 'C',
        'Е' | 'Ε' => 'E',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' => 'I',
        'Ј' => 'J',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'Ѕ' => 'S',
        'Т' | 'Τ' => 'T',
        'Х' | 'Χ' => 'X',
        'У' | 'Υ' => 'Y',
        'Ζ' => 'Z',
        other => other,
    }
}

struct Scanner<'a> {
    clean: &'a str,
    at: usize,
    tokens: Vec<Token>,
}

impl Scanner<'_> {
    fn run(mut self) -> Vec<Token> {
        while let Some(letter) = self.rest().chars().next() {
            match letter {
                ' ' => self.at += 1,
                '\n' => self.push(1, Shape::Break),
                _ if letter.is_ascii_digit() => self.number(),
                _ if is_letter(letter) => self.word(),
                _ => self.push(letter.len_utf8(), Shape::Sign(letter)),
            }
        }
        self.tokens
    }

    fn rest(&self) -> &str {
        self.clean.get(self.at..).unwrap_or("")
    }

    fn push(&mut self, length: usize, shape: Shape) {
        let place = self.at..self.at + length.max(1);
        let written = self.clean.get(place.clone()).unwrap_or("");
        let glued = self
            .tokens
            .last()
            .is_some_and(|last| last.place.end == place.start && last.shape != Shape::Break);
        self.tokens.push(Token {
            text: plain(written),
            shape,
            glued,
            capital: written.chars().next().is_some_and(char::is_uppercase),
            place: place.clone(),
        });
        self.at = place.end;
    }

    /// Digits; a number that runs into letters of another script is none that anybody can be sure of.
    fn number(&mut self) {
        if self.number_with_letters() {
            return;
        }
        let length = number_length(self.rest());
        let foreign = |letter: char| !letter.is_ascii() && (is_letter(letter) || letter.is_numeric());
        if self.rest()[length..].starts_with(foreign) {
            self.push(run_length(self.rest()), Shape::Word);
        } else {
            self.push(length, Shape::Number);
        }
    }

    /// Digits with letters that were taken for digits; says whether that is what stands here.
    fn number_with_letters(&mut self) -> bool {
        let glued =
            self.tokens.last().is_some_and(|last| last.place.end == self.at && last.shape != Shape::Break);
        let Some((length, digits)) = with_letters(self.rest()).filter(|_| !glued) else { return false };
        self.push(length, Shape::Number);
        if let Some(last) = self.tokens.last_mut() {
            last.text = digits;
        }
        true
    }

    /// Letters with apostrophes between them, and the digits of `anak2` or `ps5`.
    fn word(&mut self) {
        if self.number_with_letters() {
            return;
        }
        let rest = self.rest();
        if let Some(length) = address_length(rest) {
            self.push(length, Shape::Word);
            return;
        }
        let mut letters = 0;
        let mut length = 0;
        let mut walk = rest.char_indices().peekable();
        while let Some((index, letter)) = walk.next() {
            let apostrophe =
                letter == '\'' && letters > 0 && walk.peek().is_some_and(|(_, next)| is_letter(*next));
            if !is_letter(letter) && !apostrophe {
                break;
            }
            letters += 1;
            length = index + letter.len_utf8();
        }
        let digits = rest[length..].bytes().take_while(u8::is_ascii_digit).count();
        let after = &rest[length + digits..];
        let decimals = after.starts_with(['.', ',']) && starts_digit(&after[1..]);
        let ends = !(decimals || after.starts_with(is_letter));
        let word = plain(&rest[..length]);
        let follows_number =
            self.tokens.last().is_some_and(|last| last.is_number() && last.place.end == self.at);
        // `anak2` is "anak-anak", `ps5` a name; `bakso15` more likely a price.
        let part_of_name = digits == 1 || (digits > 1 && digits < 4 && letters < 4);
        if part_of_name && ends && !follows_number && !BEFORE_NUMBERS.contains(&word.as_str()) {
            length += digits;
        }
        // `l5rb`, `O5rb`: a letter for a digit, so that what is left of the number is not the number.
        let slip = digits > 0 && !follows_number && matches!(word.as_str(), "l" | "i" | "o");
        if slip {
            let length = run_length(rest);
            self.push(length, Shape::Word);
            return;
        }
        // 25rbx2 is an amount and how often it was paid.
        let times = follows_number && letters > 1 && digits > 0 && word.ends_with('x');
        // 20rbgopay: a wallet or its preposition written on to the scale.
        let scale = ["ribu", "rb", "jt", "k"]
            .into_iter()
            .find(|scale| word.strip_prefix(scale).is_some_and(may_follow_scale));
        let length = scale.filter(|_| follows_number).map_or(length, str::len);
        self.push(if times { length - 1 } else { length }, Shape::Word);
    }
}

fn is_letter(letter: char) -> bool {
    letter.is_alphabetic() || unicode_normalization::char::is_combining_mark(letter)
}

/// Whether letters begin with what people write on to an amount without a space: `20rbgopay`, `20rbpake…`.
fn may_follow_scale(letters: &str) -> bool {
    let opens = |name: &str| letters.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    ["pake", "tunai", "via"].into_iter().any(opens)
        || WALLET_TEMPLATES.iter().any(|template| opens(template.name))
}

/// Letters and digits of any script, up to the next that is neither.
fn run_length(text: &str) -> usize {
    text.find(|letter: char| !is_letter(letter) && !letter.is_numeric()).unwrap_or(text.len())
}

/// How many bytes at the start of a text are an address of the web: its numbers are no amounts.
fn address_length(text: &str) -> Option<usize> {
    let end = text.find(|letter: char| letter.is_whitespace() || "()[]<>\"".contains(letter));
    let word = &text[..end.unwrap_or(text.len())];
    let scheme = word.split_once("://").is_some_and(|(scheme, rest)| {
        !rest.is_empty() && scheme.len() < 12 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    let bare = word.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."));
    (scheme || bare).then_some(word.len())
}

/// `2o rb`, `15.ooo`, `l5rb`: digits with the letter O for a nought or an L for a one, as many bytes as they are and
/// what they mean. Only before a scale, or where they fill groups of thousands: "2 orang" and "2l" count something.
fn with_letters(text: &str) -> Option<(usize, String)> {
    let letter = |letter: char| matches!(letter, 'o' | 'O' | 'l' | 'I');
    let length = text.find(|other: char| !(other.is_ascii_digit() || other == '.' || letter(other)));
    let written = text[..length.unwrap_or(text.len())].trim_end_matches('.');
    let opens = written.starts_with(['o', 'O']) || written.len() > 15 || written.len() < 2;
    // "2l15rb" is two litres for fifteen thousand.
    let litres =
        written.bytes().skip(1).zip(written.bytes().skip(2)).any(|pair| pair.0 == b'l' && pair.1 != b'.');
    let digit = starts_digit(&written[1.min(written.len())..]) || starts_digit(written);
    // "lOrb": a one and a nought, where nothing but a scale follows at once.
    let bare =
        written.starts_with(['l', 'I']) && written[1..].chars().all(|other| matches!(other, 'o' | 'O'));
    if opens || litres || !written.contains(letter) || !(digit || bare) {
        return None;
    }
    let digits = written.replace(['o', 'O'], "0").replace(['l', 'I'], "1");
    let after = &text[written.len()..];
    let glued = after.starts_with(is_letter);
    let after = after.trim_start_matches(' ');
    let word = &after[..after.find(|other: char| !is_letter(other)).unwrap_or(after.len())];
    let scale = matches!(
        plain(word).as_str(),
        "rb" | "ribu" | "rbu" | "rebu" | "k" | "jt" | "juta" | "ratus" | "perak"
    );
    let mut groups = digits.split('.');
    let first = groups.next().unwrap_or("");
    // "1.25l" is litres, whatever group its letter would fill.
    let grouped = digits.contains('.')
        && !written.ends_with(['l', 'I'])
        && !first.is_empty()
        && first.len() <= 3
        && groups.all(|group| group.len() == 3);
    let thousands = !digits.contains('.') && digits.len() >= 4 && digits.ends_with("000");
    (scale && (digit || glued) && !digits.contains('.') || digit && !glued && (grouped || thousands))
        .then_some((written.len(), digits))
}

fn starts_digit(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_digit)
}

fn plain(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            'é' | 'è' | 'ê' => 'e',
            other => other,
        })
        .collect()
}

/// How many bytes at the start of a text make one number. `15.000,20.000` is two: a separator joins only
/// groups of three digits, or one run of decimals.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits_at =
        |from: usize| bytes[from.min(bytes.len())..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let separator_at = |at: usize| match bytes.get(at) {
        Some(sign @ (b'.' | b',')) if digits_at(at + 1) > 0 => Some(*sign),
        _ => None,
    };
    let whole = digits_at(0);
    let Some(first) = separator_at(whole) else { return whole };
    let mut length = whole;
    if whole <= 3 {
        while separator_at(length) == Some(first) && digits_at(length + 1) == 3 {
            length += 4;
        }
    }
    if length > whole {
        // The sen after grouped thousands: 15.000,00.
        let decimals =
            separator_at(length).filter(|sign| *sign != first).map_or(0, |_| digits_at(length + 1));
        let more = separator_at(length + 1 + decimals).is_some();
        return if (1..=2).contains(&decimals) && !more { length + 1 + decimals } else { length };
    }
    let decimals = digits_at(whole + 1);
    let year = decimals == 4 && matches!(text.get(whole + 1..whole + 3), Some("19" | "20"));
    // Two separators are a date such as 10.11.2026.
    if separator_at(whole + 1 + decimals).is_some() && decimals <= 2 || year {
        whole
    } else {
        whole + 1 + decimals
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let words = Words::of(text);
        let shown: Vec<String> = words
            .tokens
            .iter()
            .map(|token| match token.shape {
                Shape::Word => format!("w:{}", token.text),
                Shape::Number => format!("n:{}", token.text),
                Shape::Sign(sign) => format!("s:{sign}"),
                Shape::Break => "br".to_owned(),
            })
            .collect();
        assert_eq!(shown.join(" "), expected, "{text}");
    }

    #[test]
    fn cuts_words_numbers_and_signs() {
        check("Beli bakso 15rb", "w:beli w:bakso n:15 w:rb");
        check("2x25rb", "n:2 w:x n:25 w:rb");
        check("1jt250rb", "n:1 w:jt n:250 w:rb");
        check("anak2 main ps5", "w:anak2 w:main w:ps5");
        check("bakso15rb", "w:bakso n:15 w:rb");
        check("Rp.15.000,-", "w:rp s:. n:15.000 s:, s:-");
        check("15.000,00 7,5", "n:15.000,00 n:7,5");
        check("15.000,20.000", "n:15.000 s:, n:20.000");
        check("10.11.2026", "n:10 s:. n:11 s:. n:2026");
        check("jum'at\r\nsabtu", "w:jum'at br w:sabtu");
        check("kopi\u{200b} \u{2068}１５ｒｂ\u{2069} ½ kg", "w:kopi n:15 w:rb n:1 s:/ n:2 w:kg");
        check("rp500 tgl5", "w:rp n:500 w:tgl n:5");
        check("liat www.toko.id/a?b=5000 5rb", "w:liat w:www.toko.id/a?b=5000 n:5 w:rb");
    }

    #[test]
    fn what_looks_alike_is_alike_and_what_only_looks_like_a_number_is_none() {
        check("bаksо 1\u{34f}5\u{7f}rb", "w:bakso n:15 w:rb");
        check("1\u{fe0f}\u{20e3}5\u{fe0f}\u{20e3}rb", "n:15 w:rb");
        check("bakso l5rb I5000 o5", "w:bakso n:15 w:rb n:15000 w:o5");
        check("2o rb 3.5oo.ooo 5oo perak lOrb", "n:20 w:rb n:3.500.000 n:500 w:perak n:10 w:rb");
        check("2 orang 2l susu 3 ons lolos", "n:2 w:orang n:2 w:l w:susu n:3 w:ons w:lolos");
        check("bensin 20rbgopay", "w:bensin n:20 w:rb w:gopay");
        check("1つ5rb 1\u{336}5rb 1٥rb", "w:1つ5rb w:1\u{336}5rb w:1٥rb");
        check("bensin 2l15rb", "w:bensin n:2 w:l n:15 w:rb");
        check("coca cola 1.25l 12rb", "w:coca w:cola n:1.25 w:l n:12 w:rb");
        check("bensin 20rblinkaja 5kovo", "w:bensin n:20 w:rb w:linkaja n:5 w:k w:ovo");
        assert!(is_too_long(&"ﷺ".repeat(300)) && !is_too_long(&"b".repeat(LONGEST)));
    }

    #[test]
    fn remembers_where_a_token_was() {
        let words = Words::of("Bakso  Malang 15rb");
        assert_eq!(words.written(&(0..2)), "Bakso  Malang");
        assert!(words.tokens[3].glued && !words.tokens[2].glued);
    }
}
