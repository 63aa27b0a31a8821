//! A command that did not do what it was asked, told to the person who asked.

use std::fmt;

use crate::config::ConfigError;
use crate::error::Error;
use crate::ledger::Language;
use crate::words;

/// What went wrong, in the language of the box, with the chain of causes under it.
#[derive(Debug)]
pub struct Failure {
    language: Language,
    cause: anyhow::Error,
}

impl Failure {
    pub fn new(language: Language, cause: impl Into<anyhow::Error>) -> Self {
        Self { language, cause: cause.into() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = words::of(self.language);
        write!(f, "{}: ", words.console.failed)?;
        if let Some(error) = self.cause.downcast_ref::<ConfigError>() {
            f.write_str(words.console.settings)?;
            return error.troubles.iter().try_for_each(|trouble| write!(f, "\n  {trouble}"));
        }
        // A verb's own error has a sentence for people; the rest of the chain is for whoever looks deeper.
        match self.cause.downcast_ref::<Error>() {
            Some(error) => f.write_str(&words::trouble(words, error))?,
            None => write!(f, "{}", self.cause)?,
        }
        for cause in self.cause.chain().skip(1) {
            write!(f, "\n  {}: {cause}", words.console.because)?;
        }
        Ok(())
    }
}
