//! Telling a Sentry, where the settings name one, of each kind of error once: when it is met first, and when it comes back.
//! What leaves the box is what the list of errors shows.

use std::time::Duration;

use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::app::{App, Error, Fault, MetIn};
use crate::config::Dsn;
use crate::tasks::blocking;

/// How often it is looked for errors that were not told.
const EVERY: Duration = Duration::from_mins(1);
/// After a failure it waits longer each time, up to this.
const MOST: Duration = Duration::from_hours(1);
/// A server has so long to answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// So many are told at a time.
const AT_ONCE: usize = 20;

/// Tells until it is told to stop.
pub async fn tell_sentry(app: App, dsn: Dsn, stop: CancellationToken) -> anyhow::Result<()> {
    let mut wait = EVERY;
    loop {
        match tell_new(&app, &dsn).await {
            Ok(()) => wait = EVERY,
            Err(why) => {
                if wait == EVERY {
                    tracing::warn!(why, "Sentry could not be told of errors");
                }
                wait = (wait * 2).min(MOST);
            }
        }
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// Tells of each that was not told; an error says why, and never where to.
pub async fn tell_new(app: &App, dsn: &Dsn) -> Result<(), String> {
    let of = app.clone();
    let untold = blocking(move || -> Result<_, Error> {
        of.keep_faults()?;
        of.untold_faults()
    });
    let untold = untold.await.map_err(|error| error.to_string())?;
    for fault in untold.into_iter().take(AT_ONCE) {
        let id =
            app.outside().chance::<16>().iter().fold(String::new(), |id, byte| id + &format!("{byte:02x}"));
        let call = app.outside().http().post(dsn.envelope()).timeout(PATIENCE);
        let call = call.header("content-type", "application/x-sentry-envelope");
        let call = call.header("x-sentry-auth", dsn.auth()).body(envelope(&id, &fault));
        let answer = call.send().await.map_err(|error| error.without_url().to_string())?;
        let status = answer.status();
        // What it does not want it will not want tomorrow; a server in trouble, or one that has had enough, may.
        if status.is_server_error() || status.as_u16() == 429 || matches!(status.as_u16(), 401 | 403 | 404) {
            return Err(format!("it answered {status}"));
        }
        let (of, id) = (app.clone(), fault.id);
        blocking(move || of.fault_told(id)).await.map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Three lines of JSON: who sends, what comes, and the event.
fn envelope(id: &str, fault: &Fault) -> String {
    let event = event(id, fault).to_string();
    let head = json!({ "event_id": id });
    let item = json!({ "type": "event", "content_type": "application/json", "length": event.len() });
    format!("{head}\n{item}\n{event}\n")
}

fn event(id: &str, fault: &Fault) -> Value {
    let (platform, logger) = match fault.met.source {
        MetIn::Box => ("other", "box"),
        MetIn::Browser => ("javascript", "browser"),
    };
    let mut place = fault.met.place.splitn(3, ':');
    let file = place.next().unwrap_or_default();
    let mut number = || place.next().and_then(|text| text.parse::<u32>().ok());
    let (line, column) = (number(), number());
    json!({
        "event_id": id,
        "timestamp": fault.last.as_second(),
        "platform": platform,
        "logger": logger,
        "level": "error",
        "release": format!("catatduit@{}", fault.version),
        "transaction": fault.page,
        "fingerprint": [fault.id.to_string()],
        "exception": { "values": [{
            "type": fault.met.kind,
            "value": fault.met.message,
            "stacktrace": { "frames": [{ "filename": file, "lineno": line, "colno": column }] },
        }] },
        "tags": { "count": fault.count, "returns": fault.returns },
    })
}
