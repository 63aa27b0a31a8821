//! What a browser says of an error, without what a person may have written: texts in quotes, figures, and all of an
//! address but which page it is.

use super::{BrowserError, MetIn, Mishap};

/// As long as each part may be, in letters.
const MOST: usize = 200;

/// The error as it is kept, and its page.
pub(super) fn washed(said: &BrowserError) -> (Mishap, Option<String>) {
    let kind: String = said.kind.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
    let met = Mishap {
        source: MetIn::Browser,
        kind: if kind.is_empty() { "Error".to_owned() } else { kind },
        message: message(&said.message),
        place: place(&said.stack).unwrap_or_default(),
    };
    (met, Some(page(&said.page)).filter(|page| !page.is_empty()))
}

/// Quoted texts become `…`, runs of digits `#`.
fn message(said: &str) -> String {
    let (mut clean, mut closes) = (String::new(), None);
    for letter in said.chars() {
        match (closes, letter) {
            (Some(end), letter) if letter == end => {
                clean.push('…');
                clean.push(letter);
                closes = None;
            }
            (Some(_), _) => {}
            (None, '"' | '`') => {
                clean.push(letter);
                closes = Some(letter);
            }
            // An apostrophe inside a word opens nothing.
            (None, '\'') if !clean.ends_with(char::is_alphanumeric) => {
                clean.push(letter);
                closes = Some(letter);
            }
            (None, '“') => {
                clean.push(letter);
                closes = Some('”');
            }
            (None, letter) if letter.is_numeric() => {
                if !clean.ends_with('#') {
                    clean.push('#');
                }
            }
            (None, letter) if letter.is_control() => clean.push(' '),
            (None, letter) => clean.push(letter),
        }
    }
    clean.chars().take(MOST).collect()
}

/// The first line of a stack that names a place in a script: the script's name without its hash, line and column.
fn place(stack: &str) -> Option<String> {
    stack.lines().take(30).find_map(|line| {
        let end = line.trim_end().trim_end_matches(')');
        let (rest, column) = end.rsplit_once(':')?;
        let (address, row) = rest.rsplit_once(':')?;
        let is_number =
            |text: &str| (1..=7).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(row) || !is_number(column) {
            return None;
        }
        let file = address.rsplit(['/', '(', '@', ' ']).next()?;
        let file = file.split(['?', '#']).next()?;
        let ending = file.rsplit_once('.').map(|(_, ending)| ending);
        let is_script = matches!(ending, Some("js" | "ts" | "svelte"));
        is_script.then(|| format!("{}:{row}:{column}", without_hash(file)))
    })
}

/// `index-B4x8Zq1_.js` is `index.js` in every version.
fn without_hash(file: &str) -> String {
    let file: String =
        file.chars().filter(|letter| letter.is_ascii_alphanumeric() || "-_.".contains(*letter)).collect();
    let Some((name, ending)) = file.rsplit_once('.') else { return file };
    match name.char_indices().rev().nth(8) {
        Some((at, '-')) => format!("{}.{ending}", &name[..at]),
        _ => format!("{name}.{ending}"),
    }
    .chars()
    .take(MOST)
    .collect()
}

/// `/transactions/:id`: words of the app's own, and nothing after them.
fn page(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let parts = path.split('/').filter(|part| !part.is_empty()).take(6).map(|part| {
        let is_word = part.len() <= 24 && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        if is_word { part } else { ":id" }
    });
    let path: String = parts.flat_map(|part| ["/", part]).collect();
    if path.is_empty() && address.starts_with('/') { "/".to_owned() } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_person_wrote_is_left_of_a_message() {
        let rows = [
            (
                r#"Unexpected token 'b', "beli bakso 15rb" is not valid JSON"#,
                r#"Unexpected token '…', "…" is not valid JSON"#,
            ),
            (
                "Cannot read properties of undefined (reading 'wallet')",
                "Cannot read properties of undefined (reading '…')",
            ),
            ("can't find 01M2XKQH3 of 15000", "can't find #M#XKQH# of #"),
            ("“rahasia", "“"),
            ("satu\ndua", "satu dua"),
        ];
        for (said, kept) in rows {
            assert_eq!(message(said), kept);
        }
        assert_eq!(message(&"x".repeat(5_000)).chars().count(), 200);
    }

    #[test]
    fn a_place_is_the_script_s_in_every_browser_and_version() {
        let rows = [
            (
                "TypeError: x\n    at f (https://duit.example/assets/index-B4x8Zq1_.js:1:2345)\n    at g (…)",
                Some("index.js:1:2345"),
            ),
            ("f@http://192.168.1.7:8080/assets/Home-abcdefgh.js:3:4\n", Some("Home.js:3:4")),
            ("    at https://duit.example/sw.js:10:2", Some("sw.js:10:2")),
            ("Error: beli bakso:15:000", None),
            ("", None),
        ];
        for (stack, kept) in rows {
            assert_eq!(place(stack).as_deref(), kept, "{stack}");
        }
    }

    #[test]
    fn a_page_is_told_without_what_it_was_about() {
        let rows = [
            ("/transactions/01M2XM0A4E8S6W3Q1Z9X7C5V2B?q=bakso", "/transactions/:id"),
            ("/search#gaji", "/search"),
            ("/", "/"),
            ("", ""),
        ];
        for (address, kept) in rows {
            assert_eq!(page(address), kept);
        }
    }
}
