//! Messages: say what happened, and it is recorded, asked about, or answered.

use poem_openapi::param::Query;
use poem_openapi::{Enum, Object, OpenApi};

use super::Tags;
use super::body::Body;
use super::caller::Caller;
use super::drafts::Draft;
use super::lessons::Lesson;
use super::problem::{Asking, Refused, Saying};
use super::rates::Total;
use super::reading::Reading;
use super::reply::Shown;
use super::scalar::{Instant, Nullable};
use super::summaries::Summary;
use super::transactions::Transaction;
use super::view::{Period, TransactionType, WalletRef};
use super::wallets::Wallet;
use crate::app::{self, About, Acting, Heard, Outcome};
use crate::error::Error;
use crate::ledger::{CategorySlug, TransactionId};
use crate::say;
use crate::words;

#[derive(Debug)]
pub(super) struct Captures;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Chat")]
impl Captures {
    /// Say something
    ///
    /// Does with a message what the Telegram bot does: records it, asks about it as a draft, answers it, or
    /// leaves it alone. With `about`, the message is a later word about that transaction ("jadi 18rb",
    /// "hapus").
    #[oai(path = "/captures", method = "post", operation_id = "say")]
    async fn say(
        &self,
        caller: Caller,
        message: Body<Message>,
    ) -> Result<Shown<CaptureOutcome>, Refused<Saying>> {
        let Message { text, about, written } = message.0;
        let about = about.map_or(About::Nothing, |id| About::Transactions(vec![id]));
        let written = written.map(|Instant(at)| at);
        let heard = move |me: Acting| {
            let me = me.written(written);
            CaptureOutcome::heard(&me, &me.say_about(&text, &about)?)
        };
        Ok(Shown(caller.run(heard).await?))
    }

    /// Read a message
    ///
    /// What a message would mean. Nothing is recorded.
    #[oai(path = "/readings", method = "post", operation_id = "read")]
    async fn read(
        &self,
        caller: Caller,
        /// Say for each item which words decided, and whether a rule, a habit or the model spoke.
        #[oai(default)]
        explain: Query<bool>,
        words: Body<Words>,
    ) -> Result<Shown<Reading>, Refused<Asking>> {
        let text = words.0.text;
        let reading =
            caller.run(move |me| if explain.0 { me.explain(&text) } else { me.preview(&text) }).await?;
        Ok(Shown(if explain.0 { Reading::explained(&reading) } else { Reading::from(&reading) }))
    }
}

/// A message.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct Message {
    /// As the person wrote it: `beli bakso 15rb pake gopay`.
    #[oai(validator(min_length = 1, max_length = 4096))]
    text: String,
    /// The transaction that the message is a later word about.
    #[oai(nullable)]
    about: Option<TransactionId>,
    /// When it was written, if it had to wait for a connection: its "hari ini" is that day. Now when left out.
    #[oai(nullable)]
    written: Option<Instant>,
}

/// Words to be read.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct Words {
    /// As the person wrote them.
    #[oai(validator(min_length = 1, max_length = 4096))]
    text: String,
}

/// What came of a message.
#[derive(Debug, Object)]
pub(super) struct CaptureOutcome {
    pub outcome: OutcomeKind,
    /// What was understood; `null` when the message was not read, as for a confirmed draft.
    pub reading: Nullable<Reading>,
    /// The transactions it made or changed, as they are now.
    pub transactions: Vec<Transaction>,
    /// Wallets that the message named and the family did not have yet.
    pub new_wallets: Vec<WalletRef>,
    /// What waits for a yes, when `outcome` is `drafted`.
    pub draft: Nullable<Draft>,
    /// The reply, when `outcome` is `answered`.
    pub answer: Nullable<Answer>,
    /// The change's position in the journal, for undoing it.
    pub change: Nullable<u64>,
    /// What the box learnt, when the message was a correction.
    pub learned: Vec<Lesson>,
    /// The same in one sentence of the member's language, as the bot says it.
    pub message: String,
}

/// What came of a message. `repeated`: this very call was handled before, and nothing changed now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum OutcomeKind {
    Recorded,
    Drafted,
    Answered,
    Amended,
    Voided,
    Restored,
    Undone,
    Dropped,
    WalletAdded,
    BalanceSet,
    WalletChanged,
    CategoryChanged,
    Ordered,
    TagRenamed,
    RateSet,
    LessonChanged,
    Ignored,
    Repeated,
}

/// The reply to a question.
#[derive(Debug, Object)]
pub(super) struct Answer {
    pub kind: AnswerKind,
    /// For `balances`: the wallets asked about.
    pub wallets: Vec<Wallet>,
    /// For `balances`: what they hold together.
    pub together: Nullable<Total>,
    /// For `summary`.
    pub summary: Nullable<Summary>,
    /// For `total`.
    pub total: Nullable<TotalOf>,
}

/// Which part of an answer is filled; `unknown` is a question that this house cannot answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum AnswerKind {
    Balances,
    Summary,
    Total,
    Unknown,
}

/// How much one category or wallet saw in a period.
#[derive(Debug, Object)]
pub(super) struct TotalOf {
    #[oai(rename = "type")]
    pub kind: TransactionType,
    pub period: Period,
    pub category: Nullable<CategorySlug>,
    pub wallet: Nullable<String>,
    /// In the currency's minor unit.
    pub amount: i64,
    pub currency: String,
    pub count: u64,
}

