//! Sums inside a message: `2x25rb`, `3 @5000`, `15rb+5rb`, `150rb dibagi 3`, `50-60rb`.

use super::item::is_content;
use super::span::{Figure, Means, Role, Sense, Span};

const SHARERS: &[&str] = &["orang", "org", "orng", "kamar", "rumah", "keluarga", "kepala", "anak"];

/// Nobody buys more pieces than this in one message; a larger "count" is something else.
const MOST_PIECES: i64 = 1_000_000;

/// Joins the figures that are one amount together. Every span is looked at a fixed number of times.
pub(super) fn apply(spans: Vec<Span>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    let mut rest = spans.into_iter().peekable();
    while let Some(span) = rest.next() {
        out.push(span);
        while reduce(&mut out, rest.peek()) {}
    }
    units(&mut out);
    out
}

/// One step at the end of the row; true when something was joined.
fn reduce(out: &mut Vec<Span>, next: Option<&Span>) -> bool {
    let Some((last, before)) = out.split_last() else { return false };
    let Some(figure) = last.figure() else { return false };
    // 25rb 2x, 2x 25rb: the times stand beside the amount.
    if let Some(first) = before.last().and_then(Span::figure) {
        if is_times(figure) && is_money(first) && next.is_none_or(|next| next.figure().is_none()) {
            return join(out, 2, product(first, figure));
        }
        if is_times(first) && is_money(figure) {
            return join(out, 2, product(figure, first));
        }
        return false;
    }
    let [.., first, operator] = before else { return false };
    // "60rb, dibagi 4": the bill's comma parts nothing.
    let paused = first.is_sign(',') && operator.is_word(&["dibagi", "dibagi2"]);
    let (first, count) = match before {
        [.., bill, _, _] if paused => (bill, 4),
        _ => (first, 3),
    };
    let Some(first) = first.figure() else { return false };
    let operator = match &operator.sense {
        Sense::Word(word) => word.as_str(),
        Sense::Sign('*') => "x",
        Sense::Sign('@') => "@",
        Sense::Sign('+') => "+",
        Sense::Sign('=') => "=",
        Sense::Sign('/' | ':') => "/",
        Sense::Sign('-' | '~') => "-",
        _ => return false,
    };
    let joined = match operator {
        "x" | "kali" | "@" | "masing-masing" | "masing" | "each" | "satuannya" | "per" => {
            times(first, figure, operator)
        }
        "+" | "plus" => plus(before, first, figure, next),
        "=" => (is_money(first) && first.minor == figure.minor).then(|| first.clone()),
        "/" | "dibagi" | "bagi" | "dibagi2" | "split" => shared(first, figure),
        "kurang" => short(first, figure),
        "-" | "sampai" | "sampe" | "smpe" | "hingga" | "smp" => range(first, figure),
        _ => None,
    };
    join(out, count, joined)
}

fn join(out: &mut Vec<Span>, count: usize, joined: Option<Figure>) -> bool {
    let Some(figure) = joined else { return false };
    let (Some(end), Some(first)) = (out.last().map(|span| span.tokens.end), out.len().checked_sub(count))
    else {
        return false;
    };
    out.truncate(first + 1);
    if let Some(span) = out.last_mut() {
        span.tokens.end = end;
        span.sense = Sense::Figure(figure);
    }
    true
}

fn is_money(figure: &Figure) -> bool {
    figure.means <= Means::Fair
}

fn is_times(figure: &Figure) -> bool {
    figure.means == Means::Count && matches!(figure.unit.as_deref(), Some("x" | "kali")) && figure.milli > 0
}

fn is_count(figure: &Figure) -> bool {
    matches!(figure.means, Means::Bare | Means::Count)
        && figure.milli > 0
        && figure.milli <= MOST_PIECES * 1_000
}

fn times(first: &Figure, second: &Figure, operator: &str) -> Option<Figure> {
    if operator == "per" {
        return None;
    }
    if is_money(first) && is_count(second) && matches!(operator, "x" | "kali") {
        return product(first, second);
    }
    if !is_count(first) || !is_money(second) && second.means != Means::Bare {
        return None;
    }
    product(&coins(second, first), first)
}

/// `120 lembar @250`: of so many pieces each costs coins, not hundreds of thousands.
fn coins(amount: &Figure, count: &Figure) -> Figure {
    let coin = amount.means == Means::Bare
        && (50_000..1_000_000).contains(&amount.milli)
        && amount.milli % 50_000 == 0
        && count.milli >= 10_000;
    if coin { Figure { minor: amount.milli / 1_000, other: None, ..amount.clone() } } else { amount.clone() }
}

/// An amount as many times as a count says; none when it is no whole number.
pub(super) fn product(amount: &Figure, count: &Figure) -> Option<Figure> {
    let of = |minor: i64| {
        let exact = i128::from(minor) * i128::from(count.milli);
        (exact % 1_000 == 0).then(|| i64::try_from(exact / 1_000).ok()).flatten()
    };
    let minor = of(amount.minor).filter(|minor| *minor > 0)?;
    Some(Figure { minor, other: amount.other.and_then(of), role: Role::Price, ..amount.clone() })
}

