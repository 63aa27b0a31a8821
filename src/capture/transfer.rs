//! Money between the family's own wallets: transfers, top-ups, cash drawn and paid in.

mod words;

use self::words::{COLOURLESS, MOVES, NOT_MOVES};
use super::Setting;
use super::item::is_content;
use super::span::{Mention, Side, Span};
use super::terms::{BEFORE_WALLET, FROM, KIN};
use crate::ledger::WalletKind;

/// The two ends of a transfer, as positions among the known wallets, and what to call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ends {
    pub(super) from: Option<usize>,
    pub(super) to: Option<usize>,
    pub(super) name: &'static str,
}

/// The ends of what is surely a transfer, by the little words before its wallets alone.
pub(super) fn named_ends(spans: &[Span]) -> Option<Ends> {
    let own = || spans.iter().filter_map(Span::mention).filter(|mention| !mention.taken && !mention.foreign);
    let on = |side: Side, other: Option<usize>| {
        let mut named = own().filter(|mention| mention.side == side).filter_map(|mention| mention.known);
        named.find(|known| Some(*known) != other)
    };
    let to = on(Side::To, None);
    let plain = own().filter(|mention| mention.side == Side::Plain).filter_map(|mention| mention.known);
    let mut plain = plain.filter(|known| Some(*known) != to);
    let from = on(Side::From, to);
    // "Isi gopay 100rb dari bca": the wallet without a word is the other end.
    let (from, to) = match (from, to) {
        (Some(from), None) => (Some(from), plain.find(|known| *known != from)),
        (None, None) => (None, plain.next()),
        (from, to) => (from.or_else(|| plain.next()), to),
    };
    (from.is_some() || to.is_some()).then_some(Ends { from, to, name: "Transfer" })
}

/// The ends of the transfer that a part is, if it is one.
pub(super) fn ends(spans: &[Span], setting: &Setting) -> Option<Ends> {
    let spans = without_purpose(spans);
    let part = Look { spans, setting };
    let own: Vec<(usize, &Mention)> = spans
        .iter()
        .enumerate()
        .filter_map(|(at, span)| Some((at, span.mention()?)))
        .filter(|(_, mention)| !mention.taken && !mention.foreign)
        .collect();
    if part.is_not_moved(&own) {
        return None;
    }
    // One wallet may be named twice: "top up gopay 100rb ... gopay".
    let mut different: Vec<(usize, &Mention)> = Vec::with_capacity(own.len());
    for (at, mention) in own {
        let again = different
            .iter_mut()
            .find(|(_, earlier)| mention.known.is_some() && earlier.known == mention.known);
        match again {
            // The naming that says a direction counts.
            Some(earlier) if earlier.1.side == Side::Plain => *earlier = (at, mention),
            Some(_) => {}
            None => different.push((at, mention)),
        }
    }
    different.sort_by_key(|(at, _)| *at);
    let ends = match different.as_slice() {
        [] => part.cash_without_wallet(),
        [(at, mention)] => part.one(*at, mention),
        [first, second] => part.two(*first, *second),
        many => {
            let on = |side: Side| many.iter().find(|(_, mention)| mention.side == side);
            let (from, to) = (*on(Side::From)?, *on(Side::To)?);
            if from.0 < to.0 { part.two(from, to) } else { part.two(to, from) }
        }
    };
    ends.filter(|ends| ends.from.is_none() || ends.from != ends.to)
}

/// What cash drawn or a top-up is for does not change what it is: "tarik tunai 500rb buat belanja".
fn without_purpose(spans: &[Span]) -> &[Span] {
    let purpose = spans.iter().position(|span| span.is_word(&["untuk"]));
    match purpose {
        Some(purpose)
            if spans[..purpose]
                .iter()
                .any(|span| span.is_word(&["tarik", "setor", "topup", "nabung", "pindah", "up"]))
                && spans[purpose..].iter().all(|span| span.mention().is_none()) =>
        {
            &spans[..purpose]
        }
        _ => spans,
    }
}

struct Look<'a> {
    spans: &'a [Span],
    setting: &'a Setting,
}

