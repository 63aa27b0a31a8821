//! New identities, from the call's moment and outside chance.

use super::App;
use crate::ledger::{DraftId, HouseholdId, MemberId, OutgoingId, Timestamp, TransactionId, WalletId};

macro_rules! mint {
    ($($function:ident -> $id:ty,)*) => {
        impl App {$(
            pub(super) fn $function(&self, now: Timestamp) -> $id {
                <$id>::compose(now.as_millisecond(), self.outside().chance())
            }
        )*}
    };
}

mint! {
    new_household_id -> HouseholdId,
    new_member_id -> MemberId,
    new_wallet_id -> WalletId,
    new_transaction_id -> TransactionId,
    new_draft_id -> DraftId,
    new_outgoing_id -> OutgoingId,
}
