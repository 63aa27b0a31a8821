//! A person, who may be a member of several households: one name and one password for all of them.

use super::factor::Checked;
use super::{App, Error, Why, password};
use crate::ledger::{MemberId, Timestamp};
use crate::store::{Credential, Pen, SecondFactor};

/// Whoever gave a name and a password to become a member.
#[derive(Clone)]
pub(super) enum Person {
    /// They sign in on this box already, and showed a code if they have a second factor; what is left of it.
    Known(MemberId, Option<SecondFactor>),
    /// They are new; what is kept of their password.
    New(String),
}

impl Person {
    /// Under whose id their sign-in is kept.
    pub(super) const fn account(&self) -> Option<MemberId> {
        match self {
            Self::Known(account, _) => Some(*account),
            Self::New(_) => None,
        }
    }

    /// Keeps the password of somebody new; uses up the code of somebody known.
    pub(super) fn keep(&self, pen: &mut Pen<'_>, account: MemberId, now: Timestamp) -> Result<(), Error> {
        match self {
            Self::New(hash) => {
                pen.put_credential(&Credential { member: account, hash: hash.clone(), changed: now })?;
            }
            Self::Known(_, None) => {}
            Self::Known(_, Some(left)) => {
                // Another call may have used the same code meanwhile.
                let is_unused = pen.second_factor(account)?.is_some_and(|there| {
                    there.last_step < left.last_step || left.recovery.len() < there.recovery.len()
                });
                if !is_unused {
                    return Err(Error::invalid("code", Why::Wrong));
                }
                pen.put_second_factor(left)?;
            }
        }
        Ok(())
    }
}

impl App {
    /// Who that is. A name that somebody signs in with already is theirs, by their password; to anybody else it is
    /// taken. Who has a second factor shows a code as well. Slow, as checking a password is.
    pub(super) fn person(
        &self,
        field: &'static str,
        name: &str,
        password: &str,
        code: Option<&str>,
    ) -> Result<Person, Error> {
        let known = self.store().read(|look| -> Result<_, Error> {
            let Some(account) = look.account_named(name)? else { return Ok(None) };
            let factor = look.second_factor(account)?.filter(|factor| factor.confirmed.is_some());
            Ok(Some((account, look.credential(account)?, factor)))
        })?;
        let Some((account, credential, factor)) = known else {
            password::check("password", password, name)?;
            return Ok(Person::New(password::hash(password, self.options().password_cost)?));
        };
        let is_theirs = match credential {
            Some(credential) => password::matches(password, &credential.hash)?,
            None => false,
        };
        if !is_theirs {
            return Err(Error::invalid(field, Why::Taken));
        }
        let Some(mut factor) = factor else { return Ok(Person::Known(account, None)) };
        let code = code.ok_or(Error::invalid("code", Why::Missing))?;
        match self.check_code(&mut factor, code, self.outside().now())? {
            Checked::Wrong => Err(Error::invalid("code", Why::Wrong)),
            Checked::FromTheApp | Checked::Recovery => Ok(Person::Known(account, Some(factor))),
        }
    }
}
