//! The HTTP door: the only folder that knows JSON shapes and status codes.
//!
//! A handler parses, calls one verb, renders. [`envelope`] is around all of them: it says whether the call may come
//! in, in which language it is answered, and gives everything that goes wrong one form.

#![expect(
    clippy::disallowed_types,
    reason = "the routing table that the library's macro writes is a HashMap"
)]

mod access_tokens;
mod account;
mod addresses;
mod amendment;
mod attachments;
mod audit;
mod backups;
mod body;
mod caller;
mod captures;
mod cards;
mod categories;
mod certificate;
mod changes;
mod code;
mod cross;
mod cursor;
mod deletion;
mod device;
mod doctor;
mod document;
mod door;
mod drafts;
mod entering;
mod envelope;
mod errors;
mod events;
mod exports;
mod feedback;
mod field;
mod found;
mod guesses;
mod health;
mod history;
mod household;
mod households;
mod invitations;
mod lessons;
mod lists;
mod logs;
mod mcp;
mod members;
mod once;
mod outages;
mod passkeys;
mod problem;
mod push;
mod rates;
mod reading;
mod reply;
mod reports;
mod reset;
mod retention;
mod scalar;
mod schema;
mod scopes;
mod session;
mod sessions;
mod setup;
mod sharing;
mod smaller;
mod speech;
mod summaries;
mod tag;
mod tags;
mod telegram;
mod tokens;
mod transactions;
mod trash;
mod view;
mod visit;
mod wallets;
mod webhooks;
mod words;

pub use caller::{COOKIE as SESSION_COOKIE, cookie_shape};
pub use cross::is_from_another_site;
pub use document::{document, is_scope_decided};
pub use door::{Door, Options};
pub use envelope::RouteName;
pub use health::Health;
pub use reading::Reading;
pub use telegram::{BotToken, Inlet, TelegramStatus};

use poem::endpoint::make_sync;
use poem::{Endpoint, IntoEndpoint as _, Response, Route};
use poem_openapi::Tags as ApiTags;

/// Parts of the document.
#[derive(ApiTags)]
enum Tags {
    /// The first household of the box.
    Setup,
    /// Signing in and out.
    Session,
    /// Messages, and the drafts that come of unclear ones.
    Chat,
    /// What happened to the family's money.
    Transactions,
    /// What the box learnt from corrections.
    Lessons,
    /// Who is in the family, and who joins it.
    Members,
    /// What money was for.
    Categories,
    /// Where the money is, and what other currencies are worth.
    Wallets,
    /// What a day or month came to.
    Summaries,
    /// What periods came to, and the rows behind every figure.
    Reports,
    /// The journal: following it, and taking back.
    Changes,
    /// Programs that are called when something happens.
    Webhooks,
    /// Notices to a member's own devices.
    Notices,
    /// A member's Telegram account.
    Telegram,
    /// Taking everything along.
    Export,
    /// The box's copies of everything.
    Backups,
    /// How the box itself is doing.
    Box,
}

/// Those about people; a tuple of operations has no room for all.
type People = (
    sharing::Sharings,
    members::Members,
    invitations::Invitations,
    (household::OwnHousehold, households::Households),
    audit::Audit,
    deletion::Deletions,
    retention::Retentions,
    backups::Backups,
);

/// Every operation of the API.
type Operations = (
    setup::SetUp,
    (
        session::Sessions,
        sessions::MySessions,
        account::Account,
        reset::Resets,
        tokens::Tokens,
        access_tokens::AccessTokens,
        passkeys::Passkeys,
    ),
    (captures::Captures, drafts::Drafts),
    lists::Lists,
    // A group of its own: the library's tuples hold sixteen.
    (
        transactions::Transactions,
        entering::Entering,
        history::History,
        trash::Trash,
        attachments::Attachments,
    ),
    lessons::Lessons,
    (wallets::Wallets, cards::Cards, categories::Categories, rates::Rates, tags::Tagging),
    People,
    summaries::Summaries,
    reports::Reports,
    changes::Changes,
    (events::Events, webhooks::Webhooks, push::Push),
    (
        telegram::Telegram,
        certificate::Certificates,
        doctor::Doctors,
        logs::Logs,
        outages::Outages,
        errors::Errors,
        feedback::Feedbacks,
    ),
    exports::Exports,
);

const fn operations() -> Operations {
    (
        setup::SetUp,
        (
            session::Sessions,
            sessions::MySessions,
            account::Account,
            reset::Resets,
            tokens::Tokens,
            access_tokens::AccessTokens,
            passkeys::Passkeys,
        ),
        (captures::Captures, drafts::Drafts),
        lists::Lists,
        (
            transactions::Transactions,
            entering::Entering,
            history::History,
            trash::Trash,
            attachments::Attachments,
        ),
        lessons::Lessons,
        (wallets::Wallets, cards::Cards, categories::Categories, rates::Rates, tags::Tagging),
        (
            sharing::Sharings,
            members::Members,
            invitations::Invitations,
            (household::OwnHousehold, households::Households),
            audit::Audit,
            deletion::Deletions,
            retention::Retentions,
            backups::Backups,
        ),
        summaries::Summaries,
        reports::Reports,
        changes::Changes,
        (events::Events, webhooks::Webhooks, push::Push),
        (
            telegram::Telegram,
            certificate::Certificates,
            doctor::Doctors,
            logs::Logs,
            outages::Outages,
            errors::Errors,
            feedback::Feedbacks,
        ),
        exports::Exports,
    )
}

/// Everything below `/api`, whole paths and all.
pub fn endpoint(door: Door) -> impl Endpoint<Output = Response> {
    let text = document();
    let document =
        make_sync(move |_| Response::builder().content_type("application/json").body(text.clone()));
    let routes = Route::new()
        .at("/api/v1/openapi.json", poem::get(document))
        .at("/api/v1/mcp", mcp::endpoint())
        .nest_no_strip("/api/v1", document::api())
        .into_endpoint();
    envelope::Envelope::new(routes, door)
}
