//! What came of a call, with everything a door needs to say it: names beside ids, balances after.

use std::sync::Arc;

use crate::capture::Reading;
pub use crate::ledger::Sums;
use crate::ledger::{
    Act, Categories, Category, CategorySlug, Currency, Day, Draft, DraftId, Language, Lesson, Member,
    MemberId, Money, Period, Rate, Tag, Timestamp, Total, Transaction, TransactionType, Wallet, WalletId,
};

/// What a verb that may change something did.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// Written into the ledger.
    Recorded(Recorded),
    /// Understood with a doubt: waits for a yes.
    Drafted(DraftSeen),
    /// A person's later word about something recorded.
    Amended {
        change: u64,
        transactions: Vec<Seen>,
        /// What the box learnt from it.
        learned: Vec<LessonSeen>,
    },
    Voided {
        change: u64,
        transactions: Vec<Seen>,
    },
    /// Taken out of the bin.
    Restored {
        change: u64,
        transactions: Vec<Seen>,
    },
    /// An act was taken back, or a taken-back act restored: the transactions as they are now.
    Undone {
        change: u64,
        act: Act,
        transactions: Vec<Seen>,
    },
    /// The draft was let go; nothing was recorded.
    Dropped {
        draft: DraftId,
    },
    WalletAdded {
        change: u64,
        wallet: WalletSeen,
    },
    /// A wallet is called, looks or is offered otherwise. No change when it was so already.
    WalletChanged {
        change: Option<u64>,
        wallet: WalletSeen,
    },
    /// The same of a category, which may be new.
    CategoryChanged {
        change: Option<u64>,
        category: Box<CategorySeen>,
    },
    /// Wallets or categories stand in another order. No change when they stood so already.
    Ordered {
        change: Option<u64>,
    },
    /// A tag was called otherwise on some records, or on all that have it.
    TagRenamed {
        change: u64,
        renamed: usize,
        is_all: bool,
    },
    /// A rate was set, or taken back. No change when it was so already.
    RateSet {
        change: Option<u64>,
        rate: Rate,
    },
    /// "Setel saldo". No change when the balance was that already.
    BalanceSet {
        change: Option<u64>,
        wallet: WalletSeen,
        difference: Money,
    },
    /// A lesson was taken back, for now or for good.
    LessonChanged {
        change: u64,
        lesson: Box<LessonSeen>,
    },
    Answered(Answer),
    /// Not about money: nothing recorded.
    Ignored,
    LanguageSet,
    /// A Telegram account now speaks for this member.
    Linked {
        member: Box<Member>,
        /// What it is called.
        account: Option<String>,
        /// Who else is to hear of it.
        news: Vec<LinkNews>,
    },
    /// It speaks for somebody else already, and would be moved to this member of that household. Nothing happened.
    LinkAsked {
        member: Box<Member>,
        household: String,
    },
    /// It speaks for nobody any more.
    Unlinked,
    /// Only the errand's own messages were queued.
    Told,
    /// This very call was handled before; nothing changed now.
    Repeated,
}

/// A Telegram account that is to hear of a link that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkNews {
    pub chat: i64,
    pub language: Language,
    /// Another account was taken from whom this one speaks for; else, one was added.
    pub is_parted: bool,
}

/// A capture that went into the ledger.
#[derive(Debug, Clone)]
pub struct Recorded {
    pub change: u64,
    pub transactions: Vec<Seen>,
    /// Wallets named in the message that the household did not have yet.
    pub new_wallets: Vec<Wallet>,
    /// The draft it was before somebody said yes.
    pub draft: Option<DraftId>,
    /// What the box learnt from the correction that completed it.
    pub learned: Vec<LessonSeen>,
}

/// A lesson with the names in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonSeen {
    pub lesson: Lesson,
    /// Who taught it.
    pub member: String,
    /// The wallet it is about.
    pub wallet: Option<String>,
    /// The household's, for the name of the one it teaches.
    pub categories: Arc<Categories>,
    /// A later lesson about the same words counts in its place.
    pub replaced: bool,
    /// The transaction it came from; none while that is still a draft, or when the draft was let go.
    pub source: Option<Seen>,
}

impl Outcome {
    /// What the box learnt from the correction.
    pub fn learned(&self) -> &[LessonSeen] {
        match self {
            Self::Amended { learned, .. } => learned,
            Self::Drafted(seen) => &seen.learned,
            Self::Recorded(recorded) => &recorded.learned,
            _ => &[],
        }
    }
}

/// A transaction with the names a person knows its parts by, as far as they may see it. A wallet that they may not
/// see is [`WalletId::VEILED`], in the transaction too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub transaction: Transaction,
    pub wallet: WalletSeen,
    pub to_wallet: Option<WalletSeen>,
    /// Who recorded it.
    pub member: String,
    /// Who paid, where that is somebody else.
    pub paid_by: Option<String>,
    /// For whom it was, in the record's own order.
    pub for_whom: Vec<String>,
    /// The household's, for the names of its own and for what each counts as.
    pub categories: Arc<Categories>,
}

