//! `catatduit openapi`: the API's contract.

use std::process::ExitCode;

use super::{Failure, House, write_out};
use crate::api;

pub(super) fn run(house: &House) -> Result<ExitCode, Failure> {
    write_out(&api::document()).map_err(|error| Failure::new(house.language(), error))?;
    Ok(ExitCode::SUCCESS)
}
