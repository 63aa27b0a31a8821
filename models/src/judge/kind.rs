//! Did money move, is it a question, or neither?
//!
//! The rules are asked in order, the surest first; each looks at the whole message after its last turn ("tadi mau
//! bakso, jadinya soto 15rb" is about soto).

use super::line::Line;
use super::pieces::{Piece, What};
use crate::lexicon::Role;
use crate::message::{Cue, ItemJudgement, Kind, Message, Word};

/// What a price is told for.
const MEASURES: [&str; 8] =
    ["sekilo", "seliter", "segram", "sekilogram", "sekarung", "seikat", "sebutir", "sesisir"];
const SIGHS: [&str; 5] = ["ampun", "busyet", "buset", "astaga", "ya ampun"];

#[derive(Debug)]
pub(super) struct Verdict {
    pub(super) kind: Kind,
    pub(super) permille: u16,
    pub(super) cue: Option<Cue>,
}

#[expect(clippy::unnecessary_wraps, reason = "it is what a rule answers: a verdict or nothing")]
fn other(cue: Cue, permille: u16) -> Option<Verdict> {
    Some(Verdict { kind: Kind::Other, permille, cue: Some(cue) })
}

#[expect(clippy::unnecessary_wraps, reason = "it is what a rule answers: a verdict or nothing")]
fn query(permille: u16) -> Option<Verdict> {
    Some(Verdict { kind: Kind::Query, permille, cue: Some(Cue::Question) })
}

fn transaction(permille: u16) -> Verdict {
    Verdict { kind: Kind::Transaction, permille, cue: None }
}

pub(super) fn of(pieces: &[Piece], message: &Message<'_>, items: &[ItemJudgement]) -> Verdict {
    // "Telur 30rb sekilo, ya kebeli juga": what came true may stand before the word that says so.
    let came_true = |at: usize| {
        let turn = pieces[at].term().is_some_and(|term| term.phrase.starts_with("ke"));
        turn && !pieces[at..].iter().any(Piece::is_amount)
    };
    let from = pieces.iter().rposition(|piece| piece.has(Role::Turned));
    let from = from.filter(|at| !came_true(*at)).unwrap_or(0);
    let line = Line::of(&pieces[from..]);
    if let Some(stranger) = stranger(&line).or_else(|| elsewhere(&line, message)) {
        return stranger;
    }
    let asked = if line.has(Role::Record) && line.amount { None } else { question(&line) };
    let denied = || if line.has(Role::Record) { None } else { denial(&line) };
    asked.or_else(denied).or_else(|| report(&line)).unwrap_or_else(|| event(&line, message, items))
}

/// Advertising, prizes and codes: somebody wants something, and no money moved.
fn stranger(line: &Line<'_>) -> Option<Verdict> {
    if line.has(Role::Advert) {
        return other(Cue::Advert, 940);
    }
    let bought = line.has_any(&[Role::Pay, Role::Past, Role::Record]);
    // "Sepatu mulai 99rb": only offers have a price that things start from.
    let starts = line
        .pieces
        .windows(2)
        .any(|pair| pair[0].term().is_some_and(|term| term.phrase == "mulai") && pair[1].is_amount());
    let offered = starts && !line.verb || line.has(Role::Offer);
    if line.amount && offered && !bought {
        return other(Cue::Advert, 900);
    }
    // "Promo pizza 50rb berdua hari ini": an offer opens with it, and nobody did anything.
    let opens = line.pieces.first().and_then(|piece| piece.term()).is_some_and(|term| {
        matches!(term.phrase, "promo" | "lagi promo" | "diskon" | "lagi diskon" | "sale" | "flash sale")
    });
    let wallet = line.pieces.iter().any(Piece::is_wallet);
    (line.amount && opens && !line.verb && !bought && !wallet && !line.date)
        .then(|| other(Cue::Advert, 850))?
}

/// What others earn, spend or lose, and figures that are no money.
fn elsewhere(line: &Line<'_>, message: &Message<'_>) -> Option<Verdict> {
    if !line.amount || line.has(Role::Record) {
        return None;
    }
    let bare = message.words.iter().all(|word| !matches!(word, Word::Amount { bare: false, .. }));
    if line.has(Role::Measure) && bare && !line.has_any(&[Role::Buy, Role::Pay]) {
        return other(Cue::Chat, 900);
    }
    let ours = [Role::Pay, Role::Give, Role::Given, Role::Receive, Role::Move, Role::Lend, Role::Come];
    if line.has_any(&ours) {
        return None;
    }
    // "Istri ketipu 300rb" may be the family's loss; "adik ipar gajinya 15jt" is nobody's record.
    let owned = |at: usize| line.pieces[at].term().is_some_and(|term| term.phrase.ends_with("nya"));
    let theirs = |at: usize| {
        line.person_before(at).is_some_and(|piece| owned(at) || piece.has_any(&[Role::Person, Role::Name]))
    };
    if line.first(Role::Theirs).is_some_and(theirs) {
        return other(Cue::Hearsay, 900);
    }
    // A family buys for itself; what a neighbour spent is news, all the more when it was told.
    let stranger = line.opens_with(Role::Person);
    (stranger && line.has(Role::Told) && !line.has(Role::Buy)).then(|| other(Cue::Hearsay, 880))?
}

