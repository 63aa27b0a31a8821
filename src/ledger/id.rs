//! Identities: 16 bytes that sort by the time they were made, written as 26 characters.

use std::fmt::{self, Write as _};
use std::str::FromStr;

/// Crockford's base 32: no I, L, O or U, so that a code read aloud is not misheard.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A text is not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id of 26 letters and digits")]
pub struct NotAnId;

/// 48 bits of milliseconds since 1970, then 80 bits of chance.
fn compose(millisecond: i64, chance: [u8; 10]) -> [u8; 16] {
    let mut bytes = [0; 16];
    let millisecond = u64::try_from(millisecond).unwrap_or(0);
    bytes[..6].copy_from_slice(&millisecond.to_be_bytes()[2..]);
    bytes[6..].copy_from_slice(&chance);
    bytes
}

/// The lowest `places` × 5 bits of a number, five to a letter; at most 26 letters.
pub fn letters_of(number: u128, places: u32) -> impl Iterator<Item = char> {
    (0..places).rev().map(move |place| {
        let index = usize::try_from((number >> (place * 5)) & 31).unwrap_or(0);
        char::from(ALPHABET[index])
    })
}

fn write(bytes: [u8; 16], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    letters_of(u128::from_be_bytes(bytes), 26).try_for_each(|letter| f.write_char(letter))
}

fn read(text: &str) -> Result<[u8; 16], NotAnId> {
    let text = text.as_bytes();
    // The first character carries only three bits: 26 × 5 is two more than 128.
    if text.len() != 26 || !matches!(text[0], b'0'..=b'7') {
        return Err(NotAnId);
    }
    let mut number = 0_u128;
    for letter in text {
        let digit = ALPHABET.iter().position(|known| *known == letter.to_ascii_uppercase()).ok_or(NotAnId)?;
        number = (number << 5) | u128::try_from(digit).unwrap_or(0);
    }
    Ok(number.to_be_bytes())
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 16]);

        impl $name {
            /// A new id, from the moment in milliseconds since 1970 and ten random bytes.
            pub fn compose(millisecond: i64, chance: [u8; 10]) -> Self {
                Self(compose(millisecond, chance))
            }

            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            pub const fn to_bytes(self) -> [u8; 16] {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write(self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write(self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                read(text).map(Self)
            }
        }
    )*};
}

ids! {
    HouseholdId,
    MemberId,
    WalletId,
    TransactionId,
    /// A message on its way to becoming a transaction.
    DraftId,
    /// A message waiting in the outgoing queue.
    OutgoingId,
    /// Something learnt from a correction.
    LessonId,
    /// An offered place in the household.
    InvitationId,
    /// A picture kept with a transaction.
    AttachmentId,
    /// A key for a member's own program.
    TokenId,
    /// A program that is called when something happens.
    WebhookId,
    /// A call to such a program.
    DeliveryId,
    /// A browser that is signed in.
    SessionId,
    /// What a person's own device made to know them by.
    PasskeyId,
    /// What somebody said about the box itself.
    FeedbackId,
    /// A device that may be told something.
    SubscriptionId,
    /// A Telegram account that speaks for a member.
    ChatLinkId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_bytes_are_one_to_one() {
        for bytes in [[0; 16], [255; 16], [7; 16]] {
            let id = WalletId::from_bytes(bytes);
            assert_eq!(id.to_string().len(), 26);
            assert_eq!(id.to_string().parse(), Ok(id));
            assert_eq!(id.to_string().to_lowercase().parse(), Ok(id));
        }
    }

    #[test]
    fn later_ids_sort_later() {
        let early = TransactionId::compose(1_000, [255; 10]);
        let late = TransactionId::compose(1_001, [0; 10]);
        assert!(early < late);
        assert!(early.to_string() < late.to_string());
    }

    #[test]
    fn refuses_what_is_no_id() {
        for text in ["", "8ZZZZZZZZZZZZZZZZZZZZZZZZZ", "0000000000000000000000000U", "too-short"] {
            assert_eq!(text.parse::<MemberId>(), Err(NotAnId), "{text}");
        }
    }
}
