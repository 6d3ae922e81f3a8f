//! `whosaid list`: the articles of a collection.

use crate::desk::ArticleFilterArgs;
use crate::error::{CommandError, Outcome};
use crate::listing::{Column, RowsArgs, further, known, shown};
use clap::Args;
use whosaid_store::rows::ArticleRow;
use whosaid_store::{Filter, Store, StoryNo};

/// List the articles of a collection, newest first
#[derive(Args, Debug)]
pub struct ListArgs {
    #[command(flatten)]
    articles: ArticleFilterArgs,
    /// Of this story
    #[arg(long, value_name = "N")]
    story: Option<i64>,
    /// Older versions too
    #[arg(long)]
    versions: bool,
    #[command(flatten)]
    rows: RowsArgs,
}

/// Does it.
pub fn run(args: &ListArgs) -> Result<Outcome, CommandError> {
    let filter = Filter { story: args.story.map(StoryNo), versions: args.versions, ..args.articles.filter() };
    args.rows.list(|store, page| store.articles(&filter, page), &columns())
}

fn columns() -> Vec<Column<ArticleRow>> {
    vec![
        shown("id", |row| row.id.clone()),
        shown("published", |row| known(&row.published)),
        shown("outlet", |row| known(&row.outlet)),
        shown("story", |row| row.story.map_or(String::new(), |story| story.to_string())),
        shown("title", |row| known(&row.title)),
        further("url", |row| known(&row.url)),
        further("path", |row| known(&row.path)),
        further("language", |row| known(&row.language)),
        further("wire", |row| known(&row.wire)),
        further("added", |row| row.added.clone()),
        further("newer", |row| known(&row.newer)),
    ]
}
