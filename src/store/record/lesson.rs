//! How lessons are kept.

use serde::{Deserialize, Serialize};

use super::{MomentForm, Record, category, moment, moment_form};
use crate::ledger::{
    DraftId, HouseholdId, Lesson, LessonId, LessonSource, LessonState, MemberId, Reach, Teaching,
    TransactionId, TransactionType, WalletId,
};
use crate::store::error::Unreadable;
use crate::store::key;

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct LessonForm {
    id: [u8; 16],
    household: [u8; 16],
    order: u64,
    phrase: String,
    teaches: TeachingForm,
    reach: u8,
    source: SourceForm,
    member: [u8; 16],
    at: MomentForm,
    state: u8,
}

#[derive(Debug, Serialize, Deserialize)]
enum TeachingForm {
    Category { kind: u8, category: String },
    Type { kind: u8, category: String },
    Wallet([u8; 16]),
}

#[derive(Debug, Serialize, Deserialize)]
enum SourceForm {
    Transaction([u8; 16]),
    Draft([u8; 16]),
}

impl Record for Lesson {
    type Form = LessonForm;

    fn form(&self) -> LessonForm {
        LessonForm {
            id: self.id.to_bytes(),
            household: self.household.to_bytes(),
            order: self.order,
            phrase: self.phrase.clone(),
            teaches: teaching_form(self.teaches),
            reach: match self.reach {
                Reach::Within => 1,
                Reach::Alone => 2,
            },
            source: match self.source {
                LessonSource::Transaction(id) => SourceForm::Transaction(id.to_bytes()),
                LessonSource::Draft(id) => SourceForm::Draft(id.to_bytes()),
            },
            member: self.member.to_bytes(),
            at: moment_form(self.at),
            state: match self.state {
                LessonState::Active => 1,
                LessonState::Undone => 2,
                LessonState::Forbidden => 3,
            },
        }
    }

    fn restore(form: LessonForm) -> Result<Self, Unreadable> {
        Ok(Self {
            id: LessonId::from_bytes(form.id),
            household: HouseholdId::from_bytes(form.household),
            order: form.order,
            phrase: form.phrase,
            teaches: teaching(form.teaches)?,
            reach: match form.reach {
                1 => Reach::Within,
                2 => Reach::Alone,
                _ => return Err(Unreadable("not a reach of a lesson")),
            },
            source: match form.source {
                SourceForm::Transaction(id) => LessonSource::Transaction(TransactionId::from_bytes(id)),
                SourceForm::Draft(id) => LessonSource::Draft(DraftId::from_bytes(id)),
            },
            member: MemberId::from_bytes(form.member),
            at: moment(form.at)?,
            state: match form.state {
                1 => LessonState::Active,
                2 => LessonState::Undone,
                3 => LessonState::Forbidden,
                _ => return Err(Unreadable("not a state of a lesson")),
            },
        })
    }
}

fn teaching_form(teaching: Teaching) -> TeachingForm {
    match teaching {
        Teaching::Category { kind, category } => {
            TeachingForm::Category { kind: key::kind(kind), category: category.as_str().to_owned() }
        }
        Teaching::Type { kind, category } => {
            TeachingForm::Type { kind: key::kind(kind), category: category.as_str().to_owned() }
        }
        Teaching::Wallet(id) => TeachingForm::Wallet(id.to_bytes()),
    }
}

fn teaching(form: TeachingForm) -> Result<Teaching, Unreadable> {
    Ok(match form {
        TeachingForm::Category { kind, category: slug } => {
            Teaching::Category { kind: kind_of(kind)?, category: category(&slug)? }
        }
        TeachingForm::Type { kind, category: slug } => {
            Teaching::Type { kind: kind_of(kind)?, category: category(&slug)? }
        }
        TeachingForm::Wallet(id) => Teaching::Wallet(WalletId::from_bytes(id)),
    })
}

fn kind_of(byte: u8) -> Result<TransactionType, Unreadable> {
    key::kind_of(byte).ok_or(Unreadable("not a type of transaction"))
}
