//! parse → open → run → exit code.

use standfast::cli;
use standfast::config::{Config, Environment};
use std::process::ExitCode;

fn main() -> ExitCode {
    survive_a_full_disk();
    match cli::parse(std::env::args_os(), || Config::load(Environment::of_process())) {
        Ok(call) => call.run(),
        Err(answered) => answered,
    }
}

/// A write past the limit of a file's size is reported as an error, not a death by signal.
fn survive_a_full_disk() {
    #[cfg(unix)]
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default());
}
