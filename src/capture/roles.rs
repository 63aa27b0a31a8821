//! What each amount does in the message: a price, a total, change given back, a discount, what is left.

mod cues;

use super::fees::MOST_FOR_MOVING;
use super::outcome;
use super::span::{Role, Sense, Span};
pub(super) use cues::{BEFORE, LEFT};
use cues::{BETWEEN, CHANGE, PAID, PAYS, TOTAL};

const HANDED: &[&str] = &["pake", "bawa", "dengan", "kasih", "ngasih", "dikasih"];

/// Gives every amount its role; prices keep the one they have.
pub(super) fn apply(spans: &mut [Span]) {
    let amounts: Vec<usize> = (0..spans.len()).filter(|at| is_open(&spans[*at])).collect();
    for (index, &at) in amounts.iter().enumerate() {
        let look = Look { spans, at };
        let earlier = index.checked_sub(1).map(|index| amounts[index]);
        let later = amounts.get(index + 1).copied();
        let other = amounts.len() > 1;
        let role = if look.led(&CHANGE[..1])
            || index > 1 && look.led(CHANGE)
            || earlier.is_some() && look.led(&["kembali", "change", "balik"])
            || earlier.is_some_and(|earlier| look.is_left_of(earlier))
        {
            Role::Change
        } else if other
            && (look.led(LEFT) && !look.reaches(PAYS, 4) || look.is_debt_left(later) || look.is_held(earlier))
        {
            Role::Balance
        } else if let Some(came_back) = earlier.and_then(|earlier| look.cashback(earlier, later)) {
            came_back
        } else if (earlier.is_some() || look.is_taken_off(later)) && look.is_discount() {
            Role::Discount
        } else if look.is_before(earlier, later) {
            Role::Before
        } else if look.led(TOTAL) || look.followed_by_total() || look.equals(index) {
            Role::Total
        } else {
            continue;
        };
        if let Some(figure) = spans[at].figure_mut() {
            figure.role = role;
        }
    }
    paid(spans, &amounts);
    outcome::apply(spans, &amounts);
}

/// An amount whose role is not settled by a correction.
fn is_open(span: &Span) -> bool {
    span.money().is_some_and(|figure| figure.role != Role::Taken)
}

fn role_of(span: &Span) -> Option<Role> {
    span.money().map(|figure| figure.role)
}

/// What was handed over before change came back.
fn paid(spans: &mut [Span], amounts: &[usize]) {
    let Some(change) = amounts.iter().position(|at| role_of(&spans[*at]) == Some(Role::Change)) else {
        return;
    };
    let prices: Vec<usize> = amounts[..change]
        .iter()
        .copied()
        .filter(|at| matches!(role_of(&spans[*at]), Some(Role::Price | Role::Unit)))
        .collect();
    let paid = prices
        .iter()
        .rev()
        .copied()
        .find(|at| Look { spans, at: *at }.led(PAID))
        .or_else(|| prices.last().copied());
    let after = amounts[change + 1..].iter().copied().find(|at| Look { spans, at: *at }.led(PAID));
    let back = amounts.get(change).and_then(|at| spans[*at].money()).map_or(0, |figure| figure.minor);
    let Some(paid) = paid.or(after) else { return };
    if let Some(figure) = spans[paid].figure_mut().filter(|figure| figure.minor > back) {
        figure.role = Role::Paid;
    }
}

/// One amount and the words around it.
struct Look<'a> {
    spans: &'a [Span],
    at: usize,
}

