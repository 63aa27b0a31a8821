//! Moving a store from the layout it has to the layout this catatduit knows.
//!
//! Each step is a named function with a fixed number: the step at place `n` moves schema `n` to `n + 1`, and the
//! number moves in the same write as its work. Steps are never edited once released. Before the first step a copy
//! of the whole file is put beside it, so that the way back is a rename.

use super::engine::Engine;
use super::error::StoreError;
use super::look::Look;
use super::meta;
use super::pen::Pen;
use super::source::Source;
use super::tables::Table;

/// One step from a layout to the next.
pub(super) struct Step {
    /// What it does, for logs and errors.
    pub(super) name: &'static str,
    pub(super) run: fn(&mut Pen<'_>) -> Result<(), StoreError>,
}

/// Every step there ever was.
pub(super) const STEPS: &[Step] = &[Step { name: "create the tables", run: create_tables }];

fn create_tables(pen: &mut Pen<'_>) -> Result<(), StoreError> {
    for table in Table::ALL {
        pen.create(*table)?;
    }
    Ok(())
}

/// The schema of an open store; `None` when it is no store of ours.
pub(super) fn schema_of(engine: &Engine) -> Result<Option<u64>, StoreError> {
    let (_, begun) = engine.begin_read();
    let look = Look::at(Source::snapshot(begun?));
    if !look.source.has(Table::Meta)? {
        return Ok(None);
    }
    look.meta(meta::SCHEMA).map(Some)
}

/// Takes every step from schema `from` on.
pub(super) fn migrate(engine: &Engine, steps: &[Step], from: u64) -> Result<(), StoreError> {
    for (place, step) in (0_u64..).zip(steps).filter(|(place, _)| *place >= from) {
        let transaction = engine.begin_write()?;
        let mut pen = Pen::on(Source::writing(&transaction));
        (step.run)(&mut pen)?;
        pen.put_meta(meta::SCHEMA, place + 1)?;
        drop(pen);
        transaction.commit().map_err(super::error::engine)?;
        tracing::info!(schema = place + 1, step = step.name, "the store was migrated");
    }
    Ok(())
}
