//! Where the words of a search stand in texts.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::nearness::Nearness;
use super::query::{Ask, Query};
use super::{root, words};

/// Marks what a query asked for, in one text after the other.
#[derive(Debug)]
pub struct Highlighter<'q> {
    /// Each word with its roots.
    asked: Vec<(&'q str, BTreeSet<String>)>,
    phrases: Vec<&'q [String]>,
    /// Of the words met so far, whether one was asked for. Found records say much the same.
    met: BTreeMap<String, bool>,
}

impl<'q> Highlighter<'q> {
    pub fn of(query: &'q Query) -> Self {
        let (mut asked, mut phrases) = (Vec::new(), Vec::new());
        for clause in query.clauses.iter().filter(|clause| !clause.negated) {
            match &clause.ask {
                Ask::Word(word) => asked.push((word.text.as_str(), root::roots(&word.text))),
                Ask::Phrase(phrase) if !phrase.is_empty() => phrases.push(phrase.as_slice()),
                Ask::Phrase(_) | Ask::Any(_) | Ask::All(_) | Ask::Amount { .. } | Ask::Days(_) => {}
            }
        }
        Self { asked, phrases, met: BTreeMap::new() }
    }

    /// The stretches of a text that were asked for, in bytes: in order, apart from each other.
    pub fn marks(&mut self, text: &str) -> Vec<Range<usize>> {
        if self.asked.is_empty() && self.phrases.is_empty() {
            return Vec::new();
        }
        let words = words::of(text);
        let mut marked: Vec<Range<usize>> = Vec::new();
        for word in &words {
            if self.is_asked(&word.text) {
                marked.push(word.at.clone());
            }
        }
        for phrase in &self.phrases {
            for run in words.windows(phrase.len()) {
                if run.iter().map(|word| &word.text).eq(*phrase) {
                    marked.push(run[0].at.start..run[run.len() - 1].at.end);
                }
            }
        }
        joined(marked)
    }

    fn is_asked(&mut self, word: &str) -> bool {
        if let Some(known) = self.met.get(word) {
            return *known;
        }
        let is_asked = self.asked.iter().any(|(asked, roots)| Nearness::of(word, asked, roots).is_some());
        self.met.insert(word.to_owned(), is_asked);
        is_asked
    }
}

/// In order, with what touches made one.
fn joined(mut marked: Vec<Range<usize>>) -> Vec<Range<usize>> {
    marked.sort_by_key(|range| (range.start, range.end));
    let mut apart: Vec<Range<usize>> = Vec::new();
    for range in marked {
        match apart.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::AskedWord;

    #[test]
    fn marks_what_was_asked_for_and_what_is_near_it() {
        let word = |text: &str| Ask::Word(AskedWord { text: text.to_owned(), names: Vec::new() });
        let phrase = |text: &str| Ask::Phrase(words::each(text));
        let rows = [
            ("Bakso urat & bakwan", Query::default().and(word("bakso")), "Bakso"),
            ("Bakso urat & bakwan", Query::default().and(word("bak")), "Bakso|bakwan"),
            ("beli Basko", Query::default().and(word("bakso")), "Basko"),
            ("sayur-sayuran", Query::default().and(word("sayur")), "sayur|sayuran"),
            ("nasi goreng nasi uduk", Query::default().and(phrase("nasi uduk")), "nasi uduk"),
            ("nasi uduk", Query::default().and(phrase("nasi uduk")).and(word("nasi")), "nasi uduk"),
            ("nasi uduk", Query::default().and_not(word("nasi")).and(phrase("")), ""),
            ("méga <b>", Query::default().and(word("mega")), "méga"),
        ];
        for (text, query, expected) in rows {
            let found: Vec<&str> =
                Highlighter::of(&query).marks(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found.join("|"), expected, "{text}");
        }
    }

    #[test]
    fn a_word_is_marked_in_every_text_that_has_it() {
        let query = Query::default().and(Ask::Word(AskedWord { text: "kopi".to_owned(), names: Vec::new() }));
        let mut highlighter = Highlighter::of(&query);
        assert_eq!(highlighter.marks("ngopi, kopi"), [0..5, 7..11]);
        assert!(highlighter.marks("roti").is_empty());
        assert_eq!(highlighter.marks("kopi tubruk kopi"), [0..4, 12..16]);
        assert!(Highlighter::of(&Query::default()).marks("kopi").is_empty());
    }
}
