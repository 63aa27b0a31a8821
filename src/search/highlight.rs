//! Where the words of a search stand in a text.

use std::ops::Range;

use super::nearness::Nearness;
use super::query::{Ask, Query};
use super::{root, words};

/// The stretches of a text that a query asked for, in bytes: in order, apart from each other.
pub fn highlight(text: &str, query: &Query) -> Vec<Range<usize>> {
    let words = words::of(text);
    let mut marked: Vec<Range<usize>> = Vec::new();
    for clause in query.clauses.iter().filter(|clause| !clause.negated) {
        match &clause.ask {
            Ask::Word(asked) => {
                let roots = root::roots(&asked.text);
                let near = |word: &&words::Word| Nearness::of(&word.text, &asked.text, &roots).is_some();
                marked.extend(words.iter().filter(near).map(|word| word.at.clone()));
            }
            Ask::Phrase(phrase) if !phrase.is_empty() => {
                for run in words.windows(phrase.len()) {
                    if run.iter().map(|word| &word.text).eq(phrase) {
                        marked.push(run[0].at.start..run[run.len() - 1].at.end);
                    }
                }
            }
            Ask::Phrase(_) | Ask::Any(_) | Ask::All(_) | Ask::Amount { .. } | Ask::Days(_) => {}
        }
    }
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
            let found: Vec<&str> = highlight(text, &query).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found.join("|"), expected, "{text}");
        }
    }
}
