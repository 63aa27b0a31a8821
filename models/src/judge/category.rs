//! What the money was for: every known term votes for its category, the head of the phrase loudest.
//!
//! Indonesian puts the head first: "nasi goreng ayam" is rice, "tas laptop" is a bag. So the first strong term
//! counts fully and each further one less; what follows "di", "pake" or "dari" tells where and how, and counts
//! little, unless nothing else speaks.

use super::pieces::{Piece, Scope, What};
use crate::lexicon::{Meaning, Role, Strength};
use crate::message::Flow;

#[derive(Debug)]
pub(super) struct Choice {
    pub(super) category: &'static str,
    pub(super) permille: u16,
    pub(super) words: Vec<usize>,
}

/// The votes for one category.
#[derive(Debug)]
struct Votes {
    category: &'static str,
    sum: u32,
    /// The loudest single vote.
    loudest: u32,
    words: Vec<usize>,
}

pub(super) fn of(scope: &Scope<'_>, flow: Flow) -> Choice {
    let mut votes: Vec<Votes> = Vec::new();
    let own = count(&scope.own, flow, 100, &mut votes);
    if flow == Flow::Expense
        && !has_purpose(scope)
        && let Some(kin) = given_to_kin(scope)
    {
        add(&mut votes, "keluarga", 90, kin);
    }
    // Around the item only the frame speaks, and only in a whisper once the item itself has spoken.
    let share = if votes.is_empty() { 80 } else { 25 };
    count(&scope.before, flow, share, &mut votes);
    count(&scope.after, flow, share, &mut votes);
    votes.sort_by(|a, b| b.sum.cmp(&a.sum).then(a.category.cmp(b.category)));
    let Some(first) = votes.first() else { return fallback(scope, flow) };
    let rival = votes.get(1).map_or(0, |second| second.sum);
    let certain = match first.loudest {
        85.. => 975,
        60.. => 930,
        35.. => 900,
        25.. => 780,
        _ => 650,
    };
    let contested = rival * 260 / first.sum.max(1);
    let strange = if own.unknown_head { 110 } else { 0 } + own.guessed;
    let permille = u16::try_from(u32::saturating_sub(certain, contested + strange)).unwrap_or(0);
    Choice { category: first.category, permille, words: first.words.clone() }
}

/// Whether money that was sent says what it is for: "tf mbak lina 85rb buat catering".
fn has_purpose(scope: &Scope<'_>) -> bool {
    let line = scope.line();
    // "Kirim uang pondok adek": what is sent has its purpose in its name.
    let named = line.windows(2).any(|pair| {
        pair[0].has(Role::Move) && matches!(pair[1].spent_on(), Some("pendidikan" | "tagihan" | "kesehatan"))
    });
    named
        || line.iter().any(|piece| piece.has(Role::Move))
            && line
                .iter()
                .position(|piece| piece.has(Role::For))
                .is_some_and(|at| line[at + 1..].iter().copied().any(|piece| piece.spent_on().is_some()))
}

/// The family member that money is given to: "ngasih ibu 500rb", "kirim uang ke adik".
fn given_to_kin<'a>(scope: &Scope<'a>) -> Option<&'a Piece> {
    let line = scope.line();
    let at = line.iter().position(|piece| piece.has_any(&[Role::Give, Role::Move]))?;
    let bare = |piece: &&&Piece| {
        !piece.has_any(&[Role::To, Role::For, Role::Cash, Role::Known]) && !piece.is_amount()
    };
    line[at + 1..].iter().find(bare).copied().filter(|piece| piece.has(Role::Kin))
}

/// What is remarkable about the counted pieces.
struct Seen {
    /// A word nobody knows stands where the head should.
    unknown_head: bool,
    /// What guessed spellings take from the certainty: short words look like too many others.
    guessed: u32,
}

