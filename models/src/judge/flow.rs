//! Which way the money went.

use super::pieces::{Piece, Scope, What};
use crate::lexicon::{Role, Strength};
use crate::message::Flow;

/// The way, and the category where the way alone decides it.
#[derive(Debug)]
pub(super) struct Course {
    pub(super) flow: Flow,
    pub(super) category: Option<&'static str>,
    pub(super) permille: u16,
    pub(super) words: Vec<usize>,
}

/// People, in the widest sense.
const PEOPLE: [Role; 5] = [Role::Kin, Role::Person, Role::Name, Role::Payer, Role::Employer];

/// Those whose money is earned.
const PAYERS: [Role; 2] = [Role::Payer, Role::Employer];

/// What a line says, by position.
struct Line<'a> {
    pieces: Vec<&'a Piece>,
}

impl Line<'_> {
    fn at(&self, role: Role) -> Option<usize> {
        self.pieces.iter().position(|piece| piece.has(role))
    }

    fn has(&self, role: Role) -> bool {
        self.at(role).is_some()
    }

    fn has_any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.has(*role))
    }

    /// Whether a person other than the speaker stands before this position, as the one who does it.
    fn somebody_before(&self, position: usize) -> bool {
        let mut led = false;
        for piece in &self.pieces[..position] {
            if piece.has_any(&[Role::To, Role::From, Role::By, Role::For, Role::At]) {
                led = true;
            } else if piece.has_any(&PEOPLE) {
                if !led {
                    return true;
                }
                led = false;
            }
        }
        false
    }

    /// Whether we are named as the one who does what stands here: "duit Siska udah aku balikin", "kubayar".
    fn by_us(&self, position: usize) -> bool {
        const US: [&str; 7] = ["aku", "saya", "gue", "gua", "gw", "kita", "kami"];
        let phrase = |at: usize| self.pieces.get(at)?.term().map(|term| term.phrase);
        let own =
            phrase(position).is_some_and(|phrase| phrase.starts_with("ku") || phrase.starts_with("tak "));
        let named = position.checked_sub(1).and_then(phrase).is_some_and(|phrase| US.contains(&phrase));
        own || named
    }

    /// Whether it opens with money that somebody sent: "tf dari Wulan bayar utang", "kiriman dari adik".
    fn sent_by_somebody(&self) -> bool {
        let sends = |piece: &Piece| piece.has_any(&[Role::Move, Role::Given]);
        let at = self.pieces.iter().position(|piece| piece.is_verb() || piece.has(Role::To));
        let Some(at) = at.filter(|at| sends(self.pieces[*at])) else { return false };
        let mut after = self.pieces[at + 1..].iter().filter(|piece| !piece.is_amount() && !piece.is_wallet());
        // "Kiriman dari" may be one term.
        let ends = self.pieces[at].term().is_some_and(|term| term.phrase.ends_with(" dari"));
        (ends || after.next().is_some_and(|piece| piece.has(Role::From)))
            && after.next().is_some_and(|piece| piece.has_any(&PEOPLE))
    }

    /// Somebody who gives back what was laid out: "temen ganti uang bensin", "uang kado udah diganti sama Tia". Whether
    /// to us, or we to them: "ganti uang bensin temen". A firm pays a claim.
    fn made_good(&self) -> Option<Flow> {
        let replaces = |piece: &&Piece| {
            piece.term().is_some_and(|term| {
                ["ganti uang", "ganti duit", "gantiin uang", "gantiin duit"]
                    .iter()
                    .any(|start| term.phrase.starts_with(start))
                    && !term.phrase.ends_with("kantor")
            })
        };
        if self.has(Role::Employer) {
            return None;
        }
        if let Some(at) = self.pieces.iter().position(replaces) {
            let ours = self.by_us(at);
            if !ours && self.somebody_before(at) {
                return Some(Flow::Income);
            }
            let to = self.pieces[at + 1..].iter().any(|piece| piece.is_somebody());
            return (ours || to).then_some(Flow::Expense);
        }
        let back = self.pieces.iter().position(|piece| {
            piece.term().is_some_and(|term| matches!(term.phrase, "diganti" | "digantiin" | "digantikan"))
        })?;
        let by = self.pieces[back + 1..]
            .windows(2)
            .any(|pair| pair[0].has_any(&[Role::By, Role::From]) && pair[1].is_somebody());
        (by || self.pieces.get(back + 1).is_some_and(|piece| piece.is_somebody())).then_some(Flow::Income)
    }

    /// "Uang kos anak 700rb udah dikirim": what is sent is what is to be paid, and nobody is named who sent it.
    fn sent_away(&self, at: usize) -> bool {
        let sent = self.pieces[at].term().is_some_and(|term| {
            matches!(term.phrase, "dikirim" | "dikirimin" | "ditransfer" | "ditransferin" | "ditf")
        });
        let due = self.pieces[..at].iter().any(|piece| {
            matches!(piece.spent_on(), Some("tagihan" | "pendidikan" | "kesehatan"))
                && piece.term().is_some_and(|term| term.income.is_none())
        });
        sent && due
            && !self.has_any(&[Role::From, Role::By])
            && !self.pieces[at + 1..].iter().any(|piece| piece.has_any(&PEOPLE))
    }

    /// Whether one of these little words leads to a person anywhere.
    fn leads_to_person(&self, roles: &[Role]) -> bool {
        self.pieces.windows(2).any(|pair| pair[0].has_any(roles) && pair[1].has_any(&PEOPLE))
            || self
                .pieces
                .windows(3)
                .any(|three| three[0].has_any(roles) && !three[1].is_verb() && three[2].has_any(&PEOPLE))
    }

    /// The wallet that a verb or little word at this position leads to, money words between them skipped.
    fn wallet_after(&self, position: usize) -> bool {
        self.pieces[position + 1..]
            .iter()
            .find(|piece| {
                !piece.is_amount() && !piece.has_any(&[Role::Cash, Role::To, Role::Balance, Role::Known])
            })
            .is_some_and(|piece| piece.is_wallet())
    }

    fn wallets(&self) -> usize {
        let mut ordinals: Vec<usize> = self
            .pieces
            .iter()
            .filter_map(|piece| match piece.what {
                What::Wallet(ordinal) => Some(ordinal),
                _ => None,
            })
            .collect();
        ordinals.sort_unstable();
        ordinals.dedup();
        ordinals.len()
    }

    /// Where somebody else sends or gives, and nobody but us can be meant: "ibu transfer 500rb".
    fn sent_to_us(&self) -> Option<usize> {
        let at = self.pieces.iter().position(|piece| piece.is_verb())?;
        let gives = self.pieces[at].has_any(&[Role::Move, Role::Give]);
        let bare = self.pieces[at + 1..].iter().all(|piece| {
            !piece.has_any(&[Role::To, Role::For])
                && !piece.has_any(&PEOPLE)
                && piece.term().is_none_or(|term| term.expense.is_none())
        });
        (gives && bare && self.somebody_before(at)).then_some(at)
    }

    fn words(&self, roles: &[Role]) -> Vec<usize> {
        self.pieces
            .iter()
            .filter(|piece| piece.has_any(roles))
            .flat_map(|piece| piece.words.clone())
            .collect()
    }
}

