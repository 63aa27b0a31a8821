//! Where the index lies, what it holds of a transaction, and how far it has followed the journal.

use std::cmp::Reverse;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use tantivy::directory::{MmapDirectory, RamDirectory};
use tantivy::indexer::IndexWriterOptions;
use tantivy::merge_policy::{MergeCandidate, MergePolicy};
use tantivy::schema::{
    BytesOptions, FAST, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{
    Index, IndexReader, IndexSettings, IndexSortByField, IndexWriter, Order, ReloadPolicy, Searcher,
    SegmentMeta, TantivyDocument, Term,
};

use super::SearchError;
use super::words;
use crate::ledger::{Change, Fact, HouseholdId, Line, Movement, Transaction, TransactionId};

/// Counts up when the same transaction would be indexed otherwise than before: an index of another layout is
/// thrown away.
const LAYOUT: u32 = 1;

/// What the writer may gather in memory before it writes a piece of the index: the least the engine takes.
const WRITER_HEAP: usize = 15_000_000;

/// Where an index is kept.
#[derive(Debug, Clone)]
pub(super) enum Place {
    Folder(PathBuf),
    Memory,
}

/// An open index.
pub(super) struct Catalogue {
    index: Index,
    reader: IndexReader,
    pub(super) fields: Fields,
    current: RwLock<Current>,
}

/// What searches look through, and how far it followed the journal.
#[derive(Clone)]
pub(super) struct Current {
    pub(super) searcher: Searcher,
    pub(super) seq: u64,
}

/// The fields of an indexed transaction. Nothing is stored: a hit's day and id come from columns of numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// Every word of it.
    pub(super) words: Field,
    pub(super) household: Field,
    /// For taking it out again.
    id: Field,
    /// [`order_of`] its day and id. Each piece of the index is sorted by it, newest first.
    order: Field,
    /// The id's first and last eight bytes.
    id_high: Field,
    id_low: Field,
}

pub(super) const ORDER: &str = "order";
pub(super) const ID_HIGH: &str = "id-high";
pub(super) const ID_LOW: &str = "id-low";

impl fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Catalogue").finish_non_exhaustive()
    }
}

impl Catalogue {
    /// The index at that place; a new one when there is none, or none that this layout can read.
    pub(super) fn open(place: &Place) -> Result<Self, SearchError> {
        let Place::Folder(folder) = place else { return Self::create(place) };
        let found = Self::open_folder(folder);
        match found {
            Ok(Some(catalogue)) => Ok(catalogue),
            Ok(None) => Self::create(place),
            Err(error) => {
                tracing::warn!(%error, "the search index cannot be read and will be built again");
                Self::create(place)
            }
        }
    }

    fn open_folder(folder: &Path) -> Result<Option<Self>, SearchError> {
        if !folder.is_dir() {
            return Ok(None);
        }
        let directory = MmapDirectory::open(folder).map_err(tantivy::TantivyError::from)?;
        if !Index::exists(&directory).map_err(tantivy::TantivyError::from)? {
            return Ok(None);
        }
        let (schema, fields) = schema();
        let index = Index::open(directory)?;
        if index.schema() != schema || *index.settings() != settings() {
            return Ok(None);
        }
        let catalogue = Self::of(index, fields)?;
        Ok(catalogue.mark()?.map(|_| catalogue))
    }

    /// An empty index at that place, instead of whatever is there.
    pub(super) fn create(place: &Place) -> Result<Self, SearchError> {
        let (schema, fields) = schema();
        let builder = Index::builder().schema(schema).settings(settings());
        let index = match place {
            Place::Memory => builder.open_or_create(RamDirectory::create())?,
            Place::Folder(folder) => {
                let cannot = |source| SearchError::Folder { path: folder.clone(), source };
                match std::fs::remove_dir_all(folder) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(cannot(error)),
                    _ => std::fs::create_dir_all(folder).map_err(cannot)?,
                }
                builder.create_in_dir(folder)?
            }
        };
        let catalogue = Self::of(index, fields)?;
        let mut writer = catalogue.writer()?;
        commit(&mut writer, &Mark::START)?;
        Ok(catalogue)
    }

    fn of(index: Index, fields: Fields) -> Result<Self, SearchError> {
        index.tokenizers().register(words::ANALYZER, words::analyzer());
        // By hand, after each commit: the engine's own way is a thread that looks twice a second.
        let reader: IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let current = RwLock::new(Current { searcher: reader.searcher(), seq: 0 });
        let catalogue = Self { index, reader, fields, current };
        catalogue.refresh()?;
        Ok(catalogue)
    }

    pub(super) fn current(&self) -> Current {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Shows searches the last commit. Only for whoever may commit: no other one may come in between.
    pub(super) fn refresh(&self) -> Result<(), SearchError> {
        self.reader.reload()?;
        let seq = self.mark()?.map_or(0, |mark| mark.seq);
        let current = Current { searcher: self.reader.searcher(), seq };
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = current;
        Ok(())
    }

    /// How far the journal was followed; `None` when it was not by this layout.
    pub(super) fn mark(&self) -> Result<Option<Mark>, SearchError> {
        Ok(self.index.load_metas()?.payload.as_deref().and_then(Mark::read))
    }

    /// The one writer: a thread that indexes and one that merges, for as long as it lives.
    pub(super) fn writer(&self) -> Result<IndexWriter, SearchError> {
        let options = IndexWriterOptions::builder()
            .memory_budget_per_thread(WRITER_HEAP)
            .num_worker_threads(1)
            .num_merge_threads(1)
            .build();
        let writer: IndexWriter = self.index.writer_with_options(options)?;
        writer.set_merge_policy(Box::new(FewPieces));
        Ok(writer)
    }
}

