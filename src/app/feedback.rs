//! What a family wants to say about the box itself, kept on the box: a member writes, the owners of their household read,
//! answer and put it away.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Acting, Error, Noun, Owner, Why, kept};
use crate::ledger::{FeedbackId, HouseholdId, MemberId, Role, Timestamp};
use crate::outside::earlier;
use crate::store::{Look, Pen, StoreError};

/// What somebody said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback {
    pub id: FeedbackId,
    /// And what they are called.
    pub from: (MemberId, String),
    pub at: Timestamp,
    pub words: String,
    /// The page they were on.
    pub page: Option<String>,
    /// Of the box, then.
    pub version: String,
    pub mood: Option<Mood>,
    /// What an owner answered.
    pub answer: Option<String>,
    /// When an owner put it away; none: it is open.
    pub done: Option<Timestamp>,
}

/// How somebody feels about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mood {
    Good,
    Middling,
    Bad,
}

/// What somebody says.
#[derive(Debug, Clone)]
pub struct NewFeedback {
    /// 1 to [`Acting::MAX_FEEDBACK`] characters.
    pub words: String,
    pub page: Option<String>,
    pub mood: Option<Mood>,
}

/// What an owner does about it. What is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct FeedbackChange {
    /// An empty one takes the answer away.
    pub answer: Option<String>,
    pub done: Option<bool>,
}

/// So many are kept for one household, the newest …
const MOST: usize = 200;
/// … and those that were put away for so long after they were said.
const KEPT_FOR: Duration = Duration::from_hours(24 * 365);

const VERSION: u8 = 1;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Form {
    id: [u8; 16],
    member: [u8; 16],
    at_ms: i64,
    words: String,
    page: Option<String>,
    version: String,
    mood: Option<Mood>,
    answer: Option<String>,
    done_ms: Option<i64>,
}

impl Acting {
    pub const MAX_FEEDBACK: usize = 2_000;

    /// Says something about the box to the owners of the household.
    pub fn say_feedback(&self, new: NewFeedback) -> Result<Feedback, Error> {
        let words = clean("words", &new.words)?;
        if words.is_empty() {
            return Err(Error::invalid("words", Why::Empty));
        }
        let page = new.page.map(|page| super::text::clean_line(&page)).filter(|page| !page.is_empty());
        let id = FeedbackId::compose(self.ctx.now.as_millisecond(), self.app.outside().chance());
        let form = Form {
            id: id.to_bytes(),
            member: self.member.id.to_bytes(),
            at_ms: self.ctx.now.as_millisecond(),
            words,
            page,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            mood: new.mood,
            answer: None,
            done_ms: None,
        };
        let (this, said) = (self.clone(), form.clone());
        self.change(move |pen| {
            let mut all = read(pen, this.household.id)?;
            all.insert(0, said.clone());
            Ok(this.put_said(pen, all)?)
        })?;
        self.app.store().read(|look| seen(look, &form))
    }

    /// What was said, newest first: all of it to owners, everybody else what they said themselves.
    pub fn feedback(&self) -> Result<Vec<Feedback>, Error> {
        let all_of_it = self.member.role == Role::Owner;
        self.app.store().read(|look| {
            let forms = read(look, self.household.id)?;
            let mine = |form: &&Form| all_of_it || form.member == self.member.id.to_bytes();
            forms.iter().filter(mine).map(|form| seen(look, form)).collect()
        })
    }

    fn put_said(&self, pen: &mut Pen<'_>, mut all: Vec<Form>) -> Result<(), StoreError> {
        let oldest = earlier(self.ctx.now, KEPT_FOR).as_millisecond();
        all.retain(|form| form.done_ms.is_none() || form.at_ms >= oldest);
        all.truncate(MOST);
        pen.put_setting(&name_of(self.household.id), &kept::write(VERSION, &all))
    }
}

impl Owner {
    /// Answers, or puts away. Gives it as it is then.
    pub fn answer_feedback(&self, id: FeedbackId, change: &FeedbackChange) -> Result<Feedback, Error> {
        let answer = change.answer.as_deref().map(|answer| clean("answer", answer)).transpose()?;
        let (this, done) = (self.clone(), change.done);
        self.change(move |pen| {
            let mut all = read(pen, this.household.id)?;
            let form = all.iter_mut().find(|form| form.id == id.to_bytes());
            let form = form.ok_or_else(|| Error::missing(Noun::Feedback, &id))?;
            if let Some(answer) = &answer {
                form.answer = Some(answer.clone()).filter(|answer| !answer.is_empty());
            }
            match done {
                Some(true) => {
                    form.done_ms.get_or_insert(this.ctx.now.as_millisecond());
                }
                Some(false) => form.done_ms = None,
                None => {}
            }
            let form = form.clone();
            this.put_said(pen, all)?;
            seen(pen, &form)
        })
    }
}

/// Forgets what a household said, or one who was in it.
pub(super) fn forget(
    pen: &mut Pen<'_>,
    household: HouseholdId,
    member: Option<MemberId>,
) -> Result<(), StoreError> {
    let name = name_of(household);
    let mut all = read(pen, household)?;
    let before = all.len();
    all.retain(|form| member.is_some_and(|member| form.member != member.to_bytes()));
    if all.is_empty() {
        pen.delete_setting(&name)?;
    } else if all.len() < before {
        pen.put_setting(&name, &kept::write(VERSION, &all))?;
    }
    Ok(())
}

fn clean(field: &'static str, text: &str) -> Result<String, Error> {
    let lines: Vec<String> = text.lines().map(super::text::clean_line).collect();
    let text = lines.join("\n").trim().to_owned();
    if text.chars().count() > Acting::MAX_FEEDBACK {
        return Err(Error::invalid(field, Why::TooLong { most: Acting::MAX_FEEDBACK }));
    }
    Ok(text)
}

fn name_of(household: HouseholdId) -> String {
    format!("said-{household}")
}

/// The newest first.
fn read(look: &Look<'_>, household: HouseholdId) -> Result<Vec<Form>, StoreError> {
    Ok(kept::read(VERSION, look.setting(&name_of(household))?).unwrap_or_default())
}

fn seen(look: &Look<'_>, form: &Form) -> Result<Feedback, Error> {
    let moment = |ms| Timestamp::from_millisecond(ms).unwrap_or_default();
    let member = MemberId::from_bytes(form.member);
    let name = look.member(member)?.map(|member| member.name).unwrap_or_default();
    Ok(Feedback {
        id: FeedbackId::from_bytes(form.id),
        from: (member, name),
        at: moment(form.at_ms),
        words: form.words.clone(),
        page: form.page.clone(),
        version: form.version.clone(),
        mood: form.mood,
        answer: form.answer.clone(),
        done: form.done_ms.map(moment),
    })
}