pub(super) fn of(scope: &Scope<'_>) -> Course {
    let line = Line { pieces: scope.line() };
    transfer(&line).or_else(|| debt(&line)).or_else(|| income(&line)).unwrap_or_else(|| expense(&line))
}

fn transfer(line: &Line<'_>) -> Option<Course> {
    let moves = [Role::Move, Role::TopUp, Role::Withdraw, Role::Deposit, Role::Save];
    let sure = |permille| {
        let words = line.words(&moves);
        Some(Course { flow: Flow::Transfer, category: Some("transfer"), permille, words })
    };
    let wallets = line.wallets();
    let buying = line.has_any(&[Role::Buy, Role::Pay]);
    let to_person = line.leads_to_person(&[Role::To, Role::For]);
    if line.has(Role::Withdraw) && !buying {
        return sure(960);
    }
    if wallets >= 2 && !buying && !to_person && (line.has_any(&moves) || line.has(Role::To)) {
        return sure(970);
    }
    if let Some(at) = line.at(Role::TopUp)
        && line.wallet_after(at)
    {
        return sure(960);
    }
    // "ShopeePay kuisi 40rb": what is filled stands before it.
    if let Some(at) = line.at(Role::TopUp)
        && at > 0
        && line.pieces[at - 1].is_wallet()
        && line.pieces[at..].iter().all(|piece| piece.term().is_none_or(|term| term.expense.is_none()))
    {
        return sure(900);
    }
    if let Some(at) = line.at(Role::Deposit)
        && !to_person
        && (line.wallet_after(at) || line.pieces[at].words.len() > 1)
    {
        return sure(930);
    }
    if let Some(at) = line.at(Role::Save)
        && (line.wallet_after(at) || line.at(Role::To).is_some_and(|to| line.wallet_after(to)))
    {
        return sure(920);
    }
    if let Some(at) = line.at(Role::Move)
        && !buying
        && !to_person
        && line.at(Role::To).is_some_and(|to| to > at && line.wallet_after(to))
    {
        return sure(880);
    }
    None
}

