//! Telegram: a member's account, and how the bot is doing.

use futures_util::future::BoxFuture;
use poem_openapi::param::{Path, Query};
use poem_openapi::{Enum, Object, OpenApi};

use super::Tags;
use super::body::Body;
use super::caller::Caller;
use super::problem::{Acting, Code, Making, Owning, Refusals, Refused, Removing, refusals};
use super::reply::{Done, Made, Once, Shown};
use super::scalar::{Instant, Nullable};
use crate::app::{self, Error, LinkCode, Why};
use crate::ledger::{ChatLinkId, HouseholdId, MemberId, Timestamp};

#[derive(Debug)]
pub(super) struct Telegram;

refusals! {
    /// Reading whose links they are.
    LookingAtLinks: Malformed Unauthenticated Forbidden Missing;
}

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Telegram")]
impl Telegram {
    /// Make a link to my Telegram account
    ///
    /// Works once and not for long: opening it, and pressing start, lets that Telegram account speak for the
    /// caller.
    #[oai(path = "/telegram/link", method = "post", operation_id = "link_telegram")]
    async fn link(&self, caller: Caller) -> Result<Once<Made<TelegramLink>>, Refused<Acting>> {
        let link = caller.run(|me| me.link_code()).await?;
        Ok(Once(Made(TelegramLink::new(link, caller.door.bot_name()))))
    }

    /// List linked Telegram accounts
    ///
    /// Those that speak for the person who calls, in whichever of their households, the latest linked first. With
    /// `member`, for an owner: those of another member, who belongs to this household alone.
    #[oai(path = "/telegram/links", method = "get", operation_id = "list_telegram_links")]
    async fn links(
        &self,
        caller: Caller,
        /// Whose, where that is not the caller.
        member: Query<Option<MemberId>>,
    ) -> Result<Shown<TelegramLinks>, Refused<LookingAtLinks>> {
        let links = match member.0 {
            None => caller.run(|me| me.links()).await?,
            Some(member) => caller.run(move |me| me.as_owner()?.links_of(member)).await?,
        };
        Ok(Shown(TelegramLinks { items: links.into_iter().map(LinkedAccount::from).collect() }))
    }

    /// Unlink a Telegram account
    ///
    /// It speaks for nobody from then on, and what waited to be sent to it is not sent. One of the caller's own; by an
    /// owner, one of another member's, who belongs to this household alone.
    #[oai(path = "/telegram/links/:id", method = "delete", operation_id = "end_telegram_link")]
    async fn end_link(&self, caller: Caller, id: Path<ChatLinkId>) -> Result<Done, Refused<Removing>> {
        caller.run(move |me| me.end_link(id.0)).await?;
        Ok(Done)
    }

    /// How the bot is doing
    ///
    /// How messages come in, what keeps them from it, and which of the bot's own could not be delivered. Only for owners
    /// of the household that the box was set up with.
    #[oai(path = "/telegram", method = "get", operation_id = "look_at_telegram")]
    async fn look(&self, caller: Caller) -> Result<Shown<TelegramView>, Refused<Owning>> {
        let status = caller.door.telegram();
        Ok(Shown(caller.run(move |me| TelegramView::of(&me.as_keeper()?, status)).await?))
    }

    /// Give the bot its token
    ///
    /// The one that @BotFather gave, in place of the one before. Telegram is asked about it first, and the bot works with
    /// it at once. It is kept sealed, and never shown. A token in the box's settings goes before it: then none is taken.
    /// Only by an owner of the household that the box was set up with.
    #[oai(path = "/telegram/token", method = "put", operation_id = "set_bot_token")]
    async fn set_token(
        &self,
        caller: Caller,
        token: Body<NewBotToken>,
    ) -> Result<Shown<TokenTaken>, Refused<Making>> {
        let token = token.0.token;
        caller.run(|me| me.as_keeper().map(|_| ())).await?;
        let bot = caller.name_of_bot(&token).await?;
        caller.run(move |me| me.as_keeper()?.set_bot_token(&token)).await?;
        Ok(Shown(TokenTaken { bot: bot.into() }))
    }

    /// Take the bot's token away
    ///
    /// The one that was given here; the bot falls silent. Only by an owner of the household that the box was set up with.
    #[oai(path = "/telegram/token", method = "delete", operation_id = "remove_bot_token")]
    async fn remove_token(&self, caller: Caller) -> Result<Done, Refused<Removing>> {
        caller.run(|me| me.as_keeper()?.remove_bot_token()).await?;
        Ok(Done)
    }
}

/// Asks Telegram about a token: the name of the bot that has it, or why it is not taken.
pub(super) type TryToken = dyn Fn(String) -> BoxFuture<'static, Result<Option<String>, Why>> + Send + Sync;

