//! Changes as they happen.

use std::collections::VecDeque;
use std::time::Duration;

use futures_util::stream;
use poem::web::sse::{Event, SSE};
use poem::{IntoResponse, Response};
use poem_openapi::param::Header;
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, Registry};
use poem_openapi::types::{ToJSON as _, Type as _};
use poem_openapi::{ApiResponse, Enum, Object, OpenApi};
use tokio::sync::watch;

use super::Tags;
use super::caller::Caller;
use super::problem::{Choosing, Code, Problem, Refused};
use super::scalar::{Instant, Nullable};
use crate::app::{Error, Happened};
use crate::ledger::{Act, HouseholdId, MemberId, TransactionId, WalletId};
use crate::limit::Seat;
use crate::tasks::blocking;

#[derive(Debug)]
pub(super) struct Events;

/// A comment is sent so often, so that nobody between us and the browser takes the stream for dead.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// So often an idle stream asks whether its session still holds.
const LOOK_AGAIN: Duration = Duration::from_secs(30);
/// Changes read at once: whoever was away long catches up in steps.
const BATCH: usize = 100;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Changes")]
impl Events {
    /// Follow changes
    ///
    /// Server-sent events. The first, `ready`, names where in the journal the stream begins; after it comes one
    /// `change` for each change of the caller's household that they may see, whoever made it and through whichever
    /// door. An event's
    /// id is a position in the journal; sent back as `Last-Event-ID`, the stream resumes after it and misses
    /// nothing. Ends when the session ends.
    #[oai(path = "/events", method = "get", operation_id = "follow_changes")]
    async fn follow(
        &self,
        caller: Caller,
        /// The id of the last event that arrived.
        #[oai(name = "Last-Event-ID")]
        after: Header<Option<u64>>,
    ) -> Result<Live, Refused<Choosing>> {
        Ok(Live::open(caller, after.0).await?)
    }
}

/// Something changed.
#[derive(Debug, Object)]
pub(super) struct ChangeEvent {
    /// Its position in the journal.
    pub seq: u64,
    pub act: ChangeAct,
    pub household: HouseholdId,
    /// Nobody, when the box itself acted.
    pub member: Nullable<MemberId>,
    pub at: Instant,
    /// The transactions it made or changed, of those that the caller sees.
    pub transactions: Vec<TransactionId>,
    /// The wallets whose balance or settings it touched, of those that the caller sees.
    pub wallets: Vec<WalletId>,
}

/// What the person meant to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum ChangeAct {
    SetUp,
    Record,
    Amend,
    Void,
    Undo,
    AddWallet,
    ChangeWallet,
    SetBalance,
    Join,
    ChangeMember,
    ChangeHousehold,
    Teach,
    Unlearn,
    Forbid,
    AddCategory,
    ChangeCategory,
    SetRate,
    Restore,
    Erase,
}

impl ChangeEvent {
    fn of(household: HouseholdId, happened: Happened) -> Self {
        Self {
            seq: happened.seq,
            act: happened.act.into(),
            household,
            member: happened.member.into(),
            at: happened.at.into(),
            transactions: happened.transactions,
            wallets: happened.wallets,
        }
    }
}

impl ChangeAct {
    /// The act's own name.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::SetUp => Act::SetUp.code(),
            Self::Record => Act::Record.code(),
            Self::Amend => Act::Amend.code(),
            Self::Void => Act::Void.code(),
            Self::Undo => Act::Undo { seq: 0 }.code(),
            Self::AddWallet => Act::AddWallet.code(),
            Self::ChangeWallet => Act::ChangeWallet.code(),
            Self::SetBalance => Act::SetBalance.code(),
            Self::Join => Act::Join.code(),
            Self::ChangeMember => Act::ChangeMember.code(),
            Self::ChangeHousehold => Act::ChangeHousehold.code(),
            Self::Teach => Act::Teach.code(),
            Self::Unlearn => Act::Unlearn.code(),
            Self::Forbid => Act::Forbid.code(),
            Self::AddCategory => Act::AddCategory.code(),
            Self::ChangeCategory => Act::ChangeCategory.code(),
            Self::SetRate => Act::SetRate.code(),
            Self::Restore => Act::Restore.code(),
            Self::Erase => Act::Erase.code(),
        }
    }
}

