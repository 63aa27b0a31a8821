//! Who is in the family.

use super::{Acting, Error};
use crate::ledger::Role;

impl Acting {
    /// Whom a member may turn to when the box is in trouble.
    pub fn owner_name(&self) -> Result<Option<String>, Error> {
        let members = self.app.store().read(|look| look.members(self.household.id))?;
        let owner = members.into_iter().find(|member| member.role == Role::Owner && member.removed.is_none());
        Ok(owner.map(|owner| owner.name))
    }
}
