//! Days, instants and ids as JSON writes them: texts with a format, parsed into the ledger's own types before
//! a handler sees them.

use std::borrow::Cow;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::{ParseError, ParseFromJSON, ParseFromParameter, ParseResult, ToJSON, Type};
use serde_json::Value;

use crate::app::FaultId;
use crate::ledger::{
    AttachmentId, CategorySlug, ChatLinkId, Colour, Currency, Day, DeliveryId, DraftId, FeedbackId,
    HouseholdId, InvitationId, LessonId, MemberId, Month, PasskeyId, SessionId, SubscriptionId, Tag,
    Timestamp, TokenId, TransactionId, WalletId, WebhookId,
};

const ID: &str = "^[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}$";

/// From 1970 to 9999; which months have a 31st is left to the format.
const DAY: &str = "^(19[7-9][0-9]|[2-9][0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";
const MONTH: &str = "^(19[7-9][0-9]|[2-9][0-9]{3})-(0[1-9]|1[0-2])$";

/// Groups of four letters for three bytes; the last letter of a shorter group has no bits to spare.
const BASE64URL: &str =
    "^([A-Za-z0-9_-]{4})*([A-Za-z0-9_-][AQgw]|[A-Za-z0-9_-]{2}[AEIMQUYcgkosw048]|[A-Za-z0-9_-]{4})$";

/// Letters of any script make one, which no pattern that all programs read alike can say: a text that is none has the
/// right form and the wrong content.
pub(super) const TAG: &str = "tag";
/// Well-formed currencies are more than there are.
pub(super) const CURRENCY: &str = "currency";

/// Makes a type of the ledger, written by `Display` and read by `FromStr`, a JSON text.
macro_rules! texts {
    ($($type:ty: $format:literal, $pattern:expr, $example:literal;)*) => {$(
        impl Type for $type {
            const IS_REQUIRED: bool = true;
            type RawValueType = Self;
            type RawElementValueType = Self;

            fn name() -> Cow<'static, str> {
                concat!("string_", $format).into()
            }

            fn schema_ref() -> MetaSchemaRef {
                MetaSchemaRef::Inline(Box::new(MetaSchema {
                    pattern: $pattern.map(str::to_owned),
                    example: Some(Value::from($example)),
                    ..MetaSchema::new_with_format("string", $format)
                }))
            }

            fn as_raw_value(&self) -> Option<&Self> {
                Some(self)
            }

            fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
                Box::new(std::iter::once(self))
            }
        }

        impl ParseFromJSON for $type {
            fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
                match value {
                    Some(Value::String(text)) => Ok(text.parse()?),
                    other => Err(ParseError::expected_type(other.unwrap_or_default())),
                }
            }
        }

        impl ParseFromParameter for $type {
            fn parse_from_parameter(text: &str) -> ParseResult<Self> {
                Ok(text.parse()?)
            }
        }

        impl ToJSON for $type {
            fn to_json(&self) -> Option<Value> {
                Some(Value::String(self.to_string()))
            }
        }
    )*

        /// Whether a text is of one of the formats written above; a format of another kind takes any text.
        pub(super) fn fits(format: &str, text: &str) -> bool {
            match format {
                $($format if <$type>::from_str(text).is_err() => false,)*
                _ => true,
            }
        }
    };
}

