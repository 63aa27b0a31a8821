//! How long things are kept.

use poem_openapi::{Object, OpenApi};

use super::Tags;
use super::body::Body;
use super::caller::Caller;
use super::problem::{Code, Looking, Refusals, Refused, refusals};
use super::reply::Shown;
use super::scalar::Nullable;
use crate::app;

#[derive(Debug)]
pub(super) struct Retentions;

refusals! {
    /// A body of which every value that has the right shape will do.
    Keeping: Malformed Unauthenticated Forbidden CrossSite TooLarge NotJson;
}

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Members")]
impl Retentions {
    /// Look at how long things are kept
    ///
    /// What the household forgets, and when. What is not named here is kept as long as the household.
    #[oai(path = "/household/retention", method = "get", operation_id = "look_at_retention")]
    async fn look(&self, caller: Caller) -> Result<Shown<Retention>, Refused<Looking>> {
        Ok(Shown(caller.read(|me| Ok(me.retention()?.into())).await?))
    }

    /// Say how long things are kept
    ///
    /// All of it. What is older already is forgotten within the hour, for good; the amounts of records are always kept.
    /// Only by an owner.
    #[oai(path = "/household/retention", method = "put", operation_id = "set_retention")]
    async fn set(
        &self,
        caller: Caller,
        retention: Body<Retention>,
    ) -> Result<Shown<Retention>, Refused<Keeping>> {
        let new = app::Retention::from(retention.0);
        Ok(Shown(caller.run(move |me| Ok(me.as_owner()?.set_retention(new)?.into())).await?))
    }
}

/// How long a household keeps what may be forgotten.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct Retention {
    /// The messages that records were understood from, in months; `null`: as long as the records.
    #[oai(validator(minimum(value = "1"), maximum(value = "240")))]
    messages_months: Nullable<u16>,
    /// Pictures, in months; `null`: as long as their records.
    #[oai(validator(minimum(value = "1"), maximum(value = "240")))]
    pictures_months: Nullable<u16>,
    /// Questions that nobody answered, in hours; `null`: as the box's settings say.
    #[oai(validator(minimum(value = "1"), maximum(value = "8760")))]
    draft_hours: Nullable<u16>,
    /// What was deleted and can be restored, in days.
    #[oai(validator(minimum(value = "1"), maximum(value = "365")))]
    bin_days: u16,
    /// The log of sign-ins, keys and looks, in days.
    #[oai(validator(minimum(value = "7"), maximum(value = "3650")))]
    log_days: u16,
}

impl From<app::Retention> for Retention {
    fn from(kept: app::Retention) -> Self {
        let app::Retention { messages_months, pictures_months, draft_hours, bin_days, log_days } = kept;
        Self {
            messages_months: messages_months.into(),
            pictures_months: pictures_months.into(),
            draft_hours: draft_hours.into(),
            bin_days,
            log_days,
        }
    }
}

impl From<Retention> for app::Retention {
    fn from(said: Retention) -> Self {
        Self {
            messages_months: said.messages_months.0,
            pictures_months: said.pictures_months.0,
            draft_hours: said.draft_hours.0,
            bin_days: said.bin_days,
            log_days: said.log_days,
        }
    }
}
