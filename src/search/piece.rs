//! One piece of the index, walked newest first: the lists of everything asked, side by side, window by window.

use std::ops::ControlFlow;
use std::rc::Rc;

use tantivy::postings::TermInfo;
use tantivy::query::DfaWrapper;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet as _, SegmentReader, TERMINATED};

use super::SearchError;
use super::asked::{Asked, spellings};
use super::card;
use super::catalogue::{self, Fields, Wordings};
use super::list::{List, Readable};
use super::nearness::Nearness;
use super::numbers::{Numbers, Read, Test, first_place};
use super::query::{Ask, AskedWord, Label};
use super::window::Window;
use super::{root, words};
use crate::ledger::{Period, Sight, TransactionId};

/// A piece with the lists of what was asked.
pub(super) struct Piece<'s> {
    segment: &'s SegmentReader,
    /// Where hits may lie: from the one place to before the other.
    range: (DocId, DocId),
    /// Every hit is in each of these; the shortest lead.
    wanted: Vec<List>,
    /// No hit is in all lists of one of these.
    unwanted: Vec<Vec<List>>,
    tests: Vec<Test>,
    /// What others keep secret, and until when it matters.
    secrets: Option<(List, Numbers)>,
    /// Where messages tell of what others keep secret.
    unread: Rc<[DocId]>,
    /// Places of what is looked at elsewhere.
    gone: Vec<DocId>,
    levels: usize,
}

/// Hits of a window, one at least.
pub(super) struct Hits<'w> {
    /// Where it begins.
    pub(super) start: DocId,
    /// Where hits are, counted from there.
    pub(super) window: &'w Window,
    levels: &'w [Window],
}

impl Hits<'_> {
    /// The newest of them.
    pub(super) fn first(&self) -> DocId {
        self.window.span().map_or(self.start, |(first, _)| self.start + first)
    }

    /// How near a hit is; the same for all when nobody asked.
    pub(super) fn nearness(&self, place: DocId) -> Nearness {
        let nearest = self.levels.iter().position(|window| window.holds(place - self.start));
        nearest.and_then(|level| Nearness::ALL.get(level)).copied().unwrap_or(Nearness::Misspelt)
    }
}

impl<'s> Piece<'s> {
    /// `None` when nothing in this piece can be a hit. What is `elsewhere` is none here.
    pub(super) fn of(
        segment: &'s SegmentReader,
        asked: &Asked<'_>,
        elsewhere: &mut dyn Iterator<Item = TransactionId>,
    ) -> Result<Option<Self>, SearchError> {
        let mut piece = Self {
            segment,
            range: (0, segment.max_doc()),
            wanted: Vec::new(),
            unwanted: Vec::new(),
            tests: Vec::new(),
            secrets: None,
            unread: Rc::default(),
            gone: Vec::new(),
            levels: if asked.by_nearness { Nearness::ALL.len() } else { 1 },
        };
        let mut may_hit = piece.keep_to(asked)?;
        for (clause, misspelt) in asked.query.clauses.iter().zip(&asked.misspelt) {
            may_hit = may_hit && piece.ask(&clause.ask, clause.negated, misspelt.as_ref(), asked)?;
        }
        if !may_hit || piece.range.0 >= piece.range.1 {
            return Ok(None);
        }
        piece.wanted.sort_by_key(List::len);
        piece.gone = piece.places_of(elsewhere, asked.fields)?;
        Ok(Some(piece))
    }

    /// Whether all of its hits count.
    pub(super) fn is_whole(&self) -> bool {
        self.gone.is_empty()
    }

    /// Passes over everything that stands before that order.
    pub(super) fn begin_at(&mut self, order: u64) -> Result<(), SearchError> {
        let column = self.segment.fast_fields().u64(catalogue::ORDER)?;
        self.range.0 = self.range.0.max(first_place(&column, self.segment.max_doc(), |here| here <= order));
        Ok(())
    }

