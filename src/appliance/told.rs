//! What the settings mean to each part, and what one part's state means to another.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;

use super::KEY_FILE;
use crate::api;
use crate::app;
use crate::backup;
use crate::bot::{self, Inlet, Settled, Untaken};
use crate::config::{BackupTo, BaseUrl, Config, Secret};
use crate::doctor::BotSeen;

pub(super) fn options(config: &Config) -> app::Options {
    const DAY: Duration = Duration::from_hours(24);
    app::Options {
        threshold: config.capture.threshold,
        draft_life: Duration::from_hours(u64::from(config.capture.draft_expiry_hours)),
        session_idle: DAY * u32::from(config.session.idle_days),
        session_absolute: DAY * u32::from(config.session.absolute_days),
        telegram_copy: config.backup.telegram_copy,
        reach: app::Reach { home: config.webhooks.home_network, own: config.webhooks.this_machine },
        push: app::PushOptions { private: config.push.private_services },
        ..app::Options::default()
    }
}

/// How push services may reach the box's keeper. They ask for some contact; a box that has no address of its own can
/// give none that leads anywhere.
pub(super) fn contact(config: &Config) -> String {
    let public = config.public_url.as_ref().map(BaseUrl::as_str);
    let public = public.filter(|url| url.starts_with("https://")).map(str::to_owned);
    config.push.contact.clone().or(public).unwrap_or_else(|| "https://catatduit.local".to_owned())
}

/// How the bot works by the settings.
pub(super) fn bot_options(config: &Config) -> bot::Options {
    let public_url = config.public_url.as_ref().map(|url| url.as_str().to_owned());
    bot::Options::new(config.telegram.mode, public_url, config.limits)
}

/// The two doors do not know each other; this is where what one is doing becomes what the other shows.
pub(super) fn seen_by_the_api(status: bot::Status, settled: Settled) -> api::TelegramStatus {
    api::TelegramStatus {
        bot: status.bot,
        inlet: match status.inlet {
            Inlet::Starting => api::Inlet::Starting,
            Inlet::Polling => api::Inlet::Polling,
            Inlet::TryingWebhook => api::Inlet::TryingWebhook,
            Inlet::Webhook => api::Inlet::Webhook,
            Inlet::Off => api::Inlet::Off,
        },
        last_contact: status.last_contact,
        trouble: status.trouble,
        refused_deliveries: status.refused_deliveries,
        token: match settled {
            Settled::Free => api::BotToken::None,
            Settled::Token => api::BotToken::Settings,
            Settled::Off => api::BotToken::Off,
        },
    }
}

/// The same for whoever looks after the box.
pub(super) fn seen_by_the_doctor(status: bot::Status) -> BotSeen {
    BotSeen {
        inlet: match status.inlet {
            Inlet::Starting => "starting",
            Inlet::Polling => "polling",
            Inlet::TryingWebhook => "trying_webhook",
            Inlet::Webhook => "webhook",
            Inlet::Off => "off",
        },
        last_contact: status.last_contact,
        trouble: status.trouble,
        refused_deliveries: status.refused_deliveries,
    }
}

pub(super) const fn why_untaken(untaken: Untaken) -> app::Why {
    match untaken {
        Untaken::Refused => app::Why::NoBot,
        Untaken::Unreached => app::Why::Unchecked,
    }
}

pub(super) fn backup_plan(config: &Config) -> anyhow::Result<backup::Plan> {
    let (data_dir, told) = (&config.data_dir, &config.backup);
    let place = match &told.to {
        BackupTo::Beside => backup::Place::Folder(backup::Folder::own(data_dir.join(backup::BACKUPS))),
        BackupTo::Folder(path) => backup::Place::Folder(backup::Folder::given(path.clone())),
        BackupTo::Bucket { bucket, prefix } => backup::Place::Bucket(backup::Bucket {
            endpoint: told.s3.endpoint.as_ref().map(|url| url.as_str().to_owned()),
            region: told.s3.region.clone(),
            bucket: bucket.clone(),
            prefix: prefix.clone(),
            access_key: told.s3.access_key.clone().unwrap_or_default(),
            secret_key: Arc::new(
                told.s3.secret_key.as_ref().map(Secret::reveal).unwrap_or_default().to_owned().into(),
            ),
        }),
    };
    let passphrase = told.passphrase.as_ref().map(Secret::reveal);
    let key = backup::Key::new(passphrase, &told.recipients, data_dir.join(backup::BACKUP_KEY));
    Ok(backup::Plan {
        data_dir: data_dir.clone(),
        secret_key: config.secret_key_file.clone().unwrap_or_else(|| data_dir.join(KEY_FILE)),
        place,
        key: key.context("reading backup.recipient")?,
        keep: backup::Keep {
            daily: told.keep_daily.into(),
            weekly: told.keep_weekly.into(),
            monthly: told.keep_monthly.into(),
        },
        nightly: told.nightly,
        hour: u8::try_from(told.hour).unwrap_or_default(),
    })
}
