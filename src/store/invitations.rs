//! Invitations: places that are offered and not taken yet.

use super::error::StoreError;
use super::expiry::Expiring;
use super::look::Look;
use super::pen::Pen;
use super::source::Span;
use super::tables::Table;
use crate::ledger::{HouseholdId, Invitation, InvitationId};

impl Look<'_> {
    /// Expired ones too, until they are pruned.
    pub fn invitation(&self, id: InvitationId) -> Result<Option<Invitation>, StoreError> {
        self.fetch(Table::Invitations, &id.to_bytes())
    }

    /// A household's invitations, oldest first. All of the box are looked through: they are few, and pass.
    pub fn invitations(&self, household: HouseholdId) -> Result<Vec<Invitation>, StoreError> {
        let mut all: Vec<Invitation> = self.records(Table::Invitations, &Span::all(), usize::MAX)?;
        all.retain(|invitation| invitation.household == household);
        all.sort_by_key(|invitation| (invitation.created, invitation.id));
        Ok(all)
    }
}

impl Pen<'_> {
    /// Adds an invitation, or replaces the one of the same id.
    pub fn put_invitation(&mut self, invitation: &Invitation) -> Result<(), StoreError> {
        self.delete_invitation(invitation.id)?;
        self.put(Table::Invitations, &invitation.id.to_bytes(), invitation)?;
        self.forget_after(invitation.expires, Expiring::Invitation, &invitation.id.to_bytes())
    }

    /// Whether there was one: following an invitation is deleting it.
    pub fn delete_invitation(&mut self, id: InvitationId) -> Result<bool, StoreError> {
        let Some(invitation) = self.invitation(id)? else { return Ok(false) };
        self.keep_no_longer(invitation.expires, Expiring::Invitation, &id.to_bytes())?;
        self.delete(Table::Invitations, &id.to_bytes())
    }
}
