//! From spans to parts: each with one price, and the words that belong to it.

use std::ops::Range;

use super::span::{Means, Role, Sense, Span};

/// One transaction to be: a stretch of the message around one price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// Positions of spans.
    pub(super) spans: Range<usize>,
    pub(super) price: usize,
}

/// The message cut into parts and what lies between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) parts: Vec<Part>,
    /// Clauses without a price: headers, a wallet for all, remarks.
    pub(super) loose: Vec<Range<usize>>,
}

/// How a clause is joined to the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joiner {
    Start,
    Break,
    Stop,
    Comma,
    And,
}

#[derive(Debug, Clone)]
struct Clause {
    spans: Range<usize>,
    joiner: Joiner,
    /// Ends in a colon: it says something about all that follows.
    header: bool,
}

/// Words that name no thing: without any other, a stretch is not about something of its own.
pub(super) const EMPTY: &[&str] = &[
    "beli",
    "bayar",
    "untuk",
    "aku",
    "saya",
    "gue",
    "gw",
    "ane",
    "kita",
    "kami",
    "keluar",
    "habis",
    "abis",
    "ke",
    "di",
    "dari",
    "pake",
    "via",
    "dengan",
    "sama",
    "dan",
    "terus",
    "plus",
    "tadi",
    "harga",
    "total",
    "jadi",
    "uang",
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
    "ini",
    "itu",
    "lagi",
    "juga",
    "udah",
    "sudah",
    "udh",
    "sdh",
    "dah",
    "nya",
    "kena",
    "yang",
    "yg",
    "nominal",
    "catat",
    "tolong",
    "tlg",
    "pengeluaran",
    "keluaran",
    "sekitar",
    "seharga",
    "senilai",
    "per",
    "masing-masing",
    "dapat",
    "dapet",
    "dpt",
    "tuku",
    "meser",
    "meuli",
    "mbayar",
    "bought",
    "buy",
    "spent",
    "spend",
    "an",
    "kurang",
    "lebih",
    "semua",
    "jam",
    "pukul",
    "x",
    "kali",
    "admin",
    "eh",
    "bukan",
    "tapi",
    "salah",
    "maksudnya",
    "wkwk",
    "hehe",
    "haha",
    "pas",
    "barusan",
    "baru",
    "beliin",
    "dibeli",
    "mau",
    "kembalian",
    "kembali",
    "balik",
    "diskon",
];

/// Cuts a message into parts. Also settles which small plain numbers are money.
pub(super) fn layout(spans: &mut [Span]) -> Layout {
    millions(spans);
    let clauses = clauses(spans);
    counted_before(spans, &clauses);
    for clause in &clauses {
        settle_bare(spans, &clause.spans);
    }
    let anchors = anchors(spans, &clauses);
    gather(spans, &clauses, &anchors)
}

/// "Paid rent 2.5m": the metres of a message without any amount are millions, which is asked.
fn millions(spans: &mut [Span]) {
    if spans.iter().any(|span| span.money().is_some()) {
        return;
    }
    let metres = |span: &Span| {
        span.figure().is_some_and(|figure| figure.unit.as_deref() == Some("m") && figure.milli > 0)
    };
    let Some(at) = spans.iter().position(metres) else { return };
    let Some(figure) = spans[at].figure_mut() else { return };
    if let Some(millions) = figure.milli.checked_mul(1_000) {
        figure.other = millions.checked_mul(1_000);
        figure.minor = millions;
        figure.means = Means::Sure;
    }
}

fn clauses(spans: &[Span]) -> Vec<Clause> {
    let mut clauses = Vec::new();
    let (mut start, mut joiner) = (0, Joiner::Start);
    let mut close = |start: usize, end: usize, joiner: Joiner, header: bool| {
        if spans[start..end].iter().any(|span| !matches!(span.sense, Sense::Sign(_) | Sense::Break)) {
            clauses.push(Clause { spans: start..end, joiner, header });
            true
        } else {
            false
        }
    };
    for at in 0..spans.len() {
        let Some((next_joiner, header)) = joint(spans, at) else { continue };
        // A list's own bullet or number adds nothing to the break before it.
        if close(start, at, joiner, header) || joiner == Joiner::Start {
            joiner = next_joiner;
        } else if next_joiner == Joiner::Break {
            joiner = Joiner::Break;
        }
        start = at + 1;
    }
    close(start, spans.len(), joiner, false);
    clauses
}

