//! What the net chooses among. The manifest beside the weights names the same labels in the same order.

use crate::message::{Cue, Flow, Kind};

/// What a whole message may be: a transaction, a question about the data, or no record for one of the reasons.
pub(crate) const VERDICTS: [(&str, Kind, Option<Cue>); 17] = [
    ("transaction", Kind::Transaction, None),
    ("query", Kind::Query, Some(Cue::Question)),
    ("chat", Kind::Other, Some(Cue::Chat)),
    ("wish", Kind::Other, Some(Cue::Wish)),
    ("plan", Kind::Other, Some(Cue::Plan)),
    ("budget", Kind::Other, Some(Cue::Budget)),
    ("goal", Kind::Other, Some(Cue::Goal)),
    ("reminder", Kind::Other, Some(Cue::Reminder)),
    ("promise", Kind::Other, Some(Cue::Promise)),
    ("cancelled", Kind::Other, Some(Cue::Cancelled)),
    ("hypothetical", Kind::Other, Some(Cue::Hypothetical)),
    ("question", Kind::Other, Some(Cue::Question)),
    ("quote", Kind::Other, Some(Cue::Quote)),
    ("balance", Kind::Other, Some(Cue::BalanceReport)),
    ("owed", Kind::Other, Some(Cue::Owed)),
    ("advert", Kind::Other, Some(Cue::Advert)),
    ("hearsay", Kind::Other, Some(Cue::Hearsay)),
];

/// What one item may be: which way the money went, and the category's slug.
pub(crate) const CLASSES: [(Flow, &str); 24] = [
    (Flow::Expense, "makanan"),
    (Flow::Expense, "transportasi"),
    (Flow::Expense, "tagihan"),
    (Flow::Expense, "rumah-tangga"),
    (Flow::Expense, "belanja"),
    (Flow::Expense, "kesehatan"),
    (Flow::Expense, "pendidikan"),
    (Flow::Expense, "hiburan"),
    (Flow::Expense, "perawatan-diri"),
    (Flow::Expense, "keluarga"),
    (Flow::Expense, "donasi"),
    (Flow::Expense, "hewan"),
    (Flow::Expense, "tabungan"),
    (Flow::Expense, "utang"),
    (Flow::Expense, "lainnya"),
    (Flow::Income, "gaji"),
    (Flow::Income, "bonus"),
    (Flow::Income, "usaha"),
    (Flow::Income, "hasil-investasi"),
    (Flow::Income, "hadiah"),
    (Flow::Income, "refund"),
    (Flow::Income, "pemasukan-lain"),
    (Flow::Income, "utang"),
    (Flow::Transfer, "transfer"),
];

/// Where a verdict stands among [`VERDICTS`].
pub(crate) fn verdict_of(kind: Kind, cue: Option<Cue>) -> usize {
    let exact = VERDICTS.iter().position(|(_, other, reason)| *other == kind && *reason == cue);
    exact.or_else(|| VERDICTS.iter().position(|(_, other, _)| *other == kind)).unwrap_or(0)
}

/// Where a class stands among [`CLASSES`]; one that is not there is what fits nowhere.
pub(crate) fn class_of(flow: Flow, category: &str) -> usize {
    let exact = CLASSES.iter().position(|(other, slug)| *other == flow && *slug == category);
    exact.unwrap_or(match flow {
        Flow::Expense => 14,
        Flow::Income => 21,
        Flow::Transfer => 23,
    })
}

/// A class as the corpus writes it: `-makanan`, `+gaji`, `>transfer`.
#[cfg(feature = "train")]
pub(crate) fn class_written(written: &str) -> Option<usize> {
    let (sign, slug) = written.split_at_checked(1)?;
    let flow = match sign {
        "-" => Flow::Expense,
        "+" => Flow::Income,
        ">" => Flow::Transfer,
        _ => return None,
    };
    CLASSES.iter().position(|(other, name)| *other == flow && *name == slug)
}

/// A verdict by its name.
#[cfg(feature = "train")]
pub(crate) fn verdict_written(name: &str) -> Option<usize> {
    VERDICTS.iter().position(|(other, _, _)| *other == name)
}
