//! Who did what, when and from where.

use poem_openapi::param::Query;
use poem_openapi::{Enum, Object, OpenApi};

use super::Tags;
use super::caller::Caller;
use super::cursor;
use super::problem::{Paging, Refused};
use super::reply::Shown;
use super::scalar::{Instant, Nullable};
use super::view::{Channel, MemberRef};
use crate::app::{AuditEntry, AuditFilter, AuditPlace, Event, Page, SecurityKind as Kind, SecurityOutcome};
use crate::ledger::{Act, Day, MemberId, TransactionId};

#[derive(Debug)]
pub(super) struct Audit;

/// How many entries a page holds when nobody says.
const USUAL_PAGE: usize = 50;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Members")]
impl Audit {
    /// Look at what was done
    ///
    /// Who did what, when and from where, newest first: everything in the journal, sign-ins and failed ones, what was
    /// changed about keys, and who looked at what another recorded (noted once an hour for both). An owner reads about
    /// the household, as far as they see what it was about; everybody else about themselves. What was written and
    /// amounts are not in it. A page may hold fewer than asked, even none, where little fits: `next_cursor` says
    /// whether there is more to look at.
    #[oai(path = "/audit", method = "get", operation_id = "look_at_audit")]
    #[expect(clippy::too_many_arguments, reason = "each is a parameter of the address")]
    async fn look(
        &self,
        caller: Caller,
        /// Only what this member did, or what was done to them.
        member: Query<Option<MemberId>>,
        /// Only these kinds.
        #[oai(default, validator(max_items = 60))]
        kind: Query<Vec<AuditKind>>,
        /// Only from this day on.
        from: Query<Option<Day>>,
        /// Only up to and with this day.
        to: Query<Option<Day>>,
        /// The `next_cursor` of the page before.
        #[oai(validator(max_length = 64))]
        cursor: Query<Option<String>>,
        /// How many at most; 50 when left out.
        #[oai(validator(minimum(value = "1"), maximum(value = "200")))]
        limit: Query<Option<u16>>,
    ) -> Result<Shown<AuditPage>, Refused<Paging>> {
        let after = cursor.0.as_deref().map(cursor::read_audit).transpose()?;
        let most = limit.0.map_or(USUAL_PAGE, usize::from);
        let kinds = kind.0.into_iter().map(AuditKind::code).collect();
        let filter = AuditFilter { member: member.0, kinds, from: from.0, to: to.0 };
        Ok(Shown(caller.read(move |me| Ok(me.audit(&filter, after, most)?.into())).await?))
    }
}

/// A page of what was done, newest first.
#[derive(Debug, Object)]
pub(super) struct AuditPage {
    pub items: Vec<AuditItem>,
    /// Leads to the next page; `null` on the last one.
    pub next_cursor: Nullable<String>,
}

/// One thing that was done, or tried.
#[derive(Debug, Object)]
#[oai(rename = "AuditEntry")]
pub(super) struct AuditItem {
    pub at: Instant,
    pub kind: AuditKind,
    pub outcome: AuditOutcome,
    /// Who did it, or whose name was tried; `null` when the box itself acted, or the name is nobody's.
    pub member: Nullable<MemberRef>,
    /// Whom it was done to, when that is somebody else.
    pub whom: Nullable<MemberRef>,
    pub channel: Channel,
    /// The network address it came from. Not kept for what is in the journal.
    pub address: Nullable<String>,
    /// What it came from, in a few words. Not kept for what is in the journal.
    pub device: Nullable<String>,
    /// Its position in the journal; `null` when it did not change what the journal keeps.
    pub change: Nullable<u64>,
    /// Which transactions it was about, as far as the caller sees them; the first 20.
    pub transactions: Vec<TransactionId>,
}

/// Whether it came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum AuditOutcome {
    Done,
    Refused,
}

macro_rules! kinds {
    ($($kind:ident $code:literal $of:pat,)*) => {
        /// What was done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
        #[oai(rename_all = "snake_case")]
        pub(super) enum AuditKind {
            $($kind,)*
        }

        impl AuditKind {
            const fn code(self) -> &'static str {
                match self {
                    $(Self::$kind => $code,)*
                }
            }
        }

        impl From<Event> for AuditKind {
            fn from(event: Event) -> Self {
                match event {
                    $($of => Self::$kind,)*
                }
            }
        }

        #[cfg(test)]
        const ALL: &[AuditKind] = &[$(AuditKind::$kind,)*];
    };
}

