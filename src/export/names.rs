//! What categories are called in an export: the household's own name, or the system's in the member's language.

use std::collections::BTreeMap;

use crate::app::{Error, Export};
use crate::ledger::{CategorySlug, Language};

#[derive(Debug)]
pub(super) struct CategoryNames {
    own: BTreeMap<CategorySlug, String>,
    language: Language,
}

impl CategoryNames {
    pub(super) fn of(export: &Export<'_>) -> Result<Self, Error> {
        let named =
            export.categories()?.into_iter().filter_map(|category| Some((category.slug, category.name?)));
        Ok(Self { own: named.collect(), language: export.member.language })
    }

    pub(super) fn name(&self, slug: CategorySlug) -> String {
        if let Some(own) = self.own.get(&slug) {
            return own.clone();
        }
        let system = slug.system().map(|category| match self.language {
            Language::Indonesian => category.name_id,
            Language::English => category.name_en,
        });
        system.map_or_else(|| slug.to_string(), str::to_owned)
    }
}
