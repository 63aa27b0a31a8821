//! What a family wants to say about the box itself.

use poem_openapi::param::Path;
use poem_openapi::{Enum, Object, OpenApi};

use super::Tags;
use super::body::Body;
use super::caller::Caller;
use super::problem::{Code, Looking, Refusals, Refused, refusals};
use super::reply::{Made, Shown};
use super::scalar::{Instant, Nullable};
use super::view::MemberRef;
use crate::app::{Feedback as Said, FeedbackChange, Mood, NewFeedback as New};
use crate::ledger::FeedbackId;

#[derive(Debug)]
pub(super) struct Feedbacks;

refusals! {
    /// Words of any member's.
    Speaking: Malformed Unauthenticated CrossSite TooLarge NotJson Invalid;
    /// An owner's body about one thing.
    Answering: Malformed Unauthenticated Forbidden CrossSite Missing TooLarge NotJson;
}

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Box")]
impl Feedbacks {
    /// Say something about the box
    ///
    /// To the owners of the household; it stays on the box. The newest 200 are kept, and what was put away for a year.
    #[oai(path = "/feedback", method = "post", operation_id = "send_feedback")]
    async fn send(
        &self,
        caller: Caller,
        feedback: Body<NewFeedback>,
    ) -> Result<Made<Feedback>, Refused<Speaking>> {
        let new = New::from(feedback.0);
        Ok(Made(caller.run(move |me| Ok(me.say_feedback(new)?.into())).await?))
    }

    /// Look at what was said about the box
    ///
    /// Newest first: all of the household's to its owners, to everybody else what they said themselves, with the answers.
    #[oai(path = "/feedback", method = "get", operation_id = "list_feedback")]
    async fn list(&self, caller: Caller) -> Result<Shown<FeedbackList>, Refused<Looking>> {
        let said = caller.read(|me| me.feedback()).await?;
        Ok(Shown(FeedbackList { items: said.into_iter().map(Feedback::from).collect() }))
    }

    /// Answer what was said, or put it away
    ///
    /// What is left out stays as it is. Only by an owner.
    #[oai(path = "/feedback/:id", method = "patch", operation_id = "answer_feedback")]
    async fn answer(
        &self,
        caller: Caller,
        id: Path<FeedbackId>,
        answer: Body<FeedbackAnswer>,
    ) -> Result<Shown<Feedback>, Refused<Answering>> {
        let FeedbackAnswer { answer, done } = answer.0;
        let change = FeedbackChange { answer, done };
        Ok(Shown(caller.run(move |me| Ok(me.as_owner()?.answer_feedback(id.0, &change)?.into())).await?))
    }
}

/// What somebody says about the box.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(super) struct NewFeedback {
    #[oai(validator(min_length = 1, max_length = 2000))]
    words: String,
    /// The page they are on.
    #[oai(validator(max_length = 200))]
    page: Option<String>,
    mood: Option<FeedbackMood>,
}

/// How somebody feels about it.
#[derive(Debug, Clone, Copy, Enum)]
#[oai(rename_all = "snake_case")]
enum FeedbackMood {
    Good,
    Middling,
    Bad,
}

/// What an owner does about it.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(super) struct FeedbackAnswer {
    /// An empty one takes the answer away.
    #[oai(validator(max_length = 2000))]
    answer: Option<String>,
    /// Whether it is put away.
    done: Option<bool>,
}

/// What was said about the box, newest first.
#[derive(Debug, Object)]
pub(super) struct FeedbackList {
    items: Vec<Feedback>,
}

/// What somebody said about the box.
#[derive(Debug, Object)]
pub(super) struct Feedback {
    id: FeedbackId,
    member: MemberRef,
    at: Instant,
    words: String,
    /// The page they were on.
    page: Nullable<String>,
    /// The box's version then.
    version: String,
    mood: Nullable<FeedbackMood>,
    answer: Nullable<String>,
    /// When an owner put it away; `null`: it is open.
    done: Nullable<Instant>,
}

impl From<NewFeedback> for New {
    fn from(new: NewFeedback) -> Self {
        let mood = new.mood.map(|mood| match mood {
            FeedbackMood::Good => Mood::Good,
            FeedbackMood::Middling => Mood::Middling,
            FeedbackMood::Bad => Mood::Bad,
        });
        Self { words: new.words, page: new.page, mood }
    }
}

impl From<Said> for Feedback {
    fn from(said: Said) -> Self {
        let mood = said.mood.map(|mood| match mood {
            Mood::Good => FeedbackMood::Good,
            Mood::Middling => FeedbackMood::Middling,
            Mood::Bad => FeedbackMood::Bad,
        });
        let (id, name) = said.from;
        Self {
            id: said.id,
            member: MemberRef { id, name },
            at: said.at.into(),
            words: said.words,
            page: said.page.into(),
            version: said.version,
            mood: mood.into(),
            answer: said.answer.into(),
            done: said.done.map(Instant).into(),
        }
    }
}
