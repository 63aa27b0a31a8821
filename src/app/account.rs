//! What a person proves who they are with: their password.

use super::session::end_all;
use super::{Acting, Error, Guest, SecurityKind, Why, password};
use crate::ledger::MemberId;
use crate::store::Credential;

impl Acting {
    /// Sets another password, and ends every session but the caller's. `secret` is what the caller shows.
    pub fn change_password(&self, old: &str, new: &str, secret: &str) -> Result<(), Error> {
        let proven = self.prove("old", old, SecurityKind::ChangePassword)?;
        password::check("new", new, &self.member.name)?;
        let hash = password::hash(new, self.app.options().password_cost)?;
        let (this, keep) = (self.clone(), password::fingerprint(secret));
        self.change(move |pen| {
            // Somebody else who knew the old one may have been quicker.
            if pen.credential(proven.member)?.as_ref() != Some(&proven) {
                return Err(Error::invalid("old", Why::Wrong));
            }
            pen.put_credential(&Credential {
                member: proven.member,
                hash: hash.clone(),
                changed: this.ctx.now,
            })?;
            end_all(pen, &this.member, Some(&keep))?;
            this.note(pen, SecurityKind::ChangePassword, None)
        })
    }

    /// Under whose id this person's sign-in is kept.
    pub fn account(&self) -> MemberId {
        self.member.account
    }

    /// Whether this is the person's password, which they give to do something of this kind; what is kept of it.
    pub(super) fn prove(
        &self,
        field: &'static str,
        password: &str,
        kind: SecurityKind,
    ) -> Result<Credential, Error> {
        let account = self.member.account;
        let credential = self.app.store().read(|look| look.credential(account))?;
        match credential {
            Some(credential) if password::matches(password, &credential.hash)? => Ok(credential),
            _ => {
                self.has_been_refused(kind);
                Err(Error::invalid(field, Why::Wrong))
            }
        }
    }

    /// Notes that this member was refused something of this kind.
    pub(super) fn has_been_refused(&self, kind: SecurityKind) {
        let guest = Guest { channel: self.ctx.channel, origin: self.origin.clone() };
        self.app.has_refused(kind, Some(&self.member), &guest);
    }
}
