//! How near a word is to the one asked for.

use std::collections::BTreeSet;

use super::root;

/// Shorter words stand only for themselves: half of all words begin with an `a`.
const SHORTEST_PREFIX: usize = 2;

/// Shorter words are not taken for misspelt ones: with a letter more or less they are too many others.
const SHORTEST_MISSPELT: usize = 4;

/// Nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nearness {
    /// As it was typed.
    Same,
    /// It begins as typed, or both are forms of one word. A number goes on with letters only: `15` is in `15rb`, not
    /// in `15000`.
    Akin,
    /// One letter is missing, too many, another, or swapped with its neighbour; not the first one, which people
    /// get right.
    Misspelt,
}

impl Nearness {
    pub(super) const ALL: [Self; 3] = [Self::Same, Self::Akin, Self::Misspelt];

    /// More is nearer.
    pub(super) const fn rank(self) -> u8 {
        match self {
            Self::Same => 2,
            Self::Akin => 1,
            Self::Misspelt => 0,
        }
    }

    /// How near a word is to the one asked for, whose roots are given; none when it is another word.
    pub(super) fn of(word: &str, asked: &str, roots: &BTreeSet<String>) -> Option<Self> {
        if let Some(nearness) = Self::of_spelling(word, asked)
            && nearness != Self::Misspelt
        {
            return Some(nearness);
        }
        if root::is_of_one(word, roots) {
            return Some(Self::Akin);
        }
        Self::of_spelling(word, asked)
    }

    /// The same by letters alone.
    pub(super) fn of_spelling(word: &str, asked: &str) -> Option<Self> {
        if let Some(rest) = word.strip_prefix(asked) {
            return match rest.as_bytes().first() {
                None => Some(Self::Same),
                Some(_) if !may_be_longer(asked) => None,
                Some(next) if goes_on_as_number(asked, *next) => None,
                Some(_) => Some(Self::Akin),
            };
        }
        let may_be = may_be_misspelt(asked) && word.chars().next() == asked.chars().next();
        (may_be && strsim::osa_distance(word, asked) == 1).then_some(Self::Misspelt)
    }
}

/// Whether it may be the beginning of longer words.
pub(super) fn may_be_longer(asked: &str) -> bool {
    asked.chars().count() >= SHORTEST_PREFIX
}

/// `15` is in `15rb`, not in `15000`.
pub(super) fn goes_on_as_number(asked: &str, next: u8) -> bool {
    next.is_ascii_digit() && asked.ends_with(|letter: char| letter.is_ascii_digit())
}

pub(super) fn may_be_misspelt(asked: &str) -> bool {
    asked.chars().all(char::is_alphabetic) && asked.chars().count() >= SHORTEST_MISSPELT
}
