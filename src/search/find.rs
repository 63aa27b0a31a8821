//! Finding: each asked word becomes the words of the index it may stand for, and their lists are walked side by
//! side, newest first, only as far as it takes.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use tantivy::columnar::Column;
use tantivy::postings::{SegmentPostings, TermInfo};
use tantivy::query::{DfaWrapper, FuzzyTermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet as _, Searcher, SegmentReader, TERMINATED, Term};

use super::catalogue::{self, Fields};
use super::window::Window;
use super::{Found, Order, SearchError, Total};
use crate::ledger::{HouseholdId, TransactionId};

/// Hits are counted up to this many. Beyond, nobody needs the exact number, and counting on would make a search
/// slower with every year.
pub const COUNTED: usize = 1_000;

/// Shorter words stand only for themselves: half of all words begin with an `a`.
const SHORTEST_PREFIX: usize = 2;

/// Shorter words are not taken for misspelt ones: with a letter more or less they are too many others.
const SHORTEST_MISSPELT: usize = 4;

/// How near a word of the index is to the one asked for, nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Nearness {
    /// As it was typed.
    Same,
    /// It begins as typed. A number goes on with letters only: `15` is in `15rb`, not in `15000`.
    Longer,
    /// One letter is missing, too many, another, or swapped with its neighbour; not the first one, which people
    /// get right.
    Misspelt,
}

/// A transaction that has all the words. The later one is the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    /// The day's number.
    pub(super) day: u64,
    pub(super) id: TransactionId,
}

/// What was found, with what putting it in order takes.
#[derive(Debug, Clone, Default)]
pub(super) struct Ranked {
    /// In the order asked for.
    pub(super) hits: Vec<(Nearness, Hit)>,
    pub(super) total: Total,
}

impl Ranked {
    pub(super) fn put_in_order(&mut self, order: Order) {
        self.hits.sort_unstable_by_key(|(nearness, hit)| {
            let nearness = if order == Order::Best { *nearness } else { Nearness::Same };
            (nearness, Reverse(*hit))
        });
    }

    pub(super) fn found(self, limit: usize) -> Found {
        Found { ids: self.hits.into_iter().map(|(_, hit)| hit.id).take(limit).collect(), total: self.total }
    }
}

/// Looks through the index for the first `limit` transactions that have all the asked words.
pub(super) fn find(
    searcher: &Searcher,
    fields: Fields,
    household: HouseholdId,
    asked: &[String],
    order: Order,
    limit: usize,
) -> Result<Ranked, SearchError> {
    let mut ranked = Ranked::default();
    let asked = asked.iter().map(|word| Asked::of(word, fields)).collect::<Result<Vec<_>, _>>()?;
    let mut pieces = Vec::new();
    for segment in searcher.segment_readers() {
        pieces.extend(Piece::of(segment, fields, household, &asked)?);
    }
    let rounds: &[Nearness] = match order {
        Order::Newest => &[Nearness::Misspelt],
        Order::Best => &[Nearness::Same, Nearness::Longer, Nearness::Misspelt],
    };
    let mut seen = BTreeSet::new();
    for &round in rounds {
        let mut hits = Vec::new();
        ranked.total = Total::default();
        for piece in &pieces {
            // The last round passes all that the others do, so it alone counts.
            let is_last = rounds.last() == Some(&round);
            let count_to = if is_last { COUNTED.saturating_sub(ranked.total.number) } else { 0 };
            let walked = piece.walk(round, limit, count_to)?;
            ranked.total.number += walked.count;
            ranked.total.is_all &= walked.to_the_end;
            hits.extend(walked.hits);
        }
        hits.retain(|hit| seen.insert(hit.id));
        ranked.hits.extend(hits.into_iter().map(|hit| (round, hit)));
    }
    ranked.put_in_order(order);
    ranked.hits.truncate(limit);
    Ok(ranked)
}

