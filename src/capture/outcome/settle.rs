//! Which of two amounts for one thing was paid: an own share of a bill, a price that was haggled down, what is left.

use super::{give, is_price, minor, one_sentence, role};
use crate::capture::item::is_content;
use crate::capture::span::{Role, Span};

/// Words that an own part, a first instalment or what was used up follows.
const SHARES: &[&str] = &[
    "bagianku",
    "bagianq",
    "bagian",
    "bagianmu",
    "punyaku",
    "punyaq",
    "jatahku",
    "jatah",
    "patunganku",
    "porsiku",
    "share",
    "kepake",
    "kepakai",
    "terpakai",
    "kepakek",
    "nyicil",
    "dicicil",
    "nyicilnya",
    "dp",
    "iuranku",
    "kebagian",
    "kebagi",
    "kucicil",
    "nyicilin",
    "dpnya",
];
/// Words that say a bill is shared or partly borne by someone else.
const SHARED: &[&str] = &[
    "patungan",
    "urunan",
    "split",
    "bagi",
    "dibagi",
    "dibagi2",
    "sharing",
    "bareng",
    "ditanggung",
    "berdua",
    "bertiga",
    "berempat",
    "berlima",
    "berenam",
    "rame-rame",
    "iuran",
    "bdd",
    "sebagian",
    "dicover",
    "ditutup",
    "subsidi",
    "joinan",
];
/// Those a share belongs to, and other small words between a cue and its amount.
const BETWEEN: &[&str] = &[
    "gw", "gue", "gua", "aku", "saya", "ku", "q", "kita", "dulu", "tadi", "baru", "nya", "sendiri", "cuma",
    "hanya", "jadi", "doang", "rp", "sebesar", "aja", "saja", "udah", "sudah", "sih", "ya", "my", "tinggal",
    "akhirnya", "harga", "seharga", "bayar", "kena", "total", "masuk", "terima", "diterima", "bersih",
    "yang", "sisa", "jadinya", "dapet", "dapat",
];
/// What is sold by its nominal.
const NOMINALS: &[&str] = &[
    "pulsa",
    "token",
    "kuota",
    "saldo",
    "voucher",
    "paket",
    "data",
    "diamond",
    "listrik",
    "indosat",
    "telkomsel",
    "simpati",
    "xl",
    "tri",
    "axis",
    "smartfren",
    "google",
];
/// Whether the second amount is what the first came to for the writer.
pub(super) fn settles(spans: &[Span], first: usize, second: usize) -> bool {
    if !matches!(
        role(spans, first),
        Some(Role::Price | Role::Unit | Role::Total | Role::Discount | Role::Before)
    ) || !matches!(role(spans, second), Some(Role::Price | Role::Unit | Role::Total))
        || !one_sentence(spans, first, second)
    {
        return false;
    }
    let (a, b) = (minor(spans, first), minor(spans, second));
    let mut cue = None;
    let mut owner = false;
    for span in spans[first + 1..second].iter().rev() {
        let Some(word) = span.word() else {
            if span.is_sign(':') || span.is_sign('=') {
                continue;
            }
            break;
        };
        if SHARES.contains(&word) {
            return b <= a;
        }
        owner |= matches!(word, "aku" | "gw" | "gue" | "gua" | "saya");
        if !BETWEEN.contains(&word) {
            break;
        }
        if matches!(word, "kena" | "bayar" | "harga" | "seharga") {
            cue = Some(word);
        }
    }
    let near = first.saturating_sub(4)..first;
    let before = &spans[near];
    let between = &spans[first + 1..second];
    let shared = before.iter().chain(between).any(|span| span.is_word(SHARED));
    let mine = spans[first + 1..second].last().is_some_and(|span| span.is_word(&["punya"]));
    if owner && cue == Some("kena") && a == b {
        return true;
    }
    if shared && (owner || mine || cue.is_some()) && b <= a {
        return true;
    }
    let content = between.iter().any(is_content);
    // "Vitamin 112rb gratis ongkir, bayar 112rb" says one amount twice.
    if a == b && cue == Some("bayar") && !names_more(between) {
        return true;
    }
    let nominal = before.iter().any(|span| span.is_word(NOMINALS));
    if nominal && !content && cue.is_some() && b.saturating_mul(2) > a {
        return true;
    }
    let own = between.iter().any(|span| span.is_word(&["sendiri", "cuma", "hanya", "tinggal", "akhirnya"]));
    if own && cue == Some("bayar") && b < a {
        return true;
    }
    // "Gocar harusnya 60rb, ada diskon, bayar 48rb aja"; "uang pangkal 3,5jt dicicil, bayar dulu 1jt".
    let planned = before.iter().any(|span| {
        span.is_word(&["harusnya", "normalnya", "aslinya", "seharusnya", "mestinya", "biasanya"])
    });
    let parted =
        between.iter().any(|span| span.is_word(&["dicicil", "nyicil", "cicil", "diangsur", "nyicilnya"]));
    let first_part =
        spans[first + 1..second].iter().any(|span| span.is_word(&["dulu", "awal", "pertama", "baru"]));
    // "Baju 90rb, ada promo, bayar 75rb".
    let reduced =
        between.iter().any(|span| span.is_word(&["promo", "diskon", "voucher", "potongan", "nego"]));
    if cue == Some("bayar") && b < a && (planned || reduced || parted && first_part) {
        return true;
    }
    // "Bensin bareng 100rb aku 50rb"; "patungan nonton total 100rb, masing2 50rb".
    let together = spans[..first].last().is_some_and(|span| span.is_word(&["sama", "bareng", "barengan"]));
    let each =
        spans[..second].last().is_some_and(|span| span.is_word(&["masing-masing", "perorang", "seorang"]));
    if b < a && (together && owner && !content || each && (shared || role(spans, first) == Some(Role::Total)))
    {
        return true;
    }
    // "Bilang 12rb, kutawar dapet 10rb"; "duit 200rb dibawa ke pasar, abis 180rb".
    let haggled = between.iter().any(|span| {
        span.is_word(&["kutawar", "tawar", "ditawar", "nawar", "nego", "dinego", "tawar-menawar"])
    });
    let carried = before.iter().any(|span| span.is_word(&["uang", "modal", "bekal", "bawa"]))
        && spans[second - 1].is_word(&["habis", "abis"]);
    if (haggled || carried) && b < a {
        return true;
    }
    // "Anak minta 20rb dikasih 10rb", "tukang minta 150, deal 120rb", "dikira 10rb ternyata 15rb".
    let said = |words: &[&str]| between.iter().any(|span| span.is_word(words));
    let asked = before.iter().any(|span| {
        span.is_word(&["minta", "kata", "bilang", "nawarin", "dipatok", "ditawarin", "pinjam", "pinjem"])
    });
    let granted = said(&["deal", "dikasih", "kasih", "kukasih", "dikasihnya"])
        && (!before.iter().any(|span| span.is_word(&["pinjam", "pinjem"])) || said(&["cuma", "hanya"]));
    let guessed =
        before.iter().any(|span| span.is_word(&["dikira", "kirain", "kira"])) && said(&["ternyata"]);
    // "Cabe 80rb sekilo, beli seperempat aja 20rb": a price told, then what was bought.
    let told = spans[first].money().is_some_and(|figure| figure.role == Role::Unit)
        && said(&["beli", "ambil", "borong"])
        && said(&["seperempat", "setengah", "setengahnya", "separo", "separuh", "seperempatnya", "stengah"]);
    // "Jatah mingguan 350rb, barusan belanja sayur 48rb".
    let budget = spans[first.saturating_sub(3)..first]
        .iter()
        .any(|span| span.is_word(&["jatah", "budget", "anggaran", "limit"]))
        && said(&["barusan", "baru", "udah", "sudah", "kepake", "diisi"])
        && between.iter().any(|span| span.is_sign(','));
    // "Gaji kepotong telat 50rb jd terima 2.950.000".
    let cut = before.iter().any(|span| span.is_word(&["potongan", "kepotong", "dipotong", "potong"]))
        && said(&["terima", "diterima", "bersih"]);
    asked && granted && b < a || guessed || told && b < a || budget && b < a || cut && b > a
}

