//! What a record is called: the part's own words, without amount, wallet and date.

use super::span::{Means, Role, Sense, Span};
use super::terms::BEFORE_WALLET;
use super::transfer::leads;
use super::words::Words;
use crate::ledger::Transaction;

/// Words that say nothing at either end of a name.
pub(super) const ENDS: &[&str] = &[
    "beli",
    "untuk",
    "aku",
    "saya",
    "gue",
    "gw",
    "dan",
    "sama",
    "terus",
    "plus",
    "tadi",
    "harga",
    "total",
    "jadi",
    "rp",
    "sebesar",
    "cuma",
    "hanya",
    "aja",
    "saja",
    "ya",
    "yaa",
    "sih",
    "deh",
    "dong",
    "nih",
    "itu",
    "ini",
    "lagi",
    "juga",
    "udah",
    "sudah",
    "udh",
    "sdh",
    "dah",
    "kena",
    "yang",
    "yg",
    "catat",
    "tolong",
    "tlg",
    "sekitar",
    "seharga",
    "senilai",
    "per",
    "masing-masing",
    "pake",
    "via",
    "dari",
    "dengan",
    "ke",
    "di",
    "tuku",
    "meuli",
    "bought",
    "buy",
    "spent",
    "keluar",
    "habis",
    "abis",
    "an",
    "baru",
    "barusan",
    "eh",
    "bukan",
    "tapi",
    "salah",
    "maksudnya",
    "kurang",
    "lebih",
    "semua",
    "masuk",
    "diskon",
    "kembalian",
    "saldo",
    "sisa",
    "x",
    "nominal",
    "pada",
    "on",
    "the",
    "a",
    "i",
    "beliin",
    "nya",
];

/// The name of a part; empty when it has no words of its own.
pub(super) fn describe(words: &Words, spans: &[Span]) -> String {
    let mut kept = vec![true; spans.len()];
    for (at, span) in spans.iter().enumerate() {
        kept[at] = match &span.sense {
            Sense::Word(_) => true,
            Sense::Figure(figure) => {
                matches!(figure.means, Means::Count | Means::Percent | Means::Label)
                    && figure.unit.as_deref() != Some("%")
            }
            Sense::Sign(sign) => matches!(sign, ',' | '&' | '+' | '/' | '-' | '\''),
            Sense::Day { .. } | Sense::Break => false,
            Sense::Wallet(_) => {
                drop_lead(spans, &mut kept, at);
                false
            }
        };
        if matches!(&span.sense, Sense::Figure(figure) if figure.means <= Means::Bare && figure.role == Role::Unit)
            && spans.get(at + 1).is_some_and(|next| next.is_sign('/') || next.is_word(&["per"]))
        {
            // Its "/porsi" goes with the price.
            drop_unit(&mut kept, at);
        }
    }
    let mut from = 0;
    let mut to = spans.len();
    let empty = |at: usize, kept: &[bool]| {
        !kept[at] || spans[at].is_word(ENDS) || matches!(spans[at].sense, Sense::Sign(_))
    };
    while from < to && empty(from, &kept) {
        from += 1;
    }
    while to > from && empty(to - 1, &kept) {
        to -= 1;
    }
    let mut text = String::new();
    let mut last_end = None;
    for at in from..to {
        if !kept[at] {
            continue;
        }
        let written = words.written(&spans[at].tokens);
        let glued = last_end == Some(spans[at].tokens.start)
            && words.tokens.get(spans[at].tokens.start).is_some_and(|token| token.glued);
        if !text.is_empty() && !glued && !matches!(spans[at].sense, Sense::Sign(',')) {
            text.push(' ');
        }
        text.push_str(written);
        last_end = Some(spans[at].tokens.end);
    }
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    titled(text.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != ')'))
}

/// A preposition and its fillers before a wallet go with the wallet.
fn drop_lead(spans: &[Span], kept: &mut [bool], wallet: usize) {
    let mut at = wallet;
    while at > 0 && wallet - at < 4 {
        at -= 1;
        if leads(&spans[at]) && !spans[at].is_word(&["bayar", "topup", "isi", "diskon", "masuk"]) {
            kept[at..wallet].fill(false);
            return;
        }
        if !spans[at].is_word(BEFORE_WALLET) {
            return;
        }
    }
}

fn drop_unit(kept: &mut [bool], price: usize) {
    for slot in kept.iter_mut().skip(price + 1).take(2) {
        *slot = false;
    }
}

/// First letter upper case, no longer than a record holds.
pub(super) fn titled(text: &str) -> String {
    let mut letters = text.chars().take(Transaction::MAX_DESCRIPTION);
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
