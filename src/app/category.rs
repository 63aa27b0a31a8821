//! Categories: list them, make one, change one, order them, count one as another.

use super::outcome::{CategorySeen, Outcome};
use super::text::clean_line;
use super::{Acting, Error, Noun, Why};
use crate::error::must_be_as_seen;
use crate::ledger::{
    Act, Categories, Category, CategorySlug, Colour, Fact, Flow, Language, SYSTEM_CATEGORIES, Unmergeable,
};
use crate::store::{Look, Pen};

/// A category to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCategory {
    /// 1 to 40 characters, unlike any other category's.
    pub name: String,
    /// Expense or income.
    pub flow: Flow,
    pub colour: Option<Colour>,
    /// One emoji.
    pub icon: Option<String>,
    pub group: Option<String>,
}

/// What a person says a category should be. What is `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CategoryChange {
    /// The version the person was looking at; a later one means somebody else was quicker.
    pub version: Option<u32>,
    /// Some(empty) gives a system category its own names back.
    pub name: Option<String>,
    pub colour: Option<Colour>,
    pub icon: Option<String>,
    /// Some(empty) takes it out of its group.
    pub group: Option<String>,
    pub hidden: Option<bool>,
}

impl Acting {
    pub const MAX_CATEGORY_NAME: usize = 40;
    /// Code points of an emoji: a family of four needs seven.
    const MAX_ICON: usize = 10;
    const PLAIN_COLOUR: &'static str = "#95A5A6";
    const PLAIN_ICON: &'static str = "🏷️";

    /// Every category of the household, hidden and merged ones too, in the order lists show them.
    pub fn categories(&self) -> Result<Vec<CategorySeen>, Error> {
        self.app.store().read(|look| {
            let categories = look.known_categories(self.household.id)?;
            Ok(categories.all(self.household.id).into_iter().map(CategorySeen::of).collect())
        })
    }

    /// One of them.
    pub fn category(&self, slug: CategorySlug) -> Result<CategorySeen, Error> {
        self.app.store().read(|look| {
            let known = look.known_categories(self.household.id)?;
            Ok(CategorySeen::of(self.own_category(&known, slug)?))
        })
    }

    /// The categories to pick from: neither hidden nor merged into another.
    pub fn offered_categories(&self) -> Result<Vec<CategorySeen>, Error> {
        let mut offered = self.categories()?;
        offered.retain(|seen| !seen.category.hidden && seen.category.merged_into.is_none());
        Ok(offered)
    }

    /// Adds a category of the household's own.
    pub fn add_category(&self, new: &NewCategory) -> Result<Outcome, Error> {
        self.must_manage_categories()?;
        if new.flow == Flow::Transfer {
            return Err(Error::invalid("flow", Why::Misfit));
        }
        let name = category_name(&new.name)?;
        if name.is_empty() {
            return Err(Error::invalid("name", Why::Empty));
        }
        let icon = new.icon.as_deref().map_or(Ok(Self::PLAIN_ICON.to_owned()), category_icon)?;
        let group = new.group.as_deref().map(category_group).transpose()?.flatten();
        let (this, flow, colour) = (self.clone(), new.flow, new.colour);
        self.write(move |pen| {
            let household = this.household.id;
            let known = pen.known_categories(household)?;
            let all = known.all(household);
            if known.is_taken(&name, None) {
                return Err(Error::invalid("name", Why::Taken));
            }
            if all.len() >= Categories::MAX {
                return Err(Error::invalid("categories", Why::TooLong { most: Categories::MAX }));
            }
            let last =
                all.iter().filter(|category| category.flow == flow).map(|category| category.order).max();
            let category = Category {
                household,
                slug: known.free_slug(&name),
                flow,
                name: Some(name.clone()),
                colour: colour.map_or(Self::PLAIN_COLOUR.to_owned(), |colour| colour.to_string()),
                icon: icon.clone(),
                group: group.clone(),
                order: last.map_or(0, |last| last.saturating_add(1)),
                hidden: false,
                merged_into: None,
                version: 1,
            };
            let fact = Fact::Category { before: None, after: category.clone() };
            let change = this.append(pen, Act::AddCategory, vec![fact])?.seq;
            Ok(Outcome::CategoryChanged {
                change: Some(change),
                category: Box::new(CategorySeen::of(category)),
            })
        })
    }

