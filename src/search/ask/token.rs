//! The pieces of a search's text: split at spaces, except inside quotes.

use super::field::Field;

/// One piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// A minus stands before it.
    pub(super) negated: bool,
    pub(super) head: Head,
    /// Without sign, head and quotes.
    pub(super) text: String,
    pub(super) quoted: bool,
    /// All of it.
    pub(super) typed: String,
}

/// How a piece begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    Plain,
    /// `#`
    Tag,
    /// `@`
    At,
    /// A field's name and a colon.
    Field(Field),
    Compare(Sign),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    More,
    AtLeast,
    Less,
    AtMost,
}

impl Token {
    /// Whether it is one of these words and nothing else.
    pub(super) fn is_one_of(&self, words: &[&str]) -> bool {
        self.head == Head::Plain
            && !self.quoted
            && !self.negated
            && words.contains(&self.text.to_lowercase().as_str())
    }
}

const QUOTES: [char; 4] = ['"', '“', '”', '„'];

pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let end = end_of(rest);
        tokens.push(token(&rest[..end]));
        rest = rest[end..].trim_start();
    }
    tokens
}

/// The text of several tokens, as typed.
pub(super) fn typed(tokens: &[Token]) -> String {
    tokens.iter().map(|token| token.typed.as_str()).collect::<Vec<_>>().join(" ")
}

/// Up to the next space; one that stands in quotes is no end. A quote opens at the beginning, or after a sign.
fn end_of(rest: &str) -> usize {
    let (mut quoted, mut before) = (false, ' ');
    for (at, letter) in rest.char_indices() {
        if QUOTES.contains(&letter) {
            if quoted {
                return at + letter.len_utf8();
            }
            quoted = !before.is_alphanumeric();
        } else if letter.is_whitespace() && !quoted {
            return at;
        }
        before = letter;
    }
    rest.len()
}

fn token(typed: &str) -> Token {
    let (mut negated, mut rest) = (false, typed);
    if let Some(after) = typed.strip_prefix(['-', '−'])
        && after.starts_with(|letter: char| letter.is_alphabetic() || "#@\"“<>≤≥".contains(letter))
    {
        (negated, rest) = (true, after);
    }
    let (head, rest) = head_of(rest);
    let quoted = rest.starts_with(QUOTES);
    let text = rest.trim_matches(QUOTES).to_owned();
    Token { negated, head, text, quoted, typed: typed.to_owned() }
}

fn head_of(text: &str) -> (Head, &str) {
    if let Some(rest) = text.strip_prefix('#') {
        return (Head::Tag, rest);
    }
    if let Some(rest) = text.strip_prefix('@') {
        return (Head::At, rest);
    }
    if let (Some(sign), rest) = sign_of(text) {
        return (Head::Compare(sign), rest);
    }
    let field = text.split_once([':', '=']);
    let field = field.and_then(|(name, rest)| Some((Field::named(name)?, rest)));
    match field.filter(|(_, rest)| !rest.is_empty()) {
        Some((field, rest)) => (Head::Field(field), rest),
        None => (Head::Plain, text),
    }
}

/// The comparison that a text begins with, and what follows.
pub(super) fn sign_of(text: &str) -> (Option<Sign>, &str) {
    const SIGNS: [(&str, Sign); 6] = [
        (">=", Sign::AtLeast),
        ("≥", Sign::AtLeast),
        ("<=", Sign::AtMost),
        ("≤", Sign::AtMost),
        (">", Sign::More),
        ("<", Sign::Less),
    ];
    let found = SIGNS.iter().find_map(|(written, sign)| Some((*sign, text.strip_prefix(written)?)));
    found.map_or((None, text), |(sign, rest)| (Some(sign), rest))
}
