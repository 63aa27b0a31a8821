//! Amounts: which ones occur, and the ways people write them.

use fastrand::Rng;

/// Somewhere in the range, small ones as likely as large ones, rounded as prices are.
pub(super) fn draw(rng: &mut Rng, (low, high): (i64, i64)) -> i64 {
    let doublings = (high / low).ilog2();
    let base = low << rng.u32(0..=doublings);
    let raw = (base + rng.i64(0..base)).clamp(low, high);
    let step = match (raw, rng.u32(0..100)) {
        (..1_000_000, ..8) => 50,
        (..10_000, _) => 500,
        (..100_000, ..70) | (10_000..100_000, _) => 1_000,
        (..1_000_000, ..75) => 5_000,
        (..1_000_000, _) => 1_000,
        (_, ..10) => 1_250,
        (..10_000_000, ..80) => 50_000,
        (..10_000_000, _) => 10_000,
        (_, _) => 500_000,
    };
    ((raw + step / 2) / step * step).max(step)
}

/// A whole number of thousands below a million, as bare numbers stand for.
pub(super) fn draw_bare(rng: &mut Rng, (low, high): (i64, i64)) -> i64 {
    let high = high.min(950_000).max(low + 1_000);
    let thousands = draw(rng, (low.min(500_000), high)) / 1_000;
    let round = if thousands > 100 { thousands / 5 * 5 } else { thousands };
    round.max(3) * 1_000
}

/// How many of how much: a small number and a price of at least Rp500.
pub(super) fn draw_times(rng: &mut Rng, (low, high): (i64, i64)) -> (i64, i64) {
    let count = rng.i64(2..=5);
    let each = draw(rng, (low.max(1_000), (high / count).max(low.max(1_000) * 2)));
    (count, (each / 500 * 500).max(500))
}

/// One of the many ways to write an amount.
pub(super) fn write(rng: &mut Rng, value: i64) -> String {
    loop {
        let way = rng.u32(0..100);
        let written = match way {
            0..40 => short(rng, value),
            40..54 => Some(dotted(value)),
            54..64 => Some(value.to_string()),
            64..78 => Some(currency(rng, value)),
            78..86 => spelt(rng, value),
            86..90 => slang(rng, value),
            90..93 => Some(dotted(value).replace('.', ",")),
            93..95 => about(rng, value),
            95..97 => Some(format!("{},-", dotted(value))),
            _ => pieces(rng, value),
        };
        if let Some(written) = written {
            return written;
        }
    }
}

/// `2x25rb`, `3 @5000`.
pub(super) fn write_times(rng: &mut Rng, count: i64, each: i64) -> String {
    let price = if rng.bool() { short(rng, each).unwrap_or_else(|| dotted(each)) } else { dotted(each) };
    match rng.u32(0..5) {
        0 => format!("{count}x{price}"),
        1 => format!("{count} x {price}"),
        2 => format!("{count} @{price}"),
        3 => format!("{count} @ {price}"),
        _ => format!("{price} x {count}"),
    }
}

/// `15` for Rp15.000.
pub(super) fn write_bare(value: i64) -> String {
    (value / 1_000).to_string()
}

/// `15.000`.
pub(super) fn dotted(value: i64) -> String {
    let digits = value.to_string();
    let mut written = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            written.push('.');
        }
        written.push(digit);
    }
    written
}

/// `15rb`, `12,5k`, `1.5jt`.
fn short(rng: &mut Rng, value: i64) -> Option<String> {
    let (unit, units): (i64, &[&str]) = if value >= 1_000_000 && (value % 100_000 == 0 || rng.u32(0..5) == 0)
    {
        (1_000_000, &["jt", "jt", "jt", "jt", "juta", " juta", " jt", "JT", " Juta", "mio"])
    } else if value < 1_000_000 || (value < 3_000_000 && rng.u32(0..3) == 0) {
        (
            1_000,
            &[
                "rb", "rb", "rb", "rb", "rb", "k", "k", "k", "k", " ribu", "ribu", " rb", " rb", "K", "rbu",
                "rebu", " rebu", " k",
            ],
        )
    } else {
        return None;
    };
    let (whole, rest) = (value / unit, value % unit);
    let fraction = format!("{rest:0width$}", width = if unit == 1_000 { 3 } else { 6 });
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > if unit == 1_000 { 1 } else { 2 } {
        return None;
    }
    let mark = if rng.u32(0..3) == 0 { "." } else { "," };
    let number = if fraction.is_empty() { whole.to_string() } else { format!("{whole}{mark}{fraction}") };
    Some(format!("{number}{}", choose(rng, units)))
}

