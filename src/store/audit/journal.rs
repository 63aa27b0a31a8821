//! Replaying the journal: the records must be what its facts leave behind, one after the other.

use std::collections::{BTreeMap, VecDeque};
use std::ops::ControlFlow;

use sha2::{Digest as _, Sha256};

use super::{AuditReport, Rows, compare, count, count_of, each, expect, written};
use crate::ledger::{Act, Category, Change, Fact, Household, Lesson, Member, Rate, Transaction, Wallet};
use crate::store::error::StoreError;
use crate::store::key;
use crate::store::look::Look;
use crate::store::record::Record;
use crate::store::source::Span;
use crate::store::tables::Table;

/// Half of a record's SHA-256: enough to tell two records apart, and small.
type Print = [u8; 16];

/// The newest record of each thing as the journal has it, by its print. Transactions are too many to be among them.
type Newest = BTreeMap<(Table, [u8; 16]), Print>;

pub(super) fn replay(look: &Look<'_>, report: &mut AuditReport) -> Result<(), StoreError> {
    let mut newest = Newest::new();
    let mut undone = Rows::new();
    let (mut of_household, mut of_transactions) = (0, 0);
    each(look, report, Table::Changes, &mut |report, key, change: Change| {
        report.changes += 1;
        if change.seq != report.changes || key != change.seq.to_be_bytes() {
            report.note(Table::Changes, key, format!("is change {} in place {}", change.seq, report.changes));
        }
        // A change of a household that was deleted only keeps its place.
        if change.act != Act::Erase || !change.facts.is_empty() {
            let key = key::pointing(change.household.to_bytes(), change.seq);
            of_household += expect(look, report, Table::ChangesOfHousehold, &key, &[])?;
        }
        if let Act::Undo { seq } = change.act {
            undone.insert(seq.to_be_bytes().to_vec(), change.seq.to_be_bytes().to_vec());
        }
        of_transactions += pointers(look, &change, report)?;
        for fact in &change.facts {
            follow(fact, key, &mut newest, report)?;
        }
        Ok(())
    })?;
    for (table, right) in
        [(Table::ChangesOfHousehold, of_household), (Table::ChangesOfTransaction, of_transactions)]
    {
        count(look, table, right, report)?;
    }
    compare(look, report, Table::Undone, undone)?;
    settle::<Household>(look, Table::Households, &mut newest, report)?;
    settle::<Member>(look, Table::Members, &mut newest, report)?;
    settle::<Wallet>(look, Table::Wallets, &mut newest, report)?;
    settle::<Lesson>(look, Table::Lessons, &mut newest, report)?;
    settle::<Category>(look, Table::Categories, &mut newest, report)?;
    settle::<Rate>(look, Table::Rates, &mut newest, report)?;
    // What leads from a transaction to its changes is followed where all of it is there, and nothing else is.
    if report.is_whole(Table::ChangesOfTransaction) {
        return settle_transactions(look, report);
    }
    report.note(Table::ChangesOfTransaction, &[], "is broken, so that no transaction was compared");
    Ok(())
}

/// The rows that must lead from a change's transactions to it; notes those that do not.
fn pointers(look: &Look<'_>, change: &Change, report: &mut AuditReport) -> Result<u64, StoreError> {
    let mut ids: Vec<[u8; 16]> = change
        .facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::Transaction { after, .. } => Some(after.id.to_bytes()),
            _ => None,
        })
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let mut rows = 0;
    for id in ids {
        rows += expect(look, report, Table::ChangesOfTransaction, &key::pointing(id, change.seq), &[])?;
    }
    Ok(rows)
}

/// A fact must start where the one before it ended.
fn follow(fact: &Fact, seq: &[u8], newest: &mut Newest, report: &mut AuditReport) -> Result<(), StoreError> {
    let (table, id, before, after) = match fact {
        Fact::Household { before, after } => {
            prints(Table::Households, after.id.to_bytes(), before.as_ref(), after)?
        }
        Fact::Member { before, after } => {
            prints(Table::Members, after.id.to_bytes(), before.as_ref(), after)?
        }
        Fact::Wallet { before, after } => {
            prints(Table::Wallets, after.id.to_bytes(), before.as_ref(), after)?
        }
        Fact::Transaction { .. } => return Ok(()),
        Fact::Lesson { before, after } => {
            prints(Table::Lessons, after.id.to_bytes(), before.as_deref(), after.as_ref())?
        }
        Fact::Category { before, after } => {
            let id = id_of(&key::category(after.household, after.slug));
            prints(Table::Categories, id, before.as_ref(), after)?
        }
        Fact::Rate { before, after } => {
            let id = id_of(&key::rate(after.household, after.currency, after.day));
            prints(Table::Rates, id, before.as_ref(), after)?
        }
    };
    if newest.insert((table, id), after) != before {
        report.note(Table::Changes, seq, broken(&id));
    }
    Ok(())
}

