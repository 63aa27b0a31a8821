//! From the text that somebody wrote to a value that can be relied on.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use super::BackupTo;
use super::keys::Key;
use super::secret::Secret;
use super::settings::{Setting, Settings, Source, Trouble};
use crate::ledger::Language;

/// A server's address: scheme, host and port, without a path and without a slash at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    pub(super) fn read(text: &str) -> Result<Self, String> {
        const WHY: &str = "is not an address such as https://duit.example.org, without a path";
        let text = text.trim_end_matches('/');
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).ok_or(WHY)?;
        let odd =
            |letter: char| letter.is_whitespace() || letter.is_control() || "/?#@\\\"<>".contains(letter);
        if host.is_empty() || host.contains(odd) { Err(WHY.to_owned()) } else { Ok(Self(text.to_owned())) }
    }

    /// Several, with commas between them.
    pub(super) fn list(text: &str) -> Result<Vec<Self>, String> {
        let each = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        each.map(|part| Self::read(part).map_err(|why| format!("names `{part}`, which {why}"))).collect()
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its name or address, without scheme and port.
    pub fn host(&self) -> &str {
        let host = self.0.split_once("://").map_or(self.0.as_str(), |(_, host)| host);
        match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ => host,
        }
    }

    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads one key after the other and keeps what was wrong, so that a person hears of everything at once.
pub(super) struct Reader<'a> {
    settings: &'a Settings,
    pub(super) troubles: Vec<Trouble>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(settings: &'a Settings) -> Self {
        Self { settings, troubles: vec![] }
    }

    /// The value of a key that has a default; that default when what was written cannot be read.
    pub(super) fn value<T>(&mut self, key: &'static str, read: impl Fn(&str) -> Result<T, String>) -> T {
        let default = Key::named(key).and_then(|key| key.default).unwrap_or_default();
        #[expect(clippy::expect_used, reason = "the defaults are constants, read by a test")]
        self.maybe(key, &read).unwrap_or_else(|| read(default).expect("a default can be read"))
    }

    /// The value of a key that may be unset.
    pub(super) fn maybe<T>(
        &mut self,
        key: &'static str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        let setting = self.settings.get(key)?;
        match read(setting.text.trim()) {
            Ok(value) => Some(value),
            Err(why) => {
                self.trouble(key, &why);
                None
            }
        }
    }

    /// A secret given as it is or as a file that holds it; where both are given, the layer nearer to the person
    /// wins.
    pub(super) fn secret(
        &mut self,
        key: &'static str,
        file_key: &'static str,
        read: &dyn Fn(&Path) -> io::Result<String>,
    ) -> Option<Secret> {
        self.fit_secret([key, file_key], "is empty or has spaces in it", char::is_whitespace, read)
    }

    /// The same for a secret of several words.
    pub(super) fn phrase(
        &mut self,
        key: &'static str,
        file_key: &'static str,
        read: &dyn Fn(&Path) -> io::Result<String>,
    ) -> Option<Secret> {
        self.fit_secret([key, file_key], "is empty or more than one line", char::is_control, read)
    }

    fn fit_secret(
        &mut self,
        [key, file_key]: [&'static str; 2],
        trouble: &str,
        unfit: fn(char) -> bool,
        read: &dyn Fn(&Path) -> io::Result<String>,
    ) -> Option<Secret> {
        let value = self.secret_text(key, file_key, read)?;
        if value.is_empty() || value.contains(unfit) {
            self.trouble(key, trouble);
            return None;
        }
        Some(Secret::new(value))
    }

    fn secret_text(
        &mut self,
        key: &'static str,
        file_key: &'static str,
        read: &dyn Fn(&Path) -> io::Result<String>,
    ) -> Option<String> {
        let plain = self.maybe(key, |text| Ok(text.to_owned()));
        let path = self.maybe(file_key, path);
        let rank = |key| self.settings.get(key).map(|setting: &Setting| setting.source.rank());
        let value = match (plain, path) {
            (None, None) => return None,
            (Some(_), Some(_)) if rank(key) == rank(file_key) => {
                self.trouble(key, &format!("and {file_key} are both set; keep one"));
                return None;
            }
            (Some(plain), None) => plain,
            (Some(plain), Some(_)) if rank(key) > rank(file_key) => plain,
            (_, Some(path)) => match read(&path) {
                Ok(text) => text.trim().to_owned(),
                Err(error) => {
                    self.trouble(file_key, &format!("{} cannot be read: {error}", path.display()));
                    return None;
                }
            },
        };
        Some(value)
    }

    /// The value that a secret stands for, or why there is none.
    pub(super) fn fit<T>(&mut self, key: &str, value: Option<T>, why: &str) -> Option<T> {
        if value.is_none() {
            self.trouble(key, why);
        }
        value
    }

    pub(super) fn trouble(&mut self, key: &str, what: &str) {
        let source = self.settings.get(key).map_or(Source::Default, |setting| setting.source.clone());
        self.troubles.push(Trouble { source, what: format!("{key} {what}") });
    }
}

