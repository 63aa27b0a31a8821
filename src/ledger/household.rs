//! The family, and who is in it.

use super::{Currency, Cycle, HouseholdId, MemberId, Permille, Timestamp, WalletId, Zone};

/// The family; owns everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Household {
    pub id: HouseholdId,
    /// 1 to 60 characters.
    pub name: String,
    pub zone: Zone,
    pub currency: Currency,
    pub cycle: Cycle,
    /// A capture at or above this confidence is recorded without asking.
    pub threshold: Permille,
    pub created: Timestamp,
    pub version: u32,
}

impl Household {
    pub const MAX_NAME: usize = 60;
}

/// A person in the household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub id: MemberId,
    /// The member whose id this person's sign-in is kept under: themselves, or who they were first on this box, in
    /// another household.
    pub account: MemberId,
    pub household: HouseholdId,
    /// 1 to 40 characters; also what they sign in with, so no two persons on the box share one, whatever its case.
    pub name: String,
    pub role: Role,
    pub language: Language,
    /// Where their money goes out of when a message names no wallet.
    pub default_wallet: Option<WalletId>,
    pub created: Timestamp,
    pub removed: Option<Timestamp>,
    pub version: u32,
}

impl Member {
    pub const MAX_NAME: usize = 40;
}

/// What a member may do. Ordered: a later role may do what an earlier one may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Viewer,
    Child,
    Adult,
    Owner,
}

impl Role {
    const ALL: [Self; 4] = [Self::Viewer, Self::Child, Self::Adult, Self::Owner];

    /// Its name for programs, which never changes.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Child => "child",
            Self::Adult => "adult",
            Self::Owner => "owner",
        }
    }

    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    pub const fn may_record(self) -> bool {
        !matches!(self, Self::Viewer)
    }

    /// Adults and owners may change what others recorded; a child only their own.
    pub const fn may_change_others(self) -> bool {
        matches!(self, Self::Adult | Self::Owner)
    }

    pub const fn may_manage_wallets(self) -> bool {
        matches!(self, Self::Adult | Self::Owner)
    }
}

/// The languages the house speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub enum Language {
    #[default]
    Indonesian,
    English,
}

impl Language {
    /// `id` or `en`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Indonesian => "id",
            Self::English => "en",
        }
    }

    /// The language of a code such as `id`, `en` or `en-GB`; none for any other.
    pub fn of_code(code: &str) -> Option<Self> {
        match code.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "id" | "in" | "ms" | "jv" | "su" => Some(Self::Indonesian),
            "en" => Some(Self::English),
            _ => None,
        }
    }
}
