//! Did money move, is it a question, or neither?

use super::pieces::{Piece, What};
use crate::lexicon::Role;
use crate::message::{Cue, ItemJudgement, Kind, Message};

#[derive(Debug)]
pub(super) struct Verdict {
    pub(super) kind: Kind,
    pub(super) permille: u16,
    pub(super) cue: Option<Cue>,
}

const fn other(cue: Cue, permille: u16) -> Verdict {
    Verdict { kind: Kind::Other, permille, cue: Some(cue) }
}

const fn query(permille: u16) -> Verdict {
    Verdict { kind: Kind::Query, permille, cue: Some(Cue::Question) }
}

const fn transaction(permille: u16) -> Verdict {
    Verdict { kind: Kind::Transaction, permille, cue: None }
}

pub(super) fn of(pieces: &[Piece], message: &Message<'_>, items: &[ItemJudgement]) -> Verdict {
    // What happened instead counts, not what had been wanted before.
    let from = pieces.iter().rposition(|piece| piece.has(Role::Turned)).unwrap_or(0);
    let line = Line { pieces: &pieces[from..] };
    let has = |role| line.has(role);
    let amount = line.pieces.iter().any(Piece::is_amount);
    let asked = has(Role::Ask) || line.marked('?');
    let recording = has(Role::Record);

    if line.pieces.iter().all(|piece| matches!(piece.what, What::Mark(_) | What::Break)) {
        return other(Cue::Chat, 990);
    }
    if !recording {
        if asked && !amount {
            let data = line.has_any(&[Role::Report, Role::Balance, Role::Show, Role::Spend, Role::Debt])
                || (has(Role::Ask)
                    && line.has_any(&[Role::Buy, Role::Pay, Role::Past, Role::Claim, Role::Save]));
            return if data && !has(Role::Price) { query(950) } else { other(Cue::Question, 880) };
        }
        if !amount && line.has_any(&[Role::Report, Role::Show]) && items.is_empty() {
            return query(940);
        }
        if has(Role::Still) && line.has_any(&[Role::Debt, Role::Borrow, Role::Claim]) {
            return other(Cue::Owed, 900);
        }
        if has(Role::Cancel) {
            return other(Cue::Cancelled, 940);
        }
        if has(Role::If) {
            return other(Cue::Hypothetical, 930);
        }
        if asked && has(Role::Ask) {
            return other(Cue::Question, 880);
        }
        if has(Role::Reminder) {
            return other(Cue::Reminder, 950);
        }
        if has(Role::Promise) {
            return other(Cue::Promise, 920);
        }
        if has(Role::Plan) {
            return other(Cue::Plan, 930);
        }
        if has(Role::Wish) {
            return other(Cue::Wish, 940);
        }
        if has(Role::Budget) {
            return other(Cue::Budget, 920);
        }
        if has(Role::Goal) {
            return other(Cue::Goal, 920);
        }
        if has(Role::Balance) && amount && !line.has_verb() {
            return other(Cue::BalanceReport, 900);
        }
        if has(Role::Price) && !line.has_any(&[Role::Buy, Role::Pay]) {
            return other(Cue::Quote, 880);
        }
    }
    let content = !items.is_empty() || line.has_verb() || line.means_something();
    if amount && (content || message.items.is_empty()) {
        let sure = items.iter().map(|item| item.permille).min().unwrap_or(800);
        return transaction(if sure > 800 {
            985
        } else if line.has_verb() {
            950
        } else {
            850
        });
    }
    if has(Role::Chat) || !content {
        return other(Cue::Chat, if has(Role::Chat) { 960 } else { 800 });
    }
    if line.has_any(&[
        Role::Buy,
        Role::Pay,
        Role::Sell,
        Role::Receive,
        Role::TopUp,
        Role::Move,
        Role::Withdraw,
    ]) {
        return transaction(880);
    }
    if line.means_something() && line.pieces.len() <= 3 { transaction(650) } else { other(Cue::Chat, 700) }
}

struct Line<'a> {
    pieces: &'a [Piece],
}

impl Line<'_> {
    fn has(&self, role: Role) -> bool {
        self.pieces.iter().any(|piece| piece.has(role))
    }

    fn has_any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.has(*role))
    }

    fn has_verb(&self) -> bool {
        self.pieces.iter().any(Piece::is_verb)
    }

    fn marked(&self, mark: char) -> bool {
        self.pieces.iter().any(|piece| matches!(piece.what, What::Mark(found) if found == mark))
    }

    fn means_something(&self) -> bool {
        self.pieces
            .iter()
            .any(|piece| piece.term().is_some_and(|term| term.expense.is_some() || term.income.is_some()))
    }
}
