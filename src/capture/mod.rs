//! Words to draft: what a family's message means. Pure, never fails: it doubts.

mod reading;

pub use reading::{Doubt, Item, Kind, Question, Reading, Topic};
