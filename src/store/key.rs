//! Keys: fixed-width bytes whose order is the order of what they stand for.
//!
//! Numbers are big-endian; a signed chat id has its sign bit flipped, so that negative ids sort first; ids are
//! their 16 bytes. Nothing here depends on the engine's own encoding, which has changed between releases.

use sha2::{Digest as _, Sha256};

use super::error::Unreadable;
use crate::ledger::{
    AttachmentId, CategorySlug, Channel, Currency, Day, HouseholdId, MemberId, PictureSize, Tag, Timestamp,
    TransactionId, TransactionType, WalletId,
};

/// A key of `WIDTH` bytes put together from its parts, which must fill it exactly.
pub(super) fn join<const WIDTH: usize>(parts: &[&[u8]]) -> [u8; WIDTH] {
    let mut key = [0; WIDTH];
    let mut at = 0;
    for part in parts {
        debug_assert!(at + part.len() <= WIDTH, "a key's parts are wider than the key");
        for byte in *part {
            if let Some(place) = key.get_mut(at) {
                *place = *byte;
            }
            at += 1;
        }
    }
    debug_assert_eq!(at, WIDTH, "a key's parts are narrower than the key");
    key
}

/// Takes a key apart from the front.
#[derive(Debug)]
pub(super) struct Parts<'k>(&'k [u8]);

impl<'k> Parts<'k> {
    /// The parts of a key of exactly `width` bytes.
    pub(super) fn of(key: &'k [u8], width: usize) -> Result<Self, Unreadable> {
        if key.len() == width { Ok(Self(key)) } else { Err(Unreadable("the key has another width")) }
    }

    pub(super) fn take<const WIDTH: usize>(&mut self) -> Result<[u8; WIDTH], Unreadable> {
        let (part, rest) = self.0.split_first_chunk().ok_or(Unreadable("the key is too short"))?;
        self.0 = rest;
        Ok(*part)
    }

    pub(super) fn number(&mut self) -> Result<u64, Unreadable> {
        self.take().map(u64::from_be_bytes)
    }
}

pub(super) fn day(day: Day) -> [u8; 4] {
    day.number().to_be_bytes()
}

/// Milliseconds since 1970; a moment before that counts as 1970.
pub(super) fn moment(at: Timestamp) -> [u8; 8] {
    u64::try_from(at.as_millisecond()).unwrap_or(0).to_be_bytes()
}

pub(super) fn chat(chat: i64) -> [u8; 8] {
    (chat.cast_unsigned() ^ (1 << 63)).to_be_bytes()
}

pub(super) fn chat_of(bytes: [u8; 8]) -> i64 {
    (u64::from_be_bytes(bytes) ^ (1 << 63)).cast_signed()
}

/// A name in a key that stays readable in a dump: ASCII padded with zeros.
pub(super) fn name<const WIDTH: usize>(name: &str) -> Option<[u8; WIDTH]> {
    let mut key = [0; WIDTH];
    key.get_mut(..name.len())?.copy_from_slice(name.as_bytes());
    Some(key)
}

/// Words of any length in a key of fixed width; case does not matter.
pub(super) fn folded(words: &str) -> [u8; 32] {
    Sha256::digest(words.to_lowercase()).into()
}

pub(super) const fn channel(channel: Channel) -> u8 {
    match channel {
        Channel::Telegram => 1,
        Channel::Web => 2,
        Channel::Api => 3,
        Channel::Box => 4,
    }
}

pub(super) const fn kind(kind: TransactionType) -> u8 {
    match kind {
        TransactionType::Expense => 1,
        TransactionType::Income => 2,
        TransactionType::Transfer => 3,
        TransactionType::Adjustment => 4,
    }
}

pub(super) const fn kind_of(byte: u8) -> Option<TransactionType> {
    match byte {
        1 => Some(TransactionType::Expense),
        2 => Some(TransactionType::Income),
        3 => Some(TransactionType::Transfer),
        4 => Some(TransactionType::Adjustment),
        _ => None,
    }
}

/// Household or wallet (16), day (4), transaction (16): the width of both list indexes.
pub(super) const LISTED: usize = 36;

pub(super) fn listed(owner: [u8; 16], on: Day, transaction: TransactionId) -> [u8; LISTED] {
    join(&[&owner, &day(on), &transaction.to_bytes()])
}

/// Household (16), milliseconds (8), transaction (16).
pub(super) fn voided(household: [u8; 16], at: Timestamp, transaction: TransactionId) -> [u8; 40] {
    join(&[&household, &moment(at), &transaction.to_bytes()])
}

/// Household (16), SHA-256 of the tag (32).
pub(super) fn tag(household: [u8; 16], tag: &Tag) -> [u8; 48] {
    join(&[&household, &folded(tag.as_str())])
}

/// Household (16), SHA-256 of the tag (32), day (4), transaction (16).
pub(super) fn tagged(household: [u8; 16], of: &Tag, on: Day, transaction: TransactionId) -> [u8; 68] {
    join(&[&tag(household, of), &day(on), &transaction.to_bytes()])
}

/// Purchase (16), refund (16).
pub(super) fn refund(purchase: TransactionId, refund: TransactionId) -> [u8; 32] {
    join(&[&purchase.to_bytes(), &refund.to_bytes()])
}

/// Attachment (16), size (1).
pub(super) fn picture(id: AttachmentId, size: PictureSize) -> [u8; 17] {
    let size = match size {
        PictureSize::Full => 1,
        PictureSize::Thumbnail => 2,
    };
    join(&[&id.to_bytes(), &[size]])
}

/// Household (16), slug (16).
pub(super) fn category(household: HouseholdId, slug: CategorySlug) -> [u8; 32] {
    join(&[&household.to_bytes(), &slug.to_bytes()])
}

