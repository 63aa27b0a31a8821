//! `catatduit model view`: labelled messages as the net is shown them.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use serde_json::json;

use super::labelled::{self, Gold, Kind, Labelled};
use crate::capture::{self, Heard};

pub(super) fn run(file: &Path) -> anyhow::Result<ExitCode> {
    let setting = labelled::setting()?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    for row in labelled::read(file)? {
        let line = capture::hear(&row.text, &setting, |heard| shown(&row, heard));
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn shown(row: &Labelled, heard: &Heard<'_>) -> serde_json::Value {
    let verdict = match row.kind {
        Kind::Transaction => "transaction",
        Kind::Query => "query",
        Kind::Other => row.cue.as_deref().unwrap_or("chat"),
    };
    json!({
        "words": heard.message.words,
        "items": heard.message.items,
        "verdict": verdict,
        "classes": classes(&row.transactions, heard.prices),
    })
}

/// Which gold item each stretch is, by its price; in the order of the message where prices are equal. The only
/// item left over is the first stretch left over: what it is for can be learnt though its price was misread.
fn classes(gold: &[Gold], prices: &[Option<i64>]) -> Vec<Option<String>> {
    let mut left: Vec<&Gold> = gold.iter().collect();
    let mut found: Vec<Option<String>> = prices
        .iter()
        .map(|price| {
            let at = left.iter().position(|gold| gold.amount == *price)?;
            Some(class(left.remove(at)))
        })
        .collect();
    if let ([last], Some(free)) = (left.as_slice(), found.iter_mut().find(|class| class.is_none())) {
        *free = Some(class(last));
    }
    found
}

fn class(gold: &Gold) -> String {
    let sign = match gold.kind.as_str() {
        "income" => '+',
        "transfer" => '>',
        _ => '-',
    };
    format!("{sign}{}", gold.category)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gold(kind: &str, amount: i64, category: &str) -> Gold {
        Gold {
            kind: kind.to_owned(),
            amount: Some(amount),
            category: category.to_owned(),
            wallet: None,
            to_wallet: None,
            date: None,
        }
    }

    #[test]
    fn stretches_are_matched_by_price_and_each_label_once() {
        let gold = [
            gold("expense", 5000, "makanan"),
            gold("expense", 5000, "transportasi"),
            gold("income", 9000, "gaji"),
        ];
        let prices = [Some(5000), Some(2500), Some(9000), Some(5000), Some(5000)];
        let expected = [Some("-makanan"), None, Some("+gaji"), Some("-transportasi"), None];
        let found = classes(&gold, &prices);
        assert_eq!(found.iter().map(Option::as_deref).collect::<Vec<_>>(), expected);
        assert_eq!(classes(&gold[2..], &[Some(7000), Some(2000)]), [Some("+gaji".to_owned()), None]);
    }
}
