//! `whosaid alerts`: what came since the last look.
#![allow(clippy::print_stderr)]

use crate::error::{CommandError, Outcome};
use crate::listing::{self, Column, FeedArgs, RowsArgs, further, known, shown};
use clap::Args;
use std::io::Write;
use std::process::{Command, Stdio};
use whosaid_serve::feeds;
use whosaid_store::rows::AlertRow;
use whosaid_store::{Filter, Listing, Store, StoryNo};

/// List what came since the last look: a claim's status changed, a denial or correction came, an outlet edited what a
/// claim rests on
///
/// What is listed counts as seen, unless --keep, --all or a filter is given, or rows are left over. A feed holds the
/// newest, seen or not, and marks nothing.
#[derive(Args, Debug)]
pub struct AlertsArgs {
    /// Of this story
    #[arg(long, value_name = "N")]
    story: Option<i64>,
    /// Brought by outlets whose name holds this
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,
    /// Of this kind: status, denial, correction, edit
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Those seen before too
    #[arg(long)]
    all: bool,
    /// Leave them unseen
    #[arg(long)]
    keep: bool,
    /// Run this command by the shell with the alerts as JSON on its standard input, if there are any; they count as seen
    /// when it succeeds
    #[arg(long, value_name = "COMMAND", conflicts_with_all = ["format", "feed"])]
    run: Option<String>,
    #[command(flatten)]
    feed: FeedArgs,
    #[command(flatten)]
    rows: RowsArgs,
}

/// Does it.
pub fn run(args: &AlertsArgs) -> Result<Outcome, CommandError> {
    let is_feed = args.feed.is_feed();
    let filter = Filter {
        story: args.story.map(StoryNo),
        outlet: args.outlet.clone(),
        kind: args.kind.clone(),
        unseen: !args.all && !is_feed,
        ..Filter::default()
    };
    let found = args.rows.ask(|store, page| store.alerts(&filter, page))?;
    if is_feed {
        return args.rows.write_feed(&feeds::alerts(&args.rows.desk().name(), &filter, &found.rows, None));
    }
    let outcome = match &args.run {
        Some(command) => notify(command, &found)?,
        None => args.rows.write(&found, &columns())?,
    };
    let narrowed = args.story.is_some() || args.outlet.is_some() || args.kind.is_some();
    let left_over = (found.rows.len() as u64) < found.total;
    if let Some(newest) = found.rows.iter().map(|row| row.alert).max()
        && !(args.all || args.keep || narrowed || left_over)
    {
        args.rows.desk().store_to_write()?.see_alerts(newest)?;
    }
    Ok(outcome)
}

/// Hands the alerts to a command.
fn notify(command: &str, found: &Listing<AlertRow>) -> Result<Outcome, CommandError> {
    if found.rows.is_empty() {
        return Ok(Outcome::NothingFound);
    }
    let cannot = |source| CommandError::CannotRun { command: command.to_owned(), source };
    let mut shell = match cfg!(windows) {
        true => Command::new("cmd"),
        false => Command::new("sh"),
    };
    shell.arg(if cfg!(windows) { "/C" } else { "-c" }).arg(command).stdin(Stdio::piped());
    let mut child = shell.spawn().map_err(cannot)?;
    if let Some(mut stdin) = child.stdin.take() {
        // A command that does not read to the end is its own business.
        let _ = stdin.write_all(listing::json(found).as_bytes());
    }
    let status = child.wait().map_err(cannot)?;
    match status.success() {
        true => Ok(Outcome::Done),
        false => Err(CommandError::CommandFailed { command: command.to_owned(), status: status.to_string() }),
    }
}

fn columns() -> Vec<Column<AlertRow>> {
    vec![
        shown("alert", |row| row.alert.to_string()),
        shown("noticed", |row| row.noticed.clone()),
        shown("what", feeds::what),
        shown("claim", |row| row.claim.clone()),
        shown("outlet", |row| known(&row.outlet)),
        shown("gist", |row| row.gist.clone()),
        further("kind", |row| row.kind.clone()),
        further("before", |row| known(&row.before)),
        further("status", |row| row.status.clone()),
        further("words", |row| known(&row.words)),
        further("article", |row| known(&row.article)),
        further("published", |row| known(&row.published)),
        further("url", |row| known(&row.url)),
    ]
}