/// Household (16), currency (3), day (4).
pub(super) fn rate(household: HouseholdId, currency: Currency, on: Day) -> [u8; 23] {
    join(&[&household.to_bytes(), &currency.to_bytes(), &day(on)])
}

/// Owner (16), seq (8): the width of the indexes into the journal.
pub(super) const POINTING: usize = 24;

pub(super) fn pointing(owner: [u8; 16], seq: u64) -> [u8; POINTING] {
    join(&[&owner, &seq.to_be_bytes()])
}

/// The seq of a key made by [`pointing`].
pub(super) fn pointed(key: &[u8]) -> Result<u64, Unreadable> {
    let mut parts = Parts::of(key, POINTING)?;
    parts.take::<16>()?;
    parts.number()
}

/// Where in the totals an amount is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct CellKey {
    pub(super) kind: TransactionType,
    pub(super) category: CategorySlug,
    pub(super) wallet: WalletId,
    pub(super) member: MemberId,
    /// In the key, so that two currencies can never be added into one cell.
    pub(super) currency: Currency,
}

impl CellKey {
    /// Kind (1), category (16), wallet (16), member (16), currency (3).
    pub(super) const WIDTH: usize = 52;

    pub(super) fn to_bytes(self) -> [u8; Self::WIDTH] {
        join(&[
            &[kind(self.kind)],
            &self.category.to_bytes(),
            &self.wallet.to_bytes(),
            &self.member.to_bytes(),
            &self.currency.to_bytes(),
        ])
    }

    fn from_parts(parts: &mut Parts<'_>) -> Result<Self, Unreadable> {
        let [kind] = parts.take()?;
        let kind = kind_of(kind).ok_or(Unreadable("not a type of transaction"))?;
        let category = CategorySlug::from_bytes(parts.take()?).map_err(|_| Unreadable("not a category"))?;
        let wallet = WalletId::from_bytes(parts.take()?);
        let member = MemberId::from_bytes(parts.take()?);
        let currency = currency_of(parts.take()?)?;
        Ok(Self { kind, category, wallet, member, currency })
    }
}

pub(super) fn currency_of(code: [u8; 3]) -> Result<Currency, Unreadable> {
    std::str::from_utf8(&code).ok().and_then(|code| code.parse().ok()).ok_or(Unreadable("not a currency"))
}

/// Household (16), number of the day or month (4), the cell.
pub(super) const TOTAL: usize = 20 + CellKey::WIDTH;

pub(super) fn total(household: [u8; 16], number: u32, cell: CellKey) -> [u8; TOTAL] {
    join(&[&household, &number.to_be_bytes(), &cell.to_bytes()])
}

/// The number of the day or month and the cell of a key made by [`total`].
pub(super) fn total_parts(key: &[u8]) -> Result<(u32, CellKey), Unreadable> {
    let mut parts = Parts::of(key, TOTAL)?;
    parts.take::<16>()?;
    let number = u32::from_be_bytes(parts.take()?);
    Ok((number, CellKey::from_parts(&mut parts)?))
}

/// A key as an error message shows it.
pub(super) fn shown(key: &[u8]) -> String {
    use std::fmt::Write as _;
    key.iter().fold(String::with_capacity(key.len() * 2), |mut text, byte| {
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chats_sort_as_numbers_do() {
        let chats = [i64::MIN, -1_001_234_567_890, -1, 0, 1, 987_654_321, i64::MAX];
        for pair in chats.windows(2) {
            assert!(chat(pair[0]) < chat(pair[1]));
        }
        for number in chats {
            assert_eq!(chat_of(chat(number)), number);
        }
    }

    #[test]
    fn later_moments_sort_later_and_none_is_before_1970() {
        let moments = ["1960-01-01T00:00:00Z", "1970-01-01T00:00:00.001Z", "2026-11-22T08:00:00Z"];
        let keys = moments.map(|at| moment(at.parse().unwrap()));
        assert_eq!(keys[0], [0; 8]);
        assert!(keys[0] < keys[1] && keys[1] < keys[2]);
    }

    #[test]
    fn listed_keys_sort_by_day_and_then_by_transaction() {
        let on = Day::new(2026, 11, 22).unwrap();
        let id = |byte| TransactionId::from_bytes([byte; 16]);
        assert!(listed([1; 16], on, id(1)) < listed([1; 16], on, id(2)));
        assert!(listed([1; 16], on, id(255)) < listed([1; 16], on.plus_days(1), id(0)));
        assert!(listed([1; 16], on.plus_days(9), id(255)) < listed([2; 16], on, id(0)));
    }

    #[test]
    fn a_pointing_key_gives_back_its_seq_and_no_other_width_is_taken_for_one() {
        let key = pointing([7; 16], 42);
        assert_eq!(pointed(&key), Ok(42));
        assert_eq!(pointed(&key[1..]), Err(Unreadable("the key has another width")));
    }

    #[test]
    fn a_total_key_gives_back_its_cell() {
        let cell = CellKey {
            kind: TransactionType::Transfer,
            category: CategorySlug::TRANSFER,
            wallet: WalletId::from_bytes([3; 16]),
            member: MemberId::from_bytes([4; 16]),
            currency: Currency::IDR,
        };
        let mut key = total([9; 16], 683, cell);
        assert_eq!(total_parts(&key), Ok((683, cell)));
        key[20] = 9;
        assert_eq!(total_parts(&key), Err(Unreadable("not a type of transaction")));
    }

    #[test]
    fn names_are_padded_and_too_long_ones_refused() {
        assert_eq!(name::<4>("ab"), Some([b'a', b'b', 0, 0]));
        assert_eq!(name::<4>("abcde"), None);
        assert_eq!(folded("Ibu Sri"), folded("ibu SRI"));
    }
}
