//! What money was for.

use poem_openapi::param::{Path, Query};
use poem_openapi::{Enum, Object, OpenApi};

use super::Tags;
use super::body::Body;
use super::caller::Caller;
use super::problem::{ActingOnOne, Amending, Arranging, Choosing, LookingAtOne, Making, Refused, Setting};
use super::reply::{Current, Made, Shown, Versioned};
use super::scalar::Nullable;
use super::tag::IfMatch;
use super::transactions::unexpected;
use super::wallets::Ordered;
use crate::app::{self, Acting, CategorySeen, Error, Outcome};
use crate::ledger::{self, CategorySlug, Colour};

#[derive(Debug)]
pub(super) struct Categories;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Categories")]
impl Categories {
    /// List categories
    ///
    /// The system's, as the household has them, and its own, in the order lists show them. A slug never changes;
    /// names may.
    #[oai(path = "/categories", method = "get", operation_id = "list_categories")]
    async fn list(
        &self,
        caller: Caller,
        /// Also those that are hidden or merged into another.
        #[oai(default)]
        all: Query<bool>,
    ) -> Result<Shown<CategoryList>, Refused<Choosing>> {
        Ok(Shown(caller.read(move |me| CategoryList::of(&me, all.0)).await?))
    }

    /// Look at one category
    #[oai(path = "/categories/:slug", method = "get", operation_id = "look_at_category")]
    async fn look(
        &self,
        caller: Caller,
        slug: Path<CategorySlug>,
    ) -> Result<Current<Category>, Refused<LookingAtOne>> {
        Ok(Current(caller.read(move |me| Ok(Category::from(me.category(slug.0)?))).await?))
    }

    /// Add a category
    ///
    /// Its slug is made of its name, and stays.
    #[oai(path = "/categories", method = "post", operation_id = "add_category")]
    async fn add(
        &self,
        caller: Caller,
        new: Body<NewCategory>,
    ) -> Result<Made<CategoryChanged>, Refused<Making>> {
        let new = app::NewCategory::from(new.0);
        Ok(Made(caller.run(move |me| CategoryChanged::of(me.add_category(&new)?)).await?))
    }

    /// Change a category
    ///
    /// A part that is left out stays as it is. A hidden category is not offered any more; what was recorded under it
    /// stays. With `version` the change is refused as `stale`, and with `If-Match` as `outdated`, when somebody else was
    /// quicker.
    #[oai(path = "/categories/:slug", method = "patch", operation_id = "change_category")]
    async fn change(
        &self,
        caller: Caller,
        slug: Path<CategorySlug>,
        /// The `ETag` of the category that the person was looking at, or `"v3"` for its version.
        #[oai(name = "If-Match")]
        seen: IfMatch,
        change: Body<CategoryChange>,
    ) -> Result<Shown<CategoryChanged>, Refused<Amending>> {
        let version = seen.or(change.0.version);
        let change = app::CategoryChange { version, ..change.0.into() };
        Ok(Shown(caller.run(move |me| CategoryChanged::of(me.change_category(slug.0, change)?)).await?))
    }

    /// Merge a category into another
    ///
    /// From now on it counts as that one, with all that was ever recorded under it. Money of the two must flow the
    /// same way. Undoing the change takes them apart exactly as they were.
    #[oai(path = "/categories/:slug/merged", method = "put", operation_id = "merge_category")]
    async fn merge(
        &self,
        caller: Caller,
        slug: Path<CategorySlug>,
        /// The `ETag` of the category that the person was looking at, or `"v3"` for its version.
        #[oai(name = "If-Match")]
        seen: IfMatch,
        into: Body<MergeInto>,
    ) -> Result<Shown<CategoryChanged>, Refused<Setting>> {
        let (seen, into) = (seen.or(None), into.0.into);
        Ok(Shown(caller.run(move |me| CategoryChanged::of(me.merge_category(slug.0, seen, into)?)).await?))
    }

    /// Take a merged category out again
    ///
    /// It counts as itself again, with what was recorded under it.
    #[oai(path = "/categories/:slug/merged", method = "delete", operation_id = "unmerge_category")]
    async fn unmerge(
        &self,
        caller: Caller,
        slug: Path<CategorySlug>,
        /// The `ETag` of the category that the person was looking at, or `"v3"` for its version.
        #[oai(name = "If-Match")]
        seen: IfMatch,
    ) -> Result<Shown<CategoryChanged>, Refused<ActingOnOne>> {
        let seen = seen.or(None);
        Ok(Shown(caller.run(move |me| CategoryChanged::of(me.unmerge_category(slug.0, seen)?)).await?))
    }

    /// Order the categories
    ///
    /// Every category of the household, hidden and merged ones too, each once.
    #[oai(path = "/category-order", method = "put", operation_id = "order_categories")]
    async fn order(
        &self,
        caller: Caller,
        order: Body<CategoryOrder>,
    ) -> Result<Shown<Ordered>, Refused<Arranging>> {
        let order = order.0.categories;
        Ok(Shown(caller.run(move |me| Ordered::of(&me.order_categories(order)?)).await?))
    }
}

