//! Where the index lies and what it holds of a transaction.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use tantivy::directory::{MmapDirectory, RamDirectory};
use tantivy::index::SegmentId;
use tantivy::indexer::IndexWriterOptions;
use tantivy::schema::{BytesOptions, FAST, Field, NumericOptions, Schema};
use tantivy::{
    Index, IndexReader, IndexSettings, IndexSortByField, IndexWriter, Order, ReloadPolicy, Searcher,
    SegmentMeta, TantivyDocument, Term,
};

use super::SearchError;
use super::card::{self, Card, Wording};
use super::mark::Mark;
use super::pieces::FewPieces;
use crate::ledger::{Currency, HouseholdId, TransactionId, WalletId};

/// What the writer may gather in memory before it writes a piece of the index: the least the engine takes.
const WRITER_HEAP: usize = 15_000_000;

/// Where an index is kept.
#[derive(Debug, Clone)]
pub(super) enum Home {
    Folder(PathBuf),
    Memory,
}

/// An open index.
pub(super) struct Catalogue {
    index: Index,
    files: Option<MmapDirectory>,
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

/// The fields of an indexed transaction: lists of where something occurs, each only saying that it does. In texts of
/// ten words, how often and where says nothing. Nothing is stored: what a hit is like comes from columns of numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// What is written about it.
    pub(super) written: Wordings,
    /// What its message says besides.
    pub(super) told: Wordings,
    /// Who wrote the message.
    pub(super) writers: Field,
    /// What it is and has.
    pub(super) labels: Field,
    /// The wallets that it touches, one or two as one: [`wallets_in`].
    pub(super) wallets: Field,
    /// Whose secret it is or was.
    pub(super) secrets: Field,
    household: Field,
    /// For taking it out again.
    pub(super) id: Field,
    order: Field,
    id_high: Field,
    id_low: Field,
    amount: Field,
    flow: Field,
    currency: Field,
    recorded: Field,
    until: Field,
}

/// The words of some texts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wordings {
    /// Every word.
    pub(super) words: Field,
    /// What the words are forms of.
    pub(super) roots: Field,
    /// Each two words that stand side by side.
    pub(super) pairs: Field,
}

/// The order of a card. Each piece of the index is sorted by it, newest first.
pub(super) const ORDER: &str = "order";
/// The id's first and last eight bytes.
pub(super) const ID_HIGH: &str = "id-high";
pub(super) const ID_LOW: &str = "id-low";
pub(super) const AMOUNT: &str = "amount";
pub(super) const FLOW: &str = "flow";
pub(super) const CURRENCY: &str = "currency";
pub(super) const RECORDED: &str = "recorded";
/// The number of the day on which a secret ends; 0 where there is none.
pub(super) const UNTIL: &str = "until";

impl fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Catalogue").finish_non_exhaustive()
    }
}

