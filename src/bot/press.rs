//! What a button says to us when it is pressed: at most 64 bytes, made and read in one place.

use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;

use crate::ledger::{CategorySlug, Day, DraftId, Language, LessonId, Stretch, TransactionId, WalletId};

/// What a button is about: a recorded transaction, or one item of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Transaction(TransactionId),
    Item(DraftId, usize),
}

/// A pressed button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Press {
    /// The yes to a draft …
    Save(DraftId),
    /// … and the no.
    Drop(DraftId),
    /// Shows the buttons of one of several.
    Open(Target),
    /// Shows the message's own buttons again.
    Back,
    /// Shows a page of categories, counted from 0.
    Categories(Target, usize),
    Category(Target, CategorySlug),
    /// Shows a page of wallets.
    Wallets(Target, Side, usize),
    Wallet(Target, Side, WalletId),
    AskAmount(Target),
    /// In minor units.
    Amount(Target, i64),
    Days(Target),
    Day(Target, Day),
    AskDay(Target),
    Delete(TransactionId),
    /// Takes back the change of that position.
    Undo(u64),
    Speak(Language),
    /// Takes one lesson back, not the correction that taught it …
    Unlearn(LessonId),
    /// … or for good.
    Forbid(LessonId),
    /// They look after that trouble of the box.
    Seen(u8),
    /// Shows the report of the one around today.
    Report(Stretch),
    /// This account is to be listened to no longer …
    Leave,
    /// … or speaks for whom the code belongs to …
    Move([u8; 16]),
    /// … or neither.
    Stay,
}

/// Which of a transfer's two wallets; `From` is the only one of anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    From,
    To,
}

/// The text is of no button of ours, or of one of an earlier version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unknown;

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transaction(id) => write!(f, "t{id}"),
            Self::Item(id, item) => write!(f, "d{id}.{item}"),
        }
    }
}

impl fmt::Display for Press {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Save(id) => write!(f, "s:{id}"),
            Self::Drop(id) => write!(f, "x:{id}"),
            Self::Open(target) => write!(f, "o:{target}"),
            Self::Back => f.write_str("b:"),
            Self::Categories(target, page) => write!(f, "c:{target}:{page}"),
            Self::Category(target, slug) => write!(f, "C:{target}:{slug}"),
            Self::Wallets(target, Side::From, page) => write!(f, "w:{target}:{page}"),
            Self::Wallets(target, Side::To, page) => write!(f, "v:{target}:{page}"),
            Self::Wallet(target, Side::From, id) => write!(f, "W:{target}:{id}"),
            Self::Wallet(target, Side::To, id) => write!(f, "V:{target}:{id}"),
            Self::AskAmount(target) => write!(f, "a:{target}"),
            Self::Amount(target, minor) => write!(f, "A:{target}:{minor}"),
            Self::Days(target) => write!(f, "d:{target}"),
            Self::Day(target, day) => write!(f, "D:{target}:{day}"),
            Self::AskDay(target) => write!(f, "e:{target}"),
            Self::Delete(id) => write!(f, "h:{id}"),
            Self::Undo(seq) => write!(f, "u:{seq}"),
            Self::Speak(language) => write!(f, "l:{}", language.code()),
            Self::Unlearn(id) => write!(f, "n:{id}"),
            Self::Forbid(id) => write!(f, "N:{id}"),
            Self::Seen(alarm) => write!(f, "q:{alarm}"),
            Self::Leave => f.write_str("k:"),
            Self::Move(code) => write!(f, "m:{}", HEXLOWER.encode(code)),
            Self::Stay => f.write_str("j:"),
            Self::Report(stretch) => write!(f, "r:{}", name_of(*stretch)),
        }
    }
}

impl FromStr for Target {
    type Err = Unknown;

    fn from_str(text: &str) -> Result<Self, Unknown> {
        if let Some(id) = text.strip_prefix('t') {
            return Ok(Self::Transaction(read(id)?));
        }
        let (id, item) = text.strip_prefix('d').and_then(|rest| rest.split_once('.')).ok_or(Unknown)?;
        Ok(Self::Item(read(id)?, read(item)?))
    }
}

impl FromStr for Press {
    type Err = Unknown;

