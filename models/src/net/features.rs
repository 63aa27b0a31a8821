//! A message as numbers: for every word its letters' n-grams and what the lexicon and the grammar say of it.

use std::ops::Range;

use super::labels::{CLASSES, VERDICTS, class_of, verdict_of};
use crate::judge::{Piece, What};
use crate::lexicon::Strength;
use crate::message::{Flow, ItemJudgement, Judgement, Message, Word};

/// The longest message in words; what lies behind is not looked at.
pub(crate) const LONGEST: usize = 128;

/// The most n-grams of one word.
pub(crate) const GRAMS: usize = 24;

/// How many facts about a word: see [`Fact`].
pub(crate) const FACTS: usize = 128;

/// The rules' opinion on a message: their verdict, how sure they are, and whether they are certain.
pub(crate) const VERDICT_RULES: usize = VERDICTS.len() + 2;

/// The rules' opinion on an item: their class, how sure they are, whether any word decided, how many items.
pub(crate) const ITEM_RULES: usize = CLASSES.len() + 4;

/// Where the facts about a word start.
struct Fact;

impl Fact {
    /// One for each role of the lexicon.
    const ROLES: usize = 0;
    /// One for each category of spending, as strong as the lexicon says.
    const SPENDING: usize = 64;
    /// One for each category of income.
    const INCOME: usize = 79;
    const UNKNOWN: usize = 87;
    const GUESSED: usize = 88;
    /// The word goes on the term that the word before began.
    const CONTINUES: usize = 89;
    const IN_ITEM: usize = 90;
    /// One for each power of ten of an amount.
    const MAGNITUDE: usize = 91;
    const BARE: usize = 103;
    /// What sort of word it is.
    const SORT: usize = 104;
    /// The first wallet named, and another one.
    const WALLET: usize = 124;
}

/// One word in numbers.
#[derive(Debug, Clone)]
pub(crate) struct WordFeatures {
    /// Buckets of the hashed n-grams, at most [`GRAMS`]; empty for what is no word.
    pub(crate) grams: Vec<u32>,
    /// How many of them come from its letters alone; the rest from the terms it is in.
    pub(crate) own: usize,
    /// Position and value of the facts that hold; all others are zero.
    pub(crate) facts: Vec<(usize, f32)>,
}

#[cfg(feature = "train")]
impl WordFeatures {
    /// Forgets what the lexicon says, as if it were a word nobody wrote down.
    pub(crate) fn hide_lexicon(&mut self) {
        self.facts.retain(|(fact, _)| *fact >= Fact::IN_ITEM);
        self.facts.push((Fact::UNKNOWN, 1.0));
        // The bucket of its term is the last.
        self.grams.truncate(self.own);
    }
}

/// A message in numbers.
#[derive(Debug, Clone)]
pub(crate) struct Features {
    pub(crate) words: Vec<WordFeatures>,
    /// Ranges of `words`, none of them empty; fewer than the message's where it is longer than [`LONGEST`].
    pub(crate) items: Vec<Range<usize>>,
    pub(crate) verdict_rules: [f32; VERDICT_RULES],
    /// One for each item.
    pub(crate) item_rules: Vec<[f32; ITEM_RULES]>,
}

impl Features {
    /// `buckets` is how many n-grams the net tells apart. `None` when there is nothing to look at.
    pub(crate) fn of(
        message: &Message<'_>,
        pieces: &[Piece],
        rules: &Judgement,
        buckets: u32,
    ) -> Option<Self> {
        let mut words: Vec<WordFeatures> =
            message.words.iter().take(LONGEST).map(|word| of_word(word, message, buckets)).collect();
        if words.is_empty() {
            return None;
        }
        for piece in pieces {
            describe(piece, &mut words, buckets);
        }
        let mut items = Vec::with_capacity(message.items.len());
        // Items are in order: those behind the last word looked at are left to the rules.
        let looked_at = words.len();
        for item in message.items.iter().take_while(|item| item.start < looked_at) {
            let start = item.start;
            let end = item.end.clamp(start + 1, looked_at);
            for word in &mut words[start..end] {
                word.facts.push((Fact::IN_ITEM, 1.0));
            }
            items.push(start..end);
        }
        let count = message.items.len();
        let item_rules = rules.items.iter().take(items.len()).map(|item| of_item(item, count)).collect();
        Some(Self { words, items, verdict_rules: of_verdict(rules), item_rules })
    }
}

impl Features {
    /// The same message with one word gone blank.
    pub(crate) fn without_word(&self, at: usize) -> Self {
        let mut features = self.clone();
        if let Some(word) = features.words.get_mut(at) {
            word.grams.clear();
            word.facts.retain(|(fact, _)| *fact >= Fact::IN_ITEM);
        }
        features
    }

    /// The same message without what the rules think of it.
    pub(crate) fn without_rules(&self) -> Self {
        let mut features = self.clone();
        features.verdict_rules.fill(0.0);
        for rules in &mut features.item_rules {
            rules.fill(0.0);
        }
        features
    }
}

