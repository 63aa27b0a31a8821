//! The text format that Prometheus reads, version 0.0.4.

use std::fmt::Write as _;

use super::{BOUNDS_US, LatencySeen};

/// A page of figures. Each family is begun once and has all of its samples after it.
#[derive(Debug, Default)]
pub struct Page {
    text: String,
    family: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Only grows while the box runs.
    Counter,
    Gauge,
    Histogram,
}

impl Page {
    /// The content type of such a page.
    pub const CONTENT_TYPE: &'static str = "text/plain; version=0.0.4; charset=utf-8";

    /// Begins a family. `help` is one sentence without line breaks.
    pub fn family(&mut self, name: &'static str, kind: Kind, help: &str) -> &mut Self {
        let kind = match kind {
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
            Kind::Histogram => "histogram",
        };
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "# HELP {name} {help}\n# TYPE {name} {kind}");
        self.family = name;
        self
    }

    /// A whole number of the family that was begun last.
    pub fn sample(&mut self, labels: &[(&str, &str)], value: u64) -> &mut Self {
        self.line("", labels, &value.to_string())
    }

    /// Thousandths of the family's unit: seconds from milliseconds.
    pub fn thousandths(&mut self, labels: &[(&str, &str)], value: i64) -> &mut Self {
        let sign = if value < 0 { "-" } else { "" };
        let value = value.unsigned_abs();
        self.line("", labels, &format!("{sign}{}.{:03}", value / 1_000, value % 1_000))
    }

    /// Times, told in seconds.
    pub fn latency(&mut self, labels: &[(&str, &str)], seen: &LatencySeen) -> &mut Self {
        let mut below = 0;
        for (bound, class) in BOUNDS_US.iter().zip(seen.classes) {
            below += class;
            let bound = seconds(*bound);
            let with_bound: Vec<_> = labels.iter().copied().chain([("le", bound.as_str())]).collect();
            self.line("_bucket", &with_bound, &below.to_string());
        }
        let whole: Vec<_> = labels.iter().copied().chain([("le", "+Inf")]).collect();
        self.line("_bucket", &whole, &seen.count.to_string());
        self.line("_sum", labels, &seconds(seen.sum_us));
        self.line("_count", labels, &seen.count.to_string())
    }

    pub fn into_text(self) -> String {
        self.text
    }

    fn line(&mut self, ending: &str, labels: &[(&str, &str)], value: &str) -> &mut Self {
        self.text.push_str(self.family);
        self.text.push_str(ending);
        for (place, (name, text)) in labels.iter().enumerate() {
            let before = if place == 0 { '{' } else { ',' };
            let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
            let _ = write!(self.text, "{before}{name}=\"{text}\"");
        }
        if !labels.is_empty() {
            self.text.push('}');
        }
        let _ = writeln!(self.text, " {value}");
        self
    }
}

fn seconds(microseconds: u64) -> String {
    let text = format!("{}.{:06}", microseconds / 1_000_000, microseconds % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::metrics::Latency;

    #[test]
    fn a_family_has_its_samples_after_it() {
        let mut page = Page::default();
        page.family("a_total", Kind::Counter, "What was counted.").sample(&[("of", "x\"y\\z\n")], 3);
        page.family("b", Kind::Gauge, "A level.").thousandths(&[], -1_250).sample(&[], 7);
        assert_eq!(
            page.into_text(),
            "# HELP a_total What was counted.\n# TYPE a_total counter\na_total{of=\"x\\\"y\\\\z\\n\"} 3\n\
             # HELP b A level.\n# TYPE b gauge\nb -1.250\nb 7\n"
        );
    }

    #[test]
    fn times_add_up_and_are_told_in_seconds() {
        let latency = Latency::default();
        latency.note(Duration::from_millis(2));
        latency.note(Duration::from_secs(20));
        let mut page = Page::default();
        page.family("t_seconds", Kind::Histogram, "Times.").latency(&[("at", "x")], &latency.seen());
        let text = page.into_text();
        for line in [
            "t_seconds_bucket{at=\"x\",le=\"0.001\"} 0",
            "t_seconds_bucket{at=\"x\",le=\"0.0025\"} 1",
            "t_seconds_bucket{at=\"x\",le=\"10\"} 1",
            "t_seconds_bucket{at=\"x\",le=\"+Inf\"} 2",
            "t_seconds_sum{at=\"x\"} 20.002",
            "t_seconds_count{at=\"x\"} 2",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} in {text}");
        }
    }
}
