//! What the things of one message share: a wallet or a day that is said once.

use std::ops::Range;

use super::{Made, Reader};
use crate::capture::item;
use crate::capture::span::{Mention, Sense, Side, When};
use crate::capture::transfer;
use crate::ledger::{Day, TransactionType};

impl Reader<'_> {
    /// A wallet said once holds for its neighbours: said before all, for all; said after the last of a row, for
    /// those before it that name none.
    pub(super) fn share_wallets(&self, made: &mut [Made]) {
        let first = made.first().map_or(0, |made| made.place.start);
        let ambient =
            self.layout.loose.iter().find_map(|loose| transfer::paid_with(&self.spans[loose.clone()], false));
        let leading = made.first().and_then(|made| {
            let price = self.layout.parts.iter().find(|part| part.spans.start == first)?.price;
            let mention = transfer::paid_with(&self.spans[first..price.max(first)], false)?;
            let leads = mention.side == Side::From || self.spans[first].mention() == Some(mention);
            (made.item.kind == TransactionType::Expense && leads).then_some(mention)
        });
        let shared: Option<&Mention> = ambient.or(leading);
        let mut later: Option<(Option<String>, TransactionType)> = None;
        for at in (0..made.len()).rev() {
            let this = &made[at];
            let kind = this.item.kind;
            if kind == TransactionType::Transfer {
                later = None;
                continue;
            }
            if this.own_wallet {
                later = Some((this.item.wallet.clone(), kind));
            } else {
                let next_line = self.spans[this.place.end.saturating_sub(1)..]
                    .iter()
                    .take(2)
                    .any(|span| span.sense == Sense::Break);
                let from_later = later
                    .clone()
                    .filter(|(_, later_kind)| *later_kind == kind && !next_line)
                    .and_then(|(name, _)| name);
                if next_line {
                    later = None;
                }
                made[at].item.wallet =
                    from_later.or_else(|| shared.and_then(|mention| self.name(mention.known)));
            }
        }
    }

    /// "Isi dana 100rb dari bca, dipake pulsa 25rb": what was filled is what pays next.
    pub(super) fn spend_what_was_filled(&self, made: &mut [Made]) {
        const SPENDS: &[&str] = &["dipake", "dipakai", "kepake", "kepakai", "kepotong"];
        for at in 1..made.len() {
            let (earlier, later) = made.split_at_mut(at);
            let (Some(filled), Some(spent)) = (earlier.last(), later.first_mut()) else { continue };
            let into = filled.item.to_wallet.clone().filter(|_| {
                filled.item.kind == TransactionType::Transfer && spent.item.kind == TransactionType::Expense
            });
            let start = spent.place.start;
            let near = &self.spans[start.saturating_sub(1)..(start + 3).min(self.spans.len())];
            // Cash that was drawn lies about; what was filled into a wallet was filled for this.
            let topped =
                self.spans[filled.place.clone()].iter().any(|span| span.is_word(&["topup", "isi", "up"]));
            let said = near
                .iter()
                .any(|span| span.is_word(SPENDS) || topped && span.is_word(&["terus", "langsung"]));
            if let Some(into) = into.filter(|_| said && spent.item.wallet.is_none()) {
                spent.item.wallet = Some(into);
            }
        }
    }

    /// A day holds for what follows it on its line, and for all when it stands apart or at the end.
    pub(super) fn share_days(&self, made: &mut [Made]) {
        let day_at = |range: &Range<usize>| {
            range.clone().find_map(|at| match self.spans[at].sense {
                Sense::Day { when, .. } if self.is_purpose(at, when) => None,
                Sense::Day { day, .. } => Some((at, day)),
                _ => None,
            })
        };
        let day_in = |range: &Range<usize>| day_at(range).map(|(_, day)| day);
        let own: Vec<Option<Day>> = made.iter().map(|made| day_in(&made.place)).collect();
        let loose = &self.layout.loose;
        let trailing = loose.iter().find_map(&day_in).or_else(|| {
            // "Malam kemarin sate 28rb" dates the sate alone; "ngopi 15rb kemarin" all before it too.
            let last = made.last().filter(|_| own.iter().flatten().count() == 1)?;
            let (at, day) = day_at(&last.place)?;
            let thing = self.spans[at..last.place.end].iter().any(item::is_content);
            let after_price = self.spans[last.place.start..at].iter().any(|span| span.money().is_some());
            (after_price || !thing || made.len() == 1).then_some(day)
        });
        // The nearest day said before it, in a clause of its own or with an earlier thing.
        let mut said: Vec<(usize, Day)> = loose
            .iter()
            .filter_map(|clause| Some((clause.start, day_in(clause)?)))
            .chain(made.iter().zip(&own).filter_map(|(made, own)| Some((made.place.start, (*own)?))))
            .collect();
        said.sort_unstable_by_key(|(at, _)| *at);
        for (made, own) in made.iter_mut().zip(own) {
            let earlier = said.partition_point(|(at, _)| *at < made.place.start).checked_sub(1);
            let before = earlier.and_then(|index| said.get(index)).map(|(_, day)| *day);
            if let Some(day) = own.or(before).or(trailing) {
                made.item.day = day;
            }
        }
    }

    /// A day to come that a thing is for: "tiket buat minggu depan", "beli pulsa buat besok".
    fn is_purpose(&self, at: usize, when: When) -> bool {
        let before = &self.spans[at.saturating_sub(6)..at];
        let purpose = before.last().is_some_and(|span| span.is_word(&["untuk"]));
        let booked =
            before.iter().any(|span| span.is_word(&["tiket", "booking", "dibooking", "pesen", "reservasi"]));
        purpose && booked || when == When::Future && (purpose || booked)
    }
}
