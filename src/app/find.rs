//! Finding records by what is written in them.

use super::{Acting, Error, Seen};
use crate::ledger::Transaction;

/// Records looked at in one go, and in all: the newest ones, so that a long history stays quick.
const STEP: usize = 500;
const REACH: usize = 5_000;

impl Acting {
    /// The newest live records that hold every word of the text, in any of their texts or names; at most so
    /// many.
    pub fn find(&self, text: &str, most: usize) -> Result<Vec<Seen>, Error> {
        let wanted: Vec<String> = text.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let mut found = Vec::new();
        let mut after = None;
        let mut looked_at = 0;
        while looked_at < REACH && !wanted.is_empty() {
            let page = self.transactions(None, None, after, STEP)?;
            looked_at += page.items.len();
            found.extend(page.items.into_iter().filter(|seen| holds(seen, &wanted)));
            if found.len() >= most || page.next.is_none() {
                break;
            }
            after = page.next;
        }
        found.truncate(most);
        Ok(found)
    }
}

fn holds(seen: &Seen, wanted: &[String]) -> bool {
    let text = text_of(seen).to_lowercase();
    wanted.iter().all(|word| text.contains(word))
}

/// All that a person may remember of a record. Not the message it came from: that tells of its neighbours too.
fn text_of(seen: &Seen) -> String {
    let Transaction { person, note, .. } = &seen.transaction;
    let category = seen.transaction.category();
    let names = category.system().map(|system| [system.name_id, system.name_en].join(" "));
    let to = seen.to_wallet.as_ref().map(|to| to.wallet.name.clone());
    let parts = [Some(seen.transaction.description()), person.clone(), note.clone(), names, to];
    let mut text = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    for part in [&seen.wallet.wallet.name, &seen.member] {
        text.push(' ');
        text.push_str(part);
    }
    text
}
