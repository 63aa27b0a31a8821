//! A sentence with its emphasis, before any door gives it its markup.

use std::fmt;

/// What the house says: pieces of text, some of them emphasised. Printed, it is plain text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said(Vec<Span>);

/// One piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    Plain(String),
    /// The number a reader looks for first.
    Strong(String),
    /// A word quoted from somebody's message.
    Quoted(String),
}

impl Span {
    pub fn text(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Strong(text) | Self::Quoted(text) => text,
        }
    }
}

impl Said {
    pub const fn nothing() -> Self {
        Self(Vec::new())
    }

    pub fn plain(text: impl Into<String>) -> Self {
        Self::nothing().then(text)
    }

    #[must_use]
    pub fn then(mut self, text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            return self;
        }
        if let Some(Span::Plain(last)) = self.0.last_mut() {
            last.push_str(&text);
        } else {
            self.0.push(Span::Plain(text));
        }
        self
    }

    #[must_use]
    pub fn strong(mut self, text: &(impl fmt::Display + ?Sized)) -> Self {
        self.0.push(Span::Strong(text.to_string()));
        self
    }

    #[must_use]
    pub fn quoted(mut self, text: impl Into<String>) -> Self {
        self.0.push(Span::Quoted(text.into()));
        self
    }

    /// The other sentence right after this one.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        for span in other.0 {
            match span {
                Span::Plain(text) => self = self.then(text),
                emphasised => self.0.push(emphasised),
            }
        }
        self
    }

    /// The other sentence on a line of its own; nothing changes when there is nothing to add.
    #[must_use]
    pub fn line(self, other: Self) -> Self {
        if other.is_empty() {
            self
        } else if self.is_empty() {
            other
        } else {
            self.then("\n").and(other)
        }
    }

    /// The other sentence after an empty line.
    #[must_use]
    pub fn paragraph(self, other: Self) -> Self {
        if other.is_empty() || self.is_empty() { self.line(other) } else { self.then("\n").line(other) }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn spans(&self) -> &[Span] {
        &self.0
    }
}

impl From<&str> for Said {
    fn from(text: &str) -> Self {
        Self::plain(text)
    }
}

impl From<String> for Said {
    fn from(text: String) -> Self {
        Self::plain(text)
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|span| f.write_str(span.text()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_join_without_empty_ones() {
        let said = Said::nothing().line("a".into()).line(Said::nothing()).line("b".into());
        assert_eq!(said.to_string(), "a\nb");
        assert_eq!(said.spans().len(), 1);
        assert_eq!(Said::plain("a").paragraph("b".into()).to_string(), "a\n\nb");
    }

    #[test]
    fn emphasis_is_kept_apart_and_reads_as_plain_text() {
        let said = Said::plain("Ini maksudnya ").strong("Rp15.000").then("?");
        assert_eq!(said.to_string(), "Ini maksudnya Rp15.000?");
        assert_eq!(said.spans()[1], Span::Strong("Rp15.000".to_owned()));
    }
}
