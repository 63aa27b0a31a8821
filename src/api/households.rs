//! The households of one person.

use poem_openapi::{Object, OpenApi};

use super::Tags;
use super::body::Body;
use super::caller::Caller;
use super::problem::{Code, Looking, Refusals, Refused, refusals};
use super::reply::Shown;
use super::session::Me;
use super::view::{MemberRef, Role};
use crate::app::Membership;
use crate::ledger::HouseholdId;

#[derive(Debug)]
pub(super) struct Households;

refusals! {
    /// Going to another household.
    Switching: Malformed Unauthenticated CrossSite Missing TooLarge NotJson;
}

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Members")]
impl Households {
    /// List my households
    ///
    /// Those of this box that the person who calls belongs to, the one they joined first first.
    #[oai(path = "/households", method = "get", operation_id = "list_households")]
    async fn list(&self, caller: Caller) -> Result<Shown<HouseholdList>, Refused<Looking>> {
        let all = caller.run(|me| me.households()).await?;
        Ok(Shown(HouseholdList { items: all.iter().map(HouseholdRef::from).collect() }))
    }

    /// Switch to another household
    ///
    /// From now on this session acts in another household of the same person.
    #[oai(path = "/session/household", method = "put", operation_id = "switch_household")]
    async fn switch(&self, caller: Caller, to: Body<Switch>) -> Result<Shown<Me>, Refused<Switching>> {
        caller.switch(to.0.household).await?;
        Ok(Shown(caller.me().await?))
    }
}

/// The households of the person who calls.
#[derive(Debug, Object)]
pub(super) struct HouseholdList {
    items: Vec<HouseholdRef>,
}

/// A household, and who the person is in it.
#[derive(Debug, Object)]
pub(super) struct HouseholdRef {
    id: HouseholdId,
    name: String,
    member: MemberRef,
    role: Role,
}

/// Where to go.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct Switch {
    household: HouseholdId,
}

impl From<&Membership> for HouseholdRef {
    fn from(membership: &Membership) -> Self {
        let Membership { household, member } = membership;
        Self {
            id: household.id,
            name: household.name.clone(),
            member: MemberRef { id: member.id, name: member.name.clone() },
            role: member.role.into(),
        }
    }
}
