//! One value that was not taken: where it stands, and why.

use std::fmt::Write as _;

use crate::error::Why;

/// What is wrong with one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    pub at: Spot,
    pub why: FieldWhy,
}

/// Where a value stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// For people: `wallets[0].balance`, or the name of a parameter.
    pub field: String,
    /// For programs: the JSON pointer into the body, as a fragment; none for a parameter.
    pub pointer: Option<String>,
}

/// Why a value was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldWhy {
    /// A rule of the house.
    Rule(Why),
    /// No field of this name exists.
    Unknown,
    /// Another type of JSON value was expected, named as JSON Schema does.
    Type(&'static str),
    /// Not of the form that the document gives (`date`, `wallet-id`, …).
    Format(String),
    /// Less than the least, or more than the most, allowed.
    Least(i64),
    Most(i64),
    /// Fewer or more entries than allowed.
    FewEntries(u64),
    ManyEntries(u64),
    /// Not one of these.
    Choice(String),
    /// The same more than once.
    Twice,
    /// Its form is wrong; nothing more is known.
    Shape,
}

impl FieldWhy {
    /// Whether the value has the right shape, and it is only what it says that cannot be.
    pub(super) const fn is_content(&self) -> bool {
        matches!(self, Self::Rule(Why::Characters | Why::Unknown))
    }

    /// The stable name of the reason. Programs branch on it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Rule(why) => match why {
                Why::Empty => "empty",
                Why::TooLong { .. } => "too_long",
                Why::TooShort { .. } => "too_short",
                Why::Guessable => "guessable",
                Why::Taken => "taken",
                Why::Unknown => "not_known_here",
                Why::Amount => "amount",
                Why::Currency => "currency",
                Why::SameWallet => "same_wallet",
                Why::Misfit => "misfit",
                Why::Characters => "characters",
                Why::Missing => "missing",
                Why::Changed => "changed",
                Why::NotAPicture => "not_a_picture",
                Why::PictureTooLarge => "picture_too_large",
                Why::Archived => "archived",
                Why::Past => "past",
                Why::TooMany { .. } => "too_many",
                Why::Wrong => "wrong",
                Why::LastOwner => "last_owner",
                Why::OtherName => "other_name",
                Why::NotAnAddress => "not_an_address",
                Why::OutOfReach => "out_of_reach",
                Why::NoBot => "no_bot",
                Why::Unchecked => "unchecked",
                Why::Settled => "settled",
            },
            Self::Unknown => "unknown_field",
            Self::Type(_) => "type",
            Self::Format(_) => "format",
            Self::Least(_) => "too_small",
            Self::Most(_) => "too_large",
            Self::FewEntries(_) => "too_few",
            Self::ManyEntries(_) => "too_many",
            Self::Choice(_) => "choice",
            Self::Twice => "twice",
            Self::Shape => "shape",
        }
    }
}

impl FieldProblem {
    /// About a parameter of the address, or a header.
    pub fn of_parameter(name: &str, why: FieldWhy) -> Self {
        Spot::parameter(name).problem(why)
    }

    /// About a field of the body, by the path that a verb or a handler gives: `zone`, `wallets[0].balance`.
    pub fn in_body(path: &str, why: FieldWhy) -> Self {
        let mut at = Spot::body();
        for name in path.split('.').filter(|name| !name.is_empty()) {
            let (name, indices) = name.split_once('[').unwrap_or((name, ""));
            at = at.field(name);
            for index in indices.split(['[', ']']).filter_map(|index| index.parse().ok()) {
                at = at.entry(index);
            }
        }
        at.problem(why)
    }
}

impl Spot {
    /// The body as a whole.
    pub(super) fn body() -> Self {
        Self { field: String::new(), pointer: Some("#".to_owned()) }
    }

    pub(super) fn parameter(name: &str) -> Self {
        Self { field: name.to_owned(), pointer: None }
    }

    /// A field of the object that stands here.
    pub(super) fn field(&self, name: &str) -> Self {
        let dot = if self.field.is_empty() { "" } else { "." };
        let field = format!("{}{dot}{name}", self.field);
        Self { field, pointer: self.pointer.as_ref().map(|pointer| format!("{pointer}/{}", escaped(name))) }
    }

    /// An entry of the list that stands here.
    pub(super) fn entry(&self, index: usize) -> Self {
        let pointer = self.pointer.as_ref().map(|pointer| format!("{pointer}/{index}"));
        Self { field: format!("{}[{index}]", self.field), pointer }
    }

    pub(super) fn problem(&self, why: FieldWhy) -> FieldProblem {
        FieldProblem { at: self.clone(), why }
    }
}

/// One name of a JSON pointer (RFC 6901), inside a fragment of an address.
fn escaped(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'~' => text.push_str("~0"),
            b'/' => text.push_str("~1"),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => text.push(char::from(byte)),
            _ => {
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_people_and_programs_to_the_same_value() {
        let rows = [
            ("zone", "zone", "#/zone"),
            ("wallets[0].balance", "wallets[0].balance", "#/wallets/0/balance"),
            ("grid[1][2]", "grid[1][2]", "#/grid/1/2"),
            ("", "", "#"),
        ];
        for (path, field, pointer) in rows {
            let problem = FieldProblem::in_body(path, FieldWhy::Shape);
            assert_eq!((problem.at.field.as_str(), problem.at.pointer.as_deref()), (field, Some(pointer)));
        }
    }

    #[test]
    fn a_name_of_any_letters_stays_one_name() {
        let at = Spot::body().field("a/b~c d.é");
        assert_eq!(at.pointer.as_deref(), Some("#/a~1b~0c%20d.%C3%A9"));
        assert_eq!(Spot::parameter("limit").pointer, None);
    }
}