/// Questions about the data, orders about it, and other questions.
fn question(line: &Line<'_>) -> Option<Verdict> {
    let has = |role| line.has(role);
    let asked = has(Role::Ask) || line.mark;
    if line.amount {
        // "Kemarin belanja apa aja sampe 400rb?" asks about what is recorded.
        let recorded =
            line.has_any(&[Role::Report, Role::Buy, Role::Spend]) && (line.date || has(Role::Past));
        if has(Role::Ask) && recorded && !line.has_any(&[Role::If, Role::Price, Role::Wish, Role::Plan]) {
            return query(880);
        }
        // With a question mark alone, "kopi 22rb?" may still be a record, spoken uncertainly.
        let borrows = line.mark && has(Role::Borrow);
        if has(Role::If) {
            return other(Cue::Hypothetical, 930);
        }
        return (has(Role::Ask) || borrows).then(|| other(Cue::Question, 880))?;
    }
    if has(Role::Command) && !asked {
        return other(Cue::Chat, 920);
    }
    let subject = [Role::Report, Role::Balance, Role::Debt, Role::Claim];
    let deeds =
        [Role::Buy, Role::Pay, Role::Spend, Role::Receive, Role::Come, Role::Move, Role::Save, Role::Paid];
    if asked {
        if has(Role::Price) || has(Role::Wish) && !has(Role::Show) {
            return other(Cue::Question, 880);
        }
        let when = has(Role::Past) || line.date || has(Role::Still);
        if line.has_any(&subject) || line.has_any(&[Role::Show, Role::Spend]) {
            return query(960);
        }
        if line.quantified {
            // "Bensin berapa bulan ini" is in the data; "ongkir ke Medan berapa" may be anybody's price.
            return query(if when || !line.meaning { 960 } else { 700 });
        }
        let purse = has(Role::Cash) && line.pieces.iter().any(Piece::is_wallet);
        if purse {
            return query(900);
        }
        if when && (line.has_any(&deeds) || line.meaning) {
            return query(900);
        }
        return other(Cue::Question, 850);
    }
    let denied =
        line.has_any(&[Role::Reminder, Role::Plan, Role::Wish, Role::If, Role::Cancel, Role::Promise]);
    let bare = !line.has_any(&[Role::Buy, Role::Pay, Role::Give, Role::Borrow, Role::Lend, Role::Return]);
    if line.has_any(&subject)
        && (bare || has(Role::Show) || line.opens_with(Role::Report))
        && (!denied || has(Role::Show))
    {
        return query(if has(Role::Show) || line.date { 960 } else { 900 });
    }
    (has(Role::Show) && (line.meaning || line.date)).then(|| query(880))?
}

/// What was wished, planned, forbidden, promised: it did not happen.
fn denial(line: &Line<'_>) -> Option<Verdict> {
    let has = |role| line.has(role);
    let debt = line.has_any(&[Role::Debt, Role::Borrow, Role::Claim, Role::Return]);
    if has(Role::Still) && debt {
        return other(Cue::Owed, 920);
    }
    if let Some(at) = line.last(Role::Cancel) {
        // "ga jadi gofood, beli telur 20rb": the amount comes with a deed after what was cancelled.
        let later = &line.pieces[at + 1..];
        let stop = later.iter().position(|piece| matches!(piece.what, What::Mark(_) | What::Break));
        let instead = stop.is_some_and(|stop| {
            later[stop..].iter().any(Piece::is_amount) && !later[..stop].iter().any(Piece::is_amount)
        });
        if !instead && !has(Role::Returned) {
            return other(Cue::Cancelled, 940);
        }
    }
    if has(Role::If) {
        return other(Cue::Hypothetical, 930);
    }
    if line.amount && has(Role::Compare) && !has(Role::Past) && !line.date {
        return other(Cue::Hypothetical, 880);
    }
    if let Some(at) = line.first(Role::Reminder) {
        // "Baru ingat beli bensin 20rb kemarin" remembers.
        let recalls = (line.date || has(Role::Past))
            && line.pieces[at]
                .term()
                .is_some_and(|term| term.phrase.starts_with("ingat ") || term.phrase.starts_with("inget "));
        return if recalls || line.done_after(at) { None } else { other(Cue::Reminder, 950) };
    }
    if has(Role::Promise) {
        return other(Cue::Promise, 920);
    }
    if let Some(at) = line.first(Role::Plan) {
        return if !has(Role::Wish) && line.done_after(at) { None } else { plan(line, at) };
    }
    if let Some(at) = line.first(Role::Wish) {
        // "pengen kopi, beli 22rb": a wish that came true says so with a past word or a second verb.
        let came_true = line.pieces[at + 1..].iter().any(|piece| piece.has(Role::Past));
        return if came_true { None } else { other(Cue::Wish, 940) };
    }
    let spent = |at: usize| {
        line.done_after(at)
            || line.pieces[at..].iter().any(|piece| {
                piece.term().is_some_and(|term| {
                    term.phrase.starts_with("dipake ") || term.phrase.starts_with("kepake ")
                })
            })
    };
    let earlier = |at: usize| line.pieces[..at].iter().any(|piece| piece.has_any(&[Role::Buy, Role::Pay]));
    if line.first(Role::Budget).is_some_and(|at| !earlier(at) && !spent(at)) {
        return other(Cue::Budget, 920);
    }
    has(Role::Goal).then(|| other(Cue::Goal, 920))?
}

