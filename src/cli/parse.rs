//! `catatduit parse`: what messages mean, without recording anything.

use std::io::{self, BufRead, Read as _, Write as _};
use std::process::ExitCode;

use clap::Args;
use jiff::civil::DateTime;
use jiff::fmt::temporal::{Pieces, PiecesOffset};

use super::{Failure, House};
use crate::api;
use crate::capture::{self, KnownWallet, Setting};
use crate::ledger::{Day, Zone};
use crate::outside::Outside;

/// The family's zone, when nothing says another one.
const ZONE: &str = "Asia/Jakarta";

/// Of a longer line only so many bytes are kept: far more than the longest message that is read.
const LONGEST_LINE: u64 = 1 << 20;

/// Reads one message a line from standard input and prints one JSON object a line; `\n`, a backslash and an
/// n, stands for a line break inside a message.
#[derive(Debug, Args)]
pub(super) struct Parse {
    /// When the messages are said, such as 2026-11-22T10:00:00+07:00; now by default
    #[arg(long, value_name = "RFC3339", value_parser = wall_clock)]
    now: Option<DateTime>,
    /// The wallets a message may name, separated by commas; all well-known ones by default
    #[arg(long, value_name = "NAMES")]
    wallets: Option<String>,
    /// Print JSON; the only form there is, so this may be left out
    #[arg(long)]
    json: bool,
    /// Say for each item which words decided, and whether a rule, a habit or the model spoke
    #[arg(long)]
    explain: bool,
}

pub(super) fn run(house: &House, parse: &Parse) -> Result<ExitCode, Failure> {
    let failed = |error: io::Error| Failure::new(house.language(), error);
    let setting = parse.setting().map_err(|error| Failure::new(house.language(), error))?;
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();
    let mut line = Vec::new();
    while next_line(&mut input, &mut line).map_err(failed)? {
        // Whatever bytes came in, each line gets its answer.
        let text = String::from_utf8_lossy(&line);
        let text = text.strip_suffix('\n').unwrap_or(&text);
        let text = text.strip_suffix('\r').unwrap_or(text).replace("\\n", "\n");
        let reading = if parse.explain {
            api::Reading::explained(&capture::explain(&text, &setting))
        } else {
            api::Reading::from(&capture::read(&text, &setting))
        };
        match writeln!(output, "{}", reading.to_line()) {
            // Whoever read the answers has heard enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => break,
            done => done.map_err(failed)?,
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads the next line, or as much of it as is kept; says whether there was one.
fn next_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    if input.by_ref().take(LONGEST_LINE).read_until(b'\n', line)? == 0 {
        return Ok(false);
    }
    if !line.ends_with(b"\n") {
        input.skip_until(b'\n')?;
    }
    Ok(true)
}

impl Parse {
    fn setting(&self) -> anyhow::Result<Setting> {
        let now = match self.now {
            Some(now) => now,
            None => Zone::named(ZONE)?.local(Outside::real()?.now()),
        };
        let today = Day::from_date(now.date())?;
        let setting = self.wallets.as_ref().map_or_else(
            || Setting::templates(today),
            |names| {
                let names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
                Setting::with(today, names.map(KnownWallet::named).collect())
            },
        );
        Ok(Setting { hour: now.hour(), ..setting })
    }
}

/// The time on the family's wall at a moment: by the offset it is given with, else in the family's zone.
fn wall_clock(text: &str) -> Result<DateTime, String> {
    let unclear = || "it is written like 2026-11-22T10:00:00+07:00".to_owned();
    let pieces = Pieces::parse(text).map_err(|_| unclear())?;
    let said = pieces.date().to_datetime(pieces.time().ok_or_else(unclear)?);
    match pieces.offset() {
        // Z says when, not where.
        Some(PiecesOffset::Zulu) => {
            let at = jiff::tz::Offset::UTC.to_timestamp(said).map_err(|_| unclear())?;
            Ok(Zone::named(ZONE).map_err(|_| unclear())?.local(at))
        }
        _ => Ok(said),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endless_line_is_one_line_and_the_next_is_not_lost() {
        let most = usize::try_from(LONGEST_LINE).unwrap();
        let mut input = &[vec![b'a'; 2 * most + 5], b"\nbakso 15rb\n\nsoto".to_vec()].concat()[..];
        let mut line = Vec::new();
        let mut lengths = Vec::new();
        while next_line(&mut input, &mut line).unwrap() {
            lengths.push(line.len());
        }
        assert_eq!(lengths, [most, 11, 1, 4]);
    }

    #[test]
    fn the_family_is_where_the_offset_says() {
        let rows = [
            ("2026-11-22T10:00:00+07:00", "2026-11-22T10:00:00"),
            ("2026-11-22T23:30:00+09:00", "2026-11-22T23:30:00"),
            ("2026-11-21T18:30:00Z", "2026-11-22T01:30:00"),
            ("2026-11-22T10:00:00", "2026-11-22T10:00:00"),
        ];
        for (text, expected) in rows {
            assert_eq!(wall_clock(text), Ok(expected.parse().unwrap()), "{text}");
        }
        for text in ["", "besok", "2026-11-22", "2026-13-01T00:00:00Z"] {
            assert!(wall_clock(text).is_err(), "{text}");
        }
    }
}
