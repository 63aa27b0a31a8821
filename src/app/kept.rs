//! What a verb keeps under one name of the store's small settings: a version byte, then postcard of a form of its own. A
//! form is never edited once released; a changed one gets the next version.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// What was kept; what cannot be read, such as what a later version wrote, is as if nothing had been kept.
pub(super) fn read<F: DeserializeOwned>(version: u8, bytes: Option<Vec<u8>>) -> Option<F> {
    let bytes = bytes?;
    let (written, body) = bytes.split_first()?;
    if *written == version { postcard::from_bytes(body).ok() } else { None }
}

/// Numbers, texts and lists of them always become bytes.
pub(super) fn write<F: Serialize>(version: u8, form: &F) -> Vec<u8> {
    postcard::to_extend(form, vec![version]).unwrap_or_default()
}