/// Whether a span cuts clauses apart, and how.
fn joint(spans: &[Span], at: usize) -> Option<(Joiner, bool)> {
    let span = &spans[at];
    let next = spans.get(at + 1);
    match &span.sense {
        Sense::Break => Some((Joiner::Break, false)),
        Sense::Sign('.' | ';' | '!' | '?') => Some((Joiner::Stop, false)),
        Sense::Sign(',' | '|' | '•' | '*' | '·') => Some((Joiner::Comma, false)),
        Sense::Sign('+' | '&') => Some((Joiner::And, false)),
        Sense::Sign(':') => next.is_none_or(|next| next.figure().is_none()).then_some((Joiner::Stop, true)),
        // "Grab 11rb > bakpao 9rb": an arrow after an amount.
        Sense::Sign('>') => {
            let priced = at.checked_sub(1).and_then(|at| spans[at].money()).is_some();
            (priced && next.is_some_and(|next| next.word().is_some())).then_some((Joiner::Comma, false))
        }
        // A slash between two priced things; in "makan/minum 50rb" it joins words.
        Sense::Sign('/') => {
            let priced = at.checked_sub(1).and_then(|at| spans[at].money()).is_some();
            (priced && next.is_some_and(|next| next.word().is_some_and(|word| word.len() > 6)))
                .then_some((Joiner::Comma, false))
        }
        Sense::Word(word) if matches!(word.as_str(), "dan" | "sama" | "terus" | "plus") && at > 0 => {
            Some((Joiner::And, false))
        }
        _ => None,
    }
}

pub(super) fn is_content(span: &Span) -> bool {
    span.word().is_some_and(|word| !EMPTY.contains(&word))
}

fn has_content(spans: &[Span]) -> bool {
    spans.iter().any(is_content)
}

/// Decides which small plain numbers in a clause are prices and which count things.
fn settle_bare(spans: &mut [Span], clause: &Range<usize>) {
    let is = |span: &Span, means: Means| span.figure().is_some_and(|figure| figure.means == means);
    let last_sure =
        clause.clone().rev().find(|at| is(&spans[*at], Means::Sure) || is(&spans[*at], Means::Fair));
    for at in clause.clone() {
        if !is(&spans[at], Means::Bare) {
            continue;
        }
        let before = at.checked_sub(1).filter(|before| clause.contains(before)).map(|before| &spans[before]);
        if before.is_some_and(|span| span.is_word(&["bagi", "dibagi", "split", "ber"])) {
            if let Some(figure) = spans[at].figure_mut() {
                figure.means = Means::Count;
            }
            continue;
        }
        // Nobody earns six thousand a month.
        let paid = spans[at.saturating_sub(3)..at].iter().any(|span| span.is_word(&["gaji", "gajian"]));
        if let Some(figure) = spans[at].figure_mut().filter(|figure| paid && figure.milli < 100_000) {
            figure.minor = figure.milli.saturating_mul(1_000);
            figure.other = Some(figure.milli);
        }
        let before = at.checked_sub(1).filter(|before| clause.contains(before)).map(|before| &spans[before]);
        let next = Some(at + 1).filter(|next| clause.contains(next)).map(|next| &spans[next]);
        let after_thing = before.is_some_and(is_content);
        let ends = next.is_none_or(|next| !is_content(next) && next.figure().is_none());
        let large = spans[at].figure().is_some_and(|figure| figure.milli >= 10_000);
        let followed_by_figure = next.is_some_and(|next| next.money().is_some());
        let leads_thing = !after_thing && !ends;
        // "bakso 15rb es teh 5": a price after a thing of its own; elsewhere a sure price makes it a count.
        let count = last_sure.map_or(followed_by_figure || leads_thing && !large, |sure| {
            // "33rb bubur ayam 3": the amount's own thing stands after it.
            let leads = !spans[clause.start..sure].iter().any(is_content);
            !(at > sure && after_thing && ends) || leads
        });
        if let Some(figure) = spans[at].figure_mut().filter(|_| count) {
            figure.means = Means::Count;
        }
    }
}

