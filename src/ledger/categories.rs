//! A household's categories: the system's with what it made of them, and its own.

use std::collections::BTreeMap;

use super::{
    Category, CategorySlug, Flow, HouseholdId, Language, SYSTEM_CATEGORIES, SystemCategory, TransactionType,
};

/// Every category of one household. The default is as the system has them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Categories {
    /// What the household made of its categories; a system one that it never touched is not in here.
    changed: BTreeMap<CategorySlug, Category>,
}

/// Why one category cannot be counted as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unmergeable {
    #[error("the household has no such category")]
    Unknown,
    #[error("a category cannot be merged into itself, nor into one that is merged away")]
    Chain,
    #[error("money of the two flows different ways")]
    Flow,
    #[error("debts and transfers stay apart from all others")]
    Fixed,
}

impl Categories {
    /// Enough for any family; keeps every list and keyboard bounded.
    pub const MAX: usize = 200;

    /// Of everything that the household made of its categories.
    pub fn of(changed: Vec<Category>) -> Self {
        Self { changed: changed.into_iter().map(|category| (category.slug, category)).collect() }
    }

    /// The category that this one counts as: itself, or the one it is merged into.
    pub fn resolve(&self, slug: CategorySlug) -> CategorySlug {
        self.changed.get(&slug).and_then(|category| category.merged_into).unwrap_or(slug)
    }

    /// Every slug that counts as that one, itself first.
    pub fn counting_as(&self, slug: CategorySlug) -> Vec<CategorySlug> {
        let merged = self.changed.values().filter(|category| category.merged_into == Some(slug));
        std::iter::once(slug).chain(merged.map(|category| category.slug)).collect()
    }

    /// Whether any category is merged into another, so that [`Categories::resolve`] changes anything.
    pub fn merges_any(&self) -> bool {
        self.changed.values().any(|category| category.merged_into.is_some())
    }

    /// Which way money of it flows; none for a slug that the household does not have.
    pub fn flow(&self, slug: CategorySlug) -> Option<Flow> {
        let own = || self.changed.get(&slug).map(|category| category.flow);
        slug.system().map(|system| system.flow).or_else(own)
    }

    /// The slug to record money of that type under, when it is given that one; none where it does not fit. `utang`
    /// flows both ways.
    pub fn fit(&self, kind: TransactionType, slug: CategorySlug) -> Option<CategorySlug> {
        let slug = self.resolve(slug);
        let flow = self.flow(slug)?;
        let fits = match kind {
            TransactionType::Expense => flow == Flow::Expense,
            TransactionType::Income => flow == Flow::Income || slug == CategorySlug::UTANG,
            TransactionType::Transfer => flow == Flow::Transfer,
            TransactionType::Adjustment => false,
        };
        fits.then_some(slug)
    }

    /// What people call the one it counts as; none for a slug that the household does not have.
    pub fn name(&self, slug: CategorySlug, language: Language) -> Option<&str> {
        let slug = self.resolve(slug);
        let own = self.changed.get(&slug).and_then(|category| category.name.as_deref());
        own.or_else(|| slug.system().map(|system| system.name(language)))
    }

    /// The emoji of the one it counts as.
    pub fn icon(&self, slug: CategorySlug) -> Option<&str> {
        let slug = self.resolve(slug);
        let own = self.changed.get(&slug).map(|category| category.icon.as_str());
        own.or_else(|| slug.system().map(|system| system.icon))
    }

    /// The category of exactly that slug, merged ones too; one that the household never touched has version 0.
    pub fn get(&self, household: HouseholdId, slug: CategorySlug) -> Option<Category> {
        let untouched = || {
            let place = SYSTEM_CATEGORIES.iter().position(|system| system.slug == slug)?;
            Some(untouched(household, place, &SYSTEM_CATEGORIES[place]))
        };
        self.changed.get(&slug).cloned().or_else(untouched)
    }

    /// What the household made of that one, if anything.
    pub fn changed(&self, slug: CategorySlug) -> Option<&Category> {
        self.changed.get(&slug)
    }

    /// Every category, hidden and merged ones too: expenses, income, transfers, each in the family's order.
    pub fn all(&self, household: HouseholdId) -> Vec<Category> {
        let system = SYSTEM_CATEGORIES.iter().map(|system| system.slug);
        let own = self.changed.keys().copied().filter(|slug| slug.system().is_none());
        let mut all: Vec<Category> = system.chain(own).filter_map(|slug| self.get(household, slug)).collect();
        all.sort_by_key(|category| (category.flow, category.order, category.slug));
        all
    }

    /// Whether another category than `but` is called that, in any language, whatever its case.
    pub fn is_taken(&self, name: &str, but: Option<CategorySlug>) -> bool {
        let name = name.to_lowercase();
        let mut names = self.names().filter(|(slug, _)| Some(*slug) != but);
        names.any(|(_, known)| known.to_lowercase() == name)
    }

