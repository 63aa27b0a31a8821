//! A line that shows how far something has come, on a terminal alone.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// Drawn over itself on standard error, where it is in nobody's way.
#[derive(Debug)]
pub(super) struct Bar {
    is_seen: bool,
    drawn: Option<Instant>,
    /// Something stands in the line.
    is_dirty: bool,
}

/// A line that changes more often is not read.
const EVERY: Duration = Duration::from_millis(80);
const WIDTH: u64 = 30;

impl Bar {
    pub(super) fn on_terminal() -> Self {
        Self { is_seen: io::stderr().is_terminal(), drawn: None, is_dirty: false }
    }

    /// `done` of so many; of an unknown number, it is shown as it is.
    pub(super) fn show(&mut self, what: &str, done: u64, of: Option<u64>) {
        let is_soon = self.drawn.is_some_and(|drawn| drawn.elapsed() < EVERY);
        if !self.is_seen || (is_soon && of != Some(done)) {
            return;
        }
        self.drawn = Some(Instant::now());
        write(&line(what, done, of));
        self.is_dirty = true;
    }

    /// Leaves an empty line to write into.
    pub(super) fn close(&mut self) {
        if std::mem::take(&mut self.is_dirty) {
            write("");
        }
    }
}

fn write(text: &str) {
    let mut out = io::stderr().lock();
    // Nobody is left to show it to when that fails.
    let _ = write!(out, "\r\x1b[K{text}");
    let _ = out.flush();
}

fn line(what: &str, done: u64, of: Option<u64>) -> String {
    match of.filter(|of| *of > 0) {
        None => format!("{what:<12} {done}"),
        Some(of) => {
            let done = done.min(of);
            let full = usize::try_from(done.saturating_mul(WIDTH) / of).unwrap_or_default();
            let rest = usize::try_from(WIDTH).unwrap_or_default() - full;
            let percent = done.saturating_mul(100) / of;
            format!("{what:<12} [{}{}] {percent:>3} %", "#".repeat(full), "-".repeat(rest))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_fills_from_the_left_and_never_beyond() {
        assert_eq!(line("Packing", 0, Some(10)), format!("Packing      [{}]   0 %", "-".repeat(30)));
        assert_eq!(
            line("Packing", 5, Some(10)),
            format!("Packing      [{}{}]  50 %", "#".repeat(15), "-".repeat(15))
        );
        assert_eq!(line("Packing", 12, Some(10)), format!("Packing      [{}] 100 %", "#".repeat(30)));
        assert_eq!(line("Copying", 4096, None), "Copying      4096");
    }
}