impl Catalogue {
    /// The index at that place; a new one when there is none, or none that this layout can read.
    pub(super) fn open(home: &Home) -> Result<Self, SearchError> {
        let Home::Folder(folder) = home else { return Self::create(home) };
        match Self::open_folder(folder) {
            Ok(Some(catalogue)) => Ok(catalogue),
            Ok(None) => Self::create(home),
            Err(error) => {
                tracing::warn!(%error, "the search index cannot be read and will be built again");
                Self::create(home)
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
        let index = Index::open(directory.clone())?;
        if index.schema() != schema || *index.settings() != settings() {
            return Ok(None);
        }
        let catalogue = Self::of(index, fields, Some(directory))?;
        Ok(catalogue.mark()?.map(|_| catalogue))
    }

    /// An empty index at that place, instead of whatever is there.
    pub(super) fn create(home: &Home) -> Result<Self, SearchError> {
        let (schema, fields) = schema();
        let builder = Index::builder().schema(schema).settings(settings());
        let (index, files) = match home {
            Home::Memory => (builder.open_or_create(RamDirectory::create())?, None),
            Home::Folder(folder) => {
                let cannot = |source| SearchError::Folder { path: folder.clone(), source };
                match std::fs::remove_dir_all(folder) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(cannot(error)),
                    _ => std::fs::create_dir_all(folder).map_err(cannot)?,
                }
                let files = MmapDirectory::open(folder).map_err(tantivy::TantivyError::from)?;
                (builder.open_or_create(files.clone())?, Some(files))
            }
        };
        let catalogue = Self::of(index, fields, files)?;
        let mut writer = catalogue.writer()?;
        commit(&mut writer, &Mark::START)?;
        Ok(catalogue)
    }

    fn of(index: Index, fields: Fields, files: Option<MmapDirectory>) -> Result<Self, SearchError> {
        // By hand, after each commit: the engine's own way is a thread that looks twice a second.
        let reader: IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let current = RwLock::new(Current { searcher: reader.searcher(), seq: 0 });
        let catalogue = Self { index, files, reader, fields, current };
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
        if let Some(files) = &self.files {
            // The engine remembers each file that it ever read, and forgets those that are gone when it is asked about them.
            files.get_cache_info();
        }
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

    /// The pieces that hold something which was taken out.
    pub(super) fn pieces_with_remains(&self) -> Result<Vec<SegmentId>, SearchError> {
        let pieces = self.index.searchable_segment_metas()?;
        Ok(pieces.iter().filter(|piece| piece.has_deletes()).map(SegmentMeta::id).collect())
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
    let listed = BytesOptions::default().set_indexed();
    let number = NumericOptions::default() | FAST;
    let fields = Fields {
        written: Wordings {
            words: schema.add_bytes_field("words", listed.clone()),
            roots: schema.add_bytes_field("roots", listed.clone()),
            pairs: schema.add_bytes_field("pairs", listed.clone()),
        },
        told: Wordings {
            words: schema.add_bytes_field("told-words", listed.clone()),
            roots: schema.add_bytes_field("told-roots", listed.clone()),
            pairs: schema.add_bytes_field("told-pairs", listed.clone()),
        },
        writers: schema.add_bytes_field("writers", listed.clone()),
        labels: schema.add_bytes_field("labels", listed.clone()),
        wallets: schema.add_bytes_field("wallets", listed.clone()),
        secrets: schema.add_bytes_field("secrets", listed.clone()),
        household: schema.add_bytes_field("household", listed.clone()),
        id: schema.add_bytes_field("id", listed),
        order: schema.add_u64_field(ORDER, number.clone()),
        id_high: schema.add_u64_field(ID_HIGH, number.clone()),
        id_low: schema.add_u64_field(ID_LOW, number.clone()),
        amount: schema.add_u64_field(AMOUNT, number.clone()),
        flow: schema.add_u64_field(FLOW, number.clone()),
        currency: schema.add_u64_field(CURRENCY, number.clone()),
        recorded: schema.add_u64_field(RECORDED, number.clone()),
        until: schema.add_u64_field(UNTIL, number),
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
    pub(super) fn document(self, card: &Card) -> TantivyDocument {
        let (high, low) = card::halves(card.id);
        let (wallet, to) = card.wallets;
        let mut document = TantivyDocument::new();
        for (fields, wording) in [(self.written, &card.words), (self.told, &card.told)] {
            for (field, texts) in [
                (fields.words, &wording.words),
                (fields.roots, &wording.roots),
                (fields.pairs, &wording.pairs),
            ] {
                for text in texts {
                    document.add_bytes(field, text.as_bytes());
                }
            }
        }
        if card.told != Wording::default() {
            document.add_bytes(self.writers, &card.writer.to_bytes());
        }
        for label in &card.labels {
            document.add_bytes(self.labels, &label.to_bytes());
        }
        let wallets = std::iter::once(wallet).chain(to).flat_map(WalletId::to_bytes).collect::<Vec<_>>();
        document.add_bytes(self.wallets, &wallets);
        if let Some(secret) = card.secret {
            document.add_bytes(self.secrets, &secret.of.to_bytes());
        }
        document.add_bytes(self.household, &card.household.to_bytes());
        document.add_bytes(self.id, &card.id.to_bytes());
        document.add_u64(self.order, card.order);
        document.add_u64(self.id_high, high);
        document.add_u64(self.id_low, low);
        document.add_u64(self.amount, card.amount);
        document.add_u64(self.flow, flow_number(card.flow));
        document.add_u64(self.currency, currency_number(card.currency));
        document.add_u64(self.recorded, card.recorded);
        document.add_u64(self.until, card.secret.map_or(0, |secret| u64::from(secret.until.number())));
        document
    }

    pub(super) fn of_id(self, id: TransactionId) -> Term {
        Term::from_field_bytes(self.id, &id.to_bytes())
    }

    pub(super) fn of_household(self, id: HouseholdId) -> Term {
        Term::from_field_bytes(self.household, &id.to_bytes())
    }
}

/// The wallets that a transaction touches, from what the index wrote of them.
pub(super) fn wallets_in(written: &[u8]) -> impl Iterator<Item = WalletId> {
    written.as_chunks().0.iter().copied().map(WalletId::from_bytes)
}

/// What a transaction moved, as a number that sorts alike: the engine reads these faster than signed ones.
pub(super) const fn flow_number(flow: i64) -> u64 {
    flow.cast_unsigned() ^ SIGN
}

/// What a transaction of that number moved.
pub(super) const fn flow_of(number: u64) -> i64 {
    (number ^ SIGN).cast_signed()
}

const SIGN: u64 = 1 << 63;

/// A currency's code as a number.
pub(super) fn currency_number(currency: Currency) -> u64 {
    let [first, second, third] = currency.to_bytes();
    u64::from(u32::from_be_bytes([0, first, second, third]))
}

/// The currency of that number; none for one that no currency has.
pub(super) fn currency_of(number: u64) -> Option<Currency> {
    let bytes = u32::try_from(number).ok()?.to_be_bytes();
    std::str::from_utf8(&bytes[1..]).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_currency_is_its_number() {
        assert_eq!(currency_of(currency_number(Currency::IDR)), Some(Currency::IDR));
        assert_eq!((currency_of(0), currency_of(u64::MAX)), (None, None));
    }
}
