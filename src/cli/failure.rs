//! A command that did not do what it was asked, told to the person who asked.

use std::{fmt, io};

use crate::app::NoSeal;
use crate::appliance::CannotListen;
use crate::backup::BackupError;
use crate::config::ConfigError;
use crate::error::Error;
use crate::ledger::Language;
use crate::seal::KeyError;
use crate::store::OpenError;
use crate::words::{self, KeyTalk, StoreTalk, Words};

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
        // What has a sentence for people is said in it; the chain under it is for whoever looks deeper.
        let (sentence, shown_from) = explained(words, &self.cause).unwrap_or((self.cause.to_string(), 1));
        f.write_str(&sentence)?;
        for cause in self.cause.chain().skip(shown_from) {
            write!(f, "\n  {}: {cause}", words.console.because)?;
        }
        Ok(())
    }
}

/// A sentence for what went wrong, and from which of its causes on there is more to say.
fn explained(words: &Words, cause: &anyhow::Error) -> Option<(String, usize)> {
    cause.chain().zip(1..).find_map(|(link, next)| {
        if let Some(said) = link.downcast_ref::<BackupError>().and_then(|error| words.backup.trouble(error)) {
            return Some((said, next));
        }
        if let Some(error) = link.downcast_ref::<Error>() {
            return Some((words::trouble(words, error), next));
        }
        if let Some(error) = link.downcast_ref::<OpenError>() {
            return Some((not_opened(&words.console.store, error).to_owned(), 0));
        }
        if let Some(NoSeal::Key(error)) = link.downcast_ref::<NoSeal>() {
            return Some((no_key(&words.console.key, error).to_owned(), 0));
        }
        let console = &words.console;
        let sentence = match link.downcast_ref::<CannotListen>()?.source.kind() {
            io::ErrorKind::AddrInUse => console.address_in_use,
            io::ErrorKind::PermissionDenied => console.address_not_allowed,
            _ => return None,
        };
        Some((sentence.to_owned(), 0))
    })
}

const fn not_opened(talk: &StoreTalk, error: &OpenError) -> &'static str {
    match error {
        OpenError::InUse => talk.in_use,
        OpenError::Newer { .. } => talk.newer,
        OpenError::Corrupt { .. } => talk.damaged,
        OpenError::NotAStore => talk.not_a_store,
        OpenError::NotMigrated { .. } => talk.not_migrated,
        OpenError::Io { .. } => talk.unreachable,
        OpenError::Full => talk.full,
    }
}

const fn no_key(talk: &KeyTalk, error: &KeyError) -> &'static str {
    match error {
        KeyError::Missing { .. } => talk.missing,
        KeyError::Other { .. } => talk.other,
        KeyError::NotAKey { .. } => talk.not_a_key,
        KeyError::Io { .. } => talk.unreachable,
    }
}
