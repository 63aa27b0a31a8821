//! How far the index followed the journal.

use std::fmt;

use crate::ledger::{Change, Fact};

/// Counts up when the same transaction would be indexed otherwise than before: an index of another layout is
/// thrown away.
const LAYOUT: u32 = 3;

/// How far the journal was followed, and what was found there: a store put back from a backup may reach as far
/// and tell another story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// 0: nothing was followed yet.
    pub(super) seq: u64,
    /// Tells the change at `seq` from others that might have been there.
    print: String,
}

impl Mark {
    pub(super) const START: Self = Self { seq: 0, print: String::new() };

    pub(super) fn at(change: &Change) -> Self {
        let first = change.facts.first().map(|fact| match fact {
            Fact::Household { after, .. } => after.id.to_string(),
            Fact::Member { after, .. } => after.id.to_string(),
            Fact::Wallet { after, .. } => after.id.to_string(),
            Fact::Transaction { after, .. } => after.id.to_string(),
            Fact::Lesson { after, .. } => after.id.to_string(),
            Fact::Category { after, .. } => after.slug.to_string(),
            Fact::Rate { after, .. } => format!("{} {}", after.currency, after.day),
        });
        let at = change.at.as_millisecond();
        Self { seq: change.seq, print: format!("{at}-{}", first.unwrap_or_default()) }
    }

    pub(super) fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, ' ');
        let (layout, seq, print) = (parts.next()?, parts.next()?, parts.next()?);
        if layout.parse() != Ok(LAYOUT) {
            return None;
        }
        Some(Self { seq: seq.parse().ok()?, print: print.to_owned() })
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{LAYOUT} {} {}", self.seq, self.print)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_read_back_and_one_of_another_layout_is_not() {
        let mark = Mark { seq: 7, print: "12-AB".to_owned() };
        assert_eq!(Mark::read(&mark.to_string()), Some(mark));
        assert_eq!(Mark::read(&Mark::START.to_string()), Some(Mark::START));
        assert_eq!(Mark::read("0 7 12-AB"), None);
        assert_eq!(Mark::read(""), None);
    }
}
