//! Making the weights: labelled messages as the grammar hears them, a net that learns them, figures of how well.
//!
//! Nothing of this is in the box; the `train` program and its feature are for those who work on the model.

mod example;
mod fit;
mod score;

pub use example::{Example, ReadError, read};
pub use fit::{Course, Progress, Trainee};
pub use score::Score;
