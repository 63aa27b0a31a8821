//! Words of the family's own that gather records across categories.

use poem_openapi::{Object, OpenApi};

use super::Tags as Part;
use super::body::Body;
use super::caller::Caller;
use super::problem::{Looking, Refused, Setting};
use super::reply::Shown;
use super::transactions::unexpected;
use crate::app::{Error, Outcome, TagSeen};
use crate::ledger::{Day, Tag};

#[derive(Debug)]
pub(super) struct Tagging;

#[OpenApi(prefix_path = "/api/v1", tag = "Part::Categories")]
impl Tagging {
    /// List tags
    ///
    /// Those on records that the caller sees, by their letters.
    #[oai(path = "/tags", method = "get", operation_id = "list_tags")]
    async fn list(&self, caller: Caller) -> Result<Shown<TagList>, Refused<Looking>> {
        let items = caller.run(|me| Ok(me.tags()?.into_iter().map(TagUse::from).collect())).await?;
        Ok(Shown(TagList { items }))
    }

    /// Rename a tag
    ///
    /// On the newest 500 records that carry it, as one act; where the other tag is there already, the two become one.
    /// When `is_all` is false, there are more: ask again.
    #[oai(path = "/tags/rename", method = "post", operation_id = "rename_tag")]
    async fn rename(
        &self,
        caller: Caller,
        names: Body<TagNames>,
    ) -> Result<Shown<TagRenamed>, Refused<Setting>> {
        let TagNames { from, to } = names.0;
        Ok(Shown(caller.run(move |me| TagRenamed::of(&me.rename_tag(from, to)?)).await?))
    }
}

/// The household's tags.
#[derive(Debug, Object)]
pub(super) struct TagList {
    pub items: Vec<TagUse>,
}

/// How a tag is used.
#[derive(Debug, Object)]
pub(super) struct TagUse {
    /// Without its `#`.
    pub tag: Tag,
    /// How many records that count carry it.
    pub count: u64,
    /// The newest day of them.
    pub last_day: Day,
}

/// A tag, and what it is to be called.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct TagNames {
    from: Tag,
    to: Tag,
}

/// A renamed tag.
#[derive(Debug, Object)]
pub(super) struct TagRenamed {
    /// The change's position in the journal, for undoing it.
    pub change: u64,
    /// How many records it changed.
    pub renamed: u64,
    /// Whether no record that the caller sees carries the old one any more.
    pub is_all: bool,
}

impl From<TagSeen> for TagUse {
    fn from(TagSeen { tag, count, last }: TagSeen) -> Self {
        Self { tag, count, last_day: last }
    }
}

impl TagRenamed {
    fn of(outcome: &Outcome) -> Result<Self, Error> {
        let Outcome::TagRenamed { change, renamed, is_all } = outcome else {
            return Err(unexpected(outcome));
        };
        Ok(Self { change: *change, renamed: u64::try_from(*renamed).unwrap_or(u64::MAX), is_all: *is_all })
    }
}
