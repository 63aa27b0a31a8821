//! Layers of settings laid over one another: defaults, then the file, then the environment, then the command
//! line. Everything is text here; [`super::Config`] gives it meaning.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::keys::{KEYS, Key, PREFIX};

/// Where a value came from. Ordered: a later one wins over an earlier one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    Default,
    File { path: PathBuf, line: usize },
    Environment { variable: String },
    Flag { flag: String },
}

impl Source {
    pub(super) const fn rank(&self) -> u8 {
        match self {
            Self::Default => 0,
            Self::File { .. } => 1,
            Self::Environment { .. } => 2,
            Self::Flag { .. } => 3,
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { path, line } => write!(f, "{} line {line}", path.display()),
            Self::Environment { variable } => write!(f, "environment {variable}"),
            Self::Flag { flag } => write!(f, "command line {flag}"),
        }
    }
}

/// A value as somebody wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    pub text: String,
    pub source: Source,
}

/// Something wrong with what somebody wrote, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    pub source: Source,
    pub what: String,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.source, self.what)
    }
}

/// A settings file that was found and read.
#[derive(Debug, Clone)]
pub struct File {
    pub path: PathBuf,
    pub text: String,
}

/// A value given on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The key's name.
    pub key: String,
    pub value: String,
    /// How the command line spelt it: `--listen`.
    pub flag: String,
}

/// What each key holds after all layers, and what was odd on the way.
#[derive(Debug, Default)]
pub struct Settings {
    held: BTreeMap<&'static str, Setting>,
    /// What keeps the box from starting.
    pub troubles: Vec<Trouble>,
    /// What is worth saying, though it starts.
    pub warnings: Vec<Trouble>,
}

impl Settings {
    /// Lays the layers over one another. Pure: file and environment were read by the caller.
    pub fn merge(file: Option<&File>, environment: &BTreeMap<String, String>, given: &[Given]) -> Self {
        let mut settings = Self::default();
        for key in KEYS {
            if let Some(text) = key.default {
                settings.hold(key, text.to_owned(), Source::Default);
            }
        }
        // Under systemd the state folder is the natural place; whoever sets another one is heard.
        if let Some(folder) = environment.get("STATE_DIRECTORY").and_then(|all| all.split(':').next())
            && let Some(key) = Key::named("data_dir")
            && !folder.is_empty()
        {
            settings.hold(
                key,
                folder.to_owned(),
                Source::Environment { variable: "STATE_DIRECTORY".to_owned() },
            );
        }
        if let Some(file) = file {
            settings.lay_file(file);
        }
        settings.lay_environment(environment);
        for Given { key, value, flag } in given {
            let source = Source::Flag { flag: flag.clone() };
            match Key::named(key) {
                Some(known) => settings.hold(known, value.clone(), source),
                None => settings.troubles.push(unknown(key, source)),
            }
        }
        settings
    }

    pub fn get(&self, key: &str) -> Option<&Setting> {
        self.held.get(key)
    }

    fn hold(&mut self, key: &'static Key, text: String, source: Source) {
        self.held.insert(key.name, Setting { text, source });
    }

    fn lay_file(&mut self, file: &File) {
        let at = |offset: usize| Source::File { path: file.path.clone(), line: line_of(&file.text, offset) };
        match DeTable::parse(&file.text) {
            Ok(root) => self.lay_table(root.get_ref(), "", &at),
            Err(error) => {
                let what = format!("cannot be read as TOML: {}", error.message());
                let offset = error.span().map_or(0, |span| span.start);
                self.troubles.push(Trouble { source: at(offset), what });
            }
        }
    }

    fn lay_table(&mut self, table: &DeTable<'_>, above: &str, at: &dyn Fn(usize) -> Source) {
        for (name, value) in table {
            let full = if above.is_empty() {
                name.get_ref().to_string()
            } else {
                format!("{above}.{}", name.get_ref())
            };
            let source = at(name.span().start);
            let is_table_of_ours = KEYS.iter().any(|key| key.name.starts_with(&format!("{full}.")));
            match (Key::named(&full), value.get_ref()) {
                (None, DeValue::Table(inner)) if is_table_of_ours => self.lay_table(inner, &full, at),
                (None, _) => self.troubles.push(unknown(&full, source)),
                (Some(key), DeValue::String(text)) => self.hold(key, text.to_string(), source),
                (Some(key), DeValue::Integer(number)) if number.radix() == 10 => {
                    self.hold(key, number.as_str().to_owned(), source);
                }
                (Some(_), other) => {
                    let kind = other.type_str();
                    let what = format!("{full} is written as {kind}; it takes text or a whole number");
                    self.troubles.push(Trouble { source, what });
                }
            }
        }
    }

    fn lay_environment(&mut self, environment: &BTreeMap<String, String>) {
        for (variable, text) in environment {
            if !variable.starts_with(PREFIX) || NOT_SETTINGS.contains(&variable.as_str()) {
                continue;
            }
            let source = Source::Environment { variable: variable.clone() };
            match Key::of_variable(variable) {
                // Compose files and units pass empty variables for what nobody filled in.
                Some(_) if text.is_empty() => {}
                Some(key) => self.hold(key, text.clone(), source),
                None => {
                    let key = variable[PREFIX.len()..].to_lowercase();
                    let nearest = nearest_variable(&key).variable();
                    let what = format!("sets nothing; the nearest known variable is {nearest}");
                    self.warnings.push(Trouble { source, what });
                }
            }
        }
    }
}

/// Variables of ours that are read elsewhere: which file to read, and what the build and the tests may use.
const NOT_SETTINGS: &[&str] = &["CATATDUIT_CONFIG", "CATATDUIT_SKIP_WEB", "CATATDUIT_CACHE"];

/// Variables write the point as an underscore, so they are compared in that form.
fn nearest_variable(unknown: &str) -> &'static Key {
    let likeness = |key: &&Key| strsim::jaro_winkler(unknown, &key.name.replace('.', "_"));
    KEYS.iter().max_by(|left, right| likeness(left).total_cmp(&likeness(right))).unwrap_or(&KEYS[0])
}

fn unknown(key: &str, source: Source) -> Trouble {
    let what = format!("unknown key `{key}`; the nearest known key is `{}`", Key::nearest(key).name);
    Trouble { source, what }
}

/// Counted from 1, as editors do.
fn line_of(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

/// The places where a settings file is looked for, best first. Only one that was asked for must exist.
pub(super) fn file_places(
    asked: Option<&Path>,
    environment: &BTreeMap<String, String>,
) -> (Vec<PathBuf>, bool) {
    if let Some(path) = asked {
        return (vec![path.to_owned()], true);
    }
    match environment.get("CATATDUIT_CONFIG").filter(|path| !path.is_empty()) {
        Some(path) => (vec![path.into()], true),
        None => (vec!["config.toml".into(), "/etc/catatduit/config.toml".into()], false),
    }
}
