//! The other person of a debt, a gift or a loan.

use catatduit_nlu::Judge;

use super::span::{Sense, Side, Span};
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

/// Whether someone else is the giver: "bapak ngasih 100rb", "ibu transfer 500rb ke bca".
pub(super) fn gives(words: &Words, spans: &[Span]) -> bool {
    const GAVE: &[&str] =
        &["ngasih", "kasih", "gave", "memberi", "beri", "kirim", "transfer", "maringi", "masihan", "sent"];
    const BEFORE: &[&str] = &["my", "tadi", "si", "alhamdulillah", "di"];
    let look = Look { words, spans };
    let Some(first) = spans.iter().position(|span| span.word().is_some() && !span.is_word(BEFORE)) else {
        return false;
    };
    if !look.is_someone(first) {
        return false;
    }
    let verb = spans[first + 1..].iter().take(3).position(|span| span.is_word(GAVE)).map(|at| first + 1 + at);
    // "mama kasih adik 50rb" goes on to someone else; a wallet it arrives in is one's own.
    verb.is_some_and(|verb| {
        let rest = &spans[verb + 1..];
        let arrives =
            rest.iter().filter_map(Span::mention).any(|mention| mention.side == Side::To && !mention.foreign);
        let further = rest.iter().enumerate().any(|(at, span)| {
            span.is_word(&["ke", "untuk"]) || span.is_word(KIN) || look.is_someone(verb + 1 + at)
        });
        arrives || !further
    })
}

struct Look<'a> {
    words: &'a Words,
    spans: &'a [Span],
}

impl Look<'_> {
    /// A relative, or a name that the lexicon knows as one.
    fn is_someone(&self, at: usize) -> bool {
        let Some(span) = self.spans.get(at) else { return false };
        let named = span.word().is_some()
            && self
                .words
                .tokens
                .get(span.tokens.start)
                .is_some_and(|token| Judge::shipped().is_name(&token.text));
        named || span.is_word(KIN)
    }

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