    /// Only what this sight shows. False when that is nothing.
    fn keep_to(&mut self, asked: &Asked<'_>) -> Result<bool, SearchError> {
        let index = self.segment.inverted_index(asked.fields.wallets)?;
        let (mut seen, mut unseen) = (Vec::new(), Vec::new());
        let mut written = index.terms().stream()?;
        while written.advance() {
            let is_seen = catalogue::wallets_in(written.key()).any(|wallet| asked.sight.sees(wallet));
            if is_seen { &mut seen } else { &mut unseen }.push((Nearness::Same, written.value().clone()));
        }
        let count = |terms: &[(Nearness, TermInfo)]| {
            terms.iter().map(|(_, term)| u64::from(term.doc_freq)).sum::<u64>()
        };
        // The shorter lists say the same as the longer.
        if count(&unseen) <= count(&seen) {
            if !unseen.is_empty() {
                self.unwanted.push(vec![self.list(asked.fields.wallets, &unseen)?]);
            }
        } else {
            self.wanted.push(self.list(asked.fields.wallets, &seen)?);
        }
        self.secrets = self.secrets_from(asked.sight, asked.fields)?;
        self.unread = self.beside_secrets(asked.sight, asked.fields)?.into();
        Ok(!seen.is_empty())
    }

    fn secrets_from(&self, sight: &Sight, fields: Fields) -> Result<Option<(List, Numbers)>, SearchError> {
        let index = self.segment.inverted_index(fields.secrets)?;
        let mut others = Vec::new();
        let mut members = index.terms().stream()?;
        while members.advance() {
            if members.key() != sight.member().to_bytes() {
                others.push((Nearness::Same, members.value().clone()));
            }
        }
        if others.is_empty() {
            return Ok(None);
        }
        let over = Numbers::new(self.segment, catalogue::UNTIL, 0, u64::from(sight.today().number()))?;
        Ok(Some((self.list(fields.secrets, &others)?, over)))
    }

    /// Takes one clause on. False when it can hold of nothing here.
    fn ask(
        &mut self,
        ask: &Ask,
        negated: bool,
        misspelt: Option<&DfaWrapper>,
        asked: &Asked<'_>,
    ) -> Result<bool, SearchError> {
        let fields = asked.fields;
        match ask {
            Ask::Word(word) => {
                let mut list = self.list_of_word(word, misspelt, fields.written)?;
                self.add_names(&mut list, word, fields)?;
                list.add_told(self.list_of_word(word, misspelt, fields.told)?, self.readable(asked)?);
                Ok(self.list_up(vec![list], negated))
            }
            Ask::Phrase(words) => {
                let mut lists = self.lists_of_phrase(words, fields.written)?;
                for (list, told) in lists.iter_mut().zip(self.lists_of_phrase(words, fields.told)?) {
                    list.add_told(told, self.readable(asked)?);
                }
                Ok(self.list_up(lists, negated))
            }
            Ask::Any(labels) => {
                let labels: Vec<Vec<u8>> = labels.iter().map(Label::to_bytes).collect();
                let list = self.list_of(fields.labels, labels.iter().map(Vec::as_slice))?;
                Ok(self.list_up(vec![list], negated))
            }
            Ask::All(labels) => {
                let each =
                    |label: &Label| self.list_of(fields.labels, std::iter::once(label.to_bytes().as_slice()));
                let lists = labels.iter().map(each).collect::<Result<Vec<_>, _>>()?;
                Ok(self.list_up(lists, negated))
            }
            Ask::Amount { least, most, currency } => {
                let amount = Numbers::new(self.segment, catalogue::AMOUNT, *least, *most)?;
                let number = currency.map(catalogue::currency_number);
                let of = number.map(|number| Numbers::new(self.segment, catalogue::CURRENCY, number, number));
                let all = std::iter::once(amount).chain(of.transpose()?).collect();
                self.tests.push(Test { all, negated });
                Ok(true)
            }
            Ask::Days(days) => self.ask_days(*days, negated),
        }
    }

    fn ask_days(&mut self, days: Period, negated: bool) -> Result<bool, SearchError> {
        let least = card::first_order_of(days.first.number());
        let most = card::first_order_of(days.last.number() + 1) - 1;
        if negated {
            let all = vec![Numbers::new(self.segment, catalogue::ORDER, least, most)?];
            self.tests.push(Test { all, negated });
            return Ok(true);
        }
        let column = self.segment.fast_fields().u64(catalogue::ORDER)?;
        let place = |is_past: &dyn Fn(u64) -> bool| first_place(&column, self.segment.max_doc(), is_past);
        let (begin, end) = (place(&|order| order <= most), place(&|order| order < least));
        self.range = (self.range.0.max(begin), self.range.1.min(end));
        Ok(true)
    }

