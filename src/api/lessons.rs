//! Lessons: what the box learnt from corrections; see it, take it back, forbid it.

use poem_openapi::param::{Path, Query};
use poem_openapi::{Enum, Object, OpenApi};

use super::Tags;
use super::caller::Caller;
use super::problem::{ActingOnOne, Choosing, Refused};
use super::reply::Shown;
use super::scalar::{Instant, Nullable};
use super::transactions::{Transaction, unexpected};
use super::view::{MemberRef, TransactionType, WalletRef};
use crate::app::{Acting, Error, LessonSeen, Outcome, Page};
use crate::ledger::{CategorySlug, LessonId, LessonState as State, Teaching};

#[derive(Debug)]
pub(super) struct Lessons;

/// How many lessons a page holds when nobody says.
const USUAL_PAGE: usize = 50;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Lessons")]
impl Lessons {
    /// List lessons
    ///
    /// What the household's corrections taught, newest first, page by page; those that were taken back too.
    #[oai(path = "/lessons", method = "get", operation_id = "list_lessons")]
    async fn list(
        &self,
        caller: Caller,
        /// Only those before this place: the `next_before` of the page before.
        before: Query<Option<u64>>,
        /// How many at most; 50 when left out.
        #[oai(validator(minimum(value = "1"), maximum(value = "200")))]
        limit: Query<Option<u16>>,
    ) -> Result<Shown<LessonPage>, Refused<Choosing>> {
        let most = limit.0.map_or(USUAL_PAGE, usize::from);
        let page = move |me: Acting| LessonPage::of(&me.lessons(before.0, most)?);
        Ok(Shown(caller.read(page).await?))
    }

    /// Take a lesson back
    ///
    /// From now on it is as if it had never been taught; an earlier lesson about the same words counts again. The
    /// correction that taught it stays. Undoing the change restores the lesson.
    #[oai(path = "/lessons/:id", method = "delete", operation_id = "undo_lesson")]
    async fn undo(
        &self,
        caller: Caller,
        id: Path<LessonId>,
    ) -> Result<Shown<LessonChanged>, Refused<ActingOnOne>> {
        Ok(Shown(caller.run(move |me| LessonChanged::of(&me.undo_lesson(id.0)?)).await?))
    }

    /// Forbid a lesson
    ///
    /// Takes it back, and learns nothing about its words again. Undoing the change allows it again.
    #[oai(path = "/lessons/:id/forbid", method = "post", operation_id = "forbid_lesson")]
    async fn forbid(
        &self,
        caller: Caller,
        id: Path<LessonId>,
    ) -> Result<Shown<LessonChanged>, Refused<ActingOnOne>> {
        Ok(Shown(caller.run(move |me| LessonChanged::of(&me.forbid_lesson(id.0)?)).await?))
    }
}

/// A page of lessons, newest first.
#[derive(Debug, Object)]
pub(super) struct LessonPage {
    pub items: Vec<Lesson>,
    /// Leads to the next page; `null` on the last one.
    pub next_before: Nullable<u64>,
}

/// What some words mean in this household, learnt from a correction.
#[derive(Debug, Object)]
pub(super) struct Lesson {
    pub id: LessonId,
    /// Its place among the household's lessons, from 1.
    pub order: u64,
    /// The words it is about, in lower case.
    pub phrase: String,
    pub teaches: Teaches,
    /// The type it is about; `null` for a wallet's name.
    #[oai(rename = "type")]
    pub kind: Nullable<TransactionType>,
    /// `null` for a wallet's name.
    pub category: Nullable<CategorySlug>,
    /// The wallet that the words name.
    pub wallet: Nullable<WalletRef>,
    pub state: LessonState,
    /// Who taught it.
    pub member: MemberRef,
    pub at: Instant,
    /// The transaction whose correction taught it; in lists only, and `null` while that is still a draft.
    pub source: Nullable<Transaction>,
}

/// What a lesson says of its words: the category of money of one type, the type itself, or a wallet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum Teaches {
    Category,
    Type,
    Wallet,
}

/// Whether a lesson counts. `replaced`: a later lesson about the same words counts in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum LessonState {
    Active,
    Replaced,
    Undone,
    Forbidden,
}

/// A changed lesson.
#[derive(Debug, Object)]
pub(super) struct LessonChanged {
    /// As it is now.
    pub lesson: Lesson,
    /// The change's position in the journal, for undoing it.
    pub change: u64,
}

impl LessonPage {
    fn of(page: &Page<LessonSeen, u64>) -> Result<Self, Error> {
        Ok(Self { items: Lesson::all(&page.items)?, next_before: page.next.into() })
    }
}

impl Lesson {
    pub(super) fn all(seen: &[LessonSeen]) -> Result<Vec<Self>, Error> {
        seen.iter().map(Self::of).collect()
    }

    fn of(seen: &LessonSeen) -> Result<Self, Error> {
        let lesson = &seen.lesson;
        let (teaches, meaning, wallet) = match lesson.teaches {
            Teaching::Category { kind, category } => (Teaches::Category, Some((kind, category)), None),
            Teaching::Type { kind, category } => (Teaches::Type, Some((kind, category)), None),
            Teaching::Wallet(id) => (Teaches::Wallet, None, Some(id)),
        };
        let named = |id| WalletRef { id, name: seen.wallet.clone().unwrap_or_default() };
        Ok(Self {
            id: lesson.id,
            order: lesson.order,
            phrase: lesson.phrase.clone(),
            teaches,
            kind: meaning.map(|(kind, _)| TransactionType::from(kind)).into(),
            category: meaning.map(|(_, category)| seen.categories.resolve(category)).into(),
            wallet: wallet.map(named).into(),
            state: match lesson.state {
                State::Active if seen.replaced => LessonState::Replaced,
                State::Active => LessonState::Active,
                State::Undone => LessonState::Undone,
                State::Forbidden => LessonState::Forbidden,
            },
            member: MemberRef { id: lesson.member, name: seen.member.clone() },
            at: lesson.at.into(),
            source: seen.source.as_ref().map(Transaction::of).transpose()?.into(),
        })
    }
}

impl LessonChanged {
    fn of(outcome: &Outcome) -> Result<Self, Error> {
        let Outcome::LessonChanged { change, lesson } = outcome else { return Err(unexpected(outcome)) };
        Ok(Self { lesson: Lesson::of(lesson)?, change: *change })
    }
}
