//! A person, who may be a member of several households: one name and one password for all of them.

use super::{App, Error, Why, password};
use crate::ledger::{MemberId, Timestamp};
use crate::store::{Credential, Pen};

/// Whoever gave a name and a password to become a member.
#[derive(Clone)]
pub(super) enum Person {
    /// They sign in on this box already.
    Known(MemberId),
    /// They are new; what is kept of their password.
    New(String),
}

impl Person {
    /// Under whose id their sign-in is kept.
    pub(super) const fn account(&self) -> Option<MemberId> {
        match self {
            Self::Known(account) => Some(*account),
            Self::New(_) => None,
        }
    }

    /// Keeps the password of somebody new.
    pub(super) fn keep(&self, pen: &mut Pen<'_>, account: MemberId, now: Timestamp) -> Result<(), Error> {
        if let Self::New(hash) = self {
            pen.put_credential(&Credential { member: account, hash: hash.clone(), changed: now })?;
        }
        Ok(())
    }
}

impl App {
    /// Who that is. A name that somebody signs in with already is theirs, by their password; to anybody else it is
    /// taken. Slow, as checking a password is.
    pub(super) fn person(&self, field: &'static str, name: &str, password: &str) -> Result<Person, Error> {
        let known = self.store().read(|look| -> Result<_, Error> {
            let Some(account) = look.account_named(name)? else { return Ok(None) };
            Ok(Some((account, look.credential(account)?)))
        })?;
        let Some((account, credential)) = known else {
            password::check(password, name)?;
            return Ok(Person::New(password::hash(password, self.options().password_cost)?));
        };
        let is_theirs = match credential {
            Some(credential) => password::matches(password, &credential.hash)?,
            None => false,
        };
        if is_theirs { Ok(Person::Known(account)) } else { Err(Error::invalid(field, Why::Taken)) }
    }
}
