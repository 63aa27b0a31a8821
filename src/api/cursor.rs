//! A place in a list, as a client carries it: opaque to them, checked when it comes back.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::problem::{Code, Problem};
use crate::app::{FoundPlace, Sort};
use crate::ledger::TransactionId;

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