texts! {
    HouseholdId: "household-id", Some(ID), "01M2XKQH3RBN6V8T0D5Y7C9E1F";
    MemberId: "member-id", Some(ID), "01M2XKQH3RCW2J4S6Z8A0G9K7P";
    WalletId: "wallet-id", Some(ID), "01M2XKQH3RF5T7Y9B1D3H5M8QV";
    TransactionId: "transaction-id", Some(ID), "01M2XM0A4E8S6W3Q1Z9X7C5V2B";
    DraftId: "draft-id", Some(ID), "01M2XM2N6P4R8T1Y3W5Z7B9D0F";
    InvitationId: "invitation-id", Some(ID), "4F8K2M6P0R3T7W1Y5Z9B3D7G1J";
    PasskeyId: "passkey-id", Some(ID), "01M2XM6Q8R4T0W3Y5Z7B9D1F3H";
    TokenId: "token-id", Some(ID), "01M2XM5P7Q3S9V2Z4X6A8C0E1G";
    WebhookId: "webhook-id", Some(ID), "01M2XM9T1V7X3Z5B9D1F3H6K8M";
    DeliveryId: "delivery-id", Some(ID), "01M2XMB3X9Z5B7D1F3H5K8M0P2";
    SubscriptionId: "subscription-id", Some(ID), "6T1V4X8Z2B5D9F3H7K0M4P8R2S";
    ChatLinkId: "link-id", Some(ID), "3N7Q1S5V9X2Z6B0D4F8H3K7M1P";
    SessionId: "session-id", Some(ID), "5R0T3W7Y1Z4B8D2F6H9K3M7P1Q";
    LessonId: "lesson-id", Some(ID), "01M2XM5P7Q3S9V2Z4X6A8C0E1G";
    AttachmentId: "attachment-id", Some(ID), "01M2XM7R9T5V1X3Z6B8D0F2H4J";
    FeedbackId: "feedback-id", Some(ID), "01M2XMC4Y0A6C8E1G3J5M7P9R1";
    FaultId: "error-id", Some("^[0-9a-f]{16}$"), "5e1f0c2b9d3e4875";
    CategorySlug: "category", Some("^[a-z0-9-]{1,16}$"), "makanan";
    Colour: "colour", Some("^#[0-9A-Fa-f]{6}$"), "#16A085";
    Currency: "currency", Some("^[A-Z]{3}$"), "IDR";
    Tag: "tag", None::<&str>, "lebaran";
    Day: "date", Some(DAY), "2026-11-22";
    Month: "month", Some(MONTH), "2026-11";
    Instant: "date-time", None::<&str>, "2026-11-22T04:02:11.250Z";
    Base64Url: "base64url", Some(BASE64URL), "bm9uY2Ugb2YgMTYgYg";
}

/// A moment, RFC 3339 in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Instant(pub Timestamp);

impl FromStr for Instant {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        text.parse().map(Self)
    }
}

impl std::fmt::Display for Instant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl From<Timestamp> for Instant {
    fn from(at: Timestamp) -> Self {
        Self(at)
    }
}

/// Bytes, in the alphabet for addresses and without padding (RFC 4648, section 5); at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Base64Url(pub Vec<u8>);

/// A text is not such bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not bytes in base64url")]
pub(super) struct NotBase64Url;

impl FromStr for Base64Url {
    type Err = NotBase64Url;

    fn from_str(text: &str) -> Result<Self, NotBase64Url> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| NotBase64Url)?;
        if bytes.is_empty() { Err(NotBase64Url) } else { Ok(Self(bytes)) }
    }
}

impl std::fmt::Display for Base64Url {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(&self.0))
    }
}

/// A value of a reply that may be `null`. Its key is always there, so that a client need not tell "absent"
/// from "none".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nullable<T>(pub Option<T>);

impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        Self(value)
    }
}

impl<T: Type> Type for Nullable<T> {
    const IS_REQUIRED: bool = true;
    type RawValueType = T::RawValueType;
    type RawElementValueType = T::RawElementValueType;

    fn name() -> Cow<'static, str> {
        format!("nullable_{}", T::name()).into()
    }

    fn schema_ref() -> MetaSchemaRef {
        match T::schema_ref() {
            MetaSchemaRef::Inline(schema) => {
                MetaSchemaRef::Inline(Box::new(MetaSchema { nullable: true, ..*schema }))
            }
            reference @ MetaSchemaRef::Reference(_) => MetaSchemaRef::Inline(Box::new(MetaSchema {
                nullable: true,
                all_of: vec![reference],
                ..MetaSchema::ANY
            })),
        }
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }

    fn as_raw_value(&self) -> Option<&Self::RawValueType> {
        self.0.as_ref().and_then(T::as_raw_value)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self::RawElementValueType> + 'a> {
        match &self.0 {
            Some(value) => value.raw_element_iter(),
            None => Box::new(std::iter::empty()),
        }
    }
}

impl<T: ParseFromJSON> ParseFromJSON for Nullable<T> {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        match value {
            None | Some(Value::Null) => Ok(Self(None)),
            value => T::parse_from_json(value).map(|value| Self(Some(value))).map_err(ParseError::propagate),
        }
    }
}

impl<T: ToJSON> ToJSON for Nullable<T> {
    fn to_json(&self) -> Option<Value> {
        self.0.as_ref().map_or(Some(Value::Null), T::to_json)
    }
}
