//! `whosaid corrections`: the log of what readers corrected, to look at, to give away, to bring in.
#![allow(clippy::print_stderr)]

use crate::clock;
use crate::desk::DeskArgs;
use crate::error::{CommandError, Outcome};
use crate::listing::{self, Column, ListingArgs, further, shown};
use crate::output::Output;
use clap::{Args, Subcommand};
use serde::Serialize;
use std::fs;
use std::io::{self, Read};
use whosaid_store::corrections::{self, Correction};
use whosaid_store::{Create, Listing, Store};

/// List, export or import what readers corrected
#[derive(Args, Debug)]
pub struct CorrectionsArgs {
    #[command(subcommand)]
    action: Action,
}

/// What is done with the log.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// List all corrections, those undone too
    List {
        #[command(flatten)]
        listing: ListingArgs,
        #[command(flatten)]
        desk: DeskArgs,
    },
    /// Write all corrections as one JSON file
    Export {
        /// Where to write, - for standard output
        #[arg(long, short, value_name = "FILE", default_value = "-")]
        output: String,
        #[command(flatten)]
        desk: DeskArgs,
    },
    /// Bring in corrections that `export` wrote; those that are there already are passed over
    Import {
        /// The file, - for standard input
        #[arg(value_name = "FILE")]
        file: String,
        #[command(flatten)]
        desk: DeskArgs,
    },
}

#[derive(Serialize)]
struct Line {
    #[serde(flatten)]
    correction: Correction,
    holds: bool,
}

/// Does it.
pub fn run(args: &CorrectionsArgs) -> Result<Outcome, CommandError> {
    match &args.action {
        Action::List { listing, desk } => {
            let log = desk.store()?.corrections()?;
            let holding: Vec<&str> = corrections::active(&log).iter().map(|c| c.id.as_str()).collect();
            let holds = |correction: &Correction| holding.contains(&correction.id.as_str());
            let rows: Vec<Line> =
                log.iter().map(|c| Line { correction: c.clone(), holds: holds(c) }).collect();
            listing::write(listing, &Listing { total: rows.len() as u64, rows }, &columns())
        }
        Action::Export { output, desk } => {
            let log = desk.store()?.corrections()?;
            let mut output = Output::open(output)?;
            output.write(&corrections::export(&log))?;
            output.finish()?;
            Ok(if log.is_empty() { Outcome::NothingFound } else { Outcome::Done })
        }
        Action::Import { file, desk } => {
            let imported = corrections::import(&read(file)?)?;
            let n_new = desk.writer(Create::Never)?.correct(&imported, &clock::now())?;
            eprintln!("whosaid: {n_new} new corrections of {}", imported.len());
            Ok(Outcome::Done)
        }
    }
}

fn read(file: &str) -> Result<String, CommandError> {
    let cannot = |source| CommandError::CannotRead { path: file.to_owned(), source };
    if file != "-" {
        return fs::read_to_string(file).map_err(cannot);
    }
    let mut text = String::new();
    io::stdin().read_to_string(&mut text).map_err(cannot)?;
    Ok(text)
}

fn columns() -> Vec<Column<Line>> {
    vec![
        shown("id", |row| row.correction.id.clone()),
        shown("when", |row| row.correction.when.clone()),
        shown("who", |row| row.correction.who.clone()),
        shown("holds", |row| if row.holds { "yes" } else { "no" }.to_owned()),
        shown("what", |row| what(&row.correction)),
        shown("why", |row| row.correction.why.clone()),
        further("articles", |row| row.correction.articles().join(" ")),
    ]
}

/// "merge-claims", "undo 1234".
fn what(correction: &Correction) -> String {
    let value = serde_json::to_value(&correction.what).unwrap_or_default();
    let word = |name: &str| value.get(name).and_then(|v| v.as_str()).unwrap_or("").to_owned();
    let words = [word("do"), word("field"), word("value"), word("speaker"), word("id")];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
