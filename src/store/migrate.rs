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
pub(super) const STEPS: &[Step] = &[
    Step { name: "create the tables", run: create_tables },
    Step { name: "make room for lessons", run: make_room_for_lessons },
    Step { name: "make room for a household of several", run: make_room_for_several },
    Step { name: "make room for keys, watchers and farewells", run: make_room_for_access },
    Step { name: "make room for notices", run: make_room_for_notices },
];

fn create_tables(pen: &mut Pen<'_>) -> Result<(), StoreError> {
    for table in Table::ALL {
        pen.create(*table)?;
    }
    Ok(())
}

fn make_room_for_lessons(pen: &mut Pen<'_>) -> Result<(), StoreError> {
    for table in [Table::Lessons, Table::LessonsOfHousehold, Table::LessonsOfPhrase] {
        pen.create(table)?;
    }
    Ok(())
}

/// Also lists what was taken back before there was a bin, sums up what reports are read from, and lists each member as a
/// person of their own.
fn make_room_for_several(pen: &mut Pen<'_>) -> Result<(), StoreError> {
    for table in [
        Table::Secrets,
        Table::Voided,
        Table::RefundsOf,
        Table::Attachments,
        Table::AttachmentBytes,
        Table::Tags,
        Table::TransactionsByTag,
        Table::Categories,
        Table::Rates,
        Table::Invitations,
        Table::MembersOfAccount,
        Table::Tokens,
        Table::TokensOfMember,
    ] {
        pen.create(table)?;
    }
    for table in [Table::DayTags, Table::MonthTags, Table::DayPhrases, Table::MonthPhrases] {
        pen.create(table)?;
    }
    for table in [Table::WalletMonths, Table::PartsBySize, Table::PartsByDay] {
        pen.create(table)?;
    }
    pen.list_accounts()?;
    pen.sum_up()
}

fn make_room_for_access(pen: &mut Pen<'_>) -> Result<(), StoreError> {
    for table in [
        Table::SecondFactors,
        Table::Security,
        Table::Retention,
        Table::Farewells,
        Table::Receipts,
        Table::Webhooks,
        Table::Deliveries,
        Table::DeliveriesDue,
        Table::SigningKeys,
        Table::Passkeys,
        Table::PasskeysOfAccount,
    ] {
        pen.create(table)?;
    }
    Ok(())
}

fn make_room_for_notices(pen: &mut Pen<'_>) -> Result<(), StoreError> {
    for table in
        [Table::Subscriptions, Table::SubscriptionsOfMember, Table::Wishes, Table::Notices, Table::NoticesDue]
    {
        pen.create(table)?;
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

/// Takes every step from schema `from` on; fails with the name of the step that did.
pub(super) fn migrate(engine: &Engine, steps: &[Step], from: u64) -> Result<(), (&'static str, StoreError)> {
    for (place, step) in (0_u64..).zip(steps).filter(|(place, _)| *place >= from) {
        take(engine, step, place + 1).map_err(|error| (step.name, error))?;
        tracing::info!(schema = place + 1, step = step.name, "the store was migrated");
    }
    Ok(())
}

fn take(engine: &Engine, step: &Step, schema: u64) -> Result<(), StoreError> {
    let transaction = engine.begin_write()?;
    let mut pen = Pen::on(Source::writing(&transaction));
    (step.run)(&mut pen)?;
    pen.put_meta(meta::SCHEMA, schema)?;
    drop(pen);
    transaction.commit().map_err(super::error::engine)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::store::open::open_file;
    use crate::store::{OpenError, Store, StoreOptions};

    const NOTE: &str = "note";

    fn shout(pen: &mut Pen<'_>) -> Result<(), StoreError> {
        let note = pen.setting(NOTE)?.unwrap_or_default();
        pen.put_setting(NOTE, &note.to_ascii_uppercase())
    }

    fn ask(pen: &mut Pen<'_>) -> Result<(), StoreError> {
        let mut note = pen.setting(NOTE)?.unwrap_or_default();
        note.push(b'?');
        pen.put_setting(NOTE, &note)
    }

    fn give_up(pen: &mut Pen<'_>) -> Result<(), StoreError> {
        pen.delete_setting(NOTE)?;
        Err(StoreError::Missing { noun: "reason", id: "to go on".to_owned() })
    }

    const FIRST: Step = Step { name: "create the tables", run: create_tables };
    const SHOUT: Step = Step { name: "shout", run: shout };
    const ASK: Step = Step { name: "ask", run: ask };
    const GIVE_UP: Step = Step { name: "give up", run: give_up };

    fn open(path: &Path, steps: &[Step]) -> Result<Store, OpenError> {
        open_file(path, StoreOptions::default(), steps, false)
    }

    fn note(store: &Store) -> Vec<u8> {
        store.read(|look| look.setting(NOTE)).unwrap().unwrap()
    }

    /// A folder with a store of schema 1 that says "halo".
    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let store = open(&folder.path().join("store"), &[FIRST]).unwrap();
        store.write(|pen| pen.put_setting(NOTE, b"halo")).unwrap();
        folder
    }

    #[test]
    fn an_older_store_takes_each_missing_step_once_and_is_kept_as_it_was() {
        let folder = folder();
        let path = folder.path().join("store");
        let steps = [FIRST, SHOUT, ASK];
        assert_eq!(note(&open(&path, &steps).unwrap()), b"HALO?");
        assert_eq!(note(&open(&path, &steps).unwrap()), b"HALO?", "no step is taken twice");

        let copy = folder.path().join("store.schema-1");
        assert_eq!(note(&open(&copy, &[FIRST]).unwrap()), b"halo", "the way back");
        let mut names: Vec<_> =
            std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["store", "store.schema-1"]);
    }

    #[test]
    fn a_new_store_takes_every_step_and_leaves_no_copy() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store");
        assert_eq!(note(&open(&path, &[FIRST, SHOUT, ASK]).unwrap()), b"?");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_newer_store_is_refused_with_both_numbers() {
        let folder = folder();
        let path = folder.path().join("store");
        drop(open(&path, &[FIRST, SHOUT, ASK]).unwrap());
        let refused = open(&path, &[FIRST, SHOUT]).unwrap_err();
        assert!(matches!(refused, OpenError::Newer { found: 3, known: 2 }), "{refused}");
        assert!(refused.to_string().contains("start the newer version"), "{refused}");
        assert_eq!(note(&open(&path, &[FIRST, SHOUT, ASK]).unwrap()), b"HALO?");
    }

    #[test]
    fn a_step_that_fails_leaves_the_store_at_the_step_before() {
        let folder = folder();
        let path = folder.path().join("store");
        let failed = open(&path, &[FIRST, SHOUT, GIVE_UP]).unwrap_err();
        assert!(matches!(failed, OpenError::NotMigrated { step: "give up", .. }), "{failed}");
        assert_eq!(note(&open(&path, &[FIRST, SHOUT]).unwrap()), b"HALO");
    }
}