    fn from_str(text: &str) -> Result<Self, Unknown> {
        let (verb, rest) = text.split_once(':').ok_or(Unknown)?;
        let pair = || rest.split_once(':').ok_or(Unknown);
        Ok(match verb {
            "s" => Self::Save(read(rest)?),
            "x" => Self::Drop(read(rest)?),
            "o" => Self::Open(rest.parse()?),
            "b" => Self::Back,
            "c" => Self::Categories(pair()?.0.parse()?, read(pair()?.1)?),
            "C" => Self::Category(pair()?.0.parse()?, read(pair()?.1)?),
            "w" => Self::Wallets(pair()?.0.parse()?, Side::From, read(pair()?.1)?),
            "v" => Self::Wallets(pair()?.0.parse()?, Side::To, read(pair()?.1)?),
            "W" => Self::Wallet(pair()?.0.parse()?, Side::From, read(pair()?.1)?),
            "V" => Self::Wallet(pair()?.0.parse()?, Side::To, read(pair()?.1)?),
            "a" => Self::AskAmount(rest.parse()?),
            "A" => Self::Amount(pair()?.0.parse()?, read(pair()?.1)?),
            "d" => Self::Days(rest.parse()?),
            "D" => Self::Day(pair()?.0.parse()?, read(pair()?.1)?),
            "e" => Self::AskDay(rest.parse()?),
            "h" => Self::Delete(read(rest)?),
            "u" => Self::Undo(read(rest)?),
            "n" => Self::Unlearn(read(rest)?),
            "N" => Self::Forbid(read(rest)?),
            "q" => Self::Seen(read(rest)?),
            "k" => Self::Leave,
            "m" => Self::Move(code_of(rest).ok_or(Unknown)?),
            "j" => Self::Stay,
            "r" => Self::Report(stretch_named(rest).ok_or(Unknown)?),
            "l" => Self::Speak(Language::of_code(rest).ok_or(Unknown)?),
            _ => return Err(Unknown),
        })
    }
}

const STRETCHES: [(Stretch, &str); 5] = [
    (Stretch::Day, "day"),
    (Stretch::Week, "week"),
    (Stretch::Month, "month"),
    (Stretch::Payday, "payday"),
    (Stretch::Year, "year"),
];

fn name_of(stretch: Stretch) -> &'static str {
    STRETCHES.iter().find(|(known, _)| *known == stretch).map_or("", |(_, name)| name)
}

fn stretch_named(text: &str) -> Option<Stretch> {
    STRETCHES.iter().find(|(_, name)| *name == text).map(|(stretch, _)| *stretch)
}

/// The code of a link as bytes; none when it is none of ours.
pub(super) fn code_of(text: &str) -> Option<[u8; 16]> {
    HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok()
}

fn read<T: FromStr>(text: &str) -> Result<T, Unknown> {
    text.parse().map_err(|_| Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Money;

    #[test]
    fn every_button_fits_in_64_bytes_and_reads_back() {
        let transaction = Target::Transaction(TransactionId::from_bytes([255; 16]));
        let draft = DraftId::from_bytes([255; 16]);
        let item = Target::Item(draft, 99);
        let wallet = WalletId::from_bytes([255; 16]);
        let slug: CategorySlug = "sixteen-letters1".parse().unwrap();
        let mut all = vec![
            Press::Save(draft),
            Press::Seen(255),
            Press::Drop(draft),
            Press::Back,
            Press::Delete(TransactionId::from_bytes([255; 16])),
            Press::Undo(u64::MAX),
            Press::Speak(Language::English),
            Press::Unlearn(LessonId::from_bytes([255; 16])),
            Press::Forbid(LessonId::from_bytes([255; 16])),
            Press::Leave,
            Press::Move([255; 16]),
            Press::Stay,
        ];
        all.extend(STRETCHES.map(|(stretch, _)| Press::Report(stretch)));
        for target in [transaction, item] {
            all.extend([
                Press::Open(target),
                Press::Categories(target, 99),
                Press::Category(target, slug),
                Press::Wallets(target, Side::From, 99),
                Press::Wallets(target, Side::To, 99),
                Press::Wallet(target, Side::From, wallet),
                Press::Wallet(target, Side::To, wallet),
                Press::AskAmount(target),
                Press::Amount(target, Money::MAX_RECORD),
                Press::Days(target),
                Press::Day(target, "9999-12-31".parse().unwrap()),
                Press::AskDay(target),
            ]);
        }
        for press in all {
            let data = press.to_string();
            assert!(data.len() <= 64, "{data} has {} bytes", data.len());
            assert_eq!(data.parse(), Ok(press), "{data}");
        }
    }

    #[test]
    fn what_is_no_button_of_ours_is_unknown() {
        for data in ["", "s", "s:", "s:short", "z:1", "c:t:1", "C:d01:makanan", "l:xx", "u:-1", "m:00ff"] {
            assert_eq!(data.parse::<Press>(), Err(Unknown), "{data}");
        }
    }
}
