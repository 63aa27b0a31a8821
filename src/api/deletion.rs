//! Going for good: asking for it, calling it off, and its receipt.

use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};

use super::Tags;
use super::body::Body;
use super::caller::{Caller, Visitor};
use super::problem::{Code, Looking, Making, Refusals, Refused, refusals};
use super::reply::{Done, Made, Once, Shown};
use super::scalar::{Instant, Nullable};
use super::view::MemberRef;
use crate::app;

#[derive(Debug)]
pub(super) struct Deletions;

refusals! {
    /// Calling something off that may have begun.
    CallingOff: Unauthenticated Forbidden CrossSite Missing Gone;
    /// Something by its code, open to everyone.
    ByCode: Malformed Missing;
}

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Members")]
impl Deletions {
    /// Look at deletions to come
    ///
    /// The caller's own, and the household's.
    #[oai(path = "/deletion", method = "get", operation_id = "look_at_deletion")]
    async fn look(&self, caller: Caller) -> Result<Shown<DeletionsToCome>, Refused<Looking>> {
        Ok(Shown(caller.run(|me| Ok(me.goings()?.into())).await?))
    }

    /// Ask to be deleted
    ///
    /// In seven days, in which it can be called off: the caller's membership ends in every household of the box that
    /// they are in, and what they wrote is erased: the words of their records, pictures, lessons, drafts, their name.
    /// The amounts stay in the household's sums, and the words of others do. The last owner hands over first, or
    /// deletes the household. The receipt's code is in this reply and nowhere else.
    #[oai(path = "/deletion/account", method = "post", operation_id = "ask_for_deletion")]
    async fn ask(
        &self,
        caller: Caller,
        confirm: Body<Confirmation>,
    ) -> Result<Once<Made<AskedFor>>, Refused<Making>> {
        let name = confirm.0.name;
        Ok(Once(Made(caller.run(move |me| Ok(me.ask_to_go(&name)?.into())).await?)))
    }

    /// Stay
    ///
    /// Calls the caller's own deletion off.
    #[oai(path = "/deletion/account", method = "delete", operation_id = "call_off_deletion")]
    async fn call_off(&self, caller: Caller) -> Result<Done, Refused<CallingOff>> {
        caller.run(|me| me.stay()).await?;
        Ok(Done)
    }

    /// Ask for the household to be deleted
    ///
    /// In seven days, in which every owner can call it off: with its members, wallets, records and everything else in
    /// it. Members hear of it at once and on the day before. Only by an owner. The receipt's code is in this reply and
    /// nowhere else.
    #[oai(path = "/deletion/household", method = "post", operation_id = "ask_for_household_deletion")]
    async fn ask_for_household(
        &self,
        caller: Caller,
        confirm: Body<Confirmation>,
    ) -> Result<Once<Made<AskedFor>>, Refused<Making>> {
        let name = confirm.0.name;
        Ok(Once(Made(caller.run(move |me| Ok(me.as_owner()?.ask_to_close(&name)?.into())).await?)))
    }

    /// Keep the household
    ///
    /// Calls its deletion off. Only by an owner.
    #[oai(path = "/deletion/household", method = "delete", operation_id = "call_off_household_deletion")]
    async fn keep_household(&self, caller: Caller) -> Result<Done, Refused<CallingOff>> {
        caller.run(|me| me.as_owner()?.keep_household()).await?;
        Ok(Done)
    }

    /// Look at a receipt
    ///
    /// What a deletion came to, for whoever has its code; before it is done, when that will be. It names nobody.
    #[oai(path = "/receipts/:code", method = "get", operation_id = "look_at_receipt")]
    async fn receipt(
        &self,
        visitor: Visitor,
        /// As it was given when the deletion was asked for.
        #[oai(validator(max_length = 64))]
        code: Path<String>,
    ) -> Result<Shown<Receipt>, Refused<ByCode>> {
        Ok(Shown(visitor.run(move |app| Ok(app.receipt(&code.0)?.into())).await?))
    }
}

/// The name of what is to be deleted, so that nobody does it by mistake.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct Confirmation {
    /// For a person, their own name; for a household, its name.
    #[oai(validator(min_length = 1, max_length = 60))]
    name: String,
}

/// The deletions to come that concern a member.
#[derive(Debug, Object)]
pub(super) struct DeletionsToCome {
    /// Their own.
    pub account: Nullable<Deletion>,
    /// The household's.
    pub household: Nullable<Deletion>,
}

/// A deletion to come.
#[derive(Debug, Object)]
pub(super) struct Deletion {
    pub asked: Instant,
    /// Until then it can be called off.
    pub due: Instant,
    /// Who asked for it.
    pub by: MemberRef,
}

/// A deletion that was asked for.
#[derive(Debug, Object)]
#[oai(rename = "DeletionAskedFor")]
pub(super) struct AskedFor {
    pub deletion: Deletion,
    /// Opens the receipt, also when nobody can sign in any more. Shown this once.
    pub receipt: String,
}

/// What a deletion came to.
#[derive(Debug, Object)]
pub(super) struct Receipt {
    /// Of a whole household, or of one person.
    pub household: bool,
    pub asked: Instant,
    /// When it will be done, if it is to come.
    pub due: Instant,
    /// `null` while it is to come.
    pub finished: Nullable<Instant>,
    pub deleted: Deleted,
}

/// How much was deleted, of each kind.
#[derive(Debug, Object)]
pub(super) struct Deleted {
    pub members: u64,
    pub wallets: u64,
    /// Of a household, its transactions; of a person, those whose words were erased.
    pub transactions: u64,
    pub pictures: u64,
    pub lessons: u64,
    pub drafts: u64,
    /// Messages of the bot that were still to be sent.
    pub messages: u64,
    /// Sessions, keys for programs, links and linked chats.
    pub keys: u64,
}

impl From<app::Goings> for DeletionsToCome {
    fn from(goings: app::Goings) -> Self {
        Self {
            account: goings.account.map(Deletion::from).into(),
            household: goings.household.map(Deletion::from).into(),
        }
    }
}

impl From<app::Going> for Deletion {
    fn from(going: app::Going) -> Self {
        let (id, name) = going.by;
        Self { asked: going.asked.into(), due: going.due.into(), by: MemberRef { id, name } }
    }
}

impl From<app::AskedFor> for AskedFor {
    fn from(asked: app::AskedFor) -> Self {
        Self { deletion: asked.going.into(), receipt: asked.code }
    }
}

impl From<app::Receipt> for Receipt {
    fn from(receipt: app::Receipt) -> Self {
        let app::Deleted { members, wallets, records, pictures, lessons, drafts, messages, keys } =
            receipt.deleted;
        let transactions = records;
        Self {
            household: receipt.is_of_household,
            asked: receipt.asked.into(),
            due: receipt.due.into(),
            finished: receipt.finished.map(Instant::from).into(),
            deleted: Deleted { members, wallets, transactions, pictures, lessons, drafts, messages, keys },
        }
    }
}
