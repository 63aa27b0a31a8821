//! The box's own log, as its keeper reads it.

use super::{Error, Keeper, LogAsked, LogPage};

impl Keeper {
    /// Lines of the box's log, newest first; none where the settings have it in no files. They are about every household
    /// of the box, and hold nothing that anybody wrote.
    pub fn log(&self, asked: &LogAsked) -> Result<LogPage, Error> {
        let Some(logs) = &self.app.options().logs else { return Ok(LogPage::default()) };
        logs.read(asked).map_err(|error| Error::broken("reading the log", error))
    }
}
