//! What is asked, ready to be looked up in every piece of the index.

use tantivy::postings::TermInfo;
use tantivy::query::{DfaWrapper, FuzzyTermQuery};
use tantivy::schema::Field;
use tantivy::{SegmentReader, Term};

use super::SearchError;
use super::catalogue::Fields;
use super::nearness::{self, Nearness};
use super::query::{Ask, Query};
use crate::ledger::Sight;

/// What is asked, made ready to be looked up in every piece.
pub(super) struct Asked<'q> {
    pub(super) query: &'q Query,
    pub(super) sight: &'q Sight,
    /// For each clause about a word, what accepts the words with one letter wrong, and the word itself.
    pub(super) misspelt: Vec<Option<DfaWrapper>>,
    /// Whether hits are told apart by how near they are.
    pub(super) by_nearness: bool,
    pub(super) fields: Fields,
}

impl<'q> Asked<'q> {
    pub(super) fn new(
        query: &'q Query,
        sight: &'q Sight,
        by_nearness: bool,
        fields: Fields,
    ) -> Result<Self, SearchError> {
        let mut misspelt = Vec::with_capacity(query.clauses.len());
        for clause in &query.clauses {
            misspelt.push(match &clause.ask {
                Ask::Word(word) if nearness::may_be_misspelt(&word.text) => {
                    Some(like(&word.text, 1, fields)?)
                }
                _ => None,
            });
        }
        Ok(Self { query, sight, misspelt, by_nearness, fields })
    }
}

/// Accepts every word with at most so many letters wrong.
pub(super) fn like(word: &str, letters: u8, fields: Fields) -> Result<DfaWrapper, SearchError> {
    Ok(FuzzyTermQuery::new(Term::from_field_text(fields.written.words, word), letters, true).automaton()?)
}

/// The words in that field of a piece that the asked one may be spelt as, or be the beginning of.
pub(super) fn spellings(
    segment: &SegmentReader,
    word: &str,
    misspelt: Option<&DfaWrapper>,
    field: Field,
) -> Result<Vec<(Nearness, TermInfo)>, SearchError> {
    let index = segment.inverted_index(field)?;
    let terms = index.terms();
    let mut found = Vec::new();
    if !nearness::may_be_longer(word) {
        found.extend(terms.get(word)?.map(|term| (Nearness::Same, term)));
        return Ok(found);
    }
    let mut longer = terms.range().ge(word).lt(after(word)).into_stream()?;
    while longer.advance() {
        let nearness = match longer.key().get(word.len()) {
            None => Nearness::Same,
            Some(next) if nearness::goes_on_as_number(word, *next) => continue,
            Some(_) => Nearness::Akin,
        };
        found.push((nearness, longer.value().clone()));
    }
    if let Some(like) = misspelt {
        let first: String = word.chars().take(1).collect();
        let mut misspelt = terms.search(like).ge(&first).lt(after(&first)).into_stream()?;
        while misspelt.advance() {
            if !misspelt.key().starts_with(word.as_bytes()) {
                found.push((Nearness::Misspelt, misspelt.value().clone()));
            }
        }
    }
    Ok(found)
}

/// The end of all words that begin with this one: no word holds the byte 255.
pub(super) fn after(word: &str) -> Vec<u8> {
    [word.as_bytes(), &[u8::MAX]].concat()
}
