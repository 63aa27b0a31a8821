use std::process::ExitCode;

use catatduit::cli;

// Built without huge pages: of two megabytes that come as one page, a thread of ours uses little, and holds them all.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match cli::run(std::env::args_os(), cli::environment()) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}
