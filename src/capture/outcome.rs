//! Which amount was paid in the end when a message names several for one thing: an own share of a bill, the price
//! of a nominal, a count times a price beside their product, what a sum comes to.

use super::arithmetic::product;
use super::fees;
use super::item::is_content;
use super::span::{Figure, Means, Role, Sense, Span};

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
/// Words of a sum that is no thing of its own.
const SUMS: &[&str] = &[
    "seharian",
    "belanja",
    "belanjaan",
    "jajan",
    "pengeluaran",
    "subtotal",
    "all",
    "in",
    "today",
    "hari",
    "pasar",
    "uang",
    "qris",
    "sekarang",
    "tagihan",
    "grand",
    "keseluruhan",
    "akhir",
    "berdua",
    "sekeluarga",
    "td",
    "spent",
];
/// What was meant to be and did not come to be.
const MEANT: &[&str] = &["tadinya", "pengennya", "pengenya", "rencananya", "niatnya", "maunya", "awalnya"];

/// Settles the amounts that existing roles leave as prices beside each other.
pub(super) fn apply(spans: &mut [Span], amounts: &[usize]) {
    meant(spans, amounts);
    for pair in amounts.windows(2) {
        if let [first, second] = *pair {
            repeated(spans, first, second);
        }
    }
    for (index, &at) in amounts.iter().enumerate() {
        let earlier = index.checked_sub(1).map(|index| amounts[index]);
        if let Some([first, second]) = index.checked_sub(2).map(|first| [amounts[first], amounts[first + 1]])
            && leaves(spans, first, second, at)
        {
            continue;
        }
        if let Some(earlier) = earlier.filter(|earlier| settles(spans, *earlier, at)) {
            settle(spans, earlier, at);
        }
    }
    sums(spans, amounts);
    fees::apply(spans, amounts);
}

fn role(spans: &[Span], at: usize) -> Option<Role> {
    spans[at].money().map(|figure| figure.role)
}

fn minor(spans: &[Span], at: usize) -> i64 {
    spans[at].money().map_or(0, |figure| figure.minor)
}

fn give(spans: &mut [Span], at: usize, role: Role) {
    if let Some(figure) = spans[at].figure_mut() {
        figure.role = role;
    }
}

fn is_price(spans: &[Span], at: usize) -> bool {
    matches!(role(spans, at), Some(Role::Price | Role::Unit))
}

/// Whether two places stand in one sentence on one line.
fn one_sentence(spans: &[Span], first: usize, second: usize) -> bool {
    second - first <= 16
        && !spans[first..second].iter().any(|span| matches!(span.sense, Sense::Break | Sense::Sign(';')))
}

/// `nasi goreng 17rb, tadinya mau mie 15rb`: the second was not bought.
fn meant(spans: &mut [Span], amounts: &[usize]) {
    if amounts.len() < 2 {
        return;
    }
    for &at in amounts {
        let said = spans[..at]
            .iter()
            .rev()
            .take(5)
            .take_while(|span| matches!(span.sense, Sense::Word(_)))
            .any(|span| span.is_word(MEANT));
        if said && is_price(spans, at) {
            give(spans, at, Role::Before);
        }
    }
}

/// One amount said twice, or made before one's eyes: `5 x 3.100 15.500`, `2 3.500 7.000`, `@18.000 = 36.000`.
fn repeated(spans: &mut [Span], first: usize, second: usize) {
    let settled = |at: usize| matches!(role(spans, at), Some(Role::Price | Role::Unit | Role::Total));
    if !settled(first) || !settled(second) || second - first > 7 {
        return;
    }
    let between = &spans[first + 1..second];
    let apart = between.iter().any(|span| {
        matches!(span.sense, Sense::Break | Sense::Sign(',' | '+' | '.' | ';' | '&'))
            || is_content(span) && !span.is_word(&["diskon", "off", "potongan", "langsung", "borong"])
    });
    let (Some(one), Some(whole)) = (spans[first].money(), spans[second].money()) else { return };
    let makes = |count: &Span| count.figure().is_some_and(|count| is_made(one, count, whole));
    let counted = between.iter().any(makes) || first.checked_sub(1).is_some_and(|at| makes(&spans[at]));
    if counted && !between.iter().any(|span| span.sense == Sense::Break) {
        give(spans, first, Role::Aside);
        give(spans, second, Role::Price);
        return;
    }
    let everyone = one.role == Role::Unit
        && one.minor > 0
        && whole.minor > one.minor
        && whole.minor % one.minor == 0
        && between
            .last()
            .is_some_and(|span| span.is_word(&["berdua", "bertiga", "berempat", "berlima", "total", "jadi"]));
    if everyone && !between.iter().any(|span| span.sense == Sense::Break) {
        give(spans, first, Role::Aside);
        give(spans, second, Role::Price);
        return;
    }
    if apart {
        return;
    }
    let equals = second.checked_sub(1).is_some_and(|at| spans[at].is_sign('='));
    let unit_times = one.role == Role::Unit && one.minor > 0 && whole.minor % one.minor == 0;
    let reduced =
        between.iter().any(|span| span.figure().is_some_and(|figure| figure.means == Means::Percent));
    if one.minor == whole.minor || equals && (unit_times || reduced) {
        give(spans, first, Role::Aside);
        give(spans, second, Role::Price);
    }
}

