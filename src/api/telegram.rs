//! A member's Telegram account.

use poem_openapi::{Object, OpenApi};

use super::Tags;
use super::caller::Caller;
use super::problem::{Acting, Refused};
use super::reply::Made;
use super::scalar::{Instant, Nullable};
use crate::app::LinkCode;

#[derive(Debug)]
pub(super) struct Telegram;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Telegram")]
impl Telegram {
    /// Make a link to my Telegram account
    ///
    /// Works once and not for long: opening it, and pressing start, lets that Telegram account speak for the
    /// caller.
    #[oai(path = "/telegram/link", method = "post", operation_id = "link_telegram")]
    async fn link(&self, caller: Caller) -> Result<Made<TelegramLink>, Refused<Acting>> {
        let link = caller.run(|me| me.link_code()).await?;
        Ok(Made(TelegramLink::new(link, caller.door.bot_name())))
    }
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
