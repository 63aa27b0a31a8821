//! What was learnt: `Aku belajar: zulvano → Makanan & Minuman.`

use super::record::{category, kind};
use crate::app::LessonSeen;
use crate::ledger::{LessonState, Teaching};
use crate::words::{Said, Words};

/// One line for each thing learnt.
pub fn learned(words: &Words, lessons: &[LessonSeen]) -> Said {
    lessons.iter().fold(Said::nothing(), |said, seen| said.line(lesson(words, seen)))
}

/// What became of a lesson that was taken back.
pub fn lesson_changed(words: &Words, seen: &LessonSeen) -> Said {
    let phrase = &seen.lesson.phrase;
    match seen.lesson.state {
        LessonState::Active => lesson(words, seen),
        LessonState::Undone => (words.talk.unlearned)(phrase),
        LessonState::Forbidden => (words.talk.never_again)(phrase),
    }
}

fn lesson(words: &Words, seen: &LessonSeen) -> Said {
    let meaning = match seen.lesson.teaches {
        Teaching::Category { category: slug, .. } => category(words, &seen.categories, slug).to_owned(),
        Teaching::Type { kind: of, category: slug } => {
            format!("{}, {}", kind(words, of), category(words, &seen.categories, slug))
        }
        Teaching::Wallet(_) => (words.talk.this_wallet)(seen.wallet.as_deref().unwrap_or("…")),
    };
    (words.talk.learned)(&seen.lesson.phrase, &meaning)
}
