//! The row form: `message => gold`, with `## phenomenon` sections. `models/corpus/README.md` describes it.

use std::path::Path;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error as ValueError;

use super::{Error, Item, Labelled, texts};
use crate::message::{Cue, Flow, Kind};

/// The family's Sunday on which every message is written.
pub(super) const TODAY: Date = date(2026, 11, 22);

const EXPENSE: [&str; 15] = [
    "makanan",
    "transportasi",
    "tagihan",
    "rumah-tangga",
    "belanja",
    "kesehatan",
    "pendidikan",
    "hiburan",
    "perawatan-diri",
    "keluarga",
    "donasi",
    "hewan",
    "tabungan",
    "utang",
    "lainnya",
];
const INCOME: [&str; 8] =
    ["gaji", "bonus", "usaha", "hasil-investasi", "hadiah", "refund", "pemasukan-lain", "utang"];

/// The wallets every message may name, as the product calls them.
pub const WALLETS: [&str; 30] = [
    "Cash",
    "GoPay",
    "OVO",
    "Dana",
    "ShopeePay",
    "LinkAja",
    "BCA",
    "Mandiri",
    "BRI",
    "BNI",
    "BTN",
    "CIMB Niaga",
    "Danamon",
    "Permata",
    "Panin",
    "OCBC NISP",
    "BSI",
    "Muamalat",
    "Jenius",
    "Blu",
    "Jago",
    "Neobank",
    "SeaBank",
    "Kartu Kredit",
    "e-Money",
    "Flazz",
    "TapCash",
    "Brizzi",
    "JakCard",
    "KMT",
];

/// What a row's right half says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Gold {
    pub(super) kind: Kind,
    pub(super) cue: Option<Cue>,
    pub(super) asked: bool,
    pub(super) items: Vec<Item>,
}

/// Every row of every `.txt` file of a folder, in the files' order.
///
/// # Errors
/// The first file that cannot be read or row that is not in form, with its place.
pub fn read_folder(folder: &Path) -> Result<Vec<Labelled>, Error> {
    let mut rows = Vec::new();
    for (name, text) in texts(folder)? {
        rows.extend(read(&name, &text)?);
    }
    Ok(rows)
}

/// Every row of one file's text. A row before the first section has the file's name as its phenomenon.
pub(super) fn read(file: &str, text: &str) -> Result<Vec<Labelled>, Error> {
    let mut phenomenon = Path::new(file).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut rows = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(section) = line.strip_prefix("## ") {
            section.trim().clone_into(&mut phenomenon);
        } else if !line.is_empty() && !line.starts_with('#') {
            let (message, gold) = halves(line).map_err(|why| Error::line(file, index, why))?;
            let Gold { kind, cue, asked, items } =
                Gold::read(gold).map_err(|why| Error::line(file, index, why))?;
            let text = message.replace("\\n", "\n");
            rows.push(Labelled {
                text,
                phenomenon: phenomenon.clone(),
                kind,
                cue,
                asked,
                transactions: items,
            });
        }
    }
    Ok(rows)
}

/// A row's message and gold.
pub(super) fn halves(line: &str) -> Result<(&str, &str), String> {
    match line.split(" => ").collect::<Vec<_>>()[..] {
        [message, gold] if !message.trim().is_empty() && !gold.trim().is_empty() => {
            Ok((message.trim(), gold.trim()))
        }
        _ => Err("a row is `message => gold`".to_owned()),
    }
}

impl Gold {
    /// Reads a row's right half.
    pub(super) fn read(written: &str) -> Result<Self, String> {
        let nothing = |kind, cue| Self { kind, cue, asked: false, items: Vec::new() };
        if written == "?" {
            return Ok(nothing(Kind::Query, None));
        }
        if let Some(reason) = written.strip_prefix(". ") {
            let deserializer = IntoDeserializer::<ValueError>::into_deserializer(reason);
            let cue = Cue::deserialize(deserializer).map_err(|_| format!("`{reason}` is no reason"))?;
            return Ok(nothing(Kind::Other, Some(cue)));
        }
        let mut gold = nothing(Kind::Transaction, None);
        for written in written.split(" ; ") {
            let (item, asked) = item(written.trim())?;
            gold.asked |= asked;
            gold.items.push(item);
        }
        Ok(gold)
    }
}

/// One item, and whether it must be asked.
fn item(written: &str) -> Result<(Item, bool), String> {
    let mut words: Vec<&str> = written.split_whitespace().collect();
    let asked = words.last() == Some(&"!ask");
    if asked {
        words.pop();
    }
    let day = words.last().and_then(|word| day(word));
    if day.is_some() {
        words.pop();
    }
    let head = words.first().copied().unwrap_or_default();
    let sign = head.chars().next().ok_or("an empty item")?;
    let amount = amount(head.get(sign.len_utf8()..).unwrap_or_default())?;
    let rest = words.get(1..).unwrap_or_default().join(" ");
    let date = day.unwrap_or(TODAY).to_string();
    let item = match sign {
        '-' | '+' => {
            let (flow, categories) =
                if sign == '-' { (Flow::Expense, &EXPENSE[..]) } else { (Flow::Income, &INCOME[..]) };
            let (category, named) =
                rest.split_once(" @").map_or((rest.as_str(), None), |(a, b)| (a, Some(b)));
            if !categories.contains(&category) {
                return Err(format!("`{category}` is no category after `{sign}`"));
            }
            let wallet = named.map(wallet).transpose()?;
            Item { flow, amount, category: category.to_owned(), wallet, to_wallet: None, date }
        }
        '>' => {
            let (from, to) =
                rest.split_once('>').map_or((rest.as_str(), None), |(from, to)| (from, Some(to)));
            let from = Some(from.trim()).filter(|from| !from.is_empty());
            let from = from.map(|from| from.strip_prefix('@').ok_or(format!("`{from}` begins without @")));
            let from = from.transpose()?.map(wallet).transpose()?;
            let to = to.map(wallet).transpose()?;
            let category = "transfer".to_owned();
            Item { flow: Flow::Transfer, amount, category, wallet: from, to_wallet: to, date }
        }
        _ => return Err(format!("`{written}` begins with none of - + >")),
    };
    Ok((item, asked))
}

/// Whole rupiah above zero; `?` is none.
fn amount(written: &str) -> Result<Option<i64>, String> {
    if written == "?" {
        return Ok(None);
    }
    let good = written.parse().ok().filter(|amount| *amount > 0);
    good.map(Some).ok_or(format!("`{written}` is no amount"))
}

fn wallet(named: &str) -> Result<String, String> {
    let known = WALLETS.iter().find(|name| **name == named.trim());
    known.map(|name| (*name).to_owned()).ok_or(format!("`{named}` is no wallet's name"))
}

/// `d-3` or a date.
fn day(written: &str) -> Option<Date> {
    match written.strip_prefix("d-") {
        Some(days) => TODAY.checked_sub(days.parse::<i32>().ok()?.days()).ok(),
        None => written.parse().ok(),
    }
}
