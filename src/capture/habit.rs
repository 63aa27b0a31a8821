//! What this household's corrections taught: found again in a message, with slips of the finger and left-out vowels,
//! among ten thousand lessons as quickly as among ten.
//!
//! A phrase is known by its letters, because people leave spaces out. Beside each phrase stand a few hashed forms of
//! it: its consonants, and those with one taken out. A typed word shares one of them with every phrase it may be
//! meant for, so that only a handful of phrases is ever compared letter by letter.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use catatduit_nlu::{Judge, skeleton};

use super::phrase;
use super::words::Words;
use crate::ledger::{
    CategorySlug, Lesson, LessonId, LessonState, Reach, Teaching, TransactionType, WalletId,
};

/// Everything a household taught, ready to be looked up. Built from its lessons and brought up to date by them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Habits {
    /// What things are.
    things: Memory,
    /// How wallets are called.
    wallets: Memory,
}

/// What a habit says of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Habit {
    pub(super) kind: TransactionType,
    pub(super) category: CategorySlug,
    pub(super) permille: u16,
    /// Those of the item's words that it knows.
    pub(super) words: Vec<String>,
}

/// How sure a habit is that it was meant, in thousandths: written as it was taught …
const EXACT: u16 = 970;
/// … or nearly so.
const LIKELY: u16 = 930;
/// More words than these are not looked at: an item is no essay.
const MOST_LOOKED_AT: usize = 24;

impl Habits {
    pub fn of<'a>(lessons: impl IntoIterator<Item = &'a Lesson>) -> Self {
        let mut habits = Self::default();
        for lesson in lessons {
            habits.learn(lesson);
        }
        habits
    }

    /// Makes them what they are with the lesson as it stands now, whatever it was before.
    pub fn learn(&mut self, lesson: &Lesson) {
        let memory = if lesson.teaches.is_of_wallet() { &mut self.wallets } else { &mut self.things };
        memory.learn(lesson);
    }

    pub fn is_empty(&self) -> bool {
        self.things.phrases.is_empty() && self.wallets.phrases.is_empty()
    }

    /// What the household calls such an item, if it ever said so. `kind` and `category` are what it would be
    /// without them.
    pub(super) fn of_item(
        &self,
        words: &[String],
        kind: TransactionType,
        category: CategorySlug,
    ) -> Option<Habit> {
        if self.things.phrases.is_empty() {
            return None;
        }
        let all = words.len();
        let fits = |taught: &Taught, count: usize| {
            let speaks = match taught.teaches {
                Teaching::Category { kind: of, .. } => of == kind,
                Teaching::Type { .. } => true,
                Teaching::Wallet(_) => false,
            };
            // A loan from the keeper of a shop is a loan.
            let of_debt = category == CategorySlug::UTANG && taught.reach == Reach::Within;
            speaks && !of_debt && (taught.reach == Reach::Within || count == all)
        };
        let known = well_known(words.iter().take(MOST_LOOKED_AT + Lesson::MOST_WORDS));
        let mut best: Option<(Found<'_>, Range<usize>)> = None;
        for start in 0..all.min(MOST_LOOKED_AT) {
            for count in 1..=Lesson::MOST_WORDS.min(all - start) {
                let window = start..start + count;
                let plain = known[window.clone()].iter().all(|known| *known);
                let found = self.things.find(&words[window.clone()], plain, |taught| fits(taught, count));
                let Some(found) = found else { continue };
                // The most specific counts: as written before nearly so, then the longest.
                let rank = |found: &Found<'_>, count| (found.exact, found.length, count);
                if best.as_ref().is_none_or(|(other, of)| rank(&found, count) > rank(other, of.len())) {
                    best = Some((found, window));
                }
            }
        }
        let (found, window) = best?;
        let (Teaching::Category { kind, category } | Teaching::Type { kind, category }) =
            found.taught.teaches
        else {
            return None;
        };
        let permille = if found.exact { EXACT } else { LIKELY };
        Some(Habit { kind, category, permille, words: words[window].to_vec() })
    }

    /// The wallet whose nickname starts at a token, and where the nickname ends.
    pub(super) fn wallet_at(&self, words: &Words, start: usize) -> Option<(usize, WalletId)> {
        if self.wallets.phrases.is_empty() {
            return None;
        }
        let tokens = words.tokens.get(start..)?.iter();
        let window: Vec<String> = tokens
            .take_while(|token| token.is_word())
            .take(Lesson::MOST_WORDS)
            .map(|token| token.text.clone())
            .collect();
        let known = well_known(window.iter());
        let found = (1..=window.len())
            .filter_map(|count| {
                let plain = known[..count].iter().all(|known| *known);
                Some((count, self.wallets.find(&window[..count], plain, |_| true)?))
            })
            .max_by_key(|(count, found)| (found.exact, *count));
        let (count, found) = found?;
        match found.taught.teaches {
            Teaching::Wallet(id) => Some((start + count, id)),
            _ => None,
        }
    }
}

