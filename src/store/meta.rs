//! What the store knows of itself.

use super::error::{StoreError, Unreadable};
use super::key;
use super::look::{Look, unreadable};
use super::pen::Pen;
use super::tables::Table;

/// The name of one number in the table about the store itself.
pub(super) type Name = [u8; 16];

/// The version of the whole layout, moved by migrations.
pub(super) const SCHEMA: &Name = b"schema\0\0\0\0\0\0\0\0\0\0";
/// How many commits there were: tells, after a commit was cut off, whether it is in the file.
pub(super) const COMMITS: &Name = b"commits\0\0\0\0\0\0\0\0\0";
/// The last place given in the outgoing queue.
pub(super) const PLACE: &Name = b"outgoing-place\0\0";

impl Look<'_> {
    /// 0 when it was never set.
    pub(super) fn meta(&self, name: &Name) -> Result<u64, StoreError> {
        let Some(bytes) = self.bytes(Table::Meta, name)? else { return Ok(0) };
        key::Parts::of(&bytes, 8)
            .and_then(|mut parts| parts.number())
            .map_err(|Unreadable(_)| unreadable(Table::Meta, name, Unreadable("not a number of 8 bytes")))
    }
}

impl Pen<'_> {
    pub(super) fn put_meta(&mut self, name: &Name, number: u64) -> Result<(), StoreError> {
        self.put_bytes(Table::Meta, name, &number.to_be_bytes())
    }
}