pub(super) fn path(text: &str) -> Result<PathBuf, String> {
    if text.is_empty() { Err("is empty".to_owned()) } else { Ok(PathBuf::from(text)) }
}

pub(super) fn backup_to(text: &str) -> Result<BackupTo, String> {
    let Some(rest) = text.strip_prefix("s3://") else { return path(text).map(BackupTo::Folder) };
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./".contains(letter);
    if bucket.is_empty() || !rest.chars().all(plain) {
        return Err(format!("`{text}` is neither a folder nor s3://bucket/folder"));
    }
    Ok(BackupTo::Bucket { bucket: bucket.to_owned(), prefix: prefix.trim_matches('/').to_owned() })
}

/// How somebody may be reached: a page, or an address for mail.
pub(super) fn contact(text: &str) -> Result<String, String> {
    let is_mail = text.strip_prefix("mailto:").is_some_and(|mail| mail.contains('@'));
    let fits = is_mail || text.starts_with("https://");
    if fits && !text.contains(char::is_whitespace) {
        Ok(text.to_owned())
    } else {
        Err(format!("`{text}` begins with neither https:// nor mailto:"))
    }
}

/// Whether each is a key is found out where they are used.
pub(super) fn recipients(text: &str) -> Result<Vec<String>, String> {
    let each = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    each.map(|part| {
        if part.starts_with("age1") {
            Ok(part.to_owned())
        } else {
            Err(format!("names `{part}`, which is no public key of age (age1...)"))
        }
    })
    .collect()
}

pub(super) fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| format!("`{text}` is not an address and port such as 0.0.0.0:8080"))
}

pub(super) fn language(text: &str) -> Result<Language, String> {
    choice(&[("id", Language::Indonesian), ("en", Language::English)])(text)
}

/// One of a few words.
pub(super) fn choice<T: Copy>(words: &'static [(&'static str, T)]) -> impl Fn(&str) -> Result<T, String> {
    move |text| {
        words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value).ok_or_else(|| {
            let known: Vec<_> = words.iter().map(|(word, _)| *word).collect();
            format!("`{text}` is none of {}", known.join(", "))
        })
    }
}

pub(super) fn number(range: RangeInclusive<u16>) -> impl Fn(&str) -> Result<u16, String> {
    move |text| {
        let plain = text.replace('_', "");
        plain.parse().ok().filter(|number| range.contains(number)).ok_or_else(|| {
            format!("`{text}` is not a whole number from {} to {}", range.start(), range.end())
        })
    }
}

/// `info`, or `info,catatduit::bot=debug`. Checked here because the log's own filter takes a misspelt level for
/// the name of a part, and would then log nothing.
pub(super) fn log_level(text: &str) -> Result<String, String> {
    const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];
    for directive in text.split(',') {
        let level = directive.rsplit('=').next().unwrap_or(directive).trim();
        if !LEVELS.contains(&level) {
            return Err(format!("`{level}` is none of {}", LEVELS.join(", ")));
        }
    }
    Ok(text.to_owned())
}