kinds! {
    SetUp "set_up" Event::Act(Act::SetUp),
    Record "record" Event::Act(Act::Record),
    Amend "amend" Event::Act(Act::Amend),
    Void "void" Event::Act(Act::Void),
    Undo "undo" Event::Act(Act::Undo { .. }),
    Restore "restore" Event::Act(Act::Restore),
    Erase "erase" Event::Act(Act::Erase),
    AddWallet "add_wallet" Event::Act(Act::AddWallet),
    ChangeWallet "change_wallet" Event::Act(Act::ChangeWallet),
    SetBalance "set_balance" Event::Act(Act::SetBalance),
    AddCategory "add_category" Event::Act(Act::AddCategory),
    ChangeCategory "change_category" Event::Act(Act::ChangeCategory),
    SetRate "set_rate" Event::Act(Act::SetRate),
    Teach "teach" Event::Act(Act::Teach),
    Unlearn "unlearn" Event::Act(Act::Unlearn),
    Forbid "forbid" Event::Act(Act::Forbid),
    Join "join" Event::Act(Act::Join),
    Leave "leave" Event::Leave,
    ChangeRole "change_role" Event::ChangeRole,
    ChangeMember "change_member" Event::Act(Act::ChangeMember),
    ChangeHousehold "change_household" Event::Act(Act::ChangeHousehold),
    SignIn "sign_in" Event::Security(Kind::SignIn),
    SignOut "sign_out" Event::Security(Kind::SignOut),
    ChangePassword "change_password" Event::Security(Kind::ChangePassword),
    TurnOnTotp "turn_on_totp" Event::Security(Kind::TurnOnTotp),
    TurnOffTotp "turn_off_totp" Event::Security(Kind::TurnOffTotp),
    RenewRecoveryCodes "renew_recovery_codes" Event::Security(Kind::RenewRecoveryCodes),
    UseRecoveryCode "use_recovery_code" Event::Security(Kind::UseRecoveryCode),
    AddPasskey "add_passkey" Event::Security(Kind::AddPasskey),
    RemovePasskey "remove_passkey" Event::Security(Kind::RemovePasskey),
    EndSession "end_session" Event::Security(Kind::EndSession),
    EndSessions "end_sessions" Event::Security(Kind::EndSessions),
    MakeReset "make_reset" Event::Security(Kind::MakeReset),
    UseReset "use_reset" Event::Security(Kind::UseReset),
    MakeKey "make_key" Event::Security(Kind::MakeKey),
    RevokeKey "revoke_key" Event::Security(Kind::RevokeKey),
    Invite "invite" Event::Security(Kind::Invite),
    WithdrawInvitation "withdraw_invitation" Event::Security(Kind::WithdrawInvitation),
    LinkChat "link_chat" Event::Security(Kind::LinkChat),
    UnlinkChat "unlink_chat" Event::Security(Kind::UnlinkChat),
    SwitchHousehold "switch_household" Event::Security(Kind::SwitchHousehold),
    TakeExport "take_export" Event::Security(Kind::TakeExport),
    ViewDetail "view_detail" Event::Security(Kind::ViewDetail),
    AskDeletion "ask_deletion" Event::Security(Kind::AskDeletion),
    CallOffDeletion "call_off_deletion" Event::Security(Kind::CallOffDeletion),
    AddWebhook "add_webhook" Event::Security(Kind::AddWebhook),
    ChangeWebhook "change_webhook" Event::Security(Kind::ChangeWebhook),
    RemoveWebhook "remove_webhook" Event::Security(Kind::RemoveWebhook),
    SetRetention "set_retention" Event::Security(Kind::SetRetention),
    HoldOff "hold_off" Event::Security(Kind::HoldOff),
    MakeAccessToken "make_access_token" Event::Security(Kind::MakeAccessToken),
    RotateKeys "rotate_keys" Event::Security(Kind::RotateKeys),
    SetBotToken "set_bot_token" Event::Security(Kind::SetBotToken),
    RemoveBotToken "remove_bot_token" Event::Security(Kind::RemoveBotToken),
}

impl From<Page<AuditEntry, AuditPlace>> for AuditPage {
    fn from(page: Page<AuditEntry, AuditPlace>) -> Self {
        Self {
            items: page.items.into_iter().map(AuditItem::from).collect(),
            next_cursor: page.next.map(cursor::write_audit).into(),
        }
    }
}

impl From<AuditEntry> for AuditItem {
    fn from(entry: AuditEntry) -> Self {
        let named = |(id, name)| MemberRef { id, name };
        Self {
            at: entry.at.into(),
            kind: entry.event.into(),
            outcome: match entry.outcome {
                SecurityOutcome::Done => AuditOutcome::Done,
                SecurityOutcome::Refused => AuditOutcome::Refused,
            },
            member: entry.member.map(named).into(),
            whom: entry.whom.map(named).into(),
            channel: entry.channel.into(),
            address: entry.address.map(|address| address.to_string()).into(),
            device: entry.device.into(),
            change: entry.change.into(),
            transactions: entry.transactions,
        }
    }
}

#[cfg(test)]
mod tests {
    use poem_openapi::types::ToJSON as _;

    use super::*;

    #[test]
    fn a_kind_is_looked_for_by_the_name_it_is_shown_by() {
        for kind in ALL {
            assert_eq!(kind.to_json(), Some(kind.code().into()));
        }
        for kind in Kind::ALL {
            assert_eq!(AuditKind::from(Event::Security(*kind)).code(), Event::Security(*kind).code());
        }
        for act in [Act::SetUp, Act::Undo { seq: 1 }, Act::ChangeMember, Act::Erase] {
            assert_eq!(AuditKind::from(Event::Act(act)).code(), act.code());
        }
    }
}