/// `lele 2 sama nasi uduk 2, habis 58rb`: small plain numbers before an amount with no thing of its own count
/// things, and so does a digit in the clause before a written price.
fn counted_before(spans: &mut [Span], clauses: &[Clause]) {
    let sure = |spans: &[Span], clause: &Clause| {
        spans[clause.spans.clone()]
            .iter()
            .any(|span| span.figure().is_some_and(|figure| matches!(figure.means, Means::Sure | Means::Fair)))
    };
    let mut priced = false;
    // From the end: whether the next clause is an amount alone, or starts with a thing.
    for index in (0..clauses.len()).rev() {
        let clause = &clauses[index];
        let own = sure(spans, clause);
        if own {
            priced = !has_content(&spans[clause.spans.clone()]) && !clause.header;
            continue;
        }
        let joined =
            clauses.get(index + 1).is_some_and(|next| next.joiner == Joiner::And && sure(spans, next));
        for at in clause.spans.clone() {
            let Some(figure) = spans[at].figure_mut().filter(|figure| figure.means == Means::Bare) else {
                continue;
            };
            if priced || joined && figure.milli < 10_000 {
                figure.means = Means::Count;
            }
        }
    }
}

fn role(span: &Span) -> Option<Role> {
    span.money().map(|figure| figure.role)
}

/// The amounts around which parts are made.
fn anchors(spans: &[Span], clauses: &[Clause]) -> Vec<usize> {
    let with = |wanted: &[Role]| -> Vec<usize> {
        (0..spans.len()).filter(|at| role(&spans[*at]).is_some_and(|role| wanted.contains(&role))).collect()
    };
    let mut anchors = with(&[Role::Price, Role::Unit]);
    // What was handed over stands for the price where a clause has a thing but no price.
    for paid in with(&[Role::Paid]) {
        let clause = clauses.iter().find(|clause| clause.spans.contains(&paid));
        let alone = clause.is_some_and(|clause| {
            has_content(&spans[clause.spans.clone()])
                && !anchors.iter().any(|anchor| clause.spans.contains(anchor))
        });
        if alone && !anchors.is_empty() {
            anchors.push(paid);
        }
    }
    anchors.sort_unstable();
    for fallback in [Role::Total, Role::Paid, Role::Before, Role::Discount, Role::Balance, Role::Change] {
        if !anchors.is_empty() {
            break;
        }
        anchors = with(&[fallback]);
        if fallback == Role::Total || fallback == Role::Paid {
            anchors = anchors.split_off(anchors.len().saturating_sub(1));
        }
    }
    anchors
}

fn gather(spans: &[Span], clauses: &[Clause], anchors: &[usize]) -> Layout {
    let mut layout = Layout::default();
    let mut waiting: Vec<&Clause> = Vec::new();
    let amounts_of = |clause: &Clause| -> Vec<usize> {
        let from = anchors.partition_point(|anchor| *anchor < clause.spans.start);
        let to = anchors.partition_point(|anchor| *anchor < clause.spans.end);
        anchors[from..to].to_vec()
    };
    // "50rb, makan siang, 20rb, parkir": amounts come first throughout.
    let first_priced = clauses.iter().position(|clause| !amounts_of(clause).is_empty());
    let amounts_first = first_priced.is_some_and(|at| {
        !has_content(&spans[clauses[at].spans.clone()])
            && !clauses[..at].iter().any(|clause| has_content(&spans[clause.spans.clone()]))
    });
    for clause in clauses {
        let prices = amounts_of(clause);
        if prices.is_empty() {
            place_loose(spans, clause, amounts_first, &mut waiting, &mut layout);
            continue;
        }
        let start = join_waiting(spans, clause, &prices, &mut waiting, &mut layout);
        let whole = start..clause.spans.end;
        layout.parts.extend(split(spans, &whole, &prices));
    }
    layout.loose.extend(waiting.iter().map(|clause| clause.spans.clone()));
    layout.loose.sort_by_key(|loose| loose.start);
    layout
}

/// A clause without a price: part of the item before, of the one to come, or of none.
fn place_loose<'a>(
    spans: &[Span],
    clause: &'a Clause,
    amounts_first: bool,
    waiting: &mut Vec<&'a Clause>,
    layout: &mut Layout,
) {
    let content = has_content(&spans[clause.spans.clone()]);
    let fee = spans[clause.spans.clone()].iter().any(|span| role(span) == Some(Role::Fee));
    if let Some(last) = layout.parts.last_mut().filter(|_| fee) {
        last.spans.end = clause.spans.end;
        waiting.clear();
        return;
    }
    let last = layout.parts.last_mut().filter(|_| waiting.is_empty());
    if let Some(last) = last {
        let bare = || !has_content(&spans[last.spans.clone()]);
        let next_line = matches!(clause.joiner, Joiner::Break | Joiner::Stop);
        if content && (amounts_first || !next_line) && bare() || !content && clause.joiner == Joiner::And {
            last.spans.end = clause.spans.end;
            return;
        }
    }
    waiting.push(clause);
}

