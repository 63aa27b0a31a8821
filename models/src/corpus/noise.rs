//! How people really type: slips, spellings by ear, short forms, other languages, capitals, emoji.
//!
//! Digits, amounts and wallets' names stay as they are; everything else may suffer. Words that become another known
//! word are left alone, so the record stays true.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fastrand::Rng;

use super::Error;
use super::lists::Lists;
use super::money::choose;
use crate::lexicon::Lexicon;
use crate::message::Kind;

mod spelling;

/// Around what noise must not touch.
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';
/// A space within it.
const SPACE: char = '\u{e002}';

/// Marks text that noise must leave as it is.
pub(super) fn kept(text: &str) -> String {
    format!("{OPEN}{}{CLOSE}", text.replace(' ', &SPACE.to_string()))
}

/// Takes the marks away.
pub(super) fn unmarked(text: &str) -> String {
    text.chars().filter(|c| *c != OPEN && *c != CLOSE).map(|c| if c == SPACE { ' ' } else { c }).collect()
}

/// The swaps by name: short forms, slang, languages.
const SWAPS: [(&str, u32); 7] = [
    ("abbreviation", 16),
    ("slang", 12),
    ("english", 3),
    ("javanese", 6),
    ("sundanese", 4),
    ("betawi", 4),
    ("minang", 3),
];

#[derive(Debug)]
pub(super) struct Noise {
    lists: Lists,
    /// By swap, what a word may become.
    swaps: BTreeMap<&'static str, BTreeMap<String, Vec<String>>>,
    /// Words that nothing may turn into.
    taken: BTreeSet<String>,
}

impl Noise {
    pub(super) fn read<'a>(folder: &Path, wallets: impl Iterator<Item = &'a String>) -> Result<Self, Error> {
        let lists = Lists::read(folder)?;
        let mut swaps = BTreeMap::new();
        for (name, _) in SWAPS {
            let list = lists.get(name).ok_or_else(|| Error::new("noise", format!("there is no [{name}]")))?;
            let mut table: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for entry in &list.entries {
                let value = entry.value.clone();
                let value =
                    value.ok_or_else(|| Error::new("noise", format!("`{}` becomes nothing", entry.text)))?;
                let ways = value.split(',').map(|way| way.trim().to_owned());
                table.entry(entry.text.clone()).or_default().extend(ways);
            }
            swaps.insert(name, table);
        }
        for name in ["emoji", "filler-transaction", "filler-query", "filler-other"] {
            lists.get(name).ok_or_else(|| Error::new("noise", format!("there is no [{name}]")))?;
        }
        let words = wallets.flat_map(|called| called.split([' ', '-']));
        Ok(Self { lists, swaps, taken: words.map(str::to_lowercase).collect() })
    }

    /// The message as somebody types it. About every other one stays clean.
    pub(super) fn apply(&self, rng: &mut Rng, text: &str, kind: Kind) -> String {
        let mut text = text.to_owned();
        let wounds = match rng.u32(0..100) {
            0..43 => 0,
            43..78 => 1,
            78..94 => 2,
            _ => 3,
        };
        for _ in 0..wounds {
            for _ in 0..5 {
                let changed = self.once(rng, &text, kind);
                if changed != text {
                    text = changed;
                    break;
                }
            }
        }
        unmarked(&text)
    }

    fn once(&self, rng: &mut Rng, text: &str, kind: Kind) -> String {
        let swapped: u32 = SWAPS.iter().map(|(_, weight)| weight).sum();
        let mut at = rng.u32(0..swapped + 66);
        for (name, weight) in SWAPS {
            if at < weight {
                return self.swap(rng, text, name);
            }
            at -= weight;
        }
        match at {
            0..12 => self.spell(rng, text, spelling::slip),
            12..22 => self.spell(rng, text, spelling::by_ear),
            22..30 => self.spell(rng, text, spelling::without_vowels),
            30..34 => self.spell(rng, text, spelling::drawn_out),
            34..39 => glue(rng, text),
            39..44 => without_punctuation(text),
            44..55 => cased(rng, text),
            55..60 => self.with_emoji(rng, text),
            _ => self.with_filler(rng, text, kind),
        }
    }

    /// Replaces words by those of another table; most of those it knows.
    fn swap(&self, rng: &mut Rng, text: &str, name: &str) -> String {
        let Some(table) = self.swaps.get(name) else { return text.to_owned() };
        let swapped = words(text).map(|word| {
            let (bare, tail) = split_tail(word);
            match table.get(&bare.to_lowercase()) {
                Some(ways) if rng.u32(0..100) < 75 => format!("{}{tail}", ways[rng.usize(0..ways.len())]),
                _ => word.to_owned(),
            }
        });
        swapped.collect()
    }

    /// Spells one longer word otherwise.
    fn spell(&self, rng: &mut Rng, text: &str, way: fn(&mut Rng, &str) -> Option<String>) -> String {
        let fit = |word: &str| {
            let (bare, _) = split_tail(word);
            bare.chars().count() >= 4 && bare.chars().all(char::is_alphabetic)
        };
        let pieces: Vec<&str> = words(text).collect();
        let fitting: Vec<usize> = (0..pieces.len()).filter(|index| fit(pieces[*index])).collect();
        if fitting.is_empty() {
            return text.to_owned();
        }
        let chosen = choose(rng, &fitting);
        let (bare, tail) = split_tail(pieces[chosen]);
        let Some(spelt) = way(rng, bare).filter(|spelt| self.free(&spelt.to_lowercase())) else {
            return text.to_owned();
        };
        let spelt = format!("{spelt}{tail}");
        pieces
            .iter()
            .enumerate()
            .map(|(index, word)| if index == chosen { spelt.as_str() } else { *word })
            .collect()
    }

    /// Whether a spelling is no word of its own.
    fn free(&self, word: &str) -> bool {
        Lexicon::shipped().word(word).is_none() && !self.taken.contains(word)
    }

    fn with_emoji(&self, rng: &mut Rng, text: &str) -> String {
        let Some(emoji) = self.lists.get("emoji").and_then(|list| list.pick(rng)) else {
            return text.to_owned();
        };
        match rng.u32(0..4) {
            0 => format!("{} {text}", emoji.text),
            1 => format!("{text}{}", emoji.text),
            _ => format!("{text} {}", emoji.text),
        }
    }

    fn with_filler(&self, rng: &mut Rng, text: &str, kind: Kind) -> String {
        let name = match kind {
            Kind::Transaction => "filler-transaction",
            Kind::Query => "filler-query",
            Kind::Other => "filler-other",
        };
        let Some(filler) = self.lists.get(name).and_then(|list| list.pick(rng)) else {
            return text.to_owned();
        };
        let (body, end) =
            text.strip_suffix(['?', '!', '.']).map_or((text, ""), |body| (body, &text[body.len()..]));
        format!("{body} {}{end}", filler.text)
    }
}

