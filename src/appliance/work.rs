//! What the box does by itself, without being asked.

use std::future::Future;
use std::time::Instant;

use futures_util::FutureExt as _;
use tokio_util::sync::CancellationToken;

use super::Appliance;
use crate::api::Health;
use crate::app::App;
use crate::jobs;
use crate::ops::{heartbeat, sentry};
use crate::tasks::Policy;

impl Appliance {
    /// Its own housework.
    pub(super) fn start_jobs(&self) {
        let since = Instant::now();
        self.start_job("bins", jobs::empty_bins);
        self.start_job("retention", jobs::keep_retention);
        self.start_job("farewells", jobs::carry_out_farewells);
        self.start_job("backups", jobs::tend_backups);
        self.start_job("beat", move |app, stop| jobs::keep_beating(app, since, stop));
        self.start_job("faults", jobs::keep_faults);
        self.start_job("keys", jobs::tend_keys);
        self.start_job("search", App::keep_findable);
        self.start_job("sweep", jobs::sweep);
    }

    fn start_job<F, W>(&self, name: &'static str, job: F)
    where
        F: Fn(App, CancellationToken) -> W + Send + 'static,
        W: Future<Output = anyhow::Result<()>> + Send + 'static,
    {
        let app = self.app.clone();
        self.tasks.spawn(name, Policy::Retry, move |stop| job(app.clone(), stop));
    }

    /// What the box tells elsewhere, where its owner wants it to.
    pub(super) fn start_calls(&self, health: &Health) {
        if let Some(address) = self.config.health.heartbeat_url.clone() {
            let (health, outside) = (health.clone(), self.app.outside().clone());
            let every = heartbeat::EVERY;
            self.tasks.spawn("heartbeat", Policy::Retry, move |stop| {
                let (address, outside, health) = (address.clone(), outside.clone(), health.clone());
                let ready: heartbeat::Ready = Box::new(move || {
                    let health = health.clone();
                    async move { health.is_ready().await }.boxed()
                });
                async move { heartbeat::call(&address, &outside, &ready, every, stop).await }
            });
        }
        if let Some(dsn) = self.config.errors.sentry.clone() {
            let app = self.app.clone();
            let tell = move |stop| sentry::tell_sentry(app.clone(), dsn.clone(), stop);
            self.tasks.spawn("sentry", Policy::Retry, tell);
        }
    }
}