/// Where the part of a priced clause starts: as far back as the clauses that wait for a price belong to it.
fn join_waiting(
    spans: &[Span],
    clause: &Clause,
    prices: &[usize],
    waiting: &mut Vec<&Clause>,
    layout: &mut Layout,
) -> usize {
    let mut start = clause.spans.start;
    let mut joiner = clause.joiner;
    let mut own = has_content(&spans[clause.spans.start..prices[0]])
        || has_content(&spans[clause.spans.clone()]) && prices.len() == 1;
    while let Some(last) = waiting.pop() {
        let thing = has_content(&spans[last.spans.clone()]);
        let same_line = matches!(joiner, Joiner::Comma | Joiner::And);
        if last.header || !thing || own && !same_line {
            layout.loose.push(last.spans.clone());
            layout.loose.extend(waiting.drain(..).map(|clause| clause.spans.clone()));
            break;
        }
        start = last.spans.start;
        joiner = last.joiner;
        own = true;
    }
    start
}

/// Splits a clause with several prices: after each when things come first, before each when amounts do.
fn split(spans: &[Span], whole: &Range<usize>, prices: &[usize]) -> Vec<Part> {
    let [first, .., last] = prices else {
        return prices.iter().map(|price| Part { spans: whole.clone(), price: *price }).collect();
    };
    let lead = has_content(&spans[whole.start..*first]);
    let tail = has_content(&spans[last + 1..whole.end]);
    let purpose = |price: &usize| spans.get(price + 1).is_some_and(|span| span.is_word(&["untuk"]));
    let amounts_first = tail && (!lead || prices.iter().all(purpose));
    let mut parts = Vec::with_capacity(prices.len());
    let mut start = whole.start;
    for (index, price) in prices.iter().enumerate() {
        let end = match prices.get(index + 1) {
            None => whole.end,
            Some(next) if amounts_first => before_amount(spans, *price, *next),
            Some(next) => after_amount(spans, *price, *next),
        };
        parts.push(Part { spans: start..end, price: *price });
        start = end;
    }
    parts
}

/// Where the words of the next amount start, when amounts come first: its "keluar" or "terus" goes with it.
fn before_amount(spans: &[Span], price: usize, next: usize) -> usize {
    let mut at = next;
    while at > price + 1 && spans[at - 1].is_word(&["keluar", "habis", "bayar", "beli", "kena", "rp", "@"]) {
        at -= 1;
    }
    at
}

/// Where the words of the next thing start, when things come first: a wallet or a unit right after the amount
/// still belongs to it.
fn after_amount(spans: &[Span], price: usize, next: usize) -> usize {
    let fee = (price + 1..next).rfind(|at| role(&spans[*at]) == Some(Role::Fee));
    let mut at = fee.unwrap_or(price) + 1;
    while at < next {
        let span = &spans[at];
        let wallet_follows = spans[at..next].iter().take(4).any(|span| span.mention().is_some());
        let prepared = span.is_word(&["pake", "via", "dari", "dengan", "ke", "saldo", "rekening", "masuk"])
            && wallet_follows;
        let attached = prepared
            || span.mention().is_some()
            || span.figure().is_some_and(|figure| {
                figure.means != Means::Bare && !is_open_price(span) && !counts_next(spans, at)
            })
            || span.is_sign('/')
            || at > price + 1 && spans[at - 1].is_sign('/')
            || matches!(span.sense, Sense::Sign(')' | '-' | '/'))
            || span.is_word(&["per"])
            || span.is_word(&["total", "jadi"])
                && spans
                    .get(at + 1)
                    .is_some_and(|span| span.figure().is_some_and(|figure| figure.role == Role::Total));
        if !attached {
            break;
        }
        at += 1;
    }
    at
}

fn is_open_price(span: &Span) -> bool {
    matches!(role(span), Some(Role::Price | Role::Unit))
}

/// A count right before a word counts that: "15rb 2 es teh 5rb".
fn counts_next(spans: &[Span], at: usize) -> bool {
    spans[at].figure().is_some_and(|figure| figure.means == Means::Count && figure.unit.is_none())
        && spans.get(at + 1).is_some_and(|next| next.word().is_some())
}