impl Look<'_> {
    fn has(&self, words: &[&str]) -> bool {
        self.spans.iter().any(|span| span.is_word(words))
    }

    /// Whether a word says that something was bought or received. "Gaji dari mandiri aku pindah ke bca" moves all
    /// the same, and so does cash drawn "buat belanja" from a wallet that is named after it.
    fn is_not_moved(&self, own: &[(usize, &Mention)]) -> bool {
        let drawn =
            self.spans.iter().position(|span| span.is_word(&["tarik"])).filter(|_| self.has(&["atm"]));
        let purpose = self.spans.iter().position(|span| span.is_word(&["untuk"]));
        if let (Some(drawn), Some(purpose)) = (drawn, purpose)
            && drawn < purpose
        {
            return self.spans[..purpose].iter().any(|span| span.is_word(NOT_MOVES));
        }
        let moved = own.len() == 2 && self.has(&["pindah", "nabung"]);
        let pay = moved.then_some(&["gaji", "gajian", "jajan", "belanja"]);
        self.spans.iter().any(|span| span.is_word(NOT_MOVES) && !pay.is_some_and(|pay| span.is_word(pay)))
    }

    fn kind(&self, mention: &Mention) -> Option<WalletKind> {
        self.setting.wallets.get(mention.known?).map(|wallet| wallet.kind)
    }

    /// The wallet that cash goes into and comes from.
    fn cash(&self) -> Option<usize> {
        let named = |name: &str| {
            self.setting.wallets.iter().position(|wallet| wallet.name.eq_ignore_ascii_case(name))
        };
        named("Cash")
            .or_else(|| named("Tunai"))
            .or_else(|| self.setting.wallets.iter().position(|wallet| wallet.kind == WalletKind::Cash))
    }

    fn is_cash(&self, mention: &Mention) -> bool {
        self.kind(mention) == Some(WalletKind::Cash) && mention.known == self.cash()
    }

    /// Whether a thing or a person is named besides wallets and the moving itself.
    fn names_more(&self) -> bool {
        self.spans.iter().any(|span| {
            is_content(span)
                && !span.is_word(MOVES)
                && !span.is_word(COLOURLESS)
                && !span.is_word(BEFORE_WALLET)
        })
    }

    fn names_person(&self) -> bool {
        self.spans.iter().any(|span| span.is_word(KIN) && !span.is_word(&["rumah", "si", "teh"]))
    }

    /// `tarik tunai 500rb`, `ambil uang di atm 300rb`, without a wallet.
    fn cash_without_wallet(&self) -> Option<Ends> {
        // Both ends are asked about, so that "narik duit 100rb" is guessed and never saved.
        let drawn = self.has(&["tarik"]) && self.has(&["atm", "tunai", "uang"]);
        (drawn && !self.names_more()).then(|| Ends { from: None, to: self.cash(), name: "Tarik tunai" })
    }

    fn one(&self, at: usize, mention: &Mention) -> Option<Ends> {
        let known = mention.known;
        let transfer = |from, to, name| Some(Ends { from, to, name });
        if self.is_cash(mention) {
            if self.has(&["tarik"]) && mention.side != Side::From {
                return transfer(None, known, "Tarik tunai");
            }
            if self.has(&["setor"]) && !self.names_more() {
                return transfer(known, None, "Setor tunai");
            }
        }
        let out = mention.side != Side::To || self.has(&["atm"]);
        if self.has(&["tarik"]) && !self.names_person() && out && !self.is_cash(mention) {
            let cash = self.has(&["uang", "tunai", "cash", "atm"]) || !self.names_more();
            return cash.then(|| Ends { from: known, to: self.cash(), name: "Tarik tunai" });
        }
        if self.is_topped_up(at, mention) {
            return transfer(None, known, "Top up");
        }
        if self.names_person() {
            return None;
        }
        let into = mention.side == Side::To || at > 0 && self.spans[at - 1].is_word(&["di"]);
        if self.has(&["setor"]) && mention.side != Side::From && !self.names_more() {
            let from = self.has(&["uang", "tunai", "cash"]).then(|| self.cash()).flatten();
            return transfer(from, known, if from.is_some() { "Setor tunai" } else { "Setor" });
        }
        if self.has(&["nabung"]) && mention.side != Side::From && (into || !self.names_more()) {
            return transfer(None, known, "Nabung");
        }
        let moved = self.has(&["transfer", "pindah", "kirim", "masukin", "masukkan"]);
        if moved && into && !self.has(&["masuk"]) && !self.names_more() {
            return transfer(None, known, "Transfer");
        }
        None
    }

    /// `top up gopay 100rb`, `isi saldo ovo`, `topup 50rb ke dana`; "topup ff pake gopay" buys something.
    fn is_topped_up(&self, at: usize, mention: &Mention) -> bool {
        if !self.has(&["topup", "isi", "up", "top", "nambah"]) || self.names_person() {
            return false;
        }
        let mut before = self.spans[..at]
            .iter()
            .rev()
            .skip_while(|span| span.is_word(BEFORE_WALLET) || span.is_word(&["ulang"]));
        let object = before.next().is_some_and(|span| span.is_word(&["topup", "isi", "up", "nambah"]));
        let card = self
            .kind(mention)
            .is_none_or(|kind| matches!(kind, WalletKind::EWallet | WalletKind::Card | WalletKind::Bank));
        card && (object || mention.side == Side::To || mention.side == Side::Plain && !self.names_more())
    }

    /// The ends named by two wallets, `first` before `second` in the message.
    fn two(&self, first: (usize, &Mention), second: (usize, &Mention)) -> Option<Ends> {
        // "Jenius: penarikan 400rb di ATM BTN": the machine is where it was drawn, not where it went.
        let machine = second.0.checked_sub(1).is_some_and(|at| self.spans[at].is_word(&["atm"]));
        if machine && self.has(&["tarik"]) && !self.is_cash(first.1) && self.cash().is_some() {
            return Some(Ends { from: first.1.known, to: self.cash(), name: "Tarik tunai" });
        }
        let sides = (first.1.side, second.1.side);
        let card = |mention: &Mention| self.kind(mention) == Some(WalletKind::Card);
        let paid_card = self.has(&["bayar", "tagihan", "lunasin", "lunasi", "pelunasan"])
            && (card(first.1) && !card(second.1)
                || card(second.1) && !card(first.1) && second.1.side != Side::From);
        let pointed = matches!(sides, (Side::From | Side::Plain, Side::To) | (Side::To, Side::From));
        // "Dana nikah nambah 2jt, bca ke blu": nothing but the preposition stands between them.
        let beside = second.0 == first.0 + 2 && !self.has(&["bayar"]);
        let carried = self.has(&["setor", "tarik"]) && (self.is_cash(first.1) || self.is_cash(second.1));
        let arrow = self.spans[first.0..second.0]
            .iter()
            .any(|span| span.is_sign('>') || span.is_sign('→') || span.is_sign('-'));
        if !(self.has(MOVES) || paid_card || pointed && (beside || !self.names_more()) || arrow)
            || self.names_person() && !carried
        {
            return None;
        }
        let swapped = if paid_card {
            card(first.1)
        } else if self.has(&["tarik"]) && self.is_cash(first.1)
            || self.has(&["setor"]) && self.is_cash(second.1)
        {
            true
        } else {
            match sides {
                (Side::To, Side::From | Side::Plain) | (Side::Plain, Side::From) => true,
                (Side::From, _) | (_, Side::To) => false,
                // "topup gopay bca 100rb": what is filled comes first.
                (Side::Plain, Side::Plain) => self.has(&["topup", "isi", "up"]),
            }
        };
        let (from, to) = if swapped { (second.1, first.1) } else { (first.1, second.1) };
        let name = if self.has(&["tarik"]) && self.is_cash(to) {
            "Tarik tunai"
        } else if self.has(&["setor"]) && self.is_cash(from) {
            "Setor tunai"
        } else if self.has(&["topup", "isi", "up"]) {
            "Top up"
        } else if paid_card {
            "Bayar kartu kredit"
        } else {
            "Transfer"
        };
        Some(Ends { from: from.known, to: to.known, name })
    }
}

