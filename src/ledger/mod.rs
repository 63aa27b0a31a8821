//! The rules: what a family's money is and how it may change. Pure: no I/O, no clock, no async, no JSON, no
//! floats; it does not know that a database, a browser or Telegram exists.

mod attachment;
mod card;
mod categories;
mod category;
mod change;
mod colour;
mod draft;
mod household;
mod id;
mod invitation;
mod lesson;
mod money;
mod parts;
mod rate;
mod report;
mod scope;
mod sight;
mod tag;
mod time;
mod transaction;
mod wallet;

pub use attachment::{Attachment, PictureSize};
pub use card::CardCycle;
pub use categories::{Categories, Unmergeable};
pub use category::{Category, CategorySlug, Flow, NotASlug, SYSTEM_CATEGORIES, SystemCategory};
pub use change::{Act, Change, Fact};
pub use colour::{Colour, NotAColour};
pub use draft::{Draft, DraftDoubt, DraftItem, Settling, Unsettled, WalletChoice};
pub use household::{Household, Language, Member, Role};
pub use id::{
    AttachmentId, ChatLinkId, DeliveryId, DraftId, FeedbackId, HouseholdId, InvitationId, LessonId, MemberId,
    NotAnId, OutgoingId, PasskeyId, SessionId, SubscriptionId, TokenId, TransactionId, WalletId, WebhookId,
    letters_of,
};
pub use invitation::Invitation;
pub use lesson::{Lesson, LessonSource, LessonState, Reach, Teaching, letters};
pub use money::{Currency, Money, MoneyError};
pub use parts::{Field, Parts};
pub use rate::{Converted, Rate, Rates, Total};
pub use report::{Cell, Compared, Share, Stretch, Sums, Usual, at_ends, compare, permille, phrase, shares};
pub use scope::Scope;
pub use sight::Sight;
pub use tag::{NotATag, Tag};
pub use time::{Cycle, Day, Month, NotADay, Period, Timestamp, UnknownZone, Zone};
pub use transaction::{
    Channel, Entry, Line, Movement, Particulars, Posting, Source, Transaction, TransactionType, Unsound,
};
pub use wallet::{Sharing, Visibility, WALLET_TEMPLATES, Wallet, WalletKind, WalletTemplate};

/// A probability in thousandths, 0 to 1000: how sure a reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Permille(u16);

impl Permille {
    pub const ZERO: Self = Self(0);
    pub const FULL: Self = Self(1000);

    /// At most 1000; more is taken as certainty.
    pub const fn new(thousandths: u16) -> Self {
        Self(if thousandths > 1000 { 1000 } else { thousandths })
    }

    pub const fn get(self) -> u16 {
        self.0
    }
}
