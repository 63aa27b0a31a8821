//! Writing a store anew: what it holds now, and nothing of what its file held before.

use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use super::Store;
use super::disk::{FileDisk, Opened};
use super::engine::{Engine, NotOpen};
use super::error::StoreError;
use super::look::Look;
use super::open::StoreOptions;
use super::pen::Pen;
use super::source::{Source, Span};
use super::tables::Table;

impl Store {
    /// Writes what the store holds at this moment into a new file at `path`, which only its owner may read. Of what was
    /// deleted or replaced before, not a byte gets there. Writes go on meanwhile.
    pub fn copy_to(&self, path: &Path) -> Result<(), StoreError> {
        let disk = match FileDisk::open(path).map_err(broken)? {
            Opened::Fresh(disk) => disk,
            Opened::Existing(_) | Opened::InUse => return Err(broken(io::ErrorKind::AlreadyExists.into())),
        };
        let engine =
            Engine::open(Arc::new(disk), StoreOptions::default(), false).map_err(|why| match why {
                NotOpen::Disk(error) => broken(error),
                NotOpen::Damaged(why) => StoreError::Damaged(why),
            })?;
        self.read(|look| fill(&engine, look))?;
        engine.close()?;
        FileDisk::establish(path).map_err(broken)
    }
}

fn fill(engine: &Engine, look: &Look<'_>) -> Result<(), StoreError> {
    let transaction = engine.begin_write()?;
    let mut pen = Pen::on(Source::writing(&transaction));
    for table in Table::ALL {
        pen.create(*table)?;
        look.scan(*table, &Span::all(), &mut |key, value| {
            pen.put_bytes(*table, key, value)?;
            Ok(ControlFlow::Continue(()))
        })?;
    }
    drop(pen);
    transaction.commit().map_err(super::error::engine)
}

fn broken(error: io::Error) -> StoreError {
    if super::error::is_full(&error) { StoreError::Full } else { StoreError::Io(Arc::new(error)) }
}
