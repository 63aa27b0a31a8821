//! A picture kept with a transaction: a receipt, a photo of what was bought.

use super::{AttachmentId, HouseholdId, MemberId, Timestamp, TransactionId};

/// What is known of a picture beside its bytes. It never changes: whether it is shown is the transaction's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attachment {
    pub id: AttachmentId,
    pub household: HouseholdId,
    /// Who added it.
    pub member: MemberId,
    pub transaction: TransactionId,
    pub added: Timestamp,
    /// In pixels.
    pub width: u32,
    pub height: u32,
}

/// One of the forms in which a picture is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PictureSize {
    Full,
    /// For lists.
    Thumbnail,
}

impl PictureSize {
    pub const ALL: [Self; 2] = [Self::Full, Self::Thumbnail];
}
