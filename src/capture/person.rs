//! The other person of a debt, a gift or a loan.

use catatduit_nlu::Judge;

use super::span::{Sense, Span};
use super::terms::KIN;
use super::words::Words;

const LEADS: &[&str] = &["dari", "ke", "sama", "untuk", "oleh", "dengan", "by", "punya"];
const GIVES: &[&str] = &[
    "pinjemin",
    "pinjamin",
    "minjemin",
    "minjamin",
    "ngutangin",
    "utangin",
    "utang",
    "hutang",
    "kasih",
    "ngasih",
    "kasihin",
    "nyangoni",
    "sangu",
    "pinjam",
    "pinjem",
    "piutang",
    "minjem",
    "meminjamkan",
    "lent",
    "owe",
    "nyaur",
    "ngutang",
    "talangin",
    "nalangin",
    "bayarin",
    "nggo",
    "transferin",
];

/// The person a part speaks of, as written.
pub(super) fn person(words: &Words, spans: &[Span]) -> Option<String> {
    let look = Look { words, spans };
    for (at, span) in spans.iter().enumerate() {
        let led = span.is_word(LEADS);
        if led || span.is_word(GIVES) {
            let mut name_at = at + 1;
            // "utang ke budi", "utang sama si budi".
            if spans.get(name_at).is_some_and(|next| next.is_word(LEADS)) {
                name_at += 1;
            }
            if let Some(name) = look.name(name_at, led) {
                return Some(name);
            }
        }
    }
    // "budi bayar utang 50rb", "mama ngasih 100rb".
    let first = spans.iter().position(|span| span.word().is_some())?;
    look.name(first, false).filter(|_| spans.get(first + 1).is_some_and(|next| next.word().is_some()))
}

struct Look<'a> {
    words: &'a Words,
    spans: &'a [Span],
}

impl Look<'_> {
    fn is_name(&self, at: usize, led: bool) -> bool {
        let Some(Span { sense: Sense::Word(word), tokens }) = self.spans.get(at) else { return false };
        let Some(token) = self.words.tokens.get(tokens.start) else { return false };
        let judge = Judge::shipped();
        let unknown = judge.normal(&token.text).is_none_or(|normal| !normal.exact);
        (unknown || judge.is_name(&token.text)) && word.len() > 1 && (led || token.capital)
    }

    fn name(&self, at: usize, led: bool) -> Option<String> {
        let kin = self.spans.get(at)?.is_word(KIN);
        if !kin && !self.is_name(at, led) {
            return None;
        }
        let follows = if kin { self.is_name(at + 1, true) } else { false };
        let last = self.spans.get(at + usize::from(follows))?;
        let first = self.spans.get(at)?;
        let name = self.words.written(&(first.tokens.start..last.tokens.end));
        let name = name.strip_prefix("si ").unwrap_or(name);
        Some(super::describe::titled(name)).filter(|name| name.chars().count() <= 60 && name != "Si")
    }
}
