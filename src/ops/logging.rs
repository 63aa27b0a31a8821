//! The log. Each message reads alone and has fields to filter by. What a family wrote, their names and amounts,
//! tokens and chat ids are in no log at any level.

use std::io::IsTerminal as _;
use std::panic::PanicHookInfo;

use tracing_subscriber::filter::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer, Registry, fmt};

use crate::config::{Log, LogFormat};

/// The log was started before, or its filter cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot start the log")]
pub struct NoLog(#[source] Box<dyn std::error::Error + Send + Sync>);

/// Starts the log on standard error. Standard output belongs to what a command was asked for.
pub fn start(log: &Log) -> Result<(), NoLog> {
    let as_text = match log.format {
        LogFormat::Text => true,
        LogFormat::Json => false,
        LogFormat::Auto => std::io::stderr().is_terminal(),
    };
    let filter = EnvFilter::try_new(&log.level).map_err(|error| NoLog(error.into()))?;
    let layer = layer(as_text, std::io::stderr);
    tracing_subscriber::registry()
        .with(layer.with_filter(filter))
        .try_init()
        .map_err(|error| NoLog(error.into()))?;
    std::panic::set_hook(Box::new(log_panic));
    Ok(())
}

fn layer<W>(as_text: bool, writer: W) -> Box<dyn Layer<Registry> + Send + Sync>
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
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl Page {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    impl io::Write for Page {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn logged(as_text: bool, work: impl FnOnce()) -> String {
        let page = Page::default();
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
