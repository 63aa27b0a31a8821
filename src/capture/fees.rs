//! Fees said beside what they are for: `admin 1500`, `ongkir 8rb`, `biaya layanan 2rb`.

use super::span::{Means, Role, Sense, Span};

/// Each is a fee by itself.
const FEES: &[&str] = &[
    "ongkir",
    "ongkirnya",
    "ongkirr",
    "ongkirna",
    "admin",
    "admn",
    "adminya",
    "layanan",
    "ppn",
    "pb1",
    "packing",
    "packingnya",
    "ongkr",
    "ongkirny",
    "ongkire",
    "denda",
    "dendanya",
];
/// A cost, which is a fee when what follows says so.
const COSTS: &[&str] = &["biaya", "ongkos", "jasa", "platform", "service", "charge", "admin"];
const OF: &[&str] = &[
    "kirim",
    "admin",
    "layanan",
    "transfer",
    "aplikasi",
    "penanganan",
    "pengiriman",
    "packing",
    "antar",
    "platform",
    "platformnya",
    "pemesanan",
    "handling",
    "app",
    "charge",
    "aplikasinya",
    "kurir",
];
/// A share of the price added to it.
const TAXES: &[&str] = &["pajak", "tax", "service", "servis", "layanan"];
const BETWEEN: &[&str] = &[
    "telat",
    "keterlambatan",
    "kena",
    "nya",
    "sebesar",
    "rp",
    "cuma",
    "hanya",
    "lagi",
    "sebanyak",
    "sekitar",
];
/// Words that say the fee is in the price already.
const WITHIN: &[&str] =
    &["termasuk", "udah", "sudah", "include", "incl", "udh", "sdh", "inc", "gratis", "free"];
/// What comes in does not have what it costs added to it.
const COMES: &[&str] =
    &["bunga", "gaji", "gajian", "terima", "dapat", "dapet", "cair", "honor", "bonus", "hasil", "masuk"];
const MOVES: &[&str] =
    &["transfer", "tarik", "topup", "masukin", "setor", "pindah", "isi", "up", "kirim", "atm"];
const MOVING_COSTS: &[&str] =
    &["kena", "biaya", "ongkos", "charge", "potong", "potongan", "dipotong", "kepotong"];
/// A fee for moving money is never more than this.
pub(super) const MOST_FOR_MOVING: i64 = 25_000;

/// Gives the fees their role when there is something in the message that they are for.
pub(super) fn apply(spans: &mut [Span], amounts: &[usize]) {
    let mut home: Option<usize> = None;
    for (index, &at) in amounts.iter().enumerate() {
        let Some(figure) = spans[at].money() else { continue };
        if !matches!(figure.role, Role::Price | Role::Unit)
            || figure.means == Means::Bare && figure.milli < 1_000
        {
            if figure.role == Role::Total && home.is_none() {
                home = Some(at);
            }
            continue;
        }
        let next = amounts.get(index + 1).copied();
        let fee = named(spans, at).or_else(|| moved(spans, home, at));
        let Some(fee) = fee else {
            home = Some(at);
            continue;
        };
        let role = match home {
            Some(home) if fee.is_for(spans, home, at) => Role::Fee,
            None if next.is_some_and(|next| leads(spans, fee.start, at, next)) => Role::Fee,
            _ => {
                home = Some(at);
                continue;
            }
        };
        let within = spans[fee.start.saturating_sub(2)..fee.start].iter().any(|span| span.is_word(WITHIN));
        if let Some(figure) = spans[at].figure_mut() {
            figure.role = if within { Role::Aside } else { role };
        }
    }
}

struct Fee {
    /// Where its words start.
    start: usize,
    /// A tax, which is less than what it is on.
    tax: bool,
}

impl Fee {
    fn is_for(&self, spans: &[Span], home: usize, at: usize) -> bool {
        let (Some(whole), Some(fee)) = (spans[home].money(), spans[at].money()) else { return false };
        let near = home.saturating_sub(4).max(self.start.saturating_sub(16));
        let comes = spans[near..self.start].iter().any(|span| span.is_word(COMES))
            && !spans[home.saturating_sub(8)..home].iter().any(|span| span.is_word(MOVES));
        whole.currency == fee.currency && !comes && (!self.tax || fee.minor.saturating_mul(4) <= whole.minor)
    }
}

/// A fee said before what it is for: on the same line, and not as a thing that was paid by itself.
fn leads(spans: &[Span], start: usize, at: usize, next: usize) -> bool {
    let own = start.checked_sub(1).is_some_and(|before| spans[before].is_word(&["bayar"]));
    !own && next - at <= 8
        && !spans[at..next].iter().any(|span| span.sense == Sense::Break)
        && spans[next].money().is_some_and(|figure| figure.role != Role::Total)
        && spans[at + 1..next].iter().any(|span| span.word().is_some())
}

/// The fee whose name stands right before an amount.
fn named(spans: &[Span], at: usize) -> Option<Fee> {
    let mut tax = false;
    let mut cursor = at;
    for _ in 0..4 {
        let before = cursor.checked_sub(1)?;
        let span = &spans[before];
        let cost = before.checked_sub(1).is_some_and(|at| spans[at].is_word(COSTS));
        if span.is_word(OF) && cost {
            return Some(Fee { start: before - 1, tax });
        }
        if span.is_word(FEES) {
            return Some(Fee { start: before - usize::from(cost), tax });
        }
        if span.is_word(TAXES) {
            return Some(Fee { start: before, tax: true });
        }
        // "18rb udah sama tip 3rb".
        let within = || spans[before.saturating_sub(2)..before].iter().any(|span| span.is_word(WITHIN));
        if span.is_word(&["tip", "tips", "tipnya"]) && within() {
            return Some(Fee { start: before, tax: false });
        }
        // "Ongkir 15rb, asuransi 1rb": the parcel's, after another fee.
        let parcel = || {
            before >= 3
                && spans[before - 3..before]
                    .iter()
                    .any(|span| span.money().is_some_and(|figure| figure.role == Role::Fee))
        };
        if span.is_word(&["asuransi", "asuransinya", "proteksi", "biaya", "jasa"]) && parcel() {
            return Some(Fee { start: before, tax: false });
        }
        let percent = span.figure().is_some_and(|figure| figure.means == Means::Percent);
        tax |= percent;
        if !(span.is_word(BETWEEN) || percent || span.is_sign(':') || span.is_sign('=')) {
            return None;
        }
        cursor = before;
    }
    None
}

/// `transfer 1jt kena 6500`, `tarik 300rb biaya 7500`.
fn moved(spans: &[Span], home: Option<usize>, at: usize) -> Option<Fee> {
    let home = home?;
    let cue = at.checked_sub(1).filter(|before| spans[*before].is_word(MOVING_COSTS))?;
    let (whole, fee) = (spans[home].money()?, spans[at].money()?);
    let moves = spans[..home].iter().rev().take(8).chain(&spans[home..at]).any(|span| span.is_word(MOVES));
    (moves && at - home <= 8 && fee.minor <= MOST_FOR_MOVING && fee.minor.saturating_mul(2) < whole.minor)
        .then_some(Fee { start: cue, tax: false })
}
