//! What a family's money came to over a stretch of time: pure rules over the totals that the store keeps.

mod cell;
mod compare;
mod phrase;
mod share;
mod stretch;
mod usual;
mod worth;

pub use cell::Cell;
pub use compare::{Compared, compare};
pub use phrase::phrase;
pub use share::{Share, Sums, permille, shares};
pub use stretch::Stretch;
pub use usual::Usual;
pub use worth::at_ends;