/// `15rb+5rb` is one amount, unless each side has a thing of its own.
fn plus(before: &[Span], first: &Figure, second: &Figure, next: Option<&Span>) -> Option<Figure> {
    let named_before = before.len() > 2 && is_content(&before[before.len() - 3]);
    let named_after = next.is_some_and(|next| {
        next.word().is_some() && !next.is_word(&["pake", "via", "dari", "total", "jadi", "untuk"])
    });
    if !is_money(first)
        || !is_money(second)
        || first.currency != second.currency
        || named_before && named_after
    {
        return None;
    }
    Some(Figure { minor: first.minor.checked_add(second.minor)?, ..first.clone() })
}

fn shared(first: &Figure, second: &Figure) -> Option<Figure> {
    let people = second.milli / 1_000;
    if !is_money(first) || !is_count(second) || second.milli % 1_000 != 0 || !(2..=100).contains(&people) {
        return None;
    }
    let (minor, rest) = (first.minor / people, first.minor % people);
    (rest == 0 && second.unit.as_deref().is_none_or(|unit| SHARERS.contains(&unit))).then(|| Figure {
        minor,
        milli: minor.saturating_mul(1_000),
        ..first.clone()
    })
}

/// `sejuta kurang lima puluh ribu`: a little less than a round amount.
fn short(first: &Figure, second: &Figure) -> Option<Figure> {
    let little = second.minor.checked_mul(5).is_some_and(|five| five <= first.minor);
    (is_money(first) && is_money(second) && little)
        .then(|| Figure { minor: first.minor - second.minor, ..first.clone() })
}

/// `50-60rb`: the lower end, with the upper one as the other thing it may mean.
fn range(first: &Figure, second: &Figure) -> Option<Figure> {
    let bare = |figure: &Figure| matches!(figure.means, Means::Bare | Means::Count) && figure.unit.is_none();
    if bare(first) && !is_money(second) {
        return Some(Figure { means: Means::Count, ..second.clone() });
    }
    if !is_money(second) {
        return None;
    }
    let scale = if second.minor >= 1_000_000 { 1_000_000 } else { 1_000 };
    let low = if bare(first) { first.milli.checked_mul(scale)? / 1_000 } else { first.minor };
    if low >= second.minor || low == 0 || !(bare(first) || is_money(first)) {
        return None;
    }
    Some(Figure { minor: low, other: Some(second.minor), ..second.clone() })
}

/// Marks the prices of one piece: `@15rb`, `15rb/kg`, `15rb per porsi`, `sebungkus 10rb`.
fn units(spans: &mut [Span]) {
    for at in 0..spans.len() {
        if spans[at].money().is_none() {
            continue;
        }
        let after = |by: usize| spans.get(at + by);
        let before = at.checked_sub(1).and_then(|before| spans.get(before));
        let per =
            after(1).is_some_and(|span| span.is_sign('/') || span.is_word(&["per", "tiap", "setiap", "an"]));
        let unit = if before
            .is_some_and(|span| span.is_sign('@') || span.is_word(&["masing-masing", "masing", "satuannya"]))
        {
            Some(String::new())
        } else if per {
            after(2).and_then(Span::word).map(|unit| plain_unit(unit).to_owned())
        } else {
            after(1)
                .and_then(Span::word)
                .and_then(one_of)
                .or_else(|| before.and_then(Span::word).and_then(one_of))
        };
        if let (Some(unit), Some(figure)) = (unit, spans[at].figure_mut()) {
            figure.role = Role::Unit;
            figure.unit = Some(unit);
        }
    }
}

/// `sekilo`, `sekilonya` and `perkilo` name the unit `kilo`.
fn one_of(word: &str) -> Option<String> {
    const PIECES: &[&str] = &[
        "kilo", "kg", "liter", "bungkus", "biji", "porsi", "buah", "botol", "gelas", "kotak", "piring",
        "lembar", "ekor", "pcs", "orang", "potong", "butir", "tusuk", "ikat", "pasang", "dus", "pak",
        "meter", "hari", "malam", "bulan", "minggu", "tahun", "jam", "sisir", "sachet", "karung", "galon",
        "tabung", "kaleng", "ons", "unit", "set", "tiket", "kali",
    ];
    let rest = word.strip_prefix("per").or_else(|| word.strip_prefix("se"))?;
    let rest = rest.strip_suffix("nya").unwrap_or(rest);
    PIECES.contains(&rest).then(|| plain_unit(rest).to_owned())
}

/// Units with several names under one.
pub(super) fn plain_unit(unit: &str) -> &str {
    match unit {
        "kg" | "kilogram" | "kl" => "kilo",
        "ltr" | "lt" | "l" | "literan" => "liter",
        "bks" | "bngks" | "bgks" => "bungkus",
        "bj" | "bji" => "biji",
        "prsi" => "porsi",
        "bh" => "buah",
        "btl" => "botol",
        "gls" => "gelas",
        "org" | "orng" | "wong" | "pax" => "orang",
        "lbr" => "lembar",
        "bln" => "bulan",
        "mlm" => "malam",
        "hr" => "hari",
        "thn" | "th" => "tahun",
        "mgg" => "minggu",
        "pc" | "pieces" => "pcs",
        other => other,
    }
}