impl From<Act> for ChangeAct {
    fn from(act: Act) -> Self {
        match act {
            Act::SetUp => Self::SetUp,
            Act::Record => Self::Record,
            Act::Amend => Self::Amend,
            Act::Void => Self::Void,
            Act::Undo { .. } => Self::Undo,
            Act::AddWallet => Self::AddWallet,
            Act::ChangeWallet => Self::ChangeWallet,
            Act::SetBalance => Self::SetBalance,
            Act::Join => Self::Join,
            Act::ChangeMember => Self::ChangeMember,
            Act::ChangeHousehold => Self::ChangeHousehold,
            Act::Teach => Self::Teach,
            Act::Unlearn => Self::Unlearn,
            Act::Forbid => Self::Forbid,
            Act::AddCategory => Self::AddCategory,
            Act::ChangeCategory => Self::ChangeCategory,
            Act::SetRate => Self::SetRate,
            Act::Restore => Self::Restore,
            Act::Erase => Self::Erase,
        }
    }
}

/// A stream of changes that its reader pulls: what they do not read is not kept for them.
pub(super) struct Live(SSE);

/// Where one reader is.
struct Reader {
    caller: Caller,
    /// The last change that was looked at.
    at: u64,
    unread: VecDeque<Event>,
    head: watch::Receiver<u64>,
    departures: watch::Receiver<u64>,
    seat: Seat,
}

impl Live {
    async fn open(caller: Caller, after: Option<u64>) -> Result<Self, Problem> {
        let account = caller.run(|me| Ok(me.member().account)).await?;
        let seat = caller.door.streams().take_newest(account).ok_or(Problem::new(Code::Unavailable))?;
        let departures = caller.door.departures();
        let mut head = caller.door.app().head();
        let newest = *head.borrow_and_update();
        // A place beyond the journal's end belongs to another box, or to one before a backup was put back.
        let at = after.map_or(newest, |after| after.min(newest));
        let ready = Event::message(format!(r#"{{"seq":{at}}}"#)).event_type("ready").id(at.to_string());
        head.mark_changed();
        let reader = Reader { caller, at, unread: VecDeque::from([ready]), head, departures, seat };
        let events = stream::unfold(reader, |mut reader| async {
            let event = reader.next().await?;
            Some((event, reader))
        });
        Ok(Self(SSE::new(events).keep_alive(KEEP_ALIVE)))
    }
}

impl Reader {
    /// The next event; none when the session has ended, the box stops, or newer readers of the same person took its place.
    async fn next(&mut self) -> Option<Event> {
        let stopping = self.caller.door.stopping().clone();
        loop {
            if let Some(event) = self.unread.pop_front() {
                return Some(event);
            }
            tokio::select! {
                () = stopping.cancelled() => return None,
                () = self.seat.is_wanted() => return None,
                moved = self.head.changed() => moved.ok()?,
                left = self.departures.changed() => left.ok()?,
                () = tokio::time::sleep(LOOK_AGAIN) => {}
            }
            self.look().await.ok()?;
        }
    }

    /// Reads what happened since, if the session still holds.
    async fn look(&mut self) -> Result<(), Error> {
        self.head.mark_unchanged();
        let (caller, at) = (self.caller.clone(), self.at);
        let (household, followed) = blocking(move || {
            let (_, me) = caller.act()?;
            Ok::<_, Error>((me.household().id, me.happened_after(at, BATCH)?))
        })
        .await?;
        if followed.more {
            self.head.mark_changed();
        }
        self.at = followed.reached;
        self.unread.extend(followed.happened.into_iter().map(|happened| {
            let id = happened.seq.to_string();
            Event::message(ChangeEvent::of(household, happened).to_json_string()).event_type("change").id(id)
        }));
        Ok(())
    }
}

impl IntoResponse for Live {
    fn into_response(self) -> Response {
        self.0.into_response()
    }
}

impl ApiResponse for Live {
    fn meta() -> MetaResponses {
        MetaResponses {
            responses: vec![MetaResponse {
                description: "A stream without an end; the schema is that of the data of a `change`.",
                status: Some(200),
                status_range: None,
                content: vec![MetaMediaType {
                    content_type: "text/event-stream",
                    schema: ChangeEvent::schema_ref(),
                }],
                headers: Vec::new(),
            }],
        }
    }

    fn register(registry: &mut Registry) {
        ChangeEvent::register(registry);
    }
}
