//! A place in a list, as a client carries it: opaque to them, checked when it comes back.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::problem::{Code, Problem};
use crate::app::{AuditPlace, BinPlace, FoundPlace, LogPlace, Sort};
use crate::ledger::{DeliveryId, Timestamp, TransactionId};

/// Leads the bytes, so that another kind of place can come later.
const VERSION: u8 = 2;

/// Version, order, direction, nearness, key as eight big-endian bytes, id.
pub(super) fn write(place: FoundPlace, sort: Sort, ascending: bool) -> String {
    let mut bytes = vec![VERSION, number(sort), u8::from(ascending), place.nearness];
    bytes.extend(place.key.to_be_bytes());
    bytes.extend(place.id.to_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A place in a list of that order; one of another is none.
pub(super) fn read(text: &str, sort: Sort, ascending: bool) -> Result<FoundPlace, Problem> {
    parse(text, sort, ascending).ok_or_else(|| Problem::new(Code::BadCursor))
}

/// Leads the bytes of a place in the bin.
const BIN: u8 = 3;

/// [`BIN`], milliseconds since 1970 as eight big-endian bytes, id.
pub(super) fn write_bin(place: BinPlace) -> String {
    let mut bytes = vec![BIN];
    bytes.extend(place.voided.as_millisecond().to_be_bytes());
    bytes.extend(place.id.to_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(super) fn read_bin(text: &str) -> Result<BinPlace, Problem> {
    parse_bin(text).ok_or_else(|| Problem::new(Code::BadCursor))
}

fn parse_bin(text: &str) -> Option<BinPlace> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (kind, rest) = bytes.split_first()?;
    let (at, id) = rest.split_first_chunk::<8>()?;
    if *kind != BIN {
        return None;
    }
    Some(BinPlace {
        voided: Timestamp::from_millisecond(i64::from_be_bytes(*at)).ok()?,
        id: TransactionId::from_bytes(id.try_into().ok()?),
    })
}

/// Leads the bytes of a place among a webhook's calls.
const DELIVERY: u8 = 5;

/// [`DELIVERY`], id.
pub(super) fn write_delivery(id: DeliveryId) -> String {
    let mut bytes = vec![DELIVERY];
    bytes.extend(id.to_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(super) fn read_delivery(text: &str) -> Result<DeliveryId, Problem> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok();
    let id = bytes.as_deref().and_then(<[u8]>::split_first).filter(|(kind, _)| **kind == DELIVERY);
    let id = id.and_then(|(_, id)| id.try_into().ok());
    id.map(DeliveryId::from_bytes).ok_or_else(|| Problem::new(Code::BadCursor))
}

/// Leads the bytes of a place in the log.
const LOG: u8 = 7;

/// [`LOG`], the place in its own bytes.
pub(super) fn write_log(place: &LogPlace) -> String {
    let mut bytes = vec![LOG];
    bytes.extend(place.to_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(super) fn read_log(text: &str) -> Result<LogPlace, Problem> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok();
    let place = bytes.as_deref().and_then(<[u8]>::split_first).filter(|(kind, _)| **kind == LOG);
    place.and_then(|(_, place)| LogPlace::of_bytes(place)).ok_or_else(|| Problem::new(Code::BadCursor))
}

/// Leads the bytes of a place among what was done.
const AUDIT: u8 = 4;

/// [`AUDIT`], the positions in the journal and in the log as eight big-endian bytes each.
pub(super) fn write_audit(place: AuditPlace) -> String {
    let mut bytes = vec![AUDIT];
    bytes.extend(place.change.to_be_bytes());
    bytes.extend(place.event.to_be_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(super) fn read_audit(text: &str) -> Result<AuditPlace, Problem> {
    parse_audit(text).ok_or_else(|| Problem::new(Code::BadCursor))
}

fn parse_audit(text: &str) -> Option<AuditPlace> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (kind, rest) = bytes.split_first()?;
    let (change, event) = rest.split_first_chunk::<8>()?;
    let place =
        AuditPlace { change: u64::from_be_bytes(*change), event: u64::from_be_bytes(event.try_into().ok()?) };
    (*kind == AUDIT).then_some(place)
}

fn parse(text: &str, sort: Sort, ascending: bool) -> Option<FoundPlace> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (head, rest) = bytes.split_first_chunk::<4>()?;
    let (key, id) = rest.split_first_chunk::<8>()?;
    let [version, of_sort, of_direction, nearness] = *head;
    let is_of_list = [version, of_sort, of_direction] == [VERSION, number(sort), u8::from(ascending)];
    let place = FoundPlace {
        nearness,
        key: u64::from_be_bytes(*key),
        id: TransactionId::from_bytes(id.try_into().ok()?),
    };
    // In the order of days a key of no day is of no list.
    (is_of_list && (sort != Sort::Day || place.day().is_some())).then_some(place)
}

const fn number(sort: Sort) -> u8 {
    match sort {
        Sort::Day => 1,
        Sort::Amount => 2,
        Sort::Recorded => 3,
        Sort::Best => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_comes_back_as_it_went() {
        let place = FoundPlace::of_day("2026-11-22".parse().unwrap(), TransactionId::from_bytes([7; 16]));
        let best = FoundPlace { nearness: 2, key: u64::MAX, ..place };
        for (place, sort, ascending) in [
            (place, Sort::Day, false),
            (place, Sort::Day, true),
            (best, Sort::Best, false),
            (best, Sort::Amount, true),
        ] {
            let text = write(place, sort, ascending);
            assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)), "{text}");
            assert_eq!(read(&text, sort, ascending).unwrap(), place);
        }
    }

    #[test]
    fn a_place_in_the_bin_is_none_in_the_list() {
        let at = Timestamp::from_millisecond(1_795_000_000_123).unwrap();
        let place = BinPlace { voided: at, id: TransactionId::from_bytes([7; 16]) };
        let text = write_bin(place);
        assert_eq!(read_bin(&text).unwrap(), place);
        assert!(parse(&text, Sort::Day, false).is_none());
        for text in ["", "x", &text[..text.len() - 2]] {
            assert_eq!(read_bin(text).unwrap_err().code, Code::BadCursor, "{text}");
        }
    }

    #[test]
    fn a_place_among_what_was_done_is_none_in_the_bin() {
        let place = AuditPlace { change: 77, event: u64::MAX };
        let text = write_audit(place);
        assert_eq!(read_audit(&text).unwrap(), place);
        assert!(parse_bin(&text).is_none());
        for text in ["", "x", &text[..text.len() - 2]] {
            assert_eq!(read_audit(text).unwrap_err().code, Code::BadCursor, "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        let place = FoundPlace::of_day("2026-11-22".parse().unwrap(), TransactionId::from_bytes([7; 16]));
        let good = write(place, Sort::Day, false);
        let longer = format!("{good}AAAA");
        let other_version = format!("B{}", &good[1..]);
        let no_day = write(FoundPlace { key: u64::MAX, ..place }, Sort::Day, false);
        let other_order = write(place, Sort::Amount, false);
        let other_way = write(place, Sort::Day, true);
        let rows = [
            "",
            "x",
            "!!!",
            &good[..good.len() - 2],
            &longer,
            &other_version,
            &no_day,
            &other_order,
            &other_way,
        ];
        for text in rows {
            assert_eq!(read(text, Sort::Day, false).unwrap_err().code, Code::BadCursor, "{text}");
        }
    }
}
