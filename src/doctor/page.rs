//! What `/metrics` says.

use super::{Doctor, Machine};
use crate::app::{BackupState, Error, HouseState, StoreState};
use crate::metrics::{Kind, Metrics, Page};
use crate::tasks::{Phase, blocking};

const ANSWERS: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

impl Doctor {
    /// Every figure of the box, as Prometheus reads it. No label holds anything that a family wrote.
    pub async fn figures(&self) -> Page {
        let mut page = Page::default();
        page.family("catatduit_info", Kind::Gauge, "The version that runs.")
            .sample(&[("version", env!("CARGO_PKG_VERSION"))], 1);
        if let Some(running) = &self.premises.running {
            let since_ms = i64::try_from(running.since.elapsed().as_millis()).unwrap_or(i64::MAX);
            page.family("catatduit_uptime_seconds", Kind::Gauge, "Since the box was started.")
                .thousandths(&[], since_ms);
        }
        if let Ok(app) = self.premises.app.clone() {
            let metrics = app.metrics().clone();
            let now_ms = app.outside().now().as_millisecond();
            page.family("catatduit_clock_seconds", Kind::Gauge, "The box's clock, since 1970.")
                .thousandths(&[], now_ms);
            let looked: Result<_, Error> =
                blocking(move || Ok((app.store_state(), app.house_state(), app.backup_state()))).await;
            if let Ok((store, house, backups)) = looked {
                tell_store(&mut page, &store);
                if let Ok(backups) = backups {
                    tell_backups(&mut page, &backups);
                }
                if let Ok(house) = house {
                    tell_house(&mut page, &house, now_ms);
                }
            }
            tell_counts(&mut page, &metrics);
        }
        self.tell_certificate(&mut page);
        self.tell_bot(&mut page);
        self.tell_tasks(&mut page);
        tell_machine(&mut page, &Machine::look(self.premises.folder.as_deref()));
        page
    }

    fn tell_certificate(&self, page: &mut Page) {
        let certificate =
            self.premises.running.as_ref().and_then(|running| running.certificates.status().certificate);
        let Some(facts) = certificate else { return };
        page.family("catatduit_certificate_ends_seconds", Kind::Gauge, "When it ends, since 1970.")
            .thousandths(&[], facts.not_after.as_millisecond());
        page.family(
            "catatduit_certificate_due_seconds",
            Kind::Gauge,
            "When it is to be renewed, since 1970.",
        )
        .thousandths(&[], facts.due().as_millisecond());
    }

    fn tell_bot(&self, page: &mut Page) {
        let Some(bot) = self.bot() else { return };
        page.family(
            "catatduit_telegram_inlet",
            Kind::Gauge,
            "How messages come in; 1 for the way that holds.",
        )
        .sample(&[("inlet", bot.inlet)], 1);
        page.family(
            "catatduit_telegram_trouble",
            Kind::Gauge,
            "Whether something keeps messages from coming in.",
        )
        .sample(&[], u64::from(bot.trouble.is_some()));
        page.family(
            "catatduit_telegram_refused_deliveries_total",
            Kind::Counter,
            "Deliveries without the right secret.",
        )
        .sample(&[], bot.refused_deliveries);
        if let Some(at) = bot.last_contact {
            page.family("catatduit_telegram_last_contact_seconds", Kind::Gauge, "Last in touch, since 1970.")
                .thousandths(&[], at.as_millisecond());
        }
    }

    fn tell_tasks(&self, page: &mut Page) {
        let Some(running) = &self.premises.running else { return };
        let tasks = running.tasks.status();
        page.family("catatduit_task_up", Kind::Gauge, "Whether a task is at work.");
        for task in &tasks {
            let is_up = matches!(task.phase, Phase::Running(_));
            page.sample(&[("task", task.name)], u64::from(is_up));
        }
        page.family(
            "catatduit_task_restarts_total",
            Kind::Counter,
            "How often a task failed and was tried again.",
        );
        for task in &tasks {
            page.sample(&[("task", task.name)], u64::from(task.restarts));
        }
    }
}

fn tell_store(page: &mut Page, store: &StoreState) {
    page.family("catatduit_store_bytes", Kind::Gauge, "The size of the store's file.")
        .sample(&[], store.bytes);
    page.family("catatduit_store_writable", Kind::Gauge, "Whether the last write was kept.")
        .sample(&[], u64::from(store.is_writable));
    page.family(
        "catatduit_store_commit_seconds",
        Kind::Histogram,
        "How long groups of writes took to be durable.",
    )
    .latency(&[], &store.commits);
    page.family("catatduit_store_failures_total", Kind::Counter, "Groups of writes that failed.")
        .sample(&[], store.failures);
}

