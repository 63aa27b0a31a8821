//! How a household's own categories and its exchange rates are kept.

use serde::{Deserialize, Serialize};

use super::{Record, category, currency, day};
use crate::ledger::{Category, CategorySlug, Flow, HouseholdId, Rate};
use crate::store::error::Unreadable;

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct CategoryForm {
    household: [u8; 16],
    slug: String,
    flow: u8,
    name: Option<String>,
    colour: String,
    icon: String,
    group: Option<String>,
    order: u32,
    hidden: bool,
    merged_into: Option<String>,
    version: u32,
}

impl Record for Category {
    type Form = CategoryForm;

    fn form(&self) -> CategoryForm {
        CategoryForm {
            household: self.household.to_bytes(),
            slug: self.slug.to_string(),
            flow: match self.flow {
                Flow::Expense => 1,
                Flow::Income => 2,
                Flow::Transfer => 3,
            },
            name: self.name.clone(),
            colour: self.colour.clone(),
            icon: self.icon.clone(),
            group: self.group.clone(),
            order: self.order,
            hidden: self.hidden,
            merged_into: self.merged_into.as_ref().map(CategorySlug::to_string),
            version: self.version,
        }
    }

    fn restore(form: CategoryForm) -> Result<Self, Unreadable> {
        Ok(Self {
            household: HouseholdId::from_bytes(form.household),
            slug: category(&form.slug)?,
            flow: match form.flow {
                1 => Flow::Expense,
                2 => Flow::Income,
                3 => Flow::Transfer,
                _ => return Err(Unreadable("not a way that money flows")),
            },
            name: form.name,
            colour: form.colour,
            icon: form.icon,
            group: form.group,
            order: form.order,
            hidden: form.hidden,
            merged_into: form.merged_into.as_deref().map(category).transpose()?,
            version: form.version,
        })
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct RateForm {
    household: [u8; 16],
    currency: [u8; 3],
    day: u32,
    micros: i64,
    version: u32,
}

impl Record for Rate {
    type Form = RateForm;

    fn form(&self) -> RateForm {
        RateForm {
            household: self.household.to_bytes(),
            currency: self.currency.to_bytes(),
            day: self.day.number(),
            micros: self.micros,
            version: self.version,
        }
    }

    fn restore(form: RateForm) -> Result<Self, Unreadable> {
        Ok(Self {
            household: HouseholdId::from_bytes(form.household),
            currency: currency(form.currency)?,
            day: day(form.day)?,
            micros: form.micros,
            version: form.version,
        })
    }
}
