//! What money was for.

use poem_openapi::{Enum, Object, OpenApi};

use super::Tags;
use super::caller::Caller;
use super::problem::{Looking, Refused};
use super::reply::Shown;
use crate::app::CategorySeen;
use crate::ledger::{self, CategorySlug};

#[derive(Debug)]
pub(super) struct Categories;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Transactions")]
impl Categories {
    /// List categories
    ///
    /// In the order lists show them. A slug never changes; names may.
    #[oai(path = "/categories", method = "get", operation_id = "list_categories")]
    async fn list(&self, caller: Caller) -> Result<Shown<CategoryList>, Refused<Looking>> {
        let items = caller.run(|me| Ok(me.categories().into_iter().map(Category::from).collect())).await?;
        Ok(Shown(CategoryList { items }))
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
    pub name_id: String,
    pub name_en: String,
    /// `#RRGGBB`, for dots and bars, never for text.
    pub colour: String,
    /// One emoji.
    pub icon: String,
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

impl From<CategorySeen> for Category {
    fn from(seen: CategorySeen) -> Self {
        let CategorySeen { slug, flow, name_id, name_en, colour, icon } = seen;
        Self { slug, flow: flow.into(), name_id, name_en, colour, icon }
    }
}
