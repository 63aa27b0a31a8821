//! A reply to a record that is already there: "hapus", "jadi 18rb", "bukan gopay, bca", "kemarin".

use catatduit_nlu::{Judge, Message, Word};

use super::span::{Role, Sense, Side, Span};
use super::words::{Words, is_too_long};
use super::{Setting, arithmetic, correction, describe, mark};
use crate::ledger::{Categories, CategorySlug, Day, Money, SYSTEM_CATEGORIES, Tag, TransactionType};

/// A correction of something recorded or drafted: what is `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fix {
    /// "Hapus", "batal": take it back.
    pub void: bool,
    pub kind: Option<TransactionType>,
    pub amount: Option<Money>,
    /// The amount that the message says was wrong.
    pub replaces: Option<Money>,
    pub category: Option<CategorySlug>,
    /// The name of a known wallet, as the caller gave it.
    pub wallet: Option<String>,
    /// For a transfer, where it arrives.
    pub to_wallet: Option<String>,
    pub day: Option<Day>,
    pub description: Option<String>,
    /// A word of the message says that it corrects something: "jadi", "bukan", "hapus".
    pub says_so: bool,
    /// It holds words that belong to no part of a correction, so it may be about something else.
    pub leftover: bool,
}

/// Words that say something recorded should be otherwise.
const CUES: &[&str] = &[
    "ganti",
    "ubah",
    "jadi",
    "jadiin",
    "harusnya",
    "koreksi",
    "ralat",
    "edit",
    "salah",
    "bukan",
    "mestinya",
    "seharusnya",
    "maksudnya",
    "update",
    "change",
    "should",
];
const VOID: &[&str] = &[
    "hapus",
    "hps",
    "apus",
    "batal",
    "batalin",
    "batalkan",
    "delete",
    "del",
    "cancel",
    "buang",
    "hapusin",
    "ilangin",
    "hilangkan",
    "remove",
    "undo",
    "urungkan",
    "gajadi",
    "gakjadi",
    "ngga-jadi",
    "busek",
    "void",
    "hapusen",
    "dihapus",
    "dibatalkan",
];
const VERBS: &[&str] = &[
    "ganti",
    "ubah",
    "jadi",
    "jadiin",
    "harusnya",
    "harus",
    "koreksi",
    "ralat",
    "edit",
    "salah",
    "bukan",
    "tapi",
    "yang",
    "bener",
    "benar",
    "itu",
    "mestinya",
    "seharusnya",
    "maksudnya",
    "eh",
    "ganti",
    "pindah",
    "update",
    "change",
    "to",
    "should",
    "be",
    "set",
    "tolong",
    "dong",
    "ya",
    "ke",
    "pake",
    "dari",
    "via",
    "deh",
    "sih",
    "aja",
    "saja",
    "nya",
    "tadi",
    "sebesar",
    "rp",
    "tanggal",
    "tgl",
    "harga",
    "uang",
    "dompet",
    "wallet",
    "bayar",
    "dengan",
    "di",
    "jumlah",
    "total",
    "nominal",
    "amount",
    "is",
    "not",
];
const CATEGORY: &[&str] =
    &["kategori", "category", "kategorinya", "katagori", "masuk", "kat", "masukin", "pos"];
const NAME: &[&str] = &["nama", "namanya", "keterangan", "judul", "deskripsi", "catatan", "ket"];