impl Seen {
    /// Its wallets that the reader sees: of a transfer, maybe only one.
    pub fn wallets(&self) -> impl Iterator<Item = &WalletSeen> {
        let both = std::iter::once(&self.wallet).chain(self.to_wallet.as_ref());
        both.filter(|seen| seen.wallet.id != WalletId::VEILED)
    }
}

/// A wallet with what it holds now, as far as the reader may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalletSeen {
    pub wallet: Wallet,
    pub balance: Money,
    /// Whether all who read this may know what it holds.
    pub is_told: bool,
}

/// A draft with the names of its wallets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftSeen {
    pub draft: Draft,
    /// For each item, the wallet it would be recorded in: the named one, or the member's own.
    pub wallets: Vec<DraftWallets>,
    /// The household's, for the names of its own.
    pub categories: Arc<Categories>,
    /// What the box learnt from the correction just made of it.
    pub learned: Vec<LessonSeen>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftWallets {
    /// Empty only for a transfer that did not say.
    pub wallet: Option<String>,
    /// The member's usual one, where the message named none and that one is meant.
    pub usual: Option<WalletId>,
    /// The message named it; otherwise it is the member's usual one.
    pub wallet_was_named: bool,
    pub to_wallet: Option<String>,
}

/// What `say` found, with the reading behind it for doors that show it.
#[derive(Debug, Clone)]
pub struct Heard {
    pub reading: Reading,
    pub outcome: Outcome,
}

/// The reply to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    Balances {
        wallets: Vec<WalletSeen>,
        total: Total,
    },
    Summary(Box<Summary>),
    /// How much went to (or came from) one category or wallet in a period.
    Total {
        kind: TransactionType,
        period: Period,
        category: Option<CategorySlug>,
        /// The household's, for the name of that one.
        categories: Arc<Categories>,
        wallet: Option<String>,
        amount: Money,
        count: u64,
    },
    /// A question this house cannot answer.
    Unknown,
}

/// A period's money, of the household's currency. A transfer between own wallets is neither income nor
/// expense; its fee is an expense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    pub period: Period,
    pub currency: Currency,
    pub income: Money,
    pub expense: Money,
    /// Income less expense.
    pub net: Money,
    /// How many expenses and incomes it counts; a transfer with a fee is neither.
    pub count: u64,
    /// Largest first.
    pub categories: Vec<CategoryTotal>,
    /// The household's, for their names.
    pub known: Arc<Categories>,
    /// Expense in thousandths of income; none without income.
    pub expense_ratio: Option<i64>,
    /// What was kept in thousandths of income; negative when more went out than came in.
    pub saving_ratio: Option<i64>,
    /// The period before, for comparing.
    pub previous: Option<Sums>,
    /// The same sums in every other currency that moved.
    pub others: Vec<OtherSums>,
    /// What those wallets came to of which the reader sees a month's sums only. They are in the figures above, and
    /// in no category.
    pub monthly: Vec<MonthlySum>,
}

/// What one wallet came to in months that are over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthlySum {
    pub wallet: Wallet,
    pub sums: Sums,
}

/// The sums of another currency than the household's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OtherSums {
    pub sums: Sums,
    /// What they come to in the household's currency, and the day of the rate: the one that held when the period ended,
    /// or holds now. None where no rate is known.
    pub worth: Option<(Sums, Day)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CategoryTotal {
    pub slug: CategorySlug,
    pub kind: TransactionType,
    pub amount: Money,
    pub count: u64,
}

/// How a tag is used, as far as a member sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagSeen {
    pub tag: Tag,
    /// How many records that count carry it.
    pub count: u64,
    /// The newest day of them.
    pub last: Day,
}

/// A category as this household sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategorySeen {
    pub category: Category,
    /// What it is called in Indonesian: the household's own name where it has one.
    pub name_id: String,
    pub name_en: String,
}

/// One page of a list, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T, P = Place> {
    pub items: Vec<T>,
    /// Where the next page begins; none at the end.
    pub next: Option<P>,
}

/// A place in the list of transactions: after this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub day: Day,
    pub id: crate::ledger::TransactionId,
}

/// A stretch of the journal as one member hears of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// Oldest first.
    pub happened: Vec<Happened>,
    /// The last position that was looked at, whosever change it was.
    pub reached: u64,
    /// Whether there may be more behind it.
    pub more: bool,
}

/// A change as one member hears of it: only what they see is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    pub seq: u64,
    pub act: Act,
    pub at: Timestamp,
    pub member: Option<MemberId>,
    pub transactions: Vec<crate::ledger::TransactionId>,
    pub wallets: Vec<WalletId>,
}
