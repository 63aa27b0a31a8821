//! The year as a picture: two lines, twelve months.

use std::fmt::Write as _;

use super::Month;

const WIDTH: u32 = 640;
const HEIGHT: u32 = 320;
const LEFT: u32 = 56;
const TOP: u32 = 40;
const RIGHT: u32 = 24;
const BOTTOM: u32 = 48;

/// The share of messages about the family's own places that were read right, month by month.
pub(crate) fn draw(without: &[Month], with: &[Month]) -> String {
    let mut svg = String::new();
    let mut line = |text: std::fmt::Arguments<'_>| {
        // Writing into a string cannot fail.
        let _ = writeln!(svg, "{text}");
    };
    line(format_args!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="Share of messages about the family's own places that were read right, by month">
<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>
<text x="{LEFT}" y="22" font-size="14" font-weight="600" fill="#1f2a26">Own places read right, month by month</text>"##
    ));
    for percent in [0, 25, 50, 75, 100] {
        let y = height(percent * 10);
        let (end, label) = (WIDTH - RIGHT, y + 4);
        line(format_args!(
            r##"<path d="M{LEFT} {y}H{end}" stroke="#d9dfdc"/><text x="{}" y="{label}" text-anchor="end" fill="#55635e">{percent}%</text>"##,
            LEFT - 8
        ));
    }
    for month in 0..with.len() {
        let (x, y) = (across(month, with.len()), HEIGHT - BOTTOM + 18);
        let number = month + 1;
        line(format_args!(r##"<text x="{x}" y="{y}" text-anchor="middle" fill="#55635e">{number}</text>"##));
    }
    for (months, colour, name) in [(without, "#8a5a44", "not learning"), (with, "#0b7a4b", "learning")] {
        let points: Vec<String> = months
            .iter()
            .enumerate()
            .map(|(at, month)| format!("{},{}", across(at, months.len()), height(month.places.permille())))
            .collect();
        line(format_args!(
            r#"<polyline points="{}" fill="none" stroke="{colour}" stroke-width="2.5"/>"#,
            points.join(" ")
        ));
        let last = months.last().map_or(0, |month| month.places.permille());
        line(format_args!(
            r#"<text x="{}" y="{}" text-anchor="end" font-weight="600" fill="{colour}">{name}</text>"#,
            WIDTH - RIGHT,
            height(last) - 8
        ));
    }
    line(format_args!(
        r##"<text x="{}" y="{}" text-anchor="middle" fill="#55635e">month</text>"##,
        WIDTH / 2,
        HEIGHT - 8
    ));
    svg.push_str("</svg>\n");
    svg
}

fn across(month: usize, months: usize) -> u32 {
    let steps = u32::try_from(months.saturating_sub(1).max(1)).unwrap_or(1);
    LEFT + 16 + (WIDTH - LEFT - RIGHT - 32) * u32::try_from(month).unwrap_or(0) / steps
}

fn height(permille: u32) -> u32 {
    let room = HEIGHT - TOP - BOTTOM;
    TOP + room - room * permille.min(1_000) / 1_000
}