/// The correction a message makes, if it makes one.
pub fn read_fix(text: &str, setting: &Setting) -> Option<Fix> {
    if is_too_long(text) {
        return None;
    }
    let (_, text) = Tag::written_in(text);
    let words = Words::of(&text);
    let mut spans = arithmetic::apply(mark::spans(&words, setting));
    correction::apply(&mut spans);
    let mut fix = Fix::default();
    let has = |words: &[&str]| spans.iter().any(|span| span.is_word(words));
    let cancelled = spans.windows(2).any(|pair| pair[0].is_word(&["tidak"]) && pair[1].is_word(&["jadi"]));
    if has(VOID) || cancelled {
        let leftover = spans.iter().any(|span| {
            span.word().is_some() && !span.is_word(VOID) && !span.is_word(VERBS) && !span.is_word(&["tidak"])
        });
        return Some(Fix { void: true, says_so: true, leftover, ..fix });
    }
    fix.kind = kind(&spans);
    amount(&spans, &mut fix);
    wallets(&spans, setting, &mut fix);
    fix.day = spans.iter().rev().find_map(|span| match span.sense {
        Sense::Day { day, .. } => Some(day),
        _ => None,
    });
    names(&words, &spans, setting, &mut fix);
    if fix == Fix::default() {
        return None;
    }
    fix.says_so = has(CUES);
    let known = [VERBS, CATEGORY, NAME];
    let named = fix.category.is_some() || fix.description.is_some();
    fix.leftover = !named
        && spans.iter().any(|span| span.word().is_some() && !known.iter().any(|list| span.is_word(list)));
    Some(fix)
}

/// Whether something right before a span denies it: "bukan 15rb".
fn is_denied(spans: &[Span], at: usize) -> bool {
    spans[..at]
        .iter()
        .rev()
        .take(2)
        .take_while(|span| span.word().is_some())
        .any(|span| span.is_word(&["bukan"]))
}

/// `pemasukan`, `bukan pengeluaran`.
fn kind(spans: &[Span]) -> Option<TransactionType> {
    (0..spans.len()).rev().filter(|at| !is_denied(spans, *at)).find_map(|at| match spans[at].word()? {
        "pemasukan" | "income" | "pendapatan" => Some(TransactionType::Income),
        "pengeluaran" | "expense" => Some(TransactionType::Expense),
        _ => None,
    })
}

/// The last amount that was not taken back or denied, and the one that was.
fn amount(spans: &[Span], fix: &mut Fix) {
    let wrong = |at: &usize| {
        spans[*at].money().is_some_and(|figure| figure.role == Role::Taken) || is_denied(spans, *at)
    };
    let amounts = || (0..spans.len()).filter(|at| spans[*at].money().is_some());
    let money = |at: usize| {
        let figure = spans[at].money()?;
        Some(Money::new(figure.minor, figure.currency)).filter(|money| money.is_recordable())
    };
    fix.amount = amounts().rfind(|at| !wrong(at)).and_then(money);
    fix.replaces = amounts().find(wrong).and_then(money).filter(|_| fix.amount.is_some());
}

/// The wallet it names; with "dari" and "ke", both.
fn wallets(spans: &[Span], setting: &Setting, fix: &mut Fix) {
    let mentions = || {
        (0..spans.len()).filter_map(|at| {
            let mention = spans[at].mention().filter(|mention| !mention.taken && !is_denied(spans, at))?;
            Some((mention, setting.wallets.get(mention.known?)?.name.clone()))
        })
    };
    let from = mentions().rfind(|(mention, _)| mention.side == Side::From);
    let to = mentions().rfind(|(mention, _)| mention.side == Side::To);
    match (from, to) {
        (Some((_, from)), Some((_, to))) => {
            fix.wallet = Some(from);
            fix.to_wallet = Some(to);
        }
        // "ganti ke bca" changes where it was paid from: only a transfer has another side.
        _ => fix.wallet = mentions().next_back().map(|(_, name)| name),
    }
}

