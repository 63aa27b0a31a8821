//! What the family is called, and how its days and months go.

use poem_openapi::{Object, OpenApi};

use super::Tags;
use super::body::Body;
use super::caller::Caller;
use super::problem::{Code, Looking, Problem, Refusals, Refused, refusals};
use super::reply::{Current, Shown, Versioned};
use super::scalar::Nullable;
use super::tag::IfMatch;
use super::view::{payday, permille, share};
use crate::app;
use crate::ledger::{self, Cycle, HouseholdId, Zone};

#[derive(Debug)]
pub(super) struct OwnHousehold;

refusals! {
    /// Changing what is the whole family's.
    Ruling: Malformed Unauthenticated Forbidden CrossSite Stale TooLarge NotJson Invalid;
}

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Members")]
impl OwnHousehold {
    /// Look at the household
    ///
    /// What the family is called, where its days begin, when its months do, and how sure a reading must be.
    #[oai(path = "/household", method = "get", operation_id = "look_at_household")]
    async fn look(&self, caller: Caller) -> Result<Current<Household>, Refused<Looking>> {
        Ok(Current(caller.read(|me| Ok(Household::from(me.household()))).await?))
    }

    /// Change the household
    ///
    /// Only by an owner. From now on: "hari ini", periods and readings follow at once; what is recorded keeps its day.
    /// With `version` the change is refused as `stale`, and with `If-Match` as `outdated`, when somebody else was
    /// quicker.
    #[oai(path = "/household", method = "patch", operation_id = "change_household")]
    async fn change(
        &self,
        caller: Caller,
        /// The `ETag` of the household that the person was looking at, or `"v3"` for its version.
        #[oai(name = "If-Match")]
        seen: IfMatch,
        change: Body<HouseholdChange>,
    ) -> Result<Shown<HouseholdChanged>, Refused<Ruling>> {
        let version = seen.or(change.0.version);
        let change = app::HouseholdChange { version, ..change.0.taken()? };
        let changed = caller.run(move |me| me.as_owner()?.change_household(change)).await?;
        Ok(Shown(HouseholdChanged::of(&changed)))
    }
}

/// The family, and what holds for all of it.
#[derive(Debug, Object)]
pub(super) struct Household {
    id: HouseholdId,
    name: String,
    /// Its time zone, by its IANA name.
    zone: String,
    /// ISO 4217; it never changes.
    currency: String,
    /// The day of the month on which its months begin; `null` for calendar months.
    payday: Nullable<u8>,
    /// A capture at or above this confidence is recorded without asking, 0 to 1.
    threshold: f64,
    /// 1 at first, one more at every later change.
    version: u32,
}

/// What should be different. What is left out or `null` stays as it is.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct HouseholdChange {
    /// The version that the person was looking at.
    #[oai(nullable)]
    version: Option<u32>,
    #[oai(nullable, validator(min_length = 1, max_length = 60))]
    name: Option<String>,
    /// By its IANA name: `Asia/Jakarta`, `Asia/Makassar`, `Asia/Jayapura`.
    #[oai(nullable, validator(min_length = 1, max_length = 40))]
    zone: Option<String>,
    /// The day of the month on which months begin, in a shorter month its last one; 0 for calendar months.
    #[oai(nullable, validator(maximum(value = "31")))]
    payday: Option<u8>,
    /// How sure a reading must be to be recorded without asking, 0 to 1; three decimals count.
    #[oai(nullable, validator(minimum(value = "0"), maximum(value = "1")))]
    threshold: Option<f64>,
}

/// A changed household.
#[derive(Debug, Object)]
pub(super) struct HouseholdChanged {
    /// As it is now.
    household: Household,
    /// The change's position in the journal, for undoing it; `null` when it was so already.
    change: Nullable<u64>,
}

impl Versioned for Household {
    fn version(&self) -> u32 {
        self.version
    }
}

impl From<&ledger::Household> for Household {
    fn from(household: &ledger::Household) -> Self {
        Self {
            id: household.id,
            name: household.name.clone(),
            zone: household.zone.name().to_owned(),
            currency: household.currency.to_string(),
            payday: payday(household.cycle),
            threshold: share(household.threshold),
            version: household.version,
        }
    }
}

impl HouseholdChange {
    fn taken(self) -> Result<app::HouseholdChange, Problem> {
        let unknown = |field: &'static str| app::Error::invalid(field, app::Why::Unknown);
        let zone = self.zone.as_deref().map(Zone::named).transpose().map_err(|_| unknown("zone"))?;
        let cycle = |day| if day == 0 { Ok(Cycle::Calendar) } else { Cycle::payday(day) };
        let cycle = self.payday.map(cycle).transpose().map_err(|_| unknown("payday"))?;
        let threshold = self.threshold.map(permille);
        Ok(app::HouseholdChange { version: self.version, name: self.name, zone, cycle, threshold })
    }
}

impl HouseholdChanged {
    fn of((household, change): &(ledger::Household, Option<u64>)) -> Self {
        Self { household: household.into(), change: (*change).into() }
    }
}
