//! What a household taught its box by correcting it.

use super::{
    CategorySlug, DraftId, HouseholdId, LessonId, MemberId, Timestamp, TransactionId, TransactionType,
    WalletId,
};

/// One thing learnt from one correction. Of two about the same words the later one counts; what was recorded
/// before is never rewritten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    pub id: LessonId,
    pub household: HouseholdId,
    /// Its place among the household's lessons, from 1.
    pub order: u64,
    /// What was bought or where, or how a wallet is called: one to [`Lesson::MOST_WORDS`] lower-case words with
    /// single spaces.
    pub phrase: String,
    pub teaches: Teaching,
    pub reach: Reach,
    pub source: LessonSource,
    /// Whose correction it was.
    pub member: MemberId,
    pub at: Timestamp,
    pub state: LessonState,
}

/// What the words mean in this household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Teaching {
    /// Money of this type is of this category. Money of another type is not spoken of: a refund from a shop is
    /// no purchase there.
    Category { kind: TransactionType, category: CategorySlug },
    /// It is of this type, whatever else suggests another, and of this category.
    Type { kind: TransactionType, category: CategorySlug },
    /// They name this wallet, where a wallet is named.
    Wallet(WalletId),
}

/// Where the words must stand to be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Anywhere: nothing else is called so.
    Within,
    /// Only where nothing else is named beside them: everyday words mean other things in company.
    Alone,
}

/// What was corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LessonSource {
    Transaction(TransactionId),
    /// A message that was not recorded yet.
    Draft(DraftId),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LessonState {
    Active,
    /// Taken back: as if it had never been taught.
    Undone,
    /// Taken back, and never to be learnt again.
    Forbidden,
}

impl Lesson {
    pub const MOST_WORDS: usize = 4;
    /// In characters; a longer phrase is no name.
    pub const LONGEST: usize = 60;

    /// What tells two phrases apart: their letters, because people leave spaces out.
    pub fn letters(&self) -> String {
        letters(&self.phrase)
    }
}

impl Teaching {
    /// Lessons about wallets and lessons about things do not concern each other.
    pub const fn is_of_wallet(self) -> bool {
        matches!(self, Self::Wallet(_))
    }

    /// Whether a later lesson about the same words takes the place of this one.
    pub fn yields_to(self, later: Self) -> bool {
        match (self, later) {
            (
                Self::Category { kind: own, .. } | Self::Type { kind: own, .. },
                Self::Category { kind, .. },
            ) => own == kind,
            (Self::Category { .. } | Self::Type { .. }, Self::Type { .. })
            | (Self::Wallet(_), Self::Wallet(_)) => true,
            _ => false,
        }
    }
}

/// A phrase without its spaces.
pub fn letters(phrase: &str) -> String {
    phrase.split_whitespace().collect()
}