    /// The names people know categories by, with the slug each counts as; a system one that was not renamed has two.
    pub fn names(&self) -> impl Iterator<Item = (CategorySlug, &str)> {
        let system = SYSTEM_CATEGORIES
            .iter()
            .filter(|system| self.changed.get(&system.slug).is_none_or(|category| category.name.is_none()));
        let system = system.flat_map(|system| [(system.slug, system.name_id), (system.slug, system.name_en)]);
        let own =
            self.changed.values().filter_map(|category| Some((category.slug, category.name.as_deref()?)));
        own.chain(system)
    }

    /// A slug for a new category of that name, which no other has.
    pub fn free_slug(&self, name: &str) -> CategorySlug {
        let words = name.to_lowercase();
        let mut plain = String::new();
        for letter in words.chars() {
            match letter {
                'a'..='z' | '0'..='9' => plain.push(letter),
                _ if !plain.is_empty() && !plain.ends_with('-') => plain.push('-'),
                _ => {}
            }
        }
        let plain = if plain.trim_matches('-').is_empty() { "kategori".to_owned() } else { plain };
        let candidates = std::iter::once(String::new()).chain((2..).map(|number: u32| format!("-{number}")));
        let mut slugs = candidates.filter_map(|ending| {
            let room = 16_usize.checked_sub(ending.len())?;
            let stem = plain.get(..room.min(plain.len()))?.trim_end_matches('-');
            format!("{stem}{ending}").parse().ok()
        });
        let is_free = |slug: &CategorySlug| self.flow(*slug).is_none() && *slug != CategorySlug::PENYESUAIAN;
        // There are at most [`Categories::MAX`] of them, so one of the first endings is free.
        slugs.find(is_free).unwrap_or(CategorySlug::LAINNYA)
    }

    /// The categories as they are when `from` counts as `into`: `from`, and what was merged into it before, so that
    /// none is merged into one that is merged itself.
    pub fn merged(
        &self,
        household: HouseholdId,
        from: CategorySlug,
        into: CategorySlug,
    ) -> Result<Vec<Category>, Unmergeable> {
        let one = |slug| self.get(household, slug).ok_or(Unmergeable::Unknown);
        let (source, target) = (one(from)?, one(into)?);
        if from == into || source.merged_into.is_some() || target.merged_into.is_some() {
            return Err(Unmergeable::Chain);
        }
        if from == CategorySlug::UTANG || source.flow == Flow::Transfer {
            return Err(Unmergeable::Fixed);
        }
        if source.flow != target.flow {
            return Err(Unmergeable::Flow);
        }
        let along = self.counting_as(from).into_iter().filter_map(|slug| self.get(household, slug));
        let moved = |category: Category| Category {
            merged_into: Some(into),
            version: category.version + 1,
            ..category
        };
        Ok(along.map(moved).collect())
    }

    /// Whether each merged one counts as one that is there, flows the same way and is merged into none itself, and
    /// no two are called the same.
    pub fn is_sound(&self) -> bool {
        let mut known: Vec<(String, CategorySlug)> =
            self.names().map(|(slug, name)| (name.to_lowercase(), slug)).collect();
        known.sort();
        known.dedup();
        let distinct = known.windows(2).all(|pair| pair[0].0 != pair[1].0);
        let merged = self.changed.values().all(|category| {
            category.merged_into.is_none_or(|into| {
                self.flow(into) == Some(category.flow) && self.resolve(into) == into && into != category.slug
            })
        });
        distinct && merged
    }

    /// With these instead of what was known of them.
    #[must_use]
    pub fn with<'a>(mut self, changed: impl IntoIterator<Item = &'a Category>) -> Self {
        self.changed.extend(changed.into_iter().map(|category| (category.slug, category.clone())));
        self
    }
}