/// Whether a count of one price makes the whole.
fn is_made(one: &Figure, count: &Figure, whole: &Figure) -> bool {
    matches!(count.means, Means::Count | Means::Bare)
        && count.milli > 0
        && count.milli < 1_000_000
        && product(one, count).is_some_and(|made| made.minor == whole.minor)
}

/// Whether the second amount is what the first came to for the writer.
fn settles(spans: &[Span], first: usize, second: usize) -> bool {
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
    let nominal = before.iter().any(|span| span.is_word(NOMINALS));
    if nominal && !content && cue.is_some() && b.saturating_mul(2) > a {
        return true;
    }
    let own = between.iter().any(|span| span.is_word(&["sendiri", "cuma", "hanya", "tinggal", "akhirnya"]));
    if own && cue == Some("bayar") && b < a {
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

/// The second amount counts; the first, and what led from it to the second, does not.
fn settle(spans: &mut [Span], first: usize, second: usize) {
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
fn leaves(spans: &mut [Span], first: usize, second: usize, at: usize) -> bool {
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

/// An amount without a thing of its own that is what the others come to, before or after them; and what was
/// handed over for a total.
fn sums(spans: &mut [Span], amounts: &[usize]) {
    let prices: Vec<usize> = amounts.iter().copied().filter(|at| is_price(spans, *at)).collect();
    let mut sum: i64 = 0;
    for (index, &at) in prices.iter().enumerate() {
        if index >= 2 && sum == minor(spans, at) && is_bare(spans, at) {
            give(spans, at, Role::Total);
            return hand_over(spans, amounts);
        }
        sum = sum.saturating_add(minor(spans, at));
    }
    if let [first, rest @ ..] = prices.as_slice()
        && rest.len() >= 2
        && sum.saturating_sub(minor(spans, *first)) == minor(spans, *first)
        && is_bare(spans, *first)
    {
        give(spans, *first, Role::Total);
    }
    hand_over(spans, amounts);
}

/// `TOTAL 87.300`, then `OVO 87.300` or `TUNAI 100.000`.
fn hand_over(spans: &mut [Span], amounts: &[usize]) {
    let Some(total) = amounts.iter().copied().find(|at| role(spans, *at) == Some(Role::Total)) else {
        return;
    };
    let Some(line) = (total..spans.len()).find(|at| spans[*at].sense == Sense::Break) else { return };
    for &at in amounts {
        let stated = at > line
            && matches!(role(spans, at), Some(Role::Price | Role::Total))
            && minor(spans, at) >= minor(spans, total)
            && is_bare(spans, at);
        if stated {
            give(spans, at, Role::Aside);
        }
    }
}

/// Whether the stretch around an amount, from comma to comma, names no thing.
fn is_bare(spans: &[Span], at: usize) -> bool {
    let stops = |span: &&Span| {
        !matches!(span.sense, Sense::Break | Sense::Sign(',' | ';' | '.' | ':' | '|'))
            && span.money().is_none()
    };
    let named = |span: &Span| is_content(span) && !span.is_word(SUMS);
    let before = spans[..at].iter().rev().take(8).take_while(stops).any(named);
    let after = spans[at + 1..].iter().take(8).take_while(stops).any(named);
    !before && !after
}
