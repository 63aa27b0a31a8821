//! What a household says in its own way: tags, and categories that count as others.

use super::calibrate::Signs;
use super::{Reading, Setting};
use crate::ledger::Tag;

/// Reads a message without its tags, which are about the family's records and not about what they say, and by the
/// categories that the household counts with.
pub(super) fn read(
    text: &str,
    setting: &Setting,
    reader: impl FnOnce(&str) -> (Reading, Option<Signs>),
) -> (Reading, Option<Signs>) {
    let (tags, untagged) = Tag::written_in(text);
    let (mut reading, signs) = reader(&untagged);
    if !tags.is_empty() {
        text.clone_into(&mut reading.text);
    }
    let categories = &setting.categories;
    for item in &mut reading.items {
        item.category = categories.fit(item.kind, item.category).unwrap_or(item.category);
    }
    if let Some(question) = &mut reading.question {
        question.category = question.category.map(|category| categories.resolve(category));
    }
    (reading, signs)
}
