//! What the grammar hands over and what it gets back.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// One message, cut into words by the grammar.
#[derive(Debug, Clone, Copy)]
pub struct Message<'a> {
    pub words: &'a [Word<'a>],
    /// The ranges of `words` that the grammar took as items, in order; may be empty. A range that reaches
    /// beyond the words is cut.
    pub items: &'a [Range<usize>],
}

/// One word, or what the grammar made of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Word<'a> {
    /// Lower case, in the person's own spelling.
    Plain(&'a str),
    /// In the currency's minor unit. `bare`: written without a unit, so its magnitude is a guess.
    Amount {
        minor: i64,
        bare: bool,
    },
    /// How many or how much, not money: `2 bungkus`.
    Quantity,
    Date,
    /// A known wallet; equal ordinals are the same wallet.
    Wallet {
        ordinal: usize,
    },
    Punctuation(char),
    /// A new line.
    Break,
}

/// What a message turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    pub kind: Kind,
    /// How probable `kind` is, in thousandths.
    pub kind_permille: u16,
    /// How probable the net alone finds `kind`, without the rules' opinion, in thousandths; the same as
    /// `kind_permille` where only the rules were asked.
    pub kind_alone_permille: u16,
    /// The same of whichever of the two nets finds it less probable.
    pub kind_least_permille: u16,
    /// Why the message is no transaction. `None` for a transaction.
    pub cue: Option<Cue>,
    /// One for each of [`Message::items`], in the same order, whatever `kind` is.
    pub items: Vec<ItemJudgement>,
    /// Whether the rules and the net chose the same kind; true where only one of them was asked.
    pub agreed: bool,
    /// Words that nothing we know looks like.
    pub unknown: usize,
    /// Words known only by likeness.
    pub guessed: usize,
    /// How probable the rules alone find a transaction, in thousandths.
    pub rules_permille: u16,
    pub hints: Hints,
}

/// Words that often make something else of a message than its price and its thing suggest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hints {
    /// How prices are talked about: `harga`, `mahal`, `naik`.
    pub talk: usize,
    /// Who may have paid or been paid: `ibu`, `temen`, `budi`.
    pub people: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Money moved.
    Transaction,
    /// A question about the family's data.
    Query,
    /// Chat, noise, wishes, plans.
    Other,
}

/// The reason a message with money words is no transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cue {
    /// "pengen beli sepatu 500rb".
    Wish,
    /// "besok mau bayar kos 1jt".
    Plan,
    /// "budget makan 1jt sebulan".
    Budget,
    /// "target nabung 10jt".
    Goal,
    /// "ingetin bayar listrik".
    Reminder,
    /// "nanti aku ganti 50rb".
    Promise,
    /// "gajadi beli bakso 15rb".
    Cancelled,
    /// "kalau beli motor 20jt gimana".
    Hypothetical,
    /// "berapa pengeluaran bulan ini?".
    Question,
    /// "selamat pagi".
    Chat,
    /// Price talk and news: "harga cabe naik jadi 80rb".
    Quote,
    /// "saldo gopay 50rb".
    #[serde(rename = "balance")]
    BalanceReport,
    /// A debt that stands, not one that was made or paid: "budi masih utang 50rb".
    Owed,
    /// Advertising, prizes, codes: "promo sepatu mulai 99rb".
    Advert,
    /// Other people's money: "gaji tetangga 15jt".
    Hearsay,
}

/// What one item turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemJudgement {
    pub flow: Flow,
    /// A system category's slug that fits `flow`.
    pub category: &'static str,
    /// How probable it is that both are right, in thousandths.
    pub permille: u16,
    /// How probable the net alone finds both, without the rules' opinion, in thousandths; the same as `permille` where
    /// only the rules were asked.
    pub alone_permille: u16,
    /// The same of whichever of the two nets finds it less probable.
    pub least_permille: u16,
    /// How probable the rules alone find both what they chose, in thousandths.
    pub rules_permille: u16,
    /// How much likelier the net without the rules' opinion finds its first choice than its second, in thousandths.
    pub lead_permille: u16,
    /// The indices into [`Message::words`] that decided, ascending.
    pub words: Vec<usize>,
    /// How probable it is that this is a record of its own, in thousandths.
    pub counts_permille: u16,
    /// Whether the rules and the net chose the same; true where only one of them was asked.
    pub agreed: bool,
    pub decided_by: DecidedBy,
}

/// Who had the last word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DecidedBy {
    /// The lexicon and the rules over it.
    Rule,
    /// The trained net.
    Model,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flow {
    Expense,
    Income,
    Transfer,
}
