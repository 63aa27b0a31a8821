//! Slips a person takes back in the same breath: "15rb eh 20rb", "bukan gopay tapi bca".

use super::span::{Role, Sense, Span};

const SLIPS: &[&str] = &[
    "eh",
    "ehh",
    "ehhh",
    "eeh",
    "salah",
    "ralat",
    "koreksi",
    "maksudnya",
    "maksud",
    "mksdnya",
    "maksudku",
    "mksd",
    "maaf",
    "maap",
    "sori",
    "sorry",
    "typo",
    "wait",
    "ups",
    "oops",
    "ding",
    "deng",
    "tepatnya",
    "bener",
    "benar",
    "revisi",
    "i",
    "harusnya",
    "benernya",
    "sebenernya",
    "aduh",
    "duh",
    "sory",
    "sorii",
];
/// Words that may stand in a slip without making it a thing of its own.
const FILLERS: &[&str] = &[
    "tapi",
    "bukan",
    "yang",
    "yg",
    "itu",
    "ya",
    "yaa",
    "deh",
    "aku",
    "saya",
    "gue",
    "tadi",
    "kok",
    "harga",
    "jadi",
    "pake",
    "dari",
    "ke",
    "via",
    "mean",
    "no",
    "tidak",
    "tulis",
    "ketik",
    "input",
    "kayaknya",
    "rp",
    "sih",
    "kurang",
    "lebih",
    "hehe",
    "wkwk",
    "hmm",
    "hm",
    "ternyata",
    "kebanyakan",
    "kelebihan",
    "nol",
];
/// After these an "eh" adds something: "eh sama es teh 5rb".
const ADDING: &[&str] = &[
    "sekalian", "skalian", "nambah", "sama", "dan", "plus", "juga", "lupa", "ada", "lagi", "terus", "satu",
    "belum",
];

/// Marks the amounts and wallets that were taken back.
pub(super) fn apply(spans: &mut [Span]) {
    take_back(
        spans,
        |span| span.money().is_some_and(|figure| figure.role != Role::Taken),
        |span| {
            if let Some(figure) = span.figure_mut() {
                figure.role = Role::Taken;
            }
        },
    );
    take_back(
        spans,
        |span| span.mention().is_some(),
        |span| {
            if let Sense::Wallet(mention) = &mut span.sense {
                mention.taken = true;
            }
        },
    );
    days(spans);
}

/// "Tadi siang eh kemarin siang", "kemarin eh tadi pagi ding": the day said last holds.
fn days(spans: &mut [Span]) {
    let mut earlier: Option<usize> = None;
    for at in 0..spans.len() {
        let Sense::Day { day, when } = spans[at].sense else { continue };
        if let Some(first) = earlier.filter(|first| at - first <= 6) {
            let between = &spans[first + 1..at];
            let slip = between.iter().any(|span| span.is_word(SLIPS));
            let only = between.iter().all(|span| {
                span.is_word(SLIPS) || span.is_word(FILLERS) || span.figure().is_some() || span.is_sign(',')
            });
            if slip && only {
                spans[first].sense = Sense::Day { day, when };
            }
        }
        earlier = Some(at);
    }
}

/// Walks the neighbouring pairs of one sort of span.
fn take_back(spans: &mut [Span], is_one: impl Fn(&Span) -> bool, take: impl Fn(&mut Span)) {
    let mut earlier: Option<usize> = None;
    for at in 0..spans.len() {
        if !is_one(&spans[at]) {
            continue;
        }
        if let Some(first) = earlier {
            match verdict(spans, first, at) {
                Verdict::First => take(&mut spans[first]),
                Verdict::Second => take(&mut spans[at]),
                Verdict::Both => {}
            }
        }
        let denied = matches!(&spans[at].sense, Sense::Figure(figure) if figure.role == Role::Taken);
        if !denied || earlier.is_none() {
            earlier = Some(at);
        }
    }
}

enum Verdict {
    First,
    Second,
    Both,
}

fn verdict(spans: &[Span], first: usize, second: usize) -> Verdict {
    let between = &spans[first + 1..second];
    // A slip is put right at once; what stands further away is something else.
    if between.len() > 12 || between.iter().any(|span| span.sense == Sense::Break) {
        return Verdict::Both;
    }
    let has = |words: &[&str]| between.iter().any(|span| span.is_word(words));
    let before_first = first.checked_sub(1).and_then(|at| spans.get(at));
    // "Kirain pake gopay taunya kepotong di dana".
    let guessed = spans[first.saturating_sub(3)..first]
        .iter()
        .any(|span| span.is_word(&["kirain", "kukira", "dikira", "kira"]))
        && has(&["taunya", "tahunya", "tau-taunya", "ternyata", "rupanya"]);
    if guessed && spans[first].mention().is_some() {
        return Verdict::First;
    }
    let denied = before_first.is_some_and(|span| span.is_word(&["bukan"]))
        || first >= 2
            && spans[first - 2].is_word(&["bukan"])
            && before_first.is_some_and(|span| span.word().is_some());
    let slip = has(SLIPS);
    let content = between
        .iter()
        .filter(|span| span.word().is_some() && !span.is_word(SLIPS) && !span.is_word(FILLERS))
        .count();
    let same = match (&spans[first].sense, &spans[second].sense) {
        (Sense::Figure(one), Sense::Figure(two)) => one.minor == two.minor,
        _ => false,
    };
    // "Tadi aku tulis 45rb harusnya 54rb" speaks of what was recorded; "grab 18rb, salah ketik, gojek 18rb" keeps the amount.
    let written = spans[first.saturating_sub(2)..first].iter().any(|span| {
        span.is_word(&["tulis", "nulis", "ketik", "ngetik", "catat", "catet", "input", "kutulis"])
    });
    let should = has(&["harusnya", "seharusnya", "mestinya", "bener", "benar"]);
    if written && should || same && slip && has(&["salah", "ralat", "typo"]) && content <= 2 {
        return Verdict::First;
    }
    // "Parkir 5rb deng bukan 3rb".
    let denies_second = matches!(between, [.., last] if last.is_word(&["bukan"]));
    if denies_second && has(&["ding", "deng"]) && content == 0 {
        return Verdict::Second;
    }
    if denied && (has(&["tapi", "harusnya", "melainkan"]) || content == 0) {
        return Verdict::First;
    }
    if slip && !has(ADDING) {
        // "harusnya" and "salah" alone are also ordinary words; with a thing between they say nothing.
        let said = between.iter().any(|span| {
            span.is_word(&[
                "eh",
                "ehh",
                "ehhh",
                "ralat",
                "maksudnya",
                "maksudku",
                "koreksi",
                "typo",
                "ding",
                "revisi",
            ])
        });
        return if content == 0 || said && content <= 4 { Verdict::First } else { Verdict::Both };
    }
    // "15.000 *18.000": a star marks what was written wrongly; "25rb... 27rb ternyata".
    let starred = matches!(between, [star] if star.is_sign('*'));
    let proved = content == 0
        && !between.is_empty()
        && between.iter().all(|span| !span.is_sign(','))
        && spans.get(second + 1).is_some_and(|span| span.is_word(&["ternyata"]));
    let doubted = content == 0 && has(&["bukan"]) && has(&["deh", "hmm", "hm"]);
    if starred || proved || doubted {
        return Verdict::First;
    }
    if content == 0 && has(&["bukan"]) && !slip {
        return Verdict::Second;
    }
    Verdict::Both
}