impl Look<'_> {
    /// Words before the amount, nearest first, up to a stop or another amount.
    fn before(&self) -> impl Iterator<Item = &Span> {
        self.spans[..self.at].iter().rev().take(6).take_while(|span| {
            matches!(
                span.sense,
                Sense::Word(_)
                    | Sense::Sign(':' | '=' | '(' | '"' | '-')
                    | Sense::Wallet(_)
                    | Sense::Day { .. }
            )
        })
    }

    /// Whether one of these words leads the amount, with nothing but fillers between.
    fn led(&self, cues: &[&str]) -> bool {
        for span in self.before() {
            if span.is_word(cues) {
                return true;
            }
            // "diskon jadi 350rb" is what it came to, not what came off.
            if span.is_word(TOTAL) && !std::ptr::eq(cues, LEFT) {
                return false;
            }
            let passes = matches!(span.sense, Sense::Sign(_) | Sense::Wallet(_) | Sense::Day { .. })
                || span.is_word(BETWEEN);
            if !passes {
                return false;
            }
        }
        false
    }

    /// Whether one of these words stands a few words before.
    fn reaches(&self, cues: &[&str], most: usize) -> bool {
        self.before().filter(|span| span.word().is_some()).take(most).any(|span| span.is_word(cues))
    }

    fn next(&self) -> Option<&Span> {
        self.spans.get(self.at + 1)
    }

    /// `pake uang 20rb ... sisa 6rb`: what is left of a note that was handed over came back.
    fn is_left_of(&self, earlier: usize) -> bool {
        let handed = Look { spans: self.spans, at: earlier };
        let less = |one: usize, other: usize| {
            let minor = |at: usize| self.spans[at].money().map_or(0, |figure| figure.minor);
            minor(one) < minor(other)
        };
        // "Uang 100rb dibelikan beras sisa 32rb", "bawa 200rb belanja pulang sisa 45rb".
        let spent = self.spans[earlier + 1..self.at].iter().any(|span| {
            span.is_word(&[
                "beli",
                "dibelikan",
                "dibeliin",
                "belikan",
                "beliin",
                "belanja",
                "jajan",
                "dibelanjain",
            ])
        });
        self.led(&["sisa", "sisanya"])
            && (handed.led(HANDED) && handed.reaches(&["uang"], 2)
                || spent && handed.led(&["uang", "bawa", "dibawain", "dikasih", "modal", "pegang"]))
            && less(self.at, earlier)
    }

    fn followed_by_total(&self) -> bool {
        let ends = self
            .spans
            .get(self.at + 2)
            .is_none_or(|span| matches!(span.sense, Sense::Sign(_) | Sense::Break));
        self.next().is_some_and(|span| span.is_word(&["total"])) && ends
    }

    /// `15rb + 5rb = 20rb`: after several amounts, what the sign equals is their sum.
    fn equals(&self, earlier: usize) -> bool {
        earlier > 1
            && self.at >= 2
            && self.spans[self.at - 1].is_sign('=')
            && self.spans[self.at - 2].money().is_some()
    }

    /// `gaji 3,8jt, total di bni 4,1jt`: what the wallet holds now.
    fn is_held(&self, earlier: Option<usize>) -> bool {
        let wallet = self.at.checked_sub(1).filter(|at| self.spans[*at].mention().is_some());
        earlier.is_some()
            && wallet.and_then(|at| at.checked_sub(1)).is_some_and(|at| self.spans[at].is_word(&["di"]))
            && self.reaches(TOTAL, 3)
    }

    /// `sisa utang 12jt, tadi bayar 1jt` and `utang 500rb baru dibayar 200rb`: what is owed, beside what was paid.
    fn is_debt_left(&self, later: Option<usize>) -> bool {
        const DEBT: &[&str] = &["utang", "hutang", "cicilan", "kredit"];
        let paid_later = later.is_some_and(|at| Look { spans: self.spans, at }.led(&["bayar"]));
        paid_later
            && (self.led(DEBT) || self.reaches(&["sisa"], 4) && self.reaches(DEBT, 4))
            && !self.reaches(PAYS, 4)
    }

    /// `diskon 30rb dari 120rb`: what came off, before what it came off.
    fn is_taken_off(&self, later: Option<usize>) -> bool {
        later == Some(self.at + 2) && self.next().is_some_and(|next| next.is_word(&["dari"]))
    }

    /// `jaket 300rb voucher 50rb`: right after an amount.
    fn follows_price(&self) -> bool {
        self.at >= 2
            && self.spans[self.at - 2]
                .money()
                .is_some_and(|price| self.spans[self.at].money().is_some_and(|less| less.minor < price.minor))
    }

    /// `teh 6rb promo 5rb`: so much less that it is what was paid, not what came off.
    fn is_promoted(&self, later: usize) -> bool {
        let minor = |at: usize| self.spans[at].money().map_or(0, |figure| figure.minor);
        let (was, is) = (minor(self.at), minor(later));
        later == self.at + 2
            && self.next().is_some_and(|next| next.is_word(&["promo", "promonya", "member"]))
            && is < was
            && is.saturating_mul(2) > was
    }

    /// `tarik 1jt potongan 5rb`: what moving money costs is little beside what moves; "baju 100rb transfer potongan 10rb"
    /// was cheaper.
    fn is_moving_fee(&self) -> bool {
        let earlier = &self.spans[..self.at];
        let fee = self.spans[self.at].money().map_or(0, |figure| figure.minor);
        let whole = earlier.iter().rev().find_map(Span::money).map_or(0, |figure| figure.minor);
        fee <= MOST_FOR_MOVING
            && fee.saturating_mul(20) <= whole
            && earlier.iter().any(|span| span.is_word(&["tarik", "transfer", "setor"]))
    }

    /// `300rb cashback 30rb jadi 270rb` takes off; without what it came to, a cashback beside a price was promised for
    /// another day, and the price was paid in full.
    fn cashback(&self, earlier: usize, later: Option<usize>) -> Option<Role> {
        let minor = |at: usize| self.spans[at].money().map_or(0, |figure| figure.minor);
        let (whole, back) = (minor(earlier), minor(self.at));
        if !self.led(&["cashback"]) || back >= whole {
            return None;
        }
        let taken = later.is_some_and(|later| minor(later) == whole - back);
        Some(if taken { Role::Discount } else { Role::Aside })
    }

    fn is_discount(&self) -> bool {
        const SHOPS: &[&str] = &["ongkir", "shopee", "tokped", "tokopedia", "lazada", "gofood", "grabfood"];
        let promoted = self.at >= 2 && Look { spans: self.spans, at: self.at - 2 }.is_promoted(self.at);
        let voucher = !promoted
            && self.led(&["voucher", "vocer", "vcr", "voucer", "vocher", "promo", "kupon"])
            && (self.follows_price()
                || self.reaches(
                    &["pake", "dapat", "dapet", "dpt", "potong", "potongan", "kepotong", "dipotong"],
                    3,
                )
                || self.spans[..self.at].iter().rev().take(8).any(|span| span.is_word(SHOPS)));
        let points = self.led(&["poin", "point", "points", "koin", "coin", "coins", "cashback"])
            && self.reaches(
                &[
                    "pake",
                    "potong",
                    "dipotong",
                    "kepotong",
                    "motong",
                    "potongan",
                    "tuker",
                    "tukar",
                    "pindah",
                    "ditukar",
                    "redeem",
                    "diskon",
                    "dikurangi",
                ],
                3,
            );
        let less = self.before().next().is_some_and(|span| span.is_word(&["kurang"]))
            && self.reaches(&["minta", "nawar", "tawar", "ditawar"], 3);
        let member = self.before().next().is_some_and(|span| span.is_word(&["member", "ongkir"]))
            && self.before().nth(1).is_some_and(|span| span.is_word(&["diskon", "potongan", "gratis"]));
        self.led(&["diskon", "hemat", "off"])
            || self.led(&["potong", "potongan", "dipotong", "kepotong"]) && !self.is_moving_fee()
            || voucher
            || points
            || less
            || member
            || self.next().is_some_and(|span| span.is_word(&["off"]))
            || self.at >= 2
                && self.spans[self.at - 1].is_sign('-')
                && self.spans[self.at - 2].is_word(&["voucher", "promo", "kupon", "diskon", "potongan"])
    }

    /// `dari 100rb jadi 80rb`, `harga normal 150rb`, `cicilan 500rb dari 6jt`.
    fn is_before(&self, earlier: Option<usize>, later: Option<usize>) -> bool {
        let from = self.before().next().is_some_and(|span| span.is_word(&["dari"]))
            || self.before().next().is_some_and(|span| span.is_word(&["total", "harga"]))
                && self.before().nth(1).is_some_and(|span| span.is_word(&["dari"]));
        let taken_off = earlier.is_some_and(|earlier| {
            earlier + 2 == self.at && role_of(&self.spans[earlier]) == Some(Role::Discount)
        });
        if from && taken_off {
            return false;
        }
        if from && earlier.is_some_and(|earlier| self.same_breath(earlier, self.at)) {
            return true;
        }
        let was = self.reaches(&BEFORE[..BEFORE.len() - 2], 3);
        if was && earlier.is_some_and(|earlier| self.same_breath(earlier, self.at)) {
            return true;
        }
        let Some(later) = later else { return false };
        if self.is_promoted(later) {
            return true;
        }
        let between = &self.spans[self.at + 1..later];
        let becomes = between.len() <= 4
            && between.iter().any(|span| {
                span.is_word(&[
                    "jadi", "ke", "cuma", "dapat", "dapet", "bayar", "turun", "tinggal", "kena", "menjadi",
                ])
            });
        becomes && (from || was || self.before().next().is_some_and(|span| span.is_word(&["harga"])))
    }

    fn same_breath(&self, first: usize, second: usize) -> bool {
        self.spans[first..second]
            .iter()
            .all(|span| !matches!(span.sense, Sense::Break | Sense::Sign('.' | ';' | ',')))
    }
}
