//! Who is in the family, and what they may do.

use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};

use super::Tags;
use super::body::Body;
use super::caller::Caller;
use super::problem::{Amending, Code, Looking, LookingAtOne, Refusals, Refused, Removing, refusals};
use super::reply::{Current, Done, Shown, Versioned};
use super::scalar::Instant;
use super::tag::IfMatch;
use super::view::Role;
use crate::app;
use crate::ledger::{self, MemberId};

#[derive(Debug)]
pub(super) struct Members;

refusals! {
    /// Letting a member go.
    Parting: Unauthenticated Forbidden CrossSite Missing Invalid;
}

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Members")]
impl Members {
    /// List members
    ///
    /// Everyone who is in the household, oldest first.
    #[oai(path = "/members", method = "get", operation_id = "list_members")]
    async fn list(&self, caller: Caller) -> Result<Shown<MemberList>, Refused<Looking>> {
        let items = caller.run(|me| Ok(me.members()?.iter().map(Member::from).collect())).await?;
        Ok(Shown(MemberList { items }))
    }

    /// Look at one member
    #[oai(path = "/members/:id", method = "get", operation_id = "look_at_member")]
    async fn look(
        &self,
        caller: Caller,
        id: Path<MemberId>,
    ) -> Result<Current<Member>, Refused<LookingAtOne>> {
        Ok(Current(caller.read(move |me| Ok(Member::from(&me.family_member(id.0)?))).await?))
    }

    /// Change a member
    ///
    /// One's own name, or by an owner anybody's name and role. A name is also what its member signs in with. The last
    /// owner stays one. With `version` the change is refused as `stale`, and with `If-Match` as `outdated`, when somebody
    /// else was quicker.
    #[oai(path = "/members/:id", method = "patch", operation_id = "change_member")]
    async fn change(
        &self,
        caller: Caller,
        id: Path<MemberId>,
        /// The `ETag` of the member that the person was looking at, or `"v3"` for its version.
        #[oai(name = "If-Match")]
        seen: IfMatch,
        change: Body<MemberChange>,
    ) -> Result<Shown<Member>, Refused<Amending>> {
        let version = seen.or(change.0.version);
        let change = app::MemberChange { version, ..change.0.into() };
        let member = caller.run(move |me| Ok(Member::from(&me.amend_member(id.0, &change)?))).await?;
        Ok(Shown(member))
    }

    /// Leave, or send a member away
    ///
    /// Leaving is everybody's own; an owner sends others away. What the member recorded stays; their sessions and chats
    /// end. The last owner cannot go.
    #[oai(path = "/members/:id", method = "delete", operation_id = "remove_member")]
    async fn remove(&self, caller: Caller, id: Path<MemberId>) -> Result<Done, Refused<Parting>> {
        caller.run(move |me| me.part_with(id.0)).await?;
        caller.door.departed();
        Ok(Done)
    }

    /// Hand the household over
    ///
    /// Makes that member an owner, and the caller, who is one, an adult.
    #[oai(path = "/members/:id/owner", method = "post", operation_id = "hand_over")]
    async fn hand_over(
        &self,
        caller: Caller,
        id: Path<MemberId>,
    ) -> Result<Shown<Member>, Refused<Removing>> {
        let owner = move |me: app::Acting| Ok(Member::from(&me.as_owner()?.hand_over(id.0)?));
        Ok(Shown(caller.run(owner).await?))
    }
}

/// The household's members.
#[derive(Debug, Object)]
pub(super) struct MemberList {
    items: Vec<Member>,
}

/// A person in the household.
#[derive(Debug, Object)]
pub(super) struct Member {
    id: MemberId,
    name: String,
    role: Role,
    joined: Instant,
    /// 1 at first, one more at every later change.
    version: u32,
}

/// What should be different. What is left out or `null` stays as it is.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct MemberChange {
    /// The version that the person was looking at.
    #[oai(nullable)]
    version: Option<u32>,
    #[oai(nullable, validator(min_length = 1, max_length = 40))]
    name: Option<String>,
    #[oai(nullable)]
    role: Option<Role>,
}

impl Versioned for Member {
    fn version(&self) -> u32 {
        self.version
    }
}

impl From<&ledger::Member> for Member {
    fn from(member: &ledger::Member) -> Self {
        Self {
            id: member.id,
            name: member.name.clone(),
            role: member.role.into(),
            joined: member.created.into(),
            version: member.version,
        }
    }
}

impl From<MemberChange> for app::MemberChange {
    fn from(change: MemberChange) -> Self {
        let MemberChange { version, name, role } = change;
        Self { version, name, role: role.map(ledger::Role::from) }
    }
}
