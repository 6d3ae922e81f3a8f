//! `cargo eval TASK...`: prints the figures of tasks; `cargo eval floors` compares them with `gold/floors.toml`;
//! `cargo eval measured` writes `gold/measured.tsv`; `cargo eval where` fails where there is no gold.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod floors;
mod measured;
mod tasks;

use std::process::ExitCode;
use whosaid_eval::Gold;

fn main() -> ExitCode {
    let Some(gold) = Gold::find() else {
        eprintln!("eval: no gold beside the project (set WHOSAID_GOLD to its folder); nothing measured");
        return ExitCode::from(2);
    };
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let result = match asked.first().map(String::as_str) {
        Some("floors") => floors::check(&gold),
        Some("measured") => measured::update(&gold),
        Some("where") => Ok(()),
        Some(_) => asked.iter().try_for_each(|name| tasks::print(&gold, name)),
        None => Err(format!("which task? one of: floors measured {}", tasks::names())),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("eval: {why}");
            ExitCode::FAILURE
        }
    }
}
