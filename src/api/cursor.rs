//! A place in a list, as a client carries it: opaque to them, checked when it comes back.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::problem::{Code, Problem};
use crate::app::Place;
use crate::ledger::{Day, TransactionId};

/// Leads the bytes, so that another kind of place can come later.
const VERSION: u8 = 1;

/// Version, day as four big-endian bytes, id.
pub(super) fn write(place: Place) -> String {
    let mut bytes = vec![VERSION];
    bytes.extend(place.day.number().to_be_bytes());
    bytes.extend(place.id.to_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(super) fn read(text: &str) -> Result<Place, Problem> {
    parse(text).ok_or_else(|| Problem::new(Code::BadCursor))
}

fn parse(text: &str) -> Option<Place> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (version, rest) = bytes.split_first()?;
    let (day, id) = rest.split_first_chunk::<4>()?;
    if *version != VERSION {
        return None;
    }
    Some(Place {
        day: Day::from_number(u32::from_be_bytes(*day)).ok()?,
        id: TransactionId::from_bytes(id.try_into().ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_comes_back_as_it_went() {
        let place = Place { day: "2026-11-22".parse().unwrap(), id: TransactionId::from_bytes([7; 16]) };
        let text = write(place);
        assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)), "{text}");
        assert_eq!(read(&text).unwrap(), place);
    }

    #[test]
    fn anything_else_is_refused() {
        let good =
            write(Place { day: "2026-11-22".parse().unwrap(), id: TransactionId::from_bytes([7; 16]) });
        let longer = format!("{good}AAAA");
        let other_version = format!("B{}", &good[1..]);
        for text in ["", "x", "!!!", &good[..good.len() - 2], &longer, &other_version] {
            assert_eq!(read(text).unwrap_err().code, Code::BadCursor, "{text}");
        }
    }
}
