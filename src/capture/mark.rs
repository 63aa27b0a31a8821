//! From tokens to spans: what each stretch of the message means.

use catatduit_nlu::Judge;

use super::Setting;
use super::amount::{self, figure_at};
use super::date::{self, day_at};
use super::span::{Mention, Sense, Side, Span};
use super::terms::{BEFORE_WALLET, FROM, TO, canonical};
use super::wallet::Names;
use super::words::{Shape, Words};

/// The whole message as spans, in order and without gaps.
pub(super) fn spans(words: &Words, setting: &Setting) -> Vec<Span> {
    let names = Names::of(setting);
    let mut spans: Vec<Span> = Vec::with_capacity(words.tokens.len());
    let mut at = 0;
    let mut entry = 0;
    while let Some(token) = words.tokens.get(at) {
        let span = if let Some(number) = list_number(words, at, entry) {
            entry = number;
            Span { tokens: at..at + 2, sense: Sense::Sign('•') }
        } else if let Some((end, known)) = nickname(words, at, &spans, setting) {
            let mention = Mention { known: Some(known), side: side(&spans), taken: false, foreign: false };
            Span { tokens: at..end, sense: Sense::Wallet(mention) }
        } else if let Some(found) = names.at(words, at) {
            let side = side(&spans);
            let mention = Mention { known: found.known, side, taken: false, foreign: found.foreign };
            Span { tokens: found.tokens, sense: Sense::Wallet(mention) }
        } else if let Some(date::Found { tokens, day, when }) = day_at(words, at, setting) {
            Span { tokens, sense: Sense::Day { day, when } }
        } else if let Some(amount::Found { tokens, figure }) = figure_at(words, at, setting.currency) {
            Span { tokens, sense: Sense::Figure(figure) }
        } else {
            match token.shape {
                Shape::Break => Span { tokens: at..at + 1, sense: Sense::Break },
                Shape::Sign(sign) => Span { tokens: at..at + 1, sense: Sense::Sign(sign) },
                Shape::Word | Shape::Number => word(words, at),
            }
        };
        at = span.tokens.end.max(at + 1);
        spans.push(span);
    }
    one_card(&mut spans, setting);
    spans
}

/// A wallet by what this household calls it, where a wallet is expected: where it ends, and its position among the
/// known wallets.
fn nickname(words: &Words, at: usize, before: &[Span], setting: &Setting) -> Option<(usize, usize)> {
    if setting.habits.is_empty() || side(before) == Side::Plain {
        return None;
    }
    let (end, id) = setting.habits.wallet_at(words, at)?;
    let known = setting.wallets.iter().position(|wallet| wallet.id == Some(id))?;
    Some((end, known))
}

/// `1.` or `2)` at the start of a line, or further on in the same list.
fn list_number(words: &Words, at: usize, entry: u32) -> Option<u32> {
    let token = words.tokens.get(at).filter(|token| token.is_number() && token.text.len() <= 2)?;
    let sign =
        words.tokens.get(at + 1).filter(|sign| sign.glued && (sign.is_sign('.') || sign.is_sign(')')))?;
    let line_start =
        at.checked_sub(1).and_then(|at| words.tokens.get(at)).is_none_or(|last| last.shape == Shape::Break);
    let number: u32 = token.text.parse().ok()?;
    let follows = words.tokens.get(at + 2).is_some_and(|next| !next.is_number() || !next.glued);
    let opens = words.tokens.get(at.wrapping_sub(1)).is_some_and(|last| last.is_sign('('));
    let counted = entry > 0 && number == entry + 1 && !sign.is_sign('-');
    (follows && !opens && (line_start || counted)).then_some(number)
}

/// A word, with what a hyphen joins to it: `oleh-oleh`, `ke-dua`.
fn word(words: &Words, at: usize) -> Span {
    let mut end = at + 1;
    let glued = |at: usize| words.tokens.get(at).is_some_and(|token| token.glued);
    while words.tokens.get(end).is_some_and(|sign| sign.is_sign('-'))
        && glued(end)
        && glued(end + 1)
        && words.tokens.get(end + 1).is_some_and(super::words::Token::is_word)
        && end - at < 6
    {
        end += 2;
    }
    let text: String = words.tokens[at..end].iter().map(|token| token.text.as_str()).collect();
    let known = canonical(&text);
    let canonical = if known == text {
        // Only what is certain: a guess at a small word would change who paid whom.
        Judge::shipped()
            .normal(&text)
            .filter(|normal| normal.exact && !normal.text.contains(' '))
            .map_or_else(|| text.clone(), |normal| canonical(normal.text).to_owned())
    } else {
        known.to_owned()
    };
    Span { tokens: at..end, sense: Sense::Word(canonical) }
}

/// What the words before a wallet say about the direction.
fn side(before: &[Span]) -> Side {
    for (steps, span) in before.iter().rev().enumerate() {
        if span.is_sign(':') && steps == 0 {
            let source = before.len() > 1
                && before[before.len() - 2].is_word(&["dana", "sumber"])
                && before.iter().rev().take(3).any(|span| span.is_word(&["sumber"]));
            return if source { Side::From } else { Side::Plain };
        }
        let Some(word) = span.word() else { return Side::Plain };
        if FROM.contains(&word) {
            return Side::From;
        }
        if TO.contains(&word) {
            return Side::To;
        }
        if word == "up"
            && before.len() > steps + 1
            && before[before.len() - 2 - steps].is_word(&["top", "topup"])
        {
            return Side::To;
        }
        if !BEFORE_WALLET.contains(&word) || steps >= 3 {
            return Side::Plain;
        }
    }
    Side::Plain
}

/// A card named with its bank is the card: `cc bca`, `flazz bca`.
fn one_card(spans: &mut Vec<Span>, setting: &Setting) {
    use crate::ledger::WalletKind::{Bank, Card, EWallet};
    let kind = |span: &Span| {
        span.mention().and_then(|mention| setting.wallets.get(mention.known?)).map(|wallet| wallet.kind)
    };
    // "CIMB: Kartu Kredit Anda digunakan": the bank only tells it.
    for at in 2..spans.len() {
        let told = kind(&spans[at]) == Some(Card)
            && spans[at - 1].is_sign(':')
            && kind(&spans[at - 2]) == Some(Bank);
        if let Sense::Wallet(mention) = &mut spans[at - 2].sense
            && told
        {
            mention.taken = true;
        }
    }
    spans.dedup_by(|next, card| {
        let one = matches!((kind(card), kind(next)), (Some(Card), Some(Bank | EWallet)));
        if one {
            card.tokens.end = next.tokens.end;
        }
        one
    });
}
