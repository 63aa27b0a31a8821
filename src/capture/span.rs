//! A message after its numbers, dates and wallets were found: a row of spans, each with one sense.

use std::ops::Range;

use crate::ledger::{Currency, Day};

/// One stretch of tokens that means one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) tokens: Range<usize>,
    pub(super) sense: Sense,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sense {
    /// A word in the canonical spelling that the grammar compares.
    Word(String),
    Figure(Figure),
    Day {
        day: Day,
        when: When,
    },
    Wallet(Mention),
    Sign(char),
    Break,
}

/// Where a day lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    Past,
    /// `tadi`, `barusan`: certainly a thing that happened.
    Now,
    /// `besok`, `bulan depan`.
    Future,
}

/// A number, and what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figure {
    pub(super) means: Means,
    /// In the currency's minor unit; for a count, its whole part.
    pub(super) minor: i64,
    pub(super) currency: Currency,
    /// In thousandths: what a count or percentage says exactly.
    pub(super) milli: i64,
    /// What is counted, such as `porsi`; `x` for times.
    pub(super) unit: Option<String>,
    /// The other value the same writing may have.
    pub(super) other: Option<i64>,
    pub(super) role: Role,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Means {
    /// Money, said as such: `15rb`, `Rp500`, `15.000`.
    Sure,
    /// A plain number large enough to be money: `15000`.
    Fair,
    /// A small plain number, money or a count: `15`.
    Bare,
    /// A count, a size, a weight.
    Count,
    Percent,
    /// A telephone, a clock time, a house number, a year.
    Label,
}

/// What an amount does in its message.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// What a thing cost or brought.
    #[default]
    Price,
    /// The price of one piece.
    Unit,
    /// The sum of other amounts.
    Total,
    /// What was handed over, of which some came back.
    Paid,
    /// What came back.
    Change,
    Discount,
    /// What a wallet holds or what is still owed, not what moved.
    Balance,
    /// What it would have cost.
    Before,
    /// Added to the price before or after it: `admin 1500`, `ongkir 8rb`.
    Fee,
    /// Said beside the price and no part of it: what a part of it came to, how it was paid.
    Aside,
    /// Said and taken back.
    Taken,
}

/// A wallet named in the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// Position among the known wallets; none for a wallet this household does not have.
    pub(super) known: Option<usize>,
    pub(super) side: Side,
    /// Said and taken back: "bukan gopay".
    pub(super) taken: bool,
    /// Someone else's: "ke bca budi".
    pub(super) foreign: bool,
}

/// The direction of the preposition before a wallet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// `pake`, `dari`, `via`.
    From,
    /// `ke`, `masuk`.
    To,
    /// None said.
    Plain,
}

impl Span {
    pub(super) fn word(&self) -> Option<&str> {
        match &self.sense {
            Sense::Word(word) => Some(word),
            _ => None,
        }
    }

    pub(super) fn is_word(&self, words: &[&str]) -> bool {
        self.word().is_some_and(|word| words.contains(&word))
    }

    pub(super) fn is_sign(&self, sign: char) -> bool {
        self.sense == Sense::Sign(sign)
    }

    pub(super) fn figure(&self) -> Option<&Figure> {
        match &self.sense {
            Sense::Figure(figure) => Some(figure),
            _ => None,
        }
    }

    pub(super) fn figure_mut(&mut self) -> Option<&mut Figure> {
        match &mut self.sense {
            Sense::Figure(figure) => Some(figure),
            _ => None,
        }
    }

    pub(super) fn mention(&self) -> Option<&Mention> {
        match &self.sense {
            Sense::Wallet(mention) => Some(mention),
            _ => None,
        }
    }

    /// The amount that an item may have, whatever its role.
    pub(super) fn money(&self) -> Option<&Figure> {
        self.figure().filter(|figure| figure.means <= Means::Bare)
    }
}
