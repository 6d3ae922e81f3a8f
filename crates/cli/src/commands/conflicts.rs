//! `whosaid conflicts`: what does not agree.

use crate::error::{CommandError, Outcome};
use crate::listing::{Column, RowsArgs, further, known, shown};
use clap::Args;
use whosaid_store::rows::ConflictRow;
use whosaid_store::{Filter, Store, StoryNo};

/// List what does not agree, that of the newest story first
#[derive(Args, Debug)]
pub struct ConflictsArgs {
    /// In this story
    #[arg(long, value_name = "N")]
    story: Option<i64>,
    /// Of this kind: number, date, place, who, what, denial, update
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    #[command(flatten)]
    rows: RowsArgs,
}

/// Does it.
pub fn run(args: &ConflictsArgs) -> Result<Outcome, CommandError> {
    let filter = Filter { story: args.story.map(StoryNo), kind: args.kind.clone(), ..Filter::default() };
    args.rows.list(|store, page| store.conflicts(&filter, page), &columns())
}

fn columns() -> Vec<Column<ConflictRow>> {
    vec![
        shown("conflict", |row| row.conflict.clone()),
        shown("kind", |row| row.kind.clone()),
        shown("outlet", |row| known(&row.a.outlet)),
        shown("says", |row| row.a.words.clone()),
        shown("other outlet", |row| known(&row.b.outlet)),
        shown("says that", |row| row.b.words.clone()),
        further("about", |row| row.about.clone()),
        further("claim", |row| row.a.claim.clone()),
        further("article", |row| row.a.article.clone()),
        further("other claim", |row| row.b.claim.clone()),
        further("other article", |row| row.b.article.clone()),
        further("rule", |row| row.rule.clone()),
    ]
}
