//! `catatduit config`: each setting and where it came from.

use std::process::ExitCode;

use clap::Args;

use super::{Failure, House, write_out};
use crate::config::{KEYS, Key, Loaded, Settings, Shape, example_file};
use crate::ledger::Language;

#[derive(Debug, Args)]
pub(super) struct Asked {
    /// Print an example file instead: every key with its default and what it is for
    #[arg(long)]
    example: bool,
}

pub(super) fn run(house: &House, asked: &Asked) -> Result<ExitCode, Failure> {
    let (language, text) = if asked.example {
        (Language::default(), example_file())
    } else {
        let loaded = house.load(&[])?;
        (loaded.config.language, listing(&loaded))
    };
    write_out(&text).map_err(|error| Failure::new(language, error))?;
    Ok(ExitCode::SUCCESS)
}

/// One line a key: what the file would say, then the source.
fn listing(loaded: &Loaded) -> String {
    let lines: Vec<_> =
        KEYS.iter().map(|key| (value_of(key, &loaded.settings), source_of(key, &loaded.settings))).collect();
    let width = lines.iter().map(|(value, _)| value.chars().count()).max().unwrap_or(0);
    let settings = lines.iter().map(|(value, source)| format!("{value:width$}  # {source}\n"));
    let warnings = loaded.settings.warnings.iter().map(|warning| format!("# {warning}\n"));
    settings.chain(warnings).collect()
}

fn value_of(key: &Key, settings: &Settings) -> String {
    match (settings.get(key.name), key.shape) {
        (None, _) => format!("{} unset", key.name),
        (Some(_), _) if key.secret => format!("{} set", key.name),
        (Some(setting), Shape::Text) => format!("{} = {:?}", key.name, setting.text),
        (Some(setting), Shape::Number) => format!("{} = {}", key.name, setting.text),
    }
}

fn source_of(key: &Key, settings: &Settings) -> String {
    settings.get(key.name).map_or_else(|| "default".to_owned(), |setting| setting.source.to_string())
}
