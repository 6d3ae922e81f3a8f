//! The `whosaid` command. This file only dispatches: `args.rs` says what can be typed, `commands/` does it, one file
//! each. Data goes to standard output, everything else to standard error; exit 0 done, 1 nothing found, 2 failed.

mod args;
mod clock;
mod commands;
mod desk;
mod error;
mod inputs;
mod listing;
mod output;
mod progress;
mod reading;
mod signing;

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
        #[cfg(feature = "archive")]
        Command::Archive(args) => commands::archive::run(&cli.common, &args),
        Command::Explain(args) => commands::explain::run(&cli.common, &args),
        Command::Add(args) => commands::add::run(&cli.common, &args),
        Command::List(args) => commands::list::run(&args),
        Command::Stories(args) => commands::stories::run(&args),
        Command::Story(args) => commands::story::run(&args),
        Command::Export(args) => commands::export::run(&args),
        Command::Claims(args) => commands::claims::run(&args),
        Command::Trace(args) => commands::trace::run(&args),
        Command::Quotes(args) => commands::quotes::run(&args),
        Command::Sources(args) => commands::sources::run(&args),
        Command::Timeline(args) => commands::timeline::run(&args),
        Command::Search(args) => commands::search::run(&args),
        Command::Conflicts(args) => commands::conflicts::run(&args),
        Command::Changes(args) => commands::changes::run(&args),
        Command::Alerts(args) => commands::alerts::run(&args),
        Command::Merge(args) => commands::merge::run(&args),
        Command::Split(args) => commands::split::run(&args),
        Command::Set(args) => commands::set::run(&args),
        Command::Confirm(args) => commands::judge::confirm(&args),
        Command::Reject(args) => commands::judge::reject(&args),
        Command::Undo(args) => commands::undo::run(&args),
        Command::Corrections(args) => commands::corrections::run(&args),
        #[cfg(feature = "watch")]
        Command::Watch(args) => commands::watch::run(&cli.common, &args),
        Command::Serve(args) => commands::serve::run(&cli.common, &args),
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