/// Phrases and what was taught about them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Memory {
    /// By the phrase's letters; for each what was taught, the newest first.
    phrases: BTreeMap<Arc<str>, Vec<Taught>>,
    /// Form and phrase: the index for what is not written exactly so.
    forms: BTreeSet<(u32, Arc<str>)>,
    /// Sorts before every phrase; kept so that looking up allocates nothing.
    least: Arc<str>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Taught {
    id: LessonId,
    order: u64,
    phrase: Box<str>,
    teaches: Teaching,
    reach: Reach,
    /// Nothing is to be learnt about the phrase, nor to be known.
    forbidden: bool,
}

#[derive(Debug, Clone, Copy)]
struct Found<'a> {
    taught: &'a Taught,
    exact: bool,
    /// Letters of the phrase.
    length: usize,
}

impl Memory {
    fn learn(&mut self, lesson: &Lesson) {
        let key = lesson.letters();
        let (key, mut known) =
            self.phrases.remove_entry(key.as_str()).unwrap_or_else(|| (key.into(), Vec::new()));
        let was_known = !known.is_empty();
        known.retain(|taught| taught.id != lesson.id);
        if lesson.state != LessonState::Undone {
            known.push(Taught {
                id: lesson.id,
                order: lesson.order,
                phrase: lesson.phrase.as_str().into(),
                teaches: lesson.teaches,
                reach: lesson.reach,
                forbidden: lesson.state == LessonState::Forbidden,
            });
            known.sort_unstable_by_key(|taught| std::cmp::Reverse(taught.order));
        }
        match (was_known, known.is_empty()) {
            (false, false) => self.forms.extend(forms(&key).into_iter().map(|form| (form, key.clone()))),
            (true, true) => {
                for form in forms(&key) {
                    self.forms.remove(&(form, key.clone()));
                }
            }
            _ => {}
        }
        if !known.is_empty() {
            self.phrases.insert(key, known);
        }
    }

    /// What was taught about the phrase that these words are, or were meant to be. `plain`: everybody knows each of
    /// them, so that they were meant as such.
    fn find(&self, window: &[String], plain: bool, fits: impl Fn(&Taught) -> bool) -> Option<Found<'_>> {
        let typed = window.concat();
        if let Some(known) = self.phrases.get(typed.as_str()) {
            let taught = counting(known, &fits)?;
            return Some(Found { taught, exact: true, length: typed.len() });
        }
        if plain {
            return None;
        }
        let (key, taught) = self.nearest(&typed, window, &fits)?;
        Some(Found { taught, exact: false, length: key.len() })
    }

    fn nearest(
        &self,
        typed: &str,
        window: &[String],
        fits: &impl Fn(&Taught) -> bool,
    ) -> Option<(&str, &Taught)> {
        if typed.len() < SHORTEST_TYPED || typed.len() > Lesson::LONGEST {
            return None;
        }
        let mut near: Vec<(usize, &str, &Taught)> = Vec::new();
        for form in forms(typed) {
            let same = self.forms.range((form, self.least.clone())..).take_while(|(other, _)| *other == form);
            for (_, key) in same {
                if near.iter().any(|(_, other, _)| *other == &**key) {
                    continue;
                }
                let Some(slips) = slips_between(typed, key) else { continue };
                let known = self.phrases.get(key).and_then(|known| counting(known, fits));
                if let Some(taught) = known.filter(|taught| is_word_by_word(window, &taught.phrase)) {
                    near.push((slips, key, taught));
                }
            }
        }
        near.sort_by_key(|(slips, ..)| *slips);
        let (least, key, taught) = *near.first()?;
        // Of two that it may be it is neither.
        if near[1..].iter().any(|(slips, _, other)| *slips == least && other.teaches != taught.teaches) {
            return None;
        }
        Some((key, taught))
    }
}