/// Keeps the index in few pieces, because a search looks into each: a piece is merged with all smaller ones when
/// together they are a fair part of it. So a large one is rewritten rarely: an SD card wears by writing.
#[derive(Debug)]
struct FewPieces;

impl FewPieces {
    /// As many as nobody minds: a commit of one record need not merge at once.
    const ENOUGH: usize = 4;
    /// The smaller pieces are a fair part when they have at least one of so many.
    const PART: u32 = 4;
}

impl MergePolicy for FewPieces {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let mut pieces: Vec<&SegmentMeta> = segments.iter().collect();
        pieces.sort_by_key(|piece| (Reverse(piece.num_docs()), piece.id()));
        // One that is mostly taken-out records is rewritten without them.
        let spent = pieces.iter().find(|piece| piece.num_deleted_docs() > piece.num_docs());
        if let Some(spent) = spent {
            return vec![MergeCandidate(vec![spent.id()])];
        }
        if pieces.len() <= Self::ENOUGH {
            return Vec::new();
        }
        let is_fair = |(place, piece): &(usize, &&SegmentMeta)| {
            let smaller: u32 = pieces[place + 1..].iter().map(|piece| piece.num_docs()).sum();
            smaller >= piece.num_docs() / Self::PART
        };
        let first = pieces.iter().enumerate().find(is_fair).map(|(place, _)| place);
        let merged = first.map(|first| pieces[first..].iter().map(|piece| piece.id()).collect::<Vec<_>>());
        merged.filter(|ids| ids.len() > 1).map(MergeCandidate).into_iter().collect()
    }
}

/// Makes what the writer holds findable after a restart too, together with how far it got.
pub(super) fn commit(writer: &mut IndexWriter, mark: &Mark) -> Result<(), SearchError> {
    let mut prepared = writer.prepare_commit()?;
    prepared.set_payload(&mark.to_string());
    prepared.commit()?;
    Ok(())
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    // Only whether a word occurs: in texts of ten words, how often and where says nothing.
    let words = TextFieldIndexing::default()
        .set_tokenizer(words::ANALYZER)
        .set_index_option(IndexRecordOption::Basic)
        .set_fieldnorms(false);
    let bytes = BytesOptions::default().set_indexed();
    let number = NumericOptions::default() | FAST;
    let fields = Fields {
        words: schema.add_text_field("words", TextOptions::default().set_indexing_options(words)),
        household: schema.add_bytes_field("household", bytes.clone()),
        id: schema.add_bytes_field("id", bytes),
        order: schema.add_u64_field(ORDER, number.clone()),
        id_high: schema.add_u64_field(ID_HIGH, number.clone()),
        id_low: schema.add_u64_field(ID_LOW, number),
    };
    (schema.build(), fields)
}

