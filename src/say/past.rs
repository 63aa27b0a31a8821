//! What a part of a record said before and after a change.

use super::record::{category, kind};
use crate::app::PartSeen;
use crate::ledger::{Categories, Day};
use crate::words::{Words, day};

/// One part of a record, as a person reads it.
pub fn part(words: &Words, categories: &Categories, part: &PartSeen, today: Day) -> String {
    match part {
        PartSeen::Type(of) => kind(words, *of).to_owned(),
        PartSeen::Money(money) => money.to_string(),
        PartSeen::Category(slug) => category(words, categories, *slug).to_owned(),
        PartSeen::Transaction(_, text) if text.is_empty() => words.talk.expense.to_owned(),
        PartSeen::Text(text) | PartSeen::Wallet(_, text) | PartSeen::Transaction(_, text) => text.clone(),
        PartSeen::Lines(lines) => {
            let line = |line: &crate::ledger::Line| {
                let name = Some(line.description.as_str()).filter(|name| !name.is_empty());
                format!("{} {}", name.unwrap_or(category(words, categories, line.category)), line.amount)
            };
            lines.iter().map(line).collect::<Vec<_>>().join(", ")
        }
        PartSeen::Members(members) => {
            members.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ")
        }
        PartSeen::Day(of) => day(words, *of, today),
        PartSeen::Tags(tags) => tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" "),
        PartSeen::Pictures(count) => (words.entry.pictures)(*count),
        PartSeen::Moment(_) => words.entry.yes.to_owned(),
        PartSeen::Hidden => words.entry.hidden.to_owned(),
    }
}
