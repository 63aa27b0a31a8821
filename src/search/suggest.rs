//! What somebody may have meant who found nothing: a word that is written in what they may see.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::catalogue::Catalogue;
use super::latest::Latest;
use super::query::{Ask, AskedWord, Query, Wanted};
use super::{Search, SearchError, asked, words};
use crate::ledger::Sight;
use crate::store::Store;

/// Shorter words have too many neighbours.
const SHORTEST: usize = 3;

/// From so many letters on, two of them may be wrong.
const TWO_WRONG: usize = 5;

/// So many of the nearest words are tried.
const TRIED: usize = 4;

impl Search {
    /// The text with every word that finds nothing replaced by the nearest that does, if then something is found. No
    /// word is given that is only in what this sight does not show.
    pub fn did_you_mean(
        &self,
        store: &Store,
        sight: &Sight,
        text: &str,
        query: &Query,
    ) -> Result<Option<String>, SearchError> {
        let mut better = query.clone();
        let mut replaced: BTreeMap<String, String> = BTreeMap::new();
        for clause in better.clauses.iter_mut().filter(|clause| !clause.negated) {
            let Ask::Word(asked) = &mut clause.ask else { continue };
            if self.finds(store, sight, &Query::default().and(Ask::Word(asked.clone())))? {
                continue;
            }
            let Some(word) = self.nearest(store, sight, &asked.text)? else { return Ok(None) };
            replaced.insert(asked.text.clone(), word.clone());
            *asked = AskedWord { text: word, names: Vec::new() };
        }
        if replaced.is_empty() || !self.finds(store, sight, &better)? {
            return Ok(None);
        }
        let mut meant = text.to_owned();
        for word in words::of(text).into_iter().rev() {
            if let Some(other) = replaced.get(&word.text) {
                meant.replace_range(word.at, other);
            }
        }
        Ok(Some(meant))
    }

    fn finds(&self, store: &Store, sight: &Sight, query: &Query) -> Result<bool, SearchError> {
        let wanted = Wanted { limit: 1, ..Wanted::default() };
        Ok(!self.find(store, sight, query, wanted)?.ids.is_empty())
    }

    /// The word nearest to this one that something shown has exactly.
    fn nearest(&self, store: &Store, sight: &Sight, word: &str) -> Result<Option<String>, SearchError> {
        for near in self.look(|catalogue| neighbours(catalogue, store, word))? {
            let alone = Query::default().and(Ask::Phrase(vec![near.clone()]));
            if self.finds(store, sight, &alone)? {
                return Ok(Some(near));
            }
        }
        Ok(None)
    }
}

/// The words of the index, and of what it has not come to yet, with a letter or two wrong:
/// the nearest and commonest first.
fn neighbours(catalogue: &Catalogue, store: &Store, word: &str) -> Result<Vec<String>, SearchError> {
    let letters = word.chars().count();
    if letters < SHORTEST || !word.chars().all(char::is_alphabetic) {
        return Ok(Vec::new());
    }
    let wrong = if letters < TWO_WRONG { 1 } else { 2 };
    let mut found: BTreeMap<String, u64> = BTreeMap::new();
    let current = catalogue.current();
    for card in Latest::read(store, current.seq)?.cards() {
        for near in
            card.words.words.iter().filter(|near| strsim::osa_distance(near, word) <= usize::from(wrong))
        {
            *found.entry(near.clone()).or_default() += 1;
        }
    }
    for segment in current.searcher.segment_readers() {
        let index = segment.inverted_index(catalogue.fields.written.words)?;
        let like = asked::like(word, wrong, catalogue.fields)?;
        let mut near = index.terms().search(&like).into_stream()?;
        while near.advance() {
            if let Ok(near_word) = std::str::from_utf8(near.key()) {
                *found.entry(near_word.to_owned()).or_default() += u64::from(near.value().doc_freq);
            }
        }
    }
    let mut near: Vec<(usize, Reverse<u64>, String)> = found
        .into_iter()
        .map(|(near, count)| (strsim::osa_distance(&near, word), Reverse(count), near))
        .collect();
    near.sort_unstable();
    Ok(near.into_iter().map(|(_, _, word)| word).take(TRIED).collect())
}
