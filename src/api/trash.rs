//! The bin: what was taken back and may be had again.

use poem_openapi::param::Query;
use poem_openapi::{Object, OpenApi};

use super::Tags;
use super::body::Body;
use super::caller::Caller;
use super::cursor;
use super::entering::{AllChanged, These};
use super::problem::{Paging, Refused, Several};
use super::reply::Shown;
use super::scalar::{Instant, Nullable};
use super::transactions::Transaction;
use crate::app::{Acting, BinPlace, Binned, Error, Page};

#[derive(Debug)]
pub(super) struct Trash;

/// How many records a page holds when nobody says.
const USUAL_PAGE: usize = 50;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Transactions")]
impl Trash {
    /// List the bin
    ///
    /// What was taken back in the last 30 days, the latest first. After that what people wrote about it is erased for
    /// good.
    #[oai(path = "/trash", method = "get", operation_id = "list_trash")]
    async fn list(
        &self,
        caller: Caller,
        /// The `next_cursor` of the page before.
        #[oai(validator(max_length = 64))]
        cursor: Query<Option<String>>,
        /// How many at most; 50 when left out.
        #[oai(validator(minimum(value = "1"), maximum(value = "200")))]
        limit: Query<Option<u16>>,
    ) -> Result<Shown<TrashPage>, Refused<Paging>> {
        let after = cursor.0.as_deref().map(cursor::read_bin).transpose()?;
        let most = limit.0.map_or(USUAL_PAGE, usize::from);
        Ok(Shown(caller.run(move |me: Acting| TrashPage::of(&me.bin(after, most)?)).await?))
    }

    /// Restore transactions
    ///
    /// Takes up to 500 out of the bin as one act; they count again. One that is not in the bin stays as it is.
    #[oai(path = "/trash/restore", method = "post", operation_id = "restore_transactions")]
    async fn restore(
        &self,
        caller: Caller,
        these: Body<These>,
    ) -> Result<Shown<AllChanged>, Refused<Several>> {
        let ids = these.0.ids;
        Ok(Shown(caller.run(move |me: Acting| AllChanged::of(&me.restore(ids)?)).await?))
    }
}

/// A page of the bin, the latest first.
#[derive(Debug, Object)]
pub(super) struct TrashPage {
    pub items: Vec<TrashItem>,
    /// Leads to the next page; `null` on the last one.
    pub next_cursor: Nullable<String>,
}

/// A transaction in the bin.
#[derive(Debug, Object)]
pub(super) struct TrashItem {
    pub transaction: Transaction,
    pub voided: Instant,
    /// From then on it is erased for good.
    pub erased_from: Instant,
}

impl TrashPage {
    fn of(page: &Page<Binned, BinPlace>) -> Result<Self, Error> {
        let items = page.items.iter().map(|binned| {
            Ok(TrashItem {
                transaction: Transaction::of(&binned.seen)?,
                voided: binned.voided.into(),
                erased_from: binned.erased_from.into(),
            })
        });
        Ok(Self {
            items: items.collect::<Result<_, Error>>()?,
            next_cursor: page.next.map(cursor::write_bin).into(),
        })
    }
}
