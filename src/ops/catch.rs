//! Catches what is logged as an error on its way to the log.

use std::fmt;

use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;

use crate::app::{Caught, MetIn, Mishap};

/// Takes the sentence and the place of every error. Of what the line says beside it, only what the box was at: causes may
/// name what no list of errors needs to.
#[derive(Debug, Default)]
pub(super) struct Catch(pub(super) Caught);

impl<S: Subscriber> Layer<S> for Catch {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let about = event.metadata();
        if *about.level() != Level::ERROR {
            return;
        }
        let mut said = Said::default();
        event.record(&mut said);
        let place = match (about.file(), about.line()) {
            (Some(file), Some(line)) => format!("{file}:{line}"),
            _ => about.target().to_owned(),
        };
        // What others' libraries say may hold anything.
        let is_ours = about.target().starts_with("catatduit");
        let message = match said.doing {
            _ if !is_ours => format!("{} failed", about.target()),
            Some(doing) => format!("{} {doing}", said.message),
            None => said.message,
        };
        let (kind, place) = match said.panic {
            Some(panic) => ("panic", panic),
            None => ("error", place),
        };
        self.0.note(Mishap { source: MetIn::Box, kind: kind.to_owned(), message, place }, None);
    }
}

#[derive(Default)]
struct Said {
    message: String,
    /// Where a panic was.
    panic: Option<String>,
    /// "while reading the log": one of our own sentences in front of the causes.
    doing: Option<String>,
}

impl Said {
    fn take(&mut self, field: &Field, text: &str) {
        match field.name() {
            "message" => text.clone_into(&mut self.message),
            "panic.place" => self.panic = Some(text.to_owned()),
            "error" if text.starts_with("while ") => {
                self.doing = text.split(':').next().map(str::to_owned);
            }
            _ => {}
        }
    }
}

impl Visit for Said {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.take(field, value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.take(field, &format!("{value:?}"));
    }
}
