//! Writes the corpus as JSON lines for training.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use catatduit_nlu::corpus::{self, Generator, Labelled};
use fastrand::Rng;

const USAGE: &str = "corpus [--seed N] [--generated N] [--show N] [--corpus DIR] --out DIR

  --seed N        the generated messages follow from it (1)
  --generated N   how many of them (120000)
  --show N        print so many generated messages with their records instead of writing files
  --corpus DIR    the sources (models/corpus of this checkout)
  --out DIR       where generated.jsonl, messages.jsonl, calibration.jsonl and corpus.hash are written";

type Failure = Box<dyn std::error::Error>;

struct Options {
    seed: u64,
    generated: usize,
    show: Option<usize>,
    corpus: PathBuf,
    out: Option<PathBuf>,
}

fn options() -> Result<Options, Failure> {
    let mut options =
        Options { seed: 1, generated: 120_000, show: None, corpus: corpus::folder(), out: None };
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or(USAGE)?;
        match name.as_str() {
            "--seed" => options.seed = value.parse()?,
            "--generated" => options.generated = value.parse()?,
            "--show" => options.show = Some(value.parse()?),
            "--corpus" => options.corpus = value.into(),
            "--out" => options.out = Some(value.into()),
            _ => return Err(format!("{name} is no option\n\n{USAGE}").into()),
        }
    }
    Ok(options)
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "corpus: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Failure> {
    let options = options()?;
    let generator = Generator::read(&options.corpus)?;
    let mut rng = Rng::with_seed(options.seed);
    let mut terminal = std::io::stdout().lock();
    if let Some(count) = options.show {
        for _ in 0..count {
            let row = generator.next(&mut rng)?;
            writeln!(terminal, "{}", shown(&row))?;
        }
        return Ok(());
    }
    let out = options.out.ok_or(USAGE)?;
    std::fs::create_dir_all(&out)?;
    let generated = (0..options.generated).map(|_| generator.next(&mut rng));
    let mut counts = vec![("generated", write(&out.join("generated.jsonl"), generated)?)];
    for name in ["messages", "calibration"] {
        let rows = corpus::read_folder(&options.corpus.join(name))?;
        counts.push((name, write(&out.join(format!("{name}.jsonl")), rows.into_iter().map(Ok))?));
    }
    for (name, count) in counts {
        writeln!(terminal, "{name}: {count} messages")?;
    }
    writeln!(terminal, "frames: {}", generator.frames())?;
    let hash = corpus::hash(&options.corpus)?;
    std::fs::write(out.join("corpus.hash"), format!("{hash}\n"))?;
    writeln!(terminal, "hash: {hash}")?;
    Ok(())
}

/// One JSON object a line; returns how many.
fn write(path: &Path, rows: impl Iterator<Item = Result<Labelled, corpus::Error>>) -> Result<usize, Failure> {
    let mut file = BufWriter::new(File::create(path)?);
    let mut count = 0;
    for row in rows {
        serde_json::to_writer(&mut file, &row?)?;
        file.write_all(b"\n")?;
        count += 1;
    }
    file.flush()?;
    Ok(count)
}

/// A message and its record on one line, for reading.
fn shown(row: &Labelled) -> String {
    let items: Vec<String> = row
        .transactions
        .iter()
        .map(|item| {
            let amount = item.amount.map_or_else(|| "?".to_owned(), |amount| amount.to_string());
            let wallets = [&item.wallet, &item.to_wallet].map(|wallet| wallet.as_deref().unwrap_or("-"));
            let day = if item.date == "2026-11-22" { "" } else { &item.date };
            format!("{:?} {amount} {} {}>{} {day}", item.flow, item.category, wallets[0], wallets[1])
        })
        .collect();
    let cue = row.cue.map_or_else(String::new, |cue| format!("{cue:?}"));
    let asked = if row.asked { " !ask" } else { "" };
    format!(
        "[{}] {}  =>  {:?} {cue} {}{asked}",
        row.phenomenon,
        row.text.replace('\n', "\\n"),
        row.kind,
        items.join("; ")
    )
}
