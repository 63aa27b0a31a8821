//! What a part really cost: unit prices times counts, less discounts and change.

use std::ops::Range;

use super::arithmetic::{plain_unit, product};
use super::item::Part;
use super::shares;
use super::span::{Figure, Means, Role, Span};
use crate::ledger::{Currency, Money};

/// The amount of one part, settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Price {
    pub(super) money: Money,
    /// What the same words may mean instead.
    pub(super) other: Option<Money>,
    /// A total beside it that it does not come to.
    pub(super) differs: Option<Money>,
    /// What of it is a fee.
    pub(super) fee: Option<Money>,
    /// Whether arithmetic beyond the written number was needed.
    pub(super) derived: bool,
    pub(super) means: Means,
}

/// The price of a part; `alone` when the message has no other part, so that all its amounts speak of this one.
pub(super) fn price(spans: &[Span], part: &Part, alone: bool) -> Option<Price> {
    let figure = spans.get(part.price)?.figure()?;
    let within = if alone { 0..spans.len() } else { part.spans.clone() };
    let others = Others { spans, within, price: part.price };
    let mut amount = figure.clone();
    let mut derived = false;
    let total =
        others.with(Role::Total).filter(|total| total.currency == figure.currency).map(|total| total.minor);
    if figure.role == Role::Unit
        && let Some(whole) = others
            .each()
            .or_else(|| others.count(figure.unit.as_deref()).and_then(|count| product(figure, count)))
            .or_else(|| others.heads(figure))
    {
        amount = whole;
        derived = true;
    }
    if let Some(share) = shares::of(spans, part.price, alone)
        && amount.minor % share == 0
    {
        amount.minor /= share;
        amount.other = None;
        derived = true;
    }
    let fee = others.fees(amount.currency);
    let handed_over = figure.role == Role::Paid || others.paid_here(figure);
    let back = others.with(Role::Change).filter(|back| handed_over && back.minor < amount.minor);
    if let Some(back) = back {
        amount.minor -= back.minor;
        derived = true;
    }
    if total.is_none()
        && figure.role != Role::Total
        && let Some(less) = others.discount(amount.minor)
    {
        amount.minor -= less;
        derived = true;
    }
    amount.minor = amount.minor.checked_add(fee)?;
    amount.other = amount.other.and_then(|other| other.checked_add(fee));
    let mut differs = None;
    if let Some(total) = total.filter(|total| alone && *total != amount.minor && figure.role != Role::Total) {
        let explained = others.explains(&amount, total);
        differs = (!explained).then(|| money(total, amount.currency)).flatten();
        amount.minor = total;
        amount.other = None;
        derived = true;
    }
    let currency = amount.currency;
    Some(Price {
        money: money(amount.minor, currency)?,
        other: amount.other.and_then(|other| money(other, currency)),
        differs,
        fee: money(fee, currency).filter(|fee| fee.minor() < amount.minor),
        derived,
        means: figure.means,
    })
}

fn money(minor: i64, currency: Currency) -> Option<Money> {
    Some(Money::new(minor, currency)).filter(|money| money.is_recordable())
}

struct Others<'a> {
    spans: &'a [Span],
    within: Range<usize>,
    price: usize,
}

