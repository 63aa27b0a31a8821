//! Reading a household's categories and exchange rates.

use super::error::StoreError;
use super::key;
use super::look::Look;
use super::source::Span;
use super::tables::Table;
use crate::ledger::{Categories, Category, CategorySlug, Currency, Day, HouseholdId, Rate};

impl Look<'_> {
    /// What the household made of one category; none where it is as the system has it, or unknown.
    pub fn category(
        &self,
        household: HouseholdId,
        slug: CategorySlug,
    ) -> Result<Option<Category>, StoreError> {
        self.fetch(Table::Categories, &key::category(household, slug))
    }

    /// Everything the household made of its categories, by slug.
    pub fn categories(&self, household: HouseholdId) -> Result<Vec<Category>, StoreError> {
        self.records(Table::Categories, &Span::of(&household.to_bytes()), usize::MAX)
    }

    /// The household's categories, the system's and its own, with what it made of them.
    pub fn known_categories(&self, household: HouseholdId) -> Result<Categories, StoreError> {
        self.categories(household).map(Categories::of)
    }

    /// Every rate of one currency, oldest first, those taken back too.
    pub fn rates_of(&self, household: HouseholdId, currency: Currency) -> Result<Vec<Rate>, StoreError> {
        let prefix = [&household.to_bytes()[..], &currency.to_bytes()].concat();
        self.records(Table::Rates, &Span::of(&prefix), usize::MAX)
    }

    /// Every rate of the household, by currency and then oldest first, those taken back too.
    pub fn rates(&self, household: HouseholdId) -> Result<Vec<Rate>, StoreError> {
        self.records(Table::Rates, &Span::of(&household.to_bytes()), usize::MAX)
    }

    /// The rate of exactly that day, one taken back too.
    pub fn rate(
        &self,
        household: HouseholdId,
        currency: Currency,
        day: Day,
    ) -> Result<Option<Rate>, StoreError> {
        self.fetch(Table::Rates, &key::rate(household, currency, day))
    }
}
