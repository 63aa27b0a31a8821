//! The list of transactions: by days, narrowed down, searched for, and what is put into it; and completions of a search.

use poem_openapi::param::Query;
use poem_openapi::{Enum, Object, OpenApi};

use super::Tags;
use super::body::Body;
use super::caller::Caller;
use super::cursor;
use super::entering::{Entered, NewTransaction};
use super::found::{SearchPage, Suggestion, Suggestions};
use super::problem::{Choosing, Paging, Problem, Refused, Setting};
use super::reply::{Made, Shown};
use super::scalar::Nullable;
use super::transactions::Transaction;
use super::view::TransactionType;
use crate::app::{self, Error, Filter, FoundPlace, Listed};
use crate::ledger::{self, CategorySlug, Day, MemberId, Tag, WalletId};

#[derive(Debug)]
pub(super) struct Lists;

/// How many transactions a page holds when nobody says.
const USUAL_PAGE: usize = 50;

/// How many completions are offered when nobody says.
const USUAL_SUGGESTIONS: usize = 8;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Transactions")]
impl Lists {
    /// Record a transaction
    ///
    /// What happened, said outright rather than in a message. It needs an `amount`, or `lines` of which each has its
    /// own; what is left out is the usual: the member's own wallet, today, a category of the rest.
    #[oai(path = "/transactions", method = "post", operation_id = "record_transaction")]
    async fn record(
        &self,
        caller: Caller,
        new: Body<NewTransaction>,
    ) -> Result<Made<Entered>, Refused<Setting>> {
        let said = app::Amendment::from(new.0);
        Ok(Made(caller.run(move |me| Entered::of(&me, &me.enter(said)?)).await?))
    }

    /// List transactions
    ///
    /// Newest day first unless another order is asked for, page by page; what was taken back is not among them. All
    /// that is asked must hold; of a list of values, one. A page's `next_cursor` leads to the next one, whatever is
    /// recorded meanwhile, as long as everything else is asked as before.
    #[oai(path = "/transactions", method = "get", operation_id = "list_transactions")]
    #[expect(clippy::too_many_arguments, reason = "each is a parameter of the address")]
    async fn list(
        &self,
        caller: Caller,
        /// Only from this day on.
        from: Query<Option<Day>>,
        /// Only up to and with this day.
        to: Query<Option<Day>>,
        /// Only what touches one of these wallets.
        #[oai(default, validator(max_items = 50))]
        wallet: Query<Vec<WalletId>>,
        /// Only what has a line of one of these categories, or of one that was merged into them.
        #[oai(default, validator(max_items = 50))]
        category: Query<Vec<CategorySlug>>,
        /// Only these types.
        #[oai(name = "type", default, validator(max_items = 4))]
        kind: Query<Vec<TransactionType>>,
        /// Only what one of these members recorded or paid.
        #[oai(default, validator(max_items = 50))]
        member: Query<Vec<MemberId>>,
        /// Only what was for one of these members.
        #[oai(default, validator(max_items = 50))]
        for_member: Query<Vec<MemberId>>,
        /// Only what carries one of these tags.
        #[oai(default, validator(max_items = 50))]
        tag: Query<Vec<Tag>>,
        /// Only what has all these words in the other person's name.
        #[oai(validator(max_length = 60))]
        person: Query<Option<String>>,
        /// Only amounts from here on, in the minor unit and without their sign.
        #[oai(validator(minimum(value = "0"), maximum(value = "9000000000000000")))]
        amount_min: Query<Option<u64>>,
        /// Only amounts up to here.
        #[oai(validator(minimum(value = "0"), maximum(value = "9000000000000000")))]
        amount_max: Query<Option<u64>>,
        /// Only what has a picture, or has none.
        has_attachment: Query<Option<bool>>,
        /// Only what has a note, or has none.
        has_note: Query<Option<bool>>,
        /// Only what this search finds.
        #[oai(validator(max_length = 400))]
        q: Query<Option<String>>,
        /// What comes first; `day` when left out.
        sort: Query<Option<Sort>>,
        /// Which end comes first; `desc` when left out.
        direction: Query<Option<Direction>>,
        /// The `next_cursor` of the page before.
        #[oai(validator(max_length = 64))]
        cursor: Query<Option<String>>,
        /// How many at most; 50 when left out.
        #[oai(validator(minimum(value = "1"), maximum(value = "200")))]
        limit: Query<Option<u16>>,
    ) -> Result<Shown<TransactionPage>, Refused<Paging>> {
        let filter = Filter {
            text: q.0,
            types: kind.0.into_iter().map(ledger::TransactionType::from).collect(),
            categories: category.0,
            wallets: wallet.0,
            by: member.0,
            for_whom: for_member.0,
            tags: tag.0,
            person: person.0,
            at_least: amount_min.0,
            at_most: amount_max.0,
            days: period(from.0, to.0),
            has_attachment: has_attachment.0,
            has_note: has_note.0,
        };
        let paging = Order::of(sort.0, direction.0).paging(cursor.0.as_deref(), limit.0)?;
        let page = caller.run(move |me| TransactionPage::of(&me.list(&filter, paging)?, paging)).await?;
        Ok(Shown(page))
    }

