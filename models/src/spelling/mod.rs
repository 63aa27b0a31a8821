//! How people really type: slang, abbreviations, dropped vowels, doubled letters, slips.
//!
//! [`Spelling::normal`] tries from certain to daring and stops at the first hit: the word itself, the table of
//! slang, two words written as one, endings, letters for sounds, left-out vowels, one or two slips of the finger.

mod affix;
mod sound;
mod typo;

use crate::lexicon::{Lexicon, spellings};
pub use sound::skeleton;
use typo::Neighbours;

/// A word as we write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Normal<'a> {
    /// May hold several words: `makasih` is `terima kasih`.
    pub text: &'a str,
    /// The word is known, or is a known way to write it; `false` for a guess by likeness.
    pub exact: bool,
}

#[derive(Debug)]
pub(crate) struct Spelling {
    lexicon: &'static Lexicon,
    /// Written form to canonical text, sorted.
    table: Vec<(&'static str, &'static str)>,
    /// Two-word terms written as one, sorted.
    joined: Vec<(String, &'static str)>,
    /// Key of how a word sounds to the word, sorted.
    sounds: Vec<(String, &'static str)>,
    /// Consonants of a word to the word, sorted.
    skeletons: Vec<(String, &'static str)>,
    neighbours: Neighbours,
}

/// Shorter joined forms look like other words too often: `es teh` as `esteh` is the shortest.
const SHORTEST_JOINED: usize = 5;

impl Spelling {
    pub(crate) fn of(lexicon: &'static Lexicon) -> Self {
        let mut table: Vec<_> = spellings().collect();
        table.sort_unstable();
        let mut joined: Vec<(String, &'static str)> = lexicon
            .terms()
            .iter()
            .filter(|term| term.phrase.split(' ').count() == 2)
            .map(|term| (term.phrase.replace(' ', ""), term.phrase))
            .filter(|(joined, _)| joined.len() >= SHORTEST_JOINED && lexicon.word(joined).is_none())
            .collect();
        joined.sort_unstable();
        let keyed = |key: fn(&str) -> String| {
            let mut keys: Vec<_> = lexicon.words().iter().map(|word| (key(word), *word)).collect();
            keys.sort_unstable();
            keys
        };
        let neighbours = Neighbours::of(lexicon.words());
        let (sounds, skeletons) = (keyed(sound::key), keyed(skeleton));
        Self { lexicon, table, joined, sounds, skeletons, neighbours }
    }

    /// The canonical spelling of one lower-case word, or `None` when nothing we know looks like it.
    pub(crate) fn normal(&self, word: &str) -> Option<Normal<'static>> {
        if let Some(text) = self.known(word).or_else(|| self.parts(word)) {
            return Some(Normal { text, exact: true });
        }
        if let Some(text) = affix::stems(word).find_map(|stem| self.known(&stem)) {
            return Some(Normal { text, exact: true });
        }
        self.guess(word).map(|text| Normal { text, exact: false })
    }

    /// As it stands: a word of the lexicon, a known slang form, or two words in one.
    fn known(&self, word: &str) -> Option<&'static str> {
        self.slang(word).or_else(|| self.lexicon.word(word)).or_else(|| find(&self.joined, word))
    }

    fn slang(&self, word: &str) -> Option<&'static str> {
        let at = self.table.binary_search_by(|(written, _)| (*written).cmp(word)).ok()?;
        self.table.get(at).map(|(_, canonical)| *canonical)
    }

    /// Doubled words and words with a hyphen: `gado-gado`, `gado2`, `kue2`.
    fn parts(&self, word: &str) -> Option<&'static str> {
        let single = match word.split_once('-') {
            Some((one, two)) if !one.is_empty() => {
                let phrase = format!("{one} {two}");
                if let Some(term) = self.lexicon.term(&phrase) {
                    return Some(term.phrase);
                }
                // `makan-makanan`, `oleh-olehnya`: the second half may carry an ending.
                if !two.starts_with(one) {
                    return find(&self.joined, &word.replace('-', ""));
                }
                one
            }
            _ => word
                .strip_suffix('2')
                .or_else(|| word.strip_suffix("2an"))
                .or_else(|| word.strip_suffix("2nya"))?,
        };
        if let Some(term) = self.lexicon.term(&format!("{single} {single}")) {
            return Some(term.phrase);
        }
        self.known(single)
    }

    fn guess(&self, word: &str) -> Option<&'static str> {
        if word.len() < 3 || word.chars().all(|letter| !letter.is_alphabetic()) {
            return None;
        }
        let plain = sound::letters(word);
        if plain != word
            && let Some(text) =
                self.known(&plain).or_else(|| affix::stems(&plain).find_map(|stem| self.known(&stem)))
        {
            return Some(text);
        }
        if let Some(text) = find(&self.sounds, &sound::key(word)) {
            return Some(text);
        }
        if let Some(text) = self.without_vowels(&plain) {
            return Some(text);
        }
        let found = self.neighbours.nearest(&plain);
        found.or_else(|| affix::stems(&plain).find_map(|stem| self.neighbours.nearest(&stem)))
    }

    /// `blnj` is `belanja`: the shortest word with these consonants in which the typed letters occur in order.
    fn without_vowels(&self, word: &str) -> Option<&'static str> {
        let key = skeleton(word);
        // With most of its vowels still there it is a different word, not a short one.
        if key.len() < 3 || word.len() - key.len().min(word.len()) > 1 {
            return None;
        }
        let from = self.skeletons.partition_point(|(other, _)| other.as_str() < key.as_str());
        let fitting = self.skeletons[from..]
            .iter()
            .take_while(|(other, _)| *other == key)
            .map(|(_, full)| *full)
            .filter(|full| full.len() > word.len() && sound::is_within(word, full));
        fitting.min_by_key(|full| full.len())
    }
}

/// The only value of this key, or the first of several.
fn find(sorted: &[(String, &'static str)], key: &str) -> Option<&'static str> {
    let at = sorted.partition_point(|(other, _)| other.as_str() < key);
    sorted.get(at).filter(|(other, _)| other == key).map(|(_, value)| *value)
}

#[cfg(test)]
mod tests;