/// A system category that the household never touched.
fn untouched(household: HouseholdId, place: usize, system: &SystemCategory) -> Category {
    Category {
        household,
        slug: system.slug,
        flow: system.flow,
        name: None,
        colour: system.colour.to_owned(),
        icon: system.icon.to_owned(),
        group: None,
        order: u32::try_from(place).unwrap_or(u32::MAX),
        hidden: false,
        merged_into: None,
        version: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: HouseholdId = HouseholdId::from_bytes([1; 16]);

    fn own(slug: &str, name: &str, flow: Flow) -> Category {
        Category {
            household: HOME,
            slug: slug.parse().unwrap(),
            flow,
            name: Some(name.to_owned()),
            colour: "#E67E22".to_owned(),
            icon: "🧋".to_owned(),
            group: None,
            order: 99,
            hidden: false,
            merged_into: None,
            version: 1,
        }
    }

    fn slug(text: &str) -> CategorySlug {
        text.parse().unwrap()
    }

    #[test]
    fn a_new_category_gets_a_slug_of_its_own() {
        let categories = Categories::of(vec![own("kopi", "Kopi", Flow::Expense)]);
        let rows = [
            ("Jajan Anak", "jajan-anak"),
            ("Kopi", "kopi-2"),
            ("Makanan", "makanan-2"),
            ("Penyesuaian", "penyesuaian-2"),
            ("Keperluan Rumah Tangga", "keperluan-rumah"),
            ("Hasil Investasi!", "hasil-investas-2"),
            ("Hasil-investasi 2", "hasil-investas-2"),
            ("☕", "kategori"),
            ("Café & Teh", "caf-teh"),
            ("--", "kategori"),
        ];
        for (name, expected) in rows {
            assert_eq!(categories.free_slug(name).as_str(), expected, "{name}");
        }
    }

    #[test]
    fn own_categories_fit_the_way_their_money_flows() {
        use TransactionType::{Adjustment, Expense, Income, Transfer};
        let categories =
            Categories::of(vec![own("kopi", "Kopi", Flow::Expense), own("kos", "Kos", Flow::Income)]);
        let rows = [
            (Expense, "kopi", true),
            (Income, "kopi", false),
            (Income, "kos", true),
            (Expense, "makanan", true),
            (Expense, "utang", true),
            (Income, "utang", true),
            (Transfer, "transfer", true),
            (Expense, "transfer", false),
            (Adjustment, "makanan", false),
            (Expense, "entah", false),
        ];
        for (kind, given, fits) in rows {
            let expected = fits.then(|| slug(given));
            assert_eq!(categories.fit(kind, slug(given)), expected, "{kind:?} {given}");
        }
    }

    #[test]
    fn merging_takes_along_what_was_merged_before_and_makes_no_chain() {
        let mut teh = own("teh", "Teh", Flow::Expense);
        teh.merged_into = Some(slug("kopi"));
        let categories = Categories::of(vec![own("kopi", "Kopi", Flow::Expense), teh]);
        let moved = categories.merged(HOME, slug("kopi"), CategorySlug::MAKANAN).unwrap();
        let slugs: Vec<&str> = moved.iter().map(|category| category.slug.as_str()).collect();
        assert_eq!(slugs, ["kopi", "teh"]);
        let after = categories.clone().with(&moved);
        assert!(categories.is_sound() && after.is_sound());
        assert_eq!(after.resolve(slug("teh")), CategorySlug::MAKANAN);
        assert_eq!(after.name(slug("teh"), Language::English), Some("Food & Drink"));
        assert_eq!(after.fit(TransactionType::Expense, slug("kopi")), Some(CategorySlug::MAKANAN));
        assert_eq!(
            after.counting_as(CategorySlug::MAKANAN),
            [CategorySlug::MAKANAN, slug("kopi"), slug("teh")]
        );
    }

    #[test]
    fn what_does_not_belong_together_is_not_merged() {
        let mut teh = own("teh", "Teh", Flow::Expense);
        teh.merged_into = Some(slug("kopi"));
        let categories = Categories::of(vec![own("kopi", "Kopi", Flow::Expense), teh]);
        let rows = [
            ("kopi", "gaji", Unmergeable::Flow),
            ("kopi", "kopi", Unmergeable::Chain),
            ("kopi", "teh", Unmergeable::Chain),
            ("teh", "makanan", Unmergeable::Chain),
            ("kopi", "entah", Unmergeable::Unknown),
            ("utang", "kopi", Unmergeable::Fixed),
            ("transfer", "kopi", Unmergeable::Fixed),
        ];
        for (from, into, why) in rows {
            assert_eq!(categories.merged(HOME, slug(from), slug(into)), Err(why), "{from} into {into}");
        }
        assert!(categories.merged(HOME, slug("kopi"), slug("utang")).is_ok());
    }

    #[test]
    fn a_list_holds_everything_once_in_the_familys_order() {
        let mut food = Categories::default().get(HOME, CategorySlug::MAKANAN).unwrap();
        assert_eq!(food.version, 0);
        food = Category { name: Some("Dapur".to_owned()), order: 50, version: 1, ..food };
        let categories = Categories::of(vec![food, own("kopi", "Kopi", Flow::Expense)]);
        let all = categories.all(HOME);
        assert_eq!(all.len(), SYSTEM_CATEGORIES.len() + 1);
        assert_eq!(all[0].slug, CategorySlug::TRANSPORTASI);
        assert_eq!((all[14].slug, all[15].slug), (CategorySlug::MAKANAN, slug("kopi")));
        assert_eq!(categories.name(CategorySlug::MAKANAN, Language::English), Some("Dapur"));
        assert!(
            categories.is_taken("DAPUR", None) && !categories.is_taken("Dapur", Some(CategorySlug::MAKANAN))
        );
        assert!(categories.is_taken("shopping", None) && !categories.is_taken("Food & Drink", None));
    }
}
