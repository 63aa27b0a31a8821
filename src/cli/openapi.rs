//! `catatduit openapi`: the API's contract.

use std::io::{self, Write};
use std::process::ExitCode;

use super::{Failure, House};
use crate::api;

pub(super) fn run(house: &House) -> Result<ExitCode, Failure> {
    let written = io::stdout().write_all(api::document().as_bytes());
    written.map_err(|error| Failure::new(house.language(), error))?;
    Ok(ExitCode::SUCCESS)
}