    /// Hits are in all of these lists; or negated, not in all of them. False when nothing can be a hit.
    fn list_up(&mut self, lists: Vec<List>, negated: bool) -> bool {
        if negated {
            // Of nothing that is asked, everything holds.
            let says_something = !lists.is_empty();
            self.unwanted.push(lists);
            return says_something;
        }
        let may_hit = lists.iter().all(|list| list.len() > 0);
        self.wanted.extend(lists);
        may_hit
    }

    fn list(&self, field: Field, terms: &[(Nearness, TermInfo)]) -> Result<List, SearchError> {
        let index = self.segment.inverted_index(field)?;
        let mut list = List::default();
        for (nearness, term) in terms {
            list.add(*nearness, index.read_block_postings_from_terminfo(term, IndexRecordOption::Basic)?);
        }
        Ok(list)
    }

    fn list_of<'k>(&self, field: Field, keys: impl Iterator<Item = &'k [u8]>) -> Result<List, SearchError> {
        let index = self.segment.inverted_index(field)?;
        let mut terms = Vec::new();
        for key in keys {
            terms.extend(index.terms().get(key)?.map(|term| (Nearness::Same, term)));
        }
        self.list(field, &terms)
    }

    /// One list for each two neighbours of the phrase.
    fn lists_of_phrase(&self, phrase: &[String], fields: Wordings) -> Result<Vec<List>, SearchError> {
        if let [word] = phrase {
            return Ok(vec![self.list_of(fields.words, [word.as_bytes()].into_iter())?]);
        }
        let pairs = phrase.windows(2).map(|pair| words::pair(&pair[0], &pair[1]));
        pairs.map(|pair| self.list_of(fields.pairs, [pair.as_bytes()].into_iter())).collect()
    }

    /// Where the words occur that the asked one may stand for.
    fn list_of_word(
        &self,
        asked: &AskedWord,
        misspelt: Option<&DfaWrapper>,
        fields: Wordings,
    ) -> Result<List, SearchError> {
        let word = asked.text.as_str();
        let spelt = spellings(self.segment, word, misspelt, fields.words)?;
        let mut list = self.list(fields.words, &spelt)?;
        let roots = self.segment.inverted_index(fields.roots)?;
        for root in root::roots(word) {
            if let Some(term) = roots.terms().get(&root)? {
                list.add(
                    Nearness::Akin,
                    roots.read_block_postings_from_terminfo(&term, IndexRecordOption::Basic)?,
                );
            }
        }
        Ok(list)
    }

    /// What the word is the name of.
    fn add_names(&self, list: &mut List, asked: &AskedWord, fields: Fields) -> Result<(), SearchError> {
        let labels = self.segment.inverted_index(fields.labels)?;
        for (nearness, label) in &asked.names {
            if let Some(term) = labels.terms().get(label.to_bytes())? {
                list.add(
                    *nearness,
                    labels.read_block_postings_from_terminfo(&term, IndexRecordOption::Basic)?,
                );
            }
        }
        Ok(())
    }

    /// Where the asking member may read messages.
    fn readable(&self, asked: &Asked<'_>) -> Result<Readable, SearchError> {
        Ok(if !asked.sight.sees_all() {
            let me = asked.sight.member().to_bytes();
            Readable::Only(Box::new(self.list_of(asked.fields.writers, std::iter::once(me.as_slice()))?))
        } else if self.unread.is_empty() {
            Readable::Everywhere
        } else {
            Readable::But(Rc::clone(&self.unread))
        })
    }

    /// What was recorded in one message with somebody else's secret. The ids of one message begin alike, with the moment.
    fn beside_secrets(&self, sight: &Sight, fields: Fields) -> Result<Vec<DocId>, SearchError> {
        let index = self.segment.inverted_index(fields.id)?;
        let mut places = Vec::new();
        for secret in sight.kept() {
            let at_ms = secret.recorded.as_millisecond();
            let first = TransactionId::compose(at_ms, [0; 10]).to_bytes();
            let last = TransactionId::compose(at_ms, [u8::MAX; 10]).to_bytes();
            let mut beside = index.terms().range().ge(first).le(last).into_stream()?;
            while beside.advance() {
                let mut postings =
                    index.read_postings_from_terminfo(beside.value(), IndexRecordOption::Basic)?;
                while postings.doc() != TERMINATED {
                    places.push(postings.doc());
                    postings.advance();
                }
            }
        }
        places.sort_unstable();
        places.dedup();
        Ok(places)
    }

    fn places_of(
        &self,
        ids: &mut dyn Iterator<Item = TransactionId>,
        fields: Fields,
    ) -> Result<Vec<DocId>, SearchError> {
        let index = self.segment.inverted_index(fields.id)?;
        let mut places = Vec::new();
        for id in ids {
            if let Some(mut list) = index.read_postings(&fields.of_id(id), IndexRecordOption::Basic)? {
                while list.doc() != TERMINATED {
                    places.push(list.doc());
                    list.advance();
                }
            }
        }
        places.sort_unstable();
        Ok(places)
    }

    /// Shows every hit, newest first, until there are no more or nobody wants them.
    pub(super) fn walk(
        mut self,
        show: &mut dyn FnMut(&Hits<'_>) -> Result<ControlFlow<()>, SearchError>,
    ) -> Result<ControlFlow<()>, SearchError> {
        let (mut start, end) = self.range;
        let mut levels = vec![Window::default(); self.levels];
        let mut read = Read::default();
        loop {
            if let Some(leader) = self.wanted.first() {
                start = start.max(leader.position().unwrap_or(end));
            }
            if start >= end {
                return Ok(ControlFlow::Continue(()));
            }
            self.fill(start, end - start, &mut levels);
            let mut window = levels.last().cloned().unwrap_or_default();
            self.sift(start, &mut read, &mut window);
            let hits = Hits { start, window: &window, levels: &levels };
            if window.span().is_some() && show(&hits)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
            start += Window::WIDTH;
        }
    }

    /// Marks what is in all wanted lists and in no unwanted ones. The last level is the widest.
    fn fill(&mut self, start: DocId, count: u32, levels: &mut [Window]) {
        for level in &mut *levels {
            *level = Window::default();
            level.mark_first(count);
        }
        let mut marked = vec![Window::default(); levels.len()];
        for list in &mut self.wanted {
            // Where the lists so far have nothing, the next one need not be read.
            let Some(span) = levels.last().and_then(Window::span) else { return };
            marked.fill(Window::default());
            list.mark(start, span, &mut marked);
            for level in 1..marked.len() {
                let (nearer, farther) = marked.split_at_mut(level);
                farther[0].add(&nearer[level - 1]);
            }
            for (level, marked) in levels.iter_mut().zip(&marked) {
                level.keep_only(marked);
            }
        }
        for lists in &mut self.unwanted {
            let Some(span) = levels.last().and_then(Window::span) else { return };
            let mut all: Option<Window> = None;
            for list in lists {
                let mut marked = [Window::default()];
                list.mark(start, span, &mut marked);
                match &mut all {
                    Some(all) => all.keep_only(&marked[0]),
                    None => all = Some(marked[0].clone()),
                }
            }
            if let (Some(all), Some(widest)) = (all, levels.last_mut()) {
                widest.take_out(&all);
            }
        }
    }

    /// Keeps what is there, passes the tests and is no secret.
    fn sift(&mut self, start: DocId, read: &mut Read, window: &mut Window) {
        for test in &self.tests {
            test.keep(read, start, window);
        }
        if self.segment.has_deletes() {
            window.retain(|place| !self.segment.is_deleted(start + place));
        }
        let gone = self.gone.partition_point(|place| *place < start);
        let gone = self.gone[gone..].iter().take_while(|place| **place - start < Window::WIDTH);
        gone.for_each(|place| window.unmark(place - start));
        if let (Some((list, over)), Some((_, last))) = (&mut self.secrets, window.span()) {
            let mut marked = [Window::default()];
            list.mark(start, (0, last), &mut marked);
            window.retain(|place| !marked[0].holds(place) || over.hold(start + place));
        }
    }
}
