//! Lessons: list what corrections taught, take one back, forbid one for good.

use std::sync::Arc;

use super::outcome::{LessonSeen, Outcome, Page};
use super::{Acting, Error, Noun};
use crate::ledger::{Act, Fact, Lesson, LessonId, LessonSource, LessonState, Teaching};
use crate::store::Look;

impl Acting {
    /// What the household taught, newest first, undone ones too; with what each came from.
    pub fn lessons(&self, before: Option<u64>, most: usize) -> Result<Page<LessonSeen, u64>, Error> {
        self.app.store().read(|look| {
            let (mut found, mut before) = (Vec::new(), before);
            // One more than asked tells whether there is a next page.
            while found.len() <= most {
                let read = look.newest_lessons(self.household.id, before, most + 1)?;
                let Some(last) = read.last() else { break };
                before = Some(last.order);
                for lesson in read {
                    if self.shows_lesson(look, &lesson)? {
                        found.push(lesson);
                    }
                }
            }
            let more = found.len() > most;
            found.truncate(most);
            let next = if more { found.last().map(|last| last.order) } else { None };
            let items = found.into_iter().map(|lesson| self.see_with_source(look, lesson));
            Ok(Page { items: items.collect::<Result<_, _>>()?, next })
        })
    }

    /// Takes one lesson back: from now on it is as if it had never been taught. The correction stays.
    pub fn undo_lesson(&self, id: LessonId) -> Result<Outcome, Error> {
        self.change_lesson(id, Act::Unlearn, LessonState::Undone)
    }

    /// Takes one lesson back, and learns nothing about its words again.
    pub fn forbid_lesson(&self, id: LessonId) -> Result<Outcome, Error> {
        self.change_lesson(id, Act::Forbid, LessonState::Forbidden)
    }

    fn change_lesson(&self, id: LessonId, act: Act, state: LessonState) -> Result<Outcome, Error> {
        self.must_record()?;
        let this = self.clone();
        self.write(move |pen| {
            let before = this.own_lesson(pen, id)?;
            let own = before.member == this.member.id;
            if !own && !this.may_change_others() {
                return Err(Error::Forbidden);
            }
            // What was forbidden is not made allowed by taking it back once more; undoing that act is.
            if before.state == state || before.state == LessonState::Forbidden {
                return Err(Error::Gone { noun: Noun::Lesson });
            }
            let after = Lesson { state, ..before.clone() };
            let fact = Fact::Lesson { before: Some(Box::new(before)), after: Box::new(after.clone()) };
            let change = this.append(pen, act, vec![fact])?.seq;
            Ok(Outcome::LessonChanged { change, lesson: Box::new(see_lesson(pen, after)?) })
        })
    }

    fn own_lesson(&self, look: &Look<'_>, id: LessonId) -> Result<Lesson, Error> {
        let missing = || Error::missing(Noun::Lesson, &id);
        let lesson = look.lesson(id)?.filter(|lesson| lesson.household == self.household.id);
        let lesson = lesson.ok_or_else(missing)?;
        if self.shows_lesson(look, &lesson)? { Ok(lesson) } else { Err(missing()) }
    }

    /// Whether this member may see what a correction taught: they taught it, or they see what was corrected.
    pub(super) fn shows_lesson(&self, look: &Look<'_>, lesson: &Lesson) -> Result<bool, Error> {
        if lesson.member == self.member.id {
            return Ok(true);
        }
        if matches!(lesson.teaches, Teaching::Wallet(id) if !self.sight.sees(id)) {
            return Ok(false);
        }
        let ids = match lesson.source {
            LessonSource::Transaction(id) => vec![id],
            LessonSource::Draft(id) => match look.draft(id)? {
                Some(draft) if draft.settled.is_none() => return self.sees_draft(look, &draft),
                Some(_) => Self::settled_transactions(look, id)?,
                // Nobody can tell any more which wallet it was about.
                None => return Ok(self.sight.sees_all()),
            },
        };
        for id in &ids {
            if !look.transaction(*id)?.is_some_and(|source| self.sight.shows(&source)) {
                return Ok(false);
            }
        }
        Ok(!ids.is_empty())
    }

    fn see_with_source(&self, look: &Look<'_>, lesson: Lesson) -> Result<LessonSeen, Error> {
        let id = match lesson.source {
            LessonSource::Transaction(id) => Some(id),
            LessonSource::Draft(id) => Self::settled_transactions(look, id)?.first().copied(),
        };
        let source = id.map(|id| look.transaction(id)).transpose()?.flatten();
        let source = source.filter(|source| self.sight.shows(source));
        let source = self.see(look, source.into_iter().collect())?.pop();
        Ok(LessonSeen { source, ..see_lesson(look, lesson)? })
    }
}

/// A lesson with its names, but for what it came from.
pub(super) fn see_lesson(look: &Look<'_>, lesson: Lesson) -> Result<LessonSeen, Error> {
    let member = look.member(lesson.member)?.ok_or_else(|| Error::missing(Noun::Member, &lesson.member))?;
    let wallet = match lesson.teaches {
        Teaching::Wallet(id) => look.wallet(id)?.map(|wallet| wallet.name),
        Teaching::Category { .. } | Teaching::Type { .. } => None,
    };
    let others = look.lessons_of_phrase(lesson.household, &lesson.phrase)?;
    let replaced = others.iter().any(|other| {
        other.order > lesson.order
            && other.state == LessonState::Active
            && lesson.teaches.yields_to(other.teaches)
    });
    let categories = Arc::new(look.known_categories(lesson.household)?);
    Ok(LessonSeen { lesson, member: member.name, wallet, categories, replaced, source: None })
}