/// A word of the future: at the front it plans, behind a purchase it may only say what the purchase is for.
fn plan(line: &Line<'_>, at: usize) -> Option<Verdict> {
    let purpose = at.checked_sub(1).is_some_and(|before| line.pieces[before].has(Role::For));
    let deed = line.pieces[..at].iter().any(|piece| piece.has_any(&[Role::Buy, Role::Pay, Role::Record]));
    let wished = line.has(Role::Wish);
    let done = line.has(Role::Past);
    if !wished && (purpose && line.amount || done && deed) {
        return None;
    }
    other(Cue::Plan, if deed && !wished { 600 } else { 940 })
}

/// Balances and prices told, not moved.
fn report(line: &Line<'_>) -> Option<Verdict> {
    let has = |role| line.has(role);
    if !line.amount || has(Role::Record) {
        return None;
    }
    if has(Role::Balance) && !line.verb && !has(Role::Returned) {
        return other(Cue::BalanceReport, 900);
    }
    let bought = line.has_any(&[Role::Buy, Role::Pay, Role::Sell, Role::Receive, Role::Past]);
    if has(Role::Price) && !bought {
        return other(Cue::Quote, 900);
    }
    // "Daging 150rb sekilo, busyet": what a measure costs, and a sigh.
    let measured = line.pieces.windows(2).any(|pair| {
        pair[0].is_amount()
            && (matches!(pair[1].what, What::Quantity)
                || pair[1].term().is_some_and(|term| MEASURES.contains(&term.phrase)))
    });
    let sighs = line
        .pieces
        .iter()
        .any(|piece| piece.term().is_some_and(|term| SIGHS.iter().any(|sigh| term.phrase.starts_with(sigh))));
    if measured && sighs && !line.verb && !bought {
        return other(Cue::Quote, 850);
    }
    // "naik angkot 5rb" rides; "bensin naik jadi 12rb" is news.
    let rises = line.first(Role::Rise).is_some_and(|at| {
        let next = line.pieces.get(at + 1);
        at > 0 && next.is_none_or(|next| next.term().is_none_or(|term| term.expense.is_none()))
    });
    if rises && !bought {
        return other(Cue::Quote, 880);
    }
    None
}

/// Nothing speaks against it: did something happen?
fn event(line: &Line<'_>, message: &Message<'_>, items: &[ItemJudgement]) -> Verdict {
    let has = |role| line.has(role);
    let chat = |permille| Verdict { kind: Kind::Other, permille, cue: Some(Cue::Chat) };
    if line.amount {
        let content = !items.is_empty() || message.items.is_empty() || line.verb || line.meaning;
        let sure = items.iter().map(|item| item.permille).min().unwrap_or(800);
        let doubtful = has(Role::Pricey) && !line.verb
            || has(Role::Chat) && !line.meaning
            || line.is_anothers()
            || has(Role::Told) && !line.has_any(&[Role::Buy, Role::Pay]);
        return match (content, doubtful) {
            (true, true) => transaction(700),
            (true, false) if sure > 800 => transaction(985),
            (true, false) if line.verb => transaction(955),
            (true, false) => transaction(850),
            (false, _) => chat(800),
        };
    }
    if has(Role::Chat) {
        return chat(960);
    }
    if !line.verb && !line.meaning || has(Role::Still) {
        return chat(880);
    }
    let deeds = [Role::Buy, Role::Pay, Role::Sell, Role::Receive, Role::TopUp, Role::Move, Role::Withdraw];
    let more = [
        Role::Borrow,
        Role::Lend,
        Role::Return,
        Role::Given,
        Role::Deposit,
        Role::Save,
        Role::Give,
        Role::Paid,
    ];
    if line.meaning && line.has_any(&deeds) || line.has_any(&more) && (line.meaning || line.person) {
        return transaction(900);
    }
    if line.has_any(&deeds) {
        return transaction(700);
    }
    if line.meaning && line.unknown <= 1 && line.pieces.len() <= 5 { transaction(650) } else { chat(700) }
}