/// How the bot is doing, as the appliance tells it.
#[derive(Debug, Clone)]
pub struct TelegramStatus {
    /// The bot's name without the at sign, once Telegram told it.
    pub bot: Option<String>,
    pub inlet: Inlet,
    /// When Telegram was last in touch.
    pub last_contact: Option<Timestamp>,
    /// What keeps messages from coming in, if anything does.
    pub trouble: Option<String>,
    /// Calls of the webhook without the right secret.
    pub refused_deliveries: u64,
    /// Where the token comes from, as far as the settings say: none where they leave it to an owner.
    pub token: BotToken,
}

/// Where the bot's token comes from. `none`: nobody gave one. `given`: an owner did. `settings`: it stands in the box's
/// settings, which go before. `off`: the settings want no bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum BotToken {
    None,
    Given,
    Settings,
    Off,
}

/// How messages come in at present. `trying_webhook`: set, and not yet seen to work. `off`: there is no bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum Inlet {
    Starting,
    Polling,
    TryingWebhook,
    Webhook,
    Off,
}

/// How the bot is doing.
#[derive(Debug, Object)]
pub(super) struct TelegramView {
    mode: Inlet,
    token: BotToken,
    /// The bot's name without `@`; `null` until Telegram told it.
    bot: Nullable<String>,
    /// Whether nothing keeps messages from coming in.
    reachable: bool,
    /// What keeps messages from coming in, as it was met; for the owner's eyes, not in any language in particular.
    trouble: Nullable<String>,
    /// When Telegram was last in touch.
    last_contact: Nullable<Instant>,
    /// Calls of the webhook without the right secret.
    refused_deliveries: u64,
    /// The bot's messages that wait to be delivered, counted up to 1000.
    waiting: u32,
    /// The bot's messages that were given up, at most 20.
    dead_letters: Vec<DeadLetterView>,
}

/// A message of the bot that was given up.
#[derive(Debug, Object)]
struct DeadLetterView {
    at: Instant,
    /// Why, as Telegram said it.
    reason: String,
    /// How often it was tried.
    attempts: u32,
}

/// Waiting messages are counted only so far.
const MOST_COUNTED: usize = 1_000;
/// So many given-up messages are shown.
const DEAD_LETTERS: usize = 20;

impl TelegramView {
    fn of(me: &app::Keeper, status: TelegramStatus) -> Result<Self, Error> {
        let post = me.post();
        let token = match status.token {
            BotToken::None if me.has_bot_token()? => BotToken::Given,
            token => token,
        };
        let dead_letters = post.dead(DEAD_LETTERS)?.into_iter();
        Ok(Self {
            mode: status.inlet,
            token,
            bot: status.bot.into(),
            reachable: status.trouble.is_none() && !matches!(status.inlet, Inlet::Off | Inlet::Starting),
            trouble: status.trouble.into(),
            last_contact: status.last_contact.map(Instant).into(),
            refused_deliveries: status.refused_deliveries,
            waiting: u32::try_from(post.waiting(MOST_COUNTED)?).unwrap_or(u32::MAX),
            dead_letters: dead_letters
                .map(|letter| DeadLetterView {
                    at: letter.at.into(),
                    reason: letter.reason,
                    attempts: letter.attempts,
                })
                .collect(),
        })
    }
}

/// A token for the bot.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(super) struct NewBotToken {
    /// As @BotFather gave it.
    #[oai(validator(min_length = 1, max_length = 200))]
    token: String,
}

/// A token that Telegram accepts.
#[derive(Debug, Object)]
pub(super) struct TokenTaken {
    /// The name of its bot, without `@`.
    bot: Nullable<String>,
}

/// A one-time link.
#[derive(Debug, Object)]
pub(super) struct TelegramLink {
    /// Opens the chat with the family's bot; `null` while there is no bot.
    pub url: Nullable<String>,
    /// What to send to the bot by hand: `/start` and this.
    pub code: String,
    pub expires: Instant,
}

impl TelegramLink {
    fn new(link: LinkCode, bot: Option<String>) -> Self {
        let url = bot.map(|bot| format!("https://t.me/{bot}?start={}", link.code));
        Self { url: url.into(), code: link.code, expires: link.expires.into() }
    }
}

/// The Telegram accounts that speak for somebody.
#[derive(Debug, Object)]
pub(super) struct TelegramLinks {
    items: Vec<LinkedAccount>,
}

/// A Telegram account that speaks for somebody.
#[derive(Debug, Object)]
pub(super) struct LinkedAccount {
    /// What it is ended by. It does not lead to the account.
    id: ChatLinkId,
    /// What the account was called when it was linked: `@` and its user name, or else its first name; `null` when it was
    /// not told.
    name: Nullable<String>,
    /// When it was linked.
    linked: Instant,
    /// The household that it records in.
    household: HouseholdId,
    /// What that family calls itself.
    household_name: String,
}

impl From<app::Link> for LinkedAccount {
    fn from(link: app::Link) -> Self {
        let app::Link { id, name, household, household_name, linked } = link;
        Self { id, name: name.into(), linked: linked.into(), household, household_name }
    }
}
