//! The `whosaid` command. This file only dispatches: `args.rs` says what can be typed, `commands/` does it, one file
//! each. Data goes to standard output, everything else to standard error; exit 0 done, 1 nothing found, 2 failed.

mod args;
mod commands;
mod error;
mod inputs;
mod output;
mod progress;
mod reading;

use args::{Cli, Command};
use clap::Parser;
use error::Outcome;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = reading::use_threads(cli.common.threads).and_then(|()| match cli.command {
        Command::Report(args) => commands::report::run(&cli.common, &args),
        Command::Dossier(args) => commands::dossier::run(&cli.common, &args),
        Command::Annotate(args) => commands::annotate::run(&cli.common, &args),
        Command::Explain(args) => commands::explain::run(&cli.common, &args),
    });
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::NothingFound) => ExitCode::from(1),
        Err(error) => {
            error.tell();
            ExitCode::from(2)
        }
    }
}
