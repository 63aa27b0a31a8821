//! How much of its member's rights a key may use.

/// What a call may do, whatever its member may: ordered, a later one may do what an earlier one may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// See what the member sees.
    Read,
    /// Also say messages, and change what the member recorded.
    Record,
    /// Also change everything about money that the member may change.
    Write,
    /// Also decide who and what comes in: members, links, sign-ins, tokens. What a signed-in member has.
    Account,
}

impl Scope {
    /// From the least to the most.
    pub const ALL: [Self; 4] = [Self::Read, Self::Record, Self::Write, Self::Account];

    /// Its name for programs, which never changes.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Record => "record",
            Self::Write => "write",
            Self::Account => "account",
        }
    }

    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.code() == code)
    }
}