/// Whether what stands between two amounts names another thing: "gratis ongkir" names none.
fn names_more(between: &[Span]) -> bool {
    const WITHOUT: &[&str] = &["gratis", "free", "ongkir", "udah", "sudah", "termasuk", "ongkirnya"];
    between.iter().any(|span| is_content(span) && !span.is_word(WITHOUT))
}

/// The second amount counts; the first, and what led from it to the second, does not.
pub(super) fn settle(spans: &mut [Span], first: usize, second: usize) {
    for at in first.saturating_sub(12)..second {
        let lesser = spans[at].money().is_some_and(|figure| figure.role == Role::Discount);
        if lesser && one_sentence(spans, at, second) {
            give(spans, at, Role::Aside);
        }
    }
    // What a discount was taken from stands before it.
    if let Some(whole) = (first.saturating_sub(8)..first).rev().find(|at| spans[*at].money().is_some())
        && matches!(role(spans, first), Some(Role::Aside))
        && is_price(spans, whole)
        && one_sentence(spans, whole, second)
    {
        give(spans, whole, Role::Before);
    }
    if role(spans, first) != Some(Role::Aside) {
        give(spans, first, Role::Before);
    }
    give(spans, second, Role::Price);
}

/// `135rb ditanggung kantor 100rb, aku bayar 35rb`: what the first less the second leaves.
pub(super) fn leaves(spans: &mut [Span], first: usize, second: usize, at: usize) -> bool {
    let open = |at: usize| matches!(role(spans, at), Some(Role::Price | Role::Discount | Role::Change));
    let left = matches!(role(spans, at), Some(Role::Price | Role::Total));
    if !is_price(spans, first) || !open(second) || !left || !one_sentence(spans, first, at) {
        return false;
    }
    let less = minor(spans, first).checked_sub(minor(spans, second));
    let own = spans[second + 1..at].iter().any(|span| is_content(span) && !span.is_word(BETWEEN));
    let left = less == Some(minor(spans, at)) && !own;
    if left {
        give(spans, first, Role::Before);
        give(spans, second, Role::Aside);
        give(spans, at, Role::Price);
    }
    left
}
