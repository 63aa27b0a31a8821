//! What a correction teaches: the words it is about, and what they mean in this household.

use super::lesson::see_lesson;
use super::outcome::LessonSeen;
use super::{Acting, Error};
use crate::capture::{self, Hand, Phrase, Setting};
use crate::ledger::{
    Act, CategorySlug, Draft, DraftItem, Fact, Lesson, LessonSource, LessonState, Movement, Teaching,
    Transaction, TransactionType, WalletChoice, WalletId,
};
use crate::store::{Look, Pen};

/// Listens to the corrections of one act.
pub(super) struct Pupil {
    acting: Acting,
    setting: Setting,
    /// The place of the next lesson.
    order: u64,
    lessons: Vec<Lesson>,
}

/// One side of a correction: what a record or an item of a draft said.
struct Version<'a> {
    kind: TransactionType,
    category: CategorySlug,
    wallet: Option<WalletId>,
    to_wallet: Option<WalletId>,
    description: &'a str,
}

impl Acting {
    pub(super) fn pupil(&self, look: &Look<'_>) -> Result<Pupil, Error> {
        let newest = look.newest_lessons(self.household.id, None, 1)?;
        let order = newest.first().map_or(1, |lesson| lesson.order + 1);
        let setting = self.untaught_setting(look)?;
        Ok(Pupil { acting: self.clone(), setting, order, lessons: Vec::new() })
    }

    /// Learns from the correction of a draft, as an act of its own: the draft is no fact yet.
    pub(super) fn learn_from_draft(
        &self,
        pen: &mut Pen<'_>,
        before: &Draft,
        after: &Draft,
    ) -> Result<Vec<LessonSeen>, Error> {
        let mut pupil = self.pupil(pen)?;
        for (was, is) in before.items.iter().zip(&after.items) {
            let source = LessonSource::Draft(before.id);
            pupil.compare(pen, &Version::of_item(was), &Version::of_item(is), &before.text, source)?;
        }
        let facts = pupil.facts();
        if !facts.is_empty() {
            self.append(pen, Act::Teach, facts)?;
        }
        pupil.seen(pen)
    }
}

impl Pupil {
    /// A person says that a record was wrong.
    pub(super) fn hear(
        &mut self,
        look: &Look<'_>,
        before: &Transaction,
        after: &Transaction,
    ) -> Result<(), Error> {
        // What was not read from words says nothing about words.
        let Some(text) = &before.source.text else { return Ok(()) };
        let (Some(was), Some(is)) = (Version::of(before), Version::of(after)) else { return Ok(()) };
        self.compare(look, &was, &is, text, LessonSource::Transaction(before.id))
    }

    /// A person wrote a message anew. It corrects the category only when it is about the very same thing.
    pub(super) fn hear_again(
        &mut self,
        look: &Look<'_>,
        before: &Transaction,
        after: &Transaction,
    ) -> Result<(), Error> {
        let same = |of: &Transaction| capture::phrase(&of.description());
        let about_it = before.kind() == after.kind() && same(before).is_some() && same(before) == same(after);
        if about_it && before.category() != after.category() {
            self.hear(look, before, after)
        } else {
            Ok(())
        }
    }

    fn compare(
        &mut self,
        look: &Look<'_>,
        was: &Version<'_>,
        is: &Version<'_>,
        text: &str,
        source: LessonSource,
    ) -> Result<(), Error> {
        let of_category = |kind| matches!(kind, TransactionType::Expense | TransactionType::Income);
        if of_category(is.kind) && of_category(was.kind) {
            let (kind, category) = (is.kind, is.category);
            if was.kind != is.kind {
                let phrase = capture::whole_phrase(was.description);
                self.learn(look, phrase, Teaching::Type { kind, category }, source)?;
            } else if was.category != is.category {
                let phrase = capture::phrase(was.description);
                self.learn(look, phrase, Teaching::Category { kind, category }, source)?;
            }
        }
        if was.kind != is.kind {
            return Ok(());
        }
        let transfer = is.kind == TransactionType::Transfer;
        // Income arrives in the wallet that it names.
        let own = if is.kind == TransactionType::Income { Hand::To } else { Hand::From };
        for (before, after, hand) in [(was.wallet, is.wallet, own), (was.to_wallet, is.to_wallet, Hand::To)] {
            let Some(wallet) = after.filter(|_| before != after) else { continue };
            let nickname = capture::nickname(text, hand, transfer, &self.setting);
            let phrase = nickname.map(|text| Phrase { text, reach: crate::ledger::Reach::Within });
            self.learn(look, phrase, Teaching::Wallet(wallet), source)?;
        }
        Ok(())
    }

    fn learn(
        &mut self,
        look: &Look<'_>,
        phrase: Option<Phrase>,
        teaches: Teaching,
        source: LessonSource,
    ) -> Result<(), Error> {
        let Some(Phrase { text: phrase, reach }) = phrase else { return Ok(()) };
        let mut known = look.lessons_of_phrase(self.acting.household.id, &phrase)?;
        known.retain(|lesson| lesson.teaches.is_of_wallet() == teaches.is_of_wallet());
        let forbidden = known.iter().any(|lesson| lesson.state == LessonState::Forbidden);
        let standing = known
            .iter()
            .rfind(|lesson| lesson.state == LessonState::Active && lesson.teaches.yields_to(teaches));
        let stands = standing.is_some_and(|lesson| lesson.teaches == teaches && lesson.reach == reach);
        let again = self.lessons.iter().any(|lesson| lesson.phrase == phrase && lesson.teaches == teaches);
        if forbidden || stands || again {
            return Ok(());
        }
        let now = self.acting.ctx.now;
        self.lessons.push(Lesson {
            id: self.acting.app.new_lesson_id(now),
            household: self.acting.household.id,
            order: self.order,
            phrase,
            teaches,
            reach,
            source,
            member: self.acting.member.id,
            at: now,
            state: LessonState::Active,
        });
        self.order += 1;
        Ok(())
    }

    /// What was learnt, for the change that taught it.
    pub(super) fn facts(&self) -> Vec<Fact> {
        let fact = |lesson: &Lesson| Fact::Lesson { before: None, after: Box::new(lesson.clone()) };
        self.lessons.iter().map(fact).collect()
    }

    /// What was learnt, for whoever corrected.
    pub(super) fn seen(self, look: &Look<'_>) -> Result<Vec<LessonSeen>, Error> {
        self.lessons.into_iter().map(|lesson| see_lesson(look, lesson)).collect()
    }
}

impl<'a> Version<'a> {
    /// None for what has no one thing that it is about.
    fn of(transaction: &'a Transaction) -> Option<Self> {
        let (category, description) = match &transaction.movement {
            Movement::Expense { lines, .. } | Movement::Income { lines, .. } => match lines.as_slice() {
                [line] => (line.category, line.description.as_str()),
                _ => return None,
            },
            Movement::Transfer { description, .. } => (CategorySlug::TRANSFER, description.as_str()),
            Movement::Adjustment { .. } => return None,
        };
        Some(Self {
            kind: transaction.kind(),
            category,
            wallet: Some(transaction.wallet()),
            to_wallet: transaction.to_wallet(),
            description,
        })
    }

    fn of_item(item: &'a DraftItem) -> Self {
        let known = |choice: &Option<WalletChoice>| match choice {
            Some(WalletChoice::Known(id)) => Some(*id),
            _ => None,
        };
        Self {
            kind: item.kind,
            category: item.category,
            wallet: known(&item.wallet),
            to_wallet: known(&item.to_wallet),
            description: &item.description,
        }
    }
}