fn tell_backups(page: &mut Page, backups: &BackupState) {
    if backups.place.is_none() {
        return;
    }
    page.family("catatduit_backup_trouble", Kind::Gauge, "Whether something is wrong with the backups.")
        .sample(&[], u64::from(backups.trouble.is_some()));
    if let Some(last) = &backups.last {
        page.family("catatduit_backup_made_seconds", Kind::Gauge, "When the newest was made, since 1970.")
            .thousandths(&[], last.made.as_millisecond());
    }
    if let Some(proof) = &backups.proof {
        page.family(
            "catatduit_backup_proven_seconds",
            Kind::Gauge,
            "When one was restored and compared, since 1970.",
        )
        .thousandths(&[], proof.at.as_millisecond());
    }
}

fn tell_house(page: &mut Page, house: &HouseState, now_ms: i64) {
    let lag = house.head.saturating_sub(house.found_up_to);
    page.family("catatduit_search_lag_changes", Kind::Gauge, "Changes that the search has not come to yet.")
        .sample(&[], lag);
    page.family("catatduit_journal_changes_total", Kind::Counter, "Changes ever made.")
        .sample(&[], house.head);
    page.family("catatduit_members", Kind::Gauge, "Members who are there now.").sample(&[], house.members);
    page.family("catatduit_chats", Kind::Gauge, "Chats that speak for a member or a family.")
        .sample(&[], house.chats);
    if let Some((_, count)) = house.months.first() {
        page.family("catatduit_records_this_month", Kind::Gauge, "Records of this month's days.")
            .sample(&[], count.records);
        page.family("catatduit_joined_this_month", Kind::Gauge, "Members who joined this month.")
            .sample(&[], count.joined);
    }
    page.family(
        "catatduit_outgoing_waiting",
        Kind::Gauge,
        "Messages to chats that wait, counted up to 1000.",
    )
    .sample(&[], house.waiting);
    page.family("catatduit_outgoing_dead", Kind::Gauge, "Messages to chats that were given up, up to 1000.")
        .sample(&[], house.dead);
    let late_ms = house.next_due.map_or(0, |due| (now_ms - due.as_millisecond()).max(0));
    page.family("catatduit_outgoing_late_seconds", Kind::Gauge, "How long the first of them is overdue.")
        .thousandths(&[], late_ms);
}

fn tell_counts(page: &mut Page, metrics: &Metrics) {
    let routes = metrics.routes();
    page.family("catatduit_http_requests_total", Kind::Counter, "Answers, by route and class of status.");
    for route in &routes {
        let counted = ANSWERS.iter().zip(route.by_class).filter(|(_, count)| *count > 0);
        for (status, count) in counted {
            page.sample(&[("method", &route.method), ("route", &route.route), ("status", status)], count);
        }
    }
    page.family("catatduit_http_seconds", Kind::Histogram, "How long answers took, by route.");
    for route in &routes {
        page.latency(&[("method", &route.method), ("route", &route.route)], &route.latency);
    }
    page.family("catatduit_http_unchanged_total", Kind::Counter, "Answers 304, given without the ledger.")
        .sample(&[], metrics.unchanged());
    page.family("catatduit_http_refused_total", Kind::Counter, "Requests that came too often.")
        .sample(&[], metrics.refused());
    page.family("catatduit_capture_seconds", Kind::Histogram, "How long a message took, stage by stage.");
    for (stage, latency) in metrics.stages() {
        page.latency(&[("stage", stage)], &latency);
    }
    page.family(
        "catatduit_job_last_run_seconds",
        Kind::Gauge,
        "When a job last went through all, since 1970.",
    );
    for (job, at_ms) in metrics.runs() {
        page.thousandths(&[("name", job)], at_ms);
    }
}

fn tell_machine(page: &mut Page, machine: &Machine) {
    if let Some(disk) = machine.disk {
        page.family("catatduit_disk_free_bytes", Kind::Gauge, "Free on the data folder's disk.")
            .sample(&[], disk.free);
        page.family("catatduit_disk_bytes", Kind::Gauge, "The size of the data folder's disk.")
            .sample(&[], disk.total);
    }
    if let Some(memory) = machine.memory {
        page.family(
            "catatduit_machine_memory_free_bytes",
            Kind::Gauge,
            "Memory that is left on the machine.",
        )
        .sample(&[], memory.free);
        page.family("catatduit_machine_memory_bytes", Kind::Gauge, "The machine's memory.")
            .sample(&[], memory.total);
    }
    if let Some(own) = machine.own_memory {
        page.family("catatduit_memory_bytes", Kind::Gauge, "Memory that the box holds.").sample(&[], own);
    }
    if let Some(warmth) = machine.warmth {
        page.family("catatduit_temperature_celsius", Kind::Gauge, "The warmest part of the machine.")
            .thousandths(&[], warmth);
    }
    if let Some(wear) = machine.wear {
        page.family("catatduit_storage_wear_tenths", Kind::Gauge, "How much of an eMMC's life is used up.")
            .sample(&[], u64::from(wear));
    }
}
