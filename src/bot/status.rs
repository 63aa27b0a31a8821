//! How the bot is doing, for the owner and for the doctor.

use std::sync::Mutex;

use super::locked;
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
