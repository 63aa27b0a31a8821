//! How many ways a bill is cut, when the message says so and names no share.

use super::span::{Figure, Role, Span};

/// What an amount is to be divided by: `ber4 habis 240rb bagi rata`, `separo dibayar temen`.
pub(super) fn of(spans: &[Span], at: usize, alone: bool) -> Option<i64> {
    let price: &Figure = spans.get(at)?.money()?;
    let settled =
        spans.iter().filter_map(Span::money).any(|figure| matches!(figure.role, Role::Aside | Role::Before));
    if !alone || settled || !matches!(price.role, Role::Price | Role::Total) {
        return None;
    }
    halved(spans, at).then_some(2).or_else(|| parted(spans, at).then(|| people(spans)).flatten())
}

/// Whether someone else bears the other half, or half of it is all that was asked for.
fn halved(spans: &[Span], price: usize) -> bool {
    const HALF: &[&str] =
        &["separo", "separuh", "setengah", "setengahnya", "separonya", "separuhnya", "setengahe", "separone"];
    const BORNE: &[&str] =
        &["bayar", "ditanggung", "keringanan", "potongan", "dipotong", "ditutup", "dicover"];
    let near = |at: usize| {
        let around = at.saturating_sub(2)..(at + 3).min(spans.len());
        spans[around].iter().any(|span| span.is_word(BORNE))
    };
    spans.iter().enumerate().skip(price).any(|(at, span)| span.is_word(HALF) && near(at))
}

/// Whether everybody paid the same.
fn parted(spans: &[Span], price: usize) -> bool {
    spans.windows(2).enumerate().any(|(at, pair)| {
        // "Grab 48rb patungan bertiga" divides; "patungan bertiga 50rb" is what one gave.
        let joint = at > price
            && pair[0].is_word(&["patungan", "urunan"])
            && (number(&pair[1]).is_some() || heads(&pair[1]).is_some());
        joint
            || pair[0].is_word(&["bagi", "dibagi", "split", "dibagi2"])
                && (pair[1].is_word(&["rata", "bill", "bertiga", "berdua", "berempat"])
                    || number(&pair[1]).is_some())
            || pair[0].is_word(&["bayar", "bayarnya"])
                && pair[1].is_word(&["masing-masing", "sendiri-sendiri", "sendiri2"])
    })
}

/// How many were there: `bertiga`, `ber4`, `4 orang`.
fn people(spans: &[Span]) -> Option<i64> {
    let counted = spans.iter().enumerate().find_map(|(at, span)| {
        let ber = at.checked_sub(1).is_some_and(|before| spans[before].is_word(&["ber"]));
        if ber { whole(span) } else { heads(span) }
    });
    spans.iter().find_map(number).or(counted)
}

/// `10 orang`, `5 kamar`.
fn heads(span: &Span) -> Option<i64> {
    const SHARERS: &[&str] = &["orang", "org", "orng", "kamar", "rumah", "keluarga", "anak"];
    whole(span).filter(|_| {
        span.figure().and_then(|figure| figure.unit.as_deref()).is_some_and(|unit| SHARERS.contains(&unit))
    })
}

/// As many as may share a bill.
fn whole(span: &Span) -> Option<i64> {
    let figure = span.figure()?;
    let count = figure.milli / 1_000;
    (figure.milli % 1_000 == 0 && (2..=50).contains(&count)).then_some(count)
}

/// `bertiga`, `ber4`.
pub(super) fn number(span: &Span) -> Option<i64> {
    Some(match span.word()? {
        "berdua" => 2,
        "bertiga" => 3,
        "berempat" => 4,
        "berlima" => 5,
        "berenam" => 6,
        "bertujuh" => 7,
        "berdelapan" => 8,
        "bersembilan" => 9,
        "bersepuluh" => 10,
        word => return word.strip_prefix("ber")?.parse().ok().filter(|people| (2..=50).contains(people)),
    })
}
