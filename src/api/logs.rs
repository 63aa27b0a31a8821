//! The box's own log.

use poem_openapi::param::Query;
use poem_openapi::{Enum, Object, OpenApi};

use super::Tags;
use super::caller::Caller;
use super::cursor;
use super::problem::{Code, Refusals, Refused, refusals};
use super::reply::Shown;
use super::scalar::{Instant, Nullable};
use crate::app::{LogAsked, LogLevel as Level, LogLine as Line, LogPage as Page};

#[derive(Debug)]
pub(super) struct Logs;

refusals! {
    /// Reading page by page what is the owner's.
    OwnersPaging: Malformed BadCursor Unauthenticated Forbidden;
}

/// How many lines a page holds when nobody says.
const USUAL_PAGE: usize = 100;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Box")]
impl Logs {
    /// Look at the log
    ///
    /// What the box did and met, newest first. Nothing that anybody wrote, no names, amounts and secrets are in it. Where
    /// the settings have the log in no files (`log.to`), there are no lines. A page may hold fewer than asked, even none,
    /// where little fits: `next_cursor` says whether there is more to look at. Only by an owner of the household that the
    /// box was set up with.
    #[oai(path = "/logs", method = "get", operation_id = "look_at_logs")]
    async fn look(
        &self,
        caller: Caller,
        /// No lines that matter less; `info` when left out.
        level: Query<Option<LogLevel>>,
        /// The `next_cursor` of the page before.
        #[oai(validator(max_length = 64))]
        cursor: Query<Option<String>>,
        /// How many at most; 100 when left out.
        #[oai(validator(minimum(value = "1"), maximum(value = "500")))]
        limit: Query<Option<u16>>,
    ) -> Result<Shown<LogPage>, Refused<OwnersPaging>> {
        let before = cursor.0.as_deref().map(cursor::read_log).transpose()?;
        let least = level.0.map_or(Level::Info, Level::from);
        let asked = LogAsked { least, before, most: limit.0.map_or(USUAL_PAGE, usize::from) };
        Ok(Shown(caller.run(move |me| Ok(me.as_keeper()?.log(&asked)?.into())).await?))
    }
}

/// A page of the log, newest first.
#[derive(Debug, Object)]
pub(super) struct LogPage {
    items: Vec<LogLine>,
    /// Leads to the next page; `null` on the last one.
    next_cursor: Nullable<String>,
}

/// One line of the log.
#[derive(Debug, Object)]
struct LogLine {
    /// As the clock was then; `null` where the line says none.
    at: Nullable<Instant>,
    level: LogLevel,
    /// The part of the box that wrote it.
    part: String,
    message: String,
    /// What it says beside the message; `request.id` is the `request_id` of a problem.
    fields: Vec<LogField>,
}

/// A value in a line of the log.
#[derive(Debug, Object)]
struct LogField {
    name: String,
    value: String,
}

/// How much a line matters, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum LogLevel {
    Trace,
    Debug,
    Info,
    Warn,
    Error,
}

impl From<LogLevel> for Level {
    fn from(level: LogLevel) -> Self {
        match level {
            LogLevel::Trace => Self::Trace,
            LogLevel::Debug => Self::Debug,
            LogLevel::Info => Self::Info,
            LogLevel::Warn => Self::Warn,
            LogLevel::Error => Self::Error,
        }
    }
}

impl From<Level> for LogLevel {
    fn from(level: Level) -> Self {
        match level {
            Level::Trace => Self::Trace,
            Level::Debug => Self::Debug,
            Level::Info => Self::Info,
            Level::Warn => Self::Warn,
            Level::Error => Self::Error,
        }
    }
}

impl From<Page> for LogPage {
    fn from(page: Page) -> Self {
        let next = page.next.as_ref().map(cursor::write_log);
        Self { items: page.lines.into_iter().map(LogLine::from).collect(), next_cursor: next.into() }
    }
}

impl From<Line> for LogLine {
    fn from(line: Line) -> Self {
        let Line { at, level, part, message, fields } = line;
        let fields = fields.into_iter().map(|(name, value)| LogField { name, value }).collect();
        Self { at: at.map(Instant).into(), level: level.into(), part, message, fields }
    }
}
