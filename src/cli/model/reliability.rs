//! Whether confidence means what it says: how often records of each confidence are right.

use std::fmt::Write as _;

use super::tally::Share;
use crate::capture::{Kind, Reading};

/// Where the groups of confidence begin, in thousandths.
const FROM: [u16; 8] = [0, 500, 700, 800, 850, 900, 950, 980];

/// Records without doubts, by confidence.
#[derive(Debug, Default)]
pub(super) struct Reliability {
    groups: [Group; FROM.len()],
}

#[derive(Debug, Default, Clone, Copy)]
struct Group {
    right: Share,
    /// The sum of their confidences, in thousandths.
    told: u32,
}

impl Group {
    /// In per cent.
    fn told_percent(self) -> f64 {
        f64::from(self.told) / 10.0 / f64::from(self.right.of.max(1))
    }
}

impl Reliability {
    /// Counts one reading; what is asked whatever its confidence is not counted.
    pub(super) fn count(&mut self, reading: &Reading, right: bool) {
        if reading.kind != Kind::Transaction || !reading.doubts.is_empty() {
            return;
        }
        let confidence = reading.confidence.get();
        let group = FROM.partition_point(|from| *from <= confidence).saturating_sub(1);
        self.groups[group].right.add(right);
        self.groups[group].told += u32::from(confidence);
    }

    fn filled(&self) -> impl Iterator<Item = (u16, Group)> + '_ {
        FROM.into_iter().zip(self.groups).filter(|(_, group)| group.right.of > 0)
    }

    pub(super) fn table(&self) -> String {
        let mut text =
            format!("\n{:<14}{:>7}{:>10}{:>10}{:>17}\n", "confidence", "n", "told", "right", "95%");
        for (from, group) in self.filled() {
            let (low, high) = group.right.interval();
            let range = format!("[{low:.1}, {high:.1}]");
            let from = f64::from(from) / 1000.0;
            let _ = writeln!(
                text,
                "from {from:<9.2}{:>7}{:>9.1}%{:>9.1}%{range:>17}",
                group.right.of,
                group.told_percent(),
                group.right.percent()
            );
        }
        text
    }

    /// The same as a picture: a dot on the diagonal is honest, one below it promises too much.
    pub(super) fn plot(&self) -> String {
        let mut svg = String::from(
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 420" font-family="sans-serif" font-size="12">
<rect width="420" height="420" fill="#ffffff"/>
<path d="M50 370H390M50 370V30" stroke="#555555" fill="none"/>
<path d="M50 370L390 30" stroke="#999999" stroke-dasharray="4 4"/>
<text x="220" y="405" text-anchor="middle">confidence told, per cent</text>
<text x="16" y="200" text-anchor="middle" transform="rotate(-90 16 200)">records right, per cent</text>
"##,
        );
        for tick in [0.0, 25.0, 50.0, 75.0, 100.0] {
            let (x, y) = (across(tick), up(tick));
            let _ = writeln!(svg, r#"<text x="{x:.1}" y="386" text-anchor="middle">{tick}</text>"#);
            let _ = writeln!(svg, r#"<text x="44" y="{:.1}" text-anchor="end">{tick}</text>"#, y + 4.0);
        }
        for (_, group) in self.filled() {
            let (low, high) = group.right.interval();
            let (x, y) = (across(group.told_percent()), up(group.right.percent()));
            let (top, bottom) = (up(high), up(low));
            let _ = writeln!(
                svg,
                r##"<path d="M{x:.1} {bottom:.1}V{top:.1}" stroke="#3498DB" stroke-width="2"/>"##
            );
            let _ = writeln!(svg, r##"<circle cx="{x:.1}" cy="{y:.1}" r="4" fill="#16A085"/>"##);
        }
        svg.push_str("</svg>\n");
        svg
    }
}

fn across(percent: f64) -> f64 {
    50.0 + 3.4 * percent
}

fn up(percent: f64) -> f64 {
    370.0 - 3.4 * percent
}
