//! A reading as JSON: what the parse command prints, the API answers and the web chat shows while typing.

use poem_openapi::types::ToJSON as _;
use poem_openapi::{Enum, Object};

use super::scalar::Nullable;
use super::view::{Period, TransactionType, share};
use crate::capture;
use crate::ledger::{CategorySlug, Currency, Day, Money};

/// What a message means. It never fails: what is unclear is in `doubts`.
#[derive(Debug, Clone, PartialEq, Object)]
pub struct Reading {
    /// The message as it came.
    pub text: String,
    pub kind: ReadingKind,
    /// How probable it is that the whole record is right, 0 to 1.
    #[oai(validator(minimum(value = "0"), maximum(value = "1")))]
    pub confidence: f64,
    /// The transactions to be, in the order of the message; empty unless `kind` is `transaction`.
    pub transactions: Vec<ReadItem>,
    /// Why it must be asked before recording, whatever the confidence. Empty: nothing is unclear.
    pub doubts: Vec<Doubt>,
    /// What was asked, when `kind` is `query`.
    pub question: Nullable<Question>,
}

/// Whether money moved, data was asked about, or neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum ReadingKind {
    Transaction,
    Query,
    Other,
}

/// One transaction to be.
#[derive(Debug, Clone, PartialEq, Object)]
pub struct ReadItem {
    #[oai(rename = "type")]
    pub kind: TransactionType,
    /// In the currency's minor unit; `null` when the message names none.
    pub amount: Nullable<i64>,
    /// ISO 4217; the rupiah has no decimals here.
    pub currency: String,
    pub category: CategorySlug,
    /// The name of a known wallet; `null` when the message names none. For a transfer, where the money leaves.
    pub wallet: Nullable<String>,
    /// For a transfer, where it arrives.
    pub to_wallet: Nullable<String>,
    /// What moving it cost, in the currency's minor unit.
    pub fee: Nullable<i64>,
    pub date: Day,
    /// Without amount, wallet and date: `Makan padang`.
    pub description: String,
    /// The other person of a debt or gift.
    pub person: Nullable<String>,
    /// How probable it is that this item is right, 0 to 1.
    #[oai(validator(minimum(value = "0"), maximum(value = "1")))]
    pub confidence: f64,
    /// What made type and category what they are; only where it is asked for.
    #[oai(skip_serializing_if_is_none)]
    pub decided: Option<Decided>,
}

/// What made an item's type and category what they are.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct Decided {
    pub by: DecidedBy,
    /// The words that decided, as written, in the order of the message.
    pub words: Vec<String>,
}

/// `rule`: words with a known meaning. `habit`: what the household taught. `model`: the trained net.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum DecidedBy {
    Rule,
    Habit,
    Model,
}

/// A reason to ask before recording.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct Doubt {
    pub kind: DoubtKind,
    /// Position in `transactions` of the item it is about, from 0; `null` when it is about all of them.
    pub item: Nullable<u32>,
    /// For `magnitude`: the other amount it may mean. For `total_differs`: the total that the message names.
    pub amount: Nullable<i64>,
}

/// `no_amount`: it names no amount. `magnitude`: a bare small number may mean itself or a thousand times as
/// much. `one_wallet`: a transfer names one wallet only. `odd_day`: the day lies ahead or far back.
/// `maybe_not_money`: it may not have happened. `total_differs`: the parts do not add up to the named total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum DoubtKind {
    NoAmount,
    Magnitude,
    OneWallet,
    OddDay,
    MaybeNotMoney,
    TotalDiffers,
}

/// A question about the family's data.
#[derive(Debug, Clone, PartialEq, Eq, Object)]
pub struct Question {
    pub topic: Topic,
    pub period: Nullable<Period>,
    pub category: Nullable<CategorySlug>,
    pub wallet: Nullable<String>,
}

/// What a question is about; `unknown` is one this house cannot answer yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum Topic {
    Spending,
    Income,
    Balance,
    Summary,
    Unknown,
}

impl Reading {
    /// As JSON, in one line.
    pub fn to_line(&self) -> String {
        self.to_json_string()
    }
}

impl Reading {
    /// A reading with what decided each item.
    pub fn explained(reading: &capture::Reading) -> Self {
        let mut shown = Self::from(reading);
        for (shown, item) in shown.transactions.iter_mut().zip(&reading.items) {
            shown.decided = Some(Decided::from(&item.decided));
        }
        shown
    }
}

impl From<&capture::Decided> for Decided {
    fn from(decided: &capture::Decided) -> Self {
        let by = match decided.by {
            capture::DecidedBy::Rule => DecidedBy::Rule,
            capture::DecidedBy::Habit => DecidedBy::Habit,
            capture::DecidedBy::Model => DecidedBy::Model,
        };
        Self { by, words: decided.words.clone() }
    }
}

impl From<&capture::Reading> for Reading {
    fn from(reading: &capture::Reading) -> Self {
        Self {
            text: reading.text.clone(),
            kind: match reading.kind {
                capture::Kind::Transaction => ReadingKind::Transaction,
                capture::Kind::Query => ReadingKind::Query,
                capture::Kind::Other => ReadingKind::Other,
            },
            confidence: share(reading.confidence),
            transactions: reading.items.iter().map(ReadItem::from).collect(),
            doubts: reading.doubts.iter().map(Doubt::from).collect(),
            question: reading.question.as_ref().map(Question::from).into(),
        }
    }
}

impl From<&capture::Item> for ReadItem {
    fn from(item: &capture::Item) -> Self {
        let currency = item.amount.or(item.fee).map_or(Currency::IDR, Money::currency);
        Self {
            kind: item.kind.into(),
            amount: item.amount.map(Money::minor).into(),
            currency: currency.to_string(),
            category: item.category,
            wallet: item.wallet.clone().into(),
            to_wallet: item.to_wallet.clone().into(),
            fee: item.fee.map(Money::minor).into(),
            date: item.day,
            description: item.description.clone(),
            person: item.person.clone().into(),
            confidence: share(item.confidence),
            decided: None,
        }
    }
}

impl From<&capture::Doubt> for Doubt {
    fn from(doubt: &capture::Doubt) -> Self {
        let (kind, item, amount) = match *doubt {
            capture::Doubt::NoAmount { item } => (DoubtKind::NoAmount, Some(item), None),
            capture::Doubt::Magnitude { item, other } => (DoubtKind::Magnitude, Some(item), Some(other)),
            capture::Doubt::OneWallet { item } => (DoubtKind::OneWallet, Some(item), None),
            capture::Doubt::OddDay { item } => (DoubtKind::OddDay, Some(item), None),
            capture::Doubt::MaybeNotMoney => (DoubtKind::MaybeNotMoney, None, None),
            capture::Doubt::TotalDiffers { total } => (DoubtKind::TotalDiffers, None, Some(total)),
        };
        Self {
            kind,
            item: item.and_then(|item| u32::try_from(item).ok()).into(),
            amount: amount.map(Money::minor).into(),
        }
    }
}

impl From<&capture::Question> for Question {
    fn from(question: &capture::Question) -> Self {
        Self {
            topic: question.topic.into(),
            period: question.period.map(Period::from).into(),
            category: question.category.into(),
            wallet: question.wallet.clone().into(),
        }
    }
}

impl From<capture::Topic> for Topic {
    fn from(topic: capture::Topic) -> Self {
        match topic {
            capture::Topic::Spending => Self::Spending,
            capture::Topic::Income => Self::Income,
            capture::Topic::Balance => Self::Balance,
            capture::Topic::Summary => Self::Summary,
            capture::Topic::Unknown => Self::Unknown,
        }
    }
}
