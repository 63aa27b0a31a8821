//! How chats, what their messages are about, and the outgoing queue are kept.

use serde::{Deserialize, Serialize};

use super::{MomentForm, Record, body_of, moment, moment_form};
use crate::ledger::{DraftId, HouseholdId, MemberId, OutgoingId, TransactionId};
use crate::store::error::Unreadable;
use crate::store::{Chat, ChatKind, Linked, Outgoing};

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct ChatForm {
    chat: i64,
    household: [u8; 16],
    member: [u8; 16],
    kind: u8,
    linked: MomentForm,
    name: Option<String>,
}

/// Before accounts had names.
#[derive(Debug, Serialize, Deserialize)]
struct ChatForm1 {
    chat: i64,
    household: [u8; 16],
    member: [u8; 16],
    kind: u8,
    linked: MomentForm,
}

impl Record for Chat {
    type Form = ChatForm;
    const VERSION: u8 = 2;

    fn form(&self) -> ChatForm {
        ChatForm {
            chat: self.chat,
            household: self.household.to_bytes(),
            member: self.member.to_bytes(),
            kind: match self.kind {
                ChatKind::Private => 1,
                ChatKind::Group => 2,
            },
            linked: moment_form(self.linked),
            name: self.name.clone(),
        }
    }

    fn restore(form: ChatForm) -> Result<Self, Unreadable> {
        Ok(Self {
            chat: form.chat,
            household: HouseholdId::from_bytes(form.household),
            member: MemberId::from_bytes(form.member),
            kind: match form.kind {
                1 => ChatKind::Private,
                2 => ChatKind::Group,
                _ => return Err(Unreadable("not a kind of chat")),
            },
            linked: moment(form.linked)?,
            name: form.name,
        })
    }

    fn restore_older(version: u8, body: &[u8]) -> Result<Self, Unreadable> {
        match version {
            1 => {
                let ChatForm1 { chat, household, member, kind, linked } = body_of(body)?;
                Self::restore(ChatForm { chat, household, member, kind, linked, name: None })
            }
            _ => Err(Unreadable("the record has a version this catatduit does not know")),
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) enum LinkedForm {
    Transactions(Vec<[u8; 16]>),
    Draft([u8; 16]),
}

impl Record for Linked {
    type Form = LinkedForm;

    fn form(&self) -> LinkedForm {
        match self {
            Self::Transactions(ids) => LinkedForm::Transactions(ids.iter().map(|id| id.to_bytes()).collect()),
            Self::Draft(id) => LinkedForm::Draft(id.to_bytes()),
        }
    }

    fn restore(form: LinkedForm) -> Result<Self, Unreadable> {
        Ok(match form {
            LinkedForm::Transactions(ids) => {
                Self::Transactions(ids.into_iter().map(TransactionId::from_bytes).collect())
            }
            LinkedForm::Draft(id) => Self::Draft(DraftId::from_bytes(id)),
        })
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct OutgoingForm {
    id: [u8; 16],
    chat: i64,
    is_group: bool,
    order: u64,
    payload: Vec<u8>,
    attempts: u32,
    not_before: MomentForm,
    dead: Option<(MomentForm, String)>,
    created: MomentForm,
    links: Vec<[u8; 16]>,
    draft: Option<[u8; 16]>,
}

impl Record for Outgoing {
    type Form = OutgoingForm;

    fn form(&self) -> OutgoingForm {
        OutgoingForm {
            id: self.id.to_bytes(),
            chat: self.chat,
            is_group: self.is_group,
            order: self.order,
            payload: self.payload.clone(),
            attempts: self.attempts,
            not_before: moment_form(self.not_before),
            dead: self.dead.as_ref().map(|(at, why)| (moment_form(*at), why.clone())),
            created: moment_form(self.created),
            links: self.links.iter().map(|id| id.to_bytes()).collect(),
            draft: self.draft.map(DraftId::to_bytes),
        }
    }

    fn restore(form: OutgoingForm) -> Result<Self, Unreadable> {
        let dead = form.dead.map(|(at, why)| Ok((moment(at)?, why))).transpose()?;
        Ok(Self {
            id: OutgoingId::from_bytes(form.id),
            chat: form.chat,
            is_group: form.is_group,
            order: form.order,
            payload: form.payload,
            attempts: form.attempts,
            not_before: moment(form.not_before)?,
            dead,
            created: moment(form.created)?,
            links: form.links.into_iter().map(TransactionId::from_bytes).collect(),
            draft: form.draft.map(DraftId::from_bytes),
        })
    }
}
