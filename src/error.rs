//! What went wrong, blind to transport: each door translates it once, in the member's language.

use std::error::Error as StdError;

use crate::ledger::{Field, Money, MoneyError, Unsound};
use crate::search::SearchError;
use crate::store::StoreError;

/// Why a verb did not do what was asked. Nothing was changed when one of these comes back, unless it is
/// [`Error::Unsettled`]: then nobody knows.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or not for this member: the two must look alike from outside.
    #[error("there is no {noun:?} {id}")]
    Missing { noun: Noun, id: String },
    /// Somebody changed it since the caller looked.
    #[error("the {noun:?} was changed by someone else meanwhile")]
    Stale { noun: Noun },
    /// It was there and is used up: a draft already settled, a link already followed.
    #[error("the {noun:?} is no longer there")]
    Gone { noun: Noun },
    /// A later change touched these same parts, so that the earlier one cannot be taken back alone.
    #[error("later changes touched the same parts")]
    Overtaken { fields: Vec<Field> },
    #[error("this member may not do that")]
    Forbidden,
    #[error("nobody is signed in")]
    Unauthenticated,
    #[error("{field}: {why}")]
    Invalid { field: &'static str, why: Why },
    /// The same call was done before, as its key shows, and what it came to is not kept.
    #[error("this call was done before")]
    Repeated,
    /// Too often; worth another try after so many seconds.
    #[error("too many tries, wait {retry_after_s} s")]
    TooMany { retry_after_s: u32 },
    /// The disk is full: nothing was kept of this call, reading still works.
    #[error("the storage is full")]
    Full,
    /// The disk failed as it finished keeping this, so it may turn out to be kept or not. Look before repeating it.
    #[error("it is not known whether this was kept")]
    Unsettled { source: Box<dyn StdError + Send + Sync> },
    /// The box's own trouble. `doing` is what it was at.
    #[error("while {doing}")]
    Broken { doing: &'static str, source: Box<dyn StdError + Send + Sync> },
}

/// The kinds of thing a family deals with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    Household,
    Member,
    Wallet,
    Category,
    Transaction,
    Draft,
    Change,
    Link,
    Session,
    Lesson,
    Rate,
    Token,
    Passkey,
    Attachment,
    Tag,
    Deletion,
    Webhook,
    /// An error of the box or its pages.
    Fault,
    Feedback,
    Subscription,
}

/// What is wrong with a value someone gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    #[error("is empty")]
    Empty,
    #[error("is longer than {most} characters")]
    TooLong { most: usize },
    #[error("is shorter than {least} characters")]
    TooShort { least: usize },
    #[error("is too easy to guess")]
    Guessable,
    #[error("is taken already")]
    Taken,
    #[error("is not known here")]
    Unknown,
    #[error("is not an amount from 1 to {}", Money::MAX_RECORD)]
    Amount,
    #[error("is of another currency")]
    Currency,
    #[error("must be two different wallets")]
    SameWallet,
    #[error("does not fit this type of transaction")]
    Misfit,
    #[error("holds characters that cannot be written")]
    Characters,
    #[error("is missing")]
    Missing,
    #[error("was changed again since")]
    Changed,
    #[error("is not a picture that can be read")]
    NotAPicture,
    #[error("is a picture of too many bytes or pixels")]
    PictureTooLarge,
    #[error("is archived")]
    Archived,
    #[error("is not a day to come")]
    Past,
    #[error("are more than {most}")]
    TooMany { most: usize },
    /// Not what was to be proven with it.
    #[error("is wrong")]
    Wrong,
    /// The household would have no owner.
    #[error("is that of the last owner")]
    LastOwner,
    /// What is to be deleted has to be named.
    #[error("is not the name that was to be typed")]
    OtherName,
    #[error("is not an http or https address")]
    NotAnAddress,
    #[error("may not be called from this box")]
    OutOfReach,
    #[error("is not accepted by Telegram")]
    NoBot,
    #[error("could not be checked, because Telegram was not reached")]
    Unchecked,
    #[error("is said in the settings of the box")]
    Settled,
}

impl Error {
    pub fn missing(noun: Noun, id: &impl ToString) -> Self {
        Self::Missing { noun, id: id.to_string() }
    }

    pub const fn invalid(field: &'static str, why: Why) -> Self {
        Self::Invalid { field, why }
    }

    pub fn broken(doing: &'static str, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::Broken { doing, source: source.into() }
    }
}

/// Whether nobody changed a thing, now at `version`, since the person looked at it; [`Error::Stale`] otherwise. Who saw
/// no version may do as they please.
pub fn must_be_as_seen(noun: Noun, version: u32, seen: Option<u32>) -> Result<(), Error> {
    if seen.is_none_or(|seen| seen == version) { Ok(()) } else { Err(Error::Stale { noun }) }
}

impl From<MoneyError> for Error {
    fn from(error: MoneyError) -> Self {
        let why = match error {
            MoneyError::MixedCurrencies(..) | MoneyError::UnknownCurrency => Why::Currency,
            MoneyError::Overflow => Why::Amount,
        };
        Self::invalid("amount", why)
    }
}

impl From<Unsound> for Error {
    fn from(error: Unsound) -> Self {
        match error {
            Unsound::Lines => Self::invalid("lines", Why::Misfit),
            Unsound::Amount => Self::invalid("amount", Why::Amount),
            Unsound::SameWallet => Self::invalid("to_wallet", Why::SameWallet),
            Unsound::TooMany => Self::invalid("particulars", Why::Misfit),
            Unsound::TooLong => Self::invalid("description", Why::TooLong { most: 200 }),
            Unsound::Category => Self::invalid("category", Why::Misfit),
            Unsound::Money(error) => error.into(),
        }
    }
}

impl From<SearchError> for Error {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Full => Self::Full,
            SearchError::Store(error) => error.into(),
            other => Self::broken("searching", other),
        }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::Full,
            StoreError::Unsettled(_) => Self::Unsettled { source: error.into() },
            // Two acts met: the one whose ground moved looks again.
            StoreError::Conflict { noun, .. } => Self::Stale {
                noun: match noun {
                    "household" => Noun::Household,
                    "member" => Noun::Member,
                    "wallet" => Noun::Wallet,
                    "category" => Noun::Category,
                    "rate" => Noun::Rate,
                    "change" => Noun::Change,
                    _ => Noun::Transaction,
                },
            },
            StoreError::Money(error) => error.into(),
            other => Self::broken("using the store", other),
        }
    }
}