/// Words and what stands between them, in order.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive([' ', '\n']).flat_map(|piece| {
        let end = piece.trim_end_matches([' ', '\n']).len();
        [&piece[..end], &piece[end..]].into_iter().filter(|piece| !piece.is_empty())
    })
}

/// A word and the punctuation behind it.
fn split_tail(word: &str) -> (&str, &str) {
    word.split_at(word.trim_end_matches([',', '.', '!', '?', ':', ';', ')']).len())
}

/// Loses the space between a word and the amount behind it.
fn glue(rng: &mut Rng, text: &str) -> String {
    let pieces: Vec<&str> = words(text).collect();
    let amount = |word: &str| {
        let word = unmarked(word);
        word.starts_with(|c: char| c.is_ascii_digit()) && word.ends_with(['b', 'k', 't', 'u'])
    };
    let word = |word: &str| word.chars().count() >= 3 && word.chars().all(|c| c.is_ascii_lowercase());
    let verb = |word: &str| ["beli", "bayar", "byr", "isi", "makan"].contains(&word);
    let fits = |index: &usize| {
        let [before, gap, after] = [pieces[*index - 1], pieces[*index], pieces[*index + 1]];
        gap == " " && word(before) && (amount(after) || (verb(before) && word(after)))
    };
    let gaps: Vec<usize> = (1..pieces.len().saturating_sub(1)).filter(fits).collect();
    if gaps.is_empty() {
        return text.to_owned();
    }
    let chosen = choose(rng, &gaps);
    pieces.iter().enumerate().filter(|(index, _)| *index != chosen).map(|(_, piece)| *piece).collect()
}

/// No commas and question marks, except within amounts.
fn without_punctuation(text: &str) -> String {
    let plain = |word: &str| !word.contains(OPEN) && !word.contains(|c: char| c.is_ascii_digit());
    let strip = |word: &str| word.chars().filter(|c| !matches!(c, ',' | '!' | '?' | '"')).collect();
    words(text).map(|word| if plain(word) { strip(word) } else { word.to_owned() }).collect()
}

/// Capitals as people use them.
fn cased(rng: &mut Rng, text: &str) -> String {
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    };
    match rng.u32(0..10) {
        0..3 => text.to_uppercase(),
        3..5 => words(text).map(capital).collect(),
        _ => {
            // A sentence begins in front of what is marked, too.
            let at = text.find(|c: char| c != OPEN).unwrap_or_default();
            format!("{}{}", &text[..at], capital(&text[at..]))
        }
    }
}
