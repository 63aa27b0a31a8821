//! Taking back.

use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};

use super::Tags;
use super::caller::Caller;
use super::problem::{Refused, Undoing, UndoingLatest};
use super::reply::Shown;
use super::transactions::{Transaction, unexpected};
use crate::app::{Error, Outcome};

#[derive(Debug)]
pub(super) struct Changes;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Changes")]
impl Changes {
    /// Undo a change
    ///
    /// Takes the whole act back. Undoing an undo restores. Refused as `stale` when one of its transactions was
    /// changed since, and as `gone` when it was taken back already.
    #[oai(path = "/changes/:seq/undo", method = "post", operation_id = "undo_change")]
    async fn undo(&self, caller: Caller, seq: Path<u64>) -> Result<Shown<Undone>, Refused<Undoing>> {
        Ok(Shown(caller.run(move |me| Undone::of(&me.undo(seq.0)?)).await?))
    }

    /// Undo my newest change
    ///
    /// Takes back the newest act of the caller that still stands.
    #[oai(path = "/undo", method = "post", operation_id = "undo_newest")]
    async fn undo_newest(&self, caller: Caller) -> Result<Shown<Undone>, Refused<UndoingLatest>> {
        Ok(Shown(caller.run(|me| Undone::of(&me.undo_newest()?)).await?))
    }
}

/// What taking back did.
#[derive(Debug, Object)]
pub(super) struct Undone {
    /// The position of the new change in the journal: undoing it restores.
    pub change: u64,
    /// The transactions as they are now.
    pub transactions: Vec<Transaction>,
}

impl Undone {
    fn of(outcome: &Outcome) -> Result<Self, Error> {
        let Outcome::Undone { change, transactions, .. } = outcome else { return Err(unexpected(outcome)) };
        Ok(Self { change: *change, transactions: Transaction::all(transactions)? })
    }
}