    /// Changes what a category is called, how it looks, and whether it is offered.
    pub fn change_category(&self, slug: CategorySlug, change: CategoryChange) -> Result<Outcome, Error> {
        self.must_manage_categories()?;
        let this = self.clone();
        self.write(move |pen| {
            let known = pen.known_categories(this.household.id)?;
            let before = this.own_category(&known, slug)?;
            must_be_as_seen(Noun::Category, before.version, change.version)?;
            let after = changed(&known, &before, &change)?;
            let change = this.put_categories(pen, &known, vec![after])?;
            this.see_changed(pen, change, slug)
        })
    }

    /// Puts the categories in that order: every one of the household, merged ones too, once.
    pub fn order_categories(&self, order: Vec<CategorySlug>) -> Result<Outcome, Error> {
        self.must_manage_categories()?;
        let this = self.clone();
        self.write(move |pen| {
            let known = pen.known_categories(this.household.id)?;
            let mut left = known.all(this.household.id);
            let mut moved = Vec::new();
            for (place, slug) in (0_u32..).zip(&order) {
                let at = left.iter().position(|category| category.slug == *slug);
                let category = left.swap_remove(at.ok_or(Error::invalid("categories", Why::Unknown))?);
                moved.push(Category { order: place, ..category });
            }
            if !left.is_empty() {
                return Err(Error::invalid("categories", Why::Missing));
            }
            let change = this.put_categories(pen, &known, moved)?;
            Ok(Outcome::Ordered { change })
        })
    }

    /// From now on one category counts as another, with all that was recorded under it.
    /// With `seen`, only if the one is still at that version.
    pub fn merge_category(
        &self,
        from: CategorySlug,
        seen: Option<u32>,
        into: CategorySlug,
    ) -> Result<Outcome, Error> {
        self.must_manage_categories()?;
        let this = self.clone();
        self.write(move |pen| {
            let household = this.household.id;
            let known = pen.known_categories(household)?;
            must_be_as_seen(Noun::Category, this.own_category(&known, from)?.version, seen)?;
            let merged = known.merged(household, from, into).map_err(|why| match why {
                Unmergeable::Unknown => Error::invalid("into", Why::Unknown),
                Unmergeable::Chain | Unmergeable::Flow | Unmergeable::Fixed => {
                    Error::invalid("into", Why::Misfit)
                }
            })?;
            let change = this.put_categories(pen, &known, merged)?;
            this.see_changed(pen, change, from)
        })
    }

    /// It counts as itself again. With `seen`, only if it is still at that version.
    pub fn unmerge_category(&self, slug: CategorySlug, seen: Option<u32>) -> Result<Outcome, Error> {
        self.must_manage_categories()?;
        let this = self.clone();
        self.write(move |pen| {
            let known = pen.known_categories(this.household.id)?;
            let before = this.own_category(&known, slug)?;
            must_be_as_seen(Noun::Category, before.version, seen)?;
            if before.merged_into.is_none() {
                return Err(Error::Gone { noun: Noun::Category });
            }
            let change = this.put_categories(pen, &known, vec![Category { merged_into: None, ..before }])?;
            this.see_changed(pen, change, slug)
        })
    }

    /// Categories are everyone's: what one becomes changes how others' records read.
    pub(super) fn must_manage_categories(&self) -> Result<(), Error> {
        if self.may_change_others() { Ok(()) } else { Err(Error::Forbidden) }
    }

    fn own_category(&self, known: &Categories, slug: CategorySlug) -> Result<Category, Error> {
        known.get(self.household.id, slug).ok_or_else(|| Error::missing(Noun::Category, &slug))
    }