fn broken(id: &[u8]) -> String {
    format!("changes {} from what it was not", key::shown(id))
}

/// Each transaction must be what its changes made of it, each starting where the one before it ended.
fn settle_transactions(look: &Look<'_>, report: &mut AuditReport) -> Result<(), StoreError> {
    let mut changes = Reread::default();
    let mut followed = 0;
    each(look, report, Table::Transactions, &mut |report, key, record: Transaction| {
        let seqs =
            look.gather(Table::ChangesOfTransaction, &Span::of(key), usize::MAX, |key, _| key::pointed(key))?;
        followed += seqs.len() as u64;
        let mut newest = None;
        for seq in seqs {
            for (before, after) in changes.of_transaction(look, seq, &record)? {
                if before != newest {
                    report.note(Table::Changes, &seq.to_be_bytes(), broken(key));
                }
                newest = Some(after);
            }
        }
        match newest {
            Some(right) if right == record => {}
            Some(_) => report.note(Table::Transactions, key, "is not what the journal says"),
            None => report.note(Table::Transactions, key, "is not in the journal"),
        }
        Ok(())
    })?;
    if count_of(look, Table::ChangesOfTransaction)? != followed {
        name_missing(look, report)?;
    }
    Ok(())
}

/// Notes each transaction that the journal tells of, and that is not there.
fn name_missing(look: &Look<'_>, report: &mut AuditReport) -> Result<(), StoreError> {
    let mut last = [0; 16];
    look.scan(Table::ChangesOfTransaction, &Span::all(), &mut |key, _| {
        let id = *key.first_chunk().unwrap_or(&last);
        if id != last && look.bytes(Table::Transactions, &id)?.is_none() {
            report.note(Table::Transactions, &id, "is missing");
        }
        last = id;
        Ok(ControlFlow::Continue(()))
    })
}

/// Changes read once more, to follow a transaction through them. Neighbours often changed together, so the latest
/// changes of many are kept.
#[derive(Default)]
struct Reread(VecDeque<Change>);

/// A transaction before and after a change.
type Turn = (Option<Transaction>, Transaction);

impl Reread {
    const MOST: usize = 8;

    /// What a change did to a transaction.
    fn of_transaction(
        &mut self,
        look: &Look<'_>,
        seq: u64,
        transaction: &Transaction,
    ) -> Result<Vec<Turn>, StoreError> {
        let turns = |change: &Change| {
            let of = change.facts.iter().filter_map(|fact| match fact {
                Fact::Transaction { before, after } if after.id == transaction.id => {
                    Some((before.as_deref().cloned(), after.as_ref().clone()))
                }
                _ => None,
            });
            of.collect()
        };
        if let Some(kept) = self.0.iter().find(|kept| kept.seq == seq) {
            return Ok(turns(kept));
        }
        // One that lies in another place was noted there.
        let Some(change) = look.fetch::<Change>(Table::Changes, &seq.to_be_bytes())? else {
            return Ok(Vec::new());
        };
        let found = turns(&change);
        if change.facts.len() > 1 {
            self.0.truncate(Self::MOST - 1);
            self.0.push_front(change);
        }
        Ok(found)
    }
}

type Step = (Table, [u8; 16], Option<Print>, Print);

fn prints<R: Record>(table: Table, id: [u8; 16], before: Option<&R>, after: &R) -> Result<Step, StoreError> {
    let before = before.map(|before| written(table, before).map(|bytes| print(&bytes))).transpose()?;
    Ok((table, id, before, print(&written(table, after)?)))
}

fn print(bytes: &[u8]) -> Print {
    let whole: [u8; 32] = Sha256::digest(bytes).into();
    std::array::from_fn(|place| whole[place])
}

/// What stands for a key here: itself where it is an id, else its print.
fn id_of(key: &[u8]) -> [u8; 16] {
    key.try_into().unwrap_or_else(|_| print(key))
}

/// The records of a table must be the newest of the journal, all of them and no others. One of an older form is
/// compared as it would be written today.
fn settle<R: Record>(
    look: &Look<'_>,
    table: Table,
    newest: &mut Newest,
    report: &mut AuditReport,
) -> Result<(), StoreError> {
    each(look, report, table, &mut |report, key, record: R| {
        match newest.remove(&(table, id_of(key))) {
            Some(right) if right == print(&written(table, &record)?) => {}
            Some(_) => report.note(table, key, "is not what the journal says"),
            None => report.note(table, key, "is not in the journal"),
        }
        Ok(())
    })?;
    for (_, id) in newest.keys().filter(|(of, _)| *of == table) {
        report.note(table, id, "is missing");
    }
    Ok(())
}
