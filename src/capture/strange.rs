//! Messages whose amounts may not be what whoever wrote them saw: recorded only with a yes, however plain the words.

use super::span::Span;
use super::words::Words;
use crate::ledger::Money;

/// As many amounts as people write in one message; what more become is shown before it is kept.
const MOST_AMOUNTS: usize = 20;
/// In the currency's minor unit: more than a family moves without looking twice.
const LARGE: i64 = 100_000_000_000;
/// `15²rb` is neither 15 nor 152.
const RAISED: [char; 3] = ['\u{b2}', '\u{b3}', '\u{b9}'];

/// Whether the amounts read from a text are worth a second look; `unknown` of its words are nobody's we know.
pub(super) fn is_strange(
    text: &str,
    words: &Words,
    spans: &[Span],
    amounts: &[Money],
    unknown: usize,
) -> bool {
    spans.iter().filter(|span| span.money().is_some()).count() > MOST_AMOUNTS
        || amounts.iter().any(|amount| amount.minor() >= LARGE)
        || is_turned(text)
        || has_raised_digits(text)
        || words.clean.chars().any(|letter| !letter.is_ascii() && letter.is_numeric())
        || has_zeros_left(words, spans)
        || has_letters(words)
        || is_foreign(unknown, spans)
}

/// An override shows digits in another order than they are written in.
fn is_turned(text: &str) -> bool {
    text.contains(['\u{202d}', '\u{202e}'])
}

/// A raised or lowered digit, or a fraction, right behind an amount, where composing makes it part of the number;
/// square metres are no amount.
fn has_raised_digits(text: &str) -> bool {
    let mut last = ' ';
    text.chars().any(|letter| {
        let before = std::mem::replace(&mut last, letter);
        let raised = RAISED.contains(&letter)
            || matches!(letter, '\u{bc}'..='\u{be}' | '\u{2070}'..='\u{2089}' | '\u{2150}'..='\u{215e}' | '\u{2189}');
        raised && before.is_alphanumeric() && !matches!(before, 'm' | 'M')
    })
}

/// `l5rb`, `2o rb`: read as fifteen and twenty thousand, and something else to whoever overlooks the letter.
fn has_letters(words: &Words) -> bool {
    words.tokens.iter().filter(|token| token.is_number()).any(|token| {
        words.clean.get(token.place.clone()).is_some_and(|written| written.contains(['o', 'O', 'l', 'I']))
    })
}

/// Every third word is one that nobody here uses: written for somebody else, or to command the box.
fn is_foreign(unknown: usize, spans: &[Span]) -> bool {
    let words = spans.iter().filter(|span| span.word().is_some()).count();
    unknown >= 4 && unknown * 3 >= words
}

/// `15 000 000 000 rb`, `15rb000`: zeros that belong to no amount.
fn has_zeros_left(words: &Words, spans: &[Span]) -> bool {
    spans.iter().filter(|span| span.money().is_none()).any(|span| {
        words.tokens[span.tokens.clone()].iter().any(|token| {
            token.is_number() && token.text.len() >= 3 && token.text.bytes().all(|digit| digit == b'0')
        })
    })
}
