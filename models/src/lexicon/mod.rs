//! The words we wrote down: `models/lexicon/*.txt`, read once into sorted tables.

mod role;
mod text;

use std::sync::OnceLock;

pub(crate) use role::{Role, Roles};
pub(crate) use text::spellings;

/// How much a term says about its category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// Written `term?`: often this, and often something else.
    Weak,
    /// Written `term~`: this when it stands alone, overruled by any word that says what exactly.
    Yielding,
    /// Written plainly.
    Plain,
    /// Written `term!`: decides even behind another head word ("sampo kucing").
    Ruling,
}

/// The category a term speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// Which of the categories with a file: there are tens of thousands of these.
    nth: u8,
    pub(crate) strength: Strength,
}

impl Meaning {
    /// The category's slug.
    pub(crate) fn category(self) -> &'static str {
        text::category(self.nth)
    }
}

/// A word or phrase and all we know about it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Term {
    /// One to [`LONGEST`] lower-case words with single spaces.
    pub(crate) phrase: &'static str,
    /// What it is when money is spent on it.
    pub(crate) expense: Option<Meaning>,
    /// What it is when money comes from it.
    pub(crate) income: Option<Meaning>,
    pub(crate) roles: Roles,
}

/// The most words a phrase has.
pub(crate) const LONGEST: usize = 5;

/// Every term, sorted by phrase, and every single word that occurs in one.
#[derive(Debug)]
pub(crate) struct Lexicon {
    terms: Vec<Term>,
    words: Vec<&'static str>,
}

impl Lexicon {
    /// The one that is built in.
    pub(crate) fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Lexicon> = OnceLock::new();
        SHIPPED.get_or_init(|| Self::of(text::entries()))
    }

    fn of(mut entries: Vec<Term>) -> Self {
        entries.sort_by(|a, b| a.phrase.cmp(b.phrase));
        let mut terms: Vec<Term> = Vec::with_capacity(entries.len());
        for entry in entries {
            match terms.last_mut() {
                Some(last) if last.phrase == entry.phrase => {
                    last.expense = last.expense.or(entry.expense);
                    last.income = last.income.or(entry.income);
                    last.roles = last.roles.and(entry.roles);
                }
                _ => terms.push(entry),
            }
        }
        inherit(&mut terms);
        let mut words: Vec<&'static str> = terms.iter().flat_map(|term| term.phrase.split(' ')).collect();
        words.sort_unstable();
        words.dedup();
        // Both grew beyond what is left of them, and stay as long as the box runs.
        words.shrink_to_fit();
        terms.shrink_to_fit();
        Self { terms, words }
    }

    /// The term written exactly so.
    pub(crate) fn term(&self, phrase: &str) -> Option<&Term> {
        let at = self.terms.binary_search_by(|term| term.phrase.cmp(phrase)).ok()?;
        self.terms.get(at)
    }

    /// The word itself, if it occurs in any term.
    pub(crate) fn word(&self, word: &str) -> Option<&'static str> {
        let at = self.words.binary_search(&word).ok()?;
        self.words.get(at).copied()
    }

    pub(crate) fn terms(&self) -> &[Term] {
        &self.terms
    }

    pub(crate) fn words(&self) -> &[&'static str] {
        &self.words
    }
}

/// A phrase that begins with a verb does what the verb does: "potong rambut" names its category, "jual emas" sells.
fn inherit(terms: &mut [Term]) {
    let verbs: Vec<(usize, Roles)> = terms
        .iter()
        .enumerate()
        .filter(|(_, term)| term.roles.is_empty())
        .filter_map(|(index, term)| {
            let (first, _) = term.phrase.split_once(' ')?;
            let at = terms.binary_search_by(|other| other.phrase.cmp(first)).ok()?;
            Some((index, terms.get(at)?.roles.among(&INHERITED)))
        })
        .collect();
    for (index, roles) in verbs {
        if let Some(term) = terms.get_mut(index) {
            term.roles = roles;
        }
    }
}

/// The roles that a phrase has from its first word.
const INHERITED: [Role; 9] = [
    Role::Buy,
    Role::Pay,
    Role::Spend,
    Role::Receive,
    Role::Come,
    Role::Given,
    Role::Paid,
    Role::Sell,
    Role::Give,
];

#[cfg(test)]
mod tests;
