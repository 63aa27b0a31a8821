//! `catatduit logs`: the box's own log, whether it runs or not.

use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, ValueEnum};

use super::{Failure, House, write_out};
use crate::config::Config;
use crate::logs::{self, Level, Line, Logs};

#[derive(Debug, Args)]
pub(super) struct Asked {
    /// How many lines, the newest last
    #[arg(short = 'n', long, value_name = "COUNT", default_value_t = 50)]
    lines: usize,
    /// No lines that matter less
    #[arg(long, value_name = "LEVEL", default_value = "info")]
    level: Least,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Least {
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

pub(super) fn run(house: &House, asked: &Asked) -> Result<ExitCode, Failure> {
    let config = house.load(&[])?.config;
    let language = config.language;
    let done = newest(&config, asked).and_then(|text| Ok(write_out(&text)?));
    done.map_err(|error| Failure::new(language, error))?;
    Ok(ExitCode::SUCCESS)
}

fn newest(config: &Config, asked: &Asked) -> anyhow::Result<String> {
    let folder = config.data_dir.join(logs::FOLDER);
    let reading = format!("reading the log in {}", folder.display());
    let (logs, least) = (Logs::in_folder(folder), least(asked.level));
    let (mut lines, mut before) = (Vec::new(), None);
    // A page looks through a part of the log; what is rare stands on one further back.
    while lines.len() < asked.lines {
        let most = asked.lines - lines.len();
        let page = logs.read(&logs::Asked { least, before, most }).context(reading.clone())?;
        lines.extend(page.lines);
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    Ok(lines.iter().rev().map(written).collect())
}

const fn least(level: Least) -> Level {
    match level {
        Least::Error => Level::Error,
        Least::Warn => Level::Warn,
        Least::Info => Level::Info,
        Least::Debug => Level::Debug,
        Least::Trace => Level::Trace,
    }
}

/// `2026-11-28T03:04:05.678Z  WARN catatduit::bot: the way is closed tries=3`
fn written(line: &Line) -> String {
    let at = line.at.map(|at| at.to_string()).unwrap_or_default();
    let fields: String = line.fields.iter().flat_map(|(name, value)| [" ", name, "=", value]).collect();
    format!("{at} {:>5} {}: {}{fields}\n", line.level.code().to_uppercase(), line.part, line.message)
}
