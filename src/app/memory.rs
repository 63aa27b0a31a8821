//! Small things a door must remember between two starts: where polling stood, when the box was last awake.

use super::{App, Error};

/// A door's notebook: short values by short names, apart from anything about money.
#[derive(Debug, Clone)]
pub struct Memory {
    app: App,
}

impl App {
    pub fn memory(&self) -> Memory {
        Memory { app: self.clone() }
    }
}

impl Memory {
    /// What was kept under that name of at most 32 ASCII characters.
    pub fn recall(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        self.app.store().read(|look| Ok(look.setting(name)?))
    }

    pub fn keep(&self, name: &'static str, value: Vec<u8>) -> Result<(), Error> {
        self.app.store().write(move |pen| Ok(pen.put_setting(name, &value)?))
    }
}