/// One piece of the index, with the lists of what was asked.
struct Piece<'s> {
    segment: &'s SegmentReader,
    /// For each asked word, the lists of the words it may stand for. The shortest lists lead.
    asked: Vec<Vec<(Nearness, TermInfo)>>,
    /// The household's list, unless all of the piece is its own.
    household: Option<TermInfo>,
    fields: Fields,
}

/// A hit's day and id are numbers in columns. They are opened for the first hit: most pieces have none.
struct Numbers {
    order: Column,
    id_high: Column,
    id_low: Column,
}

/// What came of walking a piece.
struct Walked {
    hits: Vec<Hit>,
    /// How many hits were passed.
    count: usize,
    to_the_end: bool,
}

impl<'s> Piece<'s> {
    /// `None` when nothing in this piece can be a hit.
    fn of(
        segment: &'s SegmentReader,
        fields: Fields,
        household: HouseholdId,
        asked: &[Asked],
    ) -> Result<Option<Self>, SearchError> {
        let family =
            segment.inverted_index(fields.household)?.get_term_info(&fields.of_household(household))?;
        let Some(family) = family else { return Ok(None) };
        let mut lists = Vec::new();
        for word in asked {
            let stands_for = word.stands_for(segment, fields)?;
            if stands_for.is_empty() {
                return Ok(None);
            }
            lists.push(stands_for);
        }
        lists.sort_by_cached_key(|list| list.iter().map(|(_, term)| u64::from(term.doc_freq)).sum::<u64>());
        let household = (family.doc_freq < segment.max_doc()).then_some(family);
        Ok(Some(Self { segment, asked: lists, household, fields }))
    }

    /// Walks newest first, until `limit` hits are gathered and `count_to` are counted.
    fn walk(&self, farthest: Nearness, limit: usize, count_to: usize) -> Result<Walked, SearchError> {
        let mut walked = Walked { hits: Vec::new(), count: 0, to_the_end: true };
        let mut lists = self.lists(farthest)?;
        let (mut numbers, mut last_order) = (None, None);
        let Some((leader, others)) = lists.split_first_mut() else { return Ok(walked) };
        while let Some(from) = leader.position() {
            let start = from - from % Window::WIDTH;
            let mut window = Window::default();
            leader.mark(start, (0, Window::WIDTH - 1), &mut window);
            for list in &mut *others {
                // Where the lists so far have nothing, the next one need not be read.
                let Some(span) = window.span() else { break };
                let mut marked = Window::default();
                list.mark(start, span, &mut marked);
                window.keep_only(&marked);
            }
            for place in window.marked().map(|place| start + place) {
                if self.segment.is_deleted(place) {
                    continue;
                }
                let numbers = match &numbers {
                    Some(numbers) => numbers,
                    None => numbers.insert(Numbers::of(self.segment)?),
                };
                let order = number(&numbers.order, place);
                // Those that share the last one's place in the order may still be newer than it.
                let is_tied = last_order == Some(order);
                if walked.hits.len() < limit || is_tied && limit > 0 {
                    let id =
                        catalogue::id_of(number(&numbers.id_high, place), number(&numbers.id_low, place));
                    walked.hits.push(Hit { day: catalogue::day_of(order), id });
                    last_order = Some(order);
                } else if walked.count >= count_to {
                    walked.to_the_end = false;
                    return Ok(walked);
                }
                walked.count += 1;
            }
        }
        Ok(walked)
    }

    fn lists(&self, farthest: Nearness) -> Result<Vec<List>, SearchError> {
        let words = self.segment.inverted_index(self.fields.words)?;
        let basic = IndexRecordOption::Basic;
        let mut lists = Vec::new();
        for stands_for in &self.asked {
            let near = stands_for.iter().filter(|(nearness, _)| *nearness <= farthest);
            let opened = near.map(|(_, term)| words.read_postings_from_terminfo(term, basic));
            lists.push(List(opened.collect::<std::io::Result<_>>()?));
        }
        if let Some(family) = &self.household {
            let families = self.segment.inverted_index(self.fields.household)?;
            lists.push(List(vec![families.read_postings_from_terminfo(family, basic)?]));
        }
        Ok(lists)
    }
}

