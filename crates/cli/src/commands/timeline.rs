//! `whosaid timeline`: what happened when.

use crate::desk::day;
use crate::error::{CommandError, Outcome};
use crate::listing::{Column, RowsArgs, further, known, shown};
use clap::Args;
use whosaid::text::Day;
use whosaid_store::rows::TimelineRow;
use whosaid_store::{Filter, Store, StoryNo};

/// List what happened when, as articles tell it
#[derive(Args, Debug)]
pub struct TimelineArgs {
    /// In this story
    #[arg(long, value_name = "N")]
    story: Option<i64>,
    /// Not before this day, YYYY-MM-DD
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<Day>,
    /// Not after this day, YYYY-MM-DD
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<Day>,
    #[command(flatten)]
    rows: RowsArgs,
}

/// Does it.
pub fn run(args: &TimelineArgs) -> Result<Outcome, CommandError> {
    let filter = Filter { story: args.story.map(StoryNo), from: args.from, to: args.to, ..Filter::default() };
    args.rows.list(|store, page| store.timeline(&filter, page), &columns())
}

fn columns() -> Vec<Column<TimelineRow>> {
    vec![
        shown("when", |row| row.when.clone()),
        shown("told", |row| if row.future { "as to come".to_owned() } else { String::new() }),
        shown("outlet", |row| known(&row.outlet)),
        shown("story", |row| row.story.to_string()),
        shown("what", |row| row.what.clone()),
        further("claim", |row| known(&row.claim)),
        further("article", |row| row.article.clone()),
        further("published", |row| known(&row.published)),
        further("start", |row| row.span[0].to_string()),
        further("end", |row| row.span[1].to_string()),
    ]
}