    /// Writes those that differ from what is known; gives the change's position, if there is one.
    fn put_categories(
        &self,
        pen: &mut Pen<'_>,
        known: &Categories,
        after: Vec<Category>,
    ) -> Result<Option<u64>, Error> {
        let mut facts = Vec::new();
        for after in after {
            let held = self.own_category(known, after.slug)?;
            let after = Category { version: held.version, ..after };
            if after != held {
                let after = Category { version: held.version + 1, ..after };
                facts.push(Fact::Category { before: known.changed(after.slug).cloned(), after });
            }
        }
        self.append_any(pen, Act::ChangeCategory, facts)
    }

    fn see_changed(
        &self,
        look: &Look<'_>,
        change: Option<u64>,
        slug: CategorySlug,
    ) -> Result<Outcome, Error> {
        let category = self.own_category(&look.known_categories(self.household.id)?, slug)?;
        Ok(Outcome::CategoryChanged { change, category: Box::new(CategorySeen::of(category)) })
    }
}

impl CategorySeen {
    pub(super) fn of(category: Category) -> Self {
        let name = |language: Language| {
            let system = || category.slug.system().map(|system| system.name(language).to_owned());
            category.name.clone().or_else(system).unwrap_or_default()
        };
        Self { name_id: name(Language::Indonesian), name_en: name(Language::English), category }
    }

    /// Every category as the system has them.
    pub fn system() -> Vec<Self> {
        let nobody = crate::ledger::HouseholdId::from_bytes([0; 16]);
        SYSTEM_CATEGORIES
            .iter()
            .filter_map(|system| Categories::default().get(nobody, system.slug))
            .map(Self::of)
            .collect()
    }
}

fn changed(known: &Categories, before: &Category, change: &CategoryChange) -> Result<Category, Error> {
    let mut after = before.clone();
    if let Some(name) = &change.name {
        let name = category_name(name)?;
        if name.is_empty() && before.slug.system().is_none() {
            return Err(Error::invalid("name", Why::Empty));
        }
        let system = before.slug.system().filter(|_| name.is_empty());
        let names = system.map_or(vec![name.as_str()], |system| vec![system.name_id, system.name_en]);
        if names.iter().any(|name| known.is_taken(name, Some(before.slug))) {
            return Err(Error::invalid("name", Why::Taken));
        }
        after.name = Some(name).filter(|name| !name.is_empty());
    }
    after.colour = change.colour.map_or(after.colour, |colour| colour.to_string());
    if let Some(icon) = &change.icon {
        after.icon = category_icon(icon)?;
    }
    if let Some(group) = &change.group {
        after.group = category_group(group)?;
    }
    after.hidden = change.hidden.unwrap_or(after.hidden);
    Ok(after)
}

fn category_name(name: &str) -> Result<String, Error> {
    let name = clean_line(name);
    if name.chars().count() > Acting::MAX_CATEGORY_NAME {
        return Err(Error::invalid("name", Why::TooLong { most: Acting::MAX_CATEGORY_NAME }));
    }
    Ok(name)
}

fn category_group(group: &str) -> Result<Option<String>, Error> {
    let group = clean_line(group);
    if group.chars().count() > Acting::MAX_CATEGORY_NAME {
        return Err(Error::invalid("group", Why::TooLong { most: Acting::MAX_CATEGORY_NAME }));
    }
    Ok(Some(group).filter(|group| !group.is_empty()))
}

/// An emoji has neither letters nor blanks nor anything that is written on a keyboard of letters.
fn category_icon(icon: &str) -> Result<String, Error> {
    let icon = clean_line(icon);
    if icon.is_empty() {
        return Err(Error::invalid("icon", Why::Empty));
    }
    if icon.chars().count() > Acting::MAX_ICON {
        return Err(Error::invalid("icon", Why::TooLong { most: Acting::MAX_ICON }));
    }
    let plain = |c: char| c.is_alphanumeric() || c.is_whitespace() || c.is_control() || c.is_ascii();
    if icon.chars().any(plain) {
        return Err(Error::invalid("icon", Why::Characters));
    }
    Ok(icon)
}
