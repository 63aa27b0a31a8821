//! How the journal is kept. A fact holds whole records, before and after: the journal alone can rebuild all.

use serde::{Deserialize, Serialize};

use super::category::{CategoryForm, RateForm};
use super::household::{HouseholdForm, MemberForm, MemberForm1};
use super::lesson::LessonForm;
use super::transaction::{TransactionForm, TransactionForm1};
use super::wallet::{WalletForm, WalletForm1};
use super::{MomentForm, Record, body_of, channel, each, moment, moment_form};
use crate::ledger::{
    Act, Category, Change, Fact, Household, HouseholdId, Lesson, Member, MemberId, Rate, Transaction, Wallet,
};
use crate::store::error::Unreadable;
use crate::store::key;

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct ChangeForm {
    seq: u64,
    household: [u8; 16],
    at: MomentForm,
    member: Option<[u8; 16]>,
    channel: u8,
    act: ActForm,
    facts: Vec<FactForm>,
}

#[derive(Debug, Serialize, Deserialize)]
enum ActForm {
    SetUp,
    Record,
    Amend,
    Void,
    Undo { seq: u64 },
    AddWallet,
    ChangeWallet,
    SetBalance,
    Join,
    ChangeMember,
    ChangeHousehold,
    Teach,
    Unlearn,
    Forbid,
    AddCategory,
    ChangeCategory,
    SetRate,
    Restore,
    Erase,
}

#[derive(Debug, Serialize, Deserialize)]
enum FactForm {
    Household { before: Option<HouseholdForm>, after: HouseholdForm },
    Member { before: Option<MemberForm>, after: MemberForm },
    Wallet { before: Option<WalletForm>, after: WalletForm },
    Transaction { before: Option<Box<TransactionForm>>, after: Box<TransactionForm> },
    Lesson { before: Option<Box<LessonForm>>, after: Box<LessonForm> },
    Category { before: Option<CategoryForm>, after: CategoryForm },
    Rate { before: Option<RateForm>, after: RateForm },
}

impl Record for Change {
    type Form = ChangeForm;
    const VERSION: u8 = 2;

    fn form(&self) -> ChangeForm {
        ChangeForm {
            seq: self.seq,
            household: self.household.to_bytes(),
            at: moment_form(self.at),
            member: self.member.map(MemberId::to_bytes),
            channel: key::channel(self.channel),
            act: act_form(self.act),
            facts: self.facts.iter().map(fact_form).collect(),
        }
    }

    fn restore(form: ChangeForm) -> Result<Self, Unreadable> {
        Ok(Self {
            seq: form.seq,
            household: HouseholdId::from_bytes(form.household),
            at: moment(form.at)?,
            member: form.member.map(MemberId::from_bytes),
            channel: channel(form.channel)?,
            act: act(&form.act),
            facts: each(form.facts, fact)?,
        })
    }

    fn restore_older(version: u8, body: &[u8]) -> Result<Self, Unreadable> {
        match version {
            1 => Self::restore(body_of::<ChangeForm1>(body)?.newer()),
            _ => Err(Unreadable("the change has a version this catatduit does not know")),
        }
    }
}

fn act_form(act: Act) -> ActForm {
    match act {
        Act::SetUp => ActForm::SetUp,
        Act::Record => ActForm::Record,
        Act::Amend => ActForm::Amend,
        Act::Void => ActForm::Void,
        Act::Undo { seq } => ActForm::Undo { seq },
        Act::AddWallet => ActForm::AddWallet,
        Act::ChangeWallet => ActForm::ChangeWallet,
        Act::SetBalance => ActForm::SetBalance,
        Act::Join => ActForm::Join,
        Act::ChangeMember => ActForm::ChangeMember,
        Act::ChangeHousehold => ActForm::ChangeHousehold,
        Act::Teach => ActForm::Teach,
        Act::Unlearn => ActForm::Unlearn,
        Act::Forbid => ActForm::Forbid,
        Act::AddCategory => ActForm::AddCategory,
        Act::ChangeCategory => ActForm::ChangeCategory,
        Act::SetRate => ActForm::SetRate,
        Act::Restore => ActForm::Restore,
        Act::Erase => ActForm::Erase,
    }
}

fn act(form: &ActForm) -> Act {
    match form {
        ActForm::SetUp => Act::SetUp,
        ActForm::Record => Act::Record,
        ActForm::Amend => Act::Amend,
        ActForm::Void => Act::Void,
        ActForm::Undo { seq } => Act::Undo { seq: *seq },
        ActForm::AddWallet => Act::AddWallet,
        ActForm::ChangeWallet => Act::ChangeWallet,
        ActForm::SetBalance => Act::SetBalance,
        ActForm::Join => Act::Join,
        ActForm::ChangeMember => Act::ChangeMember,
        ActForm::ChangeHousehold => Act::ChangeHousehold,
        ActForm::Teach => Act::Teach,
        ActForm::Unlearn => Act::Unlearn,
        ActForm::Forbid => Act::Forbid,
        ActForm::AddCategory => Act::AddCategory,
        ActForm::ChangeCategory => Act::ChangeCategory,
        ActForm::SetRate => Act::SetRate,
        ActForm::Restore => Act::Restore,
        ActForm::Erase => Act::Erase,
    }
}

