//! How passwords, sessions, codes and replies are kept.

use serde::{Deserialize, Serialize};

use super::{AddressForm, MomentForm, Record, address, address_form, body_of, moment, moment_form};
use crate::ledger::MemberId;
use crate::store::error::Unreadable;
use crate::store::{Credential, LinkCode, LinkPurpose, Reply, Session};

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct CredentialForm {
    member: [u8; 16],
    hash: String,
    changed: MomentForm,
}

impl Record for Credential {
    type Form = CredentialForm;

    fn form(&self) -> CredentialForm {
        CredentialForm {
            member: self.member.to_bytes(),
            hash: self.hash.clone(),
            changed: moment_form(self.changed),
        }
    }

    fn restore(form: CredentialForm) -> Result<Self, Unreadable> {
        Ok(Self {
            member: MemberId::from_bytes(form.member),
            hash: form.hash,
            changed: moment(form.changed)?,
        })
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct SessionForm {
    token_hash: [u8; 32],
    member: [u8; 16],
    created: MomentForm,
    last_used: MomentForm,
    expires: MomentForm,
    address: AddressForm,
    device: Option<String>,
}

/// Before it was known where a session came from.
#[derive(Debug, Serialize, Deserialize)]
struct FirstSessionForm {
    token_hash: [u8; 32],
    member: [u8; 16],
    created: MomentForm,
    last_used: MomentForm,
    expires: MomentForm,
}

impl Record for Session {
    type Form = SessionForm;
    const VERSION: u8 = 2;

    fn form(&self) -> SessionForm {
        SessionForm {
            token_hash: self.token_hash,
            member: self.member.to_bytes(),
            created: moment_form(self.created),
            last_used: moment_form(self.last_used),
            expires: moment_form(self.expires),
            address: address_form(self.address),
            device: self.device.clone(),
        }
    }

    fn restore(form: SessionForm) -> Result<Self, Unreadable> {
        Ok(Self {
            token_hash: form.token_hash,
            member: MemberId::from_bytes(form.member),
            created: moment(form.created)?,
            last_used: moment(form.last_used)?,
            expires: moment(form.expires)?,
            address: address(&form.address)?,
            device: form.device,
        })
    }

    fn restore_older(version: u8, body: &[u8]) -> Result<Self, Unreadable> {
        if version != 1 {
            return Err(Unreadable("a session of a version this catatduit does not know"));
        }
        let FirstSessionForm { token_hash, member, created, last_used, expires } = body_of(body)?;
        let (address, device) = (address_form(None), None);
        Self::restore(SessionForm { token_hash, member, created, last_used, expires, address, device })
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct LinkCodeForm {
    code_hash: [u8; 32],
    purpose: u8,
    member: [u8; 16],
    expires: MomentForm,
}

impl Record for LinkCode {
    type Form = LinkCodeForm;

    fn form(&self) -> LinkCodeForm {
        LinkCodeForm {
            code_hash: self.code_hash,
            purpose: match self.purpose {
                LinkPurpose::Chat => 1,
                LinkPurpose::Group => 2,
                LinkPurpose::Invite => 3,
                LinkPurpose::Reset => 4,
            },
            member: self.member.to_bytes(),
            expires: moment_form(self.expires),
        }
    }

    fn restore(form: LinkCodeForm) -> Result<Self, Unreadable> {
        Ok(Self {
            code_hash: form.code_hash,
            purpose: match form.purpose {
                1 => LinkPurpose::Chat,
                2 => LinkPurpose::Group,
                3 => LinkPurpose::Invite,
                4 => LinkPurpose::Reset,
                _ => return Err(Unreadable("not a purpose of a code")),
            },
            member: MemberId::from_bytes(form.member),
            expires: moment(form.expires)?,
        })
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct ReplyForm {
    member: [u8; 16],
    key_hash: [u8; 32],
    outcome: Vec<u8>,
    expires: MomentForm,
}

impl Record for Reply {
    type Form = ReplyForm;

    fn form(&self) -> ReplyForm {
        ReplyForm {
            member: self.member.to_bytes(),
            key_hash: self.key_hash,
            outcome: self.outcome.clone(),
            expires: moment_form(self.expires),
        }
    }

    fn restore(form: ReplyForm) -> Result<Self, Unreadable> {
        Ok(Self {
            member: MemberId::from_bytes(form.member),
            key_hash: form.key_hash,
            outcome: form.outcome,
            expires: moment(form.expires)?,
        })
    }
}
