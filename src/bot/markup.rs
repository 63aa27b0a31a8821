//! Sentences in Telegram's HTML. What people wrote is escaped here, and nowhere else.

use crate::words::{Said, Span};

/// Telegram's limit for one message, in UTF-16 units of the text that is shown.
const LONGEST: usize = 4096;

/// The sentence as messages that each fit; at least one, unless there is nothing to say.
pub(super) fn pages(said: &Said) -> Vec<String> {
    let mut pages = Vec::new();
    let mut page = String::new();
    let mut length = 0;
    for line in lines(said) {
        let (html, line_length) = line_html(&line);
        if length > 0 && length + 1 + line_length > LONGEST {
            pages.push(std::mem::take(&mut page));
            length = 0;
        }
        if length > 0 {
            page.push('\n');
            length += 1;
        }
        // An empty line at the top of a page would be trimmed by Telegram anyway.
        if length == 0 && line_length == 0 {
            continue;
        }
        page.push_str(&html);
        length += line_length;
    }
    if length > 0 {
        pages.push(page);
    }
    pages
}

/// The sentence as one message; what does not fit is left out, which an ellipsis shows.
pub(super) fn page(said: &Said) -> String {
    let mut pages = pages(said).into_iter();
    let mut first = pages.next().unwrap_or_default();
    if pages.next().is_some() {
        // The dots replace the last line, so that they fit for certain.
        first.truncate(first.rfind('\n').unwrap_or(0));
        first.push_str("\n…");
    }
    first
}

fn lines(said: &Said) -> Vec<Vec<Span>> {
    let mut lines = vec![Vec::new()];
    for span in said.spans() {
        for (index, part) in span.text().split('\n').enumerate() {
            if index > 0 {
                lines.push(Vec::new());
            }
            if !part.is_empty()
                && let Some(line) = lines.last_mut()
            {
                line.push(match span {
                    Span::Plain(_) => Span::Plain(part.to_owned()),
                    Span::Strong(_) => Span::Strong(part.to_owned()),
                    Span::Quoted(_) => Span::Quoted(part.to_owned()),
                });
            }
        }
    }
    lines
}

/// One line's HTML and its length as shown; cut when it alone is too long.
fn line_html(line: &[Span]) -> (String, usize) {
    let mut html = String::new();
    let mut length = 0;
    for span in line {
        let mut text = span.text();
        let room = LONGEST - 1 - length;
        let cut;
        if text.encode_utf16().count() > room {
            cut = format!("{}…", cut_to(text, room));
            text = &cut;
        }
        length += text.encode_utf16().count();
        match span {
            Span::Plain(_) => html.push_str(&escape(text)),
            Span::Strong(_) => html.extend(["<b>", &escape(text), "</b>"]),
            Span::Quoted(_) => html.extend(["<i>", &escape(text), "</i>"]),
        }
        if length >= LONGEST - 1 {
            break;
        }
    }
    (html, length)
}

fn cut_to(text: &str, units: usize) -> String {
    let mut left = units;
    text.chars()
        .take_while(|letter| {
            let needed = letter.len_utf16();
            let fits = needed <= left;
            left = left.saturating_sub(needed);
            fits
        })
        .collect()
}

/// The three characters that mean something in Telegram's HTML.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_is_escaped() {
        let said = Said::nothing().strong("Rp15.000").then(" · <b>Tom & Jerry</b> ").quoted("a<b");
        assert_eq!(page(&said), "<b>Rp15.000</b> · &lt;b&gt;Tom &amp; Jerry&lt;/b&gt; <i>a&lt;b</i>");
    }

    #[test]
    fn long_lists_break_between_lines() {
        let list = (0..300).fold(Said::nothing(), |said, row| {
            said.line(
                Said::nothing().strong(&format!("Rp{row}.000")).then(" · kopi & roti di warung sebelah"),
            )
        });
        let pages = pages(&list);
        assert!(pages.len() > 2);
        let rows: usize = pages.iter().map(|page| page.lines().count()).sum();
        assert_eq!(rows, 300);
        for page in &pages {
            let shown = page.replace("<b>", "").replace("</b>", "").replace("&amp;", "&");
            assert!(shown.encode_utf16().count() <= LONGEST);
            assert!(page.starts_with("<b>") && page.ends_with("sebelah"));
        }
        assert!(page(&list).ends_with("\n…"));
    }

    #[test]
    fn one_endless_line_is_cut_not_refused() {
        let said = Said::plain("😀".repeat(3000));
        let page = page(&said);
        assert!(page.encode_utf16().count() <= LONGEST && page.ends_with('…'));
        assert_eq!(pages(&Said::nothing()), Vec::<String>::new());
    }
}
