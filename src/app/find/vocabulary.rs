//! What the words of a search may be the names of, for one member.

use crate::app::{Acting, Error};
use crate::ledger::{Category, CategorySlug, SYSTEM_CATEGORIES, Wallet, WalletTemplate};
use crate::search::{Known, Named, Read, Vocabulary, parse};
use crate::store::Look;

impl Acting {
    pub(super) fn read_search(&self, look: &Look<'_>, text: &str) -> Result<Read, Error> {
        Ok(parse(text, &self.vocabulary(look)?))
    }

    /// The names of what this member sees.
    pub(super) fn vocabulary(&self, look: &Look<'_>) -> Result<Vocabulary, Error> {
        let wallets =
            look.wallets(self.household.id)?.into_iter().filter(|wallet| self.sight.sees(wallet.id));
        let mut known: Vec<Known> = wallets.map(known_wallet).collect();
        known.extend(known_categories(&look.categories(self.household.id)?));
        let members = look.members(self.household.id)?;
        known.extend(
            members
                .into_iter()
                .map(|member| Known { is: Named::Member(member.id), called: vec![member.name] }),
        );
        Ok(Vocabulary {
            today: self.today(),
            cycle: self.household.cycle,
            currency: self.household.currency,
            known,
        })
    }

    /// The categories with all that were merged into them.
    pub(super) fn with_merged(
        &self,
        look: &Look<'_>,
        slugs: &[CategorySlug],
    ) -> Result<Vec<CategorySlug>, Error> {
        if slugs.is_empty() {
            return Ok(Vec::new());
        }
        let own = look.categories(self.household.id)?;
        let mut all = slugs.to_vec();
        all.extend(slugs.iter().flat_map(|slug| merged_into(&own, *slug)));
        Ok(all)
    }
}

fn known_wallet(wallet: Wallet) -> Known {
    let template = WalletTemplate::named(&wallet.name).map_or([].as_slice(), |template| template.aliases);
    let aliases = template.iter().map(|alias| (*alias).to_owned()).chain(wallet.aliases);
    Known { is: Named::Wallet(wallet.id), called: std::iter::once(wallet.name).chain(aliases).collect() }
}

/// The system's categories and the household's own; one that was merged is found under the other's name.
fn known_categories(own: &[Category]) -> Vec<Known> {
    let made_of = |slug: CategorySlug| own.iter().find(|category| category.slug == slug);
    let system = SYSTEM_CATEGORIES.iter().map(|system| {
        let name = made_of(system.slug).and_then(|category| category.name.clone());
        let usual = [system.name_id.to_owned(), system.name_en.to_owned(), system.slug.to_string()];
        (system.slug, name.into_iter().chain(usual).collect::<Vec<_>>())
    });
    let added = own.iter().filter(|category| category.slug.system().is_none());
    let added = added.map(|category| {
        let name = category.name.clone().unwrap_or_else(|| category.slug.to_string());
        (category.slug, vec![name])
    });
    system
        .chain(added)
        .filter(|(slug, _)| made_of(*slug).is_none_or(|category| category.merged_into.is_none()))
        .map(|(slug, called)| {
            let slugs = std::iter::once(slug).chain(merged_into(own, slug)).collect();
            Known { is: Named::Category(slugs), called }
        })
        .collect()
}

fn merged_into(own: &[Category], slug: CategorySlug) -> impl Iterator<Item = CategorySlug> {
    own.iter().filter(move |category| category.merged_into == Some(slug)).map(|category| category.slug)
}