/// A category by its name, or a new description.
fn names(words: &Words, spans: &[Span], setting: &Setting, fix: &mut Fix) {
    let at = |cues: &[&str]| spans.iter().position(|span| span.is_word(cues));
    let rest: Vec<&Span> = spans
        .iter()
        .filter(|span| span.word().is_some() && !span.is_word(VERBS) && !span.is_word(CATEGORY))
        .collect();
    if let Some(cue) = at(NAME) {
        let text = describe::describe(words, &spans[cue + 1..]);
        fix.description = Some(text).filter(|text| !text.is_empty());
        return;
    }
    // "Kopi 15rb" is a coffee, though the family may have a category of that name; "kategori kopi" is none.
    let own = at(CATEGORY).is_some() || fix.amount.is_none();
    let named = own.then(|| own_category(words, &rest, &setting.categories)).flatten();
    if let Some(category) = named.or_else(|| category_named(words, &rest, &setting.categories)) {
        fix.category = Some(category);
        return;
    }
    if at(CATEGORY).is_some() {
        fix.category = judged(words, &rest).map(|category| setting.categories.resolve(category));
        return;
    }
    // "bukan bakso, mie ayam": what is left after the denial is its new name.
    let nothing_else =
        fix.amount.is_none() && fix.wallet.is_none() && fix.day.is_none() && fix.kind.is_none();
    let denial = at(&["bukan", "harusnya", "ganti", "maksudnya", "ralat", "koreksi"]);
    if let Some(denial) = denial.filter(|_| nothing_else) {
        let later = spans[denial + 1..]
            .iter()
            .position(|span| span.is_sign(',') || span.is_word(&["tapi", "jadi"]))
            .map_or(denial + 1, |comma| denial + 2 + comma);
        let denied_only = spans[denial].is_word(&["bukan"]) && later == denial + 1;
        let text = describe::describe(words, &spans[later.min(spans.len())..]);
        fix.description = Some(text).filter(|text| !text.is_empty() && !denied_only);
    }
}

/// The category that the household itself calls so.
fn own_category(words: &Words, rest: &[&Span], categories: &Categories) -> Option<CategorySlug> {
    let said = said(words, rest);
    let is_said = |name: &str| {
        let name = name.to_lowercase();
        let name: Vec<&str> =
            name.split([' ', ',', '&']).filter(|word| !word.is_empty() && *word != "dan").collect();
        let from = said.len().checked_sub(name.len());
        from.is_some_and(|from| !name.is_empty() && said[from..].iter().eq(name.iter()))
    };
    let mut own = categories.names().filter(|(slug, _)| categories.changed(*slug).is_some());
    own.find(|(_, name)| is_said(name)).map(|(slug, _)| categories.resolve(slug))
}

fn said(words: &Words, rest: &[&Span]) -> Vec<String> {
    rest.iter()
        .map(|span| words.written(&span.tokens).to_lowercase())
        .filter(|word| word != "&" && word != "dan")
        .collect()
}

/// The system category whose name or slug the words are.
fn category_named(words: &Words, rest: &[&Span], categories: &Categories) -> Option<CategorySlug> {
    let said = said(words, rest);
    let last = said.last()?;
    SYSTEM_CATEGORIES
        .iter()
        .find(|category| {
            let slug = category.slug.as_str();
            let names = [category.name_id.to_lowercase(), category.name_en.to_lowercase()];
            let part = |name: &String| name.split([' ', ',', '&']).any(|part| part.len() > 3 && part == last);
            slug == said.join("-")
                || slug == last
                || said.len() <= 3 && names.iter().any(part)
                || slug.starts_with(last.as_str()) && last.len() >= 5
        })
        .map(|category| categories.resolve(category.slug))
}

/// The category of a thing: "kategori bensin" is transport.
fn judged(words: &Words, rest: &[&Span]) -> Option<CategorySlug> {
    let texts: Vec<&str> = rest
        .iter()
        .filter_map(|span| words.tokens.get(span.tokens.start))
        .map(|token| token.text.as_str())
        .collect();
    let plain: Vec<Word<'_>> = texts.iter().map(|text| Word::Plain(text)).collect();
    let all = 0..plain.len();
    let judgement = Judge::shipped().judge(&Message { words: &plain, items: std::slice::from_ref(&all) });
    let item = judgement.items.first().filter(|item| item.permille >= 600 && !item.words.is_empty())?;
    item.category.parse().ok()
}
