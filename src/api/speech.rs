//! In which language a request is answered.

use std::sync::{Arc, OnceLock};

use poem::http::{HeaderMap, header};

use crate::app::Acting;
use crate::ledger::Language;

/// The language that a request is answered in: known better as soon as it is known who asks.
#[derive(Debug, Clone)]
pub(super) struct Speech {
    asked: Language,
    member: Arc<OnceLock<Language>>,
}

impl Speech {
    /// What `Accept-Language` asks for, or else the box's own.
    pub(super) fn of(headers: &HeaderMap, usual: Language) -> Self {
        let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
        let mut ranges = asked.split(',').filter(|range| !range.trim().ends_with(";q=0"));
        let asked = ranges.find_map(|range| Language::of_code(range.split(';').next()?.trim()));
        Self { asked: asked.unwrap_or(usual), member: Arc::default() }
    }

    pub(super) fn language(&self) -> Language {
        self.member.get().copied().unwrap_or(self.asked)
    }

    pub(super) fn is_spoken_to(&self, member: &Acting) {
        // A request has one caller; a second look at them finds the same language.
        let _ = self.member.set(member.member().language);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speaks_the_first_language_it_knows() {
        use Language::{English, Indonesian};
        let rows = [
            ("en-GB,en;q=0.9,id;q=0.5", English),
            ("id-ID", Indonesian),
            ("fr,de;q=0.8,en;q=0.5", English),
            ("fr", Indonesian),
            ("en;q=0, id", Indonesian),
            ("", Indonesian),
        ];
        for (asked, language) in rows {
            let headers = HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, asked.parse().unwrap())]);
            let speech = Speech::of(&headers, Indonesian);
            assert_eq!(speech.language(), language, "{asked}");
        }
    }
}
