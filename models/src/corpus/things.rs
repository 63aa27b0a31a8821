//! What is bought, paid and earned: the lexicon's terms that surely mean one category, and fillers written for frames.

use std::collections::BTreeMap;

use fastrand::Rng;

use super::lists::Lists;
use super::{Error, template};
use crate::lexicon::{Lexicon, Role, Strength};

/// Something money is spent on or comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Thing<'a> {
    pub(super) text: &'a str,
    pub(super) category: &'a str,
    /// Something done rather than bought: "cukur rambut".
    pub(super) act: bool,
}

#[derive(Debug)]
struct Category {
    slug: String,
    /// Its share of `{thing}`; none for income.
    weight: u32,
    range: (i64, i64),
    /// From the lexicon.
    terms: Vec<&'static str>,
    /// Written for frames.
    fillers: Vec<String>,
}

/// Every category with what may stand for it.
#[derive(Debug)]
pub(super) struct Things {
    categories: Vec<Category>,
    acts: Vec<String>,
}

impl Things {
    /// From the lists `[category]` (`slug => weight range`), `[slug]` of fillers, `[skip]` and `[act]`.
    pub(super) fn new(lists: &Lists) -> Result<Self, Error> {
        let words = |name: &str| -> Vec<String> {
            let list = lists.get(name).map(|list| list.entries.iter().map(|entry| entry.text.clone()));
            list.map(Iterator::collect).unwrap_or_default()
        };
        let skipped = words("skip");
        let mut terms = certain_terms(&skipped);
        let mut categories = Vec::new();
        for entry in lists.get("category").map(|list| &list.entries[..]).unwrap_or_default() {
            let value = entry.value.as_deref().unwrap_or_default();
            let parsed = value
                .split_once(' ')
                .and_then(|(weight, range)| Some((weight.parse().ok()?, template::range(range).ok()?)));
            let (weight, range) = parsed.ok_or_else(|| {
                Error::new("[category]", format!("`{}` is no weight and range", entry.text))
            })?;
            categories.push(Category {
                terms: terms.remove(entry.text.as_str()).unwrap_or_default(),
                fillers: words(&entry.text),
                slug: entry.text.clone(),
                weight,
                range,
            });
        }
        if categories.iter().map(|category| category.weight).sum::<u32>() == 0 {
            return Err(Error::new("[category]", "no category has a weight"));
        }
        Ok(Self { categories, acts: words("act") })
    }

    /// Whether a slot of this name is a thing.
    pub(super) fn names(&self, name: &str) -> bool {
        name == "thing" || self.named(name).is_some()
    }

    /// The prices of a category.
    pub(super) fn range(&self, category: &str) -> Option<(i64, i64)> {
        self.named(category).map(|category| category.range)
    }

    /// A thing of a category, or, for `thing`, of any that is spent on.
    pub(super) fn draw<'a>(&'a self, rng: &mut Rng, name: &str) -> Option<Thing<'a>> {
        let category = if name == "thing" { self.any(rng) } else { self.named(name) }?;
        let lexical = category.fillers.is_empty() || (!category.terms.is_empty() && rng.u32(0..100) < 60);
        let text = if lexical {
            *category.terms.get(rng.usize(0..category.terms.len().max(1)))?
        } else {
            &category.fillers[rng.usize(0..category.fillers.len())]
        };
        let first = text.split(' ').next().unwrap_or_default();
        Some(Thing {
            text,
            category: &category.slug,
            act: self.acts.iter().any(|act| act == first || act == text),
        })
    }

    /// Whether `{thing}` may be of this category.
    pub(super) fn is_spent_on(&self, category: &str) -> bool {
        self.named(category).is_some_and(|category| category.weight > 0)
    }

    fn named(&self, slug: &str) -> Option<&Category> {
        self.categories.iter().find(|category| category.slug == slug)
    }

    fn any(&self, rng: &mut Rng) -> Option<&Category> {
        let mut at = rng.u32(0..self.categories.iter().map(|category| category.weight).sum());
        self.categories.iter().find(|category| match at.checked_sub(category.weight) {
            Some(left) => {
                at = left;
                false
            }
            None => true,
        })
    }
}

/// The lexicon's terms that mean one thing wherever they stand, by category.
fn certain_terms(skipped: &[String]) -> BTreeMap<&'static str, Vec<&'static str>> {
    /// Words that begin a phrase which needs a sentence of its own around it.
    const LEADING: [Role; 9] =
        [Role::To, Role::For, Role::From, Role::At, Role::With, Role::By, Role::And, Role::Cash, Role::Buy];
    let lexicon = Lexicon::shipped();
    let mut by_category: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for term in lexicon.terms() {
        let first = term.phrase.split(' ').next().unwrap_or_default();
        let leads =
            lexicon.term(first).is_some_and(|first| LEADING.iter().any(|role| first.roles.has(*role)));
        let unfit = leads
            || term.phrase.len() < 3
            || NOUNLESS.iter().any(|role| term.roles.has(*role))
            || term.phrase.contains(|c: char| c.is_ascii_digit())
            || skipped
                .iter()
                .any(|skip| skip == term.phrase || term.phrase.split(' ').any(|word| word == skip));
        let certain = |strength| matches!(strength, Strength::Plain | Strength::Ruling);
        match (term.expense, term.income) {
            _ if unfit => {}
            (Some(meaning), None) | (None, Some(meaning)) if certain(meaning.strength) => {
                by_category.entry(meaning.category()).or_default().push(term.phrase);
            }
            _ => {}
        }
    }
    by_category
}

/// Roles that make a phrase do something of its own, so that it does not stand still in a slot.
const NOUNLESS: [Role; 23] = [
    Role::Buy,
    Role::Pay,
    Role::Spend,
    Role::Receive,
    Role::Come,
    Role::Given,
    Role::Paid,
    Role::Sell,
    Role::Move,
    Role::TopUp,
    Role::Withdraw,
    Role::Deposit,
    Role::Save,
    Role::Borrow,
    Role::Lend,
    Role::Give,
    Role::Debt,
    Role::Claim,
    Role::Kin,
    Role::Person,
    Role::Name,
    Role::Payer,
    Role::Employer,
];