/// Which words everybody knows.
fn well_known<'a>(words: impl Iterator<Item = &'a String>) -> Vec<bool> {
    let judge = Judge::shipped();
    words.map(|word| judge.normal(word).is_some_and(|normal| normal.exact)).collect()
}

/// The newest that fits, unless the phrase is forbidden.
fn counting<'a>(known: &'a [Taught], fits: &impl Fn(&Taught) -> bool) -> Option<&'a Taught> {
    if known.iter().any(|taught| taught.forbidden) {
        return None;
    }
    known.iter().find(|taught| fits(taught))
}

/// Fewer letters say nothing for sure when they are not exactly the phrase.
const SHORTEST_TYPED: usize = 3;

/// How far what was typed is from a phrase; none when it is another word.
fn slips_between(typed: &str, phrase: &str) -> Option<usize> {
    let (long, short) = (phrase.chars().count(), typed.chars().count());
    let allowed = slips_allowed(long);
    if phrase::is_shortened(typed, phrase) {
        return Some(1);
    }
    if allowed == 0 || long.abs_diff(short) > allowed {
        return None;
    }
    let slips = strsim::osa_distance(typed, phrase);
    // Hardly anybody mistypes the first letter.
    let first = typed.chars().next() == phrase.chars().next() || slips == 1 && long >= 6;
    (slips <= allowed && first).then_some(slips)
}

/// In a longer word more slips leave the word recognisable.
const fn slips_allowed(letters: usize) -> usize {
    match letters {
        0..4 => 0,
        4..8 => 1,
        8..13 => 2,
        _ => 3,
    }
}

/// In a phrase of several words each must be near its own: "bni ayah" is not "bri ayah".
fn is_word_by_word(window: &[String], phrase: &str) -> bool {
    let words: Vec<&str> = phrase.split(' ').collect();
    if words.len() < 2 || words.len() != window.len() {
        return true;
    }
    words.iter().zip(window).all(|(word, typed)| typed == word || slips_between(typed, word).is_some())
}

/// The hashed forms under which a word is found: its consonants, those with one taken out, and, where they are too
/// few to say anything, its letters with one taken out.
fn forms(letters: &str) -> Vec<u32> {
    let bones: Vec<char> = skeleton(letters).chars().collect();
    let mut forms = vec![hash('b', &bones, bones.len())];
    let few = bones.len() < 4;
    if !few || bones.len() == 3 {
        forms.extend((0..bones.len()).map(|out| hash('b', &bones, out)));
    }
    if few {
        let all: Vec<char> = letters.chars().collect();
        forms.push(hash('l', &all, all.len()));
        forms.extend((0..all.len()).map(|out| hash('l', &all, out)));
    }
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// FNV-1a of the letters without the one at `out`.
fn hash(tag: char, letters: &[char], out: usize) -> u32 {
    let kept = letters.iter().enumerate().filter(|(at, _)| *at != out).map(|(_, letter)| *letter);
    std::iter::once(tag)
        .chain(kept)
        .fold(0x811c_9dc5_u32, |hash, letter| (hash ^ u32::from(letter)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests;
