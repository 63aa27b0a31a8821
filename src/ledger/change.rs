//! The journal's sentence: who changed what, when, from what to what.

use super::{
    Category, Channel, Household, HouseholdId, Lesson, Member, MemberId, Rate, Timestamp, Transaction,
    TransactionId, Wallet,
};

/// One act of one person, with everything it changed. Undo takes back the whole act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Position in the box's journal, from 1, without gaps.
    pub seq: u64,
    pub household: HouseholdId,
    pub at: Timestamp,
    /// Nobody, when the box itself acted.
    pub member: Option<MemberId>,
    pub channel: Channel,
    pub act: Act,
    pub facts: Vec<Fact>,
}

/// What the person meant to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    SetUp,
    Record,
    Amend,
    Void,
    /// Takes back the change of that position.
    Undo {
        seq: u64,
    },
    AddWallet,
    ChangeWallet,
    SetBalance,
    Join,
    ChangeMember,
    ChangeHousehold,
    /// A correction of something that is not recorded yet taught the box something.
    Teach,
    /// Takes back a lesson alone, not the correction that taught it.
    Unlearn,
    /// Takes back a lesson, and forbids learning it again.
    Forbid,
    AddCategory,
    ChangeCategory,
    SetRate,
    /// Takes transactions out of the bin.
    Restore,
    /// The box took out for good what people wrote about transactions.
    Erase,
}

impl Act {
    /// Its name for programs, which never changes.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SetUp => "set_up",
            Self::Record => "record",
            Self::Amend => "amend",
            Self::Void => "void",
            Self::Undo { .. } => "undo",
            Self::AddWallet => "add_wallet",
            Self::ChangeWallet => "change_wallet",
            Self::SetBalance => "set_balance",
            Self::Join => "join",
            Self::ChangeMember => "change_member",
            Self::ChangeHousehold => "change_household",
            Self::Teach => "teach",
            Self::Unlearn => "unlearn",
            Self::Forbid => "forbid",
            Self::AddCategory => "add_category",
            Self::ChangeCategory => "change_category",
            Self::SetRate => "set_rate",
            Self::Restore => "restore",
            Self::Erase => "erase",
        }
    }

    /// Acts about what the box knows, not about money.
    pub const fn is_about_lessons(self) -> bool {
        matches!(self, Self::Teach | Self::Unlearn | Self::Forbid)
    }
}

/// One thing before and after. `None` before: it is new. Nothing is ever removed: a transaction is voided,
/// a wallet archived, a member marked as gone, a lesson undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    Household { before: Option<Household>, after: Household },
    Member { before: Option<Member>, after: Member },
    Wallet { before: Option<Wallet>, after: Wallet },
    Transaction { before: Option<Box<Transaction>>, after: Box<Transaction> },
    Lesson { before: Option<Box<Lesson>>, after: Box<Lesson> },
    Category { before: Option<Category>, after: Category },
    Rate { before: Option<Rate>, after: Rate },
}

impl Change {
    /// The transactions it is about, in its own order.
    pub fn transactions(&self) -> Vec<TransactionId> {
        let ids = self.facts.iter().filter_map(|fact| match fact {
            Fact::Transaction { after, .. } => Some(after.id),
            _ => None,
        });
        ids.collect()
    }
}