impl Numbers {
    fn of(segment: &SegmentReader) -> Result<Self, SearchError> {
        let columns = segment.fast_fields();
        Ok(Self {
            order: columns.u64(catalogue::ORDER)?,
            id_high: columns.u64(catalogue::ID_HIGH)?,
            id_low: columns.u64(catalogue::ID_LOW)?,
        })
    }
}

fn number(column: &Column, place: DocId) -> u64 {
    column.values.get_val(place)
}

impl Nearness {
    /// How near a word is to the one asked for; none when it is another word.
    pub(super) fn of(word: &str, asked: &str) -> Option<Self> {
        if let Some(rest) = word.strip_prefix(asked) {
            return match rest.as_bytes().first() {
                None => Some(Self::Same),
                Some(_) if asked.chars().count() < SHORTEST_PREFIX => None,
                Some(next) if goes_on_as_number(asked, *next) => None,
                Some(_) => Some(Self::Longer),
            };
        }
        let may_be = may_be_misspelt(asked) && word.chars().next() == asked.chars().next();
        (may_be && strsim::osa_distance(word, asked) == 1).then_some(Self::Misspelt)
    }
}

/// `15` is in `15rb`, not in `15000`.
fn goes_on_as_number(asked: &str, next: u8) -> bool {
    next.is_ascii_digit() && asked.ends_with(|letter: char| letter.is_ascii_digit())
}

fn may_be_misspelt(asked: &str) -> bool {
    asked.chars().all(char::is_alphabetic) && asked.chars().count() >= SHORTEST_MISSPELT
}

/// A word asked for, made ready to be looked up in many dictionaries: [`Nearness::of`] for all their words at once.
struct Asked {
    word: String,
    /// Accepts the words with one letter wrong, and the word itself.
    misspelt: Option<DfaWrapper>,
}

impl Asked {
    fn of(word: &str, fields: Fields) -> Result<Self, SearchError> {
        let misspelt = if may_be_misspelt(word) {
            Some(FuzzyTermQuery::new(Term::from_field_text(fields.words, word), 1, true).automaton()?)
        } else {
            None
        };
        Ok(Self { word: word.to_owned(), misspelt })
    }

    /// The words of a piece that it may stand for, with their lists.
    fn stands_for(
        &self,
        segment: &SegmentReader,
        fields: Fields,
    ) -> Result<Vec<(Nearness, TermInfo)>, SearchError> {
        let index = segment.inverted_index(fields.words)?;
        let (terms, word) = (index.terms(), self.word.as_str());
        let mut found = Vec::new();
        if word.chars().count() < SHORTEST_PREFIX {
            found.extend(terms.get(word)?.map(|term| (Nearness::Same, term)));
            return Ok(found);
        }
        let mut longer = terms.range().ge(word).lt(after(word)).into_stream()?;
        while longer.advance() {
            let nearness = match longer.key().get(word.len()) {
                None => Nearness::Same,
                Some(next) if goes_on_as_number(word, *next) => continue,
                Some(_) => Nearness::Longer,
            };
            found.push((nearness, longer.value().clone()));
        }
        if let Some(like) = &self.misspelt {
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
}

/// The end of all words that begin with this one: no word holds the byte 255.
fn after(word: &str) -> Vec<u8> {
    [word.as_bytes(), &[u8::MAX]].concat()
}

/// The lists of one asked word, walked as their union.
struct List(Vec<SegmentPostings>);

impl List {
    /// The first place not passed yet.
    fn position(&self) -> Option<DocId> {
        self.0.iter().map(SegmentPostings::doc).min().filter(|place| *place != TERMINATED)
    }

    /// Marks what lies in this span of the window that begins at `start`, and passes it.
    fn mark(&mut self, start: DocId, (first, last): (u32, u32), window: &mut Window) {
        let (from, to) = (start.saturating_add(first), start.saturating_add(last));
        for list in &mut self.0 {
            let mut place = list.doc();
            if place < from {
                place = list.seek(from);
            }
            while place <= to && place != TERMINATED {
                window.mark(place - start);
                place = list.advance();
            }
        }
    }
}