/// The household's categories.
#[derive(Debug, Object)]
pub(super) struct CategoryList {
    pub items: Vec<Category>,
}

/// What money was for.
#[derive(Debug, Object)]
pub(super) struct Category {
    pub slug: CategorySlug,
    pub flow: Flow,
    /// What it is called in Indonesian; the household's own name where it has one.
    pub name_id: String,
    /// What it is called in English; the household's own name where it has one.
    pub name_en: String,
    /// `#RRGGBB`, for dots and bars, never for text.
    pub colour: String,
    /// One emoji.
    pub icon: String,
    /// The heading it stands under.
    pub group: Nullable<String>,
    /// Position in lists, lowest first.
    pub order: u32,
    /// The household made it, rather than the system.
    pub own: bool,
    /// It is not offered any more; what was recorded under it stays.
    pub hidden: bool,
    /// It counts as that one, its whole history too.
    pub merged_into: Nullable<CategorySlug>,
    /// 0 for one that the household never touched, one more at every change.
    pub version: u32,
}

/// A category to be.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct NewCategory {
    #[oai(validator(min_length = 1, max_length = 40))]
    name: String,
    /// `expense` or `income`.
    flow: Flow,
    /// Grey when left out.
    #[oai(nullable)]
    colour: Option<Colour>,
    /// One emoji; a label when left out.
    #[oai(nullable, validator(min_length = 1, max_length = 10))]
    icon: Option<String>,
    /// The heading it stands under.
    #[oai(nullable, validator(max_length = 40))]
    group: Option<String>,
}

/// What a category should be. What is left out or `null` stays as it is.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct CategoryChange {
    /// The version that the person was looking at.
    #[oai(nullable)]
    version: Option<u32>,
    /// An empty one gives a system category its own names back.
    #[oai(nullable, validator(max_length = 40))]
    name: Option<String>,
    #[oai(nullable)]
    colour: Option<Colour>,
    /// One emoji.
    #[oai(nullable, validator(min_length = 1, max_length = 10))]
    icon: Option<String>,
    /// An empty one takes it out of its group.
    #[oai(nullable, validator(max_length = 40))]
    group: Option<String>,
    #[oai(nullable)]
    hidden: Option<bool>,
}

/// Which category another one counts as.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct MergeInto {
    into: CategorySlug,
}

/// Every category, first to last.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct CategoryOrder {
    #[oai(validator(max_items = 200))]
    categories: Vec<CategorySlug>,
}

/// A changed category.
#[derive(Debug, Object)]
pub(super) struct CategoryChanged {
    /// As it is now.
    pub category: Category,
    /// The change's position in the journal, for undoing it; `null` when it was so already.
    pub change: Nullable<u64>,
}

/// Which way money of a category flows. `utang` is listed as an expense and may be income too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum Flow {
    Expense,
    Income,
    Transfer,
}

impl From<ledger::Flow> for Flow {
    fn from(flow: ledger::Flow) -> Self {
        match flow {
            ledger::Flow::Expense => Self::Expense,
            ledger::Flow::Income => Self::Income,
            ledger::Flow::Transfer => Self::Transfer,
        }
    }
}

impl From<Flow> for ledger::Flow {
    fn from(flow: Flow) -> Self {
        match flow {
            Flow::Expense => Self::Expense,
            Flow::Income => Self::Income,
            Flow::Transfer => Self::Transfer,
        }
    }
}

impl CategoryList {
    fn of(me: &Acting, all: bool) -> Result<Self, Error> {
        let seen = if all { me.categories()? } else { me.offered_categories()? };
        Ok(Self { items: seen.into_iter().map(Category::from).collect() })
    }
}

impl Versioned for Category {
    fn version(&self) -> u32 {
        self.version
    }
}

impl From<CategorySeen> for Category {
    fn from(seen: CategorySeen) -> Self {
        let CategorySeen { category, name_id, name_en } = seen;
        Self {
            slug: category.slug,
            flow: category.flow.into(),
            name_id,
            name_en,
            colour: category.colour,
            icon: category.icon,
            group: category.group.into(),
            order: category.order,
            own: category.slug.system().is_none(),
            hidden: category.hidden,
            merged_into: category.merged_into.into(),
            version: category.version,
        }
    }
}

impl From<NewCategory> for app::NewCategory {
    fn from(new: NewCategory) -> Self {
        let NewCategory { name, flow, colour, icon, group } = new;
        Self { name, flow: flow.into(), colour, icon, group }
    }
}

impl From<CategoryChange> for app::CategoryChange {
    fn from(change: CategoryChange) -> Self {
        let CategoryChange { version, name, colour, icon, group, hidden } = change;
        Self { version, name, colour, icon, group, hidden }
    }
}

impl CategoryChanged {
    fn of(outcome: Outcome) -> Result<Self, Error> {
        let Outcome::CategoryChanged { change, category } = outcome else { return Err(unexpected(&outcome)) };
        Ok(Self { category: (*category).into(), change: change.into() })
    }
}
