//! How personal API tokens are kept.

use serde::{Deserialize, Serialize};

use super::{MomentForm, Record, moment, moment_form};
use crate::ledger::{MemberId, Scope, TokenId};
use crate::store::Token;
use crate::store::error::Unreadable;

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct TokenForm {
    hash: [u8; 32],
    id: [u8; 16],
    member: [u8; 16],
    name: String,
    scope: u8,
    created: MomentForm,
    expires: Option<MomentForm>,
    last_used: Option<MomentForm>,
}

impl Record for Token {
    type Form = TokenForm;

    fn form(&self) -> TokenForm {
        TokenForm {
            hash: self.hash,
            id: self.id.to_bytes(),
            member: self.member.to_bytes(),
            name: self.name.clone(),
            scope: match self.scope {
                Scope::Read => 1,
                Scope::Record => 2,
                Scope::Write => 3,
                Scope::Account => 4,
            },
            created: moment_form(self.created),
            expires: self.expires.map(moment_form),
            last_used: self.last_used.map(moment_form),
        }
    }

    fn restore(form: TokenForm) -> Result<Self, Unreadable> {
        Ok(Self {
            hash: form.hash,
            id: TokenId::from_bytes(form.id),
            member: MemberId::from_bytes(form.member),
            name: form.name,
            scope: match form.scope {
                1 => Scope::Read,
                2 => Scope::Record,
                3 => Scope::Write,
                4 => Scope::Account,
                _ => return Err(Unreadable("not a scope")),
            },
            created: moment(form.created)?,
            expires: form.expires.map(moment).transpose()?,
            last_used: form.last_used.map(moment).transpose()?,
        })
    }
}