/// `Rp15.000`, `rp 15rb`, `IDR 15.000`.
fn currency(rng: &mut Rng, value: i64) -> String {
    let sign = choose(rng, &["Rp", "Rp", "Rp ", "Rp ", "rp", "rp ", "Rp. ", "Rp.", "RP ", "rp. ", "IDR "]);
    let number = match rng.u32(0..10) {
        0..6 => dotted(value),
        6 => value.to_string(),
        7 => format!("{},-", dotted(value)),
        8 => format!("{},00", dotted(value)),
        _ => short(rng, value).unwrap_or_else(|| dotted(value)),
    };
    format!("{sign}{number}")
}

/// `25rban`, `50an ribu`.
fn about(rng: &mut Rng, value: i64) -> Option<String> {
    if value >= 1_000_000 || value % 5_000 != 0 {
        return None;
    }
    let thousands = value / 1_000;
    Some(format!("{thousands}{}", choose(rng, &["rban", "rb-an", "ribuan", "an rb", "an ribu"])))
}

/// `1jt250rb`, `2 juta 500 ribu`.
fn pieces(rng: &mut Rng, value: i64) -> Option<String> {
    let (millions, rest) = (value / 1_000_000, value % 1_000_000);
    if millions == 0 || rest == 0 || rest % 1_000 != 0 {
        return None;
    }
    let (million, thousand) = choose(rng, &[("jt", "rb"), ("jt ", "rb"), (" juta ", " ribu"), ("jt ", "")]);
    if thousand.is_empty() && rest / 1_000 < 100 {
        return None;
    }
    Some(format!("{millions}{million}{}{thousand}", rest / 1_000))
}

/// The words of the street for round sums.
fn slang(rng: &mut Rng, value: i64) -> Option<String> {
    let word = match value {
        1_000 => choose(rng, &["seceng", "serebu"]),
        2_000 => choose(rng, &["noceng", "dua rebu"]),
        5_000 => choose(rng, &["goceng", "goceng", "lima rebu"]),
        10_000 => choose(rng, &["ceban", "ceban", "sepuluh rebu"]),
        20_000 => "noban",
        50_000 => choose(rng, &["goban", "gocap ribu"]),
        100_000 => choose(rng, &["cepek ribu", "seratus rebu"]),
        500_000 => choose(rng, &["gopek ribu", "setengah juta", "stengah juta"]),
        1_000_000 => choose(rng, &["sejuta", "sejeti"]),
        1_500_000 => choose(rng, &["sejuta setengah", "satu setengah juta"]),
        2_500_000 => "dua setengah juta",
        _ => return None,
    };
    Some(word.to_owned())
}

/// `lima belas ribu`, as dictation writes it.
fn spelt(rng: &mut Rng, value: i64) -> Option<String> {
    if value % 500 != 0 || value >= 100_000_000 || (value % 1_000 != 0 && rng.bool()) {
        return None;
    }
    let (millions, thousands, rest) = (value / 1_000_000, value / 1_000 % 1_000, value % 1_000);
    let mut words = Vec::new();
    match millions {
        0 => {}
        1 => words.push(choose(rng, &["satu juta", "sejuta"]).to_owned()),
        _ => words.push(format!("{} juta", below_thousand(millions))),
    }
    match thousands {
        0 => {}
        1 => words.push("seribu".to_owned()),
        _ => words.push(format!(
            "{} {}",
            below_thousand(thousands),
            choose(rng, &["ribu", "ribu", "ribu", "rebu", "rb"])
        )),
    }
    if rest > 0 {
        words.push(below_thousand(rest));
    }
    if rng.u32(0..5) == 0 {
        words.push("rupiah".to_owned());
    }
    Some(words.join(" "))
}

fn below_thousand(value: i64) -> String {
    const ONES: [&str; 10] =
        ["", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"];
    let one = |value: i64| {
        usize::try_from(value).ok().and_then(|value| ONES.get(value)).copied().unwrap_or_default()
    };
    let mut words: Vec<String> = Vec::new();
    match value / 100 {
        0 => {}
        1 => words.push("seratus".to_owned()),
        hundreds => words.push(format!("{} ratus", one(hundreds))),
    }
    match value % 100 {
        0 => {}
        10 => words.push("sepuluh".to_owned()),
        11 => words.push("sebelas".to_owned()),
        teen @ 12..20 => words.push(format!("{} belas", one(teen - 10))),
        small @ ..10 => words.push(one(small).to_owned()),
        rest => words.push(format!("{} puluh {}", one(rest / 10), one(rest % 10)).trim_end().to_owned()),
    }
    words.join(" ")
}

/// One of a few; they are never empty.
pub(super) fn choose<T: Copy>(rng: &mut Rng, from: &[T]) -> T {
    from[rng.usize(0..from.len())]
}