    /// Search transactions
    ///
    /// `q` holds words, of which each must be found in what a transaction was for, its people, tags, note, message or
    /// the names of its wallet and categories: as typed, longer, in another form (`membayar`, `dibayar`) or with a
    /// letter wrong. It may hold fields and ranges, in Indonesian or English: `kategori:makanan`, `@gopay`, `#tag`,
    /// `oleh:ibu`, `untuk:adik`, `orang:budi`, `tipe:keluar`, `ada:foto`, `tanpa:catatan`, `>50rb`, `<=200rb`,
    /// `20rb-50rb`, `bulan lalu`, `2026-10`, `sejak 1 nov`, `1 nov sampai 5 nov`, `"exactly so"`, `-not`. What is none
    /// of these is a word.
    #[oai(path = "/search", method = "get", operation_id = "search_transactions")]
    async fn search(
        &self,
        caller: Caller,
        /// What is looked for. Empty: everything.
        #[oai(validator(max_length = 400))]
        q: Query<Option<String>>,
        /// What comes first; `day` when left out.
        sort: Query<Option<Sort>>,
        /// Which end comes first; `desc` when left out. Not for `best`.
        direction: Query<Option<Direction>>,
        /// The `next_cursor` of the page before.
        #[oai(validator(max_length = 64))]
        cursor: Query<Option<String>>,
        /// How many at most; 50 when left out.
        #[oai(validator(minimum(value = "1"), maximum(value = "200")))]
        limit: Query<Option<u16>>,
    ) -> Result<Shown<SearchPage>, Refused<Paging>> {
        let paging = Order::of(sort.0, direction.0).paging(cursor.0.as_deref(), limit.0)?;
        let text = q.0.unwrap_or_default();
        let page = caller.run(move |me| SearchPage::of(&me.search(&text, paging)?, paging)).await?;
        Ok(Shown(page))
    }

    /// Complete a search
    ///
    /// Completions of the last word: names of wallets, categories and members, and what is written in transactions.
    #[oai(path = "/search/suggestions", method = "get", operation_id = "suggest_searches")]
    async fn suggest(
        &self,
        caller: Caller,
        /// The search as far as it is typed.
        #[oai(validator(max_length = 400))]
        q: Query<String>,
        /// How many at most; 8 when left out.
        #[oai(validator(minimum(value = "1"), maximum(value = "20")))]
        limit: Query<Option<u16>>,
    ) -> Result<Shown<Suggestions>, Refused<Choosing>> {
        let most = limit.0.map_or(USUAL_SUGGESTIONS, usize::from);
        let offered = caller.run(move |me| me.suggest(&q.0, most)).await?;
        Ok(Shown(Suggestions { items: offered.into_iter().map(Suggestion::from).collect() }))
    }
}

/// What comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum Sort {
    /// By day, and within a day by when it was recorded.
    Day,
    /// By amount, whatever its sign.
    Amount,
    /// By when it was recorded.
    Recorded,
    /// What has the words as they were typed, then what is akin, then what has a letter wrong; each newest first.
    Best,
}

/// Which end comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum Direction {
    /// The oldest, the smallest.
    Asc,
    /// The newest, the largest.
    Desc,
}

#[derive(Debug, Clone, Copy)]
struct Order {
    sort: app::Sort,
    ascending: bool,
}

impl Order {
    fn of(sort: Option<Sort>, direction: Option<Direction>) -> Self {
        let sort = match sort {
            None | Some(Sort::Day) => app::Sort::Day,
            Some(Sort::Amount) => app::Sort::Amount,
            Some(Sort::Recorded) => app::Sort::Recorded,
            Some(Sort::Best) => app::Sort::Best,
        };
        Self { sort, ascending: direction == Some(Direction::Asc) && sort != app::Sort::Best }
    }

    fn paging(self, cursor: Option<&str>, limit: Option<u16>) -> Result<app::Paging, Problem> {
        let Self { sort, ascending } = self;
        let after = cursor.map(|text| cursor::read(text, sort, ascending)).transpose()?;
        Ok(app::Paging { sort, ascending, after, most: limit.map_or(USUAL_PAGE, usize::from) })
    }
}

/// A page of the newest.
pub(super) fn newest(cursor: Option<&str>, limit: Option<u16>) -> Result<app::Paging, Problem> {
    Order::of(None, None).paging(cursor, limit)
}

/// The days from the one to the other; open where one is missing.
fn period(from: Option<Day>, to: Option<Day>) -> Option<ledger::Period> {
    let (first, last) = (from.unwrap_or(Day::FIRST), to.unwrap_or(Day::LAST));
    (from.is_some() || to.is_some()).then_some(ledger::Period { first, last })
}

pub(super) fn next_cursor(next: Option<FoundPlace>, paging: app::Paging) -> Nullable<String> {
    next.map(|place| cursor::write(place, paging.sort, paging.ascending)).into()
}

/// A page of transactions.
#[derive(Debug, Object)]
pub(super) struct TransactionPage {
    pub items: Vec<Transaction>,
    /// Leads to the next page; `null` on the last one.
    pub next_cursor: Nullable<String>,
    /// False while the box is still making its records findable: older ones may be missing from a narrowed list.
    pub complete: bool,
}

impl TransactionPage {
    fn of(listed: &Listed, paging: app::Paging) -> Result<Self, Error> {
        Ok(Self {
            items: Transaction::all(&listed.page.items)?,
            next_cursor: next_cursor(listed.page.next, paging),
            complete: listed.is_complete,
        })
    }
}