fn debt(line: &Line<'_>) -> Option<Course> {
    let roles =
        [Role::Borrow, Role::Lend, Role::LentToUs, Role::Return, Role::Returned, Role::Debt, Role::Claim];
    let course =
        |flow, permille| Some(Course { flow, category: Some("utang"), permille, words: line.words(&roles) });
    if line.has(Role::LentToUs) {
        return course(Flow::Income, 920);
    }
    let owing = [Role::Debt, Role::Borrow, Role::Return];
    if line.has_any(&owing) && line.sent_by_somebody() {
        return course(Flow::Income, 920);
    }
    // "Om Herman nagih, kubayar 500rb"; "ngutang di warung 7rb udah kubayar". "Ditagih mulu, nih wifi 250rb kubayar" pays a bill.
    if line.at(Role::Pay).is_some_and(|at| line.by_us(at)) {
        let bill =
            line.pieces.iter().any(|piece| piece.spent_on().is_some_and(|category| category != "utang"));
        let owes = line.has_any(&[Role::Debt, Role::Borrow]);
        if owes || line.has(Role::Claim) && !bill {
            return course(Flow::Expense, 930);
        }
        if line.has(Role::Claim) {
            return None;
        }
    }
    if let Some(flow) = line.made_good() {
        return course(flow, 900);
    }
    // "Fajar udah bayar yang kemarin dia pinjam", "adik balikin uang yang dipinjam": what was borrowed comes back.
    let lent = [Role::Borrow, Role::Lend].iter().filter_map(|role| line.at(*role)).min();
    let back = [Role::Pay, Role::Return].iter().filter_map(|role| line.at(*role)).min();
    if let (Some(lent), Some(back)) = (lent, back)
        && back < lent
        && back + 1 < lent
    {
        let flow = if line.somebody_before(back) { Flow::Income } else { Flow::Expense };
        return course(flow, 880);
    }
    if line.has(Role::Lend) {
        return course(Flow::Expense, 930);
    }
    let owed = line.has_any(&[Role::Debt, Role::Claim]);
    if line.has(Role::Returned) {
        // "reimburse taksi dari kantor" is money back for a purchase, "dibalikin budi" a loan that ends.
        let refund = line.pieces.iter().any(|piece| piece.term().is_some_and(|term| term.income.is_some()));
        let somebody = line.has_any(&[Role::Kin, Role::Person, Role::Name]);
        return (owed || (somebody && !refund)).then(|| course(Flow::Income, 900))?;
    }
    if let Some(at) = line.at(Role::Return) {
        let theirs = line.somebody_before(at) && !line.by_us(at);
        return if theirs { course(Flow::Income, 910) } else { course(Flow::Expense, 900) };
    }
    if owed {
        let collected = line.has(Role::Claim) && line.has(Role::Come);
        if line.has_any(&[Role::Paid, Role::Receive]) || collected {
            return course(Flow::Income, 920);
        }
        if let Some(at) = line.at(Role::Pay) {
            return if line.somebody_before(at) {
                course(Flow::Income, 910)
            } else {
                course(Flow::Expense, 950)
            };
        }
        if line.has(Role::Give) {
            return course(Flow::Expense, 900);
        }
        // "Setor utang ke bang Rizal".
        if line.has_any(&[Role::Deposit, Role::Move]) && line.leads_to_person(&[Role::To]) {
            return course(Flow::Expense, 900);
        }
    }
    if let Some(at) = line.at(Role::Borrow) {
        // "Karyawan minta kasbon 300rb udah kukasih".
        let granted = line.somebody_before(at)
            || line.pieces[at + 1..].iter().any(|piece| piece.has(Role::Give)) && line.has_any(&PEOPLE);
        return if granted { course(Flow::Expense, 900) } else { course(Flow::Income, 920) };
    }
    if let Some(at) = line.at(Role::Debt) {
        return if line.somebody_before(at) { course(Flow::Expense, 800) } else { course(Flow::Income, 780) };
    }
    line.has(Role::Claim).then(|| course(Flow::Expense, 700))?
}

