//! What happened to somebody's own way in, told to their devices.

use super::super::{App, Error, SecurityEvent, SecurityKind, SecurityOutcome};
use crate::ledger::MemberId;
use crate::store::{NoticeAbout, Pen};

impl App {
    /// What happened to somebody's own way in is told to their devices, in whichever of their households they are.
    pub(in super::super) fn notify_of_security(
        pen: &mut Pen<'_>,
        event: &SecurityEvent,
        place: u64,
    ) -> Result<(), Error> {
        let Some(whose) = whose(event) else { return Ok(()) };
        let Some(member) = pen.member(whose)? else { return Ok(()) };
        let about = NoticeAbout::Security { household: event.household, place };
        for membership in pen.memberships(member.account)? {
            if membership.removed.is_none() && pen.wishes(membership.id)?.security {
                pen.notify(membership.id, about, event.at)?;
            }
        }
        Ok(())
    }
}

/// Whose way in it is about, if it is about one and worth being told of.
fn whose(event: &SecurityEvent) -> Option<MemberId> {
    use SecurityKind as Kind;
    let is_done = event.outcome == SecurityOutcome::Done;
    match event.kind {
        Kind::SignIn
        | Kind::ChangePassword
        | Kind::TurnOnTotp
        | Kind::TurnOffTotp
        | Kind::RenewRecoveryCodes
        | Kind::UseRecoveryCode
        | Kind::AddPasskey
        | Kind::RemovePasskey
        | Kind::UseReset
        | Kind::MakeKey
        | Kind::LinkChat
            if is_done =>
        {
            event.member
        }
        // The link is for somebody else's way in.
        Kind::MakeReset | Kind::UnlinkChat if is_done => event.whom.or(event.member),
        Kind::HoldOff => event.member,
        _ => None,
    }
}
