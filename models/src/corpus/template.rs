//! The notation of frames and slot entries: text, `{slot}` and `[this|that]`.

/// A message's or an entry's parts in order.
pub(super) type Template = Vec<Part>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Text(String),
    /// One of these, evenly.
    Choice(Vec<Template>),
    Money {
        style: Style,
        sum: Sum,
        /// `{amount:10k-2m}`: from, to.
        range: Option<(i64, i64)>,
    },
    Word {
        name: String,
        index: u8,
        presence: Presence,
    },
}

/// How an amount is written in a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `{amount}`: any way people write one.
    Any,
    /// `{bare}`: thousands without a unit.
    Bare,
    /// `{times}`: so many of so much.
    Times,
}

/// `{name}` is filled as its list says, `{name?}` every other time, `{name!}` always.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    Usual,
    Half,
    Always,
}

/// `amount+amount2*3-amount4`: factors of the numbered amounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sum(pub(super) Vec<(i64, u8)>);

impl Sum {
    pub(super) fn has(&self, index: u8) -> bool {
        self.0.iter().any(|(_, other)| *other == index)
    }
}

/// Reads a message or an entry.
pub(super) fn parse(written: &str) -> Result<Template, String> {
    let mut rest = written;
    let parts = parts(&mut rest)?;
    if rest.is_empty() { Ok(parts) } else { Err(format!("unmatched `{rest}`")) }
}

/// Up to the end or to a `|` or `]` of a choice around it.
fn parts(rest: &mut &str) -> Result<Template, String> {
    let mut parts = Vec::new();
    while let Some(first) = rest.chars().next() {
        match first {
            '|' | ']' => break,
            '{' => {
                let (inner, after) = rest[1..].split_once('}').ok_or("`{` without `}`")?;
                parts.push(slot(inner)?);
                *rest = after;
            }
            '[' => {
                let mut ways = Vec::new();
                loop {
                    *rest = &rest[1..];
                    ways.push(self::parts(rest)?);
                    match rest.chars().next() {
                        Some('|') => {}
                        Some(']') => break,
                        _ => return Err("`[` without `]`".to_owned()),
                    }
                }
                *rest = &rest[1..];
                parts.push(Part::Choice(ways));
            }
            _ => {
                let end = rest.find(['{', '[', '|', ']']).unwrap_or(rest.len());
                parts.push(Part::Text(rest[..end].to_owned()));
                *rest = &rest[end..];
            }
        }
    }
    Ok(parts)
}

/// What stands between `{` and `}`.
pub(super) fn slot(inner: &str) -> Result<Part, String> {
    for (word, style) in [("amount", Style::Any), ("bare", Style::Bare), ("times", Style::Times)] {
        if inner.starts_with(word) {
            let (written, range) = inner.split_once(':').map_or((inner, None), |(a, b)| (a, Some(b)));
            let range = range.map(self::range).transpose()?;
            return Ok(Part::Money { style, sum: sum(written, word)?, range });
        }
    }
    let (inner, presence) = match (inner.strip_suffix('?'), inner.strip_suffix('!')) {
        (Some(inner), _) => (inner, Presence::Half),
        (_, Some(inner)) => (inner, Presence::Always),
        _ => (inner, Presence::Usual),
    };
    let name = inner.trim_end_matches(|c: char| c.is_ascii_digit());
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_lowercase() || c == '-') {
        return Err(format!("`{{{inner}}}` is no slot"));
    }
    Ok(Part::Word { name: name.to_owned(), index: index(&inner[name.len()..])?, presence })
}

/// A slot's number; none is 1.
fn index(written: &str) -> Result<u8, String> {
    if written.is_empty() {
        Ok(1)
    } else {
        written.parse().map_err(|_| format!("`{written}` is no slot's number"))
    }
}

fn sum(written: &str, word: &str) -> Result<Sum, String> {
    let mut terms = Vec::new();
    for (at, part) in written.replace('-', "+-").split('+').enumerate() {
        let (sign, part) = part.strip_prefix('-').map_or((1, part), |part| (-1, part));
        let (name, factor) = part.split_once('*').unwrap_or((part, "1"));
        // Only the first word says how the sum is written; the others name amounts.
        let number = name.strip_prefix(if at == 0 { word } else { "amount" });
        let number = number.ok_or(format!("`{name}` is no amount"))?;
        let factor: i64 = factor.parse().map_err(|_| format!("`{factor}` is no factor"))?;
        terms.push((sign * factor, index(number)?));
    }
    Ok(Sum(terms))
}

/// `10k-2m`.
pub(super) fn range(written: &str) -> Result<(i64, i64), String> {
    let wrong = || format!("`{written}` is no range like 10k-2m");
    let (low, high) = written.split_once('-').ok_or_else(wrong)?;
    let number = |written: &str| {
        let (digits, unit) = match (written.strip_suffix('k'), written.strip_suffix('m')) {
            (Some(digits), _) => (digits, 1_000),
            (_, Some(digits)) => (digits, 1_000_000),
            _ => (written, 1),
        };
        Some(digits.parse::<i64>().ok()? * unit)
    };
    match (number(low), number(high)) {
        (Some(low), Some(high)) if 0 < low && low < high => Ok((low, high)),
        _ => Err(wrong()),
    }
}