fn of_word(word: &Word<'_>, message: &Message<'_>, buckets: u32) -> WordFeatures {
    let mut facts = Vec::new();
    let mut grams = Vec::new();
    let sort = match *word {
        Word::Plain(text) => {
            grams = grams_of(text, buckets);
            0
        }
        Word::Amount { minor, bare } => {
            let power = minor.checked_ilog10().unwrap_or(0).min(11);
            facts.push((Fact::MAGNITUDE + usize::try_from(power).unwrap_or(0), 1.0));
            if bare {
                facts.push((Fact::BARE, 1.0));
            }
            1
        }
        Word::Quantity => 2,
        Word::Date => 3,
        Word::Wallet { ordinal } => {
            let first = message.words.iter().find_map(|word| match word {
                Word::Wallet { ordinal } => Some(*ordinal),
                _ => None,
            });
            facts.push((Fact::WALLET + usize::from(first != Some(ordinal)), 1.0));
            4
        }
        Word::Break => 5,
        Word::Punctuation(',') => 6,
        Word::Punctuation('.') => 7,
        Word::Punctuation('!') => 8,
        Word::Punctuation('?') => 9,
        Word::Punctuation(':' | '=') => 10,
        Word::Punctuation('+') => 11,
        Word::Punctuation('-' | '–' | '—') => 12,
        Word::Punctuation('/' | '|') => 13,
        Word::Punctuation('(' | ')') => 14,
        Word::Punctuation('•') => 15,
        Word::Punctuation('%') => 16,
        Word::Punctuation('>' | '→') => 17,
        Word::Punctuation('@') => 18,
        Word::Punctuation(_) => 19,
    };
    facts.push((Fact::SORT + sort, 1.0));
    let own = grams.len();
    WordFeatures { grams, own, facts }
}

/// What the lexicon says of a piece, said of each of its words.
fn describe(piece: &Piece, words: &mut [WordFeatures], buckets: u32) {
    let range = piece.words.start.min(words.len())..piece.words.end.min(words.len());
    let term = match &piece.what {
        What::Term(term) => term,
        What::Unknown => {
            for word in &mut words[range] {
                word.facts.push((Fact::UNKNOWN, 1.0));
            }
            return;
        }
        _ => return,
    };
    let phrase = bucket(b'=', term.phrase, buckets);
    for (nth, word) in words[range].iter_mut().enumerate() {
        word.facts.extend(term.roles.numbers().map(|role| (Fact::ROLES + role, 1.0)));
        if let Some(meaning) = &term.expense {
            word.facts.push((
                Fact::SPENDING + class_of(Flow::Expense, meaning.category()),
                strength(meaning.strength),
            ));
        }
        if let Some(meaning) = &term.income {
            let class = class_of(Flow::Income, meaning.category()) - 15;
            word.facts.push((Fact::INCOME + class, strength(meaning.strength)));
        }
        if piece.guessed {
            word.facts.push((Fact::GUESSED, 1.0));
        }
        if nth > 0 {
            word.facts.push((Fact::CONTINUES, 1.0));
        }
        if word.grams.len() == GRAMS {
            word.grams.pop();
            word.own = word.own.min(word.grams.len());
        }
        word.grams.push(phrase);
    }
}

const fn strength(strength: Strength) -> f32 {
    match strength {
        Strength::Weak => 0.4,
        Strength::Yielding => 0.6,
        Strength::Plain => 1.0,
        Strength::Ruling => 1.4,
    }
}

fn of_verdict(rules: &Judgement) -> [f32; VERDICT_RULES] {
    let mut row = [0.0; VERDICT_RULES];
    row[verdict_of(rules.kind, rules.cue)] = 1.0;
    row[VERDICTS.len()] = share(rules.kind_permille);
    row[VERDICTS.len() + 1] = f32::from(u8::from(rules.kind_permille >= 950));
    row
}

fn of_item(rules: &ItemJudgement, count: usize) -> [f32; ITEM_RULES] {
    let mut row = [0.0; ITEM_RULES];
    row[class_of(rules.flow, rules.category)] = 1.0;
    row[CLASSES.len()] = share(rules.permille);
    row[CLASSES.len() + 1] = f32::from(u8::from(rules.permille >= 950));
    row[CLASSES.len() + 2] = f32::from(u8::from(rules.words.is_empty()));
    row[CLASSES.len() + 3] = f32::from(u8::from(count > 1));
    row
}

fn share(permille: u16) -> f32 {
    f32::from(permille) / 1000.0
}

/// A word's n-grams of three to five letters with its ends marked, and the word as a whole.
fn grams_of(word: &str, buckets: u32) -> Vec<u32> {
    let letters: Vec<char> =
        std::iter::once('<').chain(word.chars().take(40)).chain(std::iter::once('>')).collect();
    let mut grams = vec![bucket(b'w', word, buckets)];
    let mut text = String::new();
    for length in 3..=5 {
        for window in letters.windows(length) {
            if grams.len() == GRAMS {
                return grams;
            }
            text.clear();
            text.extend(window);
            grams.push(bucket(b'g', &text, buckets));
        }
    }
    grams
}

/// FNV-1a over a mark and a text; never the bucket 0, which pads.
fn bucket(mark: u8, text: &str, buckets: u32) -> u32 {
    let hash = std::iter::once(mark)
        .chain(text.bytes())
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    // The low bits of FNV are its best; a multiplication folds the high ones in.
    1 + (hash ^ (hash >> 15)) % (buckets - 1)
}
