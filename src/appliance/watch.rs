//! The box looked at by itself, while it runs and while it does not.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use tokio_util::sync::CancellationToken;

use super::reach::name_of;
use super::told::seen_by_the_doctor;
use super::{Appliance, open};
use crate::api;
use crate::app::App;
use crate::bot::client::{Client, Token};
use crate::bot::{self, Keeper};
use crate::config::{BaseUrl, Config, Loaded, Secret, TelegramMode};
use crate::doctor::{Doctor, News, Premises, Running, TelegramAsked, To};
use crate::outside::Outside;
use crate::tasks::blocking;

impl Appliance {
    /// Who looks after this box: the same for all who ask, so that no two looks hurry it at once.
    pub fn doctor(&self) -> Doctor {
        self.doctor.get_or_init(|| self.new_doctor()).clone()
    }

    fn new_doctor(&self) -> Doctor {
        let (seen, asked) = (self.bot.clone(), self.bot.clone());
        let running = Running {
            address: self.doorway.met,
            called: self.config.tls.mode.is_ours().then(|| name_of(&self.config, self.doorway.met)),
            certificates: self.certificates.clone(),
            tasks: self.tasks.clone(),
            bot: Arc::new(move || seen.bot().map(|bot| seen_by_the_doctor(bot.status()))),
            since: self.since,
        };
        Doctor::new(Premises {
            config: self.config.clone(),
            settings_file: self.settings_file.clone(),
            outside: self.app.outside().clone(),
            app: Ok(self.app.clone()),
            folder: self.app.store_state().path.and_then(|path| path.parent().map(Path::to_owned)),
            running: Some(running),
            telegram: Arc::new(move || {
                let bot = asked.bot();
                async move { Some(ask_telegram(bot?.client()).await) }.boxed()
            }),
            cookie: cookie(&self.config),
        })
    }
}

/// Looks at the box again and again, logs what is wrong with it, and tells those who look after it.
pub(super) async fn watch_over(
    app: App,
    doctor: Doctor,
    bot: Keeper,
    every: Duration,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    loop {
        for News { alarm, is_wrong, to, said } in doctor.watch().await? {
            if is_wrong {
                tracing::warn!(alarm = alarm.code(), "something is wrong with the box");
            } else {
                tracing::info!(alarm = alarm.code(), "what was wrong with the box is over");
            }
            let (adults_too, place) = (to == To::Adults, alarm.place());
            let (notified, is_urgent) = (app.clone(), alarm.is_urgent());
            let told =
                blocking(move || notified.notify_of_alarm(place, is_wrong, is_urgent, adults_too)).await;
            if let Err(error) = told {
                tracing::warn!(%error, "devices of those who look after the box could not be told");
            }
            if let Some(bot) = bot.bot() {
                let seen = is_wrong.then_some(place);
                let told =
                    bot.tell_keepers(adults_too, seen, move |language| said.of(language).to_owned()).await;
                // It is in the log, and the next look tries again what is new then.
                if let Err(error) = told {
                    tracing::warn!(%error, "those who look after the box could not be told");
                }
            }
        }
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            () = tokio::time::sleep(every) => {}
        }
    }
}

/// What there is to look at of a box that does not run, whether its store opens or not.
pub async fn premises_of(loaded: Loaded, outside: Outside) -> Premises {
    let Loaded { config, file, .. } = loaded;
    let (of, world) = (config.clone(), outside.clone());
    let app = blocking(move || open(&of, world)).await.map_err(|error: anyhow::Error| format!("{error:#}"));
    let given = app.as_ref().ok().and_then(|app| app.bot_token().ok().flatten());
    let told =
        config.telegram.bot_token.as_ref().map(Secret::reveal).or(given.as_deref().map(String::as_str));
    let token =
        told.filter(|_| config.telegram.mode != TelegramMode::Off).and_then(|token| Token::new(token).ok());
    let client =
        token.map(|token| Client::new(outside.http().clone(), config.telegram.api_base.as_str(), token));
    Premises {
        folder: Some(config.data_dir.clone()),
        settings_file: file,
        outside,
        app,
        running: None,
        telegram: Arc::new(move || {
            let client = client.clone();
            async move { Some(ask_telegram(&client?).await) }.boxed()
        }),
        cookie: cookie(&config),
        config,
    }
}

async fn ask_telegram(client: &Client) -> TelegramAsked {
    let bot::Asked { name, webhook, menus } = bot::ask(client).await;
    TelegramAsked { name, webhook, menus }
}

/// The session's cookie as this box gives it out.
fn cookie(config: &Config) -> String {
    let is_public = config.public_url.as_ref().is_some_and(BaseUrl::is_https);
    api::cookie_shape(is_public || config.tls.mode.is_ours())
}
