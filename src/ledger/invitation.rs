//! A place in the household, offered to whoever has the link.

use super::{HouseholdId, InvitationId, MemberId, Role, Timestamp, WalletId};

/// An invitation that nobody has followed yet. The link's code is not in it; its id is made from the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    pub id: InvitationId,
    pub household: HouseholdId,
    /// Who invited. When they own the household no longer, it is worth nothing.
    pub by: MemberId,
    /// Never [`Role::Owner`]: the household is handed over to who is in it.
    pub role: Role,
    /// Wallets that will be seen in full, whatever the role.
    pub wallets: Vec<WalletId>,
    pub created: Timestamp,
    pub expires: Timestamp,
}

impl Invitation {
    pub const MAX_WALLETS: usize = 30;
}