impl CaptureOutcome {
    fn heard(me: &Acting, heard: &Heard) -> Result<Self, Error> {
        Ok(Self { reading: Some(Reading::from(&heard.reading)).into(), ..Self::of(me, &heard.outcome)? })
    }

    /// An outcome, for the member who caused it.
    pub(super) fn of(me: &Acting, outcome: &Outcome) -> Result<Self, Error> {
        let words = words::of(me.member().language);
        let shown = Self {
            outcome: outcome.into(),
            reading: None.into(),
            transactions: Vec::new(),
            new_wallets: Vec::new(),
            draft: None.into(),
            answer: None.into(),
            change: None.into(),
            learned: Lesson::all(outcome.learned())?,
            message: say::outcome(words, outcome, me.today()).to_string(),
        };
        let about = |change: u64, seen: &[app::Seen]| -> Result<_, Error> {
            Ok((Some(change).into(), Transaction::all(seen)?))
        };
        Ok(match outcome {
            Outcome::Recorded(recorded) => {
                let (change, transactions) = about(recorded.change, &recorded.transactions)?;
                let new_wallets = recorded.new_wallets.iter().map(WalletRef::from).collect();
                Self { transactions, new_wallets, change, ..shown }
            }
            Outcome::Amended { change, transactions, .. }
            | Outcome::Voided { change, transactions }
            | Outcome::Restored { change, transactions }
            | Outcome::Undone { change, transactions, .. } => {
                let (change, transactions) = about(*change, transactions)?;
                Self { transactions, change, ..shown }
            }
            Outcome::Drafted(seen) => Self { draft: Some(Draft::seen(seen)?).into(), ..shown },
            Outcome::Answered(answer) => Self { answer: Some(Answer::from(answer)).into(), ..shown },
            Outcome::WalletAdded { change, .. }
            | Outcome::TagRenamed { change, .. }
            | Outcome::LessonChanged { change, .. } => Self { change: Some(*change).into(), ..shown },
            Outcome::BalanceSet { change, .. }
            | Outcome::WalletChanged { change, .. }
            | Outcome::CategoryChanged { change, .. }
            | Outcome::Ordered { change }
            | Outcome::RateSet { change, .. } => Self { change: (*change).into(), ..shown },
            Outcome::Dropped { .. }
            | Outcome::Ignored
            | Outcome::LanguageSet
            | Outcome::Linked { .. }
            | Outcome::LinkAsked { .. }
            | Outcome::Unlinked
            | Outcome::Told
            | Outcome::Repeated => shown,
        })
    }
}

impl From<&Outcome> for OutcomeKind {
    fn from(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Recorded(_) => Self::Recorded,
            Outcome::Drafted(_) => Self::Drafted,
            Outcome::Answered(_) => Self::Answered,
            Outcome::Amended { .. } => Self::Amended,
            Outcome::Voided { .. } => Self::Voided,
            Outcome::Restored { .. } => Self::Restored,
            Outcome::Undone { .. } => Self::Undone,
            Outcome::Dropped { .. } => Self::Dropped,
            Outcome::WalletAdded { .. } => Self::WalletAdded,
            Outcome::BalanceSet { .. } => Self::BalanceSet,
            Outcome::WalletChanged { .. } => Self::WalletChanged,
            Outcome::CategoryChanged { .. } => Self::CategoryChanged,
            Outcome::Ordered { .. } => Self::Ordered,
            Outcome::TagRenamed { .. } => Self::TagRenamed,
            Outcome::RateSet { .. } => Self::RateSet,
            Outcome::LessonChanged { .. } => Self::LessonChanged,
            Outcome::Ignored
            | Outcome::LanguageSet
            | Outcome::Linked { .. }
            | Outcome::LinkAsked { .. }
            | Outcome::Unlinked
            | Outcome::Told => Self::Ignored,
            Outcome::Repeated => Self::Repeated,
        }
    }
}

impl From<&app::Answer> for Answer {
    fn from(answer: &app::Answer) -> Self {
        let empty = Self {
            kind: AnswerKind::Unknown,
            wallets: Vec::new(),
            together: None.into(),
            summary: None.into(),
            total: None.into(),
        };
        match answer {
            app::Answer::Balances { wallets, total } => Self {
                kind: AnswerKind::Balances,
                wallets: wallets.iter().map(Wallet::from).collect(),
                together: Some(Total::from(total)).into(),
                ..empty
            },
            app::Answer::Summary(summary) => {
                Self { kind: AnswerKind::Summary, summary: Some(Summary::from(&**summary)).into(), ..empty }
            }
            app::Answer::Total { kind, period, category, wallet, amount, count, .. } => Self {
                kind: AnswerKind::Total,
                total: Some(TotalOf {
                    kind: (*kind).into(),
                    period: (*period).into(),
                    category: (*category).into(),
                    wallet: wallet.clone().into(),
                    amount: amount.minor(),
                    currency: amount.currency().to_string(),
                    count: *count,
                })
                .into(),
                ..empty
            },
            app::Answer::Unknown => empty,
        }
    }
}
