//! The log. Each message reads alone and has fields to filter by. What a family wrote, their names and amounts,
//! tokens and chat ids are in no log at any level.

use std::io::IsTerminal as _;
use std::panic::PanicHookInfo;
use std::path::Path;

use tracing_subscriber::filter::{EnvFilter, LevelFilter};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer, Registry, fmt};

use super::catch::Catch;
use crate::app::Caught;
use crate::config::{Log, LogFormat, LogTo};
use crate::logs::{self, Bounds, Writer};
use crate::outside::Outside;

/// The log was started before, or its filter cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot start the log")]
pub struct NoLog(#[source] Box<dyn std::error::Error + Send + Sync>);

type Page = Box<dyn Layer<Registry> + Send + Sync>;

/// Starts the log: on standard error, and in files in the data folder, as the settings say. Standard output belongs to
/// what a command was asked for. A box that lives in memory only has no data folder. Gives where errors are caught.
pub fn start(log: &Log, data_dir: Option<&Path>, outside: &Outside) -> Result<Caught, NoLog> {
    let filter = || EnvFilter::try_new(&log.level).map_err(|error| NoLog(error.into()));
    let data_dir = data_dir.filter(|_| log.to != LogTo::Stderr);
    let bounds = bounds(log);
    let written = data_dir.map(|folder| Writer::open(folder.join(logs::FOLDER), bounds, outside.clone()));
    let mut pages: Vec<Page> = Vec::new();
    // A log that can be written nowhere else is better on standard error than lost.
    if log.to != LogTo::Files || !matches!(written, Some(Ok(_))) {
        let as_text = match log.format {
            LogFormat::Text => true,
            LogFormat::Json => false,
            LogFormat::Auto => std::io::stderr().is_terminal(),
        };
        pages.push(layer(as_text, std::io::stderr).with_filter(filter()?).boxed());
    }
    let trouble = match written {
        Some(Ok(writer)) => {
            pages.push(layer(false, move || writer.clone()).with_filter(filter()?).boxed());
            None
        }
        Some(Err(error)) => Some(error),
        None => None,
    };
    let caught = Caught::default();
    pages.push(Catch(caught.clone()).with_filter(LevelFilter::ERROR).boxed());
    tracing_subscriber::registry().with(pages).try_init().map_err(|error| NoLog(error.into()))?;
    std::panic::set_hook(Box::new(log_panic));
    if let Some(error) = trouble {
        tracing::warn!(%error, "the log cannot be written into the data folder");
    }
    Ok(caught)
}

fn bounds(log: &Log) -> Bounds {
    let bytes = |mb: u16| u64::from(mb) * 1024 * 1024;
    Bounds { file_bytes: bytes(log.file_mb), keep_bytes: bytes(log.keep_mb), keep_days: log.keep_days }
}

fn layer<W>(as_text: bool, writer: W) -> Page
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let layer = fmt::layer().with_writer(writer);
    if as_text {
        layer.with_target(false).compact().boxed()
    } else {
        layer.json().flatten_event(true).boxed()
    }
}

/// Says where, not what: a panic's message may quote the text of a family's message.
fn log_panic(info: &PanicHookInfo<'_>) {
    let place = info.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
    let thread = std::thread::current().name().unwrap_or("unnamed").to_owned();
    tracing::error!(panic.place = place, panic.thread = thread, "a part of the box panicked");
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use super::*;

    /// Keeps what is written.
    #[derive(Clone, Default)]
    struct Sheet(Arc<Mutex<Vec<u8>>>);

    impl Sheet {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    impl io::Write for Sheet {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn logged(as_text: bool, work: impl FnOnce()) -> String {
        let page = Sheet::default();
        let writer = page.clone();
        let subscriber = tracing_subscriber::registry().with(layer(as_text, move || writer.clone()));
        tracing::subscriber::with_default(subscriber, work);
        page.text()
    }

    #[test]
    fn json_has_the_fields_beside_the_message() {
        let text = logged(false, || tracing::info!(took_ms = 3, "recorded"));
        let line: serde_json::Value = serde_json::from_str(&text).expect("one JSON object a line");
        assert_eq!((&line["message"], &line["took_ms"]), (&"recorded".into(), &3.into()));
        assert_eq!(line["level"], "INFO");
    }

    #[test]
    fn text_has_message_and_fields_in_one_line() {
        let text = logged(true, || tracing::warn!(took_ms = 3, "recorded slowly"));
        assert_eq!(text.lines().count(), 1);
        assert!(text.contains("recorded slowly") && text.contains("took_ms"), "{text}");
    }
}