fn fact_form(fact: &Fact) -> FactForm {
    match fact {
        Fact::Household { before, after } => {
            FactForm::Household { before: before.as_ref().map(Record::form), after: after.form() }
        }
        Fact::Member { before, after } => {
            FactForm::Member { before: before.as_ref().map(Record::form), after: after.form() }
        }
        Fact::Wallet { before, after } => {
            FactForm::Wallet { before: before.as_ref().map(Record::form), after: after.form() }
        }
        Fact::Transaction { before, after } => FactForm::Transaction {
            before: before.as_ref().map(|before| Box::new(before.form())),
            after: Box::new(after.form()),
        },
        Fact::Lesson { before, after } => FactForm::Lesson {
            before: before.as_ref().map(|before| Box::new(before.form())),
            after: Box::new(after.form()),
        },
        Fact::Category { before, after } => {
            FactForm::Category { before: before.as_ref().map(Record::form), after: after.form() }
        }
        Fact::Rate { before, after } => {
            FactForm::Rate { before: before.as_ref().map(Record::form), after: after.form() }
        }
    }
}

fn fact(form: FactForm) -> Result<Fact, Unreadable> {
    Ok(match form {
        FactForm::Household { before, after } => Fact::Household {
            before: before.map(Household::restore).transpose()?,
            after: Household::restore(after)?,
        },
        FactForm::Member { before, after } => {
            Fact::Member { before: before.map(Member::restore).transpose()?, after: Member::restore(after)? }
        }
        FactForm::Wallet { before, after } => {
            Fact::Wallet { before: before.map(Wallet::restore).transpose()?, after: Wallet::restore(after)? }
        }
        FactForm::Transaction { before, after } => Fact::Transaction {
            before: before.map(|form| Transaction::restore(*form).map(Box::new)).transpose()?,
            after: Box::new(Transaction::restore(*after)?),
        },
        FactForm::Lesson { before, after } => Fact::Lesson {
            before: before.map(|form| Lesson::restore(*form).map(Box::new)).transpose()?,
            after: Box::new(Lesson::restore(*after)?),
        },
        FactForm::Category { before, after } => Fact::Category {
            before: before.map(Category::restore).transpose()?,
            after: Category::restore(after)?,
        },
        FactForm::Rate { before, after } => {
            Fact::Rate { before: before.map(Rate::restore).transpose()?, after: Rate::restore(after)? }
        }
    })
}

/// As it was kept when members, wallets and transactions had their first form.
#[derive(Debug, Serialize, Deserialize)]
struct ChangeForm1 {
    seq: u64,
    household: [u8; 16],
    at: MomentForm,
    member: Option<[u8; 16]>,
    channel: u8,
    act: ActForm,
    facts: Vec<FactForm1>,
}

#[derive(Debug, Serialize, Deserialize)]
enum FactForm1 {
    Household { before: Option<HouseholdForm>, after: HouseholdForm },
    Member { before: Option<MemberForm1>, after: MemberForm1 },
    Wallet { before: Option<WalletForm1>, after: WalletForm1 },
    Transaction { before: Option<Box<TransactionForm1>>, after: Box<TransactionForm1> },
    Lesson { before: Option<Box<LessonForm>>, after: Box<LessonForm> },
}

impl ChangeForm1 {
    fn newer(self) -> ChangeForm {
        ChangeForm {
            seq: self.seq,
            household: self.household,
            at: self.at,
            member: self.member,
            channel: self.channel,
            act: self.act,
            facts: self.facts.into_iter().map(FactForm1::newer).collect(),
        }
    }
}

impl FactForm1 {
    fn newer(self) -> FactForm {
        match self {
            Self::Household { before, after } => FactForm::Household { before, after },
            Self::Member { before, after } => {
                FactForm::Member { before: before.map(MemberForm1::newer), after: after.newer() }
            }
            Self::Wallet { before, after } => {
                FactForm::Wallet { before: before.map(WalletForm1::newer), after: after.newer() }
            }
            Self::Transaction { before, after } => FactForm::Transaction {
                before: before.map(|before| Box::new(before.newer())),
                after: Box::new(after.newer()),
            },
            Self::Lesson { before, after } => FactForm::Lesson { before, after },
        }
    }
}
