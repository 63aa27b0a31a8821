//! Lessons: what corrections taught the box.

use super::error::StoreError;
use super::key;
use super::look::Look;
use super::source::Span;
use super::tables::Table;
use crate::ledger::{HouseholdId, Lesson, LessonId, letters};

impl Look<'_> {
    pub fn lesson(&self, id: LessonId) -> Result<Option<Lesson>, StoreError> {
        self.fetch(Table::Lessons, &id.to_bytes())
    }

    /// Every lesson of a household, undone ones too, oldest first.
    pub fn lessons(&self, household: HouseholdId) -> Result<Vec<Lesson>, StoreError> {
        self.listed_lessons(Table::LessonsOfHousehold, &Span::of(&household.to_bytes()), usize::MAX)
    }

    /// The newest lessons of a household before the place `before` (all, when `None`), newest first.
    pub fn newest_lessons(
        &self,
        household: HouseholdId,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Lesson>, StoreError> {
        let mut span = Span::of(&household.to_bytes()).backwards();
        if let Some(order) = before {
            span = span.before(&[&household.to_bytes()[..], &order.to_be_bytes()].concat());
        }
        self.listed_lessons(Table::LessonsOfHousehold, &span, limit)
    }

    /// Everything ever taught about a phrase, spaces aside, oldest first.
    pub fn lessons_of_phrase(&self, household: HouseholdId, phrase: &str) -> Result<Vec<Lesson>, StoreError> {
        let span = Span::of(&of_phrase(household, phrase));
        self.listed_lessons(Table::LessonsOfPhrase, &span, usize::MAX)
    }

    fn listed_lessons(&self, table: Table, span: &Span, limit: usize) -> Result<Vec<Lesson>, StoreError> {
        let ids = self.listed_ids(table, span, limit)?;
        ids.iter().map(|id| self.fetch_indexed(Table::Lessons, id)).collect()
    }
}

fn of_phrase(household: HouseholdId, phrase: &str) -> [u8; 48] {
    key::join(&[&household.to_bytes(), &key::folded(&letters(phrase))])
}

/// The rows of the lists a lesson stands in, whatever its state.
pub(super) fn places(lesson: &Lesson) -> [(Table, Vec<u8>); 2] {
    let (order, id) = (lesson.order.to_be_bytes(), lesson.id.to_bytes());
    let of_household = [&lesson.household.to_bytes()[..], &order, &id].concat();
    let of_phrase = [&of_phrase(lesson.household, &lesson.phrase)[..], &order, &id].concat();
    [(Table::LessonsOfHousehold, of_household), (Table::LessonsOfPhrase, of_phrase)]
}
