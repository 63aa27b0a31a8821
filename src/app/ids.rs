//! New identities, from the call's moment and outside chance.

use super::App;
use crate::ledger::{
    AttachmentId, DraftId, HouseholdId, LessonId, MemberId, OutgoingId, Timestamp, TransactionId, WalletId,
};

macro_rules! mint {
    ($($function:ident -> $id:ty,)*) => {
        impl App {$(
            pub(super) fn $function(&self, now: Timestamp) -> $id {
                <$id>::compose(now.as_millisecond(), self.outside().chance())
            }
        )*}
    };
}

impl App {
    /// Identities for the transactions of one act, in their order, so that lists keep it.
    pub(super) fn new_transaction_ids(&self, now: Timestamp, count: usize) -> Vec<TransactionId> {
        let chance: [u8; 8] = self.outside().chance();
        let places = 0..u16::try_from(count).unwrap_or(u16::MAX);
        let id = |place: u16| {
            let mut unique = [0; 10];
            // Backwards, because lists show the newest first: what was said first stands first.
            unique[..2].copy_from_slice(&(u16::MAX - place).to_be_bytes());
            unique[2..].copy_from_slice(&chance);
            TransactionId::compose(now.as_millisecond(), unique)
        };
        places.map(id).collect()
    }

    pub(super) fn new_transaction_id(&self, now: Timestamp) -> TransactionId {
        TransactionId::compose(now.as_millisecond(), self.outside().chance())
    }
}

mint! {
    new_household_id -> HouseholdId,
    new_member_id -> MemberId,
    new_wallet_id -> WalletId,
    new_draft_id -> DraftId,
    new_outgoing_id -> OutgoingId,
    new_lesson_id -> LessonId,
    new_attachment_id -> AttachmentId,
}
