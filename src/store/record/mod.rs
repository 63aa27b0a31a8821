//! Values: a version byte, then postcard of a form of our own.
//!
//! A form is what is on the disk; a domain type is what the rules know. They are never the same struct, so that
//! the rules may change without a stored byte changing its meaning. Postcard writes fields and variants by
//! position: **a form is never edited** once released, except by a new variant at the end of an enum. A changed
//! form gets the next version, and its type learns to read the older one in [`Record::restore_older`].

mod account;
mod attachment;
mod category;
mod change;
mod chat;
mod draft;
mod factor;
mod farewell;
mod household;
mod invitation;
mod lesson;
mod notice;
mod passkey;
mod retention;
mod security;
mod signing;
mod token;
mod transaction;
mod wallet;
mod webhook;

use std::net::IpAddr;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::Unreadable;
use super::key;
use crate::ledger::{CategorySlug, Channel, Currency, Day, Money, Permille, Timestamp};

/// A type that tables hold.
pub(super) trait Record: Sized {
    /// What is written.
    type Form: Serialize + DeserializeOwned;
    /// Of the form that is written, from 1.
    const VERSION: u8 = 1;

    fn form(&self) -> Self::Form;

    fn restore(form: Self::Form) -> Result<Self, Unreadable>;

    /// Reads a form of an earlier version.
    fn restore_older(_version: u8, _body: &[u8]) -> Result<Self, Unreadable> {
        Err(Unreadable("the record has a version this catatduit does not know"))
    }
}

pub(super) fn write<R: Record>(record: &R) -> Result<Vec<u8>, Unreadable> {
    postcard::to_extend(&record.form(), vec![R::VERSION])
        .map_err(|_| Unreadable("the record cannot be written"))
}

pub(super) fn read<R: Record>(bytes: &[u8]) -> Result<R, Unreadable> {
    let (version, body) = bytes.split_first().ok_or(Unreadable("the record is empty"))?;
    if *version == R::VERSION { R::restore(body_of(body)?) } else { R::restore_older(*version, body) }
}

/// A form from all of its bytes: bytes left over mean that it is another form.
fn body_of<F: DeserializeOwned>(body: &[u8]) -> Result<F, Unreadable> {
    match postcard::take_from_bytes(body) {
        Ok((form, [])) => Ok(form),
        Ok(_) => Err(Unreadable("the record is longer than its form")),
        Err(_) => Err(Unreadable("the record is not what its version says")),
    }
}

/// Nanoseconds since 1970: instants come back exactly as they went in.
pub(super) type MomentForm = i128;

pub(super) fn moment_form(at: Timestamp) -> MomentForm {
    at.as_nanosecond()
}

pub(super) fn moment(form: MomentForm) -> Result<Timestamp, Unreadable> {
    Timestamp::from_nanosecond(form).map_err(|_| Unreadable("not a moment"))
}

/// The 4 or 16 bytes of a network address; none: it is not known.
type AddressForm = Vec<u8>;

fn address_form(address: Option<IpAddr>) -> AddressForm {
    match address {
        None => Vec::new(),
        Some(IpAddr::V4(address)) => address.octets().to_vec(),
        Some(IpAddr::V6(address)) => address.octets().to_vec(),
    }
}

fn address(form: &[u8]) -> Result<Option<IpAddr>, Unreadable> {
    if let Ok(bytes) = <[u8; 4]>::try_from(form) {
        return Ok(Some(bytes.into()));
    }
    match <[u8; 16]>::try_from(form) {
        Ok(bytes) => Ok(Some(bytes.into())),
        Err(_) if form.is_empty() => Ok(None),
        Err(_) => Err(Unreadable("not an address")),
    }
}

/// Minor units and ISO 4217 code.
pub(super) type MoneyForm = (i64, [u8; 3]);

pub(super) fn money_form(money: Money) -> MoneyForm {
    (money.minor(), money.currency().to_bytes())
}

pub(super) fn money((minor, code): MoneyForm) -> Result<Money, Unreadable> {
    Ok(Money::new(minor, currency(code)?))
}

fn currency(code: [u8; 3]) -> Result<Currency, Unreadable> {
    key::currency_of(code)
}

fn day(number: u32) -> Result<Day, Unreadable> {
    Day::from_number(number).map_err(|_| Unreadable("not a day"))
}

fn category(slug: &str) -> Result<CategorySlug, Unreadable> {
    slug.parse().map_err(|_| Unreadable("not a category"))
}

fn permille(thousandths: u16) -> Result<Permille, Unreadable> {
    if thousandths <= Permille::FULL.get() {
        Ok(Permille::new(thousandths))
    } else {
        Err(Unreadable("not a probability"))
    }
}

pub(super) fn channel(byte: u8) -> Result<Channel, Unreadable> {
    match byte {
        1 => Ok(Channel::Telegram),
        2 => Ok(Channel::Web),
        3 => Ok(Channel::Api),
        4 => Ok(Channel::Box),
        _ => Err(Unreadable("not a channel")),
    }
}

/// A list, or the first thing wrong in it.
fn each<A, B>(list: Vec<A>, one: impl Fn(A) -> Result<B, Unreadable>) -> Result<Vec<B>, Unreadable> {
    list.into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    struct Word(String);

    impl Record for Word {
        type Form = (String, u8);
        const VERSION: u8 = 2;

        fn form(&self) -> Self::Form {
            (self.0.clone(), 7)
        }

        fn restore((word, _): Self::Form) -> Result<Self, Unreadable> {
            Ok(Self(word))
        }

        fn restore_older(version: u8, body: &[u8]) -> Result<Self, Unreadable> {
            match version {
                1 => Ok(Self(body_of(body)?)),
                _ => Err(Unreadable("unknown")),
            }
        }
    }

    #[test]
    fn an_older_form_is_still_read_and_an_unknown_one_refused() {
        let word = Word("warung".to_owned());
        assert_eq!(write(&word).unwrap()[0], 2);
        assert_eq!(read(&write(&word).unwrap()), Ok(Word("warung".to_owned())));
        let older = postcard::to_extend(&"warung", vec![1_u8]).unwrap();
        assert_eq!(read(&older), Ok(Word("warung".to_owned())));
        assert_eq!(read::<Word>(&[3, 0]), Err(Unreadable("unknown")));
    }

    #[test]
    fn no_damaged_record_is_taken_for_a_whole_one() {
        let whole = write(&Word("warung".to_owned())).unwrap();
        for cut in 0..whole.len() {
            assert!(read::<Word>(&whole[..cut]).is_err(), "cut to {cut}");
        }
        let longer = [whole.as_slice(), &[0]].concat();
        assert_eq!(read::<Word>(&longer), Err(Unreadable("the record is longer than its form")));
    }
}