/// Whether a card is what was paid, not what it was paid with: "bayar tagihan kartu kredit 1jt".
pub(super) fn pays_card(spans: &[Span], setting: &Setting) -> bool {
    const PAYS: &[&str] = &["bayar", "tagihan", "lunasin", "lunasi", "pelunasan", "cicilan"];
    let own = spans.iter().filter(|span| span.mention().is_some()).count();
    let card = |span: &Span| {
        let wallet = span.mention().and_then(|mention| setting.wallets.get(mention.known?));
        wallet.is_some_and(|wallet| wallet.kind == WalletKind::Card)
    };
    let paid = spans.windows(2).any(|pair| pair[0].is_word(PAYS) && card(&pair[1]));
    let goods = spans.iter().any(|span| is_content(span) && !span.is_word(PAYS) && !span.is_word(COLOURLESS));
    own == 1 && paid && !goods
}

/// Whether money came into an own wallet: "ibu transfer 500rb ke bca". What is bought or paid does not arrive.
pub(super) fn arrives(spans: &[Span]) -> bool {
    let mut own = spans
        .iter()
        .filter_map(Span::mention)
        .filter(|mention| !mention.taken && !mention.foreign)
        .peekable();
    own.peek().is_some()
        && own.all(|mention| mention.side == Side::To)
        && !spans.iter().any(|span| {
            span.is_word(&[
                "beli", "bayar", "isi", "topup", "nabung", "setor", "tarik", "aku", "saya", "gue", "gw",
            ])
        })
        && spans
            .iter()
            .find(|span| span.word().is_some())
            .is_none_or(|first| !first.is_word(&["transfer", "kirim", "pindah"]))
}

/// Where an expense was paid from, or an income came into.
pub(super) fn paid_with(spans: &[Span], income: bool) -> Option<&Mention> {
    let own = || spans.iter().filter_map(Span::mention).filter(|mention| !mention.taken && !mention.foreign);
    let wanted = if income { Side::To } else { Side::From };
    own()
        .find(|mention| mention.side == wanted)
        .or_else(|| own().find(|mention| mention.side == Side::Plain))
        .or_else(|| own().next())
}

/// Whether a word leads to a wallet the money leaves.
pub(super) fn leads(span: &Span) -> bool {
    span.is_word(FROM) || span.is_word(super::terms::TO)
}