impl<'a> Others<'a> {
    fn figures(&self) -> impl Iterator<Item = &'a Figure> {
        let price = self.price;
        self.within.clone().filter(move |at| *at != price).filter_map(|at| self.spans.get(at)?.figure())
    }

    fn with(&self, role: Role) -> Option<&'a Figure> {
        self.figures()
            .filter(|figure| figure.means <= Means::Bare)
            .filter(|figure| figure.role == role)
            .last()
    }

    /// What the fees come to.
    fn fees(&self, currency: Currency) -> i64 {
        self.figures()
            .filter(|figure| figure.role == Role::Fee && figure.currency == currency)
            .fold(0, |sum: i64, fee| sum.saturating_add(fee.minor))
    }

    /// A price that change came back on, without anything said to have been handed over.
    fn paid_here(&self, figure: &Figure) -> bool {
        figure.role == Role::Price
            && self.with(Role::Change).is_some()
            && self.with(Role::Paid).is_none()
            && self.figures().all(|other| other.role != Role::Price || other.means > Means::Bare)
    }

    /// `dek Nisa sama kak Zahra masing-masing 10rb`: as many times as are named.
    fn each(&self) -> Option<Figure> {
        let before = self.spans.get(self.within.start..self.price)?;
        let each = before.last()?.is_word(&["masing-masing", "masing"]);
        if !each || self.count(None).is_some() {
            return None;
        }
        let joined = before
            .iter()
            .filter(|span| span.is_word(&["dan", "sama"]) || span.is_sign('&') || span.is_sign(','))
            .count();
        let figure = self.spans.get(self.price)?.figure()?;
        let count = Figure {
            milli: i64::try_from(joined).ok()?.checked_add(1)?.checked_mul(1_000)?,
            ..figure.clone()
        };
        (1..=5).contains(&joined).then(|| product(figure, &count)).flatten()
    }

    /// `nonton bertiga @40rb`: as many times as there were people, unless each paid their own.
    fn heads(&self, figure: &Figure) -> Option<Figure> {
        let spans = self.spans.get(self.within.clone())?;
        let of_people = matches!(figure.unit.as_deref(), Some("" | "orang"));
        let own = spans
            .iter()
            .any(|span| span.is_word(&["patungan", "urunan", "iuran", "sharing", "bayar", "masing-masing"]));
        let people = spans.iter().find_map(shares::number).filter(|_| of_people && !own)?;
        let count = Figure { milli: people.checked_mul(1_000)?, ..figure.clone() };
        product(figure, &count)
    }

    /// How many pieces of a unit the part names.
    fn count(&self, unit: Option<&str>) -> Option<&'a Figure> {
        let unit = unit.unwrap_or("");
        // "Patungan wifi 4 orang 90rb per orang": each pays their own.
        let shared = |span: &Span| span.is_word(&["patungan", "urunan", "iuran", "sharing"]);
        if unit == "orang" && self.spans.get(self.within.clone())?.iter().any(shared) {
            return None;
        }
        let timed = matches!(unit, "bulan" | "hari" | "minggu" | "tahun" | "malam" | "jam" | "orang");
        self.figures().filter(|figure| figure.means == Means::Count && figure.milli > 0).find(|figure| {
            let counted = figure.unit.as_deref().map(plain_unit);
            match counted {
                Some(counted) => counted == plain_unit(unit) || unit.is_empty(),
                None => !timed,
            }
        })
    }

    /// What a discount takes off, in the amount's minor unit.
    fn discount(&self, minor: i64) -> Option<i64> {
        if let Some(less) = self.with(Role::Discount) {
            // "Bayar 27rb, diskon 3rb sudah terpotong".
            let off = self.spans.get(self.within.clone())?.windows(2).any(|pair| {
                pair[0].is_word(&["sudah", "udah", "udh", "sdh", "otomatis"])
                    && pair[1].is_word(&["terpotong", "kepotong", "dipotong", "termasuk", "potong", "masuk"])
            });
            return (!off && less.minor < minor).then_some(less.minor);
        }
        let said = |span: &Span| span.is_word(&["diskon", "off", "potongan", "promo"]);
        let done = |span: &Span| {
            span.is_word(&["sudah", "udah", "abis", "habis", "setelah", "udh", "sdh", "after", "termasuk"])
        };
        let spans = self.spans.get(self.within.clone())?;
        // "240.000 disc 25% = 180.000" has come off already.
        if self.figures().any(|figure| matches!(figure.role, Role::Aside | Role::Before)) {
            return None;
        }
        let percent = self.figures().find(|figure| figure.means == Means::Percent)?;
        let exact = i128::from(minor) * i128::from(percent.milli);
        let less = i64::try_from(exact / 100_000).ok()?;
        (spans.iter().any(said) && !spans.iter().any(done) && exact % 100_000 == 0 && less < minor)
            .then_some(less)
    }

    /// Whether a total that is not the amount has its reason in the message.
    fn explains(&self, amount: &Figure, total: i64) -> bool {
        let counted = self.figures().any(|figure| {
            figure.means == Means::Count && product(amount, figure).is_some_and(|whole| whole.minor == total)
        });
        let reduced = self.figures().any(|figure| {
            matches!(figure.role, Role::Discount | Role::Before) || figure.means == Means::Percent
        }) || self
            .spans
            .iter()
            .any(|span| span.is_word(&["diskon", "nego", "ditawar", "nawar", "promo"]));
        // A pump rounds litres times their price.
        let near = amount.minor.abs_diff(total).saturating_mul(100) <= total.unsigned_abs();
        counted
            || near
            || amount.role == Role::Unit && amount.minor > 0 && total % amount.minor == 0
            || reduced && total < amount.minor
    }
}
