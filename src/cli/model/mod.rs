//! `catatduit model`: how well messages are understood, and what the net learns from.

mod calibrate;
mod eval;
mod labelled;
mod reliability;
mod tally;
mod view;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::{Failure, House};

#[derive(Debug, Args)]
pub(super) struct Asked {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Score labelled messages: JSON Lines in the form that `parse` prints, gold instead of guesses
    Eval(eval::Asked),
    /// Fit what confidence means, on labelled messages that the net was not trained on
    Calibrate(calibrate::Asked),
    /// Print labelled messages as the net is shown them, for training
    View {
        /// JSON Lines
        file: PathBuf,
    },
}

pub(super) fn run(house: &House, asked: &Asked) -> Result<ExitCode, Failure> {
    let done = match &asked.what {
        What::Eval(asked) => eval::run(asked),
        What::Calibrate(asked) => calibrate::run(asked),
        What::View { file } => view::run(file),
    };
    done.map_err(|error| Failure::new(house.language(), error))
}