fn settings() -> IndexSettings {
    IndexSettings {
        sort_by_field: Some(IndexSortByField { field: ORDER.to_owned(), order: Order::Desc }),
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}

impl Fields {
    /// What is indexed of a transaction that counts.
    pub(super) fn document(self, transaction: &Transaction, wallets: &[&str]) -> TantivyDocument {
        let (high, low) = halves(transaction.id);
        let mut document = TantivyDocument::new();
        document.add_text(self.words, text_of(transaction, wallets));
        document.add_bytes(self.household, &transaction.household.to_bytes());
        document.add_bytes(self.id, &transaction.id.to_bytes());
        document.add_u64(self.order, order_of(transaction));
        document.add_u64(self.id_high, high);
        document.add_u64(self.id_low, low);
        document
    }

    pub(super) fn of_id(self, id: TransactionId) -> Term {
        Term::from_field_bytes(self.id, &id.to_bytes())
    }

    pub(super) fn of_household(self, id: HouseholdId) -> Term {
        Term::from_field_bytes(self.household, &id.to_bytes())
    }
}

/// Everything a family may remember of a transaction: what it was for, from which wallet, what they wrote.
pub(super) fn text_of(transaction: &Transaction, wallets: &[&str]) -> String {
    let amount = |amount: crate::ledger::Money| amount.minor().unsigned_abs().to_string();
    let mut parts: Vec<String> = wallets.iter().map(|name| (*name).to_owned()).collect();
    match &transaction.movement {
        Movement::Expense { lines, .. } | Movement::Income { lines, .. } => {
            for Line { amount: of_line, category, description } in lines {
                parts.extend([description.clone(), amount(*of_line), category.to_string()]);
                let names = category.system().map(|category| [category.name_id, category.name_en]);
                parts.extend(names.into_iter().flatten().map(str::to_owned));
            }
            parts.extend(transaction.amount().ok().map(amount));
        }
        Movement::Transfer { amount: moved, description, .. } => {
            parts.extend(["transfer".to_owned(), description.clone(), amount(*moved)]);
        }
        Movement::Adjustment { difference, description, .. } => {
            parts.extend(["penyesuaian".to_owned(), description.clone(), amount(*difference)]);
        }
    }
    parts.extend(transaction.person.clone());
    parts.extend(transaction.note.clone());
    parts.extend(transaction.source.text.clone());
    words::plain(&parts.join("\n"))
}

/// How many of [`order_of`]'s bits tell when in a day something was made.
const MOMENT_BITS: u32 = 42;

/// A number that sorts by day, then by the moment the id was made, in steps of 64 milliseconds: what does not fit
/// beside the day into 64 bits. What lies closer together is put right when hits are gathered.
fn order_of(transaction: &Transaction) -> u64 {
    let (high, _) = halves(transaction.id);
    u64::from(transaction.day.number()) << MOMENT_BITS | high >> (u64::BITS - MOMENT_BITS)
}

/// The day's number in [`order_of`].
pub(super) const fn day_of(order: u64) -> u64 {
    order >> MOMENT_BITS
}

fn halves(id: TransactionId) -> (u64, u64) {
    let id = u128::from_be_bytes(id.to_bytes());
    let half = |part: u128| u64::try_from(part & u128::from(u64::MAX)).unwrap_or(0);
    (half(id >> u64::BITS), half(id))
}

/// The id of these halves.
pub(super) fn id_of(high: u64, low: u64) -> TransactionId {
    TransactionId::from_bytes((u128::from(high) << u64::BITS | u128::from(low)).to_be_bytes())
}

/// How far the journal was followed, and what was found there: a store put back from a backup may reach as far
/// and tell another story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// 0: nothing was followed yet.
    pub(super) seq: u64,
    /// Tells the change at `seq` from others that might have been there.
    print: String,
}

impl Mark {
    pub(super) const START: Self = Self { seq: 0, print: String::new() };

    pub(super) fn at(change: &Change) -> Self {
        let first = change.facts.first().map(|fact| match fact {
            Fact::Household { after, .. } => after.id.to_string(),
            Fact::Member { after, .. } => after.id.to_string(),
            Fact::Wallet { after, .. } => after.id.to_string(),
            Fact::Transaction { after, .. } => after.id.to_string(),
            Fact::Lesson { after, .. } => after.id.to_string(),
            Fact::Category { after, .. } => after.slug.to_string(),
            Fact::Rate { after, .. } => format!("{} {}", after.currency, after.day),
        });
        let at = change.at.as_millisecond();
        Self { seq: change.seq, print: format!("{at}-{}", first.unwrap_or_default()) }
    }

    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let (layout, seq, print) = (parts.next()?, parts.next()?, parts.next()?);
        if layout.parse() != Ok(LAYOUT) {
            return None;
        }
        Some(Self { seq: seq.parse().ok()?, print: print.to_owned() })
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{LAYOUT} {} {}", self.seq, self.print)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_read_back_and_one_of_another_layout_is_not() {
        let mark = Mark { seq: 7, print: "12-AB".to_owned() };
        assert_eq!(Mark::read(&mark.to_string()), Some(mark));
        assert_eq!(Mark::read(&Mark::START.to_string()), Some(Mark::START));
        assert_eq!(Mark::read("0 7 12-AB"), None);
        assert_eq!(Mark::read(""), None);
    }

    #[test]
    fn halves_make_the_id_again() {
        let id = TransactionId::compose(1_764_000_000_123, [1, 2, 3, 4, 5, 6, 7, 8, 9, 255]);
        let (high, low) = halves(id);
        assert_eq!(id_of(high, low), id);
    }
}
