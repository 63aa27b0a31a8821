//! How many of its answers are right.

use std::fmt;

use super::example::Example;
use crate::net::VERDICTS;

/// Right answers of all answers.
#[derive(Debug, Clone, Default)]
pub struct Score {
    pub kind: Share,
    pub verdict: Share,
    pub class: Share,
    pub counts: Share,
    /// Everything of a message right.
    pub whole: Share,
}

#[derive(Debug, Clone, Copy, Default)]
pub struct Share {
    pub right: usize,
    pub of: usize,
}

impl Share {
    fn add(&mut self, right: bool) {
        self.right += usize::from(right);
        self.of += 1;
    }

    /// Between 0 and 1.
    #[expect(clippy::cast_precision_loss, reason = "a share for people to read")]
    pub fn share(self) -> f32 {
        self.right as f32 / self.of.max(1) as f32
    }
}

impl Score {
    pub(crate) fn add(
        &mut self,
        batch: &[Example],
        verdicts: &[Vec<f32>],
        classes: &[Vec<f32>],
        counts: &[f32],
    ) {
        let mut items = classes.iter().zip(counts);
        for (example, verdict) in batch.iter().zip(verdicts) {
            let told = highest(verdict);
            let kind = VERDICTS[told].1 == VERDICTS[example.verdict].1;
            self.kind.add(kind);
            self.verdict.add(told == example.verdict);
            let mut whole = kind;
            for right in &example.classes {
                let Some((class, counts)) = items.next() else { continue };
                if example.verdict != 0 {
                    continue;
                }
                let counted = (*counts > 0.0) == right.is_some();
                self.counts.add(counted);
                whole &= counted;
                if let Some(right) = right {
                    self.class.add(highest(class) == *right);
                    whole &= highest(class) == *right;
                }
            }
            self.whole.add(whole);
        }
    }
}

fn highest(scores: &[f32]) -> usize {
    scores.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(at, _)| at)
}

impl fmt::Display for Score {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shares = [
            ("kind", self.kind),
            ("verdict", self.verdict),
            ("class", self.class),
            ("counts", self.counts),
            ("whole", self.whole),
        ];
        for (name, share) in shares {
            write!(formatter, "{name} {:.1}% ({}/{})  ", 100.0 * share.share(), share.right, share.of)?;
        }
        Ok(())
    }
}
