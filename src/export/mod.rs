//! One archive with everything in open formats: JSON for programs, CSV for spreadsheets, a journal for plain-text
//! accounting, and the pictures.
//!
//! It is written as it is read, so that a million records need no more memory than one batch of them.

mod hledger;
mod json;
mod names;
mod sheet;

use std::io::{self, Write};

use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use crate::app::{Error, Export};
use crate::ledger::{AttachmentId, Money};
use crate::words::{self, Words};

/// Writes the archive. The reader may be anything that takes bytes one after the other.
pub fn write(export: &Export<'_>, out: impl Write) -> Result<(), Error> {
    let words = words::of(export.member.language);
    let mut archive = Archive { zip: ZipWriter::new_stream(out) };
    archive.file("README.txt")?.write_all(readme(export, words).as_bytes()).map_err(unwritten)?;
    json::write(export, &mut archive)?;
    sheet::write(export, words, archive.file("transactions.csv")?)?;
    hledger::write(export, words, archive.file("journal.hledger")?)?;
    export.each_picture(|id, bytes| archive.file(&picture(id))?.write_all(bytes).map_err(unwritten))?;
    archive.finish()
}

struct Archive<W: Write> {
    zip: ZipWriter<StreamWriter<W>>,
}

impl<W: Write> Archive<W> {
    /// Begins the next file; the one before it is complete.
    fn file(&mut self, name: &str) -> Result<&mut ZipWriter<StreamWriter<W>>, Error> {
        let options =
            SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true);
        self.zip.start_file(name, options).map_err(unwritten)?;
        Ok(&mut self.zip)
    }

    fn finish(self) -> Result<(), Error> {
        let mut out = self.zip.finish().map_err(unwritten)?;
        out.flush().map_err(unwritten)
    }
}

/// The name of a picture's file: the same in every archive.
fn picture(id: AttachmentId) -> String {
    format!("pictures/{id}.jpg")
}

fn unwritten(error: impl Into<io::Error>) -> Error {
    Error::broken("writing the archive", error.into())
}

fn readme(export: &Export<'_>, words: &Words) -> String {
    (words.export.readme)(&export.household.name, &export.today.to_string())
}

/// An amount as programs read it: `15000`, `-12.50`; no thousands, the currency's own decimals.
fn plain(money: Money) -> String {
    let decimals = usize::try_from(money.currency().decimals()).unwrap_or(0);
    let sign = if money.minor() < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", money.minor().unsigned_abs(), width = decimals + 1);
    let (whole, part) = digits.split_at(digits.len() - decimals);
    let point = if decimals == 0 { "" } else { "." };
    format!("{sign}{whole}{point}{part}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_has_its_currency_s_decimals() {
        let rows = [
            (0, "IDR", "0"),
            (15_000, "IDR", "15000"),
            (-15_000, "IDR", "-15000"),
            (5, "USD", "0.05"),
            (-1_250, "USD", "-12.50"),
            (1, "KWD", "0.001"),
            (i64::MIN, "IDR", "-9223372036854775808"),
        ];
        for (minor, currency, text) in rows {
            assert_eq!(plain(Money::new(minor, currency.parse().unwrap())), text);
        }
    }
}
