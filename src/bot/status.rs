//! How the bot is doing, for the owner and for the doctor.

use std::sync::Mutex;

use super::client::Client;
use super::{command, locked};
use crate::ledger::Timestamp;

/// What the owner may see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    pub inlet: Inlet,
    /// The bot's name without the at sign, once Telegram told it.
    pub bot: Option<String>,
    /// When Telegram was last in touch with this process.
    pub last_contact: Option<Timestamp>,
    /// What keeps updates from coming in, if anything does.
    pub trouble: Option<String>,
    /// Deliveries to the webhook without the right secret.
    pub refused_deliveries: u64,
}

impl Status {
    /// Of no bot.
    pub(super) fn none() -> Self {
        Self { inlet: Inlet::Off, ..Self::default() }
    }
}

/// How updates come in at present.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Inlet {
    #[default]
    Starting,
    Polling,
    /// Set, and not yet seen to work.
    TryingWebhook,
    Webhook,
    /// The owner turned it off.
    Off,
}

impl Inlet {
    /// After a delivery: a webhook on trial has shown that it works.
    pub(super) const fn delivered(self) -> Self {
        match self {
            Self::TryingWebhook => Self::Webhook,
            other => other,
        }
    }
}

/// What Telegram itself says of the bot, asked now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The bot's name without the at sign, or why Telegram does not say it.
    pub name: Result<Option<String>, String>,
    /// The address that Telegram delivers to, empty for none, and how many updates wait there.
    pub webhook: Result<(String, u64), String>,
    /// How many menus of commands are put up, of how many.
    pub menus: Result<(usize, usize), String>,
}

/// Asks Telegram; changes nothing there.
pub async fn ask(client: &Client) -> Asked {
    let name = client.get_me().await.map(|me| me.username).map_err(|error| error.to_string());
    let webhook = client.get_webhook_info().await.map_err(|error| error.to_string());
    let webhook = webhook.map(|info| (info.url, info.pending_update_count));
    let mut menus = Ok((0, 0));
    for scope in command::SCOPES {
        for language in ["id", "en"] {
            let Ok((there, of)) = menus else { break };
            let found = client.count_my_commands(scope, Some(language)).await;
            menus = found
                .map(|count| (there + usize::from(count > 0), of + 1))
                .map_err(|error| error.to_string());
        }
    }
    Asked { name, webhook, menus }
}

/// Where the status is kept up to date.
#[derive(Debug, Default)]
pub(super) struct Board(Mutex<Status>);

impl Board {
    pub(super) fn status(&self) -> Status {
        locked(&self.0).clone()
    }

    pub(super) fn change(&self, change: impl FnOnce(&mut Status)) {
        change(&mut locked(&self.0));
    }
}