fn count(pieces: &[&Piece], flow: Flow, share: u32, votes: &mut Vec<Votes>) -> Seen {
    let mut seen = Seen { unknown_head: false, guessed: 0 };
    let mut heads: usize = 0;
    let mut adjunct = 100;
    let mut spoken = false;
    let mut yielding: Option<(&'static str, &Piece)> = None;
    let mut before: Option<&Piece> = None;
    for piece in pieces {
        // "Transfer ke Yoga" goes to a person, whatever else the name means.
        let person =
            piece.has(Role::Name) && before.is_some_and(|before| before.has_any(&[Role::To, Role::Move]));
        before = Some(piece);
        if person {
            continue;
        }
        if piece.has_any(&[Role::At, Role::With, Role::From, Role::By, Role::To]) {
            adjunct = 35;
        } else if piece.has(Role::For) {
            adjunct = if spoken { 45 } else { 100 };
        } else if piece.is_verb() || matches!(piece.what, What::Mark(_) | What::Break) {
            adjunct = 100;
        }
        let Some(meaning) = meaning(piece, flow) else {
            seen.unknown_head |= matches!(piece.what, What::Unknown) && heads == 0 && adjunct == 100;
            continue;
        };
        let rank = [100, 50, 35, 25].get(heads).copied().unwrap_or(20);
        let base = match meaning.strength {
            Strength::Weak => 30,
            Strength::Yielding => 40,
            Strength::Plain => 100,
            Strength::Ruling => 260,
        };
        let length = 100 + 10 * u32::try_from(piece.words.len().saturating_sub(1)).unwrap_or(0);
        let spelled = if piece.guessed { 85 } else { 100 };
        let vote = base * rank / 100 * adjunct / 100 * length / 100 * spelled / 100 * share / 100;
        if meaning.strength > Strength::Yielding && adjunct == 100 {
            heads += 1;
        }
        if meaning.strength == Strength::Yielding && adjunct == 100 && yielding.is_none() {
            yielding = Some((meaning.category(), piece));
        }
        spoken = true;
        if piece.guessed {
            let short = piece.term().is_some_and(|term| term.phrase.len() < 7);
            seen.guessed = seen.guessed.max(if short { 130 } else { 60 });
        }
        add(votes, meaning.category(), vote, piece);
    }
    // Nobody took the word that yields to others: "makan di hotel" is eating, whatever hotels are for.
    if let Some((category, piece)) = yielding
        && heads == 0
    {
        add(votes, category, 90 * share / 100, piece);
    }
    seen
}

fn meaning(piece: &Piece, flow: Flow) -> Option<Meaning> {
    let term = piece.term()?;
    match flow {
        Flow::Income => term.income,
        Flow::Expense | Flow::Transfer => term.expense,
    }
}

fn add(votes: &mut Vec<Votes>, category: &'static str, vote: u32, piece: &Piece) {
    if !votes.iter().any(|votes| votes.category == category) {
        votes.push(Votes { category, sum: 0, loudest: 0, words: Vec::new() });
    }
    let Some(votes) = votes.iter_mut().find(|votes| votes.category == category) else { return };
    votes.sum += vote;
    votes.loudest = votes.loudest.max(vote);
    votes.words.extend(piece.words.clone());
}

/// Nothing speaks for any category: what the verb and the people leave likely.
fn fallback(scope: &Scope<'_>, flow: Flow) -> Choice {
    let line = scope.line();
    let has = |role| line.iter().any(|piece| piece.has(role));
    let choose = |category, permille| Choice { category, permille, words: Vec::new() };
    match flow {
        Flow::Transfer => choose("transfer", 900),
        Flow::Income if has(Role::Sell) => choose("usaha", 920),
        Flow::Income if has(Role::Payer) => choose("usaha", 860),
        Flow::Income if has(Role::Employer) => choose("gaji", 700),
        Flow::Income if has(Role::Returned) => choose("refund", 850),
        Flow::Income if has(Role::Kin) => choose("hadiah", 930),
        Flow::Income if has(Role::Given) => choose("hadiah", 900),
        Flow::Income if has(Role::Paid) => choose("usaha", 760),
        Flow::Income if has(Role::Name) || has(Role::Person) => choose("hadiah", 750),
        Flow::Income => choose("pemasukan-lain", 600),
        Flow::Expense if has(Role::Kin) && (has(Role::Give) || has(Role::Move)) => choose("keluarga", 930),
        Flow::Expense if has(Role::Kin) => choose("keluarga", 600),
        // "bayar kartu kredit 2jt": a wallet that is paid, not paid with, is a card's bill.
        Flow::Expense if line.windows(2).any(|pair| pair[0].has(Role::Pay) && pair[1].is_wallet()) => {
            choose("tagihan", 720)
        }
        Flow::Expense if has(Role::Buy) => choose("belanja", 450),
        Flow::Expense => choose("lainnya", 400),
    }
}
