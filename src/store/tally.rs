//! What a store holds, in figures that tell two stores apart: a copy is a copy when both come to the same.

use std::collections::BTreeMap;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::Store;
use super::disk::{FileDisk, Opened};
use super::error::{OpenError, StoreError};
use super::look::{Look, record_of, unreadable};
use super::migrate::schema_of;
use super::open::{StoreOptions, not_opened, open_engine, unreachable_at};
use super::source::{Source, Span};
use super::tables::Table;
use super::{error::Unreadable, meta};
use crate::ledger::{Money, WalletId};

/// The figures of one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    pub schema: u64,
    /// The newest change's seq.
    pub head: u64,
    /// Voided ones too.
    pub transactions: u64,
    /// Of all tables.
    pub rows: u64,
    /// SHA-256 of every row of every table.
    pub digest: [u8; 32],
    pub balances: BTreeMap<WalletId, Money>,
}

impl Store {
    /// Counts what it holds now, on one snapshot. It reads the whole store.
    pub fn tally(&self) -> Result<Tally, StoreError> {
        self.read(|look| {
            let mut counting = Counting::default();
            for table in Table::ALL {
                look.scan(*table, &Span::all(), &mut |key, value| {
                    counting.row(*table, key, value);
                    Ok(ControlFlow::Continue(()))
                })?;
            }
            counting.end(look)
        })
    }

    /// Counts what the store in that file holds, every page of it held against its checksum, and without bringing it
    /// up to date. It must not be open anywhere.
    pub fn tally_of(path: &Path) -> Result<Tally, OpenError> {
        let disk = match FileDisk::open(path).map_err(|source| unreachable_at(path, source))? {
            Opened::Existing(disk) => disk,
            Opened::Fresh(_) | Opened::InUse => return Err(OpenError::InUse),
        };
        let engine = open_engine(path, Arc::new(disk), StoreOptions::default(), false, true)?;
        let failed = |error| not_opened(path, error);
        let found = schema_of(&engine).map_err(failed)?.filter(|schema| *schema > 0);
        let found = found.ok_or(OpenError::NotAStore)?;
        let known = Self::schema();
        if found > known {
            return Err(OpenError::Newer { found, known });
        }
        let (_, begun) = engine.begin_read();
        let look = Look::at(Source::snapshot(begun.map_err(|fault| failed(fault.into()))?));
        let counted = count(&look).map_err(failed);
        drop(look);
        engine.close().map_err(|fault| failed(fault.into()))?;
        counted
    }

    /// Whether the store in that file is open in some process. A file that is not there is not.
    pub fn is_open_elsewhere(path: &Path) -> io::Result<bool> {
        if !path.exists() {
            return Ok(false);
        }
        Ok(matches!(FileDisk::open(path)?, Opened::InUse))
    }
}

/// Tables that a later schema added are not there yet.
fn count(look: &Look<'_>) -> Result<Tally, StoreError> {
    let mut counting = Counting::default();
    for table in Table::ALL {
        if look.source.has(*table).map_err(|fault| look.heed(fault))? {
            look.scan(*table, &Span::all(), &mut |key, value| {
                counting.row(*table, key, value);
                Ok(ControlFlow::Continue(()))
            })?;
        }
    }
    counting.end(look)
}

/// Counts rows as they come by.
#[derive(Default)]
pub(super) struct Counting {
    hash: Sha256,
    pub(super) rows: u64,
    transactions: u64,
}

impl Counting {
    pub(super) fn row(&mut self, table: Table, key: &[u8], value: &[u8]) {
        // Each part with its length, so that no two different stores read alike.
        for part in [table.name().as_bytes(), key, value] {
            self.hash.update((part.len() as u64).to_be_bytes());
            self.hash.update(part);
        }
        self.rows += 1;
        self.transactions += u64::from(table == Table::Transactions);
    }

    /// `look` is what the rows came from.
    pub(super) fn end(self, look: &Look<'_>) -> Result<Tally, StoreError> {
        let mut balances = BTreeMap::new();
        look.scan(Table::Balances, &Span::all(), &mut |key, value| {
            let id: [u8; 16] = key
                .try_into()
                .map_err(|_| unreadable(Table::Balances, key, Unreadable("the key is no wallet")))?;
            let balance: Money = record_of(Table::Balances, key, value)?;
            balances.insert(WalletId::from_bytes(id), balance);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(Tally {
            schema: look.meta(meta::SCHEMA)?,
            head: look.head()?,
            transactions: self.transactions,
            rows: self.rows,
            digest: self.hash.finalize().into(),
            balances,
        })
    }
}
