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
    /// Two-word terms, sorted by what they are written as one.
    joined: Vec<&'static str>,
    /// Words, sorted by how they sound. The keys themselves are made anew where one is looked for: kept, they would
    /// be most of what understanding holds in memory.
    sounds: Vec<&'static str>,
    /// Words, sorted by their consonants.
    skeletons: Vec<&'static str>,
    neighbours: Neighbours,
}

/// Shorter joined forms look like other words too often: `es teh` as `esteh` is the shortest.
const SHORTEST_JOINED: usize = 5;

impl Spelling {
    pub(crate) fn of(lexicon: &'static Lexicon) -> Self {
        let mut table: Vec<_> = spellings().collect();
        table.sort_unstable();
        let mut joined: Vec<&'static str> = lexicon
            .terms()
            .iter()
            .map(|term| term.phrase)
            .filter(|phrase| phrase.split(' ').count() == 2 && phrase.len() > SHORTEST_JOINED)
            .filter(|phrase| lexicon.word(&phrase.replace(' ', "")).is_none())
            .collect();
        joined.sort_unstable_by(|a, b| letters_of(a).cmp(letters_of(b)).then(a.cmp(b)));
        joined.shrink_to_fit();
        let keyed = |key: fn(&str) -> String| {
            let mut words = lexicon.words().to_vec();
            // Words of one key stay in the order of the alphabet.
            words.sort_by_cached_key(|word| key(word));
            words
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
        self.slang(word).or_else(|| self.lexicon.word(word)).or_else(|| self.joined(word))
    }

    /// Two words that were written as one.
    fn joined(&self, word: &str) -> Option<&'static str> {
        let at = self.joined.partition_point(|phrase| letters_of(phrase).lt(word.bytes()));
        self.joined.get(at).copied().filter(|phrase| letters_of(phrase).eq(word.bytes()))
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
                    return self.joined(&word.replace('-', ""));
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
        if let Some(text) = self.sounding_like(word) {
            return Some(text);
        }
        if let Some(text) = self.without_vowels(&plain) {
            return Some(text);
        }
        let found = self.neighbours.nearest(&plain);
        found.or_else(|| affix::stems(&plain).find_map(|stem| self.neighbours.nearest(&stem)))
    }

    /// The first word that sounds the same.
    fn sounding_like(&self, word: &str) -> Option<&'static str> {
        let key = sound::key(word);
        let at = self.sounds.partition_point(|other| sound::key(other) < key);
        self.sounds.get(at).copied().filter(|other| sound::key(other) == key)
    }

    /// `blnj` is `belanja`: the shortest word with these consonants in which the typed letters occur in order.
    fn without_vowels(&self, word: &str) -> Option<&'static str> {
        let key = skeleton(word);
        // With most of its vowels still there it is a different word, not a short one.
        if key.len() < 3 || word.len() - key.len().min(word.len()) > 1 {
            return None;
        }
        let from = self.skeletons.partition_point(|other| skeleton(other) < key);
        let fitting = self.skeletons[from..]
            .iter()
            .take_while(|other| skeleton(other) == key)
            .copied()
            .filter(|full| full.len() > word.len() && sound::is_within(word, full));
        fitting.min_by_key(|full| full.len())
    }
}

/// What a phrase is written as one word.
fn letters_of(phrase: &str) -> impl Iterator<Item = u8> + '_ {
    phrase.bytes().filter(|letter| *letter != b' ')
}

#[cfg(test)]
mod tests;
