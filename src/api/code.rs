//! The kinds of problem: their stable names, their statuses, and when an operation answers with them.

use poem::http::StatusCode;

/// The name of a kind of problem. Programs branch on it; its spelling never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::enum_variant_names, reason = "the code in question is one that a person types in")]
pub enum Code {
    Malformed,
    BadCursor,
    Unauthenticated,
    WrongPassword,
    CodeNeeded,
    WrongCode,
    WrongPasskey,
    Forbidden,
    CrossSite,
    Missing,
    NoSuchAddress,
    WrongMethod,
    Stale,
    UnderWay,
    Repeated,
    Gone,
    Outdated,
    TooLarge,
    NotJson,
    NoPasskeysHere,
    Invalid,
    KeyReused,
    TooMany,
    Broken,
    Unsettled,
    Unavailable,
    StorageFull,
}

impl Code {
    /// Each of them, in the order of their statuses.
    pub const ALL: &'static [Self] = &[
        Self::Malformed,
        Self::BadCursor,
        Self::Unauthenticated,
        Self::WrongPassword,
        Self::CodeNeeded,
        Self::WrongCode,
        Self::WrongPasskey,
        Self::Forbidden,
        Self::CrossSite,
        Self::Missing,
        Self::NoSuchAddress,
        Self::WrongMethod,
        Self::Stale,
        Self::UnderWay,
        Self::Repeated,
        Self::Gone,
        Self::Outdated,
        Self::TooLarge,
        Self::NotJson,
        Self::NoPasskeysHere,
        Self::Invalid,
        Self::KeyReused,
        Self::TooMany,
        Self::Broken,
        Self::Unsettled,
        Self::Unavailable,
        Self::StorageFull,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::BadCursor => "bad_cursor",
            Self::Unauthenticated => "unauthenticated",
            Self::WrongPassword => "wrong_password",
            Self::CodeNeeded => "code_needed",
            Self::WrongCode => "wrong_code",
            Self::WrongPasskey => "wrong_passkey",
            Self::Forbidden => "forbidden",
            Self::CrossSite => "cross_site",
            Self::Missing => "missing",
            Self::NoSuchAddress => "no_such_address",
            Self::WrongMethod => "wrong_method",
            Self::Stale => "stale",
            Self::UnderWay => "under_way",
            Self::Repeated => "repeated",
            Self::Gone => "gone",
            Self::Outdated => "outdated",
            Self::TooLarge => "too_large",
            Self::NotJson => "not_json",
            Self::NoPasskeysHere => "no_passkeys_here",
            Self::Invalid => "invalid",
            Self::KeyReused => "key_reused",
            Self::TooMany => "too_many",
            Self::Broken => "broken",
            Self::Unsettled => "unsettled",
            Self::Unavailable => "unavailable",
            Self::StorageFull => "storage_full",
        }
    }

    pub const fn status(self) -> StatusCode {
        match self {
            Self::Malformed | Self::BadCursor => StatusCode::BAD_REQUEST,
            Self::Unauthenticated
            | Self::WrongPassword
            | Self::CodeNeeded
            | Self::WrongCode
            | Self::WrongPasskey => StatusCode::UNAUTHORIZED,
            Self::Forbidden | Self::CrossSite => StatusCode::FORBIDDEN,
            Self::Missing | Self::NoSuchAddress => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::Stale | Self::UnderWay | Self::Repeated => StatusCode::CONFLICT,
            Self::Gone => StatusCode::GONE,
            Self::Outdated => StatusCode::PRECONDITION_FAILED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::NoPasskeysHere => StatusCode::MISDIRECTED_REQUEST,
            Self::Invalid | Self::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Broken | Self::Unsettled => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::StorageFull => StatusCode::INSUFFICIENT_STORAGE,
        }
    }

    /// When an operation answers with it, for the API's document.
    pub(super) const fn meaning(self) -> &'static str {
        match self {
            Self::Malformed => "`malformed`: the request is not of the shape this document gives.",
            Self::BadCursor => "`bad_cursor`: the cursor was not made by this box; start at the first page.",
            Self::Unauthenticated => "`unauthenticated`: nobody is signed in, or the session has ended.",
            Self::WrongPassword => "`wrong_password`: name and password do not fit together.",
            Self::CodeNeeded => {
                "`code_needed`: name and password are right, and this person has a second factor: send all three."
            }
            Self::WrongCode => "`wrong_code`: the code is wrong, used already, or too old.",
            Self::WrongPasskey => {
                "`wrong_passkey`: the passkey is not known here, or what it signed is not what was asked, or too old."
            }
            Self::Forbidden => "`forbidden`: this member's role may not do that.",
            Self::CrossSite => "`cross_site`: the request came from a page of another site.",
            Self::Missing => "`missing`: there is no such thing, or not for this member.",
            Self::NoSuchAddress => "`no_such_address`: the API has no such address.",
            Self::WrongMethod => "`wrong_method`: the address does not know this method.",
            Self::Stale => {
                "`stale`: somebody changed it meanwhile; look again and repeat. Where single parts of it are in the way, `errors` names each."
            }
            Self::UnderWay => {
                "`under_way`: a call with the same `Idempotency-Key` is at work; ask again in a second."
            }
            Self::Repeated => {
                "`repeated`: this call was done already and its answer was not kept; look before repeating it."
            }
            Self::Gone => "`gone`: it was there and is used up or expired.",
            Self::Outdated => "`outdated`: it is no longer at the version that `If-Match` names.",
            Self::TooLarge => "`too_large`: the body is larger than 64 kB.",
            Self::NotJson => "`not_json`: the body is not declared as `application/json`.",
            Self::NoPasskeysHere => {
                "`no_passkeys_here`: the page was opened at an address where browsers offer no passkeys; open it over https, or at `localhost`."
            }
            Self::Invalid => "`invalid`: a value does not fit; `errors` names each.",
            Self::KeyReused => "`key_reused`: this `Idempotency-Key` came with another request before.",
            Self::TooMany => "`too_many`: too often; `Retry-After` says when to come back.",
            Self::Broken => "`broken`: the box's own trouble; nothing was changed.",
            Self::Unsettled => {
                "`unsettled`: the disk failed as it finished saving; look whether it is there before repeating it."
            }
            Self::Unavailable => "`unavailable`: the box is stopping or busy; try again soon.",
            Self::StorageFull => {
                "`storage_full`: the disk is full; nothing was changed, reading still works."
            }
        }
    }
}