fn income(line: &Line<'_>) -> Option<Course> {
    let outgoing = [Role::Buy, Role::Pay, Role::Spend, Role::Give];
    let incoming = [Role::Receive, Role::Come, Role::Given, Role::Paid, Role::Sell, Role::Returned];
    let course = |permille, words| Some(Course { flow: Flow::Income, category: None, permille, words });
    let first_out = outgoing.iter().filter_map(|role| line.at(*role)).min();
    let first_in = incoming.iter().filter_map(|role| line.at(*role)).min();
    if let Some(at) = first_in
        && first_out.is_none_or(|out| at < out)
    {
        let piece = line.pieces[at];
        let words = piece.words.clone().collect();
        if line.sent_away(at) {
            return None;
        }
        if piece.has_any(&[Role::Receive, Role::Given, Role::Paid, Role::Sell, Role::Returned]) {
            return course(970, words);
        }
        let spent_on = line.pieces[at + 1..]
            .iter()
            .any(|piece| piece.term().is_some_and(|term| term.expense.is_some() && term.income.is_none()));
        let from = line.has(Role::From) || line.has(Role::Cash);
        return if spent_on && !from { None } else { course(if spent_on { 800 } else { 940 }, words) };
    }
    let pairs = || line.pieces.windows(2);
    if let Some(at) = line.sent_to_us() {
        return course(900, line.pieces[at].words.clone().collect());
    }
    if first_out.is_some() {
        let clients = pairs().any(|pair| pair[0].has_any(&PAYERS) && pair[1].has(Role::Pay));
        return if clients {
            course(900, line.words(&[Role::Pay, Role::Payer, Role::Employer]))
        } else {
            None
        };
    }
    if pairs().any(|pair| pair[0].has(Role::From) && pair[1].has_any(&PAYERS)) && !line.has(Role::To) {
        return course(900, line.words(&[Role::From, Role::Payer, Role::Employer]));
    }
    let head = line.pieces.iter().find(|piece| {
        matches!(piece.what, What::Unknown)
            || piece.term().is_some_and(|term| term.expense.is_some() || term.income.is_some())
    });
    if let Some(piece) = head
        && let Some(meaning) = piece.term().and_then(|term| term.income)
    {
        let rival = piece.term().is_some_and(|term| term.expense.is_some());
        if meaning.strength > Strength::Yielding && !rival {
            return course(960, piece.words.clone().collect());
        }
    }
    let money = line.pieces.iter().find(|piece| piece.term().is_some()).is_some_and(|piece| {
        piece.term().is_some_and(|term| term.phrase.starts_with("uang") || term.phrase.starts_with("duit"))
    });
    if pairs().any(|pair| pair[0].has(Role::From) && pair[1].has_any(&PEOPLE))
        && (money || head.is_none())
        && !line.has(Role::To)
    {
        return course(860, line.words(&[Role::From]));
    }
    None
}

fn expense(line: &Line<'_>) -> Course {
    let verbs = [Role::Buy, Role::Pay, Role::Spend, Role::Give, Role::Move, Role::Save];
    let words = line.words(&verbs);
    let permille = if line.has_any(&[Role::Buy, Role::Pay, Role::Spend]) { 990 } else { 970 };
    if line.has(Role::Save) && !line.has_any(&[Role::Buy, Role::Pay]) {
        return Course { flow: Flow::Expense, category: Some("tabungan"), permille: 920, words };
    }
    Course { flow: Flow::Expense, category: None, permille, words }
}
