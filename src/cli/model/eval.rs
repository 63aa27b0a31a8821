//! `catatduit model eval`: labelled messages read, and how many of them rightly.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use clap::Args;
use serde_json::json;

use super::labelled::{self, Gold, Labelled};
use super::reliability::Reliability;
use super::tally::{FIGURES, Tally, is_saved};
use crate::capture::{self, Reading};
use crate::cli::write_out;

#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
#[derive(Debug, Args)]
pub(super) struct Asked {
    /// JSON Lines, or folders of them
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// One row for each phenomenon
    #[arg(long)]
    by_phenomenon: bool,
    /// Every message that is not exactly right; refused for a folder named holdout
    #[arg(long)]
    failures: bool,
    /// How often records of each confidence are right
    #[arg(long)]
    reliability: bool,
    /// Draw that as a picture
    #[arg(long, value_name = "FILE.svg")]
    plot: Option<PathBuf>,
    /// The figures as one JSON object
    #[arg(long)]
    json: bool,
}

pub(super) fn run(asked: &Asked) -> anyhow::Result<ExitCode> {
    let files = labelled::files(&asked.files)?;
    let held_out = |file: &PathBuf| {
        file.parent().and_then(|folder| folder.file_name()).is_some_and(|folder| folder == "holdout")
            && file.file_stem().is_none_or(|stem| stem != "development")
    };
    anyhow::ensure!(
        !(asked.failures && files.iter().any(held_out)),
        "failures of held-out messages are not shown: whoever has seen them can no longer be judged by them"
    );
    let setting = labelled::setting()?;
    let mut all = Tally::default();
    let mut phenomena: BTreeMap<String, Tally> = BTreeMap::new();
    let mut failed = String::new();
    let mut reliability = Reliability::default();
    let mut took: Vec<Duration> = Vec::new();
    // The tables and the weights are laid out at the first message; that is no message's time.
    capture::read("halo", &setting);
    let mut count = 0_usize;
    for file in files {
        for row in labelled::read(&file)? {
            let began = Instant::now();
            let reading = capture::read(&row.text, &setting);
            took.push(began.elapsed());
            let exact = all.count(&row, &reading);
            phenomena.entry(row.phenomenon.clone()).or_default().count(&row, &reading);
            reliability.count(&reading, exact && !row.asked);
            count += 1;
            if !exact {
                failure(&row, &reading, &mut failed);
            }
        }
    }
    if asked.json {
        write_out(&format!("{}\n", json!({ "messages": count, "figures": all, "phenomena": phenomena })))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut text = format!("{count} messages\n");
    for figure in FIGURES {
        let share = all.get(figure);
        if share.of > 0 {
            let (low, high) = share.interval();
            let percent = share.percent();
            let counts = format!("{}/{}", share.right, share.of);
            writeln!(text, "  {figure:<19}{percent:6.1}%  {counts:>11}  [{low:.1}, {high:.1}]")?;
        }
    }
    took.sort_unstable();
    let at = |percent: usize| took.get(took.len() * percent / 100).map_or(0, Duration::as_micros);
    writeln!(text, "  understood in {} µs at p50, {} µs at p99, one thread", at(50), at(99))?;
    if asked.by_phenomenon {
        by_phenomenon(&phenomena, &mut text)?;
    }
    if asked.reliability {
        text.push_str(&reliability.table());
    }
    if let Some(file) = &asked.plot {
        std::fs::write(file, reliability.plot()).with_context(|| file.display().to_string())?;
    }
    if asked.failures {
        text.push_str(&failed);
    }
    write_out(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn by_phenomenon(phenomena: &BTreeMap<String, Tally>, text: &mut String) -> std::fmt::Result {
    writeln!(
        text,
        "\n{:<26}{:>5}{:>8}{:>16}{:>8}{:>8}",
        "phenomenon", "n", "exact", "95%", "saved", "wrong"
    )?;
    let mut rows: Vec<_> = phenomena.iter().collect();
    rows.sort_by(|a, b| a.1.get("exact record").percent().total_cmp(&b.1.get("exact record").percent()));
    for (name, tally) in rows {
        let exact = tally.get("exact record");
        let (low, high) = exact.interval();
        let wrong = tally.get("wrong among saved");
        let range = format!("[{low:.1}, {high:.1}]");
        let percent = exact.percent();
        writeln!(
            text,
            "{name:<26}{:>5}{percent:>7.1}%{range:>16}{:>8}{:>8}",
            exact.of, wrong.of, wrong.right
        )?;
    }
    Ok(())
}

fn failure(row: &Labelled, reading: &Reading, text: &mut String) {
    let items = |items: &[Gold]| {
        let told = |item: &Gold| {
            let amount = item.amount.map_or_else(|| "?".to_owned(), |amount| amount.to_string());
            let ends = [&item.wallet, &item.to_wallet].map(|end| end.as_deref().unwrap_or("-"));
            format!("{} {amount} {} {}>{}", item.kind, item.category, ends[0], ends[1])
        };
        items.iter().map(told).collect::<Vec<_>>().join("; ")
    };
    let read: Vec<Gold> = reading.items.iter().map(Gold::of).collect();
    let saved = if is_saved(reading) { "SAVED" } else { "asked" };
    let confidence = reading.confidence.get();
    // A String takes whatever is written to it.
    let _ = write!(
        text,
        "\n[{}] {:?}\n  gold {:?}: {}\n  read {:?}: {}  {saved} {confidence}\n",
        row.phenomenon,
        row.text,
        row.kind,
        items(&row.transactions),
        reading.kind,
        items(&read)
    );
}
